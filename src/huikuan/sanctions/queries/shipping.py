"""Controlled shipping as credit control asks for it: each delivery of a new order must lower what the customer owes."""

from __future__ import annotations

from huikuan.credit.queries.shipping import order_placed_on, owed_after_delivery
from huikuan.kernel.text_amounts import format_amount
from huikuan.sanctions.models import Sanction, SanctionStep
from huikuan.sanctions.rules.rungs import Event, Rung, State
from huikuan.sanctions.rules.shipping import Control, allowed_minor


class ControlledShipping:
    """Fills `credit.ports.ShippingControl`."""

    def refusal(
        self, *, customer_id: int, order: tuple[int, str], owed_minor: int, delivery_minor: int, currency: str
    ) -> str:
        """Why a delivery may not go: it would leave too much owed. Orders placed before the notice are not controlled."""
        row = _in_force(customer_id)
        if row is None or row.noticed_on is None:
            return ""
        company_id, number = order
        placed_on = order_placed_on(company_id=company_id, number=number)
        if placed_on is not None and placed_on < row.noticed_on:
            return ""
        begun = SanctionStep.objects.filter(sanction=row, event=Event.APPLY.value).order_by("pk").first()
        after = None if begun is None else owed_after_delivery(customer_id=customer_id, since=begun.at)
        largest = allowed_minor(
            control=Control(row.lower_minor, row.lower_permille),
            reference_minor=(row.reference_minor or 0) if after is None else after,
            exposure_minor=owed_minor,
        )
        if delivery_minor <= largest:
            return ""
        return f"{row.reason[:200]} (#{row.pk}) ≤ {currency} {format_amount(minor=largest, currency=currency)}"


def _in_force(customer_id: int) -> Sanction | None:
    rows = Sanction.objects.filter(
        customer_id=customer_id, rung=Rung.CONTROLLED_SHIPPING.value, state=State.IN_FORCE.value
    )
    return rows.order_by("pk").first()
