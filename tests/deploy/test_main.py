"""The root of the command line: exit codes, sentences, and that it starts light."""

import os
import stat
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def kaohe(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "deploy.main", *arguments],
        cwd=ROOT,
        env={**os.environ, "KAOHE_DATA": str(data), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_an_unknown_command_exits_with_2(tmp_path: Path) -> None:
    done = kaohe(tmp_path, "dance")
    assert done.returncode == 2
    assert "dance" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_refusal_says_thing_problem_and_mend_and_exits_with_2(tmp_path: Path) -> None:
    done = kaohe(tmp_path, "up", KAOHE_API_HOST="0.0.0.0")  # noqa: S104 - refused
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        (
            "the settings: KAOHE_API_HOST ('0.0.0.0'): is not a loopback address; "
            "the API has no sign-in yet and serves this machine only.\n"
            "Change KAOHE_API_HOST, in the environment or by option.\n"
        ),
    )


def test_a_fault_is_one_sentence_and_a_file_with_the_rest(tmp_path: Path) -> None:
    url = "postgresql://u:p@127.0.0.1:1/d"
    done = kaohe(tmp_path, "up", DATABASE_URL=url, DATABASE_OWNER_URL=url.replace("u:p", "owner:p"))
    [kept] = (tmp_path / "logs").glob("fault-*.log")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert done.stderr.splitlines()[-2:] == [
        "kaohe up failed: ConnectionRefusedError: [Errno 111] Connect call failed ('127.0.0.1', 1).",
        f"The details are in {kept}.",
    ]
    assert "Traceback" in kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_it_starts_without_the_heavy_libraries() -> None:
    heavy = "{'temporalio', 'sqlalchemy', 'fastapi', 'asyncpg', 'alembic'}"
    code = f"import sys, deploy.main as m; m.compose(['up']); print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    assert done.stdout == "[]\n"
