"""Sentences of the ledger, receivables and receipts."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "ACCOUNT_CURRENCY_DIFFERS": _(
        "The account %(account)s is kept in %(expected)s, the money is in %(found)s. Name the account it came on."
    ),
    "ALLOCATED_ALREADY": _("Part of receipt %(receipt)s is allocated already. Undo the allocation first."),
    "ALREADY_REVERSED": _("Posting %(posting)s was taken back already; nothing was changed."),
    "AMOUNT_OUT_OF_BOUNDS": _(
        "The amount is outside what one document may hold: more than zero, at most 100,000,000,000.00 (with two decimals)."
    ),
    "CHANGED": _("Somebody else changed this at the same moment. Look again and repeat."),
    "COMPANIES_DIFFER": _("Money and invoices must belong to the same own company."),
    "CURRENCIES_DIFFER": _("The money is in %(receipt)s, the invoice in %(receivable)s; they cannot be set off."),
    "CUSTOMER_NOT_VISIBLE": _("This customer does not exist, or is looked after by somebody else."),
    "DATED_AHEAD": _("%(date)s lies ahead. Use %(latest)s or an earlier date."),
    "CREDIT_OF_INTEREST": _(
        "%(number)s charges late-payment interest, which is no sale. Take the charge back instead."
    ),
    "DATED_BEFORE_ORIGIN": _("%(date)s lies before the day of what this changes. Use %(earliest)s or a later date."),
    "INVOICE_UNKNOWN": _("There is no invoice %(invoice)s."),
    "KEY_UNUSABLE": _("The key has %(length)s characters; it needs 1 to %(most)s that can be kept."),
    "KEY_REUSED": _("The key %(key)s was used before for something else. Use a new key."),
    "LINES_DIFFER": _(
        "The lines of invoice %(invoice)s sum to %(found)s, the invoice says %(expected)s. Correct a line or the amount."
    ),
    "LINE_AMOUNT_DIFFERS": _(
        "Line %(line)s of invoice %(invoice)s, %(name)s: the amount is not quantity times unit price. Prices include tax."
    ),
    "LINE_OUT_OF_BOUNDS": _(
        "Line %(line)s of invoice %(invoice)s needs a name, a quantity that is not zero and a price that is not negative."
    ),
    "MORE_THAN_OPEN": _("Only %(open)s is open, %(wanted)s was asked for."),
    "MORE_THAN_UNAPPLIED": _("Receipt %(receipt)s has less money left than asked for: %(over)s too much."),
    "NOT_AN_ALLOCATION": _("Only live allocations can be undone here."),
    "WRITE_OFF_NEEDS_TWO": _(
        "A write-off is taken back by a request that another person decides. Open it under Write-offs, and ask there."
    ),
    "NOT_REVERSIBLE_HERE": _("A posting of kind %(kind)s is taken back from the page of its receipt."),
    "NOT_A_REFUND": _("Posting %(posting)s pays nothing back; nothing was changed."),
    "NOT_TAKEN_BACK": _("Receipt %(receipt)s was not taken back, or is here again; nothing was changed."),
    "NOTHING_LEFT": _("Nothing of receipt %(receipt)s is left that could be said to be a customer's."),
    "PERIOD_CLOSED": _("%(date)s lies in a closed period (closed through %(closed_through)s). Use a later date."),
    "REASON_UNKNOWN": _("%(reason)s is not one of the reasons on the list."),
    "RECEIPT_UNKNOWN": _("There is no receipt %(receipt)s."),
    "RECEIVABLE_UNKNOWN": _("There is no open item %(receivable)s."),
    "REFUNDED_ALREADY": _("Part of receipt %(receipt)s was paid back. Take the refund back first."),
    "TAKEN_IN_AGAIN": _("The same row of its file is receipt %(receipt)s by now. Take that one back first."),
    "THIRD_PARTY_UNAUTHORISED": _(
        "Receipt %(receipt)s belongs to another customer. Keep his signed letter of authorised payment first."
    ),
    "VERB_MISSING": _("Your role does not include this (%(verb)s). An administrator can grant it."),
}
