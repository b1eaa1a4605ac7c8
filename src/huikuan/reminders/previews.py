"""Show what would be sent, before anything is: the letter of a row, a text on a real customer, another policy today.

Writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huikuan.accounts.queries import PersonRow, business_calendar, companies, people
from huikuan.customers.access import customer_for
from huikuan.documents.pdf import render_pdf
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.refusal import Refused
from huikuan.outbox.ports import Content
from huikuan.receivables.access import receivables_for
from huikuan.reminders.access import message_for, run_rows_for
from huikuan.reminders.composing import LetterOrder, forewarning_content, pdf_data
from huikuan.reminders.facts import Scope, facts_of
from huikuan.reminders.orders import order_of_row
from huikuan.reminders.queries import policies_in_force
from huikuan.reminders.rules.comparing import Difference, differences, sent_of
from huikuan.reminders.rules.debtors import Debtor
from huikuan.reminders.rules.deciding import decided_messages
from huikuan.reminders.rules.letters import LetterKind, LetterText
from huikuan.reminders.rules.policy import Policy
from huikuan.reminders.rules.steps import Item
from huikuan.reminders.writing import Writer

MOST_LOOKED_AT = 300
"""So many open items are looked at for customers on whom a text can be shown."""


@dataclass(frozen=True, slots=True)
class PolicyEffect:
    """How many messages would go today under the policies in force and under the new one, and which differ."""

    sent_before: int
    sent_after: int
    differences: tuple[Difference, ...]


def letter_of_row(*, actor: Actor, row_id: int) -> Content:
    """The letter a visible row of a run stands for, as of the day of the run. Raises Refused ROW_UNKNOWN."""
    row = run_rows_for(actor=actor).select_related("run").filter(pk=row_id).first()
    if row is None or not any(item["listed"] for item in row.items):
        raise Refused("ROW_UNKNOWN", row=row_id)
    return Writer(customer_ids=[row.customer_id]).content(order=order_of_row(row=row, today=row.run.day))


def letter_pdf(*, content: Content, reference: str) -> bytes:
    """The letter as PDF, from its snapshot. Raises FontMissing."""
    on = date.fromisoformat(content.snapshot["today"])
    return render_pdf(template="letter", data=pdf_data(snapshot=content.snapshot, reference=reference), on=on)


def letter_of_message(*, actor: Actor, message_id: int) -> Content:
    """The content of a visible message as it was or will be sent. Raises NotPermitted."""
    return message_for(actor=actor, message_id=message_id).content


def policy_effect(*, actor: Actor, policy: Policy, today: date) -> PolicyEffect:
    """What today's run would decide otherwise if `policy` were in force for its class; as costly as planning a run twice."""
    known = policies_in_force(today=today)
    facts = facts_of(scope=Scope(actor=actor), today=today, policies=(*known.values(), policy))
    before, after = (
        decided_messages(facts=facts, policies=policies, today=today, calendar=business_calendar())
        for policies in (known, {**known, policy.customer_class: policy})
    )
    return PolicyEffect(sent_of(planned=before), sent_of(planned=after), differences(before=before, after=after))


def customers_for_text(*, actor: Actor, kind: LetterKind, today: date, most: int = 30) -> tuple[int, ...]:
    """Customers on whom a text of that kind can be shown: late ones, the latest first, or those who owe next."""
    rows = receivables_for(actor=actor).filter(outstanding_minor__gt=0)
    rows = rows.filter(due_date__lt=today) if kind is LetterKind.OVERDUE else rows.filter(due_date__gte=today)
    ids = rows.order_by("due_date", "pk").values_list("customer_id", flat=True)[:MOST_LOOKED_AT]
    return tuple(dict.fromkeys(ids))[:most]


def text_on_customer(*, actor: Actor, text: LetterText, customer_id: int, today: date) -> Content | None:
    """The letter that `text` would make of a customer's items today; None if he has none for it. Raises NotPermitted.

    The text has no fault (`rules.letters.letter_faults`).
    """
    customer = customer_for(actor=actor, customer_id=customer_id)
    policies = policies_in_force(today=today).values()
    facts = facts_of(scope=Scope(actor=actor, customer_id=customer_id), today=today, policies=policies)
    items = _largest_group(_fitting(facts.items, text.kind, today))
    if not items:
        return None
    if text.kind is LetterKind.FOREWARNING:
        own = {row.id: row.name for row in companies(actor=SYSTEM)}
        person = _told(customer.salesperson_id, actor)
        senders = [own.get(items[0].company_id, "")]
        named = [(customer.name, item) for item in items]
        return forewarning_content(person=person, items=named, senders=senders, text=text, today=today)
    order = _order(facts.debtors[customer_id], text, items, today)
    return Writer(customer_ids=[customer_id]).content(order=order, text=text)


def _fitting(items: Iterable[Item], kind: LetterKind, today: date) -> list[Item]:
    late = kind is LetterKind.OVERDUE
    return [item for item in items if item.due_date is not None and (item.due_date < today) is late]


def _largest_group(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items of one own company and currency, as a letter has them: of those with most items."""
    groups: dict[tuple[int, str], list[Item]] = {}
    for item in items:
        groups.setdefault((item.company_id, item.currency), []).append(item)
    most = max((len(group) for group in groups.values()), default=0)
    return tuple(next((group for group in groups.values() if len(group) == most), []))


def _told(user_id: int | None, actor: Actor) -> PersonRow:
    """The salesperson the letter would go to; where there is none the reader himself."""
    found = people(ids=frozenset({user_id or 0, actor.user_id or 0}))
    nobody = PersonRow(0, "", actor.name, "", "", "", "", ())
    return found.get(user_id or 0) or found.get(actor.user_id or 0) or nobody


def _order(debtor: Debtor, text: LetterText, items: tuple[Item, ...], today: date) -> LetterOrder:
    return LetterOrder(
        row_id=0,
        policy_id=0,
        customer_id=debtor.id,
        company_id=items[0].company_id,
        currency=items[0].currency,
        kind=text.kind,
        tone=text.tone,
        ordinal=0,
        with_pdf=True,
        recipient=debtor.recipient,
        recipient_name=debtor.recipient_name,
        language=text.language,
        items=items,
        steps=(),
        today=today,
    )
