"""Which streams are still running, as the log itself says."""

from collections.abc import Sequence

import asyncpg

from activities.contracts import Wake
from domain.event import event_types
from domain.regulation.procedures import CycleKind
from store.faults import translated

_SELECT = """
SELECT stream, max(version) AS version,
  min(CASE WHEN type = 'CycleLaunched' AND schema_version > 2 THEN body::jsonb ->> 'kind' END) AS kind
FROM es.event
"""
_HAVING = """
GROUP BY stream
HAVING coalesce(max(version) FILTER (WHERE type = ANY ($1)), 0)
  <= coalesce(max(version) FILTER (WHERE type = ANY ($2)), 0)
ORDER BY stream
"""
"""A stream has ended unless it never did, or was reopened after."""
_UNFINISHED = f"""{_SELECT}
WHERE (stream >= 'appraisal:' AND stream < 'appraisal;' OR stream >= 'case:' AND stream < 'case;'
  OR stream >= 'cycle:' AND stream < 'cycle;' OR stream >= 'meeting:' AND stream < 'meeting;')
{_HAVING}
"""
_OF_THESE = f"""{_SELECT}
WHERE stream = ANY ($3)
{_HAVING}
"""


def _ends() -> tuple[list[str], list[str]]:
    """The types that end a stream, and those with which it goes on."""
    types = event_types().items()
    return [name for name, kind in types if kind.ends_stream], [name for name, kind in types if kind.reopens_stream]


async def unfinished(pool: asyncpg.Pool, streams: Sequence[str] | None = None) -> list[Wake]:
    """Every stream that has a workflow's work ahead, with its head; of the streams named, if any are."""
    asked = (_UNFINISHED, *_ends()) if streams is None else (_OF_THESE, *_ends(), list(streams))
    with translated():
        rows = await pool.fetch(*asked)
    return [Wake(stream=row["stream"], version=row["version"], kind=row["kind"] or CycleKind.ANNUAL) for row in rows]
