"""What follows from results (结果运用): uses, consequences over years, and what a unit's means for its leaders."""

from enum import StrEnum

from domain.event import Record
from domain.exact import Exact
from domain.regulation.identifiers import Slug
from domain.role import Role


class UseKind(StrEnum):
    """What kind of use a result is put to."""

    REWARD = "reward"
    BONUS = "bonus"
    PROMOTION = "promotion"  # advice for or against it
    ROTATION = "rotation"  # another post (交流)
    TRAINING = "training"
    BUDGET = "budget"
    STAFFING = "staffing"  # establishment (编制)
    POLICY = "policy"
    IMPROVEMENT = "improvement"  # measures that are agreed on or imposed
    CRITICISM = "criticism"
    ACCOUNTABILITY = "accountability"  # referral to the organ that is competent (问责移送)


class Consequence(Record):
    """What follows from grades over the years: `years` of them in a row, or in all where it is `cumulative`.

    The latest year is always among them. `at_least` lets more years in a row bring it about too.
    """

    id: Slug
    name: str
    grades: tuple[str, ...]
    years: int
    cumulative: bool = False
    at_least: bool = False
    then: tuple[str, ...]
    kind: UseKind | None = None
    basis: Slug | None = None


class UseOfResult(Record):
    """What a result is used for (结果运用), for those with one of the grades, or all."""

    id: Slug
    name: str
    grades: tuple[str, ...] = ()
    then: str
    kind: UseKind | None = None
    basis: Slug | None = None


class Liability(Record):
    """An act, who may commit it, what follows, and which authority decides; as points off or a veto, or in words."""

    id: Slug
    act: str
    by: str
    consequence: str
    authority: str
    adjustment: Slug | None = None
    veto: Slug | None = None
    basis: Slug | None = None


class LeaderRule(Record):
    """What the grade of a unit means for those who hold one of the `roles` in it.

    `best` is the best grade that they may have in their own appraisal, and `share` the share of the unit's people that
    may have the best one there is; one of the two at least.
    """

    id: Slug
    name: str
    grades: tuple[str, ...]
    roles: tuple[Role, ...] = (Role.HEAD, Role.DEPUTY)
    best: str | None = None
    share: Exact | None = None
    basis: Slug | None = None
