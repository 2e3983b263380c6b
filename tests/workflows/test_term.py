"""A term on a skipping clock: its years and their months are launched as they begin, joined, and closed."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain.cycle.state import Cycle
from domain.cycle.steering import PauseCycle, ResumeCycle
from domain.schedule import Period
from domain.streams import appraisal_stream, cycle_stream, rulebook_stream
from tests import sample
from tests.conftest import Database
from tests.domain.history import reported
from tests.skipping import Skipping, skipping
from tests.workflows.terms import LAUNCH, OF_TERM, RULEBOOKS, SHANGHAI, TERM, YEARS, begin_term

pytestmark = pytest.mark.anyio


async def test_a_term_of_five_years_launches_its_years_and_months_as_they_begin(
    database: Database, tmp_path: Path
) -> None:
    async with skipping(database, tmp_path) as it:
        await begin_term(it, OF_TERM)

        await it.reach(datetime(2032, 1, 10, tzinfo=UTC))

        term = await cycle(it, TERM)
        assert [(one.cycle, str(one.period)) for one in term.inner.values()] == [
            (f"term-{year}", f"start=datetime.date({2026 + year}, 1, 1) end=datetime.date({2026 + year}, 12, 31)")
            for year in range(1, YEARS + 1)
        ]
        assert term.closed
        for year in range(1, YEARS + 1):
            inner = await cycle(it, f"term-{year}")
            assert list(inner.inner) == [f"term-{year}-{month}" for month in range(1, 13)]
            assert (inner.closed, inner.after) == (True, f"term-{year - 1}" if year > 1 else None)
        launched = [await happened(it, f"term-{year}-{month}") for year in range(1, 6) for month in range(1, 13)]
        first_days = [date(2026 + year, month, 1) for year in range(1, 6) for month in range(1, 13)]
        assert [at["CycleLaunched"] for at in launched] == first_days
        assert [at["CycleClosed"] for at in launched] == [day.replace(day=26) for day in first_days]


async def test_a_year_whose_rulebook_is_not_in_force_is_an_event_of_its_term_and_launched_once_it_is(
    database: Database, tmp_path: Path
) -> None:
    async with skipping(database, tmp_path) as it:
        _, years, terms = RULEBOOKS
        await begin_term(it, OF_TERM, (terms,))

        await it.reach(LAUNCH + timedelta(hours=1))

        (refused,) = (await cycle(it, TERM)).refused.values()
        assert (refused.cycle, refused.attempt, refused.thing) == ("term-1", 1, "rulebook years")
        assert refused.problem == "has no version in force"
        assert refused.again is not None
        assert timedelta(hours=24) <= refused.again - LAUNCH < timedelta(hours=25)

        for actor, wish in sample.enact(sample.sample_rulebook(**{**years, "contains": []})):
            await it.runtime.do(actor, rulebook_stream("years"), wish)
        await it.reach(LAUNCH + timedelta(days=2))

        assert list((await cycle(it, TERM)).inner) == ["term-1"]
        assert not (await cycle(it, "term-1")).closed


async def test_a_paused_term_launches_nothing_until_it_goes_on(database: Database, tmp_path: Path) -> None:
    async with skipping(database, tmp_path) as it:
        _, years, terms = RULEBOOKS
        await begin_term(it, OF_TERM, ({**years, "contains": []}, terms))
        await it.reach(LAUNCH + timedelta(hours=1))
        await it.runtime.do(sample.OFFICE, cycle_stream(TERM), PauseCycle(reason="Flood"))
        await it.server.sleep(timedelta(days=380))  # past the beginning of the second year
        assert list((await cycle(it, TERM)).inner) == ["term-1"]

        await it.runtime.do(sample.OFFICE, cycle_stream(TERM), ResumeCycle())

        await it.runtime.until_event(cycle_stream("term-2"), "AppraisalsOpened")
        assert list((await cycle(it, TERM)).inner) == ["term-1", "term-2"]


async def test_a_year_whose_appraisals_have_closed_is_paused_and_does_not_close_before_its_last_month(
    database: Database, tmp_path: Path
) -> None:
    async with skipping(database, tmp_path) as it:
        months, years, _ = RULEBOOKS
        await begin_term(it, Period(start=date(2027, 1, 1), end=date(2027, 4, 30)), (months, {**years, "id": "terms"}))
        await it.reach(LAUNCH + timedelta(days=40))
        assert (await cycle(it, TERM)).appraisals_closed
        await it.runtime.do(sample.OFFICE, cycle_stream(TERM), PauseCycle(reason="Flood"))
        await it.server.sleep(timedelta(days=40))
        assert not (await cycle(it, TERM)).closed

        await it.runtime.do(sample.OFFICE, cycle_stream(TERM), ResumeCycle())

        await it.reach(LAUNCH + timedelta(days=120))
        assert (await cycle(it, TERM)).closed
        assert len((await cycle(it, TERM)).inner) == 4, "January to April"


async def test_months_are_launched_while_a_year_waits_for_the_value_of_its_draw(
    database: Database, tmp_path: Path
) -> None:
    months, years, _ = RULEBOOKS
    early = [{"step": "reporting", "opens": {"after": "launch"}, "due": "P20D", "ends": "P5D"}]
    draw = [{"step": "verification", "opens": {"after": "reporting"}, "due": "P300D", "ends": "P5D"}]
    by_value = {"share": "1", "value_by": "supervision", "value_within": "P300D"}
    year = {**years, "id": "terms", "steps": [*early, *draw], "verification": by_value}
    async with skipping(database, tmp_path) as it:
        await begin_term(it, Period(start=date(2027, 1, 1), end=date(2027, 12, 31)), (months, year))
        await it.runtime.until_event(cycle_stream(TERM), "AppraisalsOpened")
        await it.reach(LAUNCH + timedelta(hours=1))
        await it.runtime.do("finance-head", appraisal_stream(TERM, "finance"), reported())
        await it.runtime.until_event(cycle_stream(TERM), "FrameFixed")

        await it.server.sleep(timedelta(days=32))

        await it.runtime.until_event(cycle_stream("term-2"), "AppraisalsOpened")
        assert list((await cycle(it, TERM)).inner) == ["term-1", "term-2"]


async def cycle(it: Skipping, name: str) -> Cycle:
    state = await it.runtime.state(cycle_stream(name))
    assert isinstance(state, Cycle)
    return state


async def happened(it: Skipping, name: str) -> dict[str, date]:
    """On which days, in Shanghai, what happened to a cycle."""
    events = await it.runtime.core.log.read_stream(cycle_stream(name))
    return {one.type: one.occurred_at.astimezone(SHANGHAI).date() for one in events}
