"""The plan: the documents and commands that an import is made of, all of them checked before one is sent."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID, uuid5

from api.importing.grouping import Appraisee, group
from api.importing.indicators import rulebook
from api.importing.profile import Profile
from api.importing.reports import Report, lead_head, report
from api.importing.rows import LeftOut, read
from api.importing.table import Table
from api.mistakes import Mistake, Mistaken
from domain.command import Command
from domain.cycle.launch import LaunchCycle
from domain.directory import PersonEntry, PublishDirectory, Role, Unit
from domain.enactment.drafting import DraftRegulation
from domain.event import Record
from domain.regulation import Finding, Rulebook, content_hash, problems
from domain.rulebook import PublishRulebook
from domain.scoring import Fact, Facts

_NAMESPACE = UUID("0e2f6f0c-52f1-5f0e-8a53-0c5b6f5d4f11")
"""Under which the ids of an import's commands are made; a change of it would make every import new."""
_FINDING = re.compile(r"indicators\.(\d+(?:\.\d+)*)(?:\.(.+))?")


class Plan(Record):
    """Everything an import would record, in the order in which it does; `scored` indicators are made of the rows."""

    table: str
    sha256: str
    rows: int
    left_out: tuple[LeftOut, ...]
    appraisees: tuple[Appraisee, ...]
    directory: PublishDirectory
    rulebook: PublishRulebook
    rulebook_hash: str
    launch: LaunchCycle
    reports: tuple[Report, ...]
    scored: int

    @property
    def indicators(self) -> int:
        """The rows that count."""
        return sum(len(unit.entries) for unit in self.appraisees)

    @property
    def values(self) -> int:
        """How many of them have a value."""
        return sum(entry.value is not None for unit in self.appraisees for entry in unit.entries)

    def facts(self) -> Mapping[str, Facts]:
        """What the table says, by appraisee, as scoring takes it; the year is the one in which the period ends."""
        return {
            one.appraisee: Facts(
                year=self.launch.period.end.year,
                values={
                    entry.indicator: Fact(
                        value=entry.value, evidence=tuple(proof.reference for proof in entry.evidence)
                    )
                    for entry in one.report.values
                },
                past={known.indicator: {each.year: each.value for each in known.values} for known in one.past},
            )
            for one in self.reports
        }


def command_id(actor: str, stream: str, wish: Command) -> UUID:
    """The id of a command of an import: the same for the same content, so that a second import repeats the first."""
    content = [actor, stream, type(wish).__name__, wish.model_dump(mode="json")]
    return uuid5(_NAMESPACE, json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def draft_of(plan: Plan) -> DraftRegulation:
    """The draft that brings the plan's rulebook on its way where it is for the committee to approve."""
    return DraftRegulation(
        document=plan.rulebook.document, reason=f"Imported from {plan.table} (SHA-256 {plan.sha256})"
    )


def draw_up(table: Table, profile: Profile, cycle: str | None = None) -> Plan:
    """Plans the import of a table under the profile's cycle id, or another; refuses with every mistake at once."""
    table.require(profile.columns())
    thing = f"table {table.name}"
    found = read(table, profile)
    appraisees, doubts = group(found.entries, profile)
    mistakes = [*table.mistakes, *found.mistakes, *doubts]
    if not found.entries and not mistakes:
        lacking = ", ".join(f"{left.rows} without {left.column}" for left in found.left_out) or "it has no rows"
        mend = "Correct rows.where_given or table.not_given in the profile"
        mistakes.append(Mistake(place="rows", problem=f"none counts: {lacking}", mend=mend))
    if any(entry.past for entry in found.entries) and lead_head(profile) is None:
        problem = f"names no head of {profile.indicators.lead}, who records values of years before"
        mistakes.append(Mistake(place="people in the profile", problem=problem, mend="Name one with role head"))
    if mistakes:
        raise Mistaken(thing, sorted(mistakes, key=_row))
    document = rulebook(appraisees, profile)
    if findings := problems(document):
        raise Mistaken(thing, list(_mistakes(findings, appraisees, profile)))
    return Plan(
        table=table.name,
        sha256=table.sha256,
        rows=len(table.rows),
        left_out=found.left_out,
        appraisees=appraisees,
        directory=_directory(appraisees, profile),
        rulebook=PublishRulebook(document=document),
        rulebook_hash=content_hash(Rulebook.model_validate(document)),
        launch=LaunchCycle(
            cycle=cycle or profile.cycle,
            title=profile.title,
            rulebook=profile.rulebook.id,
            authority=profile.authority,
            period=profile.period,
            appraisees=tuple(unit.id for unit in appraisees),
        ),
        reports=tuple(report(unit, table, profile) for unit in appraisees),
        scored=len(found.entries) * max(1, len(profile.indicators.rules)),
    )


def _row(mistake: Mistake) -> int:
    row = re.match(r"row (\d+)", mistake.place)
    return int(row[1]) if row else 0


# ---------------------------------------------------------------- documents


def _directory(appraisees: Sequence[Appraisee], profile: Profile) -> PublishDirectory:
    units = [Unit(id=unit.id, name=unit.name, kind=profile.appraisees.kind) for unit in appraisees]
    heads = [
        PersonEntry(
            id=unit.head,
            name=profile.appraisees.head.name.replace("{unit}", unit.id).replace("{name}", unit.name),
            unit=unit.id,
            roles=(Role.HEAD,),
        )
        for unit in appraisees
    ]
    return PublishDirectory(
        authority=profile.authority, units=(*units, *profile.units), people=(*heads, *profile.people)
    )


# ---------------------------------------------------------------- what the rulebook has against them


def _mistakes(findings: Sequence[Finding], appraisees: Sequence[Appraisee], profile: Profile) -> Iterator[Mistake]:
    """Findings of the rulebook, said of the row of the table or the field of the profile they come from."""
    rows = dict(_numbered(appraisees, profile))
    for finding in findings:
        place = f"rulebook.{finding.place} in the profile"
        if found := _FINDING.fullmatch(finding.place):
            row = rows.get(found[1])
            place = f"row {row}, {_column(found[2] or '', profile)}" if row else f"rulebook.{finding.place}"
        yield Mistake(place=place, problem=finding.problem, mend=finding.mend)


def _numbered(appraisees: Sequence[Appraisee], profile: Profile) -> Iterator[tuple[str, int]]:
    """The row of every indicator by its number in the rulebook."""
    for first, unit in enumerate(appraisees, start=1):
        groups: dict[str | None, list[int]] = {}
        for entry in unit.entries:
            groups.setdefault(entry.group, []).append(entry.row)
        under = enumerate(groups.items(), start=1)
        if rules := profile.indicators.rules:
            under = enumerate([(one.name, groups[None]) for one in rules], start=1)
        for second, (name, rows) in under:
            for last, row in enumerate(rows, start=1):
                yield (f"{first}.{last}" if name is None else f"{first}.{second}.{last}"), row


def _column(field: str, profile: Profile) -> str:
    """The column a field of an indicator was read from; the field itself where it comes from the profile."""
    return profile.columns().get(f"indicators.{field}", field)
