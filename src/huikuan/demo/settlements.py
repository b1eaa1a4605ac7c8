"""Plans to pay of demo customers: one that runs and is half paid, one broken, one that waits for approval, one to be signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huikuan.accounts.queries import actor_of, people
from huikuan.demo.building import Built
from huikuan.demo.papers import BLANK_PDF
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.promises.queries import held_items
from huikuan.receipts.operations.money import ReceiptDraft, record_receipts
from huikuan.receivables.access import receivables_for
from huikuan.settlements.operations.judging import judge_plans
from huikuan.settlements.operations.planning import decide_plan, make_plan, propose_plan
from huikuan.settlements.operations.signing import Signature, sign_plan
from huikuan.settlements.rules.plans import InterestRule, Kind, PlanDraft, equal_parts

_AGO = timedelta(days=40)
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


def fill_settlements(*, built: Built, now: datetime, today: date) -> None:
    """Drawn up by the accountant, approved by the finance director, signed, and judged by the day."""
    named = {row.username: row.id for row in people().values()}
    clerk, director = _actor(named["wu.jing"]), _actor(named["wang.hong"])
    company_id = built.companies["CNY"]
    debts = _debts(company_id, today)
    if len(debts) < 4:
        return
    running, proposed, waiting, broken = debts
    began = today - _AGO
    for debt, rule in ((running, InterestRule.PAUSED), (broken, InterestRule.CONTINUES)):
        draft = _draft(debt, company_id, began, began + timedelta(days=10), interest=rule)
        _signed(clerk, director, draft, now - _AGO)
    first = equal_parts(total_minor=running.minor, first=began, number=4)[0][1]
    money = ReceiptDraft(
        began + timedelta(days=9), "CNY", first * 3 // 2, customer_id=running.customer_id, reference="还款计划第一期"
    )
    at = now - timedelta(days=30)
    record_receipts(actor=clerk, now=at, key="demo:plan:money", company_id=company_id, receipts=[money])
    less = waiting.minor // 10
    parts = ((today + timedelta(days=14), waiting.minor - less),)
    offer = _draft(waiting, company_id, today, today, parts, kind=Kind.DISCOUNT_FOR_PAYMENT, discount_minor=less)
    _proposed(clerk, offer, now)
    half = _draft(proposed, company_id, today, today + timedelta(days=7))
    decide_plan(
        actor=director, now=now, today=today, key="demo:plan:yes", approve=True, note="",
        request_id=_proposed(clerk, half, now)[1] or 0,
    )  # fmt: skip
    judge_plans(actor=SYSTEM, now=now, key="demo:judge-plans", today=today)


def _debts(company_id: int, today: date) -> list[_Debt]:
    """The four customers who owe most of what was late 40 days ago and nobody promised; the same for the same day."""
    found: dict[int, list[tuple[int, int]]] = {}
    late = {"outstanding_minor__gt": 0, "due_date__lt": today - _AGO}
    rows = receivables_for(actor=SYSTEM).filter(company_id=company_id, currency="CNY", **late)
    columns = ("customer_id", "pk", "outstanding_minor")
    for customer_id, pk, minor in rows.order_by("due_date", "pk").values_list(*columns):
        found.setdefault(customer_id, []).append((pk, minor))
    promised = held_items(today=today)
    debts = [_Debt(pk, tuple(items)) for pk, items in found.items() if not promised.keys() & dict(items).keys()]
    return sorted(debts, key=lambda one: (-one.minor, one.customer_id))[:4]


def _draft(
    debt: _Debt, company_id: int, on: date, first: date, parts: tuple[tuple[date, int], ...] = (), **more: object
) -> PlanDraft:
    return PlanDraft(
        customer_id=debt.customer_id,
        company_id=company_id,
        currency="CNY",
        receivable_ids=tuple(pk for pk, _ in debt.items),
        parts=parts or equal_parts(total_minor=debt.minor, first=first, number=4),
        begins_on=on,
        **{"kind": Kind.INSTALMENTS, **more},  # type: ignore[arg-type]
    )


def _proposed(actor: Actor, draft: PlanDraft, at: datetime) -> tuple[int, int | None]:
    key = f"demo:plan:{draft.customer_id}"
    made = make_plan(actor=actor, now=at, today=draft.begins_on, key=key, draft=draft)
    plan_id = int(made["plan_id"])
    asked = propose_plan(actor=actor, now=at, today=draft.begins_on, key=f"{key}:ask", plan_id=plan_id, reason=_WHY)
    return plan_id, asked["request_id"]


def _signed(actor: Actor, director: Actor, draft: PlanDraft, at: datetime) -> None:
    plan_id, request_id = _proposed(actor, draft, at)
    key, day = f"demo:plan:{draft.customer_id}", draft.begins_on
    if request_id is not None:
        decide_plan(
            actor=director, now=at, today=day, key=f"{key}:yes", request_id=request_id, approve=True, note="同意"
        )
    paper = Signature("客户财务总监", day, "欠款确认及还款协议.pdf", BLANK_PDF)
    sign_plan(actor=actor, now=at, today=day, key=f"{key}:sign", plan_id=plan_id, signature=paper)


def _actor(user_id: int) -> Actor:
    actor = actor_of(user_id=user_id)
    if actor is None:
        raise ValueError("no such person")
    return actor
