"""Reading requests: strict JSON, and the headers that say who acts, under which id, and on which version."""

import json
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Annotated, Any
from urllib.parse import unquote_to_bytes
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from fastapi.routing import APIRoute

from api.documents import FloatLiteral, parse_json
from api.http.problems import BodyRefused, Unreadable
from api.mistakes import Mistake, Mistaken
from api.operations import Operations
from domain.decision import document_number
from domain.refusal import Refused

_ETAG = re.compile(r'"([0-9]{1,18})"')
_BODY = "request body"


class StrictRequest(Request):
    """A request whose JSON has no name twice, no NaN, and no number with a fraction outside quotes."""

    async def json(self) -> Any:  # noqa: ANN401 - JSON
        try:
            value = parse_json(await self.body(), _BODY)
            if floats := list(_floats(value, "")):
                raise Mistaken(_BODY, floats)
        except json.JSONDecodeError as error:
            problem = f"is no JSON: {error.msg} at line {error.lineno}, column {error.colno}"
            raise BodyRefused(Unreadable(_BODY, problem, "Correct it")) from error
        except Refused as refused:
            raise BodyRefused(refused) from refused
        return value


def _floats(value: object, pointer: str) -> Iterator[Mistake]:
    match value:
        case FloatLiteral():
            yield Mistake(
                place=pointer.strip("/").replace("/", ".") or "content",
                problem=f"{value} is a JSON number with a fraction, which programs read as an inexact binary float",
                mend=f'Write it as a string, "{value}"',
                pointer=pointer,
            )
        case dict():
            for name, inner in value.items():
                yield from _floats(inner, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}")
        case list():
            for place, inner in enumerate(value):
                yield from _floats(inner, f"{pointer}/{place}")


class StrictRoute(APIRoute):
    """Reads every body strictly."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override] # narrower than FastAPI's Coroutine, which it awaits only
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            return await handle(StrictRequest(request.scope, request.receive))

        return strictly


def _operations(
    request: Request,
    document: Annotated[
        str | None,
        Header(
            alias="Kaohe-Document",
            description="The number of the document a write is made by, in UTF-8 or percent-encoded UTF-8.",
        ),
    ] = None,
) -> Operations:
    found: Operations = request.app.state.operations
    return found if document is None else found.under(document_number(_in_unicode(document)))


def _in_unicode(header: str) -> str:
    """A header's text, which travels as bytes."""
    try:
        return unquote_to_bytes(header.encode("latin-1")).decode()
    except UnicodeError:
        raise Unreadable(
            "header Kaohe-Document", "is no UTF-8", "Send UTF-8, percent-encoded where it is not ASCII"
        ) from None


def _command_id(
    key: Annotated[
        UUID | None,
        Header(
            alias="Idempotency-Key", description="Required. The same key again gives the same answer, once recorded."
        ),
    ] = None,
) -> UUID:
    if key is None:
        raise Unreadable(
            "header Idempotency-Key", "is missing", "Send a UUID of your own, and the same one when you send it again"
        )
    return key


def _expected_version(
    etag: Annotated[
        str | None, Header(alias="If-Match", description="The ETag decided on; refused when it has been passed.")
    ] = None,
) -> int | None:
    if etag is None or etag.strip() == "*":
        return None
    found = _ETAG.fullmatch(etag.strip())
    if not found:
        raise Unreadable(f"header If-Match ({etag})", "is no ETag of this API", 'Send it as it was given, such as "12"')
    return int(found[1])


Doors = Annotated[Operations, Depends(_operations)]
Actor = Annotated[
    str | None, Header(alias="Kaohe-Actor", description="The id of the person who acts, until there is sign-in.")
]
CommandId = Annotated[UUID, Depends(_command_id)]
ExpectedVersion = Annotated[int | None, Depends(_expected_version)]
