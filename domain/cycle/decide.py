"""Every command a cycle knows."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from domain.certificates import require_certificate
from domain.command import Aggregate, Command, Context, misdirected
from domain.cycle import (
    belonging,
    cancelling,
    containing,
    draw,
    draw_value,
    forwarding,
    launch,
    linking,
    passage,
    peers,
    ranking,
    recommendations,
    steering,
)
from domain.cycle.regulation import regulation_of, regulation_streams
from domain.cycle.state import Cycle, evolve, initial
from domain.cycle.uses import deciding, proposing
from domain.decision import Capacity, require_number
from domain.directory import Role, directory_of, in_post
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.streams import (
    appraisal_stream,
    cycle_stream,
    directory_stream,
    meeting_stream,
    record_stream,
    rulebook_stream,
    scheme_stream,
)

_DECISIONS: Mapping[type[Command], Callable[[Any, Cycle, Context], list[Event]]] = {
    launch.CheckLaunch: launch.check_launch,
    linking.JoinCycle: linking.join_cycle,
    containing.RecordInnerRefused: containing.record_refused,
    launch.RecordAppraisalsOpened: launch.record_opened,
    passage.RecordStepPassed: passage.record_passed,
    draw.FixFrame: draw.fix_frame,
    draw_value.GiveDrawValue: draw_value.give_value,
    draw_value.RemindOfDrawValue: draw_value.remind,
    draw_value.EscalateDrawValue: draw_value.escalate,
    draw.DrawSample: draw.draw_sample,
    peers.TabulatePeers: peers.tabulate_peers,
    passage.RecordAppraisalsClosed: passage.record_closed,
    passage.CloseCycle: passage.close,
    ranking.ApproveQuota: ranking.approve_quota,
    ranking.RankResults: ranking.rank_results,
    recommendations.RecordRecommendations: recommendations.record_recommendations,
    proposing.ProposeUses: proposing.propose_uses,
    deciding.DecideUses: deciding.decide_uses,
    deciding.AnswerReferral: deciding.answer_referral,
    steering.ExtendCycle: steering.extend,
    steering.PauseCycle: steering.pause,
    steering.ResumeCycle: steering.resume,
    forwarding.BringForward: forwarding.bring_forward,
    cancelling.CancelCycle: cancelling.cancel,
    belonging.AddAppraisee: belonging.add,
    belonging.RemoveAppraisee: belonging.remove,
    belonging.MergeAppraisees: belonging.merge,
}


_AFTER_THE_CLOSE = (
    *(ranking.RankResults, ranking.ApproveQuota),
    *(recommendations.RecordRecommendations, linking.JoinCycle),
    *(proposing.ProposeUses, deciding.DecideUses, deciding.AnswerReferral),
)

_AFTER_A_CANCELLATION = (
    *(launch.RecordAppraisalsOpened, passage.RecordAppraisalsClosed, passage.CloseCycle),
    *(linking.JoinCycle, recommendations.RecordRecommendations),
)


def decide(wish: Command, state: Cycle, context: Context) -> list[Event]:
    if isinstance(wish, launch.LaunchCycle):
        return launch.launch(wish, state, context)
    if type(wish) not in _DECISIONS:
        raise misdirected(wish, "a cycle")
    if not state.launched:
        raise Refused(Reason.NOT_FOUND, "cycle", "has not been launched", "See 'kaohe cycle status' for those that are")
    if state.closed and not isinstance(wish, _AFTER_THE_CLOSE):
        raise Refused(
            Reason.CONFLICT, f"cycle {state.id}", "is closed", "Launch a new cycle; a closed one stays as it is"
        )
    if state.cancelled and not isinstance(wish, _AFTER_A_CANCELLATION):
        raise Refused(
            Reason.CONFLICT, f"cycle {state.id}", "is cancelled", "Launch a new cycle; this one comes to nothing"
        )
    events = _DECISIONS[type(wish)](wish, state, context)
    if not context.actor.startswith("system:"):
        _require_form(wish, state, context)
    return events


def _require_form(wish: Command, state: Cycle, context: Context) -> None:
    """Refuses what lacks a document number, or a certificate of whoever acts, where the rulebook asks for one."""
    rulebook = regulation_of(state, context.states)
    require_number(wish.decision, rulebook.numbered, context.document, f"cycle {state.id}")
    if rulebook.certified:
        role, directory = capacity(wish, state, context).role, directory_of(state.authority, context)
        require_certificate(context.actor, role, rulebook.certified, directory, context.now)


def reads(_stream: str, wish: Command, state: Cycle, states: Mapping[str, Any]) -> tuple[str, ...]:
    if isinstance(wish, launch.LaunchCycle):
        return _reads_of_launch(wish, states)
    if isinstance(wish, deciding.DecideUses) and state.launched:
        return deciding.reads(wish, state, states)
    return _reads_of_launched(wish, state) if state.launched else ()


def _reads_of_launch(wish: launch.LaunchCycle, states: Mapping[str, Any]) -> tuple[str, ...]:
    scheme = () if wish.scheme is None else (scheme_stream(wish.scheme),)
    linked = tuple(cycle_stream(one) for one in (wish.within, wish.follows) if one is not None)
    outer: Cycle | None = None if wish.within is None else states.get(linked[0])
    of_outer = regulation_streams(outer) if outer is not None and outer.launched else ()
    return (directory_stream(wish.authority), rulebook_stream(wish.rulebook), *scheme, *linked, *of_outer)


def _reads_of_launched(wish: Command, state: Cycle) -> tuple[str, ...]:  # noqa: PLR0911 - one answer for each kind
    match wish:
        case launch.RecordAppraisalsOpened():
            return tuple(appraisal_stream(state.id, unit) for unit in state.joining)
        case linking.JoinCycle():
            return (cycle_stream(wish.cycle),)
        case (
            draw.FixFrame()
            | draw.DrawSample()
            | draw_value.GiveDrawValue()
            | peers.TabulatePeers()
            | proposing.ProposeUses()
        ):
            return (directory_stream(state.authority), *regulation_streams(state), *_compared(wish, state))
        case ranking.RankResults():
            earlier = (cycle_stream(name) for name in wish.earlier)
            authority = (directory_stream(state.authority), record_stream(state.authority))
            return (*authority, *regulation_streams(state), *_appraisals(state), *earlier)
        case recommendations.RecordRecommendations():
            return (meeting_stream(wish.meeting),)
        case (
            containing.RecordInnerRefused()
            | launch.CheckLaunch()
            | ranking.ApproveQuota()
            | deciding.AnswerReferral()
            | steering.ExtendCycle()
            | steering.PauseCycle()
            | steering.ResumeCycle()
            | forwarding.BringForward()
            | cancelling.CancelCycle()
            | belonging.AddAppraisee()
            | belonging.RemoveAppraisee()
            | belonging.MergeAppraisees()
        ):
            return (directory_stream(state.authority), *regulation_streams(state))
        case _:
            return ()


def _compared(wish: Command, state: Cycle) -> tuple[str, ...]:
    """The appraisals looked at: none once the frame is fixed, and those of before, too, to fix it."""
    if isinstance(wish, draw.DrawSample) and state.draw is not None:
        return ()
    before = [state.after] if isinstance(wish, draw.FixFrame) and state.after is not None else []
    earlier = (appraisal_stream(cycle, appraisee) for cycle in before for appraisee in state.appraisees)
    return (*_appraisals(state), *earlier)


def _appraisals(state: Cycle) -> Iterator[str]:
    return (appraisal_stream(state.id, appraisee) for appraisee in state.appraisees)


def capacity(wish: Command, state: Cycle, context: Context) -> Capacity:
    """Whoever launches and steers is of the performance office; quotas are the committee's."""
    authority = wish.authority if isinstance(wish, launch.LaunchCycle) else state.authority
    if directory_stream(authority) not in context.states or context.actor.startswith("system:"):
        return Capacity()
    return in_post(directory_of(authority, context), context.actor, _role(wish, state))


def _role(wish: Command, state: Cycle) -> Role:
    match wish:
        case ranking.ApproveQuota() | deciding.DecideUses():
            return Role.COMMITTEE
        case draw_value.GiveDrawValue() if state.draw:
            return state.draw.asked_of
        case _:
            return Role.OFFICE


AGGREGATE = Aggregate(initial, evolve, decide, reads, capacity)
