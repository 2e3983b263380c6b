"""Reporting: the head reports the value of each measured indicator, with references to the evidence."""

import re
from collections.abc import Iterable
from typing import NoReturn

from domain.appraisal import events as e
from domain.appraisal.folding.fold import fold
from domain.appraisal.links.asked import asked
from domain.appraisal.links.taking_in import take_in
from domain.appraisal.rights import require_duty, rulebook_of, task_id
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.event import Event, Private, Record
from domain.exact import Exact
from domain.refusal import Reason, Refused
from domain.schedule import StepName

_SHA256 = re.compile(r"[0-9a-f]{64}")


class ValueEntry(Record):
    """A value as it is reported; without a value, the note says why there is none."""

    indicator: str
    value: Exact | None = None
    unit: str = ""
    evidence: tuple[e.Evidence, ...] = ()
    note: str | None = None


@command
class SubmitReport(Command):
    """Reports every measured indicator of the appraisee, each once; those known from elsewhere are left out."""

    values: tuple[ValueEntry, ...]


def submit_report(wish: SubmitReport, state: Appraisal, context: Context) -> list[Event]:
    require_duty(state, context, StepName.REPORTING, "report")
    thing = f"task {task_id(state, 'report')}"
    taken = take_in(StepName.REPORTING, state, context)
    state = fold(state, taken)
    leaves = {leaf.id: leaf for leaf in asked(rulebook_of(state, context), state)}
    seen: set[str] = set()
    for entry in wish.values:
        place = f"the value of indicator {entry.indicator}"
        if entry.indicator not in leaves:
            _refuse_unasked(entry.indicator, place, thing, state, leaves)
        if entry.indicator in seen:
            raise Refused(Reason.INVALID, thing, f"holds {place} twice", "Report each indicator once")
        seen.add(entry.indicator)
        leaf = leaves[entry.indicator]
        unit = leaf.unit or ""
        if entry.unit != unit:
            raise Refused(
                Reason.INVALID, thing, f"holds {place} in {entry.unit!r}", f"Report it in {unit!r}, the rulebook's unit"
            )
        if entry.value is not None and not leaf.takes_number:
            raise Refused(
                Reason.INVALID,
                thing,
                f"holds {place}, whose cases each have points of their own",
                "Leave the value out with a note; the lead department records the cases",
            )
        if entry.value is None and not (entry.note or "").strip():
            raise Refused(
                Reason.INVALID, thing, f"leaves out {place} without a word", "Give the value, or a note why not"
            )
        for proof in entry.evidence:
            require_proof(proof, place, thing)
    missing = [indicator for indicator in leaves if indicator not in seen]
    if missing:
        raise Refused(
            Reason.INVALID,
            thing,
            f"says nothing of {', '.join(missing)}",
            "Report every indicator; where there is no value, say why in its note",
        )
    values = tuple(_value(entry, context.actor) for entry in wish.values)
    return [*taken, e.ReportSubmitted(values=values, by=context.actor)]


def _refuse_unasked(indicator: str, place: str, thing: str, state: Appraisal, leaves: Iterable[str]) -> NoReturn:
    known = next((one.entry for one in state.taken.values() if one.entry.into == indicator), None)
    if known is None:
        mend = f"Report {', '.join(leaves)}"
        raise Refused(Reason.INVALID, thing, f"holds {place}, which is not to be reported", mend)
    where = " and ".join(source.stream for source in known.sources) or "other cycles"
    problem = f"holds {place}, which is taken in from {where} and not asked for again"
    raise Refused(Reason.INVALID, thing, problem, "Leave it out; if it is wrong, have it corrected there")


def require_proof(proof: e.Evidence, place: str, thing: str) -> None:
    """Refuses evidence that cannot be found again."""
    if not proof.reference.strip():
        raise Refused(
            Reason.INVALID, thing, f"has evidence without a reference for {place}", "Say where the document can be seen"
        )
    if proof.sha256 is not None and not _SHA256.fullmatch(proof.sha256):
        raise Refused(
            Reason.INVALID,
            thing,
            f"has evidence {proof.reference} with SHA-256 {proof.sha256!r} for {place}",
            "Give the digest as 64 digits and letters a to f, or leave it out",
        )


def _value(entry: ValueEntry, author: str) -> e.ReportedValue:
    note = Private(data_subject=author, text=entry.note) if entry.note else None
    return e.ReportedValue(
        indicator=entry.indicator, value=entry.value, unit=entry.unit, evidence=entry.evidence, note=note
    )
