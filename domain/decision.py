"""What stands on a decision besides who made it: its kind, the capacity acted in, and the number of its document."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from domain.refusal import Reason, Refused

_LONGEST = 80
_NO_PART = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
"""Unicode's categories of what cannot be read on paper: controls, invisible marks, breaks, unassigned code points."""


class Decision(StrEnum):
    """The kinds of decision that a rulebook may ask a document number of."""

    APPROVE = "approve"
    RETURN = "return"
    QUOTA = "quota"
    RANK = "rank"
    EXTEND = "extend"
    PAUSE = "pause"
    RESUME = "resume"
    NOTICE = "notice"
    ANNOUNCE = "announce"


@dataclass(frozen=True, slots=True)
class Capacity:
    """In what capacity somebody acted.

    `role` is the role it was done in; `acting_for` the person whose turn it was, where somebody stood in; `mandate`
    what the right to act rests on: `post:UNIT`, `task:TASK` for whoever was named in it, or `substitution:ID`.
    """

    role: str | None = None
    acting_for: str | None = None
    mandate: str | None = None


def document_number(given: str) -> str:
    """The number of a document as it is recorded: at most 80 characters on one line, without blanks around them.

    Raises `Refused` for anything else; the number is kept in clear for ever, so it names a document, never a person.
    """
    number = given.strip()
    if not number or len(number) > _LONGEST or any(unicodedata.category(one) in _NO_PART for one in number):
        raise Refused(
            Reason.INVALID,
            f"document number {given[:_LONGEST]!r}",
            "is none that can be recorded",
            f"Give the number alone, at most {_LONGEST} characters on one line",
        )
    return number


def require_number(kind: Decision | None, numbered: Collection[Decision], document: str | None, thing: str) -> None:
    """Refuses a decision without a document number where the rulebook asks for one."""
    if kind is not None and kind in numbered and document is None:
        raise Refused(
            Reason.INVALID,
            thing,
            f"is decided on ({kind.value}) without the number of the document that says so",
            "Give it: --document NUMBER on the command line, the header Kaohe-Document over HTTP",
        )
