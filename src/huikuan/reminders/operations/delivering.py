"""What the outbox asks the room of a reminder: may it go now and with which content; its PDF; what followed from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from huikuan.accounts.queries import business_calendar
from huikuan.activities.operations import ActivityDraft, add_activities
from huikuan.activities.rules import ActivityKind, Outcome, Subject, SubjectKind
from huikuan.audit.operations import OpenAct
from huikuan.documents.operations import DocumentDraft, keep_document
from huikuan.documents.pdf import render_pdf
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import SYSTEM
from huikuan.outbox.ports import Attachment, MessageRow, Postpone, Ready, Suppress, Verdict
from huikuan.outbox.rules import TASKS, ChannelName, State
from huikuan.reminders.composing import pdf_data
from huikuan.reminders.facts import Scope, facts_of, locked_items, open_items
from huikuan.reminders.models import RunRow, StepTaken
from huikuan.reminders.orders import order_of_planned, steps_of_row
from huikuan.reminders.policies import policy_by_id
from huikuan.reminders.rules.deciding import looked_again
from huikuan.reminders.rules.gate import PASSING, next_moment
from huikuan.reminders.rules.reasons import Reason
from huikuan.reminders.writing import Writer

_KINDS = {
    ChannelName.EMAIL: ActivityKind.EMAIL,
    ChannelName.SMS: ActivityKind.SMS,
    ChannelName.LETTER: ActivityKind.LETTER,
}


def prepare_reminder(*, message: MessageRow, local_now: datetime, today: date) -> Verdict:
    """Look at a claimed reminder again, inside the claim's transaction and with the customer's items locked (D2, D5).

    The policy version that planned the message decides again about the steps it takes, on the amounts of this moment.
    `local_now` is in the company's zone, `today` the business day.
    """
    row = RunRow.objects.get(message_id=message.id)
    locked_items(customer_id=row.customer_id)
    policy = policy_by_id(policy_id=row.policy_id)
    calendar = business_calendar()
    steps = steps_of_row(items=row.items)
    decided = looked_again(
        facts=facts_of(
            scope=Scope(customer_id=row.customer_id, but_message=message.id), today=today, policies=[policy]
        ),
        policy=policy,
        steps=steps,
        today=today,
        calendar=calendar,
        at=local_now.time(),
        channel=message.channel,
    )
    if decided is None:
        still_open = open_items(ids=[receivable_id for receivable_id, *_ in steps])
        return Suppress((Reason("STEP_OUT_OF_TIME" if still_open else "NOTHING_OPEN").pair,))
    if not decided.reasons:
        order = order_of_planned(planned=decided, row_id=row.pk, today=today)
        return Ready(Writer(customer_ids=[row.customer_id]).content(order=order), today)
    pairs = tuple(reason.pair for reason in decided.reasons)
    if all(reason.code in PASSING for reason in decided.reasons):
        return Postpone(next_moment(after=local_now, policy=policy, calendar=calendar), pairs)
    return Suppress(pairs)


def attach_reminder(*, message: MessageRow, now: datetime) -> tuple[tuple[int, Attachment], ...]:
    """The PDF of a claimed reminder, set from its frozen snapshot and kept; none if the step sends none. Raises FontMissing."""
    snapshot = message.content.snapshot
    if not snapshot.get("with_pdf") or message.customer_id is None or message.channel is not ChannelName.EMAIL:
        return ()
    reference = f"HK-{message.id}"
    content = render_pdf(
        template="letter",
        data=pdf_data(snapshot=snapshot, reference=reference),
        on=date.fromisoformat(snapshot["today"]),
    )
    name = f"{reference}.pdf"
    draft = DocumentDraft(name=name, content=content, purpose=Purpose.LETTER, owner_id=message.customer_id)
    key = f"letter:{message.id}:{message.token}"
    kept = keep_document(actor=SYSTEM, now=now, key=key, document=draft)
    return ((int(kept["document_id"]), Attachment(name, "application/pdf", content)),)


def settle_reminder(*, act: OpenAct, message: MessageRow, state: State) -> None:
    """Let the steps of a reminder follow its message, inside the act that moves it; a sent one goes on the time line.

    Sent: the steps in the letter are settled, those of items paid meanwhile are released. Suppressed: all are released,
    and will be due again if the items are still open. Failed: settled, so that the ladder goes on.
    """
    steps = StepTaken.objects.filter(message_id=message.id, released_at=None)
    if state is State.SUPPRESSED:
        steps.update(released_at=act.now)
    elif state is State.SENT:
        written = {entry[0] for entry in message.content.snapshot["steps"]}
        steps.exclude(receivable_id__in=written).update(released_at=act.now)
        steps.filter(receivable_id__in=written).update(settled_on=message.day)
        _put_on_time_line(act, message)
    elif state is State.FAILED:
        steps.update(settled_on=message.day)
    elif state is State.PLANNED:
        steps.update(settled_on=None)


def _put_on_time_line(act: OpenAct, message: MessageRow) -> None:
    if message.customer_id is None or message.channel in TASKS:
        return  # what a person did himself he has written down himself
    snapshot: Mapping[str, Any] = message.content.snapshot
    subjects = [Subject(SubjectKind.MESSAGE, message.id)]
    subjects += [Subject(SubjectKind.RECEIVABLE, item[0]) for item in snapshot["items"]]
    subjects += [Subject(SubjectKind.DOCUMENT, pk) for pk in message.document_ids]
    draft = ActivityDraft(
        customer_id=message.customer_id,
        company_id=message.company_id,
        kind=_KINDS[message.channel],
        at=act.now,
        text=message.content.subject,
        outcome=Outcome.SENT,
        subjects=tuple(subjects),
    )
    add_activities(act=act, drafts=[draft])
