"""A customer in trouble on one screen: what is late, why, who, what next, what stops, the clocks, the evidence, the ladder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from huikuan.accounts.queries import person_names
from huikuan.activities.queries import ActivityRow, timeline
from huikuan.cases.queries import CaseRow, case_of
from huikuan.clocks.policies import policy_in_force
from huikuan.clocks.queries import ClockFilter, clock_page
from huikuan.conduct.queries.judgements import natures
from huikuan.customers.queries import ContactRow, CustomerRow, contacts_of
from huikuan.disputes.queries import DisputeFilter, dispute_page
from huikuan.evidence.queries import completeness
from huikuan.evidence.rules.kinds import Kind
from huikuan.interest.queries import accrued
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.promises.queries import PromiseFilter, promise_page
from huikuan.receivables.queries.items import open_items_of
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.settlements.queries import PlanFilter, PlanRow, plan_page
from huikuan.web.clock import day_of
from huikuan.web.pages import disputes as dispute_pages
from huikuan.web.pages import promises as promise_pages
from huikuan.web.pages.causes import CauseLine, causes_part
from huikuan.web.pages.clocks import ClockLine
from huikuan.web.pages.sanctions import CustomerShown, customer_shown
from huikuan.web.tables.columns import Chip, Text
from huikuan.wording import cases as case_words
from huikuan.wording import conduct as conduct_words
from huikuan.wording import disputes as dispute_words
from huikuan.wording import evidence as evidence_words
from huikuan.wording import settlements as plan_words

LATEST = 5
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Owed:
    """What is late in one currency, the days of the oldest, and the interest that has run."""

    overdue: Money
    open: Money
    days: int
    interest: Money


@dataclass(frozen=True, slots=True)
class Stop:
    """A promise, plan or dispute that holds something back."""

    title: Text
    address: str
    row_id: int
    amount: Money
    day: date
    state: Chip


@dataclass(frozen=True, slots=True)
class Trouble:
    """The page."""

    customer: CustomerRow
    owed: tuple[Owed, ...]
    nature: Chip | None
    causes: tuple[CauseLine, ...]
    people: tuple[ContactRow, ...]
    salesperson: str
    next_step: ActivityRow | None
    said: tuple[tuple[date, ActivityRow], ...]
    stops: tuple[Stop, ...]
    clocks: tuple[ClockLine, ...]
    missing: tuple[tuple[Text, int], ...]
    late_items: int
    sanctions: CustomerShown
    case: CaseRow | None
    case_state: Text
    may_record: bool
    may_settle: bool
    may_handle: bool


def trouble_shown(*, actor: Actor, customer: CustomerRow, today: date) -> Trouble:
    """Everything about the late debts of a customer whose visibility the caller has checked; a constant number of queries."""
    items = open_items_of(actor=actor, customer_id=customer.id, as_of=today)
    late = [item for item in items if (item.days_overdue or 0) > 0]
    said = timeline(actor=actor, customer_id=customer.id, size=20).rows
    case = case_of(actor=actor, customer_id=customer.id, today=today)
    seller = customer.salesperson_id
    clocks = clock_page(actor=actor, today=today, narrowed=ClockFilter(customer_id=customer.id), size=NEAREST).rows
    policy = policy_in_force()
    return Trouble(
        customer=customer,
        owed=_owed(items, late, today),
        nature=_nature(customer.id),
        causes=causes_part(actor=actor, customer_id=customer.id, today=today).lines,
        people=contacts_of(customer_ids=[customer.id]).get(customer.id, ())[:LATEST],
        salesperson=person_names(ids=frozenset({seller})).get(seller, "") if seller else "",
        next_step=next((row for row in said if row.next_date is not None), None),
        said=tuple((day_of(moment=row.at), row) for row in said[:LATEST]),
        stops=(
            *_promises(actor, customer.id, today),
            *_plans(actor, customer.id),
            *_disputes(actor, customer.id, today),
        ),
        clocks=tuple(ClockLine(row, today, policy) for row in clocks),
        missing=_missing(actor, [item.id for item in late]),
        late_items=len(late),
        sanctions=customer_shown(actor=actor, customer_id=customer.id, today=today),
        case=case,
        case_state=case_words.STATES[case.state.value] if case else "",
        may_record=actor.may(Verb.RECORD_ACTIVITY),
        may_settle=actor.may(Verb.SETTLE),
        may_handle=actor.may(Verb.HANDLE_CASE),
    )


def _owed(items: Collection[ReceivableRow], late: Collection[ReceivableRow], today: date) -> tuple[Owed, ...]:
    run = accrued(receivable_ids=[item.id for item in late], until=today)
    found = []
    for currency in sorted({item.currency for item in items}):
        mine = [item for item in late if item.currency == currency]
        cost = [run[item.id] for item in mine if item.id in run]
        interest = sum(one.accrued_minor + one.proposed_minor for one in cost)  # what was charged is an item itself
        found.append(
            Owed(
                _sum(mine, currency),
                _sum((item for item in items if item.currency == currency), currency),
                max((item.days_overdue or 0 for item in mine), default=0),
                Money(interest, currency),
            )
        )
    return tuple(found)


def _sum(items: Iterable[ReceivableRow], currency: str) -> Money:
    return Money(sum(item.parts.outstanding for item in items), currency)


def _nature(customer_id: int) -> Chip | None:
    found = natures(customer_ids=[customer_id]).get(customer_id)
    if found is None:
        return None
    return Chip(conduct_words.NATURES[found.value], conduct_words.NATURE_TONES[found.value])


def _missing(actor: Actor, ids: Collection[int]) -> tuple[tuple[Text, int], ...]:
    """Kinds of evidence that late items miss, each with how many miss it."""
    found = completeness(actor=actor, receivable_ids=ids)
    counted = Counter(standing.kind for one in found.values() for standing in one.missing)
    return tuple((evidence_words.KINDS[kind.value], counted[kind]) for kind in Kind if counted[kind])


def _promises(actor: Actor, customer_id: int, today: date) -> list[Stop]:
    rows = promise_page(actor=actor, narrowed=PromiseFilter(customer_id=customer_id), sort="-made", size=NEAREST).rows
    return [
        Stop(
            row.said_by,
            "promises",
            row.id,
            Money(row.amount_minor, row.currency),
            row.day,
            promise_pages.chip_of(state=row.state),
        )
        for row in rows
    ]


def _plans(actor: Actor, customer_id: int) -> list[Stop]:
    rows: Iterable[PlanRow] = plan_page(actor=actor, narrowed=PlanFilter(customer_id=customer_id), size=NEAREST).rows
    return [
        Stop(
            plan_words.KINDS[row.kind.value],
            "plan",
            row.id,
            Money(row.total_minor, row.currency),
            row.held_through,
            Chip(plan_words.STATES[row.state.value], plan_words.STATE_TONES.get(row.state.value, "plain")),
        )
        for row in rows
    ]


def _disputes(actor: Actor, customer_id: int, today: date) -> list[Stop]:
    narrowed = DisputeFilter(holding=True, customer_id=customer_id)
    rows = dispute_page(actor=actor, narrowed=narrowed, size=NEAREST).rows
    return [
        Stop(
            dispute_words.REASONS[row.reason.value],
            "dispute",
            row.id,
            Money(row.amount_minor, row.currency),
            row.deadline,
            dispute_pages.chip_of(state=row.state),
        )
        for row in rows
    ]
