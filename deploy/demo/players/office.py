"""The performance office: sees goals and results through, gives feedback, and that nobody is overrun.

It computes and approves nothing; who approves has a module of its own.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from deploy.demo.authority import Run
from deploy.demo.door import Task
from deploy.demo.players.cases import look_at_quarter
from deploy.demo.script import FIRST, TO_LAPSE, VAGUE
from deploy.demo.stage import Stage
from domain.directory import Role


def _officer(stage: Stage, task: Task) -> str:
    return stage.of(task).authority.one_of(Role.OFFICE, task.appraisee)


async def decide_on_goals(stage: Stage, task: Task) -> None:
    """Confirms goals, or audits them where the rulebook wants that; returns goals that say nothing, once."""
    run, goals = stage.of(task), f"{task.cycle}:{task.appraisee}:set-goals"
    if task.appraisee == VAGUE and run.is_annual and run.year == FIRST and goals not in stage.returned:
        await stage.do(_officer(stage, task), task.id, "return", reason="Say who does what by when.")
        stage.send_back(goals)
        stage.send_back(task.id)
        stage.say(f"{run.authority.name(VAGUE)} gets its goals back: too vague")
        return
    await stage.do(_officer(stage, task), task.id, "audit" if task.kind == "audit-goals" else "confirm")


async def close_comments(stage: Stage, task: Task) -> None:
    """Waits out the time for comments; in one case somebody has commented, and is answered."""
    run = stage.of(task)
    commented = task.appraisee == VAGUE and run.year == FIRST
    if commented:
        citizen = {"comment": "Say in the goals by when a broken lift is mended.", "voice": "public"}
        await stage.send(_officer(stage, task), f"/appraisals/{task.cycle}:{task.appraisee}/goal-comments", citizen)
        stage.say(f"A citizen comments on the goals of {run.authority.name(VAGUE)}")
    response = "It is taken into the measures." if commented else ""
    await stage.do_in_time(_officer(stage, task), task.id, "close", response=response)


async def agree_goals(stage: Stage, task: Task) -> None:
    await stage.do(_officer(stage, task), task.id, "agree")


async def fix_goals(stage: Stage, task: Task) -> None:
    """The office fixes ordinary goals, the government those of key work."""
    place = stage.of(task).authority
    actor = place.holders(Role.GOVERNMENT)[0] if task.about else _officer(stage, task)
    await stage.do(actor, task.id, "fix", document=f"Goals {task.cycle}")


async def publish_goals(stage: Stage, task: Task) -> None:
    await stage.do(_officer(stage, task), task.id, "publish", publication="The government's website")


async def close_record(stage: Stage, task: Task) -> None:
    await stage.do(_officer(stage, task), task.id, "close")


async def compute(stage: Stage, task: Task) -> None:
    """Computes; the results of the first quarter make the office write to those who are far behind."""
    await stage.do(_officer(stage, task), task.id, "compute")
    run = stage.of(task)
    if run.quarter is not None:
        await look_at_quarter(stage, run, task.appraisee, stage.runs[run.cycle.rpartition("-")[0]])


async def publish_notice(stage: Stage, task: Task) -> None:
    await stage.do(_officer(stage, task), task.id, "publish")


async def close_notice(stage: Stage, task: Task) -> None:
    """Closes the notice when its time is over."""
    await stage.do_in_time(_officer(stage, task), task.id, "close")


async def announce_result(stage: Stage, task: Task) -> None:
    await stage.do(_officer(stage, task), task.id, "announce")


async def issue_feedback(stage: Stage, task: Task) -> None:
    """Says what is behind the result, and behind each value below its target."""
    short = (await stage.door.detail(task)).short
    findings = [{"indicator": name, "cause": _CAUSE, "recommendation": _RECOMMENDATION} for name in short]
    await stage.do(
        _officer(stage, task),
        task.id,
        "issue",
        causes="See the explanation of the result: it goes down to every value and who gave it.",
        recommendations="Begin the next year with the two lowest indicators.",
        findings=findings,
    )


async def rank_and_use(stage: Stage, run: Run) -> None:
    """Ranks the year, has what follows proposed by rule, and lets the committee decide on each use.

    A false report is referred for accountability, and what came of it is recorded.
    """
    place = run.authority
    officer, member = place.holders(Role.OFFICE)[0], place.holders(Role.COMMITTEE)[0]
    own = f"/cycles/{run.cycle}"
    await stage.send(officer, f"{own}/rankings", {"earlier": []})
    await stage.send(officer, f"{own}/uses/proposals")
    proposed = [use["proposal"] for use in await stage.door.uses(run.cycle)]
    liable = [use for use in proposed if use["id"].startswith("liability.")]
    decision = {"choice": "adopted", "reason": "As the regulation provides."}
    usual = [use["id"] for use in proposed if use not in liable]
    await stage.send(member, f"{own}/uses/decisions", {**decision, "uses": usual}, document=f"Uses {run.year}")
    for use in liable:
        head = place.head(use["appraisee"])
        referral = {"act": "Reported what no book holds", "person": head, "organ": "discipline"}
        fields = {**decision, "uses": [use["id"]], "referral": referral}
        await stage.send(member, f"{own}/uses/decisions", fields, document=f"Referral {run.year}")
        await stage.send(officer, f"{own}/uses/outcomes", {"use": use["id"], "outcome": "A warning was given."})
        stage.say(f"The false report of {place.name(use['appraisee'])} is referred for accountability, and answered")
    stage.say(f"{run.cycle} is ranked; {len(proposed)} uses of its results are proposed by rule and adopted")


_CAUSE = "The work began late in the year, and was not caught up with."
_RECOMMENDATION = "Begin in January, and look at the figures every month."
_SOON = 3.0
"""Seconds before the end of a step at which the office looks who is still at it."""
_MORE = "PT10S"


async def keep_time(stage: Stage, status: Mapping[str, Any]) -> None:
    """Extends a step that is about to end over the heads of people who only need longer: this machine is slow."""
    run = stage.runs[status["cycle"]]
    for step in status["steps"]:
        left = (datetime.fromisoformat(step["ends"]) - datetime.now(UTC)).total_seconds()
        to_lapse = TO_LAPSE.get((run.year, step["step"]), 0) if run.is_annual and run.rulebook.meetings else 0
        still = status["appraisees"] - step["ended"] - to_lapse
        if still > 0 and 0 < left < _SOON:
            officer = run.authority.holders(Role.OFFICE)[0]
            need = "1 unit needs" if still == 1 else f"{still} units need"
            more = {"step": step["step"], "by": _MORE, "reason": f"{need} a little longer."}
            await stage.send(officer, f"/cycles/{run.cycle}/extensions", more)
            stage.say(f"The office extends {step['step']} of {run.cycle} by ten seconds: {need} longer")
            return
