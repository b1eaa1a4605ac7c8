"""Sentences of the worklist: why a task stands there, and its concrete next step."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SENTENCES: dict[str, str | Promise] = {
    "AGREED": _("Agreed: %(action)s"),
    "RUN_WAITS": _("%(messages)s reminders of %(date)s wait to be sent"),
    "OVERDUE_LETTER_TODAY": _(
        "Overdue letter %(ordinal)s goes today: %(items)s items, the oldest late by %(days)s days"
    ),
    "OVERDUE_LETTER_TOMORROW": _(
        "Overdue letter %(ordinal)s goes tomorrow: %(items)s items, the oldest late by %(days)s days"
    ),
    "OVERDUE_LETTER_ON": _(
        "Overdue letter %(ordinal)s goes on %(date)s: %(items)s items, the oldest late by %(days)s days"
    ),
    "DUE_LETTER_TODAY": _("Reminder %(ordinal)s before the due date goes today: %(items)s items"),
    "DUE_LETTER_TOMORROW": _("Reminder %(ordinal)s before the due date goes tomorrow: %(items)s items"),
    "DUE_LETTER_ON": _("Reminder %(ordinal)s before the due date goes on %(date)s: %(items)s items"),
    "FORETOLD": _("%(items)s items come due from %(due)s on; the first reminder goes on %(date)s"),
    "MESSAGES_UNCERTAIN": _("%(messages)s messages may or may not have arrived"),
    "OVERDUE_SINCE": _("%(items)s items overdue, the oldest by %(days)s days"),
    "DUE_ON": _("Next due on %(date)s"),
    "MONEY_WAITS": _("%(lines)s bank lines wait, the oldest of %(date)s"),
    "DO_AS_AGREED": _("Do what was agreed"),
    "CALL_NOW": pgettext_lazy("next step", "Call"),
    "CALL_AND_GET_DATE": _("Call and get a date for the payment"),
    "VISIT_AND_ESCALATE": _("Visit, and bring in your manager"),
    "USE_UNAPPLIED_FIRST": _("Allocate the money that is here first"),
    "FIND_CONTACT_FIRST": _("Find out who pays there"),
    "CONFIRM_NOTHING_BLOCKS": _("Ask whether anything blocks the payment"),
    "CONFIRM_MATCHES": _("Confirm the proposed matches"),
    "FIND_PAYER": _("Find out who paid"),
    "DECIDE_MESSAGE": _("Decide whether the message went out"),
    "CALL_BEFORE_LETTER": _("Call before it does, or pause the reminders"),
    "APPROVE_RUN": _("Approve the reminder run"),
}
