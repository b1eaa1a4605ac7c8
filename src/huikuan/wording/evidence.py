"""Sentences and names of evidence and of case files."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Names = Mapping[str, str | Promise]

KINDS: Names = {
    "CONTRACT": _("Contract"),
    "PRICE_CONFIRMATION": _("Price confirmation"),
    "DELIVERY": _("Delivery note"),
    "ACCEPTANCE": _("Acceptance"),
    "INVOICE": _("Invoice"),
    "STATEMENT": _("Statement"),
    "REMINDERS": _("Reminders"),
    "ACKNOWLEDGEMENT": _("Acknowledgement of the debt"),
}
STATES: Names = {
    "PRESENT": pgettext_lazy("evidence", "There"),
    "MISSING": pgettext_lazy("evidence", "Missing"),
    "NOT_NEEDED": pgettext_lazy("evidence", "Not needed"),
}
BUNDLE_STATES: Names = {
    "WAITING": pgettext_lazy("bundle", "Ordered"),
    "MAKING": pgettext_lazy("bundle", "Being made"),
    "READY": pgettext_lazy("bundle", "Ready"),
    "FAILED": pgettext_lazy("bundle", "Not made"),
}
BUNDLE_TONES: Mapping[str, str] = {"WAITING": "plain", "MAKING": "soon", "READY": "done", "FAILED": "risk"}
STAGES: Names = {
    "GATHERING": _("gathering papers, interest and time line"),
    "SETTING": _("setting the index and binding the originals"),
    "SEALING": _("sealing the list of files"),
    "PACKING": _("packing the archive with its proofs"),
}
STRENGTHS: Names = {
    "STRONG": pgettext_lazy("evidence", "Strong"),
    "FAIR": pgettext_lazy("evidence", "Fair"),
    "WEAK": pgettext_lazy("evidence", "Weak"),
}
STRENGTH_TONES: Mapping[str, str] = {"STRONG": "done", "FAIR": "soon", "WEAK": "soon"}
GETTERS: Names = {
    "SALESPERSON": _("Salesperson"),
    "AR_ACCOUNTANT": _("AR accountant"),
    "COLLECTOR": _("Collector"),
}
GROUNDS: Names = {
    "CONTRACT_SIGNED": _("Signed contract"),
    "CONTRACT_UNSIGNED": _("Contract that is not marked as signed"),
    "PRICE_SIGNED": _("Price confirmation signed by the customer"),
    "DELIVERY_SIGNED": _("Delivery note signed by the recipient: quantity and visible defects count as inspected"),
    "ACCEPTANCE_SIGNED": _("Signed acceptance"),
    "ACCEPTANCE_DEEMED": _("The inspection period ran out without a notice: counts as conforming"),
    "TAX_INVOICE": _("The invoice; alone, even deducted, it does not prove the delivery"),
    "STATEMENT_CONFIRMED": _("Statement the customer confirmed"),
    "STATEMENT_DEEMED": _("Statement nobody objected to in time"),
    "STATEMENT_SENT": _("Statement sent, not answered"),
    "LETTER_ARRIVED": _("Letter with the proof that it arrived"),
    "LETTER_POSTED": _("Letter handed to the courier"),
    "MESSAGE_SENT": _("Message sent; it counts when it enters the customer's system"),
    "ACKNOWLEDGED_STRONG": _("Acknowledged with seal or signature"),
    "ACKNOWLEDGED_MEDIUM": _("Acknowledged through the customer's link with a code"),
    "ACKNOWLEDGED_WEAK": _("Acknowledged without seal or signature"),
    "UPLOADED_SIGNED": _("Uploaded by us, signed by the customer's side"),
    "UPLOADED": _("Uploaded by us, not signed"),
}
ASKS: Names = {
    "CONTRACT_COPY": _("Upload the signed contract %(names)s."),
    "CONTRACT_ANY": _("Ask for the contract or order, or have one signed afterwards."),
    "PRICES_SIGN": _("Have the price confirmation %(names)s signed."),
    "PRICES_ANY": _("Have the prices of these goods confirmed."),
    "DELIVERY_COPY": _("Photograph the signed delivery note %(names)s."),
    "DELIVERY_SIGN": _("Have the delivery note %(names)s signed."),
    "DELIVERY_ANY": _("Find the delivery note, or ask carrier and customer for a proof of delivery."),
    "ACCEPTANCE_COPY": _("Upload the acceptance %(names)s."),
    "ACCEPTANCE_SIGN": _("Have the acceptance signed."),
    "INVOICE_FILE": _("Upload the file of invoice %(names)s."),
    "INVOICE_ANY": _("Upload the tax invoice."),
    "STATEMENT_SEND": _("Send a statement of account that names this item."),
    "REMINDERS_SEND": _("Demand payment in writing, by a way that proves it arrived."),
    "REMINDERS_PROVE": _("Keep the courier's stub or sealed receipt of letter %(names)s with its sanction."),
    "ACKNOWLEDGEMENT_ANSWER": _("Have statement %(names)s answered with a seal."),
    "ACKNOWLEDGEMENT_ANY": _("Have the debt acknowledged: a sealed statement, a promise in writing, a repayment plan."),
}
WHYS: Names = {
    "INVOICE_PROVES_NO_DELIVERY": _("Without the signed delivery note the invoice does not prove the delivery."),
    "DELIVERY_IN_PART": _("Some delivery notes of this item are not signed, or their copies are missing."),
    "STATEMENT_UNANSWERED": _("Nobody has answered it yet."),
    "CONTRACT_BY_DELIVERY": _("Delivery notes and acknowledged statements prove the contract."),
    "PRICE_BY_PLAN": _("The amount stands in the contract's payment plan."),
    "PRICE_BY_CONTRACT": _("The contract names the prices."),
    "PAID_AHEAD": _("Due before anything is delivered."),
    "NO_ACCEPTANCE_AGREED": _("No acceptance was agreed."),
}
SENTENCES: dict[str, str | Promise] = {
    "EVIDENCE_BUNDLE_CHANGED": _("This bundle is being made already, or is ready. Look again; nothing was changed."),
    "EVIDENCE_BUNDLE_NOT_READY": _("This bundle is not ready yet. Wait until it is, or have it tried again."),
    "EVIDENCE_FILE_DAMAGED": _(
        "A kept file is gone or was changed on the disk (%(file)s). Have it restored from a backup, then try again."
    ),
    "EVIDENCE_NOT_MADE": _(
        "Something went wrong; the log of the worker names it. Try again, with fewer items if it happens once more."
    ),
    "EVIDENCE_ORDERER_GONE": _("Whoever ordered it may not sign in any more. Order it anew."),
    "EVIDENCE_CHANGED": _("Somebody else has taken this piece back. Look again; nothing was changed."),
    "EVIDENCE_EMPTY": _("The file is empty."),
    "EVIDENCE_FUTURE": _("The day lies ahead. Choose the day of the paper."),
    "EVIDENCE_ITEMS": _("Choose items of this customer and of one own company."),
    "EVIDENCE_NOT_VISIBLE": _("This piece of evidence does not exist, or belongs to somebody else's customer."),
    "EVIDENCE_SIGNATORY": _("Say who signed it."),
    "EVIDENCE_TOO_LARGE": _("The originals together are larger than 500 MB. Choose fewer items."),
}
