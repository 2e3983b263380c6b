"""Documents people write, YAML, JSON or a workbook, read so that no number loses a digit: numbers become text.

The part of YAML that is read is small on purpose: mappings, lists, text, `true`, `false` and `null`. Dates stay text,
`no` is a word, and there are no anchors to multiply what a document holds.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import yaml

from domain.refusal import Reason, Refused
from domain.regulation.finding import Finding

LARGEST = 5_000_000
"""Bytes of the largest document read."""
DEEPEST = 40
"""Levels of the deepest document read."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_TEXT_TAGS = (None, "!", "tag:yaml.org,2002:str")


class Placed(dict[str, Any]):
    """A document that came from a workbook: it knows the cells that its parts stand in.

    Its parts are named as findings name places, with positions from 1: "indicators.2.3.weight".
    """

    def __init__(self, document: Mapping[str, Any], cells: Mapping[str, str]) -> None:
        super().__init__(document)
        self._cells = cells

    def cell(self, place: str) -> str:
        """The cell of a part or, where it has none, that of what it is a part of."""
        while place and place not in self._cells:
            place = place.rpartition(".")[0]
        return self._cells[place]


def placed(document: Mapping[str, Any], findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings about a document, told by their cells where it came from a workbook."""
    if not isinstance(document, Placed):
        return tuple(findings)
    return tuple(one.model_copy(update={"place": f"{document.cell(one.place)} ({one.place})"}) for one in findings)


class FloatLiteral(str):
    """A JSON number with a fraction or an exponent, as it was written."""

    __slots__ = ()


def load(path: Path) -> dict[str, Any]:
    """Reads a file of one mapping, or a workbook that holds one; refuses one that cannot be read, and says where."""
    name = f"file {path}"
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise Refused(Reason.INVALID, name, f"cannot be read: {error.strerror}", "Give the path of a file") from error
    if path.suffix.lower() == ".xlsx" or content.startswith(b"PK"):
        from api import layout, tables  # noqa: PLC0415 - only workbooks need what reads them

        return layout.document_in(tables.read(path))
    return parse(content, name)


def parse(content: bytes, name: str) -> dict[str, Any]:
    """Reads one mapping from JSON where it looks like JSON, else from YAML."""
    if len(content) > LARGEST:
        raise _too_large(name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _refused(name, line, "holds bytes that are not UTF-8", "Save it as UTF-8") from error
    found = _parse(text, name)
    if not isinstance(found, dict):
        raise Refused(Reason.INVALID, name, "holds no fields with values", "Write 'field: value' lines, or JSON {...}")
    return found


def _parse(text: str, name: str) -> Any:  # noqa: ANN401 - whatever a document holds
    if text.lstrip()[:1] in ("{", "["):
        try:
            return parse_json(text, name, numbers_as_text=True)
        except json.JSONDecodeError as error:
            if name.endswith(".json"):
                raise _refused(name, error.lineno, f"is no JSON: {error.msg}", "Correct that line") from error
    return parse_yaml(text, name)


# ---------------------------------------------------------------- JSON


def parse_json(text: str | bytes, name: str, *, numbers_as_text: bool = False) -> Any:  # noqa: ANN401 - JSON
    """Reads JSON strictly: a name stands once in an object, and NaN and infinities are no numbers.

    With `numbers_as_text` every number becomes its text. Without it whole numbers stay numbers, and one with a fraction
    is refused by its place, because a client that writes one has passed through binary floats. Raises
    `json.JSONDecodeError` for what is no JSON.
    """

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                raise Refused(Reason.INVALID, name, f"has the field {key!r} twice in one place", "Keep one of the two")
            found[key] = value
        return found

    def constant(literal: str) -> NoReturn:
        raise Refused(Reason.INVALID, name, f"holds {literal}, which is no number", "Write a number, or null")

    try:
        value = json.loads(
            text,
            object_pairs_hook=unique,
            parse_constant=constant,
            parse_float=str if numbers_as_text else FloatLiteral,
            parse_int=str if numbers_as_text else _whole,
        )
    except RecursionError:
        raise _too_deep(name) from None
    except UnicodeDecodeError as error:
        raise Refused(Reason.INVALID, name, "holds bytes that are not UTF-8", "Send it as UTF-8") from error
    if _too_nested(value):
        raise _too_deep(name)
    if not _writable(text, value):
        raise Refused(Reason.INVALID, name, "holds half a character (a lone surrogate)", "Write the whole character")
    return value


def _writable(text: str | bytes, value: object) -> bool:
    """Whether what was read can be written in UTF-8: an escape, or a shell, may smuggle in half a character."""
    if isinstance(text, bytes) and b"\\ud" not in text.lower():
        return True
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _whole(literal: str) -> int | FloatLiteral:
    return int(literal) if len(literal) <= 17 else FloatLiteral(literal)  # noqa: PLR2004 - beyond it a double loses digits


def _too_nested(value: object) -> bool:
    """Whether containers stand in each other more than the deepest, found without recursion."""
    level = [value]
    for _ in range(DEEPEST + 1):
        level = [inner for one in level for inner in _inner(one)]
    return bool(level)


def _inner(value: object) -> Iterable[object]:
    match value:
        case dict():
            return value.values()
        case list():
            return value
        case _:
            return ()


# ---------------------------------------------------------------- YAML


def parse_yaml(text: str, name: str) -> Any:  # noqa: ANN401 - whatever a document holds
    """Reads one YAML document, from its events so that neither depth nor size can exhaust anything."""
    try:
        return _Reader(name).read(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(filter(None, (error.context, error.problem)))
        raise _refused(name, mark.line + 1 if mark else None, f"is no YAML: {said}", "Correct that line") from error
    except yaml.YAMLError as error:
        said = str(error).splitlines()[0]
        raise Refused(Reason.INVALID, name, f"is no YAML: {said}", "Save it as plain text in UTF-8") from error


class _Reader:
    """Builds a value from YAML events; knows the way from the document to where it is."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[dict[str, Any] | list[Any]] = []
        self._keys: list[str | None] = []
        self._documents: list[Any] = []

    def read(self, events: Iterable[yaml.Event]) -> Any:  # noqa: ANN401 - whatever a document holds
        for event in events:
            line = event.start_mark.line + 1 if event.start_mark else 1
            match event:
                case yaml.ScalarEvent():
                    self._scalar(event, line)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    self._begin({} if isinstance(event, yaml.MappingStartEvent) else [], line)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self._keys.pop()
                    self._put(self._open.pop(), line)
                case yaml.AliasEvent():
                    self._refuse(line, f"refers to *{event.anchor}", "Write out what it stands for")
                case yaml.DocumentStartEvent() if self._documents:
                    self._refuse(line, "holds a second document", "Give each document a file of its own")
        return self._documents[0] if self._documents else None

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        if event.tag not in _TEXT_TAGS:
            self._refuse(line, f"holds the tag {event.tag}", "Leave the tag out")
        plain = event.style is None or event.style == ""
        is_key = bool(self._open) and isinstance(self._open[-1], dict) and self._keys[-1] is None
        word = plain and event.tag is None and event.value in _WORDS and not is_key
        self._put(_WORDS[event.value] if word else event.value, line)

    def _begin(self, container: dict[str, Any] | list[Any], line: int) -> None:
        if len(self._open) >= DEEPEST:
            self._refuse(line, f"is nested more than {DEEPEST} levels deep", "Use fewer levels")
        self._open.append(container)
        self._keys.append(None)

    def _put(self, value: Any, line: int) -> None:  # noqa: ANN401 - whatever a document holds
        if not self._open:
            self._documents.append(value)
            return
        inside = self._open[-1]
        if isinstance(inside, list):
            inside.append(value)
        elif (key := self._keys[-1]) is not None:
            inside[key] = value
            self._keys[-1] = None
        elif not isinstance(value, str):
            self._refuse(line, "has a field whose name is no text", "Name fields in plain words")
        elif value in inside:
            self._refuse(line, f"has the field {value!r} twice in one place", "Keep one of the two")
        else:
            self._keys[-1] = value

    def _refuse(self, line: int, problem: str, mend: str) -> NoReturn:
        raise _refused(self._name, line, problem, mend)


def _refused(name: str, line: int | None, problem: str, mend: str) -> Refused:
    thing = name if line is None else f"{name}, line {line}"
    return Refused(Reason.INVALID, thing, problem, mend)


def _too_large(name: str) -> Refused:
    return Refused(
        Reason.INVALID, name, f"is larger than {LARGEST // 1_000_000} MB", "Split it, or leave out what is not needed"
    )


def _too_deep(name: str) -> Refused:
    return Refused(Reason.INVALID, name, f"is nested more than {DEEPEST} levels deep", "Use fewer levels")
