"""Reads what each visible customer owes today, with what is agreed, who can be reached and what money is here already."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from django.db.models import Min, Sum

from huikuan.activities.queries import next_steps
from huikuan.customers.queries import ids_with_contact
from huikuan.kernel.actor import Actor
from huikuan.receipts.queries.exposure import unused_money
from huikuan.receivables.access import receivables_for
from huikuan.receivables.queries.balances import balances_by_customer
from huikuan.receivables.rules import Balance, BalanceKey, Debtor, balances_by_debtor
from huikuan.worklist.rules.debts import DebtFacts
from huikuan.worklist.rules.tasks import WorklistPolicy


def debt_facts(
    *, actor: Actor, today: date, policy: WorklistPolicy, late: Collection[Debtor], called: Collection[int]
) -> Iterable[DebtFacts]:
    """Whoever is late or has an item due soon, and whoever something was agreed with for today or before.

    `late` are customers who are late with items of which something is known beside their due date; `called` are items that
    fell due before their contract makes them due: they do not come due once more.
    """
    by_company = dict(balances_by_customer(actor=actor, as_of=today))
    balances = balances_by_debtor(balances=by_company.items())
    soon = _due_soon(actor, today, policy, called)
    unapplied, ahead = _usable(by_company)
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
            ahead_minor=ahead.get(key, 0),
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


def _usable(balances: Mapping[BalanceKey, Balance]) -> tuple[dict[Debtor, int], dict[Debtor, int]]:
    """What money not used yet can pay of what is overdue, and then of what is not, each at the own company it came to."""
    unapplied: dict[Debtor, int] = {}
    ahead: dict[Debtor, int] = {}
    for (customer_id, company_id), sums in unused_money().items():
        for currency, minor in sums.items():
            balance = balances.get((customer_id, company_id, currency))
            if balance is not None:
                key = (customer_id, currency)
                of_late = min(minor, balance.overdue_minor)
                unapplied[key] = unapplied.get(key, 0) + of_late
                ahead[key] = ahead.get(key, 0) + min(minor, balance.open_minor) - of_late
    return unapplied, ahead
