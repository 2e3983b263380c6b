"""Events between memory and storage: canonical bytes, private text sealed, old schema versions brought up to date."""

import base64
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, ConfigDict, Field

from domain.event import Event, Private, Sealed, event_types, upcast
from store.canonical import canonical, check, step
from store.keys import DataKeys
from store.log import EncodedEvent, StoredEvent

_NONCE_BYTES = 12
_SEAL_FORMAT = "kaohe sealed 1"
_SEALED_FIELDS = frozenset(Sealed.model_fields)


class UnreadableEvent(Exception):  # noqa: N818 - says what it is
    """A stored event that this program has no class for, or whose bytes do not fit it."""


class SealBroken(Exception):  # noqa: N818 - says what it is
    """A sealed text that its key does not open: it was altered, or moved from where it was sealed."""


class Meta(BaseModel):
    """What is known about an event besides what it says. Later fields are ignored by earlier programs."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    actor: str
    command: UUID
    type: str
    """The command's type."""
    fingerprint: str
    """HMAC-SHA256 of actor, stream and plain command, in hexadecimal: tells a retry from a reused id."""
    read: dict[str, int]
    """The version of each stream the decision was made on."""
    rulebook: str | None = None
    """The content hash of the rulebook the decision was made under."""
    scheme: str | None = None
    """The same of the scheme, if there was one."""
    role: str | None = None
    """The role acted in. This and what follows are absent where nothing was said, as in all older events."""
    acting_for: str | None = Field(default=None, alias="for")
    """Whose turn it was, where somebody stood in."""
    mandate: str | None = None
    """What the right to act rests on."""
    document: str | None = None
    """The number of the document the decision was made by."""
    salt: str = ""
    """128 random bits of each event's own: without them a published hash of a score could be guessed."""


def encode_meta(meta: Meta) -> str:
    """The stored form, with a fresh salt."""
    plain = meta.model_dump(mode="json", by_alias=True, exclude_none=True) | {"salt": secrets.token_hex(16)}
    check("meta", plain)
    return canonical(plain)


def decode_meta(stored: StoredEvent) -> Meta:
    return Meta.model_validate_json(stored.meta)


# ---------------------------------------------------------------- reading

_validators: dict[tuple[str, int], Callable[[str], Event]] = {}


def decode(stored: StoredEvent) -> Event:
    """The event as its class of today. Private text stays sealed."""
    try:
        validate = _validators[stored.type, stored.schema_version]
    except KeyError:
        validate = _validator(stored)
    try:
        return validate(stored.body)
    except ValueError as error:
        raise UnreadableEvent(f"{_place(stored)} does not fit its class: {error}") from error


def _validator(stored: StoredEvent) -> Callable[[str], Event]:
    """How to read a type at a schema version; straight from the stored text when that is today's."""
    name, version = stored.type, stored.schema_version
    cls = event_types().get(name)
    if cls is None:
        raise UnreadableEvent(f"{_place(stored)} has a type this program does not know: run the release that wrote it")
    if version > cls.schema_version:
        raise UnreadableEvent(
            f"{_place(stored)} has a schema version newer than {cls.schema_version}: run the release that wrote it"
        )
    validate: Callable[[str], Event] = cls.__pydantic_validator__.validate_json
    if version == cls.schema_version:
        _validators[name, version] = validate
    else:
        _validators[name, version] = lambda body: validate(json.dumps(upcast(name, version, json.loads(body))))
    return _validators[name, version]


def _place(stored: StoredEvent) -> str:
    return f"{stored.stream} version {stored.version} ({stored.type} v{stored.schema_version})"


# ---------------------------------------------------------------- writing


def encode_body(event: Event) -> str:
    """The canonical body of an event without private text in the clear."""
    for pointer, _ in _privates(event):
        raise ValueError(f"{type(event).__name__} {pointer} is private and has to be sealed first")
    return _canonical_body(event, _plain(event))


def _plain(event: Event) -> dict[str, Any]:
    return event.model_dump(mode="json", by_alias=True)


def _canonical_body(event: Event, plain: dict[str, Any]) -> str:
    body = canonical(plain)
    again = type(event).__pydantic_validator__.validate_json(body)  # what cannot be read again is not written
    for pointer, _ in _privates(again):
        raise ValueError(f"{type(event).__name__} {pointer} is private and was not found by the sealing")
    return body


class Codec:
    """Encodes events with their private text sealed, and opens what is sealed, by the data keys of one database."""

    def __init__(self, keys: DataKeys) -> None:
        self._keys = keys

    async def encode(
        self, stream: str, events: Sequence[Event], event_ids: Sequence[UUID], meta: Meta
    ) -> list[EncodedEvent]:
        """The stored form of events about to be appended; each gets a salt of its own."""
        private = [dict(_privates(event)) for event in events]
        keys = await self._keys.for_sealing(text.data_subject for fields in private for text in fields.values())
        encoded = []
        for event, event_id, fields in zip(events, event_ids, private, strict=True):
            plain = _plain(event)
            check(type(event).__name__, plain)
            for pointer, text in fields.items():
                sealed = _seal(keys[text.data_subject], stream, event_id, pointer, text)
                _put(plain, pointer, sealed.model_dump())
            body = _canonical_body(event, plain)
            encoded.append(EncodedEvent(event_id, type(event).__name__, event.schema_version, body, encode_meta(meta)))
        return encoded

    async def open_sealed(self, stored: StoredEvent, pointer: str) -> str | None:
        """The text sealed at a JSON pointer of the stored body, such as `/comment`; None when its key was erased."""
        return (await self.open_all(stored))[pointer]

    async def open_all(self, stored: StoredEvent) -> dict[str, str | None]:
        """Every sealed text of an event by its JSON pointer in the stored body; None where the key was erased."""
        sealed = dict(_sealed(json.loads(stored.body)))
        keys = await self._keys.for_opening(text.data_subject for text in sealed.values())
        return {pointer: _open(keys, stored, pointer, text) for pointer, text in sealed.items()}

    async def open_body(self, stored: StoredEvent) -> dict[str, Any]:
        """The stored body with each sealed text as `{"data_subject": ..., "text": ... or null}`."""
        body: dict[str, Any] = json.loads(stored.body)
        sealed = dict(_sealed(body))
        for pointer, text in (await self.open_all(stored)).items():
            _put(body, pointer, {"data_subject": sealed[pointer].data_subject, "text": text})
        return body


# ---------------------------------------------------------------- sealing


def _associated(stream: str, event_id: UUID, pointer: str) -> bytes:
    return canonical([_SEAL_FORMAT, stream, str(event_id), pointer]).encode()


def _seal(key: bytes, stream: str, event_id: UUID, pointer: str, private: Private) -> Sealed:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    ciphertext = AESGCM(key).encrypt(nonce, private.text.encode(), _associated(stream, event_id, pointer))
    return Sealed(data_subject=private.data_subject, nonce=_base64(nonce), ciphertext=_base64(ciphertext))


def _open(keys: Mapping[str, bytes | None], stored: StoredEvent, pointer: str, sealed: Sealed) -> str | None:
    where = f"{_place(stored)} {pointer}"
    try:
        key = keys[sealed.data_subject]
    except KeyError:
        raise SealBroken(f"{where}: there is no data key, nor a sign that one was erased") from None
    if key is None:
        return None
    try:
        nonce, ciphertext = base64.b64decode(sealed.nonce), base64.b64decode(sealed.ciphertext)
        return AESGCM(key).decrypt(nonce, ciphertext, _associated(stored.stream, stored.event_id, pointer)).decode()
    except (InvalidTag, ValueError) as error:
        raise SealBroken(f"{where}: the text was altered or moved after it was sealed") from error


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _privates(value: object, pointer: str = "") -> Iterator[tuple[str, Private]]:
    """Every private text in a value, with its place in the value's JSON."""
    for name, inner in _parts(value):
        here = f"{pointer}/{step(name)}"
        if isinstance(inner, Private):
            yield here, inner
        else:
            yield from _privates(inner, here)


def _parts(value: object) -> Iterable[tuple[str, object]]:
    match value:
        case BaseModel():
            fields = type(value).model_fields
            return ((fields[name].serialization_alias or name, inner) for name, inner in value if name in fields)
        case Mapping():
            return ((str(name), inner) for name, inner in value.items())
        case str() | bytes():
            return ()
        case Sequence():
            return ((str(index), inner) for index, inner in enumerate(value))
        case _:
            return ()


def _sealed(value: object, pointer: str = "") -> Iterator[tuple[str, Sealed]]:
    """Every sealed text in JSON, known by its fields: the places were bound when the bytes were written."""
    match value:
        case dict() if value.keys() == _SEALED_FIELDS:
            yield pointer, Sealed.model_validate(value)
        case dict():
            for name, inner in value.items():
                yield from _sealed(inner, f"{pointer}/{step(name)}")
        case list():
            for index, inner in enumerate(value):
                yield from _sealed(inner, f"{pointer}/{index}")


def _put(body: dict[str, Any], pointer: str, new: dict[str, Any]) -> None:
    """Replaces what stands at a JSON pointer."""
    *way, last = (name.replace("~1", "/").replace("~0", "~") for name in pointer.split("/")[1:])
    inner: Any = body
    for name in way:
        inner = inner[int(name) if isinstance(inner, list) else name]
    inner[int(last) if isinstance(inner, list) else last] = new
