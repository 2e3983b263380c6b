import base64
import json
from uuid import UUID, uuid4

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from domain.event import Event, event_types
from domain.refusal import Reason, Refused
from store.canonical import canonical, check
from store.codec import Codec, Meta, SealBroken, UnreadableEvent, decode, decode_meta, encode_body
from store.keys import DataKeys
from store.log import EncodedEvent, StoredEvent
from tests.store.events import NOON
from tests.store.toy import Line, Private, Sealed, ToyCounted, ToyNoted

pytestmark = pytest.mark.anyio

META = Meta(actor="p-9", command=UUID(int=7), type="Note", fingerprint="ab", read={"toy:1": 3})
PRIVATE_TEXT = "张三说：不同意"


def stored(event: EncodedEvent, stream: str = "toy:1") -> StoredEvent:
    return StoredEvent(
        0, stream, 1, event.event_id, event.type, event.schema_version, NOON, NOON, event.body, event.meta
    )


async def encode(keys: DataKeys, event: Event, event_id: UUID | None = None) -> StoredEvent:
    [one] = await Codec(keys).encode("toy:1", [event], [event_id or uuid4()], META)
    return stored(one)


def with_private() -> ToyNoted:
    return ToyNoted(
        title="t",
        comment=Private(data_subject="p-1", text=PRIVATE_TEXT),
        lines=(
            Line(),
            Line(
                remark=Private(data_subject="p-2", text="remark"),
                tags={"a/b~c": Private(data_subject="p-1", text="tag")},
            ),
        ),
    )


async def test_an_event_comes_back_as_it_was(keys: DataKeys) -> None:
    event = ToyCounted(by=3, seed="绩效", other='"\\\n')

    assert decode(await encode(keys, event)) == event


async def test_the_body_is_canonical_json(keys: DataKeys) -> None:
    body = (await encode(keys, ToyCounted(by=3, seed="绩"))).body

    assert body == '{"by":3,"other":null,"seed":"绩"}'
    assert rfc8785.dumps(json.loads(body)).decode() == body


async def test_private_text_is_sealed_wherever_it_stands(keys: DataKeys) -> None:
    event = await encode(keys, with_private())

    assert PRIVATE_TEXT not in event.body
    assert "remark" not in event.body.replace('"remark"', "")
    read = decode(event)
    assert isinstance(read, ToyNoted)
    assert isinstance(read.comment, Sealed)
    assert read.comment.data_subject == "p-1"
    assert isinstance(read.lines[1].remark, Sealed)
    assert isinstance(read.lines[1].tags["a/b~c"], Sealed)
    assert await Codec(keys).open_all(event) == {
        "/comment": PRIVATE_TEXT,
        "/lines/1/remark": "remark",
        "/lines/1/tags/a~1b~0c": "tag",
    }


async def test_what_is_sealed_opens_with_the_right_key(keys: DataKeys) -> None:
    codec, event = Codec(keys), await encode(keys, with_private())

    assert await codec.open_sealed(event, "/comment") == PRIVATE_TEXT
    body = await codec.open_body(event)
    assert body["comment"] == {"data_subject": "p-1", "text": PRIVATE_TEXT}
    assert body["lines"][1]["tags"] == {"a/b~c": {"data_subject": "p-1", "text": "tag"}}


async def test_the_same_text_is_sealed_differently_each_time(keys: DataKeys) -> None:
    one, two = await encode(keys, with_private()), await encode(keys, with_private())

    assert one.body != two.body
    assert one.meta != two.meta


async def test_erasure_leaves_the_event_and_takes_the_text(keys: DataKeys) -> None:
    codec, event = Codec(keys), await encode(keys, with_private())
    before = decode(event)

    await keys.erase("p-1")

    assert decode(event) == before
    assert await codec.open_all(event) == {
        "/comment": None,
        "/lines/1/remark": "remark",
        "/lines/1/tags/a~1b~0c": None,
    }
    assert (await codec.open_body(event))["comment"] == {"data_subject": "p-1", "text": None}


async def test_a_sealed_text_that_was_moved_or_altered_does_not_open(keys: DataKeys) -> None:
    codec, event = Codec(keys), await encode(keys, with_private())
    body = json.loads(event.body)
    swapped = json.dumps(body | {"comment": body["lines"][1]["tags"]["a/b~c"]})
    ciphertext = bytearray(base64.b64decode(body["comment"]["ciphertext"]))
    ciphertext[0] ^= 1
    altered = json.dumps(body | {"comment": body["comment"] | {"ciphertext": base64.b64encode(ciphertext).decode()}})

    for moved in (
        event._replace(stream="toy:2"),
        event._replace(event_id=uuid4()),
        event._replace(body=swapped),
        event._replace(body=altered),
    ):
        with pytest.raises(SealBroken, match="/comment: the text was altered or moved"):
            await codec.open_sealed(moved, "/comment")


async def test_a_sealed_text_without_any_key_is_told_from_an_erased_one(keys: DataKeys) -> None:
    event = await encode(keys, with_private())
    foreign = event._replace(body=event.body.replace('"p-1"', '"p-77"'))

    with pytest.raises(SealBroken, match="no data key"):
        await Codec(keys).open_sealed(foreign, "/comment")


async def test_nothing_is_encoded_when_one_of_several_events_is_refused(keys: DataKeys) -> None:
    await keys.for_sealing(["p-1"])
    await keys.erase("p-1")

    with pytest.raises(Refused) as refused:
        await Codec(keys).encode("toy:1", [ToyCounted(by=1), with_private()], [uuid4(), uuid4()], META)
    assert refused.value.thing == "data subject p-1"


def test_private_text_is_never_encoded_in_the_clear() -> None:
    with pytest.raises(ValueError, match="is private and has to be sealed first"):
        encode_body(with_private())


@pytest.mark.parametrize(
    ("event", "place"),
    [
        (ToyCounted(by=1, seed="a\x00b"), "/seed"),
        (ToyNoted(title="t", comment=Private(data_subject="p-1", text="\x00")), "/comment/text"),
        (
            ToyNoted(title="t", lines=(Line(tags={"\x00": Private(data_subject="p", text="")}),)),
            "/lines/0/tags/\\u0000",
        ),
        (ToyCounted(by=1, seed="\ud83d"), "/seed"),
        (ToyCounted(by=2**53), "/by"),
    ],
)
async def test_what_cannot_be_kept_for_ever_is_refused_and_named(keys: DataKeys, event: Event, place: str) -> None:
    with pytest.raises(Refused) as refused:
        await encode(keys, event)
    assert (refused.value.reason, refused.value.place) == (Reason.INVALID, place)


def test_a_float_is_refused_in_an_event_and_let_through_where_it_is_asked_for() -> None:
    with pytest.raises(Refused, match=r"holds the float 0\.5"):
        check("E", {"a": [0.5]})
    check("C", {"a": [0.5]}, floats=True)


async def test_an_old_event_is_brought_up_to_date_and_keeps_its_bytes() -> None:
    one = StoredEvent(0, "toy:1", 1, uuid4(), "ToyNoted", 1, NOON, NOON, '{"name":"old"}', "{}")
    two = one._replace(schema_version=2, body='{"lines":["x","y"],"title":"less old"}')

    assert decode(one) == ToyNoted(title="old")
    assert decode(two) == ToyNoted(title="less old", lines=(Line(), Line()))


@pytest.mark.parametrize(
    ("name", "version", "body", "message"),
    [
        ("Unheard", 1, "{}", r"toy:1 version 1 \(Unheard v1\) has a type this program does not know"),
        ("ToyNoted", 4, "{}", "newer than 3"),
        ("ToyCounted", 1, '{"by":"many"}', "does not fit its class"),
        ("ToyCounted", 1, '{"by":1,"more":1}', "does not fit its class"),
        ("ToyCounted", 1, "{", "does not fit its class"),
    ],
)
async def test_an_event_this_program_cannot_read_is_named(name: str, version: int, body: str, message: str) -> None:
    with pytest.raises(UnreadableEvent, match=message):
        decode(StoredEvent(0, "toy:1", 1, uuid4(), name, version, NOON, NOON, body, "{}"))


async def test_meta_comes_back_with_a_salt_of_its_own(keys: DataKeys) -> None:
    event = await encode(keys, ToyCounted(by=1))

    meta = decode_meta(event)

    assert meta.model_copy(update={"salt": ""}) == META
    assert len(bytes.fromhex(meta.salt)) == 16
    assert canonical(json.loads(event.meta)) == event.meta
    assert "rulebook" not in json.loads(event.meta)


async def test_meta_with_fields_of_a_later_release_can_be_read(keys: DataKeys) -> None:
    event = await encode(keys, ToyCounted(by=1))
    later = event._replace(meta=canonical(json.loads(event.meta) | {"later": 1}))

    assert decode_meta(later) == decode_meta(event)


_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=0xD7FF)), inner),
)


@given(_json)
def test_for_what_events_hold_python_sorts_and_escapes_as_the_standard_does(value: object) -> None:
    """The domain hashes rulebooks with the standard library; it must see the bytes that the store writes."""
    plain = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert plain == canonical(value)


def test_the_toys_are_registered() -> None:
    assert {"ToyCounted", "ToyNoted"} <= set(event_types())
