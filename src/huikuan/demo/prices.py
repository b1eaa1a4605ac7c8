"""Prices that demo customers confirmed, in every state, invoices with lines that follow them or do not, exchange rates."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from huikuan.accounts.operations.rates import RateDraft, enter_rates
from huikuan.accounts.queries import actor_of, people
from huikuan.contracts.due_rules import DueRule, Roll
from huikuan.customers.queries import customers_by_id
from huikuan.demo.building import Built
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.prices.operations.signing import Signature, sign_confirmation
from huikuan.prices.operations.writing import send_confirmation, write_confirmation
from huikuan.prices.printing import confirmation_pdf
from huikuan.prices.rules.confirming import ConfirmationDraft, PriceLine
from huikuan.receivables.operations import InvoiceDraft, register_invoices
from huikuan.receivables.rules import InstalmentDraft, InvoiceLineDraft, line_amount

SEED = 20260304
HOW_MANY = 16
_SENT, _DRAFT, _RENEWED = 13, 15, 3
"""From this place on a confirmation is only sent, only a draft; so many were renewed in the middle of the year."""
_GOODS = (
    ("HT-SM-130", "伺服电机", "1.3 kW 220 V", "台", 2_180),
    ("HT-SD-20A", "伺服驱动器", "20 A", "台", 1_650),
    ("HT-RV-40E", "RV 减速机", "40E 速比 121", "台", 3_920),
    ("HT-LM-25", "直线导轨", "25 mm × 2 m", "根", 486),
    ("HT-BS-2510", "滚珠丝杠", "2510 C5", "套", 735),
    ("HT-PLC-32", "可编程控制器", "32 点", "台", 1_280),
)
_SIGNERS = ("采购部 李娜", "采购部 王强", "总经理 陈磊", "供应链 周洋")
_OFF = {2: 90, 5: 104, 9: 82}
"""Places whose invoice bills so many per cent of the confirmed price."""


def fill_prices(*, built: Built, now: datetime, today: date) -> None:
    """Rates of a year, sixteen customers' confirmations, and an invoice with lines for each signed one."""
    _rates(now, today)
    chance = random.Random(SEED)
    company_id = built.companies["CNY"]
    customers = customers_by_id(ids=built.customers.values())
    inland = sorted(pk for pk, row in customers.items() if row.country == "CN")
    for place, customer_id in enumerate(chance.sample(inland, HOW_MANY)):
        seller = _actor(customers[customer_id].salesperson_id)
        lines = _lines(chance, 1_000)
        first = today - timedelta(days=150 + place)
        _confirmation(
            seller, company_id, now, f"{place + 1:03d}", _draft(customer_id, f"JG{place + 1:03d}", first, lines)
        )
        if place < _RENEWED:
            renewed = _draft(customer_id, f"JG{place + 1:03d}-2", today - timedelta(days=40), _lines(chance, 1_020))
            _confirmation(seller, company_id, now, f"{place + 1:03d}-2", renewed)
            lines = renewed.lines
        if place < _SENT:
            _invoice(customer_id, company_id, now, today - timedelta(days=6 + place), place, lines)


def _confirmation(seller: Actor, company_id: int, now: datetime, name: str, draft: ConfirmationDraft) -> None:
    key, place = f"demo:prices:{name}", int(name[:3]) - 1
    at = now - timedelta(days=3)
    done = write_confirmation(actor=seller, now=at, key=key, company_id=company_id, draft=draft)
    confirmation_id = int(done["confirmation_id"])
    if place >= _DRAFT:
        return
    send_confirmation(actor=seller, now=at, key=f"{key}:sent", confirmation_id=confirmation_id)
    if place < _SENT:
        copy = confirmation_pdf(actor=seller, confirmation_id=confirmation_id)
        signed_on = min(draft.valid_from, at.date())
        signature = Signature(signed_on, _SIGNERS[place % len(_SIGNERS)], f"{draft.number}-签回.pdf", copy)
        sign_confirmation(
            actor=seller, now=at, key=f"{key}:signed", confirmation_id=confirmation_id, signature=signature
        )


def _draft(customer_id: int, number: str, first: date, lines: tuple[PriceLine, ...]) -> ConfirmationDraft:
    rule = DueRule(roll=Roll.EOM, days=30) if customer_id % 2 else DueRule(days=60)
    return ConfirmationDraft(
        customer_id=customer_id,
        number=number,
        currency="CNY",
        valid_from=first,
        valid_through=first + timedelta(days=364),
        lines=lines,
        due_rule=rule,
        note="运费由供方承担，货到后 3 日内提出数量异议。",
    )


def _lines(chance: random.Random, permille: int) -> tuple[PriceLine, ...]:
    return tuple(
        PriceLine(name, price * permille * 1_000, code, specification, unit)
        for code, name, specification, unit, price in sorted(chance.sample(_GOODS, chance.randint(2, 5)))
    )


def _invoice(
    customer_id: int, company_id: int, now: datetime, on: date, place: int, prices: tuple[PriceLine, ...]
) -> None:
    """An invoice with lines; at some places the first price is not the confirmed one."""
    lines = []
    for number, price in enumerate(prices):
        micros = price.price_micros * (_OFF.get(place, 100) if number == 0 else 100) // 100
        quantity = (4 + place + number) * 1_000_000
        minor = line_amount(quantity_micros=quantity, unit_price_micros=micros, currency="CNY")
        told = (price.item_code, price.specification, price.unit)
        lines.append(InvoiceLineDraft(price.name, quantity, micros, minor, *told))
    total = sum(line.amount_minor for line in lines)
    draft = InvoiceDraft(
        customer_id=customer_id,
        number=f"{on:%Y%m}{place + 1:04d}M",
        issue_date=on,
        currency="CNY",
        instalments=(InstalmentDraft(on + timedelta(days=60), total),),
        lines=tuple(lines),
    )
    accountant = next(row.id for row in people().values() if "AR_ACCOUNTANT" in row.roles)
    register_invoices(
        actor=_actor(accountant),
        now=now - timedelta(days=5 + place),
        key=f"demo:prices:invoice:{place}",
        company_id=company_id,
        invoices=[draft],
    )


def _rates(now: datetime, today: date) -> None:
    """The first day of each of twelve months."""
    chance, rates = random.Random(SEED), []
    day = today.replace(day=1)
    for _ in range(12):
        for currency, micros in (("USD", 7_120_000), ("EUR", 7_780_000), ("JPY", 47_800), ("HKD", 912_000)):
            moved = micros * (1_000 + chance.randint(-12, 12)) // 1_000
            rates.append(RateDraft(day, currency, "CNY", moved, "中国外汇交易中心人民币汇率中间价"))
        day = (day - timedelta(days=1)).replace(day=1)
    enter_rates(actor=SYSTEM, now=now, key="demo:rates", rates=rates)


def _actor(user_id: int | None) -> Actor:
    found = None if user_id is None else actor_of(user_id=user_id)
    return found or SYSTEM
