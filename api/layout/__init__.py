"""Layout: documents laid out in the sheets of a workbook as their models say, and gathered from them again.

`fields` tells the fields of a model apart by where they can stand, `sheets` makes sheets of them, `laying` and
`gathering` go from a document to the lines of these and back; `items` are several values in one cell.
"""

import io
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, BinaryIO

from pydantic import ValidationError

from api.documents import Placed
from api.layout import sheets
from api.layout.gathering import gather
from api.layout.laying import lay_out
from api.mistakes import of_validation
from api.tables import Workbook, read, write
from domain.event import Record
from domain.refusal import Reason, Refused
from domain.regulation import Rulebook, Scheme, content_hash

__all__ = ["document_in", "kind_of", "write_document", "write_form"]

KINDS: dict[str, type[Record]] = {kind.__name__: kind for kind in (Rulebook, Scheme)}
"""Kinds of document that workbooks hold, by the name of the sheet that stands upright in each."""

layout = lru_cache(sheets.layout)
"""The layout of a kind of document."""


def kind_of(document: Mapping[str, Any]) -> type[Record]:
    """Which kind a document is: a scheme names the rulebook it is under."""
    return Scheme if "rulebook" in document else Rulebook


def document_in(workbook: Workbook) -> Placed:
    """The document in a workbook; refuses one that holds none, and one with mistakes, each with its cell."""
    found = [kind for name, kind in KINDS.items() if any(sheet.name == name for sheet in workbook.sheets)]
    if len(found) != 1:
        named = " or ".join(map(repr, KINDS))
        problem = f"has {'both' if found else 'none'} of the sheets {named}, which say what it is"
        mend = "Begin with what 'kaohe rulebook export' makes, and keep the names of its sheets"
        raise Refused(Reason.INVALID, f"workbook {workbook.name}", problem, mend)
    return gather(workbook, layout(found[0]))


def write_document(stream: BinaryIO, document: Mapping[str, Any]) -> None:
    """Writes a rulebook or scheme as a workbook; refuses one that would not come back from it as it is."""
    kind = kind_of(document)
    try:
        read_as = kind.model_validate(document)
    except ValidationError as error:
        raise of_validation(kind.__name__.lower(), error, kind) from error
    plain = read_as.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
    made = io.BytesIO()
    write(made, str(plain["title"]), layout(kind).forms, lay_out(plain, layout(kind)))
    back = document_in(read(made.getvalue(), "export.xlsx"))
    if content_hash(kind.model_validate(back)) != content_hash(read_as):
        problem = "says something by leaving it empty, which a workbook cannot"
        raise Refused(Reason.INVALID, f"{kind.__name__.lower()} {plain['id']}", problem, "Leave empty parts out")
    stream.write(made.getvalue())


def write_form(stream: BinaryIO, kind: type[Record]) -> None:
    """Writes an empty workbook to fill in."""
    write(stream, kind.__name__, layout(kind).forms, {})
