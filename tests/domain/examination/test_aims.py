from domain.examination import Matter
from tests.domain.examination.given import advised, book, stated
from tests.domain.rulebooks import group, leaf


def test_a_goal_without_indicator_is_named() -> None:
    goals = [{"id": "prosper", "name": "Prosper"}, {"id": "heal", "name": "Heal", "kind": "need"}]
    assert advised(book(stated("a"), goals=goals), Matter.GOALS) == [
        "goals.2: no indicator measures the need goal heal. Name it in the goals of an indicator, or leave it out"
    ]


def test_a_goal_is_measured_by_all_its_parts() -> None:
    goals = [
        {"id": "top", "name": "Top"},
        {"id": "prosper", "name": "Prosper", "parent": "top"},
        {"id": "heal", "name": "Heal", "parent": "top"},
    ]
    half = book(stated("a"), goals=goals)
    assert [one.partition(":")[0] for one in advised(half, Matter.GOALS)] == ["goals.1", "goals.3"]
    assert advised(book(stated("a", goals=["prosper", "heal"]), goals=goals), Matter.GOALS) == []


def test_goals_in_a_circle_measure_nothing() -> None:
    goals = [{"id": "one", "name": "One", "parent": "two"}, {"id": "two", "name": "Two", "parent": "one"}]
    found = advised(book(stated("a", goals=[]), goals=goals), Matter.GOALS)
    assert [one.partition(":")[0] for one in found] == ["goals.1", "goals.2", "indicators.1.goals"]


def test_an_indicator_without_goal_is_named() -> None:
    examined = book(stated("a", "1/2"), stated("b", "1/2", goals=[]))
    assert advised(examined, Matter.GOALS) == [
        "indicators.2.goals: b serves no goal. Name the goals it serves, or leave it out"
    ]


def test_an_indicator_serves_the_goals_of_its_group() -> None:
    assert advised(book(group("g", "1", leaf("a"), goals=["prosper"])), Matter.GOALS) == []


def test_a_rulebook_without_goals_is_told_once() -> None:
    examined = book(leaf("a", "1/2"), leaf("b", "1/2"), goals=[])
    assert advised(examined, Matter.GOALS) == [
        "goals: there are none, so nothing says what the indicators are for. List the goals they serve"
    ]
