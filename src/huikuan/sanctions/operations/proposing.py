"""Propose a sanction: a person with his reason, or the day's job by the ladder; state facts for its gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from huikuan.approvals.operations import ask
from huikuan.approvals.rules import RequestDraft, RequestKind
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.customers.access import customer_for, locked_customer
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Role, Verb, refuse_other_company, refuse_without_verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.kernel.text_amounts import format_amount
from huikuan.sanctions.access import sanction_for
from huikuan.sanctions.models import Sanction, SanctionItem
from huikuan.sanctions.operations.ending import release
from huikuan.sanctions.operations.moving import gate_now, refuse_closed, told
from huikuan.sanctions.policies import ladders_in_force
from huikuan.sanctions.queries.debtors import debtors
from huikuan.sanctions.rules.facts import Stated, plain_gate, plain_stated, stated_from
from huikuan.sanctions.rules.ladder import Climb, Item, climb_refusal, counted_items, next_rung
from huikuan.sanctions.rules.rungs import LIVE, SEPARATELY, Event, Rung, State

REQUEST_DAYS = 30
"""Days a proposal waits for its decision; after them it is made anew, on the facts of then."""
MOST_A_DAY = 200
"""Proposals the day's run makes at most: so many people can decide."""
LONGEST_REASON = 500
Files = Sequence[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class SanctionDraft:
    """Which rung for whom and why; the order whose supply is to stop, or by how much each delivery must lower what is owed."""

    customer_id: int
    company_id: int
    rung: Rung
    reason: str
    stated: Stated = field(default_factory=Stated)
    lower_minor: int = 0
    lower_permille: int = 0


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is written down of a proposal: its items, its reason, the version of the ladders."""

    items: tuple[Item, ...]
    reason: str
    policy_number: int


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
        asked = _Asked(counted_items(items=debtor.items, today=today), reason, policy.number)
        row = _written(act, today, draft, asked)
        _state(act, row, draft.stated, files)
        gate = gate_now(row=row, today=today)
        refuse_closed(gate=gate)
        return _ask(act, today, row)

    return perform(intent=intent, work=work)


def propose_by_policy(*, actor: Actor, now: datetime, today: date, key: str) -> dict[str, Json]:
    """Propose for debtors the rung that the ladder has reached, where the ladders in force say so; `{"proposed"}`.

    The day's run calls it; at most 200 a day, the largest amounts first, so that people can decide them. A rung whose gate
    is closed is proposed all the same: it waits until somebody states what is missing. Raises NotPermitted.
    """
    refuse_without_verb(actor=actor, verb=Verb.SANCTION)
    intent = Intent("propose_sanctions_by_policy", actor, now, key, None, {"today": today.isoformat()})

    def work(act: OpenAct) -> dict[str, Json]:
        policy = ladders_in_force()
        if not policy.proposes:
            return {"proposed": 0}
        climbs = [
            (whose, climb)
            for whose, debtor in debtors(today=today).items()
            if (climb := next_rung(debtor=debtor, policy=policy, today=today)).rung is not None
        ]
        first = sorted(climbs, key=lambda pair: (-pair[1].asked_minor, pair[0]))[:MOST_A_DAY]
        for whose, climb in sorted(first, key=lambda pair: pair[0]):
            draft = SanctionDraft(*whose, climb.rung or Rung.DEMAND_1, _in_figures(climb))
            row = _written(act, today, draft, _Asked(climb.items, draft.reason, policy.number))
            _state(act, row, draft.stated, ())
            _ask(act, today, row)
        return {"proposed": len(first)}

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


def _written(act: OpenAct, today: date, draft: SanctionDraft, asked: _Asked) -> Sanction:
    row = Sanction.objects.create(
        company_id=draft.company_id,
        customer_id=draft.customer_id,
        rung=draft.rung.value,
        state=State.PROPOSED.value,
        currency=asked.items[0].currency,
        asked_minor=sum(item.undisputed_minor for item in asked.items),
        order_number=draft.stated.order_number.strip(),
        lower_minor=draft.lower_minor,
        lower_permille=draft.lower_permille,
        reason=asked.reason,
        policy_number=asked.policy_number,
        proposed_on=today,
        proposed_at=act.now,
        proposed_by_id=act.actor.user_id,
        proposed_by_name=act.actor.name,
        moved_on=today,
        act_id=act.id,
    )
    SanctionItem.objects.bulk_create(
        SanctionItem(sanction=row, receivable_id=item.receivable_id, asked_minor=item.undisputed_minor)
        for item in asked.items
    )
    return row


def _state(act: OpenAct, row: Sanction, stated: Stated, files: Files) -> None:
    papers = [
        store(act=act, document=DocumentDraft(name, content, Purpose.SANCTION, row.pk)) for name, content in files
    ]
    whole = replace(stated, papers=tuple(dict.fromkeys((*stated.papers, *papers))))
    is_stated = bool(whole.turn or whole.unrest or whole.papers or whole.security_given or whole.order_number)
    Sanction.objects.filter(pk=row.pk).update(
        facts=plain_stated(stated=whole),
        order_number=stated.order_number.strip(),
        facts_by_id=act.actor.user_id if is_stated else row.facts_by_id,
    )
    row.refresh_from_db()


def _keep_gate(row: Sanction, today: date) -> None:
    gate = gate_now(row=row, today=today)
    Sanction.objects.filter(pk=row.pk).update(gate={} if gate is None else plain_gate(gate=gate))
    row.refresh_from_db()


def _ask(act: OpenAct, today: date, row: Sanction) -> dict[str, Json]:
    """Put the request before those who decide it: by the tiers of its amount, or the finance director."""
    separately = Rung(row.rung) in SEPARATELY
    draft = RequestDraft(
        kind=RequestKind.SANCTION,
        subject_id=row.pk,
        customer_id=row.customer_id,
        company_id=row.company_id,
        amount_minor=None if separately else row.asked_minor,
        currency=row.currency,
        title_code=f"SANCTION_ASKED_{row.rung}",
        parameters={"order": row.order_number, "minor": row.asked_minor, "currency": row.currency},
        reason=row.reason,
        expires_on=today + timedelta(days=REQUEST_DAYS),
        roles=frozenset({Role.FINANCE_DIRECTOR}) if separately else None,
    )
    request_id = ask(act=act, draft=draft, today=today)
    _keep_gate(row, today)
    Sanction.objects.filter(pk=row.pk).update(request_id=request_id)
    row.refresh_from_db()
    told(act=act, row=row, event=Event.PROPOSE, on=today, note=row.reason)
    return {"sanction_id": row.pk, "request_id": request_id}


def _in_figures(climb: Climb) -> str:
    """Why the ladder proposes it, readable in every language; the reasons in words stand on the page."""
    figures = climb.reasons[0].parameters
    currency = str(figures["currency"])
    return f"{currency} {format_amount(minor=int(figures['minor']), currency=currency)} · {figures['days']} d"


def _plain(draft: SanctionDraft, files: Files) -> dict[str, Json]:
    whole = asdict(replace(draft, stated=Stated()))
    kept: dict[str, Json] = plain(value=whole | {"stated": plain_stated(stated=draft.stated), "files": _hashes(files)})
    return kept


def _hashes(files: Files) -> list[list[str]]:
    return [[name, sha256(content).hexdigest()] for name, content in files]
