"""Evaluations of projects and policies: done by others, attested by the performance office, and counted by rule.

They belong to the record of an authority. What is attested again under the same id corrects what was.
"""

import re
from collections.abc import Collection, Mapping
from enum import StrEnum

from domain.command import Command, Context, command
from domain.event import Event, Record, event
from domain.exact import Exact
from domain.refusal import Reason, Refused
from domain.streams import slug

_SHA256 = re.compile(r"[0-9a-f]{64}")
_FIRST_YEAR = 1949


class EvaluationKind(StrEnum):
    """What was evaluated."""

    PROJECT = "project"
    POLICY = "policy"


class Evaluation(Record):
    """How a project or a policy of an appraisee was evaluated for a year, from which source.

    `sha256` is that of the source when it is a file.
    """

    id: str
    kind: EvaluationKind
    name: str
    appraisee: str
    year: int
    total: Exact | None = None
    grade: str | None = None
    source: str
    sha256: str | None = None


@event()
class EvaluationsAttested(Event):
    """The performance office attested evaluations of projects and policies, or corrected those attested before."""

    authority: str
    evaluations: tuple[Evaluation, ...]
    by: str


@command
class AttestEvaluations(Command):
    """Attests evaluations of projects and policies, each with its source."""

    authority: str
    evaluations: tuple[Evaluation, ...]


def attest(
    wish: AttestEvaluations, known: Mapping[str, Evaluation], units: Collection[str], context: Context
) -> list[Event]:
    """The event of what is new; the caller has looked at who attests."""
    thing = f"record of {wish.authority}"
    for one in wish.evaluations:
        _require_proper(one, units, thing, context)
    if len({one.id for one in wish.evaluations}) < len(wish.evaluations):
        raise Refused(Reason.INVALID, thing, "is given two evaluations with one id", "Give each an id of its own")
    new = tuple(one for one in wish.evaluations if known.get(one.id) != one)
    if not new:
        problem = "already says so" if wish.evaluations else "is given no evaluations"
        raise Refused(Reason.CONFLICT, thing, problem, "Nothing needs to be done")
    return [EvaluationsAttested(authority=wish.authority, evaluations=new, by=context.actor)]


def _require_proper(one: Evaluation, units: Collection[str], thing: str, context: Context) -> None:
    what = f"evaluation {slug(one.id, 'evaluation')}"
    if one.appraisee not in units:
        problem = f"is given {what} of {one.appraisee}, and the directory has no such unit"
        raise Refused(Reason.NOT_FOUND, thing, problem, "Add the unit to the directory, or correct its id")
    if not _FIRST_YEAR <= one.year <= context.now.year:
        mend = f"Give a year from {_FIRST_YEAR} to {context.now.year}"
        raise Refused(Reason.INVALID, thing, f"is given {what} for {one.year}", mend)
    if one.grade is None and one.total is None:
        raise Refused(Reason.INVALID, thing, f"is given {what} with neither grade nor total", "Give one of them")
    if not one.source.strip():
        raise Refused(Reason.INVALID, thing, f"is given {what} without a source", "Say which document says so")
    if one.sha256 is not None and not _SHA256.fullmatch(one.sha256):
        mend = "Give the digest as 64 digits and letters a to f, or leave it out"
        raise Refused(Reason.INVALID, thing, f"is given {what} with SHA-256 {one.sha256!r}", mend)
