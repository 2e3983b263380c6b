"""The heads of the appraised units: they set goals, report, and answer the feedback. Some are late, and one lies."""

from deploy.demo.door import Task
from deploy.demo.script import CLAIMS, DISSATISFIED, LATE, LIAR, VAGUE, Nudge
from deploy.demo.stage import Stage

_SAID = {
    Nudge.REMINDED: "after a reminder",
    Nudge.FELL_DUE: "after the due time",
    Nudge.ESCALATED: "only after its superiors were told",
}


async def set_goals(stage: Stage, task: Task) -> None:
    """Goals for every measured indicator; at first too vague in one unit."""
    unit, again = task.appraisee, task.id in stage.returned
    await _dawdle(stage, task, "sets its goals")
    vague = unit == VAGUE and not again
    goals = [
        {
            "indicator": leaf.id,
            "measures": "Do better than last year."
            if vague
            else f"{leaf.name}: monthly figures to the party group, each lagging section with a date and a name.",
        }
        for leaf in stage.city.measured(unit)
    ]
    await stage.do(stage.city.head(unit), task.id, "set", goals=goals)


async def report(stage: Stage, task: Task) -> None:
    """The values of the books, each with its evidence; in one unit, values that no book holds."""
    unit = task.appraisee
    await _dawdle(stage, task, "reports")
    claims = CLAIMS if unit == LIAR else {}
    values = [
        {
            "indicator": leaf.id,
            "value": claims.get(leaf.id, stage.city.recorded(unit, leaf.id)),
            "unit": leaf.unit,
            "evidence": [{"reference": f"archive/{stage.cycle}/{unit}/{leaf.id}.pdf"}],
        }
        for leaf in stage.city.measured(unit)
    ]
    await stage.do(stage.city.head(unit), task.id, "submit", values=values)
    if claims:
        stage.say(f"{stage.city.name(unit)} reports three values of four that no book holds")


async def answer_feedback(stage: Stage, task: Task) -> None:
    """Takes note; one comments."""
    head = stage.city.head(task.appraisee)
    if task.appraisee != DISSATISFIED:
        await stage.do(head, task.id, "acknowledge")
        return
    await stage.do(
        head, task.id, "comment", comment="The figures came from our sections; we will check them before we report."
    )
    stage.say(f"{stage.city.name(task.appraisee)} comments on its feedback")


async def _dawdle(stage: Stage, task: Task, what: str) -> None:
    nudge = LATE.get((task.appraisee, task.key))
    if nudge is not None:
        await stage.nudged(task, nudge)
        stage.say(f"{stage.city.name(task.appraisee)} {what} {_SAID[nudge]}")
