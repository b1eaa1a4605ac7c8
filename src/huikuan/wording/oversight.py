"""Names, sentences and explanations of what we watch in ourselves."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huikuan.wording.sentences import sentence

Names = Mapping[str, str | Promise]

KINDS: Names = {
    "LIMIT_BEFORE_ORDER": _("Limit raised before a large order"),
    "TERM_AFTER_DELIVERY": _("Term made longer after delivery"),
    "CASH_UNMATCHED": _("Money not seen on a bank statement"),
    "PRICE_BELOW": _("Billed below the confirmed price"),
    "SAME_PAIR": _("Always the same approver"),
    "ROUND_TRIP": _("Credited and billed again"),
    "CREDIT_BY_ENTERER": _("Credit note by who entered the invoice, before the end of the month"),
    "BACK_DATED": _("Posted far into the past"),
    "NEW_CUSTOMER": _("Large deal with a new customer"),
    "ACCOUNT_BEFORE_REFUND": _("New bank account shortly before a refund"),
}
STATES: Names = {
    "OPEN": _("To be looked at"),
    "EXPLAINED": _("Explained"),
    "CONFIRMED": _("Confirmed"),
    "DISMISSED": _("Dismissed"),
}
STATE_TONES: Mapping[str, str] = {"OPEN": "soon", "EXPLAINED": "done", "CONFIRMED": "risk"}
EVENTS: Names = {
    "EXPLAIN": _("Explained"),
    "CONFIRM": _("Confirmed as wrongdoing or a gap"),
    "DISMISS": _("Dismissed"),
    "REOPEN": _("Opened again"),
}
WHY: Names = {
    "LIMIT_BEFORE_ORDER": _("Somebody who wants goods out of the house first has the limit raised, then orders."),
    "TERM_AFTER_DELIVERY": _("A debt that would be overdue looks current once its term is made longer."),
    "CASH_UNMATCHED": _("Cash that somebody collected and kept appears in the books and never at the bank."),
    "PRICE_BELOW": _("The difference to the confirmed price may be paid to somebody else."),
    "SAME_PAIR": _("Two who agree can approve anything; the second pair of eyes is then no control."),
    "ROUND_TRIP": _("A debt that is credited and billed again starts its term anew and never looks old."),
    "CREDIT_BY_ENTERER": _("Whoever enters an invoice and credits it himself can show sales that never were."),
    "BACK_DATED": _("A posting on a day long past changes figures that were reported already."),
    "NEW_CUSTOMER": _("A company made for one large delivery takes the goods and is gone."),
    "ACCOUNT_BEFORE_REFUND": _("A refund to an account that was just named may go to somebody else."),
}
INNOCENT: Names = {
    "LIMIT_BEFORE_ORDER": _("The customer announced the order, and the limit was raised for it after a proper check."),
    "TERM_AFTER_DELIVERY": _("The longer term was agreed in writing and holds for new deliveries only."),
    "CASH_UNMATCHED": _("The cash was paid in together with other money, or the statement is not imported yet."),
    "PRICE_BELOW": _("A rebate was agreed for this order, or a newer confirmation was not entered yet."),
    "SAME_PAIR": _("Only one person may decide this kind of request in the department."),
    "ROUND_TRIP": _("The invoice had a wrong title or tax code and had to be issued again."),
    "CREDIT_BY_ENTERER": _("A mistake was noticed at the month's reconciliation and corrected at once."),
    "BACK_DATED": _("The paper came late; the day is the one written on it."),
    "NEW_CUSTOMER": _("An old customer buys through a new company, or the deal was won in a tender."),
    "ACCOUNT_BEFORE_REFUND": _("The customer changed banks and said so in writing."),
}
THRESHOLDS: Names = {
    "limit_days": _("Limit raised at most so many days before an order"),
    "large_order_minor": _("An order is large from"),
    "term_days": _("Term made longer at most so many days after an invoice"),
    "cash_days": _("Cash unmatched for more than so many days"),
    "price_effect_minor": _("Billed below the confirmed price by at least"),
    "pair_least": _("So many requests decided by the same approver"),
    "pair_percent": _("And so many per cent of the requester's requests"),
    "window_days": _("Within so many days"),
    "round_trip_days": _("Billed again at most so many days after a credit note"),
    "round_trip_percent": _("For an amount that differs by at most so many per cent"),
    "period_end_days": _("Credit note in the last so many days of a month"),
    "back_dated_days": _("Posted more than so many days into the past"),
    "new_customer_days": _("A customer is new for so many days"),
    "account_days": _("Bank account named at most so many days before a refund"),
}
SENTENCES: dict[str, str | Promise] = {
    "FLAG_CHANGED": _("Somebody else has judged this meanwhile. Look again; nothing was changed."),
    "FLAG_NOTE_MISSING": _("Write down why; whoever reads it later must be able to follow."),
    "FLAG_NOT_VISIBLE": _("There is no such flag, or it is about yourself."),
    "WATCH_POLICY_CHANGED": _("Somebody else changed the thresholds; version %(number)s is in force. Look again."),
    "WATCH_POLICY_FAULTY": _(
        "A threshold is out of its bounds: days 0 to 366, per cent 0 to 100, at least one request. Look at %(field)s."
    ),
    "LIMIT_BEFORE_ORDER": _("Limit raised %(days_said)s before order %(number)s of %(minor)s."),
    "TERM_AFTER_DELIVERY": _(
        "Term changed from %(before)s to %(after)s days, %(days_said)s after invoice %(number)s was issued."
    ),
    "TERM_AMENDED": _(
        "Contract %(contract)s was amended %(days_said)s after a delivery: the term of “%(title)s” changed from %(before)s "
        "to %(after)s days."
    ),
    "DUE_RULE_AMENDED": _(
        "Contract %(contract)s was amended %(days_said)s after a delivery: the day “%(title)s” is due is reckoned otherwise now."
    ),
    "CASH_UNMATCHED": _("Receipt %(number)s of %(minor)s is on no bank statement after %(days_said)s."),
    "PRICE_BELOW": _("Invoice %(number)s is %(minor)s below confirmation %(confirmation)s, in lines: %(lines)s."),
    "SAME_PAIR": _("%(approver)s decided %(count)s of %(all)s requests of %(requester)s within %(days_said)s."),
    "ROUND_TRIP": _(
        "%(minor)s of invoice %(number)s were credited, and billed again as %(again)s %(days_said)s later."
    ),
    "CREDIT_BY_ENTERER": _(
        "%(minor)s of invoice %(number)s were credited by who entered it, %(days_said)s before the end of the month."
    ),
    "BACK_DATED": _("%(postings)s postings, the earliest on %(earliest)s: %(days_said)s before they were made."),
    "NEW_CUSTOMER": _("%(number)s of %(minor)s, %(days_said)s after the customer was taken in."),
    "ACCOUNT_BEFORE_REFUND": _("%(minor)s were given back %(days_said)s after account %(account)s became known."),
}


def flag_said(*, kind: str, parameters: Mapping[str, str | int]) -> str:
    """What was found, in one sentence."""
    code = kind
    if "contract" in parameters:
        code = "TERM_AMENDED" if int(parameters["after"]) > int(parameters["before"]) else "DUE_RULE_AMENDED"
    return sentence(code=code, parameters=parameters)
