"""Acts on accounts at payment providers: a bank line pays days out, and the undoing of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import digest
from huikuan.kernel.actor import Actor, refuse_other_company
from huikuan.kernel.refusal import Changed, Refused
from huikuan.receipts.models import BankAccount, Receipt, SettledDay, Wallet, WalletLine, WalletSettlement
from huikuan.receipts.operations.restoring import restore
from huikuan.receipts.operations.taking_back import take_back
from huikuan.receipts.parts import locked_receipts
from huikuan.receipts.queries.wallets import payouts_of, undone_lines
from huikuan.receipts.rules import NotReceiptReason
from huikuan.receipts.wallet_rules import MERCHANT_KINDS, WalletEvent


@dataclass(frozen=True, slots=True)
class PayoutDraft:
    """A bank line, by its id, that pays the days `first_day` to `last_day` of a merchant account out."""

    bank_account_id: int
    line_id: int
    first_day: date
    last_day: date
    is_automatic: bool = False


def settle_days(*, actor: Actor, now: datetime, key: str, payout: PayoutDraft) -> dict[str, Json]:
    """Take a bank line as the payout of days: it is an own transfer, no customer's money; `{"settlement_id"}`.

    The money of the customers was booked, gross with its fee, when they paid; what the bank got is that net. Raises Refused
    NO_WALLET, LINE_UNKNOWN, NO_OPEN_DAY, PAYOUT_DIFFERS (net of the open days is not the line), ALLOCATED_ALREADY,
    REFUNDED_ALREADY, Changed LINE_PAYS_OUT_ALREADY.
    """
    wallet = Wallet.objects.filter(pk=payout.bank_account_id).select_related("bank_account").first()
    if wallet is None:
        raise Refused("NO_WALLET", account=payout.bank_account_id)
    account = wallet.bank_account
    refuse_other_company(actor=actor, company_id=account.company_id)
    detail = {
        "bank_account_id": account.pk,
        "line_id": payout.line_id,
        "first_day": payout.first_day.isoformat(),
        "last_day": payout.last_day.isoformat(),
        "is_automatic": payout.is_automatic,
    }
    intent = Intent("settle_wallet_days", actor, now, key, account.company_id, detail)
    return perform(intent=intent, work=lambda act: _settle(act, payout))


def undo_settlement(*, actor: Actor, now: datetime, key: str, settlement_id: int) -> dict[str, Json]:
    """Undo a payout: its days are open again, its bank line is money received again; `{"receipt_id"}`.

    The line never pays days out by itself again. Raises Refused SETTLEMENT_UNKNOWN, Changed SETTLEMENT_UNDONE.
    """
    row = WalletSettlement.objects.filter(pk=settlement_id).select_related("bank_account").first()
    if row is None:
        raise Refused("SETTLEMENT_UNKNOWN", settlement=settlement_id)
    refuse_other_company(actor=actor, company_id=row.bank_account.company_id)
    detail = {"settlement_id": settlement_id}
    intent = Intent("undo_wallet_settlement", actor, now, key, row.bank_account.company_id, detail)

    def work(act: OpenAct) -> Mapping[str, Json]:
        BankAccount.objects.select_for_update().get(pk=row.bank_account_id)
        live = WalletSettlement.objects.filter(pk=settlement_id, undone_act=None)
        if not live.update(undone_act_id=act.id):
            raise Changed("SETTLEMENT_UNDONE")
        SettledDay.objects.filter(settlement_id=settlement_id, is_live=True).update(is_live=False)
        restore(act=act, receipt_id=row.receipt_id)
        return {"receipt_id": row.receipt_id}

    return perform(intent=intent, work=work)


def settle_sure_days(*, actor: Actor, now: datetime, company_id: int) -> int:
    """Settle what has exactly one explanation on every merchant account of an own company; how many payouts there were.

    The key of each is what it says: a run that was killed is simply run again. One that a person undid stays undone.
    """
    settled = 0
    accounts = BankAccount.objects.filter(company_id=company_id, is_active=True, wallet__kind__in=MERCHANT_KINDS)
    for account in accounts.order_by("pk"):
        undone = undone_lines(bank_account_id=account.pk)
        for one in payouts_of(account=account):
            if not one.is_sure or one.credit.line_id in undone:
                continue
            draft = PayoutDraft(account.pk, one.credit.line_id, one.first_day, one.last_day, is_automatic=True)
            key = f"payout:{digest(value=[account.pk, one.credit.line_id, one.first_day.isoformat()])}"
            try:
                settle_days(actor=actor, now=now, key=key, payout=draft)
            except Refused:
                continue  # changed meanwhile: it stays proposed, the next run looks again
            settled += 1
    return settled


def _settle(act: OpenAct, payout: PayoutDraft) -> dict[str, Json]:
    account = BankAccount.objects.select_for_update().get(pk=payout.bank_account_id)
    receipt = _receipt_of_line(account, payout.line_id)
    days = _open_days(payout)
    if not days:
        raise Refused("NO_OPEN_DAY", first=payout.first_day.isoformat(), last=payout.last_day.isoformat())
    net = sum(days.values())
    if net != receipt.amount_minor:
        raise Refused("PAYOUT_DIFFERS", expected=net, amount=receipt.amount_minor, currency=receipt.currency)
    if WalletSettlement.objects.filter(bank_line_id=payout.line_id, undone_act=None).exists():
        raise Changed("LINE_PAYS_OUT_ALREADY")
    _take_out(act, receipt.pk)
    settlement = WalletSettlement.objects.create(
        bank_account=account,
        bank_line_id=payout.line_id,
        receipt=receipt,
        first_day=min(days),
        last_day=max(days),
        net_minor=net,
        is_automatic=payout.is_automatic,
        act_id=act.id,
    )
    SettledDay.objects.bulk_create(
        SettledDay(settlement=settlement, bank_account=account, day=day, net_minor=minor)
        for day, minor in sorted(days.items())
    )
    return {"settlement_id": settlement.pk}


def _receipt_of_line(account: BankAccount, line_id: int) -> Receipt:
    """The receipt of a line of a bank account, of the same company and currency, that is no merchant account."""
    rows = Receipt.objects.filter(statement_line_id=line_id, company_id=account.company_id, currency=account.currency)
    receipt = rows.exclude(bank_account__wallet__isnull=False).first()
    if receipt is None:
        raise Refused("LINE_UNKNOWN", line=line_id)
    return receipt


def _take_out(act: OpenAct, receipt_id: int) -> None:
    """The bank's money is what the customers paid before: it leaves the receipts, unless somebody has said so before."""
    row = locked_receipts(ids=[receipt_id])[receipt_id]
    reason = NotReceiptReason.OWN_TRANSFER.value
    if row.reversed_minor and row.not_a_receipt_reason == reason:
        return
    if row.allocated_minor:
        raise Refused("ALLOCATED_ALREADY", receipt=row.number)
    take_back(act=act, receipt_id=receipt_id, on=None, reason=reason)
    Receipt.objects.filter(pk=receipt_id).update(not_a_receipt_reason=reason)


def _open_days(payout: PayoutDraft) -> dict[date, int]:
    """The net of each day in the range that is not paid out."""
    lines = WalletLine.objects.filter(
        bank_account_id=payout.bank_account_id, day__range=(payout.first_day, payout.last_day)
    ).exclude(event=WalletEvent.WITHDRAWAL.value)
    paid = SettledDay.objects.filter(bank_account_id=payout.bank_account_id, is_live=True)
    taken = set(paid.values_list("day", flat=True))
    days: dict[date, int] = {}
    for day, net in lines.values_list("day", "net_minor"):
        if day not in taken:
            days[day] = days.get(day, 0) + net
    return days
