"""Identifiers as documents write them, and the best score there is."""

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator

from domain.refusal import Refused
from domain.streams import slug


def _slug(given: str) -> str:
    try:
        return slug(given, "identifier")
    except Refused as refused:
        raise ValueError(f"{given!r} {refused.problem}: {refused.mend}") from refused


Slug = Annotated[str, AfterValidator(_slug)]
"""At most 80 lower-case letters, digits and inner hyphens."""

HUNDRED = Decimal(100)
"""The full marks of an indicator, a group, an evaluator and a total that states no others."""
