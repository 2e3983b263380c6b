"""Names of streams: a stream is a consistency boundary, and its name says what it is about, never who."""

import re
from typing import TypeGuard

from domain.refusal import Reason, Refused

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")


def slug(value: str, what: str) -> str:
    """Returns `value` when it can be part of a stream name, else refuses it.

    At most 80 lower-case letters, digits and inner hyphens.
    """
    if not _SLUG.fullmatch(value):
        raise Refused(
            Reason.INVALID,
            f"{what} {value!r}",
            "is no identifier",
            "Use at most 80 lower-case letters, digits and inner hyphens, such as 'annual-2026'",
        )
    return value


def is_slug(value: object) -> TypeGuard[str]:
    """Whether `slug` would return the value."""
    return isinstance(value, str) and _SLUG.fullmatch(value) is not None


def rulebook_stream(rulebook: str) -> str:
    return f"rulebook:{slug(rulebook, 'rulebook')}"


def scheme_stream(scheme: str) -> str:
    return f"scheme:{slug(scheme, 'scheme')}"


def directory_stream(authority: str) -> str:
    return f"directory:{slug(authority, 'authority')}"


def record_stream(authority: str) -> str:
    return f"record:{slug(authority, 'authority')}"


def cycle_stream(cycle: str) -> str:
    return f"cycle:{slug(cycle, 'cycle')}"


def appraisal_stream(cycle: str, appraisee: str) -> str:
    return f"appraisal:{slug(cycle, 'cycle')}:{slug(appraisee, 'appraisee')}"


def meeting_stream(meeting: str) -> str:
    return f"meeting:{slug(meeting, 'meeting')}"


def case_stream(case: str) -> str:
    return f"case:{slug(case, 'case')}"


def kind(stream: str) -> str:
    """The part before the first colon: which aggregate the stream belongs to."""
    return stream.partition(":")[0]
