"""Keys: one data key per data subject, kept wrapped by a provider; erasing it leaves the sealed text unreadable.

Where a provider's own key lies is the provider's: a file for development and small installations, a key service later.
"""

import os
import secrets
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import asyncpg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.refusal import Reason, Refused
from store.faults import translated

KEY_BYTES = 32
_NONCE_BYTES = 12
_PROOF = b"kaohe: these keys belong together"
_PROOF_NAME = "\x00proof"  # no data subject can be called so


class WrongKey(Exception):  # noqa: N818 - says what it is
    """A provider's key does not open what it should have wrapped."""


class KeyProvider(Protocol):
    """Wraps data keys under a key of its own, and gives the key for fingerprints of commands."""

    @property
    def fingerprint_key(self) -> bytes: ...

    async def wrap(self, key: bytes, data_subject: str) -> bytes: ...

    async def unwrap(self, wrapped: bytes, data_subject: str) -> bytes:
        """Raises `WrongKey` when it was wrapped under another key or for another data subject."""


class FileKeyProvider:
    """A provider whose key is a file of 32 random bytes, created if absent, readable by its owner only.

    Whoever has the file and the database can read everything, and without the file nobody can: back it up elsewhere.
    With `begun` a database has keys wrapped under that file already, so an absent one is refused instead of created.
    """

    def __init__(self, path: Path, *, begun: bool = False) -> None:
        self._path = path
        root = _read_or_create(path, begun=begun)
        self._wrapping = AESGCM(_derive(root, b"kaohe wrapping of data keys"))
        self.fingerprint_key = _derive(root, b"kaohe fingerprints of commands")

    def __repr__(self) -> str:
        return f"the key file {self._path}"

    async def wrap(self, key: bytes, data_subject: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._wrapping.encrypt(nonce, key, data_subject.encode())

    async def unwrap(self, wrapped: bytes, data_subject: str) -> bytes:
        try:
            return self._wrapping.decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], data_subject.encode())
        except InvalidTag as error:
            raise WrongKey(f"{self!r} does not open a key of this database") from error


def _derive(root: bytes, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=use).derive(root)


def _read_or_create(path: Path, *, begun: bool) -> bytes:
    if begun and not path.exists():
        raise Refused(
            Reason.CONFLICT,
            f"the key file {path}",
            "is missing, and this database has keys that only it opens",
            "Bring it back from its backup, or name where it is with KAOHE_KEY_FILE",
        )
    if not path.exists():
        _create(path)
    status = path.stat()
    if status.st_mode & 0o077:
        raise PermissionError(
            f"the key file {path} is open to others (mode {status.st_mode & 0o777:o}): run chmod 600 on it"
        )
    root = path.read_bytes()
    if len(root) != KEY_BYTES:
        raise ValueError(f"the key file {path} holds {len(root)} bytes, not {KEY_BYTES}: put the right file there")
    return root


def _create(path: Path) -> None:
    """Writes a new key whole or not at all; when two processes do so at once, one key wins and both read it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".key-")  # mkstemp gives mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(name, path)
        except FileExistsError:
            return
    finally:
        Path(name).unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class DataKeys:
    """The data keys of a database. They are read each time they are used, so an erasure holds at once everywhere.

    The limit of an erasure: bytes of the wrapped key may stay in freed pages, in the write-ahead log and in backups
    until those are overwritten or expire.
    """

    def __init__(self, pool: asyncpg.Pool, provider: KeyProvider) -> None:
        self._pool = pool
        self._provider = provider

    @staticmethod
    async def begun(pool: asyncpg.Pool) -> bool:
        """Whether a provider has wrapped keys of this database before."""
        with translated():
            return bool(await pool.fetchval("SELECT EXISTS (SELECT FROM es.key_provider)"))

    @classmethod
    async def open(cls, pool: asyncpg.Pool, provider: KeyProvider) -> "DataKeys":
        """Raises `WrongKey`, before anything is written, when the provider is not the one this database began with."""
        fresh = await provider.wrap(_PROOF, _PROOF_NAME)
        with translated():
            await pool.execute("INSERT INTO es.key_provider (proof) VALUES ($1) ON CONFLICT DO NOTHING", fresh)
            proof: bytes = await pool.fetchval("SELECT proof FROM es.key_provider")
        try:
            known = await provider.unwrap(proof, _PROOF_NAME)
        except WrongKey as error:
            raise WrongKey(
                f"{provider!r} is not the one that wrapped the keys of this database; "
                f"bring back the original, or nothing sealed can be read"
            ) from error
        if known != _PROOF:
            raise WrongKey(f"{provider!r} opened the proof of this database and found something else in it")
        return cls(pool, provider)

    @property
    def fingerprint_key(self) -> bytes:
        return self._provider.fingerprint_key

    async def for_sealing(self, data_subjects: Iterable[str]) -> dict[str, bytes]:
        """The data key of each data subject, made when there is none. An erased data subject is refused."""
        wanted = sorted(set(data_subjects))
        if not wanted:
            return {}
        found = await self._read(wanted)
        missing = [name for name in wanted if name not in found]
        if missing:
            wrapped = [await self._provider.wrap(secrets.token_bytes(KEY_BYTES), name) for name in missing]
            with translated():
                await self._pool.execute(
                    "INSERT INTO es.data_key (data_subject, wrapped) SELECT * FROM unnest($1::text[], $2::bytea[]) "
                    "ON CONFLICT DO NOTHING",
                    missing,
                    wrapped,
                )
            found |= await self._read(missing)  # what won, when another made the same key at once
        keys = {}
        for name in wanted:
            if (key := found[name]) is None:
                raise Refused(
                    Reason.CONFLICT,
                    f"data subject {name}",
                    "has been erased, so no text about them can be recorded",
                    "Leave the text out",
                )
            keys[name] = await self._provider.unwrap(key, name)
        return keys

    async def for_opening(self, data_subjects: Iterable[str]) -> dict[str, bytes | None]:
        """The data key of each data subject that ever had one; None when it was erased."""
        found = await self._read(sorted(set(data_subjects)))
        return {name: key and await self._provider.unwrap(key, name) for name, key in found.items()}

    async def erase(self, data_subject: str) -> bool:
        """Destroys a data key for ever; what it sealed stays unreadable. False when there was none to destroy."""
        with translated():
            done = await self._pool.fetchval(
                "UPDATE es.data_key SET wrapped = NULL, erased_at = clock_timestamp() "
                "WHERE data_subject = $1 AND wrapped IS NOT NULL RETURNING true",
                data_subject,
            )
        return bool(done)

    async def _read(self, data_subjects: list[str]) -> dict[str, bytes | None]:
        if not data_subjects:
            return {}
        with translated():
            rows = await self._pool.fetch(
                "SELECT data_subject, wrapped FROM es.data_key WHERE data_subject = ANY ($1)", data_subjects
            )
        return {row["data_subject"]: row["wrapped"] for row in rows}
