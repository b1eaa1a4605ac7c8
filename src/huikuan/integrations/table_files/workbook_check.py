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
LONGEST_PIECE = 4 << 20
# A cell with its reference and, where it follows at once, its value; or another tag that matters.
_TAG = re.compile(
    rb"<(?:\w+:)?(?:(c)(?=[\s/>])(?:\s+r\s*=\s*[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"'])?([^<>]*)>(?:<(?:\w+:)?v>([^<]*)<)?"
    rb"|(row|f|v|is|mergeCell)\b([^<>]*)>)"
)
# The form every common program writes: the reference first, in double quotes.
_PLAIN_CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*?(/?)>')
# Formulas, merges, long numbers, and cells written in any other form.
_WORTH_A_LOOK = re.compile(rb"<(?:\w+:)?(?:f[\s/>]|mergeCell[\s/>]|v>-?(?:[0-9]{16}|[0-9.]+[eE])|c[^ \w:])")
_CUTS = (b"<row", b"<c ", b"<")
_OPEN_CELL = re.compile(rb"<(?:\w+:)?(?:c|row)\s")
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


@dataclass(slots=True)
class _Place:
    """Where the scan stands, and the cell of a formula whose value has not come yet."""

    row: int = 0
    column: int = 0
    formula_at: str = ""

    @property
    def name(self) -> str:
        return f"{column_letters(number=self.column)}{self.row}"


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
    place = _Place()
    for text in _pieces(content, entry):
        if not _scan_plain(scan, place, text):
            _scan_tags(scan, place, text)
    _note_formula(scan, place)
    return scan


def _scan_plain(scan: SheetScan, place: _Place, text: bytes) -> bool:
    """Take the common piece in one go: every cell says where it is, no formula, merge or long number in it."""
    if place.formula_at or _WORTH_A_LOOK.search(text):
        return False
    cells = _PLAIN_CELL.findall(text)
    if len(cells) != text.count(b"<c ") + text.count(b":c "):
        return False
    if cells:
        place.row, place.column = int(cells[-1][1]), column_number(letters=cells[-1][0])
        filled = [cell for cell in cells if not cell[2]] if any(cell[2] for cell in cells) else cells
        rows, columns = {cell[1] for cell in filled}, {cell[0] for cell in filled}
        scan.last_row = max(scan.last_row, *map(int, rows), 0)
        scan.last_column = max(scan.last_column, *(column_number(letters=letters) for letters in columns), 0)
    elif b"row" in text:
        return False
    return True


def _scan_tags(scan: SheetScan, place: _Place, text: bytes) -> None:
    """Take a piece tag by tag."""
    for match in _TAG.finditer(text):
        cell, letters, digits, attributes, value, kind, rest = match.groups()
        if cell:
            _note_formula(scan, place)
            if letters:
                place.row, place.column = int(digits), column_number(letters=letters)
            else:
                place.row, place.column = _position(attributes, max(place.row, 1), place.column)
            if not attributes.endswith(b"/"):
                scan.last_row = max(scan.last_row, place.row)
                scan.last_column = max(scan.last_column, place.column)
            if value and len(value) > _PLAIN_NUMBER:
                _note_long_number(scan, value, attributes, place)
        elif kind == b"row":
            place.row, place.column = _position(rest, place.row + 1, 0)[0], 0
        elif kind == b"f":
            place.formula_at = place.name
        elif kind == b"mergeCell":
            _note_merged(scan, rest)
        elif kind == b"is" or not (rest.endswith(b"/") or text.startswith(b"<", match.end())):
            place.formula_at = ""  # inline text, or a <v> with something in it


def _position(attributes: bytes, row: int, column: int) -> tuple[int, int]:
    """Return the row and column a tag names, by default the given row and the next column."""
    reference = _REFERENCE.search(attributes)
    if reference is None:
        return row, column + 1
    return int(reference[2]), column_number(letters=reference[1]) if reference[1] else column + 1


def _note_long_number(scan: SheetScan, value: bytes, attributes: bytes, place: _Place) -> None:
    is_number = b"t=" not in attributes or b't="n"' in attributes
    if is_number and _LONG_NUMBER.fullmatch(value.strip()):
        scan.long_numbers += 1
        scan.first_long_number = scan.first_long_number or place.name


def _note_merged(scan: SheetScan, attributes: bytes) -> None:
    scan.merged += 1
    merged = _MERGED.search(attributes)
    scan.first_merged = scan.first_merged or (merged[1].decode("ascii") if merged else "")


def _note_formula(scan: SheetScan, place: _Place) -> None:
    if place.formula_at:
        scan.valueless_formulas += 1
        scan.first_valueless = scan.first_valueless or place.formula_at
        place.formula_at = ""


def _pieces(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part cut before a row where one is near enough, else before a cell, else before any tag."""
    tail = b""
    for chunk in entry_chunks(content=content, entry=entry):
        text = tail + chunk
        near = max(0, len(text) - LONGEST_PIECE)
        end = next((at for at in map(text.rfind, _CUTS) if at >= near), None)
        if end is None:
            last = max(text.rfind(b"<"), 0)
            if _OPEN_CELL.match(text, last) and b">" not in text[last:]:
                raise BrokenContainer("a cell's tag without an end")
            end = len(text)  # a long text, a picture: nothing of it can become a cell
        tail = text[end:]
        if end:
            yield text[:end]
    yield tail
