"""The shim: what a child is when its command begins."""

import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local import child
from deploy.local.account import Account, reaches, unprivileged
from domain.refusal import Refused

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


def shim(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-I", "-S", child.__file__, *arguments], capture_output=True, text=True, check=False
    )


def test_a_command_that_is_not_there_is_named() -> None:
    done = shim("--parent", str(os.getpid()), "--", "/no/such/program")
    assert (done.returncode, done.stderr) == (127, "cannot start /no/such/program: No such file or directory\n")


def test_a_child_whose_supervisor_died_first_does_not_begin() -> None:
    done = shim("--parent", "1", "--", "echo", "begun")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "the supervisor is gone\n")


def test_what_a_child_writes_is_its_owners_alone() -> None:
    done = shim("--parent", str(os.getpid()), "--", "sh", "-c", "umask")
    assert (done.returncode, done.stdout) == (0, "0077\n")


@root_only
def test_a_child_with_an_account_keeps_nothing_of_root() -> None:
    nobody = pwd.getpwnam("nobody")
    given = ["--parent", str(os.getpid()), "--uid", str(nobody.pw_uid), "--gid", str(nobody.pw_gid)]
    done = shim(*given, "--", "sh", "-c", "id -u; id -ru; id -G")
    assert done.stdout.split() == [str(nobody.pw_uid), str(nobody.pw_uid), str(nobody.pw_gid)]


@root_only
def test_an_account_reaches_only_folders_that_let_it_through(tmp_path: Path) -> None:
    nobody = unprivileged("nobody")
    assert nobody is not None
    closed = tmp_path / "closed"
    (closed / "inner").mkdir(parents=True)
    closed.chmod(0o700)
    assert [reaches(nobody, folder) for folder in (Path("/"), closed / "inner")] == [True, False]


@root_only
def test_an_unknown_account_is_refused() -> None:
    with pytest.raises(Refused, match="no-such-account"):
        unprivileged("no-such-account")


@root_only
def test_a_cluster_keeps_the_account_that_owns_it(tmp_path: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    os.chown(tmp_path, nobody.pw_uid, nobody.pw_gid)
    assert unprivileged("root", cluster=tmp_path) == Account("nobody", nobody.pw_uid, nobody.pw_gid)
