"""Tell our own salesperson what will be due, before the customer hears of it: in the worklist, and by mail if he has one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from huikuan.accounts.queries import PersonRow, business_calendar, companies, people
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.kernel.actor import SYSTEM, Actor, Verb, refuse_without_verb
from huikuan.outbox.operations.queueing import queue_messages
from huikuan.outbox.ports import Content, MessageDraft, MessageRow, Ready, Suppress, Verdict
from huikuan.outbox.rules import address_fault, header_fault
from huikuan.reminders.composing import forewarning_content
from huikuan.reminders.facts import Scope, open_items
from huikuan.reminders.models import Forewarning
from huikuan.reminders.operations.policies import ensure_policies
from huikuan.reminders.policies import current_policies
from huikuan.reminders.rules.deciding import policy_for
from huikuan.reminders.rules.letter_words import language_of
from huikuan.reminders.rules.letters import LetterKind
from huikuan.reminders.rules.policy import Policy, Tone
from huikuan.reminders.rules.reasons import Reason
from huikuan.reminders.rules.steps import Item
from huikuan.reminders.rules.upcoming import is_foretold
from huikuan.reminders.texts import current_texts, text_for

PURPOSE = "FOREWARNING"
"""The purpose of these messages in the outbox."""


def forewarn(*, actor: Actor, now: datetime, key: str, today: date) -> dict[str, Json]:
    """Note every item that comes due soon, once, and mail each salesperson his list; `{"items", "mails"}`.

    Raises NotPermitted.
    """
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    intent = Intent("forewarn", actor, now, key, None, {"today": today.isoformat()})
    return perform(intent=intent, work=lambda act: _forewarn(act, today))


def prepare_forewarning(*, message: MessageRow, today: date) -> Verdict:
    """Write the list of a claimed mail anew: what is still open, of customers its addressee looks after now; or nothing."""
    rows = list(Forewarning.objects.filter(message_id=message.id))
    still = {item.receivable_id: item for item in open_items(ids=[row.receivable_id for row in rows])}
    items = [still[row.receivable_id] for row in rows if row.receivable_id in still]
    person = people(ids=frozenset({rows[0].salesperson_id or 0})).get(rows[0].salesperson_id or 0) if rows else None
    if not items or person is None:
        return Suppress((Reason("NOTHING_OPEN").pair,))
    customers = customers_by_id(ids={item.customer_id for item in items})
    theirs = [item for item in items if customers[item.customer_id].salesperson_id == person.id]
    if not theirs:
        return Suppress((Reason("CUSTOMERS_REASSIGNED").pair,))
    return Ready(_content(person, theirs, customers, today), today)


def _forewarn(act: OpenAct, today: date) -> dict[str, Json]:
    ensure_policies(act=act)
    policies = current_policies(today=today)
    longest = max(policy.forewarn_days for policy in policies.values())
    coming = open_items(scope=Scope(actor=act.actor), due_from=today, days=longest)
    customers = customers_by_id(ids={item.customer_id for item in coming})
    known = set(Forewarning.objects.filter(due_date__gte=today).values_list("receivable_id", "due_date"))
    new = [
        item
        for item in _due_soon(coming, customers, policies, today)
        if (item.receivable_id, item.due_date) not in known
    ]
    noted = [
        _row(act, item, item.due_date, customers[item.customer_id], today) for item in new if item.due_date is not None
    ]
    rows = Forewarning.objects.bulk_create(noted, batch_size=500)
    mails = _mail(act, new, customers, today)
    for row, item in zip(rows, new, strict=True):
        row.message_id = mails.get(customers[item.customer_id].salesperson_id or 0)
    Forewarning.objects.bulk_update([row for row in rows if row.message_id], ["message"], batch_size=200)
    return {"items": len(new), "mails": len(mails)}


def _due_soon(
    items: Iterable[Item], customers: Mapping[int, CustomerRow], policies: Mapping[str, Policy], today: date
) -> list[Item]:
    calendar = business_calendar()
    found = []
    for item in items:
        policy = policy_for(customer_class=customers[item.customer_id].customer_class, policies=policies)
        if is_foretold(item=item, policy=policy, today=today, calendar=calendar):
            found.append(item)
    return found


def _mail(act: OpenAct, items: Sequence[Item], customers: Mapping[int, CustomerRow], today: date) -> dict[int, int]:
    by_person: dict[int, list[Item]] = {}
    for item in items:
        by_person.setdefault(customers[item.customer_id].salesperson_id or 0, []).append(item)
    known = people()
    told = [known[pk] for pk in sorted(by_person) if pk in known and _has_address(known[pk])]
    drafts = [
        MessageDraft(
            key=f"forewarning/{person.id}/{today.isoformat()}",
            purpose=PURPOSE,
            is_automatic=False,
            day=today,
            not_before=act.now,
            content=_content(person, by_person[person.id], customers, today),
        )
        for person in told
    ]
    ids = queue_messages(act=act, drafts=drafts)
    return {person.id: message_id for person, message_id in zip(told, ids, strict=True)}


def _content(person: PersonRow, items: Sequence[Item], customers: Mapping[int, CustomerRow], today: date) -> Content:
    language = language_of(wanted=person.language)
    text = text_for(texts=current_texts(), kind=LetterKind.FOREWARNING, tone=Tone.FRIENDLY.value, language=language)
    own = {row.id: row.name for row in companies(actor=SYSTEM)}
    senders = sorted({own[item.company_id] for item in items if item.company_id in own})
    named = [(customers[item.customer_id].name, item) for item in items]
    return forewarning_content(person=person, items=named, senders=senders, text=text, today=today)


def _has_address(person: PersonRow) -> bool:
    return not address_fault(address=person.email) and not header_fault(text=person.name)


def _row(act: OpenAct, item: Item, due: date, customer: CustomerRow, today: date) -> Forewarning:
    return Forewarning(
        receivable_id=item.receivable_id,
        due_date=due,
        customer_id=customer.id,
        company_id=item.company_id,
        salesperson_id=customer.salesperson_id,
        day=today,
        act_id=act.id,
    )
