"""Sentences of refusals on pages: where the common sentence names an option of the command line, one that names the form."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from huikuan.web.tables.columns import Text
from huikuan.wording.sentences import sentence

ON_PAGES: Mapping[str, Text] = {
    "ROW_AMBIGUOUS_SEPARATOR": _("%(value)s may be a thousand or a fraction. Choose the decimal mark of this file."),
    "ROW_NEEDS_ROUNDING": _(
        "%(value)s has more decimals than the currency. Correct it, or let the amounts of this file be rounded."
    ),
    "ROW_AMBIGUOUS_ORDER": _("%(value)s may be two days. Choose the order of days of this file."),
    "ROW_TWO_DIGIT_YEAR": _("%(value)s has a year of two digits. Choose the order of days, or write four digits."),
    "FILE_UNDECODABLE": _(
        "Line %(line)s of %(file)s is not %(encoding)s. Save the file as XLSX or as CSV in UTF-8 and choose it again."
    ),
    "STATEMENT_ACCOUNT_DIFFERS": _(
        "Line %(line)s of %(file)s: the statement is of account %(found)s, the bank account %(account)s has the number "
        "%(ours)s. Choose the right bank account, or add it with its number first."
    ),
    "STATEMENT_ACCOUNT_UNCLEAR": _(
        "%(file)s holds several accounts (%(found)s, from line %(line)s), and the number of the bank account %(account)s does "
        "not tell which is meant. Add one with its full number first."
    ),
    "STATEMENT_CURRENCY_NOT_OURS": _(
        "Line %(line)s of %(file)s is in %(found)s, the bank account %(account)s in %(expected)s. Choose a bank account in "
        "%(found)s, or add one first."
    ),
    "ROW_KNOWN_WITH_OTHER_CONTENT": _(
        "%(column)s says %(value)s, which differs from what is known or from an earlier row. Correct one of them, or let the "
        "list change what is known."
    ),
    "COLUMN_REPEATED": _("Several columns fit: %(column)s. Choose one below, or give them different names."),
    "OPEN_COLUMN_UNCLEAR": _(
        "What is still open may stand in %(columns)s; only the amount (%(amount)s) was found. Choose below the column of "
        "what is open; choose %(amount)s there if all of it is open."
    ),
    "COLUMNS_MISSING": _("No column was found for %(fields)s. Choose it below; the file has: %(found)s."),
}
COMMAND_LINE_ONLY = frozenset({"COMPANY_NEEDED", "ACCOUNT_NEEDED", "ACCOUNT_NOT_NAMED_SO", "BOOKS_NOT_EMPTY"})
"""Codes that name an option and that no page meets."""


def worded(*, code: str, parameters: Mapping[str, object]) -> str:
    """The sentence of `code` as a page says it."""
    own = ON_PAGES.get(code)
    return sentence(code=code, parameters=parameters) if own is None else str(own) % dict(parameters)
