"""Goals of the government, and how they come down to departments, teams and people by recorded logic."""

from enum import StrEnum

from domain.event import Record
from domain.exact import Exact
from domain.regulation.identifiers import Slug


class GoalKind(StrEnum):
    """Where a goal comes from: strategy for the first level of the indicator system, needs for the second."""

    STRATEGY = "strategy"
    NEED = "need"


class Goal(Record):
    """A goal that indicators serve; a part of another where it names a `parent`."""

    id: Slug
    name: str
    kind: GoalKind = GoalKind.STRATEGY
    parent: Slug | None = None


class Logic(StrEnum):
    """How a unit, team or person answers for a goal: for all of it, for a part that helps, or for a stated share."""

    OWN = "own"
    CONTRIBUTE = "contribute"
    SHARE = "share"


class Holder(StrEnum):
    """What answers for a goal."""

    DEPARTMENT = "department"
    TEAM = "team"
    PERSON = "person"


class Assignment(Record):
    """Who answers for a goal, and by which logic; a share says how much, and `under` whose part it is taken from."""

    goal: Slug
    holder: Slug
    kind: Holder = Holder.DEPARTMENT
    logic: Logic
    share: Exact | None = None
    under: Slug | None = None
