"""What has been recorded about an appraisee besides its report, as it counts now: the fold of the fact events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeVar

from domain.appraisal import fact_events as f
from domain.appraisal.events import Evidence
from domain.event import Event
from domain.exact import Exact
from domain.replacing import replace
from domain.scoring import Case, Fact, JointPart, Ruling, Score, Scores

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True)
class Claim:
    """An external cause that was claimed, by whom, and how far it has come."""

    by: str
    claimed_at: int
    heard_by: str = ""
    heard_at: int | None = None
    ruling: Ruling | None = None


@dataclass(frozen=True)
class PastValues:
    """Values by year, and the version of the event that says so."""

    by_year: Mapping[int, Exact | None]
    cites: int


@dataclass(frozen=True)
class CrossCheck:
    """What another source says by whose word, and the version of the event that says so."""

    by: str
    value: Exact | None
    cites: int


@dataclass(frozen=True)
class Visit:
    """How many outsiders came along on a visit, and the version of the event that says so."""

    outsiders: int
    cites: int


@dataclass(frozen=True)
class Charge:
    """A charge of false data, and how far it has come; `upheld` is nothing until the committee has ruled."""

    by: str
    charged_at: int
    liability: str
    kind: str | None
    points: Exact | None
    answer_by: datetime
    answered_by: str = ""
    answered_at: int | None = None
    upheld: bool | None = None


@dataclass(frozen=True)
class Recorded:
    """Facts by what they are about; panels by indicator ("" for the appraisee as a whole) and id, cases by provision.

    Cross-checks are known by indicator and source. `closed_at` is the version of the event that closed the record.
    """

    panels: Mapping[tuple[str, str], Scores] = field(default_factory=lambda: MappingProxyType({}))
    cases: Mapping[tuple[str, str], Case] = field(default_factory=lambda: MappingProxyType({}))
    past: Mapping[str, PastValues] = field(default_factory=lambda: MappingProxyType({}))
    adjustments: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
    joint: Mapping[str, JointPart] = field(default_factory=lambda: MappingProxyType({}))
    nominated: Mapping[tuple[str, str], Scores] = field(default_factory=lambda: MappingProxyType({}))
    claims: Mapping[str, Claim] = field(default_factory=lambda: MappingProxyType({}))
    checks: Mapping[tuple[str, str], CrossCheck] = field(default_factory=lambda: MappingProxyType({}))
    visits: Mapping[str, tuple[Visit, ...]] = field(default_factory=lambda: MappingProxyType({}))
    charges: Mapping[str, Charge] = field(default_factory=lambda: MappingProxyType({}))
    closed_at: int | None = None

    @property
    def open_charges(self) -> Mapping[str, Charge]:
        """The charges of false data that nobody has ruled on."""
        return {indicator: charge for indicator, charge in self.charges.items() if charge.upheld is None}


def record(known: Recorded, happened: Event, version: int) -> Recorded:
    """Applies a fact event, which has that version; any other changes nothing."""
    apply = _APPLY.get(type(happened))
    return apply(known, happened, version) if apply else known


def _with(of: Mapping[Key, Value], key: Key, value: Value) -> Mapping[Key, Value]:
    return MappingProxyType({**of, key: value})


def _panel(known: Recorded, happened: f.PanelScoresRecorded, version: int) -> Recorded:
    scores = Scores(given=happened.scores, invited=happened.invited, cites=(version,))
    return replace(known, panels=_with(known.panels, (happened.indicator or "", happened.panel), scores))


def _case(known: Recorded, happened: f.CaseRecorded, version: int) -> Recorded:
    case = Case(
        id=happened.case,
        kind=happened.kind,
        count=happened.count,
        points=happened.points,
        cites=(version,),
        evidence=references(happened.evidence),
    )
    return replace(known, cases=_with(known.cases, (happened.provision, happened.case), case))


def _withdrawn(known: Recorded, happened: f.CaseWithdrawn, _version: int) -> Recorded:
    gone = (happened.provision, happened.case)
    return replace(known, cases=MappingProxyType({key: case for key, case in known.cases.items() if key != gone}))


def _past(known: Recorded, happened: f.PastValuesRecorded, version: int) -> Recorded:
    by_year = MappingProxyType({one.year: one.value for one in happened.values})
    return replace(known, past=_with(known.past, happened.indicator, PastValues(by_year, version)))


def _adjustment(known: Recorded, happened: f.AdjustmentValueRecorded, version: int) -> Recorded:
    fact = Fact(value=happened.value, cites=(version,), evidence=references(happened.evidence))
    return replace(known, adjustments=_with(known.adjustments, happened.adjustment, fact))


def _joint(known: Recorded, happened: f.JointPartAssigned, version: int) -> Recorded:
    part = JointPart(role=happened.role, cooperating=happened.cooperating, cites=(version,))
    return replace(known, joint=_with(known.joint, happened.indicator, part))


def _disputed(known: Recorded, happened: f.JointPartDisputed, _version: int) -> Recorded:
    left = {indicator: part for indicator, part in known.joint.items() if indicator != happened.indicator}
    return replace(known, joint=MappingProxyType(left))


def _nominated(known: Recorded, happened: f.NominationJudged, version: int) -> Recorded:
    """Each nomination is one score of the panel: of several, the panel has their mean."""
    nominated = dict(known.nominated)
    for indicator in happened.indicators:
        before = nominated.get((indicator, happened.panel), Scores(given=()))
        given = (*before.given, Score(value=happened.mean))
        nominated[indicator, happened.panel] = Scores(given=given, cites=(*before.cites, version))
    return replace(known, nominated=MappingProxyType(nominated))


def _claimed(known: Recorded, happened: f.ExternalCauseClaimed, version: int) -> Recorded:
    claim = Claim(by=happened.by, claimed_at=version)
    return replace(known, claims=_with(known.claims, happened.indicator, claim))


def _heard(known: Recorded, happened: f.ExternalCauseHeard, version: int) -> Recorded:
    claim = replace(known.claims[happened.indicator], heard_by=happened.by, heard_at=version)
    return replace(known, claims=_with(known.claims, happened.indicator, claim))


def _ruled(known: Recorded, happened: f.ExternalCauseRuled, version: int) -> Recorded:
    claim = known.claims[happened.indicator]
    ruling = Ruling(
        upheld=happened.upheld,
        effect=happened.effect,
        target=happened.target,
        by=happened.by,
        cites=(claim.claimed_at, *filter(None, (claim.heard_at,)), version),
        evidence=references(happened.evidence),
    )
    return replace(known, claims=_with(known.claims, happened.indicator, replace(claim, ruling=ruling)))


def _checked(known: Recorded, happened: f.CrossCheckRecorded, version: int) -> Recorded:
    check = CrossCheck(happened.by, happened.value, version)
    return replace(known, checks=_with(known.checks, (happened.indicator, happened.source), check))


def _visited(known: Recorded, happened: f.SiteVisitRecorded, version: int) -> Recorded:
    visits = dict(known.visits)
    for indicator in happened.indicators:
        visit = Visit(happened.outsiders.count, version)
        visits[indicator] = (*visits.get(indicator, ()), visit)
    return replace(known, visits=MappingProxyType(visits))


def _charged(known: Recorded, happened: f.FalseReportCharged, version: int) -> Recorded:
    charge = Charge(
        by=happened.by,
        charged_at=version,
        liability=happened.liability,
        kind=happened.kind,
        points=happened.points,
        answer_by=happened.answer_by,
    )
    return replace(known, charges=_with(known.charges, happened.indicator, charge))


def _answered(known: Recorded, happened: f.FalseReportAnswered, version: int) -> Recorded:
    charge = replace(known.charges[happened.indicator], answered_by=happened.by, answered_at=version)
    return replace(known, charges=_with(known.charges, happened.indicator, charge))


def _ruled_on_charge(known: Recorded, happened: f.FalseReportRuled, _version: int) -> Recorded:
    charge = replace(known.charges[happened.indicator], upheld=happened.upheld)
    return replace(known, charges=_with(known.charges, happened.indicator, charge))


def _closed(known: Recorded, _happened: f.RecordClosed, version: int) -> Recorded:
    return replace(known, closed_at=version)


def references(evidence: tuple[Evidence, ...]) -> tuple[str, ...]:
    return tuple(proof.reference for proof in evidence)


_APPLY: Mapping[type[Event], Callable[[Recorded, Any, int], Recorded]] = {
    f.PanelScoresRecorded: _panel,
    f.CaseRecorded: _case,
    f.CaseWithdrawn: _withdrawn,
    f.PastValuesRecorded: _past,
    f.AdjustmentValueRecorded: _adjustment,
    f.JointPartAssigned: _joint,
    f.JointPartDisputed: _disputed,
    f.NominationJudged: _nominated,
    f.ExternalCauseClaimed: _claimed,
    f.ExternalCauseHeard: _heard,
    f.ExternalCauseRuled: _ruled,
    f.CrossCheckRecorded: _checked,
    f.SiteVisitRecorded: _visited,
    f.FalseReportCharged: _charged,
    f.FalseReportAnswered: _answered,
    f.FalseReportRuled: _ruled_on_charge,
    f.RecordClosed: _closed,
}
