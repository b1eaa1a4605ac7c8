"""Bad debts of the demo company: a loss matrix, provisions, write-offs that wait and are done, money for one, another creditor."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from huikuan.accounts.queries import actor_of, people
from huikuan.creditors.operations import plan_step, record_creditor
from huikuan.creditors.rules import Confidence, CreditorDraft, Source, StepDraft, StepKind
from huikuan.demo.building import Built
from huikuan.demo.papers import BLANK_PDF
from huikuan.kernel.actor import Actor
from huikuan.provisions.access import run_for
from huikuan.provisions.operations.matrices import save_matrix
from huikuan.provisions.operations.proposing import decide_provision, propose_provision
from huikuan.provisions.operations.recovering import RecoveryDraft, book_recovery
from huikuan.provisions.operations.writing_off import attach_evidence, decide_write_off, request_write_off
from huikuan.provisions.rules.figures import Figures
from huikuan.provisions.rules.matrix import Matrix
from huikuan.provisions.rules.rates import Method
from huikuan.provisions.rules.states import Category, RunDraft, WantedItem, WriteOffDraft
from huikuan.receipts.operations.money import ReceiptDraft, record_receipts
from huikuan.receivables.access import receivables_for

_ENTERED = (1_860_000_000, 742_000_000, 318_000_000, 151_000_000, 96_000_000, 43_000_000)
"""Sales of a year, and what of them was open when due, and 31, 61, 91 and 181 days later (fen)."""


def fill_provisions(*, built: Built, now: datetime, today: date) -> None:
    """The accountant proposes, the finance director approves; the oldest overdue item waits to be written off."""
    named = {row.username: row.id for row in people().values()}
    clerk, director, seller = (_actor(named[name]) for name in ("wu.jing", "wang.hong", "zhao.min"))
    figures = Figures(Method.FLOW, entered=_ENTERED, never_paid=12_000_000)
    matrix = Matrix(Method.FLOW, (0, 30, 60, 90, 180), {"": figures}, "上年度销售回款台账（演示数据）")
    save_matrix(actor=clerk, now=now, key="demo:matrix", matrix=matrix)
    oldest = (
        receivables_for(actor=clerk)
        .filter(outstanding_minor__gt=0, due_date__lt=today)
        .order_by("due_date", "pk")
        .first()
    )
    if oldest is None:
        return
    month_end = today.replace(day=1) - timedelta(days=1)
    draft = RunDraft(oldest.company_id, oldest.currency, month_end, "月末按账龄计提")
    who: dict[str, Any] = {"now": now, "today": today}
    run = propose_provision(actor=clerk, key="demo:provision", draft=draft, **who)
    request_id = run_for(actor=director, run_id=run["run_id"]).request_id or 0
    decide_provision(actor=director, key="demo:provision:yes", request_id=request_id, approve=True, note="", **who)
    waiting = RunDraft(oldest.company_id, oldest.currency, today, "本月按账龄试算，请审批")
    propose_provision(actor=clerk, key="demo:provision:waiting", draft=waiting, **who)
    _recovered(clerk, director, oldest, who)
    _to_be_written_off(clerk, oldest, who)
    _other_creditor(clerk, seller, oldest.customer_id, who)


def _to_be_written_off(clerk: Actor, oldest: Any, who: dict[str, Any]) -> None:
    """The oldest overdue item waits for the decision, with its court paper."""
    item = WantedItem(oldest.pk, oldest.outstanding_minor)
    wanted = WriteOffDraft(Category.ENFORCEMENT_ENDED, "法院裁定终结本次执行程序，未发现可供执行的财产", (item,))
    asked = request_write_off(actor=clerk, key="demo:write-off", draft=wanted, **who)["write_off_id"]
    key, name = "demo:write-off:paper", "终结执行裁定书.pdf"
    attach_evidence(actor=clerk, now=who["now"], key=key, write_off_id=asked, name=name, content=BLANK_PDF)


def _other_creditor(clerk: Actor, seller: Actor, customer_id: int, who: dict[str, Any]) -> None:
    """Somebody else is owed by the same customer, and a joint step is planned."""
    other = CreditorDraft(
        customer_id, "宏达包装有限公司", "包装材料", Source.COURT_RECORD, Confidence.PROVEN, who["today"], 18_600_000
    )
    known = record_creditor(actor=clerk, key="demo:creditor", draft=other, **who)["creditor_id"]
    step = StepDraft(
        StepKind.SHARE_FACTS,
        who["today"] + timedelta(days=3),
        seller.user_id or 0,
        "核对各自的生效判决与执行情况",
        has_read_caution=True,
    )
    plan_step(actor=clerk, key="demo:creditor:step", creditor_id=known, draft=step, **who)


def _recovered(clerk: Actor, director: Actor, oldest: Any, who: dict[str, Any]) -> None:
    """An old debt of another customer was written off; a part of it came after all."""
    rows = receivables_for(actor=clerk).filter(company_id=oldest.company_id, currency=oldest.currency)
    late = rows.filter(outstanding_minor__gt=0, due_date__lt=oldest.due_date + timedelta(days=60))
    row = late.exclude(customer_id=oldest.customer_id).order_by("due_date", "pk").first()
    if row is None:
        return
    item = WantedItem(row.pk, row.outstanding_minor)
    wanted = WriteOffDraft(Category.BANKRUPT, "法院裁定宣告破产，财产分配方案显示普通债权清偿率为零", (item,))
    asked = request_write_off(actor=clerk, key="demo:written-off", draft=wanted, **who)
    request_id, name = asked["request_id"], "破产宣告裁定书.pdf"
    paper = {"write_off_id": asked["write_off_id"], "name": name, "content": BLANK_PDF}
    attach_evidence(actor=clerk, now=who["now"], key="demo:written-off:paper", **paper)
    yes: dict[str, Any] = {"request_id": request_id, "approve": True, "note": ""}
    decide_write_off(actor=director, key="demo:written-off:yes", **yes, **who)
    came = row.outstanding_minor // 5
    money = ReceiptDraft(who["today"], row.currency, came, customer_id=row.customer_id)
    done = record_receipts(
        actor=clerk, now=who["now"], key="demo:came-later", company_id=row.company_id, receipts=[money]
    )
    draft = RecoveryDraft(done["receipt_ids"][0], row.pk, came)
    book_recovery(actor=clerk, now=who["now"], key="demo:recovery", draft=draft)


def _actor(user_id: int) -> Actor:
    actor = actor_of(user_id=user_id)
    if actor is None:
        raise LookupError(user_id)
    return actor
