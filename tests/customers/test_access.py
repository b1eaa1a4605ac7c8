"""Whose customers, debts and money an actor sees: the same in every read."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.accounts.models import Department, User
from huikuan.accounts.queries import actor_of
from huikuan.customers.access import customer_for, customers_for, watched
from huikuan.customers.models import Customer
from huikuan.kernel.actor import Actor, Role, Verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.portfolio.queries import ageing
from huikuan.receipts.access import receipt_for, receipts_for
from huikuan.receipts.queries.receipts import ReceiptFilter, receipt_page, unapplied_of
from huikuan.receivables.access import invoice_for, invoices_for, receivables_for
from huikuan.receivables.queries.items import balances_of
from huikuan.receivables.queries.lists import ReceivableFilter, receivable_page
from huikuan.worklist.queries import worklist
from tests.books import Books, new_books
from tests.people import People, new_people, person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def people() -> People:
    return new_people()


@pytest.fixture
def books(people: People) -> Books:
    books = new_books()
    mine = books.customer("甲客户", salesperson_id=people.owner.user_id)
    theirs = books.customer("乙客户", salesperson_id=people.colleague.user_id)
    for customer_id, number in ((mine, "F001"), (theirs, "F002")):
        books.invoice(customer_id, number, 1_000)
        books.receipt(300, customer_id)
    books.receipt(700)
    return books


def seen(actor: Actor) -> tuple[int, int, int, int]:
    """How many customers, invoices, receivables and receipts the actor sees."""
    return (
        customers_for(actor=actor).count(),
        invoices_for(actor=actor).count(),
        receivables_for(actor=actor).count(),
        receipts_for(actor=actor).count(),
    )


@pytest.mark.parametrize(
    ("who", "counts"),
    [
        ("owner", (1, 1, 1, 1)),
        ("colleague", (1, 1, 1, 1)),
        ("manager", (1, 1, 1, 1)),
        ("accountant", (2, 2, 2, 3)),
        ("auditor", (2, 2, 2, 3)),
        ("nobody", (0, 0, 0, 0)),
    ],
)
def test_rows_by_role(people: People, books: Books, who: str, counts: tuple[int, int, int, int]) -> None:
    assert seen(getattr(people, who)) == counts


def test_pages_sums_and_worklists_hold_only_what_is_seen(people: People, books: Books) -> None:
    page = receivable_page(actor=people.owner, as_of=TODAY, narrowed=ReceivableFilter())
    assert (page.count, page.totals) == (1, {"CNY": 1_000})
    money = receipt_page(actor=people.owner, narrowed=ReceiptFilter())
    assert (money.count, money.totals) == (1, {"CNY": 300})
    everybody = list(customers_for(actor=people.accountant).values_list("pk", flat=True))
    assert len(balances_of(actor=people.owner, customer_ids=everybody, as_of=TODAY)) == 1
    assert len(unapplied_of(actor=people.owner, customer_ids=everybody)) == 1
    # Of 1,000 owed 300 are here and wait to be used: nobody is asked for them.
    assert worklist(actor=people.owner, today=TODAY).totals == {"CNY": 700}
    assert worklist(actor=people.nobody, today=TODAY).count == 0


def test_an_object_of_somebody_else_looks_like_none(people: People, books: Books) -> None:
    (theirs,) = customers_for(actor=people.colleague)
    (invoice,) = invoices_for(actor=people.colleague)
    (receipt,) = receipts_for(actor=people.colleague)
    for ask in (
        lambda who: customer_for(actor=who, customer_id=theirs.pk),
        lambda who: invoice_for(actor=who, invoice_id=invoice.pk),
        lambda who: receipt_for(actor=who, receipt_id=receipt.pk),
    ):
        assert ask(people.colleague).pk
        with pytest.raises(NotPermitted, match="NOT_VISIBLE"):
            ask(people.owner)


def test_seeing_is_not_doing(people: People, books: Books) -> None:
    (receipt,) = receipts_for(actor=people.owner)
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        receipt_for(actor=people.owner, receipt_id=receipt.pk, need=Verb.ALLOCATE)
    assert receipt_for(actor=people.accountant, receipt_id=receipt.pk, need=Verb.ALLOCATE).pk == receipt.pk


def test_who_applies_cash_does_not_write_off(people: People) -> None:
    assert people.accountant.may(Verb.ALLOCATE)
    assert not people.accountant.may(Verb.WRITE_OFF)
    assert people.director.may(Verb.WRITE_OFF)
    assert not people.director.may(Verb.ALLOCATE)


def test_a_restriction_to_companies_holds(people: People, books: Books) -> None:
    other = new_books("另一公司")
    buyer = other.customer("丙客户")
    other.invoice(buyer, "F003", 5_000)
    only = Actor(
        people.accountant.name,
        people.accountant.kind,
        people.accountant.user_id,
        people.accountant.verbs,
        people.accountant.scope,
        company_ids=frozenset({other.company_id}),
    )
    page = receivable_page(actor=only, as_of=TODAY, narrowed=ReceivableFilter())
    assert (page.count, page.totals) == (1, {"CNY": 5_000})


def owed(actor: Actor) -> list[tuple[object, int]]:
    """The rows of the ageing by customer, of an engine without files."""
    return [(row.key[0], row.amounts.total_minor) for row in ageing(actor=actor, as_of=TODAY, engine="database").rows]


def test_a_manager_sees_his_department_and_nobody_elses_everywhere(people: People, books: Books) -> None:
    (mine,) = customers_for(actor=people.owner)
    (theirs,) = customers_for(actor=people.colleague)
    assert [row.pk for row in customers_for(actor=people.manager)] == [mine.pk]
    assert owed(people.manager) == [(mine.pk, 1_000)]
    assert receivable_page(actor=people.manager, as_of=TODAY, narrowed=ReceivableFilter()).totals == {"CNY": 1_000}
    assert receipt_page(actor=people.manager, narrowed=ReceiptFilter()).totals == {"CNY": 300}
    assert worklist(actor=people.manager, today=TODAY).totals == {"CNY": 700}
    with pytest.raises(NotPermitted, match="NOT_VISIBLE"):
        customer_for(actor=people.manager, customer_id=theirs.pk)
    assert {key for key, _ in owed(people.accountant)} == {mine.pk, theirs.pk, None}


def test_a_manager_above_sees_the_departments_below(people: People, books: Books) -> None:
    above = person("above", Role.SALES_MANAGER, Department.objects.get(name="销售中心"))
    assert seen(above) == (2, 2, 2, 2)
    assert len(owed(above)) == 2


def test_customers_follow_a_salesperson_who_moves(people: People, books: Books) -> None:
    other = person("other", Role.SALES_MANAGER, Department.objects.get(name="华南"))
    assert (seen(people.manager)[0], seen(other)[0]) == (1, 1)
    User.objects.filter(username="owner").update(department=Department.objects.get(name="华南"))
    assert (seen(people.manager)[0], seen(other)[0]) == (0, 2)
    assert (owed(people.manager), len(owed(other))) == ([], 2)


def test_a_customer_or_a_manager_without_a_department_belongs_to_none(people: People, books: Books) -> None:
    alone = person("alone", Role.SALES_MANAGER, None)
    own = books.customer("丁客户", salesperson_id=alone.user_id)
    books.customer("无人负责")
    assert [row.pk for row in customers_for(actor=alone)] == [own]
    assert seen(people.manager)[0] == 1
    User.objects.filter(username="owner").update(department=None)
    assert seen(people.manager)[0] == 0
    without = actor_of(user_id=alone.user_id or 0)
    assert without is not None
    assert without.department_ids == frozenset()


def test_who_watches_a_customer_is_who_sees_him(people: People, books: Books) -> None:
    books.customer("无主客户")
    everybody = [one for one in vars(people).values() if isinstance(one, Actor)]
    places = [(pk, books.company_id) for pk in Customer.objects.values_list("pk", flat=True)]
    seen_places = {
        (actor.user_id, (pk, books.company_id))
        for actor in everybody
        for pk in customers_for(actor=actor).values_list("pk", flat=True)
    }
    assert watched(actors=everybody, places=places) == seen_places
    assert len(seen_places) == 12
