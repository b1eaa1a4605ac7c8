"""Allocations and bank accounts are seen by who sees every side of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huikuan.accounts.models import User
from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, RowScope, Verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.receipts.access import allocation_for, allocations_for, bank_account_for, receipt_for
from huikuan.receipts.models import BankAccount
from huikuan.receipts.queries.allocations import allocations_after
from huikuan.receivables.access import refuse_hidden_receivables
from tests.books import Books, new_books

pytestmark = pytest.mark.django_db


def salesperson(user_id: int, *verbs: Verb) -> Actor:
    return Actor("甲", ActorKind.PERSON, user_id, frozenset({Verb.VIEW, *verbs}), RowScope.OWN)


@pytest.fixture
def books() -> Books:
    return new_books()


@pytest.fixture
def seller() -> Actor:
    return salesperson(User.objects.create(username="seller", name="甲").pk)


def test_both_sides_of_an_allocation_must_be_the_actors(books: Books, seller: Actor) -> None:
    own, other = books.customer("乙公司", salesperson_id=seller.user_id), books.customer("丙公司")
    (own_item,), (other_item,) = books.invoice(own, "F1", 900), books.invoice(other, "F2", 900)
    (within,) = books.allocate(books.receipt(100, own), (own_item, 100))
    books.let_pay(own, other)
    books.let_pay(other, own)
    (outwards,) = books.allocate(books.receipt(100, own), (other_item, 100))
    (inwards,) = books.allocate(books.receipt(100, other), (own_item, 100))
    assert [row.posting_id for row in allocations_after(actor=seller, after_id=0, limit=9)] == [within]
    everything = [row.posting_id for row in allocations_after(actor=SYSTEM, after_id=0, limit=9)]
    assert everything == [within, outwards, inwards]
    assert allocation_for(actor=seller, posting_id=within).posting_id == within
    for hidden in (outwards, inwards, inwards + 99):
        with pytest.raises(NotPermitted, match="ALLOCATION_NOT_VISIBLE"):
            allocation_for(actor=seller, posting_id=hidden)


def test_an_allocation_belongs_to_its_own_company(books: Books) -> None:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F1", 900)
    books.allocate(books.receipt(100, buyer), (item, 100))
    for company_ids, seen in ((frozenset({books.company_id}), 1), (frozenset({books.company_id + 1}), 0)):
        assert allocations_for(actor=replace(SYSTEM, company_ids=company_ids)).count() == seen


def test_the_verb_is_asked_for_first(seller: Actor) -> None:
    for door in (
        lambda: allocation_for(actor=seller, posting_id=1, need=Verb.ALLOCATE),
        lambda: receipt_for(actor=seller, receipt_id=1, need=Verb.ALLOCATE),
    ):
        with pytest.raises(NotPermitted, match="VERB_MISSING"):
            door()


def test_a_bank_account_of_the_right_company_in_use(books: Books) -> None:
    account = BankAccount.objects.create(company_id=books.company_id, name="工行", currency="CNY")
    found = bank_account_for(actor=SYSTEM, bank_account_id=account.pk, company_id=books.company_id)
    assert found == account
    limited = replace(SYSTEM, company_ids=frozenset({books.company_id + 1}))
    for actor, company_id in ((SYSTEM, books.company_id + 1), (limited, books.company_id)):
        with pytest.raises(NotPermitted, match="BANK_ACCOUNT_NOT_VISIBLE"):
            bank_account_for(actor=actor, bank_account_id=account.pk, company_id=company_id)
    BankAccount.objects.update(is_active=False)
    with pytest.raises(NotPermitted, match="BANK_ACCOUNT_NOT_VISIBLE"):
        bank_account_for(actor=SYSTEM, bank_account_id=account.pk, company_id=books.company_id)


def test_one_hidden_open_item_among_many_is_refused(books: Books, seller: Actor, django_assert_num_queries) -> None:
    own, other = books.customer("乙公司", salesperson_id=seller.user_id), books.customer("丙公司")
    items = [books.invoice(own, f"F{number}", 900)[0].pk for number in range(5)]
    (hidden,) = books.invoice(other, "G1", 900)
    with django_assert_num_queries(1):
        refuse_hidden_receivables(actor=seller, ids=items)
    for wanted in ([*items, hidden.pk], [*items, hidden.pk + 99]):
        with pytest.raises(NotPermitted, match="RECEIVABLE_NOT_VISIBLE"):
            refuse_hidden_receivables(actor=seller, ids=wanted)
