"""Which streams are still running, as the log itself says."""

from collections.abc import Sequence

import asyncpg

from activities.contracts import Wake
from domain.event import event_types
from store.faults import translated

_UNFINISHED = """
SELECT stream, max(version) AS version FROM es.event
WHERE (stream >= 'cycle:' AND stream < 'cycle;' OR stream >= 'appraisal:' AND stream < 'appraisal;')
GROUP BY stream HAVING NOT bool_or(type = ANY ($1)) ORDER BY stream
"""
_FINISHED = "SELECT DISTINCT stream FROM es.event WHERE stream = ANY ($1) AND type = ANY ($2)"


def _ends() -> list[str]:
    return [name for name, kind in event_types().items() if kind.ends_stream]


async def unfinished(pool: asyncpg.Pool) -> list[Wake]:
    """Every stream that has a workflow's work ahead, with its head."""
    with translated():
        rows = await pool.fetch(_UNFINISHED, _ends())
    return [Wake(stream=row["stream"], version=row["version"]) for row in rows]


async def finished(pool: asyncpg.Pool, streams: Sequence[str]) -> set[str]:
    """Those of the streams that have ended."""
    with translated():
        rows = await pool.fetch(_FINISHED, list(streams), _ends())
    return {row["stream"] for row in rows}
