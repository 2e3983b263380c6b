"""Health: whether this process lives, and whether it can do its work."""

from http import HTTPStatus

from fastapi import APIRouter, Response

from api.http.problems import RETRY_SECONDS
from api.http.reading import Doors, StrictRoute
from domain.event import Record
from store.log import START

router = APIRouter(prefix="/health", tags=["health"], route_class=StrictRoute)


class Live(Record):
    """The process answers."""

    live: bool


class Ready(Record):
    """Whether log and views answer, the positions they are at, and the events between them."""

    ready: bool
    head: int
    shown: int
    lag: int


@router.get("/live")
async def live() -> Live:
    """Answers as long as the process does."""
    return Live(live=True)


@router.get("/ready")
async def ready(doors: Doors, response: Response) -> Ready:
    """Answers 503 while the log does not answer or nobody keeps the views."""
    status = await doors.status()
    kept = status.head == START or status.shown > START
    if not kept:
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        response.headers["Retry-After"] = RETRY_SECONDS
    return Ready(ready=kept, head=status.head, shown=status.shown, lag=status.lag)
