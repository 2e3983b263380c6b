"""Logs: one form for all, nothing twice, nothing personal."""

import io
import json
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.testing import ActivityEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from deploy.local.ports import choose
from deploy.local.supervisor import Supervisor
from deploy.local.temporal import Temporal
from deploy.logging import configure


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def stream() -> io.StringIO:
    stream = io.StringIO()
    configure(stream=stream)
    return stream


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def untimed(stream: io.StringIO) -> list[dict[str, Any]]:
    return [{name: value for name, value in line.items() if name != "timestamp"} for line in lines(stream)]


def test_lines_of_structlog_and_of_the_standard_library_have_one_form(stream: io.StringIO) -> None:
    structlog.stdlib.get_logger("a").info("one", cycle="2026")
    logging.getLogger("b").warning("two %s", 2, extra={"cycle": "2026"})
    assert untimed(stream) == [
        {"event": "one", "cycle": "2026", "level": "info", "logger": "a"},
        {"event": "two 2", "cycle": "2026", "level": "warning", "logger": "b"},
    ]


def test_times_are_utc_in_iso_form(stream: io.StringIO) -> None:
    before = datetime.now(UTC)
    structlog.stdlib.get_logger("a").info("now")
    [line] = lines(stream)
    assert line["timestamp"].endswith("Z")
    assert before <= datetime.fromisoformat(line["timestamp"]) <= datetime.now(UTC)


def test_levels_below_the_one_asked_for_are_silent() -> None:
    stream = io.StringIO()
    configure(stream=stream, level="warning")
    structlog.stdlib.get_logger("a").info("no")
    logging.getLogger("b").info("no")
    structlog.stdlib.get_logger("a").warning("yes")
    assert [line["event"] for line in lines(stream)] == ["yes"]


def test_a_terminal_gets_columns_rather_than_json() -> None:
    stream = Terminal()
    configure(stream=stream)
    structlog.stdlib.get_logger("a").info("one", cycle="2026")
    assert "one" in stream.getvalue()
    assert not stream.getvalue().startswith("{")


@pytest.mark.parametrize("kind", [io.StringIO, Terminal])
def test_a_traceback_shows_no_local_variables(kind: type[io.StringIO]) -> None:
    stream = kind()
    configure(stream=stream)

    def fail() -> None:
        name = "wangwu".title()  # its spelling stands in no line of the source
        raise ValueError(len(name))

    try:
        fail()
    except ValueError:
        structlog.stdlib.get_logger("a").exception("failed")
    assert "ValueError" in stream.getvalue()
    assert "Wangwu" not in stream.getvalue()


def test_a_line_in_an_activity_says_which(stream: io.StringIO) -> None:
    ActivityEnvironment().run(lambda: structlog.stdlib.get_logger("a").info("done"))
    info = ActivityEnvironment.default_info()
    assert untimed(stream) == [
        {
            "event": "done",
            "level": "info",
            "logger": "a",
            "workflow": info.workflow_type,
            "workflow_id": info.workflow_id,
            "run_id": info.workflow_run_id,
            "activity": info.activity_type,
            "attempt": info.attempt,
        }
    ]


@activity.defn
async def nothing() -> None:
    """Gives the workflow a second task."""


@workflow.defn
class Speaks:
    @workflow.run
    async def run(self) -> None:
        structlog.stdlib.get_logger("w").info("first")
        logging.getLogger("w").info("first, plainly")
        await workflow.execute_activity(nothing, start_to_close_timeout=timedelta(seconds=10))
        structlog.stdlib.get_logger("w").info("second")
        logging.getLogger("w").info("second, plainly")


@pytest.fixture
async def temporal(tmp_path: Path) -> AsyncIterator[Client]:
    port, http_port, metrics_port = (choose(0, setting="") for _ in range(3))
    server = Temporal(
        database=tmp_path / "t.db", namespace="kaohe", port=port, http_port=http_port, metrics_port=metrics_port
    )
    supervisor = Supervisor(tmp_path / "logs")
    try:
        await supervisor.start(server.child())
        yield await Client.connect(server.address, namespace="kaohe")
    finally:
        await supervisor.stop()


@pytest.mark.anyio
async def test_a_replayed_workflow_says_nothing_again(temporal: Client, stream: io.StringIO) -> None:
    """Without a cache each task replays the workflow from its beginning."""
    async with Worker(
        temporal,
        task_queue="q",
        workflows=[Speaks],
        activities=[nothing],
        max_cached_workflows=0,
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        handle = await temporal.start_workflow(Speaks.run, id="speaks/1", task_queue="q")
        await handle.result()
    context = {"level": "info", "logger": "w", "workflow": "Speaks", "workflow_id": "speaks/1"}
    run = {"run_id": handle.result_run_id}
    assert [line for line in untimed(stream) if line["logger"] == "w"] == [
        {"event": said, **context, **run} for said in ("first", "first, plainly", "second", "second, plainly")
    ]
