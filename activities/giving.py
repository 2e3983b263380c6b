"""How workflows and log services give a command: once, by its id, and without effect where it was overtaken."""

from uuid import UUID

import structlog

from domain.command import SYSTEM_CLOCK, Command
from domain.refusal import Reason, Refused
from store.execute import Executor

_log = structlog.get_logger(__name__)


async def give(executor: Executor, instance: UUID, stream: str, wish: Command, *, actor: str = SYSTEM_CLOCK) -> bool:
    """Whether the stream took the command, now or before.

    One that the log does not allow any more, being overtaken or put off, changes nothing; any other refusal is raised.
    """
    try:
        await executor.execute(instance, actor, stream, wish)
    except Refused as refused:
        if refused.reason is not Reason.CONFLICT:
            raise
        _log.info("command.overtaken", stream=stream, command=type(wish).__name__, why=refused.problem)
        return False
    return True
