"""Where a cycle stands: the fold of its events, as far as a decision needs it."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from domain.cycle import events as e
from domain.event import Event
from domain.regulation.procedures import CycleKind
from domain.schedule import Period, StepName, StepTimes
from domain.scoring import Follows, Standings
from domain.scoring.columns import Comparison


@dataclass(frozen=True, slots=True)
class Cycle:
    """Where a cycle stands; `schedule` is in force, extensions and pauses included."""

    id: str = ""
    title: str = ""
    authority: str = ""
    rulebook: str = ""
    rulebook_hash: str = ""
    scheme: str | None = None
    scheme_hash: str | None = None
    period: Period | None = None
    kind: CycleKind = CycleKind.ANNUAL
    within: str | None = None
    after: str | None = None
    """The cycle that this one follows."""
    matter: str | None = None
    inner: Mapping[str, e.CycleJoined] = field(default_factory=lambda: MappingProxyType({}))
    appraisees: tuple[str, ...] = ()
    schedule: Mapping[StepName, StepTimes] = field(default_factory=lambda: MappingProxyType({}))
    checked: bool = False
    compares: bool = False
    opened: bool = False
    passed: frozenset[StepName] = frozenset()
    sample: Mapping[str, tuple[str, ...]] | None = None
    comparison: Comparison | None = None
    approved_quotas: tuple[int, ...] = ()
    rankings: int = 0
    standings: Standings | None = None
    ranked: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """The results that the last ranking took in: versions of the events that computed them, by appraisee."""
    follows: Mapping[str, tuple[Follows, ...]] = field(default_factory=lambda: MappingProxyType({}))
    meetings: Mapping[str, e.RecommendationsRecorded] = field(default_factory=lambda: MappingProxyType({}))
    paused_at: datetime | None = None
    appraisals_closed: bool = False
    closed: bool = False

    @property
    def launched(self) -> bool:
        """Whether the stream has its first event."""
        return bool(self.id)

    @property
    def year(self) -> int | None:
        """The year appraised: the one in which the period ends."""
        return self.period.end.year if self.period else None


def initial() -> Cycle:
    return Cycle()


def evolve(state: Cycle, happened: Event) -> Cycle:
    apply = _APPLY.get(type(happened))
    return apply(state, happened) if apply else state


def _launched(_state: Cycle, happened: e.CycleLaunched) -> Cycle:
    return Cycle(
        id=happened.cycle,
        title=happened.title,
        authority=happened.authority,
        rulebook=happened.rulebook,
        rulebook_hash=happened.rulebook_hash,
        scheme=happened.scheme,
        scheme_hash=happened.scheme_hash,
        period=happened.period,
        appraisees=happened.appraisees,
        schedule=_by_step(happened.schedule),
        kind=happened.kind,
        within=happened.within,
        after=happened.follows,
        matter=happened.matter,
    )


def _joined(state: Cycle, happened: e.CycleJoined) -> Cycle:
    return replace(state, inner=MappingProxyType({**state.inner, happened.cycle: happened}))


def _checked(state: Cycle, happened: e.LaunchChecked) -> Cycle:
    return replace(state, checked=True, compares=happened.compares)


def _opened(state: Cycle, _happened: e.AppraisalsOpened) -> Cycle:
    return replace(state, opened=True)


def _passed(state: Cycle, happened: e.StepPassedByAll) -> Cycle:
    return replace(state, passed=state.passed | {happened.step})


def _drawn(state: Cycle, happened: e.SampleDrawn) -> Cycle:
    return replace(state, sample=_by_appraisee(happened.drawn))


def _tabulated(state: Cycle, happened: e.PeersTabulated) -> Cycle:
    return replace(state, comparison=Comparison(happened.table))


def _quota_approved(state: Cycle, happened: e.QuotaApproved) -> Cycle:
    return replace(state, approved_quotas=tuple(sorted({*state.approved_quotas, happened.quota})))


def _ranked(state: Cycle, happened: e.ResultsRanked) -> Cycle:
    return replace(
        state,
        rankings=happened.number,
        standings=happened.standings,
        follows=happened.follows,
        ranked=MappingProxyType(happened.results),
    )


def _recommended(state: Cycle, happened: e.RecommendationsRecorded) -> Cycle:
    return replace(state, meetings=MappingProxyType({**state.meetings, happened.meeting: happened}))


def _extended(state: Cycle, happened: e.CycleExtended) -> Cycle:
    return replace(state, schedule=_by_step(happened.schedule))


def _paused(state: Cycle, happened: e.CyclePaused) -> Cycle:
    return replace(state, paused_at=happened.at)


def _resumed(state: Cycle, happened: e.CycleResumed) -> Cycle:
    return replace(state, paused_at=None, schedule=_by_step(happened.schedule))


def _appraisals_closed(state: Cycle, _happened: e.AppraisalsClosed) -> Cycle:
    return replace(state, appraisals_closed=True)


def _closed(state: Cycle, _happened: e.CycleClosed) -> Cycle:
    return replace(state, closed=True)


_APPLY: Mapping[type[Event], Callable[[Cycle, Any], Cycle]] = {
    e.CycleLaunched: _launched,
    e.CycleJoined: _joined,
    e.LaunchChecked: _checked,
    e.AppraisalsOpened: _opened,
    e.StepPassedByAll: _passed,
    e.SampleDrawn: _drawn,
    e.PeersTabulated: _tabulated,
    e.QuotaApproved: _quota_approved,
    e.ResultsRanked: _ranked,
    e.RecommendationsRecorded: _recommended,
    e.CycleExtended: _extended,
    e.CyclePaused: _paused,
    e.CycleResumed: _resumed,
    e.AppraisalsClosed: _appraisals_closed,
    e.CycleClosed: _closed,
}


def _by_step(schedule: Sequence[StepTimes]) -> Mapping[StepName, StepTimes]:
    return MappingProxyType({times.step: times for times in schedule})


def _by_appraisee(drawn: Sequence[e.DrawnItem]) -> Mapping[str, tuple[str, ...]]:
    groups = itertools.groupby(sorted(drawn, key=lambda item: (item.appraisee, item.indicator)), lambda i: i.appraisee)
    return MappingProxyType({appraisee: tuple(item.indicator for item in items) for appraisee, items in groups})
