"""How a case begins: by whoever does the first act of its procedure, or by the cycle where that is standing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import Field

from domain.appraisal.events import Duty
from domain.appraisal.state import Appraisal
from domain.calendar import WorkingCalendar
from domain.case import events as e
from domain.case.content import Given
from domain.case.course import following, opened_act
from domain.case.doing import done_act
from domain.case.fitting import require_fitting
from domain.case.rights import duty_of, require_entitled
from domain.case.state import Case, evolve
from domain.command import SYSTEM_CLOCK, Command, Context, command
from domain.cycle.regulation import regulation_of, regulation_streams
from domain.cycle.state import Cycle
from domain.directory import Directory
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.regulation import CaseKind, Procedure, Remedy, Rulebook
from domain.schedule import Anchor, StepName
from domain.streams import appraisal_stream, case_stream, cycle_stream, directory_stream, slug


@command
class OpenCase(Command):
    """Opens a case by doing the first act of its procedure; one `against` another objects to what that decided."""

    case: str
    procedure: str
    cycle: str
    appraisee: str | None = None
    against: str | None = None
    ground: str | None = None
    outcome: str | None = None
    states: dict[str, str] = Field(default_factory=dict)
    content: Given | None = None


@command
class OpenStandingCase(Command):
    """Opens a standing procedure of a launched cycle, its first act still to be done."""

    case: str
    procedure: str
    cycle: str


def open_case(wish: OpenCase, state: Case, context: Context) -> list[Event]:
    cycle, rulebook, procedure = _found(wish, state, context)
    thing = f"case {wish.case}"
    _require_appraisee(wish, procedure, cycle, rulebook, thing)
    _require_ground(wish, procedure, thing)
    remedy = next((one for one in rulebook.remedies if one.id == procedure.remedy), None)
    if remedy is not None:
        _require_first(wish, context, thing)
    since = context.now if remedy is None else _notified(wish, remedy, rulebook, context, thing)
    opened = _opened(wish, procedure, cycle, context)
    state = evolve(state, opened)
    _require_people(procedure, state, rulebook, context, thing)
    act = procedure.acts[0]
    first = opened_act(act, 1, since, state, rulebook)
    if remedy is not None and first.clock.due is not None and first.clock.due < context.now:
        problem = f"is asked for too late: its time ended on {first.clock.due.isoformat()}"
        raise Refused(Reason.CONFLICT, thing, problem, "What it objects to stands")
    require_entitled(first.duty, state, context, thing)
    directory: Directory = context.states[directory_stream(state.authority)]
    require_fitting(wish.content, procedure, wish.appraisee, rulebook, directory, thing)
    done = done_act(act, 1, wish.outcome, wish.states, wish.content, context, thing)
    state = evolve(evolve(state, first), done)
    more = following(act, wish.outcome, state, context) if act.needs == 1 else []
    return [opened, first, done, *more]


def open_standing(wish: OpenStandingCase, state: Case, context: Context) -> list[Event]:
    cycle, rulebook, procedure = _found(wish, state, context)
    thing = f"case {wish.case}"
    if context.actor != SYSTEM_CLOCK:
        raise Refused(Reason.FORBIDDEN, thing, "is opened by its cycle", "Nothing needs to be done")
    if procedure.standing is None:
        problem = f"is of procedure {procedure.id}, which is not standing"
        raise Refused(Reason.INVALID, thing, problem, "Open it by hand")
    opened = _opened(wish, procedure, cycle, context)
    state = evolve(state, opened)
    since = anchored(procedure.standing, cycle, rulebook.calendar, context.now)
    return [opened, opened_act(procedure.acts[0], 1, since, state, rulebook)]


def first_act(wish: OpenCase, rulebook: Rulebook) -> Duty:
    """Whose it is to open such a case."""
    procedure = next(one for one in rulebook.procedures if one.id == wish.procedure)
    return duty_of(procedure.acts[0], wish.appraisee, rulebook, f"case {wish.case}")


def anchored(anchor: Anchor, cycle: Cycle, calendar: WorkingCalendar, launched: datetime) -> datetime:
    """The instant of an anchor in a launched cycle: of a step, its planned end."""
    assert cycle.period is not None  # noqa: S101 - a launched cycle has one
    match anchor:
        case Anchor.LAUNCH:
            return launched
        case Anchor.PERIOD_START:
            return calendar.start_of(cycle.period.start)
        case Anchor.PERIOD_END:
            return calendar.start_of(cycle.period.end + timedelta(days=1))
        case _:
            return cycle.schedule[StepName(anchor.value)].ends


def _found(wish: OpenCase | OpenStandingCase, state: Case, context: Context) -> tuple[Cycle, Rulebook, Procedure]:
    """The cycle, its rulebook and the procedure named; refuses what is not there, or was opened before."""
    thing = f"case {slug(wish.case, 'case')}"
    cycle: Cycle = context.states[cycle_stream(wish.cycle)]
    if state.opened:
        raise Refused(Reason.CONFLICT, thing, "has been opened already", "Choose another id for a new case")
    if not cycle.launched:
        mend = "See 'kaohe cycle status' for those that are"
        raise Refused(Reason.NOT_FOUND, thing, f"is of cycle {wish.cycle}, which has not been launched", mend)
    if cycle.cancelled:
        mend = "Open it in a cycle that goes on"
        raise Refused(Reason.CONFLICT, thing, f"is of cycle {wish.cycle}, which is cancelled", mend)
    rulebook = regulation_of(cycle, context.states)
    procedure = next((one for one in rulebook.procedures if one.id == wish.procedure and one.kind), None)
    if procedure is None:
        known = ", ".join(one.id for one in rulebook.procedures if one.kind) or "none"
        problem = f"is of procedure {wish.procedure!r}, which rulebook {rulebook.id} does not carry out as a case"
        raise Refused(Reason.NOT_FOUND, thing, problem, f"Its procedures with a kind are: {known}")
    return cycle, rulebook, procedure


def _opened(wish: OpenCase | OpenStandingCase, procedure: Procedure, cycle: Cycle, context: Context) -> e.CaseOpened:
    assert procedure.kind is not None  # noqa: S101 - only such procedures are found
    by_people = wish if isinstance(wish, OpenCase) else None
    return e.CaseOpened(
        case=wish.case,
        kind=procedure.kind,
        procedure=procedure.id,
        authority=cycle.authority,
        cycle=cycle.id,
        appraisee=by_people and by_people.appraisee,
        rulebook=cycle.rulebook,
        rulebook_hash=cycle.rulebook_hash,
        scheme=cycle.scheme,
        scheme_hash=cycle.scheme_hash,
        against=by_people and by_people.against,
        ground=by_people and by_people.ground,
        by=context.actor,
    )


def _require_appraisee(wish: OpenCase, procedure: Procedure, cycle: Cycle, rulebook: Rulebook, thing: str) -> None:
    if wish.appraisee is None:
        of_a_unit = {one.id for one in rulebook.roles if one.held_by and one.held_by.of_a_unit}
        if procedure.kind is not CaseKind.REPORT or any(act.by in of_a_unit for act in procedure.acts):
            raise Refused(Reason.INVALID, thing, "does not say whom it concerns", "Name the appraisee")
    elif wish.appraisee not in cycle.appraisees:
        problem = f"concerns {wish.appraisee}, which cycle {cycle.id} does not appraise"
        raise Refused(Reason.NOT_FOUND, thing, problem, f"Its appraisees are: {', '.join(cycle.appraisees)}")


def _require_ground(wish: OpenCase, procedure: Procedure, thing: str) -> None:
    if wish.ground is None and not procedure.grounds:
        return
    if wish.ground not in procedure.grounds:
        problem = "names no ground" if wish.ground is None else f"names the ground {wish.ground!r}"
        mend = f"Name one of: {'; '.join(procedure.grounds)}" if procedure.grounds else "Leave it out"
        raise Refused(Reason.INVALID, thing, problem, mend)


def _require_people(procedure: Procedure, state: Case, rulebook: Rulebook, context: Context, thing: str) -> None:
    """Refuses a case with an act that nobody could do: it would only fall due, weeks later."""
    directory: Directory = context.states[directory_stream(state.authority)]
    for act in procedure.acts:
        duty = duty_of(act, state.appraisee, rulebook, thing)
        able = len(directory.holders(duty.role, duty.unit))
        if able < act.needs:
            role = f"{duty.role.value} of {duty.unit}" if duty.unit else duty.role.value
            problem = f"needs {act.needs} with the role {role} for its act {act.id}, and there are {able}"
            raise Refused(Reason.INVALID, thing, problem, "Fill such posts")


def _require_first(wish: OpenCase, context: Context, thing: str) -> None:
    """Refuses a remedy that was asked for before against the same.

    One that was granted has changed what it is, and so has a reopening.
    """
    appraisal = context.states[appraisal_stream(wish.cycle, str(wish.appraisee))]
    for earlier in (context.states[case_stream(name)] for name in appraisal.cases if name not in appraisal.on_earlier):
        same = (earlier.procedure, earlier.against) == (wish.procedure, wish.against)
        if same and not earlier.withdrawn and not earlier.granted:
            problem = f"asks again for what case {earlier.id} {'decided' if earlier.decided_at else 'is to decide'}"
            raise Refused(Reason.CONFLICT, thing, problem, f"See 'kaohe case show {earlier.id}'")


def _notified(wish: OpenCase, remedy: Remedy, rulebook: Rulebook, context: Context, thing: str) -> datetime:
    """When what the remedy objects to was made known; a notice of before its instant was recorded counts as today's."""
    assert wish.appraisee is not None  # noqa: S101 - a remedy concerns somebody
    if remedy.after:
        return _decided(wish, remedy, rulebook, context, thing)
    if wish.against is not None:
        problem = f"is against case {wish.against}, and remedy {remedy.id} objects to a result"
        raise Refused(Reason.INVALID, thing, problem, "Leave the case out")
    appraisal: Appraisal = context.states[appraisal_stream(wish.cycle, wish.appraisee)]
    if not appraisal.notified:
        problem = f"objects to a result that {wish.appraisee} has not been given"
        raise Refused(Reason.CONFLICT, thing, problem, "Wait for the feedback")
    return appraisal.notified_at or context.now


def _decided(wish: OpenCase, remedy: Remedy, rulebook: Rulebook, context: Context, thing: str) -> datetime:
    open_against = {one.id for one in rulebook.procedures if one.remedy in remedy.after}
    if wish.against is None:
        mend = f"Name a case of: {', '.join(sorted(open_against))}"
        raise Refused(Reason.INVALID, thing, "does not say against which decision it is", mend)
    earlier: Case = context.states[case_stream(wish.against)]
    of_the_same = (earlier.cycle, earlier.appraisee) == (wish.cycle, wish.appraisee)
    if not of_the_same or earlier.procedure not in open_against or earlier.decided_at is None:
        problem = f"is against case {wish.against}, which decided nothing that it could object to"
        raise Refused(Reason.CONFLICT, thing, problem, f"Name a decided case of: {', '.join(sorted(open_against))}")
    return earlier.decided_at


def reads(wish: OpenCase | OpenStandingCase, states: Mapping[str, Any]) -> tuple[str, ...]:
    """The streams that opening a case looks at."""
    named_streams = [cycle_stream(wish.cycle)]
    if isinstance(wish, OpenCase):
        named_streams += [appraisal_stream(wish.cycle, wish.appraisee)] if wish.appraisee is not None else []
        named_streams += [case_stream(wish.against)] if wish.against is not None else []
        appraisal = states.get(named_streams[1]) if wish.appraisee is not None else None
        named_streams += [case_stream(name) for name in appraisal.cases] if isinstance(appraisal, Appraisal) else []
    cycle: Cycle | None = states.get(named_streams[0])
    if cycle is not None and cycle.launched:
        named_streams += [directory_stream(cycle.authority), *regulation_streams(cycle)]
    return tuple(named_streams)
