"""The supervisor with small children: their order, their deaths, and that none is left."""

import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.local.supervisor import Bounds, Child, ChildFailed, Supervisor
from tests.deploy.processes import alive, until

pytestmark = pytest.mark.anyio
QUICK = Bounds(deaths=3, window=60, first_wait=0, longest_wait=0)

TELLS = """
import signal, sys
def tell(what):
    with open(sys.argv[1], "a") as diary:
        diary.write(f"{sys.argv[2]} {what}\\n")
def end(*_):
    tell("ends")
    sys.exit()
signal.signal(signal.SIGTERM, end)
tell("begins")
while True:
    signal.pause()
"""
DEAF = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
while True:
    signal.pause()
"""


@pytest.fixture
async def supervisor(tmp_path: Path) -> AsyncIterator[Supervisor]:
    supervisor = Supervisor(tmp_path / "logs", QUICK)
    yield supervisor
    await supervisor.stop()


def python(name: str, code: str, folder: Path, *arguments: str) -> Child:
    return Child(
        name=name, command=(sys.executable, "-c", code, *arguments), environment={"PATH": os.defpath}, folder=folder
    )


def with_ready(child: Child, diary: Path, *, within: float = 30) -> Child:
    """Ready when it has begun."""

    async def ready() -> None:
        await until(lambda: diary.exists() and f"{child.name} begins" in diary.read_text(), f"{child.name} begins")

    return Child(**{**vars(child), "ready": ready, "ready_within": within})


async def test_children_start_in_order_and_end_in_reverse(supervisor: Supervisor, tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    for name in ("a", "b", "c"):
        await supervisor.start(with_ready(python(name, TELLS, tmp_path, str(diary), name), diary))
    await supervisor.stop()
    assert diary.read_text().splitlines() == [
        *("a begins", "b begins", "c begins"),
        *("c ends", "b ends", "a ends"),
    ]


async def test_a_killed_child_comes_back(supervisor: Supervisor, tmp_path: Path) -> None:
    await supervisor.start(python("a", "import signal; signal.pause()", tmp_path))
    first = supervisor.pid("a")
    assert first is not None
    os.kill(first, signal.SIGKILL)
    await until(lambda: supervisor.starts("a") == 2 and supervisor.pid("a") is not None, "a second life")
    assert supervisor.pid("a") != first


async def test_a_child_that_keeps_dying_ends_the_whole_and_is_quoted(supervisor: Supervisor, tmp_path: Path) -> None:
    await supervisor.start(python("good", "import signal; signal.pause()", tmp_path))
    never = Child(**{**vars(python("bad", "print('no'); raise SystemExit(3)", tmp_path)), "ready": until_the_end})
    with pytest.raises(ChildFailed) as failed:
        await supervisor.start(never)
    assert str(failed.value) == (
        "bad died 3 times within 60 seconds, the last time with exit code 3; everything has been ended. "
        f"It said last:\n  no\nIts log is {tmp_path}/logs/bad.log"
    )
    with pytest.raises(ChildFailed):
        await supervisor.failed()


async def until_the_end() -> None:
    await until(lambda: False, "nothing")


async def test_a_signal_is_named_as_the_cause(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path / "logs", Bounds(deaths=1))
    await supervisor.start(python("a", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)", tmp_path))
    with pytest.raises(ChildFailed) as failed:
        await supervisor.failed()
    await supervisor.stop()
    assert str(failed.value) == (
        "a died once, the last time with signal SIGKILL; everything has been ended. It said nothing. "
        f"Its log is {tmp_path}/logs/a.log"
    )


async def test_a_child_that_is_never_ready_counts_as_dying(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path / "logs", Bounds(deaths=2, first_wait=0))
    slow = python("slow", "import signal; signal.pause()", tmp_path)
    with pytest.raises(ChildFailed, match="slow died 2 times"):
        await supervisor.start(Child(**{**vars(slow), "ready": until_the_end, "ready_within": 0.1}))
    await supervisor.stop()
    assert supervisor.starts("slow") == 0


async def test_a_child_that_does_not_listen_is_killed(supervisor: Supervisor, tmp_path: Path) -> None:
    log = tmp_path / "logs" / "deaf.log"

    async def ready() -> None:
        await until(lambda: log.read_text() == "deaf\n", "deaf")

    child = python("deaf", DEAF, tmp_path)
    await supervisor.start(Child(**{**vars(child), "ready": ready, "stop_within": 0.1}))
    pid = supervisor.pid("deaf")
    assert pid is not None
    await supervisor.stop()
    assert not alive(pid)


async def test_what_a_child_leaves_behind_ends_with_it(supervisor: Supervisor, tmp_path: Path) -> None:
    """A grandchild that the kernel's parent-death signal does not reach."""
    note = tmp_path / "grandchild"
    leaves = f"""
import pathlib, signal, subprocess, sys
left = subprocess.Popen([sys.executable, "-c", {DEAF!r}])
pathlib.Path({str(note)!r}).write_text(str(left.pid))
signal.pause()
"""
    await supervisor.start(python("a", leaves, tmp_path))
    await until(lambda: note.exists() and note.read_text() != "", "a grandchild")
    await supervisor.stop()
    await until(lambda: not alive(int(note.read_text())), "the end of the grandchild")


async def test_waits_between_restarts_grow_and_are_bounded() -> None:
    bounds = Bounds(first_wait=0.1, longest_wait=5)
    assert [bounds.wait(deaths) for deaths in (1, 2, 3, 10)] == [0.1, 0.2, 0.4, 5]


async def test_a_log_is_its_owners_alone(supervisor: Supervisor, tmp_path: Path) -> None:
    await supervisor.start(python("a", "import signal; signal.pause()", tmp_path))
    modes = [path.stat().st_mode & 0o777 for path in (tmp_path / "logs", tmp_path / "logs" / "a.log")]
    assert modes == [0o700, 0o600]
