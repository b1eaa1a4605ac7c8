"""Write sanctions down and put them before those who decide them: one of a person, or a day's many, with the same queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from huikuan.approvals.operations import ask_many
from huikuan.approvals.rules import RequestDraft, RequestKind
from huikuan.audit.operations import OpenAct
from huikuan.kernel.actor import Role
from huikuan.sanctions.models import Sanction, SanctionItem, SanctionStep
from huikuan.sanctions.operations.moving import gates_now
from huikuan.sanctions.rules.facts import Stated, plain_gate, plain_stated
from huikuan.sanctions.rules.ladder import Item, main_sum
from huikuan.sanctions.rules.rungs import SEPARATELY, Event, Rung, State

REQUEST_DAYS = 30
"""Days a proposal waits for its decision; after them it is made anew, on the facts of then."""


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
class Wanted:
    """A draft with the items it asks for."""

    draft: SanctionDraft
    items: tuple[Item, ...]


def written_down(*, act: OpenAct, today: date, policy_number: int, wanted: Sequence[Wanted]) -> list[Sanction]:
    """The rows of sanctions with their items, in the order given, not yet put before anybody."""
    rows = Sanction.objects.bulk_create(_row(act, today, policy_number, one) for one in wanted)
    SanctionItem.objects.bulk_create(
        SanctionItem(sanction=row, receivable_id=item.receivable_id, asked_minor=item.undisputed_minor)
        for row, one in zip(rows, wanted, strict=True)
        for item in one.items
    )
    return rows


def put_forward(*, act: OpenAct, today: date, rows: Sequence[Sanction]) -> None:
    """Ask for the decision of each: by the tiers of its amount, or by the finance director; its gate is kept beside it.

    Raises Refused REQUEST_WITHOUT_APPROVER.
    """
    requests = ask_many(act=act, drafts=[_request(row, today) for row in rows], today=today)
    gates = gates_now(rows=rows, today=today)
    for row, request_id in zip(rows, requests, strict=True):
        gate = gates.get(row.pk)
        row.request_id, row.gate = request_id, {} if gate is None else plain_gate(gate=gate)
    Sanction.objects.bulk_update(rows, ["request_id", "gate"])
    SanctionStep.objects.bulk_create(
        SanctionStep(
            sanction=row,
            event=Event.PROPOSE.value,
            state=row.state,
            on=today,
            at=act.now,
            who_name=act.actor.name,
            note=row.reason,
            gate=row.gate,
            act_id=act.id,
        )
        for row in rows
    )


def _row(act: OpenAct, today: date, policy_number: int, wanted: Wanted) -> Sanction:
    draft = wanted.draft
    currency, minor = main_sum(items=wanted.items)
    return Sanction(
        company_id=draft.company_id,
        customer_id=draft.customer_id,
        rung=draft.rung.value,
        state=State.PROPOSED.value,
        currency=currency,
        asked_minor=minor,
        order_number=draft.stated.order_number.strip(),
        lower_minor=draft.lower_minor,
        lower_permille=draft.lower_permille,
        reason=draft.reason,
        facts=plain_stated(stated=replace(draft.stated, papers=())),
        policy_number=policy_number,
        proposed_on=today,
        proposed_at=act.now,
        proposed_by_id=act.actor.user_id,
        proposed_by_name=act.actor.name,
        moved_on=today,
        act_id=act.id,
    )


def _request(row: Sanction, today: date) -> RequestDraft:
    separately = Rung(row.rung) in SEPARATELY
    return RequestDraft(
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
