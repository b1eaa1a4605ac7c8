"""Sentences of the order in which a payment settles debts, and its names."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ORDERS: dict[str, str | Promise] = {
    "STATUTORY": pgettext_lazy("order of debts", "As the Civil Code says"),
    "NAMED": pgettext_lazy("order of debts", "As the customer named, else by law"),
    "OLDEST_DUE": pgettext_lazy("order of debts", "Due first, first paid"),
    "OLDEST_INVOICE": pgettext_lazy("order of debts", "Oldest document first"),
}

SENTENCES: dict[str, str | Promise] = {
    "ORDER_NAMED_BY_DEBTOR": _("the debtor named it when he paid"),
    "ORDER_DUE_FIRST": _("due, before what is not"),
    "ORDER_LEAST_SECURED": _("no security or the least"),
    "ORDER_HEAVIER_BURDEN": _("the heavier burden: the higher rate of interest"),
    "ORDER_EARLIER_DUE": _("due earlier"),
    "ORDER_EARLIER_INVOICE": _("the older document"),
    "ORDER_PRO_RATA": _("in proportion with those beside which nothing sets it apart"),
    "ORDER_LAST_IN_ORDER": _("the last in the order"),
    "ORDER_ONLY_DEBT": _("the only debt there is"),
}
