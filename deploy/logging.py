"""Logs: structlog for every process, lines of JSON unless a person is watching, nothing while a workflow is replayed.

Lines carry ids, never names or free text: tracebacks come without local variables for the same reason.
"""

import io
import logging
import re
import sys
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger


def configure(*, level: str = "info", stream: TextIO | None = None) -> None:
    """Sends all logs of this process, structlog's and the standard library's, to `stream` (stderr) in one form.

    A terminal gets columns and colours, anything else one JSON object a line. Call it once, first of all.
    """
    stream = stream or sys.stderr
    common: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_temporal_context,
    ]
    handler = logging.StreamHandler(stream)
    handler.addFilter(_not_replaying)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*common, structlog.stdlib.ExtraAdder()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendered(stream)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for chatty in ("alembic", "httpx", "httpcore"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            drop_while_replaying,
            structlog.stdlib.filter_by_level,
            *common,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def add_temporal_context(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Adds which workflow run or activity attempt is speaking; what the line says itself stands."""
    return {**_temporal_context(), **event}


def drop_while_replaying(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drops a line that a workflow's replay says again."""
    if _replaying():
        raise structlog.DropEvent
    return event


def _not_replaying(_record: logging.LogRecord) -> bool:
    """The same for lines of the standard library, whose formatter cannot drop them."""
    return not _replaying()


def _replaying() -> bool:
    workflow = sys.modules.get("temporalio.workflow")  # not loaded: then nothing here is a workflow
    return workflow is not None and workflow.in_workflow() and workflow.unsafe.is_replaying()


def _temporal_context() -> dict[str, object]:
    workflow, activity = sys.modules.get("temporalio.workflow"), sys.modules.get("temporalio.activity")
    if workflow is not None and workflow.in_workflow():
        info = workflow.info()
        return {"workflow": info.workflow_type, "workflow_id": info.workflow_id, "run_id": info.run_id}
    if activity is not None and activity.in_activity():
        info = activity.info()
        return {
            "workflow": info.workflow_type,
            "workflow_id": info.workflow_id,
            "run_id": info.workflow_run_id,
            "activity": info.activity_type,
            "attempt": info.attempt,
        }
    return {}


def _rendered(stream: TextIO) -> list[Processor]:
    if stream.isatty():
        return [structlog.dev.ConsoleRenderer(exception_formatter=_plain_traceback)]
    return [
        structlog.processors.ExceptionRenderer(_traceback),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]


_AS_DATA = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)


def _plain_traceback(stream: TextIO, exc_info: ExcInfo) -> None:
    written = io.StringIO()
    structlog.dev.plain_traceback(written, exc_info)
    stream.write(_unquoted(written.getvalue(), exc_info[1]))


def _traceback(exc_info: ExcInfo) -> list[dict[str, Any]]:
    stacks = _AS_DATA(exc_info)
    for stack in stacks:
        stack["exc_value"] = _unquoted(stack["exc_value"], exc_info[1])
    return stacks


_QUOTING = ("22", "23")
"""SQLSTATEs of values that do not fit, or stand there already: PostgreSQL repeats those values in its words."""

_DETAIL = re.compile(r"DETAIL:.*")


def _unquoted(text: str, error: BaseException | None) -> str:
    """The text without what the database said of values: they may be names."""
    text = _DETAIL.sub("DETAIL: [left out]", text)
    while error is not None:
        sqlstate = str(getattr(error, "sqlstate", None) or "")
        if sqlstate.startswith(_QUOTING):
            for said in (str(error), *map(str, error.args)):
                text = text.replace(said, f"[SQLSTATE {sqlstate}; what it says is left out]") if said else text
        error = error.__cause__ or error.__context__
    return text
