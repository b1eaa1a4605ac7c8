"""Why a file cannot be read as a table, and what is odd about one that can; codes and parameters, never sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class FileFaultCode(StrEnum):
    """Reasons to refuse a whole file."""

    EMPTY = "EMPTY"
    TOO_LARGE = "TOO_LARGE"
    UNSUPPORTED_FORMAT = "UNSUPPORTED_FORMAT"  # found
    CORRUPT = "CORRUPT"
    NO_HEADER = "NO_HEADER"
    NO_SUCH_HEADER_LINE = "NO_SUCH_HEADER_LINE"
    NO_SUCH_SHEET = "NO_SUCH_SHEET"  # found
    TOO_MANY_ROWS = "TOO_MANY_ROWS"  # limit
    TOO_MANY_COLUMNS = "TOO_MANY_COLUMNS"  # line, limit, found
    FIELD_TOO_LONG = "FIELD_TOO_LONG"  # line, limit
    # text files
    UNKNOWN_ENCODING = "UNKNOWN_ENCODING"  # found
    UNDECODABLE = "UNDECODABLE"  # line, encoding
    MIXED_ENCODINGS = "MIXED_ENCODINGS"  # line, encoding, found
    NUL_CHARACTER = "NUL_CHARACTER"  # line
    UNCLOSED_QUOTE = "UNCLOSED_QUOTE"  # line
    BAD_QUOTE = "BAD_QUOTE"  # line
    # containers and workbooks
    TOO_MANY_ENTRIES = "TOO_MANY_ENTRIES"  # limit, found
    UNPACKS_TOO_LARGE = "UNPACKS_TOO_LARGE"  # limit
    PACKED_TOO_TIGHTLY = "PACKED_TOO_TIGHTLY"  # limit, found
    WRONG_SIZES = "WRONG_SIZES"  # found
    UNSAFE_NAME = "UNSAFE_NAME"  # found
    NESTED_ARCHIVE = "NESTED_ARCHIVE"  # found
    ENCRYPTED = "ENCRYPTED"
    MACROS = "MACROS"
    XML_DECLARATIONS = "XML_DECLARATIONS"  # found
    TOO_MANY_CELLS = "TOO_MANY_CELLS"  # limit, found
    # the parser's child process
    OUT_OF_MEMORY = "OUT_OF_MEMORY"
    TOO_SLOW = "TOO_SLOW"
    PARSER_FAILED = "PARSER_FAILED"


Details = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class FileFault:
    """Why a file was refused; `line` is the line of the file or the row of the sheet, 1-based."""

    code: FileFaultCode
    line: int | None = None
    details: Details = field(default_factory=dict)


class WarningCode(StrEnum):
    """What a person should look at although the table was read."""

    ENCODING_GUESSED = "ENCODING_GUESSED"  # encoding
    DUPLICATE_HEADER = "DUPLICATE_HEADER"  # header, first, second (column numbers)
    BLANK_HEADER = "BLANK_HEADER"  # column
    SHIFTED_ROW = "SHIFTED_ROW"  # line, expected, found
    REPEATED_HEADER = "REPEATED_HEADER"  # line
    FOOTER_ROW = "FOOTER_ROW"  # line, text
    OTHER_SHEETS = "OTHER_SHEETS"  # sheets
    HIDDEN_SHEET = "HIDDEN_SHEET"  # sheet
    MERGED_CELLS = "MERGED_CELLS"  # found, first
    FORMULA_WITHOUT_VALUE = "FORMULA_WITHOUT_VALUE"  # found, first
    ERROR_CELL = "ERROR_CELL"  # line, column
    LONG_NUMBER = "LONG_NUMBER"  # line, column
    EXTERNAL_LINKS = "EXTERNAL_LINKS"
    NAME_DIFFERS_FROM_CONTENT = "NAME_DIFFERS_FROM_CONTENT"  # name, found


@dataclass(frozen=True, slots=True)
class TableWarning:
    """Something odd at a line (or about the whole file, line None)."""

    code: WarningCode
    line: int | None = None
    details: Details = field(default_factory=dict)
