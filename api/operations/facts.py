"""Facts: what is recorded about an appraisee besides its report."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.mistakes import fitting
from api.operations.known import require_appraisal
from api.operations.store import Done, Store, person
from domain.appraisal.recording.record import RecordFacts


class FactsOfAppraisals:
    """Records facts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def record(
        self,
        appraisal: str,
        fields: Mapping[str, Any] | RecordFacts,
        actor: str | None,
        command_id: UUID,
        expected_version: int | None = None,
    ) -> Done:
        """Records the facts of a document about `cycle:appraisee`, all of them or none."""
        acting = person(actor)
        stream, _ = await require_appraisal(self._store, appraisal)
        wish = fitting(RecordFacts, fields, f"facts of {appraisal}")
        return await self._store.write(command_id, acting, stream, wish, expected_version=expected_version)
