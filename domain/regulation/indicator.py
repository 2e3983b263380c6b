"""The indicator system (指标体系): a tree of groups and of leaves that are scored."""

from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from domain.event import Record
from domain.exact import Exact, Rounding
from domain.expression import ExpressionText
from domain.regulation.identifiers import HUNDRED, Slug
from domain.regulation.shapes import Bonus, CountDeduction, Improvement, Judged, MetOrNot, Rated, Rule


class Direction(StrEnum):
    """Which way a value is better."""

    UP = "up"
    DOWN = "down"
    MIDPOINT = "midpoint"


class Missing(StrEnum):
    """What becomes of a part without facts.

    Its weight goes to the others in proportion; or it counts as 0, in so many words; or it has what its peers have in
    the mean or the median; or there is no result until it is there.
    """

    LEFT_OUT = "left_out"
    ZERO = "zero"
    PEER_MEAN = "peer_mean"
    PEER_MEDIAN = "peer_median"
    REFUSE = "refuse"


class Combine(StrEnum):
    """How the scores of a group's children become its own."""

    WEIGHTED_MEAN = "weighted_mean"
    SUM = "sum"


class Among(StrEnum):
    """Whom an indicator's rule compares an appraisee with: those of its peer group, or everybody appraised."""

    PEER_GROUP = "peer_group"
    ALL = "all"


class Element(StrEnum):
    """What an indicator is to the grade: failing a critical one decides it, an additional one is not counted."""

    CRITICAL = "critical"
    NON_CRITICAL = "non_critical"
    ADDITIONAL = "additional"


class Balance(StrEnum):
    """The sides that an indicator system should hold in balance, two by two."""

    QUALITY = "quality"
    QUANTITY = "quantity"
    SOCIETY = "society"
    ECONOMY = "economy"
    LONG_TERM = "long_term"
    SHORT_TERM = "short_term"
    OUTPUT = "output"
    INPUT = "input"
    SCALE = "scale"
    SPEED = "speed"


class Variant(Record):
    """Another weight, full marks or target for the appraisees that a condition on their attributes holds for."""

    when: ExpressionText
    weight: Exact | None = None
    points: Exact | None = None
    target: Exact | None = None


class Effect(StrEnum):
    """What an exemption or a ruling does instead of the rule."""

    LEFT_OUT = "left_out"
    FULL_MARKS = "full_marks"
    PEER_MEAN = "peer_mean"
    PEER_MEDIAN = "peer_median"
    OTHER_TARGET = "other_target"


class Exemption(Record):
    """A condition under which the rule does not bite; it may ask for the value, the target, peers and attributes."""

    when: ExpressionText
    effect: Effect
    basis: Slug | None = None


class Joint(Record):
    """How the points of a joint task are split: the share of the lead unit, and that of the co-operating ones.

    Each co-operating unit has the whole share, or they have it `divided` among them in equal parts. Where parts are
    `confirmed`, a co-operating unit confirms its own, or disputes it, before it stands.
    """

    lead: Exact
    cooperating: Exact
    divided: bool = False
    confirmed: bool = False


class Indicator(Record):
    """A node of the indicator system: a group, which has children, or a leaf, which has a rule and is scored.

    In a group that takes the weighted mean, weights are relative to siblings and every score counts as a percentage of
    its full marks; in one that sums, points are added. `points` are a node's full marks: 100 where nothing is said, and
    what its children add up to for a sum. `applies_to` names the appraisees it is for, `applies_when` says it by their
    attributes; all, when neither says anything. `targets` are those of single appraisees, before any variant's. What
    the rule compares is taken `among` the peer group, unless it says all.

    Indicators of linked cycles that state the same `fact` have one value for an appraisee and a period, which is asked
    for once.

    `definition`, `source`, `boundary`, `asked` (how many times a year), `goals`, `balance` and `basis` say what is
    measured and why, and `goal_class` who fixes its goal; they never change a score.
    """

    id: Slug
    name: str
    weight: Exact | None = None
    points: Exact | None = None
    applies_to: tuple[Slug, ...] | None = None
    applies_when: ExpressionText | None = None
    variants: tuple[Variant, ...] = ()
    combine: Combine = Combine.WEIGHTED_MEAN
    children: tuple["Indicator", ...] = ()
    unit: str | None = None
    direction: Direction | None = None
    target: Exact | None = None
    targets: dict[Slug, Exact] = Field(default_factory=dict)
    lead: Slug | None = None
    type: Slug | None = None
    rule: Rule | None = None
    value_from: ExpressionText | None = None
    missing: Missing | None = None
    among: Among = Among.PEER_GROUP
    exemptions: tuple[Exemption, ...] = ()
    relief: tuple[Effect, ...] = ()
    joint: Joint | None = None
    least: Exact | None = None
    most: Exact | None = None
    rounding: Rounding | None = None
    element: Element | None = None
    extra: bool = False
    counts_again: bool = False
    definition: str | None = None
    source: str | None = None
    boundary: str | None = None
    asked: int | None = None
    fact: Slug | None = None
    goals: tuple[Slug, ...] = ()
    goal_class: Slug | None = None
    balance: tuple[Balance, ...] = ()
    basis: Slug | None = None

    @property
    def judged(self) -> bool:
        """Whether people give it points, rather than a rule comparing a reported value."""
        return isinstance(self.rule, Judged | Rated)

    @property
    def reported(self) -> bool:
        """Whether its value is stated, rather than given by people or derived from other indicators."""
        return not self.judged and self.value_from is None

    @property
    def takes_number(self) -> bool:
        """Whether its value may be a number: not where it counts cases that each have points of their own."""
        return not isinstance(self.rule, Bonus | CountDeduction) or self.rule.per_case is not None

    @property
    def gives_verdict(self) -> bool:
        """Whether its rule says a word beside the points."""
        return isinstance(self.rule, MetOrNot | Improvement)

    @property
    def full(self) -> Exact:
        """The full marks of a leaf, or of a group that says its own."""
        return HUNDRED if self.points is None else self.points

    @property
    def judging_maximum(self) -> Exact:
        """The most points that its lead department may give."""
        stated = self.rule.maximum if isinstance(self.rule, Judged) else None
        return self.full if stated is None else stated

    @property
    def share(self) -> Exact:
        """The weight among siblings; nothing where a sum gives it none."""
        return Decimal(0) if self.weight is None else self.weight

    def applies(self, appraisee: str) -> bool:
        """Whether this node, taken by itself and without conditions, is for the appraisee."""
        return self.applies_to is None or appraisee in self.applies_to
