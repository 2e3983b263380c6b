"""Where a case stands: the fold of its events, as far as a decision needs it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from domain.case import events as e
from domain.case.content import Content, Measure, Measures
from domain.event import Event
from domain.regulation import CaseKind
from domain.replacing import replace

Brought = TypeVar("Brought", bound=Content)


@dataclass(frozen=True)
class Done:
    """What one person did in a turn, and the version of the event that says so."""

    by: str
    outcome: str | None
    content: Content | None
    cites: int


@dataclass(frozen=True)
class Turn:
    """One opening of an act; `fired` counts the moments of its clock that came."""

    opened: e.ActOpened
    fired: int = 0
    fell_due: bool = False
    done: tuple[Done, ...] = ()
    over: bool = False

    @property
    def act(self) -> str:
        return self.opened.act


@dataclass(frozen=True)
class Case:
    """The whole state; `turns` are in the order in which acts were opened, and the last one is current."""

    version: int = 0
    id: str = ""
    kind: CaseKind | None = None
    procedure: str = ""
    authority: str = ""
    cycle: str = ""
    appraisee: str | None = None
    rulebook: str = ""
    rulebook_hash: str = ""
    scheme: str | None = None
    scheme_hash: str | None = None
    against: str | None = None
    opened_by: str = ""
    turns: tuple[Turn, ...] = ()
    chosen: tuple[str, str] | None = None
    """The act in which an outcome was last chosen, and that outcome."""
    granted: bool = False
    outcome: str | None = None
    decided_at: datetime | None = None
    withdrawn: bool = False
    closed: bool = False

    @property
    def opened(self) -> bool:
        """Whether the stream has its first event."""
        return self.version > 0

    @property
    def settled(self) -> bool:
        """Whether no act is left to be done."""
        return self.decided_at is not None or self.withdrawn

    @property
    def current(self) -> Turn | None:
        """The act that is open now, if any; there is never more than one."""
        return self.turns[-1] if self.turns and not self.turns[-1].over and not self.settled else None

    @property
    def unfinished(self) -> tuple[Measure, ...]:
        """The measures written down last; none once an act after them, done by people, has ended the case."""
        last = self.turns[-1].done[-1:] if self.turns else ()
        checked = self.decided_at is not None and any(not isinstance(one.content, Measures) for one in last)
        brought = () if self.withdrawn or checked else self.contents(Measures)[-1:]
        return tuple(measure for content in brought for measure in content.measures)

    def contents(self, kind: type[Brought]) -> tuple[Brought, ...]:
        """What acts brought of one kind, in the order in which they were done; of an act done again the last counts."""
        last = {turn.act: turn for turn in self.turns if turn.done}
        brought = (done.content for turn in last.values() for done in turn.done)
        return tuple(content for content in brought if isinstance(content, kind))


def initial() -> Case:
    return Case()


def evolve(state: Case, happened: Event) -> Case:
    """Applies one event; the version counts every event."""
    state = replace(state, version=state.version + 1)
    apply = _APPLY.get(type(happened))
    return apply(state, happened) if apply else state


def _opened(state: Case, happened: e.CaseOpened) -> Case:
    return replace(
        state,
        id=happened.case,
        kind=happened.kind,
        procedure=happened.procedure,
        authority=happened.authority,
        cycle=happened.cycle,
        appraisee=happened.appraisee,
        rulebook=happened.rulebook,
        rulebook_hash=happened.rulebook_hash,
        scheme=happened.scheme,
        scheme_hash=happened.scheme_hash,
        against=happened.against,
        opened_by=happened.by,
    )


def _act_opened(state: Case, happened: e.ActOpened) -> Case:
    return replace(state, turns=(*_over(state), Turn(happened)))


def _over(state: Case) -> tuple[Turn, ...]:
    """The turns so far, none of them current any more."""
    return (*state.turns[:-1], replace(state.turns[-1], over=True)) if state.turns else ()


def _current(state: Case, **changes: Any) -> Case:  # noqa: ANN401 - fields of a turn
    return replace(state, turns=(*state.turns[:-1], replace(state.turns[-1], **changes)))


def _fired(state: Case, _happened: e.ActReminded | e.ActEscalated) -> Case:
    return _current(state, fired=state.turns[-1].fired + 1)


def _fell_due(state: Case, _happened: e.ActFellDue) -> Case:
    return _current(state, fired=state.turns[-1].fired + 1, fell_due=True)


def _lapsed(state: Case, happened: e.ActLapsed) -> Case:
    return _current(_chose(state, happened), over=True)


def _done(state: Case, happened: e.ActDone) -> Case:
    done = Done(happened.by, happened.outcome, happened.content, state.version)
    return _current(_chose(state, happened), done=(*state.turns[-1].done, done))


def _chose(state: Case, happened: e.ActDone | e.ActLapsed) -> Case:
    return state if happened.outcome is None else replace(state, chosen=(happened.act, happened.outcome))


def _decided(state: Case, happened: e.CaseDecided) -> Case:
    return replace(
        state, turns=_over(state), outcome=happened.outcome, granted=happened.granted, decided_at=happened.at
    )


def _withdrawn(state: Case, _happened: e.RequestWithdrawn) -> Case:
    return replace(state, turns=_over(state), withdrawn=True)


def _closed(state: Case, _happened: e.CaseClosed) -> Case:
    return replace(state, closed=True)


_APPLY: Mapping[type[Event], Callable[[Case, Any], Case]] = {
    e.CaseOpened: _opened,
    e.ActOpened: _act_opened,
    e.ActReminded: _fired,
    e.ActFellDue: _fell_due,
    e.ActEscalated: _fired,
    e.ActLapsed: _lapsed,
    e.ActDone: _done,
    e.CaseDecided: _decided,
    e.RequestWithdrawn: _withdrawn,
    e.CaseClosed: _closed,
}
