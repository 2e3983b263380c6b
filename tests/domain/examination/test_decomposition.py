from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.examination import Decomposed, Held, decompose
from tests.domain.examination.given import book, stated

GOALS = [
    {"id": "prosper", "name": "Prosper"},
    {"id": "jobs", "name": "Jobs", "kind": "need", "parent": "prosper"},
]
NAMES = st.sampled_from(["a", "b", "c"])


def _assigned(goal: str, holder: str, logic: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a document
    return {"goal": goal, "holder": holder, "logic": logic, **fields}


def test_a_goal_comes_down_to_people_with_the_part_that_is_theirs() -> None:
    assignments = [
        _assigned("prosper", "finance", "share", share="3/5"),
        _assigned("prosper", "tax", "share", share="2/5"),
        _assigned("prosper", "collection", "own", kind="team", under="tax"),
        _assigned("prosper", "li", "share", share="1/2", kind="person", under="collection"),
        _assigned("prosper", "wang", "contribute", kind="person", under="collection"),
    ]
    (goal,) = decompose(book(stated("a"), goals=GOALS, assignments=assignments))
    people = (
        Held(holder="li", kind="person", logic="share", share=Decimal(1) / 2, of_goal=Decimal("0.2")),
        Held(holder="wang", kind="person", logic="contribute", share=None, of_goal=None),
    )
    team = Held(holder="collection", kind="team", logic="own", share=None, of_goal=Decimal("0.4"), under=people)
    assert goal.held[1].under == (team,)
    assert [held.of_goal for held in goal.held] == [Decimal("0.6"), Decimal("0.4")]
    assert goal.indicators == {"1": "a"}
    assert goal.parts == (Decomposed(goal="jobs", name="Jobs", kind="need", indicators={}, held=()),)


@given(
    st.lists(st.tuples(NAMES, st.none() | NAMES), max_size=6),
    st.lists(st.tuples(NAMES, st.none() | NAMES), unique_by=lambda one: one[0]),
)
def test_nothing_is_left_out_however_it_hangs_together(
    assigned: list[tuple[str, str | None]], goals: list[tuple[str, str | None]]
) -> None:
    known = {goal for goal, _ in goals}
    examined = book(
        stated("x", goals=[]),
        goals=[{"id": goal, "name": goal, "parent": parent if parent in known else None} for goal, parent in goals],
        assignments=[_assigned("a", holder, "own", under=under) for holder, under in assigned],
    )
    found = [goal for top in decompose(examined) for goal in _below(top)]
    assert sorted(goal.goal for goal in found) == sorted(known)
    held = [one.holder for goal in found for top in goal.held for one in _under(top)]
    assert sorted(held) == sorted(holder for holder, _ in assigned if "a" in known)


def _below(goal: Decomposed) -> list[Decomposed]:
    return [goal, *(one for part in goal.parts for one in _below(part))]


def _under(held: Held) -> list[Held]:
    return [held, *(one for under in held.under for one in _under(under))]
