"""Lists of customers and people into the books: entirely or not at all, the same again changes nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.accounts.models import User
from huikuan.customers.models import Contact, ContactChange, Customer, CustomerChange, CustomerFile, CustomerName
from huikuan.imports.models import ImportBatch, RejectedRow
from huikuan.imports.operations.customer_lists import PartyOrder, import_parties, preview_parties
from huikuan.imports.rules import Counts, ImportKind
from huikuan.imports.tables import table_of_rows
from huikuan.kernel.actor import SYSTEM
from tests.books import Books, new_books

pytestmark = pytest.mark.django_db
CUSTOMERS, PEOPLE = ImportKind.CUSTOMERS, ImportKind.PEOPLE
HEADER = ["客户编号", "客户名称", "税号", "地区", "账期", "业务员", "上级客户编号", "联系人", "手机", "邮箱"]


@pytest.fixture
def books() -> Books:
    return new_books()


def order(books: Books, kind: ImportKind, header: list[str], rows: list[list[str]], **more: object) -> PartyOrder:
    lines = range(2, 2 + len(rows))
    sha256 = f"{hash((tuple(header), tuple(map(tuple, rows)))) & (2**64 - 1):064x}"
    table = table_of_rows(file_name="名单.csv", sha256=sha256, header=header, rows=rows, lines=lines)
    return PartyOrder(kind, books.company_id, "CNY", table, **more)  # type: ignore[arg-type]


def taken(books: Books, kind: ImportKind, header: list[str], rows: list[list[str]], **more: object) -> Counts:
    wanted = order(books, kind, header, rows, **more)
    return import_parties(actor=SYSTEM, now=books.now, key=books.key(), order=wanted).counts


ROWS = [
    ["K1", "甲集团有限公司", "91110000600037341L", "华北", "60", "li", "", "王经理", "13900000001", "wang@example.com"],
    ["K2", "甲东有限公司", "", "华东", "", "nobody", "K1", "", "", ""],
    ["K3", "丙公司", "911100006000373410", "", "", "", "", "", "", ""],
    ["K4", "丁公司", "", "", "", "", "K9", "", "", ""],
]


def test_every_row_is_taken_or_refused_and_the_same_file_again_changes_nothing(books):
    seller = User.objects.create(username="li", name="李雷")
    first = taken(books, CUSTOMERS, HEADER, ROWS)
    assert (first.read, first.accepted, first.duplicate) == (4, 2, 0)
    assert [(one.line, one.column, one.value, one.code) for one in first.rejected] == [
        (4, "税号", "911100006000373410", "WRONG_CHECK_CHARACTER"),
        (5, "上级客户编号", "K9", "GROUP_UNKNOWN"),
    ]
    assert first.warnings == {"SALESPERSON_UNKNOWN": 1}
    top, below = Customer.objects.order_by("code")
    assert (top.name, top.tax_code, top.region, top.terms_days, top.salesperson_id) == (
        "甲集团有限公司",
        "91110000600037341L",
        "华北",
        60,
        seller.pk,
    )
    assert CustomerFile.objects.get(customer=below).parent_id == top.pk
    contact = Contact.objects.get()
    assert (contact.name, contact.phone, contact.email, contact.gets_reminders) == (
        "王经理",
        "13900000001",
        "wang@example.com",
        True,
    )
    rejected = RejectedRow.objects.count()
    again = taken(books, CUSTOMERS, HEADER, ROWS)
    assert (again.read, again.accepted, again.duplicate, len(again.rejected)) == (4, 0, 2, 2)
    assert (ImportBatch.objects.count(), RejectedRow.objects.count()) == (1, rejected)


def test_a_known_customer_is_changed_only_where_the_list_may(books):
    header = ["客户编号", "客户名称", "地区", "账期"]
    taken(books, CUSTOMERS, header, [["K1", "甲公司", "华北", "30"]])
    newer = [["K1", "甲新公司", "", "60"]]
    refused = taken(books, CUSTOMERS, header, newer).rejected
    assert [(one.column, one.value, one.code) for one in refused] == [
        ("客户名称", "甲新公司", "KNOWN_WITH_OTHER_CONTENT")
    ]
    assert taken(books, CUSTOMERS, header, newer, may_change=True).accepted == 1
    customer = Customer.objects.get()
    assert (customer.name, customer.region, customer.terms_days) == ("甲新公司", "华北", 60)
    history = CustomerChange.objects.order_by("field").values_list("field", "before", "after")
    assert list(history) == [("name", "甲公司", "甲新公司"), ("terms_days", 30, 60)]
    assert CustomerName.objects.get().name == "甲公司"
    assert "jiaxin" in customer.name_pinyin


def test_a_circle_through_the_books_is_refused(books):
    header = ["客户编号", "客户名称", "上级客户编号"]
    taken(books, CUSTOMERS, header, [["A", "甲", ""], ["B", "乙", "A"]])
    counts = taken(books, CUSTOMERS, header, [["A", "甲", "B"]], may_change=True)
    assert [one.code for one in counts.rejected] == ["GROUP_CYCLE"]
    assert not CustomerFile.objects.filter(customer__code="A", parent__isnull=False).exists()


PEOPLE_HEADER = ["客户编号", "客户名称", "姓名", "角色", "手机", "微信", "接收提醒", "个人信息依据"]


def test_people_are_taken_in_with_their_parts_and_how_they_are_reached(books):
    first, second = books.customer("甲公司"), books.customer("乙公司")
    rows = [
        ["C-甲公司", "", "王经理", "决策人、付款人", "13900000001", "wang", "是", "同意"],
        ["", "乙公司", "李会计", "财务", "", "", "", ""],
        ["", "丙公司", "赵六", "", "", "", "", ""],
        ["C-甲公司", "", "王 经理", "决策人、付款人", "13900000001", "", "", ""],
    ]
    counts = taken(books, PEOPLE, PEOPLE_HEADER, rows)
    assert (counts.read, counts.accepted, counts.duplicate) == (4, 2, 1)
    assert [(one.line, one.value, one.code) for one in counts.rejected] == [(4, "丙公司", "CUSTOMER_UNKNOWN")]
    wang = Contact.objects.get(customer_id=first)
    assert sorted(wang.roles.values_list("role", flat=True)) == ["DECISION_MAKER", "PAYER"]
    assert (wang.file.mobile, wang.file.wechat, wang.gets_reminders, wang.legal_basis) == (
        "13900000001",
        "wang",
        True,
        "CONSENT",
    )
    assert wang.file.basis_on == books.now.date()
    assert Contact.objects.get(customer_id=second).name == "李会计"
    changed = [["C-甲公司", "", "王经理", "付款人", "13900000009", "", "", ""]]
    assert [one.column for one in taken(books, PEOPLE, PEOPLE_HEADER, changed).rejected] == ["角色"]
    assert taken(books, PEOPLE, PEOPLE_HEADER, changed, may_change=True).accepted == 1
    wang.refresh_from_db()
    assert [wang.file.mobile, *wang.roles.values_list("role", flat=True)] == ["13900000009", "PAYER"]
    assert sorted(ContactChange.objects.values_list("field", flat=True)) == ["mobile", "roles"]


def test_a_preview_writes_nothing_and_says_the_same(books):
    shown = preview_parties(order=order(books, CUSTOMERS, HEADER, ROWS))
    assert not Customer.objects.exists()
    assert shown.columns["customer_number"] == "客户编号"
    assert shown.counts == taken(books, CUSTOMERS, HEADER, ROWS)


def test_queries_do_not_grow_with_the_rows(books):
    def cost(count: int, start: int) -> int:
        rows = [[f"K{start + n}", f"公司{start + n}", "", "", "", "", "", "人", "1", ""] for n in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as caught:
            taken(books, CUSTOMERS, HEADER, rows)
        return len(caught)

    cost(1, 900)  # the first one makes the series of imports
    assert cost(5, 0) == cost(50, 1_000)
