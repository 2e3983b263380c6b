"""Shipped rulebooks for tests: as the regulations they make with their schemes, and as documents to look into."""

from typing import Any

from api import shipped
from domain.regulation import Rulebook, Scheme, in_force, parse, parse_scheme

Lines = dict[str, dict[str, Any]]
"""What stands where in a document, by path, for each line of a regulation."""

_NAMES = ("id", "panel", "grade", "step", "kind", "name")


def rulebook(name: str) -> Rulebook:
    return parse(shipped.load(name))


def scheme(name: str) -> Scheme | None:
    document = shipped.load_scheme(name)
    return None if document is None else parse_scheme(document, rulebook(name))


def regulation(name: str) -> Rulebook:
    """What is in force in a cycle under the rulebook."""
    return in_force(rulebook(name), scheme(name))


def document(name: str) -> dict[str, Any]:
    """The whole document of a rulebook, defaults included; that of its scheme is asked for by ".scheme" behind it."""
    read = scheme(name.removesuffix(".scheme")) if name.endswith(".scheme") else rulebook(name)
    assert read is not None
    return read.model_dump(mode="json", by_alias=True)


def at(place: Any, path: str) -> Any:  # noqa: ANN401 - whatever a document holds
    """What stands at a path.

    A path leads down through fields, and through lists by the id (grade, step, panel, kind) of an entry, by its number
    from 1, or by `*` for all.
    """
    first, _, rest = path.partition(".")
    if not first:
        return place
    if isinstance(place, dict):
        return at(place[first], rest)
    if first == "*":
        return [at(entry, rest) for entry in place]
    if first.isdigit():
        return at(place[int(first) - 1], rest)
    return at(next(entry for entry in place if first in (entry.get(name) for name in _NAMES)), rest)
