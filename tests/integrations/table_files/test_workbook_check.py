"""The reach of cells is counted from the cells; declarations, formulas, merges and long numbers are seen in passing."""

import pytest

from huikuan.integrations.table_files import workbook_check
from huikuan.integrations.table_files.faults import FileFault
from huikuan.integrations.table_files.workbook_check import (
    check_ole,
    column_letters,
    column_number,
    has_external_links,
    scan_workbook,
)
from tests.integrations.table_files.workbooks import HEADER_ROW, raw_workbook, sparse_workbook, xls


def _scan(rows, **more):
    found = scan_workbook(content=raw_workbook(rows=rows, **more))
    assert not isinstance(found, FileFault), found
    return found[0] if found else None


def _code(content):
    found = scan_workbook(content=content)
    assert isinstance(found, FileFault)
    return found.code


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (16384, "XFD")])
def test_column_letters_both_ways(number, letters):
    assert column_letters(number=number) == letters
    assert column_number(letters=letters.encode()) == number


@pytest.mark.parametrize(
    ("rows", "reach"),
    [
        ('<row r="3"><c r="B3"><v>1</v></c></row>', (3, 2)),
        ("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", (2, 2)),
        ('<row r="5"><c><v>1</v></c></row><row><c><v>1</v></c></row>', (6, 1)),
        ("<row r='2'><c r='C2' t='s'><v>0</v></c></row>", (2, 3)),
        ('<row r="1"><c s="1" r="D1"><v>1</v></c></row>', (1, 4)),
        ('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="3"/></row>', (1, 1)),
        ('<x:row r="2" xmlns:x="u"><x:c r="B2"><x:v>1</x:v></x:c></x:row>', (2, 2)),
    ],
)
def test_the_reach_of_filled_cells(rows, reach):
    scan = _scan(rows)
    assert (scan.last_row, scan.last_column) == reach


def test_a_sheet_without_filled_cells_is_no_sheet():
    assert _scan('<row r="1"><c r="XFD1048576" s="1"/></row>') is None


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="9999999"><c r="A9999999"><v>1</v></c></row>',
        "<row r='1048576'><c r='C1048576' t='inlineStr'><is><t>x</t></is></c></row>",
        '<row r="1"><c r="ZZ1"><f>1</f></c></row><row r="3000"><c><v>1</v></c></row>',
        '<row r="1"><c\nr="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c\tr="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c  r="XFD1048576"><v>1</v></c></row>',
        "<row r='1'><c r='A1'/><c r='XFD1048576'><v>1</v></c></row>",
        '<row r="1"><c r="A1"><v>1</v></c><x:c r="XFD1048576"><v>1</v></x:c></row>',
    ],
)
def test_far_cells_are_refused_whatever_the_dimension_says(rows):
    assert _code(raw_workbook(rows=rows, before='<dimension ref="A1:B2"/>')) == "TOO_MANY_CELLS"


def test_far_cells_are_found_in_any_part_and_across_chunks(monkeypatch):
    monkeypatch.setattr("huikuan.integrations.table_files.zip_check.CHUNK", 7)
    assert _code(sparse_workbook()) == "TOO_MANY_CELLS"
    hidden = raw_workbook(
        rows=HEADER_ROW, extra={"xl/notes.dat": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'}
    )
    assert _code(hidden) == "TOO_MANY_CELLS"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 64, 1000])
def test_no_cut_of_the_stream_hides_a_cell(monkeypatch, size):
    """A row longer than a piece, and chunks that end anywhere inside a tag."""
    monkeypatch.setattr("huikuan.integrations.table_files.zip_check.CHUNK", size)
    monkeypatch.setattr(workbook_check, "LONGEST_PIECE", 200)
    cells = "".join(f'<c r="{column_letters(number=n)}7"><v>{n}</v></c>' for n in range(1, 61))
    scan = _scan(
        f'<row r="7">{cells}</row><row r="9"><c r="B9"><f>1</f></c><c r="C9"><v>12345678901234567</v></c></row>'
    )
    assert (scan.last_row, scan.last_column) == (9, 60)
    assert (scan.valueless_formulas, scan.first_valueless) == (1, "B9")
    assert (scan.long_numbers, scan.first_long_number) == (1, "C9")


def test_parts_that_are_no_xml_are_no_cells_and_no_fault():
    picture = b"\x89PNG<" + bytes(3_000_000) + b"<c " + bytes(10)
    noise = bytes(range(256)) * 50
    content = raw_workbook(
        rows=HEADER_ROW, extra={"xl/media/a.bin": noise, "xl/media/b.bin": picture[:1_000_000] + noise}
    )
    found = scan_workbook(content=content)
    assert not isinstance(found, FileFault)
    assert len(found) == 1


@pytest.mark.parametrize(
    ("blanks", "code"), [(5_000, "TOO_MANY_CELLS"), (3_000_000, "TOO_MANY_CELLS"), (9_000_000, "CORRUPT")]
)
def test_a_tag_of_any_length_cannot_hide_a_cell(blanks, code):
    padded = '<row r="1"><c ' + " " * blanks + 'r="XFD1048576"><v>1</v></c></row>'
    assert _code(raw_workbook(rows=padded)) == code


def test_the_bound_is_what_refuses(monkeypatch):
    """Negative control: with a wider bound the sparse workbook passes the scan."""
    monkeypatch.setattr(workbook_check, "MAX_CELLS", 10**12)
    assert not isinstance(scan_workbook(content=sparse_workbook()), FileFault)


@pytest.mark.parametrize(
    "part",
    ['<!DOCTYPE a [<!ENTITY b "c">]><a/>', '<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
)
def test_declarations_are_refused(part):
    assert _code(raw_workbook(rows=HEADER_ROW, extra={"xl/styles.xml": part})) == "XML_DECLARATIONS"


def test_parts_in_utf16_are_refused_where_a_reader_looks():
    wide = "<a/>".encode("utf-16")
    assert _code(raw_workbook(rows=HEADER_ROW, extra={"xl/styles.xml": wide})) == "UNSUPPORTED_FORMAT"
    assert not isinstance(
        scan_workbook(content=raw_workbook(rows=HEADER_ROW, extra={"customXml/item1.xml": wide})), FileFault
    )


@pytest.mark.parametrize(
    ("rows", "count", "first"),
    [
        ('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>', 0, ""),
        ('<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><v>1</v></c></row>', 1, "A1"),
        ('<row r="1"><c r="A1"><f>1+1</f><v/></c><c r="B1"><f>2</f></c></row>', 2, "A1"),
        ('<row r="2"><c r="C2"><f t="shared" si="0"/><v>3</v></c></row>', 0, ""),
    ],
)
def test_formulas_without_a_value_are_counted(rows, count, first):
    scan = _scan(rows)
    assert (scan.valueless_formulas, scan.first_valueless) == (count, first)


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("<c r='A1'><v>123456789012345678</v></c>", 1),
        ('<c r="A1"><v>1.23456789012346E+17</v></c>', 1),
        ('<c r="A1" t="n"><v>6228480402564890</v></c>', 1),
        ('<c r="A1"><v>123456789012345</v></c>', 0),
        ('<c r="A1"><v>2309.7899999999995</v></c>', 0),
        ('<c r="A1" t="str"><v>123456789012345678</v></c>', 0),
        ('<c r="A1"><v>1E-10</v></c>', 0),
    ],
)
def test_numbers_a_spreadsheet_cannot_hold_are_counted(cell, count):
    assert _scan(f'<row r="1">{cell}</row>').long_numbers == count


def test_merged_cells_are_counted():
    scan = _scan(
        HEADER_ROW, after='<mergeCells count="2"><mergeCell ref="A1:B2"/><mergeCell ref="C1:C9"/></mergeCells>'
    )
    assert (scan.merged, scan.first_merged) == (2, "A1:B2")


def test_external_links_are_seen():
    assert has_external_links(
        content=raw_workbook(rows=HEADER_ROW, extra={"xl/externalLinks/externalLink1.xml": "<a/>"})
    )
    assert not has_external_links(content=raw_workbook(rows=HEADER_ROW))


def test_old_binary_containers():
    plain = xls([["a"]])
    assert check_ole(content=plain) is None
    encrypted = check_ole(content=plain + "EncryptedPackage".encode("utf-16-le"))
    macros = check_ole(content=plain + "_VBA_PROJECT".encode("utf-16-le"))
    assert encrypted is not None and encrypted.code == "ENCRYPTED"
    assert macros is not None and macros.code == "MACROS"
    assert check_ole(content=b"\x09\x08") is None
