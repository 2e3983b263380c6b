import asyncio
import os
import threading
from pathlib import Path

import pytest

from domain.refusal import Reason, Refused
from store.keys import KEY_BYTES, DataKeys, FileKeyProvider, WrongKey
from store.log import Log

pytestmark = pytest.mark.anyio


def test_a_new_key_file_is_for_its_owner_only(tmp_path: Path) -> None:
    FileKeyProvider(tmp_path / "new" / "key")

    assert (tmp_path / "new" / "key").stat().st_mode & 0o777 == 0o600
    assert len((tmp_path / "new" / "key").read_bytes()) == KEY_BYTES
    assert os.listdir(tmp_path / "new") == ["key"]  # noqa: PTH208 - names, not paths


def test_one_key_wins_when_many_create_it_at_once(tmp_path: Path) -> None:
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(FileKeyProvider(tmp_path / "key").fingerprint_key))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [found[0]] * 8


def test_a_key_file_open_to_others_is_refused(tmp_path: Path) -> None:
    FileKeyProvider(tmp_path / "key")
    (tmp_path / "key").chmod(0o640)

    with pytest.raises(PermissionError, match="chmod 600"):
        FileKeyProvider(tmp_path / "key")


def test_a_key_file_of_another_length_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").touch(0o600)

    with pytest.raises(ValueError, match="holds 0 bytes, not 32"):
        FileKeyProvider(tmp_path / "key")


async def test_a_wrapped_key_opens_for_its_own_data_subject_only(tmp_path: Path) -> None:
    provider = FileKeyProvider(tmp_path / "key")
    wrapped = await provider.wrap(b"k" * KEY_BYTES, "p-1")

    assert await provider.unwrap(wrapped, "p-1") == b"k" * KEY_BYTES
    with pytest.raises(WrongKey):
        await provider.unwrap(wrapped, "p-2")


async def test_another_key_file_is_refused_at_the_start(log: Log, keys: DataKeys, tmp_path: Path) -> None:
    await DataKeys.open(log.pool, FileKeyProvider(tmp_path / "key"))

    with pytest.raises(WrongKey, match="not the one that wrapped the keys of this database"):
        await DataKeys.open(log.pool, FileKeyProvider(tmp_path / "other"))


async def test_two_who_begin_at_once_with_one_file_agree(log: Log, tmp_path: Path) -> None:
    provider = FileKeyProvider(tmp_path / "key")

    await asyncio.gather(*(DataKeys.open(log.pool, provider) for _ in range(5)))


async def test_a_data_subject_keeps_its_key(keys: DataKeys) -> None:
    first = await keys.for_sealing(["p-1", "p-2", "p-1"])

    assert sorted(first) == ["p-1", "p-2"]
    assert first["p-1"] != first["p-2"]
    assert await keys.for_sealing(["p-2", "p-1"]) == first
    assert await keys.for_opening(["p-1", "p-3"]) == {"p-1": first["p-1"]}


async def test_a_key_that_many_ask_for_at_once_is_one(keys: DataKeys) -> None:
    asked = await asyncio.gather(*(keys.for_sealing(["p-1"]) for _ in range(10)))

    assert asked == [asked[0]] * 10


async def test_an_erased_key_is_gone_and_no_other_takes_its_place(log: Log, keys: DataKeys) -> None:
    await keys.for_sealing(["p-1", "p-2"])

    assert await keys.erase("p-1") is True
    assert await keys.erase("p-1") is False
    assert await keys.erase("p-3") is False
    assert await keys.for_opening(["p-1"]) == {"p-1": None}
    with pytest.raises(Refused) as refused:
        await keys.for_sealing(["p-2", "p-1"])
    assert refused.value.reason is Reason.CONFLICT
    assert await log.pool.fetchval("SELECT count(wrapped) FROM es.data_key WHERE data_subject = 'p-1'") == 0
