"""What the pages of merchant accounts show: each account, its days, which bank line paid them out, what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page, page_bounds
from huikuan.receipts.queries.wallet_refunds import OpenRefund
from huikuan.receipts.queries.wallets import SettlementRow, WalletDay, WalletSummary
from huikuan.receipts.wallet_rules import Payout
from huikuan.web.tables.columns import Chip, Column, Kind, Linked, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording.names import name_of
from huikuan.wording.wallets import ACCOUNT_KINDS, REFUND_TROUBLES

WHICH: dict[str, Text] = {"ALL": _("All days"), "OPEN": _("Not paid out"), "DIFFERENT": _("With a difference")}


@dataclass(frozen=True, slots=True)
class WalletShown:
    """A merchant account in figures."""

    row: WalletSummary
    kind: str
    held: Money


@dataclass(frozen=True, slots=True)
class DayShown:
    """A day with the currency of its account and the bank line that paid it out."""

    day: WalletDay
    currency: str
    paid: SettlementRow | None

    def money(self, minor: int) -> Money:
        """An amount of the day."""
        return Money(minor, self.currency)


@dataclass(frozen=True, slots=True)
class PayoutShown:
    """A bank line that may have paid days out."""

    payout: Payout
    amount: Money


@dataclass(frozen=True, slots=True)
class RefundShown:
    """A refund that waits for a person."""

    refund: OpenRefund
    amount: Money
    why: str


def wallet_shown(*, row: WalletSummary) -> WalletShown:
    """A merchant account with its kind in words."""
    kind = name_of(names=ACCOUNT_KINDS, code=row.account.kind.value)
    return WalletShown(row, kind, Money(row.held_minor, row.account.currency))


def payouts_shown(*, payouts: Sequence[Payout], currency: str) -> tuple[PayoutShown, ...]:
    """Possible payouts, the latest line first."""
    return tuple(PayoutShown(one, Money(one.net_minor, currency)) for one in reversed(payouts))


def refunds_shown(*, refunds: Sequence[OpenRefund]) -> tuple[RefundShown, ...]:
    """Refunds that wait, with the reason in words."""
    return tuple(
        RefundShown(one, Money(one.amount_minor, one.currency), name_of(names=REFUND_TROUBLES, code=one.trouble.value))
        for one in refunds
    )


def days_page(*, days: Sequence[DayShown], which: str, sort: str, number: int, size: int) -> Page[DayShown]:
    """A page of the days, newest first unless asked otherwise."""
    fitting = [one for one in days if _fits(one, which)]
    fitting.sort(key=lambda one: one.day.net_minor if sort.endswith("net") else one.day.day.toordinal())
    if sort.startswith("-"):
        fitting.reverse()
    start, end = page_bounds(number=number, size=size)
    totals: dict[str, int] = {}
    for one in fitting:
        totals[one.currency] = totals.get(one.currency, 0) + one.day.net_minor
    return Page(tuple(fitting[start:end]), max(number, 1), end - start, len(fitting), totals)


def _fits(one: DayShown, which: str) -> bool:
    if which == "OPEN":
        return one.paid is None and one.day.net_minor != 0
    return which != "DIFFERENT" or one.day.difference_minor != 0


def _state(one: DayShown) -> Chip:
    if one.paid is None:
        return Chip(_("Not paid out"), "soon")
    if one.day.difference_minor:
        return Chip(_("Difference"), "risk")
    return Chip(_("Paid out"), "done")


def _paid_by(one: DayShown) -> Linked | None:
    if one.paid is None:
        return None
    address = reverse("receipt", args=[one.paid.receipt_id])
    return Linked(f"{one.paid.booked_on.isoformat()} · {one.paid.bank_account}", address, under=one.paid.payer)


def _named(one: DayShown) -> Titled:
    return Titled(one.day.day.isoformat(), on_phone=str(_state(one).word))


DAYS: ListKind[DayShown] = ListKind(
    title=_("Days of a merchant account"),
    columns=(
        Column("day", _("Day"), _named, sort="day"),
        Column(
            "gross", _("Payments, gross"), lambda one: one.money(one.day.payments_minor), Kind.MONEY, on_phone=False
        ),
        Column("count", _("Payments"), lambda one: one.day.payments, Kind.NUMBER, on_phone=False, is_shown=False),
        Column("refunds", _("Refunds"), lambda one: one.money(one.day.refunds_minor), Kind.MONEY, on_phone=False),
        Column("fees", _("Fees"), lambda one: one.money(one.day.fees_minor), Kind.MONEY, on_phone=False),
        Column("net", _("Net"), lambda one: one.money(one.day.net_minor), Kind.MONEY, "net"),
        Column("paid", _("Paid out by"), _paid_by, on_phone=False),
        Column(
            "difference", _("Difference"), lambda one: one.money(one.day.difference_minor), Kind.MONEY, on_phone=False
        ),
        Column("state", _("State"), _state, Kind.CHIP),
    ),
    filters=("which",),
    sorts=("day", "-day", "net", "-net"),
    default_sort="-day",
    id_of=lambda one: one.day.day.toordinal(),
)
