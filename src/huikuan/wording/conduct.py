"""Sentences and names of judgements of debtors: signs, counter-signs, appeals."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Names = Mapping[str, str | Promise]

NATURES: Names = {"MALICIOUS": _("Malicious"), "NOT_MALICIOUS": _("Not malicious")}
NATURE_TONES: Mapping[str, str] = {"MALICIOUS": "risk", "NOT_MALICIOUS": "done"}
GROUNDS: Names = {
    "PROMISES_BROKEN": _("Promises broken"),
    "PROMISES_KEPT_IN_PART": _("Promises kept in part"),
    "NOT_REACHED": _("Not reached, in a row"),
    "LATE_DISPUTES": _("Disputed only after the due date"),
    "BOUNCED": _("Payments or bills bounced"),
    "ASSET_FLIGHT": _("Assets moved away"),
    "PAID_OTHERS": _("Paid others while ours was late"),
    "FALSE_STATEMENT": _("False statement"),
    "MOVED_AWAY": _("Moved without telling"),
    "COURT_LIST": _("On the court's list of those who do not perform"),
    "PROMISES_KEPT": _("Promises kept"),
    "PAID_ON_TIME": _("Paid on time"),
    "DISPUTES_ACCEPTED": _("Disputes we accepted"),
    "PROCESS_BLOCKED": _("A step of his process is blocked"),
    "OUR_SIDE": _("The cause lies on our side"),
    "FORCE_MAJEURE": _("Force majeure"),
    "RUNNING_PLAN": _("A plan to pay runs"),
}
STATES: Names = {
    "IN_FORCE": pgettext_lazy("judgement", "In force"),
    "REPLACED": pgettext_lazy("judgement", "Replaced by a later one"),
    "OVERTURNED": _("Overturned by an appeal"),
}
STATE_TONES: Mapping[str, str] = {"IN_FORCE": "soon"}
EVENTS: Names = {
    "JUDGE": _("Judged"),
    "REPLACE": pgettext_lazy("judgement", "Replaced by a later one"),
    "APPEAL": _("Appeal"),
    "UPHOLD": _("Appeal upheld"),
    "DISMISS": _("Appeal dismissed"),
}
APPEAL_STATES: Names = {
    "OPEN": _("Waits for a decision"),
    "UPHELD": _("Appeal upheld"),
    "DISMISSED": _("Appeal dismissed"),
    "LAPSED": _("Lapsed: judged anew"),
}
SENTENCES: dict[str, str | Promise] = {
    "APPEAL_BY_WHOM": _("Say who of the customer's appeals."),
    "APPEAL_CHANGED": _("This appeal is decided already. Look again; nothing was changed."),
    "APPEAL_NOT_VISIBLE": _("This appeal does not exist, or belongs to somebody else's customer."),
    "APPEAL_OWN_JUDGEMENT": _("Another person than the one who judged decides the appeal."),
    "CONDUCT_POLICY_CHANGED": _("Somebody else changed the policy; version %(number)s is in force. Look again."),
    "CONDUCT_POLICY_DAYS": _("The review lies within 1 to 366 days, the look back within 30 to 3,660."),
    "CONDUCT_POLICY_THRESHOLD": _("The threshold lies between 1 and 10,000 points, out of 1 to 10 kinds of signs."),
    "CONDUCT_POLICY_WEIGHTS": _("Each ground has 0 to 1,000 points and counts from 1 to 100 times."),
    "CONDUCT_REVIEW_DAY": _("The review is after today, within a year."),
    "CONDUCT_TEXT_TOO_LONG": _("The text is too long: it may have 2,000 characters."),
    "JUDGED_BY_A_PERSON": _("Only a person judges."),
    "JUDGEMENT_CHANGED": _(
        "Somebody else judged this customer meanwhile, or an appeal waits. Look again; nothing was changed."
    ),
    "JUDGEMENT_NOT_VISIBLE": _("This judgement does not exist, or belongs to somebody else's customer."),
    "SIGN_CHANGED": _("This sign was taken back already."),
    "SIGN_DAY_AHEAD": _("The day lies ahead. Say when it happened."),
    "SIGN_NOT_RECORDED": _("This is found from our own rows; it is not written down."),
    "SIGN_NOT_VISIBLE": _("This sign does not exist, or belongs to somebody else's customer."),
    "SIGN_WITHOUT_PAPER": _("A sign needs the document that proves it: nothing by hearsay."),
}
