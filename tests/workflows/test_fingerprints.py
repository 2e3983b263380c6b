"""A workflow's commands keep their order, or the change is made under `patched()`."""

import json

from tests.workflows.fingerprints import RECORDED, commands, fingerprints


def test_the_order_of_commands_is_the_recorded_one() -> None:
    recorded = json.loads(RECORDED.read_text())
    assert fingerprints() == recorded, (
        "the commands of a workflow changed: a run that began before may not replay. Tell old runs by an answer "
        "whose new field has a default, and record the new order once every golden history replays"
    )


_OLD = "async def run(self):\n    await self.open()\n    await workflow.wait_condition(done)\n"


def test_exchanged_commands_are_noticed() -> None:
    new = "async def run(self):\n    await workflow.wait_condition(done)\n    await self.open()\n"
    assert commands(new) != commands(_OLD)


def test_an_added_command_is_noticed() -> None:
    assert commands(_OLD + "    await ask(CLOSE, stream, End)\n") != commands(_OLD)


def test_a_change_under_patched_with_the_old_order_beside_it_passes() -> None:
    new = (
        "async def run(self):\n"
        "    if workflow.patched('wait-first'):\n"
        "        await workflow.wait_condition(done)\n"
        "        await self.open()\n"
        "    else:\n"
        "        await self.open()\n"
        "        await workflow.wait_condition(done)\n"
    )
    assert commands(new) == commands(_OLD)
