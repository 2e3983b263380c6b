"""Laying a document out: from a document to the lines of its sheets."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.layout.fields import Holds, Leaf, Path, heading
from api.layout.items import write_list, write_mapping
from api.layout.sheets import FOR, OF, OWNER, PARENT, TEXT, VALUE, Laid, Layout
from api.tables import Value

Written = dict[str, list[dict[str, Value]]]
"""Lines by sheet, each with its values by heading."""


def lay_out(document: Mapping[str, Any], layout: Layout) -> Written:
    """The lines of every sheet of a document whose parts are plain: texts, truths, numbers, lists and mappings."""
    written: Written = {form.sheet: [] for form in layout.forms}
    written[layout.sheet].append(_line(document, layout.fields.leaves, layout.fields.tag))
    for laid in layout.lists:
        _lay(laid, _at(document, laid.path) or (), written, {})
    for grid in layout.grids:
        written[grid.sheet] += _cells(_at(document, grid.path) or {})
    return written


def _lay(laid: Laid, records: Sequence[Any], written: Written, own: Mapping[str, Value]) -> None:
    """The lines of records, of those within them, and of the lists that belong to each; `own` says to whom they do."""
    for record in records:
        if isinstance(record, str):
            written[laid.sheet].append({**own, TEXT: record})
            continue
        written[laid.sheet].append({**own, **_line(record, laid.fields.leaves, laid.fields.tag)})
        name = record.get(laid.fields.key)
        for inner in laid.inner:
            _lay(inner, _at(record, inner.path) or (), written, {OWNER: name})
        if laid.fields.within:
            _lay(laid, record.get(laid.fields.within, ()), written, {**own, PARENT: name})


def _cells(values: Mapping[str, Mapping[str, Value]]) -> Iterator[dict[str, Value]]:
    for of, inner in values.items():
        for name, value in inner.items():
            yield {OF: of, FOR: name, VALUE: value}


def _line(record: Mapping[str, Any], leaves: Sequence[Leaf], tag: Path | None) -> dict[str, Value]:
    kind = None if tag is None else _at(record, tag)
    return {
        heading(leaf.path): value
        for leaf in leaves
        if not leaf.tags or kind in leaf.tags
        if (value := _value(leaf, _at(record, leaf.path))) is not None
    }


def _value(leaf: Leaf, given: Any) -> Value:  # noqa: ANN401 - any part of a document
    """What stands in the cell of a field; nothing where the field says nothing."""
    match leaf.holds:
        case Holds.LIST:
            return None if given is None or (leaf.empty and not given) else write_list(given)
        case Holds.MAPPING:
            return None if given is None or (leaf.empty and not given) else write_mapping(given)
        case Holds.PRESENCE:
            return True if given == {} else None
        case _:
            return None if leaf.empty and not given else given


def _at(record: Mapping[str, Any], path: Path) -> Any:  # noqa: ANN401 - any part of a document
    """The part of a record that a path leads to; nothing where there is none."""
    found: Any = record
    for step in path:
        if not isinstance(found, Mapping):
            return None
        found = found.get(step)
    return found
