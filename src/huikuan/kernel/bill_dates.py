"""Days as bills and cheques write them in capitals (出票日期), both ways.

Source: 支付结算办法 附一: a 零 before the months 壹, 贰, 壹拾 and before the days 壹 to 玖, 壹拾, 贰拾, 叁拾; the days 拾壹 to 拾玖
begin with 壹, so that no stroke can turn one day into another.
"""

from __future__ import annotations

import re
from datetime import date

from huikuan.kernel.amount_spelling import CAPITAL_DIGITS, spelled_group
from huikuan.kernel.text_faults import TextFault, TextFaultCode, text_fault
from huikuan.kernel.text_normal import narrow

_WRITTEN = re.compile(
    r"(?:([零壹贰叁肆伍陆柒捌玖]{4})年)?([零壹贰叁肆伍陆柒捌玖拾]{1,4})月([零壹贰叁肆伍陆柒捌玖拾]{1,4})日"
)
_SAME = str.maketrans("貳貮參叄叁陸", "贰贰叁叁叁陆")
_WITH_ZERO_MONTHS = frozenset({1, 2, 10})


def format_bill_date(*, day: date, with_year: bool = True) -> str:
    """Return a day in capitals: 2026-10-20 → 贰零贰陆年零壹拾月零贰拾日."""
    year = "".join(CAPITAL_DIGITS[int(digit)] for digit in f"{day.year:04d}")
    month = spelled_group(group=day.month)
    month = f"零{month}" if day.month in _WITH_ZERO_MONTHS else month
    words = f"{month}月{_day_words(day.day)}日"
    return f"{year}年{words}" if with_year else words


def parse_bill_date(*, text: str, year: int | None = None) -> date | TextFault:
    """Return the day written in capitals; `year` holds where the text names none. Faults BLANK, UNREADABLE, NO_SUCH_DAY.

    A spelling without the 零 or 壹 that the rule asks for is refused; a 零 before the months 叁 to 玖 is harmless.
    """
    plain = narrow(text=text).translate(_SAME)
    if not plain:
        return text_fault(code=TextFaultCode.BLANK, value=text)
    found = _WRITTEN.fullmatch(plain)
    if found is None:
        return text_fault(code=TextFaultCode.UNREADABLE, value=text)
    written_year, month_words, day_words = found.groups()
    month = next((number for number in range(1, 13) if month_words in _month_spellings(number)), None)
    number = next((number for number in range(1, 32) if day_words == _day_words(number)), None)
    if written_year:
        year = int("".join(str(CAPITAL_DIGITS.index(one)) for one in written_year))
    if month is None or number is None or year is None:
        return text_fault(code=TextFaultCode.UNREADABLE, value=text)
    try:
        return date(year, month, number)
    except ValueError:
        return text_fault(code=TextFaultCode.NO_SUCH_DAY, value=text)


def _month_spellings(number: int) -> tuple[str, ...]:
    words = spelled_group(group=number)
    if number in _WITH_ZERO_MONTHS:
        return (f"零{words}",)
    return (words, f"零{words}") if number < 10 else (words,)


def _day_words(number: int) -> str:
    words = spelled_group(group=number)
    return f"零{words}" if number <= 10 or number in (20, 30) else words
