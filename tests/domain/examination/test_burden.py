from domain.examination import Burden, burdens
from domain.examination.audiences import audiences
from tests.domain.examination.given import URBAN_AND_RURAL, book, only, stated
from tests.domain.rulebooks import document, judged


def test_values_requests_and_fields_of_a_year_are_counted() -> None:
    examined = book(
        stated("a", "0.2", asked=4),
        stated("b", "0.2"),
        stated("c", "0.2", lead="finance", asked=12),
        stated("d", "0.2", value_from='value("a") + value("b")'),
        judged("e", "0.2"),
    )
    # a and b are asked by one department in 4 requests, c by another in 12; 17 values of 3 fields and 3 goals of 2
    assert burdens([only(examined)]) == (
        Burden(who=("every appraisee",), indicators=3, values=17, requests=16, fields=17 * 3 + 3 * 2),
    )


def test_without_the_step_goals_no_goal_is_typed() -> None:
    steps = [rule for rule in document()["steps"] if rule["step"] != "goals"]
    assert burdens([only(book(stated("a"), steps=steps))]) == (
        Burden(who=("every appraisee",), indicators=1, values=1, requests=1, fields=3),
    )


def test_each_audience_has_its_own_burden() -> None:
    own = [stated("a", applies_when='zone == "urban"', asked=2), stated("b", applies_when='zone == "rural"')]
    assert [(one.who, one.values) for one in burdens(audiences(book(*own, **URBAN_AND_RURAL)))] == [
        (("zone urban",), 2),
        (("zone rural",), 1),
    ]
