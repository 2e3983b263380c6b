"""Rulebooks to examine, and what is advised about them."""

from typing import Any

from domain.examination import Advice, Matter, audiences, examine
from domain.examination.audiences import Audience
from domain.regulation import Rulebook
from tests.domain.rulebooks import document, leaf, rulebook

URBAN_AND_RURAL: dict[str, Any] = {
    "attributes": [{"name": "zone", "kind": "text", "values": ["urban", "rural"]}],
    "peer_groups": [
        {"id": "urban", "name": "Urban", "when": 'zone == "urban"'},
        {"id": "rural", "name": "Rural", "when": 'zone == "rural"'},
    ],
}


def stated(id: str, weight: str | None = "1", **fields: Any) -> dict[str, Any]:  # noqa: A002, ANN401 - an id, as the document calls it and fields of a document
    """A leaf that leaves nothing unsaid, and is like no other."""
    said = {"name": id * 3, "boundary": "All", "source": f"{id * 6}", "goals": ["prosper"]}
    return leaf(id, **{"weight": weight, **said, "balance": ["quality", "quantity"], **fields})


GOALS = [{"id": "prosper", "name": "Prosper"}]


def book(*indicators: dict[str, Any], **fields: Any) -> Rulebook:  # noqa: ANN401 - fields of a document
    return rulebook(*indicators, **{"goals": GOALS, **fields})


def advised(examined: Rulebook, matter: Matter) -> list[str]:
    """The advice about one matter, in words."""
    return [str(one) for one in everything(examined) if one.matter is matter]


def everything(examined: Rulebook) -> tuple[Advice, ...]:
    return examine(examined).advice


def only(examined: Rulebook) -> Audience:
    (audience,) = audiences(examined)
    return audience


__all__ = ["GOALS", "URBAN_AND_RURAL", "advised", "book", "document", "everything", "only", "stated"]
