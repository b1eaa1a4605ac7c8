"""Decide proposals: approved terms come into force at once, with the approver in the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Unpack

from huikuan.approvals.operations import decide
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.queries import customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.ratings.access import proposals_for
from huikuan.ratings.applying import apply_proposals
from huikuan.ratings.computing import terms_now
from huikuan.ratings.models import Proposal
from huikuan.ratings.rules.rerating import PROPOSAL_TRANSITIONS, ProposalState, ProposalStep
from huikuan.ratings.rulings import Ruling

MOST_AT_ONCE = 200


def decide_rating(*, actor: Actor, now: datetime, today: date, key: str, **ruling: Unpack[Ruling]) -> dict[str, Json]:
    """Approve or reject the terms one rating proposes; `{"proposals": [id], "state"}`. Raises as `decide_ratings`."""
    one = {"approve": ruling["approve"], "note": ruling["note"]}
    return _decide(actor, now, today, key, [ruling["request_id"]], one)


def decide_ratings(
    *, actor: Actor, now: datetime, today: date, key: str, request_ids: Sequence[int], note: str = ""
) -> dict[str, Json]:
    """Approve many proposals in one act, all or none; `{"proposals": [id …], "state"}`.

    Raises NotPermitted REQUEST_NOT_VISIBLE, APPROVER_ROLE (for one of them), Refused TOO_MANY_AT_ONCE, NOTHING_CHOSEN,
    Changed REQUEST_DECIDED, PROPOSAL_OUTDATED (his terms are others than those the proposal compares with).
    """
    return _decide(actor, now, today, key, request_ids, {"approve": True, "note": note})


def _decide(
    actor: Actor, now: datetime, today: date, key: str, request_ids: Sequence[int], ruling: dict[str, Json]
) -> dict[str, Json]:
    ids = sorted(set(request_ids))
    if not ids:
        raise Refused("NOTHING_CHOSEN")
    if len(ids) > MOST_AT_ONCE:
        raise Refused("TOO_MANY_AT_ONCE", most=MOST_AT_ONCE)
    if proposals_for(actor=actor).filter(request_id__in=ids).count() != len(ids):
        raise NotPermitted("REQUEST_NOT_VISIBLE", request=ids[0])
    intent = Intent("decide_ratings", actor, now, key, None, {"request_ids": ids, **ruling})
    return perform(intent=intent, work=lambda act: _work(act, today, ids, ruling))


def _work(act: OpenAct, today: date, ids: Sequence[int], ruling: dict[str, Json]) -> dict[str, Json]:
    approve = bool(ruling["approve"])
    rows = list(Proposal.objects.select_for_update().filter(request_id__in=ids).order_by("pk"))
    if approve:
        _refuse_outdated(rows, today)
    for row in rows:
        decide(act=act, request_id=row.request_id or 0, approve=approve, note=str(ruling["note"]), today=today)
    step = ProposalStep.APPROVE if approve else ProposalStep.REJECT
    state = PROPOSAL_TRANSITIONS[ProposalState.WAITING, step]
    waiting = Proposal.objects.filter(pk__in=[row.pk for row in rows], state=ProposalState.WAITING.value)
    moved = waiting.update(state=state.value, decided_by_name=act.actor.name, decided_at=act.now)
    if moved != len(rows):
        raise Changed("REQUEST_DECIDED")
    if approve:
        apply_proposals(act=act, today=today, proposals=rows)
    return {"proposals": [row.pk for row in rows], "state": state.value}


def _refuse_outdated(rows: Sequence[Proposal], today: date) -> None:
    """What was called tighter then may be looser now: a limit lowered or taken away since is not raised by an old proposal."""
    waiting = [row for row in rows if row.state == ProposalState.WAITING.value]
    now = terms_now(customer_ids=[row.customer_id for row in waiting], on=today)
    for row in waiting:
        if asdict(now[row.customer_id]) != row.before:
            raise Changed("PROPOSAL_OUTDATED", name=customers_by_id(ids=[row.customer_id])[row.customer_id].name)
