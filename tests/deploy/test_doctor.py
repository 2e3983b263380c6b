"""The doctor: each ailment is found, named and given its mend."""

import json
import os
import socket
from pathlib import Path

import pytest

from deploy.check import Row, State
from deploy.doctor import doctor, examine
from deploy.settings import Settings, load
from tests.conftest import Database

pytestmark = pytest.mark.anyio


async def ailments(settings: Settings) -> list[Row]:
    return [row for row in await examine(settings) if row.state is not State.OK]


async def test_a_machine_that_has_all_is_well(tmp_path: Path) -> None:
    assert await ailments(load(data=tmp_path / "data")) == []


async def test_a_key_file_others_can_read_fails(tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.touch()
    keys.chmod(0o640)
    assert await ailments(load(data=tmp_path / "data", key_file=keys)) == [
        Row("key file", State.FAIL, f"{keys}, mode 0640", f"chmod 600 {keys}")
    ]


async def test_a_key_file_missing_beside_a_database_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "postgres.json").touch()
    assert [(row.name, row.state) for row in await ailments(load(data=tmp_path))] == [("key file", State.WARN)]


async def test_a_clock_that_went_back_fails(tmp_path: Path) -> None:
    file = tmp_path / "temporal.db"
    file.touch()
    os.utime(file, (4_000_000_000, 4_000_000_000))
    assert [(row.name, row.state) for row in await ailments(load(data=tmp_path))] == [("clock", State.FAIL)]


async def test_a_given_port_that_is_taken_fails(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert await ailments(load(data=tmp_path / "data", api_port=port)) == [
            Row(
                "ports",
                State.FAIL,
                f"in use by another program: {port} (KAOHE_API_PORT)",
                "Give others, or 0 for free ones",
            )
        ]


async def test_given_servers_that_do_not_answer_fail(tmp_path: Path) -> None:
    settings = load(data=tmp_path / "data", database_url="postgresql://u@127.0.0.1:1/d", temporal_address="127.0.0.1:1")
    assert [(row.name, row.state) for row in await ailments(settings)] == [
        ("database", State.FAIL),
        ("temporal", State.FAIL),
    ]


async def test_a_login_that_could_change_history_fails(tmp_path: Path, database: Database) -> None:
    for url, problem in (
        (database.superuser_url, "login postgres of DATABASE_URL is a superuser"),
        (database.owner_url, "login test_owner of DATABASE_URL is a member of kaohe_owner"),
    ):
        rows = await examine(load(data=tmp_path / "data", database_url=url))
        assert [(row.state, row.found) for row in rows if row.name == "login"] == [
            (State.FAIL, f"{problem}, and so could change history")
        ]
    rows = await examine(load(data=tmp_path / "data", database_url=database.writer_url))
    assert [row.state for row in rows if row.name == "login"] == [State.OK]


async def test_a_folder_that_cannot_be_used_fails(tmp_path: Path) -> None:
    file = tmp_path / "data"
    file.touch()
    assert await ailments(load(data=file)) == [
        Row("data folder", State.FAIL, f"{file} cannot be written to", "Give another folder with KAOHE_DATA")
    ]


async def test_json_has_a_row_for_each_check_and_the_exit_code_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KAOHE_DATA", str(tmp_path / "data"))
    assert await doctor(as_json=True) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [sorted(row) for row in rows] == [["found", "mend", "name", "state"]] * 13
    monkeypatch.setenv("DATABASE_URL", "postgresql://u@127.0.0.1:1/d")
    assert await doctor() == 1
    assert "fail database: not reachable" in capsys.readouterr().out
