"""What the pages of provisions show: the matrix with its rates, a provision with its movement, the vouchers as a file."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huikuan.approvals.queries import RequestRow, requests_by_id
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.portfolio.rules import Buckets
from huikuan.provisions.operations.proposing import UNDATED
from huikuan.provisions.queries.matrices import AssessmentRow, assessments, matrix_in_force
from huikuan.provisions.queries.runs import (
    LineRow,
    RunRow,
    RunShown,
    VoucherKind,
    VoucherLine,
    run_shown,
    runs,
    vouchers_of,
)
from huikuan.provisions.rules.allowance import PPB, percent_text
from huikuan.provisions.rules.matrix import Matrix
from huikuan.provisions.rules.rates import BucketRate
from huikuan.provisions.rules.states import RunState
from huikuan.web.tables.columns import Chip, Column, Kind, Text
from huikuan.wording import provisions as words
from huikuan.wording.sentences import sentence

ACCOUNTS: dict[str, Text] = {
    "impairment": gettext_lazy("Impairment losses"),
    "allowance": gettext_lazy("Allowance for bad debts"),
    "receivable": gettext_lazy("Accounts receivable"),
}
VOUCHERS: dict[VoucherKind, Text] = {
    VoucherKind.CHARGE: gettext_lazy("Allowance for bad debts made"),
    VoucherKind.RELEASE: gettext_lazy("Allowance for bad debts released"),
    VoucherKind.WRITE_OFF: gettext_lazy("Bad debts written off, net of what came later"),
    VoucherKind.REVIVED: gettext_lazy("Written-off debts that came, net of write-offs"),
}


@dataclass(frozen=True, slots=True)
class RateCell:
    """A rate in words: the per cent that counts, the historic one, what was changed or why there is none."""

    percent: str
    historic: str
    note: str


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """A segment with its rates by bucket."""

    name: str
    cells: tuple[RateCell, ...]


@dataclass(frozen=True, slots=True)
class RunLine:
    """A provision in the list."""

    row: RunRow
    allowance: Money
    charge: Money
    state: Chip


@dataclass(frozen=True, slots=True)
class Provisions:
    """The page of provisions."""

    matrix: Matrix | None
    method: Text
    basis: Text
    forward: str
    buckets: tuple[str, ...]
    segments: tuple[SegmentLine, ...]
    judged: tuple[tuple[AssessmentRow, Money], ...]
    runs: tuple[RunLine, ...]
    may_propose: bool


@dataclass(frozen=True, slots=True)
class BucketLine:
    """A bucket of a provision."""

    segment: str
    bucket: str
    balance: Money
    rate: RateCell
    allowance: Money


@dataclass(frozen=True, slots=True)
class RunPage:
    """One provision: its movement, its rows, who decides."""

    shown: RunShown
    state: Chip
    movement: tuple[tuple[Text, Money], ...]
    lines: tuple[BucketLine, ...]
    customers: tuple[tuple[str, int, Money, Money, Money, str], ...]
    vouchers: tuple[tuple[VoucherLine, Text, Text, Money, Money], ...]
    request: RequestRow | None
    may_export: bool


def provisions_shown(*, actor: Actor, company_id: int) -> Provisions:
    """Matrix, customers judged by themselves and provisions of an own company. Raises NotPermitted PROVISION_NOT_VISIBLE."""
    _id, matrix = matrix_in_force()
    rows = runs(actor=actor, company_id=company_id)
    return Provisions(
        matrix=matrix,
        method="" if matrix is None else words.METHODS[matrix.method.value],
        basis="" if matrix is None else words.BASES[matrix.basis],
        forward="" if matrix is None else _percent_ppb(matrix.forward_ppm * 1_000),
        buckets=() if matrix is None else bucket_names(matrix=matrix),
        segments=() if matrix is None else _segments(matrix),
        judged=tuple(
            (row, Money(row.expected_minor, row.currency)) for row in assessments(actor=actor, company_id=company_id)
        ),
        runs=tuple(
            RunLine(
                row, Money(row.allowance_minor, row.currency), Money(row.charge_minor, row.currency), _chip(row.state)
            )
            for row in rows
        ),
        may_propose=actor.may(Verb.PROVISION),
    )


def run_page(*, actor: Actor, run_id: int) -> RunPage:
    """One provision. Raises NotPermitted PROVISION_NOT_VISIBLE."""
    shown = run_shown(actor=actor, run_id=run_id)
    row, names = shown.row, bucket_names(matrix=shown.matrix)
    request = None if row.request_id is None else requests_by_id(ids=[row.request_id]).get(row.request_id)
    return RunPage(
        shown=shown,
        state=_chip(row.state),
        movement=_movement(row),
        lines=tuple(_line(line, names, row.currency) for line in shown.lines),
        customers=tuple(
            (
                one.customer_name,
                one.customer_id,
                Money(one.balance_minor, row.currency),
                Money(one.expected_minor, row.currency),
                Money(one.allowance_minor, row.currency),
                one.reason,
            )
            for one in shown.customers
        ),
        vouchers=tuple(
            (
                line,
                VOUCHERS[line.kind],
                ACCOUNTS[line.account],
                Money(line.debit_minor, line.currency),
                Money(line.credit_minor, line.currency),
            )
            for line in vouchers_of(shown=shown)
        ),
        request=request,
        may_export=actor.may(Verb.PROVISION) and row.state in (RunState.APPROVED, RunState.EXPORTED),
    )


def bucket_names(*, matrix: Matrix) -> tuple[str, ...]:
    """The buckets in days, the youngest first."""
    found = []
    for first, last in Buckets(matrix.edges).bounds:
        if first is None:
            young = _("not due") if matrix.basis == "due" and last == 0 else _("to %(last)s days") % {"last": last}
            found.append(young)
        elif last is None:
            found.append(_("over %(days)s days") % {"days": first - 1})
        else:
            found.append(_("%(first)s–%(last)s days") % {"first": first, "last": last})
    return tuple(found)


def voucher_columns(*, company: str, currency: str) -> tuple[Column[VoucherLine], ...]:
    """The columns of the file of vouchers, as accounting programs take them."""
    return (
        Column("day", _("Day"), lambda one: one.on, Kind.DAY),
        Column("number", _("Voucher"), lambda one: one.number, Kind.NUMBER),
        Column("summary", _("Summary"), lambda one: f"{VOUCHERS[one.kind]} · {company}"),
        Column("code", _("Account code"), lambda one: one.code),
        Column("account", _("Account"), lambda one: str(ACCOUNTS[one.account])),
        Column("debit", _("Debit"), lambda one: Money(one.debit_minor, currency), Kind.MONEY),
        Column("credit", _("Credit"), lambda one: Money(one.credit_minor, currency), Kind.MONEY),
    )


def rate_cell(*, rate: BucketRate) -> RateCell:
    """A rate of the matrix in words."""
    if rate.share is None or rate.historic is None:
        why = "" if rate.why_none is None else sentence(code=f"RATE_{rate.why_none.value}", parameters={})
        return RateCell("–", "", why)
    return RateCell(
        percent_text(share=rate.share), percent_text(share=rate.historic), _note(rate.is_capped, rate.is_raised)
    )


def _movement(row: RunRow) -> tuple[tuple[Text, Money], ...]:
    amounts = (
        (_("Allowance before"), row.previous_minor),
        (_("Written off since, net of what came later"), -row.used_minor),
        (_("Charged") if row.charge_minor >= 0 else _("Released"), row.charge_minor),
        (_("Allowance now"), row.allowance_minor),
    )
    return tuple((title, Money(minor, row.currency)) for title, minor in amounts)


def _segments(matrix: Matrix) -> tuple[SegmentLine, ...]:
    return tuple(
        SegmentLine(name or _("Everybody else") if len(matrix.figures) > 1 else _("Everybody"), tuple(
            rate_cell(rate=rate) for rate in rates
        ))
        for name, rates in sorted(matrix.rates.items())
    )  # fmt: skip


def _line(line: LineRow, names: tuple[str, ...], currency: str) -> BucketLine:
    percent, historic = ("–" if ppb is None else _percent_ppb(ppb) for ppb in (line.rate_ppb, line.historic_ppb))
    return BucketLine(
        segment=line.segment,
        bucket=_("without due date") if line.bucket == UNDATED else names[line.bucket],
        balance=Money(line.balance_minor, currency),
        rate=RateCell(percent, historic, _note(line.is_capped, line.is_raised)),
        allowance=Money(line.allowance_minor, currency),
    )


def _note(is_capped: bool, is_raised: bool) -> str:
    told = [_("capped at 100 %")] if is_capped else []
    return ", ".join([*told, *([_("raised to the younger bucket's")] if is_raised else [])])


def _percent_ppb(ppb: int) -> str:
    return percent_text(share=Fraction(ppb, PPB))


def _chip(state: RunState) -> Chip:
    return Chip(words.RUN_STATES[state.value], words.RUN_TONES.get(state.value, "plain"))
