"""How far the cells of a workbook reach, counted from the cells themselves before anything allocates the rectangle.

A sheet with one cell in A1 and one in XFD1048576 is 4 KB small and 512 GB large (TRUST, measured); its <dimension> may say
anything. The scan looks at tags only, in one pass over the unpacked stream.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from huikuan.integrations.table_files.faults import FileFault, FileFaultCode
from huikuan.integrations.table_files.formats import OLE_MARK
from huikuan.integrations.table_files.zip_check import BrokenContainer, entry_chunks

MAX_CELLS = 2_000_000
LONGEST_TAG = 4_096
# A cell with its reference and, where it follows at once, its value; or another tag that matters.
_TAG = re.compile(
    rb"<(?:\w+:)?(?:(c)(?=[\s/>])(?:\s+r\s*=\s*[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"'])?([^<>]*)>(?:<(?:\w+:)?v>([^<]*)<)?"
    rb"|(row|f|v|is|mergeCell)\b([^<>]*)>)"
)
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,3})([0-9]{1,7})[\"']")
_MERGED = re.compile(rb"\bref\s*=\s*[\"']([A-Z0-9:]{1,20})[\"']")
# Sixteen digits or more, written out or with an exponent: a stored number keeps fifteen.
_LONG_NUMBER = re.compile(rb"-?(?:[0-9]{16,}(?:\.0*)?|[0-9](?:\.[0-9]+)?[eE]\+?(?:1[5-9]|[2-9][0-9]))")
_PLAIN_NUMBER = 4  # 1E15 is the shortest number of sixteen digits
_NEVER_READ = ("customXml/", "docProps/")  # no reader opens these; Excel keeps them in UTF-16
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MACRO_STREAM = "_VBA_PROJECT".encode("utf-16-le")


@dataclass(slots=True)
class SheetScan:
    """What one sheet's tags show; the rectangle is counted from A1, as spreadsheet programs count."""

    part: str
    last_row: int = 0
    last_column: int = 0
    merged: int = 0
    first_merged: str = ""
    valueless_formulas: int = 0
    first_valueless: str = ""
    long_numbers: int = 0
    first_long_number: str = ""

    @property
    def cells(self) -> int:
        """Return the size of the rectangle that holds every filled cell."""
        return self.last_row * self.last_column


def check_ole(*, content: bytes) -> FileFault | None:
    """Return why an old binary container must not be opened: ENCRYPTED, MACROS; None when it may."""
    if not content.startswith(OLE_MARK):
        return None
    if _ENCRYPTED_STREAM in content:
        return FileFault(code=FileFaultCode.ENCRYPTED)
    if _MACRO_STREAM in content:
        return FileFault(code=FileFaultCode.MACROS)
    return None


def scan_workbook(*, content: bytes) -> tuple[SheetScan, ...] | FileFault:
    """Return a scan of every sheet of a container that `check_zip` let through.

    Faults: XML_DECLARATIONS for document type or entity declarations in any part, UNSUPPORTED_FORMAT for parts that are
    not UTF-8, TOO_MANY_CELLS beyond two million cells in one sheet, CORRUPT for tags without an end.
    """
    try:
        return _scan_parts(content)
    except BrokenContainer:
        return FileFault(code=FileFaultCode.CORRUPT)


def has_external_links(*, content: bytes) -> bool:
    """Return whether the workbook refers to other files; their cached values are read, the files never."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return any(name.lower().startswith("xl/externallinks/") for name in archive.namelist())


@lru_cache(maxsize=20_000)
def column_number(*, letters: bytes) -> int:
    """Return the number of a column's letters, A = 1, XFD = 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def column_letters(*, number: int) -> str:
    """Return the letters of a column's number, 1 = A, 16384 = XFD."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _scan_parts(content: bytes) -> tuple[SheetScan, ...] | FileFault:
    scans = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
    for entry in entries:
        # A workbook may keep its sheets under any name: every part is scanned.
        if entry.filename.lower().endswith((".xml", ".rels")) and not entry.filename.startswith(_NEVER_READ):
            fault = _check_declarations(content, entry)
            if fault is not None:
                return fault
        scan = _scan_sheet(content, entry)
        if scan.cells > MAX_CELLS:
            details: dict[str, str | int] = {"limit": MAX_CELLS, "found": scan.cells, "part": entry.filename[-80:]}
            return FileFault(code=FileFaultCode.TOO_MANY_CELLS, details=details)
        if scan.cells:
            scans.append(scan)
    return tuple(scans)


def _check_declarations(content: bytes, entry: zipfile.ZipInfo) -> FileFault | None:
    head = b""
    for chunk in entry_chunks(content=content, entry=entry):
        head += chunk
        if len(head) >= LONGEST_TAG:
            break
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:64]:
        return FileFault(code=FileFaultCode.UNSUPPORTED_FORMAT, details={"found": "utf-16 xml"})
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        return FileFault(code=FileFaultCode.XML_DECLARATIONS, details={"found": entry.filename[-80:]})
    return None


def _scan_sheet(content: bytes, entry: zipfile.ZipInfo) -> SheetScan:
    """Follow rows and cells; a cell counts when it holds a value, a formula or inline text."""
    scan = SheetScan(part=entry.filename)
    row = column = 0
    formula_at = ""
    for match in _tags(content, entry):
        cell, letters, digits, attributes, value, kind, rest = match.groups()
        if cell:
            if formula_at:
                _note_formula(scan, formula_at)
                formula_at = ""
            if letters:
                row, column = int(digits), column_number(letters=letters)
            else:
                row, column = _position(attributes, max(row, 1), column)
            if not attributes.endswith(b"/"):
                scan.last_row, scan.last_column = max(scan.last_row, row), max(scan.last_column, column)
            if value and len(value) > _PLAIN_NUMBER:
                _note_long_number(scan, value, attributes, row, column)
        elif kind == b"row":
            row, column = _position(rest, row + 1, 0)[0], 0
        elif kind == b"f":
            formula_at = f"{column_letters(number=column)}{row}"
        elif kind == b"mergeCell":
            _note_merged(scan, rest)
        elif kind == b"is" or not (rest.endswith(b"/") or match.string.startswith(b"<", match.end())):
            formula_at = ""  # inline text, or a <v> with something in it
    _note_formula(scan, formula_at)
    return scan


def _position(attributes: bytes, row: int, column: int) -> tuple[int, int]:
    """Return the row and column a tag names, by default the given row and the next column."""
    reference = _REFERENCE.search(attributes)
    if reference is None:
        return row, column + 1
    return int(reference[2]), column_number(letters=reference[1]) if reference[1] else column + 1


def _note_long_number(scan: SheetScan, value: bytes, attributes: bytes, row: int, column: int) -> None:
    is_number = b"t=" not in attributes or b't="n"' in attributes
    if is_number and _LONG_NUMBER.fullmatch(value.strip()):
        scan.long_numbers += 1
        scan.first_long_number = scan.first_long_number or f"{column_letters(number=column)}{row}"


def _note_merged(scan: SheetScan, attributes: bytes) -> None:
    scan.merged += 1
    merged = _MERGED.search(attributes)
    scan.first_merged = scan.first_merged or (merged[1].decode("ascii") if merged else "")


def _note_formula(scan: SheetScan, formula_at: str) -> None:
    if formula_at:
        scan.valueless_formulas += 1
        scan.first_valueless = scan.first_valueless or formula_at


def _tags(content: bytes, entry: zipfile.ZipInfo) -> Iterator[re.Match[bytes]]:
    """Yield the tags of a part, each together with the text behind it, also where the stream is cut into chunks."""
    tail = b""
    for chunk in entry_chunks(content=content, entry=entry):
        text = tail + chunk
        end = max(text.rfind(b"<"), 0)
        yield from _TAG.finditer(text, 0, end)
        tail = text[end:]
        if len(tail) > LONGEST_TAG:
            if b">" not in tail:
                raise BrokenContainer("a tag without an end")
            yield from _TAG.finditer(tail)
            tail = b""
    yield from _TAG.finditer(tail)
