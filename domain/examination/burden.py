"""What filling in asks of a unit in a year."""

from collections import defaultdict
from collections.abc import Sequence

from domain.event import Record
from domain.examination.audiences import Audience
from domain.schedule import StepName

FIELDS_OF_A_VALUE = 3
"""A reported value is typed as the value itself, a reference to its evidence, and a note."""
FIELDS_OF_A_GOAL = 2
"""A goal is typed as its target and the measures for it."""


class Burden(Record):
    """What one unit of an audience is asked for in a year.

    `indicators` are those it reports, which are all that are neither judged nor derived from others. `values` counts
    each as often as it is `asked` a year, once where nothing is said. A lead department asks for all its indicators at
    once, as often as for that which it asks most often: these are the `requests`. `fields` are typed: three with every
    value (value, evidence, note) and, where the rulebook has the step goals, two with every measured indicator (target,
    measures). The unit of measure is given, not typed.
    """

    who: tuple[str, ...]
    indicators: int
    values: int
    requests: int
    fields: int


def burdens(audiences: Sequence[Audience]) -> tuple[Burden, ...]:
    """One line for all audiences of whom the same is asked."""
    same: dict[tuple[int, int, int, int], list[str]] = defaultdict(list)
    for audience in audiences:
        same[_counted(audience)].append(audience.who)
    return tuple(
        Burden(who=tuple(who), indicators=i, values=v, requests=r, fields=f) for (i, v, r, f), who in same.items()
    )


def _counted(audience: Audience) -> tuple[int, int, int, int]:
    reported = [leaf for leaf in audience.leaves if leaf.reported]
    times = [1 if leaf.asked is None else leaf.asked for leaf in reported]
    most: dict[str | None, int] = defaultdict(int)
    for leaf, often in zip(reported, times, strict=True):
        most[leaf.lead] = max(most[leaf.lead], often)
    goals = len(reported) if any(rule.step is StepName.GOALS for rule in audience.rulebook.steps) else 0
    values = sum(times)
    fields = values * FIELDS_OF_A_VALUE + goals * FIELDS_OF_A_GOAL
    return len(reported), values, sum(most.values()), fields
