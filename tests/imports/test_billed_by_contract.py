"""One debt is never taken in twice: rows that name a signed contract of their customer are refused, each for itself."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.contracts.models import Contract
from huikuan.contracts.rules.terms import Trigger
from huikuan.documents.files import write_file
from huikuan.imports.ledger_columns import ALLOCATIONS, CUSTOMERS, FILES, INVOICES, RECEIPTS
from huikuan.imports.operations.ledgers import LedgerOrder, import_ledger
from huikuan.imports.operations.lists import preview_import
from huikuan.imports.rules import ImportKind
from huikuan.imports.tables import table_of_rows
from huikuan.kernel.actor import SYSTEM
from huikuan.receivables.invoice_fields import Field
from huikuan.receivables.models import Invoice
from huikuan.wording.imports import row_reason
from tests.books import Books, new_books
from tests.contracts.acting import drafted, happens, signed
from tests.contracts.agreed import SIGNED
from tests.imports.lists import COLUMNS, HEADER, NOW, TODAY, order, refusals, take

pytestmark = pytest.mark.django_db
WITH_CONTRACT = (*HEADER, "合同号")
PLACES = {**COLUMNS, Field.CONTRACT: 5}
LISTS = (ImportKind.INVOICES, ImportKind.RECEIVABLES)


@pytest.fixture
def books() -> Books:
    """Contracts of 甲公司: HT-1 is signed, HT-2 a draft."""
    made = new_books()
    buyer = made.customer("甲公司")
    signed(made, buyer)
    drafted(made, buyer, number="HT-2")
    return made


def row(number: str, customer: str = "甲公司", contract: str = "HT-1") -> list[str]:
    return [number, customer, "2026-01-10", "2026-02-09", "100", contract]


@pytest.mark.parametrize("kind", LISTS)
def test_rows_of_a_signed_contract_are_refused_and_the_others_taken(books, kind):
    rows = [row("F1"), row("F2", contract=""), row("F3", "乙公司"), row("F4", contract="HT-2"), row("F5")]
    outcome = take(books.company_id, rows, kind=kind, columns=PLACES, header=WITH_CONTRACT)
    assert refusals(outcome) == [(2, "合同号", "CONTRACT_BILLS_ITSELF"), (6, "合同号", "CONTRACT_BILLS_ITSELF")]
    assert (outcome.counts.accepted, outcome.counts.rejected_minor) == (3, {"CNY": 20_000})
    first = outcome.counts.rejected[0]
    assert first.value == "HT-1"
    assert "HT-1" in row_reason(rejection=first)
    assert Invoice.objects.filter(number__startswith="F").count() == 3


def test_the_contract_of_another_own_company_refuses_nothing(books):
    other = new_books("乙方贸易有限公司")
    outcome = take(other.company_id, [row("F1")], columns=PLACES, header=WITH_CONTRACT)
    assert (outcome.counts.accepted, outcome.counts.rejected) == (1, ())


def test_what_the_contract_posted_itself_is_a_duplicate(books):
    own = [["HT-1-1", "甲公司", SIGNED.isoformat(), SIGNED.isoformat(), "20000.00", "HT-1"], row("F1")]
    outcome = take(books.company_id, own, columns=PLACES, header=WITH_CONTRACT)
    assert (outcome.counts.accepted, outcome.counts.duplicate) == (0, 1)
    assert refusals(outcome) == [(3, "合同号", "CONTRACT_BILLS_ITSELF")]


def queries_of(books: Books, rows: list[list[str]]) -> int:
    wanted = order(books.company_id, rows, columns=PLACES, header=WITH_CONTRACT)
    with CaptureQueriesContext(connection) as seen:
        preview_import(order=wanted, today=TODAY)
    return len(seen)


def test_the_number_of_queries_does_not_grow(books):
    none, one = queries_of(books, [row("F1", contract="")]), queries_of(books, [row("F1")])
    many = [row(f"F{place}", contract=f"HT-{place % 7}") for place in range(40)]
    assert (one - none, queries_of(books, many) - none) == (1, 1)


def test_a_whole_ledger_refuses_them_too(books):
    lists = {
        CUSTOMERS: ["id,name", "C-甲公司,甲公司"],
        INVOICES: [
            "id,number,customer_id,issue_date,amount_minor,contract_number",
            "1,F001,C-甲公司,2026-01-10,10000,HT-1",
            "2,F002,C-甲公司,2026-01-11,5000,HT-2",
        ],
        RECEIPTS: ["id,date,customer_id,amount_minor,reference", "1,2026-02-20,C-甲公司,5000,"],
        ALLOCATIONS: ["receipt_id,invoice_id,amount_minor", "1,2,5000"],
    }
    tables = {}
    for name in FILES:
        header, *rows = [line.split(",") for line in lists[name]]
        sha256 = write_file(content="\n".join(lists[name]).encode())
        tables[name] = table_of_rows(
            file_name=name, sha256=sha256, header=header, rows=rows, lines=range(2, len(rows) + 2)
        )
    wanted = LedgerOrder(books.company_id, "ledger", tables)
    outcome = import_ledger(actor=SYSTEM, now=NOW, today=TODAY, key="ledger", order=wanted)
    assert refusals(outcome) == [(2, "contract_number", "CONTRACT_BILLS_ITSELF")]
    assert Invoice.objects.get(number="F002").contract == "HT-2"


def test_the_event_is_the_way_in_and_its_invoice_is_known_then(books):
    contract_id = Contract.objects.get(number="HT-1").pk
    done = happens(books, contract_id, Trigger.DELIVERY, SIGNED, invoice_numbers={2: "F1"})
    assert Invoice.objects.get(pk=done["invoice_ids"][0]).number == "F1"
    outcome = take(books.company_id, [row("F1")], columns=PLACES, header=WITH_CONTRACT)
    assert refusals(outcome) == [(2, "发票号", "NUMBER_TAKEN_WITH_OTHER_CONTENT")]
