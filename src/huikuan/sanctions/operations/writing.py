"""The letters of sanctions: notice and release, from texts with `{{name}}` places, as PDF and by the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from huikuan.accounts.queries import CompanyRow, business_calendar, company
from huikuan.audit.operations import OpenAct
from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.pdf import render_pdf
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.outbox.operations.queueing import queue_messages
from huikuan.outbox.ports import Content, MessageDraft
from huikuan.receivables.queries.items import receivable_rows
from huikuan.reminders.composing import pdf_data
from huikuan.reminders.rules.letter_words import (
    capitals_text,
    day_text,
    items_blocks,
    language_of,
    money_text,
    parts_of,
    reservation_of,
    salutation_of,
    sender_lines,
)
from huikuan.reminders.rules.letters import Letter, LetterKind, LetterText, Table, as_html, as_text, composed
from huikuan.reminders.rules.steps import Item
from huikuan.sanctions.letters import LadderText, letter_words, texts_in_force
from huikuan.sanctions.models import Sanction, SanctionItem
from huikuan.sanctions.rules.facts import gate_from, stated_from
from huikuan.sanctions.rules.letters import RELEASE
from huikuan.sanctions.rules.rungs import PAY_BY_BUSINESS_DAYS
from huikuan.statements.queries.recipients import recipients_of
from huikuan.statements.rules.recipients import Recipient

PURPOSE = "SANCTION"
"""The purpose of these messages in the outbox."""


class Way(StrEnum):
    """How a notice reaches the debtor."""

    EMAIL = "EMAIL"
    POST = "POST"
    HAND = "HAND"


@dataclass(frozen=True, slots=True)
class Written:
    """A notice: its document, the items it names with what it asks of each, minor units, and its message, if it has one."""

    letter_id: int
    named: list[list[int]]
    message_id: int | None = None


def write_notice(*, act: OpenAct, row: Sanction, today: date, way: Way) -> Written:
    """Write the notice of a sanction and queue it, if by e-mail.

    Raises Refused SANCTION_NO_ADDRESS, FONT_MISSING.
    """
    person = _recipient(row)
    if way is Way.EMAIL and person.fault:
        raise Refused("SANCTION_NO_ADDRESS")
    snapshot, letter = _written(row, today, row.rung, person)
    pdf = render_pdf(template="letter", data=pdf_data(snapshot=snapshot, reference=f"S{row.pk}"), on=today)
    letter_id = store(act=act, document=DocumentDraft(f"S{row.pk}.pdf", pdf, Purpose.SANCTION, row.pk))
    if way is not Way.EMAIL:
        return Written(letter_id, snapshot["items"])
    whole = snapshot | {"document": letter_id}
    message_id = _queue(act, row, today, (f"sanction/{row.pk}", person, whole, letter))
    return Written(letter_id, snapshot["items"], message_id)


def tell_release(*, act: OpenAct, row: Sanction, today: date) -> None:
    """Write to the debtor that a sanction is lifted, where he has an address; else the page says whom to tell."""
    person = _recipient(row)
    if not person.fault:
        snapshot, letter = _written(row, today, RELEASE, person)
        _queue(act, row, today, (f"sanction/{row.pk}/release", person, snapshot, letter))


def _recipient(row: Sanction) -> Recipient:
    return recipients_of(customer_ids=[row.customer_id])[row.customer_id]


def _queue(act: OpenAct, row: Sanction, today: date, what: tuple[str, Recipient, dict[str, Any], Letter]) -> int:
    key, person, snapshot, letter = what
    content = Content(
        recipient=person.email,
        recipient_name=person.name,
        sender_name=company(company_id=row.company_id).name,
        reply_to="",
        language=snapshot["language"],
        subject=letter.subject,
        text=as_text(letter=letter),
        html=as_html(letter=letter, language=snapshot["language"]),
        snapshot=snapshot,
    )
    draft = MessageDraft(
        key=key,
        purpose=PURPOSE,
        is_automatic=False,
        day=today,
        not_before=act.now,
        content=content,
        company_id=row.company_id,
        customer_id=row.customer_id,
    )
    return queue_messages(act=act, drafts=[draft])[0]


def _written(row: Sanction, today: date, which: str, person: Recipient) -> tuple[dict[str, Any], Letter]:
    customer = customers_by_id(ids=[row.customer_id])[row.customer_id]
    sender = company(company_id=row.company_id)
    language = language_of(wanted=customer.language)
    texts = texts_in_force(language=language)
    items, chosen = _items(row), texts[which]
    text = LetterText(LetterKind.OVERDUE, which, language, chosen.version, chosen.subject, chosen.body)
    tables = [
        table
        for some in by_currency(items=items, first=row.currency)
        for table in items_blocks(
            parts=parts_of(kind=LetterKind.OVERDUE, items=some, today=today), today=today, language=language
        )
    ]
    letter = composed(text=text, values=_values(row, today, (sender, person, texts[row.rung]), items), items=tables)
    snapshot = {
        "sanction": row.pk,
        "language": language,
        "currency": row.currency,
        "today": today.isoformat(),
        "items": [[item.receivable_id, item.open_minor] for item in items],
        "gate": row.gate,
        "version": text.version,
        "sender": _sender(sender, language),
        "addressee": _addressee(customer, person),
        "date": day_text(day=today, language=language),
        "letter": {"subject": letter.subject, "blocks": [_kept(block) for block in letter.blocks]},
    }
    return snapshot, letter


def _values(
    row: Sanction, today: date, who: tuple[CompanyRow, Recipient, LadderText], items: tuple[Item, ...]
) -> dict[str, str]:
    sender, person, notice = who
    language = notice.language
    total, capitals = _totals(items, row.currency, language)
    pay_by = business_calendar().add_business_days(day=today, days=PAY_BY_BUSINESS_DAYS)
    words = letter_words(language=language)
    gate = gate_from(content=row.gate)
    lowering = [money_text(minor=row.lower_minor, currency=row.currency, language=language)] if row.lower_minor else []
    lowering += [f"{row.lower_permille // 10}.{row.lower_permille % 10} %"] if row.lower_permille else []
    return {
        "article": words["articles"].get(gate.stands_on, "") if gate else "",
        "bank_details": sender.bank_details,
        "company_name": sender.name,
        "company_phone": sender.phone,
        "customer_name": person.name,
        "ground": _ground(row, words),
        "letter_date": day_text(day=today, language=language),
        "lowering": " / ".join(lowering),
        "noticed_on": day_text(day=row.noticed_on, language=language) if row.noticed_on else "",
        "order_number": row.order_number,
        "pay_by": day_text(day=pay_by, language=language),
        "reservation": reservation_of(language=language),
        "salutation": salutation_of(name=person.name, language=language),
        "subject": notice.subject.split("：")[0].split(":")[0],
        "total": total,
        "total_in_capitals": capitals,
    }


def by_currency(*, items: Iterable[Item], first: str) -> list[tuple[Item, ...]]:
    """The items of a letter by currency, that of the oldest before the others: amounts of two currencies have no sum."""
    known = tuple(items)
    others = sorted({item.currency for item in known} - {first})
    some = (tuple(item for item in known if item.currency == currency) for currency in (first, *others))
    return [one for one in some if one]


def _totals(items: Iterable[Item], first: str, language: str) -> tuple[str, str]:
    """What is asked for in each currency, in figures and (renminbi, in Chinese) in capitals."""
    sums = [(some[0].currency, sum(one.open_minor for one in some)) for some in by_currency(items=items, first=first)]
    figures = (money_text(minor=minor, currency=currency, language=language) for currency, minor in sums)
    capitals = (capitals_text(minor=minor, currency=currency, language=language) for currency, minor in sums)
    return (", " if language == "en" else "、").join(figures), "".join(capitals)


def _ground(row: Sanction, words: Mapping[str, Any]) -> str:
    gate = gate_from(content=row.gate)
    if gate is None:
        return ""
    if gate.stands_on != "CC-527":
        return str(words["grounds"]["SAME_ORDER"])
    unrest = sorted(one.value for one in stated_from(content=row.facts).unrest)
    return "".join(str(words["grounds"][one]) for one in unrest)


def _items(row: Sanction) -> tuple[Item, ...]:
    """What is asked for of each item, at most what is open of it now."""
    asked = dict(SanctionItem.objects.filter(sanction=row).values_list("receivable_id", "asked_minor"))
    found = receivable_rows(actor=SYSTEM, ids=list(asked), as_of=row.moved_on)
    whole = (
        Item(
            one.id,
            one.invoice_number,
            one.sequence,
            one.company_id,
            one.customer_id,
            one.currency,
            one.issue_date,
            one.due_date,
            min(one.parts.outstanding, asked[one.id]),
        )
        for one in found
    )
    return tuple(item for item in whole if item.open_minor > 0)


def _sender(sender: CompanyRow, language: str) -> dict[str, Any]:
    lines = sender_lines(address=sender.address, phone=sender.phone, tax_code=sender.tax_code, language=language)
    return {"name": sender.name, "lines": lines}


def _addressee(customer: CustomerRow, person: Recipient) -> list[str]:
    return [line for line in (customer.name, customer.address, person.name) if line]


def _kept(block: str | Table) -> Any:
    if not isinstance(block, Table):
        return block
    return {
        "heading": block.heading,
        "columns": [list(column) for column in block.columns],
        "rows": [list(row) for row in block.rows],
        "totals": [list(row) for row in block.totals],
    }
