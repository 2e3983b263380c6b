"""Everything that can happen to a rulebook or a scheme. These names and fields are the storage format.

`hash` names the content that was acted on, `by` the person who did it. `rulebook_hash` is the version of the rulebook
under which a scheme was looked at; a rulebook has none. A reason that is published with the regulation stands in the
clear, as the regulation does; whatever else people wrote is sealed.
"""

from typing import Any

from domain.calendar import Instant
from domain.enactment.comparison import Difference
from domain.event import Confidential, Event, Record, event

# ---------------------------------------------------------------- drafting


@event()
class RegulationDrafted(Event):
    """The performance office wrote a draft, or changed it; nothing that was done on the draft before holds any more.

    `number` is that of the version it is to become, `office` who was of the performance office that day, sorted.
    """

    regulation: str
    authority: str
    number: int
    hash: str
    document: dict[str, Any]
    reason: str | None
    by: str
    office: tuple[str, ...]


ERROR = "error"
"""The severity of what keeps a regulation from coming into force."""


class Noted(Record):
    """One finding, as it was found that day."""

    severity: str
    place: str
    problem: str
    mend: str


@event()
class RegulationChecked(Event):
    """The draft was checked: how many findings of each severity there are, and the first of them.

    It passed when none of them is an error.
    """

    hash: str
    rulebook_hash: str | None
    counts: dict[str, int]
    findings: tuple[Noted, ...]
    by: str


# ---------------------------------------------------------------- consultation


@event()
class ConsultationOpened(Event):
    """The draft was laid open for comments: to these units, or to everybody when none is named.

    It runs until that instant; without one, until the performance office closes it.
    """

    hash: str
    asked: tuple[str, ...]
    until: Instant | None
    by: str


@event()
class ConsultationCommented(Event):
    """Somebody commented on the draft."""

    hash: str
    text: Confidential
    by: str


@event()
class ConsultationClosed(Event):
    """The consultation ended; the response says what became of the comments."""

    hash: str
    response: Confidential | None
    by: str


@event()
class ConsultationWaived(Event):
    """The performance office did without a consultation, for a reason that the committee sees."""

    hash: str
    reason: Confidential
    by: str


# ---------------------------------------------------------------- approval


@event()
class RegulationApproved(Event):
    """A member of the committee who had no part in the draft approved exactly this content."""

    hash: str
    rulebook_hash: str | None
    by: str


@event()
class RegulationReturned(Event):
    """The committee returned the draft; it has to be checked, consulted on and approved anew."""

    hash: str
    reason: Confidential
    by: str


# ---------------------------------------------------------------- in force


@event()
class RegulationPublished(Event):
    """A version came into force; `document` is the whole of it, and `hash` names it for ever.

    `changes` compares it with the version published before, for the `reason` given; the first one has neither.
    """

    regulation: str
    authority: str
    number: int
    hash: str
    rulebook_hash: str | None
    document: dict[str, Any]
    reason: str | None
    changes: tuple[Difference, ...]
    by: str


@event()
class RegulationRetired(Event):
    """The version in force was taken out of it: no cycle can be launched on it, and those that run go on."""

    hash: str
    reason: str
    by: str
