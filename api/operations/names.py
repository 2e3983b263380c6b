"""Names of actors: people's from the directory, where their keys allow, and those of the system's parts."""

import json
from typing import Any

from api.operations.store import Store
from domain.command import SYSTEM_BALLOT_BOX, SYSTEM_CLOCK, SYSTEM_LOG, SYSTEM_OPERATOR
from domain.directory import PostsFilled
from domain.event import Record
from domain.streams import directory_stream
from store.codec import SealBroken

ERASED = "[erased]"
UNREADABLE = "[unreadable: its seal is broken]"

_PARTS = {
    SYSTEM_CLOCK: "the clock",
    SYSTEM_LOG: "the log services",
    SYSTEM_BALLOT_BOX: "the ballot box",
    SYSTEM_OPERATOR: "the operator",
}


class Person(Record):
    """Who did something: an id, and the name behind it where it is known and not erased."""

    id: str
    name: str | None


class Names:
    """The names in one directory, opened once when the first is asked for."""

    def __init__(self, store: Store, authority: str) -> None:
        self._store = store
        self._authority = authority
        self._known: dict[str, str] | None = None

    async def of(self, actor: str) -> Person:
        if part := _PARTS.get(actor):
            return Person(id=actor, name=part)
        if self._known is None:
            self._known = await self._open()
        return Person(id=actor, name=self._known.get(actor))

    async def _open(self) -> dict[str, str]:
        known: dict[str, str] = {}
        for stored in await self._store.log.read_stream(directory_stream(self._authority)):
            if stored.type != PostsFilled.__name__:
                continue
            body: dict[str, Any] = json.loads(stored.body)
            try:
                opened = await self._store.codec.open_all(stored)
            except SealBroken:
                opened = dict.fromkeys((f"/posts/{place}/name" for place in range(len(body["posts"]))), UNREADABLE)
            for place, post in enumerate(body["posts"]):
                known[post["person"]] = opened.get(f"/posts/{place}/name") or ERASED
        return known
