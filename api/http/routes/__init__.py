"""The addresses, by subject; every one calls an operation and nothing else."""

from fastapi import APIRouter

from api.http.reading import StrictRoute
from api.http.routes import (
    cases,
    cycles,
    directories,
    drafts,
    facts,
    goals,
    health,
    history,
    meetings,
    notices,
    panels,
    rankings,
    rulebooks,
    schemes,
    steering,
    tasks,
    uses,
)

PREFIX = "/api/v1"

router = APIRouter(prefix=PREFIX, route_class=StrictRoute)
for part in (
    rulebooks,
    schemes,
    directories,
    cycles,
    rankings,
    tasks,
    steering,
    cases,
    goals,
    drafts,
    panels,
    notices,
    meetings,
    uses,
    facts,
    history,
    health,
):
    router.include_router(part.router)
