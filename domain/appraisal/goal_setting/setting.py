"""How far the setting of goals has come: the fold of its events, and the duties each of them discharges."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from domain.appraisal.goal_setting import events as g
from domain.directory import Role
from domain.event import Event
from domain.exact import Exact
from domain.replacing import replace

PROPOSE: Final = "set-goals"
AUDIT: Final = "audit-goals"
COMMENTS: Final = "close-goal-comments"
FIX: Final = "fix-goals"
PUBLISH: Final = "publish-goals"
NEGOTIATE: Final[Mapping[Role, str]] = MappingProxyType(
    {Role.HEAD: "negotiate-goals", Role.OFFICE: "negotiate-goals-by-office"}
)
"""The duty of each side that negotiates, the office after the unit; a dispute hands the turn to the other side."""


@dataclass(frozen=True)
class Dispute:
    """A goal that one side wants otherwise, and the version of the event that says so."""

    side: Role
    by: str
    target: Exact | None
    raised_at: int


@dataclass(frozen=True)
class Setting:
    """What has become of the goals proposed; `fixed` are the indicators whose goals are in force."""

    comments_until: datetime | None = None
    comments: int = 0
    disputes: Mapping[str, Dispute] = field(default_factory=lambda: MappingProxyType({}))
    fixed: frozenset[str] = frozenset()
    publication: str | None = None


def fix_key(goal_class: str | None) -> str:
    """The duty to fix the goals of a class, or those of none."""
    return FIX if goal_class is None else f"{FIX}.{goal_class}"


def set_goals_on(known: Setting, happened: Event, version: int) -> Setting:
    """Applies an event of the setting of goals, which has that version."""
    return _APPLY[type(happened)](known, happened, version)


def _audited(known: Setting, happened: g.GoalsAudited, _version: int) -> Setting:
    return replace(known, comments_until=happened.comments_until, comments=0)


def _commented(known: Setting, _happened: g.GoalsCommented, _version: int) -> Setting:
    return replace(known, comments=known.comments + 1)


def _same(known: Setting, _happened: Event, _version: int) -> Setting:
    return known


def _disputed(known: Setting, happened: g.GoalDisputed, version: int) -> Setting:
    dispute = Dispute(happened.side, happened.by, happened.target, version)
    return replace(known, disputes=MappingProxyType({**known.disputes, happened.indicator: dispute}))


def _over(known: Setting, happened: g.DisputeSettled | g.DisputeDropped, _version: int) -> Setting:
    left = {indicator: one for indicator, one in known.disputes.items() if indicator != happened.indicator}
    return replace(known, disputes=MappingProxyType(left))


def _fixed(known: Setting, happened: g.GoalsFixed, _version: int) -> Setting:
    return replace(known, fixed=known.fixed | set(happened.indicators))


def _published(known: Setting, happened: g.GoalsPublished, _version: int) -> Setting:
    return replace(known, publication=happened.publication)


_APPLY: Mapping[type[Event], Callable[[Setting, Any, int], Setting]] = {
    g.GoalsAudited: _audited,
    g.GoalsCommented: _commented,
    g.GoalCommentsClosed: _same,
    g.GoalDisputed: _disputed,
    g.DisputeSettled: _over,
    g.DisputeDropped: _over,
    g.GoalsAgreed: _same,
    g.GoalsFixed: _fixed,
    g.GoalsPublished: _published,
}

EVENTS: Final = tuple(_APPLY)
"""The events of the setting of goals, besides the proposal and its return."""


def discharged(happened: Event) -> tuple[str, ...]:
    """The keys of the duties that an event of the setting of goals discharges."""
    match happened:
        case g.GoalsAudited():
            return (AUDIT,)
        case g.GoalCommentsClosed():
            return (COMMENTS,)
        case g.GoalsAgreed(side=side) | g.GoalDisputed(side=Role.HEAD as side):
            return (NEGOTIATE[side],)
        case g.GoalsFixed(goal_class=goal_class):
            return (fix_key(goal_class),)
        case g.GoalsPublished():
            return (PUBLISH,)
        case _:
            return ()


def reopened(happened: Event) -> tuple[str, ...]:
    """The keys of the duties that an event of the setting of goals asks for again: the turn of the unit."""
    match happened:
        case g.GoalDisputed(side=Role.OFFICE):
            return (NEGOTIATE[Role.HEAD],)
        case _:
            return ()
