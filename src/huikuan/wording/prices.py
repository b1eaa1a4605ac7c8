"""Sentences and names of price confirmations."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Names = Mapping[str, str | Promise]

STATES: Names = {
    "DRAFT": _("Draft"),
    "SENT": _("Sent to the customer"),
    "SIGNED": _("Signed"),
    "REPLACED": _("Replaced"),
    "EXPIRED": _("Expired"),
}
STATE_TONES: Mapping[str, str] = {"SENT": "soon", "SIGNED": "done", "EXPIRED": "risk"}
EVENTS: Names = {
    "WRITE": _("Written"),
    "CHANGE": _("Changed"),
    "SEND": _("Sent to the customer"),
    "RECALL": _("Called back"),
    "SIGN": _("Signed by the customer"),
    "REPLACE": _("Replaced by a later one"),
    "EXPIRE": _("Ran out"),
}
DEVIATIONS: Names = {
    "ABOVE": _("Above the confirmed price"),
    "BELOW": _("Below the confirmed price"),
    "NOT_CONFIRMED": _("Item not confirmed"),
    "NO_CONFIRMATION": _("No confirmation in force"),
}
DEVIATION_TONES: Mapping[str, str] = {"ABOVE": "soon", "BELOW": "risk", "NOT_CONFIRMED": "soon"}
ANCHORS: Names = {
    "INVOICE": _("The invoice date"),
    "DELIVERY": _("Delivery"),
    "ACCEPTANCE": _("Acceptance"),
    "STATEMENT_CONFIRMED": _("The confirmed statement"),
}
ROLLS: Names = {
    "NONE": pgettext_lazy("due rule", "From that day"),
    "EOM": pgettext_lazy("due rule", "From the end of its month"),
    "NEXT_MONTH_1ST": pgettext_lazy("due rule", "From the first of the next month"),
}
SENTENCES: dict[str, str | Promise] = {
    "PRICES_CHANGED": _("Price confirmation %(number)s stands elsewhere by now. Look again; nothing was changed."),
    "PRICES_COPY_MISSING": _("Choose the file of the signed copy."),
    "PRICES_DAYS_REVERSED": _("The last day lies before the first. Correct one of them."),
    "PRICES_FILE_COLUMNS": _(
        "The file needs a column with the item's name (名称) and one with the unit price (单价). Found: %(found)s."
    ),
    "PRICES_ITEM_TWICE": _("Line %(line)s: %(value)s stands there twice. Leave one of them."),
    "PRICES_LINES_COUNT": _("A price confirmation has 1 to 500 lines."),
    "PRICES_LINE_UNNAMED": _("Line %(line)s: name the item."),
    "PRICES_NOT_VISIBLE": _("This price confirmation does not exist, or belongs to somebody else's customer."),
    "PRICES_NUMBER_MISSING": _("Give the confirmation a number."),
    "PRICES_NUMBER_TAKEN": _("There is a price confirmation %(number)s already. Give this one another number."),
    "PRICES_PRICE_OUT_OF_BOUNDS": _("Line %(line)s: the price must be more than zero and at most 1,000,000,000."),
    "PRICES_PRICE_UNREADABLE": _(
        "Line %(line)s: “%(value)s” is no price. Write it as 12.5, with at most six decimals."
    ),
    "PRICES_REASON_MISSING": _("Say why, so that others can follow the decision."),
    "PRICES_SIGNER_MISSING": _("Say who signed for the customer."),
    "PRICES_TAX_OUT_OF_BOUNDS": _("Line %(line)s: the tax rate lies between 0 and 100 per cent."),
    "PRICES_TAX_UNREADABLE": _("Line %(line)s: “%(value)s” is no tax rate. Write 13 or 13%%."),
    "PRICES_TERM_FAULTY": _("The collection term cannot be computed: check its days."),
    "PRICES_TEXT_TOO_LONG": _("A text is too long (line %(line)s; 0 is the head): an item may have 200 characters."),
    "PRICES_TOLERANCE_CHANGED": _("Somebody else changed the tolerance; version %(number)s is in force. Look again."),
    "PRICES_TOLERANCE_OUT_OF_BOUNDS": _("The tolerance lies between 0 and %(most)s per cent."),
}
