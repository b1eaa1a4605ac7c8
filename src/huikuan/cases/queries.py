"""Reads of case files: the list, one with its steps, costs and days, the case of a customer, items that are in one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum

from huikuan.cases.access import case_for, cases_for
from huikuan.cases.deadlines import NAMED_KINDS, deadlines_of
from huikuan.cases.models import Case, CaseCost, CaseItem, CaseStep
from huikuan.cases.rules import (
    ENDED,
    TRANSITIONS,
    Cost,
    DateKind,
    Deadline,
    Event,
    Kind,
    State,
    due_in_claim,
    is_stopped_by,
)
from huikuan.kernel.actor import Actor
from huikuan.receivables.access import receivables_for


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as people see it, minor units; `deadlines` still run, `next_on` is the nearest; `claimed_costs_minor` of the
    costs the debtor is asked to bear.
    """

    id: int
    customer_id: int
    customer_name: str
    company_id: int
    company_name: str
    currency: str
    kind: Kind
    state: State
    authority: str
    number: str
    lawyer: str
    principal_minor: int
    interest_minor: int
    costs_minor: int
    claimed_costs_minor: int
    awarded_minor: int | None
    opened_on: date
    last_on: date
    ended_on: date | None
    outcome: str
    handler_id: int | None
    deadlines: tuple[Deadline, ...]
    next_on: date | None

    @property
    def is_running(self) -> bool:
        """Whether anything can happen to it still."""
        return self.state not in ENDED


@dataclass(frozen=True, slots=True)
class StepRow:
    """A stage that was reached."""

    event: Event
    state: State
    on: date
    note: str
    document_id: int | None
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class CostRow:
    """What was paid, minor units; `is_claimed` where the debtor is asked to bear it."""

    kind: Cost
    amount_minor: int
    is_claimed: bool
    on: date
    note: str
    document_id: int | None


@dataclass(frozen=True, slots=True)
class DateRow:
    """A day not to be missed."""

    kind: DateKind
    on: date
    note: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of a case, minor units; written off in our books it is owed still (账销案存).

    `due_in_claim` is earlier than its due date where the debtor's bankruptcy made it due (EBL 46).
    """

    receivable_id: int
    invoice_id: int
    invoice_number: str
    due_date: date | None
    due_in_claim: date | None
    claimed_minor: int
    open_minor: int
    written_off_minor: int


@dataclass(frozen=True, slots=True)
class ClaimableRow:
    """An item that can be claimed, minor units: what is open, and what was only written off in our books (账销案存)."""

    receivable_id: int
    invoice_number: str
    due_date: date | None
    currency: str
    open_minor: int
    written_off_minor: int

    @property
    def most_minor(self) -> int:
        """All that is owed of it."""
        return self.open_minor + self.written_off_minor


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A whole case; `events` are the steps that lead on from here, `dates` what a court named, `deadlines` all, finished too.

    `left_out` is what the debtor in bankruptcy owes and no case claims: due or not, it counts as due (EBL 46).
    """

    row: CaseRow
    items: tuple[ItemRow, ...]
    steps: tuple[StepRow, ...]
    costs: tuple[CostRow, ...]
    dates: tuple[DateRow, ...]
    deadlines: tuple[Deadline, ...]
    events: tuple[Event, ...]
    left_out: tuple[ClaimableRow, ...] = ()


def case_rows(
    *, actor: Actor, today: date, customer_id: int | None = None, running: bool | None = None
) -> tuple[CaseRow, ...]:
    """The cases that `actor` may see, those with the nearest day first; three queries."""
    rows = cases_for(actor=actor)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    if running is not None:
        ended = [state.value for state in ENDED]
        rows = rows.exclude(state__in=ended) if running else rows.filter(state__in=ended)
    return tuple(sorted(_rows(rows, today)[0], key=lambda row: (row.next_on or date.max, -row.id)))


def case_of(*, actor: Actor, customer_id: int, today: date) -> CaseRow | None:
    """The running case of a customer, the newest of several; None without one."""
    found = case_rows(actor=actor, today=today, customer_id=customer_id, running=True)
    return max(found, key=lambda row: row.id, default=None)


def claimable(*, actor: Actor, customer_id: int, company_id: int | None) -> tuple[ClaimableRow, ...]:
    """The items of a customer that can be claimed, written off or not, and are in no running case; one query."""
    rows = receivables_for(actor=actor).filter(customer_id=customer_id)
    rows = rows.filter(Q(outstanding_minor__gt=0) | Q(written_off_minor__gt=0))
    rows = rows.exclude(pk__in=CaseItem.objects.filter(is_running=True).values("receivable_id"))
    if company_id is not None:
        rows = rows.filter(company_id=company_id)
    columns = ("pk", "invoice__number", "due_date", "currency", "outstanding_minor", "written_off_minor")
    return tuple(ClaimableRow(*row) for row in rows.order_by("due_date", "pk").values_list(*columns))


def items_in_cases(*, customer_id: int | None = None) -> dict[int, int]:
    """The running case of each item that is in one, by receivable; for rooms above, which have checked who asks."""
    rows = CaseItem.objects.filter(is_running=True)
    if customer_id is not None:
        rows = rows.filter(case__customer_id=customer_id)
    return dict(rows.values_list("receivable_id", "case_id"))


def case_file(*, actor: Actor, case_id: int, today: date) -> CaseFile:
    """One case with everything in it; seven queries, eight in a bankruptcy. Raises NotPermitted CASE_NOT_VISIBLE."""
    row = case_for(actor=actor, case_id=case_id)
    (shown,), every = _rows(Case.objects.filter(pk=row.pk), today)
    items = CaseItem.objects.filter(case=row).select_related("receivable__invoice").order_by("pk")
    steps = tuple(
        StepRow(Event(one.event), State(one.state), one.on, one.note, one.document_id, one.at, one.who_name)
        for one in CaseStep.objects.filter(case=row).order_by("-pk")
    )
    bankrupt_on = next((one.on for one in steps if is_stopped_by(kind=shown.kind, event=one.event)), None)
    return CaseFile(
        row=shown,
        items=tuple(_item(one, bankrupt_on) for one in items),
        steps=steps,
        costs=tuple(
            CostRow(Cost(one.kind), one.amount_minor, one.is_claimed, one.on, one.note, one.document_id)
            for one in CaseCost.objects.filter(case=row).order_by("on", "pk")
        ),
        dates=tuple(
            DateRow(DateKind(one.code), one.on, one.subject)
            for one in every[row.pk]
            if one.code in {kind.value for kind in NAMED_KINDS}
        ),
        deadlines=every[row.pk],
        events=tuple(event for event in Event if (shown.state, event) in TRANSITIONS),
        left_out=_left_out(actor, shown) if bankrupt_on and shown.is_running else (),
    )


def _rows(rows: QuerySet[Case], today: date) -> tuple[list[CaseRow], dict[int, tuple[Deadline, ...]]]:
    """The cases with the deadlines that run, and all deadlines by case."""
    costs, claimed = Sum("costs__amount_minor"), Sum("costs__amount_minor", filter=Q(costs__is_claimed=True))
    found = list(rows.select_related("customer", "company").annotate(spent=costs, asked=claimed))
    every = deadlines_of(case_ids=[row.pk for row in found], today=today)
    shown = []
    for row in found:
        running = tuple(one for one in every.get(row.pk, ()) if one.finished_on is None)
        shown.append(
            CaseRow(
                id=row.pk,
                customer_id=row.customer_id,
                customer_name=row.customer.name,
                company_id=row.company_id,
                company_name=row.company.short_name,
                currency=row.currency,
                kind=Kind(row.kind),
                state=State(row.state),
                authority=row.authority,
                number=row.number,
                lawyer=row.lawyer,
                principal_minor=row.principal_minor,
                interest_minor=row.interest_minor,
                costs_minor=int(row.spent or 0),
                claimed_costs_minor=int(row.asked or 0),
                awarded_minor=row.awarded_minor,
                opened_on=row.opened_on,
                last_on=row.last_on,
                ended_on=row.ended_on,
                outcome=row.outcome,
                handler_id=row.handler_id,
                deadlines=running,
                next_on=min((one.on for one in running), default=None),
            )
        )
    return shown, every


def _left_out(actor: Actor, row: CaseRow) -> tuple[ClaimableRow, ...]:
    rows = claimable(actor=actor, customer_id=row.customer_id, company_id=row.company_id)
    return tuple(one for one in rows if one.currency == row.currency)


def _item(one: CaseItem, bankrupt_on: date | None) -> ItemRow:
    return ItemRow(
        receivable_id=one.receivable_id,
        invoice_id=one.receivable.invoice_id,
        invoice_number=one.receivable.invoice.number,
        due_date=one.receivable.due_date,
        due_in_claim=due_in_claim(due_date=one.receivable.due_date, bankrupt_on=bankrupt_on),
        claimed_minor=one.claimed_minor,
        open_minor=one.receivable.outstanding_minor,
        written_off_minor=one.receivable.written_off_minor,
    )
