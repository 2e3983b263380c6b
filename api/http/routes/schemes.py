"""Schemes: their way into force."""

from fastapi import APIRouter, Depends, Request

from api.http.reading import Doors, StrictRoute
from api.http.routes import enactment

router = APIRouter(prefix="/schemes", tags=["schemes"], route_class=StrictRoute)


def _these(request: Request, doors: Doors) -> None:
    request.state.regulations = doors.schemes


router.include_router(enactment.router, dependencies=[Depends(_these)])
