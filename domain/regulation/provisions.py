"""What a regulation provides besides indicators: legal basis, panels, grades and quotas, vetoes, clocks."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import ConfigDict, Discriminator, Field, Tag

from domain.calendar import Duration, NthWeekday
from domain.directory import Role
from domain.event import Record
from domain.exact import Exact, RoundingMode
from domain.expression import ExpressionText
from domain.regulation.identifiers import Slug
from domain.regulation.shapes import Rule
from domain.schedule import AtEnd, Escalation


class Article(Record):
    """One provision of law that others of the rulebook cite as their `basis`.

    One that is not `verified` is an example and says so wherever it is shown.
    """

    id: Slug
    law: str
    article: str
    says: str = ""
    verified: bool = True


class Board(Record):
    """How a role that is a board is made up.

    It has at least so many members, more than half of whom are of a class (`majority_of`), always or when a condition
    on the appraisee holds. `announced` makes it public before it serves; `recused` keeps members from their own case.
    """

    least: int
    majority_of: str | None = None
    majority_when: ExpressionText | None = None
    announced: bool = False
    recused: bool = False


LegalBasis = Annotated[
    Annotated[str, Tag("<words>")] | Annotated[Article, Tag("<article>")],
    Discriminator(lambda given: "<words>" if isinstance(given, str) else "<article>"),
]
"""A legal basis in so many words, or article by article; the tags are no steps of a place."""


class RoleRule(Record):
    """A family of roles (绩效管理委员会, 绩效管理机构, …) and what the regulation makes it responsible for.

    `held_by` says which posts of the directory hold it; those of a unit are meant of the unit concerned.
    """

    id: Slug
    name: str
    duties: tuple[str, ...] = ()
    held_by: Role | None = None
    board: Board | None = None
    basis: Slug | None = None


class AttributeKind(StrEnum):
    """What an attribute of an appraisee is."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"


class Attribute(Record):
    """Something known of every appraisee (zone, population, function) that conditions may ask for by its name.

    `values` lists what a text may be. An attribute that an appraisee does not state is missing, never assumed.
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    kind: AttributeKind
    values: tuple[str, ...] = ()
    unit: str | None = None


class PeerGroup(Record):
    """Appraisees that are compared with each other: those named, or those a condition on their attributes holds for."""

    id: Slug
    name: str
    members: tuple[Slug, ...] | None = None
    when: ExpressionText | None = None


# ---------------------------------------------------------------- who scores


class EvaluatorKind(StrEnum):
    """Who scores (评价主体)."""

    LEAD_DEPARTMENTS = "lead_departments"
    LEADERS = "leaders"
    INTERNAL_BALLOT = "internal_ballot"
    PEERS = "peers"
    PUBLIC = "public"
    SERVICE_OBJECTS = "service_objects"
    PEOPLES_CONGRESS = "peoples_congress"
    THIRD_SECTOR = "third_sector"
    EXPERTS = "experts"


PUBLIC_KINDS = frozenset(
    {
        EvaluatorKind.PUBLIC,
        EvaluatorKind.SERVICE_OBJECTS,
        EvaluatorKind.PEOPLES_CONGRESS,
        EvaluatorKind.THIRD_SECTOR,
    }
)
"""Those whose scores are the public's evaluation."""

ANONYMOUS_FROM = 3
"""Ballots below which a mean would say who voted how."""


def _default_minimum(known: dict[str, Any]) -> int:
    return ANONYMOUS_FROM if known.get("kind") is EvaluatorKind.INTERNAL_BALLOT else 1


class Evaluator(Record):
    """One part of the total; with fewer scores than `minimum` (indicators, ratings or ballots) it is missing.

    Kinds other than lead departments, leaders and the internal ballot name the `panel` that rates the appraisee as a
    whole.
    """

    kind: EvaluatorKind
    weight: Exact
    minimum: int = Field(default_factory=_default_minimum)
    panel: Slug | None = None
    basis: Slug | None = None


class MeanOf(StrEnum):
    """How a panel's scores become one; `trimmed` leaves out so many of the highest and of the lowest."""

    PLAIN = "plain"
    TRIMMED = "trimmed"
    WEIGHTED = "weighted"


class Panel(Record):
    """Evaluators of one kind who score on one scale; who does not know is left out, and not a zero.

    Fewer scores than `minimum`, or a smaller share of those invited than `turnout`, leave the panel's part missing.
    `places` bounds the decimal places of a score. All who have the role that a panel is `held_by` score in person, but
    for those recused; where it says none, somebody records what was given. A panel that must `differentiate` loses an
    evaluator's scores where they give two appraisees the same.
    """

    id: Slug
    name: str
    kind: EvaluatorKind
    minimum: int = 1
    turnout: Exact | None = None
    anonymous: bool = False
    lowest: Exact = Decimal(0)
    highest: Exact = Decimal(100)
    places: int | None = None
    mean: MeanOf = MeanOf.PLAIN
    trim: int = 0
    differentiate: bool = False
    held_by: Role | None = None
    basis: Slug | None = None


class IndicatorType(Record):
    """A type of indicator, with the panels that rate indicators of it and their weights."""

    id: Slug
    name: str
    panels: dict[Slug, Exact] = Field(default_factory=dict)
    basis: Slug | None = None


# ---------------------------------------------------------------- from the total to the grade


class GradeBand(Record):
    """A grade (等次) and the lowest total that earns it."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    grade: str
    lowest: Exact = Field(alias="from")
    basis: Slug | None = None


class Adjustment(Record):
    """Points added to the total, or taken off, by a rule of any shape; `counts_again` allows a fact counted before."""

    id: Slug
    name: str
    rule: Rule
    by: str | None = None
    counts_again: bool = False
    basis: Slug | None = None


class Veto(Record):
    """What forbids a grade (一票否优, 一票否决) whatever the total: a recorded case of it, or a condition.

    `best` is the best grade that remains; without it the total is capped at `cap`.
    """

    id: Slug
    name: str
    when: ExpressionText | None = None
    best: str | None = None
    cap: Exact | None = None
    basis: Slug | None = None


class CriticalElements(Record):
    """A critical element that scores below `fails_below` per cent of its full marks gives `grade`.

    With `only`, nothing else gives that grade: who fails none has at least the grade above it. Everybody's indicators
    have `least` critical elements, and none that is not critical unless `others` are allowed.
    """

    fails_below: Exact
    grade: str
    only: bool = True
    least: int = 0
    others: bool = True
    basis: Slug | None = None


class LateJoiners(StrEnum):
    """Which steps an appraisee goes through that joins a running cycle."""

    ALL_STEPS = "all_steps"  # all, those that have passed in times of its own
    REMAINING_STEPS = "remaining_steps"  # those that not all have passed


class Ungraded(Record):
    """Who takes part and is given no grade (probationers, long leave, under investigation)."""

    id: Slug
    name: str
    when: ExpressionText
    basis: Slug | None = None


class QuotaOf(StrEnum):
    """What a quota's share is a share of: those graded in a peer group, all those graded, or all who were assessed.

    Who is assessed and given no grade counts among the last, and not among the others.
    """

    PEER_GROUP = "peer_group"
    ALL = "all"
    ASSESSED = "assessed"


class Quota(Record):
    """How many may, or must, have one of some grades, as a share of those that `of` names.

    `most` is the cap, `with_approval` the higher one that `approved_by` may allow; both make a share into a number of
    appraisees by `rounding`. Who is above the cap by rank has the next grade below. A quota that is `forced` gives the
    grades by rank alone, and takes the last down until `least` have them; one that is not only reports whether `least`
    do. Of those equal in rank across the line, all stay out: what keeps a quota from being met is reported.
    """

    grades: tuple[str, ...]
    most: Exact | None = None
    least: Exact | None = None
    with_approval: Exact | None = None
    approved_by: str | None = None
    forced: bool = False
    of: QuotaOf = QuotaOf.ALL
    rounding: RoundingMode = RoundingMode.FLOOR
    basis: Slug | None = None


# ---------------------------------------------------------------- clocks and checks


class Clock(Record):
    """A time limit of the regulation: who must have done what, `within` how long after what, or `on` which day next.

    One of `at_least` that long is time which others must be given, such as the days of a public notice.

    `reminders` count back from the due instant, `overdue` reminders, `escalations` and `ends` on from it. At the end of
    one that does not say so, nothing happens: what is late stays to be done. A `default` is an outcome, never a score.
    """

    id: Slug
    name: str
    after: str
    within: Duration | None = None
    on: NthWeekday | None = None
    at_least: bool = False
    asked_of: str
    reminders: tuple[Duration, ...] = ()
    overdue: tuple[Duration, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    ends: Duration | None = None
    at_end: AtEnd = AtEnd.NOTHING
    default: Slug | None = None
    basis: Slug | None = None


class RiskWeights(Record):
    """How much sooner a value is drawn than one of weight 1, in whole numbers.

    `indicators` gives weights of their own; a value has `corrected` more when it was corrected in
    the cycle before, and `outlier` more where the rulebook's `outliers` point at it.
    """

    indicators: dict[Slug, int] = Field(default_factory=dict)
    corrected: int = 0
    outlier: int = 0


class Outliers(Record):
    """From where on a reported value is pointed out to its verifier; a hint alone, which counts for nothing.

    `peers`: further from the median of its peer group than so many times the deviation that is usual there. `past`:
    further from the median of its own past values than so many times that median.
    """

    peers: Exact | None = None
    past: Exact | None = None


class Visits(Record):
    """Values that are confirmed on site alone, in the presence of so many outsiders: deputies, experts or citizens."""

    indicators: tuple[Slug, ...]
    outsiders: int = 1


class FalseData(Record):
    """What comes of a value that verification finds to be false: a case under one of these `liabilities`.

    With `hearing`, the unit is given so long to answer, and the committee rules before anything counts.
    """

    liabilities: tuple[Slug, ...]
    hearing: Duration | None = None
    basis: Slug | None = None


class Verification(Record):
    """The share of each appraisee's reported values that a verifier looks into, above 0 and up to 1.

    With `value_by`, a holder of that role gives the value that the sample is drawn by, `value_within` that long after
    what may be drawn was fixed; he is reminded so long before, and his superiors are told each time that it has passed.
    Without it, the server draws. A value is settled when so many `verifiers` have found the same; one of the
    `cross_checked` indicators is confirmed once another source has been asked.
    """

    share: Exact
    value_by: Role | None = None
    value_within: Duration = Duration(working_days=3)
    value_reminders: tuple[Duration, ...] = ()
    risk: RiskWeights | None = None
    outliers: Outliers | None = None
    verifiers: int = 1
    cross_checked: tuple[Slug, ...] = ()
    visits: Visits | None = None
    false_data: FalseData | None = None
    basis: Slug | None = None


class ExternalCauses(Record):
    """Who may rule that something outside an appraisee's power (容错) kept it from its target, after hearing it."""

    ruled_by: str
    heard_by: str
    basis: Slug | None = None
