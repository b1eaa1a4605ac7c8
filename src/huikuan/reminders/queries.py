"""Reads of runs, rows, policies, texts and messages as frozen rows, filtered by what the actor may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from huikuan.customers.access import customers_for, sees_everything
from huikuan.customers.queries import found_customers
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.outbox.ports import MessageRow
from huikuan.outbox.queries import MessageFilter, message_count, message_page, messages_of_customer
from huikuan.outbox.rules import ChannelName, State
from huikuan.receivables.access import receivables_for
from huikuan.reminders.access import run_rows_for
from huikuan.reminders.models import Pause, PolicyVersion, Run
from huikuan.reminders.policies import current_policies, policy_of, shipped_policies
from huikuan.reminders.rules.letters import LetterText
from huikuan.reminders.rules.policy import Policy
from huikuan.reminders.rules.reasons import Reason
from huikuan.reminders.rules.runs import Decision
from huikuan.reminders.texts import TextKey, current_texts

SORTS = {
    "asked": ("asked_minor", "pk"),
    "-asked": ("-asked_minor", "-pk"),
    "customer": ("customer__name_sort", "pk"),
    "-customer": ("-customer__name_sort", "-pk"),
    "step": ("kind", "ordinal", "pk"),
    "-step": ("-kind", "-ordinal", "-pk"),
}


@dataclass(frozen=True, slots=True)
class RunView:
    """A run; the counts are those of the rows the actor may see."""

    id: int
    day: date
    state: str
    planned_at: datetime
    planner_id: int | None
    planner_name: str
    approver_name: str
    alone_because: str
    """Why the planner approved it himself; empty where another person did, or nobody has yet."""
    queued_at: datetime | None
    hold_reasons: tuple[Reason, ...]
    send: int
    suppressed: int


@dataclass(frozen=True, slots=True)
class RunRowView:
    """One message of a run: who, what, why, or why not. `items` are JSON rows, see `orders.kept_items`."""

    id: int
    run_id: int
    customer_id: int
    customer_name: str
    company_id: int
    currency: str
    kind: str
    tone: str
    ordinal: int
    policy_id: int
    policy_number: int
    recipient: str
    recipient_name: str
    language: str
    asked_minor: int
    items: tuple[Mapping[str, Any], ...]
    decision: str
    reasons: tuple[Reason, ...]
    message_id: int | None
    message_state: str
    channel: str = "EMAIL"
    passed_over: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyVersionView:
    """A stored version of a policy, when and by whom it was saved."""

    policy: Policy
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True, slots=True)
class PauseView:
    """A pause that is in force; `invoice_number` is empty where it holds for the whole customer."""

    id: int
    customer_id: int
    customer_name: str
    receivable_id: int | None
    invoice_number: str
    through: date
    reason: str
    created_by: str
    created_at: datetime
    maker_id: int | None


def runs(*, actor: Actor, number: int = 1, size: int = PAGE_SIZE) -> Page[RunView]:
    """One page of runs, newest first."""
    rows = Run.objects.all()
    start, end = page_bounds(number=number, size=size)
    shown = list(rows.order_by("-pk")[start:end])
    counts = _counts(actor, [row.pk for row in shown])
    views = tuple(_run(row, *counts.get(row.pk, (0, 0))) for row in shown)
    return Page(rows=views, number=max(number, 1), size=end - start, count=rows.count(), totals={})


def run(*, actor: Actor, run_id: int) -> RunView | None:
    """One run; None if there is none."""
    row = Run.objects.filter(pk=run_id).first()
    return None if row is None else _run(row, *_counts(actor, [run_id]).get(run_id, (0, 0)))


def run_rows(
    *,
    actor: Actor,
    run_id: int,
    decision: Decision | None = None,
    sort: str = "-asked",
    number: int = 1,
    size: int = PAGE_SIZE,
) -> Page[RunRowView]:
    """One page of the visible rows of a run with the sums asked for per currency; three queries."""
    rows = run_rows_for(actor=actor).filter(run_id=run_id)
    if decision is not None:
        rows = rows.filter(decision=decision.value)
    start, end = page_bounds(number=number, size=size)
    shown = rows.select_related("customer", "policy", "message").order_by(*SORTS.get(sort, SORTS["-asked"]))
    totals = dict(rows.values_list("currency").annotate(total=Sum("asked_minor")).order_by("currency"))
    views = tuple(_row(row) for row in shown[start:end])
    return Page(rows=views, number=max(number, 1), size=end - start, count=rows.count(), totals=totals)


def run_row(*, actor: Actor, run_id: int, row_id: int) -> RunRowView | None:
    """One visible row of a run; None if there is none."""
    rows = run_rows_for(actor=actor).filter(run_id=run_id, pk=row_id)
    row = rows.select_related("customer", "policy", "message").first()
    return None if row is None else _row(row)


def reason_counts(*, actor: Actor, run_id: int) -> dict[str, int]:
    """How many visible rows of a run each reason keeps back, most frequent first."""
    counts: dict[str, int] = {}
    rows = run_rows_for(actor=actor).filter(run_id=run_id, decision=Decision.SUPPRESS.value)
    for reasons in rows.values_list("reasons", flat=True).iterator(chunk_size=2_000):
        for code, _ in reasons:
            counts[code] = counts.get(code, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def policies_in_force(*, today: date) -> dict[str, Policy]:
    """The policy of each class on `today`: the newest version that has begun, or the shipped one (id 0) until then."""
    return {policy.customer_class: policy for policy in shipped_policies()} | dict(current_policies(today=today))


def policy_history(*, customer_class: str) -> tuple[PolicyVersionView, ...]:
    """Every version of a class, newest first; two queries."""
    rows = PolicyVersion.objects.filter(customer_class=customer_class).select_related("act").prefetch_related("steps")
    return tuple(
        PolicyVersionView(policy_of(row=row), row.created_at, row.act.actor_name) for row in rows.order_by("-number")
    )


def texts_in_use() -> Mapping[TextKey, LetterText]:
    """The text in use for every kind, tone and language."""
    return current_texts()


def pauses(*, actor: Actor, today: date, customer_id: int | None = None) -> tuple[PauseView, ...]:
    """The pauses in force, those that end first first: two queries."""
    rows = Pause.objects.filter(ended_at=None, through__gte=today, customer__in=customers_for(actor=actor))
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    found = list(rows.select_related("customer", "act").order_by("through", "pk"))
    ids = [row.receivable_id for row in found if row.receivable_id is not None]
    numbers = dict(receivables_for(actor=actor).filter(pk__in=ids).values_list("pk", "invoice__number"))
    return tuple(
        PauseView(
            id=row.pk,
            customer_id=row.customer_id,
            customer_name=row.customer.name,
            receivable_id=row.receivable_id,
            invoice_number=numbers.get(row.receivable_id or 0, ""),
            through=row.through,
            reason=row.reason,
            created_by=row.created_by,
            created_at=row.created_at,
            maker_id=row.act.actor_user_id,
        )
        for row in found
    )


def messages(
    *,
    actor: Actor,
    customer_id: int | None = None,
    states: tuple[State, ...] = (),
    search: str = "",
    number: int = 1,
    channels: tuple[ChannelName, ...] = (),
) -> Page[MessageRow]:
    """One page of the messages to customers the actor may see, newest first; found by customer, recipient or subject."""
    called_so = found_customers(actor=actor, search=search).values("pk") if search else None
    narrowed = MessageFilter(states, customer_id, search, called_so, channels)
    return message_page(narrowed=narrowed, customers=_visible(actor), companies=actor.company_ids, number=number)


def uncertain_count(*, actor: Actor) -> int:
    """How many messages to customers the actor may see may or may not have arrived; one query."""
    narrowed = MessageFilter((State.UNCERTAIN,))
    return message_count(narrowed=narrowed, customers=_visible(actor), companies=actor.company_ids)


def newest_messages(*, actor: Actor, customer_id: int, most: int) -> tuple[MessageRow, ...]:
    """The newest messages of a customer the actor sees, of the own companies he sees, in any state; one query."""
    return messages_of_customer(customer_id=customer_id, companies=actor.company_ids, most=most)


def _visible(actor: Actor) -> QuerySet[Any, Any] | None:
    """The customers whose messages the actor may see; None for whoever sees all."""
    everything = sees_everything(actor=actor) and actor.company_ids is None
    return None if everything else customers_for(actor=actor).values("pk")


def _counts(actor: Actor, ids: list[int]) -> dict[int, tuple[int, int]]:
    rows = run_rows_for(actor=actor).filter(run_id__in=ids).values_list("run_id")
    counted = rows.annotate(
        send=Count("pk", filter=Q(decision=Decision.SEND.value)),
        kept=Count("pk", filter=Q(decision=Decision.SUPPRESS.value)),
    )
    return {run_id: (send, kept) for run_id, send, kept in counted.order_by("run_id")}


def _run(row: Run, send: int, suppressed: int) -> RunView:
    return RunView(
        id=row.pk,
        day=row.day,
        state=row.state,
        planned_at=row.planned_at,
        planner_id=row.planner_id,
        planner_name=row.planner_name,
        approver_name=row.approver_name,
        alone_because=row.alone_because,
        queued_at=row.queued_at,
        hold_reasons=_reasons(row.hold_reasons),
        send=send,
        suppressed=suppressed,
    )


def _row(row: Any) -> RunRowView:
    return RunRowView(
        id=row.pk,
        run_id=row.run_id,
        customer_id=row.customer_id,
        customer_name=row.customer.name,
        company_id=row.company_id,
        currency=row.currency,
        kind=row.kind,
        tone=row.tone,
        ordinal=row.ordinal,
        policy_id=row.policy_id,
        policy_number=row.policy.number,
        recipient=row.recipient,
        recipient_name=row.recipient_name,
        language=row.language,
        asked_minor=row.asked_minor,
        items=tuple(row.items),
        decision=row.decision,
        reasons=_reasons(row.reasons),
        message_id=row.message_id,
        message_state=row.message.state if row.message else "",
        channel=row.channel,
        passed_over=_reasons(row.passed_over),
    )


def _reasons(pairs: list[list[Any]]) -> tuple[Reason, ...]:
    return tuple(Reason(code, parameters) for code, parameters in pairs)
