from domain.examination import audiences
from tests.domain.examination.given import URBAN_AND_RURAL, book, stated

URBAN, RURAL = 'zone == "urban"', 'zone == "rural"'


def test_without_conditions_the_regulation_is_the_same_for_all() -> None:
    assert [one.who for one in audiences(book(stated("a"), **URBAN_AND_RURAL))] == ["every appraisee"]


def test_appraisees_with_other_attributes_have_another_regulation() -> None:
    own = [stated("a", applies_when=URBAN), stated("b", applies_when=RURAL)]
    found = audiences(book(*own, **URBAN_AND_RURAL))
    assert [(one.who, [leaf.id for leaf in one.leaves], one.kinds) for one in found] == [
        ("zone urban", ["a"], ("urban",)),
        ("zone rural", ["b"], ("rural",)),
    ]


def test_appraisees_listed_are_named() -> None:
    own = [stated("a", applies_when=URBAN), stated("b", applies_when=RURAL)]
    entries = [{"id": f"u{n}", "attributes": {"zone": "urban"}} for n in range(5)]
    entries.append({"id": "r1", "attributes": {"zone": "rural"}})
    found = audiences(book(*own, appraisees=entries, **URBAN_AND_RURAL))
    assert [one.who for one in found] == ["r1", "u0, u1, u2 and 2 others"]


def test_those_named_and_those_not_are_told_apart() -> None:
    own = [stated("a", "1/2"), stated("b", "1/2"), stated("c", None, element="additional", applies_to=["finance"])]
    assert [one.who for one in audiences(book(*own))] == ["every appraisee not named", "finance"]


def test_those_without_any_indicator_are_no_audience() -> None:
    assert [one.who for one in audiences(book(stated("a", applies_to=["finance", "tax"])))] == ["every appraisee"]
