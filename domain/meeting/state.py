"""Where a meeting stands: the fold of its events, as far as a decision needs it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from domain.event import Event
from domain.interests import Ground
from domain.meeting import events as e
from domain.regulation import MeetingKind


@dataclass(frozen=True, slots=True)
class Motion:
    """A motion with the votes cast on it, by member; `carried` says how it was decided, nothing while it is open."""

    number: int
    item: str
    after: str | None
    votes: Mapping[str, e.Vote] = field(default_factory=lambda: MappingProxyType({}))
    carried: bool | None = None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What came of an item: the motion carried on it, and the grade before and recommended."""

    motion: int | None
    before: str | None
    after: str | None


def _nothing() -> Mapping[Any, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Meeting:
    """The whole state; items and motions in the order in which they came."""

    id: str = ""
    authority: str = ""
    cycle: str = ""
    rule: str = ""
    kind: MeetingKind = MeetingKind.JOINT
    at: datetime | None = None
    reminders: tuple[datetime, ...] = ()
    lapses: datetime | None = None
    agenda: tuple[str, ...] = ()
    papers: tuple[e.Paper, ...] = ()
    seats: Mapping[str, str | None] = field(default_factory=_nothing)
    announced: str | None = None
    reminded: int = 0
    present: tuple[str, ...] = ()
    laid: Mapping[str, e.LaidResult] = field(default_factory=_nothing)
    recused: Mapping[str, Mapping[str, Ground]] = field(default_factory=_nothing)
    motions: Mapping[int, Motion] = field(default_factory=_nothing)
    concluded: Mapping[str, Conclusion] = field(default_factory=_nothing)
    minutes: e.Paper | None = None
    opened: bool = False
    lapsed: bool = False
    reported: bool = False

    @property
    def convened(self) -> bool:
        """Whether the stream has its first event."""
        return bool(self.id)

    @property
    def closed(self) -> bool:
        """Whether the meeting is over and has its minutes."""
        return self.minutes is not None

    @property
    def before_it(self) -> tuple[str, ...]:
        """The items it can deliberate on: those with a result laid before it, or whatever it hears."""
        if self.kind is MeetingKind.JOINT:
            return tuple(item for item in self.agenda if item in self.laid)
        return self.agenda

    @property
    def unconcluded(self) -> tuple[str, ...]:
        return tuple(item for item in self.before_it if item not in self.concluded) if self.opened else ()

    @property
    def open_motion(self) -> Motion | None:
        """The motion that is being voted on; there is never more than one."""
        return next((motion for motion in self.motions.values() if motion.carried is None), None)

    def entitled(self, item: str) -> tuple[str, ...]:
        """The members who may decide on an item, present or not."""
        return tuple(person for person in self.seats if person not in self.recused.get(item, ()))

    def voting(self, item: str) -> tuple[str, ...]:
        """The members who may decide on an item and are present."""
        return tuple(person for person in self.entitled(item) if person in self.present)


def initial() -> Meeting:
    return Meeting()


def evolve(state: Meeting, happened: Event) -> Meeting:
    apply = _APPLY.get(type(happened))
    return apply(state, happened) if apply else state


def _convened(_state: Meeting, happened: e.MeetingConvened) -> Meeting:
    return Meeting(
        id=happened.meeting,
        authority=happened.authority,
        cycle=happened.cycle,
        rule=happened.rule,
        kind=happened.kind,
        at=happened.at,
        reminders=happened.reminders,
        lapses=happened.lapses,
        agenda=happened.agenda,
        papers=happened.papers,
        seats=MappingProxyType({seat.person: seat.of for seat in happened.seats}),
        announced=happened.announced,
    )


def _reminded(state: Meeting, happened: e.MembersReminded) -> Meeting:
    return replace(state, reminded=happened.ordinal)


def _lapsed(state: Meeting, _happened: e.MeetingLapsed) -> Meeting:
    return replace(state, lapsed=True)


def _opened(state: Meeting, happened: e.MeetingOpened) -> Meeting:
    laid = MappingProxyType({one.appraisee: one for one in happened.laid})
    return replace(state, opened=True, present=happened.present, laid=laid)


def _recused(state: Meeting, happened: e.MemberRecused) -> Meeting:
    of_item = {**state.recused.get(happened.item, {}), happened.person: happened.ground}
    return replace(state, recused=MappingProxyType({**state.recused, happened.item: MappingProxyType(of_item)}))


def _with_motion(state: Meeting, motion: Motion) -> Meeting:
    return replace(state, motions=MappingProxyType({**state.motions, motion.number: motion}))


def _moved(state: Meeting, happened: e.MotionMoved) -> Meeting:
    return _with_motion(state, Motion(happened.motion, happened.item, happened.after))


def _voted(state: Meeting, happened: e.VoteCast) -> Meeting:
    motion = state.motions[happened.motion]
    votes = MappingProxyType({**motion.votes, happened.by: happened.vote})
    return _with_motion(state, replace(motion, votes=votes))


def _decided(state: Meeting, happened: e.MotionDecided) -> Meeting:
    return _with_motion(state, replace(state.motions[happened.motion], carried=happened.carried))


def _concluded(state: Meeting, happened: e.ItemConcluded) -> Meeting:
    conclusion = Conclusion(happened.motion, happened.before, happened.after)
    return replace(state, concluded=MappingProxyType({**state.concluded, happened.item: conclusion}))


def _closed(state: Meeting, happened: e.MeetingClosed) -> Meeting:
    return replace(state, minutes=happened.minutes)


def _reported(state: Meeting, _happened: e.MeetingReported) -> Meeting:
    return replace(state, reported=True)


_APPLY: Mapping[type[Event], Callable[[Meeting, Any], Meeting]] = {
    e.MeetingConvened: _convened,
    e.MembersReminded: _reminded,
    e.MeetingLapsed: _lapsed,
    e.MeetingOpened: _opened,
    e.MemberRecused: _recused,
    e.MotionMoved: _moved,
    e.VoteCast: _voted,
    e.MotionDecided: _decided,
    e.ItemConcluded: _concluded,
    e.MeetingClosed: _closed,
    e.MeetingReported: _reported,
}
