"""From a reciprocal matrix to its priority vector: the two methods in use."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import StrEnum
from math import prod

Cells = tuple[tuple[Decimal, ...], ...]
"""A positive reciprocal matrix in working decimals."""
Vector = tuple[Decimal, ...]
"""A weight for each row, adding up to 1."""

_TOLERANCE = Decimal("1e-40")


class Method(StrEnum):
    """How weights are drawn from a matrix; where it is consistent, and for up to three items, both give the same."""

    EIGENVECTOR = "eigenvector"  # of the greatest eigenvalue: Saaty (1980)
    GEOMETRIC_MEAN = "geometric_mean"  # of each row, the logarithmic least squares: Crawford and Williams (1985)


def principal_eigenvector(matrix: Cells) -> Vector:
    """The eigenvector of the greatest eigenvalue: power iteration, until no weight changes by more than 1e-40.

    Each step squares the matrix, as Saaty does, so that the power doubles. It always ends: with cells from 1/9 to 9,
    each multiplication shrinks the distance to the eigenvector by tanh(ln(9^4) / 4) = 0.976 or better (Birkhoff 1957),
    and 14 squarings are 16,384 of them.
    """
    weights = _row_sums(matrix)
    while True:
        matrix = _squared(matrix)
        before, weights = weights, _row_sums(matrix)
        if all(abs(new - old) <= _TOLERANCE for new, old in zip(weights, before, strict=True)):
            return weights


def geometric_mean(matrix: Cells) -> Vector:
    """The geometric mean of each row, divided by their sum."""
    return _to_one([root(prod(row, start=Decimal(1)), len(row)) for row in matrix])


def vector(matrix: Cells, method: Method) -> Vector:
    """The priority vector by the method; to be called in the working context."""
    return _VECTORS[method](matrix)


_VECTORS: dict[Method, Callable[[Cells], Vector]] = {
    Method.EIGENVECTOR: principal_eigenvector,
    Method.GEOMETRIC_MEAN: geometric_mean,
}


def root(value: Decimal, degree: int) -> Decimal:
    """The root of a positive number; the number itself where the degree is 1."""
    return value if degree == 1 else value ** (1 / Decimal(degree))


def _squared(matrix: Cells) -> Cells:
    """The product of the matrix with itself, divided by a number that keeps its cells from growing without end."""
    columns = tuple(zip(*matrix, strict=True))
    scale = sum(map(sum, matrix), Decimal(0))
    return tuple(
        tuple(sum((a * b for a, b in zip(row, column, strict=True)), Decimal(0)) / scale for column in columns)
        for row in matrix
    )


def _row_sums(matrix: Cells) -> Vector:
    return _to_one([sum(row, Decimal(0)) for row in matrix])


def _to_one(parts: Sequence[Decimal]) -> Vector:
    total = sum(parts, Decimal(0))
    return tuple(part / total for part in parts)
