"""The only door to requests for the upper floors: what an actor may decide, what he asked for, what he decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from huikuan.accounts.rules import VERBS_OF_ROLE
from huikuan.approvals.models import Request, TierVersion
from huikuan.approvals.rules import (
    SHIPPED_TIERS,
    Fault,
    RequestKind,
    RequestState,
    Tier,
    Tiers,
    decision_fault,
    held_roles,
    in_force,
    roles_that_decide,
)
from huikuan.customers.access import customers_for, sees_everything
from huikuan.kernel.actor import Actor, Role
from huikuan.kernel.refusal import NotPermitted


def tiers_on(*, on: date) -> Mapping[RequestKind, Tiers]:
    """The tiers in force on a day for each kind that has any: the newest version begun, else the shipped one; two queries."""
    known: dict[RequestKind, list[Tiers]] = {kind: [tiers] for kind, tiers in SHIPPED_TIERS.items()}
    for row in TierVersion.objects.order_by("kind", "number").prefetch_related("tiers"):
        known.setdefault(RequestKind(row.kind), []).append(tiers_of(row=row))
    found = {kind: in_force(versions=versions, on=on) for kind, versions in known.items()}
    return {kind: tiers for kind, tiers in found.items() if tiers is not None}


def tiers_of(*, row: TierVersion) -> Tiers:
    """The record of a stored version whose tiers are loaded."""
    tiers = (Tier(one.from_minor, frozenset(Role(role) for role in one.roles)) for one in row.tiers.all())
    return Tiers(RequestKind(row.kind), row.number, row.valid_from, row.source, tuple(sorted(tiers)))


def deciding_roles(*, row: Request, tiers: Mapping[RequestKind, Tiers]) -> frozenset[Role]:
    """The roles that may decide a request by the tiers given."""
    named = None if row.roles is None else frozenset(Role(role) for role in row.roles)
    return roles_that_decide(
        tiers=tiers.get(RequestKind(row.kind)), amount_minor=row.amount_minor, currency=row.currency, named=named
    )


def deciding_fault(*, actor: Actor, row: Request, tiers: Mapping[RequestKind, Tiers]) -> Fault | None:
    """Why an actor may not decide a request that he sees; None where he may."""
    return decision_fault(
        actor=actor,
        held=held_roles(actor=actor, verbs_of=VERBS_OF_ROLE),
        allowed=deciding_roles(row=row, tiers=tiers),
        requested_by_id=row.requested_by_id,
    )


def in_sight(*, actor: Actor) -> QuerySet[Request]:
    """Requests about own companies and customers the actor may see, or about none; whether he may decide is another question."""
    rows = Request.objects.all()
    if actor.company_ids is not None:
        rows = rows.filter(Q(company=None) | Q(company_id__in=actor.company_ids))
    if not sees_everything(actor=actor):
        rows = rows.filter(Q(customer=None) | Q(customer_id__in=customers_for(actor=actor).values("pk")))
    return rows


def decidable(*, actor: Actor, today: date) -> list[Request]:
    """What waits for this actor today, the oldest first: in his sight, not his own, of a role he holds, not over."""
    if actor.user_id is None or not actor.roles:
        return []
    tiers = tiers_on(on=today)
    open_today = Q(expires_on=None) | Q(expires_on__gte=today)
    rows = in_sight(actor=actor).filter(open_today, state=RequestState.WAITING.value).order_by("pk")
    return [row for row in rows if deciding_fault(actor=actor, row=row, tiers=tiers) is None]


def own_requests(*, actor: Actor) -> QuerySet[Request]:
    """What the actor asked for, also where the customer is no longer his."""
    if actor.user_id is None:
        return Request.objects.none()
    return Request.objects.filter(requested_by_id=actor.user_id)


def decided_requests(*, actor: Actor) -> QuerySet[Request]:
    """What the actor decided, and what was decided of his own."""
    if actor.user_id is None:
        return Request.objects.none()
    over = Request.objects.exclude(state=RequestState.WAITING.value)
    return over.filter(Q(decided_by_id=actor.user_id) | Q(requested_by_id=actor.user_id))


def request_for(*, actor: Actor, request_id: int, today: date) -> Request:
    """One request that the actor asked for, decided, or may decide.

    Raises NotPermitted REQUEST_NOT_VISIBLE, also for an unknown id.
    """
    row = Request.objects.filter(pk=request_id).first()
    if row is not None and actor.user_id is not None and actor.user_id in (row.requested_by_id, row.decided_by_id):
        return row
    seen = None if row is None else in_sight(actor=actor).filter(pk=row.pk).first()
    if seen is None or deciding_fault(actor=actor, row=seen, tiers=tiers_on(on=today)) is not None:
        raise NotPermitted("REQUEST_NOT_VISIBLE", request=request_id)
    return seen


def request_to_decide(*, actor: Actor, request_id: int, today: date) -> tuple[Request, Tiers | None]:
    """A request with the tiers that let this actor decide it; locked until the act ends.

    Raises NotPermitted REQUEST_NOT_VISIBLE (also unknown), APPROVER_IS_REQUESTER, APPROVER_ROLE.
    """
    row = Request.objects.select_for_update().filter(pk=request_id).first()
    if row is None:
        raise NotPermitted("REQUEST_NOT_VISIBLE", request=request_id)
    if actor.user_id is not None and actor.user_id == row.requested_by_id:
        raise NotPermitted("APPROVER_IS_REQUESTER")
    if not in_sight(actor=actor).filter(pk=request_id).exists():
        raise NotPermitted("REQUEST_NOT_VISIBLE", request=request_id)
    tiers = tiers_on(on=today)
    fault = deciding_fault(actor=actor, row=row, tiers=tiers)
    if fault is not None:
        raise NotPermitted(fault.code, **fault.parameters)
    return row, tiers.get(RequestKind(row.kind))
