"""Entropy weights (熵权法): an indicator weighs the more, the more the values of appraisees differ in it.

After C. E. Shannon (1948) in the form of Hwang and Yoon, Multiple Attribute Decision Making (1981). With shares p of m
appraisees in an indicator, its entropy is -(sum of p x ln p) / ln m, from 0 to 1, where 0 x ln 0 is 0. What it lacks to
1 is its diversification, and weights are in proportion to that.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator

from domain.event import Record
from domain.exact import Exact, text
from domain.refusal import Reason, Refused
from domain.regulation.identifiers import Slug
from domain.weighting.comparisons import Places
from domain.weighting.figures import figure, working

FEWEST_APPRAISEES, FEWEST_INDICATORS = 3, 2
MOST_VALUES = 250_000
"""Values that are weighed: 4,000 appraisees in 60 indicators, which takes some ten seconds."""
LONGEST_VALUE = 40
"""Characters of the longest value: enough for every measure, too few to make sums slow."""


Better = Literal["up", "down"]
"""Which way values are better; a best value in between would need to be known first."""


class Normalisation(StrEnum):
    """How the values of an indicator become shares that add up to 1."""

    MIN_MAX = "min_max"  # how far a value is above the worst, or below it where less is better
    SHARE = "share"  # the value itself: none may be negative, and the direction does not matter


def plain(value: Decimal | Fraction) -> Decimal:
    """The number, when it can be weighed; raises `ValueError` for a fraction and for one of too many digits."""
    if not isinstance(value, Decimal) or len(text(value)) > LONGEST_VALUE:
        raise ValueError(f"{text(value)[:LONGEST_VALUE]} is no plain number: write at most {LONGEST_VALUE} digits")
    return value


Value = Annotated[Exact, AfterValidator(plain)]


class Column(Record):
    """An indicator, which way it is better, and its value for each appraisee."""

    id: Slug
    direction: Better
    values: tuple[Value, ...]


class ValueTable(Record):
    """The values of appraisees, an indicator a column; `places` is how many decimal places the weights get."""

    appraisees: tuple[str, ...]
    columns: tuple[Column, ...]
    normalisation: Normalisation = Normalisation.MIN_MAX
    places: Places = 4


class Entropies(Record):
    """The weights that values give, as unrounded figures, with the entropy of each indicator."""

    kind: Literal["entropy"] = "entropy"
    table: ValueTable
    entropies: dict[Slug, Exact]
    figures: dict[Slug, Exact]


def measure(table: ValueTable) -> Entropies:
    """Weighs indicators by entropy; one in which all appraisees are alike has entropy 1 and weighs 0.

    Shares are exact, logarithms have 60 digits. Raises `Refused` where there are too few appraisees or indicators, one
    of them stands twice or lacks a value, a share would be negative, or no indicator tells appraisees apart.
    """
    _check(table)
    with working():
        entropies = {column.id: figure(_entropy(_parts(column, table.normalisation))) for column in table.columns}
        diversification = {id_: 1 - entropy for id_, entropy in entropies.items()}
        total = sum(diversification.values(), Decimal(0))
        if not total:
            raise _refused("columns", "in no indicator do appraisees differ", "Weigh them by comparisons instead")
        figures = {id_: figure(part / total) for id_, part in diversification.items()}
    return Entropies(table=table, entropies=entropies, figures=figures)


def _parts(column: Column, normalisation: Normalisation) -> list[int]:
    """Whole numbers in the proportion of the shares."""
    values = [Fraction(value) for value in column.values]
    if normalisation is Normalisation.MIN_MAX:
        worst = min(values) if column.direction == "up" else max(values)
        values = [abs(value - worst) for value in values]
    scale = math.lcm(*(value.denominator for value in values))
    return [int(value * scale) for value in values]


def _entropy(parts: Sequence[int]) -> Decimal:
    """That of m parts a with the sum s: (ln s - (sum of a x ln a) / s) / ln m, which is 1 where all are alike."""
    if len(set(parts)) == 1:
        return Decimal(1)
    total = Decimal(sum(parts))
    logarithms = ((Decimal(part), times) for part, times in Counter(parts).items() if part)
    weighed = sum((part * part.ln() * times for part, times in logarithms), Decimal(0))
    return (total.ln() - weighed / total) / Decimal(len(parts)).ln()


def _check(table: ValueTable) -> None:
    for place, problem, mend in _flaws(table):
        raise _refused(place, problem, mend)


def _flaws(table: ValueTable) -> Iterator[tuple[str, str, str]]:
    if len(table.appraisees) < FEWEST_APPRAISEES:
        problem = f"there are {len(table.appraisees)}, and entropy says nothing of fewer than {FEWEST_APPRAISEES}"
        yield "appraisees", problem, "Give the values of more appraisees"
    if len(table.columns) < FEWEST_INDICATORS:
        yield "columns", f"there are {len(table.columns)} indicators", f"Weigh at least {FEWEST_INDICATORS}"
    if len(table.appraisees) * len(table.columns) > MOST_VALUES:
        problem = f"{len(table.columns)} indicators of {len(table.appraisees)} appraisees are too many values"
        yield "appraisees", problem, f"Give at most {MOST_VALUES:,}, or a sample"
    for place, names in (("appraisees", table.appraisees), ("columns", [column.id for column in table.columns])):
        twice = next((name for name, times in Counter(names).items() if times > 1), None)
        if twice is not None:
            yield place, f"{twice} stands twice", "Give it once"
    for column in table.columns:
        if len(column.values) != len(table.appraisees):
            problem = f"has {len(column.values)} values for {len(table.appraisees)} appraisees"
            yield f"columns.{column.id}", problem, "Give one for each, or leave the indicator out"
        elif table.normalisation is Normalisation.SHARE and min(column.values) < 0:
            appraisee = table.appraisees[column.values.index(min(column.values))]
            problem = f"the value of {appraisee} is {text(min(column.values))}, and a share cannot be negative"
            yield f"columns.{column.id}", problem, "Use the normalisation 'min_max'"


def _refused(place: str, problem: str, mend: str) -> Refused:
    return Refused(Reason.INVALID, "values", f"{place}: {problem}", mend, place=place)
