"""Reads everything a decision rests on, for all customers or one, in a constant number of queries per 5,000 customers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum

from huikuan.conduct.queries.judgements import natures
from huikuan.conduct.rules.weighing import Nature
from huikuan.customers.access import customers_for, locked_customer
from huikuan.customers.permissions import ReachRow, reach_of
from huikuan.customers.queries import ContactRow, CustomerRow, contacts_of, customers_by_id
from huikuan.disputes.queries import disputed_minor
from huikuan.disputes.rules import stopped_minor
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.paging import portions
from huikuan.outbox.queries import automatic_days
from huikuan.outbox.rules import MAY_HAVE_ARRIVED, State, address_fault
from huikuan.paying.queries import expectations_of
from huikuan.receipts.access import receipts_for
from huikuan.receipts.queries.bank_accounts import bank_accounts
from huikuan.receivables.access import receivables_for
from huikuan.reminders.agreed import with_agreed
from huikuan.reminders.models import Pause, StepTaken
from huikuan.reminders.our_side import with_our_side
from huikuan.reminders.reaching import ways_of
from huikuan.reminders.rules.debtors import Debtor, as_malicious
from huikuan.reminders.rules.deciding import Facts, GroupKey
from huikuan.reminders.rules.gate import WEEK, BankAccountState
from huikuan.reminders.rules.letter_words import language_of
from huikuan.reminders.rules.policy import Phase, Policy
from huikuan.reminders.rules.reasons import Reason
from huikuan.reminders.rules.steps import Item, Track
from huikuan.settlements.called import called_items

LONGEST_CLOSURE = timedelta(days=14)
"""A step before the due date moves back over free days; no run of free days in the calendar is longer."""

_ITEM = (
    "pk",
    "invoice__number",
    "sequence",
    "company_id",
    "customer_id",
    "currency",
    "issue_date",
    "due_date",
    "outstanding_minor",
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose items are looked at: all the actor sees, one customer's, or those of the customers of one salesperson.

    `but_message` is not counted for the caps.
    """

    actor: Actor = SYSTEM
    customer_id: int | None = None
    salesperson_id: int | None = None
    but_message: int | None = None

    def narrowed(self, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        """Rows that name a customer, without those of customers that are not looked at."""
        if self.customer_id is not None:
            rows = rows.filter(customer_id=self.customer_id)
        if (customers := self.customers()) is not None:
            rows = rows.filter(customer_id__in=customers)
        return rows

    def customers(self) -> QuerySet[Any, Any] | None:
        """The ids of the customers of the salesperson; None where no salesperson is named."""
        if self.salesperson_id is None:
            return None
        return customers_for(actor=self.actor).filter(salesperson_id=self.salesperson_id).values("pk")


def facts_of(*, scope: Scope, today: date, policies: Iterable[Policy]) -> Facts:
    """The facts as the database holds them now; lock first (`locked_items`) where they must not change under a decision."""
    policies = tuple(policies)
    items = _items(scope, today, horizon_of(today=today, policies=policies))
    debtors = _debtors(sorted({item.customer_id for item in items}))
    if any(policy.waits_for_our_side for policy in policies):
        items = with_our_side(items=items, customer_ids=debtors, today=today)
    return Facts(
        items=items,
        history=_history(scope, items),
        debtors=debtors,
        unapplied=_unapplied(scope),
        proposed=_proposed(scope),
        bank_accounts=_accounts(),
        messages=_messages(scope, today),
    )


def horizon_of(*, today: date, policies: Iterable[Policy]) -> date:
    """The last due date that a run of `today` looks at."""
    return today + _longest_notice(policies) + LONGEST_CLOSURE


def locked_items(*, customer_id: int) -> None:
    """Hold the customer and his open items, in id order, until the transaction ends.

    No payment slips in between, and no second worker looks at the caps of the same customer at the same moment.
    """
    locked_customer(customer_id=customer_id)
    rows = receivables_for(actor=SYSTEM).filter(customer_id=customer_id, outstanding_minor__gt=0)
    list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))


def open_items(
    *, scope: Scope | None = None, ids: Iterable[int] | None = None, due_from: date | None = None, days: int = 0
) -> tuple[Item, ...]:
    """Open items without their pauses, by id: those asked for, or those due within `days` (and the longest closure)."""
    rows = receivables_for(actor=scope.actor if scope else SYSTEM).filter(outstanding_minor__gt=0)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    if due_from is not None:
        rows = rows.filter(due_date__gte=due_from, due_date__lte=due_from + timedelta(days=days) + LONGEST_CLOSURE)
    found = [Item(*row) for row in rows.order_by("pk").values_list(*_ITEM).iterator(chunk_size=10_000)]
    return tuple(_called_in(found, called_items()))


def recipient_of(*, people: Iterable[ContactRow]) -> ContactRow | None:
    """Who gets the letters: the first person marked for reminders with a usable address, else the first marked one."""
    marked = [person for person in people if person.gets_reminders]
    usable = [person for person in marked if not address_fault(address=person.email)]
    return next(iter(usable or marked), None)


def _longest_notice(policies: Iterable[Policy]) -> timedelta:
    days = [0]
    for policy in policies:
        days += [policy.forewarn_days, *(step.days_before for step in policy.before_due)]
    return timedelta(days=max(days))


def _items(scope: Scope, today: date, horizon: date) -> tuple[Item, ...]:
    called = called_items(customer_id=scope.customer_id)
    comes_due = Q(due_date__lte=horizon) | Q(pk__in=list(called)) if called else Q(due_date__lte=horizon)
    rows = scope.narrowed(receivables_for(actor=scope.actor).filter(comes_due, outstanding_minor__gt=0))
    read = [Item(*row) for row in rows.order_by("customer_id", "pk").values_list(*_ITEM).iterator(chunk_size=10_000)]
    items = _called_in(read, called)
    pauses = _pauses(scope, today)
    if pauses:
        items = [replace(item, holds=_holds(item, pauses)) for item in items]
    return _expected(with_agreed(items=_undisputed(items, scope), today=today, customer_id=scope.customer_id), today)


def _called_in(items: list[Item], called: Mapping[int, date]) -> list[Item]:
    """The items, due on the day on which the whole rest of a broken plan was called in where that is earlier."""
    return (
        [replace(item, due_date=called.get(item.receivable_id, item.due_date)) for item in items] if called else items
    )


def _undisputed(items: list[Item], scope: Scope) -> list[Item]:
    """The items with what of them is not disputed; those of which nothing is left are held."""
    disputed = disputed_minor(customer_id=scope.customer_id)
    return [_part_of(item, disputed[item.receivable_id]) if item.receivable_id in disputed else item for item in items]


def _part_of(item: Item, disputed: int) -> Item:
    stopped = stopped_minor(open_minor=item.open_minor, disputed_minor=disputed)
    if stopped == item.open_minor:
        amounts: dict[str, str | int] = {"minor": stopped, "currency": item.currency}
        return replace(item, disputed_minor=stopped, holds=(*item.holds, Reason("DISPUTED", amounts)))
    return replace(item, open_minor=item.open_minor - stopped, disputed_minor=stopped)


def _expected(items: list[Item], today: date) -> tuple[Item, ...]:
    """The items with the day on which the customer's own process has their money come."""
    asked = [(item.receivable_id, item.customer_id, item.due_date) for item in items]
    found = expectations_of(items=asked, today=today)
    return tuple(
        item
        if (expected := found[item.receivable_id]).day is None
        else replace(item, expected_on=expected.day, has_missed=expected.has_missed)
        for item in items
    )


def _pauses(scope: Scope, today: date) -> Mapping[tuple[int, int | None], Reason]:
    rows = scope.narrowed(Pause.objects.filter(ended_at=None, through__gte=today))
    return {
        (row.customer_id, row.receivable_id): Reason(
            "PAUSED", {"through": row.through.isoformat(), "reason": row.reason}
        )
        for row in rows.order_by("through", "pk")
    }


def _holds(item: Item, pauses: Mapping[tuple[int, int | None], Reason]) -> tuple[Reason, ...]:
    found = (pauses.get((item.customer_id, None)), pauses.get((item.customer_id, item.receivable_id)))
    return tuple(reason for reason in found if reason is not None)


def _history(scope: Scope, items: Iterable[Item]) -> Mapping[tuple[int, Phase], Track]:
    due = {item.receivable_id: item.due_date for item in items}
    open_ones = scope.narrowed(receivables_for(actor=scope.actor).filter(outstanding_minor__gt=0))
    rows = StepTaken.objects.filter(released_at=None, receivable_id__in=open_ones.values("pk"))
    columns = ("receivable_id", "due_date", "phase", "ordinal", "settled_on")
    tracks: dict[tuple[int, Phase], Track] = {}
    for receivable_id, due_date, phase, ordinal, settled_on in rows.order_by("pk").values_list(*columns):
        key = (receivable_id, Phase(phase))
        if due.get(receivable_id) == due_date and ordinal > tracks.get(key, _NONE).ordinal:
            tracks[key] = Track(ordinal, settled_on)
    return tracks


def _debtors(customer_ids: list[int]) -> Mapping[int, Debtor]:
    customers = customers_by_id(ids=customer_ids)
    people: dict[int, tuple[ContactRow, ...]] = {}
    reach: dict[int, tuple[ReachRow, ...]] = {}
    for some in portions(values=customer_ids):
        people |= contacts_of(customer_ids=some)
        reach |= reach_of(customer_ids=some)
    judged = natures(customer_ids=customer_ids)
    found = {pk: _debtor(row, people.get(pk, ()), reach.get(pk, ())) for pk, row in customers.items()}
    return {
        pk: as_malicious(debtor=debtor) if judged.get(pk) is Nature.MALICIOUS else debtor
        for pk, debtor in found.items()
    }


def _debtor(row: CustomerRow, people: Iterable[ContactRow], reach: Iterable[ReachRow]) -> Debtor:
    person = recipient_of(people=people)
    return Debtor(
        id=row.id,
        customer_class=row.customer_class,
        language=language_of(wanted=(person.language if person else "") or row.language),
        do_not_contact_reason=row.do_not_contact_reason,
        recipient=person.email if person else "",
        recipient_name=person.name if person else "",
        ways=ways_of(people=reach, address=row.address),
    )


def _unapplied(scope: Scope) -> Mapping[GroupKey, int]:
    rows = scope.narrowed(receipts_for(actor=SYSTEM).filter(unapplied_minor__gt=0).exclude(customer=None))
    grouped = rows.values_list("customer_id", "company_id", "currency").annotate(total=Sum("unapplied_minor"))
    found: dict[GroupKey, int] = {}
    for customer_id, company_id, currency, total in grouped.order_by("customer_id"):
        if customer_id is not None:
            found[customer_id, company_id, currency] = total
    return found


def _proposed(scope: Scope) -> Mapping[GroupKey, int]:
    """Money of unknown payers that the matcher holds for a customer's, by the customers it names."""
    rows = receipts_for(actor=SYSTEM).filter(customer=None, unapplied_minor__gt=0, match__decision="PROPOSED")
    found: dict[GroupKey, int] = {}
    columns = ("company_id", "currency", "unapplied_minor", "match__candidates")
    for company_id, currency, minor, candidates in rows.order_by("pk").values_list(*columns):
        for customer_id in {int(candidate["customer_id"]) for candidate in candidates}:
            if scope.customer_id in (None, customer_id):
                key = (customer_id, company_id, currency)
                found[key] = found.get(key, 0) + minor
    return found


def _accounts() -> Mapping[tuple[int, str], tuple[BankAccountState, ...]]:
    found: dict[tuple[int, str], tuple[BankAccountState, ...]] = {}
    for row in bank_accounts(actor=SYSTEM):
        key = (row.company_id, row.currency)
        found[key] = (*found.get(key, ()), BankAccountState(row.name, row.stated_through))
    return found


def _messages(scope: Scope, today: date) -> Mapping[int, Mapping[date, int]]:
    """Automatic messages by customer and day; those that wait count for today, because they go out from now on."""
    only: dict[str, Any] = {
        "customer_id": scope.customer_id,
        "customers": scope.customers(),
        "but": scope.but_message,
    }
    found = {
        customer_id: dict(days)
        for customer_id, days in automatic_days(
            since=today - WEEK, until=today, states=MAY_HAVE_ARRIVED, **only
        ).items()
    }
    ahead = (State.CLAIMED,) if scope.but_message is not None else (State.PLANNED, State.CLAIMED)
    for customer_id, days in automatic_days(since=date.min, until=date.max, states=ahead, **only).items():
        mine = found.setdefault(customer_id, {})
        mine[today] = mine.get(today, 0) + sum(days.values())
    return found


_NONE = Track(0, None)
