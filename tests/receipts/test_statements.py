"""Bank statements in the database: each real line once, money in becomes a receipt, gaps are said."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest
from django.db.models import CharField

from huikuan.documents.files import write_file
from huikuan.imports.operations.statements import import_statement
from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.receipts.models import BankAccount, Receipt, StatementLine
from huikuan.receipts.operations.statements import (
    LONGEST_TEXTS,
    BankAccountDraft,
    StatementSource,
    open_bank_account,
)
from huikuan.receipts.queries.bank_accounts import new_lines
from huikuan.receipts.rules import LineDraft, StatementDraft
from tests.books import NOW, Books, new_books

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Books:
    return new_books()


@pytest.fixture
def account(books: Books) -> int:
    draft = BankAccountDraft("工行 CNY", "CNY", "1102021409000123456", "工商银行")
    done = open_bank_account(actor=SYSTEM, now=NOW, key="account", company_id=books.company_id, account=draft)
    return int(done["bank_account_id"])


def line(day: int, minor: int, name: str = "乙公司", **more: object) -> LineDraft:
    return LineDraft(f"{day}/{minor}/{name}", day, date(2026, 3, day), minor, "CNY", None, name, **more)  # type: ignore[arg-type]


def source(*lines: LineDraft, sha256: str = "a" * 64, **more: object) -> StatementSource:
    values = {"account_number": "", "opening_minor": None, "closing_minor": None, **more}
    statement = StatementDraft(
        currency="CNY",
        file_format="cn.generic",
        direction_proof="balance",
        lines=lines,
        **values,  # type: ignore[arg-type]
    )
    return StatementSource(sha256, (statement,))


def take(account: int, one: StatementSource, key: str) -> dict[str, object]:
    return import_statement(actor=SYSTEM, now=NOW, key=key, bank_account_id=account, source=one)


def test_a_number_typed_full_width_is_kept_half_width_and_lets_no_foreign_statement_pass(books: Books) -> None:
    draft = BankAccountDraft("招行", "CNY", "６２２２０２　０１ ")
    done = open_bank_account(actor=SYSTEM, now=NOW, key="wide", company_id=books.company_id, account=draft)
    assert BankAccount.objects.get(pk=done["bank_account_id"]).number == "622202 01"
    with pytest.raises(Refused) as refused:
        take(int(done["bank_account_id"]), source(line(1, 100), account_number="９１００００８８"), "foreign")
    assert refused.value.code == "STATEMENT_ACCOUNT_DIFFERS"
    own = take(int(done["bank_account_id"]), source(line(1, 100), account_number="６２２２０２０１"), "own")
    assert own["accepted"] == 1


def test_money_in_becomes_receipts_and_the_rest_is_kept(account: int) -> None:
    kept = write_file(content=b"one")
    lines = (line(2, 500), line(3, -200), line(4, 900, is_reversal=True))
    done = take(account, source(*lines, sha256=kept), "one")
    assert (done["read"], done["accepted"], done["duplicate"]) == (3, 3, 0)
    (receipt,) = Receipt.objects.all()
    assert (receipt.amount_minor, receipt.unapplied_minor, receipt.customer_id) == (500, 500, None)
    assert receipt.source_ref == f"{kept}#2"
    assert BankAccount.objects.get(pk=account).stated_through == date(2026, 3, 4)
    assert summary(findings=check_all())[1] == []


def test_an_overlapping_file_adds_only_what_is_new(account: int) -> None:
    take(account, source(line(2, 500), line(3, 700)), "one")
    done = take(account, source(line(3, 700), line(5, 800), sha256="b" * 64), "two")
    assert (done["accepted"], done["duplicate"]) == (1, 1)
    assert StatementLine.objects.count() == Receipt.objects.count() == 3


def test_a_missing_statement_in_between_is_said(account: int) -> None:
    take(account, source(line(2, 500), opening_minor=100, closing_minor=600), "one")
    done = take(account, source(line(9, 50), opening_minor=650, closing_minor=700, sha256="b" * 64), "two")
    gap = {"expected": 600, "found": 650, "currency": "CNY", "last_day": "2026-03-02", "day": "2026-03-09"}
    assert done["gaps"] == [gap]


def test_texts_longer_than_a_column_are_cut_to_it(account: int) -> None:
    long = line(2, 500, "乙" * 900, counterparty_account="6" * 900, reference="款" * 900)
    take(account, source(replace(long, line_key="k" * 64)), "one")
    for row in (StatementLine.objects.get(), Receipt.objects.get()):
        for column in row._meta.concrete_fields:
            if isinstance(column, CharField):
                assert len(getattr(row, column.attname)) <= (column.max_length or 0), column.name
    kept = StatementLine.objects.get()
    assert (len(kept.counterparty_name), len(kept.counterparty_account), len(kept.reference)) == (200, 60, 500)


def test_every_text_a_line_may_say_is_cut_or_short_by_its_making() -> None:
    texts = {field.name for field in fields(LineDraft) if field.type == "str"}
    assert texts == {*LONGEST_TEXTS, "line_key", "currency"}
    for name, longest in LONGEST_TEXTS.items():
        column = StatementLine._meta.get_field(name)
        assert isinstance(column, CharField)
        assert column.max_length == longest


IN_DOLLARS = StatementDraft("", "USD", "x", "none", None, None, (LineDraft("k", 1, date(2026, 3, 2), 5, "USD"),))


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (source(line(2, 500), account_number="9999999999999999999"), "STATEMENT_ACCOUNT_DIFFERS"),
        (StatementSource("c" * 64, (IN_DOLLARS,)), "STATEMENT_CURRENCY_NOT_OURS"),
        (source(line(2, 10**13 + 1)), "AMOUNT_OUT_OF_BOUNDS"),
    ],
)
def test_what_does_not_belong_here_is_refused_whole(account: int, one: StatementSource, code: str) -> None:
    with pytest.raises(Refused, match=code):
        take(account, one, "one")
    assert not StatementLine.objects.exists()


def test_known_lines_are_told_to_those_who_may_see_the_company(
    books: Books, account: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, new = [line(day, 500) for day in (2, 3, 4)], line(5, 500)
    take(account, source(*kept), "one")
    statements = source(*kept, new).statements
    monkeypatch.setattr("huikuan.kernel.paging.AT_ONCE", 2)
    for company_id, lines in ((None, [new]), (books.company_id, [new]), (books.company_id + 1, [*kept, new])):
        actor = replace(SYSTEM, company_ids=None if company_id is None else frozenset({company_id}))
        assert new_lines(actor=actor, bank_account_id=account, statements=statements) == (tuple(lines),)
    assert new_lines(actor=SYSTEM, bank_account_id=account + 1, statements=statements) == ((*kept, new),)
