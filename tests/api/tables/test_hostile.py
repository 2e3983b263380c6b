"""Whatever is wrong with a file, it is read or refused in one sentence: never a traceback."""

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from api.tables import read
from domain.refusal import Refused
from tests.api.tables.given import package, parts

ROWS = (
    '<row r="1" hidden="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>0.5</v></c>'
    '<c r="C1" t="inlineStr"><is><r><t>a</t></r></is></c><c r="D1"><f t="array" ref="D1:D2">A1</f><v>1</v></c></row>'
)
PARTS = parts(
    ROWS,
    before='<cols><col min="1" max="3" hidden="1"/></cols>',
    after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
    texts="<si><t>Code</t></si>",
    formats=("0%",),
)
SOUND = package(PARTS)

spots = st.lists(st.tuples(st.integers(0, 10**6), st.binary(min_size=1, max_size=3)), min_size=1, max_size=4)


def changed(content: bytes, changes: list[tuple[int, bytes]]) -> bytes:
    made = bytearray(content)
    for place, new in changes:
        at = place % len(made)
        made[at : at + len(new)] = new
    return bytes(made)


def read_or_refused(content: bytes, name: str) -> None:
    with contextlib.suppress(Refused):
        read(content, name)


@given(spots)
def test_a_package_with_any_bytes_changed(changes: list[tuple[int, bytes]]) -> None:
    read_or_refused(changed(SOUND, changes), "w.xlsx")


@given(st.sampled_from(sorted(PARTS)), spots)
def test_a_part_with_any_bytes_changed(part: str, changes: list[tuple[int, bytes]]) -> None:
    read_or_refused(package(PARTS | {part: changed(PARTS[part], changes)}), "w.xlsx")


@given(
    st.sampled_from(["r", "t", "s", "ref", "min", "max", "hidden", "numFmtId", "Target", "Id", "name", "formatCode"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='<&"\ufffe\uffff'), max_size=12),
)
def test_any_attribute_with_any_value(attribute: str, value: str) -> None:
    made = {
        name: b" ".join(
            f'{attribute}="{value}"'.encode() + piece[piece.index(b'"', len(attribute) + 2) + 1 :]
            if piece.startswith(f'{attribute}="'.encode()) and piece.count(b'"') > 1
            else piece
            for piece in content.split(b" ")
        )
        for name, content in PARTS.items()
    }
    read_or_refused(package(made), "w.xlsx")


@given(st.binary(max_size=200), st.sampled_from(["t.csv", "t.xlsx", "t"]), st.sampled_from([None, "utf-8", "gb18030"]))
def test_any_bytes(content: bytes, name: str, encoding: str | None) -> None:
    with contextlib.suppress(Refused):
        read(content, name, encoding=encoding)
