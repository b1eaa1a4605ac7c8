"""The chance that an offer is kept, as this customer's own promises of the last year let expect it; a person may know better."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from huikuan.kernel.actor import Actor
from huikuan.promises.access import promises_for
from huikuan.promises.kept_rules import Ended, KeptRate, kept_rate
from huikuan.promises.rules import State

LOOKED_BACK = timedelta(days=365)
LEAST_PROMISES = 3
"""From fewer promises that came due no chance is proposed."""


@dataclass(frozen=True, slots=True)
class MeasuredChance:
    """How a customer's promises fared since a day; `percent` is the chance proposed, None where too few came due."""

    rate: KeptRate
    since: date
    percent: int | None


def measured_chance(*, actor: Actor, customer_id: int, currency: str, today: date) -> MeasuredChance:
    """The kept rate of the promises of a customer in a currency that came due within a year before today; one query."""
    since = today - LOOKED_BACK
    rows = promises_for(actor=actor).filter(customer_id=customer_id, currency=currency, day__gte=since, day__lt=today)
    columns = ("state", "day", "amount_minor", "paid_minor")
    promises = [Ended(State(state), *values) for state, *values in rows.order_by("pk").values_list(*columns)]
    rate = kept_rate(promises=promises, first=since, last=today)
    enough = rate.due >= LEAST_PROMISES and rate.permille is not None
    return MeasuredChance(rate, since, (rate.permille or 0) // 10 if enough else None)
