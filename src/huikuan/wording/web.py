"""Sentences that only the pages need."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "CUSTOMER_CLASS_UNKNOWN": _("There is no class of customers called %(customer_class)s."),
    "CUSTOMER_EXISTS": _("There is a customer with the number %(number)s already."),
    "EXPORT_TOO_LONG": _(
        "The file would have %(count)s rows, more than the %(most)s that are written at once. Nothing was left out: "
        "no file was made. Narrow the list, by customer, company or day, and take it in parts."
    ),
    "INVOICE_EXISTS": _("This customer has an invoice %(number)s already."),
    # an amount typed into a form
    "TYPED_BLANK": _("Give an amount."),
    "TYPED_TOO_LONG": _("This is too long for an amount."),
    "TYPED_UNREADABLE": _("%(value)s cannot be read as an amount. Write it as 1,234.50."),
    "TYPED_OUT_OF_RANGE": _("%(value)s is outside what one document may hold."),
    "TYPED_NOT_A_NUMBER": _("%(value)s is not an amount. Write it as 1,234.50."),
    "TYPED_SCIENTIFIC_NOTATION": _("Write all digits of %(value)s."),
    "TYPED_BAD_GROUPING": _("The separators in %(value)s are not where they belong. Write it as 1,234.50."),
    "TYPED_AMBIGUOUS_SEPARATOR": _("%(value)s may be a thousand or a fraction. Write it as 1,234.50."),
    "TYPED_NEEDS_ROUNDING": _("%(value)s has more decimals than the currency. Nothing is rounded silently."),
    "TYPED_CURRENCY_DIFFERS": _("%(value)s names another currency."),
    "TYPED_UNKNOWN_CURRENCY": _("%(value)s names no currency in use."),
    "TOKEN_UNKNOWN": _("This token does not exist, or belongs to somebody else."),
}
