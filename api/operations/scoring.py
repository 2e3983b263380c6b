"""Scoring a table of values by a rulebook: results, ranks, quotas and consequences, with nothing recorded."""

from collections.abc import Callable, Sequence

from pydantic import Field

from api.scoring.computing import Computed, compute_all
from domain.event import Record
from domain.exact import Exact
from domain.refusal import Reason, Refused
from domain.regulation import Rulebook, Scheme, content_hash, in_force
from domain.scoring import EarlierResult, Facts, Follows, QuotaKept, follows, stand


class Table(Record):
    """What a file of values says: names and facts by appraisee, and the attested results of earlier years."""

    names: dict[str, str]
    facts: dict[str, Facts]
    earlier: dict[str, tuple[EarlierResult, ...]] = Field(default_factory=dict)


class Scored(Record):
    """One appraisee's outcome; `earned` is the grade of the total, `grade` what is left of it once quotas are kept.

    `missing` names what has no score, whatever the policy made of that.
    """

    appraisee: str
    name: str | None
    peer_group: str
    total: Exact | None
    rank: int | None
    of: int
    earned: str | None
    grade: str | None
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    verdicts: dict[str, str]
    follows: tuple[Follows, ...]


class Scores(Record):
    """The outcome of all appraisees, by peer group and rank, and how the quotas came out."""

    rulebook: str
    rulebook_hash: str
    scheme: str | None
    scheme_hash: str | None
    scored: tuple[Scored, ...]
    quotas: tuple[QuotaKept, ...]


def score(
    rulebook: Rulebook,
    scheme: Scheme | None,
    table: Table,
    *,
    approved: Sequence[int] = (),
    keep: Callable[[Computed], None] = lambda _computed: None,
) -> Scores:
    """Scores every appraisee of the table, ranks them, keeps the quotas and says what follows.

    `approved` are the numbers of quotas whose higher cap is approved. `keep` is given each result with its explanation
    as soon as it is there.
    """
    regulation = in_force(rulebook, scheme)
    _require_approvable(regulation, approved)
    _require_year(table)
    results, missing = {}, {}
    for computed in compute_all(regulation, table.facts):
        keep(computed)
        results[computed.appraisee] = computed.result
        missing[computed.appraisee] = computed.missing
    standings = stand(regulation, results, approved)
    return Scores(
        rulebook=rulebook.id,
        rulebook_hash=content_hash(rulebook),
        scheme=scheme.id if scheme else None,
        scheme_hash=content_hash(scheme) if scheme else None,
        scored=tuple(
            Scored(
                **one.model_dump(),
                name=table.names.get(one.appraisee),
                missing=missing[one.appraisee],
                verdicts=results[one.appraisee].verdicts,
                follows=_follows(regulation, table, one.appraisee, one.grade),
            )
            for one in standings.standings
        ),
        quotas=standings.quotas,
    )


def _require_approvable(regulation: Rulebook, approved: Sequence[int]) -> None:
    """Refuses an approval of a quota that is not there, or has no higher cap to approve."""
    can = [number for number, quota in enumerate(regulation.quotas, start=1) if quota.with_approval is not None]
    for number in approved:
        if number not in can:
            mend = f"Approve one of: {', '.join(map(str, can)) or 'none'}"
            raise Refused(Reason.INVALID, f"quota {number}", "has no higher cap to approve", mend)


def _require_year(table: Table) -> None:
    """Refuses results of earlier years where the year that they are before is not known, and nothing could follow."""
    for appraisee in table.earlier:
        if table.facts[appraisee].year is None:
            thing = f"appraisee {appraisee}"
            problem = "has results of earlier years, and the year appraised is not known"
            raise Refused(Reason.INVALID, thing, problem, "Say it with --year")


def _follows(regulation: Rulebook, table: Table, appraisee: str, grade: str | None) -> tuple[Follows, ...]:
    """What follows for an appraisee, where the year of its result is known."""
    year = table.facts[appraisee].year
    if year is None:
        return ()
    return follows(regulation, (*table.earlier.get(appraisee, ()), EarlierResult(year=year, grade=grade)))
