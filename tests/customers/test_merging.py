"""Merging duplicates: nothing is rewritten, everybody sees both, undoing brings back exactly what was."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.customers.bulk import all_parties
from huikuan.customers.groups import members_of, roots_of
from huikuan.customers.merging import (
    merge_customers,
    merged_into,
    merges_of,
    refuse_merged,
    standing_merges,
    undo_merge,
)
from huikuan.customers.models import (
    Contact,
    Customer,
    CustomerFile,
    CustomerMerge,
    CustomerName,
    PayerAlias,
)
from huikuan.customers.operations import (
    ContactDraft,
    assign_salesperson,
    set_do_not_contact,
)
from huikuan.customers.queries import contacts_of, payers
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.receivables.models import Invoice
from tests.books import NOW, Books, new_books
from tests.customers.changing import change
from tests.people import new_people

pytestmark = pytest.mark.django_db
KEYS = count(1)


@pytest.fixture
def books() -> Books:
    return new_books()


def merge(customer_id: int, into_id: int, reason: str = "同一家公司") -> int:
    done = merge_customers(
        actor=SYSTEM, now=NOW, key=f"merge-{next(KEYS)}", customer_id=customer_id, into_id=into_id, reason=reason
    )
    return int(done["merge_id"])


def part(merge_id: int) -> None:
    undo_merge(actor=SYSTEM, now=NOW, key=f"undo-{next(KEYS)}", merge_id=merge_id)


def state() -> dict[str, list[Any]]:
    """Everything of customers but history and the merges themselves."""
    tables = (Customer, CustomerFile, CustomerName, PayerAlias, Contact)
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in tables}


def test_a_merged_customer_keeps_his_papers_and_belongs_to_the_other(books: Books) -> None:
    same, kept = books.customer("甲公司"), books.customer("乙公司")
    books.invoice(same, "F001", 1_000)
    merge(same, kept)
    assert Invoice.objects.get().customer_id == same
    assert members_of(root_ids=[kept]) == {kept: (kept, same)}
    assert roots_of(customer_ids=[same]) == {same: kept}
    assert merged_into(customer_ids=[same, kept]) == {same: kept}


def test_no_new_business_and_no_change_while_merged(books: Books) -> None:
    same, kept = books.customer("甲公司"), books.customer("乙公司")
    merge(same, kept)
    refuse_merged(customer_ids=[kept])
    for refused_act in (
        lambda: refuse_merged(customer_ids=[same]),
        lambda: change(same, region="上海"),
        lambda: merge(same, books.customer("丙公司")),
        lambda: merge(kept, same),
    ):
        with pytest.raises(Refused) as refused:
            refused_act()
        assert refused.value.code in ("CUSTOMER_MERGED", "CUSTOMER_GROUP_CYCLE")


def test_the_same_people_see_both(books: Books) -> None:
    people = new_people()
    same = books.customer("甲公司", salesperson_id=people.colleague.user_id)
    kept = books.customer("乙公司", salesperson_id=people.owner.user_id)
    merge_id = merge(same, kept)
    assert Customer.objects.get(pk=same).salesperson_id == people.owner.user_id
    assign_salesperson(
        actor=SYSTEM, now=NOW, key="hand-over", customer_ids=[kept], salesperson_id=people.manager.user_id
    )
    assert Customer.objects.get(pk=same).salesperson_id == people.manager.user_id
    part(merge_id)
    assert Customer.objects.get(pk=same).salesperson_id == people.colleague.user_id
    assert Customer.objects.get(pk=kept).salesperson_id == people.manager.user_id


def test_do_not_contact_holds_for_both(books: Books) -> None:
    same, kept = books.customer("甲公司"), books.customer("乙公司")
    set_do_not_contact(actor=SYSTEM, now=NOW, key="stop", customer_id=same, reason="诉讼中")
    merge_id = merge(same, kept)
    assert Customer.objects.get(pk=same).do_not_contact_reason == "诉讼中"
    set_do_not_contact(actor=SYSTEM, now=NOW, key="stop2", customer_id=kept, reason="破产")
    assert Customer.objects.get(pk=same).do_not_contact_reason == "破产"
    part(merge_id)
    assert Customer.objects.get(pk=same).do_not_contact_reason == "诉讼中"


def test_names_accounts_and_people_are_lent(books: Books) -> None:
    same = books.customer("甲公司", contacts=(ContactDraft(name="王经理", phone="1"),))
    kept = books.customer("乙公司", contacts=(ContactDraft(name="李经理", phone="2"),))
    PayerAlias.objects.create(customer_id=same, kind="ACCOUNT", value="6222", learned_at=NOW, learned_from="x")
    CustomerName.objects.create(customer_id=same, kind="FORMER", name="甲旧名", normal="甲旧名")
    before = {row.customer_id: row for row in payers()}
    merge_id = merge(same, kept)
    rows = {row.customer_id: row for row in payers()}
    assert rows[kept].accounts == ("6222",)
    assert set(rows[kept].aliases) == {"甲旧名", "甲公司"}
    assert rows[same] == before[same]
    assert [row.name for row in contacts_of(customer_ids=[kept])[kept]] == ["王经理", "李经理"]
    part(merge_id)
    assert {row.customer_id: row for row in payers()} == before
    assert [row.name for row in contacts_of(customer_ids=[kept])[kept]] == ["李经理"]


def test_a_file_that_names_the_shared_name_means_the_one_kept(books: Books) -> None:
    same, kept = books.customer("甲公司", tax_code="T"), books.customer("甲 公司", tax_code="T")
    merge(same, kept)
    assert [(row.id, row.code, row.name, row.tax_code) for row in all_parties()] == [
        (same, "C-甲公司", "", ""),
        (kept, "C-甲 公司", "甲 公司", "T"),
    ]


def test_chains_hold_and_are_taken_apart_in_any_order(books: Books) -> None:
    first, second, third = (books.customer(name) for name in "甲乙丙")
    before = state()
    lower, upper = merge(first, second), merge(second, third)
    assert roots_of(customer_ids=[first]) == {first: third}
    part(lower)
    assert roots_of(customer_ids=[first, second]) == {first: first, second: third}
    part(upper)
    assert state() == before


def test_a_company_is_not_merged_into_one_below_it(books: Books) -> None:
    top, low = books.customer("甲"), books.customer("乙")
    change(low, parent_id=top)
    with pytest.raises(Refused, match="CUSTOMER_GROUP_CYCLE"):
        merge(top, low)
    merge(low, top)


def test_a_hidden_parent_cannot_come_back_as_a_circle(books: Books) -> None:
    same, kept, above = (books.customer(name) for name in "甲乙丙")
    change(same, parent_id=above)
    merge_id = merge(same, kept)
    with pytest.raises(Refused, match="CUSTOMER_GROUP_CYCLE"):
        change(above, parent_id=same)
    part(merge_id)
    assert roots_of(customer_ids=[same]) == {same: above}


def test_undone_once_and_only_by_who_sees_it(books: Books) -> None:
    people = new_people()
    same, kept = books.customer("甲"), books.customer("乙", salesperson_id=people.owner.user_id)
    merge_id = merge(same, kept)
    for stranger in (people.owner, people.colleague, people.nobody):
        with pytest.raises(NotPermitted):
            undo_merge(actor=stranger, now=NOW, key=f"x{stranger.name}", merge_id=merge_id)
    with pytest.raises(NotPermitted, match="MERGE_NOT_VISIBLE"):
        undo_merge(actor=SYSTEM, now=NOW, key="nothing", merge_id=10**9)
    part(merge_id)
    with pytest.raises(Changed, match="MERGE_UNDONE"):
        part(merge_id)
    (row,) = merges_of(actor=SYSTEM, customer_id=kept)
    assert (row.undone_at, row.undone_by, row.who_name) == (NOW, "system", "system")
    assert standing_merges(actor=SYSTEM) == ()


def test_what_is_missing_is_said(books: Books) -> None:
    same, kept = books.customer("甲"), books.customer("乙")
    with pytest.raises(Refused, match="REASON_MISSING"):
        merge(same, kept, reason="  ")
    with pytest.raises(Refused, match="MERGE_WITH_HIMSELF"):
        merge(same, same)
    assert not CustomerMerge.objects.exists()


@settings(max_examples=20)
@given(data=st.data())
def test_merging_and_undoing_brings_back_exactly_what_was(data: st.DataObject) -> None:
    books = new_books(f"公司 {next(KEYS)}")
    reasons = data.draw(st.lists(st.sampled_from(["", "诉讼中", "破产"]), min_size=5, max_size=5))
    classes = data.draw(st.lists(st.sampled_from(["STANDARD", "KEY", "WATCH"]), min_size=5, max_size=5))
    ids = [books.customer(f"{books.company_id}-{number}", customer_class=name) for number, name in enumerate(classes)]
    for pk, reason in zip(ids, reasons, strict=True):
        change(pk, do_not_contact_reason=reason)
    for child, parent in data.draw(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=3)):
        try:
            change(ids[child], parent_id=ids[parent])
        except Refused:
            continue
    before = state()
    merges = []
    for one, other in data.draw(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=6)):
        try:
            merges.append(merge(ids[one], ids[other]))
        except Refused:
            continue
        tops = roots_of(customer_ids=ids)
        assert all(tops[top] == top for top in tops.values())
    for merge_id in reversed(merges):
        part(merge_id)
    assert state() == before
