"""Amendments that put payments off, as oversight reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.contracts.operations.amending import adopt_amendment, draft_amendment
from huikuan.contracts.rules.lengthening import PutOff
from huikuan.contracts.rules.terms import Terms, Trigger
from huikuan.contracts.watched import terms_amended_since
from huikuan.kernel.actor import SYSTEM
from huikuan.receivables.plan_firing import take_event_back
from tests.books import Books, new_books
from tests.contracts.acting import happens, signed
from tests.contracts.agreed import TODAY, part, terms
from tests.people import People, new_people

pytestmark = pytest.mark.django_db
DELIVERED = date(2026, 2, 9)
TWO = (part(1, "到货款", Trigger.DELIVERY, 500), part(2, "验收款", Trigger.ACCEPTANCE, 500))


def amended(books: Books, contract_id: int, people: People, days: int = 90) -> Terms:
    """An adopted amendment that gives acceptance another term."""
    longer = replace(TWO[1], rule=replace(TWO[1].rule, days=days))
    wanted = terms(milestones=(TWO[0], longer))
    common: dict[str, Any] = {"now": books.now}
    done = draft_amendment(
        actor=people.owner, key=books.key(), contract_id=contract_id, terms=wanted, reason="补充协议一", **common
    )
    adopt_amendment(
        actor=people.director, key=books.key(), today=TODAY, amendment_id=int(str(done["amendment_id"])), **common
    )
    return wanted


@pytest.fixture
def books() -> Books:
    return new_books()


def test_an_amendment_after_delivery_with_who_drafted_and_adopted_it(books: Books) -> None:
    people = new_people()
    contract_id = signed(books, books.customer("乙公司"), terms(milestones=TWO))
    happens(books, contract_id, Trigger.DELIVERY, DELIVERED)
    amended(books, contract_id, people)
    (row,) = terms_amended_since(since=books.now)
    assert (row.contract_id, row.number, row.put_off) == (contract_id, "HT-1", (PutOff("验收款", 30, 90, False),))
    assert row.delivered == (DELIVERED,)
    assert (row.adopted_by_id, row.drafted_by_id) == (people.director.user_id, people.owner.user_id)
    assert terms_amended_since(since=books.now + timedelta(seconds=1)) == ()


def test_a_delivery_taken_back_is_none_and_a_shorter_term_no_matter(books: Books) -> None:
    people = new_people()
    contract_id = signed(books, books.customer("乙公司"), terms(milestones=TWO))
    done = happens(books, contract_id, Trigger.DELIVERY, DELIVERED)
    take_event_back(
        actor=SYSTEM, now=books.now, key=books.key(), event_id=done["event_id"], effective_date=TODAY, reason="误录"
    )
    amended(books, contract_id, people)
    assert [row.delivered for row in terms_amended_since(since=books.now)] == [()]
    amended(books, contract_id, people, days=60)
    assert len(terms_amended_since(since=books.now)) == 1


def test_the_number_of_queries_does_not_grow(books: Books) -> None:
    people = new_people()
    for number in range(3):
        contract_id = signed(books, books.customer(f"乙{number}公司"), terms(milestones=TWO), number=f"HT-{number}")
        amended(books, contract_id, people)
        with CaptureQueriesContext(connection) as seen:
            assert len(terms_amended_since(since=books.now)) == number + 1
        assert len(seen) == 4
