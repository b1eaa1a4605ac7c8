"""The proof finds every kind of difference between mirror and ledger, and wrong cached days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from huikuan.kernel.actor import SYSTEM
from huikuan.ledger.models import Series
from huikuan.portfolio.checks import check_portfolio, verify_mirror
from huikuan.portfolio.engines import columns as c
from huikuan.portfolio.mirror.layout import CompanyFolder, Manifest, MirrorFile
from huikuan.portfolio.mirror.reading import company_folder
from huikuan.portfolio.queries import ageing
from huikuan.receipts.models import Receipt
from huikuan.receivables.models import Receivable
from tests.books import Books, new_books

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)


@pytest.fixture
def books() -> Books:
    made = new_books()
    buyer = made.customer("乙公司")
    (item,) = made.invoice(buyer, "F001", 1_000)
    made.allocate(made.receipt(600, buyer), (item, 400))
    ageing(actor=SYSTEM, as_of=DAY)
    return made


def tampered(books: Books, account: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    """Write one file of the mirror anew with other content, hash and size in order."""
    folder = company_folder(company_id=books.company_id)
    manifest = folder.manifest()
    assert manifest is not None
    files = tuple(_changed(folder, file, change) if file.account == account else file for file in manifest.files)
    folder.publish(manifest=Manifest(manifest.company_id, manifest.token, manifest.cursor, manifest.posting_id, files))


def _changed(folder: CompanyFolder, file: MirrorFile, change: Callable[[pl.DataFrame], pl.DataFrame]) -> MirrorFile:
    rows = change(pl.read_parquet(folder.path / file.path))
    return folder.add(file=file, write=rows.write_parquet)


def found() -> set[str]:
    return {one.what.split(" in CNY")[0] for one in verify_mirror()}


def test_a_true_mirror_has_no_mismatch(books: Books) -> None:
    assert verify_mirror() == ()
    findings = check_portfolio()
    assert [(one.invariant, one.checked, one.broken) for one in findings] == [("J7", 4, ()), ("J2", 2, ())]


def test_an_amount(books: Books) -> None:
    tampered(books, "UNAPPLIED", lambda rows: rows.with_columns(pl.col(c.MINOR) + 1))
    assert found() == {
        "account UNAPPLIED",
        "kind and day UNAPPLIED RECEIPT 2026-02-20",
        "kind and day UNAPPLIED ALLOCATE 2026-02-20",
    }
    (one, *_) = verify_mirror()
    assert (one.expected, one.found) == ("-200 minor units in 2 rows", "-198 minor units in 2 rows")


NOBODY = 9_876_543_210


@pytest.mark.parametrize(
    ("column", "value", "names"),
    [
        (c.CUSTOMER, NOBODY, {f"customer {NOBODY}", "customer 1"}),
        (c.DUE, date(2026, 2, 10), {"days of items 2026-01-10 2026-02-10", "days of items 2026-01-10 2026-02-09"}),
        (
            c.KIND,
            "OPENING",
            {f"kind and day RECEIVABLE {kind}" for kind in ("OPENING 2026-01-10", "INVOICE 2026-01-10")},
        ),
    ],
)
def test_a_column(books: Books, column: str, value: Any, names: set[str]) -> None:
    customer = Receivable.objects.get().customer_id
    first = pl.int_range(pl.len()) == 0
    everywhere = column != c.KIND
    change = pl.when(pl.lit(everywhere) | first).then(pl.lit(value)).otherwise(pl.col(column)).alias(column)
    tampered(books, "RECEIVABLE", lambda rows: rows.with_columns(change))
    assert found() == {f"customer {customer}" if name == "customer 1" else name for name in names}


def test_a_lost_row(books: Books) -> None:
    tampered(books, "RECEIVABLE", lambda rows: rows.head(1))
    assert "account RECEIVABLE" in found()
    assert ageing(actor=SYSTEM, as_of=DAY).ties is False


def test_altered_bytes_and_damaged_files_are_named(books: Books) -> None:
    folder = company_folder(company_id=books.company_id)
    path = next(folder.path.glob("CNY/RECEIVABLE-*"))
    content = bytearray(path.read_bytes())
    content[20] ^= 1
    path.write_bytes(content)
    (one,) = verify_mirror()
    assert (one.what, one.expected[:7]) == (f"file {folder.path.name}/CNY/{path.name}", "sha256 ")
    path.write_bytes(content[:-1])
    (one,) = verify_mirror()
    assert one.what == f"manifest of company {books.company_id}"
    assert check_portfolio()[0].broken[0].object == f"mirror: {one.what}"


def test_a_gap_in_the_numbers(books: Books) -> None:
    Series.objects.filter(code="POSTING").update(last_number=9)
    (one,) = verify_mirror()
    assert (one.what, one.expected) == ("posting numbers", "no gap")


def test_wrong_cached_days(books: Books) -> None:
    Receivable.objects.update(last_moved_on=date(2026, 2, 21))
    Receipt.objects.update(first_moved_on=date(2026, 2, 19))
    broken = check_portfolio()[1].broken
    assert [one.object.split(" ")[:3] for one in broken] == [["days", "of", "receivable"], ["days", "of", "receipt"]]
    assert [(one.expected, one.found) for one in broken] == [
        ("2026-02-20 … 2026-02-20", "2026-02-20 … 2026-02-21"),
        ("2026-02-20 … 2026-02-20", "2026-02-19 … 2026-02-20"),
    ]
