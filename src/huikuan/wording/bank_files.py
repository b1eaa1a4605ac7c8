"""Sentences of bank statements: why a file or a row is not taken, what was skipped, what a person should look at."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

SENTENCES: Mapping[str, str | Promise] = {
    # whole files
    "STATEMENT_EMPTY": _("%(file)s is empty. Export it again."),
    "STATEMENT_TOO_LARGE": _("%(file)s is larger than %(limit)s bytes. Export a shorter period."),
    "STATEMENT_TOO_MANY_ROWS": _("The statement has more than %(limit)s rows. Export a shorter period."),
    "STATEMENT_TOO_MANY_COLUMNS": _(
        "%(file)s has more than %(limit)s columns: it is no statement. Take the right file."
    ),
    "STATEMENT_FIELD_TOO_LONG": _(
        "Line %(line)s of %(file)s has a cell of more than %(limit)s characters. Shorten it."
    ),
    "STATEMENT_UNKNOWN_FORMAT": _("%(file)s is %(found)s. Export the statement as CSV, XLSX, XLS, MT940, camt or OFX."),
    "STATEMENT_UNSUPPORTED_FORMAT": _("%(file)s is %(found)s, which is not read. Save it as CSV or XLSX."),
    "STATEMENT_CORRUPT": _("%(file)s is damaged. Export it again."),
    "STATEMENT_UNKNOWN_ENCODING": _("The encoding %(found)s is not read. Save the file as UTF-8 or GB18030."),
    "STATEMENT_UNDECODABLE": _("%(file)s is not %(encoding)s throughout. Save it as UTF-8 or GB18030."),
    "STATEMENT_MIXED_ENCODINGS": _(
        "Line %(line)s of %(file)s is in %(found)s, the rest in %(encoding)s. Save it in one encoding."
    ),
    "STATEMENT_NUL_CHARACTER": _(
        "Line %(line)s of %(file)s holds a NUL character: it is no text file. Save it as CSV or XLSX."
    ),
    "STATEMENT_ARCHIVE_WITHOUT_STATEMENT": _("%(file)s packs no statement. Unpack it and take the right file."),
    "STATEMENT_ARCHIVE_OF_SEVERAL": _(
        "%(file)s packs statements of different kinds (%(first)s, %(second)s). Import them one by one."
    ),
    "STATEMENT_TOO_MANY_ENTRIES": _("%(file)s packs more than %(limit)s files. Unpack it first."),
    "STATEMENT_UNPACKS_TOO_LARGE": _("%(file)s unpacks to more than %(limit)s bytes and was refused. Split it."),
    "STATEMENT_PACKED_TOO_TIGHTLY": _("%(file)s is packed suspiciously tightly and was refused. Save it again."),
    "STATEMENT_WRONG_SIZES": _("%(file)s lies about the sizes of what it packs and was refused. Save it again."),
    "STATEMENT_UNSAFE_NAME": _("%(file)s packs a file with an unsafe name and was refused. Save it again."),
    "STATEMENT_NESTED_ARCHIVE": _("%(file)s packs another archive. Unpack it first."),
    "STATEMENT_ENCRYPTED": _("%(file)s is protected by a password. Save it without."),
    "STATEMENT_MACROS": _("%(file)s holds macros. Save it without."),
    "STATEMENT_XML_DECLARATIONS": _("%(file)s declares XML entities and was refused. Save it again."),
    "STATEMENT_TOO_MANY_CELLS": _("%(file)s spans more than %(limit)s cells. Copy the filled ones into a new sheet."),
    "STATEMENT_OUT_OF_MEMORY": _("Reading %(file)s takes too much memory. Export a shorter period."),
    "STATEMENT_TOO_SLOW": _("Reading %(file)s takes too long. Export a shorter period."),
    "STATEMENT_PARSER_FAILED": _("%(file)s cannot be read. Export it again, as CSV or XLSX if the bank offers it."),
    "STATEMENT_XML_BROKEN": _("%(file)s is not complete or not well-formed XML: %(reason)s. Export it again."),
    "STATEMENT_XML_DTD": _("%(file)s declares a document type or entities and was refused. Export it again."),
    "STATEMENT_XML_ENCODING": _("%(file)s declares the encoding %(found)s, which is not read. Save it as UTF-8."),
    "STATEMENT_XML_TOO_DEEP": _("%(file)s is nested deeper than %(limit)s levels and was refused. Export it again."),
    "STATEMENT_NOT_A_STATEMENT": _("%(file)s is XML, but no bank statement (%(found)s). Take the right file."),
    "STATEMENT_NO_STATEMENT": _("%(file)s holds no statement. Export it again."),
    "STATEMENT_SIGNON_FAILED": _("The bank sent error %(status)s instead of a statement: %(text)s. Fetch it again."),
    "STATEMENT_MT_INCOMPLETE": _("%(file)s lacks %(missing)s and is no whole statement. Export it again."),
    "STATEMENT_TAG_REPEATED": _(
        "Line %(line)s of %(file)s has %(tag)s a second time in one statement. Export it again."
    ),
    "STATEMENT_TAG_UNREADABLE": _("Line %(line)s of %(file)s: %(tag)s cannot be read. Export it again."),
    "STATEMENT_ACCOUNT_MISSING": _("%(file)s names no account. Export it again."),
    "STATEMENT_CURRENCY_MISSING": _("%(file)s names no currency. Export it again."),
    "STATEMENT_NO_HEADER": _(
        "%(file)s has no row that names a date and an amount column. Put the column names above the rows."
    ),
    "STATEMENT_UNKNOWN_DELIMITER": _(
        "The column names in line %(line)s of %(file)s are not separated by comma, tab, semicolon or bar. Save it as CSV."
    ),
    "STATEMENT_DUPLICATE_HEADER": _("Line %(line)s of %(file)s names the column %(column)s twice. Rename one of them."),
    "STATEMENT_BALANCE_BREAK": _(
        "Line %(line)s of %(file)s: the balance should be %(expected)s %(currency)s, the file says %(found)s. "
        "A line is missing or was changed: export again."
    ),
    "STATEMENT_CONTINUITY_BREAK": _(
        "Line %(line)s of %(file)s opens at %(found)s %(currency)s, the statement before closed at %(expected)s. "
        "Export again without gaps."
    ),
    "STATEMENT_ACCOUNT_DIFFERS": _(
        "Line %(line)s of %(file)s: the statement is of account %(found)s, the bank account %(account)s has the number "
        "%(ours)s. Name the right one with --account, or add it: huikuan account add NAME --number NUMBER."
    ),
    "STATEMENT_ACCOUNT_UNCLEAR": _(
        "%(file)s holds several accounts (%(found)s, from line %(line)s), and the number of the bank account %(account)s does "
        "not tell which is meant. Add one with its full number: huikuan account add NAME --number NUMBER."
    ),
    "STATEMENT_CURRENCY_NOT_OURS": _(
        "Line %(line)s of %(file)s is in %(found)s, the bank account %(account)s in %(expected)s. Name an account in "
        "%(found)s with --account, or add it: huikuan account add NAME --currency %(found)s."
    ),
    "STATEMENT_UNKNOWN_CURRENCY_IN_FILE": _(
        "Line %(line)s of %(file)s is in %(currency)s, which is no currency in use. Check the file, or export it again in the "
        "account's currency."
    ),
    "STATEMENT_LEFT_OUT": ngettext_lazy(
        "Left out: %(lines)s line of account %(account)s (%(currency)s). Import the file once more for that account.",
        "Left out: %(lines)s lines of account %(account)s (%(currency)s). Import the file once more for that account.",
        "lines",
    ),
    "STATEMENT_TOO_FAR_AHEAD": _(
        "Line %(line)s is dated %(value)s, more than two years ahead. Correct the day, or export it again."
    ),
    # rows and cells
    "STATEMENT_OTHER_ACCOUNT": _(
        "The line is of another account: %(value)s. Import the file once more for that account."
    ),
    "STATEMENT_OTHER_CURRENCY": _(
        "The line is in another currency than the bank account: %(value)s. Import the file once more for an account of it."
    ),
    "STATEMENT_ZERO_AMOUNT": _("The amount is zero. Correct it, or delete the row."),
    "STATEMENT_NEGATIVE_AMOUNT": _(
        "The amount is negative although its direction is given apart: %(value)s. Keep one of the two."
    ),
    "STATEMENT_NO_AMOUNT": _("The row has no amount. Enter it, or delete the row."),
    "STATEMENT_BOTH_SIDES": _("The row has an amount on both sides. Keep the one that holds."),
    "STATEMENT_NO_DIRECTION": _("Nothing says whether money came in or went out. Fill in the direction."),
    "STATEMENT_DIRECTION_CONFLICT": _(
        "The sign of the amount contradicts its direction: %(value)s. Correct one of them."
    ),
    "STATEMENT_DATE_MISSING": _("The row has no date. Enter it."),
    "STATEMENT_TIME_UNREADABLE": _("The time cannot be read: %(value)s. Correct the cell."),
    "STATEMENT_EXTRA_CELLS": _("The row has %(found)s cells, the header %(expected)s. Put its cells in their columns."),
    "STATEMENT_CELL_TOO_LONG": _("A cell has more than %(limit)s characters. Shorten it."),
    "STATEMENT_UNPAIRED_QUOTE": _("A quotation mark is opened and never closed. Close it or delete it."),
    "STATEMENT_LINE_UNREADABLE": _("The statement line cannot be read: %(value)s. Export it again."),
    "STATEMENT_NET_DIFFERS": _("Gross less fee is not the net that the row states: %(value)s. Fetch the bill again."),
    "STATEMENT_STATUS_UNKNOWN": _("The status is not known: %(value)s. Correct the cell."),
    "STATEMENT_BLANK": _("The cell is empty. Fill it in."),
    "STATEMENT_TOO_LONG": _("The text is too long. Shorten it."),
    "STATEMENT_UNREADABLE": _("The cell cannot be read: %(value)s. Correct it."),
    "STATEMENT_OUT_OF_RANGE": _(
        "Outside what can be kept: %(value)s. Amounts go up to 100,000,000,000.00, days from 1990 to 2100."
    ),
    "STATEMENT_NOT_A_NUMBER": _("This is no number: %(value)s. Enter the amount."),
    "STATEMENT_SCIENTIFIC_NOTATION": _("The amount is in scientific notation: %(value)s. Write all its digits."),
    "STATEMENT_BAD_GROUPING": _("The thousands are grouped wrongly: %(value)s. Correct the cell."),
    "STATEMENT_AMBIGUOUS_SEPARATOR": _(
        "The separator may mean thousands or decimals: %(value)s. Write decimals with a point."
    ),
    "STATEMENT_NEEDS_ROUNDING": _("The amount has more decimals than its currency: %(value)s. Correct the cell."),
    "STATEMENT_CURRENCY_DIFFERS": _(
        "The amount names another currency: %(value)s. Correct it, or take the account of that currency."
    ),
    "STATEMENT_UNKNOWN_CURRENCY": _("The currency is not known. Give its three letters, such as CNY."),
    "STATEMENT_UNIT_DIFFERS": _("The amount names another unit than its column: %(value)s. Correct the cell."),
    "STATEMENT_NO_SUCH_DAY": _("There is no such day: %(value)s. Correct the cell."),
    "STATEMENT_AMBIGUOUS_ORDER": _("Month and day may be either way round: %(value)s. Write the year first."),
    "STATEMENT_EXCEL_SERIAL": _("The day is a bare number: %(value)s. Format the column as dates."),
    "STATEMENT_TWO_DIGIT_YEAR": _("The year has two digits: %(value)s. Write four."),
    "STATEMENT_ROW_PENDING": _("The bank has announced this entry and not booked it yet. Import it once it is booked."),
    "STATEMENT_GAP": _(
        "A statement is missing: the one before closes on %(last_day)s at %(currency)s %(expected)s, this one begins on "
        "%(day)s with %(found)s. Import the statement in between."
    ),
    # rows that are no movement
    "STATEMENT_FOOTER_ROW": _("Total or footer row."),
    "STATEMENT_PREAMBLE_ROW": _("Heading of an account."),
    "STATEMENT_BALANCE_ROW": _("Balance brought or carried forward."),
    "STATEMENT_REPEATED_HEADER": _("The column names once more."),
    "STATEMENT_SHEET_REPEATED": _("The sheet repeats an earlier one."),
    "STATEMENT_NOT_SETTLED": _("The order was closed: no money moved."),
    "STATEMENT_INSIDE_WALLET": _("Moved inside the wallet: neither in nor out."),
    "STATEMENT_INFORMATION_ENTRY": _("For information only."),
    "STATEMENT_SECURITIES": _("Trade of securities, no bank line."),
    # remarks
    "STATEMENT_BALANCE_UNREADABLE": _("The balance cannot be read and proves nothing: %(value)s."),
    "STATEMENT_BALANCE_OTHER_CURRENCY": _("The balance is in %(found)s, the statement in %(expected)s: not compared."),
    "STATEMENT_BALANCE_IGNORED": _(
        "The balance should be %(expected)s %(currency)s, the file says %(found)s. Read all the same, as asked."
    ),
    "STATEMENT_TOTALS_DIFFER": _("The file states %(expected)s, its lines give %(found)s. Is the file whole?"),
    "STATEMENT_DATE_OF_REPORT": _("The entry has no date: the day of the report was taken."),
    "STATEMENT_DAY_AFTER_MONTH_END": _("There is no such day: the month's last day was taken (%(value)s)."),
    "STATEMENT_BATCH_NOT_SPLIT": _("The parts of the batch do not add up to its amount: kept as one line."),
}
