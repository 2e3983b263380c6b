"""Directories."""

from fastapi import APIRouter, Response

from api.http.reading import Doors, StrictRoute
from api.http.replies import Written, tag
from api.http.writing import Write
from api.operations.directories import DirectoryShown
from domain.calendar import Instant
from domain.directory import PublishDirectory
from domain.event import Record
from domain.role import Role
from domain.substitutions import StandingIn

router = APIRouter(prefix="/directories", tags=["directories"], route_class=StrictRoute)


class Certifying(Record):
    """A certificate to record: for whom, for which role, from when, until when, and by which training."""

    person: str
    role: Role
    begins: Instant
    ends: Instant
    training: str


class Declaring(Record):
    """An interest to declare: of whom, in which unit, and what the person has to do with it."""

    person: str
    unit: str
    ground: str


class EndingInterest(Record):
    """An interest that is over, and why."""

    person: str
    unit: str
    reason: str


class Arranging(Record):
    """Who stands in for whom, in which roles, from when, until when, and why."""

    person: str
    substitute: str
    kind: StandingIn = StandingIn.SUBSTITUTION
    roles: tuple[Role, ...] = ()
    begins: Instant
    ends: Instant
    reason: str


class Ending(Record):
    """Why a substitution ends before its time."""

    reason: str


@router.post("", status_code=201)
async def publish_directory(document: PublishDirectory, doors: Doors, write: Write) -> Written:
    """Adds units and people, and moves those who are known already."""
    done = await doors.directories.publish(document, write.actor, write.command)
    return write.written(done, location=f"/api/v1/directories/{document.authority}")


@router.post("/{authority}/certificates")
async def certify(authority: str, wish: Certifying, doors: Doors, write: Write) -> Written:
    """Certifies a person for a role after a training; a later training renews what lapses."""
    done = await doors.directories.certify(authority, wish.model_dump(mode="json"), write.actor, write.command)
    return write.written(done)


@router.post("/{authority}/substitutions")
async def arrange_substitution(authority: str, wish: Arranging, doors: Doors, write: Write) -> Written:
    """Lets somebody stand in for a person for a time; without roles, in all of the person's post."""
    done = await doors.directories.substitute(authority, wish.model_dump(mode="json"), write.actor, write.command)
    return write.written(done)


@router.post("/{authority}/substitutions/{number}/end")
async def end_substitution(authority: str, number: int, wish: Ending, doors: Doors, write: Write) -> Written:
    """Ends a substitution or delegation before its time."""
    fields = {"number": number, "reason": wish.reason}
    return write.written(await doors.directories.end_substitution(authority, fields, write.actor, write.command))


@router.post("/{authority}/interests")
async def declare_interest(authority: str, wish: Declaring, doors: Doors, write: Write) -> Written:
    """Declares that a person has an interest in a unit, and so does not judge it."""
    done = await doors.directories.declare_interest(authority, wish.model_dump(mode="json"), write.actor, write.command)
    return write.written(done)


@router.post("/{authority}/interests/end")
async def end_interest(authority: str, wish: EndingInterest, doors: Doors, write: Write) -> Written:
    """States that an interest is over; the performance office does so."""
    done = await doors.directories.end_interest(authority, wish.model_dump(mode="json"), write.actor, write.command)
    return write.written(done)


@router.get("/{authority}")
async def show_directory(authority: str, doors: Doors, response: Response) -> DirectoryShown:
    """Shows units and posts, certificates, and who stands in for whom; names stay sealed."""
    shown = await doors.directories.show(authority)
    tag(response, shown.version)
    return shown
