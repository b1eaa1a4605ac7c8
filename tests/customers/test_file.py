"""Other names, aliases, sizes, reports, groups, duplicates and history of the customer file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest

from huikuan.customers.file_queries import (
    FileRow,
    aliases_of,
    changed_fields,
    choices_of_parents,
    customer_id_with_code,
    file_of,
    find_duplicates,
    group_of,
    history_of,
    names_of,
    other_names_of,
)
from huikuan.customers.file_rules import BuyerType
from huikuan.customers.merging import merge_customers
from huikuan.customers.other_names import NameDraft, add_alias, add_name, remove_alias, remove_name
from huikuan.customers.queries import payers
from huikuan.customers.reports import ReportDraft, attach_report, open_report, reports_of
from huikuan.customers.size_rules import CompanySize, SizeFigures
from huikuan.customers.sizes import (
    SizeDraft,
    buyer_types_of,
    declare_own_size,
    declare_size,
    own_size,
    own_size_history,
    size_history,
    sizes_in_force,
)
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import NotPermitted, Refused
from tests.books import NOW, Books, new_books
from tests.customers.changing import change
from tests.people import People, new_people

pytestmark = pytest.mark.django_db
KEYS = count(1)
TODAY = NOW.date()
BIG = SizeDraft("OTHER", date(2025, 6, 1), SizeFigures(staff=300), "MEDIUM", "客户声明")


@pytest.fixture
def people() -> People:
    return new_people()


@pytest.fixture
def books(people: People) -> Books:
    return new_books()


@pytest.fixture
def buyer(books: Books, people: People) -> int:
    return books.customer("甲公司", salesperson_id=people.owner.user_id)


def key() -> str:
    return f"file-{next(KEYS)}"


def test_other_names_come_and_go_and_the_matcher_knows_them(people: People, buyer: int) -> None:
    draft = NameDraft("ENGLISH", " Jia Trading Ltd ", date(2020, 1, 1))
    done = add_name(actor=people.owner, now=NOW, key=key(), customer_id=buyer, name=draft)
    (row,) = other_names_of(customer_id=buyer)
    assert (row.kind, row.name, row.valid_from, row.valid_through) == (
        "ENGLISH",
        "Jia Trading Ltd",
        date(2020, 1, 1),
        None,
    )
    assert [row.aliases for row in payers()] == [("JIA TRADING LTD",)]
    with pytest.raises(Refused, match="NAME_KNOWN"):
        add_name(actor=SYSTEM, now=NOW, key=key(), customer_id=buyer, name=replace(draft, name="JIA TRADING LTD"))
    remove_name(actor=people.owner, now=NOW, key=key(), name_id=int(done["name_id"]))
    assert other_names_of(customer_id=buyer) == ()
    shown = history_of(actor=SYSTEM, customer_id=buyer, field="other_name").rows
    assert [(row.before, row.after) for row in shown] == [("Jia Trading Ltd", None), (None, "Jia Trading Ltd")]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (NameDraft("NICK", "甲"), "NAME_WRONG"),
        (NameDraft("BRAND", " "), "NAME_WRONG"),
        (NameDraft("BRAND", "甲" * 201), "NAME_WRONG"),
        (NameDraft("BRAND", "甲", date(2026, 1, 2), date(2026, 1, 1)), "NAME_DAYS_WRONG"),
    ],
)
def test_a_name_that_does_not_fit(buyer: int, name: NameDraft, code: str) -> None:
    with pytest.raises(Refused, match=code):
        add_name(actor=SYSTEM, now=NOW, key=key(), customer_id=buyer, name=name)


def test_aliases_are_entered_and_forgotten(people: People, buyer: int) -> None:
    for kind, value in (("NAME", "甲 代付"), ("ACCOUNT", "6222 0210 0111")):
        add_alias(actor=people.accountant, now=NOW, key=key(), customer_id=buyer, kind=kind, value=value)
    rows = aliases_of(customer_id=buyer)
    assert [(row.kind, row.value, row.learned_from) for row in rows] == [
        ("ACCOUNT", "622202100111", "BY_HAND"),
        ("NAME", "甲代付", "BY_HAND"),
    ]
    for kind, value, code in (
        ("NAME", "甲代付", "ALIAS_KNOWN"),
        ("NAME", " ", "ALIAS_WRONG"),
        ("X", "甲", "ALIAS_WRONG"),
    ):
        with pytest.raises(Refused, match=code):
            add_alias(actor=SYSTEM, now=NOW, key=key(), customer_id=buyer, kind=kind, value=value)
    remove_alias(actor=people.accountant, now=NOW, key=key(), alias_id=rows[0].id)
    assert [row.kind for row in aliases_of(customer_id=buyer)] == ["NAME"]
    for ask in (
        lambda: remove_alias(actor=people.owner, now=NOW, key=key(), alias_id=rows[1].id),
        lambda: remove_alias(actor=SYSTEM, now=NOW, key=key(), alias_id=10**9),
        lambda: remove_name(actor=SYSTEM, now=NOW, key=key(), name_id=10**9),
    ):
        with pytest.raises(NotPermitted):
            ask()


def test_the_size_of_a_day_is_the_last_one_declared_up_to_it(people: People, buyer: int) -> None:
    done = declare_size(actor=people.owner, now=NOW, key=key(), customer_id=buyer, size=BIG)
    assert done["size"] == "LARGE"
    small = replace(BIG, declared_on=date(2026, 1, 1), figures=SizeFigures(staff=99), declared_size="SMALL")
    declare_size(actor=people.owner, now=NOW, key=key(), customer_id=buyer, size=small)
    for day, size, differs in ((date(2025, 12, 31), CompanySize.LARGE, True), (TODAY, CompanySize.SMALL, False)):
        row = sizes_in_force(customer_ids=[buyer], on=day)[buyer]
        assert (row.size, row.differs, row.rule_version) == (size, differs, "2011-300")
    assert sizes_in_force(customer_ids=[buyer], on=date(2025, 5, 31)) == {}
    assert [row.staff for row in size_history(actor=people.owner, customer_id=buyer)] == [99, 300]
    assert buyer_types_of(customer_ids=[buyer], on=date(2025, 12, 31)) == {buyer: BuyerType.LARGE}
    assert buyer_types_of(customer_ids=[buyer], on=TODAY) == {buyer: BuyerType.OTHER}
    change(buyer, buyer_type="PUBLIC")
    assert buyer_types_of(customer_ids=[buyer], on=date(2025, 12, 31)) == {buyer: BuyerType.PUBLIC}
    shown = history_of(actor=SYSTEM, customer_id=buyer, field="size").rows
    assert [(row.before, row.after) for row in shown] == [("LARGE", "SMALL"), (None, "LARGE")]


def test_our_own_size_as_a_seller(people: People, books: Books) -> None:
    mine = SizeDraft("WHOLESALE", TODAY, declared_size="SMALL", source="自我声明")
    with pytest.raises(NotPermitted):
        declare_own_size(actor=people.owner, now=NOW, key=key(), company_id=books.company_id, size=mine)
    declare_own_size(actor=SYSTEM, now=NOW, key=key(), company_id=books.company_id, size=mine)
    row = own_size(company_id=books.company_id, on=TODAY)
    assert row is not None
    assert (row.size, row.computed_size, row.differs) == (CompanySize.SMALL, "", False)
    assert own_size(company_id=books.company_id, on=TODAY - timedelta(days=1)) is None
    assert own_size_history(actor=SYSTEM, company_id=books.company_id) == (row,)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"industry": "MINING"}, "SIZE_INDUSTRY_UNKNOWN"),
        ({"figures": SizeFigures(staff=-1)}, "SIZE_FIGURE_WRONG"),
        ({"figures": SizeFigures(assets_minor=10**18 + 1)}, "SIZE_FIGURE_WRONG"),
        ({"figures": SizeFigures(), "declared_size": ""}, "SIZE_UNDECIDED"),
        ({"declared_size": "HUGE"}, "SIZE_UNDECIDED"),
        ({"declared_on": TODAY + timedelta(days=2)}, "SIZE_AHEAD"),
    ],
)
def test_a_declaration_that_does_not_fit(buyer: int, wrong: dict[str, object], code: str) -> None:
    with pytest.raises(Refused, match=code):
        declare_size(actor=SYSTEM, now=NOW, key=key(), customer_id=buyer, size=replace(BIG, **wrong))  # type: ignore[arg-type]
    assert size_history(actor=SYSTEM, customer_id=buyer) == ()


def test_reports_are_kept_with_their_day(people: People, books: Books, buyer: int) -> None:
    report = ReportDraft("../征信.pdf", b"%PDF-1.7 x", "某某征信", date(2026, 1, 9), "AA")
    done = attach_report(actor=people.owner, now=NOW, key=key(), customer_id=buyer, report=report)
    (row,) = reports_of(actor=people.owner, customer_id=buyer)
    assert (row.issuer, row.reported_on, row.document.name) == ("某某征信", date(2026, 1, 9), "征信.pdf")
    document_id = int(done["document_id"])
    assert open_report(actor=people.owner, customer_id=buyer, document_id=document_id)[1] == b"%PDF-1.7 x"
    other = books.customer("乙公司")
    for ask in (
        lambda: open_report(actor=people.colleague, customer_id=buyer, document_id=document_id),
        lambda: open_report(actor=SYSTEM, customer_id=other, document_id=document_id),
        lambda: reports_of(actor=people.colleague, customer_id=buyer),
        lambda: attach_report(actor=people.auditor, now=NOW, key=key(), customer_id=buyer, report=report),
    ):
        with pytest.raises(NotPermitted):
            ask()
    for wrong, code in (
        (report, "REPORT_KNOWN"),
        (replace(report, issuer=" "), "REPORT_ISSUER_MISSING"),
        (replace(report, content=b""), "REPORT_EMPTY"),
        (replace(report, reported_on=TODAY + timedelta(days=2)), "REPORT_AHEAD"),
    ):
        with pytest.raises(Refused, match=code):
            attach_report(actor=SYSTEM, now=NOW, key=key(), customer_id=buyer, report=wrong)


def test_a_group_is_shown_from_the_top_and_only_what_one_sees(people: People, books: Books, buyer: int) -> None:
    top, sister, same = (books.customer(name) for name in ("集团", "姐妹", "重复"))
    assert group_of(actor=SYSTEM, customer_id=buyer) == ()
    change(buyer, parent_id=top)
    change(sister, parent_id=buyer)
    merge_customers(actor=SYSTEM, now=NOW, key=key(), customer_id=same, into_id=sister, reason="重复")
    shown = [(row.name, row.depth, row.is_merged) for row in group_of(actor=SYSTEM, customer_id=sister)]
    assert shown == [("集团", 0, False), ("甲公司", 1, False), ("姐妹", 2, False), ("重复", 3, True)]
    assert [row.name for row in group_of(actor=people.owner, customer_id=buyer)] == ["甲公司"]
    assert file_of(customer_id=buyer).parent_id == top
    assert file_of(customer_id=top) == FileRow(top)
    assert choices_of_parents(actor=SYSTEM, customer_id=buyer, search="姐") == ((sister, "姐妹"),)
    assert customer_id_with_code(actor=people.owner, code=" C-集团 ") is None
    assert customer_id_with_code(actor=SYSTEM, code=" C-集团 ") == top
    assert names_of(actor=SYSTEM, customer_ids=[top]) == {top: "集团"}
    assert names_of(actor=people.owner, customer_ids=[top]) == {}


def test_duplicates_among_visible_customers(people: People, books: Books, buyer: int) -> None:
    twin = books.customer("甲 公司")
    (pair,) = find_duplicates(actor=SYSTEM)
    assert (pair.first_id, pair.second_id) == (buyer, twin)
    assert find_duplicates(actor=people.owner) == ()
    merge_customers(actor=SYSTEM, now=NOW, key=key(), customer_id=twin, into_id=buyer, reason="重复")
    assert find_duplicates(actor=SYSTEM) == ()


def test_history_by_field_and_page(people: People, buyer: int) -> None:
    for region in ("上海", "北京", "广州"):
        change(buyer, region=region, note=region)
    page = history_of(actor=people.owner, customer_id=buyer, field="region", number=2, size=2)
    assert (page.count, [(row.before, row.after) for row in page.rows]) == (3, [("", "上海")])
    assert changed_fields(customer_id=buyer) == ("note", "region")
    with pytest.raises(NotPermitted):
        history_of(actor=people.colleague, customer_id=buyer)
