"""Canonical JSON (RFC 8785), and what may not stand in it: the stored bytes are the hashed bytes."""

from typing import Any

import rfc8785

from domain.refusal import Reason, Refused

_LARGEST = 2**53 - 1  # RFC 8785 numbers are IEEE doubles


def canonical(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    return rfc8785.dumps(value).decode()


def check(thing: str, value: Any, *, floats: bool = False) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Refuses what cannot be stored for ever, naming the field by its JSON pointer.

    That is U+0000, which breaks a later cast to jsonb, and half a surrogate pair, which is no text; integers that a
    double cannot hold; and floats, unless `floats`: a number with a fraction is stored as text.
    """
    _check(thing, "", value, floats=floats)


def _check(thing: str, pointer: str, value: Any, *, floats: bool) -> None:  # noqa: ANN401 - whatever JSON can hold
    match value:
        case None | bool():
            pass
        case str():
            _check_text(thing, pointer, value)
        case int():
            if abs(value) > _LARGEST:
                raise _refused(thing, pointer, f"holds {value}, too large for a JSON number", "Write it as text")
        case float():
            if not floats:
                raise _refused(
                    thing, pointer, f"holds the float {value}", 'Write numbers with a fraction as text: "0.5"'
                )
        case dict():
            for name, inner in value.items():
                here = f"{pointer}/{step(name)}"
                _check_text(thing, here, name)
                _check(thing, here, inner, floats=floats)
        case _:
            for index, inner in enumerate(value):
                _check(thing, f"{pointer}/{index}", inner, floats=floats)


def _check_text(thing: str, pointer: str, text: str) -> None:
    if "\x00" in text:
        raise _refused(thing, pointer, "holds the character U+0000", "Remove it")
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise _refused(thing, pointer, "holds half a surrogate pair, which is no text", "Send valid Unicode")


def step(name: str) -> str:
    """A name as one step of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def _refused(thing: str, pointer: str, problem: str, mend: str) -> Refused:
    place = pointer.encode(errors="backslashreplace").decode().replace("\x00", "\\u0000")
    return Refused(Reason.INVALID, f"{thing} {place}", problem, mend, place=place)
