"""What a rulebook document is made of. Shapes only: whether its rules hold together is for `check` to say."""

import hashlib
import json
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field

from domain.calendar import WorkingCalendar
from domain.event import Record
from domain.exact import Exact, Rounding
from domain.refusal import Refused
from domain.schedule import StepRule
from domain.streams import slug


def _slug(given: str) -> str:
    try:
        return slug(given, "identifier")
    except Refused as refused:
        raise ValueError(f"{given!r} {refused.problem}: {refused.mend}") from refused


Slug = Annotated[str, AfterValidator(_slug)]
"""At most 80 lower-case letters, digits and inner hyphens."""

HUNDRED = Decimal(100)
"""The best score of any rule, group, evaluator and total."""


class Direction(StrEnum):
    """Which way a value is better."""

    UP = "up"
    DOWN = "down"


class Missing(StrEnum):
    """What becomes of a part without facts: its weight goes to the others in proportion, or it counts as 0."""

    LEFT_OUT = "left_out"
    ZERO = "zero"


class RatioToTarget(Record):
    """Value in proportion to target: up value / target x 100, down target / value x 100, from 0 to `maximum`.

    Where a ratio says nothing (a target that is not above 0 or, downwards, a value that is not), meeting the target
    gives `maximum` and missing it 0.
    """

    shape: Literal["ratio_to_target"]
    maximum: Exact = HUNDRED


class Verdicts(Record):
    """The words a rulebook has for a target met and one not met; results carry them exactly so."""

    met: str = "met"
    not_met: str = "not met"


class MetOrNot(Record):
    """All or nothing: upwards the value must reach the target, downwards it must not exceed it."""

    shape: Literal["met_or_not"]
    met: Exact = HUNDRED
    not_met: Exact = Decimal(0)
    verdicts: Verdicts = Verdicts()


class Judged(Record):
    """Points from 0 to `maximum`, given by the head of the lead department; the score is points / maximum x 100."""

    shape: Literal["judged"]
    maximum: Exact = HUNDRED


class Indicator(Record):
    """A node of the indicator system: a group, which has children, or a leaf, which has a rule and is scored.

    Weights are relative to siblings. `applies_to` names the appraisees it is for; all, when it says nothing.
    """

    id: Slug
    name: str
    weight: Exact
    applies_to: tuple[Slug, ...] | None = None
    children: tuple["Indicator", ...] = ()
    unit: str | None = None
    direction: Direction | None = None
    target: Exact | None = None
    lead: Slug | None = None
    rule: Annotated[RatioToTarget | MetOrNot | Judged, Field(discriminator="shape")] | None = None

    @property
    def judged(self) -> bool:
        """Whether people give it points, rather than a rule comparing a reported value."""
        return isinstance(self.rule, Judged)

    def applies(self, appraisee: str) -> bool:
        """Whether this node, taken by itself, is for the appraisee."""
        return self.applies_to is None or appraisee in self.applies_to


class EvaluatorKind(StrEnum):
    """Who scores: the lead departments through the indicator system, leaders, or the appraisee's own staff."""

    LEAD_DEPARTMENTS = "lead_departments"
    LEADERS = "leaders"
    INTERNAL_BALLOT = "internal_ballot"


ANONYMOUS_FROM = 3
"""Ballots below which a mean would say who voted how."""


def _default_minimum(known: dict[str, Any]) -> int:
    return ANONYMOUS_FROM if known.get("kind") is EvaluatorKind.INTERNAL_BALLOT else 1


class Evaluator(Record):
    """One part of the total; with fewer scores than `minimum` (indicators, ratings or ballots) it is missing."""

    kind: EvaluatorKind
    weight: Exact
    minimum: int = Field(default_factory=_default_minimum)


class GradeBand(Record):
    """A grade (等次) and the lowest total that earns it."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    grade: str
    lowest: Exact = Field(alias="from")


class Verification(Record):
    """The share of each appraisee's reported values that a verifier looks into, above 0 and up to 1."""

    share: Exact


class Rulebook(Record):
    """Standing regulation: what is appraised, by whom, by which rules and clocks, on which legal basis."""

    model_config = ConfigDict(serialize_by_alias=True)

    id: Slug
    title: str
    authority: Slug
    legal_basis: tuple[str, ...] = ()
    calendar: WorkingCalendar
    indicators: tuple[Indicator, ...]
    evaluators: tuple[Evaluator, ...]
    grades: tuple[GradeBand, ...] = ()
    steps: tuple[StepRule, ...]
    verification: Verification
    rounding: Rounding
    missing: Missing


def content_hash(rulebook: Rulebook) -> str:
    """Names a rulebook by its content: "sha256:" and the digest of its canonical JSON (RFC 8785).

    Numbers are text and every key is ASCII, which is why the standard library's sorted output is the canonical one.
    """
    document = rulebook.model_dump(mode="json", by_alias=True, exclude_none=True)
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"
