"""Whether an expression fits the names it is given, said before anything is computed."""

from collections.abc import Mapping

import pytest

from domain.expression import ExpressionError, Kind, check, parse, score_of, value_of

NAMES: Mapping[str, Kind] = {
    "value": Kind.NUMBER,
    "population": Kind.NUMBER,
    "peer_mean": Kind.NUMBER,
    "zone": Kind.TEXT,
    "listed": Kind.TRUTH,
    value_of("permit-days"): Kind.NUMBER,
    score_of("permit-days"): Kind.NUMBER,
}


def problem(text: str, gives: Kind | None = None) -> str:
    with pytest.raises(ExpressionError) as refused:
        check(parse(text), NAMES, gives)
    assert str(refused.value) == f"{refused.value.problem}: {refused.value.mend}"
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("value / population * 100", Kind.NUMBER),
        ("-value", Kind.NUMBER),
        ("value > peer_mean + 5", Kind.TRUTH),
        ('zone == "ecological" and population >= 500000', Kind.TRUTH),
        ('zone in ("ecological", "development")', Kind.TRUTH),
        ("not listed or listed == true", Kind.TRUTH),
        ('if listed then "A" else zone', Kind.TEXT),
        ("if known(zone) then value else 0", Kind.NUMBER),
        ("first_known(zone, zone)", Kind.TEXT),
        ("first_known(listed, true)", Kind.TRUTH),
        ('round(value("permit-days"), 2, "half_even") + score("permit-days")', Kind.NUMBER),
    ],
)
def test_an_expression_that_fits_has_a_kind(text: str, kind: Kind) -> None:
    assert check(parse(text), NAMES) is kind
    assert check(parse(text), NAMES, kind) is kind


ALL = 'use listed, peer_mean, population, score("permit-days"), value, value("permit-days"), zone'
NUMBER = "use a number there"
CONDITION = "use a condition there, such as value > 0"
SAME = "use values of the same kind"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("populaton > 5", "there is no name populaton: did you mean population?"),
        ("permit - days > 5", 'there is no name permit: did you mean score("permit-days")?'),
        ('value("permit-day")', 'there is no name value("permit-day"): did you mean value("permit-days")?'),
        ("x + 1", f"there is no name x: {ALL}"),
        ('zone > "a"', f"> takes a number, and zone is text: {NUMBER}"),
        ("zone + 1", f"+ takes a number, and zone is text: {NUMBER}"),
        ("1 - listed", f"- takes a number, and listed is a truth value: {NUMBER}"),
        ("-zone", f"- takes a number, and zone is text: {NUMBER}"),
        ("value * 2 + value * zone", f"* takes a number, and zone is text: {NUMBER}"),
        ("max(value, zone)", f"max takes a number, and zone is text: {NUMBER}"),
        ("round(zone, 2)", f"round takes a number, and zone is text: {NUMBER}"),
        ("zone == 5", f"== takes values of one kind, but zone is text and 5 is a number: {SAME}"),
        ("listed != 1", f"!= takes values of one kind, but listed is a truth value and 1 is a number: {SAME}"),
        ("value and listed", f"and takes a truth value, and value is a number: {CONDITION}"),
        ("listed or zone", f"or takes a truth value, and zone is text: {CONDITION}"),
        ("not value", f"not takes a truth value, and value is a number: {CONDITION}"),
        ("if value then 1 else 2", f"if takes a truth value, and value is a number: {CONDITION}"),
        (
            "if listed then value else zone",
            f"then and else take values of one kind, but value is a number and zone is text: {SAME}",
        ),
        ('value in ("a", "b")', "in takes text, and value is a number: use text there"),
        (
            "first_known(value, zone)",
            f"first_known takes values of one kind, but value is a number and zone is text: {SAME}",
        ),
        ("known(nobody)", f"there is no name nobody: {ALL}"),
        ("if true then 1 else nobody", f"there is no name nobody: {ALL}"),
    ],
)
def test_an_expression_that_does_not_fit_is_refused_with_its_mend(text: str, expected: str) -> None:
    assert problem(text) == expected


@pytest.mark.parametrize(
    ("text", "gives", "expected"),
    [
        ("value", Kind.TRUTH, f"this place takes a truth value, and value is a number: {CONDITION}"),
        ("value > 5", Kind.NUMBER, f"this place takes a number, and value > 5 is a truth value: {NUMBER}"),
        ("zone", Kind.NUMBER, f"this place takes a number, and zone is text: {NUMBER}"),
    ],
)
def test_a_result_of_another_kind_than_its_place_takes_is_refused(text: str, gives: Kind, expected: str) -> None:
    assert problem(text, gives) == expected


def test_long_lists_and_long_expressions_are_cut_short() -> None:
    many = {f"indicator_{number}": Kind.NUMBER for number in range(100)}
    with pytest.raises(ExpressionError) as refused:
        check(parse("x"), many)
    assert refused.value.mend.endswith("indicator_18, indicator_19 or one of 88 others")
    assert problem(f"listed + {'value + ' * 50}1", None) == f"+ takes a number, and listed is a truth value: {NUMBER}"
    assert (
        problem(f"not ({'value + ' * 50}1)")
        == f"not takes a truth value, and {('value + ' * 8)[:60]}... is a number: {CONDITION}"
    )
