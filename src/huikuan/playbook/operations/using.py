"""Acts that measure: a contact was made with a strategy; the day's act that says what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.causes.queries.causes import causes_in_force
from huikuan.conduct.queries.judgements import natures
from huikuan.kernel.actor import SYSTEM, Actor, Verb, refuse_without_verb
from huikuan.kernel.paging import portions
from huikuan.kernel.refusal import Refused
from huikuan.ledger.queries import postings_about
from huikuan.ledger.rules import Account
from huikuan.playbook.models import StrategyUse, UsedItem, UseResult
from huikuan.playbook.queries.library import measure_in_force, strategy_in_force
from huikuan.playbook.queries.preparing import asked_for
from huikuan.playbook.rules.measuring import AskedItem, MeasurePolicy, Money, paid_in_time
from huikuan.playbook.rules.situations import age_of
from huikuan.ratings.queries.ratings import grades_of
from huikuan.receipts.access import receipts_for
from huikuan.receivables.queries.items import open_items_of
from huikuan.receivables.queries.rows import ReceivableRow

MOST_AT_ONCE = 5_000
"""So many contacts are judged in one act; the rest by the next day's."""


def note_use(*, act: OpenAct, today: date, activity_id: int, customer_id: int, strategy_code: str) -> int | None:
    """Write down, inside the act that records a contact, that it was made with a strategy; the id of the use.

    The facts of the debt are frozen: what is overdue to the own company and in the currency of the oldest item, else what is
    open there. None where nothing is open: no money can come of it. The caller has checked who asks.
    Raises Refused STRATEGY_UNKNOWN.
    """
    strategy = strategy_in_force(code=strategy_code)
    if strategy is None:
        raise Refused("STRATEGY_UNKNOWN", strategy=strategy_code)
    asked = asked_for(items=open_items_of(actor=act.actor, customer_id=customer_id, as_of=today))
    if not asked:
        return None
    first = asked[0]
    days = max(first.days_overdue or 0, 0)
    grade = grades_of(customer_ids=[customer_id]).get(customer_id)
    nature = natures(customer_ids=[customer_id]).get(customer_id)
    row = StrategyUse.objects.create(
        activity_id=activity_id,
        customer_id=customer_id,
        company_id=first.company_id,
        strategy=strategy.code,
        number=strategy.number,
        used_on=today,
        cause=_cause(asked),
        nature=nature.value if nature else "",
        grade=grade.grade if grade else "",
        age=age_of(days_overdue=days).value,
        days_overdue=days,
        currency=first.currency,
        asked_minor=sum(item.parts.outstanding for item in asked),
        who_name=act.actor.name,
        act_id=act.id,
    )
    UsedItem.objects.bulk_create(
        [UsedItem(use=row, receivable_id=item.id, open_minor=item.parts.outstanding) for item in asked], batch_size=500
    )
    return row.pk


def judge_uses(*, actor: Actor, now: datetime, key: str, today: date) -> dict[str, Json]:
    """Say of each contact made with a strategy, once its days are over, what came of it; `{"judged", "succeeded"}`.

    A payment is credited once, to the latest use before it that asked for its item. Raises NotPermitted.
    """
    refuse_without_verb(actor=actor, verb=Verb.REMIND)

    def work(act: OpenAct) -> dict[str, Json]:
        policy = measure_in_force()
        over = StrategyUse.objects.filter(result=None, used_on__lt=today - timedelta(days=policy.within_days))
        uses = list(over.order_by("pk").select_for_update(of=("self",), no_key=True)[:MOST_AT_ONCE])
        results = _judged(act, uses, policy, today)
        UseResult.objects.bulk_create(results, batch_size=500)
        return {"judged": len(results), "succeeded": sum(one.has_succeeded for one in results)}

    intent = Intent("judge_strategy_uses", actor, now, key, None, {"today": today.isoformat()})
    return perform(intent=intent, work=work)


def _cause(asked: Sequence[ReceivableRow]) -> str:
    """The cause of the largest part of what is asked for; empty where nobody has recorded one."""
    known = causes_in_force(receivable_ids=[item.id for item in asked])
    sums: dict[str, int] = {}
    for item in asked:
        if item.id in known:
            code = known[item.id].cause.value
            sums[code] = sums.get(code, 0) + item.parts.outstanding
    return min(sums, key=lambda code: (-sums[code], code), default="")


def _judged(act: OpenAct, uses: Sequence[StrategyUse], policy: MeasurePolicy, today: date) -> list[UseResult]:
    items: dict[int, list[AskedItem]] = {}
    for some in portions(values=[row.pk for row in uses]):
        rows = UsedItem.objects.filter(use_id__in=some).order_by("pk")
        for use_id, receivable_id, minor in rows.values_list("use_id", "receivable_id", "open_minor"):
            items.setdefault(use_id, []).append(AskedItem(receivable_id, minor))
    wanted = sorted({item.receivable_id for some in items.values() for item in some})
    followed = _followed(wanted)
    for use_id, some_items in items.items():
        items[use_id] = [replace(one, until=followed.get((use_id, one.receivable_id))) for one in some_items]
    money: dict[int, list[Money]] = {}
    for one in _money(wanted):
        money.setdefault(one.receivable_id, []).append(one)
    return [_result(act, row, items.get(row.pk, []), money, policy, today) for row in uses]


def _followed(receivable_ids: Sequence[int]) -> dict[tuple[int, int], date]:
    """The day of the next use about the same item, judged already or not, by use and receivable; none for the latest."""
    uses: dict[int, list[tuple[date, int]]] = {}
    for some in portions(values=receivable_ids):
        rows = UsedItem.objects.filter(receivable_id__in=some).order_by("use__used_on", "use_id")
        for receivable_id, day, use_id in rows.values_list("receivable_id", "use__used_on", "use_id"):
            uses.setdefault(receivable_id, []).append((day, use_id))
    return {
        (use_id, receivable_id): day
        for receivable_id, known in uses.items()
        for (_, use_id), (day, _) in pairwise(known)
    }


def _result(
    act: OpenAct,
    row: StrategyUse,
    items: Sequence[AskedItem],
    money: dict[int, list[Money]],
    policy: MeasurePolicy,
    today: date,
) -> UseResult:
    came = [one for item in items for one in money.get(item.receivable_id, ())]
    paid = paid_in_time(items=items, money=came, used_on=row.used_on, policy=policy)
    return UseResult(
        use=row,
        strategy=row.strategy,
        cause=row.cause,
        grade=row.grade,
        age=row.age,
        paid_minor=paid.paid_minor,
        paid_permille=paid.permille,
        has_succeeded=paid.has_succeeded,
        within_days=policy.within_days,
        policy_number=policy.number,
        judged_on=today,
        act_id=act.id,
    )


def _money(receivable_ids: Sequence[int]) -> Iterable[Money]:
    """What was used for these items, and taken back from them, with the day the money came."""
    found: list[tuple[int, int, int]] = []
    for some in portions(values=receivable_ids):
        for posting in postings_about(receivable_ids=some):
            for entry in posting.entries:
                if entry.account == Account.RECEIVABLE.value and entry.receivable_id and entry.receipt_id:
                    found.append((entry.receivable_id, entry.receipt_id, -entry.minor))
    days: dict[int, date] = {}
    for some in portions(values=sorted({receipt_id for _, receipt_id, _ in found})):
        days |= dict(receipts_for(actor=SYSTEM).filter(pk__in=some).values_list("pk", "received_on"))
    return [Money(receivable_id, days[receipt_id], minor) for receivable_id, receipt_id, minor in found]
