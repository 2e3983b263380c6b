"""Lists and shares as a sentence has them."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from domain.exact import Rounding, rounded, simplest, text

NAMED = 4
"""So many are named; of more, all but the last of them, and how many others there are."""


def listed(said: Sequence[str]) -> str:
    """The names as "a, b and c"; of more than four the first three, and how many others there are."""
    if len(said) > NAMED:
        said = [*said[: NAMED - 1], f"{len(said) - NAMED + 1} others"]
    return " and ".join(filter(None, (", ".join(said[:-1]), said[-1])))


def everybody(who: Sequence[str]) -> str:
    """Audiences, each of which may be a list of its own."""
    return "; ".join(who if len(who) <= NAMED else [*who[: NAMED - 1], f"{len(who) - NAMED + 1} others"])


def percent(share: Decimal | Fraction) -> str:
    """A share in per cent, to 2 places where it has more, "about" before it then; for reading only."""
    exact = Fraction(share) * 100
    shown = Fraction(rounded(exact, Rounding(places=2)))
    return f"{'' if shown == exact else 'about '}{text(simplest(shown))} %"
