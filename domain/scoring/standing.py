"""From single results to where everybody stands: ranks among peers, and grades under the quotas of the rulebook."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from domain.event import Record
from domain.exact import Exact, Rounding, rounded, text
from domain.regulation import EVERYBODY, Quota, QuotaOf, Rulebook


class Standing(Record):
    """Where an appraisee stands: its rank in its peer group, of how many, and its grade once quotas are kept.

    `reasons` say, in order, what a quota has done to the grade that the total had earned. Who has no total has no rank.
    """

    appraisee: str
    peer_group: str
    total: Exact | None
    rank: int | None
    of: int
    earned: str | None
    grade: str | None
    reasons: tuple[str, ...] = ()


class QuotaKept(Record):
    """How a quota came out: `graded`, which it is a share of, how many that allows or asks for, and how many there are.

    Where the share is of all assessed, `graded` counts those without a grade too.
    """

    grades: tuple[str, ...]
    among: str
    graded: int
    most: int | None
    least: int | None
    have: int
    approved: bool

    @property
    def kept(self) -> bool:
        """Whether the number lies within the quota; ties and too few appraisees may keep it from that."""
        return (self.most is None or self.have <= self.most) and (self.least is None or self.have >= self.least)


class Standings(Record):
    """Everybody's standing, by peer group and then rank, and how the quotas came out."""

    standings: tuple[Standing, ...]
    quotas: tuple[QuotaKept, ...] = ()

    def of(self, appraisee: str) -> Standing:
        return next(one for one in self.standings if one.appraisee == appraisee)


class Outcome(Protocol):
    """What ranking looks at in a result."""

    @property
    def total(self) -> Exact | None: ...
    @property
    def grade(self) -> str | None: ...
    @property
    def barred(self) -> tuple[str, ...]: ...
    @property
    def peer_group(self) -> str | None: ...


@dataclass
class _Graded:
    """One appraisee while the quotas are gone through."""

    appraisee: str
    group: str
    total: Fraction
    grade: str
    barred: frozenset[str]
    reasons: list[str] = field(default_factory=list)


def stand(rulebook: Rulebook, results: Mapping[str, Outcome], approved: Sequence[int] = ()) -> Standings:
    """Ranks all results of a cycle and keeps the rulebook's quotas, one after another.

    Equal totals share the better rank (1 1 3). A cap takes the grade from those with the lowest totals, who get the
    next grade below; of equals across its line nobody keeps it. `approved` numbers, from 1, the quotas whose higher cap
    was approved. A quota that is forced gives its grade to the best by rank, whatever their totals earned, among those
    with no better grade (of several grades, the one nearest to what was earned), or takes the last down to it, of
    equals across the line nobody; a veto stands against both.
    """
    groups = {appraisee: result.peer_group or EVERYBODY for appraisee, result in results.items()}
    graded = [
        _Graded(appraisee, groups[appraisee], Fraction(result.total), result.grade, frozenset(result.barred))
        for appraisee, result in results.items()
        if result.total is not None and result.grade is not None
    ]
    graded.sort(key=lambda one: (-one.total, one.appraisee))
    kept = [
        outcome
        for number, quota in enumerate(rulebook.quotas, start=1)
        for outcome in _keep(rulebook, quota, graded, assessed=len(results), approved=number in approved)
    ]
    found = {one.appraisee: one for one in graded}
    standings = [
        _standing(appraisee, result, groups, results, found.get(appraisee)) for appraisee, result in results.items()
    ]
    standings.sort(key=lambda one: (one.peer_group, one.rank is None, one.rank or 0, one.appraisee))
    return Standings(standings=tuple(standings), quotas=tuple(kept))


def _standing(
    appraisee: str, result: Outcome, groups: Mapping[str, str], results: Mapping[str, Outcome], graded: _Graded | None
) -> Standing:
    totals = [other.total for peer, other in results.items() if groups[peer] == groups[appraisee]]
    known = [total for total in totals if total is not None]
    rank = None if result.total is None else 1 + sum(total > result.total for total in known)
    return Standing(
        appraisee=appraisee,
        peer_group=groups[appraisee],
        total=result.total,
        rank=rank,
        of=len(known),
        earned=result.grade,
        grade=graded.grade if graded else None,
        reasons=tuple(graded.reasons) if graded else (),
    )


# ---------------------------------------------------------------- quotas


def counted(
    rulebook: Rulebook, grades: Mapping[str, tuple[str, str | None]], approved: Sequence[int] = ()
) -> tuple[QuotaKept, ...]:
    """How the quotas would come out if everybody had the grade given beside its peer group: nothing is taken away.

    Who has no grade counts where a share is of all assessed.
    """
    graded = [
        _Graded(appraisee, group, Fraction(), grade, frozenset())
        for appraisee, (group, grade) in grades.items()
        if grade is not None
    ]
    return tuple(
        bounds.kept(quota)
        for number, quota in enumerate(rulebook.quotas, start=1)
        for bounds in _bounds(quota, graded, assessed=len(grades), approved=number in approved)
    )


@dataclass(frozen=True)
class _Bounds:
    """A quota in one of the sets of appraisees that it is a share of."""

    among: str
    those: Sequence[_Graded]
    count: int
    share: Exact | None
    most: int | None
    least: int | None
    approved: bool

    def kept(self, quota: Quota) -> QuotaKept:
        return QuotaKept(
            grades=quota.grades,
            among=self.among,
            graded=self.count,
            most=self.most,
            least=self.least,
            have=sum(one.grade in quota.grades for one in self.those),
            approved=self.approved,
        )


def _bounds(quota: Quota, graded: Sequence[_Graded], *, assessed: int, approved: bool) -> Iterator[_Bounds]:
    by_group = quota.of is QuotaOf.PEER_GROUP
    for group in sorted({one.group for one in graded}) if by_group else [EVERYBODY]:
        those = [one for one in graded if not by_group or one.group == group]
        count = assessed if quota.of is QuotaOf.ASSESSED else len(those)
        share = quota.with_approval if approved and quota.with_approval is not None else quota.most
        most, least = _number(share, quota, count), _number(quota.least, quota, count)
        yield _Bounds(group, those, count, share, most, least, approved)


def _keep(
    rulebook: Rulebook, quota: Quota, graded: Sequence[_Graded], *, assessed: int, approved: bool
) -> Iterator[QuotaKept]:
    """Keeps one quota in each set of appraisees that it is a share of."""
    grades = [band.grade for band in rulebook.grades]
    for bounds in _bounds(quota, graded, assessed=assessed, approved=approved):
        if quota.forced:
            _force(quota, bounds.those, grades, bounds.most, bounds.least)
        elif bounds.most is not None:
            _cap(quota, bounds.those, grades, bounds.most, _in_words(bounds.share, bounds.count))
        yield bounds.kept(quota)


def _number(share: Exact | None, quota: Quota, count: int) -> int | None:
    """A share as a number of appraisees, rounded as the quota says."""
    return None if share is None else int(rounded(Fraction(share) * count, Rounding(mode=quota.rounding, places=0)))


def _cap(quota: Quota, those: Sequence[_Graded], grades: Sequence[str], most: int, share: str) -> None:
    holders = [one for one in those if one.grade in quota.grades]
    if len(holders) <= most:
        return
    keep = _above_line(holders, most)
    for one in holders[keep:]:
        _lower(one, quota, grades, f"{_named(quota)} is for {most} at most, {share}")


def _above_line(ranked: Sequence[_Graded], most: int) -> int:
    """How many are before a line after `most` that parts no equals, in an order by rank from either end."""
    keep = min(most, len(ranked))
    while 0 < keep < len(ranked) and ranked[keep - 1].total == ranked[keep].total:
        keep -= 1
    return keep


def _lower(one: _Graded, quota: Quota, grades: Sequence[str], why: str) -> None:
    last = max(grades.index(grade) for grade in quota.grades)
    below = [grade for grade in grades[last + 1 :] if grade not in one.barred]
    if below:
        one.reasons.append(f"{why}: {below[0]} instead of {one.grade}")
        one.grade = below[0]


def _force(quota: Quota, those: Sequence[_Graded], grades: Sequence[str], most: int | None, least: int | None) -> None:
    """By rank alone: the best get the grade of a cap, or the last are taken down to that of a floor."""
    ordered = sorted(quota.grades, key=grades.index)
    if most is not None:
        first = grades.index(ordered[0])
        able = [one for one in those if grades.index(one.grade) >= first and not set(ordered) <= one.barred]
        keep = _above_line(able, most)
        for position, one in enumerate(able):
            if position < keep and one.grade not in ordered:
                near = next(grade for grade in reversed(ordered) if grade not in one.barred)
                one.reasons.append(f"{_named(quota)} is given by rank: {near} instead of {one.grade}")
                one.grade = near
            elif position >= keep and one.grade in ordered:
                _lower(one, quota, grades, f"{_named(quota)} is given by rank to {most}")
    if least is not None:
        _take_down(quota, those, ordered, least)


def _take_down(quota: Quota, those: Sequence[_Graded], ordered: Sequence[str], least: int) -> None:
    """Takes the last by rank down to the grade of a floor; of equals across its line nobody."""
    others = [one for one in those if one.grade not in ordered]
    lacking = least - (len(those) - len(others))
    taken = _above_line(others[::-1], max(0, lacking))
    for one in others[::-1][:taken]:
        one.reasons.append(f"{_named(quota)} is for {least} at least: {ordered[0]} instead of {one.grade}")
        one.grade = ordered[0]


def _named(quota: Quota) -> str:
    return " and ".join(quota.grades)


def _in_words(share: Exact | None, count: int) -> str:
    return "" if share is None else f"{text(share)} of {count}"
