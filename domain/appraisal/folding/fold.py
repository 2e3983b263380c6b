"""The fold of an appraisal's events, in the order in which they happened."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from domain.appraisal.folding import judging, measuring, planning, resulting, stepping
from domain.appraisal.state import Appraisal
from domain.event import Event
from domain.replacing import replace


def fold(state: Appraisal, happened: Iterable[Event]) -> Appraisal:
    for one in happened:
        state = evolve(state, one)
    return state


def evolve(state: Appraisal, happened: Event) -> Appraisal:
    """Applies one event; the version counts every event, also those that change nothing else."""
    state = replace(state, version=state.version + 1)
    apply = _APPLY.get(type(happened), judging.recorded)
    return apply(state, happened)


_APPLY: Mapping[type[Event], Callable[[Appraisal, Any], Appraisal]] = {
    **stepping.APPLY,
    **planning.APPLY,
    **measuring.APPLY,
    **judging.APPLY,
    **resulting.APPLY,
}
