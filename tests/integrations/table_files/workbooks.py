"""Workbooks made by hand for the tests: every part of the container is ours, so it can be wrong on purpose."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl
import xlwt

TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
</Types>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>"""
WORKBOOK = """<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"""
SHEET = """<?xml version="1.0" encoding="UTF-8"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{before}<sheetData>{rows}</sheetData>{after}
</worksheet>"""
HEADER_ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>客户名称</t></is></c><c r="B1" t="inlineStr"><is><t>金额</t></is></c></row>'


def parts_of(*, rows: str, before: str = "", after: str = "") -> dict[str, str | bytes]:
    """Return the parts of a minimal XLSX around some rows of raw XML."""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"),
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": SHEET.format(before=before, rows=rows, after=after),
    }


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a deflated container of the parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def raw_workbook(
    *, rows: str, before: str = "", after: str = "", extra: Mapping[str, str | bytes] | None = None
) -> bytes:
    """Return an XLSX whose sheet holds raw rows, with further parts."""
    return packed(parts_of(rows=rows, before=before, after=after) | dict(extra or {}))


def sparse_workbook() -> bytes:
    """Return the small file that makes a reader ask for 512 GiB: one cell in A1, one in XFD1048576."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return raw_workbook(rows=rows, before='<dimension ref="A1:B2"/>')


def xlsx(
    rows: Sequence[Sequence[object]],
    *,
    sheet: str = "Sheet1",
    more: Mapping[str, Sequence[Sequence[object]]] | None = None,
):
    """Return an XLSX as a spreadsheet program would write it."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = sheet
    for row in rows:
        first.append(list(row))
    for name, its_rows in (more or {}).items():
        other = book.create_sheet(name)
        for row in its_rows:
            other.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def xls(
    rows: Sequence[Sequence[object]], *, sheet: str = "Sheet1", formats: Mapping[tuple[int, int], str] | None = None
) -> bytes:
    """Return an old binary XLS."""
    book = xlwt.Workbook()
    target_sheet = book.add_sheet(sheet)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            pattern = (formats or {}).get((r, c))
            style = xlwt.easyxf(num_format_str=pattern) if pattern else xlwt.Style.default_style
            if value is not None:
                target_sheet.write(r, c, value, style)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_declared_size(content: bytes, name: str, size: int) -> bytes:
    """Return the container with another unpacked size written into an entry's directory record."""
    changed = bytearray(content)
    position = content.rfind(name.encode(), content.find(b"PK\x01\x02")) - 46
    assert content[position : position + 4] == b"PK\x01\x02"
    struct.pack_into("<I", changed, position + 24, size)
    return bytes(changed)


def with_flag(content: bytes, name: str, flag: int) -> bytes:
    """Return the container with a flag bit set in an entry's directory record."""
    changed = bytearray(content)
    position = content.rfind(name.encode(), content.find(b"PK\x01\x02")) - 46
    assert content[position : position + 4] == b"PK\x01\x02"
    changed[position + 8] |= flag
    return bytes(changed)
