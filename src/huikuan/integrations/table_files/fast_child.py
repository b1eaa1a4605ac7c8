"""The sandboxed half of the fast reader: strict Arrow CSV parsing of a file that has been found clean."""

import functools
import re
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from huikuan.integrations.table_files.delimited import MAX_FIELD_CHARACTERS, Record, read_records, sniff_delimiter
from huikuan.integrations.table_files.encodings import decode_text
from huikuan.integrations.table_files.faults import FileFault, TableWarning, WarningCode
from huikuan.integrations.table_files.formats import FileFormat, format_of
from huikuan.integrations.table_files.shape import FOOTER_PATTERN, HEADER_SOUGHT_IN, Source, shape_table
from huikuan.integrations.table_files.table import TextTable, to_document

HEAD_BYTES = 64_000
HEAD_RECORDS = 400
BLOCK_BYTES = 4 << 20
_MARK = b"\xef\xbb\xbf"
# First bytes of every white or invisible character beyond ASCII that `text_normal.EDGES` takes off.
_EDGE_BYTES = (b"\xe3\x80\x80", b"\xc2\xa0", b"\xc2\xad", b"\xc2\x85", b"\xe2\x80", b"\xe2\x81", b"\xef\xbb\xbf")

NOT_CLEAN: tuple[dict[str, Any], bytes] = ({"is_clean": False}, b"")


def columns_document(*, content: Any, encoding: str | None) -> tuple[dict[str, Any], bytes | memoryview]:
    """Return (head of the table, Arrow stream of its columns), or NOT_CLEAN for the careful reader to judge."""
    data = bytes(content)
    if format_of(content=data) is not FileFormat.TEXT:
        return NOT_CLEAN
    recoded = _utf8(data, encoding)
    if recoded is None:
        return NOT_CLEAN
    data, name, is_guess = recoded
    if b"\0" in data or (b"\r" in data and data.count(b"\r") != data.count(b"\r\n")):
        return NOT_CLEAN
    head = _head(data, name, is_guess=is_guess)
    if head is None:
        return NOT_CLEAN
    table, width = head
    delimiter = (table.delimiter or ",").encode()
    if b'"' in data and _has_stray_quotes(data, delimiter):
        return NOT_CLEAN
    columns = _columns(data, table, width)
    if columns is None or _has_rows_to_sort_out(columns, table):
        return NOT_CLEAN
    document = to_document(result=table)[0] | {"is_clean": True, "needs_cleaning": _needs_cleaning(data, delimiter)}
    return document, _stream(columns)


def _utf8(data: bytes, encoding: str | None) -> tuple[bytes, str, bool] | None:
    """Return the file in UTF-8 without a mark, the encoding it came in and whether that was guessed."""
    if encoding in (None, "utf-8") and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x84\x31\x95\x33")):
        body = data.removeprefix(_MARK)
        if b"\0" not in body and (body.isascii() or _is_utf8(body)):
            return body, "utf-8", False
    decoded = decode_text(content=data, encoding=encoding)
    if isinstance(decoded, FileFault):
        return None
    return decoded.text.encode("utf-8"), decoded.encoding, decoded.is_guess


def _is_utf8(data: bytes) -> bool:
    """Return whether bytes are UTF-8, without building the text."""
    try:
        pa.array([data], pa.binary()).cast(pa.string())
    except pa.ArrowInvalid:
        return False
    return True


def _head(data: bytes, encoding: str, *, is_guess: bool) -> tuple[TextTable, int] | None:
    """Return the table's head, without rows, and how many cells its header line is cut into."""
    head = data[:HEAD_BYTES]
    head = head[: head.rfind(b"\n") + 1] or head
    text = head.decode("utf-8", "ignore")
    delimiter = sniff_delimiter(text=text)
    records = read_records(text=text, delimiter=delimiter, max_records=len(head))
    if isinstance(records, FileFault):
        return None
    guessed = (TableWarning(code=WarningCode.ENCODING_GUESSED, details={"encoding": encoding}),) if is_guess else ()
    source = Source(encoding=encoding, delimiter=delimiter, warnings=guessed)
    table = shape_table(records=records[:HEAD_RECORDS], source=source, max_rows=HEAD_RECORDS)
    if isinstance(table, FileFault) or table.header_line > 4 * HEADER_SOUGHT_IN:
        return None
    width = _header_width(records, table.header_line)
    if len(table.columns) != width or table.footers or table.shifted_lines:
        return None
    table.rows.clear()
    table.line_numbers.clear()
    return table, width


def _header_width(records: list[Record], line: int) -> int:
    return next(len(record.cells) for record in records if record.line == line)


def _has_stray_quotes(data: bytes, delimiter: bytes) -> bool:
    """Return whether a quote stands inside a cell; beside a delimiter, a line end, another quote or = it is in order."""
    edge = re.escape(delimiter)
    return re.search(rb'(?<![%b\n\r"=])"(?![%b\n\r"])' % (edge, edge), data[1:]) is not None


def _columns(data: bytes, table: TextTable, width: int) -> pa.Table | None:
    """Parse everything below the header; None when any line is not exactly one row of the right width."""
    names = [f"c{index}" for index in range(width)]
    try:
        columns = arrow_csv.read_csv(
            pa.BufferReader(data),
            read_options=arrow_csv.ReadOptions(
                column_names=names, skip_rows=table.header_line, block_size=BLOCK_BYTES, use_threads=True
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=table.delimiter, newlines_in_values=False, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=True
            ),
        )
    except pa.ArrowInvalid:
        return None
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    return columns if columns.num_rows == lines - table.header_line else None


def _has_rows_to_sort_out(columns: pa.Table, table: TextTable) -> bool:
    """Return whether totals, repeated headers or endless cells hide among the rows."""
    if any((pc.max(pc.binary_length(column)).as_py() or 0) > MAX_FIELD_CHARACTERS for column in columns.columns):
        return True
    if pc.any(pc.equal(columns.column(0), table.columns[0])).as_py():
        return True
    # A total leaves cells empty, so only rows with an empty cell need the slow look.
    gaps = functools.reduce(pc.or_, [pc.equal(column, "") for column in columns.columns])
    if not pc.any(gaps).as_py():
        return False
    suspects = columns.select(columns.column_names[:3]).filter(gaps)
    found = [pc.match_substring_regex(column, FOOTER_PATTERN, ignore_case=True) for column in suspects.columns]
    return any(pc.any(mask).as_py() for mask in found)


def _needs_cleaning(data: bytes, delimiter: bytes) -> bool:
    """Return whether any cell may have edges or wrappers to take off; looks for the bytes beside delimiters and ends."""
    blanks = [mark for mark in (b" ", b"\t", b"\v", b"\f") if mark != delimiter and mark in data]
    wrappers = [mark for mark in (b"'", b"=") if mark in data]
    marks = [edge + mark for edge in (delimiter, b"\n", b'"') for mark in (*blanks, *wrappers)]
    marks += [mark + edge for edge in (delimiter, b"\n", b"\r", b'"') for mark in blanks]
    return any(mark in data for mark in (*marks, *(() if data.isascii() else _EDGE_BYTES)))


def _stream(columns: pa.Table) -> memoryview:
    """Return the columns as an Arrow stream, written once into a buffer of exactly its size."""
    measure = pa.MockOutputStream()
    _write(columns, measure)
    buffer = pa.allocate_buffer(measure.size())
    with pa.FixedSizeBufferWriter(buffer) as sink:
        _write(columns, sink)
    return memoryview(buffer)


def _write(columns: pa.Table, sink: Any) -> None:
    with pa.ipc.new_stream(sink, columns.schema) as writer:
        writer.write_table(columns)
