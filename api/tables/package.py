"""The package: the zip file a workbook is, opened only when nothing in it is a bomb, a trap or a program.

Nothing is ever unpacked to disk, and of what is in the package only the parts a table needs are read.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from struct import error as StructError  # noqa: N812 - named as an error
from typing import NamedTuple
from zlib import error as BadDeflate  # noqa: N812 - named as an error

from api.tables.markup import Event, events, local
from api.tables.workbook import refused
from domain.refusal import Refused

MOST_PARTS = 1_000
"""Parts of the largest package."""
MOST_UNPACKED = 150_000_000
"""Bytes of all parts together when unpacked."""
MOST_RATIO = 250
"""How many times larger than packed a part may be, from the size on where it matters; equal rows pack 100 times."""
_RATIO_FROM = 10_000_000

_DAMAGES = (
    zipfile.BadZipFile,
    BadDeflate,
    EOFError,
    ValueError,
    OSError,
    NotImplementedError,
    RuntimeError,
    StructError,
)
"""What zipfile raises for damaged files: where offsets and lengths are wrong, many kinds of error."""
_ENTRY = b"PK\x01\x02"
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SYMBOLIC_LINK = 0o120000
_OUTSIDE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|\\|^[A-Za-z]:|[\x00-\x1f]")
_ANEW = "Open it in a spreadsheet program and save it anew as .xlsx"
_WITHOUT = "Save it as .xlsx without them"
_NESTED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_REFUSED_PARTS = (
    ("vbaproject", "holds macros", "Save it as .xlsx, which has none"),
    ("xl/macrosheets/", "holds macros", "Save it as .xlsx, and leave out sheets with macros"),
    ("xl/externallinks/", "refers to other workbooks", "Put values in place of links (Data, Edit links, Break link)"),
    ("xl/connections.xml", "takes values from other sources", "Put values in their place, and remove the connections"),
    ("xl/querytables/", "takes values from other sources", "Put values in their place, and remove the queries"),
    ("xl/embeddings/", "holds other documents", _WITHOUT),
    ("xl/activex/", "holds programs", _WITHOUT),
    ("xl/workbook.bin", "is a binary workbook (.xlsb)", "Save it as .xlsx"),
    ("word/document.xml", "is a text document, no workbook", "Give a workbook (.xlsx) or a CSV file"),
    ("ppt/presentation.xml", "is a presentation, no workbook", "Give a workbook (.xlsx) or a CSV file"),
)


class Relation(NamedTuple):
    """What one part of a package says of another: the last word of the relation's type, and the other's name."""

    kind: str
    target: str


class Package:
    """A package that has been looked into; `thing` is what refusals call it."""

    def __init__(self, content: bytes, thing: str) -> None:
        self._thing = thing
        if content.count(_ENTRY) > MOST_PARTS:
            raise refused(thing, f"holds more than {MOST_PARTS:,} parts", _ANEW)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _DAMAGES as error:
            raise refused(thing, "is damaged, or is no workbook", _ANEW) from error
        self._parts = self._inspected(self._zip.infolist())

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._parts

    def read(self, part: str) -> Iterator[Event]:
        """The XML of a part."""
        try:
            stream = self._zip.open(self._parts[part.lower()])
        except KeyError:
            raise self._no_workbook(f"has no {part}") from None
        except _DAMAGES as error:
            raise self._no_workbook(f"holds {part} in a way that cannot be unpacked") from error
        with stream:
            yield from events(stream, part, self._thing)

    def relations(self, part: str = "") -> dict[str, Relation]:
        """What a part refers to, by the ids it uses for that; the package itself is the part without a name."""
        folder, name = posixpath.split(part)
        about = posixpath.join(folder, "_rels", f"{name}.rels")
        if about not in self:
            return {}
        return {
            attributes.get("Id", ""): Relation(
                local(attributes.get("Type", "").replace("/", ":")),
                posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/"),
            )
            for _, tag, attributes, _ in self.read(about)
            if tag == "Relationship" and attributes is not None
        }

    # ------------------------------------------------------------ what is in it

    def _inspected(self, found: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        """The parts by their names, in which case makes no difference."""
        parts: dict[str, zipfile.ZipInfo] = {}
        for part in found:
            self._require_harmless(part)
            if part.filename.lower() in parts:
                raise refused(self._thing, f"holds the part {part.filename!r} twice", _ANEW)
            parts[part.filename.lower()] = part
        if sum(part.file_size for part in found) > MOST_UNPACKED:
            raise refused(
                self._thing,
                f"holds more than {MOST_UNPACKED // 1_000_000} MB when unpacked",
                "Split it, or leave out pictures",
            )
        for name, problem, mend in _REFUSED_PARTS:
            if any(part.startswith(name) or posixpath.basename(part).startswith(name) for part in parts):
                raise refused(self._thing, problem, mend)
        for part in found:
            self._require_flat(part)
        return parts

    def _require_harmless(self, part: zipfile.ZipInfo) -> None:
        name = part.orig_filename
        if _OUTSIDE.search(name):
            raise refused(self._thing, f"holds a part named {name[:60]!r}, which leads outside it", _ANEW)
        if part.flag_bits & 1:
            raise refused(self._thing, f"holds {name!r} encrypted", "Save it without a password")
        if part.compress_type not in _PACKED:
            raise refused(self._thing, f"holds {name!r} packed in a way no workbook is", _ANEW)
        if part.external_attr >> 16 & 0o170000 == _SYMBOLIC_LINK:
            raise refused(self._thing, f"holds {name!r} as a link", _ANEW)
        if part.file_size > max(_RATIO_FROM, MOST_RATIO * part.compress_size):
            problem = (
                f"holds {name!r}, which unpacks to {part.file_size // max(part.compress_size, 1):,} times its size"
            )
            raise refused(self._thing, problem, _ANEW)

    def _require_flat(self, part: zipfile.ZipInfo) -> None:
        """Refuses what is a package itself, or may hold a program, whatever its name."""
        try:
            with self._zip.open(part) as stream:
                begins = stream.read(4)
        except _DAMAGES as error:
            raise self._no_workbook(f"holds {part.filename} in a way that cannot be unpacked") from error
        if begins.startswith(_NESTED):
            raise refused(self._thing, f"holds another file in {part.filename!r}", "Save it as .xlsx without it")

    def _no_workbook(self, problem: str) -> Refused:
        return refused(self._thing, f"is damaged, or is no workbook: {problem}", _ANEW)
