"""An Excel workbook, read from its package: sheets in their order, hidden ones too."""

from collections.abc import Iterator

from api.mistakes import Mistake
from api.tables import stored, worksheet
from api.tables.formats import Shown, styles
from api.tables.markup import Event
from api.tables.package import Package
from api.tables.workbook import Budget, Flaw, Sheet, refused
from api.tables.worksheet import Shared

_MOST_SHEETS = 200
_ANEW = "Open it in a spreadsheet program and save it anew as .xlsx"
_MACROS = "macroenabled"


def read(content: bytes, thing: str) -> tuple[Sheet, ...]:
    """Reads every sheet; refuses the file `thing` when it is no workbook, or one that cannot be read safely."""
    return _Excel(Package(content, thing), thing).sheets()


class _Excel:
    def __init__(self, package: Package, thing: str) -> None:
        self._package = package
        self._thing = thing
        related = package.relations().values()
        self._main = next((relation.target for relation in related if relation.kind == "officeDocument"), "")
        if self._main not in package:
            raise refused(thing, "is a zip file, but no workbook", "Give a workbook (.xlsx) or a CSV file")
        self._relations = package.relations(self._main)
        self._refuse_macros()

    def sheets(self) -> tuple[Sheet, ...]:
        named, from_1904 = self._contents()
        if len(named) > _MOST_SHEETS:
            raise refused(self._thing, f"has more than {_MOST_SHEETS} sheets", "Split it")
        shared = Shared(self._texts(), self._formats(), from_1904)
        budget = Budget(self._thing)
        return tuple(self._sheet(name, relation, hidden, shared, budget) for name, relation, hidden in named)

    def _contents(self) -> tuple[list[tuple[str, str, bool]], bool]:
        """Names, relations and visibility of the sheets; and whether days are counted from 1904."""
        named: list[tuple[str, str, bool]] = []
        from_1904 = False
        for _, tag, attributes, _ in self._package.read(self._main):
            if attributes is None:
                continue
            if tag == "workbookPr":
                from_1904 = attributes.get("date1904") in {"1", "true"}
            elif tag == "sheet":
                relation = next((given for name, given in attributes.items() if name.endswith(":id")), "")
                hidden = attributes.get("state", "visible") != "visible"
                named.append((attributes.get("name", ""), relation, hidden))
        if len({name.casefold() for name, _, _ in named}) < len(named):
            raise refused(self._thing, "has two sheets of one name", _ANEW)
        return named, from_1904

    def _sheet(self, name: str, relation: str, hidden: bool, shared: Shared, budget: Budget) -> Sheet:  # noqa: FBT001 - a fact of the sheet
        found = self._relations.get(relation)
        if found is None or found.target not in self._package:
            raise refused(f"{self._thing}, sheet {name!r}", "is damaged: the sheet is not in the file", _ANEW)
        if found.kind != "worksheet":
            return Sheet(name, ())  # a chart
        sheet = worksheet.read(self._package.read(found.target), name, shared, budget, self._thing)
        if not (hidden and sheet.rows):
            return sheet
        mistake = Mistake(place=f'sheet "{name}"', problem="is hidden, with values in it", mend="Show it, or delete it")
        return Sheet(name, sheet.rows, (mistake, *sheet.mistakes))

    def _texts(self) -> list[str | Flaw]:
        """The texts that cells refer to by number."""
        texts: list[str | Flaw] = []
        parts: list[str] = []
        for depth, tag, attributes, text in self._part("sharedStrings"):
            if attributes is None and tag == "t":
                parts.append(text)
            elif attributes is None and (depth, tag) == (2, "si"):
                texts.append(stored.text("".join(parts)))
                parts.clear()
        return texts

    def _formats(self) -> tuple[Shown, ...]:
        return styles(self._part("styles"))

    def _part(self, kind: str) -> Iterator[Event]:
        target = next((relation.target for relation in self._relations.values() if relation.kind == kind), None)
        return self._package.read(target) if target is not None and target in self._package else iter(())

    def _refuse_macros(self) -> None:
        for _, _, attributes, _ in self._package.read("[Content_Types].xml"):
            if attributes is not None and _MACROS in attributes.get("ContentType", "").lower():
                raise refused(self._thing, "is a workbook with macros (.xlsm)", "Save it as .xlsx, which has none")
