"""Reads: where invoices differ from what the customer confirmed, computed from both each time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huikuan.kernel.actor import Actor
from huikuan.prices.queries.confirmations import signed_confirmations, tolerance_in_force
from huikuan.prices.rules.comparing import Billed, Confirmed, Deviation, differences, in_force
from huikuan.receivables.queries.lines import LinedInvoiceRow, lined_invoices


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A line of an invoice that deviates; prices in millionths, `effect_minor` positive where more was billed."""

    line_id: int
    invoice_id: int
    invoice_number: str
    issue_date: date
    company_id: int
    customer_id: int
    currency: str
    item_code: str
    name: str
    specification: str
    quantity_micros: int
    billed_micros: int
    confirmed_micros: int | None
    deviation: Deviation
    confirmation_id: int | None
    confirmation_number: str
    effect_minor: int


def price_differences(
    *, actor: Actor, since: date, through: date, customer_id: int | None = None
) -> tuple[DifferenceRow, ...]:
    """Deviations of visible invoices with lines issued between two days (both included), newest first; four queries."""
    rows = lined_invoices(actor=actor, since=since, through=through, customer_id=customer_id)
    return _compared(rows)


def differences_of_invoice(*, actor: Actor, invoice_id: int) -> tuple[DifferenceRow, ...]:
    """Deviations of one visible invoice; none if it has no lines."""
    return _compared(lined_invoices(actor=actor, invoice_ids=[invoice_id]))


def _compared(rows: Iterable[LinedInvoiceRow]) -> tuple[DifferenceRow, ...]:
    found = list(rows)
    if not found:
        return ()
    signed = signed_confirmations(customer_ids={row.customer_id for row in found})
    tolerance = tolerance_in_force().tolerance_permille
    return tuple(
        one
        for row in found
        for one in _of_invoice(row, signed.get((row.customer_id, row.company_id, row.currency), ()), tolerance)
    )


def _of_invoice(row: LinedInvoiceRow, known: tuple[Confirmed, ...], tolerance: int) -> list[DifferenceRow]:
    held = in_force(confirmed=known, on=row.issue_date)
    lines = {line.id: line for line in row.lines}
    billed = [
        Billed(pk, line.item_code, line.name, line.specification, line.quantity_micros, line.unit_price_micros)
        for pk, line in lines.items()
    ]
    return [
        DifferenceRow(
            line_id=one.line_id,
            invoice_id=row.id,
            invoice_number=row.number,
            issue_date=row.issue_date,
            company_id=row.company_id,
            customer_id=row.customer_id,
            currency=row.currency,
            item_code=lines[one.line_id].item_code,
            name=lines[one.line_id].name,
            specification=lines[one.line_id].specification,
            quantity_micros=lines[one.line_id].quantity_micros,
            billed_micros=lines[one.line_id].unit_price_micros,
            confirmed_micros=one.confirmed_micros,
            deviation=one.deviation,
            confirmation_id=one.confirmation_id,
            confirmation_number=held.number if held else "",
            effect_minor=one.effect_minor,
        )
        for one in differences(billed=billed, confirmed=held, tolerance_permille=tolerance, currency=row.currency)
    ]
