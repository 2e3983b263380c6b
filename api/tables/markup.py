"""The XML inside a workbook, as a stream of events, so that no part of it is ever whole in memory.

Document types are refused: workbooks have none, and entities are declared in them. Parsing costs time in proportion to
what is read, because no single tag or text may be long: expat reads an unfinished one again with every block it is fed.
"""

from collections.abc import Iterator, Mapping
from typing import IO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from zipfile import BadZipFile
from zlib import error as BadDeflate  # noqa: N812 - named as an error

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from api.tables.workbook import refused

MOST_TAGS = 15_000_000
"""Tags read of one part: two million cells have twelve."""
_BLOCK = 65_536
_LONGEST = 1_000_000
"""Characters of the longest text, and bytes of the longest tag."""
_LEFT_OUT = frozenset({"extLst", "rPh"})
"""Elements that say nothing about values: extensions, and how a text is pronounced."""
_ANEW = "Open it in a spreadsheet program and save it anew"


Event = tuple[int, str, Mapping[str, str] | None, str]
"""Depth (1 for the root), name without prefix, and attributes where an element begins, or its text where it ends."""


def events(stream: IO[bytes], part: str, thing: str) -> Iterator[Event]:
    """Reads XML; refuses the file `thing` when this part is damaged, excessive, or declares a document type."""
    parser = _Parser()
    no_xml = f"is damaged: {part} is no XML"
    seen = silent = 0
    ended = False
    try:
        while not ended:
            block = stream.read(_BLOCK)
            ended = not block
            parser.close() if ended else parser.feed(block)
            silent = silent + len(block) if parser.seen == seen else 0
            seen = parser.seen
            if seen > MOST_TAGS or silent > _LONGEST:
                raise refused(thing, f"holds more XML in {part} than a table needs", "Leave out what is no table")
            yield from parser.take()
    except DefusedXmlException as error:
        raise refused(thing, f"declares a document type in {part}, as no workbook does", _ANEW) from error
    except (SAXException, LookupError, ValueError) as error:
        raise refused(thing, no_xml, _ANEW) from error
    except (BadZipFile, BadDeflate, EOFError) as error:
        raise refused(thing, f"is damaged: {part} cannot be unpacked", _ANEW) from error
    if not seen:  # of which expat is told nothing
        raise refused(thing, no_xml, _ANEW)


def local(name: str) -> str:
    """A name without its namespace prefix."""
    return name.rpartition(":")[2] if ":" in name else name


class _Text(ContentHandler):
    """Gathers the text that stands directly before the end of an element."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._length = 0

    def characters(self, content: str) -> None:
        self._parts.append(content)
        self._length += len(content)
        if self._length > _LONGEST:
            raise SAXException(f"a text of more than {_LONGEST} characters")

    def take(self) -> str:
        if not self._length:
            return ""
        text = "".join(self._parts)
        self._parts.clear()
        self._length = 0
        return text


class _Parser(DefusedExpatParser):
    """Gathers events until they are taken, straight from expat: a SAX handler in between would double the time."""

    def __init__(self) -> None:
        super().__init__(forbid_dtd=True)
        self.seen = 0
        self._text = _Text()
        self._found: list[Event] = []
        self._depth = 0
        self._left_out_from = 0
        self.setContentHandler(self._text)

    def take(self) -> list[Event]:
        found, self._found = self._found, []
        return found

    def start_element(self, name: str, attrs: Mapping[str, str]) -> None:
        self.seen += 1
        self._depth += 1
        if self._left_out_from:
            return
        name = local(name)
        if name in _LEFT_OUT:
            self._left_out_from = self._depth
            return
        self._text.take()
        self._found.append((self._depth, name, attrs, ""))

    def end_element(self, name: str) -> None:
        self.seen += 1
        text = self._text.take()
        if not self._left_out_from:
            self._found.append((self._depth, local(name), None, text))
        elif self._left_out_from == self._depth:
            self._left_out_from = 0
        self._depth -= 1
