"""Proposals: what a method of weighting says, as decimals that add up to 1. A proposal changes nothing by itself."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from domain.event import Record
from domain.exact import Exact, Rounding, RoundingMode, rounded, text
from domain.explanation import readable
from domain.regulation.identifiers import Slug
from domain.weighting.ahp import Priorities, prioritise
from domain.weighting.consistency import Consistency, judgment
from domain.weighting.entropy import Entropies, Normalisation, measure
from domain.weighting.vector import Method

_METHODS = {
    Method.EIGENVECTOR: "AHP, principal eigenvector",
    Method.GEOMETRIC_MEAN: "AHP, geometric mean of rows",
    Normalisation.MIN_MAX: "entropy of values, min-max normalised",
    Normalisation.SHARE: "entropy of values as shares",
}


class Proposal(Record):
    """Weights for the indicators of one group, and what they are based on.

    `weights` are the figures of the basis by `rounding`, with the rest shared out by largest remainder, so that they
    add up to exactly 1. The basis holds everything they follow from: `propose_again` gives an equal proposal.
    """

    method: str
    weights: dict[Slug, Exact]
    rounding: Rounding
    warnings: tuple[str, ...]
    basis: Annotated[Priorities | Entropies, Field(discriminator="kind")]


def propose(basis: Priorities | Entropies) -> Proposal:
    """Makes a proposal of the figures of a method."""
    match basis:
        case Priorities():
            return _proposal(basis, _METHODS[basis.method], basis.comparisons.places, _contradictions(basis))
        case Entropies():
            return _proposal(basis, _METHODS[basis.table.normalisation], basis.table.places, _alike(basis))


def _proposal(basis: Priorities | Entropies, method: str, places: int, warnings: Iterator[str]) -> Proposal:
    weights = shared_out(basis.figures, places)
    return Proposal(
        method=method,
        weights=weights,
        rounding=_down(places),
        warnings=(*warnings, *_lost(basis.figures, weights)),
        basis=basis,
    )


def propose_again(proposal: Proposal) -> Proposal:
    """Computes a proposal anew from the comparisons or values it is based on."""
    match proposal.basis:
        case Priorities() as basis:
            return propose(prioritise(basis.comparisons, basis.method))
        case Entropies() as basis:
            return propose(measure(basis.table))


def _down(places: int) -> Rounding:
    return Rounding(mode=RoundingMode.DOWN, places=places)


def shared_out(figures: Mapping[str, Decimal | Fraction], places: int) -> dict[str, Decimal]:
    """Rounds figures that add up to 1 so that they still do (largest remainder, Hamilton's method).

    Each is rounded down; the units of the last place that are then lacking go, one each, to those that lost most, and
    among equals to the first id in the alphabet, so that the order of indicators changes nothing.
    """
    unit, rounding = Fraction(1, 10**places), _down(places)
    weights = {id_: rounded(value, rounding) for id_, value in figures.items()}
    lacking = int((1 - sum(map(Fraction, weights.values()))) / unit)
    by_loss = sorted(figures, key=lambda id_: (Fraction(weights[id_]) - Fraction(figures[id_]), id_))
    raised = {id_: rounded(Fraction(weights[id_]) + unit, rounding) for id_ in by_loss[:lacking]}
    return weights | raised


def _contradictions(basis: Priorities) -> Iterator[str]:
    if not basis.consistency.acceptable:
        whose = "The experts' comparisons together" if basis.experts else "The comparisons"
        yield f"{whose} {basis.consistency.contradiction}. {_mend(basis.consistency)}."
    for id_, found in basis.experts.items():
        if not found.acceptable:
            yield f"The comparisons of {id_} {found.contradiction}. {_mend(found)}."


def _mend(found: Consistency) -> str:
    """What to look at first."""
    outlier = found.outlier
    if outlier is None:
        return "Compare anew"
    return (
        f"Look first at {outlier.item} over {outlier.other}: it is {judgment(outlier.value)}, "
        f"and {judgment(outlier.fitting)} would fit, for a ratio of {readable(outlier.ratio_then)}"
    )


def _alike(basis: Entropies) -> Iterator[str]:
    for column in basis.table.columns:
        if len(set(column.values)) == 1:
            yield f"All appraisees have {text(column.values[0])} in {column.id}: it tells nobody apart, so it weighs 0."


def _lost(figures: Mapping[str, Decimal | Fraction], weights: Mapping[str, Decimal]) -> Iterator[str]:
    for id_, weight in weights.items():
        if not weight and figures[id_]:
            yield f"{id_} weighs {readable(figures[id_])}, which is rounded to 0: ask for more places, or leave it out."
