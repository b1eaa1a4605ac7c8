"""Forged rows of strategies, contacts made with them, results, the policy of measuring, plans."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from huikuan.activities.models import Activity
from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind, NextStep
from huikuan.kernel.actor import SYSTEM
from huikuan.playbook.models import StrategyUse
from huikuan.playbook.operations.contacting import record_contact_with
from huikuan.playbook.operations.using import judge_uses
from huikuan.playbook.operations.writing import PlanDraft, save_measure, save_plan, save_strategy
from huikuan.playbook.queries.library import shipped_strategies
from huikuan.playbook.rules.measuring import MeasurePolicy
from huikuan.promises.operations.contacting import ContactDraft
from huikuan.receivables.models import Receivable
from tests.books import NOW, new_books
from tests.guards.tables import Guard, copied

TODAY = date(2026, 3, 2)


def _other() -> int:
    return Activity.objects.order_by("-pk").values_list("pk", flat=True)[0]


def _item() -> int:
    return Receivable.objects.get(invoice__number="F002").pk


def _unjudged() -> int:
    return StrategyUse.objects.get(result=None).pk


GUARDS: tuple[Guard, ...] = (
    ("playbook.StrategyVersion", "playbook_version_once", copied()),
    ("playbook.StrategyVersion", "playbook_version_numbered", copied(number=0)),
    ("playbook.StrategyVersion", "playbook_version_says_why", copied(number=9, reason="")),
    ("playbook.StrategyUse", "activity", copied()),
    ("playbook.StrategyUse", "playbook_use_amount", copied(activity_id=_other, asked_minor=0)),
    ("playbook.StrategyUse", "playbook_use_of_one", copied(activity_id=_other, strategy="")),
    ("playbook.UsedItem", "playbook_item_once", copied()),
    ("playbook.UsedItem", "playbook_item_amount", copied(receivable_id=_item, open_minor=0)),
    ("playbook.UseResult", "use", copied()),
    ("playbook.UseResult", "playbook_result_share", copied(use_id=_unjudged, paid_permille=1_001)),
    ("playbook.MeasureVersion", "number", copied()),
    ("playbook.MeasureVersion", "playbook_measure_bounded", copied(number=9, enough_cases=1)),
    ("playbook.MeasureVersion", "playbook_measure_says_why", copied(number=9, reason="")),
    ("playbook.NegotiationPlan", "playbook_plan_once", copied()),
    ("playbook.NegotiationPlan", "playbook_plan_whole", copied(number=9, bottom_line="")),
)


def ground() -> None:
    """A strategy in a second version, a contact made with it and judged, one not judged, one without; policy and plan."""
    books = new_books()
    buyer = books.customer("乙公司")
    books.invoice(buyer, "F001", 50_000)
    books.invoice(buyer, "F002", 1_000, due=date(2026, 9, 1))
    said: dict[str, Any] = {"actor": SYSTEM, "now": NOW}
    save_strategy(**said, key="s", strategy=replace(shipped_strategies()[0], effort_minutes=5), reason="照旧")
    save_measure(**said, key="m", policy=MeasurePolicy(), reason="照旧")
    save_plan(**said, key="p", draft=PlanDraft(buyer, "全额", "六成", "", 0))
    for number, day in enumerate((TODAY, TODAY + timedelta(days=40), None)):
        step = NextStep("再联系", TODAY + timedelta(days=41))
        draft = ActivityDraft(buyer, ActivityKind.CHAT, NOW, "在吗", next_step=step)
        if day is None:
            record_activity(**said, today=TODAY, key=f"c{number}", activity=draft)
        else:
            contact = ContactDraft(draft)
            record_contact_with(**said, today=day, key=f"c{number}", contact=contact, strategy_code="PERSISTENCE")
    judge_uses(**said, key="j", today=TODAY + timedelta(days=41))
