"""One row of a statement table → a draft line: amounts still in every meaning, everything else settled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huikuan.integrations.bank_files.cells import Moment, clock_time, currency_code, is_blank, moment
from huikuan.integrations.bank_files.column_names import Field
from huikuan.integrations.bank_files.delimited import Row
from huikuan.integrations.bank_files.directions import IN, NEITHER, OUT
from huikuan.integrations.bank_files.fault_codes import FaultCode
from huikuan.integrations.bank_files.headers import Header
from huikuan.integrations.bank_files.preamble import account_text
from huikuan.integrations.bank_files.records import RowFault, row_fault
from huikuan.integrations.bank_files.row_amounts import AmountColumns, Amounts, amounts_of, cell_minor
from huikuan.integrations.bank_files.texts import first_text, joined_texts
from huikuan.kernel.text_faults import TextFault, TextFaultCode
from huikuan.receipts.wallet_rules import WalletPart

_REVERSAL_MARK = frozenset({"*", "1", "y", "yes", "true", "r", "是", "冲正", "冲账", "冲帐", "红字", "抹账"})
_REVERSAL_WORD = re.compile(r"冲正|冲账|冲帐|抹账|抹帐|红字冲|红冲")
_NAME_AND_ACCOUNT = re.compile(r"(.*?)\s*([0-9*]{8,})")
_DAMAGED_NUMBER = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Party:
    """The other side of a movement."""

    name: str = ""
    account: str = ""
    bank: str = ""


@dataclass(slots=True)
class Draft:
    """A row read as far as it can be by itself; with a fault it is rejected (or skipped, when `is_skip`)."""

    row: Row
    account: str
    currency: str
    fault: RowFault | None = None
    is_skip: bool = False
    is_zero: bool = False
    day: date | None = None
    at: datetime | None = None
    value_date: date | None = None
    amounts: Amounts | None = None
    balance: int | None = None
    balance_fault: RowFault | None = None
    wallet: WalletPart | None = None
    fee_parts: int = 0


@dataclass(frozen=True, slots=True)
class RowContext:
    """What all rows of a table share."""

    columns: AmountColumns
    own_accounts: frozenset[str]
    default_currency: str
    has_own_column: bool
    has_both_sides: bool

    @property
    def header(self) -> Header:
        """The table's header."""
        return self.columns.header


def draft_of(*, context: RowContext, row: Row, account: str) -> Draft:
    """Return the row as a draft of `account` unless it names its own; its fault names the column and the value."""
    draft = Draft(row=row, account=account, currency=context.default_currency)
    for step in (_shape, _account_and_currency, _days, _amounts, _balance):
        fault = step(context, draft)
        if fault is not None and draft.fault is None:
            draft.fault = fault
            if step in (_shape, _account_and_currency):
                break
    return draft


def party_of(*, context: RowContext, cells: Sequence[str], minor: int) -> Party:
    """Return the other side: of payer and payee the one that is not us, else the columns of the other side."""
    header = context.header
    if context.has_both_sides:
        payer_is_us = _is_ours(header.cell(Field.PAYER_ACCOUNT, cells), context)
        payee_is_us = _is_ours(header.cell(Field.PAYEE_ACCOUNT, cells), context)
        other_is_payer = payee_is_us if payer_is_us != payee_is_us else minor > 0
    else:
        other_is_payer = minor > 0
    side = (Field.PAYER_NAME, Field.PAYER_ACCOUNT, Field.PAYER_BANK)
    if not other_is_payer:
        side = (Field.PAYEE_NAME, Field.PAYEE_ACCOUNT, Field.PAYEE_BANK)
    by_side = [header.cell(one, cells) for one in side]
    mixed = header.cell(Field.OTHER_MIXED, cells)
    name, account = _parted(mixed)
    return Party(
        name=first_text(texts=[header.cell(Field.OTHER_NAME, cells), by_side[0], name]),
        account=first_text(texts=[header.cell(Field.OTHER_ACCOUNT, cells), by_side[1], account]),
        bank=first_text(texts=[header.cell(Field.OTHER_BANK, cells), by_side[2]]),
    )


def bank_id_of(*, header: Header, cells: Sequence[str], is_refund: bool) -> str:
    """Return the bank's number of the movement; of a refund its own, as it shares the payment's.

    Zeros, dashes and numbers a spreadsheet has turned into 4.00123E+27 are none.
    """
    fields = (Field.REFUND_ID, Field.ID, Field.ORDER) if is_refund else (Field.ID, Field.ORDER)
    for one in fields:
        for text in header.all_cells(one, cells):
            if not is_blank(text=text) and text.strip("0") and not _DAMAGED_NUMBER.fullmatch(text):
                return text
    return ""


def texts_of(*, header: Header, cells: Sequence[str]) -> tuple[str, str]:
    """Return the reference (purpose, summary and remarks joined) and the purpose alone; the kind where all are blank."""
    purposes = header.all_cells(Field.PURPOSE, cells)
    summaries = header.all_cells(Field.SUMMARY, cells)
    remarks = header.all_cells(Field.REMARK, cells)
    reference = joined_texts(texts=[*purposes, *summaries, *remarks])
    if not reference:
        reference = joined_texts(texts=header.all_cells(Field.KIND, cells))
    return reference, first_text(texts=[*purposes, *remarks, *summaries])


def is_reversal_row(*, header: Header, cells: Sequence[str]) -> bool:
    """Return whether the bank marks the row as a reversal of its own booking (冲正)."""
    mark = header.cell(Field.REVERSAL, cells).strip().lower()
    words = (*header.all_cells(Field.SUMMARY, cells), *header.all_cells(Field.KIND, cells))
    return mark in _REVERSAL_MARK or any(_REVERSAL_WORD.search(word) for word in words)


def _shape(context: RowContext, draft: Draft) -> RowFault | None:
    row, width = draft.row, context.header.width
    if row.fault is not None:
        return row.fault
    if len(row.cells) > width and any(row.cells[width:]):
        value = " ".join(row.cells[width:])
        return row_fault(line=row.line, code=FaultCode.EXTRA_CELLS, value=value, found=len(row.cells), expected=width)
    return None


def _account_and_currency(context: RowContext, draft: Draft) -> RowFault | None:
    header, cells = context.header, draft.row.cells
    if context.has_own_column:
        draft.account = account_text(text=header.cell(Field.OWN_ACCOUNT, cells)) or draft.account
    text = header.cell(Field.CURRENCY, cells)
    currency = currency_code(text=text, default=draft.currency)
    if isinstance(currency, TextFault):
        return _cell_fault(context, draft, Field.CURRENCY, text, currency.code)
    draft.currency = currency
    return None


def _days(context: RowContext, draft: Draft) -> RowFault | None:
    """Settle the booking day, the bank's clock and the value day."""
    header, cells = context.header, draft.row.cells
    order = context.columns.forms.date_order
    found: dict[Field, Moment] = {}
    for one in (Field.BOOKED_DAY, Field.TRADED_DAY, Field.VALUE_DAY):
        text = header.cell(one, cells)
        if is_blank(text=text):
            continue
        read = moment(text=text, date_order=order)
        if isinstance(read, TextFault):
            return _cell_fault(context, draft, one, text, read.code)
        found[one] = read
    clock = header.cell(Field.CLOCK, cells)
    stamp: Moment | None = None
    traded = found.get(Field.TRADED_DAY) or found.get(Field.BOOKED_DAY)
    if not is_blank(text=clock):
        at = clock_time(text=clock)
        if at is not None and traded is not None:
            stamp = Moment(day=traded.day, at=datetime.combine(traded.day, at))
        else:
            read = moment(text=clock, date_order=order)
            if isinstance(read, TextFault):
                code = read.code if traded is None else FaultCode.TIME_UNREADABLE
                return _cell_fault(context, draft, Field.CLOCK, clock, code)
            stamp = read
    stamp = stamp or traded
    booked = found.get(Field.BOOKED_DAY) or found.get(Field.TRADED_DAY) or stamp
    if booked is None or stamp is None:
        day_field = next(one for one in (Field.BOOKED_DAY, Field.TRADED_DAY, Field.CLOCK) if one in header.columns)
        return _cell_fault(context, draft, day_field, "", FaultCode.DATE_MISSING)
    value_day = found.get(Field.VALUE_DAY)
    draft.day, draft.at = booked.day, stamp.at
    draft.value_date = None if value_day is None else value_day.day
    return None


def _amounts(context: RowContext, draft: Draft) -> RowFault | None:
    cells = draft.row.cells
    side = _own_side(context, cells)
    found = amounts_of(columns=context.columns, cells=cells, currency=draft.currency, side=side)
    if isinstance(found, Amounts):
        draft.amounts = found
        return None
    draft.is_skip = found.is_skip
    draft.is_zero = found.code == FaultCode.ZERO_AMOUNT
    return _cell_fault(context, draft, found.field, found.value, found.code)


def _balance(context: RowContext, draft: Draft) -> RowFault | None:
    """Read the balance; one that cannot be read is judged when all rows are known (a masked column proves nothing)."""
    balance = cell_minor(columns=context.columns, cells=draft.row.cells, field=Field.BALANCE, currency=draft.currency)
    if isinstance(balance, TextFault):
        draft.balance_fault = _cell_fault(context, draft, Field.BALANCE, balance.value, balance.code)
    else:
        draft.balance = balance
    return None


def _own_side(context: RowContext, cells: Sequence[str]) -> int:
    """Return in when our account is the payee, out when it is the payer, NEITHER when that cannot be told."""
    if not context.has_both_sides:
        return NEITHER
    payer_is_us = _is_ours(context.header.cell(Field.PAYER_ACCOUNT, cells), context)
    payee_is_us = _is_ours(context.header.cell(Field.PAYEE_ACCOUNT, cells), context)
    if payer_is_us == payee_is_us:
        return NEITHER
    return IN if payee_is_us else OUT


def _is_ours(account: str, context: RowContext) -> bool:
    return bool(account) and account_text(text=account) in context.own_accounts


def _parted(mixed: str) -> tuple[str, str]:
    """Split "name 6222…" of a column that holds both into name and account."""
    text = mixed.strip()
    found = _NAME_AND_ACCOUNT.fullmatch(text)
    return (found[1], found[2]) if found is not None else (text, "")


def _cell_fault(context: RowContext, draft: Draft, one: Field, value: str, code: str | TextFaultCode) -> RowFault:
    return row_fault(line=draft.row.line, column=context.header.name_of(one), value=value, code=code)
