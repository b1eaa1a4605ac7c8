"""Sentences and names of case files."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Names = Mapping[str, str | Promise]

KINDS: Names = {
    "LAWYERS_LETTER": _("Lawyer's letter"),
    "MEDIATION": _("Mediation"),
    "COMPLAINT": _("Complaint of a small seller"),
    "PAYMENT_ORDER": _("Payment order"),
    "ARBITRATION": _("Arbitration"),
    "SUIT": _("Suit"),
    "ENFORCEMENT": _("Enforcement"),
    "BANKRUPTCY": _("Bankruptcy"),
}
STATES: Names = {
    "PREPARING": pgettext_lazy("case", "Being prepared"),
    "FILED": pgettext_lazy("case", "Filed"),
    "ACCEPTED": pgettext_lazy("case", "Accepted by the authority"),
    "DECIDED": pgettext_lazy("case", "Decided"),
    "APPEALED": pgettext_lazy("case", "Appealed"),
    "IN_FORCE": pgettext_lazy("case", "In force"),
    "ENFORCING": pgettext_lazy("case", "Being enforced"),
    "STAYED": pgettext_lazy("case", "Enforcement stayed"),
    "SETTLED": pgettext_lazy("case", "Settled"),
    "WITHDRAWN": pgettext_lazy("case", "Withdrawn"),
    "CLOSED": pgettext_lazy("case", "Closed"),
}
STATE_TONES: Mapping[str, str] = {"CLOSED": "done", "WITHDRAWN": "plain", "SETTLED": "done", "STAYED": "risk"}
EVENTS: Names = {
    "OPEN": pgettext_lazy("case", "Case opened"),
    "FILE": pgettext_lazy("case", "Filed"),
    "REJECT": pgettext_lazy("case", "Not accepted"),
    "ACCEPT": pgettext_lazy("case", "Accepted by the authority"),
    "DECIDE": pgettext_lazy("case", "Decided"),
    "APPEAL": pgettext_lazy("case", "Appealed"),
    "REMAND": pgettext_lazy("case", "Sent back to the first court"),
    "TAKE_EFFECT": pgettext_lazy("case", "Takes effect"),
    "ENFORCE": pgettext_lazy("case", "Enforcement applied for"),
    "STAY": pgettext_lazy("case", "Enforcement stayed"),
    "SETTLE": pgettext_lazy("case", "Settled"),
    "WITHDRAW": pgettext_lazy("case", "Withdrawn"),
    "CLOSE": pgettext_lazy("case", "Closed"),
}
COSTS: Names = {
    "COURT_FEE": _("Court or arbitration fee"),
    "LAWYER": _("Lawyer's fee"),
    "PRESERVATION": _("Preservation of assets"),
    "APPRAISAL": _("Appraisal"),
    "NOTARY": _("Notary"),
    "TRAVEL": _("Travel"),
    "OTHER": _("Other"),
}
DATES: Names = {
    "HEARING": _("Hearing"),
    "EVIDENCE": _("Evidence to be handed in"),
    "OTHER": _("Other"),
}
DRAFTS: Names = {
    "LAWYERS_LETTER": _("Lawyer's letter"),
    "COMPLAINT": _("Complaint of a small seller"),
    "PAYMENT_ORDER": _("Application for a payment order"),
    "CLAIM": _("Statement of claim"),
}
GAPS: Names = {
    "DRAFT_DISPUTED": _("The customer disputes debts: no payment order (Civil Procedure Law 225)."),
    "DRAFT_NOT_DUE": _("Not everything is due yet (Civil Procedure Law 225)."),
    "DRAFT_ADDRESS": _("The debtor's address is missing: it must be possible to serve him."),
    "DRAFT_SELLER_UNKNOWN": _("The size of our own company is not declared."),
    "DRAFT_SELLER_LARGE": _("Our own company is large: the regulation protects small and medium sellers."),
    "DRAFT_BUYER": _("The buyer is not known as a public body or a large company (Decree 802 art. 24)."),
}
SENTENCES: dict[str, str | Promise] = {
    "CASE_AWARD": _("An amount is awarded with a decision, and is not negative."),
    "CASE_BEFORE_LAST": _("The day lies before the last step of the case."),
    "CASE_CHANGED": _("Somebody else has moved this case. Look again; nothing was changed."),
    "CASE_CLAIM_TOO_MUCH": _("More is claimed of an item than is open and was written off."),
    "CASE_COST_AMOUNT": _("The cost must be more than zero."),
    "CASE_FUTURE": _("The day lies ahead. Write a step down once it has happened."),
    "CASE_INTEREST": _("The interest claimed cannot be negative."),
    "CASE_ITEM_TAKEN": _("One of these items is in another case that still runs."),
    "CASE_ITEMS": _("Choose items of this customer, of one own company and one currency."),
    "CASE_NOT_VISIBLE": _("This case does not exist, or belongs to somebody else's customer."),
    "CASE_OUTCOME": _("Say how the case ended."),
    "CASE_STEP": _("The case cannot go there from where it stands."),
    "CASE_TEXT_TOO_LONG": _("The text is too long: it may have 2,000 characters."),
}
