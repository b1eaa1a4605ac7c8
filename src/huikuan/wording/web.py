"""Sentences that only the pages need."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "CUSTOMER_EXISTS": _("There is a customer with the number %(number)s already."),
    "INVOICE_EXISTS": _("This customer has an invoice %(number)s already."),
    "TOKEN_UNKNOWN": _("This token does not exist, or belongs to somebody else."),
}
