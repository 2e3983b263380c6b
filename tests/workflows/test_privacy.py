"""Nothing personal, and nothing of what people write, ever reaches Temporal's storage."""

from pathlib import Path

import pytest

from domain.appraisal.goals import GoalEntry, SetGoals
from domain.directory import PersonEntry, PublishDirectory, Role
from domain.streams import appraisal_stream, directory_stream
from tests.conftest import Database
from tests.players import Players
from tests.runtime import running
from tests.sample import AUTHORITY, CYCLE, OFFICE
from tests.temporal import TemporalServer

pytestmark = pytest.mark.anyio

NAME = "Ouyang Planted-Name"
TEXT = "A planted sentence about somebody"


async def test_a_planted_name_and_text_occur_nowhere_in_temporals_storage(
    database: Database, own_temporal: TemporalServer, tmp_path: Path
) -> None:
    async with running(database, await own_temporal.connect("test-0"), tmp_path) as runtime:
        await runtime.set_up()
        planted = PersonEntry(id="finance-head", name=NAME, unit="finance", roles=(Role.HEAD,))
        wish = PublishDirectory(authority=AUTHORITY, people=(planted,))
        await runtime.do(OFFICE, directory_stream(AUTHORITY), wish)
        await runtime.until_event(appraisal_stream(CYCLE, "finance"), "StepOpened")
        goals = SetGoals(goals=(GoalEntry(indicator="budget", measures=TEXT),))
        await runtime.do("finance-head", appraisal_stream(CYCLE, "finance"), goals)
        await Players(runtime, CYCLE).play_to_the_end()
    own_temporal.kill()

    stored = b"".join(file.read_bytes() for file in own_temporal.files())

    assert f"appraisal/{CYCLE}/finance".encode() in stored  # this storage did conduct the cycle
    for secret in (NAME, TEXT, "finance-head", "Ouyang"):
        assert all(secret.encode(encoding) not in stored for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
