"""Scoring: lead departments judge, leaders rate, and the unit's staff cast an anonymous ballot."""

from datetime import UTC
from decimal import Decimal

from domain.appraisal import events as e
from domain.appraisal.own_times import schedule_of
from domain.appraisal.rights import (
    cycle_of,
    require_disinterested,
    require_duty,
    require_open_step,
    rulebook_of,
    task_id,
)
from domain.appraisal.state import Appraisal
from domain.command import SYSTEM_BALLOT_BOX, Command, Context, command
from domain.event import Event, Private
from domain.exact import Exact, number, text
from domain.refusal import Reason, Refused
from domain.regulation import EvaluatorKind, indicator
from domain.schedule import StepName

HIGHEST = Decimal(100)


@command
class JudgeIndicator(Command):
    """Gives points to a judged indicator, for the department that leads it."""

    indicator: str
    points: Exact
    reason: str | None = None


@command
class RateAppraisee(Command):
    """Rates the appraisee as a whole, from 0 to 100; `leader` is whose task it is, by default the actor's own."""

    score: Exact
    leader: str | None = None


@command
class CountBallots(Command):
    """Empties the ballot box into the log; only the box itself gives this command."""


def judge_indicator(wish: JudgeIndicator, state: Appraisal, context: Context) -> list[Event]:
    key = f"judge.{wish.indicator}"
    require_duty(state, context, StepName.SCORING, key)
    require_disinterested(state, context, f"task {task_id(state, key)}")
    maximum = indicator(rulebook_of(state, context), wish.indicator).judging_maximum
    _require_range(wish.points, maximum, f"task {task_id(state, key)}", "points")
    reason = Private(data_subject=context.actor, text=wish.reason) if wish.reason else None
    return [e.IndicatorJudged(indicator=wish.indicator, points=wish.points, reason=reason, by=context.actor)]


def rate_appraisee(wish: RateAppraisee, state: Appraisal, context: Context) -> list[Event]:
    key = f"rate.{wish.leader or context.actor}"
    require_duty(state, context, StepName.SCORING, key)
    require_disinterested(state, context, f"task {task_id(state, key)}")
    _require_range(wish.score, HIGHEST, f"task {task_id(state, key)}", "score")
    return [e.LeaderRated(score=wish.score, by=context.actor)]


def count_ballots(_wish: CountBallots, state: Appraisal, context: Context) -> list[Event]:
    thing = f"task {task_id(state, 'ballot')}"
    if context.actor != SYSTEM_BALLOT_BOX or context.ballots is None:
        raise Refused(
            Reason.FORBIDDEN, thing, f"is counted by the ballot box, not by {context.actor}", "Cast a ballot instead"
        )
    step = require_open_step(state, context, StepName.SCORING, thing)
    duty = next((duty for duty in step.undone if duty.key == "ballot"), None)
    if duty is None:
        raise Refused(Reason.CONFLICT, thing, "has been counted, or was never held", "Nothing needs to be done")
    ends = schedule_of(state, cycle_of(state, context))[StepName.SCORING].ends
    # The instant of a count is kept to the day alone, so that it says nothing of who voted when.
    if context.ballots.cast < len(duty.persons) and context.now.astimezone(UTC).date() < ends.date():
        raise Refused(
            Reason.CONFLICT,
            thing,
            f"has {context.ballots.cast} of {len(duty.persons)} votes, and is open until {ends.isoformat()}",
            "Count it when everybody has voted, or at the end of the step",
        )
    rules = rulebook_of(state, context).evaluators
    minimum = next(rule.minimum for rule in rules if rule.kind is EvaluatorKind.INTERNAL_BALLOT and rule.panel is None)
    enough = context.ballots.cast >= minimum
    scores = tuple(number(score) for score in context.ballots.scores) if enough else ()
    return [e.BallotsCounted(scores=scores, cast=context.ballots.cast, electorate=len(duty.persons))]


def require_ballot_score(score: Exact, thing: str) -> None:
    """Refuses a ballot outside 0 to 100; asked before it goes into the box, since nobody can ask after."""
    _require_range(score, HIGHEST, thing, "score")


def _require_range(given: Exact, maximum: Exact, thing: str, what: str) -> None:
    if not 0 <= given <= maximum:
        raise Refused(Reason.INVALID, thing, f"is given {what} {text(given)}", f"Give {what} from 0 to {text(maximum)}")
