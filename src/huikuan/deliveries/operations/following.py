"""Inside an open act: contracts and credit follow what was delivered, accepted and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from huikuan.audit.operations import Json, OpenAct
from huikuan.contracts.operations.happening import EventDraft
from huikuan.contracts.queries.events import contract_facts, standing_events
from huikuan.contracts.rules.terms import Trigger
from huikuan.credit.operations.orders import bring_order
from huikuan.deliveries.billing import billable, billed_of
from huikuan.deliveries.models import Acceptance, AcceptanceLine, FiredEvent, Note, NoteLine, Order, OrderLine
from huikuan.deliveries.policies import policy_in_force
from huikuan.deliveries.rules.completing import (
    LineStanding,
    NoteStanding,
    OrderStanding,
    accepted_day,
    delivered_day,
)
from huikuan.deliveries.rules.drafts import Signature
from huikuan.deliveries.rules.states import NoteState, OrderState, PaperState, Remedy
from huikuan.receivables.plan_firing import EventToRecord, fire_event, reverse_event

FIRES = (Trigger.DELIVERY, Trigger.ACCEPTANCE)
"""In the order they happen; taken back the other way round."""


def follow_contract(
    *,
    act: OpenAct,
    contract_id: int | None,
    paper: str,
    signature: Signature | None = None,
    undone_on: date | None = None,
) -> dict[str, Json]:
    """Let a contract say what its deliveries and acceptances say: its milestones fire once, or go back to the fen.

    `{"invoice_ids", "posting_ids"}`; `paper` names the cause. Only a paper that is taken back takes events back, on the day
    `undone_on`: an order that comes later undoes nothing. An event that a person recorded himself stays his. Raises what
    `plan_firing.fire_event` and `reverse_event` raise.
    """
    done: dict[str, list[Json]] = {"invoice_ids": [], "posting_ids": []}
    if contract_id is None or contract_facts(contract_ids=[contract_id])[contract_id].state != "SIGNED":
        return dict(done)
    days = _days(contract_id)
    standing = standing_events(contract_id=contract_id)
    alive = {event.id for event in standing}
    fired = FiredEvent.objects.filter(contract_id=contract_id, is_undone=False)
    fired.exclude(event__in=alive).update(is_undone=True)
    ours = {row.kind: row for row in fired.filter(event__in=alive)}
    for kind in reversed(FIRES):
        row = ours.get(kind.value)
        if row is not None and days[kind] is None and undone_on is not None:
            FiredEvent.objects.filter(pk=row.pk).update(is_undone=True)
            reversed_of = reverse_event(act=act, event_id=row.event_id, effective_date=undone_on, reason=paper)
            done["posting_ids"] += reversed_of["posting_ids"]
    for kind in FIRES:
        day = days[kind]
        if day is not None and kind.value not in {event.kind for event in standing}:
            done["invoice_ids"] += _fire(act, contract_id, kind, day, paper, signature)
    return dict(done)


def follow_order(*, act: OpenAct, today: date, order_id: int | None) -> Json:
    """Bring what credit keeps of an order to what was delivered and billed; the answer of its check, None if it asked nothing.

    Goods on consignment count as delivered once they are sold.
    """
    if order_id is None:
        return None
    order = Order.objects.get(pk=order_id)
    notes = list(Note.objects.filter(order=order).exclude(state=NoteState.TAKEN_BACK.value).order_by("pk"))
    billed = billed_of(notes=notes)
    delivered = sum(billable(note=note) for note in notes)
    rest = 0 if order.state == OrderState.OPEN.value else max(0, order.amount_minor - delivered)
    amounts = {
        "ordered": max(order.amount_minor, delivered),
        "delivered": delivered,
        "invoiced": min(delivered, sum(billed.invoiced.get(note.pk, 0) for note in notes)),
        "cancelled": rest,
    }
    moved = bring_order(act=act, today=today, company_id=order.company_id, number=order.number, amounts=amounts)
    return None if moved is None else moved["check"]


def _fire(
    act: OpenAct, contract_id: int, kind: Trigger, day: date, paper: str, signature: Signature | None
) -> list[Json]:
    event = EventDraft(
        kind,
        day,
        signatory=signature.signatory if signature else "",
        signatory_role=signature.signatory_role if signature else "",
        note=paper[:300],
    )
    done = fire_event(act=act, record_of=EventToRecord(contract_id, event))
    FiredEvent.objects.create(contract_id=contract_id, kind=kind.value, event_id=done["event_id"])
    return list(done["invoice_ids"])


def _days(contract_id: int) -> Mapping[Trigger, date | None]:
    short = policy_in_force().short_permille
    notes, orders = _notes(contract_id), _orders(contract_id)
    whole = Acceptance.objects.filter(contract_id=contract_id, note=None, state=PaperState.STANDS.value)
    whole_on = whole.order_by("-signed_on").values_list("signed_on", flat=True).first()
    return {
        Trigger.DELIVERY: delivered_day(notes=notes, orders=orders, short_permille=short),
        Trigger.ACCEPTANCE: accepted_day(notes=notes, orders=orders, short_permille=short, whole_on=whole_on),
    }


def _orders(contract_id: int) -> tuple[OrderStanding, ...]:
    rows = Order.objects.filter(contract_id=contract_id).exclude(state=OrderState.CANCELLED.value)
    lines: dict[int, list[tuple[int, int]]] = {}
    for line in OrderLine.objects.filter(order__in=rows):
        lines.setdefault(line.order_id, []).append((line.pk, line.quantity_micros))
    return tuple(
        OrderStanding(row.pk, row.state == OrderState.CLOSED.value, tuple(lines.get(row.pk, ()))) for row in rows
    )


def _notes(contract_id: int) -> tuple[NoteStanding, ...]:
    rows = Note.objects.filter(contract_id=contract_id, is_consignment=False).exclude(state=NoteState.TAKEN_BACK.value)
    returned: dict[int, int] = {}
    judged = AcceptanceLine.objects.filter(
        line__note__in=rows, acceptance__state=PaperState.STANDS.value, remedy=Remedy.RETURN.value
    )
    for line_id, micros in judged.values_list("line_id", "rejected_micros"):
        returned[line_id] = returned.get(line_id, 0) + micros
    lines: dict[int, list[LineStanding]] = {}
    for line in NoteLine.objects.filter(note__in=rows):
        standing = LineStanding(
            line.order_line_id,
            line.quantity_micros,
            line.accepted_micros,
            line.rejected_micros,
            returned.get(line.pk, 0),
        )
        lines.setdefault(line.note_id, []).append(standing)
    return tuple(
        NoteStanding(
            row.pk,
            row.order_id,
            row.signed_on,
            row.accepted_on,
            row.completes,
            row.replaces_id,
            tuple(lines.get(row.pk, ())),
        )
        for row in rows
    )
