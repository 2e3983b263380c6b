"""Gathering a document: from the lines of its sheets to a document whose parts know the cells they stand in."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.documents import DEEPEST, Placed
from api.layout.fields import Fields, Holds, Leaf, Path, by_path, heading
from api.layout.items import read_list, read_mapping
from api.layout.sheets import FOR, OF, OWNER, PARENT, TEXT, VALUE, GridLaid, Laid, Layout
from api.mistakes import Mistake, Mistaken
from api.tables import Column, Line, Value, Workbook, values
from api.tables.lines import scan
from api.tables.values import NoValue


def gather(workbook: Workbook, layout: Layout) -> Placed:
    """The document that a workbook holds, decimals as text; raises `Mistaken` with every mistake of all its sheets."""
    lines, mistakes = scan(workbook, layout.forms)
    document = _Gatherer(lines, mistakes).document(layout)
    if mistakes:
        raise Mistaken(f"workbook {workbook.name}", mistakes)
    return document


@dataclass(slots=True)
class _Node:
    """A record with the line it was read from, the records of its sheet within it, and the lists that belong to it."""

    line: Line
    record: Any
    within: list["_Node"] = field(default_factory=list)
    lists: list[tuple[Laid, list["_Node"]]] = field(default_factory=list)


class _Gatherer:
    """Makes a document of lines, and gathers what is wrong with it."""

    def __init__(self, lines: Mapping[str, Sequence[Line]], mistakes: list[Mistake]) -> None:
        self._lines = lines
        self._mistakes = mistakes
        self._places: dict[str, str] = {}

    def document(self, layout: Layout) -> Placed:
        self._places[""] = f'sheet "{layout.sheet}"'
        document: dict[str, Any] = {}
        for line in self._lines[layout.sheet]:
            document = self._record(line, layout.fields)
            self._places |= line.places
        for laid in layout.lists:
            if nodes := self._nodes(laid):
                _put(document, laid.path, self._built(nodes, laid, ".".join(laid.path)))
        for grid in layout.grids:
            if cells := self._grid(grid):
                _put(document, grid.path, cells)
        order = [info.alias or name for name, info in layout.kind.model_fields.items()]
        return Placed({name: document[name] for name in order if name in document}, self._places)

    # ------------------------------------------------------------ lists of records

    def _nodes(self, laid: Laid) -> list[_Node]:
        """The records of a sheet that stand within no other of it, in order, with all that belongs to each."""
        nodes = [_Node(line, self._item(line, laid)) for line in self._lines[laid.sheet]]
        by_id = {node.line.values.get(laid.fields.key or ""): node for node in reversed(nodes)}
        for inner in laid.inner:
            for node in self._nodes(inner):
                self._give(node, inner, laid, by_id)
        return self._rooted(nodes, laid, by_id) if laid.fields.within else nodes

    def _give(self, node: _Node, laid: Laid, to: Laid, owners: Mapping[Value, _Node]) -> None:
        """Puts a record into the list of the one it belongs to."""
        owner = node.line.values[OWNER]
        if owner is None:
            return  # which is a mistake already
        if owner not in owners:
            self._unknown(node.line, OWNER, to, owners)
            return
        lists = owners[owner].lists
        if not any(of is laid for of, _ in lists):
            lists.append((laid, []))
        next(nodes for of, nodes in lists if of is laid).append(node)

    def _rooted(self, nodes: Sequence[_Node], laid: Laid, by_id: Mapping[Value, _Node]) -> list[_Node]:
        """The roots of a tree, the others put within them."""
        roots: list[_Node] = []
        for node in nodes:
            parent = node.line.values[PARENT]
            if parent in by_id and parent is not None:
                by_id[parent].within.append(node)
            else:
                roots.append(node)
                if parent is not None:
                    self._unknown(node.line, PARENT, laid, by_id)
        level, reached = roots, {id(node) for node in roots}
        for _ in range(DEEPEST):
            level = [inner for node in level for inner in node.within]
            reached |= {id(node) for node in level}
        for node in nodes:
            if id(node) not in reached:
                problem = f"{node.line.values[PARENT]!r} makes a circle, or a tree of more than {DEEPEST} levels"
                self._wrong(node.line.places[PARENT], problem, "Name a row that is not within this one")
        return [] if len(reached) < len(nodes) else roots

    def _built(self, nodes: Sequence[_Node], laid: Laid, prefix: str) -> list[Any]:
        """The records with all that is in them; notes the cells of each by its place in the document."""
        for position, node in enumerate(nodes, start=1):
            here = f"{prefix}.{position}"
            self._places[here] = f'sheet "{laid.sheet}", row {node.line.row}'
            self._places |= {f"{here}.{column}": cell for column, cell in node.line.places.items()}
            for inner, inside in node.lists:
                _put(node.record, inner.path, self._built(inside, inner, ".".join((here, *inner.path))))
            if node.within and laid.fields.within:
                node.record[laid.fields.within] = self._built(node.within, laid, here)
        return [node.record for node in nodes]

    def _item(self, line: Line, laid: Laid) -> Any:  # noqa: ANN401 - a record, or a plain text
        given = line.values.get(TEXT) if laid.texts else None
        record = self._record(line, laid.fields)
        if given is not None and record:
            self._wrong(line.places[TEXT], "is a plain text beside a record", "Keep one of the two")
        return record if given is None else given

    # ------------------------------------------------------------ cells

    def _record(self, line: Line, fields: Fields) -> dict[str, Any]:
        record: dict[str, Any] = {}
        tag = line.values.get(heading(fields.tag)) if fields.tag else None
        for path, leaves in by_path(fields.leaves).items():
            value = line.values.get(heading(path))
            if value is None:
                continue
            leaf = next((leaf for leaf in leaves if not leaf.tags or tag in leaf.tags), None)
            if leaf is None:
                self._of_no_kind(line, path, fields.tag, tag)
                continue
            try:
                plain = _plain(leaf, value, alone=len(leaves) == 1)
            except NoValue as wrong:
                self._wrong(line.places[heading(path)], wrong.problem, wrong.mend)
            else:
                _put(record, path, plain)
        return record

    def _of_no_kind(self, line: Line, path: Path, tag: Path | None, kind: Value) -> None:
        asked = heading(tag or ())
        problem = f"is filled in, and {asked!r} is empty" if kind is None else f"is nothing that {asked} {kind!r} has"
        mend = f"Fill in {asked!r}" if kind is None else "Leave it empty"
        self._wrong(line.places[heading(path)], problem, mend)

    def _grid(self, grid: GridLaid) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for line in self._lines[grid.sheet]:
            of, name, value = (line.values[column] for column in (OF, FOR, VALUE))
            if of is None or name is None or value is None:
                continue  # which is a mistake already
            inner = found.setdefault(str(of), {})
            if str(name) in inner:
                self._wrong(line.places[FOR], f"{of!r} has a value for {name!r} already", "Keep one of the two")
            inner[str(name)] = values.write(value)
            place = ".".join((*grid.path, str(of)))
            self._places.setdefault(place, line.places[OF])
            self._places[f"{place}.{name}"] = line.places[VALUE]
        return found

    # ------------------------------------------------------------ mistakes

    def _unknown(self, line: Line, column: str, laid: Laid, known: Mapping[Value, _Node]) -> None:
        given = str(line.values[column])
        near = difflib.get_close_matches(given, [str(one) for one in known if one is not None], n=1)
        mend = f"Did you mean {near[0]!r}?" if near else f"Name the {laid.fields.key} of a row there"
        self._wrong(line.places[column], f"{given!r} is no {laid.fields.key} in the sheet {laid.sheet!r}", mend)

    def _wrong(self, place: str, problem: str, mend: str) -> None:
        self._mistakes.append(Mistake(place=place, problem=problem, mend=mend))


def _plain(leaf: Leaf, value: Value, *, alone: bool) -> Any:  # noqa: ANN401 - any part of a document
    """What a document says for what a cell holds; raises `NoValue`. A column `alone` for its field is read already."""
    column = Column("", leaf.kind, choices=leaf.choices)
    match leaf.holds:
        case Holds.LIST:
            return [values.write(values.read(item, column)) for item in read_list(str(value))]
        case Holds.MAPPING:
            return {name: values.write(values.read(one, column)) for name, one in read_mapping(str(value)).items()}
        case Holds.PRESENCE:
            return {}
        case _:
            read = value if alone else values.read(str(value), column)
            return read if isinstance(read, int) else values.write(read)  # truths are whole numbers, too


def _put(record: dict[str, Any], path: Path, value: Any) -> None:  # noqa: ANN401 - any part of a document
    """Puts a value where a path leads to, into records made on the way."""
    for step in path[:-1]:
        record = record.setdefault(step, {})
    if value == {}:
        record.setdefault(path[-1], {})
    else:
        record[path[-1]] = value
