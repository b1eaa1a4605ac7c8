"""Plans with their items, as the database holds them now, in the form the rules judge them; a constant number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.paging import portions
from huikuan.ledger.queries import later_changes, postings_about
from huikuan.ledger.rules import Account, PostingKind
from huikuan.promises.holding import awaited_minor
from huikuan.receipts.access import receipts_for
from huikuan.settlements.models import Instalment, Plan, PlanDiscount, PlanItem
from huikuan.settlements.rules.judging import Judgement, Planned, RunningPlan, Unused, judgements
from huikuan.settlements.rules.plans import LIVE, State
from huikuan.settlements.rules.plans import Instalment as Part

Booked = tuple[int, int, int]
"""Receivable, minor units, posting of a booked discount that nobody took back."""
_NO_MONEY = frozenset(
    kind.value
    for kind in (PostingKind.CREDIT_NOTE, PostingKind.SHORT_PAYMENT, PostingKind.WRITE_OFF, PostingKind.RETENTION)
)
"""What lowers an item without money: it has no day on which it came."""


def judged_now(*, rows: Sequence[Plan], today: date) -> tuple[tuple[RunningPlan, Judgement], ...]:
    """What came of plans by `today`; give all that share the money of a customer together."""
    plans = running_plans(rows=rows)
    by_id = {plan.id: plan for plan in plans}
    items = [one.receivable_id for plan in plans if plan.state in LIVE for one in plan.items]
    reserved = awaited_minor(but_items=items) if plans else {}
    found = judgements(plans=plans, unused=_unused(plans), reserved=reserved, today=today)
    return tuple((by_id[one.plan_id], one) for one in found)


def running_plans(*, rows: Sequence[Plan]) -> tuple[RunningPlan, ...]:
    """Plans in the form the rules judge them; nine queries for any number."""
    ids = [row.pk for row in rows]
    items, parts = _items(rows), parts_of(plan_ids=ids)
    return tuple(
        RunningPlan(
            id=row.pk,
            group=(row.customer_id, row.company_id, row.currency),
            state=State(row.state),
            begins_on=row.begins_on,
            made_on=row.made_on,
            instalments=parts[row.pk],
            items=items[row.pk],
        )
        for row in rows
    )


def parts_of(*, plan_ids: Iterable[int]) -> dict[int, tuple[Part, ...]]:
    """Instalments by plan, in their order."""
    found: dict[int, tuple[Part, ...]] = {}
    for some in portions(values=sorted(plan_ids)):
        for one in Instalment.objects.filter(plan_id__in=some).order_by("plan_id", "number"):
            found[one.plan_id] = (*found.get(one.plan_id, ()), Part(one.day, one.amount_minor, one.held_through))
    return found


def lowered_by_day(*, plan_id: int, since: date) -> list[tuple[date, int]]:
    """By how much the items of a plan fell on each day from `since` on, written-off parts left out; minor units, three queries."""
    ids = list(PlanItem.objects.filter(plan_id=plan_id).order_by("pk").values_list("receivable_id", flat=True))
    before = dict.fromkeys(ids, since - timedelta(days=1))
    return [
        (day, -minor)
        for account in (Account.RECEIVABLE, Account.BAD_DEBT)
        for days in later_changes(account=account, column="receivable_id", since=before).values()
        for day, minor in days.items()
    ]


def booked_discounts(*, plan_ids: Iterable[int]) -> dict[int, tuple[Booked, ...]]:
    """The discounts booked for plans, those taken back left out."""
    rows = [row for some in portions(values=sorted(plan_ids)) for row in PlanDiscount.objects.filter(plan_id__in=some)]
    live: set[int] = set()
    for some in portions(values=sorted(row.posting_id for row in rows)):
        live |= {posting.id for posting in postings_about(posting_ids=some) if posting.is_live}
    found: dict[int, tuple[Booked, ...]] = {}
    for row in sorted(rows, key=lambda one: one.pk):
        if row.posting_id in live:
            found[row.plan_id] = (
                *found.get(row.plan_id, ()),
                (row.receivable_id, row.amount_minor, row.posting_id),
            )
    return found


def _items(rows: Sequence[Plan]) -> dict[int, tuple[Planned, ...]]:
    acts = {row.pk: row.act_id for row in rows}
    booked = {
        (plan_id, receivable_id): minor
        for plan_id, discounts in booked_discounts(plan_ids=acts).items()
        for receivable_id, minor, _ in discounts
    }
    items = [
        one
        for some in portions(values=sorted(acts))
        for one in PlanItem.objects.filter(plan_id__in=some).select_related("receivable").order_by("pk")
    ]
    came = _came({one.receivable_id for one in items})
    found: dict[int, tuple[Planned, ...]] = {}
    for one in items:
        written = max(0, one.receivable.written_off_minor - one.written_off_minor)
        item = Planned(
            receivable_id=one.receivable_id,
            planned_minor=one.amount_minor,
            open_minor=one.receivable.outstanding_minor,
            gone_minor=written + booked.get((one.plan_id, one.receivable_id), 0),
            came=tuple(
                (day, minor) for act_id, day, minor in came.get(one.receivable_id, ()) if act_id > acts[one.plan_id]
            ),
        )
        found[one.plan_id] = (*found.get(one.plan_id, ()), item)
    return found


def _came(receivable_ids: Collection[int]) -> dict[int, list[tuple[int, date, int]]]:
    """What money, and paper taken for money, did to items: by receivable the act, the day it was received and minor units.

    Negative where it went back: on the day it was received where the receipt is named, else on the day that happened.
    """
    used = [
        (entry.receivable_id, posting.act_id, entry.receipt_id, posting.effective_date, -entry.minor)
        for some in portions(values=sorted(receivable_ids))
        for posting in postings_about(receivable_ids=some)
        if posting.kind not in _NO_MONEY
        for entry in posting.entries
        if entry.account == Account.RECEIVABLE.value and entry.receivable_id in receivable_ids
    ]
    days: dict[int, date] = {}
    for some in portions(values=sorted({receipt_id for _, _, receipt_id, _, _ in used if receipt_id})):
        days |= dict(receipts_for(actor=SYSTEM).filter(pk__in=some).values_list("pk", "received_on"))
    found: dict[int, list[tuple[int, date, int]]] = {}
    for receivable_id, act_id, receipt_id, day, minor in used:
        found.setdefault(receivable_id or 0, []).append((act_id, days.get(receipt_id or 0, day), minor))
    return found


def _unused(plans: Sequence[RunningPlan]) -> list[Unused]:
    if not plans:
        return []
    rows = receipts_for(actor=SYSTEM).filter(
        unapplied_minor__gt=0,
        customer_id__in={plan.group[0] for plan in plans},
        received_on__gte=min(plan.made_on for plan in plans),
    )
    columns = ("customer_id", "company_id", "currency", "received_on", "unapplied_minor")
    return [
        Unused((customer_id or 0, company_id, currency), day, minor)
        for customer_id, company_id, currency, day, minor in rows.order_by("received_on", "pk").values_list(*columns)
    ]
