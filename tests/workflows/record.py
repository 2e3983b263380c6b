"""Records the golden histories of this release: `python -m tests.workflows.record [SCENARIO...]`.

What is recorded is never replaced. Each scenario is a whole cycle; the histories of the cycle's workflow and of its
first appraisal's are kept, the latter for annual cycles alone, since it is the same in all. Of a case or a meeting its
own is.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from temporalio.client import Client

from activities.contracts import (
    ANNUAL_CYCLE,
    CYCLE_WORKFLOWS,
    PEACETIME_CYCLE,
    TERM_CYCLE,
    appraisal_workflow_id,
    case_workflow_id,
    cycle_workflow_id,
)
from domain.calendar import Duration
from domain.cycle.steering import ExtendCycle, PauseCycle, ResumeCycle
from domain.regulation import CycleKind
from domain.schedule import Period, StepName
from domain.streams import appraisal_stream, cycle_stream
from tests.conftest import Database, fresh_database, prepare
from tests.players import Players
from tests.postgres import serve
from tests.runtime import Running, running
from tests.sample import CYCLE, OFFICE, UNITS, sample_steps
from tests.skipping import skipping
from tests.temporal import TemporalServer, serve_temporal
from tests.workflows import cases, meetings, steered
from tests.workflows.comparing import play_to_peers
from tests.workflows.terms import begin_term

HISTORIES = Path(__file__).parents[1] / "histories"

Scenario = Callable[[Running], Awaitable[None]]


async def everybody_acts(runtime: Running) -> None:
    await runtime.set_up()
    await Players(runtime, CYCLE).play_to_the_end()


async def nobody_acts(runtime: Running) -> None:
    await runtime.set_up(steps=_hurried())
    await runtime.until_event(cycle_stream(CYCLE), "CycleClosed")


async def late_but_done(runtime: Running) -> None:
    await runtime.set_up(steps=sample_steps("PT1S", reminders=["PT0.5S"], escalates="PT1S", ends="PT60S"))
    await runtime.until_event(appraisal_stream(CYCLE, UNITS[0]), "StepEscalated")
    await Players(runtime, CYCLE).play_to_the_end()


async def without_verification(runtime: Running) -> None:
    await runtime.set_up(steps=_unverified())
    await Players(runtime, CYCLE).play_to_the_end()


async def paused_and_extended(runtime: Running, **rulebook: Any) -> None:  # noqa: ANN401 - fields of the document
    await runtime.set_up(**rulebook)
    stream = cycle_stream(CYCLE)
    await runtime.until_event(appraisal_stream(CYCLE, UNITS[0]), "StepOpened")
    extension = ExtendCycle(step=StepName.GOALS, by=Duration.parse("PT5S"), reason="Floods")
    await runtime.do(OFFICE, stream, extension)
    await runtime.do(OFFICE, stream, PauseCycle(reason="Floods"))
    await runtime.do(OFFICE, stream, ResumeCycle())
    await Players(runtime, CYCLE).play_to_the_end()


async def drawn_by_value(runtime: Running, **rulebook: Any) -> None:  # noqa: ANN401 - fields of the document
    """Supervision is reminded, its superiors are told twice, and then it gives the value."""
    rule = {"share": "1/2", "value_by": "supervision", "value_within": "PT1S", "value_reminders": ["PT0.5S"]}
    await runtime.set_up(verification=rule, **rulebook)

    async def told_twice() -> bool:
        return (await runtime.types(cycle_stream(CYCLE))).count("DrawValueEscalated") > 1

    await Players(runtime, CYCLE, skip=frozenset({"give-draw-value"})).play_until(told_twice)
    await Players(runtime, CYCLE).play_to_the_end()


async def peers_compared(runtime: Running, **rulebook: Any) -> None:  # noqa: ANN401 - fields of the document
    await play_to_peers(runtime, **rulebook)
    await Players(runtime, CYCLE).play_to_the_end()


def _of_kind(kind: CycleKind, played: str, **rulebook: Any) -> Scenario:  # noqa: ANN401 - fields of the document
    """The same as in a year, in a cycle of another kind."""

    async def play(runtime: Running) -> None:
        await runtime.set_up(kind=kind.value, **rulebook)
        if played == "nobody":
            await runtime.until_event(cycle_stream(CYCLE), "CycleClosed")
        else:
            await Players(runtime, CYCLE).play_to_the_end()

    return play


def _of_other_kinds() -> Mapping[str, Scenario]:
    scenarios: dict[str, Scenario] = {}
    for kind in (CycleKind.TERM, CycleKind.PEACETIME, CycleKind.SPECIAL):
        scenarios[f"{kind.value}-everybody-acts"] = _of_kind(kind, "everybody")
        scenarios[f"{kind.value}-nobody-acts"] = _of_kind(kind, "nobody", steps=_hurried())
        scenarios[f"{kind.value}-drawn-by-value"] = partial(drawn_by_value, kind=kind.value)
        scenarios[f"{kind.value}-paused-and-extended"] = partial(paused_and_extended, kind=kind.value)
        scenarios[f"{kind.value}-peers-compared"] = partial(peers_compared, kind=kind.value)
        scenarios[f"{kind.value}-without-verification"] = _of_kind(kind, "everybody", steps=_unverified())
    return scenarios


def _unverified() -> list[dict[str, object]]:
    steps = [step for step in sample_steps() if step["step"] != "verification"]
    steps[3]["opens"] = {"after": "reporting"}
    return steps


def _hurried() -> list[dict[str, object]]:
    return sample_steps("PT1S", reminders=["PT0.4S", "PT0.2S"], escalates="PT0.1S", ends="PT0.2S")


OTHERS = _of_other_kinds()
LINKED = "linked"
CASES: Mapping[str, Scenario] = {
    "case-answered": cases.answered,
    "case-goals-changed": cases.goals_changed,
    "case-late-but-answered": cases.late_but_answered,
    "case-nobody-answers": cases.nobody_answers,
    "case-withdrawn": cases.withdrawn,
}

MEETINGS: Mapping[str, Scenario] = {
    "meeting-held": meetings.play_with_a_meeting,
    "meeting-lapsed": meetings.play_with_nobody_coming,
}
SCENARIOS: Mapping[str, Scenario] = {
    **CASES,
    "drawn-by-value": drawn_by_value,
    "everybody-acts": everybody_acts,
    "late-but-done": late_but_done,
    "nobody-acts": nobody_acts,
    "paused-and-extended": paused_and_extended,
    "peers-compared": peers_compared,
    "without-verification": without_verification,
    **steered.SCENARIOS,
    **OTHERS,
    **MEETINGS,
}


async def record(name: str, database: Database, temporal: TemporalServer, folder: Path) -> None:
    """Plays a scenario on a database and a namespace of its own, and keeps its histories."""
    client = await temporal.connect(temporal.namespace(), identity="recorder")
    async with running(database, client, folder / name) as runtime:
        await SCENARIOS[name](runtime)
        await _keep(client, name)


async def _keep(client: Client, scenario: str) -> None:
    for workflow, workflow_id in _kept(scenario).items():
        await _keep_one(client, workflow, workflow_id, scenario)


async def _keep_one(client: Client, workflow: str, workflow_id: str, scenario: str) -> None:
    file = HISTORIES / workflow / f"{version('kaohe')}-{scenario}.json"
    if file.exists():
        return
    handle = client.get_workflow_handle(workflow_id)
    async with asyncio.timeout(timedelta(seconds=30).total_seconds()):
        await handle.result()
    history = await handle.fetch_history()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(json.loads(history.to_json()), indent=1) + "\n")
    print(f"recorded {file.relative_to(HISTORIES)}, {len(history.events)} events")  # noqa: T201 - its output


def _kept(scenario: str) -> Mapping[str, str]:
    """The ids of the workflows whose histories a scenario gives, by their types."""
    if scenario in CASES:
        return {"Case": case_workflow_id(cases.CASE)}
    if scenario in MEETINGS:
        return meetings.KEPT
    kind = CycleKind(scenario.partition("-")[0]) if scenario in OTHERS else CycleKind.ANNUAL
    of_appraisal = {} if scenario in OTHERS else {"Appraisal": appraisal_workflow_id(CYCLE, UNITS[0])}
    return {CYCLE_WORKFLOWS[kind]: cycle_workflow_id(CYCLE), **of_appraisal}


async def record_linked(database: Database, folder: Path) -> None:
    """Keeps the histories of a term of two years, of a year and of a month in it, from a server that skips time."""
    async with skipping(database, folder / "linked") as it:
        await begin_term(it, Period(start=date(2027, 1, 1), end=date(2028, 12, 31)))
        await it.reach(datetime(2029, 1, 2, tzinfo=UTC))
        cycles = {TERM_CYCLE: "term", ANNUAL_CYCLE: "term-1", PEACETIME_CYCLE: "term-1-2"}
        for workflow, cycle in cycles.items():
            await _keep_one(it.runtime.client, workflow, cycle_workflow_id(cycle), "linked")


def main() -> None:
    names = sys.argv[1:] or [*SCENARIOS, LINKED]
    with tempfile.TemporaryDirectory() as folder, serve() as postgres, serve_temporal() as temporal:
        asyncio.run(prepare(postgres))
        for name in names:
            with fresh_database(postgres) as database:
                if name == LINKED:
                    asyncio.run(record_linked(database, Path(folder)))
                else:
                    asyncio.run(record(name, database, temporal, Path(folder)))


if __name__ == "__main__":
    main()
