"""Directories."""

from fastapi import APIRouter, Response

from api.http.reading import Actor, CommandId, Doors, StrictRoute
from api.http.replies import Written, tag, written
from api.operations.directories import DirectoryShown
from domain.directory import PublishDirectory

router = APIRouter(prefix="/directories", tags=["directories"], route_class=StrictRoute)


@router.post("", status_code=201)
async def publish_directory(
    document: PublishDirectory, doors: Doors, command: CommandId, response: Response, actor: Actor = None
) -> Written:
    """Adds units and people, and moves those who are known already."""
    done = await doors.directories.publish(document, actor, command)
    return written(response, done, location=f"/api/v1/directories/{document.authority}")


@router.get("/{authority}")
async def show_directory(authority: str, doors: Doors, response: Response) -> DirectoryShown:
    """Shows units and posts; names stay sealed."""
    shown = await doors.directories.show(authority)
    tag(response, shown.version)
    return shown
