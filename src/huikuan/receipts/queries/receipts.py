"""Reads: money received as frozen rows, and what of it is unapplied, of what the actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, Q, QuerySet, Sum

from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds, portions
from huikuan.receipts.access import receipts_for
from huikuan.receipts.models import Receipt
from huikuan.receipts.parts import parts_of
from huikuan.receipts.rules import ReceiptParts


class Which(StrEnum):
    """Which receipts a list shows."""

    UNAPPLIED = "UNAPPLIED"
    UNIDENTIFIED = "UNIDENTIFIED"
    PROPOSED = "PROPOSED"
    APPLIED = "APPLIED"
    ALL = "ALL"


SORTS = {
    "received": ("received_on", "pk"),
    "-received": ("-received_on", "-pk"),
    "amount": ("amount_minor", "pk"),
    "-amount": ("-amount_minor", "-pk"),
    "unapplied": ("unapplied_minor", "pk"),
    "-unapplied": ("-unapplied_minor", "-pk"),
}


@dataclass(frozen=True, slots=True)
class ReceiptFilter:
    """What a list of receipts is narrowed to; None and empty mean no narrowing."""

    which: Which = Which.ALL
    search: str = ""
    customer_id: int | None = None
    company_id: int | None = None
    currency: str = ""
    received_from: date | None = None
    received_before: date | None = None


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """Money received as people see it, minor units."""

    id: int
    number: int
    company_id: int
    customer_id: int | None
    bank_account_id: int | None
    method: str
    received_on: date
    currency: str
    parts: ReceiptParts
    fee_minor: int
    payer_name: str
    payer_account: str
    reference: str
    source_ref: str
    not_a_receipt_reason: str
    decision: str


def receipt_page(
    *, actor: Actor, narrowed: ReceiptFilter, sort: str = "-received", number: int = 1, size: int = PAGE_SIZE
) -> Page[ReceiptRow]:
    """One page of receipts with the count and the unapplied sums per currency of the whole list.

    Four queries: the sums are read from unapplied money alone, and only the page's own rows are read in full.
    """
    rows = _narrowed(receipts_for(actor=actor), narrowed)
    start, end = page_bounds(number=number, size=size)
    ids = list(rows.order_by(*SORTS.get(sort, SORTS["-received"])).values_list("pk", flat=True)[start:end])
    found = {row.pk: row for row in Receipt.objects.filter(pk__in=ids).select_related("match")}
    unapplied = rows.filter(unapplied_minor__gt=0)
    sums = list(unapplied.values_list("currency").annotate(total=Sum("unapplied_minor"), receipts=Count("pk")))
    only_unapplied = narrowed.which not in (Which.APPLIED, Which.ALL)
    return Page(
        rows=tuple(row_of(row=found[pk]) for pk in ids),
        number=max(number, 1),
        size=end - start,
        count=sum(receipts for _, _, receipts in sums) if only_unapplied else rows.count(),
        totals={currency: total for currency, total, _ in sorted(sums)},
    )


def receipt_row(*, actor: Actor, receipt_id: int) -> ReceiptRow | None:
    """One receipt; None if there is none that the actor may see."""
    row = receipts_for(actor=actor).filter(pk=receipt_id).select_related("match").first()
    return None if row is None else row_of(row=row)


def receipts_by_id(*, actor: Actor, ids: Iterable[int]) -> dict[int, ReceiptRow]:
    """The visible ones of the receipts asked for, by id; one query per 5,000."""
    return {
        row.pk: row_of(row=row)
        for some in portions(values=sorted(ids))
        for row in receipts_for(actor=actor).filter(pk__in=some).select_related("match")
    }


def receipts_after(
    *, actor: Actor, after_id: int, limit: int, company_id: int | None = None, customer_id: int | None = None
) -> tuple[ReceiptRow, ...]:
    """Up to `limit` visible receipts with ids above `after_id`, by id; one query."""
    exact = {"company_id": company_id, "customer_id": customer_id}
    found = receipts_for(actor=actor).filter(pk__gt=after_id, **{k: v for k, v in exact.items() if v is not None})
    return tuple(row_of(row=row) for row in found.select_related("match").order_by("pk")[:limit])


def receipts_of_amount(*, actor: Actor, minor: int, most: int) -> tuple[ReceiptRow, ...]:
    """Visible receipts of exactly `minor` or with that much left, newest first, at most `most`."""
    rows = receipts_for(actor=actor).filter(Q(amount_minor=minor) | Q(unapplied_minor=minor, unapplied_minor__gt=0))
    return tuple(row_of(row=row) for row in rows.select_related("match").order_by("-received_on", "-pk")[:most])


def found_receipts(*, actor: Actor, search: str, most: int) -> tuple[ReceiptRow, ...]:
    """Visible receipts whose payer or reference holds `search`, last entered first, at most `most`."""
    rows = receipts_for(actor=actor).filter(Q(payer_name__icontains=search) | Q(reference__icontains=search))
    return tuple(row_of(row=row) for row in rows.select_related("match").order_by("-pk")[:most])


def unapplied_of(*, actor: Actor, customer_ids: list[int]) -> dict[int, dict[str, int]]:
    """Unapplied money by customer and currency, minor units; one query."""
    rows = (
        receipts_for(actor=actor)
        .filter(customer_id__in=customer_ids, unapplied_minor__gt=0)
        .values_list("customer_id", "currency")
        .annotate(total=Sum("unapplied_minor"))
    )
    found: dict[int, dict[str, int]] = {}
    for customer_id, currency, total in rows:
        if customer_id is not None:
            found.setdefault(customer_id, {})[currency] = total
    return found


def unapplied_sums(*, actor: Actor, company_ids: Iterable[int] | None = None) -> dict[str, int]:
    """Unapplied money by currency, minor units; one query."""
    rows = receipts_for(actor=actor).filter(unapplied_minor__gt=0)
    if company_ids is not None:
        rows = rows.filter(company_id__in=list(company_ids))
    return dict(rows.values_list("currency").annotate(total=Sum("unapplied_minor")).order_by("currency"))


def row_of(*, row: Receipt) -> ReceiptRow:
    """The frozen row of a receipt."""
    match = getattr(row, "match", None)
    return ReceiptRow(
        id=row.pk,
        number=row.number,
        company_id=row.company_id,
        customer_id=row.customer_id,
        bank_account_id=row.bank_account_id,
        method=row.method,
        received_on=row.received_on,
        currency=row.currency,
        parts=parts_of(row=row),
        fee_minor=row.fee_minor,
        payer_name=row.payer_name,
        payer_account=row.payer_account,
        reference=row.reference,
        source_ref=row.source_ref,
        not_a_receipt_reason=row.not_a_receipt_reason,
        decision=match.decision if match else "",
    )


def _narrowed(rows: QuerySet[Receipt], narrowed: ReceiptFilter) -> QuerySet[Receipt]:
    rows = rows.filter(_which(narrowed.which))
    if narrowed.search:
        rows = rows.filter(
            Q(payer_name__icontains=narrowed.search)
            | Q(reference__icontains=narrowed.search)
            | Q(customer__name__icontains=narrowed.search)
        )
    exact = {
        "customer_id": narrowed.customer_id,
        "company_id": narrowed.company_id,
        "currency": narrowed.currency or None,
        "received_on__gte": narrowed.received_from,
        "received_on__lt": narrowed.received_before,
    }
    return rows.filter(**{name: value for name, value in exact.items() if value is not None})


def _which(which: Which) -> Q:
    unapplied = Q(unapplied_minor__gt=0)
    return {
        Which.UNAPPLIED: unapplied,
        Which.UNIDENTIFIED: unapplied & Q(customer=None),
        Which.PROPOSED: unapplied & Q(match__decision="PROPOSED"),
        Which.APPLIED: Q(unapplied_minor=0),
        Which.ALL: Q(),
    }[which]


def receipt_by_number(*, company_id: int, number: int) -> int:
    """The id of a receipt by its number in an own company, 0 if there is none; who may see it is asked elsewhere."""
    return Receipt.objects.filter(company_id=company_id, number=number).values_list("pk", flat=True).first() or 0
