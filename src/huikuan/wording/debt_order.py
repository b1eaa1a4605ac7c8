"""Sentences of the order in which a payment settles debts, and its names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

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
    "BY_ORDER_STATUTORY": _("allocated in the order of Civil Code art. 560"),
    "BY_ORDER_NAMED": _("allocated as the customer named, else by law"),
    "BY_ORDER_OLDEST_DUE": _("allocated to what was due first"),
    "BY_ORDER_OLDEST_INVOICE": _("allocated to the oldest document first"),
    "DEBT_ORDER_CHANGED": _("Somebody else saved version %(number)s meanwhile. Look at it, then change again."),
    "DEBT_ORDER_REASON_MISSING": _("Say why, and whom it was agreed with."),
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


def order_words(*, reasons: Sequence[Mapping[str, Any]], receivable_id: int) -> str:
    """Why an allocation went to an item where an order of debts decided, in a line; empty otherwise."""
    if not reasons or not str(reasons[0]["code"]).startswith("BY_ORDER_"):
        return ""
    mine = [one for one in reasons if one["params"].get("receivable") == receivable_id]
    return " · ".join(str(SENTENCES[one["code"]]) for one in (reasons[0], *mine))
