"""Sentences of credit control: reasons of a decision, what would release it, refusals of its acts; names of its lists."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huikuan.wording.sentences import sentence


def credit_said(*, code: str, parameters: Mapping[str, object]) -> str:
    """A reason of a decision, or a way out of it, with the names of what people know by a name."""
    values = dict(parameters)
    if "standing" in values:
        values["standing"] = STANDINGS.get(str(values["standing"]), values["standing"])
    return sentence(code=code, parameters=values)


SENTENCES: dict[str, str | Promise] = {
    # reasons of a decision
    "OVER_LIMIT": _("Exposure would be %(found)s, %(over)s above the limit of %(expected)s."),
    "NO_LIMIT": _("No credit limit is set for this customer."),
    "LIMIT_EXPIRED": _("The credit limit expired on %(date)s."),
    "CASH_ONLY": _("Cash before delivery: %(over)s is not covered by money received."),
    "OLDEST_ITEM": _("The oldest open item is %(days)s days old; more than %(most)s is too old."),
    "DAYS_OVERDUE": _("An item is %(days)s days overdue; more than %(most)s blocks."),
    "OLD_DEBT": _("Old debt is unpaid: %(minor)s is overdue, more than %(minimum)s."),
    "OPENING": _("The account opening is not approved (%(standing)s)."),
    "SANCTION": _("Credit of this customer is stopped: %(reason)s"),
    "BOUNCED": _("A payment bounced within %(months)s months (%(count)s, last on %(date)s)."),
    "RATE_UNKNOWN": _("There is no exchange rate from %(currencies)s to %(base)s; the exposure cannot be told."),
    # what would release it
    "PAY_ITEM": _("The customer pays invoice %(invoice)s (%(minor)s)."),
    "PAY_ITEM_OF_GROUP": _("Another company of the group pays an overdue item (%(minor)s)."),
    "PAY_OVERDUE": _("The customer pays %(minor)s more of what is overdue."),
    "PAY_OR_RAISE": _("The customer pays %(minor)s, or the limit is raised by as much."),
    "PAY_FIRST": _("The customer pays %(minor)s in advance."),
    "RENEW_LIMIT": _("The limit is set anew: it expired on %(date)s."),
    "SET_LIMIT": _("A credit limit is set."),
    "APPROVE_OPENING": _("The account opening is approved."),
    "LIFT_STOP": _("The stop is lifted: %(reason)s"),
    "RELEASE_BY_PERSON": _("Somebody with the right to release decides; a payment bounced on %(date)s."),
    "ENTER_RATE": _("The exchange rate from %(currencies)s to %(base)s is entered."),
    # refusals
    "CUSTOMER_NOT_NUMBERED_SO": _("There is no customer with the number %(customer)s."),
    "AMOUNT_UNREADABLE": _("%(text)s is no amount (%(fault)s)."),
    "GROUP_CHANGED": _("The customer was put into another group meanwhile. Ask again."),
    "ORDER_NUMBER_NEEDED": _("An order number is needed to reserve."),
    "ORDER_NUMBER_WRONG": _("The order number must be at most %(most)s printable characters without blanks around it."),
    "ORDER_OF_ANOTHER": _("Order %(order)s belongs to another customer."),
    "ORDER_CURRENCY_DIFFERS": _("Order %(order)s is in %(expected)s. Ask in that currency."),
    "ORDER_BELOW_DONE": _("The order cannot be lowered beneath what was released, delivered or cancelled already."),
    "ORDER_AMOUNTS_WRONG": _(
        "These amounts of order %(order)s do not fit: delivered and cancelled are at most what was ordered, invoiced at "
        "most what was delivered."
    ),
    "ORDER_NOT_VISIBLE": _("There is no order %(order)s, or you may not see it."),
    "HOLD_NOT_VISIBLE": _("There is no such held order, or you may not see it."),
    "HOLD_SETTLED": _("Somebody settled this hold meanwhile. Look at it again."),
    "HOLD_CHANGED": _("More is asked for in order %(order)s than you saw. Look at it again."),
    "RELEASER_IS_PLACER": _("You placed this order: another person has to release it."),
    "RELEASER_NOT_A_PERSON": _("Only a person can release an order."),
    "REASON_MISSING": _("Say why."),
    "REASON_TOO_LONG": _("The reason may have at most %(most)s characters."),
    "WAIVER_USED": _("The waiver was used meanwhile."),
    "WAIVER_UNKNOWN": _("There is no such waiver."),
    "WAIVER_BELOW_ORDER": _("The waiver must cover the order: at least %(amount)s."),
    "WAIVER_DAY": _("The waiver must end between today and %(most)s days from now."),
    "WAIVER_ASKED": _("Let order %(order)s through once, up to %(amount)s"),
    "EXCLUSION_DAY": _("The exclusion must end between today and %(most)s days from now."),
    "EXCLUSION_SCOPE": _("An order number belongs to an exclusion for one order, and to no other."),
    "EXCLUSION_RATE": _("An unknown exchange rate cannot be set aside. Enter the rate."),
    "EXCLUSION_ENDED": _("The exclusion has ended already."),
    "EXCLUSION_NOT_VISIBLE": _("There is no such exclusion, or you may not see it."),
    "STOP_DAY": _("The stop would be over already."),
    "STOPPED_ALREADY": _("Credit of this customer is stopped already."),
    "STOP_LIFTED": _("The stop was lifted already."),
    "STOP_NOT_VISIBLE": _("There is no such stop, or you may not see it."),
    "CREDIT_NUMBER_WRONG": _("A number of the policy (%(field)s) must lie between %(least)s and %(most)s."),
    "CREDIT_RATE_NEVER_FREE": _("An unknown exchange rate must hold everywhere but at the invoice."),
    "CREDIT_NOTHING_COUNTED": _("At least one part of exposure must count: open items, deliveries, orders or bills."),
    "POLICY_BEGINS_EARLIER": _("A policy begins today (%(day)s) or later."),
}
DECISIONS: dict[str, str | Promise] = {
    "ALLOW": _("Go ahead"),
    "WARN": _("Go ahead, with a warning"),
    "CASH_FIRST": _("Cash first"),
    "HOLD": _("Hold"),
}
SEVERITIES: dict[str, str | Promise] = {
    "ALLOW": _("Nothing"),
    "WARN": _("Warn"),
    "CASH_FIRST": _("Cash first"),
    "HOLD": _("Hold"),
}
POINTS: dict[str, str | Promise] = {
    "ORDER": _("Placing the order"),
    "RELEASE": _("Release for delivery"),
    "DELIVERY": _("Delivery"),
    "INVOICE": _("Invoice"),
    "CONTRACT": _("Contract"),
}
RULES: dict[str, str | Promise] = {
    "OVER_LIMIT": _("Over the limit"),
    "NO_LIMIT": _("No limit set"),
    "LIMIT_EXPIRED": _("Limit expired"),
    "CASH_ONLY": _("Cash before delivery"),
    "OLDEST_ITEM": _("Oldest open item"),
    "DAYS_OVERDUE": _("Days overdue"),
    "OLD_DEBT": _("Old debt unpaid"),
    "OPENING": _("Account opening"),
    "SANCTION": _("Credit stopped"),
    "BOUNCED": _("Payment bounced"),
    "RATE_UNKNOWN": _("Exchange rate unknown"),
}
COMPONENTS: dict[str, str | Promise] = {
    "RECEIVABLES": _("Open items"),
    "DELIVERED": _("Delivered, not invoiced"),
    "ORDERS": _("Open orders"),
    "BILLS": _("Bills with recourse"),
    "SECURITY": _("Eligible security"),
    "ADVANCES": _("Advances"),
}
EXCLUSION_SCOPES: dict[str, str | Promise] = {
    "CUSTOMER": _("This customer"),
    "GROUP": _("His whole group"),
    "ORDER": _("One order"),
}
STANDINGS: dict[str, str | Promise] = {
    "MISSING": _("none asked for"),
    "WAITING": _("waits for a decision"),
    "REJECTED": _("rejected"),
    "EXPIRED": _("expired"),
}
HOLD_STATES: dict[str, str | Promise] = {
    "HELD": _("Held"),
    "RELEASED": _("Released"),
    "REJECTED": _("Rejected"),
    "CLEARED": _("Cleared"),
}
