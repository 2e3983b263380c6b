"""Golden histories: what earlier runs did, the code of today must do again. They are never regenerated.

`python -m tests.workflows.record` adds those of a new release; a file that is there is never written again.
"""

import json
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from deploy.services import RUNNER, WORKFLOWS

pytestmark = pytest.mark.anyio

HISTORIES = Path(__file__).parents[1] / "histories"
GOLDEN = sorted(HISTORIES.glob("*/*.json"))


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: f"{path.parent.name}/{path.stem}")
async def test_a_golden_history_replays(golden: Path) -> None:
    history = WorkflowHistory.from_json(golden.stem, _read(golden))
    replayer = Replayer(workflows=list(WORKFLOWS), data_converter=pydantic_data_converter, workflow_runner=RUNNER)
    await replayer.replay_workflow(history)


async def test_a_history_whose_commands_came_in_another_order_does_not_replay() -> None:
    golden = next(path for path in GOLDEN if path.parent.name == "AnnualCycle")
    history = json.loads(_read(golden))
    events = history["events"]
    markers = [event for event in events if "markerRecordedEventAttributes" in event]
    first, second = (marker["markerRecordedEventAttributes"] for marker in markers[:2])
    markers[0]["markerRecordedEventAttributes"], markers[1]["markerRecordedEventAttributes"] = second, first
    replayer = Replayer(workflows=list(WORKFLOWS), data_converter=pydantic_data_converter, workflow_runner=RUNNER)

    with pytest.raises(Exception, match=r"[Nn]ondeterminism|\[TMPRL1100\]"):
        await replayer.replay_workflow(WorkflowHistory.from_json(golden.stem, json.dumps(history)))


def _read(golden: Path) -> str:
    return golden.read_text()


def test_every_workflow_has_golden_histories() -> None:
    assert {path.parent.name for path in GOLDEN} == {workflow.__name__ for workflow in WORKFLOWS}
