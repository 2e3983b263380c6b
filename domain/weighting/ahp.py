"""The analytic hierarchy process (层次分析法): weights from pairwise comparisons by one or several experts."""

from collections.abc import Sequence
from fractions import Fraction
from math import prod
from typing import Literal

from pydantic import Field

from domain.event import Record
from domain.exact import Exact
from domain.regulation.identifiers import Slug
from domain.weighting.comparisons import Comparisons, Matrix, matrices
from domain.weighting.consistency import Consistency, consistency
from domain.weighting.figures import decimal, figure, working
from domain.weighting.vector import Cells, Method, root, vector


class Priorities(Record):
    """The weights that comparisons give, as unrounded figures, with all they rest on.

    `consistency` is that of the matrix weighed. Where there are experts, this is the geometric mean of theirs, cell by
    cell (Aczél and Saaty 1983), and `experts` holds the consistency of each.
    """

    kind: Literal["ahp"] = "ahp"
    method: Method
    comparisons: Comparisons
    figures: dict[Slug, Exact]
    consistency: Consistency
    experts: dict[Slug, Consistency] = Field(default_factory=dict)


def prioritise(comparisons: Comparisons, method: Method = Method.EIGENVECTOR) -> Priorities:
    """Draws weights from comparisons; raises `Refused` where these do not compare every pair once."""
    items, limit = comparisons.items, comparisons.limit
    given = matrices(comparisons)
    with working():
        matrix = _together(tuple(given.values()))
        weights = vector(matrix, method)
        return Priorities(
            method=method,
            comparisons=comparisons,
            figures={item: figure(weight) for item, weight in zip(items, weights, strict=True)},
            consistency=consistency(items, matrix, method, limit),
            experts={
                expert.id: consistency(items, _together([given[expert.id]]), method, limit)
                for expert in comparisons.experts
            },
        )


def _together(given: Sequence[Matrix]) -> Cells:
    """The geometric mean of matrices, cell by cell; a mean that is no longer one on the scale stays reciprocal."""
    size = range(len(given[0]))
    means = {
        (row, column): root(decimal(prod((one[row][column] for one in given), start=Fraction(1))), len(given))
        for row in size
        for column in size
        if row <= column
    }
    return tuple(
        tuple(means[row, column] if row <= column else 1 / means[column, row] for column in size) for row in size
    )
