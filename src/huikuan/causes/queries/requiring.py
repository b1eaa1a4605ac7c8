"""Reads: the policy in force, debts that need a cause and have none, how items stand, and the report of causes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Min, OuterRef, Sum

from huikuan.accounts.queries import business_calendar, person_names
from huikuan.causes.access import causes_for
from huikuan.causes.models import CauseItem, PolicyVersion
from huikuan.causes.queries.causes import our_side_causes
from huikuan.causes.rules.causes import Cause as Why
from huikuan.causes.rules.reporting import By, CausedItem, ReportRow, report_of
from huikuan.causes.rules.requiring import CausePolicy, Group, Missing, Uncaused, missing_of
from huikuan.causes.rules.states import OverdueState, Stance, overdue_before, overdue_state
from huikuan.customers.queries import customers_by_id
from huikuan.disputes.queries import disputed_minor
from huikuan.disputes.rules import stopped_minor
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import portions
from huikuan.promises.holding import held_items
from huikuan.receivables.access import receivables_for
from huikuan.receivables.parts import parts_of
from huikuan.receivables.queries.lines import lines_of


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A debt above the policy's bounds of which nobody said why it is not paid, with its customer."""

    missing: Missing
    customer_id: int
    customer_name: str
    company_id: int
    currency: str


def policy_in_force() -> CausePolicy:
    """The newest version of the policy; the shipped one, number 0, until somebody decides."""
    row = PolicyVersion.objects.order_by("-number").first()
    return CausePolicy() if row is None else CausePolicy(row.number, dict(row.amounts), row.days, row.grace_days)


def missing_causes(*, actor: Actor, today: date, planned: Collection[int] = ()) -> tuple[MissingRow, ...]:
    """Debts of visible customers that need a cause and have none, the largest first within a currency; six queries.

    What is disputed is not counted: a dispute says itself why it is not paid. Nor are `planned` items, which a plan that is
    kept holds, as a room above knows: the plan says how they are paid.
    """
    policy = policy_in_force()
    before = overdue_before(stance=Stance(today, business_calendar(), policy.grace_days))
    rows = receivables_for(actor=actor).filter(outstanding_minor__gt=0, due_date__lt=before)
    rows = rows.filter(~Exists(CauseItem.objects.filter(receivable_id=OuterRef("pk"), ended_on=None)))
    rows = rows.exclude(pk__in=list(planned)) if planned else rows
    disputed = _disputed_of_groups(actor, before, planned)
    sums = rows.values_list("customer_id", "company_id", "currency").annotate(
        total=Sum("outstanding_minor"), oldest=Min("due_date"), items=Count("pk")
    )
    debts = [
        Uncaused(group, total - disputed.get(group, 0), oldest, items)
        for *key, total, oldest, items in sums.order_by()
        for group in ((key[0], key[1], key[2]),)
        if oldest is not None
    ]
    found = missing_of(debts=debts, policy=policy, today=today)
    customers = customers_by_id(ids={one.group[0] for one in found})
    return tuple(
        MissingRow(one, one.group[0], customers[one.group[0]].name, one.group[1], one.group[2]) for one in found
    )


def item_states(
    *, actor: Actor, receivable_ids: Iterable[int], today: date, planned: Collection[int] = ()
) -> dict[int, OverdueState]:
    """How each visible item stands today; five queries for 5,000.

    Disputes, running promises, what is ours to mend and plans that are kept hold it: `planned` are the items of plans, as a
    room above knows them.
    """
    ids = sorted(set(receivable_ids))
    stance = Stance(today, business_calendar(), policy_in_force().grace_days)
    disputed = disputed_minor(receivable_ids=ids)
    held = {*held_items(today=today), *our_side_causes(today=today), *planned}
    found: dict[int, OverdueState] = {}
    for some in portions(values=ids):
        for row in receivables_for(actor=actor).filter(pk__in=some):
            minor = row.outstanding_minor if row.pk in held else disputed.get(row.pk, 0)
            found[row.pk] = overdue_state(parts=parts_of(row=row), due=row.due_date, held_minor=minor, stance=stance)
    return found


def cause_report(
    *, actor: Actor, by: By, since: date, through: date, only_in_force: bool = False
) -> tuple[ReportRow, ...]:
    """Causes recorded between two days (both included) added up; three queries, one more for products.

    An item counts once, under the latest cause recorded for it in that time: it is one debt, however often it was explained.
    """
    causes = causes_for(actor=actor).filter(since__gte=since, since__lte=through).exclude(state="WITHDRAWN")
    rows = CauseItem.objects.filter(cause__in=causes.values("pk"))
    if only_in_force:
        rows = rows.filter(ended_on=None)
    columns = ("cause__cause", "receivable__invoice_id", "cause__customer_id", "cause__customer__salesperson_id")
    more = ("cause__since", "cause__currency", "open_minor", "receivable__outstanding_minor")
    latest = {pk: row for pk, *row in rows.order_by("pk").values_list("receivable_id", *columns, *more)}
    found = list(latest.values())
    names = person_names(ids=frozenset(row[3] for row in found if row[3]))
    items = [
        CausedItem(Why(cause), invoice, customer, names.get(who or 0, ""), day, currency, opened, min(opened, still))
        for cause, invoice, customer, who, day, currency, opened, still in found
    ]
    return report_of(items=items, by=by, products=_products(items) if by is By.PRODUCT else {})


def _products(items: Iterable[CausedItem]) -> dict[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = {}
    for some in portions(values=sorted({item.invoice_id for item in items})):
        for invoice_id, lines in lines_of(invoice_ids=some).items():
            found[invoice_id] = [(line.name, line.amount_minor) for line in lines]
    return found


def _disputed_of_groups(actor: Actor, before: date, planned: Collection[int]) -> dict[Group, int]:
    """What is disputed of overdue items without a cause or a plan, minor units by debt."""
    disputed = disputed_minor()
    found: dict[Group, int] = {}
    for some in portions(values=sorted(disputed.keys() - set(planned))):
        rows = receivables_for(actor=actor).filter(pk__in=some, outstanding_minor__gt=0, due_date__lt=before)
        rows = rows.filter(~Exists(CauseItem.objects.filter(receivable_id=OuterRef("pk"), ended_on=None)))
        columns = ("customer_id", "company_id", "currency", "pk", "outstanding_minor")
        for customer_id, company_id, currency, pk, minor in rows.values_list(*columns):
            group = (customer_id, company_id, currency)
            stopped = stopped_minor(open_minor=minor, disputed_minor=disputed[pk])
            found[group] = found.get(group, 0) + stopped
    return found
