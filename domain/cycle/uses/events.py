"""Everything that can happen to the uses of a cycle's results. These names and fields are the storage format.

`by` is the id of the person who did it.
"""

from enum import StrEnum

from domain.calendar import Day
from domain.event import Confidential, Event, Record, event
from domain.exact import Exact
from domain.regulation.uses import UseKind


class Source(StrEnum):
    """Which kind of provision a use is proposed by."""

    USE = "use"
    CONSEQUENCE = "consequence"
    LIABILITY = "liability"
    LEADERS = "leaders"


class Proposal(Record):
    """One use of a result, as a provision of the rulebook proposes it.

    It concerns the appraisee or, where `persons` are named, these of its people. `years` are those whose grades bring
    a consequence about, `cases` the ids of the recorded ones that a liability rests on. `best` and `share` are what a
    unit's grade means for its leaders.
    """

    id: str
    source: Source
    provision: str
    name: str
    kind: UseKind | None
    appraisee: str
    persons: tuple[str, ...] = ()
    grade: str | None
    then: tuple[str, ...]
    years: tuple[int, ...] = ()
    cases: tuple[str, ...] = ()
    best: str | None = None
    share: Exact | None = None
    basis: str | None = None


class Choice(StrEnum):
    """What people decide on a proposal."""

    ADOPTED = "adopted"
    DECLINED = "declined"
    DEFERRED = "deferred"


class Referral(Record):
    """A referral for accountability: the act, the person, the organ that receives it, and the document's number."""

    act: Confidential
    person: str
    organ: str
    document: str


@event()
class UsesProposed(Event):
    """Uses of results were proposed by rule, from the ranking of that number.

    `proposals` are new, or differ from what was proposed before under the same id; the ids `withdrawn` do not follow
    from the ranking any more.
    """

    ranking: int
    proposals: tuple[Proposal, ...]
    withdrawn: tuple[str, ...]
    by: str


@event()
class UseDecided(Event):
    """A member of the committee adopted, declined or deferred a proposed use; `until` says to which day."""

    use: str
    choice: Choice
    reason: Confidential
    until: Day | None
    referral: Referral | None
    by: str


@event()
class ReferralAnswered(Event):
    """What came of a referral for accountability was recorded."""

    use: str
    outcome: Confidential
    by: str
