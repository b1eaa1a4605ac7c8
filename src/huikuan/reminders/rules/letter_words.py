"""PURE: amounts, days and the table of items in the language of a letter (which is not the reader's screen language)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from huikuan.kernel.amount_words import capitals
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
    undisputed: str
    promised: str
    days: str
    total: str
    overdue: tuple[str, str]
    soon: tuple[str, str]
    also_soon: str
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
        undisputed="（无争议部分，另有争议金额 {0}）",
        promised="（不含已承诺付款的 {0}）",
        days="{0}天",
        total="合计",
        overdue=("已逾期款项", "逾期合计"),
        soon=("即将到期款项", "即将到期合计"),
        also_soon=(
            "除上列已逾期款项外，下列款项尚未逾期，共{0}笔，合计{1}，最早一笔于{2}到期，烦请不迟于各笔到期日付款："
        ),
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
        undisputed=" (undisputed part; {0} is in dispute)",
        promised=" (without {0} that you promised to pay)",
        days="{0}",
        total="Total",
        overdue=("Overdue", "Total overdue"),
        soon=("Also due soon", "Total due soon"),
        also_soon=(
            "Besides the overdue items above there are items that are not overdue yet: {0} in all, {1} together, the first of "
            "them due on {2}. Please pay each of them by its due date."
        ),
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
    return capitals(minor=minor) if language == CHINESE and currency == "CNY" else ""


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


@dataclass(frozen=True, slots=True)
class Parts:
    """The items of a letter by what it may say of them: overdue on its day, or not yet."""

    late: tuple[Item, ...]
    soon: tuple[Item, ...]

    def subject_of(self, *, kind: LetterKind) -> tuple[Item, ...]:
        """The items the sentences of a letter speak of: the overdue ones of an overdue letter, else those not yet due."""
        return self.late if kind is LetterKind.OVERDUE else self.soon


def parts_of(*, kind: LetterKind, items: Iterable[Item], today: date) -> Parts:
    """The items of a letter in its order, apart; a letter before the due date has no overdue ones, whatever it was given."""
    ordered = by_due_date(items=items)
    late = tuple(item for item in ordered if item.due_date is not None and item.due_date < today)
    soon = tuple(item for item in ordered if item not in late)
    return Parts(late if kind is LetterKind.OVERDUE else (), soon)


def items_blocks(*, parts: Parts, today: date, language: str) -> tuple[str | Table, ...]:
    """The items of a letter as it shows them: the overdue ones with their days and sum, then those due soon with theirs."""
    words = _WORDS[language]
    plain = ("", words.total)
    late = bool(parts.late) and _table(parts.late, words.overdue if parts.soon else plain, today, language)
    soon = bool(parts.soon) and _table(parts.soon, words.soon if parts.late else plain, None, language)
    if late and soon:
        return late, _also_soon(parts.soon, language), soon
    return tuple(table for table in (late, soon) if table)


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


def _table(items: Sequence[Item], named: tuple[str, str], today: date | None, language: str) -> Table:
    """Items of one currency with their sum; with the days they are overdue on `today` unless it is None."""
    words = _WORDS[language]
    heading, total_title = named
    shown = (0, 1, 2, 4) if today is None else (0, 1, 2, 3, 4)
    currency = items[0].currency
    unit = "元" if language == CHINESE and currency == "CNY" else currency
    titles = (*words.titles[:4], words.titles[4] + words.in_currency.format(unit))
    columns = tuple((titles[i], i >= 3) for i in shown)
    rows = tuple(tuple(_row(item, today, language)[i] for i in shown) for item in items)
    total = money_text(minor=sum(item.open_minor for item in items), currency=currency, language=language)
    return Table(columns, rows, ((total_title, *("",) * (len(shown) - 2), total),), heading)


def _also_soon(items: Sequence[Item], language: str) -> str:
    """The sentence before the table of items that are not overdue, in a letter about overdue ones."""
    total = money_text(minor=sum(item.open_minor for item in items), currency=items[0].currency, language=language)
    first = min(item.due_date for item in items if item.due_date is not None)
    return _WORDS[language].also_soon.format(len(items), total, day_text(day=first, language=language))


def _row(item: Item, today: date | None, language: str) -> tuple[str, str, str, str, str]:
    due = item.due_date
    late = "" if due is None or today is None else _WORDS[language].days.format((today - due).days)
    return (
        _number(item, language),
        item.issue_date.isoformat(),
        "" if due is None else due.isoformat(),
        late,
        format_amount(minor=item.open_minor, currency=item.currency),
    )


def _number(item: Item, language: str) -> str:
    """The document, its instalment, and that only the part is asked for that is neither disputed nor promised."""
    words = _WORDS[language]
    said = item.number + (words.instalment.format(item.sequence) if item.sequence > 1 else "")
    for part, minor in ((words.undisputed, item.disputed_minor), (words.promised, item.promised_minor)):
        if minor:
            said += part.format(format_amount(minor=minor, currency=item.currency))
    return said
