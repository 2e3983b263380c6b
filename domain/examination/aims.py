"""Goals that no indicator measures, and indicators that serve no goal."""

from collections.abc import Iterator

from domain.examination.advice import Advice, Matter
from domain.examination.leaves import leaves
from domain.regulation import Rulebook


def aim_advice(rulebook: Rulebook) -> Iterator[Advice]:
    """A goal is measured by indicators that name it, or when all goals that are parts of it are measured.

    An indicator serves the goals it names and those of its groups. A rulebook without goals has one finding for all.
    """
    scored = leaves(rulebook)
    if not rulebook.goals:
        if scored:
            problem, mend = "there are none, so nothing says what the indicators are for", "List the goals they serve"
            yield Advice(matter=Matter.GOALS, place="goals", problem=problem, mend=mend)
        return
    served = {goal for leaf in scored for goal in leaf.goals}
    for position, goal in enumerate(rulebook.goals, start=1):
        if not measured(rulebook, goal.id, served):
            yield Advice(
                matter=Matter.GOALS,
                place=f"goals.{position}",
                problem=f"no indicator measures the {goal.kind.value} goal {goal.id}",
                mend="Name it in the goals of an indicator, or leave it out",
            )
    for leaf in scored:
        if not leaf.goals:
            yield Advice(
                matter=Matter.GOALS,
                place=f"indicators.{leaf.number}.goals",
                problem=f"{leaf.node.id} serves no goal",
                mend="Name the goals it serves, or leave it out",
            )


def measured(rulebook: Rulebook, goal: str, served: set[str], within: frozenset[str] = frozenset()) -> bool:
    """Whether a goal is among those served, or has parts and all of them are."""
    if goal in served:
        return True
    parts = [one.id for one in rulebook.goals if one.parent == goal]
    return (
        bool(parts) and goal not in within and all(measured(rulebook, part, served, within | {goal}) for part in parts)
    )
