"""Tell our own people their day: one message a person to his chat group, with figures, the largest debts and where to look."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huikuan.accounts.queries import PersonRow, actor_of, people
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.outbox.operations.queueing import queue_messages
from huikuan.outbox.ports import Content, MessageRow, Ready, Suppress, Verdict
from huikuan.reminders.operations.group_forewarning import GroupWay, group_message
from huikuan.reminders.rules.letter_words import language_of, money_text
from huikuan.worklist.queries import Worklist, worklist
from huikuan.worklist.rules.tasks import DEBT_KINDS, TaskKind, amounts_of, days_late

PURPOSE = "DAY_SUMMARY"
"""The purpose of these messages in the outbox."""

LARGEST = 3
ASKED = DEBT_KINDS | {TaskKind.LETTER_AHEAD}


def tell_day(
    *, actor: Actor, now: datetime, key: str, today: date, ways: Mapping[int, GroupWay], address: str
) -> dict[str, Json]:
    """Queue the day's summary for every person with a robot who has something to do; `{"messages"}`.

    `ways` are by the person's id, `address` is where he looks further. Each sees what he himself may see. Raises NotPermitted.
    """
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    intent = Intent("tell_day", actor, now, key, None, {"today": today.isoformat()})
    return perform(intent=intent, work=lambda act: {"messages": _tell(act, today, ways, address)})


def prepare_summary(*, message: MessageRow, today: date) -> Verdict:
    """Write a claimed summary anew, from what is to be done now; a day that is over needs none."""
    said = message.content.snapshot
    person_id = int(said["person_id"])
    person = people(ids=frozenset({person_id})).get(person_id)
    way = GroupWay(message.channel, message.content.recipient, bool(said["is_everybodys"]))
    content = None
    if person is not None and today == message.day:
        content = _content(person, way, today, str(said["address"]))
    return Ready(content, today) if content else Suppress((("OVER_BY_NOW", {}),))


def _tell(act: OpenAct, today: date, ways: Mapping[int, GroupWay], address: str) -> int:
    known = people(ids=frozenset(ways))
    written = [(ways[pk], _content(person, ways[pk], today, address)) for pk, person in sorted(known.items())]
    drafts = [
        group_message(act=act, purpose=PURPOSE, today=today, way=way, content=content)
        for way, content in written
        if content is not None
    ]
    queue_messages(act=act, drafts=drafts)
    return len(drafts)


def _content(person: PersonRow, way: GroupWay, today: date, address: str) -> Content | None:
    """The summary of a person's day; None where nothing is to be done."""
    actor = actor_of(user_id=person.id)
    found = worklist(actor=actor, today=today) if actor else None
    if found is None or not found.count:
        return None
    language = language_of(wanted=person.language)
    with translation.override(language):
        title = ngettext("%(count)s task today", "%(count)s tasks today", found.count) % {"count": found.count}
        total = " + ".join(
            money_text(minor=minor, currency=currency, language=language)
            for currency, minor in sorted(found.totals.items())
            if minor
        )
        lines = [] if way.is_everybodys else _lines(found, today, language)
        look = _("Look: %(address)s") % {"address": address}
    subject = " · ".join(part for part in (person.name, title, total) if part)
    snapshot = {"person_id": person.id, "is_everybodys": way.is_everybodys, "address": address}
    return Content(way.robot, "", "", "", language, subject[:300], "\n".join([*lines, look]), "", snapshot)


def _lines(found: Worklist, today: date, language: str) -> list[str]:
    """The debts to ask for first, as the list ranks them: company, amount, days overdue, and no person."""
    asked = [row for row in found.rows if row.task.kind in ASKED and row.customer is not None]
    lines = []
    for row in asked[:LARGEST]:
        days = days_late(task=row.task, today=today)
        amount = " + ".join(
            money_text(minor=minor, currency=currency, language=language)
            for currency, minor in amounts_of(task=row.task).items()
        )
        late = ngettext("%(days)s day overdue", "%(days)s days overdue", days) % {"days": days}
        name = row.customer.name if row.customer else ""
        lines.append(" · ".join(part for part in (name, amount, late if days else "") if part))
    return lines
