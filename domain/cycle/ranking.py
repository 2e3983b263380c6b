"""Ranking: where everybody stands once results are approved, under the quotas, and what follows over the years.

A ranking is made again when what it rests on has changed; the earlier one stays in the log. It may come after the close
of the cycle, since it looks back on results and changes none.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.cycle import events as e
from domain.cycle.rights import require_committee, require_new, require_office, require_reason, rulebook_of
from domain.cycle.state import Cycle
from domain.decision import Decision
from domain.event import Event, Private
from domain.exact import Exact
from domain.record import Attested
from domain.refusal import Reason, Refused
from domain.regulation import attributes_of, peer_group
from domain.schedule import StepName
from domain.scoring import EarlierResult, Follows, Standings, follows, stand
from domain.streams import appraisal_stream, cycle_stream, record_stream


@command
class RankResults(Command):
    """Ranks the approved results; `earlier` are cycles of the same rulebook whose rankings count as earlier years."""

    decision = Decision.RANK

    earlier: tuple[str, ...] = ()


@command
class ApproveQuota(Command):
    """Approves the higher cap of a quota, by its number in the rulebook from 1, with the reason."""

    decision = Decision.QUOTA

    quota: int
    reason: str


@dataclass(frozen=True)
class Earned:
    """What an appraisee has earned, as ranking looks at it; nothing where no result was approved."""

    peer_group: str | None
    total: Exact | None = None
    grade: str | None = None
    barred: tuple[str, ...] = ()


def rank_results(wish: RankResults, state: Cycle, context: Context) -> list[Event]:
    require_office(context, state.authority, f"cycle {state.id}")
    appraisals = appraisals_of(state, context)
    waiting = [appraisee for appraisee, appraisal in appraisals.items() if not _is_settled(appraisal)]
    if waiting:
        raise Refused(
            Reason.CONFLICT,
            f"cycle {state.id}",
            f"has results that are neither approved nor given up: {', '.join(waiting)}",
            "Rank when the last is approved, or its step has ended",
        )
    standings = standings_of(state, context)
    came_about = follows_of(wish.earlier, state, standings, context)
    results = {name: version for name, one in appraisals.items() if (version := one.counts_at) is not None}
    before = (state.standings, state.follows, state.ranked)
    require_new((standings, came_about, results) != before, state, "is ranked exactly so")
    return [
        e.ResultsRanked(
            number=state.rankings + 1,
            standings=standings,
            follows=came_about,
            results=results,
            approved_quotas=state.approved_quotas,
            earlier=wish.earlier,
            by=context.actor,
        )
    ]


def appraisals_of(state: Cycle, context: Context) -> Mapping[str, Appraisal]:
    return {appraisee: context.states[appraisal_stream(state.id, appraisee)] for appraisee in state.appraisees}


def _is_settled(appraisal: Appraisal) -> bool:
    step = appraisal.steps.get(StepName.RESULT)
    return appraisal.approved or (step is not None and step.ended)


def standings_of(state: Cycle, context: Context) -> Standings:
    """Where everybody stands by the approved results, under the quotas with those approved."""
    rulebook = rulebook_of(state, context)
    earned = {
        appraisee: Earned(appraisal.peer_group, appraisal.total, appraisal.grade, appraisal.barred)
        if appraisal.approved
        else Earned(peer_group(rulebook, appraisee, attributes_of(rulebook, appraisee)))
        for appraisee, appraisal in appraisals_of(state, context).items()
    }
    return stand(rulebook, earned, state.approved_quotas)


def follows_of(
    earlier: tuple[str, ...], state: Cycle, standings: Standings, context: Context
) -> dict[str, tuple[Follows, ...]]:
    """The consequences that have come about, by appraisee, for those who have any.

    Of a year, the ranking of a cycle counts rather than what was attested.
    """
    rulebook, year = rulebook_of(state, context), state.year
    attested: Attested = context.states[record_stream(state.authority)]
    cycles = [_earlier_cycle(name, state, context) for name in earlier]
    found: dict[str, tuple[Follows, ...]] = {}
    for one in standings.standings:
        history = {then: result for then, result in attested.of(one.appraisee).items() if year and then < year}
        history |= {
            ranked.year: EarlierResult(year=ranked.year, grade=known.grade, total=known.total)
            for ranked in cycles
            for known in (ranked.standings.standings if ranked.standings else ())
            if known.appraisee == one.appraisee and ranked.year is not None
        }
        if year is not None:
            history[year] = EarlierResult(year=year, grade=one.grade, total=one.total)
        if came_about := follows(rulebook, list(history.values())):
            found[one.appraisee] = came_about
    return found


def _earlier_cycle(name: str, state: Cycle, context: Context) -> Cycle:
    """A cycle of the same rulebook and an earlier year that has been ranked."""
    found: Cycle = context.states[cycle_stream(name)]
    same = (found.authority, found.rulebook) == (state.authority, state.rulebook)
    before = found.year is not None and state.year is not None and found.year < state.year
    if not found.launched or not same or not before or found.standings is None:
        raise Refused(
            Reason.INVALID,
            f"cycle {state.id}",
            f"is to follow {name}, which is no ranked cycle of an earlier year under rulebook {state.rulebook}",
            "Leave it out, or rank it first",
        )
    return found


def approve_quota(wish: ApproveQuota, state: Cycle, context: Context) -> list[Event]:
    thing = f"quota {wish.quota} of cycle {state.id}"
    require_committee(state.appraisees, "ranks", state, context, thing)
    require_reason(wish.reason, thing)
    quotas = rulebook_of(state, context).quotas
    able = [number for number, quota in enumerate(quotas, start=1) if quota.with_approval is not None]
    if wish.quota not in able:
        mend = f"Quotas that have one are: {', '.join(map(str, able)) or 'none'}"
        raise Refused(Reason.NOT_FOUND, thing, "has no higher cap to approve", mend)
    require_new(wish.quota not in state.approved_quotas, state, f"has the higher cap of quota {wish.quota} approved")
    reason = Private(data_subject=context.actor, text=wish.reason)
    return [e.QuotaApproved(quota=wish.quota, reason=reason, by=context.actor)]
