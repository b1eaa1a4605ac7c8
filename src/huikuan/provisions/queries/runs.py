"""Reads of provisions: the list, one with its rows and movement, the vouchers to be booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import QuerySet

from huikuan.kernel.actor import Actor
from huikuan.provisions.access import run_for, runs_for
from huikuan.provisions.models import ProvisionRun, RunCustomer, RunLine
from huikuan.provisions.queries.matrices import matrix_of
from huikuan.provisions.rules.matrix import Matrix
from huikuan.provisions.rules.states import RunState


@dataclass(frozen=True, slots=True)
class RunRow:
    """A provision as people see it, minor units."""

    id: int
    company_id: int
    company_name: str
    currency: str
    as_of: date
    balance_minor: int
    allowance_minor: int
    previous_minor: int
    used_minor: int
    charge_minor: int
    matrix_number: int
    state: RunState
    request_id: int | None
    reason: str
    proposed_by: str
    proposed_at: datetime
    exported_at: datetime | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """A bucket of a segment: rates in thousand-millionths, minor units; bucket −1 is without due date."""

    segment: str
    bucket: int
    balance_minor: int
    rate_ppb: int | None
    historic_ppb: int | None
    is_capped: bool
    is_raised: bool
    allowance_minor: int


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer judged by himself, minor units."""

    customer_id: int
    customer_name: str
    balance_minor: int
    expected_minor: int
    allowance_minor: int
    reason: str


@dataclass(frozen=True, slots=True)
class RunShown:
    """One provision with its rows and the matrix it was made by."""

    row: RunRow
    matrix: Matrix
    lines: tuple[LineRow, ...]
    customers: tuple[CustomerRow, ...]


class VoucherKind(StrEnum):
    """What a voucher books."""

    CHARGE = "CHARGE"
    RELEASE = "RELEASE"
    WRITE_OFF = "WRITE_OFF"
    REVIVED = "REVIVED"


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """A line of a voucher, minor units of one currency; one of debit and credit is nought. `account` is the name of the account."""

    number: int
    on: date
    kind: VoucherKind
    account: str
    code: str
    debit_minor: int
    credit_minor: int
    currency: str


def runs(*, actor: Actor, company_id: int | None = None) -> tuple[RunRow, ...]:
    """Provisions, the newest first, at most 100; one query. Raises NotPermitted PROVISION_NOT_VISIBLE."""
    rows = runs_for(actor=actor)
    if company_id is not None:
        rows = rows.filter(company_id=company_id)
    return _rows(rows.order_by("-as_of", "-pk")[:100])


def run_shown(*, actor: Actor, run_id: int) -> RunShown:
    """One provision with everything in it; four queries. Raises NotPermitted PROVISION_NOT_VISIBLE."""
    run = run_for(actor=actor, run_id=run_id)
    lines = RunLine.objects.filter(run_id=run_id).order_by("segment", "bucket")
    customers = RunCustomer.objects.filter(run_id=run_id).select_related("customer").order_by("-allowance_minor", "pk")
    return RunShown(
        row=_row(run),
        matrix=matrix_of(row=run.matrix),
        lines=tuple(
            LineRow(
                line.segment,
                line.bucket,
                line.balance_minor,
                line.rate_ppb,
                line.historic_ppb,
                line.is_capped,
                line.is_raised,
                line.allowance_minor,
            )
            for line in lines
        ),
        customers=tuple(
            CustomerRow(
                one.customer_id,
                one.customer.name,
                one.balance_minor,
                one.expected_minor,
                one.allowance_minor,
                one.reason,
            )
            for one in customers
        ),
    )


def vouchers_of(*, shown: RunShown) -> tuple[VoucherLine, ...]:
    """What is to be booked for a provision: what was written off against the allowance since, then the charge or its release.

    借:坏账准备 贷:应收账款 (or the other way where more came back); 借:信用减值损失 贷:坏账准备, or the other way round.
    """
    row, found = shown.row, []
    if row.used_minor:
        kind = VoucherKind.WRITE_OFF if row.used_minor > 0 else VoucherKind.REVIVED
        found.append((kind, ("allowance", "receivable"), row.used_minor))
    if row.charge_minor:
        kind = VoucherKind.CHARGE if row.charge_minor > 0 else VoucherKind.RELEASE
        found.append((kind, ("impairment", "allowance"), row.charge_minor))
    lines = []
    for number, (kind, accounts, minor) in enumerate(found, 1):
        debit, credit = accounts if minor > 0 else accounts[::-1]
        for account, debits, credits_ in ((debit, abs(minor), 0), (credit, 0, abs(minor))):
            code = shown.matrix.accounts[account]
            lines.append(VoucherLine(number, row.as_of, kind, account, code, debits, credits_, row.currency))
    return tuple(lines)


def _rows(rows: QuerySet[ProvisionRun]) -> tuple[RunRow, ...]:
    return tuple(_row(row) for row in rows.select_related("company", "matrix"))


def _row(row: ProvisionRun) -> RunRow:
    return RunRow(
        id=row.pk,
        company_id=row.company_id,
        company_name=row.company.short_name,
        currency=row.currency,
        as_of=row.as_of,
        balance_minor=row.balance_minor,
        allowance_minor=row.allowance_minor,
        previous_minor=row.previous_minor,
        used_minor=row.used_minor,
        charge_minor=row.charge_minor,
        matrix_number=row.matrix.number,
        state=RunState(row.state),
        request_id=row.request_id,
        reason=row.reason,
        proposed_by=row.proposed_by_name,
        proposed_at=row.proposed_at,
        exported_at=row.exported_at,
    )
