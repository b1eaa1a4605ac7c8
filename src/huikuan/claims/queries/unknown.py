"""Reads: what an announcement is made of, a constant number of queries for any amount of unknown money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from huikuan.claims.rules import Unknown
from huikuan.customers.queries import customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.receipts.queries.unidentified import unidentified
from huikuan.receivables.queries.items import customers_owing

MOST_PROPOSED = 5


def unknown_money(*, actor: Actor, receipt_id: int | None = None) -> tuple[Unknown, ...]:
    """Money whose payer nobody knows, with the first customers the matcher thought of.

    What its reference says is no customer's payment is left out of the daily look; one receipt is taken as asked for.
    """
    return tuple(
        Unknown(row.receipt_id, row.company_id, row.currency, row.unapplied_minor, row.proposed[:MOST_PROPOSED])
        for row in unidentified(actor=actor, receipt_id=receipt_id)
        if receipt_id is not None or not row.not_trade
    )


def owing_exactly(*, money: Sequence[Unknown]) -> dict[int, frozenset[int]]:
    """By receipt, the customers with an open item of exactly its amount."""
    found = customers_owing(company_ids={one.company_id for one in money}, minors={one.minor for one in money})
    keys = {one.receipt_id: (one.company_id, one.currency, one.minor) for one in money}
    return {receipt_id: found[key] for receipt_id, key in keys.items() if key in found}


def salespeople_of(*, customer_ids: Iterable[int]) -> dict[int, int]:
    """Who looks after each customer; those without a salesperson are left out."""
    rows = customers_by_id(ids=customer_ids)
    return {pk: row.salesperson_id for pk, row in rows.items() if row.salesperson_id is not None}
