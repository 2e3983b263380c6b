"""External causes (容错): the appraisee claims, somebody else hears, and a third rules."""

from typing import Literal

from domain.appraisal import fact_events as f
from domain.appraisal.events import Evidence
from domain.appraisal.recorded import Claim
from domain.appraisal.recording.rights import (
    invalid,
    record_of,
    require_evidence,
    require_judge,
    require_leaf,
    require_record_open,
    require_recorder,
)
from domain.appraisal.rights import directory_of, require_words, rulebook_of
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.directory import Role
from domain.event import Event, Private
from domain.exact import Exact
from domain.refusal import Reason, Refused
from domain.regulation import Effect, Indicator, leaves_for


@command
class ClaimExternalCause(Command):
    """Claims that something outside the appraisee's power kept it from the indicator's target."""

    fact: Literal["claim"] = "claim"
    indicator: str
    cause: str
    evidence: tuple[Evidence, ...]


@command
class HearExternalCause(Command):
    """Hears a claim, and says what was found about it."""

    fact: Literal["hearing"] = "hearing"
    indicator: str
    finding: str


@command
class RuleOnExternalCause(Command):
    """Upholds a claim that was heard, with an effect that the rulebook allows, or dismisses it."""

    fact: Literal["ruling"] = "ruling"
    indicator: str
    upheld: bool
    effect: Effect | None = None
    target: Exact | None = None
    reason: str
    evidence: tuple[Evidence, ...] = ()


def claim(wish: ClaimExternalCause, state: Appraisal, context: Context) -> list[Event]:
    require_record_open(state, context)
    leaf, thing = _leaf_with_relief(wish.indicator, state, context), record_of(state)
    if not directory_of(state, context).holds(context.actor, Role.HEAD, state.appraisee):
        problem = f"takes a claim from the head of {state.appraisee}, not from {context.actor}"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Let the head claim it")
    known = state.recorded.claims.get(leaf.id)
    if known is not None:
        problem = f"has a claim on {leaf.id} (event {known.claimed_at})"
        raise Refused(Reason.CONFLICT, thing, problem, "Add what is new to the hearing")
    require_words(wish.cause, thing, f"is given a claim on {leaf.id} without a cause", "Say what happened")
    require_evidence(wish.evidence, f"a claim on {leaf.id}", state)
    cause = Private(data_subject=context.actor, text=wish.cause)
    return [f.ExternalCauseClaimed(indicator=leaf.id, cause=cause, evidence=wish.evidence, by=context.actor)]


def hear(wish: HearExternalCause, state: Appraisal, context: Context) -> list[Event]:
    require_record_open(state, context)
    leaf = _leaf_with_relief(wish.indicator, state, context)
    require_recorder(leaf, state, context)
    known = _open_claim(leaf, state)
    if known.heard_at is not None:
        problem = f"has heard the claim on {leaf.id} (event {known.heard_at})"
        raise Refused(Reason.CONFLICT, record_of(state), problem, "Let the committee rule on it")
    require_words(wish.finding, record_of(state), f"is given a hearing on {leaf.id} without a finding", "Say it")
    finding = Private(data_subject=context.actor, text=wish.finding)
    return [f.ExternalCauseHeard(indicator=leaf.id, cites=known.claimed_at, finding=finding, by=context.actor)]


def rule(wish: RuleOnExternalCause, state: Appraisal, context: Context) -> list[Event]:
    require_record_open(state, context)
    leaf, thing = _leaf_with_relief(wish.indicator, state, context), record_of(state)
    known = _open_claim(leaf, state)
    require_judge({known.by: "made the claim", known.heard_by: "heard the claim"}, state, context)
    if known.heard_at is None:
        problem = f"has a claim on {leaf.id} that nobody has heard"
        raise Refused(Reason.CONFLICT, thing, problem, "Let the lead department or the performance office hear it")
    _require_effect(wish, leaf, state)
    require_words(wish.reason, thing, f"is given a ruling on {leaf.id} without a reason", "Say why")
    require_evidence(wish.evidence, f"a ruling on {leaf.id}", state, some=False)
    return [
        f.ExternalCauseRuled(
            indicator=leaf.id,
            cites=known.heard_at,
            upheld=wish.upheld,
            effect=wish.effect,
            target=wish.target,
            reason=Private(data_subject=context.actor, text=wish.reason),
            evidence=wish.evidence,
            by=context.actor,
        )
    ]


def _leaf_with_relief(indicator: str, state: Appraisal, context: Context) -> Indicator:
    leaf, rulebook = require_leaf(indicator, state, context), rulebook_of(state, context)
    if rulebook.external_causes is None or not leaf.relief:
        leaves = leaves_for(rulebook, state.appraisee) if rulebook.external_causes else ()
        able = [one.id for one in leaves if one.relief]
        mend = f"Indicators that have it are: {', '.join(able) or 'none'}"
        raise invalid(state, f"takes no claim on {leaf.id}, for which the rulebook has no relief", mend)
    return leaf


def _open_claim(leaf: Indicator, state: Appraisal) -> Claim:
    known = state.recorded.claims.get(leaf.id)
    if known is None:
        problem = f"has no claim on {leaf.id}"
        raise Refused(Reason.CONFLICT, record_of(state), problem, "The head of the unit appraised makes it")
    if known.ruling is not None:
        problem = f"has a ruling on {leaf.id} (event {known.ruling.cites[-1]})"
        raise Refused(Reason.CONFLICT, record_of(state), problem, "A ruling stands")
    return known


def _require_effect(wish: RuleOnExternalCause, leaf: Indicator, state: Appraisal) -> None:
    allowed = ", ".join(effect.value for effect in leaf.relief)
    if not wish.upheld:
        if wish.effect is not None or wish.target is not None:
            raise invalid(state, f"is given a dismissal of the claim on {leaf.id} with an effect", "Leave it out")
        return
    if wish.effect is None or wish.effect not in leaf.relief:
        said = "no effect" if wish.effect is None else f"effect {wish.effect.value}"
        raise invalid(state, f"is given a ruling on {leaf.id} with {said}", f"The rulebook allows: {allowed}")
    if (wish.effect is Effect.OTHER_TARGET) is not (wish.target is not None):
        said = "a target" if wish.target is not None else "no target"
        raise invalid(
            state, f"is given a ruling on {leaf.id} to {wish.effect.value} with {said}", "Name a target for another one"
        )
