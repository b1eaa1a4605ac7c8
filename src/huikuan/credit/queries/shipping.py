"""Reads for controlled shipping: what a customer owes now, and what he owed after the last delivery that was let through."""

from __future__ import annotations

from datetime import date, datetime

from huikuan.credit.gathered import components_of
from huikuan.credit.models import Commitment, Decision
from huikuan.credit.neighbours import Rates, base_currency
from huikuan.credit.rules.facts import owed_of
from huikuan.credit.rules.policy import CheckPoint
from huikuan.receivables.queries.exposure import open_sums


def owed_now(*, customer_id: int, today: date) -> int:
    """What a customer owes for what he has got, minor units of the base currency; for rooms that have checked who asks."""
    rates = Rates(on=today, base=base_currency())
    open_now = open_sums(customer_ids=[customer_id], as_of=today)
    components = components_of(customer_ids=[customer_id], open_now=open_now, rates=rates, today=today)
    return owed_of(components=components[customer_id])


def owed_after_delivery(*, customer_id: int, since: datetime) -> int | None:
    """What a customer owed once the last delivery since a moment had gone, base currency; None where none went."""
    rows = Decision.objects.filter(
        customer_id=customer_id, check_point=CheckPoint.DELIVERY.value, reserved=True, at__gte=since
    )
    facts = rows.order_by("-pk").values_list("facts", flat=True).first()
    return None if facts is None else int(facts.get("owed_minor", 0)) + int(facts.get("asked_minor", 0))


def order_placed_on(*, company_id: int, number: str) -> date | None:
    """The day an order was placed; None for one that credit control does not know."""
    rows = Commitment.objects.filter(company_id=company_id, number=number)
    return rows.values_list("placed_on", flat=True).first() if number else None
