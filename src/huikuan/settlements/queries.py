"""Reads of plans: which items one holds back, the list, one with its instalments and history, agreements, the policy."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum

from huikuan.kernel.actor import Actor
from huikuan.kernel.once import once
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.settlements.access import plans_for
from huikuan.settlements.models import Hold, Plan, PlanItem, PlanStep, PolicyVersion
from huikuan.settlements.records import booked_discounts, judged_now, lowered_by_day
from huikuan.settlements.rules.judging import InstalmentStanding, came_by_day, standings
from huikuan.settlements.rules.plans import LIVE, Event, InterestRule, Kind, State
from huikuan.settlements.rules.policy import SHIPPED, SettlementPolicy

SORTS = {
    "next": ("held_through", "pk"),
    "-next": ("-held_through", "-pk"),
    "made": ("made_on", "pk"),
    "-made": ("-made_on", "-pk"),
    "amount": ("currency", "settled_minor", "pk"),
    "-amount": ("currency", "-settled_minor", "-pk"),
}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan as people see it, minor units; `held_through` is the last day of grace of the next instalment."""

    id: int
    customer_id: int
    customer_name: str
    company_id: int
    company_name: str
    currency: str
    kind: Kind
    settled_minor: int
    discount_minor: int
    interest: InterestRule
    interest_loss_minor: int
    time_loss_minor: int
    policy_number: int
    paid_minor: int
    begins_on: date
    held_through: date
    text: str
    made_on: date
    made_by: str
    state: State
    signed_by: str
    signed_on: date | None
    signed_document_id: int | None
    ended_on: date | None
    called_on: date | None

    @property
    def total_minor(self) -> int:
        """What is to be paid: what is settled without the discount."""
        return self.settled_minor - self.discount_minor


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of a plan, minor units."""

    receivable_id: int
    invoice_id: int
    invoice_number: str
    sequence: int
    due_date: date | None
    amount_minor: int
    open_minor: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """What happened to a plan; `minor` is the money it is about, `on` the day, `document_id` the paper that proves a demand."""

    event: Event
    state: State
    on: date
    minor: int
    at: datetime
    who: str
    note: str
    document_id: int | None


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An item that a live plan holds back, through the grace of the next instalment."""

    plan_id: int
    through: date


@dataclass(frozen=True, slots=True)
class Agreement:
    """An item in a signed plan: the customer agreed to pay it on a day (诉讼时效规定 Art. 14); the signed paper is kept."""

    receivable_id: int
    plan_id: int
    signed_on: date


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What a list is narrowed to; empty and None mean no narrowing."""

    state: str = ""
    search: str = ""
    customer_id: int | None = None


@once
def planned_items(*, today: date, customer_id: int | None = None) -> dict[int, PlannedItem]:
    """The items that live plans hold back on `today`, by receivable; for rooms above, which have checked who asks.

    A plan whose next instalment is past its grace holds nothing, also before the day's job has found it broken.
    """
    rows = Hold.objects.filter(released_at=None, plan__held_through__gte=today)
    if customer_id is not None:
        rows = rows.filter(plan__customer_id=customer_id)
    columns = ("receivable_id", "plan_id", "plan__held_through")
    return {pk: PlannedItem(plan_id, through) for pk, plan_id, through in rows.order_by("pk").values_list(*columns)}


def planned_customers(*, today: date, customer_id: int | None = None) -> frozenset[int]:
    """The customers whose live plan holds items back on `today`; for rooms above, which have checked who asks. One query."""
    rows = Hold.objects.filter(released_at=None, plan__held_through__gte=today)
    if customer_id is not None:
        rows = rows.filter(plan__customer_id=customer_id)
    return frozenset(rows.values_list("plan__customer_id", flat=True).distinct())


class PlansBesidePromises:
    """Fills the port of promises: what a live plan settles is paid by its instalments."""

    def planned(self, *, customer_id: int, today: date) -> dict[int, tuple[int, date]]:
        """The plan of each item and the last day of grace of its next instalment; one query."""
        held = planned_items(today=today, customer_id=customer_id)
        return {pk: (one.plan_id, one.through) for pk, one in held.items()}


def plan_page(
    *, actor: Actor, narrowed: PlanFilter, sort: str = "next", number: int = 1, size: int = PAGE_SIZE
) -> Page[PlanRow]:
    """One page of plans with the settled sums by currency of the whole list; three queries."""
    rows = plans_for(actor=actor)
    if narrowed.state == "LIVE":
        rows = rows.filter(state__in=[state.value for state in LIVE])
    elif narrowed.state:
        rows = rows.filter(state=narrowed.state)
    if narrowed.search:
        rows = rows.filter(Q(customer__name__icontains=narrowed.search) | Q(signed_by__icontains=narrowed.search))
    if narrowed.customer_id is not None:
        rows = rows.filter(customer_id=narrowed.customer_id)
    start, end = page_bounds(number=number, size=size)
    totals = dict(rows.values_list("currency").annotate(total=Sum("settled_minor")).order_by("currency"))
    shown = _rows(rows.order_by(*SORTS.get(sort, SORTS["next"]))[start:end])
    return Page(shown, max(number, 1), end - start, rows.count(), totals)


def plan_row(*, actor: Actor, plan_id: int) -> PlanRow | None:
    """One plan; None where `actor` may not see it."""
    return next(iter(_rows(plans_for(actor=actor).filter(pk=plan_id))), None)


def items_of(*, plan_id: int) -> tuple[ItemRow, ...]:
    """The items of a plan whose visibility the caller has checked."""
    rows = PlanItem.objects.filter(plan_id=plan_id).select_related("receivable__invoice").order_by("pk")
    return tuple(
        ItemRow(
            receivable_id=row.receivable_id,
            invoice_id=row.receivable.invoice_id,
            invoice_number=row.receivable.invoice.number,
            sequence=row.receivable.sequence,
            due_date=row.receivable.due_date,
            amount_minor=row.amount_minor,
            open_minor=row.receivable.outstanding_minor,
        )
        for row in rows
    )


def standings_of(*, plan_id: int, today: date) -> tuple[InstalmentStanding, ...]:
    """How the instalments of a plan stand on a day, by the money that came; the caller has checked its visibility.

    The customer's other plans are looked at with it: no fen counts for two.
    """
    row = Plan.objects.get(pk=plan_id)
    counting = Q(pk=plan_id) | Q(customer_id=row.customer_id, state__in=[State.RUNNING.value, State.DONE.value])
    found = {plan.id: (plan, one) for plan, one in judged_now(rows=list(Plan.objects.filter(counting)), today=today)}
    plan, judgement = found[plan_id]
    return standings(
        instalments=plan.instalments, paid_minor=judgement.paid_minor, in_time=judgement.in_time, today=today
    )


def came_of(*, row: PlanRow, paid_minor: int, today: date) -> tuple[tuple[date, int], ...]:
    """What had come of a plan by day, through today or its end, for its curve; the caller has checked its visibility."""
    last = min(today, row.ended_on) if row.ended_on and row.state is not State.BROKEN else today
    lowered = lowered_by_day(plan_id=row.id, since=row.made_on)
    return came_by_day(lowered=lowered, paid_minor=paid_minor, since=row.made_on, today=last)


def steps_of(*, plan_id: int) -> tuple[StepRow, ...]:
    """What happened to a plan whose visibility the caller has checked, newest first."""
    rows = PlanStep.objects.filter(plan_id=plan_id).order_by("-pk")
    return tuple(
        StepRow(
            event=Event(row.event),
            state=State(row.state),
            on=row.on,
            minor=row.minor,
            at=row.at,
            who=row.who_name,
            note=row.note,
            document_id=row.document_id,
        )
        for row in rows
    )


def discount_booked(*, plan_id: int) -> int:
    """What of the discount stands in the books, minor units."""
    return sum(minor for _, minor, _ in booked_discounts(plan_ids=[plan_id]).get(plan_id, ()))


def agreements_about(*, receivable_ids: Collection[int]) -> tuple[Agreement, ...]:
    """The signed plans about items, whatever came of them, by their day; one query; for rooms above, which have checked who asks."""
    rows = PlanItem.objects.filter(receivable_id__in=receivable_ids, plan__signed_document_id__isnull=False)
    columns = ("receivable_id", "plan_id", "plan__signed_on")
    found = rows.order_by("plan__signed_on", "plan_id", "pk").values_list(*columns)
    return tuple(Agreement(pk, plan_id, day) for pk, plan_id, day in found if day is not None)


def policy_in_force() -> SettlementPolicy:
    """The newest version of the policy; the shipped one, number 0, until somebody decides."""
    row = PolicyVersion.objects.order_by("-number").first()
    return SHIPPED if row is None else _policy(row)


def policy_numbered(*, number: int) -> SettlementPolicy:
    """A version of the policy, 0 for the shipped one."""
    row = PolicyVersion.objects.filter(number=number).first()
    return SHIPPED if row is None else _policy(row)


def _policy(row: PolicyVersion) -> SettlementPolicy:
    return SettlementPolicy(
        number=row.number,
        grace_days=row.grace_days,
        capital_rate_permyriad=row.capital_rate_permyriad,
        free_minor=row.free_minor,
        free_loss_minor=row.free_loss_minor,
        tier_loss_minor=row.tier_loss_minor,
        reasonable_days=row.reasonable_days,
        source=row.source,
    )


def _rows(rows: QuerySet[Plan] | Iterable[Plan]) -> tuple[PlanRow, ...]:
    found = rows.select_related("customer", "company") if isinstance(rows, QuerySet) else rows
    return tuple(
        PlanRow(
            id=row.pk,
            customer_id=row.customer_id,
            customer_name=row.customer.name,
            company_id=row.company_id,
            company_name=row.company.short_name,
            currency=row.currency,
            kind=Kind(row.kind),
            settled_minor=row.settled_minor,
            discount_minor=row.discount_minor,
            interest=InterestRule(row.interest),
            interest_loss_minor=row.interest_loss_minor,
            time_loss_minor=row.time_loss_minor,
            policy_number=row.policy_number,
            paid_minor=row.paid_minor,
            begins_on=row.begins_on,
            held_through=row.held_through,
            text=row.text,
            made_on=row.made_on,
            made_by=row.made_by_name,
            state=State(row.state),
            signed_by=row.signed_by,
            signed_on=row.signed_on,
            signed_document_id=row.signed_document_id,
            ended_on=row.ended_on,
            called_on=row.called_on,
        )
        for row in found
    )
