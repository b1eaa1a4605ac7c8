"""Sentences of imports and backups: what is wrong with a file or a row, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from huikuan.imports.rules import CREDIT, Rejection
from huikuan.wording.sentences import is_worded, sentence

ROW = "ROW_"
"""What stands before the code of a refused row, before that of a whole file (FILE_) and of a rule used (IMPORT_)."""


def row_reason(*, rejection: Rejection) -> str:
    """Why a row was refused and how to mend it."""
    known = {"column": rejection.column, "value": rejection.value, **rejection.parameters}
    own = f"{ROW}{rejection.code}"
    return sentence(code=own if is_worded(code=own) else rejection.code, parameters=known)


def warning_said(*, code: str, count: int) -> str:
    """A warning of an import: how many rows a stated rule settled; of how many customers credit control warns, and where to look."""
    text = sentence(code=f"IMPORT_{code}", parameters={"count": count})
    return text if code.startswith(CREDIT) else f"{count:,} × {text}"


def unused_amounts_said(*, columns: Iterable[str]) -> str:
    """Which columns of a file hold amounts that nothing is read from."""
    return sentence(code="IMPORT_UNUSED_AMOUNTS", parameters={"columns": ", ".join(columns)})


def mixed_format_said(*, mixed: Mapping[str, object]) -> str:
    """Which column of a file writes its amounts in two ways, with a line of each."""
    return sentence(code="IMPORT_MIXED_NUMBER_FORMATS", parameters=mixed)


_ROWS: Mapping[str, str | Promise] = {
    # cells
    "ROW_BLANK": _("%(column)s is empty. Fill it in."),
    "ROW_TOO_LONG": _("%(column)s is too long. Shorten it."),
    "ROW_UNREADABLE": _("%(column)s cannot be read: %(value)s. Correct the cell."),
    "ROW_OUT_OF_RANGE": _(
        "%(column)s lies outside what can be kept: %(value)s. Amounts go up to 100,000,000,000.00, days from "
        "1990 to 2100."
    ),
    "ROW_NOT_A_NUMBER": _("%(column)s holds no number: %(value)s. Enter the amount."),
    "ROW_SCIENTIFIC_NOTATION": _("%(column)s is in scientific notation: %(value)s. Write all its digits."),
    "ROW_BAD_GROUPING": _("The separators in %(value)s do not fit the other amounts of %(column)s. Correct the cell."),
    "ROW_AMBIGUOUS_SEPARATOR": _(
        "%(value)s may be a thousand or a fraction. Say --number-format POINT (1,234.56) or COMMA (1.234,56)."
    ),
    "ROW_NEEDS_ROUNDING": _(
        "%(value)s has more decimals than the currency. Correct it, or let the amounts of this file be rounded "
        "(--round-amounts)."
    ),
    "ROW_CURRENCY_DIFFERS": _("%(value)s names another currency than its row. Correct the amount or the currency."),
    "ROW_UNIT_DIFFERS": _("%(value)s names its own unit, while the column has another one. Correct the cell."),
    "ROW_UNKNOWN_CURRENCY": _("%(value)s is no currency in use. Write its three letters, such as CNY."),
    "ROW_NO_SUCH_DAY": _("The calendar has no day %(value)s. Correct %(column)s."),
    "ROW_AMBIGUOUS_ORDER": _("%(value)s may be two days. Say --date-order MDY (month first) or DMY (day first)."),
    "ROW_EXCEL_SERIAL": _("%(column)s holds a spreadsheet's day number, %(value)s. Format the column as a date."),
    "ROW_TWO_DIGIT_YEAR": _("%(value)s has a year of two digits. Say --date-order, or write four digits."),
    # rows
    "ROW_CUSTOMER_MISSING": _("The row names no customer. Give his number, tax code or name."),
    "ROW_ZERO_AMOUNT": _("The amount is zero. Correct it or leave the row out."),
    "ROW_NEGATIVE_AMOUNT": _("The amount is negative: %(value)s. Enter a credit note (red-letter invoice) instead."),
    "ROW_NOTHING_OPEN": _("Nothing is open on this item, so there is nothing to take over. Leave the row out."),
    "ROW_OPEN_ABOVE_AMOUNT": _("More is open than the item's amount: %(value)s. Correct one of them."),
    "ROW_SIGNS_DIFFER": _("The open amount %(value)s has another sign than the amount. Correct one of them."),
    "ROW_TOO_FAR_AHEAD": _("%(value)s lies more than two years ahead. Correct %(column)s."),
    "ROW_SHIFTED_ROW": _("The row has more or fewer cells than the header: %(value)s. Put its cells in their columns."),
    "ROW_NUMBER_TAKEN_WITH_OTHER_CONTENT": _(
        "The number %(value)s is known with other content (customer, day, amount or currency). Compare the two."
    ),
    "ROW_CUSTOMER_AMBIGUOUS": _("Several customers are called %(value)s. Give the customer's number or tax code."),
    "ROW_SETTLED_SINCE": _(
        "This invoice is known and open, the file says it was paid on %(value)s. Import the bank statement or enter the money."
    ),
    "ROW_PERIOD_CLOSED": _(
        "%(value)s lies in a closed period (closed through %(closed_through)s). Correct the day, or leave the row out."
    ),
    "ROW_UNKNOWN_REFERENCE": _(
        "%(column)s names %(value)s, which is in no list that was taken. Add it, or mend its row."
    ),
    "ROW_MORE_THAN_INVOICED": _("With this row more would be paid on the invoice than is open. Lower its amount."),
    "ROW_MORE_THAN_RECEIVED": _("With this row more of the receipt would be used than is left. Lower its amount."),
    "ROW_THIRD_PARTY_UNAUTHORISED": _("The money came from another customer than the invoice's. Allocate it by hand."),
    "ROW_CURRENCIES_DIFFER": _(
        "Money and invoice are in different currencies. They cannot be set off. Leave the row out."
    ),
    "ROW_WRONG_LENGTH": _("%(value)s is no tax code of China: it has 18 characters. Correct %(column)s."),
    "ROW_ILLEGAL_CHARACTER": _("%(value)s holds a character that no tax code has (I, O, S, V, Z). Correct %(column)s."),
    "ROW_WRONG_CHECK_CHARACTER": _("The last character of %(value)s does not fit the others. Correct %(column)s."),
    "ROW_KNOWN_WITH_OTHER_CONTENT": _(
        "%(column)s says %(value)s, which differs from what is known or from an earlier row. Correct one of them, or let the "
        "list change what is known (--update)."
    ),
    "ROW_PAPER_DIFFERS": _(
        "The rows of %(value)s differ in customer, day or signature. Make them alike, or give each paper its own number."
    ),
    "ROW_PAPER_INCOMPLETE": _("Another row of %(value)s cannot be read. Mend that one; a paper is taken whole."),
    "ROW_CUSTOMER_UNKNOWN": _("No customer is known by this number, tax code or name. Take him in first."),
    "ROW_GROUP_UNKNOWN": _("No customer has the number %(value)s. Add his row, or leave the cell empty."),
    "ROW_GROUP_CYCLE": _("With this row a customer would stand under himself. Correct %(column)s of one of them."),
    "ROW_CONTRACT_BILLS_ITSELF": _(
        "Contract %(value)s makes its receivables from its milestones. Record the event on its page with the number of this "
        "invoice, and leave the row out."
    ),
    "ROW_REPEATED_ID": _("%(value)s stands twice in this list. Keep one of the rows."),
}
_RULES: Mapping[str, str | Promise] = {
    "IMPORT_FLOAT_NOISE": _(
        "amounts such as 2309.7899999999995, what a program's binary fractions leave of 2309.79, were taken as the exact amount"
    ),
    "IMPORT_ROUNDED": _("amounts were rounded to the currency's decimals, halves away from zero"),
    "IMPORT_TERMS_UNREADABLE": _(
        "payment terms do not say their days; where the due date is missing the customer's term holds"
    ),
    "IMPORT_CLASS_UNKNOWN": _(
        "rows name a customer class that does not exist (there are KEY, WATCH and STANDARD); it was left out"
    ),
    "IMPORT_ISSUE_DATE_FROM_DUE_DATE": _("rows without an issue date were dated on their due date"),
    "IMPORT_AMOUNT_FROM_OPEN": _("rows without an amount were taken with what is open on them"),
    "IMPORT_DUE_BEFORE_ISSUE": _("rows are due before they were issued; they were taken as they stand"),
    "IMPORT_KNOWN_CANCELLED": _("rows are known and were taken back since; they stay taken back"),
    "IMPORT_TAX_CODE_UNUSUAL": _(
        "tax codes are unusual (organisation check, prefix, region, or form of their country)"
    ),
    "IMPORT_SALESPERSON_UNKNOWN": _(
        "rows name a salesperson who is not known, or a name that several have; the customer is looked after by nobody yet"
    ),
    "IMPORT_MIXED_NUMBER_FORMATS": _(
        "%(column)s writes its numbers in two ways: line %(point_line)s has %(point)s, line %(comma_line)s has %(comma)s. "
        "Each was read for itself; check them."
    ),
    "IMPORT_UNUSED_AMOUNTS": _("Columns with amounts that nothing is read from: %(columns)s."),
}
_CREDIT: Mapping[str, str | Promise] = {
    "IMPORT_CREDIT_OVER_LIMIT": ngettext_lazy(
        "%(count)s customer is over the credit limit with what is open now. See Credit limits, Near or over.",
        "%(count)s customers are over their credit limit with what is open now. See Credit limits, Near or over.",
        "count",
    ),
    "IMPORT_CREDIT_NO_LIMIT": ngettext_lazy(
        "%(count)s customer has no credit limit. See Credit limits, Not set.",
        "%(count)s customers have no credit limit. See Credit limits, Not set.",
        "count",
    ),
    "IMPORT_CREDIT_LIMIT_EXPIRED": ngettext_lazy(
        "The credit limit of %(count)s customer has expired. See Credit limits, Expired or revoked.",
        "The credit limits of %(count)s customers have expired. See Credit limits, Expired or revoked.",
        "count",
    ),
    "IMPORT_CREDIT_CASH_ONLY": ngettext_lazy(
        "%(count)s customer pays cash only and owes money now. See Credit limits, Cash only.",
        "%(count)s customers pay cash only and owe money now. See Credit limits, Cash only.",
        "count",
    ),
    "IMPORT_CREDIT_OLDEST_ITEM": ngettext_lazy(
        "%(count)s customer has an open item that is older than the credit policy lets pass. See Ageing.",
        "%(count)s customers have an open item that is older than the credit policy lets pass. See Ageing.",
        "count",
    ),
    "IMPORT_CREDIT_DAYS_OVERDUE": ngettext_lazy(
        "%(count)s customer is overdue for longer than the credit policy lets pass. See Ageing.",
        "%(count)s customers are overdue for longer than the credit policy lets pass. See Ageing.",
        "count",
    ),
    "IMPORT_CREDIT_OLD_DEBT": ngettext_lazy(
        "%(count)s customer has not paid old debts. See Ageing.",
        "%(count)s customers have not paid old debts. See Ageing.",
        "count",
    ),
    "IMPORT_CREDIT_OPENING": ngettext_lazy(
        "The account of %(count)s customer is not opened. See Account openings.",
        "The accounts of %(count)s customers are not opened. See Account openings.",
        "count",
    ),
    "IMPORT_CREDIT_SANCTION": ngettext_lazy(
        "Credit of %(count)s customer is stopped. His page says why.",
        "Credit of %(count)s customers is stopped. Their pages say why.",
        "count",
    ),
    "IMPORT_CREDIT_BOUNCED": ngettext_lazy(
        "Money of %(count)s customer bounced lately. See Receipts.",
        "Money of %(count)s customers bounced lately. See Receipts.",
        "count",
    ),
    "IMPORT_CREDIT_RATE_UNKNOWN": ngettext_lazy(
        "The exposure of %(count)s customer cannot be told. Enter the missing exchange rate under Settings.",
        "The exposure of %(count)s customers cannot be told. Enter the missing exchange rate under Settings.",
        "count",
    ),
}
_FILES: Mapping[str, str | Promise] = {
    "FILE_UNREADABLE": _("%(file)s cannot be opened: %(reason)s."),
    "FILE_EMPTY": _("%(file)s is empty. Export it again."),
    "FILE_TOO_LARGE": _("%(file)s is larger than %(limit)s bytes. Split it."),
    "FILE_UNSUPPORTED_FORMAT": _("%(file)s is %(found)s. Save it as CSV or XLSX."),
    "FILE_CORRUPT": _("%(file)s is damaged. Export it again."),
    "FILE_NO_HEADER": _("%(file)s has no line of column names. Put one above the rows."),
    "FILE_NO_SUCH_HEADER_LINE": _("%(file)s has no such line of column names. Name another line."),
    "FILE_NO_SUCH_SHEET": _("%(file)s has no sheet %(found)s. Name another sheet."),
    "FILE_TOO_MANY_ROWS": _("%(file)s has more than %(limit)s rows. Split it."),
    "FILE_TOO_MANY_COLUMNS": _("%(file)s has more than %(limit)s columns. Delete the empty ones."),
    "FILE_FIELD_TOO_LONG": _("Line %(line)s of %(file)s has a cell of more than %(limit)s characters. Shorten it."),
    "FILE_UNKNOWN_ENCODING": _("%(found)s is no known encoding. Try utf-8 or gb18030."),
    "FILE_UNDECODABLE": _(
        "Line %(line)s of %(file)s is not %(encoding)s. Name the encoding (--encoding), or save it as UTF-8."
    ),
    "FILE_MIXED_ENCODINGS": _(
        "Line %(line)s of %(file)s is in %(found)s, the rest in %(encoding)s. Save the whole file in one encoding."
    ),
    "FILE_NUL_CHARACTER": _(
        "Line %(line)s of %(file)s holds a NUL character: it is no text file. Save it as CSV or XLSX."
    ),
    "FILE_UNCLOSED_QUOTE": _(
        "A quotation mark opened in line %(line)s of %(file)s is never closed. Close it or delete it."
    ),
    "FILE_BAD_QUOTE": _("A quotation mark stands inside a cell in line %(line)s of %(file)s. Double it."),
    "FILE_TOO_MANY_ENTRIES": _("%(file)s packs more than %(limit)s files and was refused. Save it again."),
    "FILE_UNPACKS_TOO_LARGE": _("%(file)s unpacks to more than %(limit)s bytes and was refused. Split it."),
    "FILE_PACKED_TOO_TIGHTLY": _(
        "%(file)s is packed suspiciously tightly (more than %(limit)s times) and was refused. Save it again."
    ),
    "FILE_WRONG_SIZES": _("%(file)s lies about the sizes of what it packs and was refused. Save it again."),
    "FILE_UNSAFE_NAME": _("%(file)s packs a file with an unsafe name and was refused. Save it again."),
    "FILE_NESTED_ARCHIVE": _("%(file)s packs another archive. Unpack it first."),
    "FILE_ENCRYPTED": _("%(file)s is protected by a password. Save it without."),
    "FILE_MACROS": _("%(file)s holds macros. Save it without."),
    "FILE_XML_DECLARATIONS": _("%(file)s declares XML entities and was refused. Save it again."),
    "FILE_TOO_MANY_CELLS": _("%(file)s claims more than %(limit)s cells. Copy the filled ones into a new sheet."),
    "FILE_OUT_OF_MEMORY": _("Reading %(file)s takes too much memory. Save it as CSV, or split it."),
    "FILE_TOO_SLOW": _("Reading %(file)s takes too long. Save it as CSV, or split it."),
    "FILE_PARSER_FAILED": _("%(file)s cannot be read. Save it as CSV or XLSX again."),
    "FIELD_UNKNOWN": _("%(field)s is no field. Known: %(known)s."),
    "COLUMN_UNKNOWN": _("The file has no column %(column)s. It has: %(found)s."),
    "COLUMN_REPEATED": _(
        "Several columns fit: %(column)s. Choose one (--map field=column), or give them different names."
    ),
    "OPEN_COLUMN_UNCLEAR": _(
        "What is still open may stand in %(columns)s; only the amount (%(amount)s) was found. Choose the column of what is "
        "open (--map open_amount=column); choose %(amount)s if all of it is open."
    ),
    "COLUMNS_MISSING": _(
        "No column was found for %(fields)s. Choose it (--map field=column); the file has: %(found)s."
    ),
    "COLUMNS_MISSING_IN": _("%(file)s lacks the columns %(fields)s; it has: %(found)s."),
    "COMPANY_NEEDED": _("There are several own companies: %(known)s. Say --company."),
    "COMPANY_NOT_NAMED_SO": _("There is no own company %(name)s. Known: %(known)s."),
    "UPLOAD_UNKNOWN": _("This file was not uploaded in this session. Choose it again."),
    "IMPORT_NOT_VISIBLE": _("This import does not exist, or belongs to another own company."),
    "ACCOUNT_UNKNOWN": _("This own company has no such bank account in use."),
    "ACCOUNT_NEEDED": _("Say --account, one of: %(known)s. Another one is added by huikuan account add NAME."),
    "ACCOUNT_NOT_NAMED_SO": _(
        "There is no bank account %(name)s. Known: %(known)s. Name one of them with --account, or add it: huikuan account "
        "add %(name)s."
    ),
    "ACCOUNT_EXISTS": _("There is a bank account %(name)s already."),
}
_BACKUPS: Mapping[str, str | Promise] = {
    "BACKUP_UNREADABLE": _("%(file)s is no backup of this product, or it is damaged."),
    "BACKUP_OF_OTHER_RELEASE": _("%(file)s has form %(format)s, which this release cannot read. Install a newer one."),
    "BACKUP_DAMAGED": _("The backup is damaged: %(part)s is missing or was changed. Take another one."),
    "BACKUP_DIFFERS": _("The restored backup differs in %(part)s: %(expected)s expected, %(found)s found."),
    "BACKUP_OTHER_DATABASE": _("The backup is of %(backup)s, this installation runs on %(installation)s."),
    "BACKUP_PROGRAM_MISSING": _("The program %(program)s is not installed. Install the PostgreSQL client."),
    "BACKUP_PROGRAM_FAILED": _("%(program)s failed: %(reason)s"),
    "SCRATCH_DATABASE_REFUSED": _(
        "The backup could not be restored for proof, as the role may not create a database (ALTER ROLE … CREATEDB): %(reason)s"
    ),
    "BOOKS_NOT_EMPTY": _("There are books here already. Say --replace to put the backup in their place."),
}
SENTENCES: dict[str, str | Promise] = {**_ROWS, **_RULES, **_CREDIT, **_FILES, **_BACKUPS}
