"""Panels whose members score in person: the performance office seats them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.mistakes import fitting
from api.operations.known import require_appraisal
from api.operations.store import Done, Store, person
from domain.appraisal.panel.giving import ReplaceEvaluator


class PanelsOfAppraisals:
    """Seats members of panels."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def replace(
        self, appraisal: str, fields: Mapping[str, Any] | ReplaceEvaluator, actor: str | None, command_id: UUID
    ) -> Done:
        """Seats somebody on a panel of `cycle:appraisee`."""
        acting = person(actor)
        stream, _ = await require_appraisal(self._store, appraisal)
        wish = fitting(ReplaceEvaluator, fields, f"panel of {appraisal}")
        return await self._store.write(command_id, acting, stream, wish)
