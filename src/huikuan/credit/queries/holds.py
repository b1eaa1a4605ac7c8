"""Reads: the hold list, one hold with its facts, orders, waivers, exclusions and stops, as frozen rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, Sum

from huikuan.approvals.rules import Fault
from huikuan.credit.access import (
    decisions_for,
    exclusions_for,
    hold_for,
    holds_for,
    orders_for,
    release_fault,
    stops_for,
    waivers_for,
)
from huikuan.credit.answers import seen_by
from huikuan.credit.models import Commitment, Decision, Hold
from huikuan.credit.rules.orders import HoldState, OrderAmounts, WaiverState
from huikuan.credit.rules.policy import CheckPoint
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds

SORTS = {
    "held": ("held_at", "pk"),
    "-held": ("-held_at", "-pk"),
    "amount": ("amount_minor", "pk"),
    "-amount": ("-amount_minor", "-pk"),
    "order": ("order_number", "pk"),
    "-order": ("-order_number", "-pk"),
}


@dataclass(frozen=True, slots=True)
class HoldFilter:
    """What the hold list is narrowed to; empty and None mean no narrowing."""

    state: str = HoldState.HELD.value
    search: str = ""
    check_point: str = ""
    customer_id: int | None = None


@dataclass(frozen=True, slots=True)
class HoldRow:
    """An order that waits, or waited, at a check point; minor units."""

    id: int
    company_id: int
    customer_id: int
    order_number: str
    check_point: str
    amount_minor: int
    currency: str
    state: str
    decision: str
    reasons: tuple[Mapping[str, Any], ...]
    held_at: datetime
    placed_by_id: int | None
    placed_by: str
    settled_at: datetime | None
    settled_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A kept decision with the facts it rests on; amounts in minor units of `base`, the order's in `currency`."""

    id: int
    at: datetime
    check_point: str
    order_number: str
    amount_minor: int
    currency: str
    decision: str
    reserved: bool
    base: str
    exposure_minor: int
    increase_minor: int
    limit_minor: int | None
    override: str
    reasons: tuple[Mapping[str, Any], ...]
    release_by: tuple[Mapping[str, Any], ...]
    components: Mapping[str, int]
    policy_number: int
    asked_by: str


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order that was let through, and what became of it."""

    id: int
    number: str
    company_id: int
    customer_id: int
    currency: str
    amounts: OrderAmounts
    placed_on: date
    placed_by: str


@dataclass(frozen=True, slots=True)
class LiftRow:
    """Something that sets rules aside or adds one: a waiver, an exclusion, a stop; `what` names the rules, empty for each."""

    id: int
    kind: str
    what: tuple[str, ...]
    check_point: str
    order_number: str
    until: date | None
    by: str
    reason: str


def hold_page(
    *, actor: Actor, narrowed: HoldFilter, sort: str = "-held", number: int = 1, size: int = PAGE_SIZE
) -> Page[HoldRow]:
    """One page of holds with their count and sums per currency; three queries."""
    rows = holds_for(actor=actor)
    if narrowed.state:
        rows = rows.filter(state=narrowed.state)
    if narrowed.check_point:
        rows = rows.filter(check_point=narrowed.check_point)
    if narrowed.customer_id is not None:
        rows = rows.filter(customer_id=narrowed.customer_id)
    if narrowed.search:
        rows = rows.filter(
            Q(order_number__icontains=narrowed.search)
            | Q(customer__name__icontains=narrowed.search)
            | Q(customer__code__icontains=narrowed.search)
        )
    start, end = page_bounds(number=number, size=size)
    found = rows.select_related("decision").order_by(*SORTS.get(sort, SORTS["-held"]))[start:end]
    sums = list(
        rows.values_list("currency").annotate(total=Sum("amount_minor"), count=Count("pk")).order_by("currency")
    )
    return Page(
        tuple(hold_row(row=row) for row in found),
        max(number, 1),
        end - start,
        sum(count for _, _, count in sums),
        {currency: int(total) for currency, total, _ in sums},
    )


def held_counts(*, actor: Actor) -> dict[str, int]:
    """How many holds there are by state; one query."""
    return dict(holds_for(actor=actor).values_list("state").annotate(count=Count("pk")).order_by("state"))


def is_held(*, company_id: int, number: str) -> bool:
    """Whether an order waits to be placed, for rooms that filtered by access; nothing of it is delivered before."""
    waiting = Hold.objects.filter(company_id=company_id, order_number=number, state=HoldState.HELD.value)
    return waiting.filter(check_point=CheckPoint.ORDER.value).exists()


def decision_row(*, actor: Actor, decision_id: int) -> DecisionRow | None:
    """One kept decision; None if there is none that the actor may see."""
    row = decisions_for(actor=actor).filter(pk=decision_id).first()
    return None if row is None else _decision(actor, row)


def decision_of_hold(*, actor: Actor, hold_id: int) -> tuple[HoldRow, DecisionRow]:
    """A hold with the decision it rests on. Raises NotPermitted HOLD_NOT_VISIBLE."""
    row = hold_for(actor=actor, hold_id=hold_id)
    return hold_row(row=row), _decision(actor, row.decision)


def release_refused(*, actor: Actor, hold_id: int, today: date) -> Fault | None:
    """Why this actor may not release a hold, as `release_hold` would say; None where he may, if he holds the verb.

    Raises NotPermitted HOLD_NOT_VISIBLE. At most five queries.
    """
    return release_fault(actor=actor, hold=hold_for(actor=actor, hold_id=hold_id), today=today)


def decisions_of_order(*, actor: Actor, company_id: int, number: str) -> tuple[DecisionRow, ...]:
    """Every kept decision about an order, the newest first."""
    rows = decisions_for(actor=actor).filter(company_id=company_id, order_number=number).order_by("-pk")
    return tuple(_decision(actor, row) for row in rows)


def live_orders(*, actor: Actor, customer_id: int, most: int = 20) -> tuple[OrderRow, ...]:
    """Orders of a customer that are not invoiced or cancelled wholly, the newest first; one query."""
    rows = orders_for(actor=actor).filter(customer_id=customer_id).order_by("-pk")
    live = [row for row in rows[: most * 5] if row.ordered_minor > row.invoiced_minor + row.cancelled_minor]
    return tuple(order_row(row=row) for row in live[:most])


def lifts_of(*, actor: Actor, customer_id: int, today: date) -> tuple[LiftRow, ...]:
    """Stops that run, exclusions and unused waivers of a customer; three queries."""
    stops = stops_for(actor=actor).filter(customer_id=customer_id, lifted_at=None).exclude(until__lt=today)
    found = [
        LiftRow(row.pk, "STOP", (), "", row.order_number, row.until, row.made_by_name, row.reason) for row in stops
    ]
    excluded = exclusions_for(actor=actor).filter(customer_id=customer_id, ended_at=None, until__gte=today)
    found += [
        LiftRow(
            row.pk,
            "EXCLUSION",
            (row.rule,) if row.rule else (),
            row.check_point,
            row.order_number,
            row.until,
            row.approver_name,
            row.reason,
        )
        for row in excluded
    ]
    waivers = waivers_for(actor=actor).filter(
        customer_id=customer_id, state=WaiverState.APPROVED.value, expires_on__gte=today
    )
    found += [
        LiftRow(row.pk, "WAIVER", tuple(row.rules), "", row.order_number, row.expires_on, row.approver_name, row.reason)
        for row in waivers
    ]
    return tuple(found)


def hold_row(*, row: Hold) -> HoldRow:
    """The frozen row of a hold whose decision is loaded."""
    return HoldRow(
        id=row.pk,
        company_id=row.company_id,
        customer_id=row.customer_id,
        order_number=row.order_number,
        check_point=row.check_point,
        amount_minor=row.amount_minor,
        currency=row.currency,
        state=row.state,
        decision=row.decision.severity,
        reasons=tuple(row.decision.reasons),
        held_at=row.held_at,
        placed_by_id=row.placed_by_id,
        placed_by=row.placed_by_name,
        settled_at=row.settled_at,
        settled_by=row.settled_by_name,
        reason=row.reason,
    )


def order_row(*, row: Commitment) -> OrderRow:
    """The frozen row of an order."""
    amounts = OrderAmounts(
        row.ordered_minor, row.released_minor, row.delivered_minor, row.invoiced_minor, row.cancelled_minor
    )
    return OrderRow(
        row.pk, row.number, row.company_id, row.customer_id, row.currency, amounts, row.placed_on, row.placed_by_name
    )


def _decision(actor: Actor, row: Decision) -> DecisionRow:
    frames = row.facts["frames"]
    frame = next((one for one in frames if _exposure_matches(one, row)), frames[0])
    return DecisionRow(
        id=row.pk,
        at=row.at,
        check_point=row.check_point,
        order_number=row.order_number,
        amount_minor=row.amount_minor,
        currency=row.currency,
        decision=row.severity,
        reserved=row.reserved,
        base=row.base,
        exposure_minor=row.exposure_minor,
        increase_minor=row.increase_minor,
        limit_minor=frame["limit_minor"],
        override=row.override,
        reasons=tuple(row.reasons),
        release_by=tuple(seen_by(actor=actor, ways=row.release_by)),
        components=frame["components"],
        policy_number=row.policy_number,
        asked_by=row.asked_by_name,
    )


def _exposure_matches(frame: Mapping[str, Any], row: Decision) -> bool:
    """Whether this is the frame the decision speaks of: the one with a limit where one has."""
    return (frame["limit_minor"] is None) == (row.allowed_minor is None)
