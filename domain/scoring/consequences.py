"""What follows from the grades of several years, the attested ones of earlier years among them."""

from collections.abc import Sequence

from domain.event import Record
from domain.exact import Exact
from domain.regulation import Consequence, Rulebook


class EarlierResult(Record):
    """The result of an earlier year, as somebody attested it: from which source, and its SHA-256 when it is a file."""

    year: int
    grade: str | None
    total: Exact | None = None
    attested_by: str = ""
    source: str = ""
    sha256: str | None = None


class Follows(Record):
    """A consequence that has come about, from the grades of which years."""

    consequence: str
    name: str
    years: tuple[int, ...]
    then: tuple[str, ...]
    basis: str | None = None


def follows(rulebook: Rulebook, history: Sequence[EarlierResult]) -> tuple[Follows, ...]:
    """The consequences of a history that ends with the year just graded, in the rulebook's order.

    A year without a result ends a row of years. A row brings about what is provided for its length, and what is
    provided for shorter ones only where the provision says `at_least`. Years in all bring it about each time that so
    many more of them are complete.
    """
    grades = {one.year: one.grade for one in history if one.grade is not None}
    if not history or not grades:
        return ()
    latest = max(one.year for one in history)
    found = ((rule, _years(rule, grades, latest)) for rule in rulebook.consequences)
    return tuple(
        Follows(consequence=rule.id, name=rule.name, years=years, then=rule.then, basis=rule.basis)
        for rule, years in found
        if years
    )


def _years(rule: Consequence, grades: dict[int, str], latest: int) -> tuple[int, ...]:
    """The years that bring a consequence about; none where it has not come about."""
    if grades.get(latest) not in rule.grades:
        return ()
    if rule.cumulative:
        counted = sorted(year for year, grade in grades.items() if grade in rule.grades)
        return tuple(counted[-rule.years :]) if len(counted) % rule.years == 0 else ()
    row = [latest]
    while grades.get(row[0] - 1) in rule.grades:
        row.insert(0, row[0] - 1)
    enough = len(row) >= rule.years if rule.at_least else len(row) == rule.years
    return tuple(row) if enough else ()
