"""Tell a salesperson's chat group what was foretold to him today: few figures and where to look, by his robot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huikuan.accounts.queries import PersonRow, people
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.outbox.operations.queueing import queue_messages
from huikuan.outbox.ports import Content, MessageDraft, MessageRow, Ready, Suppress, Verdict
from huikuan.outbox.rules import ChannelName
from huikuan.reminders.facts import open_items
from huikuan.reminders.models import Forewarning
from huikuan.reminders.rules.letter_words import day_text, language_of, money_text
from huikuan.reminders.rules.reasons import Reason
from huikuan.reminders.rules.steps import Item

PURPOSE = "GROUP_FOREWARNING"
"""The purpose of these messages in the outbox."""

MOST_LINES = 10


@dataclass(frozen=True, slots=True)
class GroupWay:
    """The robot that tells a person; in a group of everybody no customer is named."""

    channel: ChannelName
    robot: str
    is_everybodys: bool = False


def tell_groups(
    *, actor: Actor, now: datetime, key: str, today: date, ways: Mapping[int, GroupWay], address: str
) -> dict[str, Json]:
    """Queue one message a salesperson with a robot about what was foretold to him today; `{"messages"}`.

    `ways` are by the person's id, `address` is where he looks further. Raises NotPermitted.
    """
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    intent = Intent("tell_groups", actor, now, key, None, {"today": today.isoformat()})
    return perform(intent=intent, work=lambda act: {"messages": _tell(act, today, ways, address)})


def prepare_group_forewarning(*, message: MessageRow, today: date) -> Verdict:
    """Write a claimed message anew: what is still open, of customers the person looks after now; or nothing."""
    said = message.content.snapshot
    person_id = int(said["person_id"])
    person = people(ids=frozenset({person_id})).get(person_id)
    if person is None or today != message.day:
        return Suppress((Reason("OVER_BY_NOW").pair,))
    items = _still_open([int(pk) for pk in said["receivable_ids"]], person_id)
    if not items:
        return Suppress((Reason("NOTHING_OPEN").pair,))
    way = GroupWay(message.channel, message.content.recipient, bool(said["is_everybodys"]))
    return Ready(_content(person, items, way, str(said["address"])), today)


def _tell(act: OpenAct, today: date, ways: Mapping[int, GroupWay], address: str) -> int:
    told: dict[int, list[int]] = {}
    rows = Forewarning.objects.filter(day=today, salesperson_id__in=list(ways)).order_by("pk")
    for person_id, receivable_id in rows.values_list("salesperson_id", "receivable_id"):
        told.setdefault(int(person_id or 0), []).append(receivable_id)
    known = people(ids=frozenset(told))
    drafts = []
    for person_id, person in sorted(known.items()):
        items = _still_open(told[person_id], person_id)
        if items:
            content = _content(person, items, ways[person_id], address)
            drafts.append(group_message(act=act, purpose=PURPOSE, today=today, way=ways[person_id], content=content))
    queue_messages(act=act, drafts=drafts)
    return len(drafts)


def group_message(*, act: OpenAct, purpose: str, today: date, way: GroupWay, content: Content) -> MessageDraft:
    """What a robot tells of one person's day: once a day and purpose."""
    return MessageDraft(
        key=f"{purpose.lower().replace('_', '-')}/{content.snapshot['person_id']}/{today.isoformat()}",
        purpose=purpose,
        is_automatic=False,
        day=today,
        not_before=act.now,
        content=content,
        channel=way.channel,
    )


def _still_open(ids: Sequence[int], person_id: int) -> list[tuple[CustomerRow, Item]]:
    """The items that are open still, with their customers, of those the person looks after."""
    items = open_items(ids=ids)
    customers = customers_by_id(ids={item.customer_id for item in items})
    pairs = [(customers[item.customer_id], item) for item in items]
    return [(customer, item) for customer, item in pairs if customer.salesperson_id == person_id]


def _content(person: PersonRow, items: Sequence[tuple[CustomerRow, Item]], way: GroupWay, address: str) -> Content:
    language = language_of(wanted=person.language)
    sums: dict[str, int] = {}
    for _customer, item in items:
        sums[item.currency] = sums.get(item.currency, 0) + item.open_minor
    total = " + ".join(money_text(minor=sums[one], currency=one, language=language) for one in sorted(sums))
    with translation.override(language):
        title = ngettext("%(count)s item comes due", "%(count)s items come due", len(items)) % {"count": len(items)}
        lines = [] if way.is_everybodys else _lines(items, language)
        look = _("Look: %(address)s") % {"address": address}
        subject = f"{person.name} · {title} · {total}"
    snapshot = {
        "person_id": person.id,
        "receivable_ids": [item.receivable_id for _customer, item in items],
        "is_everybodys": way.is_everybodys,
        "address": address,
    }
    return Content(way.robot, "", "", "", language, subject[:300], "\n".join([*lines, look]), "", snapshot)


def _lines(items: Sequence[tuple[CustomerRow, Item]], language: str) -> list[str]:
    """One line an item, the earliest first: company, document, day, amount, and no person."""
    dated = sorted(items, key=lambda pair: (str(pair[1].due_date), pair[1].receivable_id))
    lines = []
    for customer, item in dated[:MOST_LINES]:
        due = day_text(day=item.due_date, language=language) if item.due_date else ""
        amount = money_text(minor=item.open_minor, currency=item.currency, language=language)
        lines.append(f"{customer.name} · {item.number} · {due} · {amount}")
    left = len(dated) - MOST_LINES
    return [*lines, ngettext("and %(count)s more", "and %(count)s more", left) % {"count": left}] if left > 0 else lines
