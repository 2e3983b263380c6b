"""Values of the years before, from the cycles that a cycle follows: whoever gives or answers feedback sees them."""

from collections import defaultdict

from api.operations.store import Store
from api.operations.subjects import Subject
from domain.appraisal.state import Appraisal
from domain.cycle.state import Cycle
from domain.exact import Exact
from domain.streams import appraisal_stream, cycle_stream

_MOST_CYCLES = 5


async def with_past(store: Store, subjects: tuple[Subject, ...], cycle: str, appraisee: str) -> tuple[Subject, ...]:
    """The subjects with what the appraisee reached in up to five cycles before; values on record stand above those."""
    known: dict[str, dict[int, Exact | None]] = defaultdict(dict)
    _, current = await store.load(cycle_stream(cycle), Cycle)
    for _ in range(_MOST_CYCLES):
        if current.after is None:
            break
        _, current = await store.load(cycle_stream(current.after), Cycle)
        _, before = await store.load(appraisal_stream(current.id, appraisee), Appraisal)
        for indicator, reported in before.known.items():
            if current.year is not None:
                known[indicator][current.year] = reported.value
    return tuple(one.model_copy(update={"past": _by_year(known[one.indicator] | one.past)}) for one in subjects)


def _by_year(values: dict[int, Exact | None]) -> dict[int, Exact | None]:
    return dict(sorted(values.items()))
