"""The allocations behind a figure of the first page: a page of them, all of them as a file, what they sum to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huikuan.customers.queries import customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page
from huikuan.portfolio.allocated import Counted, CountedAllocation, counted_allocations
from huikuan.receipts.queries.receipts import receipts_by_id
from huikuan.web.pages.lists import Tab
from huikuan.web.tables.columns import Column, Kind, Linked, Text

TITLES: dict[Counted, Text] = {
    Counted.ON_DUE: _("Allocated to what was due"),
    Counted.PAID: _("Paid items"),
}
MEANINGS: dict[Counted, Text] = {
    Counted.ON_DUE: _(
        "Allocations of the period to items due by its last day, by the day of the act; what was taken back counts "
        "against the day it was taken back. A bill counts at the event that the bill policy names: until then it is taken "
        "off again on the last day."
    ),
    Counted.PAID: _(
        "Allocations of the period to items with a due date, by the day paid; what was taken back since is left out."
    ),
}
PAPER_WAITS, PAPER_CAME = _("Bill: not cash yet"), _("Bill: cash by now")


@dataclass(frozen=True, slots=True)
class AllocationLine:
    """An allocation with the names a reader knows it by."""

    row: CountedAllocation
    customer: str
    receipts: tuple[Linked, ...]

    @property
    def amount(self) -> Money:
        """What was allocated, negative where it was taken back."""
        return Money(self.row.minor, self.row.currency)


COLUMNS: tuple[Column[AllocationLine], ...] = (
    Column("day", _("Day"), lambda line: line.row.day, Kind.DAY),
    Column("invoice", _("Invoice"), lambda line: line.row.invoice_number),
    Column("customer", _("Customer"), lambda line: line.customer),
    Column("due", _("Due"), lambda line: line.row.due_date, Kind.DAY),
    Column("days", _("Days late"), lambda line: line.row.days_late, Kind.NUMBER),
    Column("receipts", _("Receipt"), lambda line: ", ".join(receipt.text for receipt in line.receipts)),
    Column("amount", _("Allocated"), lambda line: line.amount, Kind.MONEY),
)
"""The columns of the file."""


def allocations_page(
    *, actor: Actor, counted: Counted, period: tuple[date, date], company_id: int | None, number: int, size: int
) -> Page[AllocationLine]:
    """A page of the allocations that a figure of the days `period` (both included) counts, of one own company or all."""
    start, end = period
    found = counted_allocations(
        actor=actor,
        start=start,
        end=end,
        counted=counted,
        number=number,
        size=size,
        company_ids=None if company_id is None else [company_id],
    )
    return Page(_lines(actor, found.rows), found.number, found.size, found.count, found.totals)


def allocations_address(*, counted: Counted, start: date, end: date) -> str:
    """Where the allocations of the days stand that a figure counts."""
    values = {"counted": counted.value, "start": start.isoformat(), "end": end.isoformat()}
    return f"{reverse('allocations')}?{urlencode(values)}"


def tabs(*, counted: Counted, start: date, end: date) -> tuple[Tab, ...]:
    """Both ways to count the allocations of the days."""
    return tuple(
        Tab(title, allocations_address(counted=which, start=start, end=end), which is counted)
        for which, title in TITLES.items()
    )


def _lines(actor: Actor, rows: Sequence[CountedAllocation]) -> tuple[AllocationLine, ...]:
    customers = customers_by_id(ids={row.customer_id for row in rows})
    receipts = receipts_by_id(actor=actor, ids={pk for row in rows for pk in row.receipt_ids})
    return tuple(
        AllocationLine(
            row,
            customers[row.customer_id].name,
            (Linked(str(PAPER_WAITS if row.minor < 0 else PAPER_CAME), reverse("bills") + "?which=ALL"),)
            if row.is_paper
            else tuple(
                Linked(receipts[pk].payer_name or str(receipts[pk].number), reverse("receipt", args=[pk]))
                for pk in row.receipt_ids
                if pk in receipts
            ),
        )
        for row in rows
    )
