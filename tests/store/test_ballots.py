import asyncio

import pytest

from domain.refusal import Reason, Refused
from store.ballots import BallotBox, Batch, Turnout
from store.log import Log

pytestmark = pytest.mark.anyio

STAFF = [f"p-{number}" for number in range(6)]


@pytest.fixture
def box(log: Log) -> BallotBox:
    return BallotBox(log.pool)


async def cast(box: BallotBox, person: str, score: str = "80", appraisee: str = "finance") -> None:
    await box.cast("2026", appraisee, person, score, electorate=STAFF)


async def test_turnout_counts_who_may_vote_and_who_has(box: BallotBox) -> None:
    assert await box.turnout("2026", "finance") == Turnout(0, 0)

    await cast(box, "p-1")
    await cast(box, "p-2")

    assert await box.turnout("2026", "finance") == Turnout(6, 2)
    assert await box.turnout("2026", "health") == Turnout(0, 0)
    assert [await box.has_cast("2026", "finance", person) for person in ("p-1", "p-3")] == [True, False]


async def test_nobody_votes_twice(box: BallotBox) -> None:
    await cast(box, "p-1", "80")

    with pytest.raises(Refused, match="has been cast already and counts") as refused:
        await cast(box, "p-1", "90")
    assert refused.value.reason is Reason.CONFLICT
    assert (await box.claim_batch("2026", "finance")).scores == ("80",)


async def test_one_vote_counts_when_many_come_at_once(box: BallotBox) -> None:
    answers = await asyncio.gather(*(cast(box, "p-1") for _ in range(8)), return_exceptions=True)

    assert sorted(isinstance(answer, Refused) for answer in answers) == [False] + [True] * 7
    assert await box.turnout("2026", "finance") == Turnout(6, 1)


async def test_only_the_electorate_votes(box: BallotBox) -> None:
    with pytest.raises(Refused, match="not of the electorate") as refused:
        await cast(box, "p-99")
    assert refused.value.reason is Reason.FORBIDDEN
    assert await box.turnout("2026", "finance") == Turnout(0, 0)


async def test_a_claimed_batch_is_the_same_until_it_is_discarded(box: BallotBox) -> None:
    for number, person in enumerate(STAFF):
        await cast(box, person, str(70 + number))
    await cast(box, "p-1", "10", appraisee="health")

    first = await box.claim_batch("2026", "finance")

    assert first.number > 0
    assert sorted(first.scores) == ["70", "71", "72", "73", "74", "75"]
    assert await box.claim_batch("2026", "finance") == first
    await box.discard(first.number)
    await box.discard(first.number)
    assert await box.claim_batch("2026", "finance") == Batch(0, ())
    assert (await box.claim_batch("2026", "health")).scores == ("10",)


async def test_an_empty_box_gives_an_empty_batch_that_can_be_discarded(box: BallotBox) -> None:
    assert await box.claim_batch("2026", "finance") == Batch(0, ())
    await box.discard(0)


async def test_nobody_votes_after_the_last_batch_was_taken(box: BallotBox) -> None:
    await cast(box, "p-1")
    await box.claim_batch("2026", "finance")

    with pytest.raises(Refused, match="after the box was closed"):
        await cast(box, "p-2")
    await cast(box, "p-2", appraisee="health")


async def test_a_ballot_cast_between_batches_waits_for_the_next(box: BallotBox) -> None:
    await cast(box, "p-1", "80")
    first = await box.claim_batch("2026", "finance", last=False)
    await cast(box, "p-2", "90")

    assert await box.claim_batch("2026", "finance", last=False) == first
    await box.discard(first.number)
    second = await box.claim_batch("2026", "finance")
    assert second.scores == ("90",)
    assert second.number != first.number


async def test_neither_order_nor_transaction_of_the_rows_tells_who_voted_what(log: Log, box: BallotBox) -> None:
    """Could be vacuous with one voter: with six, six transactions wrote, and only the last of them shows anywhere."""
    for number, person in enumerate(reversed(STAFF)):
        await cast(box, person, str(70 + number))

    papers = await log.pool.fetch("SELECT person, xmin::text FROM ballot.paper ORDER BY ctid")
    ballots = await log.pool.fetch("SELECT id, xmin::text FROM ballot.box ORDER BY ctid")

    assert [row["person"] for row in papers] == STAFF
    assert [row["id"] for row in ballots] == sorted(row["id"] for row in ballots)
    assert {row["xmin"] for row in papers} == {row["xmin"] for row in ballots} == {papers[0]["xmin"]}


async def test_the_tables_have_no_column_that_could_join_them(log: Log) -> None:
    columns = await log.pool.fetch(
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'ballot' "
        "ORDER BY table_name, ordinal_position"
    )

    assert [tuple(row) for row in columns if row["table_name"] in {"box", "paper"}] == [
        ("box", "id", "uuid"),
        ("box", "cycle", "text"),
        ("box", "appraisee", "text"),
        ("box", "score", "text"),
        ("box", "batch", "integer"),
        ("paper", "cycle", "text"),
        ("paper", "appraisee", "text"),
        ("paper", "person", "text"),
        ("paper", "cast_in", "boolean"),
    ]
