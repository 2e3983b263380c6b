"""Appraisals as they really go: events made by the deciders, in their stored form."""

from collections.abc import Sequence
from functools import cache
from uuid import uuid4

from domain.appraisal.clock import CloseAppraisal
from domain.appraisal.events import AppraisalOpened
from domain.command import SYSTEM_CLOCK
from domain.event import Event
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream
from store.codec import Codec, Meta
from store.log import EncodedEvent
from tests import sample
from tests.domain import history


@cache
def appraisal() -> Sequence[Event]:
    """The events of one appraisal in which everybody acts, reminded once in the first step."""
    given = history.tick(history.at_step(StepName.GOALS), StepName.GOALS)
    given = history.done(given, StepName.GOALS)
    for step in [times.step for times in history.schedule(given)][1:]:
        given = history.tick(history.draw_if_due(given, step), step)
        given = history.done(given, step)
    given = given.when(history.APPRAISAL, CloseAppraisal(), actor=SYSTEM_CLOCK).accepted
    return given.streams[history.APPRAISAL]


async def encoded(codec: Codec, cycle: str) -> tuple[str, list[EncodedEvent]]:
    """The same appraisal in another cycle: its stream, and its events with ids, salts and seals of their own."""
    opened, *others = appraisal()
    assert isinstance(opened, AppraisalOpened)
    events = [opened.model_copy(update={"cycle": cycle}), *others]
    meta = Meta(
        actor=sample.OFFICE,
        command=uuid4(),
        type="ConfirmGoals",
        fingerprint="0" * 64,
        read={appraisal_stream(cycle, opened.appraisee): 7, cycle_stream(cycle): 3, "directory:linan": 2},
        rulebook=opened.rulebook_hash,
    )
    stream = appraisal_stream(cycle, opened.appraisee)
    return stream, await codec.encode(stream, events, [uuid4() for _ in events], meta)
