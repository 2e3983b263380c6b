from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.examination import Report, examine
from domain.regulation import Rulebook, Scheme, check
from tests.domain.examination.given import GOALS, book, document, stated
from tests.domain.rulebooks import group, leaf

NAMES = ["Growth of industry", "Growth of industries", "工业增加值增速", "农业增加值增速", "Complaints"]
LEAVES = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from(NAMES)},
        optional={
            "source": st.sampled_from(["Yearbook", "Tax register"]),
            "boundary": st.just("All"),
            "goals": st.just(["prosper"]),
            "balance": st.sampled_from([["quality"], ["economy", "input"]]),
        },
    ),
    min_size=1,
    max_size=6,
)


def _leaves(said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [leaf(f"i-{n}", f"1/{len(said)}", **fields) for n, fields in enumerate(said)]


def test_what_forbids_is_what_the_check_finds() -> None:
    wrong = Rulebook.model_validate(document(leaf("a", "0.9"), goals=GOALS))
    report = examine(wrong)
    assert report.forbids == check(wrong) != ()
    assert (report.balance, report.burden) == ((), ())
    assert [str(one) for one in report.advice] == [
        "indicators.1: it states no boundary and no source. State boundary and source",
        (
            "goals.1: no indicator measures the strategy goal prosper. "
            "Name it in the goals of an indicator, or leave it out"
        ),
        "indicators.1.goals: a serves no goal. Name the goals it serves, or leave it out",
    ]


def test_a_rulebook_beyond_all_bounds_is_not_examined() -> None:
    leaves = [leaf(f"i-{n}", "1/5001") for n in range(5001)]
    wrong = Rulebook.model_validate(document(*leaves))
    assert examine(wrong) == Report(forbids=check(wrong))


def test_a_scheme_is_examined_with_its_rulebook() -> None:
    standing = book(indicators=[], scheme={"levels": {"least": 1}, "public_share": "0.2"})
    fields = {"id": "s", "title": "S", "authority": "linjiang", "rulebook": "annual", "indicators": [stated("a")]}
    report = examine(standing, Scheme.model_validate(fields))
    assert (report.forbids, [one.place for one in report.advice]) == ((), ["indicators", "scheme.public_share"])


def test_a_scheme_that_does_not_conform_is_forbidden() -> None:
    fields = {"id": "s", "title": "S", "authority": "linjiang", "rulebook": "other"}
    report = examine(book(stated("a"), scheme={}), Scheme.model_validate(fields))
    assert [finding.place for finding in report.forbids] == ["rulebook"]


@given(LEAVES)
def test_the_same_document_is_always_examined_alike(said: list[dict[str, Any]]) -> None:
    assert examine(book(*_leaves(said))).model_dump_json() == examine(book(*_leaves(said))).model_dump_json()


@given(LEAVES, st.randoms())
def test_the_order_of_siblings_changes_nothing_but_places(said: list[dict[str, Any]], random: Any) -> None:  # noqa: ANN401 - a hypothesis random
    leaves = _leaves(said)
    mixed = list(leaves)
    random.shuffle(mixed)
    one, other = examine(book(group("g", "1", *leaves))), examine(book(group("g", "1", *mixed)))
    said_of = [sorted((a.matter, a.problem, a.mend) for a in report.advice) for report in (one, other)]
    assert said_of[0] == said_of[1]
    assert (one.overlaps, one.balance, one.burden) == (other.overlaps, other.balance, other.burden)
