"""Accept that a debt lapses; enter and finish other legal deadlines."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime

from huikuan.accounts.queries import actors_of, business_calendar
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.clocks.access import deadline_for
from huikuan.clocks.debts import debts_of
from huikuan.clocks.models import AcceptedLoss, Deadline
from huikuan.clocks.policies import policy_in_force
from huikuan.clocks.queries import accepted_for
from huikuan.clocks.rules.deadlines import (
    LONGEST_TEXT,
    SPANS,
    DeadlineDraft,
    DeadlineKind,
    deadline_fault,
    last_day,
    step_of,
)
from huikuan.customers.access import customer_for, watched
from huikuan.kernel.actor import Actor, Verb, refuse_other_company
from huikuan.kernel.refusal import Changed, Refused
from huikuan.receivables.access import invoice_for


def accept_loss(*, actor: Actor, now: datetime, today: date, key: str, invoice_id: int, reason: str) -> dict[str, Json]:
    """Decide that nothing more is done to keep a debt enforceable: nobody is warned of this end again. `{"invoice_id"}`.

    Needs HANDLE_CASE (finance director, legal). Raises NotPermitted, Refused REASON_NEEDED, CLOCK_NOT_NEAR (nobody is
    warned yet), Changed CLOCK_ACCEPTED.
    """
    invoice = invoice_for(actor=actor, invoice_id=invoice_id, need=Verb.HANDLE_CASE)
    if not reason.strip():
        raise Refused("REASON_NEEDED")
    why = reason.strip()[:500]
    said = {"invoice_id": invoice_id, "reason": why}

    def work(act: OpenAct) -> dict[str, Json]:
        (debt,) = debts_of(invoice_ids=[invoice_id], as_of=today)
        if debt.safe is None or step_of(day=debt.safe, today=today, policy=policy_in_force()) is None:
            raise Refused("CLOCK_NOT_NEAR")
        if accepted_for(invoice_id=invoice_id, safe=debt.safe):
            raise Changed("CLOCK_ACCEPTED")
        AcceptedLoss.objects.create(
            invoice_id=invoice_id,
            company_id=invoice.company_id,
            customer_id=invoice.customer_id,
            safe=debt.safe,
            reason=why,
            who_name=actor.name,
            at=now,
            act_id=act.id,
        )
        return {"invoice_id": invoice_id}

    return perform(intent=Intent("accept_lapse", actor, now, key, invoice.company_id, said), work=work)


def record_deadline(*, actor: Actor, now: datetime, today: date, key: str, draft: DeadlineDraft) -> dict[str, Json]:
    """Enter another legal deadline; its last day is computed; who enters it looks after it unless another is named.

    Needs HANDLE_CASE. `{"deadline_id"}`. Raises NotPermitted, Refused DEADLINE_BASIS_AHEAD, DEADLINE_NAMED,
    DEADLINE_SUBJECT, DEADLINE_PERSON.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.HANDLE_CASE)
    refuse_other_company(actor=actor, company_id=draft.company_id)
    intent = Intent("record_deadline", actor, now, key, draft.company_id, plain(value=asdict(draft)))

    def work(act: OpenAct) -> dict[str, Json]:
        if draft.person_id is not None:
            refuse_blind(person_id=draft.person_id, customer_id=draft.customer_id, company_id=draft.company_id)
        return {"deadline_id": add_deadline(act=act, today=today, draft=draft)}

    return perform(intent=intent, work=work)


def add_deadline(*, act: OpenAct, today: date, draft: DeadlineDraft) -> int:
    """Enter a deadline inside an open act of a room above; its id. The caller has checked who asks.

    A person whom nobody typed now, and who does not see the customer any more, gives way to who acts: nothing is refused for
    it. Raises Refused DEADLINE_BASIS_AHEAD, DEADLINE_NAMED, DEADLINE_SUBJECT.
    """
    if fault := deadline_fault(draft=draft, today=today):
        raise Refused(fault)
    person_id = draft.person_id
    if person_id is None or not _sees(person_id, draft.customer_id, draft.company_id):
        person_id = act.actor.user_id
    row = Deadline.objects.create(
        company_id=draft.company_id,
        customer_id=draft.customer_id,
        kind=draft.kind.value,
        basis=draft.basis,
        named=draft.named,
        last_day=last_day(kind=draft.kind, basis=draft.basis, named=draft.named, calendar=business_calendar()),
        article=SPANS[draft.kind].article,
        subject=draft.subject.strip(),
        person_id=person_id,
        reference=draft.reference,
        recorded_by_name=act.actor.name,
        recorded_at=act.now,
        act_id=act.id,
    )
    return row.pk


def finish_deadline(
    *, actor: Actor, now: datetime, today: date, key: str, deadline_id: int, note: str
) -> dict[str, Json]:
    """Say what was done about a deadline, or why nothing is: nobody is warned of it again. Needs HANDLE_CASE. `{"deadline_id"}`.

    Raises NotPermitted, Refused REASON_NEEDED, Changed DEADLINE_CHANGED.
    """
    row = deadline_for(actor=actor, deadline_id=deadline_id, need=Verb.HANDLE_CASE)
    if not note.strip():
        raise Refused("REASON_NEEDED")
    said = {"deadline_id": deadline_id, "note": note.strip()[:LONGEST_TEXT]}

    def work(act: OpenAct) -> dict[str, Json]:
        values = {"finished_on": today, "finished_note": said["note"], "finished_by_name": act.actor.name}
        if not Deadline.objects.filter(pk=deadline_id, finished_on=None).update(**values):
            raise Changed("DEADLINE_CHANGED", deadline=deadline_id)
        return {"deadline_id": deadline_id}

    return perform(intent=Intent("finish_deadline", actor, now, key, row.company_id, said), work=work)


def refuse_blind(*, person_id: int, customer_id: int, company_id: int) -> None:
    """Who looks after a deadline must be at work and see the customer there, or nobody is warned. Raises Refused DEADLINE_PERSON."""
    if not _sees(person_id, customer_id, company_id):
        raise Refused("DEADLINE_PERSON")


def finish_deadlines_of(
    *, act: OpenAct, today: date, reference: str, kinds: Collection[DeadlineKind], note: str
) -> None:
    """Finish the open deadlines of these kinds of a record, inside an open act of the room above that keeps it."""
    rows = Deadline.objects.filter(reference=reference, kind__in=[kind.value for kind in kinds], finished_on=None)
    rows.exclude(reference="").update(
        finished_on=today, finished_note=note[:LONGEST_TEXT], finished_by_name=act.actor.name
    )


def hand_over_deadlines_of(*, reference: str, person_id: int) -> None:
    """Let somebody else look after the open deadlines of a record, inside an open act of the room above that keeps it."""
    Deadline.objects.filter(reference=reference, finished_on=None).exclude(reference="").update(person_id=person_id)


def _sees(person_id: int, customer_id: int, company_id: int) -> bool:
    actors = actors_of(user_ids=[person_id])
    return bool(watched(actors=actors.values(), places=[(customer_id, company_id)]))
