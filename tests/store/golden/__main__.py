"""Writes the golden fixtures that are missing, from a sample of each type with every field filled."""

import json
import sys
import types
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AwareDatetime, BaseModel

import domain.aggregates  # noqa: F401 - registers the events
from domain.duration import Duration
from domain.event import Event, Private, Sealed, event_types
from store.codec import encode_body
from tests.store.golden import fixture

_DEEPEST = 3

_LEAVES: Mapping[Any, Any] = {
    str: "财政局 \"a\" 'b' \\ \n",
    int: 7,
    bool: True,
    datetime: "2026-03-02T01:02:03.000004Z",
    AwareDatetime: "2026-03-02T01:02:03.000004Z",
    date: "2026-03-02",
    Decimal: "19.58",
    Fraction: "1/17",
    Duration: "10 working days",
    Any: {"nested": ["1.0", None, True]},
    Sealed: {"data_subject": "p-1", "nonce": "AAECAwQFBgcICQoL", "ciphertext": "c2VhbGVk"},
}


def sample(cls: type[Event]) -> Event:
    """An event with every field filled, optional ones too."""
    return cls.model_validate_json(json.dumps(_model(cls, 0)))


def _model(cls: type[BaseModel], depth: int) -> dict[str, Any]:
    return {
        field.validation_alias or name: _value(field.annotation, depth)
        for name, field in cls.model_fields.items()
        if isinstance(field.validation_alias, str | None)
    }


def _value(kind: Any, depth: int) -> Any:  # noqa: ANN401, PLR0911 - one answer for each kind of annotation
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in _LEAVES:
        return _LEAVES[kind]
    if origin is Annotated:
        return _value(arguments[0], depth)
    if origin is Literal:
        return arguments[0]
    if origin in {Union, types.UnionType}:
        return _value(next(one for one in arguments if one not in {Private, types.NoneType}), depth)
    if origin in {tuple, list, frozenset}:
        return [] if depth > _DEEPEST else [_value(arguments[0], depth)]
    if origin in {dict, Mapping}:
        return {"key": _value(arguments[1], depth)}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind)).value
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _model(kind, depth + 1)
    raise TypeError(f"no sample for {kind}: add one to _LEAVES")


def main() -> None:
    for name, cls in sorted(event_types().items()):
        path = fixture(name, cls.schema_version)
        if cls.__module__.startswith("domain.") and not path.exists():
            path.write_text(encode_body(sample(cls)) + "\n", encoding="utf-8")
            sys.stdout.write(f"{path.name}\n")


main()
