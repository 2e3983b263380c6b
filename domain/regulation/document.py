"""What a rulebook document is made of. Shapes only: whether its rules hold together is for `check` to say."""

import hashlib
import json
from typing import Any

from pydantic import ConfigDict, Field

from domain.calendar import WorkingCalendar
from domain.decision import Decision
from domain.event import Record
from domain.exact import Exact, Rounding
from domain.regulation.goals import Assignment, Goal
from domain.regulation.identifiers import HUNDRED, Slug
from domain.regulation.indicator import Combine, Indicator, Missing
from domain.regulation.links import Containment, DerivedTarget, Intake
from domain.regulation.meetings import MeetingRule
from domain.regulation.procedures import Assessment, Competence, CycleKind, Procedure, PublicNotice, Remedy
from domain.regulation.provisions import (
    Adjustment,
    Attribute,
    Clock,
    CriticalElements,
    Evaluator,
    ExternalCauses,
    GradeBand,
    IndicatorType,
    LateJoiners,
    LegalBasis,
    Panel,
    PeerGroup,
    Quota,
    RoleRule,
    Ungraded,
    Verification,
    Veto,
)
from domain.regulation.submissions import GoalSetting, Reporting, Signing
from domain.regulation.uses import Consequence, LeaderRule, Liability, UseOfResult
from domain.role import Role
from domain.schedule import StepRule


class Levels(Record):
    """How many levels the indicator tree of a scheme may have."""

    least: int = 2
    most: int = 5


class Prohibition(Record):
    """What may not be assessed (考核禁项): in words, and by `sources` that no indicator may take its value from."""

    id: Slug
    name: str
    sources: tuple[str, ...] = ()
    basis: Slug | None = None


class SchemeRules(Record):
    """What a rulebook leaves to the scheme of each cycle; without these, it is complete by itself.

    `public_share` is the least weight of the public's evaluation in the total. With `all_types`, the indicators of a
    scheme take in every type that the rulebook has. With `sourced`, each indicator that is scored states its `source`,
    so that it can be verified; none goes against the `prohibitions`.
    """

    levels: Levels = Levels()
    public_share: Exact | None = None
    all_types: bool = False
    sourced: bool = False
    prohibitions: tuple[Prohibition, ...] = ()


class AppraiseeEntry(Record):
    """What a document says of one appraisee: its attributes, as text, and its peer group where no condition says it."""

    id: Slug
    name: str | None = None
    peer_group: Slug | None = None
    attributes: dict[str, str] = Field(default_factory=dict)


class Rulebook(Record):
    """Standing regulation: what is appraised, by whom, by which rules and clocks, on which legal basis.

    `kind` is that of the cycles it is for. A decision of a kind in `numbered` names the document it is made by,
    and whoever acts in a role that is `certified` has a certificate for it.
    `late_joiners` says which steps an appraisee goes through that joins a running cycle.
    `full_marks` are those of the total. `rounding` rounds the total, and `leaf_rounding` every leaf that states no
    rounding of its own.
    """

    model_config = ConfigDict(serialize_by_alias=True)

    id: Slug
    title: str
    authority: Slug
    kind: CycleKind = CycleKind.ANNUAL
    purpose: str = ""
    example: bool = False
    legal_basis: tuple[LegalBasis, ...] = ()
    roles: tuple[RoleRule, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    meetings: tuple[MeetingRule, ...] = ()
    contains: tuple[Containment, ...] = ()
    intakes: tuple[Intake, ...] = ()
    derives: tuple[DerivedTarget, ...] = ()
    calendar: WorkingCalendar
    attributes: tuple[Attribute, ...] = ()
    appraisees: tuple[AppraiseeEntry, ...] = ()
    peer_groups: tuple[PeerGroup, ...] = ()
    goals: tuple[Goal, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    scheme: SchemeRules | None = None
    combine: Combine = Combine.WEIGHTED_MEAN
    indicators: tuple[Indicator, ...] = ()
    panels: tuple[Panel, ...] = ()
    types: tuple[IndicatorType, ...] = ()
    evaluators: tuple[Evaluator, ...]
    adjustments: tuple[Adjustment, ...] = ()
    full_marks: Exact = HUNDRED
    grades: tuple[GradeBand, ...] = ()
    critical: CriticalElements | None = None
    vetoes: tuple[Veto, ...] = ()
    ungraded: tuple[Ungraded, ...] = ()
    quotas: tuple[Quota, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    uses: tuple[UseOfResult, ...] = ()
    liabilities: tuple[Liability, ...] = ()
    leaders: tuple[LeaderRule, ...] = ()
    clocks: tuple[Clock, ...] = ()
    competences: tuple[Competence, ...] = ()
    numbered: tuple[Decision, ...] = ()
    certified: tuple[Role, ...] = ()
    late_joiners: LateJoiners = LateJoiners.ALL_STEPS
    remedies: tuple[Remedy, ...] = ()
    public_notice: PublicNotice | None = None
    external_causes: ExternalCauses | None = None
    goal_setting: GoalSetting | None = None
    signing: Signing | None = None
    reporting: Reporting | None = None
    steps: tuple[StepRule, ...]
    verification: Verification
    rounding: Rounding
    leaf_rounding: Rounding | None = None
    missing: Missing


def written(document: Record) -> dict[str, Any]:
    """The document as it is stored and hashed: what it says besides the defaults, numbers as text.

    A default of a document is therefore frozen like an event's field: another would change what old documents mean.
    """
    return document.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)


def content_hash(document: Record) -> str:
    """Names a rulebook or scheme by its content: "sha256:" and the digest of its canonical JSON (RFC 8785).

    Numbers are text and every key is ASCII, which is why the standard library's sorted output is the canonical one.
    """
    canonical = json.dumps(written(document), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"
