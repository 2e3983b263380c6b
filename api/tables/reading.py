"""Reading a table somebody sent: what it is, is told by its content, and its name must agree."""

import hashlib
from pathlib import Path

from api.tables import delimited, excel
from api.tables.workbook import LARGEST, Sheet, Workbook, refused
from domain.refusal import Refused

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    b"%PDF": "a PDF",
    b"{\\rtf": "a text document (RTF)",
    b"\x1f\x8b": "a compressed file",
    b"Rar!": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"<?xml": "an XML document",
    b"<!doc": "a web page",
    b"<html": "a web page",
}
_WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods", ".et")
_DELIMITED = (".csv", ".tsv", ".txt")
_GIVE = "Give a workbook (.xlsx) or a CSV file"
_AS_XLSX = "Save it as .xlsx"


def read(
    source: Path | bytes, name: str | None = None, *, delimiter: str | None = None, encoding: str | None = None
) -> Workbook:
    """Reads a workbook (.xlsx) or a CSV file, which makes a workbook of one sheet without a name.

    Every value is exact text; a cell that holds a formula, an error or anything else that is no value has a flaw in its
    place. Refuses a file that is too large before it is in memory, and one that cannot be read safely. `delimiter` and
    `encoding` are declared for CSV files only.
    """
    if isinstance(source, Path):
        name = name or source.name
        content = _content(source, name)
    else:
        name = name or "table"
        content = source
    sheets = _sheets(content, name, delimiter, encoding)
    return Workbook(name, hashlib.sha256(content).hexdigest(), sheets)


def _content(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            if path.stat().st_size > LARGEST:
                raise _too_large(name)
            return file.read(LARGEST + 1)  # a device has no size
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise refused(f"table {path}", problem, "Give the path of a CSV file or a workbook") from error


def _sheets(content: bytes, name: str, delimiter: str | None, encoding: str | None) -> tuple[Sheet, ...]:
    if len(content) > LARGEST:
        raise _too_large(name)
    zipped, named = content.startswith(_ZIP), name.lower().endswith(_WORKBOOKS)
    thing = _thing(name)
    if zipped and name.lower().endswith(_DELIMITED):
        raise refused(thing, "is a workbook, not a CSV file", "Save it as 'CSV UTF-8'")
    if zipped:
        return excel.read(content, f"workbook {name}")
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise refused(thing, "is protected with a password", "Save it without one")
        raise refused(thing, "is a workbook or document of the form before 2007", _AS_XLSX)
    begins = content.lstrip()[:8].lower()
    other = next((what for magic, what in _OTHERS.items() if begins.startswith(magic.lower())), None)
    if other is not None:
        raise refused(thing, f"is {other}, whatever its name says", _GIVE)
    if named:
        raise refused(thing, "is no workbook, whatever its name says", _GIVE)
    return (delimited.read(content, thing, delimiter=delimiter, encoding=encoding),)


def _thing(name: str) -> str:
    return f"workbook {name}" if name.lower().endswith(_WORKBOOKS) else f"table {name}"


def _too_large(name: str) -> Refused:
    return refused(_thing(name), f"is larger than {LARGEST // 1_000_000} MB", "Split it")
