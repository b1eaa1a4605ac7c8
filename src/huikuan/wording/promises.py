"""Sentences and names of promises to pay and of requests for a later day."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Names = Mapping[str, str | Promise]

STATES: Names = {
    "RUNNING": pgettext_lazy("promise", "Running"),
    "KEPT": pgettext_lazy("promise", "Kept"),
    "PARTLY_KEPT": _("Kept in part"),
    "BROKEN": pgettext_lazy("promise", "Broken"),
    "SUPERSEDED": pgettext_lazy("promise", "Replaced by a later one"),
    "CANCELLED": _("Taken back"),
}
STATE_TONES: Mapping[str, str] = {"RUNNING": "soon", "KEPT": "done", "PARTLY_KEPT": "risk", "BROKEN": "risk"}
EVENTS: Names = {
    "MAKE": pgettext_lazy("promise", "Given"),
    "KEEP": pgettext_lazy("promise", "Kept"),
    "KEEP_IN_PART": _("Kept in part"),
    "BREAK": pgettext_lazy("promise", "Broken"),
    "REOPEN": _("Runs again: its money went back"),
    "LAPSE": _("Fell away: nothing of it is owed any more"),
    "SUPERSEDE": pgettext_lazy("promise", "Replaced by a later one"),
    "CANCEL": _("Taken back"),
}
CHANNELS: Names = {
    "CALL": _("Call"),
    "VISIT": _("Visit"),
    "MEETING": _("Meeting"),
    "CHAT": _("Chat"),
    "SMS": _("SMS"),
    "EMAIL": _("E-mail"),
    "LETTER": _("Letter"),
    "PORTAL": _("Customer's portal"),
}
EXTENSION_STATES: Names = {
    "ASKED": _("Being looked at"),
    "ACCEPTED": pgettext_lazy("extension", "Accepted"),
    "REFUSED": _("Declined"),
}
EXTENSION_TONES: Mapping[str, str] = {"ASKED": "soon", "ACCEPTED": "done", "REFUSED": "risk"}
SENTENCES: dict[str, str | Promise] = {
    "EXTENSION_CHANGED": _("Somebody else has answered this request. Look again; nothing was changed."),
    "EXTENSION_NOT_VISIBLE": _("This request does not exist, or belongs to somebody else's customer."),
    "PROMISE_AMOUNT": _("The amount must be more than zero."),
    "PROMISE_BY_WHOM": _("Say who promised it."),
    "PROMISE_CANCEL_LATE": _(
        "Its day is over: the money that came says whether it was kept. Record what was agreed since as a new promise."
    ),
    "PROMISE_CHANGED": _("This promise runs no more. Look again; nothing was changed."),
    "PROMISE_DAY_FAR": _("The day lies more than a year ahead."),
    "PROMISE_DAY_GUEST": _("The day lies more than %(days)s days ahead. Ask for more time until then; we will answer."),
    "PROMISE_DAY_PAST": _("The day lies in the past. Choose today or a later one."),
    "PROMISE_HEARD_HOW": _("Say how he promised it: by call, visit, meeting, chat, SMS, e-mail or letter."),
    "PROMISE_IN_ANOTHER_OUTCOME": _(
        "An amount was promised: choose “Promised to pay” as the result, or empty the amount."
    ),
    "PROMISE_IN_PLAN": _(
        "Plan %(plan)s to pay settles this: its next instalment, due with its grace by %(day)s, is the promise. Record what was "
        "said as a contact; for other days or amounts have a new plan signed, or give this one up."
    ),
    "PROMISE_ITEMS_NOT_THEIRS": _("Choose items that are open. One of those chosen is paid, or belongs elsewhere."),
    "PROMISE_MORE_THAN_OPEN": _("%(wanted)s is more than is open (%(open)s)."),
    "PROMISE_NOT_VISIBLE": _("This promise does not exist, or belongs to somebody else's customer."),
    "PROMISE_POLICY_CHANGED": _("Somebody else changed the policy; version %(number)s is in force. Look again."),
    "PROMISE_POLICY_GRACE": _("The grace lies between 0 and 30 business days."),
    "PROMISE_POLICY_GUEST": _("A customer may promise by his link between 1 and 366 days ahead."),
    "PROMISE_POLICY_KEPT": _("The share that counts as kept lies between 500 and 1,000 per mille."),
    "PROMISE_TEXT_TOO_LONG": _("The text is too long: it may have 2,000 characters."),
    "PROMISE_WITHOUT_TERMS": _("A promise has an amount and a day."),
}
