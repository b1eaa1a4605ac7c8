"""New customers of an import, taken in inside its act."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from huikuan.accounts.queries import person_id_named
from huikuan.audit.operations import OpenAct
from huikuan.customers.operations import CustomerDraft, add_customers
from huikuan.customers.rules import CustomerClass
from huikuan.imports.parties import AUTOMATIC, NewParty
from huikuan.ledger.operations import take_numbers

EVERY_COMPANY = 0
"""Imports and customer numbers are numbered once for all own companies."""
_SERIES = "CUSTOMER"


def take_in(*, act: OpenAct, parties: Sequence[NewParty], used: set[int] | None = None) -> pl.DataFrame:
    """Save the new customers (of references −1, −2, … in `used`, or all): columns `customer`, `taken_in` (the id).

    Who was named without a number gets one of ours.
    """
    taken = [(-place, party) for place, party in enumerate(parties, 1) if used is None or -place in used]
    nameless = sum(not party.code for _, party in taken)
    number = take_numbers(company_id=EVERY_COMPANY, code=_SERIES, count=nameless) if nameless else 0
    people = {name: person_id_named(name=name) for name in {party.salesperson for _, party in taken} if name}
    drafts = []
    for _, party in taken:
        code = party.code
        if not code:
            code, number = f"{AUTOMATIC}{number:06d}", number + 1
        drafts.append(_draft(party, code, people.get(party.salesperson)))
    ids = add_customers(act=act, drafts=drafts)
    return pl.DataFrame(
        {"customer": [reference for reference, _ in taken], "taken_in": ids},
        schema={"customer": pl.Int64, "taken_in": pl.Int64},
    )


def _draft(party: NewParty, code: str, salesperson_id: int | None) -> CustomerDraft:
    return CustomerDraft(
        code=code,
        name=party.name,
        tax_code=party.tax_code,
        terms_days=party.terms_days,
        customer_class=party.customer_class or CustomerClass.STANDARD.value,
        salesperson_id=salesperson_id,
    )
