"""The lock of a data folder and the file that says what runs on it."""

import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.local import runtime
from deploy.local.ports import choose, is_free
from deploy.local.runtime import Runtime
from domain.refusal import Reason, Refused
from tests.deploy.processes import until_sync

RUNS = Runtime(
    pid=os.getpid(),
    started=datetime(2026, 1, 1, tzinfo=UTC),
    database_url="postgresql://kaohe:secret@127.0.0.1:1/kaohe",
    temporal_address="127.0.0.1:2",
    temporal_namespace="kaohe",
    task_queue="kaohe",
    api_url="http://127.0.0.1:3",
)
HOLDS = """
import pathlib, signal, sys
from deploy.local import runtime
with runtime.lock(pathlib.Path(sys.argv[1])):
    print("holds", flush=True)
    signal.pause()
"""


def test_a_second_holder_hears_who_is_first_and_where(tmp_path: Path) -> None:
    with runtime.lock(tmp_path):
        runtime.publish(tmp_path, RUNS)
        with pytest.raises(Refused) as refused, runtime.lock(tmp_path):
            pass
    assert (refused.value.reason, str(refused.value)) == (
        Reason.CONFLICT,
        (
            f"data folder {tmp_path}: Kaohe runs on it already, as process {os.getpid()} "
            "(API http://127.0.0.1:3, Temporal 127.0.0.1:2). "
            f"Use that one, stop it with `kill {os.getpid()}`, or give another folder with KAOHE_DATA"
        ),
    )


def test_nothing_runs_before_and_after(tmp_path: Path) -> None:
    assert (runtime.holder(tmp_path), runtime.running(tmp_path)) == (None, None)
    with runtime.lock(tmp_path):
        runtime.publish(tmp_path, RUNS)
        assert (runtime.holder(tmp_path), runtime.running(tmp_path)) == (os.getpid(), RUNS)
    assert (runtime.holder(tmp_path), runtime.running(tmp_path)) == (None, None)


def test_the_file_with_the_password_is_its_owners_alone(tmp_path: Path) -> None:
    with runtime.lock(tmp_path):
        runtime.publish(tmp_path, RUNS)
        assert (tmp_path / "runtime.json").stat().st_mode & 0o777 == 0o600


def test_a_killed_holder_holds_no_longer(tmp_path: Path) -> None:
    holder = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", HOLDS, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "holds\n"
        runtime.publish(tmp_path, RUNS)
        assert runtime.holder(tmp_path) == holder.pid
        holder.send_signal(signal.SIGKILL)
    until_sync(lambda: runtime.holder(tmp_path) is None, "the lock to be let go")
    assert runtime.running(tmp_path) is None  # though its file is still there
    with runtime.lock(tmp_path):
        assert runtime.running(tmp_path) is None  # and it is not taken for the new one's


def test_a_file_in_the_folders_place_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "data"
    file.touch()
    with pytest.raises(Refused, match=f"data folder {file}: cannot be used: Not a directory"), runtime.lock(file):
        pass


def test_a_port_in_use_is_refused_and_a_free_one_is_found() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = listener.getsockname()[1]
        with pytest.raises(Refused) as refused:
            choose(taken, setting="KAOHE_API_PORT")
    assert str(refused.value) == (
        f"port {taken}: another program listens there. Give another port with KAOHE_API_PORT, or 0 for one that is free"
    )
    assert is_free(choose(0, setting="KAOHE_API_PORT"))
