"""Names of the columns of movements and of aged cells: the contract between mirror, database and measures.

A movement is one entry on RECEIVABLE (`minor` > 0: more is owed) or on UNAPPLIED (`minor` < 0: more money is unused).
The days of the item stand beside it, so that an ageing adds up movements and joins nothing: the entries of a
receivable carry the same days, so they fall into the same bucket, and their sum there is what is open of it.
"""

from __future__ import annotations

NUMBER = "number"
KIND = "kind"
COMPANY = "company_id"
CUSTOMER = "customer_id"
CURRENCY = "currency"
RECEIVABLE = "receivable_id"
RECEIPT = "receipt_id"
MINOR = "minor"
EFFECTIVE = "effective_date"
APPLIED = "applied_on"
"""The effective day of the posting itself, or of the one it takes back: a reversal cancels at the day it undoes."""
POSTED_AT = "posted_at"
ISSUED = "issue_date"
DUE = "due_date"

HOLDER = (COMPANY, CUSTOMER, CURRENCY)
"""Who owes whom in which money: the finest group of a report."""

TOTAL = "total_minor"
UNDATED = "no_due_date_minor"
UNAPPLIED = "unapplied_minor"
BILLING_KINDS = ("INVOICE", "OPENING")
"""Kinds of postings that sell something on credit (S of the key figures), and the reversals that cancel it."""
RAISING_KINDS = (*BILLING_KINDS, "INTEREST")
"""Kinds of postings that raise a receivable: billings and late-payment interest, which is claimed but no sale."""


def bucket(*, index: int) -> str:
    """Name of the column of a bucket."""
    return f"bucket_{index}"


def past(*, index: int) -> str:
    """Name of the column of what lies past an edge."""
    return f"past_{index}"
