"""What a merchant's bill does inside the import: its lines with fees, and its refunds on the receipts of their payments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import Actor, refuse_other_company
from huikuan.kernel.refusal import Changed, Refused
from huikuan.ledger.operations import first_open_day, post, refuse_day
from huikuan.ledger.rules import PostingDraft
from huikuan.receipts.models import BankAccount, Receipt, StatementLine, Wallet, WalletLine, WalletRefund
from huikuan.receipts.parts import locked_receipts, move_parts
from huikuan.receipts.queries.wallet_refunds import originals_of, waiting_refunds
from huikuan.receipts.rules import LineDraft, ReceiptMethod, StatementDraft, refund
from huikuan.receipts.wallet_rules import WALLET_OF_FORMAT, AccountKind, WalletPart

LONGEST_NUMBER = 80
_METHODS = {
    AccountKind.WECHAT_MERCHANT: ReceiptMethod.WECHAT_PAY,
    AccountKind.ALIPAY_MERCHANT: ReceiptMethod.ALIPAY,
    AccountKind.CASH: ReceiptMethod.CASH,
}


def wallet_for(*, account: BankAccount, statements: Sequence[StatementDraft]) -> Wallet | None:
    """The merchant account that a locked account of ours is; its first bill makes it one.

    Raises Refused BILL_DIFFERS if the account has bills of another kind: the same payments stand in both under other numbers.
    """
    wallet = Wallet.objects.filter(pk=account.pk).first()
    found = next((one.file_format for one in statements if one.file_format in WALLET_OF_FORMAT), "")
    if not found:
        return wallet
    if wallet is None:
        if StatementLine.objects.filter(bank_account=account).exists():
            return None
        return Wallet.objects.create(bank_account=account, kind=WALLET_OF_FORMAT[found].value, bill_format=found)
    if wallet.bill_format and wallet.bill_format != found:
        raise Refused("BILL_DIFFERS", account=account.name, known=wallet.bill_format, found=found)
    if wallet.kind != WALLET_OF_FORMAT[found].value:
        raise Refused("BILL_DIFFERS", account=account.name, known=wallet.kind, found=found)
    if not wallet.bill_format:
        wallet.bill_format = found
        Wallet.objects.filter(pk=wallet.pk).update(bill_format=found)
    return wallet


def method_of(*, wallet: Wallet | None) -> ReceiptMethod:
    """How the money of an account comes."""
    return ReceiptMethod.BANK if wallet is None else _METHODS[AccountKind(wallet.kind)]


def save_wallet_lines(*, rows: Sequence[StatementLine], lines: Sequence[LineDraft]) -> None:
    """Keep what a bill says of its lines besides their gross amounts."""
    WalletLine.objects.bulk_create(
        [_wallet_line(row, line.wallet) for row, line in zip(rows, lines, strict=True) if line.wallet is not None],
        batch_size=500,
    )


def lock_originals(*, bank_account_id: int, lines: Sequence[LineDraft]) -> None:
    """Lock the receipts that refunds may go on before receipts are numbered (locks: receipts, then series)."""
    parts = [line.wallet for line in lines if line.wallet is not None and line.amount_minor < 0]
    keys = [(part.transaction_id, part.order_number) for part in parts]
    keys += [(row.transaction_id, row.order_number) for row in waiting_refunds(bank_account_id=bank_account_id)]
    if keys:
        locked_receipts(ids=set(originals_of(bank_account_id=bank_account_id, keys=keys).values()))


def book_refunds(*, act: OpenAct, account: BankAccount) -> int:
    """Book every refund whose payment is known and unused on the receipt of that payment; how many were booked.

    The others stay listed (`queries.wallet_refunds.open_refunds`) for a person. A refund that was booked once, and taken back
    by a person, is not booked by itself again.
    """
    waiting = waiting_refunds(bank_account_id=account.pk)
    if not waiting:
        return 0
    keys = [(row.transaction_id, row.order_number) for row in waiting]
    originals = originals_of(bank_account_id=account.pk, keys=keys)
    receipts = locked_receipts(ids=set(originals.values()))
    first_day = first_open_day(company_id=account.company_id)
    left = {pk: row.unapplied_minor for pk, row in receipts.items()}
    booked: list[tuple[WalletLine, Receipt, PostingDraft]] = []
    for row in waiting:
        receipt = receipts.get(originals.get((row.transaction_id, row.order_number), 0))
        on = max(row.day, first_day)
        if (
            receipt is None
            or left[receipt.pk] < -row.gross_minor
            or max(receipt.last_moved_on, receipt.received_on) > on
        ):
            continue
        left[receipt.pk] += row.gross_minor
        booked.append((row, receipt, _refund(row, receipt, on)))
    if booked:
        _post(act, account.company_id, receipts, booked)
    return len(booked)


def book_refund(*, actor: Actor, now: datetime, key: str, line_id: int, receipt_id: int) -> dict[str, Json]:
    """Book a refund of a bill on the receipt that a person names; `{"posting_id"}`.

    Raises Refused REFUND_UNKNOWN, REFUND_OTHER_ACCOUNT, MORE_THAN_UNAPPLIED, DATED_BEFORE_ORIGIN, Changed REFUND_BOOKED.
    """
    line = WalletLine.objects.filter(pk=line_id, event="REFUND").select_related("bank_account").first()
    if line is None:
        raise Refused("REFUND_UNKNOWN", line=line_id)
    account = line.bank_account
    refuse_other_company(actor=actor, company_id=account.company_id)
    intent = Intent("book_refund", actor, now, key, account.company_id, {"line_id": line_id, "receipt_id": receipt_id})

    def work(act: OpenAct) -> Mapping[str, Json]:
        BankAccount.objects.select_for_update().get(pk=account.pk)
        receipts = locked_receipts(ids=[receipt_id])
        row = receipts[receipt_id]
        if line.refunds.filter(posting__reversed_by__isnull=True).exists():
            raise Changed("REFUND_BOOKED", line=line_id)
        if row.bank_account_id != account.pk:
            raise Refused("REFUND_OTHER_ACCOUNT", receipt=row.number, account=account.name)
        on = max(line.day, first_open_day(company_id=account.company_id))
        refuse_day(act=act, company_id=account.company_id, day=on, origin=row.received_on)
        return {"posting_id": _post(act, account.company_id, receipts, [(line, row, _refund(line, row, on))])[0]}

    return perform(intent=intent, work=work)


def _post(
    act: OpenAct,
    company_id: int,
    receipts: dict[int, Receipt],
    booked: Sequence[tuple[WalletLine, Receipt, PostingDraft]],
) -> list[int]:
    drafts = [draft for _, _, draft in booked]
    touched = {receipt.pk: receipts[receipt.pk] for _, receipt, _ in booked}
    move_parts(receipts=touched, drafts=drafts)
    posted = post(act=act, company_id=company_id, drafts=drafts)
    WalletRefund.objects.bulk_create(
        [
            WalletRefund(posting_id=posting_id, line=line, receipt=receipt)
            for posting_id, (line, receipt, _) in zip(posted, booked, strict=True)
        ]
    )
    return posted


def _refund(line: WalletLine, receipt: Receipt, on: date) -> PostingDraft:
    return refund(
        receipt_id=receipt.pk,
        customer_id=receipt.customer_id,
        currency=receipt.currency,
        minor=-line.gross_minor,
        on=on,
        fee_back_minor=-line.fee_minor,
    )


def _wallet_line(row: StatementLine, part: WalletPart) -> WalletLine:
    return WalletLine(
        line=row,
        bank_account_id=row.bank_account_id,
        day=row.booked_on,
        event=part.event.value,
        transaction_id=part.transaction_id[:LONGEST_NUMBER],
        order_number=part.order_number[:LONGEST_NUMBER],
        gross_minor=row.amount_minor,
        fee_minor=part.fee_minor,
        net_minor=row.amount_minor - part.fee_minor,
    )
