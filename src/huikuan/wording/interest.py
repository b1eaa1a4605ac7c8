"""Sentences and names of late-payment interest: bases, states, cautions, refusals."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Names = Mapping[str, str | Promise]

BASES: Names = {
    "AGREED": _("Rate agreed in the contract"),
    "LPR_AT_DEFAULT": _("Prime rate at default × factor"),
    "LPR_SEGMENTS": _("Prime rate of each day × factor"),
    "DAILY": _("0.05 % a day by decree 802"),
    "JUDGMENT": _("0.0175 % a day on a judgment"),
}
STATES: Names = {
    "PROPOSED": pgettext_lazy("interest", "Proposed"),
    "CHARGED": pgettext_lazy("interest", "Charged"),
    "WAIVED": pgettext_lazy("interest", "Waived"),
    "DROPPED": _("Taken back"),
    "REVERSED": pgettext_lazy("interest", "Reversed"),
}
STATE_TONES: Mapping[str, str] = {"PROPOSED": "soon", "CHARGED": "done", "WAIVED": "quiet"}
PAUSES: Names = {
    "BANKRUPTCY": _("Petition in bankruptcy accepted"),
    "AGREED": _("No interest agreed for these days"),
    "SETTLEMENT": _("Settlement runs"),
}
SENTENCES: dict[str, str | Promise] = {
    "INTEREST_RATE_A_YEAR": _("%(rate)s %% a year"),
    "INTEREST_RATE_A_DAY": _("%(rate)s %% a day"),
    "INTEREST_RATE_MISSING": _("Give the agreed rate."),
    "INTEREST_RATE_RANGE": _("A rate lies above 0 and is at most 100 %% a year."),
    "INTEREST_RATE_UNREADABLE": _("“%(value)s” is no rate. Write 12 for 12 %% a year, or 0.05%%/day for a day."),
    "INTEREST_RATE_UNCLEAR": _(
        "%(value)s alone may be a percentage or a share of one. Write %(value)s%% if it is per cent a year."
    ),
    "INTEREST_FACTOR_RANGE": _("The factor on the prime rate lies between 0.1 and 4."),
    "INTEREST_FACTOR_UNREADABLE": _("“%(value)s” is no factor. Write 1.3, with at most three decimals."),
    "INTEREST_YEAR": _("A year has 365 or 360 days here."),
    "INTEREST_PRINCIPAL": _("The principal must be more than zero."),
    "INTEREST_UNTIL": _("The last day lies before the due date %(due)s: nothing is late by then."),
    "INTEREST_BENCHMARK": _(
        "The debt was late before %(day)s. For such debts the law takes the benchmark rate with penalty practice, which is "
        "not among the data: enter it as an agreed rate of your own, none is invented here."
    ),
    "INTEREST_ABOVE_LOSS": _(
        "More than 30 %% above the loss: by the prime rate at default the loss is %(expected)s, so a court may cut the claim to "
        "%(amount)s."
    ),
    "INTEREST_LOAN_CAP": _(
        "If the debt was turned into a loan, no more than four times the prime rate, %(most)s %% a year, is protected."
    ),
    "INTEREST_BELOW_PRIME": _(
        "Agreed late interest of %(rate)s %% a year lies below the one-year loan prime rate of %(prime)s %% at signing."
    ),
    "INTEREST_DAILY_BEFORE": _(
        "The decree that sets 0.05 %% a day is in force since %(day)s; this debt was late before."
    ),
    "INTEREST_FACTOR_UNUSUAL": _("Times %(factor)s: courts usually grant the prime rate times 1.3 to 1.5."),
    "INTEREST_LIST_AS_OF": _(
        "The list of prime rates was last looked at on %(day)s; the last rate known goes on after it."
    ),
}
