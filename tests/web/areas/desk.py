"""An office with a bank account, money the matcher only proposes for, and a count of what was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huikuan.audit.models import Act
from huikuan.imports.operations.statements import import_statement
from huikuan.kernel.actor import SYSTEM
from huikuan.ledger.models import Posting
from huikuan.receipts.operations.matching import run_matching
from huikuan.receipts.operations.statements import (
    BankAccountDraft,
    StatementSource,
    open_bank_account,
)
from huikuan.receipts.rules import LineDraft, StatementDraft
from tests.books import NOW
from tests.web.office import Office

PEOPLE = ("anonymous", "stranger", "owner", "colleague", "director")


@dataclass
class Desk:
    """The office, its bank account, and three lines of it that wait with a proposal each."""

    office: Office
    account: int
    waiting: list[int]

    def browser(self, who: str) -> Client:
        return self.office.browser(who)

    def arrives(self, *lines: tuple[int, str, str]) -> list[int]:
        """Lines `(minor, payer, text)` on the statement of 2026-03-02; ids of the receipts."""
        drafts = tuple(
            LineDraft(f"{text}/{minor}/{name}", number, date(2026, 3, 2), minor, "CNY", None, name, "", text)
            for number, (minor, name, text) in enumerate(lines, 1)
        )
        statement = StatementDraft("", "CNY", "cn.generic", "none", None, None, drafts)
        done = import_statement(
            actor=SYSTEM,
            now=NOW,
            key=f"statement {lines}",
            bank_account_id=self.account,
            source=StatementSource("a" * 64, (statement,), "流水.csv"),
        )
        return [int(pk) for pk in done["receipt_ids"]]

    def match(self) -> None:
        run_matching(actor=SYSTEM, now=NOW, company_id=self.office.books.company_id)


def new_desk(office: Office) -> Desk:
    """Two customers owe the same amount twice, so that money from them can only be proposed."""
    done = open_bank_account(
        actor=SYSTEM,
        now=NOW,
        key="desk-account",
        company_id=office.books.company_id,
        account=BankAccountDraft("工行", "CNY", "1102", "工商银行"),
    )
    desk = Desk(office, int(done["bank_account_id"]), [])
    for name, minor in (("丁方电气有限公司", 30_000), ("戊方材料有限公司", 20_000), ("己方物流有限公司", 10_000)):
        buyer = office.books.customer(name, salesperson_id=office.people["stranger"])
        for number in "AB":
            office.books.invoice(buyer, f"{name[0]}-{minor}-{number}", minor)
        desk.waiting += desk.arrives((minor, name, "货款"))
    desk.match()
    return desk


def written() -> tuple[int, int]:
    """Rows of the audit and of the ledger."""
    return Act.objects.count(), Posting.objects.count()


def cost(browser: Client, address: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def text_of(answer: Any) -> str:
    """The words of a page without its marks, spaces made one."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
