"""Meetings: convened, held, and how they stand."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from api.mistakes import fitting
from api.operations.known import regulation_of, require_cycle, require_meeting
from api.operations.store import Done, Store, person
from domain.command import Command
from domain.event import Record
from domain.exact import Exact
from domain.interests import Ground
from domain.meeting.convening import ConveneMeeting
from domain.meeting.deliberation import quotas
from domain.meeting.events import Paper, Vote
from domain.meeting.state import Meeting, Motion
from domain.scoring import QuotaKept
from domain.streams import meeting_stream
from store.views.definitions.tables import meeting as meetings

Wish = TypeVar("Wish", bound=Command)


class MeetingLine(Record):
    """A meeting in a list; `stands` is convened, open, closed or lapsed."""

    meeting: str
    authority: str
    cycle: str
    rule: str
    kind: str
    at: datetime
    items: int
    concluded: int
    minutes: str | None
    stands: str
    version: int


class ItemShown(Record):
    """An item of the agenda: the grade before, and the one recommended once it is concluded; who is recused, and why.

    `entitled` counts who may decide on it, `voting` those of them who are present.
    """

    item: str
    total: Exact | None
    before: str | None
    after: str | None
    concluded: bool
    entitled: int
    voting: int
    recused: dict[str, Ground]


class MotionShown(Record):
    """A motion with its votes by name; `carried` is nothing while it is open."""

    motion: int
    item: str
    after: str | None
    votes: dict[str, Vote]
    carried: bool | None


class MeetingShown(Record):
    """A meeting with everything that is decided on in it; `quotas` are as they would come out by now."""

    meeting: str
    authority: str
    cycle: str
    rule: str
    kind: str
    at: datetime | None
    lapses: datetime | None
    stands: str
    papers: tuple[Paper, ...]
    members: dict[str, str | None]
    announced: str | None
    present: tuple[str, ...]
    agenda: tuple[ItemShown, ...]
    motions: tuple[MotionShown, ...]
    quotas: tuple[QuotaKept, ...]
    minutes: Paper | None
    reported: bool
    version: int


class Meetings:
    """Convenes, holds and shows meetings."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def convene(self, fields: Mapping[str, Any] | ConveneMeeting, actor: str | None, command_id: UUID) -> Done:
        """Gives the members of a meeting notice."""
        name = "" if isinstance(fields, ConveneMeeting) else fields.get("meeting", "")
        wish = fitting(ConveneMeeting, fields, f"meeting {name}".strip())
        return await self._store.write(command_id, person(actor), meeting_stream(wish.meeting), wish)

    async def act(  # noqa: PLR0913, PLR0917 - what makes an act, in the order of a write
        self,
        meeting: str,
        wish: type[Wish],
        fields: Mapping[str, Any] | Wish,
        actor: str | None,
        command_id: UUID,
        expected_version: int | None = None,
    ) -> Done:
        """Does something in a meeting: opens it, recuses, moves, votes, concludes or closes."""
        acting = person(actor)
        await require_meeting(self._store, meeting)
        given = fitting(wish, fields, f"meeting {meeting}")
        stream = meeting_stream(meeting)
        return await self._store.write(command_id, acting, stream, given, expected_version=expected_version)

    async def listed(self, cycle: str | None = None) -> tuple[MeetingLine, ...]:
        """All meetings, or those of a cycle, the latest first."""
        wanted = select(meetings).order_by(meetings.c.at.desc(), meetings.c.meeting)
        if cycle is not None:
            await require_cycle(self._store, cycle)
            wanted = wanted.where(meetings.c.cycle == cycle)
        async with self._store.reading() as connection:
            rows = (await connection.execute(wanted)).mappings().all()
        return tuple(MeetingLine.model_validate(dict(row)) for row in rows)

    async def show(self, meeting: str) -> MeetingShown:
        """A meeting as the log has it."""
        version, state = await require_meeting(self._store, meeting)
        cycle = await require_cycle(self._store, state.cycle)
        rulebook = await regulation_of(self._store, state.cycle)
        return MeetingShown(
            meeting=state.id,
            authority=state.authority,
            cycle=state.cycle,
            rule=state.rule,
            kind=state.kind.value,
            at=state.at,
            lapses=state.lapses,
            stands=_stands(state),
            papers=state.papers,
            members=dict(state.seats),
            announced=state.announced,
            present=state.present,
            agenda=tuple(_item(item, state) for item in state.agenda),
            motions=tuple(map(_motion, state.motions.values())),
            quotas=quotas(state, rulebook, cycle.approved_quotas) if state.laid else (),
            minutes=state.minutes,
            reported=state.reported,
            version=version,
        )


def _stands(state: Meeting) -> str:
    if state.lapsed:
        return "lapsed"
    return "closed" if state.closed else "open" if state.opened else "convened"


def _item(item: str, state: Meeting) -> ItemShown:
    laid, concluded = state.laid.get(item), state.concluded.get(item)
    return ItemShown(
        item=item,
        total=laid.total if laid else None,
        before=laid.grade if laid else None,
        after=concluded.after if concluded else None,
        concluded=concluded is not None,
        entitled=len(state.entitled(item)),
        voting=len(state.voting(item)),
        recused=dict(state.recused.get(item, {})),
    )


def _motion(motion: Motion) -> MotionShown:
    return MotionShown(
        motion=motion.number, item=motion.item, after=motion.after, votes=dict(motion.votes), carried=motion.carried
    )
