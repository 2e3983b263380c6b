"""What indicators leave unsaid that whoever fills them in, or checks them, will ask."""

from collections.abc import Iterator

from domain.examination.advice import Advice, Matter
from domain.examination.saying import listed
from domain.regulation import Indicator, Rated, Rulebook, walk


def unstated_advice(rulebook: Rulebook) -> Iterator[Advice]:
    """Leaves without boundary, unit, source or lead department.

    What people judge has no unit and no source, what is derived from others no source of its own, and what panels rate
    no lead department.
    """
    for number, node in walk(rulebook.indicators):
        missing = (
            [] if node.children else [f"no {_NAMES[field]}" for field in _expected(node) if not _said(node, field)]
        )
        if missing:
            yield Advice(
                matter=Matter.UNSTATED,
                place=f"indicators.{number}",
                problem=f"it states {listed(missing)}",
                mend=f"State {listed([one.removeprefix('no ') for one in missing])}",
            )


_NAMES = {"boundary": "boundary", "unit": "unit", "source": "source", "lead": "lead department"}


def _expected(node: Indicator) -> Iterator[str]:
    yield "boundary"
    if not node.judged:
        yield "unit"
        if node.value_from is None:
            yield "source"
    if not isinstance(node.rule, Rated):
        yield "lead"


def _said(node: Indicator, field: str) -> bool:
    return bool((getattr(node, field) or "").strip())
