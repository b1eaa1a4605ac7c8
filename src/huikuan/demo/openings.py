"""Account openings of demo customers: drafts, some handed in, checked, approved, one rejected; required from tomorrow on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from huikuan.accounts.queries import actor_of, people
from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.demo.building import Built
from huikuan.demo.papers import BLANK_PDF, BLANK_PNG
from huikuan.kernel.actor import Actor
from huikuan.openings.operations.applying import (
    OpeningDraft,
    start_opening,
    submit_opening,
    supply_document,
    waive_document,
)
from huikuan.openings.operations.deciding import CheckDraft, decide_opening, record_field_check, save_requirements
from huikuan.openings.operations.writing import Paper
from huikuan.openings.queries import requirements_now
from huikuan.openings.rules import CustomerKind, DocumentCode, Verdict

_REASONS = (
    "新签年度框架合同",
    "老客户换主体继续合作",
    "展会新客户，首单 30 万元",
    "集团内新设子公司",
    "经销商转为直供",
)
_PLACES = ("厂区一号车间", "办公楼三层及成品仓库", "开发区新厂房", "市场部展厅与库房")
_FINDINGS = (
    "在岗约 120 人，两条产线满负荷，库存周转正常，房产为自有。",
    "厂房租期还有三年，现场有其他供应商送货，财务负责人当面确认付款流程。",
    "设备较新，订单排到下季度，门口公示与营业执照一致。",
)
_WAIVED = {
    DocumentCode.BANK_PERMIT: "开户许可证已取消核发，以基本存款账户信息代替",
    DocumentCode.CONTRACT: "框架合同已在合同管理中存档",
}
_NAMES = {
    DocumentCode.BUSINESS_LICENCE: "营业执照.pdf",
    DocumentCode.POWER_OF_ATTORNEY: "授权委托书.pdf",
    DocumentCode.SITE_PHOTOS: "门头.png",
    DocumentCode.PRICE_CONFIRMATION: "供货价格确认书.pdf",
}


@dataclass(frozen=True, slots=True)
class _Plan:
    """An application of the demo: begun so many days ago and taken so far (0 draft … 3 decided)."""

    index: int
    days_ago: int
    steps: int
    approve: bool = True


_PLANS = (
    _Plan(4, 150, 3),
    _Plan(13, 96, 3),
    _Plan(22, 61, 3),
    _Plan(31, 40, 3, approve=False),
    _Plan(40, 9, 2),
    _Plan(49, 6, 2),
    _Plan(58, 4, 1),
    _Plan(67, 3, 1),
    _Plan(76, 2, 0),
    _Plan(85, 1, 0),
)


def fill_openings(*, built: Built, now: datetime, today: date) -> None:
    """Applications by the customers' salespersons, checked by the sales manager, decided by the credit manager."""
    named = {row.username: row.id for row in people().values()}
    manager = _actor(named["he.ping"])
    changed = replace(
        requirements_now(), required_from=today + timedelta(days=1), source="总经理办公会决议，新客户先开户后发货"
    )
    save_requirements(actor=manager, now=now, key="demo:opening:requirements", requirements=changed)
    customers = customers_by_id(ids=built.customers.values())
    for plan in _PLANS:
        customer = customers.get(built.customers.get(plan.index, 0))
        if customer is not None and customer.salesperson_id is not None:
            _apply(plan, customer, (_actor(customer.salesperson_id), _actor(named["zhou.tao"]), manager), (now, today))


def _apply(plan: _Plan, customer: CustomerRow, who: tuple[Actor, Actor, Actor], clock: tuple[datetime, date]) -> None:
    seller, checker, manager = who
    at, key = clock[0] - timedelta(days=plan.days_ago), f"demo:opening:{plan.index}"
    kind = CustomerKind.COMPANY if customer.country == "CN" else CustomerKind.FOREIGN
    draft = OpeningDraft(customer.id, kind, _REASONS[plan.index % len(_REASONS)])
    opening_id = start_opening(actor=seller, now=at, key=key, draft=draft)["opening_id"]
    _papers(seller, at, opening_id, kind, is_whole=plan.steps > 0)
    if plan.steps > 0:
        submit_opening(actor=seller, now=at + timedelta(hours=2), key=f"{key}:in", opening_id=opening_id)
    if plan.steps < 2:
        return
    later = at + timedelta(days=1)
    day = clock[1] - timedelta(days=plan.days_ago - 1)
    request_id = record_field_check(
        actor=checker, now=later, today=day, key=f"{key}:check", opening_id=opening_id, draft=_check(plan, day)
    )["request_id"]
    if plan.steps > 2:
        decide_opening(
            actor=manager,
            now=later + timedelta(hours=20),
            today=day,
            key=f"{key}:decided",
            request_id=request_id,
            approve=plan.approve,
            note="资料齐全，同意开户" if plan.approve else "现场经营情况与申请不符，暂不开户",
        )


def _papers(seller: Actor, at: datetime, opening_id: int, kind: CustomerKind, *, is_whole: bool) -> None:
    listed = requirements_now().documents[kind]
    for code in listed if is_whole else listed[:2]:
        key = f"demo:opening:{opening_id}:{code.value}"
        if code in _WAIVED:
            because = _WAIVED[code]
            waive_document(actor=seller, now=at, key=key, opening_id=opening_id, code=code, because=because)
            continue
        paper = Paper(
            _NAMES[code], BLANK_PNG if code is DocumentCode.SITE_PHOTOS else BLANK_PDF + f"% {code.value}\n".encode()
        )
        supply_document(actor=seller, now=at, key=key, opening_id=opening_id, code=code, paper=paper)


def _check(plan: _Plan, day: date) -> CheckDraft:
    if not plan.approve:
        return CheckDraft(
            day, "登记地址（住宅楼）", "登记地址无人办公，物业称已搬离半年，电话无人接听。", Verdict.UNSOUND
        )
    findings = _FINDINGS[plan.index % len(_FINDINGS)]
    return CheckDraft(day, _PLACES[plan.index % len(_PLACES)], findings, Verdict.SOUND, (Paper("车间.png", BLANK_PNG),))


def _actor(user_id: int) -> Actor:
    found = actor_of(user_id=user_id)
    if found is None:
        raise LookupError(user_id)
    return found
