"""From a table of values to the facts of every appraisee, or to everything that is wrong with the table at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from api.mistakes import Mistake
from api.scoring import cells
from api.scoring.headings import Heading, Headings, Kind
from api.tables.workbook import Cell, Row, Sheet
from domain.refusal import Refused
from domain.regulation import Rulebook, attributes_of, walk
from domain.scoring import Facts
from domain.scoring.fitting import require_facts_fit, require_stated
from domain.scoring.rules import Rules
from domain.streams import slug


@dataclass
class Raw:
    """The facts of one appraisee while they are gathered, as `Facts` takes them."""

    row: Cell
    name: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    def put(self, part: str, key: str, value: object) -> None:
        self.facts.setdefault(part, {})[key] = value


class ValuesReader:
    """Reads the sheet of values, one row for each appraisee; mistakes are gathered, not raised."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._headings = Headings(rulebook)
        self._judged = {node.id for _, node in walk(rulebook.indicators) if node.judged}
        self.mistakes: list[Mistake] = []

    def read(self, sheet: Sheet) -> dict[str, Raw]:
        """The raw facts by appraisee, in the order of the rows."""
        self.mistakes += sheet.mistakes
        if not sheet.rows:
            self.mistakes.append(Mistake(place="table", problem="it is empty", mend="Begin with a row of headings"))
            return {}
        columns = self._columns(sheet.rows[0])
        if Kind.APPRAISEE not in {heading.kind for heading in columns.values()}:
            mend = "Name the column of appraisees 'appraisee'"
            self.mistakes.append(Mistake(place="row 1", problem="no column says who a row is about", mend=mend))
            return {}
        found: dict[str, Raw] = {}
        for row in sheet.rows[1:]:
            self._row(row, columns, found)
        return found

    def _columns(self, row: Row) -> dict[str, Heading]:
        columns: dict[str, Heading] = {}
        seen: dict[Heading, Cell] = {}
        for cell in row:
            if not self._sound(cell) or cell.text is None:
                continue
            heading = self._headings.read(cell.text)
            if isinstance(heading, tuple):
                self.mistakes.append(cell.mistake(*heading))
            elif (meant := replace(heading, unit=None)) in seen:
                problem = f"{cell.text!r} says the same as cell {seen[meant].column}{seen[meant].row}"
                self.mistakes.append(cell.mistake(problem, "Keep one of the two columns"))
            else:
                columns[cell.column] = heading
                seen[meant] = cell
        return columns

    def _row(self, row: Row, columns: Mapping[str, Heading], found: dict[str, Raw]) -> None:
        filled = [(cell, columns[cell.column]) for cell in row if cell.column in columns and self._sound(cell)]
        stray = [cell for cell in row if cell.column not in columns and cell.text]
        self.mistakes += [cell.mistake("it stands in a column without a heading", "Name the column") for cell in stray]
        who = next((cell for cell, heading in filled if heading.kind is Kind.APPRAISEE and cell.text), None)
        if who is None or who.text is None:
            if any(cell.text for cell in row):
                self.mistakes.append(row[0].mistake("the row does not say who it is about", "Name its appraisee"))
            return
        try:
            appraisee = slug(who.text.strip(), "appraisee")
        except Refused as refused:
            self.mistakes.append(who.mistake(f"{refused.thing} {refused.problem}", refused.mend))
            return
        if appraisee in found:
            problem = f"{appraisee} stands in row {found[appraisee].row.row} too"
            self.mistakes.append(who.mistake(problem, "Give each appraisee one row"))
            return
        found[appraisee] = Raw(who)
        for cell, heading in filled:
            if cell.text is not None and cell.text.strip():
                self._cell(cell, cell.text.strip(), heading, found[appraisee])

    def _cell(self, cell: Cell, text: str, heading: Heading, raw: Raw) -> None:
        try:
            self._take(text, heading, raw)
        except ValueError as error:
            problem, _, mend = str(error).rpartition(": ")
            self.mistakes.append(cell.mistake(problem or mend, mend[:1].upper() + mend[1:]))

    def _take(self, text: str, heading: Heading, raw: Raw) -> None:  # noqa: C901 - one case for each kind of column
        about = heading.about
        match heading.kind:
            case Kind.NAME:
                raw.name = text
            case Kind.VALUE if about in self._judged:
                raw.put("points", about, {"value": cells.exact(text)})
            case Kind.VALUE:
                raw.put("values", about, {"value": cells.exact(text), "unit": heading.unit})
            case Kind.PAST:
                raw.facts.setdefault("past", {}).setdefault(about, {})[heading.year] = cells.exact(text)
            case Kind.TARGET:
                raw.put("targets", about, cells.exact(text))
            case Kind.ROLE:
                raw.put("joint", about, cells.role(text))
            case Kind.CASES:
                raw.put("cases", about, cells.cases(text))
            case Kind.SCORES:
                raw.facts.setdefault("scores", {}).setdefault(about, {})[heading.panel] = cells.scores(text)
            case Kind.OVERALL:
                raw.put("overall", about, cells.scores(text))
            case Kind.ATTRIBUTE:
                raw.put("attributes", about, text)
            case Kind.RATINGS:
                raw.facts["ratings"] = [{"value": cells.exact(part)} for part in cells.listed(text)]
            case Kind.BALLOTS:
                raw.facts["ballots"] = [cells.exact(part) for part in cells.listed(text)]

    def _sound(self, cell: Cell) -> bool:
        if cell.flaw:
            self.mistakes.append(cell.mistake(*cell.flaw))
        return cell.flaw is None


def facts_of(
    rulebook: Rulebook, raws: Mapping[str, Raw], year: int | None, mistakes: list[Mistake]
) -> dict[str, Facts]:
    """The facts by appraisee, each held against the rulebook; mistakes are added to those there are."""
    found: dict[str, Facts] = {}
    rules = Rules(rulebook)
    for appraisee, raw in raws.items():
        try:
            facts = Facts.model_validate({"year": year, **raw.facts})
            attributes = attributes_of(rulebook, appraisee, facts.attributes)
            require_stated(rules, appraisee, attributes)
            own = rules.own(appraisee, attributes)
            require_facts_fit(rules, own, appraisee, facts)
        except Refused as refused:
            mistakes.append(raw.row.mistake(f"{refused.thing} {refused.problem}", refused.mend))
        except ValidationError as error:
            problem = f"the facts of {appraisee} do not fit: {error.errors(include_url=False)[0]['msg']}"
            mistakes.append(raw.row.mistake(problem, "Correct the row"))
        else:
            found[appraisee] = facts
    return found
