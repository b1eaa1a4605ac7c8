"""A contact that was made with a strategy, as one act: time line, promise and use stand together or not at all."""

from __future__ import annotations

from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import Actor
from huikuan.playbook.operations.using import note_use
from huikuan.promises.operations.contacting import ContactDraft, add_contact, contact_said


def record_contact_with(
    *, actor: Actor, now: datetime, today: date, key: str, contact: ContactDraft, strategy_code: str
) -> dict[str, Json]:
    """Put a contact on the time line with its promise and the strategy it was made with; `{"activity_id", "promise_id", "use_id"}`.

    `use_id` is 0 where nothing is open: no money can come of it. Raises as `record_contact`, Refused STRATEGY_UNKNOWN.
    """
    said = contact_said(actor=actor, now=now, today=today, contact=contact) | {"strategy": strategy_code}

    def work(act: OpenAct) -> dict[str, Json]:
        # The facts of the debt are frozen as they were before anything was promised.
        done = add_contact(act=act, today=today, contact=contact)
        use_id = note_use(
            act=act,
            today=today,
            activity_id=int(str(done["activity_id"])),
            customer_id=contact.activity.customer_id,
            strategy_code=strategy_code,
        )
        return {**done, "use_id": use_id or 0}

    return perform(intent=Intent("record_contact", actor, now, key, contact.activity.company_id, said), work=work)
