"""Sentences and names of causes of late debts: why they are not paid, and what is ours to mend."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Names = Mapping[str, str | Promise]

CAUSES: Names = {
    "NO_MONEY": _("The customer has no money"),
    "KEEPS_IT": _("Has the money and keeps it"),
    "LEVER": _("Uses the debt as a lever"),
    "PROCESS_BLOCKED": _("A step of his process is blocked"),
    "NOT_SELLING": _("The goods do not sell"),
    "OUR_QUALITY": _("Ours: quality"),
    "OUR_DELIVERY": _("Ours: delivery"),
    "OUR_INVOICE": _("Ours: invoice"),
    "OUR_ACCEPTANCE": _("Ours: acceptance"),
    "TERM_UNCLEAR": _("The term was never clear"),
}
STATES: Names = {
    "IN_FORCE": pgettext_lazy("cause", "In force"),
    "SETTLED": pgettext_lazy("cause", "Paid"),
    "REPLACED": pgettext_lazy("cause", "Replaced by a later one"),
    "WITHDRAWN": pgettext_lazy("cause", "Taken back"),
}
STATE_TONES: Mapping[str, str] = {"IN_FORCE": "soon", "SETTLED": "done"}
EVENTS: Names = {
    "RECORD": pgettext_lazy("cause", "Recorded"),
    "MEND": _("Mended on our side"),
    "REOPEN": _("Not mended after all"),
    "NARROW": _("One of its items has a later cause"),
    "SETTLE": pgettext_lazy("cause", "Paid"),
    "REPLACE": pgettext_lazy("cause", "Replaced by a later one"),
    "WITHDRAW": pgettext_lazy("cause", "Taken back"),
}
WHY_REQUIRED: Names = {"AMOUNT": _("above the amount"), "AGE": _("above the age")}
REPORT_BY: Names = {
    "CAUSE": _("By cause"),
    "PERSON": _("By salesperson"),
    "PRODUCT": _("By product"),
    "MONTH": _("By month"),
}
REPORT_GROUPS: Names = {"PERSON": _("Salesperson"), "PRODUCT": _("Product"), "MONTH": _("Month")}
OVERDUE_STATES: Names = {
    "OPEN": _("Open"),
    "DUE_SOON": _("Due soon"),
    "OVERDUE": _("Overdue"),
    "HELD_IN_PART": _("Overdue, held in part"),
    "HELD": pgettext_lazy("item", "Held"),
    "SETTLED": _("Settled"),
    "WRITTEN_OFF": _("Written off"),
    "CANCELLED": _("Cancelled"),
}
OVERDUE_TONES: Mapping[str, str] = {"DUE_SOON": "soon", "OVERDUE": "risk", "HELD_IN_PART": "risk", "SETTLED": "done"}
SENTENCES: dict[str, str | Promise] = {
    "CAUSE_CHANGED": _("This cause is over or was mended already. Look again; nothing was changed."),
    "CAUSE_CONTACT_NOT_THEIRS": _("One of the contacts chosen as evidence is not this customer's."),
    "CAUSE_EVIDENCE_MISSING": _("A cause needs evidence: a file, or a contact of the time line."),
    "CAUSE_FILES_COUNT": _("At most 10 files."),
    "CAUSE_ITEMS_COUNT": _("Choose the items that are not paid for this cause."),
    "CAUSE_ITEMS_NOT_THEIRS": _("Choose items that are open. One of those chosen is paid, or belongs elsewhere."),
    "CAUSE_MEND_DAY": _("Say until when it is mended: from today on, within a year."),
    "CAUSE_MEND_MISSING": _("A cause on our side needs a task: what one of us mends, and until when."),
    "CAUSE_MEND_NOT_OURS": _("Only a cause on our side has a task of ours."),
    "CAUSE_NOT_VISIBLE": _("This cause does not exist, or belongs to somebody else's customer."),
    "CAUSE_OWNER_UNKNOWN": _("Choose one of our people."),
    "CAUSE_MENDER_BLIND": _("Choose somebody who sees this customer, or what is ours to mend stands in nobody's list."),
    "CAUSE_POLICY_AMOUNTS": _("Amounts are more than zero, in currencies in use."),
    "CAUSE_POLICY_CHANGED": _("Somebody else changed the policy; version %(number)s is in force. Look again."),
    "CAUSE_POLICY_DAYS": _("The age lies between 1 and 366 days."),
    "CAUSE_POLICY_GRACE": _("The grace lies between 0 and 30 business days."),
    "CAUSE_TEXT_MISSING": _("Say in words why it is not paid."),
    "CAUSE_TEXT_TOO_LONG": _("The text is too long: it may have 2,000 characters."),
}
