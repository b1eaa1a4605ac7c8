"""A file is what its bytes say."""

import io
import zipfile

import pytest

from huikuan.integrations.table_files.formats import FileFormat, format_of, format_of_name
from tests.integrations.table_files.workbooks import HEADER_ROW, raw_workbook, xls, xlsx


def _zip():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "a")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (xlsx([["a"]]), FileFormat.XLSX),
        (raw_workbook(rows=HEADER_ROW), FileFormat.XLSX),
        (xls([["a"]]), FileFormat.XLS),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00rest", FileFormat.XLS),
        (_zip(), FileFormat.ARCHIVE),
        (b"%PDF-1.7\n", FileFormat.PDF),
        (b"\x89PNG\r\n", FileFormat.IMAGE),
        (b"\xff\xd8\xff\xe0", FileFormat.IMAGE),
        (b"Rar!\x1a", FileFormat.ARCHIVE),
        (b"{\\rtf1", FileFormat.RICH_TEXT),
        (b'{"a": 1}', FileFormat.JSON),
        (b"a,b\n1,2\n", FileFormat.TEXT),
        (b"", FileFormat.TEXT),
        (b"<html><table><tr><td>a", FileFormat.HTML),
        (b"\xef\xbb\xbf \n<TABLE border=1>", FileFormat.HTML),
        ("<html><table>".encode("utf-16"), FileFormat.HTML),
        (b"<?xml version='1.0'?><html><table>", FileFormat.HTML),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            FileFormat.SPREADSHEET_XML,
        ),
        (b"<?xml version='1.0'?><Document>", FileFormat.XML),
        (b"<5000,a\n", FileFormat.TEXT),
    ],
)
def test_format_of_content(content, found):
    assert format_of(content=content) is found


@pytest.mark.parametrize(
    ("name", "promised"),
    [("a.xlsx", "xlsx"), ("A.XLS", "xls"), ("b.csv", "text"), ("c", "text"), ("d.html", "html"), ("e.pdf", None)],
)
def test_format_of_name(name, promised):
    assert format_of_name(filename=name) == promised
