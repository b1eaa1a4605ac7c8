"""Acts about goods that arrived: accepted, rejected with a reason, accepted by silence; work confirmed as done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db.models import F

from huikuan.accounts.queries import business_calendar
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.contracts.access import contract_for
from huikuan.contracts.operations.happening import EventDraft
from huikuan.contracts.operations.keeping import locked_contract
from huikuan.contracts.rules.plan import deemed_accepted_on
from huikuan.contracts.rules.terms import Trigger
from huikuan.deliveries.access import note_for
from huikuan.deliveries.models import Acceptance, AcceptanceLine, Note, NoteLine, OrderLine, Progress
from huikuan.deliveries.operations.following import follow_contract, follow_order
from huikuan.deliveries.operations.orders import refuse_first
from huikuan.deliveries.operations.papers import kept_contract_file, kept_file, locked_note, refuse_ahead, said
from huikuan.deliveries.operations.summing import sum_note
from huikuan.deliveries.rules.drafts import (
    AcceptanceDraft,
    Judged,
    ProgressDraft,
    faults_of_judged,
    faults_of_signature,
)
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.micros import format_micros
from huikuan.kernel.refusal import Refused
from huikuan.receivables.plan_firing import EventToRecord, fire_event


def accept_goods(*, actor: Actor, now: datetime, today: date, key: str, draft: AcceptanceDraft) -> dict[str, Json]:
    """Take down what was accepted and rejected of a delivery note, or that a contract was accepted as a whole.

    `{"acceptance_id", "invoice_ids"}`. Once everything under its contract is accepted, the milestones that wait for it
    fire (decree 802 art. 10: the clock of payment starts). Needs EDIT_CONTRACT. Raises NotPermitted, Refused
    ACCEPTED_ABOVE_DELIVERY, ACCEPTED_NOTHING, REJECTED_WITHOUT_REASON, ACCEPTANCE_OF_NOTHING, ACCEPTED_UNSIGNED,
    INSPECTION_RUNS (silence counts only after the agreed time), DELIVERY_SIGNATORY, DATED_AHEAD, and what firing raises.
    """
    company_id = _company(actor, draft)
    if not draft.is_deemed:
        refuse_first(faults=faults_of_signature(signature=draft.signature))
    refuse_first(faults=faults_of_judged(lines=draft.lines))
    intent = Intent("accept_goods", actor, now, key, company_id, said(draft=draft))
    return perform(intent=intent, work=lambda act: take_acceptance(act=act, today=today, draft=draft))


def take_acceptance(*, act: OpenAct, today: date, draft: AcceptanceDraft) -> dict[str, Json]:
    """As `accept_goods`, inside the open act of an import; the caller looked at access and faults."""
    if draft.note_id is None:
        return _accept_contract(act, draft)
    note = locked_note(note_id=draft.note_id)
    draft = _deemed(note, draft, today) if draft.is_deemed else draft
    refuse_ahead(act=act, day=draft.signature.signed_on)
    _refuse_early(note, draft)
    lines = draft.lines or _rest(note)
    if not lines:
        raise Refused("ACCEPTANCE_OF_NOTHING", number=note.number)
    row = _saved(act, note, draft)
    _judge(row, note, lines)
    sum_note(note_id=note.pk)
    fired = follow_contract(
        act=act, contract_id=note.contract_id, paper=draft.number or note.number, signature=draft.signature
    )
    follow_order(act=act, today=today, order_id=note.order_id)
    return {"acceptance_id": row.pk, "invoice_ids": fired["invoice_ids"]}


def confirm_progress(*, actor: Actor, now: datetime, key: str, draft: ProgressDraft) -> dict[str, Json]:
    """Both sides confirmed that so much of a contract is done; `{"progress_id", "invoice_ids"}`, what it fired.

    Needs EDIT_CONTRACT. Raises NotPermitted, Refused PROGRESS_SHARE, DELIVERY_SIGNATORY, and what firing raises.
    """
    contract = contract_for(actor=actor, contract_id=draft.contract_id, need=Verb.EDIT_CONTRACT)
    refuse_first(faults=faults_of_signature(signature=draft.signature))
    intent = Intent("confirm_progress", actor, now, key, contract.company_id, said(draft=draft))

    def work(act: OpenAct) -> Mapping[str, Json]:
        signature = draft.signature
        event = EventDraft(
            Trigger.PROGRESS,
            signature.signed_on,
            progress_permille=draft.progress_permille,
            signatory=signature.signatory,
            signatory_role=signature.signatory_role,
            note=draft.remark[:300],
        )
        fired = fire_event(act=act, record_of=EventToRecord(contract.pk, event))
        row = Progress.objects.create(
            company_id=contract.company_id,
            customer_id=contract.customer_id,
            contract_id=contract.pk,
            progress_permille=draft.progress_permille,
            signed_on=signature.signed_on,
            signatory=signature.signatory.strip(),
            signatory_role=signature.signatory_role.strip(),
            document_id=kept_contract_file(act=act, signature=signature, contract_id=contract.pk),
            remark=draft.remark[:300],
            event_id=fired["event_id"],
            act_id=act.id,
        )
        return {"progress_id": row.pk, "invoice_ids": fired["invoice_ids"]}

    return perform(intent=intent, work=work)


def judge_order_lines(*, lines: Iterable[tuple[int | None, int]]) -> None:
    """Count rejected goods (millionths, by line of the order) out of what was delivered, or below zero back in.

    Raises Refused DELIVERED_ABOVE_ORDER where others were delivered in their place meanwhile.
    """
    for order_line_id, micros in lines:
        if order_line_id is None or not micros:
            continue
        known = OrderLine.objects.filter(pk=order_line_id)
        if micros < 0:
            known = known.filter(delivered_micros__lte=F("most_micros") + micros)
        if not known.update(delivered_micros=F("delivered_micros") - micros):
            row = OrderLine.objects.get(pk=order_line_id)
            left = row.most_micros - row.delivered_micros
            raise Refused("DELIVERED_ABOVE_ORDER", line=row.number, name=row.name[:60], left=format_micros(micros=left))


def _company(actor: Actor, draft: AcceptanceDraft) -> int:
    if draft.note_id is not None:
        return note_for(actor=actor, note_id=draft.note_id, need=Verb.EDIT_CONTRACT).company_id
    if draft.contract_id is None:
        raise Refused("ACCEPTANCE_OF_NOTHING", number="")
    return contract_for(actor=actor, contract_id=draft.contract_id, need=Verb.EDIT_CONTRACT).company_id


def _accept_contract(act: OpenAct, draft: AcceptanceDraft) -> dict[str, Json]:
    contract = locked_contract(contract_id=draft.contract_id or 0)
    signature = draft.signature
    refuse_ahead(act=act, day=signature.signed_on)
    row = Acceptance.objects.create(
        company_id=contract.company_id,
        customer_id=contract.customer_id,
        contract_id=contract.pk,
        number=draft.number.strip(),
        signed_on=signature.signed_on,
        signatory=signature.signatory.strip(),
        signatory_role=signature.signatory_role.strip(),
        document_id=kept_contract_file(act=act, signature=signature, contract_id=contract.pk),
        remark=draft.remark[:300],
        is_deemed=draft.is_deemed,
        act_id=act.id,
    )
    paper = draft.number or contract.number
    fired = follow_contract(act=act, contract_id=contract.pk, paper=paper, signature=signature)
    return {"acceptance_id": row.pk, "invoice_ids": fired["invoice_ids"]}


def _saved(act: OpenAct, note: Note, draft: AcceptanceDraft) -> Acceptance:
    signature = draft.signature
    return Acceptance.objects.create(
        company_id=note.company_id,
        customer_id=note.customer_id,
        note=note,
        contract_id=note.contract_id,
        number=draft.number.strip(),
        signed_on=signature.signed_on,
        signatory=signature.signatory.strip(),
        signatory_role=signature.signatory_role.strip(),
        document_id=kept_file(act=act, signature=signature, note_id=note.pk),
        remark=draft.remark[:300],
        is_deemed=draft.is_deemed,
        act_id=act.id,
    )


def _judge(row: Acceptance, note: Note, lines: Sequence[Judged]) -> None:
    known = {line.pk: line for line in NoteLine.objects.filter(note=note)}
    for line in lines:
        one = known.get(line.line_id)
        room = NoteLine.objects.filter(
            pk=line.line_id,
            note=note,
            quantity_micros__gte=F("accepted_micros")
            + F("rejected_micros")
            + (line.accepted_micros + line.rejected_micros),
        )
        accepted, rejected = F("accepted_micros") + line.accepted_micros, F("rejected_micros") + line.rejected_micros
        if one is None or not room.update(accepted_micros=accepted, rejected_micros=rejected):
            raise Refused("ACCEPTED_ABOVE_DELIVERY", number=note.number, name=one.name[:60] if one else "")
    judge_order_lines(lines=[(known[line.line_id].order_line_id, line.rejected_micros) for line in lines])
    AcceptanceLine.objects.bulk_create(
        AcceptanceLine(
            acceptance=row,
            line_id=line.line_id,
            accepted_micros=line.accepted_micros,
            rejected_micros=line.rejected_micros,
            reason=line.reason.strip()[:200] if line.rejected_micros else "",
            remedy=line.remedy.value if line.rejected_micros else "",
        )
        for line in lines
    )


def _rest(note: Note) -> tuple[Judged, ...]:
    """Everything of the note that nobody judged yet, as accepted."""
    rows = NoteLine.objects.filter(note=note).order_by("number")
    left = ((row.pk, row.quantity_micros - row.accepted_micros - row.rejected_micros) for row in rows)
    return tuple(Judged(pk, micros) for pk, micros in left if micros)


def _refuse_early(note: Note, draft: AcceptanceDraft) -> None:
    if note.signed_on is None:
        raise Refused("ACCEPTED_UNSIGNED", number=note.number)
    if draft.signature.signed_on < note.signed_on:
        earliest = note.signed_on.isoformat()
        raise Refused("ACCEPTED_BEFORE_DELIVERY", date=draft.signature.signed_on.isoformat(), earliest=earliest)


def _deemed(note: Note, draft: AcceptanceDraft, today: date) -> AcceptanceDraft:
    """Silence is dated by the end of the agreed time to inspect (Civil Code art. 621); no signature belongs to it."""
    signed_on = note.signed_on or note.delivered_on
    ended = deemed_accepted_on(
        delivered_on=signed_on, inspection_days=note.inspection_days, calendar=business_calendar()
    )
    if ended is None or ended >= today:
        raise Refused("INSPECTION_RUNS", number=note.number, through=ended.isoformat() if ended else "–")
    return replace(
        draft, signature=replace(draft.signature, signed_on=ended, signatory="", signatory_role=""), lines=()
    )
