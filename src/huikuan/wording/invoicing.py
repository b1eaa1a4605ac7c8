"""Sentences and names of tax invoices."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

Names = Mapping[str, str | Promise]

STATES: Names = {
    "WAITING": pgettext_lazy("tax invoice", "Waiting to be mended"),
    "BOOKED": pgettext_lazy("tax invoice", "Booked"),
    "PUT_ASIDE": pgettext_lazy("tax invoice", "Put aside"),
}
STATE_TONES: Mapping[str, str] = {"WAITING": "risk", "BOOKED": "done"}
SEVERITIES: Names = {
    "ERROR": _("Error"),
    "WARNING": _("Warning"),
    "NOTE": pgettext_lazy("severity", "Note"),
    "": _("Fine"),
}
SEVERITY_TONES: Mapping[str, str] = {"ERROR": "risk", "WARNING": "soon", "NOTE": "plain", "": "done"}
WAYS: Names = {
    "ISSUED": pgettext_lazy("tax invoice", "Not sent yet"),
    "SENDING": pgettext_lazy("tax invoice", "E-mail going out"),
    "SENT": pgettext_lazy("tax invoice", "Sent, not confirmed"),
    "RECEIVED": pgettext_lazy("tax invoice", "Received"),
    "RETURNED": pgettext_lazy("tax invoice", "Sent back"),
}
WAY_TONES: Mapping[str, str] = {"ISSUED": "soon", "SENT": "soon", "RECEIVED": "done", "RETURNED": "risk"}
KINDS: Names = {
    "SPECIAL": _("Special VAT invoice"),
    "ORDINARY": _("Ordinary VAT invoice"),
    "OTHER": pgettext_lazy("tax invoice", "Invoice"),
}
FORMS: Names = {
    "CN_XML": _("数电票 XML"),
    "CN_OFD": _("数电票 OFD"),
    "UBL": _("UBL (EN 16931)"),
    "CII": _("CII (EN 16931)"),
    "FACTUR_X": _("Factur-X PDF"),
    "JSON": _("Sent by a program"),
    "OFD_TEXT": _("Read from the text of an OFD"),
    "PDF_TEXT": _("Read from the text of a PDF"),
}
RED_STATES: Names = {
    "APPLIED": pgettext_lazy("red letter", "Applied for"),
    "WAITING": pgettext_lazy("red letter", "Waiting for the other side"),
    "CONFIRMED": pgettext_lazy("red letter", "Confirmed"),
    "USED": pgettext_lazy("red letter", "Issued"),
    "GIVEN_UP": pgettext_lazy("red letter", "Given up"),
}
RED_TONES: Mapping[str, str] = {"APPLIED": "soon", "WAITING": "soon", "CONFIRMED": "done", "USED": "done"}
HANDINGS: Names = {
    "EMAIL": _("By e-mail"),
    "BY_HAND": pgettext_lazy("tax invoice", "By hand"),
    "COURIER": _("By courier"),
    "PORTAL": _("On the customer's portal"),
    "PHONE": _("By telephone"),
}
EVENTS: Names = {
    "TAKE": pgettext_lazy("tax invoice", "Taken in"),
    "BOOK": pgettext_lazy("tax invoice", "Booked"),
    "PUT_ASIDE": pgettext_lazy("tax invoice", "Put aside"),
    "QUEUE": pgettext_lazy("tax invoice", "E-mail ordered"),
    "DELIVER": pgettext_lazy("tax invoice", "E-mail went out"),
    "FAIL": pgettext_lazy("tax invoice", "E-mail did not go out"),
    "HAND_OVER": pgettext_lazy("tax invoice", "Handed over"),
    "RECEIVE": pgettext_lazy("tax invoice", "Received by the customer"),
    "RETURN": pgettext_lazy("tax invoice", "Sent back by the customer"),
    "APPLY_RED": _("Red-letter invoice applied for"),
    "RED_SUBMIT": _("Application waits for the other side"),
    "RED_CONFIRM": _("Application confirmed"),
    "RED_GIVE_UP": _("Application given up"),
}
BLOCKERS: Names = {
    "NOT_SENT": _("Invoice not sent"),
    "SENT": _("Invoice not confirmed as received"),
    "RETURNED": _("Invoice sent back"),
    "NOT_AS_WANTED": _("Invoice not as the customer wants it"),
    "CHECKS_FAILED": _("Invoice has an error"),
}
BLOCKER_TONES: Mapping[str, str] = {"RETURNED": "risk", "NOT_AS_WANTED": "risk", "CHECKS_FAILED": "risk"}
WHAT_TO_DO: Names = {
    "NOT_SENT": _("Bring the invoice to the customer before asking for the money."),
    "SENT": _("Ask who at the customer has the invoice, and record it."),
    "RETURNED": _("Mend what the customer sent it back for, and send it again."),
    "NOT_AS_WANTED": _("Have it issued as the customer wants it, or agree with him that it may go as it is."),
    "CHECKS_FAILED": _("Open the invoice and mend what its checks name; until then it is not in the books."),
}
SENTENCES: dict[str, str | Promise] = {
    "EINVOICE_SUMS_DIFFER": _("Net and tax make %(expected)s, the invoice says %(found)s. Have it issued again."),
    "EINVOICE_ROUNDED": _("Net and tax make %(expected)s, the invoice says %(found)s: cents of rounding."),
    "EINVOICE_AMOUNT_OUT_OF_BOUNDS": _(
        "%(amount)s is no amount of one invoice: 0.01 to 100 billion, below zero only for red ones. Look at the file."
    ),
    "EINVOICE_LINES_DIFFER": _(
        "The lines sum to %(expected)s, the net amount is %(found)s. Look at the lines in the file."
    ),
    "EINVOICE_LINE_TAX_DIFFERS": _(
        "The tax of the lines sums to %(expected)s, the invoice's tax is %(found)s. Compare the lines with the paper."
    ),
    "EINVOICE_TAX_NOT_STATED": _("The file states no tax. Look at the invoice: tax paid ahead counts it as nothing."),
    "EINVOICE_WORDS_UNREADABLE": _(
        "The amount in capitals “%(value)s” cannot be read from character %(position)s on. Compare it with the figures."
    ),
    "EINVOICE_WORDS_DIFFER": _("In capitals the amount is %(expected)s, in figures %(found)s. Have it issued again."),
    "EINVOICE_NUMBER_TAKEN": _(
        "Number %(number)s stands on a document of another customer. Look which of the two is right."
    ),
    "EINVOICE_NUMBER_UNUSUAL": _(
        "“%(number)s” is no usual number: 20 digits, or 8 digits with a code of 10 or 12. Compare it with the paper."
    ),
    "EINVOICE_READ_FROM_TEXT": _(
        "Read from printed text: compare every figure with the paper, or take in the XML or OFD instead."
    ),
    "EINVOICE_SELLER_NOT_US": _(
        "The seller is %(value)s, our own company %(expected)s. Choose the right own company, or put the invoice aside."
    ),
    "EINVOICE_OWN_CODE_MISSING": _("Our own tax code is not on file, so the seller was compared by name. Enter it."),
    "EINVOICE_CUSTOMER_UNKNOWN": _(
        "No one customer is called %(value)s or has the tax code %(tax_code)s. Choose the customer, or enter him first."
    ),
    "EINVOICE_BUYER_CODE_DIFFERS": _(
        "The buyer's tax code is %(value)s, the customer's %(expected)s. Mend the customer's file, or have the invoice issued again."
    ),
    "EINVOICE_BUYER_CODE_MISSING": _(
        "The invoice names no tax code of the buyer. A special invoice needs one: have it issued again."
    ),
    "EINVOICE_CUSTOMER_CODE_MISSING": _("The customer's file has no tax code; the invoice names %(tax_code)s."),
    "EINVOICE_BUYER_NAME_DIFFERS": _(
        "The buyer is written “%(value)s”, otherwise than the customer's name. Ask the customer whether he takes it so."
    ),
    "EINVOICE_DATE_MISSING": _("The file names no day of issue. Take in the complete file."),
    "EINVOICE_DATE_AHEAD": _("The invoice is dated %(date)s, today is %(today)s. Look at the day again."),
    "EINVOICE_BEFORE_DELIVERY": _(
        "Issued on %(date)s, before the first delivery was signed for on %(day)s. Look whether the day of the delivery note is right."
    ),
    "EINVOICE_RATE_NOT_IN_FORCE": _(
        "A tax rate of %(rate)s %% is not in force on %(date)s. Ask the tax accountant before it goes out."
    ),
    "EINVOICE_RATE_DIFFERS": _(
        "Line %(line)s: its tax does not follow from its rate of %(rate)s %%. Compare the line with the paper."
    ),
    "EINVOICE_CONFIRMATION_MISSING": _(
        "No number of a red-letter confirmation (红字发票信息确认单) is named. Enter it at the application on the blue invoice."
    ),
    "EINVOICE_BLUE_UNKNOWN": _(
        "The blue invoice %(number)s is not in the books. Take it in first, then check this one again."
    ),
    "EINVOICE_BLUE_OF_OTHER": _(
        "The blue invoice %(number)s was issued to another customer. Look which customer the red one is for."
    ),
    "EINVOICE_RED_ABOVE_BLUE": _(
        "%(found)s is more than the %(expected)s left of invoice %(number)s. Look at its other red-letter invoices."
    ),
    "EINVOICE_RED_BEFORE_BLUE": _(
        "Dated before its blue invoice of %(date)s. Look at the day and the number of the blue one."
    ),
    "EINVOICE_MILESTONE_UNCLEAR": ngettext_lazy(
        "%(count)s payment of the customer's contracts has this amount. Choose which one the invoice is for.",
        "%(count)s payments of the customer's contracts have this amount. Choose which one the invoice is for.",
        "count",
    ),
    "EINVOICE_ABOVE_MILESTONE": _(
        "Invoiced %(found)s, only %(expected)s are left to invoice on %(number)s. Choose the right payment, or have it issued again."
    ),
    "EINVOICE_BELOW_MILESTONE": _("Invoiced %(found)s of the %(expected)s left to invoice on %(number)s."),
    "EINVOICE_CONTRACT_UNKNOWN": _(
        "The remark names contract %(contract)s, which the customer does not have. Enter the contract, or correct the number."
    ),
    "EINVOICE_PRICES_DIFFER": ngettext_lazy(
        "%(count)s line deviates from what the customer confirmed. Compare the prices before it goes out.",
        "%(count)s lines deviate from what the customer confirmed. Compare the prices before it goes out.",
        "count",
    ),
    "WISH_TITLE": _("The customer wants the title %(expected)s, the invoice says %(value)s."),
    "WISH_FORM": _("The customer wants the other kind of VAT invoice (special or ordinary)."),
    "WISH_MOST": _("The customer takes invoices up to %(expected)s. Split it."),
    "WISH_REMARK": _("The customer wants “%(value)s” in the remark."),
    "WISH_RATE": _("The customer expects a tax rate of %(rate)s %%."),
    "WISH_DEADLINE": _("Issued after day %(day)s of the month: the customer takes it into the next month."),
    "EINVOICE_KNOWN_OTHERWISE": _(
        "Invoice %(number)s is there already with another amount, day or currency. Compare the two; nothing was changed."
    ),
    "EINVOICE_NOT_AS_WANTED": _(
        "Invoice %(number)s is not as the customer wants it, see the checks. Have it issued again, or say that it goes all the same."
    ),
    "EINVOICE_NO_FILE": _("No file of invoice %(number)s is kept: take in its XML, OFD or PDF first."),
    "EINVOICE_WAYBILL_MISSING": _("Enter the courier's waybill number."),
    "EINVOICE_WHO_MISSING": _("Say who at the customer has it."),
    "EINVOICE_REASON_MISSING": _("Say why, so that others can follow it."),
    "EINVOICE_CONFIRMATION_NEEDED": _("Enter the number of the confirmation (红字发票信息确认单编号)."),
    "TAX_INVOICE_CHANGED": _("This invoice stands elsewhere by now. Look again; nothing was changed."),
    "TAX_INVOICE_NOT_VISIBLE": _("This invoice does not exist, or belongs to somebody else's customer."),
    "MORE_THAN_ALLOCATED": _("Less was paid on the item than is to be taken off it. Look again; nothing was changed."),
    "EINVOICE_EMPTY": _("The file is empty."),
    "EINVOICE_TOO_LARGE": _("The file is too large for an invoice (%(limit)s)."),
    "EINVOICE_FIELD_MISSING": _("%(column)s is missing: the file is no invoice, or not a complete one."),
    "EINVOICE_AMOUNT_UNREADABLE": _("%(column)s: “%(value)s” is no amount with at most two decimals."),
    "EINVOICE_DATE_UNREADABLE": _("%(column)s: “%(value)s” is no day."),
    "EINVOICE_CURRENCY_UNKNOWN": _("“%(value)s” is no currency in use."),
    "EINVOICE_NOT_AN_INVOICE": _("The file is no invoice: %(column)s is missing."),
    "EINVOICE_NOT_XML": _("The file is neither XML nor OFD nor PDF. Ask for the XML or OFD of the invoice."),
    "EINVOICE_XML_DTD": _("The XML declares a document type, which no invoice does; it was not opened."),
    "EINVOICE_XML_TOO_DEEP": _("The XML is nested deeper than any invoice; it was not opened."),
    "EINVOICE_XML_BROKEN": _("The XML is broken at the line named. Get the file again."),
    "EINVOICE_XML_ENCODING": _("The XML names an encoding that is not read. Get the file in UTF-8."),
    "EINVOICE_PDF_BROKEN": _("The PDF cannot be read. Get the file again, or the XML or OFD of the invoice."),
    "EINVOICE_OUT_OF_MEMORY": _("Reading the file takes more memory than any invoice; it was stopped."),
    "EINVOICE_TOO_SLOW": _("Reading the file takes longer than any invoice; it was stopped."),
    "EINVOICE_PARSER_FAILED": _("The file could not be read (%(reason)s). Get it again, or its XML."),
    "EINVOICE_ZIP_CORRUPT": _("The container is damaged. Get the file again."),
    "EINVOICE_ZIP_TOO_MANY_ENTRIES": _("The container holds more files than any invoice; it was not opened."),
    "EINVOICE_ZIP_UNPACKS_TOO_LARGE": _("The container unpacks to more than any invoice; it was not opened."),
    "EINVOICE_ZIP_PACKED_TOO_TIGHTLY": _("The container is packed like a trap (zip bomb); it was not opened."),
    "EINVOICE_ZIP_WRONG_SIZES": _("The container lies about the size of its files; it was not opened."),
    "EINVOICE_ZIP_UNSAFE_NAME": _("The container names a file outside of itself (%(found)s); it was not opened."),
    "EINVOICE_ZIP_NESTED_ARCHIVE": _("The container holds another archive (%(found)s); it was not opened."),
    "EINVOICE_ZIP_ENCRYPTED": _("The container is encrypted. Get the file without a password."),
    "EINVOICE_ZIP_MACROS": _("The container holds macros, which no invoice does; it was not opened."),
}
