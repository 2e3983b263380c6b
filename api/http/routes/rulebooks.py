"""Rulebooks and directories."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Response

from api.http.reading import Actor, CommandId, Doors, StrictRoute
from api.http.replies import Written, tag, written
from api.operations.examining import Checked, check
from api.operations.rulebooks import DirectoryShown, RulebookShown
from domain.directory import PublishDirectory

router = APIRouter(route_class=StrictRoute)
Document = Annotated[dict[str, Any], Body(description="A rulebook document; numbers are strings.")]


@router.post("/rulebooks/check", tags=["rulebooks"])
async def check_rulebook(
    document: Document, doors: Doors, *, with_in_force: Annotated[bool, Query()] = False
) -> Checked:
    """Says everything that is wrong with a rulebook, and examines its indicator system; nothing is recorded.

    With `with_in_force`, compares it with every rulebook in force.
    """
    others = await doors.regulations.in_force() if with_in_force else ()
    return await asyncio.to_thread(check, document, others=others)  # a large one would stop everybody else


@router.post("/rulebooks", tags=["rulebooks"], status_code=201)
async def publish_rulebook(
    document: Document, doors: Doors, command: CommandId, response: Response, actor: Actor = None
) -> Written:
    """Puts a version of a rulebook into force."""
    done = await doors.regulations.publish_rulebook(document, actor, command)
    return written(response, done, location=f"/api/v1/rulebooks/{document['id']}")


@router.get("/rulebooks/{rulebook}", tags=["rulebooks"])
async def show_rulebook(rulebook: str, doors: Doors, response: Response) -> RulebookShown:
    """Shows a rulebook's versions and the document in force."""
    shown = await doors.regulations.show_rulebook(rulebook)
    tag(response, shown.version)
    return shown


@router.post("/directories", tags=["directories"], status_code=201)
async def publish_directory(
    document: PublishDirectory, doors: Doors, command: CommandId, response: Response, actor: Actor = None
) -> Written:
    """Adds units and people, and moves those who are known already."""
    done = await doors.regulations.publish_directory(document, actor, command)
    return written(response, done, location=f"/api/v1/directories/{document.authority}")


@router.get("/directories/{authority}", tags=["directories"])
async def show_directory(authority: str, doors: Doors, response: Response) -> DirectoryShown:
    """Shows units and posts; names stay sealed."""
    shown = await doors.regulations.show_directory(authority)
    tag(response, shown.version)
    return shown
