"""Causes of late debts and signs about debtors in the demo company."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from huikuan.causes.operations.recording import record_cause
from huikuan.causes.queries.requiring import missing_causes
from huikuan.causes.rules.causes import Cause, CauseDraft, Mend
from huikuan.conduct.operations.signing import record_sign
from huikuan.conduct.rules.judging import SignDraft
from huikuan.conduct.rules.weighing import Ground
from huikuan.customers.queries import customers_by_id
from huikuan.demo.building import Built
from huikuan.kernel.actor import SYSTEM
from huikuan.receivables.queries.items import open_items_of

_CAUSES = (
    (Cause.NO_MONEY, "下游回款慢，账上无款，已看过银行余额。", "银行余额截图.pdf"),
    (Cause.PROCESS_BLOCKED, "付款申请卡在财务总监签字，出差至下周。", "付款流程截图.pdf"),
    (Cause.OUR_INVOICE, "发票抬头有误，客户财务退回。", "退票说明.pdf"),
    (Cause.NOT_SELLING, "货压在经销商仓库，动销不足三成。", "库存照片.pdf"),
    (Cause.KEEPS_IT, "刚付清另一供应商，对我方一拖再拖。", "走访记录.pdf"),
)
_PAPER = b"%PDF-1.4\n% demo "


def fill_causes(*, built: Built, now: datetime, today: date) -> None:
    """Causes for the largest debts that need one, one of them ours to mend; a recorded sign about another debtor."""
    needed = missing_causes(actor=SYSTEM, today=today)
    customers = customers_by_id(ids={one.customer_id for one in needed})
    for place, (one, (cause, text, name)) in enumerate(zip(needed, _CAUSES, strict=False)):
        late = [
            item.id
            for item in open_items_of(actor=SYSTEM, customer_id=one.customer_id, as_of=today)
            if (item.company_id, item.currency) == (one.company_id, one.currency) and (item.days_overdue or 0) > 0
        ]
        ours = cause is Cause.OUR_INVOICE
        owner = customers[one.customer_id].salesperson_id or built.people[0]
        draft = CauseDraft(
            one.customer_id,
            one.company_id,
            one.currency,
            cause,
            text,
            tuple(late),
            owner,
            files=((name, _PAPER + str(place).encode()),),
            mend=Mend("重开发票并送达", owner, today + timedelta(days=3)) if ours else None,
        )
        record_cause(actor=SYSTEM, now=now, today=today, key=f"demo-cause-{place}", draft=draft)
    for one in needed[4:5]:
        paper = ("另一供应商付款凭证.pdf", _PAPER + b"pledge")
        told = SignDraft(one.customer_id, Ground.PAID_OTHERS, "上月付清另一供应商货款。", today, paper)
        record_sign(actor=SYSTEM, now=now, today=today, key="demo-sign", draft=told)
