"""The performance office: confirms goals, computes results, gives feedback, and sees to it that nobody is overrun."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from deploy.demo.door import Task
from deploy.demo.script import TO_LAPSE, VAGUE
from deploy.demo.stage import Stage
from domain.directory import Role


async def confirm_goals(stage: Stage, task: Task) -> None:
    """Confirms; returns goals that say nothing, once."""
    officer = stage.city.one_of(Role.OFFICE, task.appraisee)
    goals = f"{task.cycle}:{task.appraisee}:set-goals"
    if task.appraisee == VAGUE and goals not in stage.returned:
        stage.returned.add(goals)
        await stage.do(officer, task.id, "return", reason="Say who does what by when.")
        stage.say(f"{stage.city.name(VAGUE)} gets its goals back: too vague")
        return
    await stage.do(officer, task.id, "confirm")


async def compute(stage: Stage, task: Task) -> None:
    await stage.do(stage.city.one_of(Role.OFFICE, task.appraisee), task.id, "compute")


async def issue_feedback(stage: Stage, task: Task) -> None:
    """Says what is behind the result, and behind each value below its target."""
    short = (await stage.door.detail(task)).short
    findings = [{"indicator": name, "cause": _CAUSE, "recommendation": _RECOMMENDATION} for name in short]
    await stage.do(
        stage.city.one_of(Role.OFFICE, task.appraisee),
        task.id,
        "issue",
        causes="See the explanation of the result: it goes down to every value and who gave it.",
        recommendations="Begin the next year with the two lowest indicators.",
        findings=findings,
    )


_CAUSE = "The work began late in the year, and was not caught up with."
_RECOMMENDATION = "Begin in January, and look at the figures every month."
_SOON = 3.0
"""Seconds before the end of a step at which the office looks who is still at it."""
_MORE = "PT10S"


async def keep_time(stage: Stage, status: Mapping[str, Any]) -> None:
    """Extends a step that is about to end over the heads of people who only need longer: this machine is slow."""
    for step in status["steps"]:
        left = (datetime.fromisoformat(step["ends"]) - datetime.now(UTC)).total_seconds()
        still = status["appraisees"] - step["ended"] - TO_LAPSE.get(step["step"], 0)
        if still > 0 and 0 < left < _SOON:
            officer = stage.city.holders(Role.OFFICE)[0]
            need = "1 unit needs" if still == 1 else f"{still} units need"
            await stage.door.extend(stage.cycle, officer, step["step"], _MORE, f"{need} a little longer.")
            stage.say(f"The office extends {step['step']} by ten seconds: {need} longer")
            return
