"""What demo customers told us: links that open their accounts, disputes, promises in every state, requests by the portal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huikuan.accounts.queries import actor_of, people
from huikuan.customers.queries import contacts_of
from huikuan.demo.building import Built
from huikuan.disputes.operations import add_evidence, decide_dispute, open_dispute, open_dispute_as_guest
from huikuan.disputes.rules import Decision, DisputedItem, DisputeDraft, Event, Reason
from huikuan.guests.access import Guest, guest_of
from huikuan.guests.operations.asking import Asked, ask
from huikuan.guests.operations.links import LinkDraft, make_link
from huikuan.guests.rules.links import RequestKind
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.promises.operations.extending import ask_extension_as_guest
from huikuan.promises.operations.judging import judge_promises
from huikuan.promises.operations.promising import cancel_promise, make_promise
from huikuan.promises.rules import Channel, ExtensionDraft, PromiseDraft
from huikuan.receipts.operations.money import ReceiptDraft, record_receipts
from huikuan.receivables.access import receivables_for

SHOWN = 4
"""So many of the demo customers who owe get a link."""


@dataclass(frozen=True, slots=True)
class _Debt:
    """What one customer owes own company and currency: his items, the oldest first, minor units."""

    customer_id: int
    items: tuple[tuple[int, int], ...]

    @property
    def minor(self) -> int:
        """All that is open."""
        return sum(minor for _, minor in self.items)


def fill_portal(*, built: Built, now: datetime, today: date) -> None:
    """Four links, two disputes of our own people and one by the portal, promises in each state, three requests."""
    company_id = built.companies["CNY"]
    debts = _debts(company_id, today)
    accountant = _accountant()
    guests = [_guest(accountant, debt, now) for debt in debts[:SHOWN]]
    _disputes(accountant, company_id, debts[SHOWN : SHOWN + 2], now, today)
    _by_portal(guests, company_id, debts[:SHOWN], now, today)
    _promises(accountant, company_id, debts[SHOWN + 2 :], now, today)
    judge_promises(actor=SYSTEM, now=now, key="demo:judge-promises", today=today)


def _debts(company_id: int, today: date) -> list[_Debt]:
    """Customers of the country with several items open, the most overdue first; the same for the same day."""
    found: dict[int, list[tuple[int, int]]] = {}
    rows = receivables_for(actor=SYSTEM).filter(
        company_id=company_id, currency="CNY", outstanding_minor__gt=0, due_date__lt=today
    )
    columns = ("customer_id", "pk", "outstanding_minor")
    for customer_id, pk, minor in rows.order_by("due_date", "pk").values_list(*columns):
        found.setdefault(customer_id, []).append((pk, minor))
    return [_Debt(customer_id, tuple(items)) for customer_id, items in sorted(found.items()) if len(items) > 1]


def _guest(actor: Actor, debt: _Debt, now: datetime) -> Guest:
    person = next(iter(contacts_of(customer_ids=[debt.customer_id]).get(debt.customer_id, ())), None)
    draft = LinkDraft(debt.customer_id, "zh-hans", contact_id=person.id if person else None, days=90)
    at = now - timedelta(days=2)
    link_id = int(make_link(actor=actor, now=at, key=f"demo:link:{debt.customer_id}", draft=draft)["link_id"])
    guest = guest_of(link_id=link_id, now=now)
    if guest is None:
        raise ValueError("a fresh link does not open")
    return guest


def _disputes(actor: Actor, company_id: int, debts: list[_Debt], now: datetime, today: date) -> None:
    said = (
        (
            Reason.QUANTITY,
            "到货少两箱，签收单上已注明，请按实收数量开票。",
            Event.ACCEPT,
            "仓库核实少发两箱，开红字发票。",
        ),
        (Reason.PRICE, "单价与确认书不一致，差额先不付。", None, ""),
    )
    for place, (debt, (reason, text, event, note)) in enumerate(zip(debts, said, strict=False)):
        since = today - timedelta(days=9 - place)
        at = now - timedelta(days=9 - place)
        pk, minor = debt.items[0]
        draft = DisputeDraft(
            debt.customer_id,
            company_id,
            "CNY",
            reason,
            text,
            (DisputedItem(pk, max(1, minor // 5)),),
            said_by="财务 周姐",
        )
        key = f"demo:dispute:{place}"
        dispute_id = int(open_dispute(actor=actor, now=at, today=since, key=key, draft=draft)["dispute_id"])
        photo = b"\x89PNG\r\n\x1a\n" + text.encode()
        add_evidence(actor=actor, now=at, key=f"{key}:file", dispute_id=dispute_id, name="签收单.png", content=photo)
        if event is not None:
            decision = Decision(event, note)
            decide_dispute(
                actor=actor, now=now, today=today, key=f"{key}:decided", dispute_id=dispute_id, decision=decision
            )


def _by_portal(guests: list[Guest], company_id: int, debts: list[_Debt], now: datetime, today: date) -> None:
    """What three of the guests told us by themselves."""
    objecting, asking, naming = guests[1], guests[2], guests[3]
    pk, minor = debts[1].items[0]
    draft = DisputeDraft(
        objecting.customer_id,
        company_id,
        "CNY",
        Reason.QUALITY,
        "两台伺服电机运行异响，已拍视频，等换货后付款。",
        (DisputedItem(pk, max(1, minor // 4)),),
        said_by="采购 王工",
    )
    open_dispute_as_guest(guest=objecting, now=now, today=today, key="demo:guest:dispute", draft=draft)
    later = ExtensionDraft(
        asking.customer_id,
        company_id,
        "CNY",
        tuple(pk for pk, _ in debts[2].items[:2]),
        today + timedelta(days=25),
        "下游回款推迟，申请延到下月底，届时一次付清。",
        "财务经理 陈静",
    )
    ask_extension_as_guest(guest=asking, now=now, today=today, key="demo:guest:extension", draft=later)
    person = {"name": "李会计", "role": "PAYER", "email": "li.kuaiji@example.com", "phone": ""}
    named = Asked(RequestKind.CONTACT, "对账和付款以后请联系李会计。", person)
    ask(guest=naming, now=now, key="demo:guest:person", asked=named)
    ask(
        guest=asking,
        now=now,
        key="demo:guest:question",
        asked=Asked(RequestKind.QUESTION, "6 月的发票原件什么时候寄出？"),
    )


def _promises(actor: Actor, company_id: int, debts: list[_Debt], now: datetime, today: date) -> None:
    """One in each state: money came whole, in part, not at all; runs; was replaced; was taken back."""
    others = debts[:-2]

    def promised(debt: _Debt, minor: int, made: int, due: int) -> int:
        draft = PromiseDraft(
            debt.customer_id,
            company_id,
            "CNY",
            minor,
            today + timedelta(days=due),
            "财务 周姐",
            Channel.CALL,
            "出纳",
            "电话里答应这天安排付款。",
        )
        key = f"demo:promise:{debt.customer_id}:{made}:{due}"
        at, day = now - timedelta(days=made), today - timedelta(days=made)
        return int(make_promise(actor=actor, now=at, today=day, key=key, draft=draft)["promise_id"])

    for place, debt in enumerate(debts[-2:]):
        promised(debt, debt.items[0][1] if place == 0 else debt.minor, 19, -6)
        _pays(company_id, debt, now, today - timedelta(days=7))
    for debt in others[:2]:
        promised(debt, debt.items[0][1], 16, -5)
    for debt in others[2:5]:
        promised(debt, debt.minor, 2, 5)
    if len(others) > 6:
        promised(others[5], others[5].minor, 8, 1)
        promised(others[5], others[5].minor, 1, 8)
        taken_back = promised(others[6], others[6].items[0][1], 3, 4)
        cancel_promise(
            actor=actor,
            now=now,
            today=today,
            key="demo:promise:back",
            promise_id=taken_back,
            note="对方来电说付款日未定。",
        )


def _pays(company_id: int, debt: _Debt, now: datetime, on: date) -> None:
    """The oldest item is paid, on that day."""
    draft = ReceiptDraft(
        received_on=on, currency="CNY", amount_minor=debt.items[0][1], customer_id=debt.customer_id, reference="货款"
    )
    key = f"demo:promise:paid:{debt.customer_id}"
    record_receipts(actor=SYSTEM, now=now, key=key, company_id=company_id, receipts=[draft])


def _accountant() -> Actor:
    found = next(row.id for row in people().values() if "AR_ACCOUNTANT" in row.roles)
    return actor_of(user_id=found) or SYSTEM
