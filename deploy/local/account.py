"""Whom PostgreSQL runs as: it refuses root, so a root's `kaohe up` lends it another account's name and nothing else."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from domain.refusal import Reason, Refused

PREFERRED = ("kaohe", "postgres", "nobody")
"""Tried in this order. None is created: adding accounts to a machine is its owner's business; all have `nobody`."""


@dataclass(frozen=True)
class Account:
    """A user of the machine."""

    name: str
    uid: int
    gid: int


def unprivileged(wanted: str | None, *, cluster: Path | None = None) -> Account | None:
    """The account for PostgreSQL, None when we are not root and it runs as ourselves.

    An existing `cluster` keeps the owner of its files; otherwise `wanted`, or the first of `PREFERRED` there is.

    Raises:
        Refused: `wanted` is not an account of this machine, or is root.
    """
    if os.geteuid() != 0:
        return None
    if cluster is not None:
        return _account(pwd.getpwuid(cluster.stat().st_uid))
    for name in [wanted] if wanted else PREFERRED:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        if found.pw_uid != 0:
            return _account(found)
    raise Refused(
        Reason.INVALID,
        f"the account {wanted or ' or '.join(PREFERRED)}",
        "this machine has no such account other than root, and PostgreSQL does not run as root",
        "Name one that exists with KAOHE_POSTGRES_USER, or start Kaohe as somebody other than root",
    )


def reaches(account: Account, folder: Path) -> bool:
    """Whether the account can enter a folder. Asks the kernel, which also knows of access lists and mounts."""
    return (
        subprocess.run(  # noqa: S603 - a fixed program, no shell
            ["/usr/bin/env", "test", "-x", str(folder)],
            user=account.uid,
            group=account.gid,
            extra_groups=(),
            check=False,
            stderr=subprocess.DEVNULL,
        ).returncode
        == 0
    )


def _account(found: pwd.struct_passwd) -> Account:
    return Account(found.pw_name, found.pw_uid, found.pw_gid)
