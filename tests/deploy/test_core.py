"""What every process opens: never with a login that could change history, never with a new key beside old ones."""

from pathlib import Path

import pytest

from deploy.core import open_core
from deploy.local.database import migrate_external
from deploy.settings import load
from domain.refusal import Refused
from tests.conftest import Database

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("login", "problem"), [("superuser_url", "is a superuser"), ("owner_url", "is a member of kaohe_owner")]
)
async def test_a_login_that_could_change_history_is_refused(
    database: Database, tmp_path: Path, login: str, problem: str
) -> None:
    settings = load(data=tmp_path, database_url=getattr(database, login))
    with pytest.raises(Refused, match=f"{problem}, and so could change history"):
        async with open_core(settings):
            pass
    assert not settings.keys.exists()


async def test_one_login_for_owner_and_services_is_refused_before_anything_is_migrated(
    empty_database: Database,
) -> None:
    with pytest.raises(Refused, match="logs in as test_owner, as DATABASE_OWNER_URL does"):
        await migrate_external(empty_database.owner_url, empty_database.owner_url)


async def test_a_missing_key_file_of_a_database_with_keys_is_refused_and_no_other_made(
    database: Database, tmp_path: Path
) -> None:
    settings = load(data=tmp_path, database_url=database.writer_url)
    async with open_core(settings):
        pass
    kept = settings.keys.rename(tmp_path / "elsewhere")
    with pytest.raises(Refused, match=r"only it opens\. Bring it back"):
        async with open_core(settings):
            pass
    assert not settings.keys.exists()
    kept.rename(settings.keys)
    async with open_core(settings):
        pass
