"""What the columns of an unknown table are: by their names, else by what stands in them, and before that by the balance.

Columns of figures are told by arithmetic: those whose amounts lead from each balance to the next are amount and balance,
whatever they are called. Only where no such columns stand in the table does their order say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations

from huikuan.integrations.bank_files.cells import amount_minor, is_blank, moment
from huikuan.integrations.bank_files.column_names import Field
from huikuan.integrations.bank_files.headers import field_of
from huikuan.kernel.text_faults import TextFault

LEAST_STEPS = 2
"""Steps from balance to balance that must follow: one may follow by chance."""
MOST_FIGURES = 10
_DIGITS = re.compile(r"[0-9*][0-9*\s-]{7,}")
_COMPANY = re.compile(
    r"公司|集团|厂$|店$|商行|经营部|合作社|医院|学校|大学|研究院|研究所|供电|电力|\b(?:ltd|inc|llc|gmbh|ag|kg|co)\b",
    re.IGNORECASE,
)
EXPLAINABLE = (
    Field.TRADED_DAY,
    Field.CLOCK,
    Field.AMOUNT,
    Field.MONEY_IN,
    Field.MONEY_OUT,
    Field.DIRECTION,
    Field.BALANCE,
    Field.OTHER_NAME,
    Field.OTHER_ACCOUNT,
    Field.PURPOSE,
    Field.SUMMARY,
    Field.ID,
    Field.CURRENCY,
)
"""What a person may say a column is."""
_SAME = {Field.BOOKED_DAY: Field.TRADED_DAY, Field.REMARK: Field.SUMMARY}
_Cells = Mapping[int, Sequence[str]]
_Figures = Mapping[int, Sequence[int | None]]


def guessed_columns(*, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """What each column is, a field to its column; columns that nothing is known of are left out."""
    found: dict[Field, int] = {}
    for column, text in enumerate(heads):
        field = field_of(text=text)
        field = _SAME.get(field, field) if field is not None else None
        if field in EXPLAINABLE:
            found.setdefault(field, column)
    free = [column for column in range(len(heads)) if column not in found.values()]
    cells = {column: [row[column] for row in rows if column < len(row)] for column in free}
    if Field.TRADED_DAY not in found:
        _take(found, Field.TRADED_DAY, free, lambda column: _share(cells[column], lambda one: is_day(text=one)))
    figures = [column for column in free if _share(cells[column], _is_amount) > 0.8]
    if not {Field.AMOUNT, Field.MONEY_IN, Field.MONEY_OUT} & found.keys() and figures:
        dated = _dated(rows, found.get(Field.TRADED_DAY), len(heads))
        found |= _proved(figures, dated, found.get(Field.BALANCE)) or _ordered(figures, cells)
    elif Field.BALANCE not in found and figures:
        found[Field.BALANCE] = figures[-1]
    free = [column for column in free if column not in found.values() and column not in figures]
    for field, test in ((Field.OTHER_ACCOUNT, _is_account), (Field.OTHER_NAME, _is_company)):
        if field not in found:
            _take(found, field, free, lambda column, test=test: _share(cells[column], test))  # type: ignore[misc]
    return {field.value: column for field, column in found.items()}


def is_day(*, text: str) -> bool:
    """Whether a cell is a day."""
    return len(text) >= 8 and not isinstance(moment(text=text), TextFault)


def _dated(rows: Sequence[Sequence[str]], day: int | None, width: int) -> _Cells:
    """The cells of the rows that have a day, by column: titles and totals have none."""
    kept = [row for row in rows if day is not None and day < len(row) and is_day(text=row[day])]
    return {column: [row[column] if column < len(row) else "" for row in kept] for column in range(width)}


def _proved(figures: Sequence[int], cells: _Cells, balance: int | None) -> dict[Field, int]:
    """The columns of figures that lead from balance to balance, in one order of the rows; empty where none do."""
    some = list(figures[:MOST_FIGURES])
    numbers: _Figures = {column: [_minor(text) for text in cells[column]] for column in some}
    for at, amounts, fields in _readings(some, numbers) if balance is None else ():
        balances = numbers[at]
        if any(one is None for one in balances):
            continue
        known = [one for one in balances if one is not None]
        if _follows(known, amounts) or _follows(known[::-1], amounts[::-1]):
            return {**fields, Field.BALANCE: at}
    return {}


def _readings(some: Sequence[int], numbers: _Figures) -> Iterator[tuple[int, list[int], dict[Field, int]]]:
    """Every balance with one column of amounts, and with one for money in and one for money out."""
    for at, amount in permutations(some, 2):
        if not any(one is None for one in numbers[amount]):
            yield at, [one or 0 for one in numbers[amount]], {Field.AMOUNT: amount}
    for at, money_in, money_out in permutations(some, 3):
        pairs = list(zip(numbers[money_in], numbers[money_out], strict=True))
        if all(not one or not other for one, other in pairs):
            amounts = [(one or 0) - abs(other or 0) for one, other in pairs]
            yield at, amounts, {Field.MONEY_IN: money_in, Field.MONEY_OUT: money_out}


def _follows(balances: Sequence[int], amounts: Sequence[int]) -> bool:
    steps = list(zip(balances, balances[1:], amounts[1:], strict=False))
    return len(steps) >= LEAST_STEPS and any(amounts) and all(before + moved == after for before, after, moved in steps)


def _ordered(figures: Sequence[int], cells: _Cells) -> dict[Field, int]:
    """Three columns of amounts are in, out and balance where one of the first two is blank; two are amount and balance."""
    found: dict[Field, int] = {}
    if len(figures) >= 3 and all(
        is_blank(text=one) or is_blank(text=two) for one, two in zip(cells[figures[0]], cells[figures[1]], strict=False)
    ):
        found[Field.MONEY_IN], found[Field.MONEY_OUT] = figures[0], figures[1]
    else:
        found[Field.AMOUNT] = figures[0]
    if len(figures) > 1:
        found[Field.BALANCE] = figures[-1]
    return found


def _take(found: dict[Field, int], field: Field, free: list[int], score: Callable[[int], float]) -> None:
    best = max(free, key=score, default=None)
    if best is not None and score(best) > 0.6:
        found[field] = best
        free.remove(best)


def _share(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    filled = [cell for cell in cells if not is_blank(text=cell)]
    return sum(1 for cell in filled if test(cell)) / len(filled) if filled else 0.0


def _minor(text: str) -> int | None:
    if is_blank(text=text):
        return None
    minor = amount_minor(text=text, currency="CNY")
    return minor if isinstance(minor, int) else None


def _is_amount(cell: str) -> bool:
    return len(cell) <= 20 and not _DIGITS.fullmatch(cell) and isinstance(amount_minor(text=cell, currency="CNY"), int)


def _is_account(cell: str) -> bool:
    return _DIGITS.fullmatch(cell) is not None


def _is_company(cell: str) -> bool:
    return _COMPANY.search(cell) is not None
