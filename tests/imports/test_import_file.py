"""A list into the books: entirely or not at all, each row once, every row in one class (TRUST I1–I7, FEATURES D16)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from huikuan.accounts.models import Company
from huikuan.audit.models import Act
from huikuan.audit.operations import KeyReused
from huikuan.customers.models import Customer
from huikuan.imports.models import ImportBatch, RejectedRow
from huikuan.imports.operations.lists import preview_import
from huikuan.imports.queries import batch_row, batches, options_learned, rejected_rows
from huikuan.imports.rules import ImportKind, Options
from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.text_dates import DateOrder
from huikuan.ledger.models import Entry, Posting
from huikuan.receipts.models import AllocationReason, Receipt
from huikuan.receivables.invoice_fields import Field
from huikuan.receivables.models import Invoice, Receivable
from huikuan.receivables.operations import reverse_posting
from tests.books import Books, new_books
from tests.imports.lists import COLUMNS, HEADER, NOW, TODAY, of_rows, order, refusals, take

pytestmark = pytest.mark.django_db
ROWS = [
    ["F001", "甲公司", "2026-01-10", "2026-02-09", "1,234.50"],
    ["F002", "乙公司", "2026-01-11", "", "0.01"],
    ["F003", "甲公司", "2026-01-12", "2026-02-11", "100000000000"],
]


@pytest.fixture
def books() -> Books:
    return new_books()


def everything_holds() -> bool:
    return summary(findings=check_all())[1] == []


def rows_of_every_table() -> dict[str, int]:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        counts = {}
        for name in names:
            cursor.execute(f'SELECT COUNT(*) FROM "{name}"')
            counts[name] = cursor.fetchone()[0]
    return counts


def test_line_two_of_the_house_is_in_the_books_and_leads_back_to_the_file(books):
    outcome = take(books.company_id, ROWS)
    wanted = order(books.company_id, ROWS)
    assert (outcome.counts.read, outcome.counts.accepted, outcome.counts.duplicate) == (3, 3, 0)
    assert outcome.counts.accepted_minor == {"CNY": 123_450 + 1 + 10**13}
    invoice = Invoice.objects.get(number="F001")
    (item,) = invoice.receivables.all()
    assert invoice.source_ref == f"{wanted.table.sha256}#2"
    assert (item.due_date, item.outstanding_minor) == (date(2026, 2, 9), 123_450)
    posting = Posting.objects.get(document_id=invoice.pk)
    assert (posting.kind, posting.effective_date) == ("INVOICE", date(2026, 1, 10))
    assert sorted(posting.entries.values_list("account", "minor")) == [
        ("RECEIVABLE", 123_450),
        ("REVENUE_CLEARING", -123_450),
    ]
    assert Receivable.objects.get(invoice__number="F002").due_date is None  # no term is known: its own bucket (D4)
    assert everything_holds()


def test_the_same_file_again_changes_nothing_at_all(books):
    first = take(books.company_id, ROWS)
    before = rows_of_every_table()
    again = take(books.company_id, ROWS)
    assert rows_of_every_table() == before
    assert (again.counts.accepted, again.counts.duplicate, again.counts.rejected) == (0, 3, ())
    assert again.counts.duplicate_minor == first.counts.accepted_minor
    assert again.batch_id == first.batch_id


def test_the_same_key_answers_as_the_first_time_and_other_content_is_refused(books):
    first = take(books.company_id, ROWS, key="k")
    count = Act.objects.count()
    assert take(books.company_id, ROWS, key="k").counts.duplicate == 3  # known file: judged anew, nothing written
    other = [*ROWS, ["F004", "甲公司", "2026-01-12", "", "1"]]
    with pytest.raises(KeyReused):
        take(books.company_id, other, key="k")
    assert Act.objects.count() == count
    assert first.counts.accepted == 3


def test_overlapping_files_take_each_row_once(books):
    take(books.company_id, ROWS[:2])
    second = take(books.company_id, ROWS[1:])
    assert (second.counts.accepted, second.counts.duplicate) == (1, 1)
    assert Invoice.objects.count() == 3
    assert everything_holds()


def test_rows_repeated_in_one_file(books):
    changed = ["F001", "甲公司", "2026-01-10", "2026-02-09", "1,234.51"]
    outcome = take(books.company_id, [ROWS[0], ROWS[0], changed])
    assert (outcome.counts.accepted, outcome.counts.duplicate) == (1, 1)
    assert refusals(outcome) == [(4, "发票号", "NUMBER_TAKEN_WITH_OTHER_CONTENT")]


def cancel(number: str) -> None:
    posting = Posting.objects.get(document_id=Invoice.objects.get(number=number, cancelled_by=0).pk, reverses=None)
    key = f"cancel {posting.pk}"
    reverse_posting(actor=SYSTEM, now=NOW, key=key, posting_id=posting.pk, effective_date=TODAY, reason="MISTAKE")


def test_what_was_taken_back_is_never_brought_back_by_its_list_and_leaves_its_number_to_the_corrected_row(books):
    wrong, right, third = ([*ROWS[0][:4], amount] for amount in ("1,234.50", "1,234.05", "1,234.99"))
    take(books.company_id, [wrong])
    cancel("F001")
    again = take(books.company_id, [wrong])
    assert (again.counts.accepted, again.counts.duplicate) == (0, 1)
    assert again.counts.warnings == {"KNOWN_CANCELLED": 1}
    corrected = take(books.company_id, [right])
    assert (corrected.counts.accepted, of_rows(corrected)) == (1, {})
    for row, warnings in ((right, {}), (wrong, {"KNOWN_CANCELLED": 1})):
        repeated = take(books.company_id, [row, ROWS[1]])
        assert (repeated.counts.duplicate, of_rows(repeated)) == (1 + (row is wrong), warnings)
    assert refusals(take(books.company_id, [third])) == [(2, "发票号", "NUMBER_TAKEN_WITH_OTHER_CONTENT")]
    live = Invoice.objects.filter(cancelled_by=0).values_list("number", "amount_minor")
    assert sorted(live) == [("F001", 123_405), ("F002", 1)]
    assert everything_holds()


def test_the_number_of_an_invoice_of_the_wrong_customer_is_free_once_it_was_taken_back(books):
    take(books.company_id, [ROWS[0]])
    other = [ROWS[0][0], "乙公司", *ROWS[0][2:]]
    assert refusals(take(books.company_id, [other])) == [(2, "发票号", "NUMBER_TAKEN_WITH_OTHER_CONTENT")]
    cancel("F001")
    assert take(books.company_id, [other]).counts.accepted == 1
    assert (
        take(books.company_id, [other, ROWS[0]]).counts.duplicate == 1
    )  # within one file the first row has the number
    assert everything_holds()


@pytest.mark.parametrize(
    ("place", "text"),
    [(1, "丙公司"), (2, "2026-01-09"), (3, "2026-02-10"), (4, "1234.51")],
    ids=["customer", "issued", "due", "amount"],
)
def test_a_known_number_with_other_content_is_refused(books, place, text):
    take(books.company_id, ROWS)
    row = list(ROWS[0])
    row[place] = text
    before = rows_of_every_table()
    outcome = take(books.company_id, [row])
    assert refusals(outcome) == [(2, "发票号", "NUMBER_TAKEN_WITH_OTHER_CONTENT")]
    after = rows_of_every_table()
    written = {name for name in after if after[name] != before[name]}
    assert written == {"audit_act", "audit_actresult", "imports_importbatch", "imports_rejectedrow"}


def test_a_row_without_due_date_is_the_same_row_after_the_terms_changed(books):
    take(books.company_id, ROWS)
    Customer.objects.filter(name="乙公司").update(terms_days=60)
    assert take(books.company_id, ROWS[1:2]).counts.duplicate == 1


def test_a_missing_due_date_comes_from_the_rows_term_then_the_customers(books):
    books.customer("甲公司", terms_days=30)
    header, columns = (*HEADER, "账期"), {**COLUMNS, Field.TERMS: 5}
    rows = [
        ["F1", "甲公司", "2026-01-10", "", "1", ""],
        ["F2", "甲公司", "2026-01-10", "", "1", "60天"],
        ["F3", "新公司", "2026-01-10", "", "1", "NAA8"],
    ]
    outcome = take(books.company_id, rows, header=header, columns=columns)
    assert dict(Receivable.objects.values_list("invoice__number", "due_date")) == {
        "F1": date(2026, 2, 9),
        "F2": date(2026, 3, 11),
        "F3": None,
    }
    assert of_rows(outcome) == {"TERMS_UNREADABLE": 1}


@pytest.mark.parametrize("kind", [ImportKind.INVOICES, ImportKind.RECEIVABLES])
def test_a_new_customer_gets_the_class_all_his_rows_agree_on_a_known_one_keeps_his(books, kind):
    books.customer("甲公司", customer_class="WATCH")
    header, columns = (*HEADER, "客户分类"), {**COLUMNS, Field.CUSTOMER_CLASS: 5}
    stated = [
        ("甲公司", "重点客户"),  # a file changes nothing of a customer we know
        ("乙公司", "VIP"),
        ("乙公司", ""),
        ("丙公司", "重点客户"),
        ("丙公司", "关注"),
        ("丁公司", "A 类"),
        ("戊公司", ""),
    ]
    rows = [[f"F{line}", name, "2026-01-10", "", "1", word] for line, (name, word) in enumerate(stated)]
    outcome = take(books.company_id, rows, kind=kind, header=header, columns=columns)
    assert dict(Customer.objects.values_list("name", "customer_class")) == {
        "甲公司": "WATCH",
        "乙公司": "KEY",
        "丙公司": "STANDARD",
        "丁公司": "STANDARD",
        "戊公司": "STANDARD",
    }
    assert of_rows(outcome) == {"CLASS_UNKNOWN": 1}


def test_a_settled_invoice_is_paid_on_that_day_by_a_receipt_of_its_own(books):
    header, columns = (*HEADER, "结清日期"), {**COLUMNS, Field.SETTLED_DATE: 5}
    rows = [
        ["F1", "甲公司", "2026-01-10", "2026-02-09", "5.00", "2026-02-20"],
        ["F2", "甲公司", "2026-01-10", "2026-02-09", "7.00", "2026-01-02"],  # paid before it was issued
        ["F3", "甲公司", "2026-01-10", "2026-02-09", "9.00", ""],
    ]
    take(books.company_id, rows, header=header, columns=columns)
    assert dict(Receivable.objects.values_list("invoice__number", "outstanding_minor")) == {"F1": 0, "F2": 0, "F3": 900}
    receipts = {row.reference: row for row in Receipt.objects.all()}
    assert [(receipts[name].received_on, receipts[name].unapplied_minor) for name in ("F1", "F2")] == [
        (date(2026, 2, 20), 0),
        (date(2026, 1, 2), 0),
    ]
    allocated = Posting.objects.filter(kind="ALLOCATE").order_by("effective_date")
    assert [posting.effective_date for posting in allocated] == [date(2026, 1, 10), date(2026, 2, 20)]
    assert [reason.reasons for reason in AllocationReason.objects.all()] == [[{"code": "STATED_IN_FILE"}]] * 2
    assert everything_holds()
    again = take(books.company_id, rows, header=header, columns=columns)
    assert (again.counts.accepted, again.counts.duplicate) == (0, 3)


def test_an_invoice_known_as_open_that_a_file_calls_paid_is_refused_and_not_passed_over(books):
    header, columns = (*HEADER, "结清日期"), {**COLUMNS, Field.SETTLED_DATE: 5}
    take(books.company_id, [[*ROWS[0], ""]], header=header, columns=columns)
    outcome = take(books.company_id, [[*ROWS[0], "2026-02-20"]], header=header, columns=columns)
    assert refusals(outcome) == [(2, "结清日期", "SETTLED_SINCE")]


def test_customers_are_found_or_taken_in_once(books):
    known = books.customer("甲公司")
    take(books.company_id, ROWS)
    assert Customer.objects.get(name="甲公司").pk == known
    new = Customer.objects.get(name="乙公司")
    assert new.code == "AUTO-000001"
    take(books.company_id, [["F9", "乙公司", "2026-01-11", "", "1"], ["F10", "丁公司", "2026-01-11", "", "1"]])
    assert Customer.objects.count() == 3
    assert Customer.objects.get(name="丁公司").code == "AUTO-000002"


def test_a_customer_of_refused_rows_only_is_not_taken_in(books):
    take(books.company_id, ROWS)
    take(books.company_id, [["F001", "另一家公司", "2026-01-10", "2026-02-09", "1,234.50"]])
    assert not Customer.objects.filter(name="另一家公司").exists()


def test_two_customers_of_one_name_are_never_guessed_between(books):
    books.customer("甲公司")
    books.customer("甲 公司", note="the same name but for a blank")
    outcome = take(books.company_id, ROWS)
    assert refusals(outcome) == [(2, "客户", "CUSTOMER_AMBIGUOUS"), (4, "客户", "CUSTOMER_AMBIGUOUS")]
    assert outcome.counts.accepted == 1


def test_rows_in_a_closed_period_are_refused_by_name(books):
    Company.objects.filter(pk=books.company_id).update(closed_through=date(2026, 1, 10))
    outcome = take(books.company_id, ROWS)
    assert refusals(outcome) == [(2, "开票日期", "PERIOD_CLOSED")]
    assert outcome.counts.rejected[0].parameters == {"closed_through": "2026-01-10"}


def test_the_batch_keeps_what_was_read_refused_and_how(books):
    outcome = take(books.company_id, [*ROWS, ["F004", "", "2026-01-12", "", "1"]])
    row = batch_row(actor=SYSTEM, batch_id=outcome.batch_id)
    assert row is not None
    assert (row.number, row.kind, row.status, row.read, row.accepted, row.duplicate, row.rejected) == (
        1, "INVOICES", "APPLIED", 4, 3, 0, 1,
    )  # fmt: skip
    assert row.totals["accepted"] == {"CNY": 123_450 + 1 + 10**13}
    assert row.reading["columns"]["amount"] == "金额"
    assert [refused.code for refused in rejected_rows(batch_id=row.id)] == ["CUSTOMER_MISSING"]
    assert batches(actor=SYSTEM).rows == (row,)
    assert ImportBatch.objects.get().act.detail["sha256"] == row.sha256


def test_a_preview_counts_the_same_and_writes_nothing(books):
    take(books.company_id, ROWS[:1])
    before = rows_of_every_table()
    wanted = order(books.company_id, [*ROWS, ["F004", "", "2026-01-12", "", "1"]])
    preview = preview_import(order=wanted, today=TODAY)
    assert rows_of_every_table() == before
    assert (preview.counts.accepted, preview.counts.duplicate, len(preview.counts.rejected)) == (2, 1, 1)
    assert preview.new_customers == 1
    assert preview.reading.date_order is DateOrder.YMD


def test_what_the_user_said_of_a_layout_is_learned(books):
    take(books.company_id, [["F1", "甲公司", "3/4/2026", "", "1"]], options=Options(date_order=DateOrder.DMY))
    learned = options_learned(kind=ImportKind.INVOICES, header=HEADER)
    assert learned is not None
    assert (learned.date_order, learned.mapping["amount"]) == (DateOrder.DMY, "金额")
    assert options_learned(kind=ImportKind.RECEIVABLES, header=HEADER) is None


def test_one_import_of_many_rows_is_one_act_and_a_constant_number_of_queries(books, django_assert_max_num_queries):
    rows = [[f"F{i:04}", f"公司{i % 7}", "2026-01-10", "2026-02-09", f"{i}.00"] for i in range(1, 1_501)]
    with django_assert_max_num_queries(80):
        take(books.company_id, rows)
    assert Act.objects.filter(verb="import_invoices").count() == 1
    numbers = list(Posting.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 1_501))
    assert Entry.objects.count() == 3_000
    assert everything_holds()


OPEN = (*HEADER, "未收金额")
OPEN_COLUMNS = {**COLUMNS, Field.OPEN: 5}


def open_items(books, rows):
    return take(books.company_id, rows, kind=ImportKind.RECEIVABLES, header=OPEN, columns=OPEN_COLUMNS)


def test_open_items_are_booked_at_what_is_open_and_keep_their_face(books):
    rows = [
        ["F1", "甲公司", "2025-06-01", "2025-07-01", "100.00", "40.00"],
        ["F2", "甲公司", "2025-06-01", "2025-07-01", "100.00", "0"],
        ["F3", "甲公司", "2025-06-01", "2025-07-01", "100.00", "100.01"],
    ]
    outcome = open_items(books, rows)
    invoice = Invoice.objects.get()
    assert (invoice.kind, invoice.amount_minor, invoice.face_minor) == ("OPENING", 4_000, 10_000)
    assert outcome.counts.accepted_minor == {"CNY": 4_000}
    assert refusals(outcome) == [(3, "未收金额", "NOTHING_OPEN"), (4, "未收金额", "OPEN_ABOVE_AMOUNT")]
    assert sorted(Entry.objects.values_list("account", "minor")) == [("OPENING_BALANCE", -4_000), ("RECEIVABLE", 4_000)]
    assert everything_holds()


def test_a_credit_balance_becomes_money_that_waits_for_its_customer(books):
    rows = [["R1", "甲公司", "2025-06-01", "", "-100.00", "-40.00"]] * 2
    outcome = open_items(books, rows)
    assert (outcome.counts.accepted, outcome.counts.accepted_minor) == (2, {"CNY": -8_000})
    first, second = Receipt.objects.order_by("number")
    assert (first.amount_minor, first.unapplied_minor, first.method, first.reference) == (4_000, 4_000, "OTHER", "R1")
    assert second.source_ref.endswith("#3")
    assert set(Entry.objects.values_list("account", "minor")) == {("OPENING_BALANCE", 4_000), ("UNAPPLIED", -4_000)}
    assert everything_holds()
    again = open_items(books, [*rows, rows[0]])  # a list that overlaps holds one more of them
    assert (again.counts.accepted, again.counts.duplicate) == (1, 2)


def test_numbers_of_open_items_may_repeat_between_customers_but_not_within_one(books):
    rows = [
        ["期初", "甲公司", "2025-12-31", "", "1.00", "1.00"],
        ["期初", "乙公司", "2025-12-31", "", "2.00", "2.00"],
        ["期初", "乙公司", "2025-12-31", "", "3.00", "3.00"],
    ]
    outcome = open_items(books, rows)
    assert outcome.counts.accepted == 2
    assert refusals(outcome) == [(4, "发票号", "NUMBER_TAKEN_WITH_OTHER_CONTENT")]


def test_an_open_item_that_is_known_as_an_invoice_is_not_booked_twice(books):
    take(books.company_id, ROWS[:1])
    same = [*ROWS[0], "1,234.50"]
    less = [*ROWS[0], "1,000.00"]
    assert open_items(books, [same]).counts.duplicate == 1
    assert refusals(open_items(books, [less])) == [(2, "发票号", "NUMBER_TAKEN_WITH_OTHER_CONTENT")]


def test_nothing_is_written_if_the_import_fails_at_its_end(books, monkeypatch):
    before = rows_of_every_table()

    def fail(**_: object) -> int:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("huikuan.imports.operations.lists.save_batch", fail)
    with pytest.raises(RuntimeError):
        take(books.company_id, ROWS)
    assert rows_of_every_table() == before
    assert RejectedRow.objects.count() == 0
    assert NOW.tzinfo is not None
