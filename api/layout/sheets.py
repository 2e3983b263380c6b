"""The sheets of a kind of document: one upright for the document itself, and one for each list of records in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.layout.fields import Fields, Grid, Holds, Leaf, Listed, Path, by_path, fields, heading
from api.sentences.words import listed
from api.tables import Column, Form, Kind
from domain.event import Record

PARENT, OWNER, TEXT = "parent", "belongs to", "plain text"
"""Columns of a workbook's own: the record a record stands within, the record a list belongs to, and a bare text."""
OF, FOR, VALUE = "of", "for", "value"
"""The columns of values by two names."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A list of records as a sheet; `path` leads to it from the document, or from the record it belongs to."""

    sheet: str
    path: Path
    fields: Fields
    texts: bool
    owned: bool
    inner: tuple["Laid", ...]
    form: Form


@dataclass(frozen=True, slots=True)
class GridLaid:
    """Values by two names as a sheet."""

    sheet: str
    path: Path
    form: Form


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything in a kind of document stands."""

    kind: type[Record]
    sheet: str
    fields: Fields
    lists: tuple[Laid, ...]
    grids: tuple[GridLaid, ...]

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms of all sheets in their order, each list before those that belong to its records."""
        one = Form(self.sheet, _columns(self.fields.leaves), note=_says(self.kind), upright=True)
        return (one, *(form for laid in self.lists for form in _forms(laid)), *(grid.form for grid in self.grids))


def layout(kind: type[Record]) -> Layout:
    """The sheets of a kind of document; raises `TypeError` for one with parts that can stand nowhere."""
    found = fields(kind)
    return Layout(
        kind=kind,
        sheet=kind.__name__,
        fields=found,
        lists=tuple(_laid(one, ()) for one in found.lists),
        grids=tuple(_grid(one) for one in found.grids),
    )


def _laid(one: Listed, owner: Path, key: str | None = None) -> Laid:
    found = fields(one.record)
    path = (*owner, *one.path)
    inner = tuple(_laid(each, path, found.key) for each in found.lists)
    if (inner or found.within) and found.key is None:
        raise TypeError(f"{one.record.__name__} has no id, so nothing can say that it belongs to one")
    sheet = _named(path)
    own = [Column(OWNER, Kind.SLUG, required=True, note=f"The {key} in the sheet {_named(owner)}.")] if owner else []
    if found.within:
        own.append(Column(PARENT, Kind.SLUG, note="The id of the row it is a part of; of none, when it is empty."))
    if one.texts:
        own.append(Column(TEXT, note="In place of everything else in the row."))
    columns = (*own, *_columns(found.leaves, unique=not owner, loose=one.texts))
    form = Form(sheet, columns, required=False, note=_says(one.record))
    return Laid(sheet, one.path, found, one.texts, bool(owner), inner, form)


def _grid(one: Grid) -> GridLaid:
    columns = (
        Column(OF, Kind.SLUG, required=True),
        Column(FOR, Kind.SLUG, required=True),
        Column(VALUE, one.kind, required=True),
    )
    sheet = _named(one.path)
    return GridLaid(sheet, one.path, Form(sheet, columns, required=False))


def _forms(laid: Laid) -> Iterator[Form]:
    yield laid.form
    for inner in laid.inner:
        yield from _forms(inner)


def _columns(leaves: Sequence[Leaf], *, unique: bool = False, loose: bool = False) -> tuple[Column, ...]:
    """A column for each path. A list of records of its own has each id once; in a `loose` row nothing is required."""
    paths = by_path(leaves).items()
    return tuple(_column(same, unique=unique and path == ("id",), loose=loose) for path, same in paths)


def _column(leaves: Sequence[Leaf], *, unique: bool, loose: bool) -> Column:
    """A column of one field, or of fields of different kinds of record that are called the same."""
    first = leaves[0]
    named, note = heading(first.path), " ".join(filter(None, map(_note, leaves)))
    if len(leaves) > 1 or first.holds in {Holds.LIST, Holds.MAPPING}:
        return Column(named, required=first.required and not loose, note=note)
    return Column(named, first.kind, first.required and not loose, unique, first.choices, note)


def _note(leaf: Leaf) -> str:
    return " ".join(filter(None, (f"For {listed(leaf.tags)}:" if leaf.tags else "", leaf.note or _what(leaf))))


def _what(leaf: Leaf) -> str:
    what = f"one of {listed(leaf.choices)}" if leaf.choices else f"{leaf.kind.value}"
    return f"{what[:1].upper()}{what[1:]}." if leaf.tags else ""


def _named(path: Path) -> str:
    return " ".join(path).replace("_", " ").capitalize()


def _says(record: type[Record]) -> str:
    """The first paragraph of what is written about a record."""
    return " ".join((record.__doc__ or "").strip().partition("\n\n")[0].split())
