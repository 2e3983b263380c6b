"""An expression cut into words, numbers, texts and signs; whatever is none of them is refused with what to write."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from domain.expression.error import ExpressionError
from domain.expression.operators import WORDS

MOST_CHARACTERS = 2_000


class Sort(Enum):
    """What a token is."""

    NUMBER = auto()
    WORD = auto()
    TEXT = auto()
    SIGN = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an expression and the place of its first character, counted from 1; a text is without its quotes."""

    sort: Sort
    text: str
    place: int

    def __str__(self) -> str:
        return f'"{self.text}"'


_TOKEN = re.compile(
    r"(?P<THOUSANDS>[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9]))"
    r"|(?P<NUMBER>[0-9][0-9A-Za-z_]*(?:\.[0-9A-Za-z_]*)?)"
    r"|(?P<WORD>[A-Za-z_][A-Za-z0-9_]*)"
    r'|"(?P<TEXT>[^"]*)"'
    r"|(?P<FOREIGN>\*\*|//|<>|=<|=>|&&|\|\||=(?!=)|!(?!=))"
    r"|(?P<SIGN>[<>=!]=|[-+*/<>(),])"
    r"|(?P<SPACE>[ \t\r\n]+)"
)
_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_MENDS = {
    "**": "multiply instead, as in x * x",
    "^": "multiply instead, as in x * x",
    "//": "write floor(x / y)",
    "%": "write / 100 for percent",
    "=": "write == to compare",
    "=<": "write <=",
    "=>": "write >=",
    "<>": "write !=",
    "!": "write not",
    "&&": "write and",
    "||": "write or",
    "\u00d7": "write *",
    "\u00f7": "write /",
    "\u2212": "write -",
    "\u2013": "write -",
    "\u2264": "write <=",
    "\u2265": "write >=",
    "\u2260": "write !=",
    "'": 'write text in double quotes, "so"',
    "\u201c": 'write text in straight double quotes, "so"',
    "\u201d": 'write text in straight double quotes, "so"',
    "`": 'write value("id") or score("id") to refer to an indicator',
    ".": "write decimals as 0.5; names have no parts",
    "[": "write names, functions and round brackets only",
    "{": "write names, functions and round brackets only",
}
"""What those write instead who know it from elsewhere."""
_MEANINGLESS = "write names, numbers, text in double quotes, operators and functions only"


def tokens(text: str, most: int = MOST_CHARACTERS) -> tuple[Token, ...]:
    """Cuts an expression, an end added; raises `ExpressionError` for what is too long or does not belong in one."""
    if len(text) > most:
        raise ExpressionError(f"it has {len(text):,} characters", f"write at most {most:,}")
    return (*_tokens(text), Token(Sort.END, "", len(text) + 1))


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found or found.lastgroup == "FOREIGN":
            raise _foreign(found[0] if found else text[at], at + 1)
        sort, piece = str(found.lastgroup), found[str(found.lastgroup)]
        match sort:
            case "THOUSANDS":
                mend = f"write {piece.replace(',', '')}, or a space after a comma between two"
                raise ExpressionError(f"{piece} may be one number or several", mend)
            case "NUMBER" if not _NUMBER.fullmatch(piece):
                mend = "write plain digits such as 1500 or 0.5, with no leading zeros, letters or exponent"
                raise ExpressionError(f"{piece} is not a number", mend)
            case "WORD" if piece not in WORDS and piece.lower() in WORDS:
                raise ExpressionError(f"{piece} is written in small letters", f"write {piece.lower()}")
            case "TEXT":
                _require_printable(piece, at + 2)
        if sort != "SPACE":
            yield Token(Sort[sort], piece, at + 1)
        at = found.end()


def _foreign(piece: str, place: int) -> ExpressionError:
    if piece == '"':
        return ExpressionError(f"the text that begins at character {place} does not end", 'close it with "')
    plain = unicodedata.normalize("NFKC", piece)
    mend = _MENDS.get(piece) or (f"write {plain}" if plain != piece and plain.isascii() else _MEANINGLESS)
    return ExpressionError(f"character {place} is {shown(piece)}, which has no meaning here", mend)


def _require_printable(text: str, place: int) -> None:
    for offset, character in enumerate(text):
        if not character.isprintable():
            raise ExpressionError(f"the text around character {place + offset} holds {shown(character)}", "remove it")


def shown(piece: str) -> str:
    """A piece for a message: as it is if it can be seen, by number if not, with its name if it is no ASCII."""
    if not piece.isprintable():
        return f"U+{ord(piece):04X}"
    return piece if piece.isascii() else f"{piece} ({unicodedata.name(piece, f'U+{ord(piece):04X}').lower()})"
