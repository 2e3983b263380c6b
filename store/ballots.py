"""The ballot box: who may vote in one table, what was voted in another, and nothing that joins the two.

Ballots wait here, outside the log, until they are taken out as a batch, in the order of random ids, to be appended as
one event without names or times of day.

What is kept from whom. A reader of the live tables, now or at any one moment, cannot join a ballot to a person: there
is no common key, no instant and no sequence, and each vote rewrites every row of its appraisee in both tables, so that
neither the rows' order on disk nor the transaction that wrote them (`xmin`) tells the latest vote from the first. Not
kept from an administrator of the database who watches the tables before and after a single vote, reads dead rows before
VACUUM, or keeps the write-ahead log; nor can a ballot hide among too few: one voter is no secret, and the rulebook's
minimum sees to that.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple
from uuid import uuid4

import asyncpg

from domain.refusal import Reason, Refused
from store.faults import translated

_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('kaohe.ballot:' || $1 || ':' || $2, 0))"

_ISSUE = """
    INSERT INTO ballot.paper (cycle, appraisee, person) SELECT $1, $2, person FROM unnest($3::text[]) AS person
    ORDER BY person ON CONFLICT DO NOTHING
"""
_HAS_CAST = "SELECT cast_in FROM ballot.paper WHERE cycle = $1 AND appraisee = $2 AND person = $3"
_CAST = """
    WITH old AS (DELETE FROM ballot.paper WHERE cycle = $1 AND appraisee = $2 RETURNING person, cast_in)
    SELECT array_agg(person ORDER BY person), array_agg(cast_in OR person = $3 ORDER BY person) FROM old
"""
_PAPERS = """
    INSERT INTO ballot.paper (cycle, appraisee, person, cast_in)
    SELECT $1, $2, person, cast_in FROM unnest($3::text[], $4::boolean[]) AS paper(person, cast_in) ORDER BY person
"""
_BOX = """
    WITH old AS (DELETE FROM ballot.box WHERE cycle = $1 AND appraisee = $2 RETURNING id, score, batch)
    INSERT INTO ballot.box (id, cycle, appraisee, score, batch)
    SELECT id, $1, $2, score, batch
    FROM (SELECT id, score, batch FROM old UNION ALL SELECT $3::uuid, $4::text, NULL::integer) AS b(id, score, batch)
    ORDER BY id
"""
_FULL = """
    SELECT DISTINCT cycle, appraisee FROM ballot.box
    WHERE NOT EXISTS (
        SELECT FROM ballot.paper
        WHERE paper.cycle = box.cycle AND paper.appraisee = box.appraisee AND NOT paper.cast_in
    )
    ORDER BY cycle, appraisee
"""


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many may vote on an appraisee, and how many have."""

    eligible: int
    cast: int


class Batch(NamedTuple):
    """Ballots taken out of the box: the same number and the same order each time, until they are discarded."""

    number: int
    scores: tuple[str, ...]


class BallotBox:
    """Keeps secret ballots, over a pool of connections of a writer."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def cast(self, cycle: str, appraisee: str, person: str, score: str, *, electorate: Collection[str]) -> None:
        """Puts a ballot into the box and notes that the person has voted, both or neither.

        Refused when the person is not of the electorate or has voted already, or the box is closed. A retry after a
        lost answer is refused too: nothing could tell it from a second vote, and the refusal says that it counts.
        """
        thing = f"ballot of {person} on {appraisee} in {cycle}"
        if person not in electorate:
            raise Refused(
                Reason.FORBIDDEN, thing, "the person is not of the electorate", "Let those who may vote do so"
            )
        with translated():
            async with self._pool.acquire() as connection, connection.transaction():
                await connection.execute(_TURN, cycle, appraisee)
                await connection.execute(_ISSUE, cycle, appraisee, sorted(electorate))
                if await connection.fetchval(_HAS_CAST, cycle, appraisee, person):
                    raise Refused(Reason.CONFLICT, thing, "has been cast already and counts", "Nothing is left to do")
                if await connection.fetchval(
                    "SELECT true FROM ballot.closed WHERE cycle = $1 AND appraisee = $2", cycle, appraisee
                ):
                    raise Refused(Reason.CONFLICT, thing, "comes after the box was closed", "The counting has begun")
                papers = await connection.fetchrow(_CAST, cycle, appraisee, person)
                assert papers is not None  # noqa: S101 - an aggregate returns a row
                await connection.execute(_PAPERS, cycle, appraisee, *papers)
                await connection.execute(_BOX, cycle, appraisee, uuid4(), score)

    async def claim_batch(self, cycle: str, appraisee: str, *, last: bool = True) -> Batch:
        """Takes all ballots out of the box; with `last` the box is closed and nobody can vote any more.

        A batch that was claimed and not discarded is given again, whole and in the same order: what becomes of it can
        be tried until it is in the log. An empty box gives the batch number 0 without scores.
        """
        with translated():
            async with self._pool.acquire() as connection, connection.transaction():
                await connection.execute(_TURN, cycle, appraisee)
                if last:
                    await connection.execute(
                        "INSERT INTO ballot.closed (cycle, appraisee) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                        cycle,
                        appraisee,
                    )
                rows = await connection.fetch(
                    "SELECT batch, score FROM ballot.box WHERE cycle = $1 AND appraisee = $2 ORDER BY batch, id",
                    cycle,
                    appraisee,
                )
                if not rows:
                    return Batch(0, ())
                number = rows[0]["batch"]  # nulls come last: a claimed batch comes before what was cast since
                if number is None:
                    number = await connection.fetchval("SELECT nextval('ballot.batch')")
                    await connection.execute(
                        "UPDATE ballot.box SET batch = $3 WHERE cycle = $1 AND appraisee = $2", cycle, appraisee, number
                    )
                    return Batch(number, tuple(row["score"] for row in rows))
                return Batch(number, tuple(row["score"] for row in rows if row["batch"] == number))

    async def discard(self, number: int) -> None:
        """Removes a batch from the box, once it is in the log. Removing it again does nothing."""
        with translated():
            await self._pool.execute("DELETE FROM ballot.box WHERE batch = $1", number)

    async def full(self) -> list[tuple[str, str]]:
        """The boxes, as cycle and appraisee, that hold ballots though everybody has voted: they are to be counted."""
        with translated():
            return [(row["cycle"], row["appraisee"]) for row in await self._pool.fetch(_FULL)]

    async def turnout(self, cycle: str, appraisee: str) -> Turnout:
        """How many of the electorate have voted; zero of zero before the first vote."""
        with translated():
            row = await self._pool.fetchrow(
                "SELECT count(*) AS eligible, count(*) FILTER (WHERE cast_in) AS cast FROM ballot.paper "
                "WHERE cycle = $1 AND appraisee = $2",
                cycle,
                appraisee,
            )
        assert row is not None  # noqa: S101 - an aggregate returns a row
        return Turnout(row["eligible"], row["cast"])

    async def has_cast(self, cycle: str, appraisee: str, person: str) -> bool:
        """Whether a person has voted, so that they are not asked again."""
        with translated():
            return bool(await self._pool.fetchval(_HAS_CAST, cycle, appraisee, person))
