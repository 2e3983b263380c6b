"""What a result would become by the corrections of a case, for whoever is to approve them within it."""

from api.operations.matters import Matter
from api.operations.store import Store
from domain.appraisal.revision.computing import corrections_of, revised_result
from domain.appraisal.state import Appraisal
from domain.case.content import Corrections
from domain.case.state import Case
from domain.command import SYSTEM_CLOCK, Context
from domain.cycle.regulation import regulation_streams
from domain.cycle.state import Cycle
from domain.exact import text
from domain.refusal import Refused
from domain.streams import appraisal_stream, cycle_stream


async def would_become(store: Store, case: Case) -> tuple[Matter, ...]:
    """Total and grade, computed by the rule as they would be; nothing where no case is open that corrects anything."""
    wanted = [one for content in case.contents(Corrections) for one in content.corrections]
    if case.appraisee is None or case.settled or not wanted:
        return ()
    by = next(done.by for turn in reversed(case.turns) for done in turn.done if isinstance(done.content, Corrections))
    _, state = await store.load(appraisal_stream(case.cycle, case.appraisee), Appraisal)
    try:
        context = await _context(store, case.cycle)
        corrections = corrections_of(wanted, state, context, f"case {case.id}")
        result = revised_result(corrections, state, context)
    except Refused as refused:
        return (Matter(what="the result cannot be computed again", text=str(refused), by=by),)
    before, after = (
        f"{'none' if total is None else text(total)}{f', {grade}' if grade else ''}"
        for total, grade in ((state.total, state.grade), (result.total, result.grade))
    )
    return (Matter(what="the result would become", text=f"{after}, instead of {before}", by=by),)


async def _context(store: Store, cycle: str) -> Context:
    _, state = await store.load(cycle_stream(cycle), Cycle)
    streams = (cycle_stream(cycle), *regulation_streams(state))
    states = {stream: (await store.executor.load(stream)).state for stream in streams}
    return Context(now=await store.clock(), actor=SYSTEM_CLOCK, states=states)
