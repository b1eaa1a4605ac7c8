"""Sentences and names of provisions, write-offs and recoveries."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Names = Mapping[str, str | Promise]

METHODS: Names = {
    "FLOW": _("Loss by flow"),
    "MIGRATION": _("Migration between year-ends"),
    "SET": _("Rates set by hand"),
}
AVERAGES: Names = {"SIMPLE": _("Each year counts the same"), "WEIGHTED": _("By the balance of each year")}
BASES: Names = {"due": _("By due date"), "invoice": _("By invoice date")}
SEGMENTS: Names = {
    "": _("None"),
    "region": _("Region"),
    "buyer_type": _("Kind of buyer: PUBLIC, LARGE, OTHER"),
    "grade": _("Credit grade: A to E"),
}
RUN_STATES: Names = {
    "PROPOSED": pgettext_lazy("provision", "Proposed"),
    "APPROVED": pgettext_lazy("provision", "Approved"),
    "EXPORTED": pgettext_lazy("provision", "Exported"),
    "REJECTED": pgettext_lazy("provision", "Rejected"),
    "WITHDRAWN": pgettext_lazy("provision", "Taken back"),
}
RUN_TONES: Mapping[str, str] = {"PROPOSED": "soon", "APPROVED": "done", "EXPORTED": "done", "REJECTED": "risk"}
WRITE_OFF_STATES: Names = {
    "WAITING": _("Waiting for a decision"),
    "POSTED": _("Written off"),
    "REJECTED": pgettext_lazy("write-off", "Rejected"),
    "WITHDRAWN": pgettext_lazy("write-off", "Taken back"),
}
WRITE_OFF_TONES: Mapping[str, str] = {"WAITING": "soon", "POSTED": "done", "REJECTED": "risk"}
CATEGORIES: Names = {
    "BANKRUPT": _("Bankrupt, closed, dissolved or struck off, and the estate does not suffice"),
    "DECEASED": _("Debtor died or was declared missing, and the estate does not suffice"),
    "OVERDUE_3_YEARS": _("Overdue for three years and more, with firm evidence that he cannot pay"),
    "RESTRUCTURED": _("Cannot be pursued after a debt restructuring or a reorganisation plan"),
    "FORCE_MAJEURE": _("Cannot be recovered because of a natural disaster, war or the like"),
    "SMALL_1_YEAR": _("Small and overdue for more than a year, with a report that nothing comes in"),
    "ENFORCEMENT_ENDED": _("The court ended the enforcement: nothing was found"),
    "OTHER": _("Another reason"),
}
SENTENCES: dict[str, str | Promise] = {
    "RATE_NOTHING_ENTERED": _("Nothing ever entered this bucket: there is no rate."),
    "RATE_LATER_BUCKET_UNKNOWN": _("A bucket after this one has no migration rate: there is none here either."),
    "FIGURES_BUCKETS": _("%(found)s figures for %(wanted)s buckets; one for each bucket is wanted."),
    "FIGURES_YEARS": _("Migration needs the balances of two year-ends at least; there are %(found)s."),
    "FIGURES_RISING": _("Bucket %(bucket)s: more is open later than earlier. That cannot be."),
    "FIGURES_NEVER_PAID": _("What was never paid cannot be below nothing, nor more than what entered the last bucket."),
    "FIGURES_BELOW_NOUGHT": _("An amount is below nothing."),
    "FIGURES_SHARE": _("A rate lies between 0 and 100 %%, not at %(share)s."),
    "FIGURES_FORWARD": _("The forward factor lies between -100 %% and 1,000 %%."),
    "PROVISION_ASKED": _("Provision of %(company)s as of %(as_of)s in %(held)s"),
    "WRITE_OFF_ASKED": _("Write off %(items)s items of %(customer)s"),
    "WRITE_OFF_REVERSAL_ASKED": _("Take a write-off of %(customer)s back"),
    "WRITE_OFF_NOT_POSTED": _("This is not written off, so there is nothing to take back."),
    "WRITE_OFF_REVERSED": _("Taking this write-off back was asked for already; look below for who decides."),
    "WRITE_OFF_NOTHING_LEFT": _("All of it has come since; nothing is off the books any more."),
    "MATRIX_EDGES": _("The buckets need rising days, as 0, 30, 60, 90, 180."),
    "MATRIX_UNEVEN": _(
        "Migration out of the books wants buckets of one width, as 30, 60, 90 or 365, 730: else nobody can tell what moved on. "
        "Change the days, or take flow."
    ),
    "HISTORY_SPANS": _("Look at 1 to %(most)s spans."),
    "HISTORY_EMPTY": _("The books hold nothing of that time. Choose a later day, more spans, or type the figures."),
    "MATRIX_SEGMENTS": _("One row of figures holds for everybody who has none of his own; it is missing."),
    "MATRIX_METHOD": _("Every segment needs figures of the same method."),
    "MATRIX_SOURCE": _("Say where the figures come from, or which decision says so."),
    "MATRIX_FORWARD_SOURCE": _("A forward factor needs its source and reason."),
    "MATRIX_ACCOUNTS": _("Each account needs its code: letters, digits and points, 20 at most."),
    "MATRIX_CHANGED": _("Somebody saved version %(number)s meanwhile. Look at it before you save."),
    "MATRIX_MISSING": _("There is no loss matrix yet. Save one first."),
    "ASSESSMENT_AMOUNT": _("What is expected to come lies between 0 and 100 billion."),
    "ASSESSMENT_CUSTOMER": _("No customer, or more than one, has this name or code."),
    "ASSESSMENT_REASON": _("Say why this customer is judged by himself (1,000 characters at most)."),
    "PROVISION_AHEAD": _("The day lies ahead. A provision is made for today or a day before."),
    "PROVISION_EARLIER": _("A provision as of %(day)s is in force already; a new one comes after it."),
    "PROVISION_REASON": _("Say what is to be decided (1,000 characters at most)."),
    "PROVISION_OPENING": _("The allowance of before lies between 0 and 100 billion."),
    "PROVISION_DOES_NOT_TIE": _("The open items do not add up to the ledger. Run the check of the books first."),
    "PROVISION_NO_RATE": _("Bucket %(bucket)s holds a balance and has no rate. Give the matrix one, with its source."),
    "PROVISION_TWICE": _("A provision for this day waits or is in force already."),
    "PROVISION_CHANGED": _("Somebody else has decided about this. Look again; nothing was changed."),
    "PROVISION_NOT_VISIBLE": _("There is no such provision, or it is not for you: provisions are about all customers."),
    "PROVISION_NOT_APPROVED": _("Only an approved provision has vouchers."),
    "WRITE_OFF_ITEMS": _("Choose 1 to 200 items, each once."),
    "WRITE_OFF_AMOUNT": _("Each amount must be more than zero."),
    "WRITE_OFF_REASON": _("Say why it will not be paid (1,000 characters at most)."),
    "WRITE_OFF_NOT_THEIRS": _("Choose items of one customer, one own company and one currency."),
    "WRITE_OFF_MORE_THAN_OPEN": _("%(wanted)s is more than is open (%(open)s)."),
    "WRITE_OFF_WAITS": _("A request to write one of these items off waits already."),
    "WRITE_OFF_CHANGED": _("Somebody else has decided about this. Look again; nothing was changed."),
    "WRITE_OFF_NOT_VISIBLE": _("There is no such request, or it belongs to somebody else's customer."),
    "RECOVERY_MORE_THAN_WRITTEN_OFF": _("%(wanted)s is more than is still written off (%(open)s)."),
}
