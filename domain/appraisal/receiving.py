"""The performance office receives a report, or returns it for correction while its step is open."""

from domain.appraisal import report_events as r
from domain.appraisal.rights import require_disinterested, require_duty, require_words, task_id
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.decision import Decision
from domain.event import Event, Private
from domain.schedule import StepName

RECEIVE = "receive-report"


@command
class ReceiveReport(Command):
    """Finds the report complete and in form; whether its values are right is for verification."""


@command
class ReturnReport(Command):
    """Returns the report for correction, with the reason; it does not count until it is handed in again."""

    decision = Decision.RETURN

    reason: str


def receive_report(_wish: ReceiveReport, state: Appraisal, context: Context) -> list[Event]:
    _require_turn(state, context)
    return [r.ReportReceived(by=context.actor)]


def return_report(wish: ReturnReport, state: Appraisal, context: Context) -> list[Event]:
    thing = _require_turn(state, context)
    require_words(wish.reason, thing, "returns the report without a reason", "Say what is to be corrected in it")
    return [r.ReportReturned(reason=Private(data_subject=context.actor, text=wish.reason), by=context.actor)]


def _require_turn(state: Appraisal, context: Context) -> str:
    require_duty(state, context, StepName.REPORTING, RECEIVE)
    thing = f"task {task_id(state, RECEIVE)}"
    require_disinterested(state, context, thing)
    return thing
