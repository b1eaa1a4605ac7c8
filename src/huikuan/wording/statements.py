"""Sentences and names of statements of account and their answers."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Names = Mapping[str, str | Promise]

STATES: Names = {
    "DRAFT": pgettext_lazy("statement", "Being made"),
    "ISSUED": pgettext_lazy("statement", "To be sent"),
    "SENT": pgettext_lazy("statement", "On its way"),
    "DELIVERED": pgettext_lazy("statement", "Delivered"),
    "CONFIRMED": pgettext_lazy("statement", "Confirmed"),
    "DISPUTED": pgettext_lazy("statement", "Differs"),
    "NO_REPLY": pgettext_lazy("statement", "No answer"),
    "SECOND_REQUEST": pgettext_lazy("statement", "Asked again"),
    "ALTERNATIVE_DUE": pgettext_lazy("statement", "Prove another way"),
    "ALTERNATIVE_EVIDENCE": pgettext_lazy("statement", "Proved another way"),
    "DEEMED": pgettext_lazy("statement", "Agreed by silence"),
    "WITHDRAWN": pgettext_lazy("statement", "Withdrawn"),
    "REPLACED": pgettext_lazy("statement", "Replaced"),
}
STATE_TONES: Mapping[str, str] = {
    "ISSUED": "soon",
    "SENT": "soon",
    "DELIVERED": "soon",
    "CONFIRMED": "done",
    "DISPUTED": "risk",
    "NO_REPLY": "risk",
    "SECOND_REQUEST": "soon",
    "ALTERNATIVE_DUE": "risk",
    "ALTERNATIVE_EVIDENCE": "done",
    "DEEMED": "done",
}
EVENTS: Names = {
    "WRITE": pgettext_lazy("statement", "Written"),
    "ISSUE": pgettext_lazy("statement", "Set as PDF and workbook"),
    "SEND": pgettext_lazy("statement", "Sent"),
    "ARRIVE": pgettext_lazy("statement", "Delivered"),
    "RETURN": pgettext_lazy("statement", "Could not be delivered"),
    "CONFIRM": pgettext_lazy("statement", "Confirmed"),
    "DISPUTE": pgettext_lazy("statement", "Answered with a difference"),
    "LAPSE": pgettext_lazy("statement", "Not answered in time"),
    "REQUEST_AGAIN": pgettext_lazy("statement", "Asked again"),
    "DEEM": pgettext_lazy("statement", "Agreed by silence, as the contract says"),
    "PROVE": pgettext_lazy("statement", "Proved another way"),
    "WITHDRAW": pgettext_lazy("statement", "Withdrawn"),
    "REPLACE": pgettext_lazy("statement", "Replaced by a newer one"),
}
KINDS: Names = {
    "STATEMENT": _("Statement of account"),
    "AUDIT_POSITIVE": _("Audit request, to answer in any case"),
    "AUDIT_NEGATIVE": _("Audit request, to answer only if it differs"),
}
LINE_KINDS: Names = {
    "INVOICE": _("Invoice"),
    "OPENING_ITEM": _("Item taken over"),
    "CREDIT_NOTE": _("Credit note"),
    "RECEIPT": _("Receipt"),
    "PAPER": _("Paid by bill"),
    "DISHONOUR": _("Bill dishonoured"),
    "REFUND": _("Refund"),
    "ALLOWANCE": _("Allowance"),
    "PAID_FOR_ANOTHER": _("Paid for another"),
    "LATE_INTEREST": _("Late-payment interest"),
    "OTHER": _("Other"),
}
CHANNELS: Names = {"PORTAL": _("Portal"), "PAPER": pgettext_lazy("statement", "Paper"), "EMAIL": _("E-mail")}
RESULTS: Names = {"CONFIRMED": _("The balance agrees"), "DISPUTED": _("It differs")}
FACTORS: Names = {"NONE": _("nothing"), "CODE": _("one-time code"), "STAMP": _("stamped copy")}
SEALS: Names = {
    "COMPANY": _("Company seal"),
    "FINANCIAL": _("Financial seal"),
    "CONTRACT": _("Contract seal"),
    "SIGNATURE": _("Signature only"),
    "NONE": _("Neither seal nor signature"),
}
STRENGTHS: Names = {"STRONG": _("strong"), "MEDIUM": _("medium"), "WEAK": _("weak")}
REASONS: Names = {
    "QUALITY": _("Quality"),
    "QUANTITY": _("Quantity"),
    "PRICE": _("Price"),
    "DELIVERY": _("Delivery"),
    "ACCEPTANCE": _("Acceptance"),
    "INVOICE_WRONG": _("Invoice wrong"),
    "PAID_ALREADY": _("Paid already"),
    "NOT_OURS": _("Not ours"),
    "OTHER": _("Other"),
}
LANGUAGES: Names = {
    "": _("The customer's"),
    "zh-hans": _("Chinese"),
    "en": _("English"),
    "both": _("Chinese and English"),
}
POLICY_LANGUAGES: Names = {"CUSTOMER": _("The customer's"), "BOTH": _("Chinese and English")}
TEXT_KINDS: Names = {
    "INTRODUCTION": _("Introduction"),
    "RESERVATION": _("Reservation of late-payment claims"),
    "REPLY": _("Request to answer"),
    "DEEMED": _("Silence is consent (only where a contract says so)"),
    "WITNESS": _("What the audit hash is"),
    "AUDIT_POSITIVE": _("Audit request, to answer in any case"),
    "AUDIT_NEGATIVE": _("Audit request, to answer only if it differs"),
    "MAIL_SUBJECT": _("Subject of the message"),
    "MAIL": _("Message"),
    "MAIL_AGAIN": _("Message of the second request"),
}
RUN_STATES: Names = {
    "OPEN": pgettext_lazy("statement run", "Being made"),
    "DONE": pgettext_lazy("statement run", "Done"),
    "CANCELLED": pgettext_lazy("statement run", "Cancelled"),
}
RUN_TONES: Mapping[str, str] = {"OPEN": "soon", "DONE": "done"}
SENTENCES: dict[str, str | Promise] = {
    "STATEMENT_CHANGED": _("Statement %(number)s stands elsewhere by now. Look again; nothing was changed."),
    "STATEMENT_CHOSEN_UNREACHABLE": _(
        "%(name)s is to get the statements of this customer and has left or has no usable e-mail address. Choose somebody else, "
        "or send it by post."
    ),
    "STATEMENT_CODE_USED": _("This code was used for an answer already. Ask for a new one."),
    "STATEMENT_COPY_MISSING": _("Choose the file of the answer: the scanned paper or the message."),
    "STATEMENT_DAYS_OUT_OF_BOUNDS": _("Days to answer lie between 1 and 120."),
    "STATEMENT_DIFFERS": _("A balance that differs is not confirmed. Answer that it differs, with the items."),
    "STATEMENT_DOES_NOT_TIE": _(
        "The account of customer %(customer)s does not lead from its opening to its closing balance. Run huikuan check; nothing "
        "was made."
    ),
    "STATEMENT_DO_NOT_CONTACT": _("This customer is not to be contacted: %(reason)s"),
    "STATEMENT_FACTOR_MISSING": _("A confirmation needs the one-time code or the stamped copy with its kind of seal."),
    "STATEMENT_INTEREST_FIGURE": _(
        "The text names an amount or rate of interest. A statement with a partial figure of it gives up the rest (Interpretation "
        "on Sales Contracts, Art. 18); leave the figure out."
    ),
    "STATEMENT_ITEM_TWICE": _("Objection %(objection)s is about an item that stands above already."),
    "STATEMENT_ITEM_UNKNOWN": _("Objection %(objection)s is about no item of this statement."),
    "STATEMENT_LANGUAGE": _("Statements are set in Chinese, English or both."),
    "STATEMENT_NOBODY": _("No customer has a balance or a movement in this period."),
    "STATEMENT_NOT_BY_PORTAL": _("Only the customer himself answers by the portal. Enter the paper or the message."),
    "STATEMENT_NOT_VISIBLE": _("This statement does not exist, or belongs to somebody else's customer."),
    "STATEMENT_NOT_WAITING": _("It was answered, replaced or withdrawn before it went out."),
    "STATEMENT_NO_RECIPIENT": _(
        "Nobody at this customer has an e-mail address. Enter one in the customer file, or send it by post."
    ),
    "STATEMENT_NO_SILENCE_CLAUSE": _(
        "Contract %(number)s is not signed with this customer in this currency, or does not say that silence agrees to a statement."
    ),
    "STATEMENT_OBJECTIONS_TOO_MANY": _("An answer has at most 100 objections."),
    "STATEMENT_OBJECTION_AMOUNT": _("Objection %(objection)s: the amount must be more than zero."),
    "STATEMENT_OBJECTION_MISSING": _("Say which items differ, by which amount and why."),
    "STATEMENT_OBJECTION_TOO_LARGE": _("Objection %(objection)s is larger than what is open of the item."),
    "STATEMENT_OPTED_OUT": _("%(name)s wants no e-mail. Choose somebody else for the statements, or send it by post."),
    "STATEMENT_PERIOD_AHEAD": _("A statement covers days that have passed; the last one may be today."),
    "STATEMENT_PERSON_UNKNOWN": _("Choose one of the people of this customer, or a part, not both."),
    "STATEMENT_PLACE_UNKNOWN": _("The text has a place that is not in the list, or braces that do not match."),
    "STATEMENT_POLICY_CHANGED": _("Somebody else changed the rules; version %(number)s is in force. Look again."),
    "STATEMENT_PRINT_TOO_MANY": _("One print holds at most %(most)s statements. Narrow the list."),
    "STATEMENT_REASON_MISSING": _("Say why, so that others can follow it."),
    "STATEMENT_ROLE_UNREACHABLE": _(
        "Nobody in the part that is to get the statements of this customer has a usable e-mail address. Choose somebody else, or "
        "send it by post."
    ),
    "STATEMENT_RUN_CHANGED": _("This run went on or ended meanwhile. Look again."),
    "STATEMENT_RUN_NOT_VISIBLE": _("This run does not exist, or is about customers of others."),
    "STATEMENT_RUN_THERE": _("The statements of this own company and month were made already. Open that run."),
    "STATEMENT_SEAL_FORMAT": _("The image of a seal is a PNG or JPEG file."),
    "STATEMENT_SEAL_TOO_LARGE": _(
        "The image is larger than %(most)s KB. Make it smaller; it goes into every statement."
    ),
    "STATEMENT_SIGNER_MISSING": _("Say who answered for the customer."),
    "STATEMENT_SUBJECT_UNSAFE": _("The subject stands on one line without control characters."),
    "STATEMENT_TEXT_APPROVED": _("This text is approved already."),
    "STATEMENT_TEXT_MISSING": _("Write the text."),
    "STATEMENT_TEXT_TOO_LONG": _("The text is too long."),
    "STATEMENT_TEXT_UNKNOWN": _("This text does not exist."),
    "STATEMENT_THERE": _("Statement %(number)s covers this period already. Make a newer version of it."),
    "STATEMENT_WAY": _("A paper goes by post or from hand to hand."),
    "STATEMENT_WAYBILL_MISSING": _("Enter the number of the waybill; its content line should name the statement."),
}
