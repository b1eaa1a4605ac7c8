"""What a row below the header is: a movement, a total, a footer, a balance brought forward, the header once more. Pure."""

from __future__ import annotations

import re
from enum import Enum, auto

from huikuan.integrations.bank_files.cells import clock_time, is_blank, moment
from huikuan.integrations.bank_files.column_names import Field
from huikuan.integrations.bank_files.delimited import Row
from huikuan.integrations.bank_files.headers import Header
from huikuan.integrations.bank_files.preamble import preamble_of
from huikuan.integrations.traditional import simplified_name
from huikuan.kernel.text_dates import DateOrder
from huikuan.kernel.text_faults import TextFault


class RowKind(Enum):
    """Kinds of rows."""

    DATA = auto()
    TOTAL = auto()
    FOOTER = auto()
    HEADER = auto()
    PREAMBLE = auto()
    OPENING = auto()
    CLOSING = auto()


_TOTAL = re.compile(r"\S{0,6}(?:合\s*计|总\s*计|小\s*计|累\s*计)|total|subtotal", re.IGNORECASE)
_DATED_TOTAL = re.compile(r"(?:[本当](?:日|月|年|期|页))?(?:发生额)?(?:合\s*计|总\s*计|小\s*计|累\s*计)")
_FOOTER = re.compile(
    r"#|总交易单数|总笔数|汇总|累计|借方(?:发生)?(?:总|合|累)|贷方(?:发生)?(?:总|合|累)|收入(?:合计|总|笔数)|支出(?:合计|总|笔数)|以上|注[:：]|"
    r"说明[:：]?|温馨提示|特别提示|打印|制表|复核|第\s*[0-9]+\s*页|共\s*[0-9]+\s*[笔页条]|[-=*_—─]{4,}|【?列表结束|结束|导出时间|生成时间|"
    r"end of|generated|page [0-9]",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"期初余额|上期(?:结转|余额)|承前(?:页|余额)|上页余额|上年结转|年初余额|昨日余额|opening balance|(?:balance )?brought forward",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"期末余额|结转下(?:页|期|年)|过次页|转下页|本页余额|closing balance|(?:balance )?carried forward", re.IGNORECASE
)
_DAY_SHAPE = re.compile(r"(?:19|20)[0-9]{2}[-/.年]?[0-9]{1,2}[-/.月]?[0-9]{1,2}")
_AMOUNT_FIELDS = (Field.AMOUNT, Field.MONEY_IN, Field.MONEY_OUT, Field.SETTLED, Field.REFUND)
_DAY_FIELDS = (Field.BOOKED_DAY, Field.TRADED_DAY, Field.CLOCK)
_TEXT_FIELDS = (Field.SUMMARY, Field.PURPOSE, Field.REMARK, Field.KIND)
_ANY_ORDER = (None, DateOrder.DMY, DateOrder.MDY)


def kind_of(*, header: Header, row: Row, in_tail: bool, has_data: bool) -> RowKind:
    """Return what a row is. Anything that might be a movement counts as one: it is then read, or rejected by name.

    `in_tail` is true after a total or footer: what has no day there belongs to it (the figures under a summary's names).
    """
    cells = row.cells
    if row.fault is not None:
        return RowKind.DATA
    if tuple(cells[: header.width]) == header.texts and not any(cells[header.width :]):
        return RowKind.HEADER
    first = next((cell for cell in cells if cell), "")
    has_amount = any(not _is_nil(header.cell(one, cells)) for one in _AMOUNT_FIELDS)
    if not has_amount:
        forward = _forward_kind(header, row)
        if forward is not None:
            return forward
    if _has_day(header, cells):
        return RowKind.TOTAL if any(_DATED_TOTAL.fullmatch(text) for text in _texts(header, row)) else RowKind.DATA
    if "account" in preamble_of(rows=[row]):
        return RowKind.PREAMBLE
    said = simplified_name(text=first)
    if _TOTAL.match(said):
        return RowKind.TOTAL
    if _FOOTER.match(said) or (in_tail and not (has_amount and _names_a_day(header, cells))):
        return RowKind.FOOTER
    if preamble_of(rows=[row]):
        return RowKind.PREAMBLE
    filled = sum(1 for cell in cells if cell)
    if has_data and filled == 1 and not has_amount:
        return RowKind.FOOTER
    return RowKind.DATA


def _forward_kind(header: Header, row: Row) -> RowKind | None:
    """A balance brought or carried forward: its words in a text cell, a balance and no amount."""
    if is_blank(text=header.cell(Field.BALANCE, row.cells)):
        return None
    said = [*_texts(header, row), *(simplified_name(text=cell) for cell in row.cells[:3] if cell)]
    if any(_OPENING.match(text) for text in said):
        return RowKind.OPENING
    return RowKind.CLOSING if any(_CLOSING.match(text) for text in said) else None


def _texts(header: Header, row: Row) -> list[str]:
    return [simplified_name(text=text) for one in _TEXT_FIELDS for text in header.all_cells(one, row.cells)]


def _has_day(header: Header, cells: tuple[str, ...]) -> bool:
    for one in _DAY_FIELDS:
        text = header.cell(one, cells)
        if is_blank(text=text):
            continue
        if one is Field.CLOCK and clock_time(text=text) is not None:
            return True
        if any(not isinstance(moment(text=text, date_order=order), TextFault) for order in _ANY_ORDER):
            return True
    return False


def _names_a_day(header: Header, cells: tuple[str, ...]) -> bool:
    """A day that is none, such as 2026-02-30: the row is a movement with a fault and not part of a footer."""
    return any(_DAY_SHAPE.match(header.cell(one, cells)) for one in _DAY_FIELDS)


def _is_nil(text: str) -> bool:
    """Blank, dashes, or a zero."""
    return is_blank(text=text) or not text.strip("0.,¥￥ ")
