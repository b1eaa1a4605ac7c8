"""Sentences and names of account opening."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

OPENING_STATES: dict[str, str | Promise] = {
    "DRAFT": _("Being prepared"),
    "SUBMITTED": _("Waits for field check"),
    "CHECKED": _("Waits for decision"),
    "APPROVED": pgettext_lazy("opening", "Approved"),
    "REJECTED": pgettext_lazy("opening", "Rejected"),
    "WITHDRAWN": pgettext_lazy("opening", "Taken back"),
    "EXPIRED": pgettext_lazy("opening", "Expired"),
}
OPENING_EVENTS: dict[str, str | Promise] = {
    "START": _("Application begun"),
    "SUBMIT": _("Handed in"),
    "CHECK": _("Checked on site"),
    "APPROVE": pgettext_lazy("opening", "Approved"),
    "REJECT": pgettext_lazy("opening", "Rejected"),
    "WITHDRAW": pgettext_lazy("opening", "Taken back"),
}
CUSTOMER_KINDS: dict[str, str | Promise] = {
    "COMPANY": _("Domestic company"),
    "SOLE_TRADER": _("Sole trader"),
    "PUBLIC_BODY": _("Public body"),
    "FOREIGN": _("Foreign company"),
}
OPENING_DOCUMENTS: dict[str, str | Promise] = {
    "BUSINESS_LICENCE": _("Business licence"),
    "BANK_PERMIT": _("Bank account permit"),
    "POWER_OF_ATTORNEY": _("Power of attorney"),
    "SITE_PHOTOS": _("Photos of the site"),
    "CONTRACT": _("Contract"),
    "PRICE_CONFIRMATION": _("Price confirmation"),
    "OTHER": _("Other document"),
}
VERDICTS: dict[str, str | Promise] = {
    "SOUND": _("Sound"),
    "DOUBTS": _("Some doubts"),
    "UNSOUND": _("Not sound"),
}
STANDINGS: dict[str, str | Promise] = {
    "NOT_NEEDED": _("No opening needed"),
    "MISSING": _("Not opened yet"),
    "WAITING": _("Opening under way"),
    "APPROVED": _("Opened"),
    "REJECTED": _("Opening rejected"),
    "EXPIRED": _("Opening expired"),
}

SENTENCES: dict[str, str | Promise] = {
    "OPENING_NOT_VISIBLE": _("This application belongs to a customer whom you do not see, or there is none."),
    "OPENING_REASON": _("Say in up to %(most)s characters why this customer is to be opened."),
    "OPENING_RUNNING": _("An application for this customer is under way. Go on with that one, or take it back first."),
    "OPENING_FILES": _("At most %(most)s files of one kind. Put several pages into one file."),
    "OPENING_WAIVER_REASON": _(
        "Say in up to %(most)s characters why this document is not needed; the approver reads it."
    ),
    "OPENING_NOT_LISTED": _("This document is not on the list, so there is nothing to waive."),
    "OPENING_DECIDED": _("This application is decided or taken back; it takes no more documents."),
    "OPENING_INCOMPLETE": ngettext_lazy(
        "%(count)s document is missing. Upload it, or say why it is not needed.",
        "%(count)s documents are missing. Upload them, or say why they are not needed.",
        "count",
    ),
    "OPENING_CHANGED": _("Somebody else moved this application on. Look at it again."),
    "OPENING_VALIDITY_MONTHS": _("An approval holds for 1 to 120 months."),
    "OPENING_SOURCE_MISSING": _("Say who decided this, and when."),
    "OPENING_DOCUMENT_TWICE": _("A document stands on the list twice."),
    "OPENING_REQUIREMENTS_CHANGED": _(
        "Somebody else changed the requirements; version %(number)s is in force. Look again."
    ),
    "OPENING_ASKED": _("Open an account for %(customer)s, applied for by %(applicant)s"),
    "CHECKER_NOBODY": _("A field check is done by a person."),
    "CHECKER_IS_SALESPERSON": _("Who sells to this customer does not check him on site. Ask another manager."),
    "CHECKER_IS_APPLICANT": _("Who applied does not check on site. Ask another manager."),
    "CHECK_TEXT_MISSING": _("Say where you were and what you found."),
    "CHECK_TEXT_LONG": _("The findings are too long: at most %(most)s characters."),
    "CHECK_IN_FUTURE": _("The visit lies in the future. Give the day you were there."),
}
