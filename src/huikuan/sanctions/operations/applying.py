"""The debtor is told, and the sanction comes into force: through credit control, as a stop of discounts, by hand, or as a case."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from huikuan.accounts.queries import business_calendar
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.credit.operations.stopping import StopDraft, add_stop
from huikuan.credit.queries.shipping import owed_now
from huikuan.customers.access import locked_customer
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Refused
from huikuan.sanctions.access import sanction_for
from huikuan.sanctions.models import Sanction
from huikuan.sanctions.neighbours import legal_files
from huikuan.sanctions.operations.moving import gate_now, moved, owed_items, refuse_closed, refuse_idle
from huikuan.sanctions.operations.tasks import give_task
from huikuan.sanctions.operations.writing import Way, write_notice
from huikuan.sanctions.rules.rungs import BY_HAND, LETTERS, Duty, Event, Rung, first_day_in_force


def notify_sanction(
    *, actor: Actor, now: datetime, today: date, key: str, sanction_id: int, way: Way
) -> dict[str, Json]:
    """Tell the debtor by letter, by e-mail or on paper; `{"sanction_id", "letter_id", "message_id"}`.

    The gate is asked again. Raises NotPermitted, Changed SANCTION_CHANGED; Refused SANCTION_NOTHING_LEFT, LADDER_HELD_…,
    SANCTION_GATE_CLOSED, SANCTION_NO_ADDRESS (by e-mail), FONT_MISSING.
    """
    known = sanction_for(actor=actor, sanction_id=sanction_id, need=Verb.SANCTION)
    detail = {"sanction_id": sanction_id, "way": way.value}
    intent = Intent("notify_sanction", actor, now, key, known.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        row = _locked(known)
        gate = _refuse(row, today)
        notice = write_notice(act=act, row=row, today=today, way=way)
        more = {"noticed_on": today, "notice_way": way.value} | asdict(notice)
        moved(act=act, row=row, event=Event.NOTIFY, on=today, gate=gate, note=way.value, **more)
        return {"sanction_id": row.pk, "letter_id": notice.letter_id, "message_id": notice.message_id}

    return perform(intent=intent, work=work)


def apply_sanction(
    *, actor: Actor, now: datetime, today: date, key: str, sanction_id: int, note: str
) -> dict[str, Json]:
    """Put a sanction into force after its notice; `{"sanction_id", "stop_id", "case_id"}`.

    Supply stops through credit control, for the order named; discounts are granted no more (`queries.discounts`); what the note
    asks for by hand is a task of the customer's salesperson; legal action stands in a case file, opened where none runs. The
    gate is asked again. Raises NotPermitted, Changed SANCTION_CHANGED; Refused SANCTION_LETTER_ONLY, SANCTION_TIME_RUNS,
    SANCTION_NOTE (by hand), SANCTION_NOTHING_LEFT, LADDER_HELD_…, SANCTION_GATE_CLOSED, STOPPED_ALREADY.
    """
    known = sanction_for(actor=actor, sanction_id=sanction_id, need=Verb.SANCTION)
    rung = Rung(known.rung)
    if rung in LETTERS:
        raise Refused("SANCTION_LETTER_ONLY")
    if rung in BY_HAND and not note.strip():
        raise Refused("SANCTION_NOTE")
    detail = {"sanction_id": sanction_id, "note": note}
    intent = Intent("apply_sanction", actor, now, key, known.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        row = _locked(known)
        _refuse_early(row, rung, today)
        gate = _refuse(row, today, is_effective=True)
        values = _effect(act, row, rung, today)
        moved(act=act, row=row, event=Event.APPLY, on=today, gate=gate, note=note, **values)
        return {"sanction_id": row.pk, "stop_id": row.credit_stop_id, "case_id": row.case_id}

    return perform(intent=intent, work=work)


def _effect(act: OpenAct, row: Sanction, rung: Rung, today: date) -> dict[str, Any]:
    if rung is Rung.CONTROLLED_SHIPPING:
        return {"reference_minor": owed_now(customer_id=row.customer_id, today=today)}
    if rung is Rung.LEGAL:
        claimed = owed_items(row=row, today=today)
        files, why = legal_files(), f"{row.reason[:270]} (#{row.pk})"
        whose = row.customer_id
        return {"case_id": files.file_for(act=act, today=today, customer_id=whose, claimed=claimed, note=why)}
    if rung in BY_HAND:
        give_task(act=act, row=row, duty=Duty.DO, today=today)
    if rung is not Rung.STOP_SUPPLY:
        return {}
    stop = StopDraft(
        row.customer_id,
        f"{row.reason[:270]} (#{row.pk})",
        order_number=row.order_number,
        company_id=row.company_id,
    )
    return {"credit_stop_id": add_stop(act=act, today=today, stop=stop)}


def _refuse_early(row: Sanction, rung: Rung, today: date) -> None:
    if row.noticed_on is None:
        return
    first = first_day_in_force(rung=rung, noticed_on=row.noticed_on, calendar=business_calendar())
    if today < first:
        raise Refused("SANCTION_TIME_RUNS", date=(first - timedelta(days=1)).isoformat())


def _refuse(row: Sanction, today: date, *, is_effective: bool = False) -> Any:
    """The gate of today; raises Refused where nothing is asked for or the gate is closed."""
    refuse_idle(row=row, today=today)
    gate = gate_now(row=row, today=today, is_effective=is_effective)
    refuse_closed(gate=gate)
    return gate


def _locked(known: Sanction) -> Sanction:
    locked_customer(customer_id=known.customer_id)
    return Sanction.objects.select_for_update().get(pk=known.pk)
