"""Plans to pay of demo customers: one runs, one was kept, one broke in month three, one waits for approval, one for a signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huikuan.accounts.queries import actor_of, people
from huikuan.demo.building import Built
from huikuan.demo.papers import BLANK_PDF
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.promises.holding import promised_items
from huikuan.receipts.operations.allocating import AllocationDraft, Share, allocate_receipts
from huikuan.receipts.operations.money import ReceiptDraft, record_receipts
from huikuan.receivables.access import receivables_for
from huikuan.settlements.operations.accelerating import Demand, demand_payment
from huikuan.settlements.operations.judging import judge_plans
from huikuan.settlements.operations.planning import decide_plan, make_plan, propose_plan
from huikuan.settlements.operations.signing import Signature, sign_plan
from huikuan.settlements.rules.plans import InterestRule, Kind, PlanDraft, equal_parts

_LATELY, _LONG_AGO = timedelta(days=40), timedelta(days=100)
_FIRST = timedelta(days=10)
"""The first instalment comes so long after a plan was signed."""
_JUDGED, _DEMANDED = timedelta(days=22), timedelta(days=20)
"""So long ago the third instalment was missed beyond its grace, and demanded: by now the reasonable time has passed."""
_LEAST_KEPT = 3_000_000
_WHY = "客户资金紧张，愿意书面确认欠款并按期还款。"


@dataclass(frozen=True, slots=True)
class _Debt:
    """What a customer owes own company 1 in CNY: his items, minor units."""

    customer_id: int
    items: tuple[tuple[int, int], ...]

    @property
    def minor(self) -> int:
        """All that is open."""
        return sum(minor for _, minor in self.items)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who draws plans up and who approves them, where and on which day."""

    clerk: Actor
    director: Actor
    company_id: int
    now: datetime
    today: date

    def ago(self, days: timedelta) -> tuple[datetime, date]:
        """The moment and the day so long ago."""
        return self.now - days, self.today - days


def fill_settlements(*, built: Built, now: datetime, today: date) -> None:
    """Drawn up by the accountant, approved by the finance director, signed, paid or not, and judged by the day."""
    named = {row.username: row.id for row in people().values()}
    desk = _Desk(_actor(named["wu.jing"]), _actor(named["wang.hong"]), built.companies["CNY"], now, today)
    late, old = _debts(desk, today - _LATELY), _debts(desk, today - _LONG_AGO)
    first = [one.customer_id for one in late[:3]]
    rest = [one for one in old if one.customer_id not in first and one.minor >= _LEAST_KEPT]
    if len(first) < 3 or len(rest) < 2:
        return
    _old_ones(desk, rest[0], rest[-1])
    running, proposed, waiting = late[:3]
    _running(desk, running)
    _on_the_way(desk, proposed, waiting)
    judge_plans(actor=SYSTEM, now=now, key="demo:judge-plans", today=today)


def _old_ones(desk: _Desk, broken: _Debt, kept: _Debt) -> None:
    """Four instalments of which the third never came, demanded since; three that all came in time."""
    at, on = desk.ago(_LONG_AGO)
    four, three = (
        equal_parts(total_minor=one.minor, first=on + _FIRST, number=n) for one, n in ((broken, 4), (kept, 3))
    )
    plan = _signed(desk, _draft(broken, desk, on, four), at)
    _signed(desk, _draft(kept, desk, on, three, interest=InterestRule.WAIVED_IF_KEPT), at)
    _paid(desk, broken, four[:2])
    _paid(desk, kept, three)
    at, on = desk.ago(_JUDGED)
    judge_plans(actor=SYSTEM, now=at, key="demo:judge-plans:then", today=on)
    at, on = desk.ago(_DEMANDED)
    demand = Demand(on, "催告函，EMS 已签收；限 15 日内付清到期款项。", "EMS签收回执.pdf", BLANK_PDF)
    demand_payment(actor=desk.clerk, now=at, today=on, key="demo:plan:demand", plan_id=plan, demand=demand)


def _running(desk: _Desk, debt: _Debt) -> None:
    """Half paid, and no interest while it is kept."""
    at, on = desk.ago(_LATELY)
    parts = equal_parts(total_minor=debt.minor, first=on + _FIRST, number=4)
    _signed(desk, _draft(debt, desk, on, parts, interest=InterestRule.PAUSED), at)
    _paid(desk, debt, ((parts[0][0], parts[0][1] * 3 // 2),))


def _on_the_way(desk: _Desk, proposed: _Debt, waiting: _Debt) -> None:
    """One whose discount somebody must approve, one that was approved and is not signed yet."""
    less, today = waiting.minor // 10, desk.today
    offer = ((today + timedelta(days=14), waiting.minor - less),)
    kind = Kind.DISCOUNT_FOR_PAYMENT
    _proposed(desk, _draft(waiting, desk, today, offer, kind=kind, discount_minor=less), desk.now)
    parts = equal_parts(total_minor=proposed.minor, first=today + timedelta(days=7), number=4)
    _approved(desk, _draft(proposed, desk, today, parts), desk.now)


def _debts(desk: _Desk, before: date) -> list[_Debt]:
    """What was due before a day and nobody promised, by customer, the largest in front; the same for the same day."""
    found: dict[int, list[tuple[int, int]]] = {}
    rows = receivables_for(actor=SYSTEM).filter(
        company_id=desk.company_id, currency="CNY", outstanding_minor__gt=0, due_date__lt=before
    )
    columns = ("customer_id", "pk", "outstanding_minor")
    for customer_id, pk, minor in rows.order_by("due_date", "pk").values_list(*columns):
        found.setdefault(customer_id, []).append((pk, minor))
    promised = promised_items(today=desk.today)
    debts = [_Debt(pk, tuple(items)) for pk, items in found.items() if not promised.keys() & dict(items).keys()]
    return sorted(debts, key=lambda one: (-one.minor, one.customer_id))


def _draft(debt: _Debt, desk: _Desk, on: date, parts: tuple[tuple[date, int], ...], **more: object) -> PlanDraft:
    return PlanDraft(
        customer_id=debt.customer_id,
        company_id=desk.company_id,
        currency="CNY",
        receivable_ids=tuple(pk for pk, _ in debt.items),
        parts=parts,
        begins_on=on,
        **{"kind": Kind.INSTALMENTS, **more},  # type: ignore[arg-type]
    )


def _proposed(desk: _Desk, draft: PlanDraft, at: datetime) -> tuple[int, int | None]:
    key, day = f"demo:plan:{draft.customer_id}", draft.begins_on
    plan_id = int(make_plan(actor=desk.clerk, now=at, today=day, key=key, draft=draft)["plan_id"])
    asked = propose_plan(actor=desk.clerk, now=at, today=day, key=f"{key}:ask", plan_id=plan_id, reason=_WHY)
    return plan_id, asked["request_id"]


def _approved(desk: _Desk, draft: PlanDraft, at: datetime) -> int:
    plan_id, request_id = _proposed(desk, draft, at)
    if request_id is not None:
        say = {"now": at, "today": draft.begins_on, "key": f"demo:plan:{draft.customer_id}:yes", "note": "同意"}
        decide_plan(actor=desk.director, request_id=request_id, approve=True, **say)  # type: ignore[arg-type]
    return plan_id


def _signed(desk: _Desk, draft: PlanDraft, at: datetime) -> int:
    plan_id, day = _approved(desk, draft, at), draft.begins_on
    paper = Signature("客户财务总监", day, "欠款确认及还款协议.pdf", BLANK_PDF)
    key = f"demo:plan:{draft.customer_id}:sign"
    sign_plan(actor=desk.clerk, now=at, today=day, key=key, plan_id=plan_id, signature=paper)
    return plan_id


def _paid(desk: _Desk, debt: _Debt, parts: tuple[tuple[date, int], ...]) -> None:
    """Each amount comes a day before its day and is used for the oldest items."""
    left = list(debt.items)
    for place, (day, minor) in enumerate(parts, 1):
        on = day - timedelta(days=1)
        at, key = desk.now - (desk.today - on), f"demo:plan:{debt.customer_id}:money:{place}"
        reference = f"还款计划第 {place} 期"
        money = ReceiptDraft(on, "CNY", minor, customer_id=debt.customer_id, reference=reference)
        who = {"actor": desk.clerk, "now": at, "company_id": desk.company_id}
        (receipt,) = record_receipts(key=key, receipts=[money], **who)["receipt_ids"]  # type: ignore[arg-type]
        shares, left = _shares(left, minor)
        used = AllocationDraft(receipt, tuple(Share(pk, share) for pk, share in shares))
        allocate_receipts(key=f"{key}:used", allocations=[used], **who)  # type: ignore[arg-type]


def _shares(items: list[tuple[int, int]], minor: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """What of so much money each item gets, and what is open of them then."""
    shares, left = [], []
    for pk, owed in items:
        share = min(owed, minor)
        minor -= share
        shares += [(pk, share)] if share else []
        left += [(pk, owed - share)] if owed > share else []
    return shares, left


def _actor(user_id: int) -> Actor:
    actor = actor_of(user_id=user_id)
    if actor is None:
        raise ValueError("no such person")
    return actor
