"""Steering on a real server: what ends, ends everywhere, and what begins again does so from the log."""

import pytest

from domain.cycle.cancelling import CancelCycle
from domain.streams import appraisal_stream, cycle_stream
from tests import sample
from tests.runtime import Running

pytestmark = pytest.mark.anyio

STREAM = cycle_stream(sample.CYCLE)


async def test_a_cancelled_cycle_ends_its_appraisals_and_closes(runtime: Running) -> None:
    await runtime.set_up(steps=sample.sample_steps("P30D"))
    finance = appraisal_stream(sample.CYCLE, "finance")
    await runtime.until_event(STREAM, "AppraisalsOpened")
    await runtime.until_event(finance, "StepOpened")

    await runtime.do(sample.OFFICE, STREAM, CancelCycle(reason="Merged"))

    await runtime.until_event(STREAM, "CycleClosed")
    assert (await runtime.types(STREAM))[-3:] == ["CycleCancelled", "AppraisalsClosed", "CycleClosed"]
    for unit in sample.UNITS:
        stream = appraisal_stream(sample.CYCLE, unit)
        assert (await runtime.types(stream))[-1] == "AppraisalCancelled"


async def test_a_cycle_cancelled_before_its_appraisals_are_open_closes_too(runtime: Running) -> None:
    await runtime.set_up(steps=sample.sample_steps("P30D"))
    await runtime.do(sample.OFFICE, STREAM, CancelCycle(reason="Merged"))

    await runtime.until_event(STREAM, "CycleClosed")
