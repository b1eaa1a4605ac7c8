"""Sentences and names of disputes."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Names = Mapping[str, str | Promise]

REASONS: Names = {
    "QUALITY": _("Quality"),
    "QUANTITY": _("Quantity"),
    "PRICE": pgettext_lazy("dispute", "Price"),
    "DELIVERY": pgettext_lazy("dispute", "Delivery"),
    "ACCEPTANCE": _("Not accepted yet"),
    "INVOICE_WRONG": _("Invoice is wrong"),
    "PAID_ALREADY": _("Paid already"),
    "NOT_OURS": _("Not ours"),
    "OTHER": pgettext_lazy("dispute", "Other"),
}
STATES: Names = {
    "OPEN": pgettext_lazy("dispute", "Open"),
    "ACCEPTED": _("Accepted, correction to come"),
    "REJECTED": pgettext_lazy("dispute", "Rejected"),
    "WITHDRAWN": pgettext_lazy("dispute", "Withdrawn"),
    "SETTLED": pgettext_lazy("dispute", "Settled"),
}
STATES_FOR_CUSTOMERS: Names = {**STATES, "OPEN": _("Being looked at")}
STATE_TONES: Mapping[str, str] = {"OPEN": "soon", "ACCEPTED": "soon", "REJECTED": "risk", "SETTLED": "done"}
ENDINGS: Names = {
    "CREDIT_NOTE": _("Credit note"),
    "CORRECTION": _("Correction of the invoice or the papers"),
    "REPLACEMENT": _("Replacement or repair"),
    "PAID": _("The customer paid after all"),
}
EVENTS: Names = {
    "RAISE": _("Raised"),
    "ASSIGN": _("Given to"),
    "ESCALATE": _("Past its deadline: put before"),
    "ADD_EVIDENCE": _("File added"),
    "ACCEPT": _("Accepted"),
    "REJECT": pgettext_lazy("dispute", "Rejected"),
    "WITHDRAW": pgettext_lazy("dispute", "Withdrawn"),
    "SETTLE": pgettext_lazy("dispute", "Settled"),
}
ACTS: Names = {
    "ACCEPT": _("Accept: a credit note or correction follows"),
    "REJECT": _("Reject: a letter is written"),
    "WITHDRAW": _("The customer takes it back"),
    "SETTLE": _("Settled: corrected or credited"),
}
SENTENCES: dict[str, str | Promise] = {
    "DISPUTE_CHANGED": _("Somebody else decided about this dispute meanwhile. Look again; nothing was changed."),
    "DISPUTE_CORRECTED_UNKNOWN": _(
        "There is no invoice %(number)s of this customer issued since the dispute was raised. Enter the corrected invoice first."
    ),
    "DISPUTE_CORRECTION_UNPROVEN": _("A correction ends it with the number of the corrected invoice, or with a paper."),
    "DISPUTE_CREDITED_LESS": _(
        "%(found)s of the %(wanted)s in dispute is credited by credit notes that ended no other dispute. Credit the other"
        " %(over)s first, or confirm that it stays owed by the customer."
    ),
    "DISPUTE_CREDIT_NOTE_MISSING": _(
        "No credit note that ended no other dispute was booked on these invoices since this one was raised. Book it first, or"
        " choose another ending."
    ),
    "DISPUTE_ENDING_NEEDED": _(
        "Say by what it was settled: a credit note, a correction, a replacement or the payment."
    ),
    "DISPUTE_ENDING_TOO_EARLY": _("“Settled by” goes with “Settled” only. Choose it when it is settled."),
    "DISPUTE_FILES_COUNT": _("A dispute takes at most ten files."),
    "DISPUTE_ITEMS_COUNT": _("Say for at least one item how much of it is disputed."),
    "DISPUTE_ITEM_NOT_THEIRS": _("This item belongs to another customer, own company or currency."),
    "DISPUTE_ITEM_TWICE": _("An item stands there twice."),
    "DISPUTE_MORE_THAN_OPEN": _(
        "%(wanted)s is more than can be disputed: %(open)s of this item is open and not in dispute yet."
    ),
    "DISPUTE_NOT_VISIBLE": _("This dispute does not exist, or belongs to somebody else's customer."),
    "DISPUTE_PAPER_UNKNOWN": _("This file is not kept with the dispute. Choose another, or send it again."),
    "DISPUTE_POLICY_CHANGED": _("Somebody else changed the deadlines; version %(number)s is in force. Look again."),
    "DISPUTE_POLICY_DAYS": _("Each reason needs 1 to 120 business days."),
    "DISPUTE_REPLACEMENT_UNPROVEN": _(
        "A replacement ends it with a paper, such as the delivery note the customer signed for it."
    ),
    "DISPUTE_TEXT_MISSING": _("Say what is wrong."),
    "DISPUTE_TEXT_TOO_LONG": _("The text is too long: it may have 2,000 characters."),
}
