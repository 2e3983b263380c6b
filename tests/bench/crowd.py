"""A whole cycle of thousands of appraisals on the embedded runtime, everybody acting: does it end, and is memory flat?

The services are processes of their own, as `kaohe up` starts them; the people act from this one. All appraisals open at
once and go through goals, reporting, scoring, result and feedback, ten acts each. Memory is flat when the services hold
no more while the last third of all steps is completed than they did during the middle third.
"""

import asyncio
import itertools
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from deploy.core import Core, open_core
from deploy.local.supervisor import Supervisor
from deploy.local.up import running
from deploy.settings import load
from domain.appraisal.events import AppraisalClosed, Duty, StepCompleted, StepOpened
from domain.appraisal.feedback import AcknowledgeFeedback, FindingEntry, IssueFeedback
from domain.appraisal.goals import ConfirmGoals, GoalEntry, SetGoals
from domain.appraisal.reporting import SubmitReport, ValueEntry
from domain.appraisal.result import ApproveResult, ComputeResult
from domain.appraisal.scoring import JudgeIndicator, RateAppraisee
from domain.command import SYSTEM_OPERATOR, Command
from domain.streams import cycle_stream, directory_stream, rulebook_stream
from store.codec import decode
from tests import sample
from tests.bench.measure import Bench, Finding, Flat, Took

_SERVICES = ("log", "worker", "api")
_AT_ONCE = 12
_STEPS = ("goals", "reporting", "scoring", "result", "feedback")
_LEADERS = ("mayor", "vice-mayor")
_VALUES = {"budget": ("97", "%"), "delays": ("11", "days"), "hotline": ("88", "%")}


def measure(bench: Bench) -> list[Finding]:
    bench.say(f"a cycle of {bench.size.crowd} appraisals on the embedded runtime")
    with _folder() as folder:
        return asyncio.run(_measure(bench.size.crowd, folder))


async def _measure(count: int, folder: Path) -> list[Finding]:
    name = f"cycle of {count:,} appraisals, everybody acting"
    held: list[tuple[int, float]] = []
    began = time.perf_counter()
    async with running(load(data=folder)) as up, open_core(up.settings) as core:
        await _play(core, count, lambda completed: held.append((completed, _megabytes(up.supervisor))))
    took = time.perf_counter() - began
    steps = len(_STEPS) * count
    middle = max(megabytes for completed, megabytes in held if steps <= 3 * completed < 2 * steps)
    last = max(megabytes for completed, megabytes in held if 2 * steps <= 3 * completed)
    beside = f"{10 * count / took:,.0f} acts of people a second"
    return [Took(name, took, None, beside), Flat(f"memory of the services, {name}", middle, last, 1.1)]


@contextmanager
def _folder() -> Iterator[Path]:
    above = Path(tempfile.mkdtemp(prefix="kaohe-bench-"))
    if os.geteuid() == 0:
        above.chmod(0o711)  # PostgreSQL's account must be able to pass
    try:
        yield above / "data"
    finally:
        shutil.rmtree(above, ignore_errors=True)


def _megabytes(supervisor: Supervisor) -> float:
    return sum(_resident(supervisor.pid(name)) for name in _SERVICES)


def _resident(pid: int | None) -> float:
    if pid is None:
        return 0.0
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


# ---------------------------------------------------------------- the people


async def _play(core: Core, count: int, completed: Callable[[int], None]) -> None:
    """Lets everybody act until the last appraisal is closed; tells how many steps have been completed so far."""
    units = tuple(f"unit-{number}" for number in range(count))
    await _launch(core, units)
    hands, steps, closed = asyncio.Semaphore(_AT_ONCE), 0, 0
    async with asyncio.TaskGroup() as acts:
        async for batch in core.log.tail(0):
            for stored in batch:
                if stored.type == StepOpened.__name__:
                    happened = decode(stored)
                    if isinstance(happened, StepOpened):
                        acts.create_task(_act(core, hands, stored.stream, happened.duties))
                steps += stored.type == StepCompleted.__name__
                closed += stored.type == AppraisalClosed.__name__
            completed(steps)
            if closed == count:
                return


async def _launch(core: Core, units: tuple[str, ...]) -> None:
    rulebook: dict[str, Any] = {
        "steps": [step for step in sample.sample_steps("P30D") if step["step"] in _STEPS],
        "evaluators": [{"kind": "lead_departments", "weight": "0.6"}, {"kind": "leaders", "weight": "0.4"}],
    }
    for before, step in itertools.pairwise(rulebook["steps"]):
        step["opens"] = {"after": before["step"]}
    directory = sample.publish_directory(units=units)
    await _do(core, SYSTEM_OPERATOR, directory_stream(sample.AUTHORITY), directory)
    for actor, wish in sample.enact_rulebook(**rulebook):
        await _do(core, actor, rulebook_stream(sample.RULEBOOK), wish)
    await _do(core, sample.OFFICE, cycle_stream(sample.CYCLE), sample.launch(appraisees=units))


async def _act(core: Core, hands: asyncio.Semaphore, stream: str, duties: Sequence[Duty]) -> None:
    """Does everything that a step asks, one after the other."""
    head = f"{stream.rpartition(':')[2]}-head"
    for duty in duties:
        kind, _, about = duty.key.partition(".")
        actor = {"head": head, "office": sample.OFFICE, "committee": sample.COMMITTEE, "leader": about}[duty.role]
        async with hands:
            await _do(core, "supervision-head" if kind == "judge" else actor, stream, _ACTS[kind])


async def _do(core: Core, actor: str, stream: str, wish: Command) -> None:
    await core.executor.execute(uuid4(), actor, stream, wish)


_ACTS: Mapping[str, Command] = {
    "set-goals": SetGoals(goals=(GoalEntry(indicator="budget", measures="Spend in time"),)),
    "confirm-goals": ConfirmGoals(),
    "report": SubmitReport(
        values=tuple(ValueEntry(indicator=name, value=value, unit=unit) for name, (value, unit) in _VALUES.items())
    ),
    "judge": JudgeIndicator(indicator="conduct", points="87.5"),
    "rate": RateAppraisee(score="90"),
    "compute": ComputeResult(),
    "approve": ApproveResult(),
    "issue-feedback": IssueFeedback(
        causes="Steady work",
        recommendations="Go on",
        findings=tuple(FindingEntry(indicator=name, cause="Floods", recommendation="Dykes") for name in _VALUES),
    ),
    "answer-feedback": AcknowledgeFeedback(),
}
