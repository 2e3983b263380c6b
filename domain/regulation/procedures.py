"""How a regulation is carried out: kinds of assessment, procedures act by act, who is competent, and remedies."""

from enum import StrEnum

from domain.event import Record
from domain.expression import ExpressionText
from domain.regulation.identifiers import Slug


class CycleKind(StrEnum):
    """The kinds of cycle: within the year (平时), of a year (年度), of a term (任期), of one matter (专项)."""

    PEACETIME = "peacetime"
    ANNUAL = "annual"
    TERM = "term"
    SPECIAL = "special"


class Assessment(Record):
    """A kind of assessment that the regulation knows: of whom, what it looks at, and which role decides the result.

    One that is `based_on` others takes their results into account.
    """

    id: Slug
    name: str
    kind: CycleKind
    of: str
    looks_at: tuple[str, ...] = ()
    decided_by: Slug
    based_on: tuple[Slug, ...] = ()
    basis: Slug | None = None


class Act(Record):
    """One act of a procedure: the role that does it, what it must `state`, and the clock it keeps.

    It may send the matter back to an earlier act, where it says so.
    """

    id: Slug
    by: Slug
    does: str
    states: tuple[str, ...] = ()
    clock: Slug | None = None
    returns_to: Slug | None = None


class Procedure(Record):
    """Acts in the order in which the regulation wants them; only on one of its `grounds`, where it names any."""

    id: Slug
    name: str
    grounds: tuple[str, ...] = ()
    acts: tuple[Act, ...]
    basis: Slug | None = None


class Announcement(StrEnum):
    """How a result that stands is made known: published to everybody (公开), or in a circular to organs (通报)."""

    PUBLICATION = "publication"
    CIRCULAR = "circular"


class PublicNotice(Record):
    """The public notice (公示) during which a result may be objected to, and how it is made known afterwards.

    It is for those with one of the `grades`, or all; `where` says who can see it. It lasts for the time that a `clock`
    gives to others; without one, a result is announced at once.
    """

    grades: tuple[str, ...] = ()
    where: str
    clock: Slug | None = None
    then: Announcement | None = None
    basis: Slug | None = None


class Competence(Record):
    """Which unit appraises those whom a condition on their attributes holds for, and which one it hears."""

    id: Slug
    name: str
    when: ExpressionText
    appraised_by: str
    hears: str | None = None
    basis: Slug | None = None


class Remedy(Record):
    """A way to object to a result (复核, 申诉): for whom, to which role, within which clocks.

    One that comes `after` others is open against their decision. Unless it says so, a remedy neither `stays` what it
    objects to nor may make it worse.
    """

    id: Slug
    name: str
    open_to: tuple[str, ...]
    to: Slug
    clocks: tuple[Slug, ...] = ()
    after: tuple[Slug, ...] = ()
    stays: bool = False
    may_worsen: bool = False
    basis: Slug | None = None
