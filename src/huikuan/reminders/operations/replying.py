"""Write down a reply to a message: on the customer's time line, with the message; "no more" is an opt-out (RULES_CN §8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from huikuan.activities.operations import ActivityDraft, add_activities
from huikuan.activities.rules import ActivityKind, NextStep, Outcome, Subject, SubjectKind, activity_faults
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.permission_rules import PermissionDraft, Stand, ToldBy, says_stop
from huikuan.customers.permissions import add_permission, contact_reached_at
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Refused
from huikuan.outbox.ports import MessageRow
from huikuan.outbox.rules import TO_CUSTOMERS, ChannelName, State
from huikuan.reminders.access import message_for

_KINDS = {
    ChannelName.EMAIL: ActivityKind.EMAIL,
    ChannelName.SMS: ActivityKind.SMS,
    ChannelName.LETTER: ActivityKind.LETTER,
    ChannelName.CALL: ActivityKind.CALL,
    ChannelName.VISIT: ActivityKind.VISIT,
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a customer answered to a message, in his words, and what follows; `wants_no_more` where he says so in other words
    than STOP.
    """

    message_id: int
    text: str
    wants_no_more: bool = False
    next_step: NextStep = field(default_factory=NextStep)

    @property
    def is_stop(self) -> bool:
        """He wants no more: nothing of ours follows."""
        return self.wants_no_more or says_stop(text=self.text)


def record_reply(*, actor: Actor, now: datetime, today: date, key: str, reply: Reply) -> dict[str, Json]:
    """Put a reply on the time line; an opt-out holds for the channel of the message; `{"activity_id", "opted_out"}`.

    `opted_out` is the person's id, 0 for none. A reply that is no opt-out names the next step with its day (HANDBOOK C6). Raises
    NotPermitted, Refused NOT_SENT_YET and as `activities.rules.activity_faults`.
    """
    message = message_for(actor=actor, message_id=reply.message_id, need=Verb.RECORD_ACTIVITY)
    if message.channel not in TO_CUSTOMERS or message.customer_id is None or message.state is not State.SENT:
        raise Refused("NOT_SENT_YET", message=message.id)
    outcome = Outcome.SETTLED if reply.is_stop else Outcome.REACHED
    kind = _KINDS[message.channel]
    faults = activity_faults(kind=kind, outcome=outcome, text=reply.text, next_step=reply.next_step, on=today)
    if faults:
        raise Refused(faults[0], kind=kind.value)
    detail: dict[str, Json] = {"message_id": message.id, "wants_no_more": reply.wants_no_more}
    intent = Intent("record_reply", actor, now, key, message.company_id, detail)
    return perform(intent=intent, work=lambda act: _record(act, message, reply, today))


def _record(act: OpenAct, message: MessageRow, reply: Reply, today: date) -> dict[str, Json]:
    customer_id = message.customer_id or 0
    draft = ActivityDraft(
        customer_id=customer_id,
        company_id=message.company_id,
        kind=_KINDS[message.channel],
        at=act.now,
        text=reply.text.strip(),
        outcome=Outcome.REACHED,
        next_step=reply.next_step,
        subjects=(Subject(SubjectKind.MESSAGE, message.id),),
    )
    activity_id = add_activities(act=act, drafts=[draft])[0]
    contact_id = None
    if reply.is_stop:
        contact_id = contact_reached_at(customer_id=customer_id, name=message.content.recipient_name)
    if contact_id is not None:
        word = PermissionDraft(message.channel, Stand.OPT_OUT, today, ToldBy.REPLY, reply.text.strip()[:200])
        add_permission(act=act, contact_id=contact_id, permission=word)
    return {"activity_id": activity_id, "opted_out": contact_id or 0}
