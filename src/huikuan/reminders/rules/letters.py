"""PURE: letters from texts with `{{name}}` places. The text has no logic: no filter, attribute, loop or condition (S1).

A place is `{{`, a name of the list, `}}`; anything else with two braces is refused when the text is saved. Every value
goes in as it is and is escaped where the letter becomes HTML; a value is never read as text with places again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from huikuan.outbox.rules import header_fault
from huikuan.reminders.rules.reasons import Reason
from huikuan.reminders.rules.wording_check import word_findings


class LetterKind(StrEnum):
    """What a letter is about."""

    BEFORE_DUE = "BEFORE_DUE"
    OVERDUE = "OVERDUE"
    FOREWARNING = "FOREWARNING"


ITEMS = "items"
"""The place of the table of items; it stands alone on its line."""

RESERVATION = "reservation"
"""The place of the sentence that keeps claims for late payment alive; no overdue letter goes without it."""

_COMMON = frozenset(
    {
        "bank_details",
        "company_name",
        "company_phone",
        "customer_name",
        "item_count",
        ITEMS,
        "letter_date",
        "salesperson_name",
        "salesperson_phone",
        "salutation",
        "total",
    }
)
PLACES: Mapping[LetterKind, frozenset[str]] = {
    LetterKind.BEFORE_DUE: _COMMON | {"due_date"},
    LetterKind.OVERDUE: _COMMON
    | {"days_overdue", "oldest_due_date", "pay_by", RESERVATION, "total_in_capitals", "total_overdue"},
    LetterKind.FOREWARNING: frozenset(
        {"company_name", "item_count", ITEMS, "letter_date", "salesperson_name", "total"}
    ),
}
LONGEST_SUBJECT = 150
LONGEST_FILLED_SUBJECT = 250
LONGEST_BODY = 8_000
MOST_PLACES = 60

_PLACE = re.compile(r"\{\{([a-z_]{1,40})\}\}")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class LetterText:
    """A text to be filled in; `version` says which one it was (a stored version, or the one shipped)."""

    kind: LetterKind
    tone: str
    language: str
    version: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Table:
    """Items of a letter as text: column titles with `number` columns to the right, rows, total rows.

    `heading` is empty where the letter has one table only.
    """

    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[tuple[str, ...], ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A filled-in letter: paragraphs and tables in the order they stand in."""

    subject: str
    blocks: tuple[str | Table, ...]


def letter_faults(*, kind: LetterKind, subject: str, body: str) -> tuple[Reason, ...]:
    """Everything wrong with a text that somebody wants to save."""
    must = frozenset({ITEMS, RESERVATION}) if kind is LetterKind.OVERDUE else frozenset({ITEMS})
    return text_faults(places=PLACES[kind], must=must, subject=subject, body=body)


def text_faults(*, places: frozenset[str], must: frozenset[str], subject: str, body: str) -> tuple[Reason, ...]:
    """Everything wrong with a text that may name these places and must name those; the items stand once, alone on a line."""
    faults = [*place_faults(places=places, text=subject + "\n" + body), *_length_faults(subject, body)]
    if header_fault(text=subject):
        faults.append(Reason("HEADER_UNSAFE"))
    if ITEMS in _PLACE.findall(subject):
        faults.append(Reason("PLACE_NOT_HERE", {"place": ITEMS}))
    alone = [line.strip() for line in body.splitlines()].count("{{items}}")
    if ITEMS in must and (alone != 1 or _PLACE.findall(body).count(ITEMS) != 1):
        faults.append(Reason("ITEMS_ONCE_ALONE"))
    if RESERVATION in must and RESERVATION not in _PLACE.findall(body):
        faults.append(Reason("RESERVATION_MISSING"))
    faults += [
        Reason("PLACE_MISSING", {"place": name})
        for name in sorted(must - {ITEMS, RESERVATION} - {*_PLACE.findall(body)})
    ]
    faults += [
        Reason("WORD_NOT_ALLOWED", {"word": one.word, "kind": one.kind.value, "line": one.line, "column": one.column})
        for one in (*word_findings(text=subject), *word_findings(text=body))
        if one.is_error
    ]
    return tuple(dict.fromkeys(faults))


def place_faults(*, places: frozenset[str], text: str) -> list[Reason]:
    """What is wrong with the `{{name}}` places of a text that may name these: unknown, malformed, too many."""
    names = _PLACE.findall(text)
    rest = _PLACE.sub("", text)
    faults = [Reason("PLACE_UNKNOWN", {"place": name}) for name in names if name not in places]
    if "{{" in rest or "}}" in rest:
        faults.append(Reason("PLACE_MALFORMED"))
    if len(names) > MOST_PLACES:
        faults.append(Reason("TOO_MANY_PLACES", {"most": MOST_PLACES}))
    return faults


def composed(*, text: LetterText, values: Mapping[str, str], items: Sequence[str | Table]) -> Letter:
    """Fill the places of a text once; `items` are the tables, and what stands between them, at the place of the items.

    A line whose places are all empty is left out. Raises KeyError on an unknown place.
    """
    seen = {name: visible(text=value) for name, value in values.items()}
    subject = visible(text=_PLACE.sub(lambda place: seen[place[1]], text.subject)).replace("\n", " ")
    if len(subject) > LONGEST_FILLED_SUBJECT:
        subject = subject[: LONGEST_FILLED_SUBJECT - 1] + "…"
    blocks: list[str | Table] = []
    for paragraph in re.split(r"\n[ \t]*\n", text.body.replace("\r\n", "\n").strip("\n")):
        lines: list[str] = []
        for line in paragraph.split("\n"):
            if line.strip() == "{{items}}":
                blocks += _paragraph(lines)
                blocks += items
                lines = []
            elif not _is_empty(line, seen):
                lines.append(_PLACE.sub(lambda place: seen[place[1]], line).rstrip())
        blocks += _paragraph(lines)
    return Letter(subject, tuple(blocks))


def visible(*, text: str) -> str:
    """Text without characters that steer instead of being read: controls, direction marks, separators."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def as_text(*, letter: Letter) -> str:
    """The letter as plain text."""
    parts = [_table_text(block) if isinstance(block, Table) else block for block in letter.blocks]
    return "\n\n".join(parts) + "\n"


def as_html(*, letter: Letter, language: str) -> str:
    """The letter as HTML: every character of every value and of the text itself is escaped, nothing is fetched."""
    parts = [
        _table_html(block) if isinstance(block, Table) else f"<p>{html.escape(block).replace(chr(10), '<br>')}</p>"
        for block in letter.blocks
    ]
    style = (
        "font-family:'PingFang SC','Microsoft YaHei','Noto Sans SC',sans-serif;font-size:15px;line-height:1.7;"
        "color:#1f2937;max-width:46em;margin:0;padding:16px"
    )
    return (
        f'<!DOCTYPE html><html lang="{html.escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f'<title>{html.escape(letter.subject)}</title></head><body style="{style}">{"".join(parts)}</body></html>'
    )


def _paragraph(lines: Sequence[str]) -> list[str | Table]:
    return ["\n".join(lines)] if any(line.strip() for line in lines) else []


def _is_empty(line: str, values: Mapping[str, str]) -> bool:
    names = _PLACE.findall(line)
    return bool(names) and not any(values[name].strip() for name in names)


def _length_faults(subject: str, body: str) -> list[Reason]:
    faults = []
    if not subject.strip() or not body.strip():
        faults.append(Reason("TEXT_MISSING"))
    if len(subject) > LONGEST_SUBJECT or len(body) > LONGEST_BODY:
        faults.append(Reason("TEXT_TOO_LONG"))
    return faults


def _table_text(table: Table) -> str:
    titles = [title for title, _ in table.columns]
    heading = [table.heading] if table.heading else []
    lines = [*heading, " | ".join(titles), *(" | ".join(row) for row in table.rows)]
    return "\n".join([*lines, *(" | ".join(cell for cell in row if cell) for row in table.totals)])


def _table_html(table: Table) -> str:
    head = _row_html("th", [title for title, _ in table.columns], table)
    body = "".join(_row_html("td", row, table) for row in table.rows)
    foot = "".join(_row_html("th", row, table) for row in table.totals)
    style = "text-align:left;font-size:15px;font-weight:bold;padding:0 0 4px"
    heading = f'<caption style="{style}">{html.escape(table.heading)}</caption>' if table.heading else ""
    return (
        '<table cellpadding="5" style="border-collapse:collapse;font-size:13px;line-height:1.5;'
        'border-top:1px solid #4b5563;border-bottom:1px solid #4b5563">'
        f"{heading}<thead>{head}</thead><tbody>{body}</tbody><tfoot>{foot}</tfoot></table>"
    )


def _row_html(tag: str, cells: Sequence[str], table: Table) -> str:
    """A row that fits a phone: the number of a document may break anywhere, a day between its parts, an amount nowhere."""
    parts = []
    for place, (cell, (_, number)) in enumerate(zip(cells, table.columns, strict=True)):
        wrap = ""
        if tag == "td" and (place == 0 or number):
            wrap = ";white-space:nowrap" if number else ";word-break:break-all;min-width:5em"
        style = f"text-align:{'right' if number else 'left'};vertical-align:top;border-bottom:1px solid #d1d5db{wrap}"
        parts.append(f'<{tag} style="{style}">{html.escape(cell)}</{tag}>')
    return f"<tr>{''.join(parts)}</tr>"
