"""What a merchant's bill says of a row besides its gross amount: payment or refund, its numbers, the provider's fee. Pure.

The one rule of rounding. Providers charge fees with up to five decimals and pay out whole fen: the fee of a day is the sum of
its rows, rounded once, half a fen away from zero. That sum is spread over the rows by the largest remainder, in the order of
the file, so that the fees of the lines add up to the fee of the day and gross = net + fee holds for the day to the fen. No row
gets a fee as large as its amount.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from huikuan.integrations.bank_files.cells import amount_minor, amount_text, is_blank
from huikuan.integrations.bank_files.checks import totals_note
from huikuan.integrations.bank_files.column_names import Field
from huikuan.integrations.bank_files.fault_codes import FaultCode
from huikuan.integrations.bank_files.preamble import Preamble
from huikuan.integrations.bank_files.records import RowFault, row_fault
from huikuan.integrations.bank_files.row_reading import Draft, RowContext
from huikuan.kernel.text_amounts import NumberFormat
from huikuan.kernel.text_faults import TextFault, TextFaultCode
from huikuan.receipts.wallet_rules import WalletEvent, WalletPart

PARTS_OF_MINOR = 1000
"""A fee is read in thousandths of a fen: five decimals of a yuan."""
_POWER = 3
_BILLS = frozenset({"cn.wechat.merchant", "cn.alipay.merchant", "cn.alipay.account"})
_REFUND = re.compile(r"退款|退货")
_WITHDRAWAL = re.compile(r"提现|提取|转出到银行|转账到银行")
_OTHER = re.compile(r"收费|服务费|手续费|佣金|分润|转账|充值|红包|保证金|理财")


def read_wallet_part(*, context: RowContext, draft: Draft) -> RowFault | None:
    """Give the draft of a merchant's bill its event, numbers and unrounded fee; the fault of a fee that cannot be.

    Faults: those of amounts, OUT_OF_RANGE for a fee as large as the amount, NET_DIFFERS where gross − fee is not the net.
    """
    if context.columns.layout.name not in _BILLS or draft.amounts is None:
        return None
    header, cells = context.header, draft.row.cells
    gross = draft.amounts.natural
    event = _event(context, draft)
    fee = _parts(context, draft, Field.FEE) if event in (WalletEvent.PAYMENT, WalletEvent.REFUND) else 0
    if isinstance(fee, RowFault):
        return fee
    draft.fee_parts = abs(fee) if gross > 0 else -abs(fee)
    if abs(fee) >= abs(gross) * PARTS_OF_MINOR:
        return _fault(context, draft, Field.FEE, TextFaultCode.OUT_OF_RANGE)
    net = _parts(context, draft, Field.NET)
    if isinstance(net, RowFault):
        return net
    if not is_blank(text=header.cell(Field.NET, cells)) and net != gross * PARTS_OF_MINOR - draft.fee_parts:
        return _fault(context, draft, Field.NET, FaultCode.NET_DIFFERS)
    numbers = [text for text in header.all_cells(Field.ID, cells) if not is_blank(text=text)]
    is_bill_of_trades = context.columns.layout.name != "cn.alipay.account"
    draft.wallet = WalletPart(
        event=event,
        transaction_id=numbers[0] if numbers and is_bill_of_trades else "",
        order_number=header.cell(Field.ORDER, cells),
    )
    return None


def spread_fees(*, drafts: Sequence[Draft]) -> None:
    """Round the fees of each account and day once, and spread them over its rows (see above)."""
    days: dict[tuple[object, ...], list[Draft]] = {}
    for draft in drafts:
        if draft.wallet is not None and draft.fault is None:
            days.setdefault((draft.account, draft.currency, draft.day), []).append(draft)
    for rows in days.values():
        fees = spread(parts=[row.fee_parts for row in rows], most=[_most(row) for row in rows])
        for row, fee in zip(rows, fees, strict=True):
            if row.wallet is not None:
                row.wallet = replace(row.wallet, fee_minor=fee)


def spread(*, parts: Sequence[int], most: Sequence[int]) -> tuple[int, ...]:
    """Whole fen for fees in thousandths of a fen: their sum, rounded half away from zero, by the largest remainder.

    No row gets more than its `most`; where no row may get more, the rest is left out.
    """
    total = sum(parts)
    rounded = (abs(total) + PARTS_OF_MINOR // 2) // PARTS_OF_MINOR * (1 if total >= 0 else -1)
    whole = [part // PARTS_OF_MINOR for part in parts]
    left = rounded - sum(whole)
    order = sorted(range(len(parts)), key=lambda index: (-(parts[index] % PARTS_OF_MINOR), index))
    for index in order:
        if left and whole[index] < most[index]:
            whole[index] += 1
            left -= 1
    return tuple(whole)


def fee_notes(*, drafts: Sequence[Draft], facts: Preamble, currency: str) -> list[RowFault]:
    """A TOTALS_DIFFER where the sum of fees that the bill states is not that of its rows, by half a fen or more."""
    stated = facts.get("fee_total")
    if stated is None:
        return []
    parts = amount_minor(text=stated.text, currency=currency, number_format=NumberFormat.POINT, unit_power=_POWER)
    total = sum(draft.fee_parts for draft in drafts if draft.fault is None)
    if isinstance(parts, TextFault) or abs(parts - total) * 2 < PARTS_OF_MINOR:
        return []
    found = amount_text(minor=spread(parts=[total], most=[abs(total)])[0], currency=currency)
    return [totals_note(line=stated.line, column="fee_total", expected=stated.text, found=found)]


def _event(context: RowContext, draft: Draft) -> WalletEvent:
    amounts = draft.amounts
    gross = 0 if amounts is None else amounts.natural
    if context.columns.layout.name != "cn.alipay.account":
        return WalletEvent.PAYMENT if gross > 0 else WalletEvent.REFUND
    said = " ".join(context.header.all_cells(Field.KIND, draft.row.cells))
    if _REFUND.search(said) and gross < 0:
        return WalletEvent.REFUND
    if _WITHDRAWAL.search(said) and gross < 0:
        return WalletEvent.WITHDRAWAL
    return WalletEvent.PAYMENT if gross > 0 and not _OTHER.search(said) else WalletEvent.OTHER


def _most(draft: Draft) -> int:
    """A payment's fee stays below its amount; what a refund gives back is at most nothing."""
    gross = 0 if draft.amounts is None else draft.amounts.natural
    return max(0, gross - 1)


def _parts(context: RowContext, draft: Draft, field: Field) -> int | RowFault:
    text = context.header.cell(field, draft.row.cells)
    if is_blank(text=text):
        return 0
    number_format = context.columns.forms.number_format
    found = amount_minor(text=text, currency=draft.currency, number_format=number_format, unit_power=_POWER)
    return _fault(context, draft, field, found.code) if isinstance(found, TextFault) else found


def _fault(context: RowContext, draft: Draft, field: Field, code: str) -> RowFault:
    value = context.header.cell(field, draft.row.cells)
    return row_fault(line=draft.row.line, column=context.header.name_of(field), value=value, code=code)
