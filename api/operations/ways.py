"""The ways to act on a task, with the fields each takes as a JSON Schema."""

from typing import Any

from api.operations.ballots import CAST, CastBallot
from api.operations.inbox import BALLOT
from domain.event import Record
from domain.tasks import TaskSource

_FROM_KEY = ("indicator", "leader", "objection", "goal_class", "item", "motion", "seat", "panel")
"""Fields that the key of a task about them fills in."""

_FROM_DOOR = ("of", "number", "content")
"""Fields of drafts that whoever acts leaves to the door: which paper it is, and what its draft says."""


class Way(Record):
    """A way to act on a task, and the fields it takes as a JSON Schema."""

    action: str
    says: str
    fields: dict[str, Any]


def ways(source: TaskSource, key: str) -> tuple[Way, ...]:
    """The ways to act on a duty, the usual one first."""
    if key == BALLOT:
        return (_way(CAST, CastBallot, key),)
    return tuple(_way(action, command, key) for action, command in source.ways(key).items())


def _way(action: str, command: type[Record], key: str) -> Way:
    schema = command.model_json_schema()
    filled = ("duty", "act", *(_FROM_KEY if "." in key else ()), *(_FROM_DOOR if "of" in schema["properties"] else ()))
    for name in filled:
        schema["properties"].pop(name, None)
    if "required" in schema:
        schema["required"] = [name for name in schema["required"] if name not in filled]
    return Way(action=action, says=(command.__doc__ or "").strip().splitlines()[0], fields=schema)
