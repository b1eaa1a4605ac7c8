"""The customer files of the demo: groups, size classes, people with their parts, names, a report, one merged duplicate."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from huikuan.customers.merging import merge_customers
from huikuan.customers.operations import CustomerDraft, edit_customer, register_customers
from huikuan.customers.other_names import NameDraft, add_name
from huikuan.customers.people import add_person
from huikuan.customers.people_rules import PersonDraft
from huikuan.customers.queries import customers_by_id
from huikuan.customers.reports import ReportDraft, attach_report
from huikuan.customers.size_rules import Industry, SizeFigures, size_rules_on
from huikuan.customers.sizes import SizeDraft, declare_own_size, declare_size
from huikuan.demo.building import Built
from huikuan.kernel.actor import SYSTEM

TEN_THOUSAND = 1_000_000
_INDUSTRIES = tuple(Industry)[1:6]
_POSITIONS = ("本地前三", "区域龙头", "新进入者", "细分市场领先")
_FIGURES = ((12, 260), (45, 900), (180, 6_800), (620, 21_000), (2_400, 86_000))
_STAFF = (
    ("张建军", "总经理", ("DECISION_MAKER", "OWNER"), "周一上午在公司", "与我方合作多年、重视交期"),
    ("刘芳", "采购经理", ("BUYER",), "工作日 9–11 点", "价格敏感"),
    ("陈立", "仓库主管", ("ACCEPTANCE", "USER"), "下午在仓库", "验收单由他签字"),
    ("杨雪", "财务主管", ("FINANCE", "PAYER"), "每月 10 日、25 日前后", "付款前需要对账单"),
)


def fill_customers_file(*, built: Built, now: datetime, today: date) -> None:
    """Files for the first sixty customers, two groups, and a duplicate that was merged."""
    rows = customers_by_id(ids=built.customers.values())
    numbers = [built.customers[index] for index in sorted(built.customers)][:60]
    for place, customer_id in enumerate(numbers):
        _standing(customer_id, place, now)
        if place % 2 == 0:
            _size(customer_id, place, now, today)
        if place % 3 == 0:
            _people(customer_id, place, now, today)
    _groups(numbers, now)
    _names(numbers, rows[numbers[0]].name, now, today)
    _duplicate(numbers[1], rows[numbers[1]].name, built.people[0], now)
    for company_id in built.companies.values():
        size = SizeDraft("WHOLESALE", today - timedelta(days=200), SizeFigures(86, 12_400 * TEN_THOUSAND), "MEDIUM")
        declare_own_size(actor=SYSTEM, now=now, key=f"demo:own-size:{company_id}", company_id=company_id, size=size)


def _standing(customer_id: int, place: int, now: datetime) -> None:
    changes = {
        "industry": _INDUSTRIES[place % len(_INDUSTRIES)].value,
        "buyer_type": "PUBLIC" if place % 17 == 5 else "LARGE" if place % 11 == 4 else "OTHER",
        "distance_km": 15 + place * 37 % 900,
        "market_position": _POSITIONS[place % len(_POSITIONS)],
        "business_condition": "订单稳定、产能利用率较高" if place % 4 else "订单下滑、正在调整产品",
        "financial_condition": "回款正常、资产负债率约 55%" if place % 5 else "银行授信收紧、付款放慢",
    }
    edit_customer(
        actor=SYSTEM, now=now, key=f"demo:file:{customer_id}", customer_id=customer_id, changes=changes, reason="建档"
    )


def _size(customer_id: int, place: int, now: datetime, today: date) -> None:
    staff, revenue = _FIGURES[place // 2 % len(_FIGURES)]
    industry = _INDUSTRIES[place % len(_INDUSTRIES)]
    asks_assets = size_rules_on(day=today).limits[industry].assets is not None
    money = revenue * TEN_THOUSAND
    figures = SizeFigures(staff, money, money if asks_assets else None)
    size = SizeDraft(industry.value, today - timedelta(days=90 + place), figures, source="客户声明函")
    declare_size(actor=SYSTEM, now=now, key=f"demo:size:{customer_id}", customer_id=customer_id, size=size)


def _people(customer_id: int, place: int, now: datetime, today: date) -> None:
    for number, (name, position, roles, when, note) in enumerate(_STAFF):
        person = PersonDraft(
            name=name,
            position=position,
            roles=roles,
            mobile=f"1380000{place:02d}{number}0",
            wechat=f"wx_{place}_{number}",
            reachable_when=when,
            relationship=note,
            legal_basis="OWN_PERFORMANCE",
            basis_on=today - timedelta(days=300),
            left_on=today - timedelta(days=20) if place == 6 and number == 1 else None,
        )
        key = f"demo:person:{customer_id}:{number}"
        add_person(actor=SYSTEM, now=now, key=key, customer_id=customer_id, person=person)


def _groups(numbers: list[int], now: datetime) -> None:
    for top, members in ((8, (9, 10)), (20, (21, 22, 23)), (22, (24,))):
        for member in members:
            edit_customer(
                actor=SYSTEM,
                now=now,
                key=f"demo:group:{member}",
                customer_id=numbers[member],
                changes={"parent_id": numbers[top]},
                reason="集团成员",
            )


def _names(numbers: list[int], name: str, now: datetime, today: date) -> None:
    former = NameDraft("FORMER", f"{name[:4]}商贸行", today - timedelta(days=3_000), today - timedelta(days=1_100))
    for number, draft in enumerate((former, NameDraft("SHORT", name[:4]))):
        add_name(actor=SYSTEM, now=now, key=f"demo:name:{number}", customer_id=numbers[0], name=draft)
    text = f"企业信用报告 · 示例\n{name}\n评级 AA-\n"
    report = ReportDraft("企业信用报告.txt", text.encode(), "某某征信", today - timedelta(days=45), "年度报告")
    attach_report(actor=SYSTEM, now=now, key="demo:report", customer_id=numbers[0], report=report)


def _duplicate(kept: int, name: str, salesperson_id: int, now: datetime) -> None:
    drafts = [
        CustomerDraft(code="K9001", name=name, salesperson_id=salesperson_id, note="由旧系统带入"),
        CustomerDraft(code="K9002", name=f"{name[:2]} {name[2:]}", salesperson_id=salesperson_id),
    ]
    done = register_customers(actor=SYSTEM, now=now, key="demo:duplicates", customers=drafts)
    merge_customers(
        actor=SYSTEM,
        now=now,
        key="demo:merge",
        customer_id=done["customer_ids"][0],
        into_id=kept,
        reason="名称相同、电话核实为同一公司",
    )
