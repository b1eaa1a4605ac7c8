"""What the pages about letter texts show: each kind in both languages, its places, its versions, a letter made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.outbox.ports import Content
from huikuan.reminders.composing import kept_blocks
from huikuan.reminders.previews import customers_for_text
from huikuan.reminders.queries import texts_in_use
from huikuan.reminders.rules.letter_words import LANGUAGES
from huikuan.reminders.rules.letters import PLACES, LetterKind, LetterText
from huikuan.reminders.rules.policy import Tone
from huikuan.reminders.texts import LetterVersionView, letter_versions
from huikuan.web.tables.columns import Text
from huikuan.wording import names
from huikuan.wording.names import name_of

PLACE = re.compile(r"\{\{(\w+)\}\}")
LANGUAGE_NAMES = {"zh-hans": "中文", "en": "English"}
PLACE_NAMES: dict[str, Text] = {
    "bank_details": _("our bank details"),
    "company_name": _("our company"),
    "company_phone": _("our telephone"),
    "customer_name": _("the customer"),
    "days_overdue": _("days the oldest item is overdue"),
    "due_date": _("the first due date"),
    "item_count": _("how many items: the overdue ones in an overdue letter"),
    "items": _("the table of items, alone on its line; an overdue letter has a second one of what is due soon"),
    "letter_date": _("the day of the letter"),
    "oldest_due_date": _("the due date of the oldest item"),
    "pay_by": _("the day by which to pay: five business days ahead"),
    "reservation": _("the sentence that keeps claims for late payment"),
    "salesperson_name": _("the salesperson"),
    "salesperson_phone": _("the salesperson's telephone"),
    "salutation": _("the person who gets the letter"),
    "total": _("all amounts together: the overdue ones in an overdue letter"),
    "total_in_capitals": _("what is overdue in Chinese capitals"),
    "total_overdue": _("what is overdue"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a kind and tone in one language: which version is in use, and whether one waits for approval."""

    language: str
    language_name: str
    title: str
    """The subject, its places by their names in the language of the letter."""
    is_ours: bool
    version: str
    waits: bool


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A kind and tone with its texts."""

    kind: str
    kind_name: str
    tone: str
    tone_name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One text: the one in use, its versions, the places it may have, customers to show it on."""

    kind: LetterKind
    kind_name: str
    tone: Tone
    tone_name: str
    language: str
    language_name: str
    in_use: LetterText
    is_ours: bool
    versions: tuple[LetterVersionView, ...]
    places: tuple[tuple[str, Text], ...]
    customers: tuple[CustomerRow, ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table of a letter: texts, each with whether it stands to the right as a number; `heading` may be empty."""

    heading: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[tuple[str, bool], ...], ...]
    totals: tuple[tuple[tuple[str, bool], ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a letter, or one of its tables."""

    text: str = ""
    table: ShownTable | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter made of a text: its paragraphs and tables in their order."""

    name: str
    """Of the customer it goes to, or is about."""
    language: str
    subject: str
    blocks: tuple[Block, ...]


def letter_lines() -> tuple[LetterLine, ...]:
    """Every kind and tone that has a text, in the order in which customers meet them."""
    in_use = texts_in_use()
    waiting = {(row.text.kind, row.text.tone, row.text.language) for row in letter_versions() if not row.approver_name}
    lines = []
    for kind in LetterKind:
        for tone in Tone:
            cells = tuple(
                _cell(in_use[kind, tone.value, language], waits=(kind, tone.value, language) in waiting)
                for language in LANGUAGES
                if (kind, tone.value, language) in in_use
            )
            if cells:
                lines.append(LetterLine(kind.value, _kind(kind), tone.value, _tone(tone), cells))
    return tuple(lines)


def letter_page(*, actor: Actor, kind: LetterKind, tone: Tone, language: str, today: date) -> LetterPage | None:
    """What the page of one text needs; None if there is no such text."""
    in_use = texts_in_use().get((kind, tone.value, language))
    if in_use is None:
        return None
    ids = customers_for_text(actor=actor, kind=kind, today=today)
    customers = customers_by_id(ids=ids)
    key = (kind, tone.value, language)
    return LetterPage(
        kind=kind,
        kind_name=_kind(kind),
        tone=tone,
        tone_name=_tone(tone),
        language=language,
        language_name=LANGUAGE_NAMES[language],
        in_use=in_use,
        is_ours=_is_ours(in_use),
        versions=tuple(row for row in letter_versions() if (row.text.kind, row.text.tone, row.text.language) == key),
        places=tuple((f"{{{{{name}}}}}", PLACE_NAMES[name]) for name in sorted(PLACES[kind])),
        customers=tuple(customers[pk] for pk in ids if pk in customers),
    )


def shown_letter(*, content: Content, name: str) -> Shown:
    """A letter as the page draws it."""
    blocks = tuple(_block(block) for block in kept_blocks(snapshot=content.snapshot))
    return Shown(name, content.language, content.subject, blocks)


def _block(kept: str | Mapping[str, Any]) -> Block:
    if isinstance(kept, str):
        return Block(text=kept)
    numbers = [number for _, number in kept["columns"]]
    rows, totals = (tuple(tuple(zip(row, numbers, strict=True)) for row in kept[part]) for part in ("rows", "totals"))
    columns = tuple((title, number) for title, number in kept["columns"])
    return Block(table=ShownTable(kept["heading"], columns, rows, totals))


def _cell(text: LetterText, *, waits: bool) -> Cell:
    return Cell(text.language, LANGUAGE_NAMES[text.language], _title(text), _is_ours(text), text.version, waits)


def _title(text: LetterText) -> str:
    with override(text.language):
        return PLACE.sub(lambda found: f"[{_place(found[1])}]", text.subject)


def _place(name: str) -> str:
    return re.split("[:：，]", str(PLACE_NAMES.get(name, name)))[0]


def _is_ours(text: LetterText) -> bool:
    return not text.version.startswith("shipped:")


def _kind(kind: LetterKind) -> str:
    return name_of(names=names.LETTER_KINDS, code=kind.value)


def _tone(tone: Tone) -> str:
    return name_of(names=names.TONES, code=tone.value)
