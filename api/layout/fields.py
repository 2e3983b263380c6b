"""The fields of a record, told apart by where they stand in a workbook: in a cell, or in a sheet of their own.

A record within a record has its fields beside those around it, by names with dots. Where there are several kinds of it,
as there are shapes of rules, the fields of all kinds stand there, and a tag says which it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeGuard, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from api.sentences.words import listed
from api.tables import Kind
from domain.duration import Duration
from domain.event import Record
from domain.regulation.identifiers import Slug

_KEYS = ("id", "step")

Path = tuple[str, ...]
"""Names of fields, as documents spell them, on the way from a record into it."""

_SLUG = get_args(Slug)[1]


class Holds(StrEnum):
    """What one cell holds."""

    ONE = "one"
    LIST = "list"  # a value on each line
    MAPPING = "mapping"  # "name: value" on each line
    TAG = "tag"  # which kind of record there is
    PRESENCE = "presence"  # that there is a record, which may say nothing else


@dataclass(frozen=True, slots=True)
class Leaf:
    """A field that stands in a cell; with `tags`, only in records of these kinds.

    `empty` says that a text, list or mapping has nothing in it by default, so that nothing need be written.
    """

    path: Path = ()
    holds: Holds = Holds.ONE
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()
    required: bool = False
    note: str = ""
    tags: tuple[str, ...] = ()
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of records, of which some may be plain `texts`."""

    path: Path
    record: type[Record]
    texts: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Values by two names, one within the other."""

    path: Path
    kind: Kind


Found = Leaf | Listed | Grid
Kinds = Sequence[tuple[Any, tuple[object, ...]]]
"""Types that a value may have, nothing aside, each with its annotations."""


@dataclass(frozen=True, slots=True)
class Fields:
    """All fields of a record; `within` is the one that holds further records of its own kind."""

    leaves: tuple[Leaf, ...]
    lists: tuple[Listed, ...]
    grids: tuple[Grid, ...]
    within: str | None

    @property
    def key(self) -> str | None:
        """The field that names a record among its like: its id or, where it has none, what it is the rule of."""
        required = {leaf.path for leaf in self.leaves if leaf.required}
        return next((name for name in _KEYS if (name,) in required), None)

    @property
    def tag(self) -> Path | None:
        return next((leaf.path for leaf in self.leaves if leaf.holds is Holds.TAG), None)


def fields(record: type[Record]) -> Fields:
    """The fields of a record; raises `TypeError` for one that can stand nowhere."""
    found = list(_of_record(record, (), required=True))
    return Fields(
        leaves=_merged([one for one in found if isinstance(one, Leaf)]),
        lists=tuple(dict.fromkeys(one for one in found if isinstance(one, Listed))),
        grids=tuple(one for one in found if isinstance(one, Grid)),
        within=next((name for name, info in record.model_fields.items() if _item(info) is record), None),
    )


def by_path(leaves: Sequence[Leaf]) -> dict[Path, list[Leaf]]:
    """Fields by their paths: those of different kinds of record may be called the same."""
    found: dict[Path, list[Leaf]] = {}
    for leaf in leaves:
        found.setdefault(leaf.path, []).append(leaf)
    return found


def heading(path: Path) -> str:
    """What the column of a field is called."""
    return ".".join(path)


def _of_record(record: type[Record], path: Path, *, required: bool, tag: str = "") -> Iterator[Found]:
    """What stands in a record at a path, but for its tag."""
    for name, info in record.model_fields.items():
        if name != tag and _item(info) is not record:
            yield from _of_field((*path, info.alias or name), info, required=required and info.is_required())


def _of_field(path: Path, info: FieldInfo, *, required: bool) -> Iterator[Found]:
    kinds = _kinds(info.annotation, tuple(info.metadata))
    records = [kind for kind, _ in kinds if _is_record(kind)]
    if len(records) > 1:
        yield from _tagged(records, path)
    elif records:
        yield from _nested(records[0], path, info, required=required)
    else:
        yield _single(path, info, kinds, required=required)


def _single(path: Path, info: FieldInfo, kinds: Kinds, *, required: bool) -> Found:
    """A field that holds no single record: a value, or a collection."""
    outer, inner = _origin(kinds[0][0]), get_args(kinds[0][0])
    if outer is tuple:
        items = _kinds(inner[0])
        record = next((kind for kind, _ in items if _is_record(kind)), None)
        if record is not None:
            return Listed(path, record, texts=len(items) > 1)
        leaf = _in_cell(path, items)
        note = _noted("One on each line.", leaf)
        return replace(leaf, holds=Holds.LIST, required=required, note=note, empty=_empty(info))
    if outer is dict:
        values = _kinds(inner[1])
        if _origin(values[0][0]) is dict:
            return Grid(path, _in_cell(path, _kinds(get_args(values[0][0])[1])).kind)
        leaf = _in_cell(path, values)
        note = _noted('"name: value" on each line.', leaf)
        return replace(leaf, holds=Holds.MAPPING, required=required, note=note, empty=_empty(info))
    return replace(_in_cell(path, kinds), required=required, empty=_empty(info))


def _tagged(records: Sequence[type[Record]], path: Path) -> Iterator[Found]:
    """The tag that all of several kinds of record have, and the fields of each."""
    tag = next(name for name, info in records[0].model_fields.items() if _origin(info.annotation) is Literal)
    named = {get_args(record.model_fields[tag].annotation)[0]: record for record in records}
    yield Leaf((*path, tag), Holds.TAG, Kind.CHOICE, tuple(named))
    for name, record in named.items():
        for one in _of_record(record, path, required=False, tag=tag):
            yield replace(one, tags=(name,)) if isinstance(one, Leaf) else one


def _nested(record: type[Record], path: Path, info: FieldInfo, *, required: bool) -> Iterator[Found]:
    if info.default != record.model_construct() and not any(one.is_required() for one in record.model_fields.values()):
        yield Leaf(path, Holds.PRESENCE, Kind.TRUTH, note="Yes where there is one and it says nothing of its own.")
    yield from _of_record(record, path, required=required)


def _in_cell(path: Path, kinds: Kinds) -> Leaf:
    """A value that stands in a cell."""
    types = [kind for kind, _ in kinds]
    if Decimal in types:
        words = [str(member.value) for kind in types if _is_enum(kind) for member in kind]
        if not words:
            return Leaf(path, kind=Kind.NUMBER)
        return Leaf(path, note=f"A number, or one of {listed(words)}.")
    if len(types) > 1:
        raise TypeError(f"{'.'.join(path)} is of several types, {types}, and a cell cannot say of which")
    (only, annotations), *_ = kinds
    if _is_enum(only):
        return Leaf(path, kind=Kind.CHOICE, choices=tuple(member.value for member in only))
    if only is Duration:
        return Leaf(path, note="Such as 10 working days, P30D or PT20S.")
    if only is str and _SLUG in annotations:
        return Leaf(path, kind=Kind.SLUG)
    if only not in _CELLS:
        raise TypeError(f"{'.'.join(path)} is a {only}, which stands in no cell")
    return Leaf(path, kind=_CELLS[only])


_CELLS = {str: Kind.TEXT, bool: Kind.TRUTH, int: Kind.WHOLE, date: Kind.DATE}


def _kinds(annotation: Any, annotations: tuple[object, ...] = ()) -> Kinds:  # noqa: ANN401 - any type there is
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return _kinds(inner, (*annotations, *more))
    if origin in {Union, UnionType}:
        return [kind for one in get_args(annotation) for kind in _kinds(one, annotations)]
    return [] if annotation is NoneType else [(annotation, annotations)]


def _origin(annotation: Any) -> object:  # noqa: ANN401 - any type there is
    return get_origin(annotation)


def _item(info: FieldInfo) -> object:
    """What a list is of; nothing for what is no list."""
    kinds = _kinds(info.annotation)
    return get_args(kinds[0][0])[0] if _origin(kinds[0][0]) is tuple else None


def _merged(leaves: Sequence[Leaf]) -> tuple[Leaf, ...]:
    """Fields that are the same in several kinds of record as one."""
    found: dict[Leaf, tuple[str, ...]] = {}
    for leaf in leaves:
        plain = replace(leaf, tags=())
        found[plain] = (*found.get(plain, ()), *leaf.tags)
    return tuple(replace(plain, tags=tags) for plain, tags in found.items())


def _empty(info: FieldInfo) -> bool:
    return info.default in ("", ()) or info.default_factory is dict


def _noted(form: str, leaf: Leaf) -> str:
    """How a cell of several values is written, and what each is."""
    of = f"Each one of {listed(leaf.choices)}." if leaf.choices else leaf.note
    return f"{form} {of}".strip()


def _is_record(kind: object) -> TypeGuard[type[Record]]:
    return isinstance(kind, type) and issubclass(kind, Record)


def _is_enum(kind: object) -> TypeGuard[type[Enum]]:
    return isinstance(kind, type) and issubclass(kind, Enum)
