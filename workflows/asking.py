"""How workflows ask: a local activity, which is one append or one read and costs the history a single event."""

from datetime import timedelta
from typing import TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy

from domain.event import Record

Answer = TypeVar("Answer", bound=Record)

_TIMEOUT = timedelta(seconds=20)
_LOCAL = timedelta(seconds=5)
"""Trouble that lasts longer is waited out by the server, not by the worker's task."""
_RETRY = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=30))


async def ask(activity: str, about: Record, answer: type[Answer]) -> Answer:
    """Asks until there is an answer, for as long as that takes."""
    told: Answer = await workflow.execute_local_activity(
        activity,
        about,
        result_type=answer,
        start_to_close_timeout=_TIMEOUT,
        local_retry_threshold=_LOCAL,
        retry_policy=_RETRY,
    )
    return told
