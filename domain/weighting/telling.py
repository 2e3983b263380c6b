"""A proposal in words: each weight, where it comes from, and what to doubt about it."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from domain.exact import Rounding, RoundingMode, rounded, simplest, text
from domain.weighting.ahp import Priorities
from domain.weighting.consistency import Consistency, judgment
from domain.weighting.entropy import Entropies
from domain.weighting.proposal import Proposal

_SHOWN = Rounding(mode=RoundingMode.HALF_EVEN, places=6)


def tell(proposal: Proposal) -> str:
    """The proposal as indented text; figures are shown to 6 places, the record has all of them."""
    return "\n".join(_lines(proposal))


def _lines(proposal: Proposal) -> Iterator[str]:
    basis = proposal.basis
    yield f"Weights of {len(proposal.weights)} indicators by {proposal.method}"
    for id_, weight in proposal.weights.items():
        yield f"    {id_}: {text(weight)}, from {_shown(basis.figures[id_])}{_entropy(basis, id_)}"
    yield f"    rounded {proposal.rounding}; what is then lacking to 1 goes to those that lost most"
    if isinstance(basis, Priorities):
        yield from _consistency(basis)
    for warning in proposal.warnings:
        yield f"Note: {warning}"


def _entropy(basis: Priorities | Entropies, id_: str) -> str:
    return f", its entropy being {_shown(basis.entropies[id_])}" if isinstance(basis, Entropies) else ""


def _consistency(basis: Priorities) -> Iterator[str]:
    found = basis.consistency
    whose = f"of {len(basis.experts)} experts' geometric mean" if basis.experts else "of the comparisons"
    yield f"Consistency {whose}: ratio {_shown(found.ratio)}, {_verdict(found)}"
    yield (
        f"    lambda max {_shown(found.lambda_max)}, consistency index {_shown(found.index)}, "
        f"random index {text(found.random_index)} (Saaty 1980)"
    )
    yield from _outlier(found)
    for id_, own in basis.experts.items():
        yield f"Consistency of {id_}: ratio {_shown(own.ratio)}, {_verdict(own)}"
        if not own.acceptable:
            yield from _outlier(own)


def _verdict(found: Consistency) -> str:
    return f"{'within' if found.acceptable else 'above'} the limit of {text(found.limit)}"


def _outlier(found: Consistency) -> Iterator[str]:
    outlier = found.outlier
    if outlier is None:
        return
    ties = f", as far as {outlier.ties} other{'' if outlier.ties == 1 else 's'}" if outlier.ties else ""
    yield f"    farthest off: {outlier.item} over {outlier.other}{ties}"
    yield (
        f"        given is {judgment(outlier.value)}, the weights say {_shown(outlier.weights_say)}, "
        f"the other comparisons {_shown(outlier.implied)}"
    )
    yield f"        with {judgment(outlier.fitting)} instead, the ratio would be {_shown(outlier.ratio_then)}"


def _shown(value: Decimal | Fraction) -> str:
    return text(simplest(Fraction(rounded(value, _SHOWN))))
