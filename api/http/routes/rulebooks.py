"""Rulebooks: what only they have; the way into force they share with schemes."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from api.http.reading import Doors, StrictRoute
from api.http.replies import Written
from api.http.routes import enactment
from api.http.routes.enactment import Document
from api.http.writing import Write
from api.operations.examining import Checked, check

router = APIRouter(prefix="/rulebooks", tags=["rulebooks"], route_class=StrictRoute)


@router.post("/check")
async def check_rulebook(
    document: Document, doors: Doors, *, with_in_force: Annotated[bool, Query()] = False
) -> Checked:
    """Says everything that is wrong with a rulebook, and examines its indicator system; nothing is recorded.

    With `with_in_force`, compares it with every rulebook in force.
    """
    others = await doors.rulebooks.all_in_force() if with_in_force else ()
    return await asyncio.to_thread(check, document, others=others)  # a large one would stop everybody else


@router.post("", status_code=201)
async def publish_rulebook_at_once(document: Document, doors: Doors, write: Write) -> Written:
    """Puts a rulebook into force in one step, as the operator before there is a performance office."""
    done = await doors.rulebooks.publish_at_once(document, write.actor, write.command)
    return write.written(done, location=f"/api/v1/rulebooks/{document['id']}")


def _these(request: Request, doors: Doors) -> None:
    request.state.regulations = doors.rulebooks


router.include_router(enactment.router, dependencies=[Depends(_these)])
