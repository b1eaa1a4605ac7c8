"""A contract of five milestones whose events make receivables, retention released late; a small seller's capped term."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huikuan.contracts.due_rules import Anchor, DueRule
from huikuan.contracts.rules.judging import warnings_of
from huikuan.contracts.rules.plan import PlanState
from huikuan.contracts.rules.terms import Clauses, LateBasis, Settlement, Sizes, Trigger
from huikuan.jobs.checks import check_all
from huikuan.kernel.actor import SYSTEM
from huikuan.ledger.queries import control_totals
from huikuan.ledger.rules import Account
from huikuan.portfolio.queries import ageing
from huikuan.receivables.models import Receivable
from huikuan.receivables.plan_firing import take_event_back
from huikuan.receivables.queries.plans import held_minor, plans_of
from tests.books import new_books
from tests.contracts.acting import happens, signed
from tests.contracts.agreed import SIGNED, TODAY, part, terms

pytestmark = pytest.mark.django_db


def plan(contract_id, today=TODAY):
    return [
        (row.milestone.number, row.milestone.amount_minor, row.state, row.due_on)
        for row in plans_of(contract_ids=[contract_id], today=today)[contract_id]
    ]


def balances(books):
    key = (books.company_id, "CNY")
    return tuple(
        control_totals(account=account).get(key, 0)
        for account in (Account.RECEIVABLE, Account.CONTRACT_ASSET, Account.REVENUE_CLEARING)
    )


def proven():
    return [broken for found in check_all() for broken in found.broken]


def test_five_milestones_from_signing_to_the_retention_released_late():
    books = new_books()
    buyer = books.customer("乙公司")
    # when it is signed, the deposit is due at once
    contract = signed(books, buyer, terms(100_000_00, settlement=Settlement(inspection_days=30)))
    assert plan(contract) == [
        (1, 20_000_00, PlanState.OVERDUE, SIGNED),
        (2, 30_000_00, PlanState.WAITING, date(2026, 3, 12)),
        (3, 15_000_00, PlanState.WAITING, date(2026, 3, 23)),
        (4, 25_000_00, PlanState.WAITING, date(2026, 3, 27)),
        (5, 10_000_00, PlanState.EXPECTED, date(2027, 2, 25)),
    ]
    assert balances(books) == (20_000_00, 0, -20_000_00)
    # when the deposit is paid, and delivery, progress and acceptance follow
    (deposit,) = Receivable.objects.all()
    books.allocate(books.receipt(20_000_00, buyer, date(2026, 1, 10)), (deposit, 20_000_00))
    happens(books, contract, Trigger.DELIVERY, date(2026, 2, 9), signatory="李明", signatory_role="仓库主管")
    happens(books, contract, Trigger.PROGRESS, date(2026, 2, 11), progress_permille=500)
    happens(books, contract, Trigger.PROGRESS, date(2026, 2, 12), progress_permille=600)
    happens(
        books,
        contract,
        Trigger.ACCEPTANCE,
        date(2026, 2, 26),
        signatory="王工",
        file_name="验收单.pdf",
        file_content=b"%PDF-1",
    )
    # then they are owed, and the retention is a contract asset, no debt
    assert balances(books) == (70_000_00, 10_000_00, -100_000_00)
    assert plan(contract)[1:] == [
        (2, 30_000_00, PlanState.OPEN, date(2026, 3, 11)),
        (3, 15_000_00, PlanState.OPEN, date(2026, 3, 16)),
        (4, 25_000_00, PlanState.OPEN, date(2026, 3, 30)),
        (5, 10_000_00, PlanState.HELD, date(2027, 2, 25)),
    ]
    assert held_minor(customer_ids=[buyer]) == {(buyer, "CNY"): 10_000_00}
    assert proven() == []
    # when it is released a month after it was expected
    books.now = books.now.replace(year=2027, month=3, day=26)
    happens(books, contract, Trigger.RETENTION_RELEASE, date(2027, 3, 25))
    # then it is owed
    assert balances(books) == (80_000_00, 0, -100_000_00)
    assert plan(contract, date(2027, 3, 26))[4] == (5, 10_000_00, PlanState.OVERDUE, date(2027, 3, 25))
    assert proven() == []


def test_the_ageing_leaves_retention_out_until_it_is_released():
    books = new_books()
    contract = signed(books, books.customer("乙公司"))
    happens(books, contract, Trigger.DELIVERY, date(2026, 2, 9))
    happens(books, contract, Trigger.ACCEPTANCE, date(2026, 2, 26))
    report = ageing(actor=SYSTEM, as_of=TODAY)
    assert report.ties
    assert report.totals["CNY"].total_minor == 75_000_00


def test_an_event_taken_back_leaves_the_books_as_before():
    books = new_books()
    contract = signed(books, books.customer("乙公司"))
    before = balances(books)
    done = happens(books, contract, Trigger.ACCEPTANCE, date(2026, 2, 26))
    assert balances(books) == (45_000_00, 10_000_00, -55_000_00)
    take_event_back(
        actor=SYSTEM, now=books.now, key="back", event_id=done["event_id"], effective_date=TODAY, reason="验收单有误"
    )
    assert balances(books) == before
    assert [row[2] for row in plan(contract)][3:] == [PlanState.WAITING, PlanState.EXPECTED]
    assert proven() == []
    # and it can happen again, under the same numbers
    happens(books, contract, Trigger.ACCEPTANCE, date(2026, 2, 27))
    assert balances(books) == (45_000_00, 10_000_00, -55_000_00)
    assert proven() == []


def test_a_small_sellers_contract_with_a_public_body_over_90_days_is_warned_and_capped():
    """Decree 802 art. 9(1): 60 days at the most; 02-10 + 60 days is 04-11, a Saturday: 04-13 (CC 203)."""
    books = new_books()
    whole = part(
        1, "到货款", Trigger.DELIVERY, 1000, rule=DueRule(Anchor.DELIVERY, days=90), expected_on=date(2026, 2, 10)
    )
    agreed = terms(
        50_000_00, (whole,), sizes=Sizes("PUBLIC", "SMALL"), clauses=Clauses(late_basis=LateBasis.DECREE_802)
    )
    assert [(one.code, one.article) for one in warnings_of(terms=agreed)] == [("SIZE_NOT_DECLARED", "D802 3")]
    agreed = replace(agreed, sizes=Sizes("PUBLIC", "SMALL", SIGNED))
    contract = signed(books, books.customer("某区教育局"), agreed)
    happens(books, contract, Trigger.DELIVERY, date(2026, 2, 10))
    assert plan(contract) == [(1, 50_000_00, PlanState.OPEN, date(2026, 4, 13))]
    (receivable,) = Receivable.objects.all()
    assert receivable.due_date == date(2026, 4, 13)
    assert proven() == []
