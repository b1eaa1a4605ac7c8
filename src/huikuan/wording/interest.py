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
    "NONE": _("No late-payment interest, as agreed"),
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
    "INTEREST_RATE_RANGE": _("A rate lies above 0 and is at most 1,000 %% a year or 5 %% a day."),
    "INTEREST_RATE_UNREADABLE": _(
        "“%(value)s” is no rate for a year or a day. Write 12 for 12 %% a year, 0.05%%/day or 万分之五/日 for a day."
    ),
    "INTEREST_RATE_UNCLEAR": _(
        "“%(value)s” alone may be read in two ways. Write %(year)s if it is for a year, %(day)s/day if it is for a day."
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
    "INTEREST_AHEAD": _("Interest is claimed through today, %(day)s, at the latest."),
    "INTEREST_CHANGED": _("Somebody else has decided about this claim. Look again; nothing was changed."),
    "INTEREST_DIFFERS": _(
        "Proposed were %(expected)s, but by now these days cost %(amount)s, as money or a pause came in. Take the proposal back "
        "and propose again."
    ),
    "INTEREST_ITEMS": _(
        "Choose items of one own company that are due on a day and are no interest themselves, at most %(most)s at once."
    ),
    "INTEREST_NO_JUDGMENT": _(
        "No judgment about this item is in force by its case file, and interest on a judgment does not run before. Record in the "
        "case file on which day it took effect."
    ),
    "INTEREST_NOTHING": _(
        "Nothing to claim: every day is claimed already, it costs less than the least to charge, or the contract says that no "
        "interest is owed."
    ),
    "INTEREST_NOT_VISIBLE": _("This claim does not exist, or belongs to somebody else's customer."),
    "INTEREST_ONE_COMPANY": _("Choose claims of one own company, at most %(most)s at once."),
    "INTEREST_POLICY_BASIS": _("An agreed rate belongs to its contract, a judgment to its case. Choose another basis."),
    "INTEREST_POLICY_BOUNDS": _(
        "The least to charge is more than zero, the loss lies between 0.1 and 4 times the prime rate, and interest is "
        "payable within 0 to 90 days."
    ),
    "INTEREST_POLICY_CHANGED": _("Somebody else changed the policy; version %(number)s is in force. Look again."),
    "INTEREST_WAIVER_ASKED": _("Waive %(amount)s of late-payment interest, %(from)s – %(through)s"),
    "INTEREST_WAIVER_WAITS": _("A waiver was asked for and is not decided yet."),
    "PAUSE_CHANGED": _("This pause was taken back already. Look again; nothing was changed."),
    "PAUSE_NOT_VISIBLE": _("This pause does not exist, or belongs to somebody else's customer."),
    "PAUSE_ORDER": _("The last day lies before the first one."),
    "PRIME_RATES_CHANGED": _("Somebody else entered a rate; entry %(number)s is the newest. Look again."),
    "PRIME_RATE_DAYS": _("The rate is in force by the day the list was looked at, and that day is today or earlier."),
    "PRIME_RATE_RANGE": _("A prime rate lies between 0.01 and 50 %%."),
    "PRIME_RATE_SOURCE": _("Say where the rate is published."),
}
EVENTS: Names = {
    "PROPOSE": pgettext_lazy("interest", "Proposed"),
    "CHARGE": pgettext_lazy("interest", "Charged"),
    "ASK_WAIVER": _("Waiver asked for"),
    "REFUSE_WAIVER": _("Not waived"),
    "WAIVE": pgettext_lazy("interest", "Waived"),
    "DROP": _("Taken back"),
    "REVERSE": pgettext_lazy("interest", "Reversed"),
}
