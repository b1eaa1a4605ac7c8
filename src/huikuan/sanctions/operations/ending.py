"""A sanction ends: released when what it asked for is paid or a person lifts it, its own effect undone and no other."""

from __future__ import annotations

from datetime import date, datetime

from huikuan.approvals.operations import withdraw_many
from huikuan.approvals.queries import requests_by_id
from huikuan.approvals.rules import RequestState
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.credit.operations.stopping import LONGEST_REASON, end_stop
from huikuan.customers.access import locked_customer
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Refused
from huikuan.sanctions.access import sanction_for
from huikuan.sanctions.models import Sanction, SanctionItem, SanctionStep
from huikuan.sanctions.neighbours import legal_files
from huikuan.sanctions.operations.moving import gates_now, moved
from huikuan.sanctions.operations.tasks import drop_tasks, give_task
from huikuan.sanctions.operations.writing import tell_release
from huikuan.sanctions.queries.debtors import debtors
from huikuan.sanctions.rules.gates import Gate
from huikuan.sanctions.rules.ladder import left_to_pay
from huikuan.sanctions.rules.rungs import LETTERS, LIVE, TAKEN, Duty, Event, Rung, State

PAID = "–"
"""Why a stop was lifted by the day's run: the sanction names the payment."""


def release_paid(*, actor: Actor, now: datetime, today: date, key: str) -> dict[str, Json]:
    """Release every sanction whose items are paid, and end proposals nobody decided; `{"released", "ended"}`.

    A stop in force that the law does not carry any more, as the order in breach is paid, is released though another is
    owed. What is disputed meanwhile is not asked for. The day's run calls it. Raises NotPermitted.
    """
    refuse_without_verb(actor=actor, verb=Verb.SANCTION)
    intent = Intent("release_paid_sanctions", actor, now, key, None, {"today": today.isoformat()})

    def work(act: OpenAct) -> dict[str, Json]:
        rows = list(Sanction.objects.select_for_update().filter(state__in=[one.value for one in LIVE]).order_by("pk"))
        owing = debtors(today=today) if rows else {}
        asked = _asked(rows)
        in_force = [row for row in rows if row.state == State.IN_FORCE.value]
        gates = gates_now(rows=in_force, today=today, is_effective=True)
        waiting = requests_by_id(ids=[row.request_id for row in rows if row.request_id], today=today)
        done = {"released": 0, "ended": 0}
        for row in rows:
            debtor = owing.get((row.customer_id, row.company_id))
            items = debtor.items if debtor else ()
            is_paid = left_to_pay(items=items, asked=asked[row.pk], today=today) <= 0
            if State(row.state) in TAKEN:
                gate = gates.get(row.pk)
                if is_paid or (gate is not None and not gate.is_open):
                    release(act=act, row=row, today=today, note=PAID, gate=gate)
                    done["released"] += 1
                continue
            request = waiting.get(row.request_id or 0)
            is_waiting = request is not None and request.state is RequestState.WAITING
            ran_out = row.state == State.PROPOSED.value and not is_waiting
            if is_paid or ran_out:
                done["ended"] += _ended(act, row, today, is_ours=is_waiting and row.proposed_by_id is None)
        return done

    return perform(intent=intent, work=work)


def lift_sanction(
    *, actor: Actor, now: datetime, today: date, key: str, sanction_id: int, note: str
) -> dict[str, Json]:
    """Lift a sanction although not all is paid, saying why, as after an agreement; `{"sanction_id"}`. Needs RELEASE_HOLD.

    Its rung comes back by the ladder no earlier than its gap. Raises NotPermitted, Refused SANCTION_LIFT_WHY, Changed
    SANCTION_CHANGED.
    """
    known = sanction_for(actor=actor, sanction_id=sanction_id, need=Verb.RELEASE_HOLD)
    if not note.strip():
        raise Refused("SANCTION_LIFT_WHY")
    detail = {"sanction_id": sanction_id, "note": note}
    intent = Intent("lift_sanction", actor, now, key, known.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        locked_customer(customer_id=known.customer_id)
        row = Sanction.objects.select_for_update().get(pk=known.pk)
        release(act=act, row=row, today=today, note=note.strip())
        return {"sanction_id": row.pk}

    return perform(intent=intent, work=work)


def release(*, act: OpenAct, row: Sanction, today: date, note: str, gate: Gate | None = None) -> None:
    """Release a sanction inside an open act: its own stop, case or task is undone and no other, the debtor is told.

    `gate` is what the law said that day, where it was asked.
    A case that was filed, and what was done by hand, is undone by a person: he gets a task.
    """
    moved(act=act, row=row, event=Event.RELEASE, on=today, gate=gate, note=note)
    if row.credit_stop_id is not None:
        end_stop(act=act, stop_id=row.credit_stop_id, reason=(note or PAID)[:LONGEST_REASON])
    is_undone = not drop_tasks(row=row, today=today)
    if row.case_id is not None:
        opened_in = SanctionStep.objects.filter(sanction=row, event=Event.APPLY.value).values_list("act_id", flat=True)
        files, why = legal_files(), note if note not in ("", PAID) else f"#{row.pk} {PAID}"
        is_undone = files.close_unfiled(act=act, today=today, case_id=row.case_id, opened_in=opened_in[0], note=why)
    if not is_undone:
        give_task(act=act, row=row, duty=Duty.UNDO, today=today)
    if Rung(row.rung) not in LETTERS:
        tell_release(act=act, row=row, today=today)


def _ended(act: OpenAct, row: Sanction, today: date, *, is_ours: bool) -> int:
    """End a proposal: the machine takes back what it asked for; a person's request stays his, and is refused when decided."""
    if is_ours and row.request_id is not None:
        withdraw_many(act=act, request_ids=[row.request_id])
    moved(act=act, row=row, event=Event.WITHDRAW, on=today)
    return 1


def _asked(rows: list[Sanction]) -> dict[int, frozenset[int]]:
    found: dict[int, frozenset[int]] = {row.pk: frozenset() for row in rows}
    items = SanctionItem.objects.filter(sanction__in=[row.pk for row in rows])
    for sanction_id, receivable_id in items.values_list("sanction_id", "receivable_id"):
        found[sanction_id] |= {receivable_id}
    return found
