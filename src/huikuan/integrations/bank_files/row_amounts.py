"""The amount cells and direction words of one row → signed minor units, in every way they may be meant. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huikuan.integrations.bank_files.cells import ColumnForms, amount_minor, is_blank
from huikuan.integrations.bank_files.column_names import Field
from huikuan.integrations.bank_files.directions import IN, NEITHER, Direction, direction_of, wallet_direction
from huikuan.integrations.bank_files.fault_codes import FaultCode
from huikuan.integrations.bank_files.headers import Header
from huikuan.integrations.bank_files.layouts import Layout
from huikuan.kernel.text_faults import TextFault, TextFaultCode

_BOOKING_COLUMN = re.compile(r"^(?:借|贷|debit|credit)", re.IGNORECASE)
_PAID = frozenset({"SUCCESS", "买家已支付", "支付成功"})
_REFUNDED = frozenset({"REFUND", "REVOKED", "全额退款完成", "部分退款完成", "转入退款", "已撤销"})
_REFUND_FAILED = re.compile(r"FAIL|CLOSE|CHANGE|失败|关闭|异常", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amounts:
    """Signed minor units as said, with debit and credit turned round, and with a negative "out" as a reversal."""

    natural: int
    flipped: int
    red: int
    has_direction: bool = True
    is_conflict: bool = False
    is_refund: bool = False


@dataclass(frozen=True, slots=True)
class AmountFault:
    """Why a row has no amount; `is_skip` when the row is right and simply no movement."""

    code: str
    field: Field
    value: str
    is_skip: bool = False


@dataclass(frozen=True, slots=True)
class AmountColumns:
    """What is known of a table's amount columns before its rows are read."""

    header: Header
    layout: Layout
    forms: ColumnForms
    kind_column: int | None = None
    """A column such as 交易类型 whose every cell says in or out (来账, 往账)."""


def amounts_of(
    *, columns: AmountColumns, cells: Sequence[str], currency: str, side: int = NEITHER
) -> Amounts | AmountFault:
    """Return the row's amounts; `side` is in or out where our own account is payee or payer, for a row without words.

    Faults: NO_AMOUNT, ZERO_AMOUNT, BOTH_SIDES, NO_DIRECTION and those of amounts; NOT_SETTLED and INSIDE_WALLET skip.
    """
    header = columns.header
    if columns.layout.is_wechat_merchant:
        return _wechat_merchant(columns, cells, currency)
    if Field.MONEY_IN in header.columns or Field.MONEY_OUT in header.columns:
        return _two_columns(columns, cells, currency)
    return _one_column(columns, cells, currency, side)


def cell_minor(*, columns: AmountColumns, cells: Sequence[str], field: Field, currency: str) -> int | TextFault | None:
    """Return a cell's minor units, None when it is blank; a column headed (万元) counts ten thousands."""
    text = columns.header.cell(field, cells)
    if is_blank(text=text):
        return None
    power = 4 if columns.header.in_ten_thousands else 0
    return amount_minor(text=text, currency=currency, number_format=columns.forms.number_format, unit_power=power)


def _two_columns(columns: AmountColumns, cells: Sequence[str], currency: str) -> Amounts | AmountFault:
    found: dict[Field, int] = {}
    for field in (Field.MONEY_OUT, Field.MONEY_IN):
        minor = cell_minor(columns=columns, cells=cells, field=field, currency=currency)
        if isinstance(minor, TextFault):
            return AmountFault(minor.code, field, minor.value)
        if minor is not None:
            found[field] = abs(minor) if field in columns.header.magnitudes else minor
    if not found:
        return AmountFault(FaultCode.NO_AMOUNT, Field.MONEY_IN, "")
    out, received = found.get(Field.MONEY_OUT, 0), found.get(Field.MONEY_IN, 0)
    if out and received:
        return AmountFault(FaultCode.BOTH_SIDES, Field.MONEY_OUT, columns.header.cell(Field.MONEY_OUT, cells))
    natural = received - out
    if not natural:
        return AmountFault(FaultCode.ZERO_AMOUNT, Field.MONEY_IN, "0")
    names = (columns.header.name_of(field) for field in (Field.MONEY_OUT, Field.MONEY_IN))
    may_flip = any(_BOOKING_COLUMN.match(name) for name in names)
    return Amounts(natural=natural, flipped=-natural if may_flip else natural, red=natural)


def _one_column(columns: AmountColumns, cells: Sequence[str], currency: str, side: int) -> Amounts | AmountFault:
    header = columns.header
    minor = cell_minor(columns=columns, cells=cells, field=Field.AMOUNT, currency=currency)
    text = header.cell(Field.AMOUNT, cells)
    if minor is None:
        return AmountFault(FaultCode.NO_AMOUNT, Field.AMOUNT, text)
    if isinstance(minor, TextFault):
        return AmountFault(minor.code, Field.AMOUNT, minor.value)
    if columns.layout.spends or (header.saved is not None and header.saved.minus_is_in):
        minor = -minor
    if not minor:
        return AmountFault(FaultCode.ZERO_AMOUNT, Field.AMOUNT, text)
    direction = _direction(columns, cells, side)
    if isinstance(direction, AmountFault):
        return direction
    if direction is None:
        return Amounts(natural=minor, flipped=minor, red=minor, has_direction=minor < 0, is_refund=minor < 0)
    said = direction.sign * abs(minor)
    if minor < 0 < direction.sign:
        # "in" with a minus: taken back; only a balance can tell
        return Amounts(natural=minor, flipped=-minor, red=minor, is_conflict=True)
    flipped = -said if direction.is_booking_word else said
    return Amounts(natural=said, flipped=flipped, red=direction.sign * minor)


def _direction(columns: AmountColumns, cells: Sequence[str], side: int) -> Direction | AmountFault | None:
    """Return the direction a row states: by its word, by a kind that is a direction, by our own side."""
    header = columns.header
    if Field.DIRECTION in header.columns:
        word = header.cell(Field.DIRECTION, cells)
        direction = direction_of(word=word) if word else None
        if direction is not None and direction.sign:
            return direction
        if columns.layout.is_wallet and (not word or direction is not None):
            return _wallet(header, cells, word)
        if word and not is_blank(text=word):
            return AmountFault(FaultCode.NO_DIRECTION, Field.DIRECTION, word)
    if columns.kind_column is not None and columns.kind_column < len(cells):
        direction = direction_of(word=cells[columns.kind_column])
        if direction is not None and direction.sign:
            return direction
    if side:
        return Direction(side)
    if Field.DIRECTION in header.columns:
        return AmountFault(FaultCode.NO_DIRECTION, Field.DIRECTION, "")
    return None


def _wallet(header: Header, cells: Sequence[str], word: str) -> Direction | AmountFault:
    texts = (*header.all_cells(Field.KIND, cells), *header.all_cells(Field.PURPOSE, cells))
    status = header.cell(Field.STATUS, cells)
    sign = wallet_direction(texts=texts, status=status)
    if sign is None:
        return AmountFault(FaultCode.NOT_SETTLED, Field.STATUS, status, is_skip=True)
    if sign == NEITHER:
        return AmountFault(FaultCode.INSIDE_WALLET, Field.DIRECTION, word, is_skip=True)
    return Direction(sign)


def _wechat_merchant(columns: AmountColumns, cells: Sequence[str], currency: str) -> Amounts | AmountFault:
    """A payment is the order amount to be settled, a refund the refunded amount, out; the fee stays in `raw`.

    Fees have up to five decimals and are settled in sums, so no line can hold one exactly.
    """
    header = columns.header
    status = header.cell(Field.STATUS, cells)
    if status in _PAID:
        field = Field.SETTLED if Field.SETTLED in header.columns else Field.AMOUNT
        sign = IN
    elif status in _REFUNDED:
        refund_status = header.cell(Field.REFUND_STATUS, cells)
        if _REFUND_FAILED.search(refund_status):
            return AmountFault(FaultCode.NOT_SETTLED, Field.REFUND_STATUS, refund_status, is_skip=True)
        field, sign = Field.REFUND, -1
    else:
        return AmountFault(FaultCode.STATUS_UNKNOWN, Field.STATUS, status)
    minor = cell_minor(columns=columns, cells=cells, field=field, currency=currency)
    if minor is None:
        return AmountFault(FaultCode.NO_AMOUNT, field, "")
    if isinstance(minor, TextFault):
        return AmountFault(minor.code, field, minor.value)
    if minor <= 0:
        code = TextFaultCode.OUT_OF_RANGE if minor else FaultCode.ZERO_AMOUNT
        return AmountFault(code, field, header.cell(field, cells))
    return Amounts(natural=sign * minor, flipped=sign * minor, red=sign * minor, is_refund=sign < 0)
