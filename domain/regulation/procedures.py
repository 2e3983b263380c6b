"""How a regulation is carried out: kinds of assessment, procedures act by act, who is competent, and remedies."""

from enum import StrEnum

from pydantic import Field

from domain.event import Record
from domain.expression import ExpressionText
from domain.regulation.identifiers import Slug
from domain.schedule import Anchor


class CycleKind(StrEnum):
    """The kinds of cycle: within the year (平时), of a year (年度), of a term (任期), of one matter (专项)."""

    PEACETIME = "peacetime"
    ANNUAL = "annual"
    TERM = "term"
    SPECIAL = "special"


class Assessment(Record):
    """A kind of assessment that the regulation knows: of whom, what it looks at, and which role decides the result.

    One that is `based_on` others takes their results into account.
    """

    id: Slug
    name: str
    kind: CycleKind
    of: str
    looks_at: tuple[str, ...] = ()
    decided_by: Slug
    based_on: tuple[Slug, ...] = ()
    basis: Slug | None = None


class CaseKind(StrEnum):
    """What a procedure is for, where it is carried out as a case of its own."""

    COUNSELING = "counseling"  # help with agreed actions (绩效辅导)
    NOTICE = "notice"  # a formal notice of a problem: explain, propose, report (绩效督促)
    GOAL_CHANGE = "goal_change"  # another target in mid-cycle
    NOMINATION = "nomination"  # an innovation put forward, and judged by experts
    REVIEW = "review"  # an objection to a result (复核)
    APPEAL = "appeal"  # a further remedy (申诉)
    IMPROVEMENT = "improvement"  # agreed measures (绩效改进)
    RECTIFICATION = "rectification"  # imposed measures (整改)
    REFERRAL = "referral"  # for accountability (问责移送)
    REPORT = "report"  # to the congress, by its date


class ContentKind(StrEnum):
    """What an act must bring besides words, so that rules can go on from it."""

    MEASURES = "measures"
    CORRECTIONS = "corrections"
    GOAL_CHANGES = "goal_changes"
    EXPERT_SCORE = "expert_score"
    REFERRAL = "referral"


END = "end"
"""Where an outcome leads that decides the case."""


class Act(Record):
    """One act of a procedure: the role that does it, what it must `state` and bring, and the clock it keeps.

    It may send the matter back to an earlier act, where it says so. Where it has `outcomes`, one of them is chosen:
    each leads to an act, or to the `end`; without any, the next act follows. What the case asks for takes effect when
    it ends after an outcome that `grants` it; an act with such outcomes brings its `content` with them alone. An act
    `needs` so many people of its role, each for himself. The clock of one that `extends` the act before goes on from
    where that act was due.
    """

    id: Slug
    by: Slug
    does: str
    states: tuple[str, ...] = ()
    clock: Slug | None = None
    returns_to: Slug | None = None
    outcomes: dict[Slug, Slug] = Field(default_factory=dict)
    grants: tuple[Slug, ...] = ()
    content: ContentKind | None = None
    needs: int = 1
    extends: bool = False


class Procedure(Record):
    """Acts in the order in which the regulation wants them; only on one of its `grounds`, where it names any.

    One with a `kind` is carried out as a case: whoever does its first act opens it. The first clock of a `remedy`
    counts from the notice of what it objects to, so that asking too late is refused. A `standing` procedure is opened
    by the cycle itself when it is launched, and its first clock counts from that anchor. Help is `offered_when` a
    condition on the values known so far holds; people then open the case, or do not. What the experts of a nomination
    give counts as the score of its `panel`.
    """

    id: Slug
    name: str
    grounds: tuple[str, ...] = ()
    acts: tuple[Act, ...]
    kind: CaseKind | None = None
    remedy: Slug | None = None
    standing: Anchor | None = None
    offered_when: ExpressionText | None = None
    panel: Slug | None = None
    basis: Slug | None = None


class Announcement(StrEnum):
    """How a result that stands is made known: published to everybody (公开), or in a circular to organs (通报)."""

    PUBLICATION = "publication"
    CIRCULAR = "circular"


class PublicNotice(Record):
    """The public notice (公示) during which a result may be objected to, and how it is made known afterwards.

    It is for those with one of the `grades`, or all; `where` says who can see it. It lasts for the time that a `clock`
    gives to others; without one, a result is announced at once.
    """

    grades: tuple[str, ...] = ()
    where: str
    clock: Slug | None = None
    then: Announcement | None = None
    basis: Slug | None = None


class Competence(Record):
    """Which unit appraises those whom a condition on their attributes holds for, and which one it hears."""

    id: Slug
    name: str
    when: ExpressionText
    appraised_by: str
    hears: str | None = None
    basis: Slug | None = None


class Remedy(Record):
    """A way to object to a result (复核, 申诉): for whom, to which role, within which clocks.

    One that comes `after` others is open against their decision. Unless it says so, a remedy neither `stays` what it
    objects to nor may make it worse.
    """

    id: Slug
    name: str
    open_to: tuple[str, ...]
    to: Slug
    clocks: tuple[Slug, ...] = ()
    after: tuple[Slug, ...] = ()
    stays: bool = False
    may_worsen: bool = False
    basis: Slug | None = None
