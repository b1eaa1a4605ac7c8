"""Acts on disputes: raised by our people or by a guest, given to somebody, decided; two never cover the same fen twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime

from huikuan.accounts.queries import business_calendar
from huikuan.activities.operations import ActivityDraft, add_activities
from huikuan.activities.rules import ActivityKind, Outcome, Subject, SubjectKind
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.audit.versions import next_version
from huikuan.customers.access import customer_for, locked_customer
from huikuan.disputes.access import dispute_for
from huikuan.disputes.ending import keep_proof, locked_proof_of, proof_of, refuse_unproven
from huikuan.disputes.ending_rules import Proof
from huikuan.disputes.letter import rejection_letter, remainder_letter
from huikuan.disputes.models import Dispute, DisputeItem, DisputeStep, PolicyVersion
from huikuan.disputes.queries import disputed_minor, policy_in_force
from huikuan.disputes.rules import (
    DECISIONS,
    ENDS,
    LONGEST_TEXT,
    TRANSITIONS,
    Decision,
    DisputeDraft,
    Event,
    OpenItem,
    Reason,
    State,
    deadline_of,
    draft_faults,
    free_minor,
    item_faults,
    policy_fault,
    total_minor,
)
from huikuan.documents.files import write_file
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.guests.access import Guest
from huikuan.guests.operations.asking import keep_statement
from huikuan.kernel.actor import Actor, Verb, refuse_other_company, refuse_without_verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.receivables.parts import locked_receivables


def open_dispute(*, actor: Actor, now: datetime, today: date, key: str, draft: DisputeDraft) -> dict[str, Json]:
    """Raise a dispute that the customer told one of our people of; `{"dispute_id"}`.

    Raises NotPermitted, and Refused as `add_dispute`.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.RECORD_ACTIVITY)
    refuse_other_company(actor=actor, company_id=draft.company_id)
    intent = Intent("open_dispute", actor, now, key, draft.company_id, _said(draft))
    return perform(intent=intent, work=lambda act: {"dispute_id": add_dispute(act=act, today=today, draft=draft)})


def open_dispute_as_guest(
    *, guest: Guest, now: datetime, today: date, key: str, draft: DisputeDraft
) -> dict[str, Json]:
    """Raise what a guest disputes of his own account, with his exact words kept by their hash; `{"dispute_id", "sha256"}`.

    Raises NotPermitted PORTAL_LINK_CLOSED for another customer or own company than his link's, and Refused as `add_dispute`.
    """
    if draft.customer_id != guest.customer_id or guest.company_id not in (None, draft.company_id):
        raise NotPermitted("PORTAL_LINK_CLOSED")
    whole = replace(draft, link_id=guest.link_id)
    intent = Intent("open_dispute_by_portal", guest.actor, now, key, draft.company_id, _said(whole))

    def work(act: OpenAct) -> dict[str, Json]:
        dispute_id = add_dispute(act=act, today=today, draft=whole)
        kept = keep_statement(act=act, guest=guest, said={**_said(whole), "dispute": dispute_id})
        return {"dispute_id": dispute_id, "document_id": kept}

    return perform(intent=intent, work=work)


def add_dispute(*, act: OpenAct, today: date, draft: DisputeDraft) -> int:
    """Raise a dispute inside an open act, its customer's items locked; its id. The caller has checked who asks.

    It goes to the customer's salesperson unless somebody is named, and on the customer's time line. Raises Refused
    DISPUTE_TEXT_MISSING, DISPUTE_TEXT_TOO_LONG, DISPUTE_ITEMS_COUNT, DISPUTE_ITEM_TWICE, DISPUTE_FILES_COUNT,
    DISPUTE_ITEM_NOT_THEIRS, DISPUTE_MORE_THAN_OPEN, RECEIVABLE_UNKNOWN, DOCUMENT_TOO_LARGE.
    """
    for fault in draft_faults(draft=draft):
        raise Refused(fault.code)
    customer = locked_customer(customer_id=draft.customer_id)
    known = _known(draft)
    for fault in item_faults(draft=draft, known=known):
        figures: dict[str, str | int] = {"wanted": fault.wanted, "open": fault.open_minor, "currency": draft.currency}
        raise Refused(fault.code, receivable=fault.receivable_id, **figures)
    row = _written(act, today, draft, draft.owner_id or customer.salesperson_id)
    DisputeItem.objects.bulk_create(
        DisputeItem(
            dispute=row,
            receivable_id=item.receivable_id,
            amount_minor=item.amount_minor,
            open_minor=free_minor(item=known[item.receivable_id]),
        )
        for item in draft.items
    )
    for name, content in draft.files:
        store(act=act, document=DocumentDraft(name, content, Purpose.DISPUTE, row.pk))
    _step(act, row.pk, Event.RAISE, State.OPEN, draft.text.strip())
    _on_time_line(act, row, [item.receivable_id for item in draft.items])
    return row.pk


def decide_dispute(
    *, actor: Actor, now: datetime, today: date, key: str, dispute_id: int, decision: Decision
) -> dict[str, Json]:
    """Accept (a credit note or correction follows), reject, withdraw or settle a dispute, and say why.

    `{"dispute_id", "remainder_minor"}`. What it stopped is asked for again once it ends; a rejection, and what stays owed
    beside the credit notes, is written to the customer as a letter, kept with the dispute. Raises NotPermitted, Refused
    REASON_NEEDED and as `proof_of` and `ending_fault`, Changed DISPUTE_CHANGED.
    """
    row = dispute_for(actor=actor, dispute_id=dispute_id, need=Verb.HANDLE_DISPUTE)
    event, note = decision.event, decision.note.strip()[:LONGEST_TEXT]
    if not note:
        raise Refused("REASON_NEEDED")
    after = TRANSITIONS.get((State(row.state), event)) if event in DECISIONS else None
    proof = Proof()
    if row.ended_on is None:
        proof = proof_of(row=row, decision=decision)
        refuse_unproven(row=row, decision=decision, proof=proof)
    ending = decision.ending.value if decision.ending else ""
    remainder = row.amount_minor - proof.credited_minor if proof.shares else 0
    letter = _answer(row, after, note, remainder, today)
    intent = Intent("decide_dispute", actor, now, key, row.company_id, _decided(dispute_id, decision, note))

    def work(act: OpenAct) -> dict[str, Json]:
        if after is None or locked_proof_of(row=row, decision=decision) != proof:
            raise Changed("DISPUTE_CHANGED", dispute=dispute_id)
        ended = {"ended_on": max(today, row.opened_on), "ending": ending} if after in ENDS else {}
        still = Dispute.objects.filter(pk=dispute_id, state=row.state)
        if not still.update(state=after.value, **ended):
            raise Changed("DISPUTE_CHANGED", dispute=dispute_id)
        _step(act, dispute_id, event, after, note)
        keep_proof(act=act, row=row, decision=decision, proof=proof)
        if letter:
            store(act=act, document=DocumentDraft(f"D{dispute_id}.pdf", letter, Purpose.DISPUTE, dispute_id))
        return {"dispute_id": dispute_id, "remainder_minor": remainder}

    return perform(intent=intent, work=work)


def assign_dispute(
    *, actor: Actor, now: datetime, key: str, dispute_id: int, owner_id: int, owner_name: str
) -> dict[str, Json]:
    """Give a dispute to one of our people; `{"dispute_id"}`. Raises NotPermitted, Changed DISPUTE_CHANGED."""
    row = dispute_for(actor=actor, dispute_id=dispute_id, need=Verb.HANDLE_DISPUTE)
    detail = {"dispute_id": dispute_id, "owner_id": owner_id}
    intent = Intent("assign_dispute", actor, now, key, row.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        if not Dispute.objects.filter(pk=dispute_id, state=row.state, ended_on=None).update(owner_id=owner_id):
            raise Changed("DISPUTE_CHANGED", dispute=dispute_id)
        _step(act, dispute_id, Event.ASSIGN, State(row.state), owner_name)
        return {"dispute_id": dispute_id}

    return perform(intent=intent, work=work)


def add_evidence(
    *, actor: Actor, now: datetime, key: str, dispute_id: int, name: str, content: bytes
) -> dict[str, Json]:
    """Keep a file with a dispute that still stands; `{"document_id"}`. Raises NotPermitted, Refused, Changed DISPUTE_CHANGED."""
    row = dispute_for(actor=actor, dispute_id=dispute_id, need=Verb.RECORD_ACTIVITY)
    detail = {"dispute_id": dispute_id, "sha256": write_file(content=content)}
    intent = Intent("add_dispute_evidence", actor, now, key, row.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        if not Dispute.objects.filter(pk=dispute_id, ended_on=None).select_for_update().exists():
            raise Changed("DISPUTE_CHANGED", dispute=dispute_id)
        kept = store(act=act, document=DocumentDraft(name, content, Purpose.DISPUTE, dispute_id))
        _step(act, dispute_id, Event.ADD_EVIDENCE, State(row.state), name[:200])
        return {"document_id": kept}

    return perform(intent=intent, work=work)


def save_policy(
    *, actor: Actor, now: datetime, key: str, days: Mapping[Reason, int], reason: str, seen: int
) -> dict[str, Json]:
    """Put the next version of the deadlines into force, business days by reason; `{"number"}`.

    `seen` is the version the editor saw. Raises NotPermitted, Refused DISPUTE_POLICY_DAYS, REASON_NEEDED, Changed
    DISPUTE_POLICY_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    if policy_fault(days=days):
        raise Refused(policy_fault(days=days))
    if not reason.strip():
        raise Refused("REASON_NEEDED")
    kept = {code.value: value for code, value in days.items()}
    intent = Intent("save_dispute_policy", actor, now, key, None, {"days": kept, "reason": reason, "replaces": seen})

    def work(act: OpenAct) -> dict[str, Json]:
        newest = lambda: policy_in_force().number  # noqa: E731
        with next_version(seen=seen, newest=newest, code="DISPUTE_POLICY_CHANGED") as number:
            PolicyVersion.objects.create(
                number=number, days=kept, reason=reason.strip()[:300], who_name=actor.name, at=now, act_id=act.id
            )
        return {"number": number}

    return perform(intent=intent, work=work)


def _answer(row: Dispute, after: State | None, note: str, remainder_minor: int, today: date) -> bytes:
    if after is State.REJECTED:
        return rejection_letter(dispute_id=row.pk, why=note, today=today)
    if remainder_minor > 0:
        return remainder_letter(dispute_id=row.pk, why=note, remainder_minor=remainder_minor, today=today)
    return b""


def _decided(dispute_id: int, decision: Decision, note: str) -> dict[str, Json]:
    """What was decided as the audit row says it, the paper by its hash."""
    said: dict[str, Json] = {"dispute_id": dispute_id, "event": decision.event.value, "note": note}
    said["ending"] = decision.ending.value if decision.ending else ""
    if decision.ending:
        said["remainder_owed"] = decision.remainder_owed
        said["corrected_invoice"], said["paper_id"] = decision.corrected_invoice.strip(), decision.paper_id
    if decision.paper:
        name, content = decision.paper
        said["paper"] = [name[:120], write_file(content=content)]
    return said


def _known(draft: DisputeDraft) -> dict[int, OpenItem]:
    """The items as they stand, locked in id order: a second dispute about them waits until this one is written."""
    rows = locked_receivables(ids=[item.receivable_id for item in draft.items])
    disputed = disputed_minor(receivable_ids=rows)
    return {
        pk: OpenItem(pk, row.customer_id, row.company_id, row.currency, row.outstanding_minor, disputed.get(pk, 0))
        for pk, row in rows.items()
    }


def _written(act: OpenAct, today: date, draft: DisputeDraft, owner_id: int | None) -> Dispute:
    policy = policy_in_force()
    return Dispute.objects.create(
        company_id=draft.company_id,
        customer_id=draft.customer_id,
        currency=draft.currency,
        amount_minor=total_minor(items=draft.items),
        reason=draft.reason.value,
        text=draft.text.strip(),
        said_by=draft.said_by.strip()[:150],
        link_id=draft.link_id,
        state=State.OPEN.value,
        opened_on=today,
        opened_at=act.now,
        opened_by_id=act.actor.user_id,
        opened_by_name=act.actor.name,
        owner_id=owner_id,
        deadline=deadline_of(policy=policy, reason=draft.reason, opened_on=today, calendar=business_calendar()),
        policy_number=policy.number,
        act_id=act.id,
    )


def _step(act: OpenAct, dispute_id: int, event: Event, state: State, note: str) -> None:
    DisputeStep.objects.create(
        dispute_id=dispute_id,
        event=event.value,
        state=state.value,
        at=act.now,
        who_name=act.actor.name,
        note=note,
        act_id=act.id,
    )


def _on_time_line(act: OpenAct, row: Dispute, receivable_ids: list[int]) -> None:
    draft = ActivityDraft(
        customer_id=row.customer_id,
        company_id=row.company_id,
        kind=ActivityKind.NOTE,
        at=act.now,
        text=row.text,
        outcome=Outcome.DISPUTED,
        subjects=tuple(Subject(SubjectKind.RECEIVABLE, pk) for pk in receivable_ids),
    )
    add_activities(act=act, drafts=[draft])


def _said(draft: DisputeDraft) -> dict[str, Json]:
    said: dict[str, Json] = plain(value={**asdict(draft), "files": []})
    said["files"] = [[name[:120], write_file(content=content)] for name, content in draft.files]
    return said
