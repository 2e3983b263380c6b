"""Several values in one cell: one on each line, or "name: value" on each line.

What lines cannot hold (a line break in a value, a blank at its end, nothing at all) is written as JSON instead.
"""

import json
from collections.abc import Mapping, Sequence

from api.documents import parse_json
from api.tables.values import NoValue
from domain.refusal import Refused

_BETWEEN = ": "
_AS_LINES = "Write one on each line"
_AS_PAIRS = 'Write "name: value" on each line'


def write_list(items: Sequence[str]) -> str:
    plain = items and all(_fits(item) for item in items) and not items[0].startswith("[")
    return "\n".join(items) if plain else json.dumps(list(items), ensure_ascii=False)


def read_list(text: str) -> list[str]:
    """The values; raises `NoValue` for JSON that is no list of texts."""
    if not text.lstrip().startswith("["):
        return [line.strip() for line in text.splitlines() if line.strip()]
    found = _json(text, _AS_LINES)
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise NoValue(f"{_shown(text)} is no list of texts", _AS_LINES)
    return found


def write_mapping(pairs: Mapping[str, str]) -> str:
    plain = pairs and all(_fits(name) and _fits(value) and _BETWEEN[0] not in name for name, value in pairs.items())
    if not plain or next(iter(pairs)).startswith("{"):
        return json.dumps(dict(pairs), ensure_ascii=False)
    return "\n".join(f"{name}{_BETWEEN}{value}" for name, value in pairs.items())


def read_mapping(text: str) -> dict[str, str]:
    """The values by their names; raises `NoValue` for a line without a name, and for a name that is there twice."""
    if text.lstrip().startswith("{"):
        given = _json(text, _AS_PAIRS)
        if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
            raise NoValue(f"{_shown(text)} is no mapping of names to texts", _AS_PAIRS)
        return given
    found: dict[str, str] = {}
    for line in filter(str.strip, text.splitlines()):
        name, between, value = (part.strip() for part in line.partition(_BETWEEN[0]))
        if not (name and between and value):
            raise NoValue(f"{_shown(line)} is no name with a value", _AS_PAIRS)
        if name in found:
            raise NoValue(f"{name!r} stands there twice", "Keep one of the two")
        found[name] = value
    return found


def _fits(text: str) -> bool:
    """Whether a text can stand on a line."""
    return text.splitlines() == [text] and text == text.strip()


def _json(text: str, mend: str) -> object:
    try:
        return parse_json(text, "the cell")
    except json.JSONDecodeError as error:
        raise NoValue(f"{_shown(text)} is no JSON: {error.msg}", mend) from error
    except Refused as refused:
        raise NoValue(refused.problem, refused.mend) from refused


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:60]}...")  # noqa: PLR2004 - enough to find it by
