"""Lists of orders, deliveries and acceptances: every row in one class, a paper whole or not at all, the same file once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from huikuan.deliveries.models import Acceptance, Note, Order
from huikuan.documents.files import write_file
from huikuan.imports.models import ImportBatch
from huikuan.imports.operations.customer_lists import PartyOrder
from huikuan.imports.operations.goods_lists import import_goods, preview_goods
from huikuan.imports.rules import ImportKind
from huikuan.imports.tables import table_of_rows
from huikuan.jobs.checks import check_all
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from tests.books import Books, new_books
from tests.credit.desk import set_limit
from tests.deliveries.delivering import TODAY

pytestmark = pytest.mark.django_db

ORDERS = ("客户名称", "订单号", "下单日期", "品名", "规格", "数量", "单价")
DELIVERIES = ("delivery no", "delivery date", "order no", "item name", "qty", "signed on", "signed by")
ACCEPTANCES = ("送货单号", "验收日期", "品名", "合格数量", "拒收数量", "拒收原因", "验收人")
TWO = [
    ("乙公司", "DD-1", "2026-01-08", "水泵", "DN50", "10", "1,000"),
    ("乙公司", "DD-1", "2026-01-08", "电机", "1.3kW", "2", "2,500.5"),
]


@pytest.fixture
def books() -> Books:
    """A company with a customer who has a limit."""
    found = new_books()
    set_limit(found.customer("乙公司"), 10**12)
    return found


def order_of(books: Books, kind: ImportKind, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> PartyOrder:
    table = table_of_rows(
        file_name="list.csv",
        sha256=write_file(content=f"{kind}{rows}".encode()),
        header=header,
        rows=rows,
        lines=range(2, len(rows) + 2),
    )
    return PartyOrder(kind, books.company_id, "CNY", table)


def taken(books: Books, kind: ImportKind, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]):
    order = order_of(books, kind, header, rows)
    looked = preview_goods(order=order, now=books.now, today=TODAY).counts
    done = import_goods(actor=SYSTEM, now=books.now, today=TODAY, key=books.key(), order=order).counts
    assert (looked.accepted, looked.duplicate, looked.rejected) == (done.accepted, done.duplicate, done.rejected)
    assert done.read == len(rows)
    return done


def told(counts):
    return [(row.line, row.column, row.value, row.code) for row in counts.rejected]


def test_from_the_order_to_the_acceptance(books: Books) -> None:
    counts = taken(books, ImportKind.ORDERS, ORDERS, TWO)
    assert (counts.accepted, counts.duplicate, told(counts)) == (2, 0, [])
    assert list(Order.objects.values_list("number", "amount_minor")) == [("DD-1", 15_001_00)]
    rows = [
        ("SH-1", "2026-02-09", "DD-1", "水泵", "10", "2026-02-10", "李明"),
        ("SH-1", "2026-02-09", "DD-1", "电机", "1", "2026-02-10", "李明"),
        ("SH-2", "2026-02-11", "DD-1", "电机", "1", "", ""),
    ]
    assert taken(books, ImportKind.DELIVERIES, DELIVERIES, rows).accepted == 3
    assert list(Note.objects.order_by("pk").values_list("number", "state", "amount_minor")) == [
        ("SH-1", "SIGNED", 12_500_50),
        ("SH-2", "UNSIGNED", 2_500_50),
    ]
    rows = [
        ("SH-1", "2026-02-12", "水泵", "9", "1", "泵壳裂纹", "王工"),
        ("SH-1", "2026-02-12", "电机", "1", "", "", "王工"),
        ("SH-2", "2026-02-12", "电机", "1", "", "", "王工"),
    ]
    counts = taken(books, ImportKind.ACCEPTANCES, ACCEPTANCES, rows)
    assert (counts.accepted, told(counts)) == (2, [(4, "送货单号", "SH-2", "ACCEPTED_UNSIGNED")])
    assert Acceptance.objects.get().signed_on == date(2026, 2, 12)
    assert Note.objects.get(number="SH-1").rejected_minor == 1_000_00
    assert [broken for found in check_all() for broken in found.broken] == []


def test_the_same_rows_again_are_duplicates_and_other_content_is_refused(books: Books) -> None:
    taken(books, ImportKind.ORDERS, ORDERS, TWO)
    again = taken(books, ImportKind.ORDERS, ORDERS, TWO)
    assert (again.accepted, again.duplicate) == (0, 2)
    assert ImportBatch.objects.count() == 1
    changed = [TWO[0], (*TWO[1][:5], "3", TWO[1][6])]
    counts = taken(books, ImportKind.ORDERS, ORDERS, changed)
    assert told(counts) == [
        (2, "订单号", "DD-1", "NUMBER_TAKEN_WITH_OTHER_CONTENT"),
        (3, "订单号", "DD-1", "NUMBER_TAKEN_WITH_OTHER_CONTENT"),
    ]


def test_each_bad_row_says_where_and_why(books: Books) -> None:
    rows = [
        ("乙公司", "DD-1", "2026-01-08", "水泵", "", "many", "1"),
        ("乙公司", "DD-1", "2026-01-08", "电机", "", "2", "1"),
        ("谁也不是", "DD-2", "2026-01-08", "水泵", "", "1", "1"),
        ("乙公司", "DD-3", "2026-02-30", "水泵", "", "1", "1"),
        ("乙公司", "DD-4", "2026-01-08", "水泵", "", "1", "1"),
        ("乙公司", "DD-4", "2026-01-09", "电机", "", "1", "1"),
        ("乙公司", "DD-5", "2026-01-08", "水泵", "", "1", ""),
        ("乙公司", "DD-6", "2026-01-08", "水泵", "", "1", "1"),
    ]
    counts = taken(books, ImportKind.ORDERS, ORDERS, rows)
    assert told(counts) == [
        (2, "数量", "many", "UNREADABLE"),
        (3, "订单号", "DD-1", "PAPER_INCOMPLETE"),
        (4, "客户名称", "谁也不是", "CUSTOMER_UNKNOWN"),
        (5, "下单日期", "2026-02-30", "NO_SUCH_DAY"),
        (6, "订单号", "DD-4", "PAPER_DIFFERS"),
        (7, "订单号", "DD-4", "PAPER_DIFFERS"),
        (8, "订单号", "DD-5", "DELIVERY_LINE_PRICE"),
    ]
    assert counts.accepted == 1


def test_a_preview_leaves_nothing(books: Books) -> None:
    preview_goods(order=order_of(books, ImportKind.ORDERS, ORDERS, TWO), now=books.now, today=TODAY)
    assert Order.objects.count() == ImportBatch.objects.count() == 0


def test_columns_that_are_missing_are_named(books: Books) -> None:
    with pytest.raises(Refused, match="COLUMNS_MISSING"):
        preview_goods(order=order_of(books, ImportKind.ORDERS, ("订单号",), [("1",)]), now=books.now, today=TODAY)


def test_an_acceptance_of_an_unknown_delivery_names_the_delivery_not_the_certificate(books: Books) -> None:
    header = ("验收单号", *ACCEPTANCES)
    counts = taken(books, ImportKind.ACCEPTANCES, header, [("YS-1", "SH-9", "2026-02-12", "水泵", "9", "", "", "王工")])
    assert told(counts) == [(2, "送货单号", "SH-9", "UNKNOWN_REFERENCE")]
