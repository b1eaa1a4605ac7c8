"""Containers that lie, explode, hide others or want a password are refused before anything opens them."""

import io
import zipfile

import pytest

from huikuan.integrations.table_files import zip_check
from huikuan.integrations.table_files.zip_check import check_zip
from tests.integrations.table_files.workbooks import (
    HEADER_ROW,
    packed,
    parts_of,
    raw_workbook,
    with_declared_size,
    with_flag,
)

SHEET = "xl/worksheets/sheet1.xml"
GOOD = raw_workbook(rows=HEADER_ROW)


def _overlapping(count: int) -> bytes:
    """Return a container whose directory names one megabyte of zeros many times (a quoted-overlap bomb)."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(1 << 20))
        for number in range(count):
            copy = zipfile.ZipInfo(f"xl/a{number}.xml")
            first = archive.filelist[0]
            copy.header_offset, copy.CRC = first.header_offset, first.CRC
            copy.compress_size, copy.file_size, copy.compress_type = (
                first.compress_size,
                first.file_size,
                first.compress_type,
            )
            archive.filelist.append(copy)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 but nothing else", "CORRUPT"),
        (GOOD[:-30], "CORRUPT"),
        (GOOD[: len(GOOD) // 2], "CORRUPT"),
        (packed({f"xl/{n}.xml": "" for n in range(1001)}), "TOO_MANY_ENTRIES"),
        (packed({"xl/workbook.xml": bytes(3_000_000)}), "PACKED_TOO_TIGHTLY"),
        (_overlapping(300), "PACKED_TOO_TIGHTLY"),
        (with_declared_size(GOOD, SHEET, 10), "WRONG_SIZES"),
        (with_declared_size(GOOD, SHEET, 4_000_000_000), "WRONG_SIZES"),
        (with_flag(GOOD, SHEET, 1), "ENCRYPTED"),
        (raw_workbook(rows=HEADER_ROW, extra={"xl/vbaProject.bin": b"x"}), "MACROS"),
        (raw_workbook(rows=HEADER_ROW, extra={"xl/macrosheets/sheet1.xml": "<a/>"}), "MACROS"),
        (raw_workbook(rows=HEADER_ROW, extra={"xl/embeddings/book.xlsx": GOOD}), "NESTED_ARCHIVE"),
        (raw_workbook(rows=HEADER_ROW, extra={"xl/media/image1.png": GOOD}), "NESTED_ARCHIVE"),
        (raw_workbook(rows=HEADER_ROW, extra={"../../etc/passwd": "x"}), "UNSAFE_NAME"),
        (raw_workbook(rows=HEADER_ROW, extra={"/etc/passwd": "x"}), "UNSAFE_NAME"),
        (raw_workbook(rows=HEADER_ROW, extra={"C:\\windows": "x"}), "UNSAFE_NAME"),
    ],
)
def test_refused(content, code):
    fault = check_zip(content=content)
    assert fault is not None
    assert fault.code == code


def test_a_million_entries_are_refused_from_the_end_record():
    changed = bytearray(GOOD)
    end = changed.rfind(b"PK\x05\x06")
    changed[end + 10 : end + 12] = b"\xff\xff"
    fault = check_zip(content=bytes(changed))
    assert fault is not None
    assert (fault.code, fault.details) == ("TOO_MANY_ENTRIES", {"limit": 1000, "found": 65535})


def test_a_huge_directory_is_refused_whatever_count_it_claims():
    changed = bytearray(GOOD)
    end = changed.rfind(b"PK\x05\x06")
    changed[end + 12 : end + 16] = (50_000_000).to_bytes(4, "little")
    fault = check_zip(content=bytes(changed))
    assert fault is not None
    assert fault.code == "TOO_MANY_ENTRIES"


def test_an_unknown_packing_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as archive:
        for name, data in parts_of(rows=HEADER_ROW).items():
            archive.writestr(name, data)
    fault = check_zip(content=target.getvalue())
    assert fault is not None
    assert fault.code == "CORRUPT"


def test_stored_entries_are_read_too():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts_of(rows=HEADER_ROW).items():
            archive.writestr(name, data)
    assert check_zip(content=target.getvalue()) is None


def test_an_ordinary_workbook_passes():
    assert check_zip(content=GOOD) is None


def test_the_total_is_bounded_even_when_packed_loosely(monkeypatch):
    monkeypatch.setattr(zip_check, "MAX_UNPACKED_BYTES", 1000)
    fault = check_zip(content=GOOD)
    assert fault is not None
    assert fault.code == "UNPACKS_TOO_LARGE"


def test_the_ratio_is_what_stops_the_bomb(monkeypatch):
    """Negative control: with a wider ratio the same container passes."""
    bomb = packed({"xl/workbook.xml": bytes(3_000_000)})
    monkeypatch.setattr(zip_check, "MAX_RATIO", 2000)
    assert check_zip(content=bomb) is None
