"""Builds the demo company through the same acts as a real one; only an empty installation is filled."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from huikuan.accounts.operations.companies import CompanyDraft, add_company
from huikuan.accounts.operations.passwords import issue_link, set_password_by_link
from huikuan.accounts.operations.people import PersonDraft, add_department, add_person
from huikuan.accounts.queries import has_people
from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind, NextStep, Outcome
from huikuan.customers.operations import ContactDraft, CustomerDraft, register_customers
from huikuan.demo.business import SEED, Business, Buyer, Payment, Sale
from huikuan.demo.names import DEPARTMENTS, DISPUTES, OWN_COMPANIES, STAFF
from huikuan.demo.statement_file import ACCOUNT
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.kernel.refusal import Refused
from huikuan.receipts.operations.allocating import AllocationDraft, Explanation, Share, allocate_receipts
from huikuan.receipts.operations.money import ReceiptDraft, record_receipts
from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account
from huikuan.receivables.operations import InvoiceDraft, register_invoices
from huikuan.receivables.queries.items import instalment_ids
from huikuan.receivables.rules import InstalmentDraft

CHUNK = 400
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(slots=True)
class Built:
    """What was built: ids of companies, accounts, people and customers, and the password all demo people share."""

    password: str
    companies: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    people: list[int] = field(default_factory=list)
    customers: dict[int, int] = field(default_factory=dict)
    receivables: dict[tuple[str, int], int] = field(default_factory=dict)


def build(*, business: Business, now: datetime, password: str) -> Built:
    """Companies, people, customers, invoices, and every payment but those of the last month's statement.

    Raises Refused NOT_EMPTY if somebody works here already.
    """
    if has_people():
        raise Refused("NOT_EMPTY")
    built = Built(password)
    _organisation(built, now)
    _customers(built, business.buyers, now)
    _invoices(built, business.sales, now)
    _payments(built, business.past, now)
    _notes(built, business, now)
    return built


def _organisation(built: Built, now: datetime) -> None:
    for name, short_name, tax_code, currency in OWN_COMPANIES:
        draft = CompanyDraft(name, short_name, currency, tax_code)
        company_id = add_company(actor=SYSTEM, now=now, key=f"demo:company:{currency}", company=draft)["company_id"]
        built.companies[currency] = company_id
        account = BankAccountDraft(
            f"{short_name} {currency}", currency, ACCOUNT if currency == "CNY" else "", "工商银行"
        )
        done = open_bank_account(
            actor=SYSTEM, now=now, key=f"demo:account:{currency}", company_id=company_id, account=account
        )
        built.accounts[currency] = done["bank_account_id"]
    departments: list[int] = []
    for name in DEPARTMENTS:
        parent_id = departments[0] if departments and name.endswith("销售部") else None
        done = add_department(actor=SYSTEM, now=now, key=f"demo:department:{name}", name=name, parent_id=parent_id)
        departments.append(done["department_id"])
    for username, name, role, department in STAFF:
        person = PersonDraft(username, name, (Role(role),), departments[department], email=f"{username}@example.com")
        user_id = add_person(actor=SYSTEM, now=now, key=f"demo:person:{username}", person=person)["user_id"]
        link = issue_link(actor=SYSTEM, now=now, key=f"demo:link:{username}", user_id=user_id)
        set_password_by_link(now=now, key=f"demo:password:{username}", token=link.token, new=built.password)
        built.people.append(user_id)


def _customers(built: Built, buyers: list[Buyer], now: datetime) -> None:
    drafts = [
        CustomerDraft(
            code=f"K{buyer.index + 1:04d}",
            name=buyer.name,
            region=buyer.region,
            country=buyer.country,
            address=f"{buyer.region}示范工业园示范路 {buyer.index + 1} 号" if buyer.country == "CN" else "",
            language="zh-hans" if buyer.country == "CN" else "en",
            customer_class=buyer.customer_class,
            terms_days=buyer.terms_days,
            salesperson_id=built.people[buyer.salesperson],
            contacts=(_contact(buyer),),
        )
        for buyer in buyers
    ]
    done = register_customers(actor=SYSTEM, now=now, key="demo:customers", customers=drafts)
    built.customers = {buyer.index: pk for buyer, pk in zip(buyers, done["customer_ids"], strict=True)}


def _contact(buyer: Buyer) -> ContactDraft:
    return ContactDraft(
        name=buyer.contact,
        role="FINANCE",
        email=f"finance{buyer.index + 1}@example.com" if buyer.index % 9 else "",
        phone=f"1390000{buyer.index:04d}" if buyer.country == "CN" else "",
        gets_reminders=True,
        legal_basis="OWN_PERFORMANCE",
    )


def _invoices(built: Built, sales: list[Sale], now: datetime) -> None:
    for currency, company_id in built.companies.items():
        own = [sale for sale in sales if sale.buyer.currency == currency]
        for start in range(0, len(own), CHUNK):
            drafts = [_invoice(built, sale) for sale in own[start : start + CHUNK]]
            key = f"demo:invoices:{currency}:{start}"
            done = register_invoices(actor=SYSTEM, now=now, key=key, company_id=company_id, invoices=drafts)
            built.receivables |= instalment_ids(invoice_ids=done["invoice_ids"])


def _invoice(built: Built, sale: Sale) -> InvoiceDraft:
    return InvoiceDraft(
        customer_id=built.customers[sale.buyer.index],
        number=sale.number,
        issue_date=sale.issued,
        currency=sale.buyer.currency,
        instalments=tuple(InstalmentDraft(due, minor) for due, minor in sale.instalments),
    )


def _payments(built: Built, payments: list[Payment], now: datetime) -> None:
    for currency, company_id in built.companies.items():
        own = [payment for payment in payments if payment.buyer.currency == currency]
        for start in range(0, len(own), CHUNK):
            chunk = own[start : start + CHUNK]
            key = f"demo:receipts:{currency}:{start}"
            drafts = [_receipt(built, payment) for payment in chunk]
            done = record_receipts(actor=SYSTEM, now=now, key=key, company_id=company_id, receipts=drafts)
            allocations = list(_allocations(built, chunk, done["receipt_ids"]))
            allocate_receipts(actor=SYSTEM, now=now, key=f"{key}:used", company_id=company_id, allocations=allocations)


def _receipt(built: Built, payment: Payment) -> ReceiptDraft:
    return ReceiptDraft(
        received_on=payment.day,
        currency=payment.buyer.currency,
        amount_minor=payment.minor,
        customer_id=built.customers[payment.buyer.index],
        bank_account_id=built.accounts[payment.buyer.currency],
        payer_name=payment.payer,
        reference=payment.text,
    )


def _allocations(built: Built, payments: list[Payment], receipt_ids: list[int]) -> Iterator[AllocationDraft]:
    for payment, receipt_id in zip(payments, receipt_ids, strict=True):
        shares = tuple(Share(built.receivables[number, sequence], minor) for number, sequence, minor in payment.shares)
        why = Explanation(reasons=({"code": "BY_HAND", "params": {}},))
        yield AllocationDraft(receipt_id, shares, explanation=why)


def _notes(built: Built, business: Business, now: datetime) -> None:
    """A few disputes in the contact record, each with the agreed next step."""
    chance = random.Random(SEED + 2)
    for buyer in chance.sample([b for b in business.buyers if b.country == "CN"], len(DISPUTES)):
        day = business.today - timedelta(days=chance.randint(2, 12))
        activity = ActivityDraft(
            customer_id=built.customers[buyer.index],
            kind=ActivityKind.CALL,
            at=datetime.combine(day, time(10, 20), ZONE),
            text=f"与{buyer.contact}通话：{DISPUTES[buyer.index % len(DISPUTES)]}",
            outcome=Outcome.DISPUTED,
            next_step=NextStep("跟进处理结果并约定付款日", business.today + timedelta(days=chance.randint(0, 3))),
        )
        record_activity(actor=SYSTEM, now=now, today=business.today, key=f"demo:note:{buyer.index}", activity=activity)
