"""PURE: an invoice against what this customer wants of his invoices, before it goes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huikuan.invoicing.rules.checking import Finding, Severity, percent, plain_name
from huikuan.invoicing.rules.records import PERCENT, EInvoice, Kind


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the customer wants: form (SPECIAL, ORDINARY or empty), title, rate in hundredths of a per cent, latest day of the
    month, the text his remark must hold, the largest invoice in minor units, the address for invoices."""

    form: str = ""
    title: str = ""
    rate_hundredths: int | None = None
    deadline_day: int | None = None
    remark: str = ""
    most_minor: int | None = None
    email: str = ""


def wish_findings(*, invoice: EInvoice, wishes: Wishes) -> tuple[Finding, ...]:
    """Where the invoice is not as the customer wants it: an error is what he sends back, a warning what he may."""
    return tuple(_found(invoice, wishes))


def _found(invoice: EInvoice, wishes: Wishes) -> Iterator[Finding]:
    if wishes.title and plain_name(name=wishes.title) != plain_name(name=invoice.buyer.name):
        yield Finding("WISH_TITLE", Severity.ERROR, {"value": invoice.buyer.name[:60] or "–", "expected": wishes.title})
    if (
        wishes.form in Kind.__members__
        and invoice.kind in (Kind.SPECIAL, Kind.ORDINARY)
        and invoice.kind != wishes.form
    ):
        yield Finding("WISH_FORM", Severity.ERROR, {"wanted_form": wishes.form})
    if wishes.most_minor is not None and abs(invoice.gross_minor) > wishes.most_minor:
        amounts: dict[str, str | int] = {"expected": wishes.most_minor, "currency": invoice.currency}
        yield Finding("WISH_MOST", Severity.ERROR, amounts)
    if wishes.remark and wishes.remark not in invoice.remark:
        yield Finding("WISH_REMARK", Severity.WARNING, {"value": wishes.remark[:60]})
    rates = {line.rate_micros for line in invoice.lines if line.rate_micros is not None}
    if wishes.rate_hundredths is not None and rates - {wishes.rate_hundredths * PERCENT // 100}:
        wanted = percent(rate_micros=wishes.rate_hundredths * PERCENT // 100)
        yield Finding("WISH_RATE", Severity.WARNING, {"rate": wanted})
    if wishes.deadline_day and invoice.issue_date and invoice.issue_date.day > wishes.deadline_day:
        yield Finding("WISH_DEADLINE", Severity.WARNING, {"day": wishes.deadline_day})
