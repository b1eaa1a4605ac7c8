"""Bad debts of the demo company: a loss matrix, last month's provision, a debt that waits to be written off, another creditor."""

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
from huikuan.provisions.operations.writing_off import attach_evidence, request_write_off
from huikuan.provisions.rules.figures import Figures
from huikuan.provisions.rules.matrix import Matrix
from huikuan.provisions.rules.rates import Method
from huikuan.provisions.rules.states import Category, RunDraft, WantedItem, WriteOffDraft
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
    item = WantedItem(oldest.pk, oldest.outstanding_minor)
    wanted = WriteOffDraft(Category.ENFORCEMENT_ENDED, "法院裁定终结本次执行程序，未发现可供执行的财产", (item,))
    asked = request_write_off(actor=clerk, key="demo:write-off", draft=wanted, **who)["write_off_id"]
    name = "终结执行裁定书.pdf"
    attach_evidence(actor=clerk, now=now, key="demo:write-off:paper", write_off_id=asked, name=name, content=BLANK_PDF)
    other = CreditorDraft(
        oldest.customer_id, "宏达包装有限公司", "包装材料", Source.COURT_RECORD, Confidence.PROVEN, today, 18_600_000
    )
    known = record_creditor(actor=clerk, key="demo:creditor", draft=other, **who)["creditor_id"]
    step = StepDraft(
        StepKind.SHARE_FACTS,
        today + timedelta(days=3),
        seller.user_id or 0,
        "核对各自的生效判决与执行情况",
        has_read_caution=True,
    )
    plan_step(actor=clerk, key="demo:creditor:step", creditor_id=known, draft=step, **who)


def _actor(user_id: int) -> Actor:
    actor = actor_of(user_id=user_id)
    if actor is None:
        raise LookupError(user_id)
    return actor
