"""A whole ledger in one act: customers, invoices, money and its use, and what happens when lists overlap or contradict."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest

from huikuan.customers.models import Customer
from huikuan.documents.files import write_file
from huikuan.imports.ledger_columns import ALLOCATIONS, CUSTOMERS, FILES, INVOICES, RECEIPTS
from huikuan.imports.models import ImportBatch
from huikuan.imports.operations.carrying_out import ImportOutcome
from huikuan.imports.operations.ledgers import LedgerOrder, import_ledger, preview_ledger
from huikuan.imports.tables import table_of_rows
from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.ledger.models import Posting
from huikuan.limits.queries import limits_in_force
from huikuan.receipts.models import Receipt
from huikuan.receivables.models import Invoice, Receivable
from huikuan.receivables.operations import reverse_posting
from tests.books import Books, new_books
from tests.imports.lists import NOW, TODAY, of_rows

pytestmark = pytest.mark.django_db
LEDGER = {
    CUSTOMERS: ["id,name,credit_limit_minor,terms_days", "1,甲公司,2000000,45", "2,乙公司,,"],
    INVOICES: [
        "id,number,customer_id,issue_date,due_date,currency,amount_minor",
        "1,F001,1,2026-01-10,2026-02-09,CNY,10000",
        "2,F002,1,2026-01-11,2026-02-10,CNY,5000",
        "3,F003,2,2026-01-12,,CNY,700",
    ],
    RECEIPTS: [
        "id,date,customer_id,amount_minor,reference",
        "1,2026-02-20,1,12000,货款 F001 等2笔",
        "2,2026-02-21,2,1,",
    ],
    ALLOCATIONS: ["receipt_id,invoice_id,amount_minor", "1,1,10000", "1,2,1500"],
}
_keys = count(1)


@pytest.fixture
def books() -> Books:
    return new_books()


def order(company_id: int, lists: dict[str, list[str]]) -> LedgerOrder:
    tables = {}
    for name in FILES:
        header, *rows = [line.split(",") for line in lists[name]]
        sha256 = write_file(content="\n".join(lists[name]).encode())
        tables[name] = table_of_rows(
            file_name=name, sha256=sha256, header=header, rows=rows, lines=range(2, len(rows) + 2)
        )
    return LedgerOrder(company_id, "ledger", tables)


def take(company_id: int, lists: dict[str, list[str]]) -> ImportOutcome:
    key = f"test-ledger-{next(_keys)}"
    return import_ledger(actor=SYSTEM, now=NOW, today=TODAY, key=key, order=order(company_id, lists))


def with_rows(**more: list[str]) -> dict[str, list[str]]:
    """The ledger with further rows by list."""
    return {name: [*lines, *more.get(name.removesuffix(".csv"), [])] for name, lines in LEDGER.items()}


def refusals(outcome: ImportOutcome) -> list[tuple[str, int, str, str]]:
    return [(row.file, row.line, row.column, row.code) for row in outcome.counts.rejected]


def everything_holds() -> bool:
    return summary(findings=check_all())[1] == []


def test_four_lists_become_books(books):
    outcome = take(books.company_id, LEDGER)
    assert (outcome.counts.read, outcome.counts.accepted) == (9, 9)
    assert outcome.counts.accepted_minor == {"CNY": 15_700}
    assert list(Customer.objects.order_by("code").values_list("code", "name", "terms_days")) == [
        ("1", "甲公司", 45),
        ("2", "乙公司", None),
    ]
    limits = limits_in_force(customer_ids=Customer.objects.values_list("pk", flat=True), on=date(2099, 1, 1))
    assert sorted((one.amount_minor or 0, one.source, one.currency) for one in limits.values()) == [
        (0, None, "CNY"),
        (2_000_000, "IMPORT", "CNY"),
    ]
    assert dict(Receivable.objects.values_list("invoice__number", "outstanding_minor")) == {
        "F001": 0,
        "F002": 3_500,
        "F003": 700,
    }
    money = Receipt.objects.get(received_on=date(2026, 2, 20))
    assert (money.allocated_minor, money.unapplied_minor, money.reference) == (11_500, 500, "货款 F001 等2笔")
    assert (money.first_moved_on, money.last_moved_on) == (date(2026, 2, 20), date(2026, 2, 20))
    assert Invoice.objects.get(number="F002").source_ref.endswith("#3")
    assert list(Posting.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 8))
    assert everything_holds()


def test_customers_may_come_with_a_class(books):
    Customer.objects.filter(pk=books.customer("甲公司", customer_class="WATCH")).update(code="1")
    rows = ["id,name,customer_class", "1,甲公司,KEY", "2,乙公司,KEY", "3,丙公司,A", "4,丁公司,"]
    outcome = take(books.company_id, {**LEDGER, CUSTOMERS: rows})
    assert dict(Customer.objects.values_list("name", "customer_class")) == {
        "甲公司": "WATCH",
        "乙公司": "KEY",
        "丙公司": "STANDARD",
        "丁公司": "STANDARD",
    }
    assert (outcome.counts.rejected, of_rows(outcome)) == ((), {"CLASS_UNKNOWN": 1})


def test_the_same_folder_again_changes_nothing(books):
    take(books.company_id, LEDGER)
    before = Posting.objects.count(), ImportBatch.objects.count()
    again = take(books.company_id, LEDGER)
    assert (again.counts.accepted, again.counts.duplicate, again.counts.rejected) == (0, 9, ())
    assert (Posting.objects.count(), ImportBatch.objects.count()) == before


def test_a_later_export_takes_only_what_is_new_even_where_new_money_pays_an_old_invoice(books):
    take(books.company_id, LEDGER)
    later = with_rows(
        invoices=["4,F004,2,2026-03-01,2026-03-31,CNY,900"],
        receipts=["3,2026-03-05,1,3500,货款 F002", "4,2026-03-06,2,900,"],
        allocations=["3,2,3500", "4,4,900", "1,2,1500"],
    )
    outcome = take(books.company_id, later)
    assert (outcome.counts.accepted, outcome.counts.duplicate) == (5, 9)
    assert refusals(outcome) == [(ALLOCATIONS, 6, "invoice_id", "REPEATED_ID")]
    assert dict(Receivable.objects.values_list("invoice__number", "outstanding_minor")) == {
        "F001": 0,
        "F002": 0,
        "F003": 700,
        "F004": 0,
    }
    assert everything_holds()


def test_old_money_used_for_a_new_invoice(books):
    take(books.company_id, LEDGER)
    later = with_rows(invoices=["4,F004,1,2026-03-01,,CNY,500"], allocations=["1,4,500"])
    outcome = take(books.company_id, later)
    assert (outcome.counts.accepted, refusals(outcome)) == (2, [])
    assert Receipt.objects.get(received_on=date(2026, 2, 20)).unapplied_minor == 0
    assert everything_holds()


def test_equal_receipts_stay_as_many_as_there_are(books):
    twice = with_rows(receipts=["3,2026-02-21,2,1,", "4,2026-02-21,2,1,"])
    take(books.company_id, twice)
    assert Receipt.objects.filter(amount_minor=1).count() == 3
    outcome = take(
        books.company_id, with_rows(receipts=["3,2026-02-21,2,1,", "4,2026-02-21,2,1,", "5,2026-02-21,2,1,"])
    )
    assert (outcome.counts.accepted, Receipt.objects.filter(amount_minor=1).count()) == (1, 4)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"customers": ["1,丙公司,,"]}, (CUSTOMERS, 4, "id", "REPEATED_ID")),
        ({"customers": ["3,,,"]}, (CUSTOMERS, 4, "name", "BLANK")),
        ({"customers": ["3,丙公司,-1,"]}, (CUSTOMERS, 4, "credit_limit_minor", "OUT_OF_RANGE")),
        ({"invoices": ["4,F004,9,2026-03-01,,CNY,900"]}, (INVOICES, 5, "customer_id", "UNKNOWN_REFERENCE")),
        ({"invoices": ["4,F004,1,2026-02-30,,CNY,900"]}, (INVOICES, 5, "issue_date", "NO_SUCH_DAY")),
        ({"invoices": ["4,F004,1,2026-03-01,,CNY,9.50"]}, (INVOICES, 5, "amount_minor", "NEEDS_ROUNDING")),
        ({"invoices": ["1,F004,1,2026-03-01,,CNY,900"]}, (INVOICES, 5, "id", "REPEATED_ID")),
        ({"invoices": ["4,F001,1,2026-03-01,,CNY,900"]}, (INVOICES, 5, "number", "NUMBER_TAKEN_WITH_OTHER_CONTENT")),
        ({"receipts": ["3,2026-03-01,9,5,x"]}, (RECEIPTS, 4, "customer_id", "UNKNOWN_REFERENCE")),
        ({"receipts": ["3,2096-03-01,1,5,x"]}, (RECEIPTS, 4, "date", "TOO_FAR_AHEAD")),
        ({"invoices": ["4,F004,1,2096-03-01,,CNY,900"]}, (INVOICES, 5, "issue_date", "TOO_FAR_AHEAD")),
        ({"receipts": ["3,2026-03-01,1,0,x"]}, (RECEIPTS, 4, "amount_minor", "ZERO_AMOUNT")),
        ({"receipts": ["3,2026-03-01,1,-5,x"]}, (RECEIPTS, 4, "amount_minor", "NEGATIVE_AMOUNT")),
        ({"receipts": ["3,2026-03-01,1,10000000000001,x"]}, (RECEIPTS, 4, "amount_minor", "OUT_OF_RANGE")),
        ({"allocations": ["9,1,5"]}, (ALLOCATIONS, 4, "receipt_id", "UNKNOWN_REFERENCE")),
        ({"allocations": ["1,9,5"]}, (ALLOCATIONS, 4, "invoice_id", "UNKNOWN_REFERENCE")),
        ({"allocations": ["2,1,1"]}, (ALLOCATIONS, 4, "receipt_id", "THIRD_PARTY_UNAUTHORISED")),
        ({"allocations": ["2,3,2"]}, (ALLOCATIONS, 4, "amount_minor", "MORE_THAN_RECEIVED")),
        ({"allocations": ["1,2"]}, (ALLOCATIONS, 4, "", "SHIFTED_ROW")),
    ],
)
def test_a_row_that_contradicts_is_refused_by_name_and_the_others_are_taken(books, more, refusal):
    outcome = take(books.company_id, with_rows(**more))
    assert refusals(outcome) == [refusal]
    assert (outcome.counts.accepted, outcome.counts.read) == (9, 10)
    assert everything_holds()


def test_more_than_the_invoice_is_not_used_for_it(books):
    more = with_rows(receipts=["3,2026-03-01,1,4000,x"], allocations=["3,2,3501"])
    outcome = take(books.company_id, more)
    assert refusals(outcome) == [(ALLOCATIONS, 4, "amount_minor", "MORE_THAN_INVOICED")]
    assert everything_holds()


def test_currencies_never_mix(books):
    more = with_rows(invoices=["4,F004,1,2026-03-01,,USD,900"], allocations=["1,4,500"])
    assert refusals(take(books.company_id, more)) == [(ALLOCATIONS, 4, "receipt_id", "CURRENCIES_DIFFER")]


def test_a_number_that_belongs_to_somebody_else_takes_none_of_his_rows(books):
    books.customer("别家公司", note="his number is C-别家公司")
    Customer.objects.filter(name="别家公司").update(code="2")
    outcome = take(books.company_id, LEDGER)
    assert refusals(outcome) == [
        (CUSTOMERS, 3, "id", "NUMBER_TAKEN_WITH_OTHER_CONTENT"),
        (INVOICES, 4, "customer_id", "UNKNOWN_REFERENCE"),
        (RECEIPTS, 3, "customer_id", "UNKNOWN_REFERENCE"),
    ]
    assert not Invoice.objects.filter(customer__code="2").exists()


def test_another_amount_of_a_known_allocation_is_refused(books):
    take(books.company_id, LEDGER)
    changed = {**LEDGER, ALLOCATIONS: ["receipt_id,invoice_id,amount_minor", "1,1,10000", "1,2,1400"]}
    outcome = take(books.company_id, changed)
    assert refusals(outcome) == [(ALLOCATIONS, 3, "amount_minor", "NUMBER_TAKEN_WITH_OTHER_CONTENT")]


def test_a_list_without_its_columns_is_refused_whole(books):
    broken = {**LEDGER, RECEIPTS: ["id,date,customer,amount", "1,2026-02-20,1,12000"]}
    with pytest.raises(Refused, match="COLUMNS_MISSING_IN") as refusal:
        take(books.company_id, broken)
    assert refusal.value.parameters["fields"] == "customer_id, amount_minor, reference"
    assert not Customer.objects.exists()


@pytest.mark.parametrize("empty", [(RECEIPTS, ALLOCATIONS), (INVOICES, RECEIPTS, ALLOCATIONS), FILES])
def test_a_list_may_have_nothing_but_its_header(books, empty):
    lists = {name: lines[:1] if name in empty else lines for name, lines in LEDGER.items()}
    counts = take(books.company_id, lists).counts
    rows = sum(len(lines) - 1 for lines in lists.values())
    assert (counts.read, counts.accepted, counts.rejected) == (rows, rows, ())
    assert Invoice.objects.count() == len(lists[INVOICES]) - 1
    assert everything_holds()


def test_a_preview_counts_the_same_and_writes_nothing(books):
    counts = preview_ledger(order=order(books.company_id, LEDGER), today=TODAY)
    assert (counts.accepted, counts.duplicate, counts.rejected) == (9, 0, ())
    assert not Customer.objects.exists()


def test_an_invoice_that_was_taken_back_and_entered_again_is_the_live_one_for_allocations(books):
    unpaid = {**LEDGER, ALLOCATIONS: LEDGER[ALLOCATIONS][:1]}
    take(books.company_id, unpaid)
    first = Invoice.objects.get(number="F001")
    posting = Posting.objects.get(kind="INVOICE", document_id=first.pk)
    reverse_posting(actor=SYSTEM, now=NOW, key="cancel", posting_id=posting.pk, effective_date=TODAY, reason="MISTAKE")
    again = take(books.company_id, unpaid)
    assert (again.counts.accepted, again.counts.duplicate, again.counts.warnings) == (0, 7, {"KNOWN_CANCELLED": 1})
    (second,) = books.invoice(first.customer_id, "F001", 10_000)
    paid = take(books.company_id, LEDGER)
    assert (paid.counts.accepted, paid.counts.rejected, paid.counts.warnings) == (2, (), {})
    second.refresh_from_db()
    assert (second.due_date, second.outstanding_minor) == (date(2026, 2, 9), 0)
    assert everything_holds()
