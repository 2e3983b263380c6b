"""Standing in: who arranges it, what it entitles to, for how long, and that it never makes one pair of eyes two."""

from datetime import timedelta
from typing import Any

import pytest

from domain.appraisal.goals import ConfirmGoals
from domain.appraisal.result import ApproveResult
from domain.cycle.steering import PauseCycle
from domain.decision import Capacity
from domain.directory import Role
from domain.refusal import Reason
from domain.schedule import StepName
from domain.substitutions import (
    ArrangeSubstitution,
    EndSubstitution,
    StandingIn,
    SubstitutionArranged,
    SubstitutionEnded,
)
from tests import sample
from tests.domain.given import Given
from tests.domain.history import (
    APPRAISAL,
    COMMITTEE,
    CYCLE,
    DIRECTORY,
    GOALS,
    HEAD,
    LAUNCHED,
    OFFICE,
    USUAL,
    at_step,
    do,
    launched,
    moved,
    private,
    published,
)

WEEK = timedelta(days=7)
OTHER, STAFF, MEMBER = "office-2", "finance-staff-1", "health-head"


def stand_in(person: str = HEAD, substitute: str = STAFF, **fields: Any) -> ArrangeSubstitution:  # noqa: ANN401 - JSON
    given = {"begins": LAUNCHED - WEEK, "ends": LAUNCHED + WEEK, "reason": "On leave", **fields}
    return ArrangeSubstitution.model_validate(
        {"authority": sample.AUTHORITY, "person": person, "substitute": substitute, **given}
    )


def standing(given: Given, wish: ArrangeSubstitution, actor: str = OFFICE) -> Given:
    return given.when(DIRECTORY, wish, actor=actor).accepted


# ---------------------------------------------------------------- arranging


@pytest.mark.parametrize("actor", [HEAD, OFFICE])
def test_the_person_or_the_office_arranges_a_substitution(actor: str) -> None:
    published().when(DIRECTORY, stand_in(), actor=actor).then(
        SubstitutionArranged(
            authority="linan",
            number=1,
            kind=StandingIn.SUBSTITUTION,
            person=HEAD,
            substitute=STAFF,
            roles=(Role.HEAD,),
            begins=LAUNCHED - WEEK,
            ends=LAUNCHED + WEEK,
            reason=private(actor, "On leave"),
            by=actor,
        )
    )


DELEGATED = stand_in(kind="delegation")


@pytest.mark.parametrize(
    ("wish", "actor", "refused"),
    [
        (
            stand_in(),
            STAFF,
            (
                Reason.FORBIDDEN,
                "substitution of finance-head by finance-staff-1",
                "is finance-head or the performance office's to arrange, not finance-staff-1's",
                "Let finance-head or the performance office do it",
            ),
        ),
        (
            DELEGATED,
            OFFICE,
            (
                Reason.FORBIDDEN,
                "delegation of finance-head by finance-staff-1",
                "is finance-head's to arrange, not office-1's",
                "Let finance-head do it",
            ),
        ),
        (
            stand_in(substitute=OFFICE),
            OFFICE,
            (
                Reason.FORBIDDEN,
                "substitution of finance-head by office-1",
                "would give office-1 roles by the own hand",
                "Name somebody else, or let another member of the performance office arrange it",
            ),
        ),
        (
            stand_in(substitute=HEAD),
            OFFICE,
            (
                Reason.FORBIDDEN,
                "substitution of finance-head by finance-head",
                "would give finance-head roles by the own hand",
                "Name somebody else, or let another member of the performance office arrange it",
            ),
        ),
        (
            stand_in(substitute="nobody"),
            OFFICE,
            (
                Reason.NOT_FOUND,
                "substitution of finance-head by nobody",
                "names nobody, who has no post in the directory of linan",
                "Correct the id, or fill the post first",
            ),
        ),
        (
            stand_in(roles=["head", "committee"]),
            OFFICE,
            (
                Reason.INVALID,
                "substitution of finance-head by finance-staff-1",
                "passes on committee, which is no role of finance-head's own post",
                "Choose from: head",
            ),
        ),
        (
            stand_in(ends=LAUNCHED - WEEK),
            OFFICE,
            (
                Reason.INVALID,
                "substitution of finance-head by finance-staff-1",
                "is from 2026-02-23T01:00:00+00:00 to 2026-02-23T01:00:00+00:00, which leaves it no time",
                "Let it end after it begins, in the future",
            ),
        ),
        (
            stand_in(ends=LAUNCHED + 60 * WEEK),
            OFFICE,
            (
                Reason.INVALID,
                "substitution of finance-head by finance-staff-1",
                "would last until 2027-04-26T01:00:00+00:00, more than a year",
                "End it within a year; it can be arranged again",
            ),
        ),
        (
            stand_in(reason=" "),
            OFFICE,
            (
                Reason.INVALID,
                "substitution of finance-head by finance-staff-1",
                "is given no reason",
                "Give the reason; it becomes part of the record",
            ),
        ),
    ],
    ids=[
        "by another",
        "a delegation by the office",
        "for oneself",
        "of a person by the person",
        "by nobody",
        "of a role not held",
        "without time",
        "for too long",
        "without reason",
    ],
)
def test_nobody_stands_in_so(wish: ArrangeSubstitution, actor: str, refused: tuple[Reason, str, str, str]) -> None:
    published().when(DIRECTORY, wish, actor=actor).refused(*refused)


def test_two_do_not_stand_in_for_one_at_once() -> None:
    given = standing(published(), stand_in())

    given.when(DIRECTORY, stand_in(substitute="finance-staff-2"), actor=OFFICE).refused(
        Reason.CONFLICT,
        "substitution of finance-head by finance-staff-2",
        "overlaps with substitution 1, by which finance-staff-1 stands in until 2026-03-09T01:00:00+00:00",
        "End that one first with 'kaohe directory end-substitution 1', or begin after it",
    )
    after = stand_in(substitute="finance-staff-2", begins=LAUNCHED + WEEK, ends=LAUNCHED + 2 * WEEK)
    assert given.when(DIRECTORY, after, actor=OFFICE).events


@pytest.mark.parametrize("actor", [HEAD, STAFF, OTHER])
def test_either_of_the_two_or_the_office_ends_it(actor: str) -> None:
    given = standing(published(), stand_in())
    wish = EndSubstitution(authority="linan", number=1, reason="Back")

    given = given.when(DIRECTORY, wish, actor=actor).then(
        SubstitutionEnded(authority="linan", number=1, at=LAUNCHED, reason=private(actor, "Back"), by=actor)
    )
    assert given.when(DIRECTORY, wish, actor=actor).refusal is not None
    assert not given.state(DIRECTORY).at(LAUNCHED).holds(STAFF, Role.HEAD)


def test_nobody_else_ends_it_and_none_that_is_not_there() -> None:
    given = standing(published(), stand_in())

    given.when(DIRECTORY, EndSubstitution(authority="linan", number=1, reason="No"), actor=MEMBER).refused(
        Reason.FORBIDDEN,
        "substitution 1 of linan",
        "is ended by finance-head, finance-staff-1 or the performance office, not by health-head",
        "Let one of them do it",
    )
    given.when(DIRECTORY, EndSubstitution(authority="linan", number=2, reason="No"), actor=OFFICE).refused(
        Reason.NOT_FOUND,
        "substitution 2 of linan",
        "does not exist",
        "See 'kaohe directory show linan' for those there are",
    )


# ---------------------------------------------------------------- acting


def test_a_substitute_does_what_is_asked_of_the_other_and_it_stays_known_for_whom() -> None:
    given = standing(at_step(StepName.GOALS), stand_in())

    set_by_substitute = given.when(APPRAISAL, GOALS, actor=STAFF)

    assert set_by_substitute.capacity == Capacity("head", acting_for=HEAD, mandate="substitution:1")
    assert set_by_substitute.accepted.state(APPRAISAL).goals_set_by == STAFF


def test_a_delegate_steers_for_the_office() -> None:
    given = standing(launched(), stand_in(OTHER, COMMITTEE, kind="delegation"), actor=OTHER)

    assert given.when(CYCLE, PauseCycle(reason="Flood"), actor=COMMITTEE).capacity == Capacity(
        "office", acting_for=OTHER, mandate="delegation:1"
    )


@pytest.mark.parametrize("late", [False, True], ids=["before it begins", "after its end"])
def test_a_substitute_acts_only_in_the_time(late: bool) -> None:  # noqa: FBT001 - a parameter of the test
    given = at_step(StepName.GOALS)
    span: dict[str, Any] = {"begins": given.now - WEEK, "ends": given.now} if late else {"begins": given.now + WEEK}
    span = {"begins": LAUNCHED - WEEK, "ends": given.now + 2 * WEEK, **span}
    given = standing(given.at(LAUNCHED - WEEK), stand_in(**span)).at(given.now)

    given.when(APPRAISAL, GOALS, actor=STAFF).refused(
        Reason.FORBIDDEN,
        "task annual-2026:finance:set-goals",
        "is asked of head of finance, not of finance-staff-1",
        "See 'kaohe task list --as YOU' for your own tasks",
    )


def test_a_chain_has_one_link() -> None:
    given = standing(at_step(StepName.GOALS), stand_in())
    given = standing(given, stand_in(STAFF, "finance-staff-2"))

    assert given.when(APPRAISAL, GOALS, actor="finance-staff-2").refusal is not None


def test_who_is_named_in_person_scores_in_person() -> None:
    given = standing(at_step(StepName.SCORING), stand_in("mayor", MEMBER))
    [(_, rate)] = USUAL["rate"]("mayor")

    assert given.when(APPRAISAL, rate, actor=MEMBER).refusal is not None


# ---------------------------------------------------------------- four eyes


def test_who_set_goals_for_another_does_not_confirm_them_nor_does_the_other() -> None:
    given = moved(at_step(StepName.GOALS), HEAD, "finance", "head", "office")
    given = standing(given, stand_in(substitute=OTHER))
    given = given.when(APPRAISAL, GOALS, actor=OTHER).accepted

    for actor, who in ((OTHER, ""), (HEAD, f" counts as one with {OTHER}, who")):
        given.when(APPRAISAL, ConfirmGoals(), actor=actor).refused(
            Reason.FORBIDDEN,
            "task annual-2026:finance:confirm-goals",
            f"would be done by {actor}, who{who} set the goals",
            "Let another member of the performance office decide on them",
        )
    assert given.when(APPRAISAL, ConfirmGoals(), actor=OFFICE).events


def test_who_stood_in_for_the_office_does_not_approve_after_it_has_ended() -> None:
    given = moved(at_step(StepName.RESULT), "li", "committee", "committee")
    given = standing(given, stand_in(OFFICE, "li", ends=given.now + WEEK), actor=OFFICE)
    given = do(given, "compute")
    ended = given.when(DIRECTORY, EndSubstitution(authority="linan", number=1, reason="Back"), actor=OFFICE).accepted
    ended = ended.at(ended.now + timedelta(seconds=1))

    for one in (given, ended):
        one.when(APPRAISAL, ApproveResult(), actor="li").refused(
            Reason.FORBIDDEN,
            "task annual-2026:finance:approve",
            "would be decided by li, of the office that computed the result",
            "Let a member of the committee who is not of the performance office decide",
        )
    assert given.when(APPRAISAL, ApproveResult(), actor=COMMITTEE).events


def test_a_substitute_brings_along_the_part_of_the_other() -> None:
    given = do(at_step(StepName.RESULT), "compute")
    given = moved(given, "li", "finance", "committee")
    given = standing(given, stand_in("li", MEMBER))

    given.when(APPRAISAL, ApproveResult(), actor=MEMBER).refused(
        Reason.FORBIDDEN,
        "task annual-2026:finance:approve",
        "would be done by health-head, who counts as one with li, who is of the unit appraised",
        "Let somebody who has no part in the appraisal do it",
    )


def test_nobody_gives_the_person_he_stands_in_for_another_post() -> None:
    given = standing(published(), stand_in(OTHER, MEMBER, reason="Away"))
    entry = {"id": OTHER, "name": OTHER, "unit": "performance-office", "roles": ["office", "committee"]}
    wish = sample.publish_directory().model_validate({"authority": "linan", "people": [entry]})

    given.when(DIRECTORY, wish, actor=MEMBER).refused(
        Reason.FORBIDDEN,
        f"person {OTHER}",
        f"is one {MEMBER} stands in for",
        "Let another member of the performance office do it",
    )
