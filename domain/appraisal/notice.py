"""Public notice (公示): an approved result is shown before it stands, may be objected to, and is then announced."""

from domain.appraisal import notice_events as n
from domain.appraisal.events import Duty
from domain.appraisal.folding.fold import fold
from domain.appraisal.revision.deciding import Ground, revision
from domain.appraisal.rights import (
    cycle_of,
    directory_of,
    require_disinterested,
    require_duty,
    require_open_step,
    require_words,
    rulebook_of,
    task_id,
)
from domain.appraisal.state import Appraisal
from domain.calendar import Duration
from domain.case.content import Correction
from domain.case.fitting import require_corrections
from domain.command import Command, Context, command
from domain.cycle.state import Cycle
from domain.decision import Decision
from domain.directory import Role
from domain.event import Event, Private
from domain.refusal import Reason, Refused
from domain.regulation import PublicNotice, Rulebook, leaves_for
from domain.schedule import StepName


@command
class PublishNotice(Command):
    """Puts the result on public notice."""

    decision = Decision.NOTICE


@command
class RaiseObjection(Command):
    """Objects to the result on notice, on grounds that can be looked into."""

    grounds: str


@command
class AnswerObjection(Command):
    """Answers an objection: whether it is upheld, why and, when it is, what is corrected."""

    objection: int
    upheld: bool
    answer: str
    corrections: tuple[Correction, ...] = ()


@command
class CloseNotice(Command):
    """Ends the public notice after its time, with every objection answered."""


@command
class AnnounceResult(Command):
    """Makes the result known as the rulebook provides."""

    decision = Decision.ANNOUNCE


# ---------------------------------------------------------------- what the step asks


def duties(state: Appraisal, context: Context) -> tuple[Duty, ...]:
    """What the step asks of the office, by the grade that stands; nothing where no result was approved."""
    rule = rulebook_of(state, context).public_notice
    if rule is None or not state.approved:
        return ()
    asked: list[Duty] = []
    if rule.clock is not None and is_on_notice(rule, state, cycle_of(state, context)):
        asked.append(Duty(key="publish-notice", role=Role.OFFICE))
        asked.append(Duty(key="close-notice", role=Role.OFFICE, after="publish-notice"))
    if rule.then is not None:
        asked.append(Duty(key="announce-result", role=Role.OFFICE, after="close-notice" if asked else None))
    return tuple(asked)


def is_on_notice(rule: PublicNotice, state: Appraisal, cycle: Cycle) -> bool:
    return not rule.grades or grade_that_stands(state, cycle) in rule.grades


def grade_that_stands(state: Appraisal, cycle: Cycle) -> str | None:
    """The grade of the ranking, where it has taken in the result last computed; else the one the total has earned."""
    if cycle.standings is None or cycle.ranked.get(state.appraisee) != state.computed_at:
        return state.grade
    return cycle.standings.of(state.appraisee).grade


# ---------------------------------------------------------------- decisions


def publish_notice(_wish: PublishNotice, state: Appraisal, context: Context) -> list[Event]:
    _require_duty("publish-notice", state, context)
    rulebook, rule = _rule(state, context)
    until = rulebook.calendar.add(context.now, _length(rulebook, rule))
    return [n.NoticePublished(where=rule.where, until=until, by=context.actor)]


def raise_objection(wish: RaiseObjection, state: Appraisal, context: Context) -> list[Event]:
    """Anybody of the directory may object while the notice is open."""
    thing = f"notice of {state.cycle}:{state.appraisee}"
    require_open_step(state, context, StepName.NOTICE, thing)
    if state.notice.until is None or state.notice.closed:
        problem = "is closed" if state.notice.closed else "has not been published"
        raise Refused(Reason.CONFLICT, thing, problem, "Object while it is open; later, ask for a review")
    if context.actor not in directory_of(state, context).posts:
        problem = f"is objected to by {context.actor}, who is not in the directory"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Let somebody who is known object, so that it can be answered")
    require_words(wish.grounds, thing, "is objected to without grounds", "Say what is wrong, so that it can be seen to")
    grounds = Private(data_subject=context.actor, text=wish.grounds)
    return [n.ObjectionRaised(objection=len(state.notice.objections) + 1, grounds=grounds, by=context.actor)]


def answer_objection(wish: AnswerObjection, state: Appraisal, context: Context) -> list[Event]:
    thing = _require_duty(f"answer-objection.{wish.objection}", state, context)
    require_disinterested(state, context, thing)
    objection = state.notice.objections[wish.objection]
    if objection.by in directory_of(state, context).eyes(context.actor):
        who = "who" if objection.by == context.actor else "one pair of eyes with whoever"
        problem = f"would be answered by {context.actor}, {who} raised it"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Let another member of the performance office answer")
    require_words(wish.answer, thing, "is answered with nothing", "Say what was found")
    if wish.upheld is not bool(wish.corrections):
        problem = "is upheld and corrects nothing" if wish.upheld else "is dismissed and corrects something"
        raise Refused(Reason.INVALID, thing, problem, "Say what is to be corrected when it is upheld, and only then")
    leaves = {leaf.id: leaf for leaf in leaves_for(rulebook_of(state, context), state.appraisee)}
    require_corrections(wish.corrections, leaves, state.appraisee, thing)
    answered = n.ObjectionAnswered(
        objection=wish.objection,
        upheld=wish.upheld,
        answer=Private(data_subject=context.actor, text=wish.answer),
        cites=objection.raised_at,
        by=context.actor,
    )
    return [answered, *(_revised(wish, fold(state, [answered]), context, thing) if wish.upheld else ())]


def _revised(wish: AnswerObjection, state: Appraisal, context: Context, thing: str) -> list[Event]:
    """What becomes of the result; an objection of others may make it worse, unlike a remedy of the appraisee."""
    ground = Ground(objection=wish.objection, decided=(context.actor,), may_worsen=True)
    return revision(ground, wish.corrections, state, context, thing)


def close_notice(_wish: CloseNotice, state: Appraisal, context: Context) -> list[Event]:
    thing = _require_duty("close-notice", state, context)
    until = state.notice.until
    if until is not None and context.now < until:
        mend = "Wait until its time is over"
        raise Refused(Reason.CONFLICT, thing, f"is not to be closed before {until.isoformat()}", mend)
    if unanswered := state.notice.unanswered:
        problem = f"has objections that nobody has answered: {', '.join(map(str, unanswered))}"
        raise Refused(Reason.CONFLICT, thing, problem, "Answer each one first")
    if state.revision is not None:
        problem = f"shows a result that was revised on {state.revision.source}, and is not approved again"
        raise Refused(Reason.CONFLICT, thing, problem, "Wait for the committee")
    return [n.NoticeClosed(objections=len(state.notice.objections), by=context.actor)]


def announce_result(_wish: AnnounceResult, state: Appraisal, context: Context) -> list[Event]:
    thing = _require_duty("announce-result", state, context)
    _, rule = _rule(state, context)
    if rule.then is None:
        raise Refused(Reason.CONFLICT, thing, "announces nothing under its rulebook", "Nothing needs to be done")
    return [
        n.ResultAnnounced(
            announcement=rule.then,
            where=rule.where,
            grade=grade_that_stands(state, cycle_of(state, context)),
            by=context.actor,
        )
    ]


def _require_duty(key: str, state: Appraisal, context: Context) -> str:
    require_duty(state, context, StepName.NOTICE, key)
    return f"task {task_id(state, key)}"


def _rule(state: Appraisal, context: Context) -> tuple[Rulebook, PublicNotice]:
    rulebook = rulebook_of(state, context)
    if rulebook.public_notice is None:
        raise AssertionError(f"step notice of {state.cycle} asks for what rulebook {rulebook.id} does not have")
    return rulebook, rulebook.public_notice


def _length(rulebook: Rulebook, rule: PublicNotice) -> Duration:
    clock = next(one for one in rulebook.clocks if one.id == rule.clock)
    return clock.within or Duration()
