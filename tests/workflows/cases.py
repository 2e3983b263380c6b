"""Cases to play on a whole runtime: each way in which one can end."""

from typing import Any

from domain.case.content import GivenGoalChanges, GoalChange
from domain.case.doing import DoAct, WithdrawRequest
from domain.case.opening import OpenCase
from domain.streams import appraisal_stream, case_stream, cycle_stream
from tests.domain.case_rules import case_rules
from tests.runtime import Running
from tests.sample import CYCLE, OFFICE, UNITS

CASE = "c-1"
STREAM = case_stream(CASE)
UNIT = UNITS[0]
HEAD = f"{UNIT}-head"
CHANGES = GivenGoalChanges(changes=(GoalChange(indicator="budget", target="90"),))


async def set_up(runtime: Running, **clock: Any) -> None:  # noqa: ANN401 - fields of the clock
    """Launches the sample cycle with these procedures, and waits for all its appraisals to be open."""
    await runtime.set_up(**case_rules(**{"within": "10 working days", **clock}))
    await runtime.until_event(cycle_stream(CYCLE), "AppraisalsOpened")


async def opened(runtime: Running, actor: str, procedure: str, **fields: Any) -> None:  # noqa: ANN401 - fields of the command
    given = {"case": CASE, "procedure": procedure, "cycle": CYCLE, "appraisee": UNIT, **fields}
    await runtime.do(actor, STREAM, OpenCase.model_validate(given))


async def answered(runtime: Running) -> None:
    await set_up(runtime)
    await opened(runtime, OFFICE, "notice", states={"problem": "Reports are late"})
    await runtime.until_event(appraisal_stream(CYCLE, UNIT), "CaseNoted")
    await runtime.do(HEAD, STREAM, DoAct(act="answer"))
    await runtime.until_event(STREAM, "CaseClosed")


async def late_but_answered(runtime: Running) -> None:
    await set_up(runtime, within="PT1S", reminders=["PT0.5S"], overdue=["PT0.2S"], escalations=_LEADERS)
    await opened(runtime, OFFICE, "notice", states={"problem": "Reports are late"})
    await runtime.until_event(STREAM, "ActEscalated")
    await runtime.do(HEAD, STREAM, DoAct(act="answer"))
    await runtime.until_event(STREAM, "CaseClosed")


_LEADERS = [{"after": "PT0.4S", "to": "leader"}]


async def nobody_answers(runtime: Running) -> None:
    await set_up(runtime, within="PT1S", reminders=["PT0.5S"], ends="PT0.5S", at_end="close", escalations=_LEADERS)
    await opened(runtime, OFFICE, "notice", states={"problem": "Reports are late"})
    await runtime.until_event(STREAM, "CaseClosed")


async def withdrawn(runtime: Running) -> None:
    await set_up(runtime)
    await opened(runtime, OFFICE, "notice", states={"problem": "Reports are late"})
    await runtime.do(OFFICE, STREAM, WithdrawRequest(reason="Sent in error"))
    await runtime.until_event(STREAM, "CaseClosed")


async def goals_changed(runtime: Running) -> None:
    await set_up(runtime)
    await opened(runtime, HEAD, "goal-change", content=CHANGES)
    await runtime.do(OFFICE, STREAM, DoAct(act="decide", outcome="approved"))
    await runtime.until_event(STREAM, "CaseClosed")
