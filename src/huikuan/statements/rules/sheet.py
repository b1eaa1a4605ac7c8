"""PURE: a statement as data of its printed sheet: every word and figure as text, the template adds none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huikuan.kernel.amount_words import capitals
from huikuan.kernel.text_amounts import format_amount
from huikuan.statements.rules.account import BUCKET_ENDS, OpenItem, Sums, buckets_of
from huikuan.statements.rules.sheet_words import BOTH, day_text, first_language, word
from huikuan.statements.rules.texts import CHINESE


@dataclass(frozen=True, slots=True)
class Party:
    """A side of the statement as it is printed."""

    name: str
    tax_code: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line as it is printed, minor units; `document` names it with its number."""

    kind: str
    is_reversal: bool
    is_earlier: bool
    on: date
    number: str
    contract: str
    delivery: str
    due_on: date | None
    debit_minor: int
    credit_minor: int
    balance_minor: int


@dataclass(frozen=True, slots=True)
class Beside:
    """Minor units stated apart: retention, bills in hand, deposits."""

    retained_minor: int = 0
    papers_minor: int = 0
    deposit_minor: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed: the account, its sides, the paragraphs, where to pay, whose seal."""

    kind: str
    number: str
    language: str
    currency: str
    since: date
    through: date
    dated_on: date
    creditor: Party
    debtor: Party
    sums: Sums
    lines: tuple[SheetLine, ...]
    items: tuple[OpenItem, ...]
    open_minor: int
    on_account_minor: int
    beside: Beside
    introduction: tuple[str, ...]
    paragraphs: tuple[str, ...]
    witness: tuple[str, ...]
    chain_head: str
    pay_to: tuple[str, ...]
    seal: bytes = b""
    seal_format: str = ""


_COLUMNS = ("on", "document", "contract", "due", "debit", "credit", "balance")
_ANSWER = ("answer", "agrees", "differs", "reasons", "signature", "name", "phone", "date", "seal", "our_seal")
"""The words of the block that the customer fills in."""


def sheet_data(*, sheet: Sheet) -> dict[str, Any]:
    """The data of the template `statement`."""
    plain = first_language(language=sheet.language)
    return {
        "lang": "zh" if plain == CHINESE else "en",
        "region": "cn" if plain == CHINESE else "gb",
        "title": _say(sheet, sheet.kind),
        "number": sheet.number,
        "creditor": sheet.creditor.name,
        "head": _head(sheet, plain),
        "parties": [_party(sheet, "creditor", sheet.creditor), _party(sheet, "debtor", sheet.debtor)],
        "introduction": list(sheet.introduction),
        "titles": [_title(sheet, name) for name in _COLUMNS],
        "opening": [_say(sheet, "opening"), _amount(sheet, sheet.sums.opening_minor)],
        "rows": [_row(sheet, line) for line in sheet.lines],
        "nothing": "" if sheet.lines else _say(sheet, "nothing"),
        "closing": [_say(sheet, "closing"), _amount(sheet, sheet.sums.closing_minor)],
        "words": _in_words(sheet),
        "summary": _summary(sheet),
        "made_of": _made_of(sheet),
        "overdue": _overdue(sheet),
        "paragraphs": list(sheet.paragraphs),
        "pay_to_title": _say(sheet, "pay_to"),
        "pay_to": [*sheet.pay_to, f"{_say(sheet, 'reference')}: {sheet.number}"],
        "answer": {name: _say(sheet, name) for name in _ANSWER},
        "seal": list(sheet.seal),
        "seal_format": sheet.seal_format,
        "witness": list(sheet.witness),
        "chain_head": sheet.chain_head,
        "pages": word(name="pages", language=plain),
    }


def document_of(*, line: SheetLine, language: str) -> str:
    """What a line is, with its number; what takes something back says so."""
    said = word(name=line.kind, language=first_language(language=language))
    if line.is_reversal:
        said += f" ({word(name='reversed', language=first_language(language=language))})"
    return f"{said} {line.number}".strip()


def delivery_of(*, line: SheetLine, language: str) -> str:
    """The delivery notes that a line bills, named as such; empty where there are none."""
    return (
        f"{word(name='delivery', language=first_language(language=language))} {line.delivery}" if line.delivery else ""
    )


def summary_names(*, sums: Sums) -> tuple[tuple[str, int], ...]:
    """The figures between opening and closing with their signs, without those that are nothing."""
    moves = (
        ("earlier", sums.earlier_minor),
        ("billed", sums.billed_minor),
        ("credited", -sums.credited_minor),
        ("received", -sums.received_minor),
        ("allowed", -sums.allowed_minor),
        ("other", sums.other_minor),
    )
    return (
        ("opening", sums.opening_minor),
        *((name, minor) for name, minor in moves if minor),
        ("closing", sums.closing_minor),
    )


def _say(sheet: Sheet, name: str) -> str:
    return word(name=name, language=sheet.language)


def _title(sheet: Sheet, name: str) -> str:
    return word(name=name, language=sheet.language, between="\n")


def _amount(sheet: Sheet, minor: int) -> str:
    return format_amount(minor=minor, currency=sheet.currency)


def _party(sheet: Sheet, title: str, party: Party) -> dict[str, Any]:
    code = f"{_say(sheet, 'tax_code')} {party.tax_code}" if party.tax_code else ""
    phone = f"{_say(sheet, 'phone')} {party.phone}" if party.phone else ""
    return {
        "title": _say(sheet, title),
        "name": party.name,
        "lines": [one for one in (code, party.address, phone) if one],
    }


def _row(sheet: Sheet, line: SheetLine) -> list[str]:
    document = document_of(line=line, language=sheet.language)
    if line.is_earlier:
        document = f"{_say(sheet, 'earlier')}: {document}"
    return [
        line.on.isoformat(),
        f"{document}\n{delivery_of(line=line, language=sheet.language)}".strip(),
        line.contract,
        line.due_on.isoformat() if line.due_on else "",
        _amount(sheet, line.debit_minor) if line.debit_minor else "",
        _amount(sheet, line.credit_minor) if line.credit_minor else "",
        _amount(sheet, line.balance_minor),
    ]


def _in_words(sheet: Sheet) -> str:
    """The closing balance in figures and, where a Chinese statement is in renminbi, in capitals; and who owes it."""
    closing = sheet.sums.closing_minor
    side = "settled" if not closing else "to_our_favour" if closing > 0 else "to_your_favour"
    said = f"{_say(sheet, 'closing')} {sheet.currency} {_amount(sheet, abs(closing))} ({_say(sheet, side)})"
    if sheet.currency != "CNY" or first_language(language=sheet.language) != CHINESE:
        return said
    return f"{said}\n{_say(sheet, 'in_words')}: 人民币{capitals(minor=abs(closing))}"


def _summary(sheet: Sheet) -> list[list[str]]:
    return [[_title(sheet, name), _amount(sheet, minor)] for name, minor in summary_names(sums=sheet.sums)]


def _made_of(sheet: Sheet) -> dict[str, Any]:
    beside = (
        ("retained", sheet.beside.retained_minor),
        ("papers", sheet.beside.papers_minor),
        ("deposit", sheet.beside.deposit_minor),
    )
    return {
        "title": _say(sheet, "made_of"),
        "rows": [
            [_say(sheet, "open"), _amount(sheet, sheet.open_minor)],
            *([[_say(sheet, "on_account"), _amount(sheet, -sheet.on_account_minor)]] if sheet.on_account_minor else []),
        ],
        "beside_title": _say(sheet, "beside"),
        "beside": [[_say(sheet, name), _amount(sheet, minor)] for name, minor in beside if minor],
    }


def _overdue(sheet: Sheet) -> dict[str, Any]:
    buckets = buckets_of(items=sheet.items)
    names = [f"b{place}" for place in range(len(BUCKET_ENDS) + 1)]
    late = [item for item in sheet.items if item.overdue_days]
    return {
        "title": f"{_say(sheet, 'overdue')}: {sheet.currency} {_amount(sheet, buckets.overdue_minor)}",
        "buckets": [_title(sheet, name) for name in names],
        "minors": [_amount(sheet, minor) for minor in buckets.minors],
        "items_title": _say(sheet, "overdue_items"),
        "columns": [_title(sheet, name) for name in ("document", "contract", "issued", "due", "days", "open_minor")],
        "items": _late_rows(sheet, late),
    }


def _late_rows(sheet: Sheet, late: Sequence[OpenItem]) -> list[list[str]]:
    return [
        [
            item.number,
            item.contract,
            item.issue_date.isoformat(),
            item.due_on.isoformat() if item.due_on else "",
            str(item.overdue_days),
            _amount(sheet, item.open_minor),
        ]
        for item in late
    ]


def languages_of(*, language: str) -> tuple[str, ...]:
    """The languages a statement's paragraphs are set in, one after the other."""
    return ("zh-hans", "en") if language == BOTH else (language,)


def _head(sheet: Sheet, language: str) -> list[list[str]]:
    days = " – ".join(day_text(day=day, language=language) for day in (sheet.since, sheet.through))
    return [
        [_say(sheet, "number"), sheet.number],
        [_say(sheet, "period"), days],
        [_say(sheet, "dated"), day_text(day=sheet.dated_on, language=language)],
        [_say(sheet, "currency"), sheet.currency],
    ]
