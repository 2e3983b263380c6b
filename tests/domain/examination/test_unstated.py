from domain.examination import Matter
from tests.domain.examination.given import advised, book, stated
from tests.domain.rulebooks import judged, leaf


def test_an_indicator_without_boundary_and_source_says_so() -> None:
    assert advised(book(leaf("a")), Matter.UNSTATED) == [
        "indicators.1: it states no boundary and no source. State boundary and source"
    ]


def test_an_empty_text_states_nothing() -> None:
    assert advised(book(stated("a", boundary=" ")), Matter.UNSTATED) == [
        "indicators.1: it states no boundary. State boundary"
    ]


def test_what_is_judged_needs_neither_unit_nor_source() -> None:
    assert advised(book(judged("a", boundary="All")), Matter.UNSTATED) == []


def test_what_is_derived_needs_no_source() -> None:
    derived = leaf("b", "1/2", boundary="All", value_from='value("a") * 2')
    assert advised(book(stated("a", "1/2"), derived), Matter.UNSTATED) == []


def test_what_panels_rate_needs_no_lead_department() -> None:
    rated = {"id": "a", "name": "A", "weight": "1", "boundary": "All", "rule": {"shape": "rated", "panels": {"p": "1"}}}
    panels = [{"id": "p", "name": "P", "kind": "experts"}]
    assert advised(book(rated, panels=panels), Matter.UNSTATED) == []


def test_an_indicator_that_states_all_is_in_order() -> None:
    assert advised(book(stated("a")), Matter.UNSTATED) == []
