"""What plans and measures an appraisal begins with. These names and fields are the storage format."""

from domain.calendar import Day
from domain.event import Event, Record, event
from domain.exact import Exact


class DerivedGoal(Record):
    """A target that the outer cycle's goal gives, from a stream as it stood at a version; none may be weaker."""

    indicator: str
    target: Exact
    stream: str
    version: int


class CarriedMeasure(Record):
    """A measure of an earlier improvement or rectification that is not finished; its words stay in the case."""

    measure: str
    indicator: str | None
    by: Day
    stream: str
    version: int


@event()
class GoalsDerived(Event):
    """The outer cycle's goals gave targets, and measures of the cycle before were carried over."""

    goals: tuple[DerivedGoal, ...]
    carried: tuple[CarriedMeasure, ...]
