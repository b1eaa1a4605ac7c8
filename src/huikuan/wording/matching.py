"""Sentences of the matcher: what speaks for a proposal and what against it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "ALL_OPEN": _("amount is everything that is open"),
    "AMOUNT_EXACT": _("amount is exact"),
    "AMOUNT_SUM": _("amount is the exact sum of %(items)s items"),
    "BY_HAND": _("allocated by hand"),
    "CLAIMED_TWICE": _("another bank line claims the same item"),
    "COUNT_NAMED": _("reference names %(count)s documents"),
    "ISSUED_LATER": _("%(number)s was issued after the payment"),
    "MONTH_TOTAL": _("amount is the total of %(month)s"),
    "NAME_ALIAS": _("payer is known as %(known_as)s"),
    "NAME_CLOSE": _("payer's name is close to %(known_as)s"),
    "NAME_EXACT": _("payer's name is the customer's"),
    "NAME_FORM": _("payer's name is the customer's but for the form of company"),
    "NOT_TRADE": _("reference says %(word)s"),
    "NUMBER_DIGITS": _("document number %(written)s, separators apart"),
    "NUMBER_EXACT": _("document number %(number)s"),
    "NUMBER_NEAR": _("%(written)s differs from the document number by a typing error"),
    "NUMBER_NOT_OPEN": _("%(written)s is named and not open"),
    "NUMBER_OF_ANOTHER": _("document number %(number)s is that of another open item of this customer"),
    "NUMBER_SHORT": _("short number of %(number)s, proves little"),
    "NUMBER_TAIL": _("last digits %(written)s of the document number"),
    "OLDEST_FIRST": _("oldest items first, nothing else is known"),
    "OLDEST_TOTAL": _("amount is the total of the %(items)s oldest items"),
    "ONLY_COMBINATION": _("the only combination among %(of_items)s open items"),
    "OVER_BY": _("pays %(minor)s more than is open"),
    "PAYER_ACCOUNT": _("payer's bank account is known as %(known_as)s"),
    "PAYER_OTHER": _("payer is another customer: %(name)s"),
    "PAYER_SHARED": _("payer stands for %(customers)s customers"),
    "PAYER_UNKNOWN": _("payer's name is unknown"),
    "SAME_AMOUNT": _("%(items)s open items have this amount"),
    "SEVERAL_COMBINATIONS": _("%(count)s combinations give this amount"),
    "SHORT_BY": _("pays %(minor)s less than is open"),
}
