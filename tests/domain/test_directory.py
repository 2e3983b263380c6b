"""The directory of an authority: who publishes it, and what it refuses."""

from typing import Any

import pytest

from domain.command import SYSTEM_OPERATOR
from domain.cycle.passage import CloseCycle
from domain.directory import Directory, Post, PostsFilled, PublishDirectory, Role, Unit, UnitsRegistered
from domain.refusal import Reason
from tests import sample
from tests.domain.given import Given
from tests.domain.history import DIRECTORY, LAUNCHED, OFFICE, directory, private, published

NOTHING = Given(LAUNCHED)
UNIT = {"id": "water", "name": "Water"}
PERSON = {"id": "li", "name": "Li Na", "unit": "water", "roles": ["head", "staff"]}


def publish(*units: dict[str, Any], people: tuple[dict[str, Any], ...] = ()) -> PublishDirectory:
    return PublishDirectory.model_validate({"authority": sample.AUTHORITY, "units": units, "people": people})


def test_the_operator_publishes_the_first_directory_and_names_are_private() -> None:
    NOTHING.when(DIRECTORY, publish(UNIT, people=(PERSON,)), actor=SYSTEM_OPERATOR).then(
        UnitsRegistered(authority="linan", units=(Unit(id="water", name="Water", kind="department"),)),
        PostsFilled(
            authority="linan",
            posts=(Post(person="li", name=private("li", "Li Na"), unit="water", roles=(Role.HEAD, Role.STAFF)),),
        ),
    )


@pytest.mark.parametrize("given", [NOTHING, published()], ids=["the first", "a later"])
def test_nobody_else_publishes_it(given: Given) -> None:
    given.when(DIRECTORY, publish(UNIT), actor="finance-head").refused(
        Reason.FORBIDDEN,
        "directory of linan",
        "finance-head is not of its performance office",
        "Let the performance office change the directory; the operator publishes the first one",
    )


def test_the_operator_publishes_no_directory_that_an_office_answers_for() -> None:
    published().when(DIRECTORY, publish(UNIT), actor=SYSTEM_OPERATOR).refused(
        Reason.FORBIDDEN,
        "directory of linan",
        "system:operator is not of its performance office",
        "Let the performance office change the directory; the operator publishes the first one",
    )


def test_the_operator_completes_a_directory_that_has_no_office_yet() -> None:
    office = {"id": "wang", "name": "Wang Fang", "unit": "water", "roles": ["office"]}
    given = NOTHING.when(DIRECTORY, publish(UNIT, people=(PERSON,)), actor=SYSTEM_OPERATOR).accepted

    given = given.when(DIRECTORY, publish(people=(office,)), actor=SYSTEM_OPERATOR).accepted

    assert directory(given).holders(Role.OFFICE) == ("wang",)


def test_the_office_changes_it_and_only_what_is_new_is_registered() -> None:
    finance = {"id": "finance", "name": "Finance"}

    published().when(DIRECTORY, publish(finance, UNIT), actor=OFFICE).then(
        UnitsRegistered(authority="linan", units=(Unit(id="water", name="Water"),))
    )


def test_a_unit_named_anew_is_registered_anew() -> None:
    renamed = {"id": "finance", "name": "Treasury"}

    given = (
        published()
        .when(DIRECTORY, publish(renamed), actor=OFFICE)
        .then(UnitsRegistered(authority="linan", units=(Unit(id="finance", name="Treasury"),)))
    )

    assert directory(given).units["finance"].name == "Treasury"


def test_a_person_with_a_new_post_holds_the_old_one_no_more() -> None:
    moved = {"id": "finance-head", "name": "Name", "unit": "health", "roles": ["staff"]}

    after = directory(published().when(DIRECTORY, publish(people=(moved,)), actor=OFFICE).accepted)

    assert after.holders(Role.HEAD, "finance") == ()
    assert after.holders(Role.STAFF, "health") == (
        "finance-head",
        "health-staff-1",
        "health-staff-2",
        "health-staff-3",
    )
    assert not after.holds("finance-head", Role.STAFF, "finance")
    assert after.holds("finance-head", Role.STAFF)


def test_an_unknown_person_holds_nothing() -> None:
    assert not Directory().holds("nobody", Role.HEAD)


@pytest.mark.parametrize("roles", [["office", "committee"], []], ids=["one more", "none"])
def test_nobody_changes_the_own_post(roles: list[str]) -> None:
    own = {"id": OFFICE, "name": "Name", "unit": "performance-office", "roles": roles}

    published().when(DIRECTORY, publish(people=(own,)), actor=OFFICE).refused(
        Reason.FORBIDDEN,
        "person office-1",
        "would change the own post",
        "Let another member of the performance office do it",
    )
    assert published().when(DIRECTORY, publish(people=(own,)), actor="office-2").refusal is None


def test_a_directory_that_names_its_publisher_in_the_post_held_is_taken() -> None:
    wish = publish(
        UNIT, people=({"id": OFFICE, "name": "New Name", "unit": "performance-office", "roles": ["office"]},)
    )

    assert published().when(DIRECTORY, wish, actor=OFFICE).refusal is None


def test_units_known_already_are_refused() -> None:
    published().when(DIRECTORY, publish({"id": "finance", "name": "Finance"}), actor=OFFICE).refused(
        Reason.CONFLICT,
        "directory of linan",
        "already has every unit named",
        "Nothing needs to be done; add a unit or a person to change it",
    )


def test_a_person_of_an_unknown_unit_is_refused() -> None:
    NOTHING.when(DIRECTORY, publish(people=(PERSON,)), actor=SYSTEM_OPERATOR).refused(
        Reason.INVALID,
        "person li",
        "belongs to unit 'water', which the directory does not have",
        "Add the unit, or correct the person's unit",
    )


@pytest.mark.parametrize(
    ("wish", "thing", "what"),
    [
        (publish(UNIT, UNIT), "unit water", "unit"),
        (publish(UNIT, people=(PERSON, PERSON)), "person li", "person"),
    ],
    ids=["unit", "person"],
)
def test_what_is_listed_twice_is_refused(wish: PublishDirectory, thing: str, what: str) -> None:
    NOTHING.when(DIRECTORY, wish, actor=SYSTEM_OPERATOR).refused(
        Reason.INVALID, thing, "is listed twice", f"Give each {what} one entry"
    )


@pytest.mark.parametrize("wrong", ["Water", "", "water works", "a" * 81, "-water", "水"])
def test_an_id_that_is_no_identifier_is_refused(wrong: str) -> None:
    mend = "Use at most 80 lower-case letters, digits and inner hyphens, such as 'annual-2026'"

    NOTHING.when(DIRECTORY, publish({"id": wrong, "name": "Water"}), actor=SYSTEM_OPERATOR).refused(
        Reason.INVALID, f"unit {wrong!r}", "is no identifier", mend
    )
    NOTHING.when(DIRECTORY, publish(UNIT, people=({**PERSON, "id": wrong},)), actor=SYSTEM_OPERATOR).refused(
        Reason.INVALID, f"person {wrong!r}", "is no identifier", mend
    )


def test_a_command_for_another_kind_of_stream_is_refused() -> None:
    NOTHING.when(DIRECTORY, CloseCycle(), actor=SYSTEM_OPERATOR).refused(
        Reason.INVALID, "command CloseCycle", "is none that a directory knows", "Send it to the stream it is for"
    )
