"""Sentences and names of plans to pay what is late."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Names = Mapping[str, str | Promise]

KINDS: Names = {
    "INSTALMENTS": pgettext_lazy("plan", "Instalments"),
    "DISCOUNT_FOR_PAYMENT": _("Less against payment by a day"),
    "PART_AND_REST": _("Part now, the rest by a commitment"),
}
INTEREST_RULES: Names = {
    "CONTINUES": _("Goes on"),
    "PAUSED": _("None for the time of the plan while it is kept; for the whole time if it is broken"),
    "WAIVED_IF_KEPT": _("All of it given up if the plan is kept to its end"),
}
STATES: Names = {
    "DRAFT": pgettext_lazy("plan", "Draft"),
    "WAITING": _("Waits for approval"),
    "PROPOSED": _("To be signed"),
    "AGREED": _("Signed, not begun"),
    "RUNNING": pgettext_lazy("plan", "Running"),
    "DONE": pgettext_lazy("plan", "Kept"),
    "BROKEN": pgettext_lazy("plan", "Broken"),
    "CANCELLED": pgettext_lazy("plan", "Given up"),
    "SUPERSEDED": pgettext_lazy("plan", "Replaced by a later one"),
}
STATE_TONES: Mapping[str, str] = {
    "WAITING": "soon",
    "PROPOSED": "soon",
    "AGREED": "soon",
    "RUNNING": "soon",
    "DONE": "done",
    "BROKEN": "risk",
}
EVENTS: Names = {
    "MAKE": _("Drawn up"),
    "ASK": _("Approval asked for"),
    "PROPOSE": _("Put to the customer"),
    "APPROVE": pgettext_lazy("plan", "Approved"),
    "REJECT": pgettext_lazy("plan", "Rejected"),
    "WITHDRAW": _("Request taken back"),
    "SIGN": _("Signed by the customer"),
    "START": pgettext_lazy("plan", "Began"),
    "FINISH": _("Kept to its end"),
    "BREAK": pgettext_lazy("plan", "Broken"),
    "MEND": _("Not broken: money that came in time was booked later"),
    "CANCEL": pgettext_lazy("plan", "Given up"),
    "SUPERSEDE": pgettext_lazy("plan", "Replaced by a later one"),
    "DEMAND": _("Payment demanded"),
    "ACCELERATE": _("The whole rest called in"),
    "TAKE_BACK": _("Call for the whole rest taken back"),
}
INSTALMENT_STATES: Names = {
    "PAID": pgettext_lazy("instalment", "Paid"),
    "LATE": pgettext_lazy("instalment", "Paid late"),
    "PART": _("Paid in part"),
    "AHEAD": pgettext_lazy("instalment", "Ahead"),
    "DUE": pgettext_lazy("instalment", "Due"),
    "MISSED": pgettext_lazy("instalment", "Missed"),
}
INSTALMENT_TONES: Mapping[str, str] = {"PAID": "done", "LATE": "risk", "PART": "soon", "DUE": "soon", "MISSED": "risk"}
SENTENCES: dict[str, str | Promise] = {
    "ACCELERATION_ARREARS": _(
        "%(found)s is in arrears; the whole price may be asked for from %(minimum)s on, one fifth of it (Civil Code Art. 634)."
    ),
    "ACCELERATION_DEMAND": _(
        "No paper shows that arrears of one fifth of the whole price were demanded since the plan broke (Civil Code Art. 634). "
        "Demand them, and record the demand with what proves it."
    ),
    "ACCELERATION_PAYMENTS": _(
        "The plan has %(payments)s payments; only from three on is it an instalment sale (Interpretation on sales contracts "
        "Art. 27)."
    ),
    "ACCELERATION_TIME": _(
        "The reasonable time after the demand has not passed; the whole price may be asked for from %(day)s on (Civil Code "
        "Art. 634)."
    ),
    "SETTLEMENT_AMOUNT": _("Each instalment must be more than zero, the discount not less than zero."),
    "SETTLEMENT_CHANGED": _("This plan stands elsewhere by now. Look again; nothing was changed."),
    "SETTLEMENT_DAY_FAR": _("The last day lies more than five years ahead."),
    "SETTLEMENT_DAY_PAST": _("The plan begins in the past, or an instalment lies before its beginning."),
    "SETTLEMENT_DAY_TWICE": _("Two instalments have the same day."),
    "SETTLEMENT_DEMAND_DAY": _("The demand (%(day)s) lies ahead, or before the plan broke."),
    "SETTLEMENT_DEMAND_PAPER": _(
        "Keep what proves that the demand reached the customer (courier's stub, receipt with seal), as a PDF or a picture."
    ),
    "SETTLEMENT_DISCOUNT_STOPPED": _(
        "A sanction stops discounts for this customer. Make a plan without one, or have the sanction lifted first."
    ),
    "SETTLEMENT_ITEMS": _("Choose items that are open. One of those chosen is paid, or belongs elsewhere."),
    "SETTLEMENT_NOT_VISIBLE": _("This plan does not exist, or belongs to somebody else's customer."),
    "SETTLEMENT_NUMBER": _("A plan has 1 to 60 instalments."),
    "SETTLEMENT_ONE_PAYMENT": _("Less against payment by a day: one payment, and a discount."),
    "SETTLEMENT_PAPER_KIND": _("The signed paper must be a PDF or a picture."),
    "SETTLEMENT_PART_AND_REST": _("Part now and the rest by a commitment: two payments."),
    "SETTLEMENT_POLICY_AMOUNT": _("Amounts of the policy are not negative."),
    "SETTLEMENT_POLICY_CHANGED": _("Somebody else changed the policy; version %(number)s is in force. Look again."),
    "SETTLEMENT_POLICY_GRACE": _("The grace lies between 0 and 30 business days."),
    "SETTLEMENT_POLICY_RATE": _("The capital rate lies between 0 and 100 % a year."),
    "SETTLEMENT_POLICY_SOURCE": _("Say where these values come from."),
    "SETTLEMENT_POLICY_TIME": _("The reasonable time lies between 1 and 180 days."),
    "SETTLEMENT_REQUESTED": _("Plan to pay %(minor)s, giving up %(over)s"),
    "SETTLEMENT_SIGNED_AHEAD": _("The day of the signature lies ahead."),
    "SETTLEMENT_SIGNED_BEFORE": _("The plan was made on %(day)s; it cannot have been signed before."),
    "SETTLEMENT_SIGNED_BY": _("Say who signed for the customer."),
    "SETTLEMENT_SUM": _("Instalments and discount are %(wanted)s; the items are open with %(open)s."),
    "SETTLEMENT_TEXT_TOO_LONG": _("The text is too long: it may have 2,000 characters."),
}
