"""Given a bank statement, when the matching run looks at it, then sure money is applied, and people stay in charge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from huikuan.customers.models import PayerAlias
from huikuan.documents.files import write_file
from huikuan.imports.operations.statements import import_statement
from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.forked import Forked
from huikuan.ledger.models import Posting
from huikuan.receipts.matching import engine
from huikuan.receipts.matching.engine import match_lines
from huikuan.receipts.matching.records import Decision, Outcome
from huikuan.receipts.models import AllocationReason, MatchOutcome, Receipt
from huikuan.receipts.operations import matching
from huikuan.receipts.operations.allocating import reverse_allocations
from huikuan.receipts.operations.matching import MatchingDone, run_matching
from huikuan.receipts.operations.money import identify_receipt
from huikuan.receipts.operations.statements import (
    BankAccountDraft,
    StatementSource,
    open_bank_account,
)
from huikuan.receipts.rules import LineDraft, StatementDraft
from huikuan.receivables.models import Receivable
from tests.books import NOW, Books, new_books

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Books:
    return new_books()


@pytest.fixture
def account(books: Books) -> int:
    done = open_bank_account(
        actor=SYSTEM, now=NOW, key="account", company_id=books.company_id, account=BankAccountDraft("工行", "CNY")
    )
    return int(done["bank_account_id"])


def arrives(account: int, *lines: tuple[int, str, str, str]) -> list[int]:
    """Lines `(minor, payer, payer's account, text)` on the statement of 2026-03-02; ids of the receipts."""
    drafts = tuple(
        LineDraft(f"{text}/{minor}/{name}", number, date(2026, 3, 2), minor, "CNY", None, name, number_of_account, text)
        for number, (minor, name, number_of_account, text) in enumerate(lines, 1)
    )
    statement = StatementDraft("", "CNY", "cn.generic", "none", None, None, drafts)
    done = import_statement(
        actor=SYSTEM,
        now=NOW,
        key=f"statement {lines[0][3]}",
        bank_account_id=account,
        source=StatementSource(write_file(content=repr(lines).encode()), (statement,), "bank.csv"),
    )
    return list(done["receipt_ids"])


def match(books: Books) -> MatchingDone:
    return run_matching(actor=SYSTEM, now=NOW, company_id=books.company_id)


def test_a_run_at_two_desks_leaves_the_connection_alone(
    books: Books, account: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy of the process knows the open connection, and neither uses nor closes it."""
    monkeypatch.setattr(engine, "WORTH_A_DESK", 1)
    monkeypatch.setattr(matching, "spare_cores", lambda: 1)
    begun: list[str] = []
    ask = Forked.ask

    def counted(self: Forked, method: str, *arguments: object) -> None:
        begun.append(method)
        ask(self, method, *arguments)

    monkeypatch.setattr(Forked, "ask", counted)
    names = ("苏州华锐机电有限公司", "杭州瑞恒机电有限公司")
    for place, name in enumerate(names):
        books.invoice(books.customer(name), f"2632200000001040012{place}", 1_234_567 + place)
    lines = [(1_234_567 + n, name, f"6222000{n}", f"货款 2632200000001040012{n}") for n, name in enumerate(names)]
    arrives(account, *lines)
    assert match(books).applied == 2
    assert "explain" in begun
    assert set(Receivable.objects.values_list("outstanding_minor", flat=True)) == {0}


def test_sure_money_is_applied_with_its_reasons_and_a_second_run_posts_nothing(books: Books, account: int) -> None:
    buyer = books.customer("苏州华锐机电有限公司")
    (item,) = books.invoice(buyer, "26322000000010400120", 1_234_567)
    (receipt_id,) = arrives(account, (1_234_567, "苏州华锐机电有限公司", "62220001", "货款 26322000000010400120"))
    assert match(books).applied == 1
    assert Receivable.objects.get(pk=item.pk).outstanding_minor == 0
    reason = AllocationReason.objects.get(receipt_id=receipt_id)
    assert reason.is_automatic
    assert "NUMBER_EXACT" in {row["code"] for row in reason.reasons}
    before = Posting.objects.count()
    again = match(books)
    assert (again.looked, again.applied, Posting.objects.count()) == (0, 0, before)
    assert summary(findings=check_all())[1] == []


def test_what_two_invoices_could_explain_is_proposed_not_applied(books: Books, account: int) -> None:
    buyer = books.customer("苏州华锐机电有限公司")
    first, second = (books.invoice(buyer, f"2632200000001040012{n}", 500_000)[0] for n in (1, 2))
    (receipt_id,) = arrives(account, (500_000, "苏州华锐机电有限公司", "", "货款"))
    done = match(books)
    assert (done.applied, done.proposed) == (0, 1)
    candidates = MatchOutcome.objects.get(receipt_id=receipt_id).candidates
    proposed = {share[0] for candidate in candidates for share in candidate["shares"]}
    assert proposed == {first.pk, second.pk}


def test_interest_is_nobodys_money(books: Books, account: int) -> None:
    buyer = books.customer("苏州华锐机电有限公司")
    books.invoice(buyer, "26322000000010400120", 41_230)
    arrives(account, (41_230, "", "", "结息"))
    assert match(books).applied == 0


def test_an_undone_match_is_never_applied_by_itself_again_and_is_unlearned(books: Books, account: int) -> None:
    buyer = books.customer("苏州华锐机电有限公司")
    books.invoice(buyer, "26322000000010400120", 1_234_567)
    (receipt_id,) = arrives(account, (1_234_567, "王丽", "62220009", "货款 26322000000010400120"))
    assert match(books).applied == 1
    assert set(PayerAlias.objects.values_list("value", flat=True)) == {"王丽", "62220009"}
    (posting_id,) = AllocationReason.objects.values_list("posting_id", flat=True)
    reverse_allocations(actor=SYSTEM, now=NOW, key="undo", posting_ids=[posting_id], effective_date=date(2026, 3, 3))
    assert not PayerAlias.objects.exists()
    done = match(books)
    assert (done.applied, done.proposed) == (0, 1)
    assert Receipt.objects.get(pk=receipt_id).unapplied_minor == 1_234_567


def identify(receipt_id: int, customer_id: int | None) -> None:
    identify_receipt(actor=SYSTEM, now=NOW, key=f"is {customer_id}'s", receipt_id=receipt_id, customer_id=customer_id)


def undo(*posting_ids: int) -> None:
    reverse_allocations(
        actor=SYSTEM, now=NOW, key=f"undo {posting_ids}", posting_ids=posting_ids, effective_date=date(2026, 3, 3)
    )


def test_what_a_person_said_of_the_payer_is_not_overruled_by_a_number(books: Books, account: int) -> None:
    said, other = books.customer("苏州华锐机电有限公司"), books.customer("无锡宏达贸易有限公司")
    (own,) = books.invoice(said, "26322000000010400777", 2_000_000)
    (item,) = books.invoice(other, "26322000000010400120", 1_234_567)
    (receipt_id,) = arrives(account, (1_234_567, "王丽", "62220009", "货款 26322000000010400120"))
    identify(receipt_id, said)
    done = match(books)
    assert (done.applied, done.proposed, done.refused) == (0, 1, 0)
    first, last = MatchOutcome.objects.get(receipt_id=receipt_id).candidates
    assert (first["customer_id"], first["shares"]) == (said, [[own.pk, 1_234_567]])
    assert (last["customer_id"], last["shares"]) == (other, [[item.pk, 1_234_567]])
    assert {"code": "IDENTIFIED_AS_ANOTHER", "params": {"name": "苏州华锐机电有限公司"}} in last["against"]
    identify(receipt_id, None)
    assert match(books).applied == 1


def test_an_undone_match_gives_back_the_customer_that_it_had_said(books: Books, account: int) -> None:
    buyer = books.customer("苏州华锐机电有限公司")
    books.invoice(buyer, "26322000000010400120", 1_234_567)
    (receipt_id,) = arrives(account, (1_234_567, "王丽", "62220009", "货款 26322000000010400120"))
    match(books)
    assert Receipt.objects.get(pk=receipt_id).customer_id == buyer
    undo(*AllocationReason.objects.values_list("posting_id", flat=True))
    assert Receipt.objects.get(pk=receipt_id).customer_id is None
    assert summary(findings=check_all())[1] == []


def test_an_undone_match_leaves_the_customer_that_a_person_had_said(books: Books, account: int) -> None:
    buyer = books.customer("苏州华锐机电有限公司")
    books.invoice(buyer, "26322000000010400120", 1_234_567)
    (receipt_id,) = arrives(account, (1_234_567, "王丽", "62220009", "货款 26322000000010400120"))
    identify(receipt_id, buyer)
    assert match(books).applied == 1
    undo(*AllocationReason.objects.values_list("posting_id", flat=True))
    assert Receipt.objects.get(pk=receipt_id).customer_id == buyer
    assert summary(findings=check_all())[1] == []


def test_what_a_payment_taught_stands_as_long_as_one_of_its_allocations(books: Books, account: int) -> None:
    buyer = books.customer("苏州华锐机电有限公司")
    first, second = (books.invoice(buyer, f"2632200000001040012{n}", 500_000)[0] for n in (1, 2))
    (receipt_id,) = arrives(account, (1_000_000, "王丽", "62220009", "货款"))
    postings = books.allocate(Receipt.objects.get(pk=receipt_id), (first, 500_000), (second, 500_000))
    undo(postings[0])
    assert set(PayerAlias.objects.values_list("value", flat=True)) == {"王丽", "62220009"}
    assert Receipt.objects.get(pk=receipt_id).customer_id == buyer
    undo(postings[1])
    assert not PayerAlias.objects.exists()
    assert Receipt.objects.get(pk=receipt_id).customer_id is None
    assert summary(findings=check_all())[1] == []


def test_what_two_payments_taught_stands_as_long_as_one_of_them(books: Books, account: int) -> None:
    buyer, other = books.customer("苏州华锐机电有限公司"), books.customer("无锡宏达贸易有限公司")
    items = [books.invoice(buyer, f"2632200000001040012{n}", 500_000)[0] for n in range(3)]
    (foreign,) = books.invoice(other, "26322000000010400777", 500_000)
    payers = ("王丽", "６２２２-0009"), ("王 丽", "62220009"), ("王丽", "62220010"), ("李强", "62220009")
    money = [
        Receipt.objects.get(pk=pk)
        for pk in arrives(account, *((500_000, *payer, f"货款{n}") for n, payer in enumerate(payers)))
    ]
    first, second, third = (books.allocate(one, (item, 500_000))[0] for one, item in zip(money, items, strict=False))
    identify(money[3].pk, buyer)
    books.let_pay(buyer, foreign.customer_id)
    books.allocate(money[3], (foreign, 500_000))
    undo(first)
    assert known_aliases(buyer) == {"王丽", "62220009", "62220010"}
    undo(third)
    assert known_aliases(buyer) == {"王丽", "62220009"}
    undo(second)
    assert known_aliases(buyer) == set()  # a third party's payment confirms nothing
    assert summary(findings=check_all())[1] == []


def known_aliases(customer_id: int) -> set[str]:
    return set(PayerAlias.objects.filter(customer_id=customer_id).values_list("value", flat=True))


def test_a_run_that_was_interrupted_between_chunks_is_simply_run_again(
    books: Books, account: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer = books.customer("苏州华锐机电有限公司")
    numbers = [f"263220000000104001{n:02}" for n in range(6)]
    for place, number in enumerate(numbers):
        books.invoice(buyer, number, 100_007 + place * 1_313)
    arrives(
        account,
        *(
            (100_007 + place * 1_313, "苏州华锐机电有限公司", "", f"货款 {number}")
            for place, number in enumerate(numbers)
        ),
    )
    monkeypatch.setattr("huikuan.receipts.operations.matching.CHUNK", 2)
    calls: list[int] = []

    def dies_at_the_second(*arguments: object) -> bool:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return original(*arguments)  # type: ignore[arg-type]

    from huikuan.receipts.operations import matching

    original = matching._applied
    monkeypatch.setattr(matching, "_applied", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        match(books)
    assert Receipt.objects.filter(unapplied_minor=0).count() == 2
    monkeypatch.setattr(matching, "_applied", original)
    assert match(books).applied == 4
    assert summary(findings=check_all())[1] == []


def test_what_is_sure_only_after_the_rest_is_applied_is_applied_in_the_same_run(
    books: Books, account: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The matcher here is sure of one receipt at a time, as where another buyer's item stands in the way until it is paid."""
    buyer = books.customer("苏州华锐机电有限公司")
    lines = [(88_000_07 + place, "苏州华锐机电有限公司", "", f"货款 F2603-000{place}") for place in (1, 2, 3)]
    for place, (minor, *_) in enumerate(lines, 1):
        books.invoice(buyer, f"F2603-000{place}", minor)
    monkeypatch.setattr(matching, "match_lines", sure_of_one)
    arrives(account, *lines)
    done = match(books)
    assert (done.looked, done.applied, done.proposed) == (3, 3, 0)
    assert done.applied_minor == {"CNY": sum(minor for minor, *_ in lines)}
    assert match(books).applied == 0
    assert Posting.objects.filter(kind="ALLOCATE").count() == 3


def sure_of_one(**call: Any) -> list[Outcome]:
    first, *others = match_lines(**call)
    return [first, *(replace(one, decision=Decision.PROPOSED) for one in others)]


def test_a_bank_fee_within_the_policy_is_given_up_with_its_reason(books: Books, account: int) -> None:
    buyer = books.customer("苏州华锐机电有限公司")
    (item,) = books.invoice(buyer, "26322000000010400120", 1_234_567)
    (receipt_id,) = arrives(account, (1_233_567, "苏州华锐机电有限公司", "62220001", "货款 26322000000010400120"))
    assert match(books).applied == 1
    assert Receivable.objects.get(pk=item.pk).outstanding_minor == 0
    (short,) = Posting.objects.filter(kind="SHORT_PAYMENT")
    assert short.reason == "BANK_FEE"
    assert Receipt.objects.get(pk=receipt_id).unapplied_minor == 0
    assert summary(findings=check_all())[1] == []
    undo(*AllocationReason.objects.values_list("posting_id", flat=True))
    assert Receivable.objects.get(pk=item.pk).outstanding_minor == 1_234_567
    assert summary(findings=check_all())[1] == []


def test_more_than_the_policy_gives_up_stays_open(books: Books, account: int) -> None:
    buyer = books.customer("苏州华锐机电有限公司")
    (item,) = books.invoice(buyer, "26322000000010400120", 1_234_567)
    arrives(account, (1_214_567, "苏州华锐机电有限公司", "62220001", "货款 26322000000010400120"))
    assert match(books).applied == 1
    assert Receivable.objects.get(pk=item.pk).outstanding_minor == 20_000
    assert not Posting.objects.filter(kind="SHORT_PAYMENT").exists()
