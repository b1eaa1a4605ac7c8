"""One business day of the demo company: bank statement in, money matched, reminders planned, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huikuan.demo.building import Built
from huikuan.demo.business import Business
from huikuan.demo.statement_file import statement_file
from huikuan.jobs.import_statement import StatementImported, StatementOrder, import_statement_file
from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.operations.matching import MatchingDone, run_matching
from huikuan.receipts.queries.bank_accounts import bank_accounts


@dataclass(frozen=True, slots=True)
class BankDay:
    """What the statement brought and what was matched."""

    statement: StatementImported
    matching: MatchingDone


def bank_day(*, built: Built, business: Business, now: datetime) -> BankDay:
    """Import the statement of the last month as its file and match the money."""
    (account,) = (row for row in bank_accounts(actor=SYSTEM) if row.id == built.accounts["CNY"])
    order = StatementOrder(account, statement_file(business=business), "对账单_工商银行.csv")
    statement = import_statement_file(actor=SYSTEM, now=now, key="demo:statement", order=order)
    return BankDay(statement, run_matching(actor=SYSTEM, now=now, company_id=built.companies["CNY"]))
