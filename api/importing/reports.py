"""Reports: the values of a table as heads report them, and those of years before as they are recorded."""

from collections.abc import Iterator

from api.importing.grouping import Appraisee
from api.importing.indicators import under
from api.importing.profile import Profile
from api.importing.rows import Entry
from api.importing.table import Table
from domain.appraisal.events import Evidence
from domain.appraisal.fact_events import PastValue
from domain.appraisal.recording.record import RecordFacts
from domain.appraisal.recording.values import RecordPastValues
from domain.appraisal.reporting import SubmitReport, ValueEntry
from domain.directory import Role
from domain.event import Record
from domain.regulation import Improvement, Shape

_NO_VALUE = "The table gives no value."


class Report(Record):
    """The values of one appraisee, as its head reports them.

    `past` are those of years before, by indicator, where there are any; the head of the lead department records them.
    """

    appraisee: str
    head: str
    report: SubmitReport
    lead_head: str = ""
    past: tuple[RecordPastValues, ...] = ()

    def record(self) -> RecordFacts:
        """The values of years before as they are recorded, all of them or none."""
        return RecordFacts(facts=self.past)


def report(unit: Appraisee, table: Table, profile: Profile) -> Report:
    rules = profile.indicators.rules
    values = tuple(
        ValueEntry(
            indicator=under(entry, rules[0]) if rules else entry.indicator,
            value=entry.value,
            unit=entry.measure,
            evidence=_evidence(entry, table),
            note=_NO_VALUE if entry.value is None else None,
        )
        for entry in unit.entries
    )
    past = tuple(_past(unit, table, profile))
    recorder = (lead_head(profile) or "") if past else ""
    return Report(appraisee=unit.id, head=unit.head, report=SubmitReport(values=values), lead_head=recorder, past=past)


def _evidence(entry: Entry, table: Table) -> tuple[Evidence, ...]:
    return (Evidence(reference=f"{table.name} row {entry.row}", sha256=table.sha256),)


def _past(unit: Appraisee, table: Table, profile: Profile) -> Iterator[RecordPastValues]:
    """The values of the years that each indicator is compared with, where the table gives any."""
    year = profile.period.end.year
    for entry in unit.entries:
        for indicator, rule in _ruled(entry, profile):
            if not isinstance(rule, Improvement):
                continue
            compared = range(year - rule.years, year)
            values = tuple(PastValue(year=one, value=entry.past[one]) for one in compared if one in entry.past)
            if values:
                evidence = _evidence(entry, table)
                yield RecordPastValues(indicator=indicator, values=values, unit=entry.measure, evidence=evidence)


def _ruled(entry: Entry, profile: Profile) -> Iterator[tuple[str, Shape]]:
    """The indicators that a row becomes, each with its rule."""
    own = profile.indicators
    if own.rule is not None:
        yield entry.indicator, own.rule
    yield from ((under(entry, one), one.rule) for one in own.rules)


def lead_head(profile: Profile) -> str | None:
    """Who records for the lead department: its head, as the profile names people."""
    lead = profile.indicators.lead
    return next((one.id for one in profile.people if one.unit == lead and Role.HEAD in one.roles), None)
