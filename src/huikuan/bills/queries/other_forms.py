"""Reads: cash in the hands of colleagues, deposits, set-offs, IOUs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from huikuan.accounts.queries import people
from huikuan.bills.access import cash_steps_for, deposits_for, ious_for, set_offs_for
from huikuan.bills.models import CashStep, Deposit
from huikuan.bills.queries.policies import policy_in_force
from huikuan.bills.rules.other_forms import DepositKind, effective_earnest
from huikuan.kernel.actor import Actor
from huikuan.receipts.access import receipts_for


@dataclass(frozen=True, slots=True)
class CashRow:
    """Cash of one receipt that is still with a colleague, minor units; the days since he took it."""

    receipt_id: int
    number: int
    company_id: int
    customer_id: int | None
    customer_name: str
    taken_by_id: int
    taken_by: str
    received_on: date
    days: int
    amount_minor: int
    banked_minor: int
    left_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class CashStepRow:
    """Cash that a bank line shows, minor units."""

    id: int
    line_receipt_id: int
    on: date
    amount_minor: int
    who: str
    is_live: bool


@dataclass(frozen=True, slots=True)
class DepositRow:
    """A deposit, minor units; `effective_minor` of it has the effect of earnest money."""

    id: int
    receipt_id: int
    customer_id: int
    customer_name: str
    kind: DepositKind
    contract_number: str
    amount_minor: int
    effective_minor: int
    held_minor: int
    applied_minor: int
    paid_back_minor: int
    forfeited_minor: int
    currency: str
    received_on: date


@dataclass(frozen=True, slots=True)
class SetOffRow:
    """A set-off with its paper, minor units."""

    id: int
    receipt_id: int
    customer_id: int
    customer_name: str
    kind: str
    parties: str
    our_debt: str
    signed_on: date
    amount_minor: int
    currency: str
    document_id: int


@dataclass(frozen=True, slots=True)
class IouRow:
    """An IOU with the numbers of the items it is about, minor units."""

    id: int
    customer_id: int
    customer_name: str
    kind: str
    amount_minor: int
    currency: str
    signed_on: date
    due_on: date
    signed_by: str
    invoices: tuple[str, ...]
    document_id: int


def cash_in_hands(*, actor: Actor, today: date, company_id: int | None = None) -> tuple[CashRow, ...]:
    """Cash that colleagues took and no bank line shows yet, the oldest first; three queries."""
    rows = receipts_for(actor=actor).filter(taken_by__isnull=False).select_related("customer")
    if company_id is not None:
        rows = rows.filter(company_id=company_id)
    found = list(rows.order_by("received_on", "pk"))
    live = CashStep.objects.filter(receipt__in=[row.pk for row in found], posting__reversed_by__isnull=True)
    banked = dict(live.values_list("receipt_id").annotate(total=Sum("amount_minor")))
    named = people()
    return tuple(
        CashRow(
            receipt_id=row.pk,
            number=row.number,
            company_id=row.company_id,
            customer_id=row.customer_id,
            customer_name=row.customer.name if row.customer else "",
            taken_by_id=int(row.taken_by_id or 0),
            taken_by=named[row.taken_by_id].name if row.taken_by_id in named else "",
            received_on=row.received_on,
            days=(today - row.received_on).days,
            amount_minor=row.amount_minor,
            banked_minor=int(banked.get(row.pk, 0)),
            left_minor=row.amount_minor - row.reversed_minor - int(banked.get(row.pk, 0)),
            currency=row.currency,
        )
        for row in found
        if row.amount_minor - row.reversed_minor > int(banked.get(row.pk, 0))
    )


def cash_by_person(*, rows: tuple[CashRow, ...]) -> tuple[tuple[str, str, int], ...]:
    """What each colleague has, by name and currency, minor units, the most first."""
    sums: Counter[tuple[str, str]] = Counter()
    for row in rows:
        sums[row.taken_by, row.currency] += row.left_minor
    return tuple((name, currency, minor) for (name, currency), minor in sums.most_common())


def steps_of_cash(*, actor: Actor, receipt_id: int) -> tuple[CashStepRow, ...]:
    """What the bank has of cash taken; one query."""
    rows = cash_steps_for(actor=actor).filter(receipt_id=receipt_id).select_related("posting__reversed_by")
    return tuple(
        CashStepRow(
            row.pk,
            row.line_receipt_id,
            row.on,
            row.amount_minor,
            row.who_name,
            getattr(row.posting, "reversed_by", None) is None,
        )
        for row in rows.order_by("pk")
    )


def deposit_rows(*, actor: Actor, is_held: bool = True, company_id: int | None = None) -> tuple[DepositRow, ...]:
    """Deposits, of which something is held or all, the latest first; two queries."""
    rows = deposits_for(actor=actor).select_related("receipt__customer").order_by("-receipt__received_on", "-pk")
    if is_held:
        rows = rows.filter(held_minor__gt=0)
    if company_id is not None:
        rows = rows.filter(receipt__company_id=company_id)
    permille = policy_in_force().earnest_permille
    return tuple(_deposit(row, permille) for row in rows)


def deposit_of_receipt(*, actor: Actor, receipt_id: int) -> DepositRow | None:
    """The deposit that a receipt is, if it is one."""
    row = deposits_for(actor=actor).filter(receipt_id=receipt_id).select_related("receipt__customer").first()
    return None if row is None else _deposit(row, policy_in_force().earnest_permille)


def set_off_rows(*, actor: Actor, company_id: int | None = None) -> tuple[SetOffRow, ...]:
    """Set-offs, the latest first; one query."""
    rows = set_offs_for(actor=actor).select_related("receipt__customer").order_by("-receipt__received_on", "-pk")
    if company_id is not None:
        rows = rows.filter(receipt__company_id=company_id)
    return tuple(
        SetOffRow(
            row.pk,
            row.receipt_id,
            int(row.receipt.customer_id or 0),
            row.receipt.customer.name if row.receipt.customer else "",
            row.kind,
            row.parties,
            row.our_debt,
            row.signed_on,
            row.receipt.amount_minor,
            row.receipt.currency,
            row.document_id,
        )
        for row in rows
    )


def iou_rows(*, actor: Actor, company_id: int | None = None) -> tuple[IouRow, ...]:
    """IOUs, those due first at the head; two queries."""
    rows = ious_for(actor=actor).select_related("customer").prefetch_related("items__receivable__invoice")
    if company_id is not None:
        rows = rows.filter(company_id=company_id)
    return tuple(
        IouRow(
            row.pk,
            row.customer_id,
            row.customer.name,
            row.kind,
            row.amount_minor,
            row.currency,
            row.signed_on,
            row.due_on,
            row.signed_by,
            tuple(sorted({item.receivable.invoice.number for item in row.items.all()})),
            row.document_id,
        )
        for row in rows.order_by("due_on", "pk")
    )


def _deposit(row: Deposit, permille: int) -> DepositRow:
    kind = DepositKind(row.kind)
    effective = 0
    if kind is DepositKind.EARNEST:
        effective = effective_earnest(
            amount_minor=row.amount_minor, contract_minor=row.contract_minor, permille=permille
        )
    return DepositRow(
        id=row.pk,
        receipt_id=row.receipt_id,
        customer_id=int(row.receipt.customer_id or 0),
        customer_name=row.receipt.customer.name if row.receipt.customer else "",
        kind=kind,
        contract_number=row.contract_number,
        amount_minor=row.amount_minor,
        effective_minor=effective,
        held_minor=row.held_minor,
        applied_minor=row.applied_minor,
        paid_back_minor=row.paid_back_minor,
        forfeited_minor=row.forfeited_minor,
        currency=row.receipt.currency,
        received_on=row.receipt.received_on,
    )
