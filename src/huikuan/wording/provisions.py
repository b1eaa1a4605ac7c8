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
SEGMENTS: Names = {"": _("None"), "region": _("Region"), "department": _("Department")}
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
}
