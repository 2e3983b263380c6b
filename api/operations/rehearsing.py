"""Rehearsing a regulation: cycles of it in memory, and what each of its rules would have done to a year's values."""

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from api.operations.scoring import Scores, Table, score
from api.scoring.computing import Computed
from domain.calendar import Duration, WorkingCalendar
from domain.directory import PublishDirectory
from domain.event import Record
from domain.exact import Exact, simplest
from domain.explanation import Explanation
from domain.refusal import Reason, Refused
from domain.regulation import Rulebook, Scheme, in_force, walk
from domain.regulation.procedures import CycleKind
from domain.rehearsal import Behaviour, Cycle, Plan, Report, rehearse, report
from domain.rehearsal.company import cast, company, told
from domain.schedule import Period

_MONTHS = {CycleKind.PEACETIME: 3, CycleKind.ANNUAL: 12, CycleKind.TERM: 60, CycleKind.SPECIAL: 12}
_MOST_YEARS = 20
_FIRST_YEAR, _LAST_YEAR = 1949, 2170
"""Years that leave room for a term within the reach of a calendar."""


class Asked(Record):
    """How a regulation is to be rehearsed.

    `begin` is the first day of the first cycle where the scheme has no period, and cycles follow each other for so many
    `years`. `units` are made up where neither the rulebook nor the values name appraisees. `pace` is how many duties
    one person can do in a working day.
    """

    begin: date
    years: int = 1
    units: int = 10
    behaviour: Behaviour = Behaviour()
    pace: Exact = Decimal(5)
    seed: str = "1"


class RuleEffect(Record):
    """What a rule did to a year's values: how many of how many appraisees it touched, and within which scores."""

    rule: str
    kind: str
    touched: int
    of: int
    lowest: Exact | None = None
    mean: Exact | None = None
    highest: Exact | None = None


class Rehearsed(Record):
    """What a rehearsal came to; `scores` and `effects` where there are values."""

    rulebook: str
    scheme: str | None
    appraisees: int
    report: Report
    scores: Scores | None = None
    effects: tuple[RuleEffect, ...] = ()


def rehearse_regulation(  # noqa: PLR0913 - what a rehearsal is made of, each by its name
    rulebook: Rulebook,
    scheme: Scheme | None,
    asked: Asked,
    *,
    directory: PublishDirectory | None = None,
    table: Table | None = None,
    contained: Sequence[Rulebook] = (),
) -> Rehearsed:
    """Rehearses a regulation with the people of a directory, or with a company made up for it.

    `contained` are the rulebooks of cycles that it launches within its own.

    Raises `Refused` for what no rehearsal can be made of; what is found wrong on the way is a part of the report.
    """
    _require_sensible(asked)
    _require_authority(rulebook, contained)
    known = {appraisee: facts.attributes for appraisee, facts in table.facts.items()} if table else {}
    appraisees = cast(in_force(rulebook, scheme), known, asked.units)
    standing, *others = (told(one, appraisees, known) for one in (rulebook, *contained))
    regulation = in_force(standing, scheme)
    plan = Plan(
        rulebook=standing,
        directory=directory or company((regulation, *others), appraisees),
        appraisees=appraisees,
        others=tuple(others),
        cycles=tuple(_cycles(regulation, scheme, asked)),
        behaviour=asked.behaviour,
        facts=table.facts if table else {},
        seed=asked.seed,
    )
    shown = report(rehearse(plan), regulation.calendar, asked.pace)
    found = Rehearsed(
        rulebook=rulebook.id, scheme=scheme.id if scheme else None, appraisees=len(appraisees), report=shown
    )
    if table is None:
        return found
    explained: list[Explanation] = []

    def keep(computed: Computed) -> None:
        explained.append(Explanation.model_validate_json(computed.explanation))

    scores = score(rulebook, scheme, table, keep=keep)
    return found.model_copy(update={"scores": scores, "effects": tuple(_effects(explained, scores, regulation))})


def _require_sensible(asked: Asked) -> None:
    if not 1 <= asked.years <= _MOST_YEARS:
        problem = f"would take {asked.years} years"
        raise Refused(Reason.INVALID, "rehearsal", problem, f"Rehearse from 1 to {_MOST_YEARS} years")
    if asked.units < 1:
        raise Refused(Reason.INVALID, "rehearsal", f"has {asked.units} units to appraise", "Give at least 1")
    if not _FIRST_YEAR <= asked.begin.year <= _LAST_YEAR:
        mend = f"Begin in a year from {_FIRST_YEAR} to {_LAST_YEAR}"
        raise Refused(Reason.INVALID, "rehearsal", f"would begin on {asked.begin}", mend)
    if asked.pace <= 0:
        raise Refused(Reason.INVALID, "rehearsal", "has people who do nothing in a day", "Give a pace above 0")


def _require_authority(rulebook: Rulebook, contained: Sequence[Rulebook]) -> None:
    """Refuses rulebooks of several authorities, which have directories and offices of their own."""
    for one in contained:
        if one.authority != rulebook.authority:
            problem = f"is of authority {one.authority}, and rulebook {rulebook.id} of {rulebook.authority}"
            raise Refused(Reason.INVALID, f"rulebook {one.id}", problem, "Rehearse the rulebooks of one authority")


def _cycles(regulation: Rulebook, scheme: Scheme | None, asked: Asked) -> Iterator[Cycle]:
    """The cycles that follow each other, each launched as its period begins."""
    first = scheme.period if scheme and scheme.period else None
    begin = first.start if first else asked.begin
    months = _length(first) if first else _MONTHS[regulation.kind]
    before: str | None = None
    for number in range(max(1, asked.years * 12 // months)):
        start = _later(regulation.calendar, begin, months * number)
        end = _later(regulation.calendar, begin, months * (number + 1)) - timedelta(days=1)
        period = first if first and not number else Period(start=start, end=end)
        name = f"cycle-{number + 1}"
        yield Cycle(name, regulation.calendar.start_of(period.start), period, _for(scheme, period, number), before)
        before = name


def _length(period: Period) -> int:
    """The months of a period, at least one."""
    after = period.end + timedelta(days=1)
    return max(1, (after.year - period.start.year) * 12 + after.month - period.start.month)


def _later(calendar: WorkingCalendar, day: date, months: int) -> date:
    at: datetime = calendar.add(calendar.start_of(day), Duration(months=months))
    return calendar.day_of(at)


def _for(scheme: Scheme | None, period: Period, number: int) -> Scheme | None:
    """The scheme of one cycle: the one given, or that for another period."""
    if scheme is None or not number:
        return scheme
    changes: dict[str, object] = {"id": f"{scheme.id[:70]}-{number + 1}"}
    return scheme.model_copy(update=changes | ({"period": period} if scheme.period else {}))


# ---------------------------------------------------------------- what each rule would have done


def _effects(explained: Sequence[Explanation], scores: Scores, regulation: Rulebook) -> Iterator[RuleEffect]:
    of = len(explained)
    scored = frozenset(f"{number} {node.name}" for number, node in walk(regulation.indicators) if not node.children)
    found: dict[tuple[str, str], list[Decimal | Fraction | None]] = defaultdict(list)
    for whole in explained:
        for kind, node in _rules(whole, scored):
            found[kind, node.label].append(node.score)
    for (kind, label), each in found.items():
        known = [Fraction(one) for one in each if one is not None]
        yield RuleEffect(
            rule=label,
            kind=kind,
            touched=len(each) if kind == "veto" else len(known),
            of=of,
            lowest=simplest(min(known)) if known else None,
            mean=simplest(sum(known, Fraction()) / len(known)) if known else None,
            highest=simplest(max(known)) if known else None,
        )
    yield from _of_grades(scores, of)


def _rules(node: Explanation, scored: Container[str]) -> Iterator[tuple[str, Explanation]]:
    """What counts in a total: the indicators that are scored, other evaluators, adjustments; and the vetoes."""
    for child in node.children:
        if not child.scores:
            yield "veto", child
        elif child.label not in scored and _holds(child, scored):
            yield from _rules(child, scored)
        else:
            yield "score", child


def _holds(node: Explanation, scored: Container[str]) -> bool:
    """Whether an indicator that is scored stands somewhere below."""
    return any(child.label in scored or _holds(child, scored) for child in node.children)


def _of_grades(scores: Scores, of: int) -> Iterator[RuleEffect]:
    for quota in scores.quotas:
        name = f"Quota of {' and '.join(quota.grades)} among {quota.among}"
        moved = [one for one in scores.scored if one.earned != one.grade and {one.earned, one.grade} & {*quota.grades}]
        yield RuleEffect(rule=name, kind="quota", touched=len(moved), of=quota.graded)
    following: dict[str, int] = defaultdict(int)
    for one in scores.scored:
        for follow in one.follows:
            following[follow.name] += 1
    for name, touched in following.items():
        yield RuleEffect(rule=name, kind="consequence", touched=touched, of=of)
    grades: dict[str, int] = defaultdict(int)
    for one in scores.scored:
        grades[one.grade or "none"] += 1
    for grade, touched in grades.items():
        yield RuleEffect(rule=f"Grade {grade}", kind="grade", touched=touched, of=of)
