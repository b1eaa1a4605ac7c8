"""Refusals about money that is passed on to another own company or into another currency."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "BORDERS_CROSSED_AT_ONCE": _(
        "Receipt %(receipt)s would change company and currency at once. Exchange it first, then pass it on."
    ),
    "NOTHING_CROSSED": _("Choose another own company or another currency for receipt %(receipt)s."),
    "NOT_PASSABLE": _(
        "Receipt %(receipt)s is a bill, a voucher, a set-off or cash with a colleague: only money on an account is passed on."
    ),
    "PASSED_BACK_ALREADY": _("This passing on of receipt %(receipt)s was undone already; nothing was changed."),
    "PASSED_GOES_TOGETHER": _(
        "Receipt %(receipt)s was passed on to this company or currency. Undo the passing on: both sides go back together."
    ),
    "PASSED_MONEY_NOT_VISIBLE": _("There is no such passing on, or one side of it is a company you do not see."),
    "RATE_DIFFERS": _("The worth of receipt %(receipt)s is more than 1 %% off the rate stated. Correct one of them."),
    "RATE_MISSING": _("Say what rate was agreed for receipt %(receipt)s."),
    "WORTH_DIFFERS": _("In one currency receipt %(receipt)s is passed on for the same amount and without a rate."),
}
