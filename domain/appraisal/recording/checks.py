"""Checks of reported values against other sources, and visits to where they come about."""

from typing import Literal

from domain.appraisal import fact_events as f
from domain.appraisal.events import Evidence
from domain.appraisal.recording.rights import (
    invalid,
    record_of,
    require_evidence,
    require_leaf,
    require_record_open,
)
from domain.appraisal.rights import directory_of, require_disinterested, require_words
from domain.appraisal.state import Appraisal
from domain.calendar import Day
from domain.command import Command, Context, command
from domain.directory import Role
from domain.event import Event, Private
from domain.exact import Exact
from domain.refusal import Reason, Refused
from domain.regulation import Indicator


@command
class RecordCrossCheck(Command):
    """Records what another source says of a reported value, in the indicator's unit; null where it knows of none."""

    fact: Literal["cross_check"] = "cross_check"
    indicator: str
    source: str
    value: Exact | None
    unit: str
    evidence: tuple[Evidence, ...] = ()


@command
class RecordSiteVisit(Command):
    """Records that values were looked at where they come about, with how many outsiders, and no names."""

    fact: Literal["site_visit"] = "site_visit"
    indicators: tuple[str, ...]
    on: Day
    outsiders: f.Outsiders = f.Outsiders()
    found: str
    evidence: tuple[Evidence, ...] = ()


def record_cross_check(wish: RecordCrossCheck, state: Appraisal, context: Context) -> list[Event]:
    require_record_open(state, context)
    leaf = _reported(wish.indicator, state, context)
    leads = leaf.lead is not None and directory_of(state, context).holds(context.actor, Role.HEAD, leaf.lead)
    if not leads:
        _require_verifier(f"the head of {leaf.lead} or a verifier" if leaf.lead else "a verifier", state, context)
    require_disinterested(state, context, record_of(state))
    what = f"a cross-check of {leaf.id}"
    require_words(wish.source, record_of(state), f"is given {what} without a source", "Say which it is")
    if wish.unit != (leaf.unit or ""):
        mend = f"Give it in {leaf.unit or ''!r}, the rulebook's unit"
        raise invalid(state, f"is given {what} in {wish.unit!r}", mend)
    require_evidence(wish.evidence, what, state, some=False)
    known = state.recorded.checks.get((leaf.id, wish.source))
    return [
        f.CrossCheckRecorded(
            indicator=leaf.id,
            source=wish.source,
            value=wish.value,
            evidence=wish.evidence,
            replaces=known.cites if known else None,
            by=context.actor,
        )
    ]


def record_site_visit(wish: RecordSiteVisit, state: Appraisal, context: Context) -> list[Event]:
    require_record_open(state, context)
    _require_verifier("a verifier", state, context)
    require_disinterested(state, context, record_of(state))
    if not wish.indicators or len(set(wish.indicators)) != len(wish.indicators):
        raise invalid(state, "is given a visit about no value, or twice about one", "Name each indicator once")
    for indicator in wish.indicators:
        _reported(indicator, state, context)
    if wish.on > context.now.date():
        problem = f"is given a visit on {wish.on}, which lies ahead"
        raise invalid(state, problem, "Record it when it has taken place")
    require_words(wish.found, record_of(state), "is given a visit without what was found", "Say it")
    require_evidence(wish.evidence, "a visit", state, some=False)
    return [
        f.SiteVisitRecorded(
            indicators=wish.indicators,
            on=wish.on,
            outsiders=wish.outsiders,
            found=Private(data_subject=context.actor, text=wish.found),
            evidence=wish.evidence,
            by=context.actor,
        )
    ]


def _reported(indicator: str, state: Appraisal, context: Context) -> Indicator:
    leaf = require_leaf(indicator, state, context)
    if indicator not in state.verifiable:
        there = ", ".join(state.verifiable) or "none"
        raise invalid(state, f"has no reported value of {indicator}", f"Reported are: {there}")
    return leaf


def _require_verifier(asked: str, state: Appraisal, context: Context) -> None:
    if not directory_of(state, context).holds(context.actor, Role.VERIFIER):
        problem = f"is to be written in by {asked} here, not by {context.actor}"
        raise Refused(Reason.FORBIDDEN, record_of(state), problem, "Let them record it")
