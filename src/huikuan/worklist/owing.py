"""Reads what each visible customer owes today, with what is agreed, who can be reached and what money is here already."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db.models import Min, Sum

from huikuan.activities.queries import next_steps
from huikuan.customers.queries import ids_with_contact
from huikuan.kernel.actor import Actor
from huikuan.receipts.access import receipts_for
from huikuan.receivables.access import receivables_for
from huikuan.receivables.queries.balances import balances_by_customer
from huikuan.receivables.rules import Debtor, balances_by_debtor
from huikuan.worklist.rules.debts import DebtFacts
from huikuan.worklist.rules.tasks import WorklistPolicy


def debt_facts(
    *, actor: Actor, today: date, policy: WorklistPolicy, late: Collection[Debtor], called: Collection[int]
) -> Iterable[DebtFacts]:
    """Whoever is late or has an item due soon, and whoever something was agreed with for today or before.

    `late` are customers who are late with items of which something is known beside their due date; `called` are items that
    fell due before their contract makes them due: they do not come due once more.
    """
    balances = balances_by_debtor(balances=balances_by_customer(actor=actor, as_of=today))
    soon = _due_soon(actor, today, policy, called)
    unapplied = _unapplied(actor)
    with_contact = ids_with_contact()
    agreed = {row.customer_id: row.next_action for row in next_steps(actor=actor, until=today)}
    for key, balance in balances.items():
        customer_id, currency = key
        if not (balance.overdue_minor or key in soon or customer_id in agreed or key in late):
            continue
        due_soon_minor, next_due = soon.get(key, (0, None))
        yield DebtFacts(
            customer_id=customer_id,
            currency=currency,
            overdue_minor=balance.overdue_minor,
            oldest_days=(today - balance.oldest_due).days if balance.overdue_minor and balance.oldest_due else 0,
            overdue_items=balance.overdue_items,
            due_soon_minor=due_soon_minor,
            next_due=next_due,
            unapplied_minor=unapplied.get(key, 0),
            has_contact=customer_id in with_contact,
            open_minor=balance.open_minor,
            agreed=agreed.get(customer_id, ""),
        )
    owing = {customer_id for customer_id, _ in balances}
    for customer_id in agreed.keys() - owing:
        yield DebtFacts(customer_id, "", 0, 0, 0, 0, None, agreed=agreed[customer_id])


def _due_soon(
    actor: Actor, today: date, policy: WorklistPolicy, called: Collection[int]
) -> dict[Debtor, tuple[int, date]]:
    """What comes due within the policy's days, and when first; one query over these items alone, a moment after the balances."""
    rows = receivables_for(actor=actor).filter(
        outstanding_minor__gt=0, due_date__gte=today, due_date__lte=today + timedelta(days=policy.due_soon_days)
    )
    rows = rows.exclude(pk__in=called) if called else rows
    sums = rows.values_list("customer_id", "currency").annotate(soon=Sum("outstanding_minor"), first=Min("due_date"))
    return {(customer_id, currency): (soon, first) for customer_id, currency, soon, first in sums.order_by()}


def _unapplied(actor: Actor) -> dict[tuple[int, str], int]:
    # Added up here: SQLite would group by walking every receipt of every customer, not the few that are unapplied.
    sums: dict[tuple[int, str], int] = {}
    rows = receipts_for(actor=actor).filter(unapplied_minor__gt=0)
    for customer_id, currency, minor in rows.values_list("customer_id", "currency", "unapplied_minor"):
        if customer_id is not None:
            sums[customer_id, currency] = sums.get((customer_id, currency), 0) + minor
    return sums
