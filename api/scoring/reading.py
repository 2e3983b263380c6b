"""Reads what `kaohe score` is given: a rulebook with its scheme, and a file of values."""

from collections.abc import Iterator
from pathlib import Path

from api.documents import load, placed
from api.mistakes import Mistake, Mistaken, of_findings
from api.operations.scoring import Table
from api.scoring.details import read_details
from api.scoring.template import VALUES
from api.scoring.values import ValuesReader, facts_of
from api.tables import read
from domain.refusal import Reason, Refused
from domain.regulation import Rulebook, Scheme, in_force, parse, parse_scheme, problems, scheme_problems
from domain.scoring import EarlierResult


def read_regulation(rulebook: Path, scheme: Path | None) -> tuple[Rulebook, Scheme | None]:
    """Reads a rulebook and its scheme; refuses them with everything that is wrong."""
    document = load(rulebook)
    if findings := problems(document):
        raise of_findings(f"rulebook {rulebook.name}", placed(document, findings))
    read_book = parse(document)
    if scheme is None:
        if not read_book.indicators:
            raise Refused(
                Reason.INVALID,
                f"rulebook {read_book.id}",
                "leaves its indicators to a scheme",
                "Give --scheme FILE",
            )
        return read_book, None
    document = load(scheme)
    if findings := scheme_problems(document, read_book):
        raise of_findings(f"scheme {scheme.name}", placed(document, findings))
    return read_book, parse_scheme(document, read_book)


def read_table(values: Path, rulebook: Rulebook, scheme: Scheme | None, year: int | None) -> Table:
    """Reads a file of values; refuses it with everything that is wrong with any row."""
    regulation = in_force(rulebook, scheme)
    if year is None and scheme is not None and scheme.period is not None:
        year = scheme.period.end.year
    workbook = read(values)
    sheets = {sheet.name.strip().lower(): sheet for sheet in workbook.sheets}
    main = workbook.sheets[0] if len(workbook.sheets) == 1 else sheets.get(VALUES.lower())
    if main is None:
        raise Refused(
            Reason.INVALID,
            f"workbook {workbook.name}",
            f"has no sheet {VALUES!r}",
            f"Name the sheet with one row for each appraisee {VALUES!r}",
        )
    reader = ValuesReader(regulation)
    raws = reader.read(main)
    mistakes: list[Mistake] = list(reader.mistakes)
    details = [sheet for sheet in workbook.sheets if sheet is not main]
    earlier = read_details(workbook, details, raws, mistakes)
    facts = facts_of(regulation, raws, year, mistakes)
    if year is not None:
        mistakes += [mistake for one, results in earlier.items() for mistake in _not_before(one, results, year)]
    if mistakes:
        raise Mistaken(f"table {workbook.name}", mistakes)
    return Table(
        names={appraisee: raw.name for appraisee, raw in raws.items() if raw.name}, facts=facts, earlier=earlier
    )


def _not_before(appraisee: str, results: tuple[EarlierResult, ...], year: int) -> Iterator[Mistake]:
    """Results of years that are not before the one appraised."""
    for one in results:
        if one.year >= year:
            problem = f"{one.year} is not before {year}, the year appraised"
            mend = "Correct the one or the other"
            yield Mistake(place=f"earlier results of {appraisee}", problem=problem, mend=mend)
