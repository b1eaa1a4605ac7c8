"""PURE: what the printed index of a bundle shows, as the data of its template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huikuan.evidence.rules.bundle import Entry, Happening
from huikuan.evidence.rules.words import CHINESE, article_text, word
from huikuan.kernel.text_amounts import format_amount

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Party:
    """A side of the claim."""

    name: str
    tax_code: str
    address: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """An item claimed, minor units; what was only written off in our books is open between the sides (账销案存)."""

    number: str
    due_date: date | None
    currency: str
    original_minor: int
    open_minor: int
    written_off_minor: int = 0


@dataclass(frozen=True, slots=True)
class InterestLine:
    """A stretch of late-payment interest on an item, minor units; the rate in per cent a year, or a day, and its article.

    `state` is ACCRUED (nobody has claimed it), PROPOSED or CHARGED, then `charged_as` is the number of the item it became.
    """

    number: str
    since: date
    until: date
    days: int
    principal_minor: int
    rate: str
    is_daily: bool
    interest_minor: int
    currency: str
    article: str
    state: str
    charged_as: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """All that the index shows."""

    language: str
    on: date
    creditor: Party
    debtor: Party
    items: tuple[Claimed, ...]
    entries: tuple[Entry, ...]
    happenings: tuple[Happening, ...]
    interest: tuple[InterestLine, ...]
    pages: Mapping[str, int]
    """First page of each original that is bound in, by its path."""


def index_data(*, matter: Matter) -> dict[str, Any]:
    """The data of the template `evidence`."""

    def told(name: str) -> str:
        return word(name=name, language=matter.language)

    is_chinese = matter.language == CHINESE
    sections = [_index(matter), _items(matter), _interest(matter), _timeline(matter), _hashes(matter)]
    return {
        "lang": "zh" if is_chinese else "en",
        "region": "cn" if is_chinese else "gb",
        "title": told("title"),
        "on": [told("made_on"), matter.on.isoformat()],
        "parties": [_party(told("creditor"), matter.creditor, told), _party(told("debtor"), matter.debtor, told)],
        "sections": [one for one in sections if one["rows"]],
        "checking": {
            "title": told("checking"),
            "lines": [told("check_1"), told("check_2")],
        },
        "pages": told("pages"),
    }


def timeline_rows(*, happenings: Sequence[Happening], language: str) -> tuple[tuple[str, ...], ...]:
    """The time line as rows of text."""
    return tuple((one.on.isoformat(), word(name=one.what, language=language), one.text, one.who) for one in happenings)


def interest_rows(*, lines: Sequence[InterestLine], language: str) -> tuple[tuple[str, ...], ...]:
    """The interest table as rows of text."""
    return tuple(
        (
            one.number,
            one.since.isoformat(),
            one.until.isoformat(),
            str(one.days),
            money_text(minor=one.principal_minor, currency=one.currency),
            word(name="rate_day" if one.is_daily else "rate_year", language=language).format(one.rate),
            money_text(minor=one.interest_minor, currency=one.currency),
            article_text(article=one.article, language=language),
            word(name=f"interest_{one.state}", language=language).format(one.charged_as),
        )
        for one in lines
    )


def titles_of(*, names: Sequence[str], language: str) -> list[str]:
    """The heads of columns."""
    return [word(name=name, language=language) for name in names]


TIMELINE = ("dated", "what", "said", "who")
INTEREST = ("invoice", "from", "to", "days", "principal", "rate", "minor", "law", "state")


def money_text(*, minor: int, currency: str) -> str:
    """An amount as it is printed, with its currency: CNY 1,234.50."""
    return f"{currency} {format_amount(minor=minor, currency=currency)}"


def _party(title: str, party: Party, told: Callable[[str], str]) -> dict[str, Any]:
    code = f"{told('tax_code')} {party.tax_code}" if party.tax_code else ""
    return {"title": title, "name": party.name, "lines": [line for line in (code, party.address) if line]}


def _section(matter: Matter, title: str, names: Sequence[str], rows: Sequence[Row], layout: str) -> dict[str, Any]:
    """`layout` has a letter a column: w wide, n a number, - as wide as its text, s small."""
    titles = titles_of(names=names, language=matter.language)
    head = word(name=title, language=matter.language)
    return {"title": head, "titles": titles, "rows": [list(row) for row in rows], "layout": layout}


def _index(matter: Matter) -> dict[str, Any]:
    shown = [one for one in matter.entries if one.kind]
    elsewhere = word(name="only_in_zip", language=matter.language)
    rows = [
        (
            str(place),
            word(name=one.kind, language=matter.language),
            "\n".join((one.title, " ".join(one.about[:12]))),
            one.on.isoformat() if one.on else "",
            "\n".join(
                (
                    word(name=f"proves_{one.kind}", language=matter.language),
                    " ".join(article_text(article=article, language=matter.language) for article in one.articles),
                )
            ),
            str(matter.pages[one.path]) if one.path in matter.pages else elsewhere,
        )
        for place, one in enumerate(shown, 1)
    ]
    return _section(matter, "index", ("number", "kind", "name", "dated", "proves", "page"), rows, "--w-wn")


def _items(matter: Matter) -> dict[str, Any]:
    rows: list[Row] = [
        (
            _number(one, matter.language),
            one.due_date.isoformat() if one.due_date else "",
            money_text(minor=one.original_minor, currency=one.currency),
            money_text(minor=one.original_minor - one.open_minor, currency=one.currency),
            money_text(minor=one.open_minor, currency=one.currency),
        )
        for one in matter.items
    ]
    for currency in sorted({one.currency for one in matter.items}):
        same = [one for one in matter.items if one.currency == currency]
        whole, still = sum(one.original_minor for one in same), sum(one.open_minor for one in same)
        sums = [money_text(minor=minor, currency=currency) for minor in (whole, whole - still, still)]
        rows.append((word(name="total", language=matter.language), "", *sums))
    return _section(matter, "items", ("invoice", "due", "original", "settled", "open"), rows, "w-nnn")


def _number(one: Claimed, language: str) -> str:
    """The number of an item, under it what of it was written off in the creditor's books and is claimed all the same."""
    if not one.written_off_minor:
        return one.number
    off = money_text(minor=one.written_off_minor, currency=one.currency)
    return f"{one.number}\n{word(name='written_off', language=language).format(off)}"


def _interest(matter: Matter) -> dict[str, Any]:
    rows = list(interest_rows(lines=matter.interest, language=matter.language))
    for currency in sorted({one.currency for one in matter.interest}):
        same = [one for one in matter.interest if one.currency == currency]
        charged = sum(one.interest_minor for one in same if one.charged_as)
        rows.append(_interest_sum(matter, "total", sum(one.interest_minor for one in same), currency))
        if charged:
            rows.append(_interest_sum(matter, "of_it_charged", charged, currency))
    return _section(matter, "interest", INTEREST, rows, "w--nnnnww")


def _interest_sum(matter: Matter, name: str, minor: int, currency: str) -> tuple[str, ...]:
    told = word(name=name, language=matter.language)
    return (told, "", "", "", "", "", money_text(minor=minor, currency=currency), "", "")


def _timeline(matter: Matter) -> dict[str, Any]:
    rows = timeline_rows(happenings=matter.happenings, language=matter.language)
    return _section(matter, "timeline", TIMELINE, rows, "--w-")


def _hashes(matter: Matter) -> dict[str, Any]:
    rows = [(str(place), one.path, one.sha256) for place, one in enumerate(matter.entries, 1)]
    return _section(matter, "hashes", ("number", "file", "SHA-256"), rows, "-ws")
