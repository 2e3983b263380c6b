"""The outermost layer: whom it serves, how much it reads, what every answer says, and what becomes of a fault."""

import ipaddress
from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import BodyRefused, Unreadable, plain, respond

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_log = structlog.get_logger(__name__)


class Guard:
    """Wraps the application.

    A request that names another host than this machine is refused: without it a web page could rebind its own name to
    127.0.0.1 and act through the browser of whoever looks at it. A fault becomes a problem with an id to find it by in
    the log, where its traceback stays.
    """

    def __init__(self, app: ASGIApp, *, largest: int) -> None:
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        if not _is_this_machine(headers.get("host", "")):
            problem = plain(HTTPStatus.MISDIRECTED_REQUEST, "other-host", "This API serves this machine only.")
            await respond(problem)(scope, receive, answer)
            return
        try:
            await self._app(scope, self._limited(headers, receive), answer)
        except Exception:
            trace = str(uuid4())
            _log.exception("http.fault", trace=trace, method=scope["method"], route=_route(scope))
            if started:
                raise
            detail = f"Something failed here. The log has the details under {trace}."
            await respond(plain(HTTPStatus.INTERNAL_SERVER_ERROR, "fault", detail))(scope, receive, answer)

    def _limited(self, headers: Headers, receive: Receive) -> Receive:
        """The body, up to the largest that is read."""
        read = 0
        announced = headers.get("content-length", "0")

        async def limited() -> Message:
            nonlocal read
            if announced.isdigit() and int(announced[:20]) > self._largest:
                raise self._too_large()
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._largest:
                raise self._too_large()
            return message

        return limited

    def _too_large(self) -> BodyRefused:
        problem = f"is larger than {self._largest // 1_000_000} MB"
        return BodyRefused(
            Unreadable("request body", problem, "Send less at once", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        )


def _is_this_machine(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _route(scope: Scope) -> str:
    """The pattern of the address rather than the address, which may name people."""
    return str(getattr(scope.get("route"), "path", "unknown"))
