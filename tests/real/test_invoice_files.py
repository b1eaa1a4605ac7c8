"""Other people's ledgers into the books: every row accounted for, and the totals are the file's own sums.

The sums are reckoned here from the file with the csv module and exact fractions, by nothing of the product.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from django.db import connection

from huikuan.imports.operations.carrying_out import ImportOutcome
from huikuan.imports.operations.ledgers import import_ledger
from huikuan.imports.operations.lists import import_file
from huikuan.imports.rules import ImportKind, Options
from huikuan.jobs.checks import check_all, summary
from huikuan.jobs.import_files import FileOrder, ledger_order_of, order_of
from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.models import Receipt
from huikuan.receivables.models import Invoice, Receivable
from tests.books import Books, new_books
from tests.imports.lists import NOW, TODAY
from tests.real.shared_data import DATA, sample

pytestmark = [pytest.mark.real, pytest.mark.django_db]
IBM = "ibm_accounts_receivable.csv"
GAPS = "ibm_accounts_receivable_with_gaps.csv"
OPEN = "wholesale_open_items_9681.csv"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, settings) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def books() -> Books:
    return new_books()


def take(books: Books, name: str, kind: ImportKind, **said: object) -> ImportOutcome:
    path = sample("invoices", name)
    order = order_of(file=FileOrder(kind, books.company_id, path, name, Options(**said)))  # type: ignore[arg-type]
    outcome = import_file(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), order=order)
    count_anew()
    return outcome


def count_anew() -> None:
    """The tests before left tables of which PostgreSQL believes that they are empty: it would walk through them again and again."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def own_rows(name: str) -> list[dict[str, str]]:
    with sample("invoices", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cents(text: str) -> Fraction:
    return Fraction(text) * 100


def everything_holds() -> bool:
    return summary(findings=check_all())[1] == []


@pytest.mark.parametrize("name", [IBM, GAPS])
def test_the_ibm_ledger_is_taken_wholly_and_paid_on_its_settled_days(books, name):
    rows = own_rows(name)
    outcome = take(books, name, ImportKind.INVOICES, currency="USD")
    total = sum(cents(row["InvoiceAmount"]) for row in rows)
    assert (outcome.counts.read, outcome.counts.accepted, outcome.counts.rejected) == (len(rows), len(rows), ())
    assert outcome.counts.accepted_minor == {"USD": total}
    assert Receivable.objects.filter(outstanding_minor__gt=0).count() == 0
    by_day = Counter(datetime.strptime(row["SettledDate"], "%m/%d/%Y").date() for row in rows)
    assert Counter(Receipt.objects.values_list("received_on", flat=True)) == by_day
    issued = {row["invoiceNumber"]: datetime.strptime(row["InvoiceDate"], "%m/%d/%Y").date() for row in rows}
    assert dict(Invoice.objects.values_list("number", "issue_date")) == issued
    assert everything_holds()
    again = take(books, name, ImportKind.INVOICES, currency="USD")
    assert (again.counts.accepted, again.counts.duplicate) == (0, len(rows))


def content(row: dict[str, str]) -> tuple[object, ...]:
    """What makes two rows the same invoice."""
    return (
        row["customerID"],
        row["invoiceNumber"],
        row["InvoiceDate"],
        row["DueDate"],
        cents(row["InvoiceAmount"]),
    )


def test_the_ledger_with_gaps_overlaps_the_one_without(books):
    take(books, IBM, ImportKind.INVOICES, currency="USD")
    known = set(map(content, own_rows(IBM)))
    rows = own_rows(GAPS)
    outcome = take(books, GAPS, ImportKind.INVOICES, currency="USD")
    blank = [row for row in rows if not row["PaperlessDate"] or not row["PaperlessBill"]]
    assert len(blank) == 120, "blanks that do not matter to us"
    assert outcome.counts.accepted + outcome.counts.duplicate + len(outcome.counts.rejected) == len(rows) == 2_586
    assert outcome.counts.duplicate == sum(content(row) in known for row in rows)
    assert not outcome.counts.rejected
    assert Invoice.objects.count() == 2_466 + outcome.counts.accepted
    assert everything_holds()


def noise(text: str) -> bool:
    """What binary fractions left of a whole cent."""
    value = cents(text)
    return value.denominator != 1 and abs(value - round(value)) < Fraction(1, 10**6)


def test_the_wholesalers_open_items(books):
    rows = own_rows(OPEN)
    outcome = take(books, OPEN, ImportKind.RECEIVABLES)
    amounts = [row["converted_usd"] for row in rows]
    exact = [text for text in amounts if cents(text).denominator == 1]
    noisy = [text for text in amounts if noise(text)]
    refused = [text for text in amounts if cents(text).denominator != 1 and not noise(text)]
    assert len(exact) + len(noisy) + len(refused) == len(rows) == 9_681
    assert (outcome.counts.accepted, outcome.counts.duplicate) == (len(exact) + len(noisy), 0)
    assert [row.value for row in outcome.counts.rejected] == refused
    assert {row.code for row in outcome.counts.rejected} == {"NEEDS_ROUNDING"}
    assert [row.line for row in outcome.counts.rejected] == [
        line for line, text in enumerate(amounts, 2) if text in set(refused)
    ]
    assert outcome.counts.warnings["FLOAT_NOISE"] == len(noisy)
    assert outcome.counts.accepted_minor == {
        "USD": sum(cents(text) for text in exact) + sum(round(cents(t)) for t in noisy)
    }
    numbers = {row["doc_id"].removesuffix(".0") for row in rows if row["converted_usd"] not in set(refused)}
    assert set(Invoice.objects.values_list("number", flat=True)) == numbers
    assert everything_holds()


def test_taken_and_refused_open_items_make_the_files_own_sum(books):
    rows = own_rows(OPEN)
    counts = take(books, OPEN, ImportKind.RECEIVABLES).counts
    assert counts.read == counts.accepted + len(counts.rejected) == len(rows)
    assert len(counts.rejected) == 576
    refused = sum(cents(row.value) for row in counts.rejected)
    whole = sum(cents(row["converted_usd"]) for row in rows)
    left_by_noise = sum(
        cents(row["converted_usd"]) - round(cents(row["converted_usd"])) for row in rows if noise(row["converted_usd"])
    )
    assert counts.accepted_minor["USD"] + refused + left_by_noise == whole
    assert abs(Fraction(left_by_noise)) < Fraction(1, 10**6), "far less than a cent in the whole file"
    assert sum(Receivable.objects.values_list("outstanding_minor", flat=True)) == counts.accepted_minor["USD"]


def test_rounding_on_request_takes_the_rest_and_counts_it(books):
    rows = own_rows(OPEN)
    outcome = take(books, OPEN, ImportKind.RECEIVABLES, round_amounts=True)
    assert (outcome.counts.accepted, outcome.counts.rejected) == (len(rows), ())
    rounded = sum(int(cents(row["converted_usd"]) + Fraction(1, 2)) for row in rows)
    assert outcome.counts.accepted_minor == {"USD": rounded}
    assert outcome.counts.warnings["ROUNDED"] == 576
    assert outcome.counts.warnings["FLOAT_NOISE"] == 55


def test_a_generated_ledger_ties_to_its_own_files(books, tmp_path):
    generator = DATA.parent / "bench" / "gen.py"
    if not generator.exists():
        sample("..", "bench", "gen.py")
    command = [
        sys.executable,
        generator,
        "--customers",
        "40",
        "--invoices",
        "1500",
        "--seed",
        "3",
        "--out",
        tmp_path / "g",
    ]
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
    lists = {}
    for name in ("customers", "invoices", "receipts", "allocations"):
        with (tmp_path / "g" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            lists[name] = list(csv.DictReader(file))
    order = ledger_order_of(company_id=books.company_id, folder=tmp_path / "g", currency=None)
    outcome = import_ledger(actor=SYSTEM, now=NOW, today=TODAY, key="g", order=order)
    count_anew()
    assert outcome.counts.accepted == outcome.counts.read == sum(map(len, lists.values()))
    sums = {
        name: sum(int(row["amount_minor"]) for row in lists[name]) for name in ("invoices", "receipts", "allocations")
    }
    assert outcome.counts.accepted_minor == {"CNY": sums["invoices"]}
    assert sum(Receivable.objects.values_list("outstanding_minor", flat=True)) == sums["invoices"] - sums["allocations"]
    assert sum(Receipt.objects.values_list("unapplied_minor", flat=True)) == sums["receipts"] - sums["allocations"]
    paid = Counter[str]()
    for row in lists["allocations"]:
        paid[row["invoice_id"]] += int(row["amount_minor"])
    stated = {row["number"]: int(row["amount_minor"]) - paid[row["id"]] for row in lists["invoices"]}
    assert dict(Receivable.objects.values_list("invoice__number", "outstanding_minor")) == stated
    assert dict(Invoice.objects.values_list("number", "issue_date")) == {
        row["number"]: date.fromisoformat(row["issue_date"]) for row in lists["invoices"]
    }
    assert everything_holds()
