"""Files that are no workbook, or no harmless one, are refused before anything in them is used."""

import io
import struct
import zipfile
from pathlib import Path
from random import Random

import pytest

from api.tables import read
from api.tables.package import MOST_PARTS
from api.tables.workbook import LARGEST
from domain.refusal import Refused
from tests.api.tables.given import MAIN, package, parts, said

ANEW = "Open it in a spreadsheet program and save it anew as .xlsx"
SHEET = "xl/worksheets/sheet1.xml"


def test_a_sound_workbook_is_read() -> None:
    sheet = read(package(parts()), "w.xlsx").sheets[0]
    assert (sheet.name, [[cell.text for cell in row] for row in sheet.rows]) == ("Data", [["Code"]])


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"%PDF-1.7", "w.xlsx", "workbook w.xlsx: is a PDF, whatever its name says"),
        (b"<html><table>", "w.xls", "workbook w.xls: is a web page, whatever its name says"),
        (b"a,b\n1,2\n", "w.xlsx", "workbook w.xlsx: is no workbook, whatever its name says"),
        (b"\x1f\x8b\x08", "w.csv", "table w.csv: is a compressed file, whatever its name says"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "w.xlsx",
            "workbook w.xlsx: is protected with a password. Save it without one",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "w.xls",
            "workbook w.xls: is a workbook or document of the form before 2007. Save it as .xlsx",
        ),
        (package(parts()), "w.csv", "table w.csv: is a workbook, not a CSV file. Save it as 'CSV UTF-8'"),
        (b"PK\x03\x04 and no more", "w.xlsx", f"workbook w.xlsx: is damaged, or is no workbook. {ANEW}"),
        (package(parts())[:-200], "w.xlsx", f"workbook w.xlsx: is damaged, or is no workbook. {ANEW}"),
        (b"PK\x05\x06" + b"\0" * 18, "w.xlsx", "workbook w.xlsx: is a zip file, but no workbook"),
        (package({"a.txt": b"a"}), "w.xlsx", "workbook w.xlsx: is a zip file, but no workbook"),
    ],
)
def test_a_file_is_what_it_holds_and_not_what_it_is_called(content: bytes, name: str, expected: str) -> None:
    assert said(content, name).startswith(expected)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("xl/vbaProject.bin", "holds macros. Save it as .xlsx, which has none"),
        ("xl/macrosheets/sheet1.xml", "holds macros"),
        ("xl/externalLinks/externalLink1.xml", "refers to other workbooks"),
        ("xl/connections.xml", "takes values from other sources"),
        ("xl/embeddings/a.docx", "holds other documents"),
        ("xl/activeX/activeX1.xml", "holds programs"),
        ("xl/workbook.bin", "is a binary workbook (.xlsb)"),
        ("word/document.xml", "is a text document, no workbook"),
        ("../../etc/cron.d/x", "holds a part named '../../etc/cron.d/x', which leads outside it"),
        ("/etc/passwd", "holds a part named '/etc/passwd', which leads outside it"),
        ("c:\\x", "holds a part named 'c:\\\\x', which leads outside it"),
        ("XL/WORKBOOK.XML", "holds the part 'XL/WORKBOOK.XML' twice"),
    ],
)
def test_a_part_that_no_table_has_refuses_the_file(part: str, expected: str) -> None:
    assert said(package(parts() | {part: b"x"})).startswith(f"workbook w.xlsx: {expected}")


def test_a_part_that_is_there_twice_refuses_the_file() -> None:
    stream = io.BytesIO(package(parts()))
    with zipfile.ZipFile(stream, "a") as file, pytest.warns(UserWarning, match="Duplicate name"):
        file.writestr(SHEET, b"<worksheet/>")
    assert "holds the part 'xl/worksheets/sheet1.xml' twice" in said(stream.getvalue())


@pytest.mark.parametrize("begins", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_another_file_inside_refuses_the_file_whatever_its_name(begins: bytes) -> None:
    assert "holds another file in 'xl/media/image1.png'" in said(package(parts() | {"xl/media/image1.png": begins}))


def test_a_workbook_of_the_type_with_macros_is_refused_without_any_macro() -> None:
    made = parts()
    types = "[Content_Types].xml"
    made[types] = made[types].replace(
        b"vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"vnd.ms-excel.sheet.macroEnabled"
    )
    assert "is a workbook with macros (.xlsm)" in said(package(made))


def test_a_link_in_the_file_system_refuses_the_file() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        link = zipfile.ZipInfo("xl/workbook.xml")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    assert "holds 'xl/workbook.xml' as a link" in said(stream.getvalue())


def test_an_encrypted_part_refuses_the_file() -> None:
    made = bytearray(package(parts()))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.find(header) + flags] |= 1
    assert said(bytes(made)) == ("workbook w.xlsx: holds '[Content_Types].xml' encrypted. Save it without a password")


def test_other_packing_than_that_of_workbooks_refuses_the_file() -> None:
    assert "packed in a way no workbook is" in said(package(parts(), zipfile.ZIP_LZMA))


# ---------------------------------------------------------------- bombs


def test_a_file_that_is_too_large_is_refused_before_it_is_in_memory(tmp_path: Path) -> None:
    large = tmp_path / "w.xlsx"
    with large.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(Refused, match=r"^workbook w\.xlsx: is larger than 20 MB\. Split it$"):
        read(large)
    assert "is larger than 20 MB" in said(b"PK\x03\x04" + b"\0" * LARGEST)


def test_a_part_that_unpacks_to_very_many_times_its_size_is_refused() -> None:
    assert "which unpacks to 1,0" in said(package(parts() | {SHEET: b" " * 20_000_000}))


def test_parts_that_unpack_to_more_than_is_read_are_refused_by_their_sum() -> None:
    noise = bytes(Random(1).choices(range(256), k=20_000))  # noqa: S311 - nothing is secret here
    mixed = noise + b" " * 980_000
    made = parts() | {f"xl/media/image{n}.png": mixed * 15 for n in range(10)}
    assert said(package(made)) == (
        "workbook w.xlsx: holds more than 150 MB when unpacked. Split it, or leave out pictures"
    )


def test_a_part_that_declares_less_than_it_holds_is_refused_as_damaged() -> None:
    made = bytearray(package(parts() | {SHEET: f'<worksheet xmlns="{MAIN}">{" " * 50_000}</worksheet>'.encode()}))
    for header, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        named = 30 if header.startswith(b"PK\x03") else 46
        at = made.find(header)
        while made[at + named : at + named + len(SHEET)] != SHEET.encode():
            at = made.find(header, at + 1)
        made[at + offset : at + offset + 4] = struct.pack("<I", 200)
    assert f"is damaged, or is no workbook: holds {SHEET} in a way that cannot be unpacked" in said(bytes(made))


def test_a_file_of_very_many_parts_is_refused_before_they_are_listed() -> None:
    many = {f"xl/{n}.xml": b"" for n in range(MOST_PARTS)}
    assert "holds more than 1,000 parts" in said(package(parts() | many))


def test_packed_bytes_that_are_none_are_refused_as_damaged() -> None:
    made = bytearray(package(parts()))
    at = made.find(SHEET.encode()) + len(SHEET)
    made[at : at + 20] = b"\xff" * 20
    assert "is damaged" in said(bytes(made))


def test_offsets_that_lead_outside_the_file_are_refused_as_damage() -> None:
    made = bytearray(package(parts()))
    at = made.rfind(b"PK\x05\x06") + 16
    made[at : at + 4] = struct.pack("<I", struct.unpack("<I", made[at : at + 4])[0] + 1_000)
    assert "is damaged, or is no workbook" in said(bytes(made))


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels"])
@pytest.mark.parametrize(
    "declared",
    [
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">',
    ],
)
def test_a_document_type_is_refused_wherever_it_stands(part: str, declared: str) -> None:
    made = parts()
    made[part] = made[part].replace(b"?>", b"?>" + declared.encode(), 1)
    assert said(package(made)) == (
        f"workbook w.xlsx: declares a document type in {part}, as no workbook does. "
        "Open it in a spreadsheet program and save it anew"
    )


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (b"<worksheet>", "is no XML"),
        (b"", "is no XML"),
        (b"\xff\xfe<\0", "is no XML"),
        (b'<?xml version="1.0" encoding="utf-7"?><worksheet/>', "is no XML"),
        (b'<?xml version="1.0" encoding="gb18030"?><worksheet/>', "is no XML"),
        (b"<worksheet><sheetData><col/></sheetData></worksheet>", "it holds <col> among its rows"),
        (b"<worksheet><sheetData><row><v/></row></sheetData></worksheet>", "it holds <v> in row 1"),
        (b'<worksheet><sheetData><row r="3"/><row r="2"/></sheetData></worksheet>', "it holds row 2 after row 3"),
        (
            b'<worksheet><sheetData><row r="1"><c r="B1"/><c r="A1"/></row></sheetData></worksheet>',
            "it holds cell A1 in row 1, out of order",
        ),
        (
            b'<worksheet><sheetData><row r="1"><c r="A2"/></row></sheetData></worksheet>',
            "it holds cell A2 in row 1, out of order",
        ),
        (b'<worksheet><sheetData><row r="1"><c r="1A"/></row></sheetData></worksheet>', "it holds a cell at '1A'"),
        (b"<worksheet><sheetData><row><c><c/></c></row></sheetData></worksheet>", "a cell within cell"),
    ],
)
def test_xml_that_is_no_sheet_is_refused_as_damaged(xml: bytes, expected: str) -> None:
    refusal = said(package(parts() | {SHEET: xml}))
    assert "is damaged" in refusal
    assert expected in refusal


def test_xml_is_never_read_again_and_again_for_one_endless_tag() -> None:
    noise = "".join(f"{n:x}" for n in range(400_000))
    assert "holds more XML in xl/worksheets/sheet1.xml than a table needs" in said(
        package(parts() | {SHEET: f"<worksheet><!-- {noise} --></worksheet>".encode()})
    )


def test_depth_exhausts_nothing() -> None:
    deep = b"<worksheet>" + b"<a>" * 300_000 + b"</a>" * 300_000 + b"</worksheet>"
    assert read(package(parts() | {SHEET: deep}, zipfile.ZIP_STORED), "w.xlsx").sheets[0].rows == ()
