"""Reads: accounts at payment providers, their days, which bank line paid them out, and which may have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, Sum

from huikuan.kernel.actor import Actor
from huikuan.receipts.access import bank_account_for
from huikuan.receipts.models import BankAccount, Receipt, SettledDay, Wallet, WalletLine, WalletSettlement
from huikuan.receipts.queries.bank_accounts import BankAccountRow, bank_accounts
from huikuan.receipts.wallet_rules import (
    MERCHANT_KINDS,
    SETTLED_WITHIN_DAYS,
    AccountKind,
    BankCredit,
    OpenDay,
    Payout,
    WalletEvent,
    payouts,
)

OLDEST_OPEN_DAYS = 400
"""Days of a merchant account that are older are no longer looked for on the bank."""


@dataclass(frozen=True, slots=True)
class WalletDay:
    """A day of a merchant account, minor units: net = payments − refunds − fees + other.

    `paid_minor` is the net that the bank line paid out; another net since is a difference.
    """

    day: date
    payments_minor: int
    refunds_minor: int
    fees_minor: int
    other_minor: int
    withdrawn_minor: int
    payments: int
    settlement_id: int | None = None
    paid_minor: int | None = None

    @property
    def net_minor(self) -> int:
        """What the provider owes for the day."""
        return self.payments_minor - self.refunds_minor - self.fees_minor + self.other_minor

    @property
    def difference_minor(self) -> int:
        """What the day's lines say by now beyond what was paid out; 0 while it is open."""
        return 0 if self.paid_minor is None else self.net_minor - self.paid_minor


@dataclass(frozen=True, slots=True)
class SettlementRow:
    """A bank line that paid days out; minor units."""

    id: int
    first_day: date
    last_day: date
    net_minor: int
    bank_account: str
    booked_on: date
    payer: str
    receipt_id: int
    receipt_number: int
    is_automatic: bool


@dataclass(frozen=True, slots=True)
class WalletSummary:
    """A merchant account: what the provider holds, and how many days and refunds wait; minor units."""

    account: BankAccountRow
    held_minor: int
    open_days: int
    oldest_open: date | None
    open_refunds: int


def wallet_days(*, actor: Actor, bank_account_id: int, company_id: int) -> tuple[WalletDay, ...]:
    """The days of a merchant account with lines, newest first. Raises NotPermitted; three queries."""
    account = bank_account_for(actor=actor, bank_account_id=bank_account_id, company_id=company_id)
    return tuple(reversed(_days([account.pk])[account.pk]))


def settlements(*, actor: Actor, bank_account_id: int, company_id: int) -> dict[int, SettlementRow]:
    """The live payouts of a merchant account by id. Raises NotPermitted."""
    account = bank_account_for(actor=actor, bank_account_id=bank_account_id, company_id=company_id)
    rows = WalletSettlement.objects.filter(bank_account=account, undone_act=None)
    rows = rows.select_related("bank_line__bank_account", "receipt")
    return {
        row.pk: SettlementRow(
            row.pk,
            row.first_day,
            row.last_day,
            row.net_minor,
            row.bank_line.bank_account.name,
            row.bank_line.booked_on,
            row.bank_line.counterparty_name,
            row.receipt_id,
            row.receipt.number,
            row.is_automatic,
        )
        for row in rows
    }


def possible_payouts(*, actor: Actor, bank_account_id: int, company_id: int) -> tuple[Payout, ...]:
    """The bank lines that may have paid open days out, oldest first. Raises NotPermitted."""
    account = bank_account_for(actor=actor, bank_account_id=bank_account_id, company_id=company_id)
    return payouts_of(account=account)


def payouts_of(*, account: BankAccount) -> tuple[Payout, ...]:
    """As `possible_payouts`, for a job that works for nobody in particular."""
    wallet = Wallet.objects.filter(pk=account.pk).first()
    if wallet is None or AccountKind(wallet.kind) not in MERCHANT_KINDS:
        return ()
    known = _days([account.pk])[account.pk]
    days = [OpenDay(one.day, one.net_minor) for one in known if one.settlement_id is None]
    return payouts(kind=AccountKind(wallet.kind), days=days, lines=_credits(account, days))


def wallets(*, actor: Actor) -> tuple[WalletSummary, ...]:
    """The merchant accounts that `actor` may see, with what waits on each; at most four queries."""
    rows = [row for row in bank_accounts(actor=actor) if row.kind in MERCHANT_KINDS]
    ids = [row.id for row in rows]
    days, refunds = _days(ids), _open_refunds(ids)
    return tuple(_summary(row, days[row.id], refunds.get(row.id, 0)) for row in rows)


def undone_lines(*, bank_account_id: int) -> frozenset[int]:
    """Bank lines whose payout a person undid: they never pay days out by themselves again."""
    rows = WalletSettlement.objects.filter(bank_account_id=bank_account_id, undone_act__isnull=False)
    return frozenset(rows.values_list("bank_line_id", flat=True))


def _summary(row: BankAccountRow, days: list[WalletDay], open_refunds: int) -> WalletSummary:
    still_open = [one for one in days if one.settlement_id is None and one.net_minor]
    held = sum(one.net_minor - one.withdrawn_minor - (one.paid_minor or 0) for one in days)
    oldest = still_open[0].day if still_open else None
    return WalletSummary(row, held, len(still_open), oldest, open_refunds)


def _open_refunds(bank_account_ids: Iterable[int]) -> dict[int, int]:
    """How many refunds no live posting pays back, by account; an account without any is not in it."""
    refunds = WalletLine.objects.filter(bank_account_id__in=bank_account_ids, event=WalletEvent.REFUND.value)
    booked = refunds.filter(refunds__isnull=False, refunds__posting__reversed_by__isnull=True)
    waiting = refunds.exclude(pk__in=booked.values("pk"))
    return dict(waiting.values_list("bank_account_id").annotate(count=Count("pk")))


def _days(bank_account_ids: Iterable[int]) -> dict[int, list[WalletDay]]:
    """The days with lines of each account, oldest first; an account without lines has none."""
    days: dict[int, list[WalletDay]] = {one: [] for one in bank_account_ids}
    paid = _paid(days)
    sums = WalletLine.objects.filter(bank_account_id__in=days).values("bank_account_id", "day")
    rows = sums.annotate(
        paid_in=Sum("gross_minor", filter=Q(event="PAYMENT"), default=0),
        refunded=Sum("gross_minor", filter=Q(event="REFUND"), default=0),
        fees=Sum("fee_minor", default=0),
        other=Sum("gross_minor", filter=Q(event="OTHER"), default=0),
        withdrawn=Sum("gross_minor", filter=Q(event="WITHDRAWAL"), default=0),
        payments=Count("pk", filter=Q(event="PAYMENT")),
    )
    for row in rows.order_by("bank_account_id", "day"):
        account_id, day = row["bank_account_id"], row["day"]
        days[account_id].append(
            WalletDay(
                day,
                int(row["paid_in"]),
                -int(row["refunded"]),
                int(row["fees"]),
                int(row["other"]),
                -int(row["withdrawn"]),
                row["payments"],
                *paid.get((account_id, day), (None, None)),
            )
        )
    return days


def _paid(bank_account_ids: Iterable[int]) -> dict[tuple[int, date], tuple[int, int]]:
    """The live settlement and the net that it paid out, by account and day."""
    rows = SettledDay.objects.filter(bank_account_id__in=bank_account_ids, is_live=True)
    told = rows.values_list("bank_account_id", "day", "settlement_id", "net_minor")
    return {(account_id, day): (settlement_id, net) for account_id, day, settlement_id, net in told}


def _credits(account: BankAccount, days: list[OpenDay]) -> list[BankCredit]:
    """Unused money in on the company's bank accounts in the same currency, near the open days."""
    if not days:
        return []
    first, last = days[0].day, days[-1].day + timedelta(days=SETTLED_WITHIN_DAYS)
    rows = Receipt.objects.filter(
        company_id=account.company_id,
        currency=account.currency,
        method="BANK",
        statement_line__isnull=False,
        allocated_minor=0,
        refunded_minor=0,
        statement_line__booked_on__range=(max(first, last - timedelta(days=OLDEST_OPEN_DAYS)), last),
    ).filter(Q(reversed_minor=0) | Q(not_a_receipt_reason="OWN_TRANSFER"))
    rows = rows.exclude(bank_account__wallet__isnull=False)
    used = WalletSettlement.objects.filter(undone_act=None).values("bank_line")
    told = ("statement_line_id", "pk", "statement_line__booked_on", "amount_minor", "payer_name", "reference")
    return [BankCredit(*row) for row in rows.exclude(statement_line__in=used).order_by("pk").values_list(*told)]
