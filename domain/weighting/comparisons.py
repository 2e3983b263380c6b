"""Pairwise comparisons as people write them, and the reciprocal matrix of each expert that they make.

A comparison says how many times as important one indicator is as another, on Saaty's scale from 1 (alike) to 9
(extremely more), or the reciprocal: 1/5 means that the other is five times as important.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Annotated

from pydantic import AfterValidator, Field

from domain.event import Record
from domain.exact import Exact, simplest, text
from domain.refusal import Reason, Refused
from domain.regulation import Finding
from domain.regulation.identifiers import Slug

FEWEST, MOST = 2, 15
"""Items that can be compared; Saaty's random index goes no further, nor does anybody's patience (105 comparisons)."""
MOST_EXPERTS = 100
STRONGEST = 9
"""The end of Saaty's scale."""

Matrix = tuple[tuple[Fraction, ...], ...]
"""How many times as important the item of the row is as that of the column, in the order of the items."""


def _judgment(value: Decimal | Fraction) -> Decimal | Fraction:
    if not Fraction(1, STRONGEST) <= value <= STRONGEST:
        raise ValueError(f"{text(value)} is not on Saaty's scale: write a number from 1/{STRONGEST} to {STRONGEST}")
    return value


def _limit(value: Decimal | Fraction) -> Decimal | Fraction:
    if not 0 < value <= 1:
        raise ValueError(f"{text(value)} is no limit of a consistency ratio: write a number above 0, up to 1")
    return value


Judgment = Annotated[Exact, AfterValidator(_judgment)]
"""One comparison, from 1/9 to 9."""

Places = Annotated[int, Field(ge=2, le=12)]
"""Decimal places of the weights proposed."""


class Judgments(Record):
    """Every pair of items once, as `comparisons` (item, other item, times) or as the whole `matrix` in their order."""

    comparisons: dict[Slug, dict[Slug, Judgment]] | None = None
    matrix: tuple[tuple[Judgment, ...], ...] | None = None


class Expert(Judgments):
    """The judgments of one expert; the id is opaque, no name."""

    id: Slug


class Comparisons(Judgments):
    """What is compared, by one (`comparisons` or `matrix`) or by several `experts`.

    `limit` is the consistency ratio above which weights cannot be adopted, `places` how many decimal places they get.
    """

    items: tuple[Slug, ...]
    experts: tuple[Expert, ...] = ()
    limit: Annotated[Exact, AfterValidator(_limit)] = Decimal("0.10")
    places: Places = 4


def matrices(comparisons: Comparisons) -> dict[str, Matrix]:
    """The reciprocal matrix of each expert by id; of somebody alone, under an empty id.

    Raises `Refused` with everything that is wrong: pairs that are missing or given twice, unknown items, a matrix that
    is not square or not reciprocal.
    """
    findings = list(_shape(comparisons))
    made: dict[str, Matrix] = {}
    for prefix, id_, judgments in () if findings else _given(comparisons):
        reader = _Reader(comparisons.items, prefix)
        made[id_] = reader.read(judgments)
        findings += reader.findings
    if findings:
        raise Refused(
            Reason.INVALID,
            "comparisons",
            f"{findings[0].place}: {findings[0].problem}" if len(findings) == 1 else f"has {len(findings)} problems",
            findings[0].mend if len(findings) == 1 else "Mend:\n" + "\n".join(f"- {finding}" for finding in findings),
            place=findings[0].place,
        )
    return made


def _given(comparisons: Comparisons) -> Iterator[tuple[str, str, Judgments]]:
    """Each set of judgments, with the start of its place and the id of its expert."""
    if not comparisons.experts:
        yield "", "", comparisons
    for position, expert in enumerate(comparisons.experts, start=1):
        yield f"experts.{position}.", expert.id, expert


def _shape(comparisons: Comparisons) -> Iterator[Finding]:
    size = len(comparisons.items)
    if not FEWEST <= size <= MOST:
        mend = "Compare at least two" if size < FEWEST else "Group them, and compare within each group"
        problem = f"{size} item{'' if size == 1 else 's'}, and from {FEWEST} to {MOST} can be compared"
        yield Finding(place="items", problem=problem, mend=mend)
    yield from _twice("items", comparisons.items)
    yield from _twice("experts", [expert.id for expert in comparisons.experts])
    if len(comparisons.experts) > MOST_EXPERTS:
        problem = f"{len(comparisons.experts)} experts, and at most {MOST_EXPERTS} can be asked"
        yield Finding(place="experts", problem=problem, mend="Leave some out")
    if comparisons.experts and (comparisons.comparisons is not None or comparisons.matrix is not None):
        problem = "there are judgments of somebody without an id beside them"
        yield Finding(place="experts", problem=problem, mend="Make an expert of them, too")
        return
    for prefix, _, judgments in _given(comparisons):
        if (judgments.comparisons is None) == (judgments.matrix is None):
            problem = "no judgments" if judgments.matrix is None else "judgments are given twice"
            mend = "Give either 'comparisons' or 'matrix'"
            yield Finding(place=prefix.rstrip(".") or "comparisons", problem=problem, mend=mend)


def _twice(place: str, ids: Sequence[str]) -> Iterator[Finding]:
    for id_, times in Counter(ids).items():
        if times > 1:
            yield Finding(place=place, problem=f"{id_} stands {times} times", mend="Name it once")


class _Reader:
    """Makes the matrix of one expert; notes what is wrong with it on the way."""

    def __init__(self, items: Sequence[str], prefix: str) -> None:
        self._items = items
        self._prefix = prefix
        self.findings: list[Finding] = []

    def read(self, judgments: Judgments) -> Matrix:
        if judgments.comparisons is not None:
            return self._pairs(judgments.comparisons)
        return self._matrix(judgments.matrix or ())

    def _pairs(self, comparisons: dict[str, dict[str, Decimal | Fraction]]) -> Matrix:
        place, size = "comparisons", len(self._items)
        at = {item: position for position, item in enumerate(self._items)}
        cells = [[Fraction(row == column) for column in range(size)] for row in range(size)]
        for item, others in comparisons.items():
            if item not in at:
                self._unknown(f"{place}.{item}", item)
            for other, times in others.items() if item in at else ():
                here = f"{place}.{item}.{other}"
                if other not in at:
                    self._unknown(here, other)
                elif other == item:
                    self._wrong(here, "an item is compared with itself", "Leave it out")
                elif cells[at[item]][at[other]]:
                    self._wrong(here, "the pair is compared twice", f"Keep it, or {other} with {item}")
                else:
                    cells[at[item]][at[other]], cells[at[other]][at[item]] = Fraction(times), 1 / Fraction(times)
        for row, column in combinations(range(size), 2):
            if not cells[row][column] and not self.findings:
                self._missing(cells)
        return tuple(map(tuple, cells))

    def _missing(self, cells: Sequence[Sequence[Fraction]]) -> None:
        """All pairs without a judgment, told in one finding."""
        pairs = [
            f"{self._items[row]} with {self._items[column]}"
            for row, column in combinations(range(len(cells)), 2)
            if not cells[row][column]
        ]
        self._wrong("comparisons", f"nobody compares {', '.join(pairs)}", "Compare every pair once")

    def _matrix(self, given: Sequence[Sequence[Decimal | Fraction]]) -> Matrix:
        size = len(self._items)
        if len(given) != size or any(len(row) != size for row in given):
            self._wrong(
                "matrix", f"it is not {size} rows of {size} numbers", "Give one row for each item, in their order"
            )
            return ()
        cells = tuple(tuple(Fraction(cell) for cell in row) for row in given)
        for row in range(size):
            if cells[row][row] != 1:
                problem = f"{self._items[row]} is {text(given[row][row])} times as important as itself"
                self._wrong(f"matrix.{row + 1}.{row + 1}", problem, "Write 1")
        for row, column in combinations(range(size), 2):
            if cells[row][column] * cells[column][row] != 1:
                problem = (
                    f"{self._items[column]} over {self._items[row]} is {text(given[column][row])}, "
                    f"while {self._items[row]} over {self._items[column]} is {text(given[row][column])}"
                )
                mend = f"Write {text(simplest(1 / cells[row][column]))}, the reciprocal"
                self._wrong(f"matrix.{column + 1}.{row + 1}", problem, mend)
        return cells

    def _unknown(self, place: str, item: str) -> None:
        self._wrong(place, f"{item} is none of the items", f"Items are {', '.join(self._items)}")

    def _wrong(self, place: str, problem: str, mend: str) -> None:
        self.findings.append(Finding(place=f"{self._prefix}{place}", problem=problem, mend=mend))
