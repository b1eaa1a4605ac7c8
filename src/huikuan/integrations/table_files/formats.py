"""What a file is, by its first bytes; its name is only compared with the finding."""

from enum import StrEnum
from pathlib import PurePath


class FileFormat(StrEnum):
    """The formats told apart; only XLSX, XLS, HTML and TEXT can hold a table we read."""

    XLSX = "xlsx"
    XLS = "xls"
    HTML = "html"
    TEXT = "text"
    SPREADSHEET_XML = "spreadsheet xml"
    XML = "xml"
    ARCHIVE = "archive"
    PDF = "pdf"
    IMAGE = "image"
    RICH_TEXT = "rich text"
    JSON = "json"


OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS = (
    (OLE_MARK, FileFormat.XLS),
    (b"%PDF-", FileFormat.PDF),
    (b"\x89PNG", FileFormat.IMAGE),
    (b"\xff\xd8\xff", FileFormat.IMAGE),
    (b"GIF8", FileFormat.IMAGE),
    (b"Rar!", FileFormat.ARCHIVE),
    (b"7z\xbc\xaf", FileFormat.ARCHIVE),
    (b"\x1f\x8b", FileFormat.ARCHIVE),
    (b"{\\rtf", FileFormat.RICH_TEXT),
)
_XLS_STREAM_MARKS = (b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x08\x08\x00\x00\x05\x05\x00", b"\x09\x04\x06\x00")
_LOOKED_AT = 4096
_TEXT_NAMES = frozenset({"", ".csv", ".txt", ".tsv", ".tab", ".dat", ".prn"})
_NAMES = {".xlsx": FileFormat.XLSX, ".xlsm": FileFormat.XLSX, ".xls": FileFormat.XLS, ".et": FileFormat.XLS}


def format_of(*, content: bytes) -> FileFormat:
    """Return what the bytes are; anything without a known mark counts as text."""
    head = content[:_LOOKED_AT]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return FileFormat.XLSX if b"xl/" in content else FileFormat.ARCHIVE
    for mark, found in _MARKS:
        if head.startswith(mark):
            return found
    if head.startswith(_XLS_STREAM_MARKS):
        return FileFormat.XLS
    return _format_of_text(head)


def format_of_name(*, filename: str) -> FileFormat | None:
    """Return the format a file's name promises, None when the name promises nothing."""
    suffix = PurePath(filename.lower()).suffix
    if suffix in _NAMES:
        return _NAMES[suffix]
    if suffix in (".htm", ".html"):
        return FileFormat.HTML
    return FileFormat.TEXT if suffix in _TEXT_NAMES else None


def _format_of_text(head: bytes) -> FileFormat:
    # UTF-16 markup loses its NULs here, which is enough to look for a few ASCII tags.
    text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if text.startswith(b"<?xml"):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in text:
            return FileFormat.SPREADSHEET_XML
        return FileFormat.HTML if b"<html" in text or b"<table" in text else FileFormat.XML
    if text.startswith(b"<") and any(
        tag in text for tag in (b"<html", b"<table", b"<!doctype html", b"<meta", b"<head")
    ):
        return FileFormat.HTML
    if text.startswith((b"{", b"[{")):
        return FileFormat.JSON
    return FileFormat.TEXT
