"""How the demo customers pay: a few kinds of process, most of them running, some stuck in one step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from huikuan.customers.queries import contacts_of
from huikuan.demo.building import Built
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.calendar import HolidayRoll
from huikuan.paying.operations import PayingDraft, Place, block_step, save_paying
from huikuan.paying.rules.records import (
    Block,
    Habits,
    InvoiceDelivery,
    InvoiceForm,
    InvoiceWishes,
    PaymentDayKind,
    PaymentDays,
    Step,
    StepKind,
)

_TWICE = PaymentDays(PaymentDayKind.MONTH_DAYS, (10, 25))
_FRIDAYS = PaymentDays(PaymentDayKind.WEEKDAY, weekday=4, roll=HolidayRoll.PREVIOUS)
_SPECIAL = InvoiceWishes(InvoiceForm.SPECIAL, "", 1_300, InvoiceDelivery.ELECTRONIC, 20)
_LARGE = (
    Step("提交请款单", StepKind.FORM, owner_text="采购部", usual_days=1, evidence="请款单、合同复印件"),
    Step("到货验收", StepKind.ACCEPTANCE, owner_text="仓库主管", usual_days=2, evidence="双方签字的验收单"),
    Step("发票查验", StepKind.INVOICE_CHECK, usual_days=1, evidence="增值税专用发票"),
    Step("财务总监审批", StepKind.APPROVAL, owner_text="财务总监", usual_days=3),
    Step("出纳付款", StepKind.PAYMENT, owner_text="出纳", usual_days=1),
)
_SMALL = (
    Step("对账", StepKind.FORM, usual_days=1, evidence="盖章对账单"),
    Step("老板签字", StepKind.APPROVAL, owner_text="老板", usual_days=2),
    Step("付款", StepKind.PAYMENT, usual_days=1),
)
_PUBLIC = (
    Step("用户部门确认", StepKind.ACCEPTANCE, owner_text="使用科室", usual_days=3, evidence="验收报告"),
    Step("预算核对", StepKind.BUDGET, owner_text="财务处", usual_days=3),
    Step("分管领导审批", StepKind.APPROVAL, owner_text="分管领导", usual_days=5),
    Step("国库集中支付", StepKind.PAYMENT, owner_text="财务处", usual_days=2),
)
_BLOCKS = (
    "验收单上缺仓库签字",
    "发票抬头开错,等我方红冲重开".replace(",", "\uff0c"),
    "审批人出差,下周回来".replace(",", "\uff0c"),
    "合同附件未归档,对方财务不受理".replace(",", "\uff0c"),
)
_UNKNOWN_EVERY, _BLOCKED_EVERY = 4, 11


def fill_paying(*, built: Built, now: datetime, today: date) -> None:
    """Write down how three of four demo customers pay; about one of eleven has a step that stands still."""
    people = contacts_of(customer_ids=built.customers.values())
    for index, customer_id in sorted(built.customers.items()):
        if index % _UNKNOWN_EVERY == _UNKNOWN_EVERY - 1:
            continue
        habits, process = _kind_of(index, today)
        person = next(iter(people.get(customer_id, ())), None)
        if person is not None:
            place = 2 if len(process) > len(_PUBLIC) else 0
            owned = replace(process[place], owner_id=person.id, owner_text="")
            process = (*process[:place], owned, *process[place + 1 :])
        draft = PayingDraft(customer_id, habits, process, 0, "业务员拜访时问到的")
        key = f"demo:paying:{customer_id}"
        save_paying(actor=SYSTEM, now=now, key=key, draft=draft)
        if index % _BLOCKED_EVERY == 0:
            _block(built, index, customer_id, len(process), now, today)


def _kind_of(index: int, today: date) -> tuple[Habits, tuple[Step, ...]]:
    kinds = (
        (
            Habits(25, _TWICE, _SPECIAL, bank="工商银行", cut_off=time(16, 30), pays_at=time(15), transfer_days=1),
            _LARGE,
        ),
        (Habits(payment_days=_FRIDAYS, bank="农业银行"), _SMALL),
        (Habits(20, PaymentDays(PaymentDayKind.LAST_BUSINESS_DAY), _SPECIAL, transfer_days=1), _LARGE),
        (
            Habits(
                payment_days=PaymentDays(PaymentDayKind.MONTH_DAYS, (15,)),
                needs_budget=True,
                budget_through=date(today.year + (index % 8 > 0), 6, 30),
                transfer_days=2,
                note="预算按年度批准",
            ),
            _PUBLIC,
        ),
        (Habits(), _SMALL),
    )
    return kinds[index % len(kinds)]


def _block(built: Built, index: int, customer_id: int, steps: int, now: datetime, today: date) -> None:
    mender_id = built.people[index % len(built.people)]
    block = Block(today - timedelta(days=3 + index % 9), _BLOCKS[index % len(_BLOCKS)], mender_id)
    place = Place(customer_id, 1, 1 + index % steps)
    block_step(actor=SYSTEM, now=now, key=f"demo:paying:block:{customer_id}", place=place, block=block)
