"""A small company with people and tokens, and a caller who speaks to the API as one of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection
from django.test import Client

from huikuan.accounts.models import User, UserCompany, UserRole
from huikuan.accounts.operations.tokens import TokenDraft, issue_token
from huikuan.api import callers, limits
from huikuan.credit.operations.checking import check_credit
from huikuan.credit.rules.facts import Question
from huikuan.credit.rules.policy import CheckPoint
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.receipts.models import BankAccount, Receipt
from huikuan.receivables.models import Receivable
from tests.books import NOW, Books, new_books
from tests.replayed import replayed

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

BASE = "/api/v1"


@dataclass
class Caller:
    """Speaks JSON to the API with a token, or with none."""

    token: str = ""
    language: str = "en"
    keys: count[int] = field(default_factory=lambda: count(1))
    client: Client = field(default_factory=lambda: Client(raise_request_exception=True))

    def get(self, path: str, **more: Any) -> Response:
        return self.send("GET", path, **more)

    def post(self, path: str, body: object, key: str | None = None, **more: Any) -> Response:
        """Post an object (or raw bytes) with a fresh key, or with the one given; an empty one sends no key."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        key = f"key-{id(self)}-{next(self.keys)}" if key is None else key
        more["headers"] = {**({"Idempotency-Key": key} if key else {}), **more.get("headers", {})}
        return self.send("POST", path, data=raw, **{"content_type": "application/json", **more})

    def send(self, method: str, path: str, **more: Any) -> Response:
        headers = {"Accept-Language": self.language, **more.pop("headers", {})}
        if self.token:
            headers = {"Authorization": f"Bearer {self.token}", **headers}
        return self.client.generic(method, BASE + path, headers=headers, **more)


@dataclass
class World:
    """Own company 甲方 with one customer, invoice, receipt and allocation, and a second own company beside it."""

    books: Books
    elsewhere: Books
    customer_id: int
    other_customer_id: int
    item: Receivable
    other_item: Receivable
    receipt: Receipt
    bank_account: BankAccount
    posting_id: int
    people: dict[str, User]
    tokens: dict[str, str]

    def caller(self, name: str, **more: Any) -> Caller:
        """One of: accountant, reader, salesperson, colleague, stranger, nobody."""
        return Caller(token=self.tokens.get(name, ""), **more)


@replayed
def new_world() -> World:
    """Everybody holds a token that may write but the reader, who is the accountant with a token for reading."""
    books, elsewhere = new_books(), new_books("乙方制造有限公司")
    people = {
        "accountant": _person("accountant", Role.AR_ACCOUNTANT),
        "salesperson": _person("salesperson", Role.SALESPERSON),
        "colleague": _person("colleague", Role.SALESPERSON),
        "stranger": _person("stranger", Role.AR_ACCOUNTANT),
    }
    UserCompany.objects.create(user=people["stranger"], company_id=elsewhere.company_id)
    customer_id = books.customer("丙公司", salesperson_id=people["salesperson"].pk)
    other_id = books.customer("丁公司", salesperson_id=people["colleague"].pk)
    (item,) = books.invoice(customer_id, "F001", 100_000)
    (other_item,) = books.invoice(other_id, "F002", 70_000)
    receipt = books.receipt(60_000, customer_id)
    (posting_id,) = books.allocate(receipt, (item, 10_000))
    _order(books, customer_id)
    tokens = {name: token_of(user) for name, user in people.items()}
    return World(
        books=books,
        elsewhere=elsewhere,
        customer_id=customer_id,
        other_customer_id=other_id,
        item=item,
        other_item=other_item,
        receipt=receipt,
        bank_account=BankAccount.objects.create(company_id=books.company_id, name="工行 1", currency="CNY"),
        posting_id=posting_id,
        people=people,
        tokens={**tokens, "reader": token_of(people["accountant"], can_write=False)},
    )


def token_of(user: User, *, can_write: bool = True, days: int = 90) -> str:
    """A fresh token."""
    draft = TokenDraft(user.pk, "test", can_write=can_write, days=days)
    return issue_token(actor=SYSTEM, now=NOW, key=f"token-{user.pk}-{can_write}-{days}", draft=draft).token


def rows_of_everything() -> dict[str, int]:
    """How many rows each table holds, but for the columnar mirror's note of its own place, which any reader may make."""
    models = [model for model in apps.get_models() if model._meta.label != "portfolio.MirrorToken"]
    tables = [connection.ops.quote_name(model._meta.db_table) for model in models]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT {place}, COUNT(*) FROM {name}" for place, name in enumerate(tables)))
        return {models[place]._meta.label: count for place, count in cursor.fetchall()}


def nobody_has_called() -> None:
    """No call is counted: neither those of an address or token, nor a token's last use."""
    for counter in (limits.by_token, limits.by_address, limits.failed_by_address, callers._noted):
        counter.forget()


def _order(books: Books, customer_id: int) -> None:
    question = Question(customer_id, books.company_id, 100, "CNY", CheckPoint.ORDER, "SO-0", reserve=True)
    check_credit(actor=SYSTEM, now=NOW, today=NOW.date(), key="order-0", question=question)


def _person(name: str, role: Role) -> User:
    user = User.objects.create(username=name, name=name)
    UserRole.objects.create(user=user, role=role.value)
    return user
