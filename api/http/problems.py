"""Problems (RFC 9457): every answer that is no success, from one place, and never a traceback."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as StarletteHTTPException

from api.mistakes import Mistake, Mistaken, mistake
from domain.event import Record
from domain.refusal import Reason, Refused
from store.faults import LogMisuse, LogUnavailable

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = "1"

STATUS: Mapping[Reason, HTTPStatus] = {
    Reason.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    Reason.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Reason.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Reason.CONFLICT: HTTPStatus.CONFLICT,
    Reason.STALE: HTTPStatus.PRECONDITION_FAILED,
    Reason.REUSED: HTTPStatus.UNPROCESSABLE_ENTITY,
}
_TITLES: Mapping[Reason, str] = {
    Reason.INVALID: "What was sent is not valid",
    Reason.NOT_FOUND: "There is no such thing",
    Reason.FORBIDDEN: "This is somebody else's to do",
    Reason.CONFLICT: "The state of things does not allow it",
    Reason.STALE: "It was decided on a version that has been passed",
    Reason.REUSED: "The command id has been used for another command",
}


class Problem(Record):
    """What went wrong: `thing` is what was refused, `problem` what is wrong with it, `mend` what to do instead."""

    type: str
    title: str
    status: int
    detail: str
    thing: str | None = None
    problem: str | None = None
    mend: str | None = None
    errors: tuple[Mistake, ...] = ()


class Unreadable(Refused):
    """A request that is malformed before anything in it can be looked at."""

    def __init__(self, thing: str, problem: str, mend: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(Reason.INVALID, thing, problem, mend)
        self.status = status


class BodyRefused(HTTPException):
    """A refusal on its way through the framework's own reading of the body, which lets only its own errors pass."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(HTTPStatus.UNPROCESSABLE_ENTITY)
        self.refused = refused


def respond(problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    content = problem.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return JSONResponse(content, problem.status, dict(headers or {}), MEDIA_TYPE)


def plain(status: HTTPStatus, slug: str, detail: str, **more: str) -> Problem:
    """A problem that is no refusal of a command."""
    return Problem(type=_type(slug), title=status.phrase, status=status, detail=detail, **more)


def of_refused(refused: Refused) -> Problem:
    malformed = isinstance(refused, Unreadable)
    return Problem(
        type=_type("malformed" if malformed else refused.reason.value),
        title="The request is malformed" if malformed else _TITLES[refused.reason],
        status=refused.status if isinstance(refused, Unreadable) else STATUS[refused.reason],
        detail=f"{refused.thing}: {refused.problem}. {refused.mend}",
        thing=refused.thing,
        problem=refused.problem,
        mend=refused.mend,
        errors=refused.mistakes if isinstance(refused, Mistaken) else (),
    )


def install(app: FastAPI) -> None:
    """Makes every error of the application a problem."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(StarletteHTTPException, _http)
    app.add_exception_handler(LogUnavailable, _unavailable)
    app.add_exception_handler(LogMisuse, _misuse)


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)  # noqa: S101 - registered for it
    return respond(of_refused(error))


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
    details = error.errors()
    where = {str(detail["loc"][0]) for detail in details}
    mistakes = [_mistake(detail) for detail in details]
    if "header" in where:
        first = mistakes[0]
        return respond(of_refused(Unreadable(f"header {first.place}", first.problem, first.mend)))
    return respond(of_refused(Mistaken(f"request {_PARTS.get(min(where), min(where))}", mistakes)))


_PARTS = {"body": "body", "path": "address", "query": "query"}


def _mistake(detail: dict[str, object]) -> Mistake:
    loc = detail["loc"]
    assert isinstance(loc, Sequence)  # noqa: S101 - pydantic's
    found = mistake(detail, skip=1)  # type: ignore[arg-type] # FastAPI gives pydantic's details as plain dicts
    return found if loc[0] == "body" else found.model_copy(update={"pointer": None})


async def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, StarletteHTTPException)  # noqa: S101 - registered for it
    if isinstance(error, BodyRefused):
        return respond(of_refused(error.refused))
    status = HTTPStatus(error.status_code)
    detail = (
        f"{status.phrase}: {error.detail}" if error.detail != status.phrase else status.description or status.phrase
    )
    return respond(plain(status, status.phrase.lower().replace(" ", "-"), detail), error.headers)


async def _unavailable(_request: Request, error: Exception) -> JSONResponse:
    problem = plain(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", str(error), mend="Send the same request again")
    return respond(problem, {"Retry-After": RETRY_SECONDS})


async def _misuse(_request: Request, error: Exception) -> JSONResponse:
    return respond(of_refused(Refused(Reason.INVALID, "what was sent", f"cannot be recorded: {error}", "Change it")))


def _type(slug: str) -> str:
    return f"urn:kaohe:problem:{slug}"
