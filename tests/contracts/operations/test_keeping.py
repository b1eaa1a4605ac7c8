"""What a contract and its parts, and a plan and its signing, keep between them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huikuan.contracts.operations.amending import adopt_amendment, draft_amendment
from huikuan.contracts.operations.drafting import cancel_contract, change_draft
from huikuan.contracts.rules.terms import Trigger
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.receivables.models import Receivable
from tests.books import new_books
from tests.contracts.acting import drafted, happens, signed
from tests.contracts.agreed import FIVE, SIGNED, TODAY, part, terms

pytestmark = pytest.mark.django_db
DELIVERED = date(2026, 2, 9)


@pytest.fixture
def books():
    return new_books()


def refused(code, call):
    with pytest.raises(Refused) as caught:
        call()
    assert caught.value.code == code
    return caught.value.parameters


def change(books, contract, agreed):
    return change_draft(actor=SYSTEM, now=books.now, today=TODAY, key=books.key(), contract_id=contract, terms=agreed)


def cancel(books, contract):
    return cancel_contract(actor=SYSTEM, now=books.now, key=books.key(), contract_id=contract)


def amend(books, contract, agreed):
    done = draft_amendment(
        actor=SYSTEM, now=books.now, key=books.key(), contract_id=contract, terms=agreed, reason="补充协议"
    )
    return done["amendment_id"]


def adopt(books, amendment):
    return adopt_amendment(actor=SYSTEM, now=books.now, today=TODAY, key=books.key(), amendment_id=amendment)


def test_parts_keep_the_currency_of_their_whole(books):
    buyer = books.customer("乙公司")
    whole = drafted(books, buyer)
    drafted(books, buyer, terms(60_000_00), number="HT-1-A", parent_id=whole)
    assert refused("PART_OF_OTHERS", lambda: change(books, whole, terms(currency="USD"))) == {"number": "HT-1"}


def test_a_whole_is_not_cancelled_under_its_parts(books):
    buyer = books.customer("乙公司")
    all_on_delivery = (part(1, "全款", Trigger.DELIVERY, 1000),)
    whole = signed(books, buyer, terms(milestones=all_on_delivery))
    piece = signed(books, buyer, terms(60_000_00, all_on_delivery), number="HT-1-A", parent_id=whole)
    beyond = refused("CONTRACT_HAS_PARTS", lambda: cancel(books, whole))
    assert beyond == {"number": "HT-1", "count": 1}
    cancel(books, piece)
    cancel(books, whole)


def test_a_whole_and_its_parts_claim_its_amount_once(books):
    buyer = books.customer("乙公司")
    two = (part(1, "首付", Trigger.DELIVERY, 400), part(2, "尾款", Trigger.ACCEPTANCE, 600))
    whole = signed(books, buyer, terms(milestones=two))
    piece = signed(books, buyer, terms(60_000_00, two), number="HT-1-A", parent_id=whole)
    happens(books, whole, Trigger.DELIVERY, DELIVERED)
    happens(books, piece, Trigger.DELIVERY, DELIVERED)
    beyond = refused("WHOLE_CLAIMED_TWICE", lambda: happens(books, whole, Trigger.ACCEPTANCE, DELIVERED))
    assert beyond == {"number": "HT-1", "minor": 24_000_00, "currency": "CNY"}
    happens(books, piece, Trigger.ACCEPTANCE, DELIVERED)
    assert sum(Receivable.objects.values_list("original_minor", flat=True)) == 100_000_00


def test_an_amendment_names_no_day_before_signing(books):
    contract = signed(books, books.customer("乙公司"))
    past = replace(FIVE[1], number=0, trigger=Trigger.DATE, on=date(2026, 1, 4), expected_on=None)
    agreed = terms(milestones=(FIVE[0], past, *FIVE[2:]))
    assert refused("EVENT_BEFORE_SIGNING", lambda: amend(books, contract, agreed)) == {
        "date": "2026-01-04",
        "earliest": "2026-01-05",
    }
    on_the_day = (FIVE[0], replace(past, on=SIGNED), *FIVE[2:])
    adopt(books, amend(books, contract, terms(milestones=on_the_day)))
