"""The follower's place in the log, as Temporal remembers it.

It is the memo of an execution that never runs: its start is delayed by years, and each new bookmark takes the place of
the last. Because it lies in Temporal's own storage it is lost, restored and rolled back together with the workflows,
and so tells the follower when that happened.
"""

from datetime import timedelta

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError, RPCStatusCode

from activities.wakes import AWAY, TemporalAway

_ID = "follower/bookmark"
_MEMO = "position"
_NEVER = timedelta(days=3650)


async def write_bookmark(client: Client, position: int) -> None:
    """Remembers in Temporal that everything up to `position` has been followed."""
    try:
        await client.start_workflow(
            "Bookmark",
            id=_ID,
            task_queue="kaohe-bookmark",
            start_delay=_NEVER,
            memo={_MEMO: position},
            id_conflict_policy=WorkflowIDConflictPolicy.TERMINATE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        )
    except RPCError as error:
        raise _away_or(error) from error


async def read_bookmark(client: Client) -> int | None:
    """The position Temporal remembers; nothing when it remembers none."""
    try:
        description = await client.get_workflow_handle(_ID).describe()
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return None
        raise _away_or(error) from error
    return int(await description.memo_value(_MEMO, type_hint=int))


def _away_or(error: RPCError) -> Exception:
    return TemporalAway(str(error)) if error.status in AWAY else error
