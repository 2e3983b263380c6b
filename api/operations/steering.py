"""Steering one appraisal of a running or closed cycle, rather than the cycle as a whole."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.mistakes import fitting
from api.operations.known import require_appraisal
from api.operations.store import Done, Store, person
from domain.appraisal.reopening import ProposeReopening
from domain.appraisal.replacing import ReplaceRater
from domain.command import Command


class Steering:
    """Proposes to reopen appraisals, and replaces evaluators."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def propose_reopening(
        self,
        appraisal: str,
        fields: Mapping[str, Any] | ProposeReopening,
        actor: str | None,
        command_id: UUID,
        expected_version: int | None = None,
    ) -> Done:
        """Proposes that a step of `cycle:appraisee` and all behind it begin again; the committee decides."""
        return await self._write(appraisal, fields, ProposeReopening, actor, command_id, expected_version)

    async def replace_rater(
        self,
        appraisal: str,
        fields: Mapping[str, Any] | ReplaceRater,
        actor: str | None,
        command_id: UUID,
        expected_version: int | None = None,
    ) -> Done:
        """Asks another leader to rate `cycle:appraisee` instead of one who has not."""
        return await self._write(appraisal, fields, ReplaceRater, actor, command_id, expected_version)

    async def _write(  # noqa: PLR0913, PLR0917 - what makes a write
        self,
        appraisal: str,
        fields: Mapping[str, Any] | Command,
        kind: type[Command],
        actor: str | None,
        command_id: UUID,
        expected_version: int | None,
    ) -> Done:
        acting = person(actor)
        stream, _ = await require_appraisal(self._store, appraisal)
        wish = fitting(kind, fields, f"appraisal {appraisal}")
        return await self._store.write(command_id, acting, stream, wish, expected_version=expected_version)
