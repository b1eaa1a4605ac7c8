"""PURE: amounts, days and the table of items in the language of a letter (which is not the reader's screen language)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from huikuan.kernel.capital_amounts import format_capital_amount
from huikuan.kernel.text_amounts import format_amount
from huikuan.reminders.rules.letters import LetterKind, Table
from huikuan.reminders.rules.steps import Item

CHINESE = "zh-hans"
ENGLISH = "en"
LANGUAGES = (CHINESE, ENGLISH)
_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True)
class _Words:
    titles: tuple[str, str, str, str, str]
    customer: str
    instalment: str
    not_due: str
    days: str
    total: str
    overdue_total: str
    nobody: str
    in_currency: str
    phone: str
    tax_code: str
    reference: str
    pages: str
    reservation: str


_WORDS = {
    CHINESE: _Words(
        titles=("发票号", "开票日期", "到期日", "逾期天数", "未付金额"),
        customer="客户",
        instalment="（第{0}期）",
        not_due="未到期",
        days="{0}天",
        total="合计",
        overdue_total="其中已逾期",
        nobody="财务部门负责人",
        in_currency="（{0}）",
        phone="电话 {0}",
        tax_code="税号 {0}",
        reference="编号",
        pages="第 {0} 页，共 {1} 页",
        reservation=(
            "上列金额仅为应付款项本金，不包含逾期付款违约金或利息；我方依合同约定及法律规定就逾期付款享有的全部权利均予保留，"
            "本函未提及或贵司仅支付本金，均不构成我方对该等权利的放弃。"
        ),
    ),
    ENGLISH: _Words(
        titles=("Invoice", "Issued", "Due", "Days overdue", "Open amount"),
        customer="Customer",
        instalment=" (instalment {0})",
        not_due="not yet due",
        days="{0}",
        total="Total",
        overdue_total="of which overdue",
        nobody="Sir or Madam",
        in_currency=" ({0})",
        phone="Tel. {0}",
        tax_code="Tax no. {0}",
        reference="Our reference",
        pages="Page {0} of {1}",
        reservation=(
            "The amounts above are principal only and include no late-payment damages or interest. All our rights under the "
            "contract and the law on account of late payment are reserved; neither their absence from this letter nor our "
            "acceptance of the principal alone is a waiver of them."
        ),
    ),
}


def language_of(*, wanted: str) -> str:
    """The language a letter is written in: Chinese for any Chinese or none at all, else English."""
    low = wanted.strip().lower()
    return CHINESE if not low or low.startswith("zh") else ENGLISH


def money_text(*, minor: int, currency: str, language: str) -> str:
    """An amount as a letter names it: 人民币 1,234.50 元, CNY 1,234.50, USD 1,234.50."""
    figures = format_amount(minor=minor, currency=currency)
    return f"人民币 {figures} 元" if language == CHINESE and currency == "CNY" else f"{currency} {figures}"


def capitals_text(*, minor: int, currency: str, language: str) -> str:
    """A renminbi amount in Chinese capitals (大写) for a Chinese letter; empty elsewhere."""
    return format_capital_amount(minor=minor) if language == CHINESE and currency == "CNY" else ""


def day_text(*, day: date, language: str) -> str:
    """A day as a letter writes it: 2026年3月2日, 2 March 2026."""
    if language == CHINESE:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def salutation_of(*, name: str, language: str) -> str:
    """Whom the letter greets; the finance department where nobody is named."""
    return name.strip() or _WORDS[language].nobody


def sender_lines(*, address: str, phone: str, tax_code: str, language: str) -> list[str]:
    """The line below the name of the company that writes, without what is not known."""
    words = _WORDS[language]
    found = (address, phone and words.phone.format(phone), tax_code and words.tax_code.format(tax_code))
    return [line for line in found if line]


def reference_of(*, language: str) -> str:
    """What stands before the number of a letter."""
    return _WORDS[language].reference


def pages_of(*, language: str) -> str:
    """How a sheet is counted, with {0} for its number and {1} for how many there are."""
    return _WORDS[language].pages


def reservation_of(*, language: str) -> str:
    """The sentence that keeps late-payment claims alive (法释 买卖合同解释 art. 18: principal only, with a reservation)."""
    return _WORDS[language].reservation


def items_table(*, kind: LetterKind, items: Sequence[Item], today: date, language: str) -> Table:
    """The items of one letter, oldest due date first, with their total and what of it is overdue (before-due: no days)."""
    words = _WORDS[language]
    with_days = kind is LetterKind.OVERDUE
    shown = (0, 1, 2, 3, 4) if with_days else (0, 1, 2, 4)
    currency = items[0].currency
    unit = "元" if language == CHINESE and currency == "CNY" else currency
    titles = (*words.titles[:4], words.titles[4] + words.in_currency.format(unit))
    columns = tuple((titles[i], i >= 3) for i in shown)
    rows = tuple(tuple(_row(item, today, language)[i] for i in shown) for item in by_due_date(items=items))
    blank = ("",) * (len(shown) - 2)
    total = sum(item.open_minor for item in items)
    late = sum(item.open_minor for item in items if item.due_date is not None and item.due_date < today)
    totals = [(words.total, *blank, money_text(minor=total, currency=currency, language=language))]
    if with_days and late != total:
        totals.append((words.overdue_total, *blank, money_text(minor=late, currency=currency, language=language)))
    return Table(columns, rows, tuple(totals))


def forewarning_table(*, items: Sequence[tuple[str, Item]], language: str) -> Table:
    """Items that will be due, with the name of each customer, for our own salesperson."""
    words = _WORDS[language]
    columns = ((words.customer, False), (words.titles[0], False), (words.titles[2], False), (words.titles[4], True))
    ordered = sorted(items, key=lambda pair: (pair[1].due_date or date.max, pair[1].receivable_id))
    rows = tuple(
        (
            name,
            _number(item, language),
            "" if item.due_date is None else item.due_date.isoformat(),
            f"{item.currency} {format_amount(minor=item.open_minor, currency=item.currency)}",
        )
        for name, item in ordered
    )
    return Table(columns, rows, ())


def by_due_date(*, items: Iterable[Item]) -> list[Item]:
    """Items in the order of a letter: by due date, then by age of the record."""
    return sorted(items, key=lambda item: (item.due_date or date.max, item.receivable_id))


def _row(item: Item, today: date, language: str) -> tuple[str, str, str, str, str]:
    due = item.due_date
    late = 0 if due is None else (today - due).days
    words = _WORDS[language]
    return (
        _number(item, language),
        item.issue_date.isoformat(),
        "" if due is None else due.isoformat(),
        words.days.format(late) if late > 0 else words.not_due,
        format_amount(minor=item.open_minor, currency=item.currency),
    )


def _number(item: Item, language: str) -> str:
    return item.number + (_WORDS[language].instalment.format(item.sequence) if item.sequence > 1 else "")
