"""The comparing cycle on a real runtime, played until its peers are tabulated."""

from typing import Any

from domain.appraisal.recording.record import CloseRecord
from domain.streams import appraisal_stream, cycle_stream
from tests import comparing
from tests.runtime import Running
from tests.sample import CYCLE, OFFICE, UNITS


async def play_to_peers(runtime: Running, **rulebook: Any) -> None:  # noqa: ANN401 - fields of the document
    """All report, everything there is to record is, and the workflow of the cycle has the peers tabulated."""
    await runtime.set_up(**comparing.CHANGES, **rulebook)
    for unit in UNITS:
        stream = appraisal_stream(CYCLE, unit)
        await runtime.until_event(stream, "StepOpened")
        await runtime.do(f"{unit}-head", stream, comparing.REPORTS[unit])
        await _until_scoring(runtime, stream)
        for actor, wish in comparing.facts(unit):
            await runtime.do(actor, stream, wish)
        await runtime.do(OFFICE, stream, CloseRecord())
    await runtime.until_event(cycle_stream(CYCLE), "PeersTabulated")


async def _until_scoring(runtime: Running, stream: str) -> None:
    async def opened() -> bool:
        return (await runtime.types(stream)).count("StepOpened") == 2

    await runtime.until(opened)
