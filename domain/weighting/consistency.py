"""How far pairwise comparisons contradict each other, and which of them spoils it most."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import prod

from domain.event import Record
from domain.exact import Exact, text
from domain.explanation import readable
from domain.regulation.identifiers import Slug
from domain.weighting.comparisons import STRONGEST
from domain.weighting.figures import decimal, figure
from domain.weighting.vector import Cells, Method, Vector, root, vector

RANDOM_INDEX = {
    size: Decimal(index)
    for size, index in enumerate(
        (
            "0",
            "0",
            "0.58",
            "0.90",
            "1.12",
            "1.24",
            "1.32",
            "1.41",
            "1.45",
            "1.49",
            "1.51",
            "1.48",
            "1.56",
            "1.57",
            "1.59",
        ),
        start=1,
    )
}
"""The mean consistency index of random matrices by their size: Saaty, The Analytic Hierarchy Process (1980)."""

_SCALE = tuple(sorted({Fraction(n) ** sign for n in range(1, STRONGEST + 1) for sign in (1, -1)}))
"""Saaty's scale: 1 to 9 and the reciprocals, in ascending order."""
_AS_GOOD_AS = Fraction(1, 10**20)


class Outlier(Record):
    """The comparison that departs most, by ratio, from what the weights say of its two items.

    Looked for is the a_ij for which `departure`, the greater of a_ij x w_j / w_i and its reciprocal, is greatest (Saaty
    2003, Decision-making with the AHP); `ties` others are as far, and this is the first in the order of the items. With
    three items all are equally far. `implied` is what the other comparisons say of the two: the geometric mean of
    a_ik x a_kj over every third item k. `fitting` is the value of Saaty's scale nearest to it, by ratio, and
    `ratio_then` the consistency ratio if this comparison alone took that value.
    """

    item: Slug
    other: Slug
    value: Exact
    weights_say: Exact
    departure: Exact
    ties: int
    implied: Exact
    fitting: Exact
    ratio_then: Exact


class Consistency(Record):
    """How far a matrix A with weights w agrees with itself.

    `lambda_max` is the mean of (A w)_i / w_i, which is the greatest eigenvalue where w is its eigenvector; `index` is
    (lambda_max - n) / (n - 1), and `ratio` the index divided by `random_index`, or 0 for two items, which cannot
    disagree. The ratio is `acceptable` up to `limit`. Where all agree, nothing is an outlier.
    """

    lambda_max: Exact
    index: Exact
    random_index: Exact
    ratio: Exact
    limit: Exact
    acceptable: bool
    outlier: Outlier | None

    @property
    def contradiction(self) -> str:
        """What is wrong, as the end of a sentence about whose comparisons they are."""
        return f"contradict each other: the consistency ratio is {readable(self.ratio)}, above {text(self.limit)}"


def consistency(items: Sequence[str], matrix: Cells, method: Method, limit: Decimal | Fraction) -> Consistency:
    """Examines a matrix whose rows are the items; to be called in the working context."""
    weights = vector(matrix, method)
    size = len(items)
    lambda_max = _lambda_max(matrix, weights)
    ratio = figure(_ratio(lambda_max, size))
    return Consistency(
        lambda_max=figure(lambda_max),
        index=figure((lambda_max - size) / (size - 1)),
        random_index=RANDOM_INDEX[size],
        ratio=ratio,
        limit=limit,
        acceptable=ratio <= limit,
        outlier=_outlier(items, matrix, method, weights),
    )


def judgment(value: Decimal | Fraction) -> str:
    """A value of the scale as people write it, 1/3 where the figure is 0.333...; of any other, what is readable."""
    step = min(_SCALE, key=lambda step: abs(step - Fraction(value)))
    return text(step) if abs(step - Fraction(value)) < _AS_GOOD_AS else readable(value)


def _lambda_max(matrix: Cells, weights: Vector) -> Decimal:
    sums = [sum((cell * weight for cell, weight in zip(row, weights, strict=True)), Decimal(0)) for row in matrix]
    return sum((total / weight for total, weight in zip(sums, weights, strict=True)), Decimal(0)) / len(weights)


def _ratio(lambda_max: Decimal, size: int) -> Decimal:
    random_index = RANDOM_INDEX[size]
    return (lambda_max - size) / (size - 1) / random_index if random_index else Decimal(0)


def _outlier(items: Sequence[str], matrix: Cells, method: Method, weights: Vector) -> Outlier | None:
    pairs = list(combinations(range(len(items)), 2))
    departures = [_departure(matrix[i][j] * weights[j] / weights[i]) for i, j in pairs]
    greatest = max(departures)
    if greatest == 1:
        return None
    i, j = pairs[departures.index(greatest)]
    implied = _implied(matrix, i, j)
    fitting = min(_SCALE, key=lambda step: _departure(decimal(step) / implied))
    mended = _with(matrix, i, j, decimal(fitting))
    return Outlier(
        item=items[i],
        other=items[j],
        value=figure(matrix[i][j]),
        weights_say=figure(weights[i] / weights[j]),
        departure=greatest,
        ties=departures.count(greatest) - 1,
        implied=figure(implied),
        fitting=fitting,
        ratio_then=figure(_ratio(_lambda_max(mended, vector(mended, method)), len(items))),
    )


def _departure(quotient: Decimal) -> Decimal:
    """How far from 1 by ratio, upwards and downwards alike; as a figure, so that ties are seen."""
    return figure(max(quotient, 1 / quotient))


def _implied(matrix: Cells, i: int, j: int) -> Decimal:
    thirds = [k for k in range(len(matrix)) if k not in {i, j}]
    return root(prod((matrix[i][k] * matrix[k][j] for k in thirds), start=Decimal(1)), len(thirds))


def _with(matrix: Cells, i: int, j: int, value: Decimal) -> Cells:
    """The matrix with one comparison, and its reciprocal, replaced."""
    cells = [list(row) for row in matrix]
    cells[i][j], cells[j][i] = value, 1 / value
    return tuple(map(tuple, cells))
