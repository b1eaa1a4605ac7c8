"""Acts on drafts: write a price confirmation, change it, send it, call it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Refused
from huikuan.prices.access import confirmation_for
from huikuan.prices.models import Confirmation, Line
from huikuan.prices.operations.moving import moved, told
from huikuan.prices.rules.confirming import ConfirmationDraft, Event, PriceLine, State, faults_of


def write_confirmation(
    *, actor: Actor, now: datetime, key: str, company_id: int, draft: ConfirmationDraft
) -> dict[str, Json]:
    """Write a price confirmation of an own company for a customer; `{"confirmation_id"}`.

    The caller has looked up customer and company for the actor. Raises Refused with the first fault of the draft (PRICES_…,
    CURRENCY_UNKNOWN), PRICES_NUMBER_TAKEN.
    """
    _refuse_faulty(draft)
    intent = Intent("write_prices", actor, now, key, company_id, _said(draft))

    def work(act: OpenAct) -> dict[str, Json]:
        row = Confirmation.objects.create(
            company_id=company_id,
            customer_id=draft.customer_id,
            state=State.DRAFT.value,
            written_by_id=actor.user_id,
            written_by_name=actor.name,
            written_at=now,
            act_id=act.id,
            **_values(draft),
        )
        _save_lines(row.pk, draft.lines)
        told(act=act, confirmation_id=row.pk, event=Event.WRITE, state=State.DRAFT)
        return {"confirmation_id": row.pk}

    return _unless_taken(lambda: perform(intent=intent, work=work), draft.number)


def change_confirmation(
    *, actor: Actor, now: datetime, key: str, confirmation_id: int, draft: ConfirmationDraft
) -> dict[str, Json]:
    """Write a draft anew; customer and own company stay. `{"confirmation_id"}`. Raises as `write_confirmation`, Changed."""
    _refuse_faulty(draft)
    row = confirmation_for(actor=actor, confirmation_id=confirmation_id, need=Verb.EDIT_CONTRACT)
    intent = Intent("change_prices", actor, now, key, row.company_id, {"id": confirmation_id, **_said(draft)})

    def work(act: OpenAct) -> dict[str, Json]:
        moved(act=act, row=row, event=Event.CHANGE, **_values(draft))
        Line.objects.filter(confirmation_id=confirmation_id).delete()
        _save_lines(confirmation_id, draft.lines)
        return {"confirmation_id": confirmation_id}

    return _unless_taken(lambda: perform(intent=intent, work=work), draft.number)


def send_confirmation(*, actor: Actor, now: datetime, key: str, confirmation_id: int) -> dict[str, Json]:
    """Say that the confirmation went to the customer; from now on it is not changed. `{"confirmation_id"}`. Raises Changed."""
    return _simple("send_prices", Event.SEND, actor, now, key, confirmation_id)


def recall_confirmation(*, actor: Actor, now: datetime, key: str, confirmation_id: int) -> dict[str, Json]:
    """Make a sent, unsigned confirmation a draft again. `{"confirmation_id"}`. Raises Changed."""
    return _simple("recall_prices", Event.RECALL, actor, now, key, confirmation_id)


def _simple(verb: str, event: Event, actor: Actor, now: datetime, key: str, confirmation_id: int) -> dict[str, Json]:
    row = confirmation_for(actor=actor, confirmation_id=confirmation_id, need=Verb.EDIT_CONTRACT)
    intent = Intent(verb, actor, now, key, row.company_id, {"id": confirmation_id})

    def work(act: OpenAct) -> dict[str, Json]:
        moved(act=act, row=row, event=event)
        return {"confirmation_id": confirmation_id}

    return perform(intent=intent, work=work)


def _unless_taken(call: Callable[[], dict[str, Json]], number: str) -> dict[str, Json]:
    try:
        return call()
    except IntegrityError as error:
        raise Refused("PRICES_NUMBER_TAKEN", number=number) from error


def _refuse_faulty(draft: ConfirmationDraft) -> None:
    for fault in faults_of(draft=draft):
        raise Refused(fault.code, line=fault.line, value=fault.value, currency=draft.currency)


def _save_lines(confirmation_id: int, lines: tuple[PriceLine, ...]) -> None:
    rows = [
        Line(confirmation_id=confirmation_id, number=number, **asdict(line)) for number, line in enumerate(lines, 1)
    ]
    Line.objects.bulk_create(rows, batch_size=500)


def _said(draft: ConfirmationDraft) -> dict[str, Json]:
    said: dict[str, Json] = plain(value=asdict(draft))
    return said


def _values(draft: ConfirmationDraft) -> dict[str, Any]:
    rule = draft.due_rule
    return {
        "number": draft.number.strip(),
        "currency": draft.currency,
        "valid_from": draft.valid_from,
        "valid_through": draft.valid_through,
        "ends_on": draft.valid_through,
        "due_anchor": rule.anchor.value,
        "due_roll": rule.roll.value,
        "due_months": rule.months,
        "due_days": rule.days,
        "due_fixed_day": rule.fixed_day,
        "due_grace_days": rule.grace_days,
        "due_holiday_roll": rule.holiday_roll.value,
        "term_text": draft.term_text,
        "language": draft.language,
        "note": draft.note,
    }
