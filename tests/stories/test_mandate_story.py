"""Given money of another customer, when it is to pay a debt, then only by his kept letter or a recorded decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from huikuan.customers.models import PayerAlias
from huikuan.documents.models import DocumentUse
from huikuan.kernel.actor import SYSTEM, Actor, Verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.ledger.models import Posting
from huikuan.paying.mandates import mandate_rows
from huikuan.paying.mandating import MandateDraft, end_mandate, let_another_pay
from huikuan.paying.models import Mandate
from huikuan.receivables.models import Receivable
from tests.books import NOW, Books, new_books

pytestmark = pytest.mark.django_db
LETTER: dict[str, Any] = {"file_name": "委托付款函.pdf", "content": b"%PDF-1.4 signed"}


@pytest.fixture
def books() -> Books:
    return new_books()


def let(books: Books, payer: int, debtor: int, actor: Actor = SYSTEM, **more: Any) -> int:
    values = {"company_id": books.company_id, "signed_on": date(2026, 2, 1), **more}
    draft = MandateDraft(debtor_id=debtor, payer_id=payer, **values)
    return int(let_another_pay(actor=actor, now=NOW, key=books.key(), draft=draft)["mandate_id"])


def test_the_letter_lets_the_boss_s_company_pay_and_the_posting_names_it(books: Books) -> None:
    buyer, boss = books.customer("乙公司"), books.customer("丙公司")
    (item,) = books.invoice(buyer, "F001", 1_000)
    money = books.receipt(1_000, boss, payer_name="丙公司")
    with pytest.raises(Refused, match="THIRD_PARTY_UNAUTHORISED"):
        books.allocate(money, (item, 400))
    let(books, boss, buyer, **LETTER)
    (posting,) = books.allocate(money, (item, 400))
    assert Receivable.objects.get(pk=item.pk).outstanding_minor == 600
    said = Posting.objects.get(pk=posting)
    assert (said.reason, said.note) == ("THIRD_PARTY", "委托付款函.pdf")
    assert DocumentUse.objects.get(purpose="MANDATE").owner_id == buyer
    assert not PayerAlias.objects.filter(customer_id=buyer).exists(), "a third party's payment teaches nothing"


def test_without_a_paper_somebody_who_may_give_money_up_decides_for_a_reason(books: Books) -> None:
    buyer, boss = books.customer("乙公司"), books.customer("丙公司")
    accountant = replace(SYSTEM, name="吴静", verbs=frozenset({Verb.VIEW, Verb.ALLOCATE}))
    director = replace(SYSTEM, name="王红", verbs=frozenset({Verb.VIEW, Verb.WRITE_OFF}))
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        let(books, boss, buyer, accountant, reason="老客户")
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        let(books, boss, buyer, director, **LETTER)
    let(books, boss, buyer, accountant, **LETTER)
    let(books, boss, buyer, director, reason="集团统一付款")
    rows = mandate_rows(actor=SYSTEM, debtor_id=buyer)
    assert [(row.payer_name, row.ground, row.who) for row in rows] == [
        ("丙公司", "集团统一付款", "王红"),
        ("丙公司", "委托付款函.pdf", "吴静"),
    ]


def test_it_holds_for_this_payer_this_debtor_this_company_and_its_days_only(books: Books) -> None:
    buyer, boss, other = (books.customer(name) for name in ("乙公司", "丙公司", "丁公司"))
    elsewhere = new_books("甲二进出口有限公司")
    (item,) = books.invoice(buyer, "F001", 1_000)
    money = books.receipt(1_000, boss, on=date(2026, 2, 20))
    let(books, other, buyer, **LETTER)
    let(books, boss, other, **LETTER)
    let(books, buyer, boss, **LETTER)
    let(elsewhere, boss, buyer, **LETTER)
    let(books, boss, buyer, valid_through=date(2026, 2, 19), **LETTER)
    with pytest.raises(Refused, match="THIRD_PARTY_UNAUTHORISED"):
        books.allocate(money, (item, 400))
    mandate = let(books, boss, buyer, valid_through=date(2026, 2, 20), **LETTER)
    books.allocate(money, (item, 400))
    end_mandate(actor=SYSTEM, now=NOW, key=books.key(), mandate_id=mandate)
    with pytest.raises(Refused, match="THIRD_PARTY_UNAUTHORISED"):
        books.allocate(money, (item, 400))
    with pytest.raises(Changed, match="MANDATE_ENDED"):
        end_mandate(actor=SYSTEM, now=NOW, key=books.key(), mandate_id=mandate)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, "MANDATE_GROUND"),
        ({"reason": "  "}, "MANDATE_GROUND"),
        ({**LETTER, "valid_through": date(2026, 1, 31)}, "MANDATE_DAYS"),
        ({**LETTER, "signed_on": date(2026, 4, 1)}, "DATED_AHEAD"),
    ],
)
def test_what_is_no_authorisation_is_refused(books: Books, change: dict[str, Any], code: str) -> None:
    buyer, boss = books.customer("乙公司"), books.customer("丙公司")
    with pytest.raises(Refused, match=code):
        let(books, boss, buyer, **change)
    with pytest.raises(Refused, match="MANDATE_SELF"):
        let(books, buyer, buyer, **LETTER)
    assert not Mandate.objects.exists()


def test_of_a_company_one_does_not_see_nothing_is_let_or_shown(books: Books) -> None:
    buyer, boss = books.customer("乙公司"), books.customer("丙公司")
    mandate = let(books, boss, buyer, **LETTER)
    limited = replace(SYSTEM, company_ids=frozenset({books.company_id + 1}))
    with pytest.raises(NotPermitted, match="COMPANY_NOT_VISIBLE"):
        let(books, boss, buyer, limited, **LETTER)
    with pytest.raises(NotPermitted, match="MANDATE_NOT_VISIBLE"):
        end_mandate(actor=limited, now=NOW, key=books.key(), mandate_id=mandate)
    assert mandate_rows(actor=limited, debtor_id=buyer) == ()
    assert len(mandate_rows(actor=SYSTEM, debtor_id=buyer)) == 1, "negative control"
