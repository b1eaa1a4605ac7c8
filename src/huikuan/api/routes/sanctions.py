"""Sanctions: the ladder of a customer with its legal gates, the list, a proposal."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from huikuan.api.answers import Fault, Numbered
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.contents import named_bytes
from huikuan.api.faults import STATUSES
from huikuan.api.fields import AddressId, Key
from huikuan.api.pages import numbered
from huikuan.api.sanction_shapes import (
    FactOut,
    GateOut,
    GateWayOut,
    LadderOut,
    LaddersOut,
    RungOut,
    SanctionIn,
    SanctionOut,
    SanctionPageIn,
    SanctionProposed,
    StatedIn,
    WhyOut,
)
from huikuan.kernel.actor import Verb
from huikuan.sanctions.operations.proposing import SanctionDraft, propose_sanction
from huikuan.sanctions.queries.ladders import Ladder, RungRow, SanctionFilter, ladder_of, sanction_page
from huikuan.sanctions.rules.facts import Stated
from huikuan.sanctions.rules.gates import Gate, Missing, Turn
from huikuan.sanctions.rules.ladder import Why
from huikuan.wording.sentences import sentence

router = Router(tags=["sanctions"])


@router.get("/sanctions", response={200: Numbered[SanctionOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_sanctions(request: HttpRequest, page: Query[SanctionPageIn]) -> Numbered[SanctionOut]:
    """Sanctions, the latest proposed first."""
    narrowed = SanctionFilter(state=page.state.value if page.state else "", customer_id=page.customer_id)
    actor = caller_of(request=request).actor
    found = sanction_page(actor=actor, narrowed=narrowed, number=page.page, size=page.limit)
    return numbered(page=found, items=[SanctionOut.model_validate(row) for row in found.rows])


@router.get("/customers/{customer_id}/ladder", response={200: LaddersOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_ladder(request: HttpRequest, customer_id: Path[AddressId]) -> LaddersOut:
    """Every rung of a customer's ladder: what the law says to it today, and which fact is missing."""
    caller = caller_of(request=request)
    found = ladder_of(actor=caller.actor, customer_id=customer_id, today=caller.today)
    return LaddersOut(customer_id=customer_id, ladders=[_ladder(one) for one in found])


@router.post("/sanctions", response={201: SanctionProposed, STATUSES: Fault}, auth=Bearer(Verb.SANCTION))
def create_sanction(request: HttpRequest, key: Key, body: SanctionIn) -> Status[SanctionProposed]:
    """Propose the rung whose turn it is, for another person to approve; refused where its gate in law is closed."""
    caller = caller_of(request=request)
    draft = SanctionDraft(
        body.customer_id,
        body.company_id,
        body.rung,
        body.reason,
        _stated(body.stated),
        body.lower_minor,
        body.lower_permille,
    )
    done = propose_sanction(
        **caller.acting(key),
        draft=draft,
        files=tuple(named_bytes(file=one) for one in body.files),
    )
    return Status(201, SanctionProposed(id=done["sanction_id"], request_id=done["request_id"]))


def _stated(said: StatedIn) -> Stated:
    return Stated(
        order_number=said.order_number or "",
        turn=said.turn or Turn.UNKNOWN,
        unrest=frozenset(said.unrest),
        security_given=said.security_given,
        note=said.note,
        order_stands=said.order_stands,
    )


def _ladder(one: Ladder) -> LadderOut:
    return LadderOut(
        company_id=one.company_id,
        currency=one.currency,
        minor=one.minor,
        days=one.days,
        is_malicious=one.is_malicious,
        policy_number=one.policy_number,
        proposed=one.climb.rung,
        reasons=[_why(reason) for reason in one.climb.reasons],
        rungs=[_rung(row) for row in one.rungs],
    )


def _rung(row: RungRow) -> RungOut:
    return RungOut(
        rung=row.rung,
        from_days=row.from_days,
        from_minor=row.from_minor,
        gap_days=row.gap_days,
        gate=_gate(row.gate) if row.gate else None,
        sanction=SanctionOut.model_validate(row.sanction) if row.sanction else None,
        refusal=_why(row.refusal) if row.refusal else None,
    )


def _gate(gate: Gate) -> GateOut:
    return GateOut(
        is_open=gate.is_open,
        stands_on=gate.stands_on,
        ways=[GateWayOut(article=way.article, missing=_facts(way.missing)) for way in gate.ways],
        warnings=_facts(gate.warnings),
    )


def _facts(found: Iterable[Missing]) -> list[FactOut]:
    return [
        FactOut(code=one.code, message=sentence(code=one.code, parameters=one.parameters), article=one.article)
        for one in found
    ]


def _why(one: Why) -> WhyOut:
    return WhyOut(code=one.code, message=sentence(code=one.code, parameters=one.parameters))
