"""What was changed between two documents, line by line, found by the names of things rather than where they stand."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from domain.event import Record

_NAMES = ("id", "kind", "step", "grade", "name")
"""Fields that name the entries of a list, where every entry has one of its own."""
_INSIDE = "inside"
"""The field of a child that says whose child it is."""


Entry = Mapping[str, Any]


class Difference(Record):
    """One change: a place such as "indicators.budget.target", what stood there, and what does; nothing for no value.

    Entries with a name are found by it at whatever level they stand, others by their position from 1. Of entries that
    changed their order, the place is their list, and both values name them in a row.
    """

    place: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        return f"{self.place}: {_shown(self.before)} → {_shown(self.after)}"


def _shown(value: str | None) -> str:
    return "nothing" if value is None else value or '""'


def compare(before: Entry, after: Entry) -> tuple[Difference, ...]:
    """Every change from one document to another, in the order of the first; nothing, when they say the same."""
    return tuple(_fields("", before, after))


def _fields(place: str, before: Entry, after: Entry) -> Iterator[Difference]:
    for name in dict.fromkeys((*before, *after)):
        yield from _values(f"{place}.{name}" if place else name, before.get(name), after.get(name))


def _values(place: str, before: object, after: object) -> Iterator[Difference]:
    match before, after:
        case _ if before == after:
            return
        case Mapping(), Mapping():
            yield from _fields(place, before, after)
        case list() | tuple(), list() | tuple():
            yield from _lists(place, before, after)
        case _:
            yield Difference(place=place, before=_text(before), after=_text(after))


def _lists(place: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Difference]:
    if name := _naming(before, after):
        yield from _named(place, name, before, after)
    elif any(isinstance(item, Mapping | list | tuple) for item in (*before, *after)):
        for position, (one, other) in enumerate(zip_longest(before, after), start=1):
            yield from _values(f"{place}.{position}", one, other)
    else:
        yield from _members(place, before, after)


def _members(place: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Difference]:
    """Plain values that came or went; where none did, their order."""
    gone, come = Counter(before), Counter(after)
    gone, come = gone - come, come - gone
    for item in gone.elements():
        yield Difference(place=place, before=_text(item), after=None)
    for item in come.elements():
        yield Difference(place=place, before=None, after=_text(item))
    if not gone and not come:
        yield Difference(place=place, before=_text(before), after=_text(after))


# ---------------------------------------------------------------- entries with names


def _naming(before: Sequence[Any], after: Sequence[Any]) -> str | None:
    """The field by which all entries of both lists can be told apart, if there is one."""
    return next((name for name in _NAMES if _tells_apart(name, before) and _tells_apart(name, after)), None)


def _tells_apart(name: str, entries: Sequence[Any]) -> bool:
    nodes = [node for _, node in _walk(entries, name, None)]
    if not all(isinstance(node, Mapping) and isinstance(node.get(name), str) for node in nodes):
        return False
    return len({node[name] for node in nodes}) == len(nodes)


def _walk(entries: Sequence[Any], name: str, parent: str | None) -> Iterator[tuple[str | None, Any]]:
    """Every entry with the name of the one it is a child of, children behind it."""
    for entry in entries:
        yield parent, entry
        if isinstance(entry, Mapping) and isinstance(children := entry.get("children"), list | tuple):
            yield from _walk(children, name, entry.get(name))


def _named(place: str, name: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Difference]:
    old, new = _by_name(before, name), _by_name(after, name)
    for known in dict.fromkeys((*old, *new)):
        here = f"{place}.{known}"
        if known in old and known in new:
            yield from _fields(here, old[known], new[known])
        else:
            yield Difference(place=here, before=_text(old.get(known)), after=_text(new.get(known)))
    yield from _order(place, old, new)


def _by_name(entries: Sequence[Any], name: str) -> dict[str, Entry]:
    """Entries at all levels by name, each without its children and with the parent whose child it is."""
    return {
        entry[name]: {
            **{field: value for field, value in entry.items() if field not in {name, "children"}},
            **({_INSIDE: parent} if parent is not None else {}),
        }
        for parent, entry in _walk(entries, name, None)
    }


def _order(place: str, old: Mapping[str, Entry], new: Mapping[str, Entry]) -> Iterator[Difference]:
    """Siblings that follow each other otherwise than before, as far as they were there and stayed."""
    was, now = _siblings(old, new), _siblings(new, old)
    for parent, names in was.items():
        if names != now[parent]:
            here = place if parent is None else f"{place}.{parent}"
            yield Difference(place=here, before=", ".join(names), after=", ".join(now[parent]))


def _siblings(entries: Mapping[str, Entry], others: Mapping[str, Entry]) -> Mapping[str | None, list[str]]:
    """The names of siblings in a row, by parent: of those that are siblings in the others, too."""
    rows: dict[str | None, list[str]] = {}
    for name, entry in entries.items():
        parent = entry.get(_INSIDE)
        if name in others and others[name].get(_INSIDE) == parent:
            rows.setdefault(parent, []).append(name)
    return rows


# ---------------------------------------------------------------- words


def _text(value: object) -> str | None:
    """A value in a line, as YAML would write it there."""
    return None if value is None else _inline(value)


def _inline(value: object) -> str:
    match value:
        case Mapping():
            said = (f"{name}: {_inline(item)}" for name, item in value.items() if item is not None)
            return f"{{{', '.join(said)}}}"
        case list() | tuple():
            return f"[{', '.join(map(_inline, value))}]"
        case bool():
            return str(value).lower()
        case _:
            return str(value)
