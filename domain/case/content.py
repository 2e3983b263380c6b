"""What acts bring besides words, so that rules can go on from it: as people give it, and as events keep it."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from domain.calendar import Day
from domain.event import Confidential, Private, Record
from domain.exact import Exact
from domain.regulation.identifiers import Slug

Words = Annotated[str, Field(min_length=1, pattern=r"\S")]
"""Text that says something."""


class Correction(Record):
    """What counts for an indicator from now on: another value, or other points where it is judged; one of the two."""

    indicator: str
    value: Exact | None = None
    points: Exact | None = None


class Corrections(Record):
    """What a review or an appeal corrects."""

    kind: Literal["corrections"] = "corrections"
    corrections: tuple[Correction, ...]


class GoalChange(Record):
    """The target that an appraisee's goal for an indicator is to have."""

    indicator: str
    target: Exact


class GoalChanges(Record):
    """The goals that are to be changed."""

    kind: Literal["goal_changes"] = "goal_changes"
    changes: tuple[GoalChange, ...]


class ExpertScore(Record):
    """The points one expert gives to what was put forward."""

    kind: Literal["expert_score"] = "expert_score"
    points: Exact


class Measure(Record):
    """What is to be done by which day and, where it is for one, the indicator."""

    id: str
    what: Confidential
    by: Day
    indicator: str | None


class Measures(Record):
    """The measures of an improvement or a rectification, or the actions agreed in counseling."""

    kind: Literal["measures"] = "measures"
    measures: tuple[Measure, ...]


class Referral(Record):
    """A referral for accountability: the act, the person, the receiving organ, the document, and what came of it."""

    kind: Literal["referral"] = "referral"
    act: Confidential
    person: str
    organ: str
    document: str
    outcome: Confidential | None


Content = Annotated[Corrections | GoalChanges | ExpertScore | Measures | Referral, Field(discriminator="kind")]
"""What acts bring, as events keep it; free text about people is sealed."""


# ---------------------------------------------------------------- as people give it


class GivenCorrections(Corrections):
    """What a review or an appeal corrects, as it is given."""

    corrections: Annotated[tuple[Correction, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_of_the_two(self) -> "GivenCorrections":
        for one in self.corrections:
            if (one.value is None) is (one.points is None):
                states = "neither value nor points" if one.value is None else "both value and points"
                raise ValueError(f"the correction of {one.indicator} states {states}: state one of the two")
        return self


class GivenGoalChanges(GoalChanges):
    """The goals that are to be changed, as they are given."""

    changes: Annotated[tuple[GoalChange, ...], Field(min_length=1)]


class GivenMeasure(Record):
    """A measure as it is given."""

    id: Slug
    what: Words
    by: Day
    indicator: Slug | None = None


class GivenMeasures(Record):
    """Measures as they are given."""

    kind: Literal["measures"] = "measures"
    measures: Annotated[tuple[GivenMeasure, ...], Field(min_length=1)]


class GivenReferral(Record):
    """A referral as it is given."""

    kind: Literal["referral"] = "referral"
    act: Words
    person: Slug
    organ: Words
    document: Words
    outcome: str | None = None


Given = Annotated[
    GivenCorrections | GivenGoalChanges | ExpertScore | GivenMeasures | GivenReferral, Field(discriminator="kind")
]
"""What people give with an act."""


def kept(given: Given, by: str) -> Content:
    """What is given with an act, as its event keeps it; texts are its author's, a referral's whom it concerns."""
    match given:
        case GivenCorrections(corrections=corrections):
            return Corrections(corrections=corrections)
        case GivenGoalChanges(changes=changes):
            return GoalChanges(changes=changes)
        case GivenMeasures(measures=measures):
            return Measures(measures=tuple(_kept(one, by) for one in measures))
        case GivenReferral():
            return Referral(
                act=Private(data_subject=given.person, text=given.act),
                person=given.person,
                organ=given.organ,
                document=given.document,
                outcome=None if given.outcome is None else Private(data_subject=given.person, text=given.outcome),
            )
        case ExpertScore():
            return given


def _kept(one: GivenMeasure, by: str) -> Measure:
    return Measure(id=one.id, what=Private(data_subject=by, text=one.what), by=one.by, indicator=one.indicator)
