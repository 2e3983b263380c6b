"""What happens between people besides the steps: notices and help in the year, reviews and improvement after it."""

from deploy.demo.authority import Run
from deploy.demo.door import Task
from deploy.demo.script import (
    FIRST,
    HELPED,
    IMPROVING,
    REFUSED,
    RIGHT_POINTS,
    SECOND,
    WARNED,
    WRONGED,
    WRONGED_ON,
)
from deploy.demo.stage import Stage
from domain.directory import Role


async def look_at_quarter(stage: Stage, run: Run, unit: str, year: Run) -> None:
    """After the first quarter, the office warns one unit that is far behind, and offers help to another."""
    if (run.quarter, run.year) != (1, FIRST) or unit not in {WARNED, HELPED}:
        return
    procedure, states = {
        WARNED: ("problem-notice", {"problem": "Of the key tasks due in the quarter, too few are completed."}),
        HELPED: ("help", {"topic": "How to catch up with the key tasks and the hotline"}),
    }[unit]
    await _open(stage, year, procedure, unit, run.authority.one_of(Role.OFFICE, unit), states=states)
    what = "gets a problem notice" if unit == WARNED else "is offered help, without blame"
    stage.say(f"{run.authority.name(unit)} {what} after the first quarter")


async def answer_notice(stage: Stage, task: Task) -> None:
    run = stage.of(task)
    states = {
        "explanation": "Two projects wait for land.",
        "proposal": "Swap the plots with the district.",
        "result": "Both have begun.",
    }
    await stage.do(run.authority.head(task.appraisee), task.id, "do", states=states)
    stage.say(f"{run.authority.name(task.appraisee)} answers the notice: explanation, proposal, result")


async def settle_help(stage: Stage, task: Task) -> None:
    run = stage.of(task)
    measures = [_measure("clerk", "A clerk for the figures in each section", f"{run.year}-06-30", "key-tasks")]
    content = {"kind": "measures", "measures": measures}
    await stage.do(run.authority.head(task.appraisee), task.id, "do", content=content)
    stage.say(f"{run.authority.name(task.appraisee)} agrees on what is to be done")


async def after_feedback(stage: Stage, run: Run, unit: str) -> None:
    """One unit asks for a review in the city, one in the district; one draws up an improvement plan."""
    if run.year != FIRST or not run.is_annual:
        return
    head = run.authority.head(unit)
    if unit in {WRONGED, REFUSED}:
        reason = f"The judgement on {WRONGED_ON} rests on the file of another bureau."
        await _open(stage, run, "review", unit, head, states={"reason": reason})
        stage.say(f"{run.authority.name(unit)} asks for a review of its result")
    if unit == IMPROVING:
        measures = [
            _measure(
                "permits", "Permits are decided in one office instead of four", f"{run.year + 1}-06-30", "permit-days"
            )
        ]
        await _open(stage, run, "improvement", unit, head, content={"kind": "measures", "measures": measures})
        stage.say(f"{run.authority.name(unit)} draws up an improvement plan")


async def decide_review(stage: Stage, task: Task) -> None:
    """The office decides: one judgement was wrong and is corrected, one result is upheld."""
    run, unit = stage.of(task), task.appraisee
    officer = run.authority.one_of(Role.OFFICE, unit)
    if unit == WRONGED:
        content = {"kind": "corrections", "corrections": [{"indicator": WRONGED_ON, "points": RIGHT_POINTS}]}
        reason = {"reason": "The file was mixed up; the judge gives the points for the right one."}
        await stage.do(officer, task.id, "do", outcome="corrected", states=reason, content=content)
        stage.say(f"The review is won: {run.authority.name(unit)} is given {RIGHT_POINTS} points for {WRONGED_ON}")
        return
    await stage.do(officer, task.id, "do", outcome="upheld", states={"reason": "The values are those of the books."})
    stage.say(f"The review is lost: the result of {run.authority.name(unit)} is upheld")


async def accept_plan(stage: Stage, task: Task) -> None:
    run = stage.of(task)
    await stage.do(run.authority.one_of(Role.OFFICE, task.appraisee), task.id, "do", outcome="agreed")
    stage.say(f"The improvement plan of {run.authority.name(task.appraisee)} is agreed")


async def check_plan(stage: Stage, task: Task) -> None:
    """Looks at the plan when the next year has begun with it among its goals."""
    run, unit = stage.of(task), task.appraisee
    await stage.happened(f"{run.authority.id}-{SECOND}:{unit}", "GoalsDerived")
    stage.say(f"The improvement plan of {run.authority.name(unit)} is carried over into the goals of {SECOND}")
    finding = {"finding": "One office decides on permits now."}
    await stage.do(run.authority.one_of(Role.OFFICE, unit), task.id, "do", outcome="finished", states=finding)


async def _open(  # noqa: PLR0913 - what a case is opened with
    stage: Stage,
    run: Run,
    procedure: str,
    unit: str,
    actor: str,
    *,
    states: dict[str, str] | None = None,
    content: dict[str, object] | None = None,
) -> None:
    case = f"{procedure}-{run.year}-{unit}"
    what = {"case": case, "procedure": procedure, "cycle": run.cycle, "appraisee": unit}
    await stage.send(actor, "/cases", {**what, "states": states or {}, "content": content})
    stage.cases[case] = run


def _measure(name: str, what: str, by: str, indicator: str) -> dict[str, str]:
    return {"id": name, "what": what, "by": by, "indicator": indicator}
