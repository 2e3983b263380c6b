"""Drafts of a unit's papers, opened for the unit alone, and for the signature of its head."""

import json
from typing import Any

from api.operations.known import require_appraisal
from api.operations.store import Store, person
from domain.appraisal.drafting.drafting import draft_of, may_see_drafts
from domain.appraisal.drafting.events import DraftSaved, Paper
from domain.appraisal.drafting.signing import SignPaper
from domain.appraisal.state import Appraisal
from domain.directory import Directory
from domain.event import Record
from domain.refusal import Reason, Refused
from domain.streams import directory_stream
from store.codec import SealBroken, decode


class DraftShown(Record):
    """The last draft of a paper: its number, who wrote it, and the fields that it would hand in."""

    appraisal: str
    of: Paper
    number: int
    by: str
    fields: dict[str, Any]


class DraftsOfUnits:
    """Opens drafts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def show(self, appraisal: str, of: Paper, actor: str | None) -> DraftShown:
        """The last draft of a paper of `cycle:appraisee`, for somebody who writes, reviews or signs it."""
        reader = person(actor)
        stream, state = await require_appraisal(self._store, appraisal)
        _, directory = await self._store.load(directory_stream(state.authority), Directory)
        if not may_see_drafts(reader, state.appraisee, directory):
            problem = f"is shown to the liaison, deputy and head of {state.appraisee}, not to {reader}"
            raise Refused(Reason.FORBIDDEN, draft_of(of, state), problem, "Wait until the head has signed")
        saved, content = await self._last(stream, of, state)
        return DraftShown(appraisal=appraisal, of=of, number=saved.number, by=saved.by, fields=json.loads(content))

    async def to_sign(self, stream: str, wish: SignPaper) -> SignPaper:
        """The signature with what the last draft says."""
        _, state = await self._store.load(stream, Appraisal)
        saved, content = await self._last(stream, wish.of, state)
        return SignPaper(of=wish.of, number=saved.number, content=content)

    async def _last(self, stream: str, of: Paper, state: Appraisal) -> tuple[DraftSaved, str]:
        known = state.drafts.get(of)
        for stored in reversed(await self._store.log.read_stream(stream)):
            saved = decode(stored) if stored.type == DraftSaved.__name__ else None
            if isinstance(saved, DraftSaved) and saved.of is of and known and saved.number == known.number:
                try:
                    [content] = (await self._store.codec.open_all(stored)).values()
                except SealBroken:
                    content = None
                if content is None:
                    problem = f"cannot be opened any more: the key of {saved.by}, who wrote it, is gone or another"
                    raise Refused(Reason.CONFLICT, draft_of(of, state), problem, "Write a new draft")
                return saved, content
        raise Refused(Reason.NOT_FOUND, draft_of(of, state), "does not exist", "Save a draft first")
