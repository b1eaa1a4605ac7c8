"""The people, customers and money that tests of the pages look at, and their browsers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from django.apps import apps
from django.db import connection
from django.test import Client

from huikuan.accounts.operations.people import PersonDraft, add_person
from huikuan.accounts.operations.tokens import TokenDraft, issue_token
from huikuan.customers.operations import ContactDraft
from huikuan.kernel.actor import SYSTEM, Role
from tests.books import NOW, Books, new_books
from tests.replayed import replayed

KEY = "0123456789abcdefghij"
NO_BUSINESS = ("SignInCounter", "MirrorToken")
"""Tables a mere look may write: how often a password was tried, which copy of the ledger is whose."""


@dataclass
class Office:
    """Books of one own company with a late customer of `owner`, money that waits, and another seller's customer."""

    books: Books
    people: dict[str, int] = field(default_factory=dict)
    customer: int = 0
    others_customer: int = 0
    number: str = "F001"
    invoice: int = 0
    item: int = 0
    invoice_posting: int = 0
    receipt: int = 0
    used_receipt: int = 0
    allocation: int = 0
    unknown_receipt: int = 0
    token: int = 0

    def browser(self, who: str, **options: object) -> Client:
        """A browser in which `who` is signed in; nobody for `anonymous`."""
        client = Client(**options)  # type: ignore[arg-type]
        if who != "anonymous":
            session = client.session
            began = NOW.isoformat()
            session.update({"user_id": self.people[who], "since": began, "seen": began})
            session.save()
            client.cookies["huikuan_session"] = str(session.session_key)
        return client


@replayed
def new_office() -> Office:
    """Fill a fresh company."""
    office = Office(new_books())
    for username, name, role in (
        ("owner", "赵敏", Role.SALESPERSON),
        ("stranger", "钱磊", Role.SALESPERSON),
        ("colleague", "吴静", Role.AR_ACCOUNTANT),
        ("director", "王红", Role.FINANCE_DIRECTOR),
        ("admin", "管理员", Role.ADMINISTRATOR),
        ("auditor", "冯洁", Role.AUDITOR),
    ):
        person = PersonDraft(username, name, (role,), language="en")
        done = add_person(actor=SYSTEM, now=NOW, key=f"office-{username}", person=person)
        office.people[username] = done["user_id"]
    _fill(office)
    return office


def second_company(office: Office) -> Office:
    """The office seen from a second own company, which bills the same customers: its documents in the places of the first.

    `limited` may do in the first company all that accountant and director may; `unlimited` in both.
    """
    there = replace(office, books=new_books("甲二进出口有限公司"), number="S001")
    _post(there)
    roles = (Role.AR_ACCOUNTANT, Role.FINANCE_DIRECTOR)
    for username, name, companies in (
        ("limited", "郑强", (office.books.company_id,)),
        ("unlimited", "孙浩", ()),
    ):
        person = PersonDraft(username, name, roles, company_ids=companies, language="en")
        done = add_person(actor=SYSTEM, now=NOW, key=f"office-{username}", person=person)
        office.people[username] = done["user_id"]
    return there


def row_counts() -> dict[str, int]:
    """How many rows each table of the business has."""
    tables = [
        connection.ops.quote_name(model._meta.db_table)
        for model in apps.get_models()
        if model.__module__.startswith("huikuan.") and model.__name__ not in NO_BUSINESS
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT {place}, COUNT(*) FROM {name}" for place, name in enumerate(tables)))
        return {tables[place]: count for place, count in cursor.fetchall()}


def _fill(office: Office) -> None:
    books = office.books
    contact = ContactDraft("高伟", phone="13900000000", email="gao@example.com", gets_reminders=True)
    office.customer = books.customer("乙方机电有限公司", salesperson_id=office.people["owner"], contacts=(contact,))
    office.others_customer = books.customer("丙方贸易有限公司", salesperson_id=office.people["stranger"])
    _post(office)
    draft = TokenDraft(office.people["owner"], "脚本")
    office.token = issue_token(actor=SYSTEM, now=NOW, key="office-token", draft=draft).token_id


def _post(office: Office) -> None:
    books, series = office.books, office.number[0]
    (item,) = books.invoice(office.customer, office.number, 123_450)
    (paid,) = books.invoice(office.customer, f"{series}002", 50_000, date(2026, 3, 6))
    books.invoice(office.others_customer, f"{series}900", 99_900)
    office.invoice, office.item = item.invoice_id, item.pk
    used = books.receipt(50_000, office.customer, payer_name="乙方机电有限公司")
    office.used_receipt = used.pk
    (office.allocation,) = books.allocate(used, (paid, 20_000))
    office.receipt = books.receipt(70_000, office.customer, payer_name="乙方机电有限公司").pk
    office.unknown_receipt = books.receipt(8_800, payer_name="某人").pk
    office.invoice_posting = _posting_of(item.pk)


def _posting_of(receivable_id: int) -> int:
    from huikuan.ledger.queries import postings_about

    return postings_about(receivable_ids=[receivable_id])[0].id
