"""Given money on one own company's account that pays another's invoice, or one in another currency, when it is passed on.

| day        | what                                                                       | amount     |
|------------|----------------------------------------------------------------------------|------------|
| 2026-01-10 | 甲 invoices 华锐 (F001), 乙 invoices 华锐 (F002)                           | 300, 700   |
| 2026-02-20 | 华锐 pays both to 甲                                                       | 1,000.00   |
| 2026-02-20 | 700.00 is passed on to 乙 and pays F002, the rest pays F001                |            |
| 2026-02-20 | Acme pays 1,000.00 dollars for an invoice of 7,120.00 yuan at 7.12         | 1,000.00 $ |
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from huikuan.accounts.operations.rates import RateDraft, enter_rates
from huikuan.audit.models import Act
from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.ledger.models import Entry, Posting
from huikuan.receipts.models import MatchOutcome, PassedMoney, Receipt
from huikuan.receipts.operations.allocating import Share
from huikuan.receipts.operations.matching import run_matching
from huikuan.receipts.operations.money import bounce_receipt, mark_not_a_receipt
from huikuan.receipts.operations.passing_on import Passing, PassingDraft, pass_on, take_back_passed
from huikuan.receipts.operations.restoring import restore_receipt
from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account
from huikuan.receipts.queries.matches import match_of
from huikuan.receipts.queries.receipts import receipt_row
from huikuan.receipts.rules import BounceReason, NotReceiptReason
from huikuan.receivables.models import Receivable
from huikuan.web.pages.passing_on import draft_of
from tests.books import NOW, Books, new_books

pytestmark = pytest.mark.django_db
LATER = date(2026, 3, 1)


@pytest.fixture
def books() -> Books:
    return new_books()


@pytest.fixture
def other() -> Books:
    return new_books("乙方销售有限公司")


def nothing_broken() -> None:
    assert summary(findings=check_all())[1] == []


def is_open(item: Receivable) -> int:
    return Receivable.objects.get(pk=item.pk).outstanding_minor


def parts(receipt_id: int) -> tuple[int, int, int]:
    row = Receipt.objects.get(pk=receipt_id)
    return row.unapplied_minor, row.allocated_minor, row.reversed_minor


def side(account: str, company_id: int) -> int:
    rows = Entry.objects.filter(account=account, company_id=company_id)
    return sum(rows.values_list("minor", flat=True))


def to(other: Books, minor: int, *shares: Share, **more: Any) -> Passing:
    return Passing(other.company_id, "CNY", minor, minor, shares=shares, **more)


def passed(receipt: Receipt, *passings: Passing, actor: Actor = SYSTEM, key: str = "pass", **more: Any) -> list[int]:
    done = pass_on(actor=actor, now=NOW, key=key, draft=PassingDraft(receipt.pk, passings, **more))
    return [int(pk) for pk in done["passed_ids"]]


def back(passed_id: int, on: date = LATER, actor: Actor = SYSTEM) -> None:
    take_back_passed(actor=actor, now=NOW, key=f"back {passed_id} {on}", passed_id=passed_id, effective_date=on)


def test_one_payment_for_two_own_companies_pays_both_and_comes_back_to_the_fen(books: Books, other: Books) -> None:
    buyer = books.customer("苏州华锐机电有限公司")
    (ours,), (theirs,) = books.invoice(buyer, "F001", 30_000), other.invoice(buyer, "F002", 70_000)
    money = books.receipt(100_000, buyer)

    (passed_id,) = passed(money, to(other, 70_000, Share(theirs.pk, 70_000)), own_shares=(Share(ours.pk, 30_000),))

    target = PassedMoney.objects.get(pk=passed_id).target
    assert (is_open(ours), is_open(theirs)) == (0, 0)
    assert (target.company_id, target.method, target.received_on) == (
        other.company_id,
        "INTERCOMPANY",
        money.received_on,
    )
    assert parts(money.pk) == (0, 30_000, 70_000)
    assert parts(target.pk) == (0, 70_000, 0)
    assert (side("INTERCOMPANY", books.company_id), side("INTERCOMPANY", other.company_id)) == (-70_000, 70_000)
    acts = Act.objects.filter(verb__in=("pass_on_receipt", "keep_passed_money")).order_by("pk")
    assert list(acts.values_list("verb", "company_id")) == [
        ("pass_on_receipt", books.company_id),
        ("keep_passed_money", other.company_id),
    ]
    nothing_broken()

    back(passed_id)
    assert (is_open(ours), is_open(theirs)) == (0, 70_000)
    assert parts(money.pk) == (70_000, 30_000, 0)
    assert parts(target.pk) == (0, 0, 70_000)
    assert side("INTERCOMPANY", books.company_id) == side("INTERCOMPANY", other.company_id) == 0
    nothing_broken()
    with pytest.raises(Changed, match="PASSED_BACK_ALREADY"):
        back(passed_id, date(2026, 3, 2))


def test_dollars_pay_an_item_in_yuan_at_the_rate_a_person_states(books: Books) -> None:
    buyer = books.customer("Acme Inc")
    (item,) = books.invoice(buyer, "F003", 712_000)
    money = books.receipt(100_000, buyer, currency="USD")
    passing = Passing(books.company_id, "CNY", 100_000, 712_000, 7_120_000, shares=(Share(item.pk, 712_000),))

    (passed_id,) = passed(money, passing)

    target = PassedMoney.objects.get(pk=passed_id).target
    assert (target.currency, target.amount_minor, target.method) == ("CNY", 712_000, "EXCHANGE")
    assert (is_open(item), parts(money.pk)) == (0, (0, 0, 100_000))
    assert Receipt.objects.get(pk=money.pk).not_a_receipt_reason == "PASSED_ON"
    entries = Entry.objects.filter(account="EXCHANGE").values_list("currency", "minor")
    assert set(entries) == {("USD", -100_000), ("CNY", 712_000)}
    nothing_broken()

    back(passed_id)
    assert (is_open(item), parts(money.pk), parts(target.pk)) == (712_000, (100_000, 0, 0), (0, 0, 712_000))
    assert Receipt.objects.get(pk=money.pk).not_a_receipt_reason == ""
    nothing_broken()


def test_the_same_key_passes_on_once_and_other_input_under_it_is_refused(books: Books, other: Books) -> None:
    money = books.receipt(100_000, books.customer("华锐"))
    assert passed(money, to(other, 40_000)) == passed(money, to(other, 40_000))
    assert PassedMoney.objects.count() == 1
    with pytest.raises(Refused, match="KEY_REUSED"):
        passed(money, to(other, 40_001))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount_minor": 100_001, "worth_minor": 100_001}, "MORE_THAN_UNAPPLIED"),
        ({"amount_minor": 0}, "AMOUNT_OUT_OF_BOUNDS"),
        ({"worth_minor": 39_999}, "WORTH_DIFFERS"),
        ({"rate_micros": 1_000_000}, "WORTH_DIFFERS"),
        ({"currency": "USD"}, "BORDERS_CROSSED_AT_ONCE"),
        ({"currency": "ABC"}, "CURRENCY_UNKNOWN"),
        ({"company_id": 0}, "NOTHING_CROSSED"),
        ({"company_id": 0, "currency": "USD"}, "RATE_MISSING"),
        ({"company_id": 0, "currency": "USD", "rate_micros": 140_000}, "RATE_DIFFERS"),
    ],
)
def test_what_cannot_be_passed_on_is_refused_and_nothing_is_written(
    books: Books, other: Books, change: dict[str, Any], code: str
) -> None:
    money = books.receipt(100_000, books.customer("华锐"))
    if change.get("company_id") == 0:
        change = {**change, "company_id": books.company_id}
    before = Posting.objects.count()
    with pytest.raises(Refused, match=code):
        passed(money, replace(to(other, 40_000), **change))
    assert (Posting.objects.count(), PassedMoney.objects.count()) == (before, 0)


def test_both_own_companies_must_be_the_actors(books: Books, other: Books) -> None:
    buyer = books.customer("华锐")
    (theirs,) = other.invoice(buyer, "F002", 70_000)
    money = books.receipt(100_000, buyer)
    both = replace(SYSTEM, company_ids=frozenset({books.company_id, other.company_id}))
    for only in (books, other):
        stranger = replace(SYSTEM, company_ids=frozenset({only.company_id}))
        with pytest.raises(NotPermitted):
            passed(money, to(other, 70_000, Share(theirs.pk, 70_000)), actor=stranger, key=f"of {only.company_id}")
    (passed_id,) = passed(money, to(other, 70_000, Share(theirs.pk, 70_000)), actor=both)
    for only in (books, other):
        with pytest.raises(NotPermitted):
            back(passed_id, actor=replace(SYSTEM, company_ids=frozenset({only.company_id})))
    back(passed_id, actor=both)


def test_each_side_alone_neither_bounces_nor_is_called_none_nor_comes_back(books: Books, other: Books) -> None:
    money = books.receipt(100_000, books.customer("华锐"))
    (passed_id,) = passed(money, to(other, 40_000))
    target_id = PassedMoney.objects.get(pk=passed_id).target_id
    who = {"actor": SYSTEM, "now": NOW}
    reason = BounceReason.BOUNCED
    with pytest.raises(Refused, match="MONEY_MOVED_ON"):
        bounce_receipt(**who, key="b1", receipt_id=money.pk, effective_date=LATER, reason=reason)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="PASSED_GOES_TOGETHER"):
        bounce_receipt(**who, key="b2", receipt_id=target_id, effective_date=LATER, reason=reason)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="PASSED_GOES_TOGETHER"):
        mark_not_a_receipt(**who, key="n", receipt_id=target_id, reason=NotReceiptReason.OTHER)  # type: ignore[arg-type]
    back(passed_id)
    with pytest.raises(Refused, match="PASSED_GOES_TOGETHER"):
        restore_receipt(**who, key="r", receipt_id=target_id)  # type: ignore[arg-type]
    bounce_receipt(**who, key="b3", receipt_id=money.pk, effective_date=LATER, reason=reason)  # type: ignore[arg-type]
    assert parts(money.pk) == (0, 0, 100_000)
    nothing_broken()


def test_what_was_passed_on_twice_goes_back_step_by_step(books: Books, other: Books) -> None:
    """Dollars are exchanged first, the yuan then passed on: two borders, two provable steps."""
    money = books.receipt(100_000, books.customer("Acme Inc"), currency="USD")
    (first,) = passed(money, Passing(books.company_id, "CNY", 100_000, 712_000, 7_120_000))
    yuan = PassedMoney.objects.get(pk=first).target
    (second,) = passed(yuan, to(other, 700_000), key="on")
    with pytest.raises(Refused, match="MONEY_MOVED_ON"):
        back(first)
    back(second)
    back(first)
    assert parts(money.pk) == (100_000, 0, 0)
    nothing_broken()


def proposed(books: Books, receipt: Receipt) -> list[dict[str, Any]]:
    """What the matching run says of a receipt that may be passed on."""
    run_matching(actor=SYSTEM, now=NOW, company_id=books.company_id)
    return list(MatchOutcome.objects.get(receipt=receipt).splits)


def at_the_bank(books: Books, minor: int, currency: str, **more: Any) -> Receipt:
    """Money on a bank account of the company: what the matching run looks at."""
    account = BankAccountDraft(f"{books.company_id} {currency}", currency)
    opened = open_bank_account(actor=SYSTEM, now=NOW, key=books.key(), company_id=books.company_id, account=account)
    return books.receipt(minor, currency=currency, bank_account_id=opened["bank_account_id"], **more)


def test_the_run_proposes_what_another_company_is_owed_and_books_nothing(books: Books, other: Books) -> None:
    name = "苏州华锐机电有限公司"
    buyer = books.customer(name)
    (ours,), (theirs,) = (
        books.invoice(buyer, "26322000000010400120", 30_000),
        other.invoice(buyer, "B-2026-000077", 70_000),
    )
    money = at_the_bank(books, 70_000, "CNY", payer_name=name, reference="货款 B-2026-000077")
    before = Posting.objects.count()

    (split,) = proposed(books, money)
    assert Posting.objects.count() == before
    assert [(one["company_id"], one["item_id"], one["minor"]) for one in split["shares"]] == [
        (other.company_id, theirs.pk, 70_000)
    ]
    receipt = receipt_row(actor=SYSTEM, receipt_id=money.pk)
    assert receipt is not None
    pass_on(actor=SYSTEM, now=NOW, key="as proposed", draft=draft_of(receipt=receipt, split=split))
    assert (is_open(theirs), is_open(ours), parts(money.pk)) == (0, 30_000, (0, 0, 70_000))
    nothing_broken()


def test_who_does_not_see_the_other_company_is_shown_no_proposal_for_it(books: Books, other: Books) -> None:
    name = "苏州华锐机电有限公司"
    other.invoice(books.customer(name), "B-2026-000077", 70_000)
    money = at_the_bank(books, 70_000, "CNY", payer_name=name, reference="货款 B-2026-000077")
    assert proposed(books, money)
    seen = {
        ids: len(match_of(actor=replace(SYSTEM, company_ids=ids), receipt_ids=[money.pk])[money.pk].splits)
        for ids in (frozenset({books.company_id}), frozenset({books.company_id, other.company_id}))
    }
    assert sorted(seen.values()) == [0, 1]
    assert seen[frozenset({books.company_id})] == 0


@pytest.mark.parametrize(
    ("rate", "found"),
    [
        (("USD", "CNY", 7_120_000, date(2026, 2, 19)), 1),
        (("CNY", "USD", 140_449, date(2026, 2, 19)), 1),  # turned round
        (("USD", "CNY", 7_120_000, date(2026, 2, 21)), 0),  # of a later day
        (("USD", "CNY", 7_900_000, date(2026, 2, 19)), 0),  # more than one per cent off
        (None, 0),
    ],
)
def test_the_run_proposes_an_item_in_yuan_for_dollars_at_an_entered_rate(
    books: Books, rate: tuple[str, str, int, date] | None, found: int
) -> None:
    (item,) = books.invoice(books.customer("Acme Trading Inc"), "26322000000010400121", 712_000)
    if rate is not None:
        currency, to_currency, micros, day = rate
        entered = RateDraft(day, currency, to_currency, micros, "中国银行")
        enter_rates(actor=SYSTEM, now=NOW, key="rate", rates=[entered])
    money = at_the_bank(books, 100_000, "USD", payer_name="Acme Trading Inc", reference="26322000000010400121")
    splits = proposed(books, money)
    assert len(splits) == found
    assert is_open(item) == 712_000
    if splits:
        receipt = receipt_row(actor=SYSTEM, receipt_id=money.pk)
        assert receipt is not None
        pass_on(actor=SYSTEM, now=NOW, key="as proposed", draft=draft_of(receipt=receipt, split=splits[0]))
        assert (is_open(item), parts(money.pk)) == (0, (0, 0, 100_000))
        nothing_broken()


def test_the_check_finds_a_side_that_stands_alone(books: Books, other: Books) -> None:
    money = books.receipt(100_000, books.customer("华锐"))
    (passed_id,) = passed(money, to(other, 40_000))
    nothing_broken()
    PassedMoney.objects.filter(pk=passed_id).update(amount_minor=39_000, worth_minor=39_000)
    assert {row.invariant for row in summary(findings=check_all())[1]} == {"P3"}
    PassedMoney.objects.filter(pk=passed_id).update(amount_minor=40_000, worth_minor=40_000, rate_micros=7)
    assert {row.invariant for row in summary(findings=check_all())[1]} == {"R6"}
    PassedMoney.objects.filter(pk=passed_id).update(rate_micros=None, undone_act=Act.objects.first())
    assert {row.invariant for row in summary(findings=check_all())[1]} == {"P3"}
    PassedMoney.objects.all().delete()
    assert [row.object for row in summary(findings=check_all())[1]] == [
        f"receipt {Receipt.objects.get(company_id=other.company_id).pk} passed on"
    ]
