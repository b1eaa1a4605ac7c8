"""A letter as message content and as PDF data, from an order and the parties; nothing is read from the database here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huikuan.accounts.queries import CompanyRow, PersonRow
from huikuan.customers.queries import CustomerRow
from huikuan.kernel.calendar import BusinessCalendar
from huikuan.kernel.money import Money, sums_by_currency
from huikuan.outbox.ports import Content
from huikuan.outbox.rules import TASKS, ChannelName, address_fault
from huikuan.reminders.rules.letter_words import (
    by_due_date,
    capitals_text,
    day_text,
    forewarning_table,
    items_blocks,
    money_text,
    pages_of,
    parts_of,
    reference_of,
    reservation_of,
    salutation_of,
    sender_lines,
)
from huikuan.reminders.rules.letters import Letter, LetterKind, LetterText, Table, as_html, as_text, composed
from huikuan.reminders.rules.short_texts import SMS_PARAMETERS, short_text, template_name
from huikuan.reminders.rules.steps import Item

PAY_BY_BUSINESS_DAYS = 5
"""How much time a letter gives: so many business days from the day it is written."""


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """Which letter to write: to whom, about which items, and which steps it takes (receivable, due date, phase, ordinal)."""

    row_id: int
    policy_id: int
    customer_id: int
    company_id: int
    currency: str
    kind: LetterKind
    tone: str
    ordinal: int
    with_pdf: bool
    recipient: str
    recipient_name: str
    language: str
    items: tuple[Item, ...]
    steps: tuple[tuple[int, date, str, int], ...]
    today: date
    channel: ChannelName = ChannelName.EMAIL


@dataclass(frozen=True, slots=True)
class Parties:
    """Who writes to whom, and who looks after the customer."""

    company: CompanyRow
    customer: CustomerRow
    salesperson: PersonRow | None


def letter_content(*, order: LetterOrder, parties: Parties, text: LetterText, calendar: BusinessCalendar) -> Content:
    """Write the letter; the snapshot keeps every fact in it, so that the PDF and a later proof need nothing else."""
    parts = parts_of(kind=order.kind, items=order.items, today=order.today)
    items = items_blocks(parts=parts, today=order.today, language=order.language)
    about = parts.subject_of(kind=order.kind)
    values = _values(order, about, parties, calendar)
    letter = composed(text=text, values=values, items=items)
    salesperson = parties.salesperson
    reply_to = salesperson.email if salesperson and not address_fault(address=salesperson.email) else ""
    return Content(
        recipient=order.recipient,
        recipient_name=order.recipient_name,
        sender_name=parties.company.name,
        reply_to=reply_to,
        language=order.language,
        subject=letter.subject,
        text=_text(order, letter, values),
        html=as_html(letter=letter, language=order.language) if order.channel is ChannelName.EMAIL else "",
        snapshot=_snapshot(order, (*parts.late, *parts.soon), parties, text, letter) | _approved(order, values),
    )


def forewarning_content(
    *, person: PersonRow, items: Sequence[tuple[str, Item]], senders: Sequence[str], text: LetterText, today: date
) -> Content:
    """Write to our own salesperson what comes due, each item with the name of its customer."""
    language = text.language
    sums = sums_by_currency(amounts=[Money(item.open_minor, item.currency) for _, item in items])
    totals = [money_text(minor=sums[name], currency=name, language=language) for name in sorted(sums)]
    values = {
        "company_name": (", " if language == "en" else "、").join(senders),
        "item_count": str(len(items)),
        "letter_date": day_text(day=today, language=language),
        "salesperson_name": person.name,
        "total": ("; " if language == "en" else "；").join(totals),
    }
    letter = composed(text=text, values=values, items=(forewarning_table(items=items, language=language),))
    return Content(
        recipient=person.email,
        recipient_name=person.name,
        sender_name=senders[0] if senders else "",
        reply_to="",
        language=language,
        subject=letter.subject,
        text=as_text(letter=letter),
        html=as_html(letter=letter, language=language),
        snapshot={
            "today": today.isoformat(),
            "items": [[item.receivable_id, item.open_minor] for _, item in items],
            "letter": _kept_letter(letter),
        },
    )


def pdf_data(*, snapshot: Mapping[str, Any], reference: str) -> dict[str, Any]:
    """What the PDF template needs, from a snapshot alone."""
    blocks = kept_blocks(snapshot=snapshot)
    return {
        "lang": "zh" if snapshot["language"].startswith("zh") else "en",
        "region": "cn" if snapshot["language"].startswith("zh") else "gb",
        "subject": snapshot["letter"]["subject"],
        "reference": reference,
        "sender": snapshot["sender"],
        "addressee": snapshot["addressee"],
        "date": snapshot["date"],
        "blocks": [
            _table_data(block) if isinstance(block, Mapping) else {"kind": kind, "lines": block.split("\n")}
            for kind, block in zip(_kinds(blocks, snapshot["sender"]["name"]), blocks, strict=True)
        ],
        "pages": pages_of(language=snapshot["language"]),
        "reference_title": reference_of(language=snapshot["language"]),
    }


def kept_blocks(*, snapshot: Mapping[str, Any]) -> tuple[str | Mapping[str, Any], ...]:
    """The paragraphs of a kept letter and its tables (`heading`, `columns`, `rows`, `totals`), in their order.

    Letters of before there could be two tables keep theirs apart, with None where it stands.
    """
    letter = snapshot["letter"]
    return tuple({"heading": "", **letter["table"]} if block is None else block for block in letter["blocks"])


def _table_data(table: Mapping[str, Any]) -> dict[str, Any]:
    titles = enumerate(table["columns"])
    columns = [{"title": title, "number": number, "wide": place == 0} for place, (title, number) in titles]
    return {"kind": "items", "table": {**table, "columns": columns}}


def _kinds(blocks: Sequence[str | Mapping[str, Any]], sender: str) -> list[str]:
    """What each block of a letter is: how the sheet sets it, told by its place and its last character alone."""
    kinds = ["paragraph" if isinstance(block, str) else "items" for block in blocks]
    if blocks and isinstance(blocks[0], str) and blocks[0].rstrip().endswith(("：", ":", ",", "，")):
        kinds[0] = "salutation"
    if len(blocks) > 1 and isinstance(blocks[-1], str) and sender in blocks[-1].split("\n"):
        kinds[-1] = "closing"
    return kinds


def _text(order: LetterOrder, letter: Letter, values: Mapping[str, str]) -> str:
    """The letter; of an SMS a few sentences; of a call or visit what to say, and the items behind it."""
    if order.channel not in (ChannelName.SMS, *TASKS):
        return as_text(letter=letter)
    said = short_text(channel=order.channel, kind=order.kind, language=order.language, values=values)
    if order.channel is ChannelName.SMS:
        return said
    tables = Letter(letter.subject, tuple(block for block in letter.blocks if isinstance(block, Table)))
    return f"{said}\n\n{as_text(letter=tables)}"


def _approved(order: LetterOrder, values: Mapping[str, str]) -> dict[str, Any]:
    """What a provider's approved template needs of an SMS."""
    if order.channel is not ChannelName.SMS:
        return {}
    name = template_name(kind=order.kind, language=order.language)
    return {"sms": {"template": name, "parameters": {one: values.get(one, "") for one in SMS_PARAMETERS}}}


def _values(order: LetterOrder, about: Sequence[Item], parties: Parties, calendar: BusinessCalendar) -> dict[str, str]:
    """What stands at the places of a text; every count, sum and day is of the items the letter is about."""
    language, currency = order.language, order.currency
    first = day_text(day=by_due_date(items=about)[0].due_date or order.today, language=language)
    minor = sum(item.open_minor for item in about)
    total = money_text(minor=minor, currency=currency, language=language)
    pay_by = calendar.add_business_days(day=order.today, days=PAY_BY_BUSINESS_DAYS)
    person = parties.salesperson
    values = {
        "bank_details": parties.company.bank_details,
        "company_name": parties.company.name,
        "company_phone": parties.company.phone,
        "customer_name": parties.customer.name,
        "item_count": str(len(about)),
        "letter_date": day_text(day=order.today, language=language),
        "salesperson_name": person.name if person else "",
        "salesperson_phone": person.phone if person else "",
        "salutation": salutation_of(name=order.recipient_name, language=language),
        "total": total,
        "due_date": first,
    }
    if order.kind is LetterKind.OVERDUE:
        values |= {
            "days_overdue": str(max((order.today - item.due_date).days for item in about if item.due_date)),
            "oldest_due_date": first,
            "pay_by": day_text(day=pay_by, language=language),
            "reservation": reservation_of(language=language),
            "total_in_capitals": capitals_text(minor=minor, currency=currency, language=language),
            "total_overdue": total,
        }
    return values


def _snapshot(
    order: LetterOrder, items: Sequence[Item], parties: Parties, text: LetterText, letter: Letter
) -> dict[str, Any]:
    company = parties.company
    return {
        "row": order.row_id,
        "policy": order.policy_id,
        "text": f"{text.kind.value}-{text.tone}-{text.language}-{text.version}",
        "language": order.language,
        "currency": order.currency,
        "today": order.today.isoformat(),
        "with_pdf": order.with_pdf,
        "items": [_kept(item) for item in items],
        "steps": [[pk, due.isoformat(), phase, ordinal] for pk, due, phase, ordinal in order.steps],
        "sender": {
            "name": company.name,
            "lines": sender_lines(
                address=company.address, phone=company.phone, tax_code=company.tax_code, language=order.language
            ),
        },
        "addressee": [line for line in (parties.customer.name, parties.customer.address, order.recipient_name) if line],
        "date": day_text(day=order.today, language=order.language),
        "letter": _kept_letter(letter),
    }


def _kept_letter(letter: Letter) -> dict[str, Any]:
    return {
        "subject": letter.subject,
        "blocks": [_kept_table(block) if isinstance(block, Table) else block for block in letter.blocks],
    }


def _kept_table(table: Table) -> dict[str, Any]:
    return {
        "heading": table.heading,
        "columns": [list(column) for column in table.columns],
        "rows": [list(row) for row in table.rows],
        "totals": [list(row) for row in table.totals],
    }


def _kept(item: Item) -> Sequence[Any]:
    due = None if item.due_date is None else item.due_date.isoformat()
    return [item.receivable_id, item.number, item.sequence, item.issue_date.isoformat(), due, item.open_minor]
