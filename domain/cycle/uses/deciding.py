"""Deciding: the committee adopts, declines or defers each use that was proposed, and refers for accountability."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from domain.appraisal.state import Appraisal
from domain.calendar import Day
from domain.case.state import Case
from domain.command import Command, Context, command
from domain.cycle.regulation import regulation_streams
from domain.cycle.rights import require_committee, require_office, require_reason, rulebook_of
from domain.cycle.state import Cycle
from domain.cycle.uses import events as u
from domain.cycle.uses.state import Use
from domain.decision import Decision
from domain.directory import directory_of
from domain.event import Event, Private, Record
from domain.refusal import Reason, Refused
from domain.streams import appraisal_stream, case_stream, directory_stream


class ReferralEntry(Record):
    """A referral for accountability, as it is given: the act, the person by id, and the organ that receives it."""

    act: str
    person: str
    organ: str


@command
class DecideUses(Command):
    """Adopts, declines or defers proposed uses, all with the same reason; one that is deferred may say until when.

    A liability that is adopted is referred, by the document of the decision.
    """

    decision = Decision.USE

    uses: tuple[str, ...] = Field(min_length=1)
    choice: u.Choice
    reason: str
    until: Day | None = None
    referral: ReferralEntry | None = None


@command
class AnswerReferral(Command):
    """Records what came of a referral for accountability."""

    use: str
    outcome: str


def decide_uses(wish: DecideUses, state: Cycle, context: Context) -> list[Event]:
    thing = f"uses of cycle {state.id}"
    require_reason(wish.reason, thing)
    if wish.until is not None and wish.choice is not u.Choice.DEFERRED:
        raise Refused(Reason.INVALID, thing, f"are {wish.choice.value} until a day", "Leave the day out, or defer them")
    if twice := [id_ for id_ in wish.uses if wish.uses.count(id_) > 1]:
        raise Refused(Reason.INVALID, thing, f"name {twice[0]} twice", "Name each once")
    decided: list[Event] = []
    for id_ in wish.uses:
        use = _found(id_, state)
        _require_undecided(use, state)
        require_committee([use.proposal.appraisee], "proposes", state, context, f"use {id_} of cycle {state.id}")
        if wish.choice is not u.Choice.DEFERRED:
            _require_standing(use, state, context)
            _require_not_stayed(use, state, context)
        decided.append(
            u.UseDecided(
                use=id_,
                choice=wish.choice,
                reason=Private(data_subject=context.actor, text=wish.reason),
                until=wish.until,
                referral=_referral(wish, use, state, context),
                by=context.actor,
            )
        )
    return decided


def answer_referral(wish: AnswerReferral, state: Cycle, context: Context) -> list[Event]:
    require_office(context, state.authority, f"cycle {state.id}")
    use = _found(wish.use, state)
    thing = f"use {wish.use} of cycle {state.id}"
    if wish.use not in state.uses.unanswered:
        problem = "has its outcome recorded" if use.answered else "has not been referred"
        raise Refused(Reason.CONFLICT, thing, problem, "Nothing needs to be done")
    if not wish.outcome.strip():
        raise Refused(Reason.INVALID, thing, "is given no outcome", "Say what the receiving organ has done")
    return [
        u.ReferralAnswered(
            use=wish.use, outcome=Private(data_subject=context.actor, text=wish.outcome), by=context.actor
        )
    ]


def _found(id_: str, state: Cycle) -> Use:
    if id_ not in state.uses.by_id:
        mend = f"See 'kaohe use list {state.id}' for those there are"
        raise Refused(Reason.NOT_FOUND, f"use {id_} of cycle {state.id}", "has not been proposed", mend)
    return state.uses.by_id[id_]


def _require_undecided(use: Use, state: Cycle) -> None:
    if use.undecided:
        return
    problem = "does not follow from the ranking any more" if use.withdrawn else f"is {use.decided} already"
    thing = f"use {use.proposal.id} of cycle {state.id}"
    raise Refused(Reason.CONFLICT, thing, problem, "Nothing needs to be done")


def reads(wish: DecideUses, state: Cycle, states: Mapping[str, Any]) -> tuple[str, ...]:
    """The streams a decision looks at: the appraisals concerned, and the cases about them."""
    concerned = {state.uses.by_id[id_].proposal.appraisee for id_ in wish.uses if id_ in state.uses.by_id}
    appraisals = [appraisal_stream(state.id, appraisee) for appraisee in sorted(concerned)]
    cases = [case_stream(case) for stream in appraisals if stream in states for case in states[stream].cases]
    return (directory_stream(state.authority), *regulation_streams(state), *appraisals, *cases)


def _require_standing(use: Use, state: Cycle, context: Context) -> None:
    """Refuses a decision on what was proposed from another result, or another ranking, than the one that counts."""
    appraisee = use.proposal.appraisee
    appraisal: Appraisal = context.states[appraisal_stream(state.id, appraisee)]
    thing = f"use {use.proposal.id} of cycle {state.id}"
    if state.ranked.get(appraisee) != appraisal.counts_at:
        mend = f"Rank again with 'kaohe cycle rank {state.id}', and propose anew"
        problem = f"follows from a result of {appraisee} that does not count any more"
        raise Refused(Reason.CONFLICT, thing, problem, mend)
    if state.uses.ranking != state.rankings:
        problem = f"was proposed from ranking {state.uses.ranking}, and ranking {state.rankings} counts"
        raise Refused(Reason.CONFLICT, thing, problem, f"Propose anew with 'kaohe use propose {state.id}'")


def _require_not_stayed(use: Use, state: Cycle, context: Context) -> None:
    """Nothing is decided on a result while a case is open that stays what it objects to; putting it off is allowed."""
    appraisal: Appraisal = context.states[appraisal_stream(state.id, use.proposal.appraisee)]
    rulebook = rulebook_of(state, context)
    staying = {one.id for one in rulebook.remedies if one.stays}
    procedures = {one.id for one in rulebook.procedures if one.remedy in staying}
    for name in appraisal.cases:
        case: Case = context.states[case_stream(name)]
        if case.procedure in procedures and not case.closed:
            thing = f"use {use.proposal.id} of cycle {state.id}"
            problem = f"is stayed by case {name}, which objects to the result"
            raise Refused(Reason.CONFLICT, thing, problem, "Wait until the case is closed, or defer it")


def _referral(wish: DecideUses, use: Use, state: Cycle, context: Context) -> u.Referral | None:
    """A liability is adopted by a referral that can be found again; nothing else is referred."""
    thing = f"use {use.proposal.id} of cycle {state.id}"
    asked = wish.choice is u.Choice.ADOPTED and use.proposal.source is u.Source.LIABILITY
    given = wish.referral
    if not asked:
        if given is not None:
            mend = "Leave the referral out, or adopt a liability"
            raise Refused(Reason.INVALID, thing, "is given a referral, and refers nobody", mend)
        return None
    if given is None or not (given.act.strip() and given.organ.strip()):
        problem = "is a liability that would be adopted without a full referral"
        raise Refused(Reason.INVALID, thing, problem, "State the act, the person, and the organ that receives it")
    if given.person not in directory_of(state.authority, context).posts:
        problem = f"refers {given.person}, who is not in the directory"
        raise Refused(Reason.NOT_FOUND, thing, problem, "Name the person by the id in the directory")
    if context.document is None:
        problem = "is a liability that would be adopted without the number of the document that refers it"
        mend = "Give it: --document NUMBER on the command line, the header Kaohe-Document over HTTP"
        raise Refused(Reason.INVALID, thing, problem, mend)
    act = Private(data_subject=given.person, text=given.act)
    return u.Referral(act=act, person=given.person, organ=given.organ, document=context.document)
