"""The closed list of what may be wrong with a statement file, one English sentence each.

Cells that are no amount, day or currency carry the code of `kernel.text_faults` instead; bytes that are no text or no
workbook carry the code of `integrations.file_guards`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class FaultCode(StrEnum):
    """Codes of file faults, rejected rows, skipped rows and notes; they are stable."""

    # the file as bytes
    TOO_MANY_ROWS = "TOO_MANY_ROWS"
    UNKNOWN_FORMAT = "UNKNOWN_FORMAT"
    ARCHIVE_WITHOUT_STATEMENT = "ARCHIVE_WITHOUT_STATEMENT"
    ARCHIVE_OF_SEVERAL = "ARCHIVE_OF_SEVERAL"
    # XML, OFX, MT
    XML_BROKEN = "XML_BROKEN"
    XML_DTD = "XML_DTD"
    XML_ENCODING = "XML_ENCODING"
    XML_TOO_DEEP = "XML_TOO_DEEP"
    NOT_A_STATEMENT = "NOT_A_STATEMENT"
    NO_STATEMENT = "NO_STATEMENT"
    SIGNON_FAILED = "SIGNON_FAILED"
    MT_INCOMPLETE = "MT_INCOMPLETE"
    TAG_REPEATED = "TAG_REPEATED"
    TAG_UNREADABLE = "TAG_UNREADABLE"
    ACCOUNT_MISSING = "ACCOUNT_MISSING"
    CURRENCY_MISSING = "CURRENCY_MISSING"
    # tables
    NO_HEADER = "NO_HEADER"
    UNKNOWN_DELIMITER = "UNKNOWN_DELIMITER"
    DUPLICATE_HEADER = "DUPLICATE_HEADER"
    # arithmetic
    BALANCE_BREAK = "BALANCE_BREAK"
    CONTINUITY_BREAK = "CONTINUITY_BREAK"
    # rejected rows
    ZERO_AMOUNT = "ZERO_AMOUNT"
    NEGATIVE_AMOUNT = "NEGATIVE_AMOUNT"
    NO_AMOUNT = "NO_AMOUNT"
    BOTH_SIDES = "BOTH_SIDES"
    NO_DIRECTION = "NO_DIRECTION"
    DIRECTION_CONFLICT = "DIRECTION_CONFLICT"
    DATE_MISSING = "DATE_MISSING"
    TIME_UNREADABLE = "TIME_UNREADABLE"
    EXTRA_CELLS = "EXTRA_CELLS"
    CELL_TOO_LONG = "CELL_TOO_LONG"
    UNPAIRED_QUOTE = "UNPAIRED_QUOTE"
    LINE_UNREADABLE = "LINE_UNREADABLE"
    STATUS_UNKNOWN = "STATUS_UNKNOWN"
    NET_DIFFERS = "NET_DIFFERS"
    # skipped rows
    FOOTER_ROW = "FOOTER_ROW"
    PREAMBLE_ROW = "PREAMBLE_ROW"
    BALANCE_ROW = "BALANCE_ROW"
    REPEATED_HEADER = "REPEATED_HEADER"
    SHEET_REPEATED = "SHEET_REPEATED"
    NOT_SETTLED = "NOT_SETTLED"
    INSIDE_WALLET = "INSIDE_WALLET"
    INFORMATION_ENTRY = "INFORMATION_ENTRY"
    SECURITIES = "SECURITIES"
    # notes
    BALANCE_UNREADABLE = "BALANCE_UNREADABLE"
    BALANCE_OTHER_CURRENCY = "BALANCE_OTHER_CURRENCY"
    BALANCE_IGNORED = "BALANCE_IGNORED"
    TOTALS_DIFFER = "TOTALS_DIFFER"
    DATE_OF_REPORT = "DATE_OF_REPORT"
    DAY_AFTER_MONTH_END = "DAY_AFTER_MONTH_END"
    BATCH_NOT_SPLIT = "BATCH_NOT_SPLIT"


_SENTENCES: dict[str, str] = {
    "UNKNOWN_FORMAT": "this is no statement format that is read: {found}",
    "ARCHIVE_WITHOUT_STATEMENT": "the archive holds no statement file",
    "ARCHIVE_OF_SEVERAL": "the archive holds statements of different formats: {first} and {second}",
    "XML_BROKEN": "the XML is not well-formed: {reason}",
    "XML_DTD": "the XML declares a document type or entities, which are refused",
    "XML_ENCODING": "the XML declares the encoding {found}, which is not read",
    "XML_TOO_DEEP": "the XML is nested deeper than {limit}",
    "NOT_A_STATEMENT": "the XML is no bank statement but {found}",
    "NO_STATEMENT": "the file holds no statement",
    "SIGNON_FAILED": "the bank answered with error {status}: {text}",
    "MT_INCOMPLETE": "the message lacks {missing}",
    "TAG_REPEATED": "{tag} stands twice in one statement",
    "TAG_UNREADABLE": "{tag} cannot be read: {value}",
    "ACCOUNT_MISSING": "the statement names no account",
    "CURRENCY_MISSING": "the statement names no currency",
    "NO_HEADER": "no row names a date and an amount column",
    "UNKNOWN_DELIMITER": "the column names are not separated by comma, tab, semicolon or bar",
    "DUPLICATE_HEADER": "the column {column} stands twice",
    "BALANCE_BREAK": "the balance should be {expected} {currency}, the file says {found}",
    "CONTINUITY_BREAK": "the statement before closed at {expected} {currency}, this one opens at {found}",
    "ZERO_AMOUNT": "the amount is zero",
    "NEGATIVE_AMOUNT": "the amount is negative although its direction is given apart",
    "NO_AMOUNT": "the row has no amount",
    "BOTH_SIDES": "the row has an amount on both sides",
    "NO_DIRECTION": "the row does not say whether money came in or went out",
    "DIRECTION_CONFLICT": "the sign of the amount contradicts its direction",
    "DATE_MISSING": "the row has no date",
    "TIME_UNREADABLE": "the time of day cannot be read",
    "EXTRA_CELLS": "the row has {found} cells, the header has {expected}",
    "CELL_TOO_LONG": "a cell has more than {limit} characters",
    "UNPAIRED_QUOTE": "a quotation mark is opened and never closed",
    "LINE_UNREADABLE": "the statement line cannot be read",
    "STATUS_UNKNOWN": "the status of the entry is not known",
    "NET_DIFFERS": "gross less fee is not the net that the row states",
    "FOOTER_ROW": "total or footer row",
    "PREAMBLE_ROW": "row of the account heading",
    "BALANCE_ROW": "balance brought or carried forward",
    "REPEATED_HEADER": "the header once more",
    "SHEET_REPEATED": "the sheet repeats an earlier one",
    "NOT_SETTLED": "the order was closed: no money moved",
    "INSIDE_WALLET": "moved inside the wallet: neither in nor out",
    "INFORMATION_ENTRY": "entry for information only",
    "SECURITIES": "trade of securities, no bank line",
    "BALANCE_UNREADABLE": "the balance cannot be read and proves nothing",
    "BALANCE_OTHER_CURRENCY": "the balance is in {found}, the statement in {expected}",
    "BALANCE_IGNORED": "the balance should be {expected} {currency}, the file says {found}; read all the same",
    "TOTALS_DIFFER": "the file states {expected}, its lines give {found}",
    "DATE_OF_REPORT": "the entry has no date: the day of the report is taken",
    "DAY_AFTER_MONTH_END": "there is no such day: the month's last day is taken",
    "BATCH_NOT_SPLIT": "the parts of the batch do not add up to its amount: kept as one line",
    # integrations.file_guards
    "EMPTY": "the file is empty",
    "TOO_LARGE": "the file has {found} bytes, at most {limit} are read",
    "UNSUPPORTED_FORMAT": "files of this kind are not read: {found}",
    "CORRUPT": "the file is damaged and cannot be opened",
    "TOO_MANY_ROWS": "the file has more than {limit} rows",
    "TOO_MANY_COLUMNS": "the table has more than {limit} columns",
    "FIELD_TOO_LONG": "a cell has more than {limit} characters",
    "UNKNOWN_ENCODING": "the encoding {found} is not read",
    "UNDECODABLE": "the bytes are no {encoding}",
    "MIXED_ENCODINGS": "the line is in {found}, the rest of the file in {encoding}",
    "NUL_CHARACTER": "the text holds a NUL character",
    "TOO_MANY_ENTRIES": "the archive has more than {limit} entries",
    "UNPACKS_TOO_LARGE": "the archive unpacks to more than {limit} bytes",
    "PACKED_TOO_TIGHTLY": "the archive unpacks to more than {limit} times its size",
    "WRONG_SIZES": "the archive lies about the size of {found}",
    "UNSAFE_NAME": "the archive holds an unsafe name: {found}",
    "NESTED_ARCHIVE": "the archive holds another archive: {found}",
    "ENCRYPTED": "the file asks for a password: save it without one",
    "MACROS": "the workbook holds macros",
    "XML_DECLARATIONS": "the workbook declares document types or entities",
    "TOO_MANY_CELLS": "the workbook spans more than {limit} cells",
    "OUT_OF_MEMORY": "the file took too much memory",
    "TOO_SLOW": "the file took too long",
    "PARSER_FAILED": "the reader failed on this file",
    # kernel.text_faults
    "BLANK": "the cell is blank",
    "TOO_LONG": "the text is too long",
    "UNREADABLE": "the text cannot be read",
    "OUT_OF_RANGE": "outside the range that is kept",
    "NOT_A_NUMBER": "this is no number",
    "SCIENTIFIC_NOTATION": "scientific notation is refused",
    "BAD_GROUPING": "the thousands are grouped wrongly",
    "AMBIGUOUS_SEPARATOR": "the separator may mean thousands or decimals",
    "NEEDS_ROUNDING": "the amount has more decimals than its currency",
    "CURRENCY_DIFFERS": "the amount names another currency",
    "UNKNOWN_CURRENCY": "the currency is not known",
    "UNIT_DIFFERS": "the amount names another unit than its column",
    "NO_SUCH_DAY": "there is no such day",
    "AMBIGUOUS_ORDER": "month and day may be either way round",
    "EXCEL_SERIAL": "a day written as a bare number",
    "TWO_DIGIT_YEAR": "the year has two digits",
}


def sentence(*, code: str, params: Mapping[str, str | int]) -> str:
    """Return the English sentence of a code with its parameters filled in; the code itself where there is none."""
    text = _SENTENCES.get(code, code)
    for name, value in params.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def worded_codes() -> frozenset[str]:
    """Return every code that has a sentence."""
    return frozenset(_SENTENCES)
