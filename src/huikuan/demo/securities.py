"""Security of demo customers: deposits, bank guarantees, guarantors near the end of their clock, pledges, retained titles."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from huikuan.accounts.queries import actor_of, people
from huikuan.customers.queries import customers_by_id
from huikuan.demo.building import Built
from huikuan.demo.papers import BLANK_PDF
from huikuan.kernel.actor import Actor
from huikuan.kernel.calendar import add_months
from huikuan.securities.operations.confirming import confirm_security
from huikuan.securities.operations.ending import Happened, claim_guarantee, realise_security, release_security
from huikuan.securities.operations.recording import attach_document, record_security
from huikuan.securities.rules import GUARANTORS, Scope, SecurityDraft, SecurityKind

_K = SecurityKind
_LISTED: tuple[tuple[int, SecurityKind, int, int, int | None, str], ...] = (
    (2, _K.DEPOSIT, 5_000_000, 400, None, ""),
    (7, _K.BANK_GUARANTEE, 60_000_000, 300, 25, "工商银行杭州分行"),
    (9, _K.BANK_GUARANTEE, 35_000_000, 200, 84, "招商银行上海分行"),
    (15, _K.GUARANTEE_JOINT, 80_000_000, 260, None, "集团母公司"),
    (18, _K.GUARANTEE_ORDINARY, 40_000_000, 240, None, "法定代表人"),
    (24, _K.GUARANTEE_JOINT, 30_000_000, 420, None, "实际控制人及配偶"),
    (33, _K.PLEDGE, 45_000_000, 180, 170, "应收账款质押"),
    (38, _K.MORTGAGE, 120_000_000, 500, 900, "工业厂房"),
    (44, _K.TITLE_RETENTION, 26_000_000, 90, None, ""),
    (52, _K.TITLE_RETENTION, 18_000_000, 60, None, ""),
    (61, _K.DEPOSIT, 3_000_000, 330, 12, ""),
    (69, _K.PREPAYMENT, 10_000_000, 10, 20, ""),
    (73, _K.BANK_GUARANTEE, 20_000_000, 370, -5, "建设银行苏州分行"),
    (80, _K.DEPOSIT, 4_000_000, 600, None, ""),
    (91, _K.BANK_GUARANTEE, 15_000_000, 350, 30, "中国银行宁波分行"),
)
"""Customer, kind, amount, begun so many days ago, ends in so many days, who gave it."""
_WAITS = 33
"""Nobody confirmed it yet."""
_PRINCIPAL_MONTHS_AGO = {15: 5, 18: 4, 24: 5}
_DAYS_BEFORE = {15: -9, 18: 12, 24: 3}


def fill_securities(*, built: Built, now: datetime, today: date) -> None:
    """Recorded by the accountant, all but one confirmed by the credit manager; one guarantor claimed, two ended."""
    named = {row.username: row.id for row in people().values()}
    clerk, manager = _actor(named["wu.jing"]), _actor(named["he.ping"])
    known: dict[int, int] = {}
    customers = customers_by_id(ids=built.customers.values())
    for index, kind, minor, began, ends, giver in _LISTED:
        customer_id = built.customers.get(index)
        if customer_id is None or customer_id not in customers:
            continue
        draft = _draft((index, kind, minor, began, ends, giver), customer_id, today)
        at = now - timedelta(days=min(began, 30))
        key = f"demo:security:{index}"
        known[index] = record_security(actor=clerk, now=at, today=today, key=key, draft=draft)["security_id"]
        name = f"{draft.document_number}.pdf"
        attach_document(actor=clerk, now=at, key=f"{key}:file", security_id=known[index], name=name, content=BLANK_PDF)
        if index != _WAITS and (ends is None or ends >= 0):
            seen = {"security_id": known[index], "seen": 1}
            confirm_security(actor=manager, now=at, today=today, key=f"{key}:confirmed", **seen)
    happened = (
        (15, claim_guarantee, clerk, Happened(today, "已寄出要求承担连带责任的函件，EMS 回执已上传")),
        (80, release_security, manager, Happened(today, "合同履行完毕，保证金已退还")),
        (91, realise_security, manager, Happened(today, "买方逾期，向银行索赔到账", amount_minor=12_000_000)),
    )
    for index, work, actor, what in happened:
        if index in known:
            key = f"demo:security:{index}:end"
            work(actor=actor, now=now, today=today, key=key, security_id=known[index], happened=what)


def _draft(listed: tuple[int, SecurityKind, int, int, int | None, str], customer_id: int, today: date) -> SecurityDraft:
    index, kind, minor, began, ends, giver = listed
    due = None
    if kind in GUARANTORS:
        months, days = _PRINCIPAL_MONTHS_AGO[index], _DAYS_BEFORE[index]
        due = add_months(day=today, months=-months) - timedelta(days=days)
    return SecurityDraft(
        customer_id=customer_id,
        kind=kind,
        amount_minor=minor,
        currency="CNY",
        valid_from=today - timedelta(days=began),
        valid_through=None if ends is None else today + timedelta(days=ends),
        giver=giver,
        document_number=f"DB-{index:03d}",
        scope=Scope.CONTRACT if index % 3 == 0 else Scope.CUSTOMER,
        contract_number=f"HT-{index:04d}" if index % 3 == 0 else "",
        is_registered=index == 44,
        principal_due=due,
        until_paid=index == 24,
    )


def _actor(user_id: int) -> Actor:
    found = actor_of(user_id=user_id)
    if found is None:
        raise LookupError(user_id)
    return found
