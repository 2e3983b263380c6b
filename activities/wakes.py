"""Waking workflows: signal-with-start, so that a workflow is there whenever its stream has something for it."""

import asyncio
from collections.abc import Iterable, Sequence

from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy
from temporalio.service import RPCError, RPCStatusCode

from activities.contracts import TASK_QUEUE, WAKE, Wake, workflow_of
from domain.command import SYSTEM_CLOCK
from domain.event import Wakes, event_types
from domain.streams import appraisal_stream, cycle_stream
from store.log import StoredEvent

AT_ONCE = 16
"""Signals under way at the same time: a broadcast goes out a few at a time, and never as a herd."""

AWAY = frozenset({
    RPCStatusCode.UNAVAILABLE,
    RPCStatusCode.DEADLINE_EXCEEDED,
    RPCStatusCode.CANCELLED,
    RPCStatusCode.RESOURCE_EXHAUSTED,
})  # fmt: skip
"""What a Temporal that is not there, or has too much to do, answers; nothing is wrong with the wake itself."""


Refusal = tuple[Wake, RPCError]
"""A wake that Temporal refused, and why."""


class TemporalAway(ConnectionError):  # noqa: N818 - it comes back
    """Temporal does not answer; what was to be woken will be when it does."""


class Waker:
    """Wakes workflows of one namespace, on one task queue."""

    def __init__(self, client: Client, task_queue: str = TASK_QUEUE) -> None:
        self.client = client
        self._task_queue = task_queue

    async def wake(self, one: Wake) -> None:
        """Wakes the workflow of a stream, or starts it.

        Raises `TemporalAway`, or the `RPCError` that says what is wrong with this wake.
        """
        conductor = workflow_of(one.stream, one.kind)
        if conductor is None:
            return
        kind, workflow_id = conductor
        try:
            await self.client.start_workflow(
                kind,
                one,
                id=workflow_id,
                task_queue=self._task_queue,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                start_signal=WAKE,
                start_signal_args=[one],
            )
        except RPCError as error:
            if error.status in AWAY:
                raise TemporalAway(str(error)) from error
            raise

    async def wake_all(self, wakes: Iterable[Wake]) -> list[Refusal]:
        """Wakes many, a page at a time; returns those that were refused, with why.

        Raises `TemporalAway` as soon as Temporal does not answer: all of them may be sent again.
        """
        refused: list[Refusal] = []
        todo = iter(wakes)

        async def send() -> None:
            for one in todo:
                try:
                    await self.wake(one)
                except RPCError as error:
                    refused.append((one, error))

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(AT_ONCE):
                    group.create_task(send())
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None
        return refused


def woken_by(stored: StoredEvent, actor: str, appraisees: Sequence[str]) -> list[str]:
    """The streams whose workflows an event wakes.

    `appraisees` are those of the event's cycle whom it wakes, if it wakes any.
    """
    wakes = event_types()[stored.type].wakes
    own = stored.version == 1 or actor != SYSTEM_CLOCK
    streams: list[str] = []
    if (wakes is Wakes.OWN_STREAM and own) or wakes is Wakes.CYCLE_AND_APPRAISALS:
        streams.append(stored.stream)
    if wakes in {Wakes.APPRAISALS, Wakes.CYCLE_AND_APPRAISALS, Wakes.NAMED_APPRAISALS}:
        cycle = stored.stream.removeprefix(cycle_stream("x").removesuffix("x"))
        streams += [appraisal_stream(cycle, appraisee) for appraisee in appraisees]
    return streams
