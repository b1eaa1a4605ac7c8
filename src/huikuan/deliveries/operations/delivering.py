"""Acts of delivering: goods go out with a note, the recipient signs it; its contract and credit follow in the same act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import IntegrityError
from django.db.models import F

from huikuan.accounts.access import company_for
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.contracts.access import contract_for
from huikuan.contracts.queries.events import ContractFacts
from huikuan.credit.queries.holds import is_held
from huikuan.customers.access import customer_for
from huikuan.customers.merging import refuse_merged
from huikuan.deliveries.access import note_for, order_for
from huikuan.deliveries.models import Note, NoteLine, Order, OrderLine
from huikuan.deliveries.operations.following import follow_contract, follow_order
from huikuan.deliveries.operations.orders import contract_of, refuse_first
from huikuan.deliveries.operations.papers import kept_file, locked_note, refuse_ahead, said
from huikuan.deliveries.rules.drafts import Goods, NoteDraft, Signature, faults_of_note, faults_of_signature
from huikuan.deliveries.rules.matching import filled_from
from huikuan.deliveries.rules.states import NoteState, NoteStep, OrderState, note_sources_of
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.micros import format_micros
from huikuan.kernel.refusal import Changed, Refused


def record_delivery(*, actor: Actor, now: datetime, today: date, key: str, draft: NoteDraft) -> dict[str, Json]:
    """Take down that goods left: `{"note_id", "check", "invoice_ids"}`, the answer of credit and what fired if it is signed.

    Goods of an order are counted against it. Needs EDIT_CONTRACT. Raises NotPermitted, Refused with the first fault,
    NOTE_EXISTS, DELIVERED_ABOVE_ORDER, DELIVERY_NOT_ORDERED, DELIVERY_ON_HOLD (credit has not let the order through),
    ORDER_NOT_OPEN, ORDER_CONTRACT, DELIVERY_CURRENCY, DATED_AHEAD, CUSTOMER_MERGED.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.EDIT_CONTRACT)
    company_for(actor=actor, company_id=draft.company_id, need=Verb.EDIT_CONTRACT)
    if draft.order_id is not None:
        order_for(actor=actor, order_id=draft.order_id)
    if draft.contract_id is not None:
        contract_for(actor=actor, contract_id=draft.contract_id)
    if draft.replaces_id is not None:
        note_for(actor=actor, note_id=draft.replaces_id)
    intent = Intent("record_delivery", actor, now, key, draft.company_id, said(draft=draft))
    try:
        return perform(intent=intent, work=lambda act: take_delivery(act=act, today=today, draft=draft))
    except IntegrityError as error:
        living = Note.objects.filter(company_id=draft.company_id, number=draft.number.strip())
        if living.exclude(state=NoteState.TAKEN_BACK.value).exists():
            raise Refused("NOTE_EXISTS", number=draft.number) from error
        raise


def take_delivery(*, act: OpenAct, today: date, draft: NoteDraft) -> dict[str, Json]:
    """As `record_delivery`, inside the open act of an import; the caller looked at access."""
    refuse_merged(customer_ids={draft.customer_id})
    order = _order(draft)
    contract_id = order.contract_id if order else draft.contract_id
    facts = contract_of(contract_id=contract_id, customer_id=draft.customer_id, company_id=draft.company_id)
    ordered = {line.number: line for line in OrderLine.objects.filter(order=order)} if order else {}
    lines = filled_from(goods=draft.lines, ordered=tuple(ordered.values())) if order else draft.lines
    draft = replace(draft, lines=lines)
    refuse_first(faults=faults_of_note(draft=draft))
    _refuse_wrong(act, draft, order, facts)
    note = _saved(act, draft, order, facts, ordered)
    done: dict[str, Json] = {"invoice_ids": []}
    if draft.signature is not None:
        done = _sign(act, note, draft.signature)
    check = follow_order(act=act, today=today, order_id=note.order_id)
    return {"note_id": note.pk, "check": check, "invoice_ids": done["invoice_ids"]}


def sign_delivery(
    *, actor: Actor, now: datetime, today: date, key: str, note_id: int, signature: Signature
) -> dict[str, Json]:
    """The recipient signed: quantity and visible defects count as inspected (Civil Code art. 623); `{"note_id", "invoice_ids"}`.

    Once everything under its contract is delivered, the milestones that wait for the delivery fire. Raises NotPermitted,
    Changed NOTE_STATE, Refused DELIVERY_SIGNATORY, DELIVERY_SIGNED_BEFORE, DATED_AHEAD, and what firing raises.
    """
    row = note_for(actor=actor, note_id=note_id, need=Verb.EDIT_CONTRACT)
    refuse_first(faults=faults_of_signature(signature=signature, not_before=row.delivered_on))
    intent = Intent("sign_delivery", actor, now, key, row.company_id, {"note": note_id, **said(draft=signature)})

    def work(act: OpenAct) -> Mapping[str, Json]:
        note = locked_note(note_id=note_id)
        done = _sign(act, note, signature)
        follow_order(act=act, today=today, order_id=note.order_id)
        return {"note_id": note_id, "invoice_ids": done["invoice_ids"]}

    return perform(intent=intent, work=work)


def _sign(act: OpenAct, note: Note, signature: Signature) -> dict[str, Json]:
    refuse_ahead(act=act, day=signature.signed_on)
    known = Note.objects.filter(pk=note.pk, state__in=note_sources_of(step=NoteStep.SIGN))
    known = known.filter(state=NoteState.UNSIGNED.value)
    signed = known.update(
        state=NoteState.SIGNED.value,
        signed_on=signature.signed_on,
        signatory=signature.signatory.strip(),
        signatory_role=signature.signatory_role.strip(),
        document_id=kept_file(act=act, signature=signature, note_id=note.pk),
    )
    if not signed:
        raise Changed("NOTE_STATE", number=note.number)
    if note.is_consignment:
        return {"invoice_ids": [], "posting_ids": []}
    return follow_contract(act=act, contract_id=note.contract_id, paper=note.number, signature=signature)


def _order(draft: NoteDraft) -> Order | None:
    if draft.order_id is None:
        return None
    order = Order.objects.select_for_update().get(pk=draft.order_id)
    if order.state != OrderState.OPEN.value:
        raise Changed("ORDER_STATE", number=order.number, state=order.state)
    if (order.customer_id, order.company_id) != (draft.customer_id, draft.company_id):
        raise Refused("ORDER_OF_ANOTHER", order=order.number)
    if is_held(company_id=order.company_id, number=order.number):
        raise Refused("DELIVERY_ON_HOLD", number=order.number)
    return order


def _refuse_wrong(act: OpenAct, draft: NoteDraft, order: Order | None, facts: ContractFacts | None) -> None:
    refuse_ahead(act=act, day=draft.delivered_on)
    expected = order.currency if order else facts.currency if facts else draft.currency
    if draft.currency != expected:
        raise Refused("DELIVERY_CURRENCY", found=draft.currency, expected=expected)
    if draft.replaces_id is not None:
        replaced = locked_note(note_id=draft.replaces_id)
        if replaced.customer_id != draft.customer_id or not replaced.rejected_minor:
            raise Refused("NOTHING_TO_REPLACE", number=replaced.number)


def _saved(
    act: OpenAct, draft: NoteDraft, order: Order | None, facts: ContractFacts | None, ordered: Mapping[int, OrderLine]
) -> Note:
    amounts = [line.amount(currency=draft.currency) for line in draft.lines]
    agreed = order.inspection_days if order else facts.inspection_days if facts else None
    needs = order.needs_acceptance if order else bool(facts and facts.needs_acceptance)
    note = Note.objects.create(
        company_id=draft.company_id,
        customer_id=draft.customer_id,
        order=order,
        contract_id=facts.id if facts else None,
        replaces_id=draft.replaces_id,
        number=draft.number.strip(),
        delivered_on=draft.delivered_on,
        currency=draft.currency,
        amount_minor=sum(amounts),
        is_consignment=draft.is_consignment,
        completes=draft.completes,
        needs_acceptance=not draft.is_consignment and (needs or draft.needs_acceptance),
        inspection_days=agreed if draft.inspection_days is None else draft.inspection_days,
        remark=draft.remark[:300],
        state=NoteState.UNSIGNED.value,
        made_by_name=act.actor.name,
        act_id=act.id,
    )
    _save_lines(note, draft.lines, amounts, ordered)
    return note


def _save_lines(note: Note, lines: Sequence[Goods], amounts: Sequence[int], ordered: Mapping[int, OrderLine]) -> None:
    rows = []
    for number, (line, minor) in enumerate(zip(lines, amounts, strict=True), 1):
        order_line = ordered.get(line.order_line or 0)
        if order_line is not None:
            _count(order_line, line)
        rows.append(
            NoteLine(
                note=note,
                order_line=order_line,
                number=number,
                item_code=line.item_code,
                name=line.name.strip(),
                specification=line.specification,
                unit=line.unit,
                quantity_micros=line.quantity_micros,
                unit_price_micros=line.unit_price_micros or 0,
                amount_minor=minor,
            )
        )
    NoteLine.objects.bulk_create(rows, batch_size=500)


def _count(order_line: OrderLine, line: Goods) -> None:
    """One conditional UPDATE: of two deliveries at once the second finds what is left."""
    room = OrderLine.objects.filter(pk=order_line.pk, delivered_micros__lte=F("most_micros") - line.quantity_micros)
    if not room.update(delivered_micros=F("delivered_micros") + line.quantity_micros):
        fresh = OrderLine.objects.get(pk=order_line.pk)
        left = fresh.most_micros - fresh.delivered_micros
        raise Refused(
            "DELIVERED_ABOVE_ORDER", line=order_line.number, name=line.name[:60], left=format_micros(micros=left)
        )
