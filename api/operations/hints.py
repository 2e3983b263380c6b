"""Hints for a verifier: signs at a reported value, and what other sources say of it."""

from api.operations.matters import Matter
from api.operations.store import Store
from domain.appraisal.state import Appraisal
from domain.command import SYSTEM_CLOCK
from domain.cycle.events import Sign, SignKind
from domain.cycle.state import Cycle
from domain.exact import Exact
from domain.explanation import readable
from domain.streams import cycle_stream


async def hints(store: Store, key: str, state: object) -> tuple[Matter, ...]:
    """What points at the value that a duty is to verify; nothing for other duties."""
    kind, _, about = key.partition(".")
    if kind != "verify" or not isinstance(state, Appraisal):
        return ()
    _, cycle = await store.load(cycle_stream(state.cycle), Cycle)
    signs = cycle.draw.signs if cycle.draw else ()
    pointing = (sign for sign in signs if (sign.appraisee, sign.indicator) == (state.appraisee, about))
    checks = {source: check for (one, source), check in state.recorded.checks.items() if one == about}
    return (
        *(Matter(what="hint", text=_said(sign), by=SYSTEM_CLOCK) for sign in pointing),
        *(Matter(what=f"source {source}", text=_value(check.value), by=check.by) for source, check in checks.items()),
    )


def _value(value: Exact | None) -> str:
    return "no value" if value is None else readable(value)


def _said(sign: Sign) -> str:
    against, times = "" if sign.against is None else readable(sign.against), readable(sign.times)
    match sign.kind:
        case SignKind.FAR_FROM_PEERS:
            return f"it is {times} times the usual deviation away from the median of the peers, {against}"
        case SignKind.FAR_FROM_PAST:
            return f"it is {times} times the median of its own past away from that median, {against}"
        case SignKind.CORRECTED_BEFORE:
            return "it was corrected in the cycle before"
