"""The heads of the appraised units: they set goals, report, and answer the feedback. Some are late, and one lies."""

from deploy.demo.authority import Run
from deploy.demo.door import Task
from deploy.demo.players.cases import after_feedback
from deploy.demo.script import CLAIMS, DISSATISFIED, FIRST, LATE, LIAR, PLAN, VAGUE, Nudge
from deploy.demo.stage import Stage

_SAID = {
    Nudge.REMINDED: "after a reminder",
    Nudge.FELL_DUE: "after the due time",
    Nudge.ESCALATED: "only after its superiors were told",
}


async def set_goals(stage: Stage, task: Task) -> None:
    """Goals for every indicator that the task names with a unit of measure; at first too vague in one unit."""
    run, unit, again = stage.of(task), task.appraisee, task.id in stage.returned
    await _dawdle(stage, task, "sets its goals")
    vague = _is(run, unit, VAGUE) and not again
    goals = [
        {
            "indicator": leaf.id,
            "measures": "Do better than last year."
            if vague
            else f"{leaf.name}: monthly figures to the party group, each lagging section with a date and a name.",
            "target": PLAN.get(leaf.id),
        }
        for leaf in run.indicators(unit)
        if leaf.unit is not None
    ]
    await stage.do(run.authority.head(unit), task.id, "set", goals=goals)


async def agree_goals(stage: Stage, task: Task) -> None:
    await stage.do(stage.of(task).authority.head(task.appraisee), task.id, "agree")


async def report(stage: Stage, task: Task) -> None:
    """The values asked for, from the books, each with its evidence; in one unit, values that no book holds."""
    run, unit = stage.of(task), task.appraisee
    await _dawdle(stage, task, "reports")
    claims = CLAIMS if _is(run, unit, LIAR) else {}
    values = [
        {
            "indicator": name,
            "value": claims.get(name, run.recorded(unit, name)),
            "unit": run.indicator(name).unit,
            "evidence": [{"reference": f"archive/{task.cycle}/{unit}/{name}.pdf"}],
        }
        for name in (await stage.door.detail(task)).subjects
    ]
    await stage.do(run.authority.head(unit), task.id, "submit", values=values)
    if claims:
        stage.say(f"{run.authority.name(unit)} reports {len(claims)} values that no book holds")


async def answer_feedback(stage: Stage, task: Task) -> None:
    """Takes note; one comments. Some go on from there: to a review, or to an improvement plan."""
    run, unit = stage.of(task), task.appraisee
    head = run.authority.head(unit)
    if _is(run, unit, DISSATISFIED):
        comment = "The figures came from our sections; we will check them before we report."
        await stage.do(head, task.id, "comment", comment=comment)
        stage.say(f"{run.authority.name(unit)} comments on its feedback")
    else:
        await stage.do(head, task.id, "acknowledge")
    await after_feedback(stage, run, unit)


def _is(run: Run, unit: str, whom: str) -> bool:
    """Whether it is that unit, in the year in which the script is about it."""
    return unit == whom and run.is_annual and run.year == FIRST


async def _dawdle(stage: Stage, task: Task, what: str) -> None:
    run = stage.of(task)
    nudge = LATE.get((run.year, task.appraisee, task.key)) if run.is_annual else None
    if nudge is not None:
        await stage.nudged(task, nudge)
        stage.say(f"{run.authority.name(task.appraisee)} {what} {_SAID[nudge]}")
