"""A sanction ends: released when what it asked for is paid, its stop lifted and nothing else touched; proposals that ran out."""

from __future__ import annotations

from datetime import date, datetime

from huikuan.approvals.operations import withdraw_many
from huikuan.approvals.queries import requests_by_id
from huikuan.approvals.rules import RequestState
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.credit.operations.stopping import end_stop
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.sanctions.models import Sanction, SanctionItem
from huikuan.sanctions.operations.moving import moved
from huikuan.sanctions.operations.writing import tell_release
from huikuan.sanctions.queries.debtors import debtors
from huikuan.sanctions.rules.ladder import left_to_pay
from huikuan.sanctions.rules.rungs import LETTERS, LIVE, TAKEN, Event, Rung, State

PAID = "–"
"""Why a stop was lifted by the day's run: the sanction names the payment."""


def release_paid(*, actor: Actor, now: datetime, today: date, key: str) -> dict[str, Json]:
    """Release every sanction whose items are paid, and end proposals nobody decided; `{"released", "ended"}`.

    What is disputed meanwhile is not asked for. The day's run calls it. Raises NotPermitted.
    """
    refuse_without_verb(actor=actor, verb=Verb.SANCTION)
    intent = Intent("release_paid_sanctions", actor, now, key, None, {"today": today.isoformat()})

    def work(act: OpenAct) -> dict[str, Json]:
        rows = list(Sanction.objects.select_for_update().filter(state__in=[one.value for one in LIVE]).order_by("pk"))
        owing = debtors(today=today) if rows else {}
        asked = _asked(rows)
        waiting = requests_by_id(ids=[row.request_id for row in rows if row.request_id], today=today)
        done = {"released": 0, "ended": 0}
        for row in rows:
            debtor = owing.get((row.customer_id, row.company_id))
            items = debtor.items if debtor else ()
            is_paid = left_to_pay(items=items, asked=asked[row.pk], today=today) <= 0
            if State(row.state) in TAKEN:
                if is_paid:
                    release(act=act, row=row, today=today, note=PAID)
                    done["released"] += 1
                continue
            request = waiting.get(row.request_id or 0)
            is_waiting = request is not None and request.state is RequestState.WAITING
            ran_out = row.state == State.PROPOSED.value and not is_waiting
            if is_paid or ran_out:
                done["ended"] += _ended(act, row, today, is_ours=is_waiting and row.proposed_by_id is None)
        return done

    return perform(intent=intent, work=work)


def release(*, act: OpenAct, row: Sanction, today: date, note: str) -> None:
    """Release a sanction inside an open act: its own stop of credit is lifted and no other, the debtor is told."""
    moved(act=act, row=row, event=Event.RELEASE, on=today, note=note)
    if row.credit_stop_id is not None:
        end_stop(act=act, stop_id=row.credit_stop_id, reason=note or PAID)
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
