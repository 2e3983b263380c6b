"""The record of earlier years: results that no cycle in this log has given, attested by the performance office.

What is attested again for the same appraisee and year corrects what was, which stays in the log.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from domain.command import Aggregate, Command, Context, command, misdirected
from domain.decision import Capacity
from domain.directory import Directory, Role, directory_of, in_post
from domain.evaluations import AttestEvaluations, Evaluation, EvaluationsAttested, attest
from domain.event import Event, Record, event
from domain.exact import Exact
from domain.refusal import Reason, Refused
from domain.scoring import EarlierResult
from domain.streams import directory_stream

_SHA256 = re.compile(r"[0-9a-f]{64}")
_FIRST_YEAR = 1949


# ---------------------------------------------------------------- events


class AttestedResult(Record):
    """What an appraisee's result was in a year, from which source, and its SHA-256 when it is a file."""

    appraisee: str
    year: int
    grade: str | None = None
    total: Exact | None = None
    source: str
    sha256: str | None = None


@event()
class ResultsAttested(Event):
    """The performance office attested results of earlier years, or corrected those attested before."""

    authority: str
    results: tuple[AttestedResult, ...]
    by: str


# ---------------------------------------------------------------- state


@dataclass(frozen=True, slots=True)
class Attested:
    """The results that count, by appraisee and year, and evaluations by id; `version` counts the events folded."""

    results: Mapping[str, Mapping[int, EarlierResult]] = field(default_factory=lambda: MappingProxyType({}))
    evaluations: Mapping[str, Evaluation] = field(default_factory=lambda: MappingProxyType({}))
    version: int = 0

    def of(self, appraisee: str) -> Mapping[int, EarlierResult]:
        """The results of one appraisee, by year."""
        return self.results.get(appraisee, {})


def initial() -> Attested:
    return Attested()


def evolve(state: Attested, happened: Event) -> Attested:
    state = replace(state, version=state.version + 1)
    if isinstance(happened, EvaluationsAttested):
        known = {**state.evaluations, **{one.id: one for one in happened.evaluations}}
        return replace(state, evaluations=MappingProxyType(known))
    if not isinstance(happened, ResultsAttested):
        return state
    results = {appraisee: dict(by_year) for appraisee, by_year in state.results.items()}
    for one in happened.results:
        results.setdefault(one.appraisee, {})[one.year] = _earlier(one, happened.by)
    return replace(state, results=MappingProxyType(results))


def _earlier(one: AttestedResult, by: str) -> EarlierResult:
    return EarlierResult(
        year=one.year, grade=one.grade, total=one.total, attested_by=by, source=one.source, sha256=one.sha256
    )


# ---------------------------------------------------------------- decisions


@command
class AttestResults(Command):
    """Attests results of earlier years, each with its source."""

    authority: str
    results: tuple[AttestedResult, ...]


def decide(wish: Command, state: Attested, context: Context) -> list[Event]:
    if not isinstance(wish, AttestResults | AttestEvaluations):
        raise misdirected(wish, "a record of earlier years")
    directory = directory_of(wish.authority, context)
    thing = f"record of {wish.authority}"
    if not directory.holds(context.actor, Role.OFFICE):
        problem = f"{context.actor} is not of the performance office of {wish.authority}"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Let the performance office attest results")
    if isinstance(wish, AttestEvaluations):
        return attest(wish, state.evaluations, directory.units, context)
    return _attest(wish, state, directory, context)


def _attest(wish: AttestResults, state: Attested, directory: Directory, context: Context) -> list[Event]:
    thing = f"record of {wish.authority}"
    seen: set[tuple[str, int]] = set()
    for one in wish.results:
        _require_proper(one, directory, thing, context)
        if (one.appraisee, one.year) in seen:
            problem = f"is given two results of {one.appraisee} for {one.year}"
            raise Refused(Reason.INVALID, thing, problem, "Give one")
        seen.add((one.appraisee, one.year))
    new = tuple(one for one in wish.results if not _is_known(one, state))
    if not new:
        problem = "already says so" if wish.results else "is given no results"
        raise Refused(Reason.CONFLICT, thing, problem, "Nothing needs to be done")
    return [ResultsAttested(authority=wish.authority, results=new, by=context.actor)]


def _require_proper(one: AttestedResult, directory: Directory, thing: str, context: Context) -> None:
    what = f"the result of {one.appraisee} for {one.year}"
    if one.appraisee not in directory.units:
        problem = f"is given {what}, and the directory has no such unit"
        raise Refused(Reason.NOT_FOUND, thing, problem, "Add the unit to the directory, or correct its id")
    if not _FIRST_YEAR <= one.year <= context.now.year:
        mend = f"Give a year from {_FIRST_YEAR} to {context.now.year}"
        raise Refused(Reason.INVALID, thing, f"is given {what}", mend)
    if one.grade is None and one.total is None:
        raise Refused(Reason.INVALID, thing, f"is given {what} with neither grade nor total", "Give one of them")
    if not one.source.strip():
        raise Refused(Reason.INVALID, thing, f"is given {what} without a source", "Say which document says so")
    if one.sha256 is not None and not _SHA256.fullmatch(one.sha256):
        mend = "Give the digest as 64 digits and letters a to f, or leave it out"
        raise Refused(Reason.INVALID, thing, f"is given {what} with SHA-256 {one.sha256!r}", mend)


def _is_known(one: AttestedResult, state: Attested) -> bool:
    known = state.of(one.appraisee).get(one.year)
    return known is not None and known == _earlier(one, known.attested_by)


def reads(_stream: str, wish: Command, _state: Attested, _states: Mapping[str, Any]) -> tuple[str, ...]:
    return (directory_stream(wish.authority),) if isinstance(wish, AttestResults | AttestEvaluations) else ()


def capacity(wish: AttestResults, _state: Attested, context: Context) -> Capacity:
    return in_post(directory_of(wish.authority, context), context.actor, Role.OFFICE)


AGGREGATE = Aggregate(initial, evolve, decide, reads, capacity)
