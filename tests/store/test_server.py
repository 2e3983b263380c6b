"""The server of the tests leaves nothing behind, however its process ends."""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.postgres import serve

_SERVES = """
import sys
from tests.postgres import serve
with serve() as server:
    print(server.process.pid, flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_a_server_dies_with_the_process_that_started_it(end: signal.Signals) -> None:
    parent = subprocess.Popen(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", _SERVES],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert parent.stdin
    assert parent.stdout
    with parent.stdin, parent.stdout:
        pid = int(parent.stdout.readline())
        assert _lives(pid)
        folder = Path(f"/proc/{pid}/cwd").readlink()
        parent.send_signal(end)
        parent.wait(30)
        until = time.monotonic() + 30
        while _lives(pid) and time.monotonic() < until:
            time.sleep(0.01)  # a poll with an end
    assert not _lives(pid)
    shutil.rmtree(folder)  # nobody was left to do it


def _lives(pid: int) -> bool:
    """Whether the process runs; one that has ended and was not yet reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except FileNotFoundError:
        return False


def test_a_server_is_gone_with_its_folder_when_it_is_no_longer_needed() -> None:
    with serve() as server:
        folder = Path(f"/proc/{server.process.pid}/cwd").readlink()
        assert folder.exists()
    assert server.process.returncode is not None
    assert not folder.exists()
