"""Sentences and names of legal clocks: what happened to them, why it counts or not, what would interrupt."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huikuan.clocks.rules.limitation import Judged
from huikuan.wording.calculators import article_words
from huikuan.wording.sentences import sentence

Names = Mapping[str, str | Promise]

KINDS: Names = {
    "demand": _("Demand that arrived, signed for"),
    "demand_signed": _("Demand signed by the debtor"),
    "letter": _("Demand by letter, delivered"),
    "email": _("Demand by e-mail"),
    "message": _("Demand by message"),
    "bank_set_off": _("Debited by our bank"),
    "newspaper": _("Demand in a newspaper"),
    "call": _("Demand on the telephone"),
    "call_unanswered": _("Call nobody answered"),
    "visit": _("Demand on a visit"),
    "part_payment": _("Part payment"),
    "promise": _("Promise to pay"),
    "plan": _("Repayment plan"),
    "extension": _("Request for more time"),
    "security": _("Security given"),
    "statement_confirmed": _("Statement confirmed"),
    "acknowledgement": _("Debt acknowledged"),
    "new_agreement": _("New agreement"),
    "suit": _("Suit filed"),
    "arbitration": _("Arbitration applied for"),
    "payment_order": _("Payment order applied for"),
    "preservation": _("Preservation before suit applied for"),
    "bankruptcy_claim": _("Claim filed in bankruptcy"),
    "enforcement": _("Enforcement applied for"),
    "set_off_in_suit": _("Set off in a suit"),
    "mediation": _("Mediation applied for"),
    "police_report": _("Reported to the police"),
    "joint_debtor": _("Interrupted against a joint debtor"),
    "assignment": _("Notice of assignment arrived"),
    "procedure_ended": _("Procedure ended"),
    "suspension": _("Obstacle ended"),
    "obstacle": _("Obstacle lasts still"),
    "grace_ended": _("Grace of the demand ended"),
    "refusal": _("Debtor refused"),
}
STRENGTHS: Names = {
    "STRONG": pgettext_lazy("evidence", "Strong"),
    "FAIR": pgettext_lazy("evidence", "Fair"),
    "WEAK": pgettext_lazy("evidence", "Weak"),
}
ACTIONS: Names = {
    "GET_CONFIRMED": _("Have the statement confirmed or a repayment plan signed"),
    "POST_DEMAND": _("Post a demand by courier, its content named on the waybill, and keep the stub"),
    "FILE_SUIT": _("File a suit or apply for a payment order"),
    "NEW_AGREEMENT": _("Get a new agreement, or the debtor's signature on a demand"),
    "SET_DAY": _(
        "Demand payment in writing and give a reasonable time to prepare; when it has ended, record that with the paper: the "
        "period begins there"
    ),
}
LEVELS: Mapping[int, str | Promise] = {
    180: _("Near"),
    90: _("Nearer"),
    30: _("Urgent"),
    0: pgettext_lazy("legal period", "Over"),
}
"""How near a deadline is, by its warning."""
ACTION_ARTICLES: Mapping[str, str] = {
    "GET_CONFIRMED": "LIMITATION 14",
    "POST_DEMAND": "LIMITATION 8",
    "FILE_SUIT": "LIMITATION 10",
    "NEW_AGREEMENT": "CC 192",
    "SET_DAY": "CC 511(4)",
}
DEADLINES: Names = {
    "ENFORCEMENT": _("Apply for enforcement"),
    "BANKRUPTCY_CLAIM": _("File the claim in bankruptcy"),
    "ORDER_BY_COURT": _("The court issues the payment order"),
    "PAYMENT_ORDER": _("Debtor's answer to the payment order"),
    "APPEAL": _("Appeal against the judgment"),
    "INSPECTION": _("Inspection period of the goods"),
    "CONSTRUCTION_PRIORITY": _("Claim priority for the price of construction work"),
    "HEARING": _("Hearing"),
    "EVIDENCE": _("Evidence to be handed in"),
    "OTHER": _("Another day of the case"),
}
WHY_ARTICLES: Mapping[str, str] = {
    "NO_EVIDENCE": "CC 195",
    "BEFORE_DUE": "CC 188",
    "AFTER_EXPIRY": "CC 192",
    "AFTER_LONGEST": "CC 188",
    "NO_PROCEDURE": "CC 195",
    "NOT_IN_LAST_MONTHS": "CC 194",
    "LAST_MONTHS_TO_COME": "CC 194",
    "NOT_NEEDED": "CC 188",
}
"""The article of a reason that is not the event's own."""
SENTENCES: dict[str, str | Promise] = {
    "CLOCK_WHY_COUNTS": _("Interrupts the period: three years run anew."),
    "CLOCK_WHY_REVIVES": _("The period had expired; the debtor took the debt on again, so three years run anew."),
    "CLOCK_WHY_BEGINS": _("The debt had no due day: the period begins here."),
    "CLOCK_WHY_SUSPENDS": _("An obstacle in the last six months: the period ends six months after the obstacle did."),
    "CLOCK_WHY_LASTS": _(
        "An obstacle in the last six months that lasts still: the period ends six months after it ends, not before."
    ),
    "CLOCK_WHY_LAST_MONTHS_TO_COME": _(
        "The last six months have not begun: the obstacle counts if it lasts until then."
    ),
    "CLOCK_WHY_ENDS_PROCEDURE": _("The procedure ended: three years run anew."),
    "CLOCK_WHY_NO_EVIDENCE": _("No evidence is attached: it does not count."),
    "CLOCK_WHY_NEVER": _("Nobody was reached: a call that nobody answered never counts."),
    "CLOCK_WHY_BEFORE_DUE": _("The debt was not overdue yet: no period ran that it could interrupt."),
    "CLOCK_WHY_AFTER_EXPIRY": _(
        "The period had expired: only a new agreement, a promise or the debtor's signature on a demand revives it."
    ),
    "CLOCK_WHY_AFTER_LONGEST": _("More than twenty years have passed: nothing interrupts any more."),
    "CLOCK_WHY_NO_PROCEDURE": _("No suit or other procedure that counts lies before it."),
    "CLOCK_WHY_NOT_IN_LAST_MONTHS": _("The obstacle ended before the last six months: it does not count."),
    "CLOCK_WHY_NOT_NEEDED": _("The debt has a due day: the period runs from there."),
    "CLOCK_EVENT_UNKNOWN": _("“%(kind)s” is no kind of event. Known are: %(known)s."),
    "CLOCK_EVENT_FORM": _(
        "“%(text)s” is no event. Write DAY:KIND or DAY:KIND:EVIDENCE, as in 2026-03-01:letter:SF1234."
    ),
    "CLOCK_ACCEPTED": _("Somebody has accepted this loss already. Nothing was changed."),
    "CLOCK_EVENT_AHEAD": _(
        "The day lies ahead. Record it once it has happened; an obstacle that goes on is recorded as lasting still."
    ),
    "CLOCK_EVENT_CHANGED": _("This event was withdrawn already. Nothing was changed."),
    "CLOCK_EVENT_EVIDENCE": _("Attach the paper that proves it: without evidence nothing counts."),
    "CLOCK_EVENT_FOUND": _("This is not recorded by hand: payments come from receipts, confirmations from statements."),
    "CLOCK_EVENT_ITEMS": _("Choose items of this customer and own company. One of those chosen belongs elsewhere."),
    "CLOCK_EVENT_NOTE": _("The note is too long: it may have 500 characters."),
    "CLOCK_EVENT_NOT_VISIBLE": _("This event does not exist, or belongs to somebody else's customer."),
    "CLOCK_EVENT_NOT_YOURS": _("Only who recorded an event, or who handles cases, may withdraw it."),
    "CLOCK_EVENT_SINCE": _("Give the first day of an obstacle, not after its last; other events have one day."),
    "CLOCK_NOT_NEAR": _("The end is far: nobody is warned of it yet, so there is no loss to accept."),
    "DEADLINE_BASIS_AHEAD": _("The day it runs from lies ahead. Enter it once it has come."),
    "DEADLINE_CHANGED": _("This deadline is finished already. Nothing was changed."),
    "DEADLINE_NAMED": _(
        "The law allows no such last day for this deadline. Look at the day the court or contract named."
    ),
    "DEADLINE_PERSON": _("Choose somebody who works here and sees this customer, or nobody would be warned."),
    "DEADLINE_NOT_VISIBLE": _("This deadline does not exist, or belongs to somebody else's customer."),
    "DEADLINE_RENEWED_DAY": _(
        "The day must lie within the period, after its first day, and not ahead: a period that has ended is not interrupted."
    ),
    "DEADLINE_RUNS_ON": _("Nothing interrupts this deadline. Only the period to apply for enforcement runs anew."),
    "DEADLINE_SUBJECT": _("Say what it is about, as the number of the case, in at most 300 characters."),
    "CLOCK_SUE": _("Ordinary guarantor: sue the debtor, or apply for arbitration, by then."),
    "CLOCK_DEMAND": _("Joint guarantor: demand payment from him by then, in writing and provably."),
    "CLOCK_ACT_BY": _(
        "Act by %(day)s, the day as it is counted. Whether days off move the end of a guarantee is not settled: the earlier "
        "day is the safe one."
    ),
    "CLOCK_POLICY_CHANGED": _(
        "Somebody else has changed the warning days. Look at version %(number)s, then save yours again."
    ),
    "CLOCK_POLICY_ORDER": _("Each warning begins before the next, and none more than 1,000 days ahead."),
    "CLOCK_NO_DUE": _("Give a due day, or for a debt without one the event grace_ended or refusal with its evidence."),
}


def why_words(*, judged: Judged) -> str:
    """Why an event counts or does not, with the article."""
    article = WHY_ARTICLES.get(judged.why.value, judged.article)
    return f"{sentence(code=f'CLOCK_WHY_{judged.why}', parameters={})} ({article_words(article=article)})"
