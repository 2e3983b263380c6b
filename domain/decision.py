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
    DRAW = "draw"
    FALSE_REPORT = "false_report"
    QUOTA = "quota"
    RANK = "rank"
    EXTEND = "extend"
    PAUSE = "pause"
    RESUME = "resume"
    BRING_FORWARD = "bring_forward"
    CANCEL = "cancel"
    PROPOSE_REOPENING = "propose_reopening"
    REOPEN = "reopen"
    REPLACE_RATER = "replace_rater"
    ADD_APPRAISEE = "add_appraisee"
    REMOVE_APPRAISEE = "remove_appraisee"
    MERGE_APPRAISEES = "merge_appraisees"
    NOTICE = "notice"
    ANNOUNCE = "announce"
    USE = "use"
    FIX_GOALS = "fix_goals"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Capacity:
    """In what capacity somebody acted.

    `role` is the role it was done in; `acting_for` the person whose turn it was, where somebody stood in; `mandate`
    what the right to act rests on: `post:UNIT`, `task:TASK` for whoever was named in it, or `substitution:ID`.
    """

    role: str | None = None
    acting_for: str | None = None
    mandate: str | None = None


def reference(given: str, what: str) -> str:
    """The number or title something is found by, as it is recorded.

    At most 80 characters on one line, without blanks around them. Raises `Refused` for anything else; a reference is
    kept in clear for ever, so it names a thing, never a person.
    """
    text = given.strip()
    if not text or len(text) > _LONGEST or any(unicodedata.category(one) in _NO_PART for one in text):
        raise Refused(
            Reason.INVALID,
            f"{what} {given[:_LONGEST]!r}",
            "is none that can be recorded",
            f"Give it alone, in at most {_LONGEST} characters on one line",
        )
    return text


def document_number(given: str) -> str:
    """The number of a document as it is recorded; raises `Refused` for what is no `reference`."""
    return reference(given, "document number")


def require_number(kind: Decision | None, numbered: Collection[Decision], document: str | None, thing: str) -> None:
    """Refuses a decision without a document number where the rulebook asks for one."""
    if kind is not None and kind in numbered and document is None:
        raise Refused(
            Reason.INVALID,
            thing,
            f"is decided on ({kind.value}) without the number of the document that says so",
            "Give it: --document NUMBER on the command line, the header Kaohe-Document over HTTP",
        )
