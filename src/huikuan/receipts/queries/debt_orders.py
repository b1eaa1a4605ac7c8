"""Reads: the order in which money pays what is open, its versions, and what it gives for one receipt (CC 560)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from huikuan.contracts.queries.late_rates import late_rates
from huikuan.receipts.debt_order import Debt, Order, Placed, Spread, spread_payment
from huikuan.receipts.models import DebtOrderVersion
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.securities.queries import SecurityRow, securities_in_force
from huikuan.securities.rules import Scope


@dataclass(frozen=True, slots=True)
class DebtOrderRow:
    """A version of the order of an own company; number 0 is what is shipped: the law."""

    number: int
    order: Order
    reason: str = ""
    who: str = ""
    at: datetime | None = None


SHIPPED = DebtOrderRow(0, Order.STATUTORY)


def debt_order_of(*, company_id: int) -> DebtOrderRow:
    """The order in force; one query."""
    row = DebtOrderVersion.objects.filter(company_id=company_id).order_by("-number").first()
    return SHIPPED if row is None else _row(row)


def debt_order_versions(*, company_id: int) -> tuple[DebtOrderRow, ...]:
    """Every version, the newest first, what is shipped last; one query."""
    rows = DebtOrderVersion.objects.filter(company_id=company_id).order_by("-number")
    return (*(_row(row) for row in rows), SHIPPED)


def suggested_spread(
    *, minor: int, items: Sequence[ReceivableRow], today: date, order: Order, named_id: int | None = None
) -> Spread:
    """Money of one customer over his open items of one own company and currency; ids of receivables as text.

    Security that covers every debt sets none apart; one that covers a contract or invoices counts for their items. A rate
    is what the contract says of late payment. Two queries, three more where security was given.
    """
    if not items or minor < 1:
        return Spread((), minor, ())
    rates = late_rates(company_id=items[0].company_id, numbers={item.contract for item in items})
    securities = securities_in_force(customer_ids={item.customer_id for item in items}, on=today)
    debts = [_debt(item, rates, securities.get(item.customer_id, ())) for item in items]
    named = None if named_id is None else str(named_id)
    return spread_payment(minor=minor, debts=debts, as_of=today, order=order, named=named)


def reasons_of_order(*, order: Order, placed: Sequence[Placed]) -> tuple[dict[str, object], ...]:
    """Why an allocation went where it went, as its reasons are kept: the order, then each item's place."""
    return (
        _reason(f"BY_ORDER_{order.value}"),
        *(_reason(f"ORDER_{one.why.value}", receivable=int(one.id)) for one in placed),
    )


def _reason(code: str, **params: int) -> dict[str, object]:
    return {"code": code, "params": params}


def _debt(item: ReceivableRow, rates: dict[str, Decimal], securities: Sequence[SecurityRow]) -> Debt:
    return Debt(
        id=str(item.id),
        due=item.due_date,
        open_minor=item.parts.outstanding,
        secured_minor=min(item.parts.outstanding, sum(one.eligible_minor for one in securities if _covers(one, item))),
        annual_rate=rates.get(item.contract, Decimal(0)),
        issued=item.issue_date,
    )


def _covers(security: SecurityRow, item: ReceivableRow) -> bool:
    if security.currency != item.currency:
        return False
    if security.scope is Scope.CONTRACT:
        return bool(item.contract) and security.contract_number == item.contract
    return security.scope is Scope.INVOICES and item.invoice_number in security.invoice_numbers


def _row(row: DebtOrderVersion) -> DebtOrderRow:
    return DebtOrderRow(row.number, Order(row.debt_order), row.reason, row.who_name, row.at)
