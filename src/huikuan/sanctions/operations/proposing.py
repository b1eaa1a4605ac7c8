"""Propose a sanction with a reason; state facts with papers for its gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from hashlib import sha256

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.customers.access import customer_for, locked_customer
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb, refuse_other_company
from huikuan.kernel.refusal import Changed, Refused
from huikuan.sanctions.access import sanction_for
from huikuan.sanctions.models import Sanction
from huikuan.sanctions.operations.asking import SanctionDraft, Wanted, put_forward, written_down
from huikuan.sanctions.operations.ending import release
from huikuan.sanctions.operations.moving import gate_now, refuse_closed, told
from huikuan.sanctions.policies import ladders_in_force
from huikuan.sanctions.queries.debtors import debtors
from huikuan.sanctions.rules.facts import Stated, plain_gate, plain_stated, stated_from
from huikuan.sanctions.rules.ladder import climb_refusal, counted_items
from huikuan.sanctions.rules.rungs import LIVE, Event, Rung, State

__all__ = ["Files", "SanctionDraft", "propose_sanction", "state_facts"]
LONGEST_REASON = 500
Files = Sequence[tuple[str, bytes]]


def propose_sanction(
    *, actor: Actor, now: datetime, today: date, key: str, draft: SanctionDraft, files: Files = ()
) -> dict[str, Json]:
    """Propose the rung whose turn it is, for another person to approve; `{"sanction_id", "request_id"}`.

    Raises NotPermitted; Refused SANCTION_REASON, SANCTION_LOWERS, LADDER_… (not its turn, nothing overdue, a gap runs),
    SANCTION_GATE_CLOSED naming each missing fact (民法典 525–528), REQUEST_WITHOUT_APPROVER.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.SANCTION)
    refuse_other_company(actor=actor, company_id=draft.company_id)
    reason = draft.reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused("SANCTION_REASON", most=LONGEST_REASON)
    lowers = draft.lower_minor > 0 or 0 < draft.lower_permille <= 1_000
    if (draft.rung is Rung.CONTROLLED_SHIPPING) != lowers:
        raise Refused("SANCTION_LOWERS")
    intent = Intent("propose_sanction", actor, now, key, draft.company_id, _plain(draft, files))

    def work(act: OpenAct) -> dict[str, Json]:
        locked_customer(customer_id=draft.customer_id)
        whose, policy = (draft.customer_id, draft.company_id), ladders_in_force()
        debtor = debtors(today=today, customer_id=draft.customer_id).get(whose)
        if debtor is None:
            raise Refused("LADDER_NOTHING_OVERDUE")
        why = climb_refusal(rung=draft.rung, debtor=debtor, policy=policy, today=today)
        if why is not None:
            raise Refused(why.code, **why.parameters)
        wanted = Wanted(replace(draft, reason=reason), counted_items(items=debtor.items, today=today))
        (row,) = written_down(act=act, today=today, policy_number=policy.number, wanted=[wanted])
        _state(act, row, draft.stated, files)
        refuse_closed(gate=gate_now(row=row, today=today))
        put_forward(act=act, today=today, rows=[row])
        return {"sanction_id": row.pk, "request_id": row.request_id}

    return perform(intent=intent, work=work)


def state_facts(  # noqa: PLR0913 - an act with its papers
    *, actor: Actor, now: datetime, today: date, key: str, sanction_id: int, stated: Stated, files: Files = ()
) -> dict[str, Json]:
    """State facts with papers for the gate of a live sanction; `{"sanction_id", "is_open"}`.

    The order is fixed once the debtor was told. Where it is in force and the gate closes, as when security was given
    (民法典 528), it is released at once. Raises NotPermitted, Changed SANCTION_CHANGED, Refused SANCTION_ORDER_FIXED.
    """
    known = sanction_for(actor=actor, sanction_id=sanction_id, need=Verb.SANCTION)
    detail = {"sanction_id": sanction_id, "stated": plain_stated(stated=stated), "files": _hashes(files)}
    intent = Intent("state_sanction_facts", actor, now, key, known.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        locked_customer(customer_id=known.customer_id)
        row = Sanction.objects.select_for_update().get(pk=sanction_id)
        if State(row.state) not in LIVE:
            raise Changed("SANCTION_CHANGED")
        if row.noticed_on is not None and stated.order_number != row.order_number:
            raise Refused("SANCTION_ORDER_FIXED", order=row.order_number)
        before = stated_from(content=row.facts)
        _state(act, row, replace(stated, papers=tuple(dict.fromkeys((*before.papers, *stated.papers)))), files)
        in_force = row.state == State.IN_FORCE.value
        gate = gate_now(row=row, today=today, is_effective=in_force)
        Sanction.objects.filter(pk=row.pk).update(gate={} if gate is None else plain_gate(gate=gate))
        row.refresh_from_db()
        told(act=act, row=row, event=Event.STATE, on=today, note=stated.note)
        if in_force and gate is not None and not gate.is_open:
            release(act=act, row=row, today=today, note=stated.note)
        return {"sanction_id": sanction_id, "is_open": gate is None or gate.is_open}

    return perform(intent=intent, work=work)


def _state(act: OpenAct, row: Sanction, stated: Stated, files: Files) -> None:
    papers = [
        store(act=act, document=DocumentDraft(name, content, Purpose.SANCTION, row.pk)) for name, content in files
    ]
    whole = replace(stated, papers=tuple(dict.fromkeys((*stated.papers, *papers))))
    is_stated = bool(whole.turn or whole.unrest or whole.papers or whole.security_given or whole.order_number)
    # Whoever stated anything for it decides it never, also after somebody else stated something more.
    before = row.facts.get("by", [])
    by = sorted({*before, act.actor.user_id}) if is_stated and act.actor.user_id is not None else before
    Sanction.objects.filter(pk=row.pk).update(
        facts=plain_stated(stated=whole) | {"by": by},
        order_number=stated.order_number.strip(),
        facts_by_id=act.actor.user_id if is_stated else row.facts_by_id,
    )
    row.refresh_from_db()


def _plain(draft: SanctionDraft, files: Files) -> dict[str, Json]:
    whole = asdict(replace(draft, stated=Stated()))
    kept: dict[str, Json] = plain(value=whole | {"stated": plain_stated(stated=draft.stated), "files": _hashes(files)})
    return kept


def _hashes(files: Files) -> list[list[str]]:
    return [[name, sha256(content).hexdigest()] for name, content in files]
