"""Forged rows of plans to pay."""

from datetime import UTC, date, datetime

from huikuan.kernel.actor import SYSTEM
from huikuan.settlements.models import Plan
from huikuan.settlements.operations.judging import judge_plans
from huikuan.settlements.operations.planning import save_policy
from huikuan.settlements.rules.plans import Kind
from huikuan.settlements.rules.policy import SettlementPolicy
from tests.books import NOW, new_books
from tests.guards.tables import Guard, changed, copied
from tests.planned import TODAY, planned

LIVE = {"plan__state": "RUNNING"}


def _done() -> int:
    return Plan.objects.get(state="DONE").pk


def _item_of_running() -> int:
    return Plan.objects.get(state="RUNNING").items.get().receivable_id


GUARDS: tuple[Guard, ...] = (
    ("settlements.Plan", "settlements_amounts", changed(paid_minor=-1)),
    ("settlements.Plan", "settlements_discount_named", changed(kind="DISCOUNT_FOR_PAYMENT", discount_minor=0)),
    ("settlements.Plan", "settlements_days_in_order", changed(begins_on=date(2026, 3, 1))),
    ("settlements.Plan", "settlements_agreed_when_signed", changed(signed_by="")),
    ("settlements.Plan", "settlements_ended_when_over", changed(ended_on=None)),
    ("settlements.Plan", "settlements_called_when_broken", changed(called_on=date(2026, 3, 2), called_by=1)),
    ("settlements.PlanItem", "settlements_item_once", copied()),
    ("settlements.PlanItem", "settlements_item_amount", copied(receivable_id=_item_of_running, amount_minor=0)),
    ("settlements.Instalment", "settlements_instalment_once", copied()),
    ("settlements.Instalment", "settlements_instalment_whole", copied(number=61)),
    ("settlements.Hold", "settlements_one_plan_an_item", copied(LIVE, plan_id=_done)),
    ("settlements.Hold", "settlements_hold_in_order", changed(released_at=datetime(2020, 1, 1, tzinfo=UTC))),
    ("settlements.PlanDiscount", "settlements_discount_once", copied(posting_id=9_999)),
    ("settlements.PlanDiscount", "settlements_discount_amount",
     copied(posting_id=9_999, receivable_id=_item_of_running, amount_minor=0)),
    ("settlements.PlanDiscount", "posting_id", copied(receivable_id=_item_of_running)),
    ("settlements.PolicyVersion", "number", copied()),
    ("settlements.PolicyVersion", "settlements_policy_bounded", copied(number=9, grace_days=31)),
    ("settlements.PolicyVersion", "settlements_policy_says_why", copied(number=9, source="")),
)  # fmt: skip


def ground() -> None:
    """A plan that was done, with its discount booked, and one that runs; a version of the policy."""
    books = new_books()
    buyer = books.customer("乙公司")
    (item,), (other,) = books.invoice(buyer, "F001", 50_000), books.invoice(buyer, "F002", 30_000)
    parts = ((date(2026, 3, 9), 45_000),)
    planned(books, [item], kind=Kind.DISCOUNT_FOR_PAYMENT, parts=parts, discount_minor=5_000)
    planned(books, [other])
    books.allocate(books.receipt(45_000, buyer, TODAY), (item, 45_000))
    judge_plans(actor=SYSTEM, now=NOW, key=books.key(), today=TODAY)
    save_policy(actor=SYSTEM, now=NOW, key=books.key(), policy=SettlementPolicy(source="照旧"))
