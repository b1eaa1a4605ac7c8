"""Orders and deliveries of the demo company in every state: unsigned, to accept, accepted, rejected, replaced, consigned, billed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huikuan.accounts.queries import actor_of, people
from huikuan.contracts.queries.lists import ContractFilter, contract_page
from huikuan.credit.operations.checking import quote
from huikuan.credit.rules.facts import Question
from huikuan.credit.rules.policy import CheckPoint
from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.deliveries.operations.accepting import accept_goods
from huikuan.deliveries.operations.delivering import record_delivery, sign_delivery
from huikuan.deliveries.operations.invoicing import link_invoice
from huikuan.deliveries.operations.orders import place_order
from huikuan.deliveries.operations.selling import report_sales
from huikuan.deliveries.queries.notes import lines_of
from huikuan.deliveries.rules.drafts import (
    AcceptanceDraft,
    Goods,
    Judged,
    NoteDraft,
    OrderDraft,
    SaleReportDraft,
    Signature,
    Sold,
)
from huikuan.demo.building import Built
from huikuan.demo.papers import BLANK_PNG
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.micros import MICRO
from huikuan.receivables.operations import InvoiceDraft, register_invoices
from huikuan.receivables.rules import InstalmentDraft

_EVERY = 3
"""Every third customer has orders of credit control; these are the others."""
_GOODS = (
    ("HT-LM-25", "直线导轨", "25 mm × 2 m", "根", 486),
    ("HT-BS-2510", "滚珠丝杠", "2510 C5", "套", 735),
    ("HT-PLC-32", "可编程控制器", "32 点", "台", 1_280),
)
_PHOTO = "签收单.png"
STOPS = ("hold", "cash_first")


@dataclass(frozen=True, slots=True)
class _Desk:
    """One order of one customer, told in days before today."""

    place: int
    customer: CustomerRow
    company_id: int
    seller: Actor
    now: datetime
    today: date

    def key(self, what: str) -> str:
        return f"demo:delivery:{self.place}:{what}"

    def signature(self, days: int, who: str = "刘建国", role: str = "仓库主管") -> Signature:
        return Signature(self.today - timedelta(days=days), who, role, _PHOTO, BLANK_PNG)

    def goods(self, part: int = 1) -> tuple[Goods, ...]:
        """Two lines of goods; a part of the ordered quantities."""
        rows = (_GOODS[self.place % 3], _GOODS[(self.place + 1) % 3])
        return tuple(
            Goods(name, (6 + self.place % 7) // part * MICRO, price * MICRO, code, specification, unit)
            for code, name, specification, unit, price in rows
        )

    def order(self, days: int, *, contract_id: int | None = None, accepts: bool = False) -> int | None:
        """Place it; None where credit would hold it: the goods then went out without an order."""
        if not self.is_let_through:
            return None
        draft = OrderDraft(
            self.company_id,
            self.customer.id,
            f"DD{self.today:%Y}-{self.place + 1:03d}",
            self.today - timedelta(days=days + 6),
            "CNY",
            self.goods(),
            contract_id=contract_id,
            needs_acceptance=accepts,
            inspection_days=7 if accepts else None,
        )
        done = place_order(actor=self.seller, now=self.now, today=self.today, key=self.key("order"), draft=draft)
        return None if done["check"]["decision"] in STOPS else int(done["order_id"])

    @property
    def is_let_through(self) -> bool:
        """Whether credit would let such an order through: nothing is written."""
        minor = sum(line.amount(currency="CNY") for line in self.goods())
        question = Question(self.customer.id, self.company_id, minor, "CNY", CheckPoint.ORDER)
        return quote(actor=self.seller, today=self.today, question=question)["decision"] not in STOPS

    def deliver(self, order_id: int | None, days: int, number: int = 1, part: int = 1, **more: object) -> int:
        """Send goods of an order; the id of the note."""
        draft = NoteDraft(
            self.company_id,
            self.customer.id,
            f"SH{self.today:%Y}-{self.place + 1:03d}-{number}",
            self.today - timedelta(days=days),
            "CNY",
            self.goods(part),
            order_id=order_id,
            **more,  # type: ignore[arg-type]
        )
        key = self.key(f"note-{number}")
        done = record_delivery(actor=self.seller, now=self.now, today=self.today, key=key, draft=draft)
        return int(done["note_id"])

    def sign(self, note_id: int, days: int) -> None:
        """The recipient signs."""
        key = self.key(f"sign-{note_id}")
        sign_delivery(
            actor=self.seller,
            now=self.now,
            today=self.today,
            key=key,
            note_id=note_id,
            signature=self.signature(days),
        )

    def accept(self, note_id: int, days: int, *lines: Judged) -> None:
        """The customer's inspector signs."""
        draft = AcceptanceDraft(
            self.signature(days, "王工", "质检"), note_id, lines=lines, number=f"YS-{self.place:03d}-{note_id}"
        )
        key = self.key(f"accept-{note_id}")
        accept_goods(actor=self.seller, now=self.now, today=self.today, key=key, draft=draft)


def fill_deliveries(*, built: Built, now: datetime, today: date) -> None:
    """One delivery of each kind, of an order where credit lets it through, and one under a contract."""
    stories = (
        _unsigned,
        _overdue_to_accept,
        _to_accept,
        _accepted,
        _rejected,
        _replaced,
        _consigned,
        _old,
        _billed,
    )
    desks = _desks(built, now, today)
    for story, desk in zip(stories, desks, strict=False):
        story(desk)
    let_through = (desk for desk in desks if desk.is_let_through)
    for story, desk in zip((_partly_delivered, _ordered), let_through, strict=False):
        story(desk)
    _under_contract(built, now, today)


def _desks(built: Built, now: datetime, today: date) -> Iterator[_Desk]:
    customers = customers_by_id(ids=built.customers.values())
    company_id = built.companies["CNY"]
    named = sorted(built.customers.items(), key=lambda one: (customers[one[1]].salesperson_id or 0, one[0]))
    for place, (index, customer_id) in enumerate(named):
        customer = customers[customer_id]
        if index % _EVERY == 0 or customer.country != "CN" or not customer.salesperson_id:
            continue
        yield _Desk(place, customer, company_id, _actor(customer.salesperson_id), now, today)


def _unsigned(desk: _Desk) -> None:
    desk.deliver(desk.order(16), 12)


def _signed(desk: _Desk, days: int, *, accepts: bool, **more: object) -> int:
    order = desk.order(days, accepts=accepts)
    agreed = {"needs_acceptance": accepts, "inspection_days": 7 if accepts else None}
    note = desk.deliver(order, days, **agreed, **more)  # type: ignore[arg-type]
    desk.sign(note, days - 1)
    return note


def _overdue_to_accept(desk: _Desk) -> None:
    _signed(desk, 21, accepts=True)


def _to_accept(desk: _Desk) -> None:
    _signed(desk, 4, accepts=True)


def _accepted(desk: _Desk) -> None:
    note = _signed(desk, 18, accepts=True)
    desk.accept(note, 11)


def _rejected(desk: _Desk) -> None:
    note = _signed(desk, 15, accepts=True)
    first, second = lines_of(note_ids=[note])[note]
    judged = Judged(first.id, first.quantity_micros - 2 * MICRO, 2 * MICRO, "表面划伤，丝杠间隙超差")
    desk.accept(note, 9, judged, Judged(second.id, second.quantity_micros))


def _replaced(desk: _Desk) -> None:
    order = desk.order(26, accepts=True)
    note = desk.deliver(order, 26, needs_acceptance=True)
    desk.sign(note, 25)
    first, second = lines_of(note_ids=[note])[note]
    judged = Judged(first.id, first.quantity_micros - MICRO, MICRO, "运输破损")
    desk.accept(note, 19, judged, Judged(second.id, second.quantity_micros))
    goods = Goods(first.name, MICRO, first.unit_price_micros, first.item_code, first.specification, first.unit)
    draft = NoteDraft(
        desk.company_id,
        desk.customer.id,
        f"SH{desk.today:%Y}-{desk.place + 1:03d}-2",
        desk.today - timedelta(days=12),
        "CNY",
        (goods,),
        order_id=order,
        replaces_id=note,
        signature=desk.signature(12),
    )
    done = record_delivery(actor=desk.seller, now=desk.now, today=desk.today, key=desk.key("again"), draft=draft)
    desk.accept(int(done["note_id"]), 10)


def _consigned(desk: _Desk) -> None:
    note = _signed(desk, 48, accepts=False, is_consignment=True)
    first = lines_of(note_ids=[note])[note][0]
    draft = SaleReportDraft(
        note, f"DX-{desk.place:03d}", desk.signature(8, "陈店长", "门店"), (Sold(first.id, 5 * MICRO),)
    )
    report_sales(actor=desk.seller, now=desk.now, today=desk.today, key=desk.key("sales"), draft=draft)


def _old(desk: _Desk) -> None:
    _signed(desk, 41, accepts=False)


def _billed(desk: _Desk) -> None:
    note = _signed(desk, 30, accepts=False)
    accountant = _actor(next(row.id for row in people().values() if "AR_ACCOUNTANT" in row.roles))
    total = sum(line.amount_minor for line in lines_of(note_ids=[note])[note])
    issued = desk.today - timedelta(days=27)
    draft = InvoiceDraft(
        customer_id=desk.customer.id,
        number=f"{issued:%Y%m}{desk.place + 1:04d}S",
        issue_date=issued,
        currency="CNY",
        instalments=(InstalmentDraft(issued + timedelta(days=60), total),),
    )
    done = register_invoices(
        actor=accountant, now=desk.now, key=desk.key("invoice"), company_id=desk.company_id, invoices=[draft]
    )
    common = {"actor": accountant, "now": desk.now, "today": desk.today, "key": desk.key("link")}
    link_invoice(invoice_id=done["invoice_ids"][0], note_ids=[note], **common)  # type: ignore[arg-type]


def _partly_delivered(desk: _Desk) -> None:
    """Half of an order went out and was signed for; the rest counts as an open order."""
    note = desk.deliver(desk.order(10), 10, part=2)
    desk.sign(note, 9)


def _ordered(desk: _Desk) -> None:
    desk.order(2)


def _under_contract(built: Built, now: datetime, today: date) -> None:
    """The machine of a signed contract is delivered and signed for: its milestone fires, acceptance is awaited."""
    numbers = {f"HT{today:%Y}-009"}
    narrowed = ContractFilter(state="SIGNED", company_id=built.companies["CNY"])
    for row in contract_page(actor=SYSTEM, narrowed=narrowed, size=200).rows:
        if row.number not in numbers or row.signed_on is None:
            continue
        day = min(today - timedelta(days=5), row.signed_on + timedelta(days=12))
        machine = Goods(row.title.removesuffix("采购合同"), MICRO, row.amount_minor * 10_000, unit="台")
        draft = NoteDraft(
            row.company_id,
            row.customer_id,
            f"SH-{row.number}",
            day,
            row.currency,
            (machine,),
            contract_id=row.id,
            completes=True,
            signature=Signature(day, "李明", "仓库主管", _PHOTO, BLANK_PNG),
        )
        record_delivery(actor=SYSTEM, now=now, today=today, key=f"demo:delivery:{row.number}", draft=draft)


def _actor(user_id: int | None) -> Actor:
    found = None if user_id is None else actor_of(user_id=user_id)
    return found or SYSTEM
