"""Workbooks as a stranger may send them: packages put together part by part, and what reading them says."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from api.tables import read
from domain.refusal import Refused

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
TYPE = 'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"'


def parts(
    rows: str = '<row r="1"><c r="A1" t="inlineStr"><is><t>Code</t></is></c></row>',
    *,
    before: str = "",
    after: str = "",
    state: str = "",
    properties: str = "",
    texts: str = "",
    formats: tuple[str, ...] = (),
) -> dict[str, bytes]:
    """The parts of a workbook of one sheet, "Data"; format n+1 of its cells is the n-th given."""
    codes = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n, code in enumerate(formats))
    used = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(formats)))
    return {
        name: f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}'.encode()
        for name, content in {
            "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Override PartName="/xl/workbook.xml" {TYPE}/></Types>',
            "_rels/.rels": _relations(("r1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": (
                f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr {properties}/>'
                f'<sheets><sheet name="Data" sheetId="1" {state} r:id="r1"/></sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": _relations(
                ("r1", "worksheet", "worksheets/sheet1.xml"),
                ("r2", "sharedStrings", "sharedStrings.xml"),
                ("r3", "styles", "/xl/styles.xml"),
            ),
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
            "xl/styles.xml": (
                f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts>'
                '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
                f'<cellXfs><xf numFmtId="0"/>{used}</cellXfs></styleSheet>'
            ),
            "xl/worksheets/sheet1.xml": (
                f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
            ),
        }.items()
    }


def _relations(*related: tuple[str, str, str]) -> str:
    listed = "".join(f'<Relationship Id="{one}" Type="{OFFICE}/{kind}" Target="{to}"/>' for one, kind, to in related)
    return f'<Relationships xmlns="{RELATIONS}">{listed}</Relationships>'


def package(content: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as file:
        for name, part in content.items():
            file.writestr(name, part)
    return stream.getvalue()


def cells(*given: str, **options: object) -> list[tuple[str | None, str | None]]:
    """What is read of cells given as XML without their places, in one row: text, or problem."""
    placed = "".join(
        cell.replace("<c", f'<c r="{letter}1"', 1) for letter, cell in zip("ABCDEFGHIJKLMNOP", given, strict=False)
    )
    made = parts(f'<row r="1">{placed}</row>', **options)  # type: ignore[arg-type]
    (row,) = read(package(made), "w.xlsx").sheets[0].rows
    return [(cell.text, cell.flaw.problem if cell.flaw else None) for cell in row]


def number(stored: str, style: int = 0) -> str:
    return f'<c s="{style}"><v>{stored}</v></c>'


def said(content: bytes, name: str = "w.xlsx") -> str:
    """The refusal of a file."""
    with pytest.raises(Refused) as refused:
        read(content, name)
    return str(refused.value)
