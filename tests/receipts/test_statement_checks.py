"""Given statements as banks give them, however they overlap, nothing is broken; given one changed row, it is named."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.documents.files import write_file
from huikuan.imports.operations.statements import import_statement
from huikuan.imports.rules import Rejection
from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.models import Statement, StatementLine
from huikuan.receipts.operations.statements import BankAccountDraft, StatementSource, open_bank_account
from huikuan.receipts.rules import LineDraft, StatementDraft
from tests.books import NOW, new_books
from tests.forging import forge
from tests.guards.tables import altering, remove

pytestmark = pytest.mark.django_db
A_DAY = (1_000, 2_000, -3_000, 4_000, 5_000)
"""The lines of one day, oldest first, before which the account stood at 100,000."""


@pytest.fixture
def account() -> int:
    draft = BankAccountDraft("工行", "CNY")
    done = open_bank_account(actor=SYSTEM, now=NOW, key="account", company_id=new_books().company_id, account=draft)
    return int(done["bank_account_id"])


def part(first: int, last: int, *, day: int = 2, lines: tuple[int, ...] = A_DAY, **more: object) -> StatementDraft:
    """Lines `first` … `last` of a day (the first line is 1), with the balances before and after them."""
    drafts = tuple(
        LineDraft(f"{day}/{place}", place, date(2026, 3, day), lines[place - 1], "CNY")
        for place in range(first, last + 1)
    )
    opening = 100_000 + sum(lines[: first - 1])
    values = {"opening_minor": opening, "closing_minor": opening + sum(lines[first - 1 : last]), **more}
    return StatementDraft("", "CNY", "cn.generic", "balance", lines=drafts, **values)  # type: ignore[arg-type]


def arrive(account: int, *files: tuple[StatementDraft, ...], rejected: int = 0) -> None:
    """Take the files one after the other, a file once more as often as it is named."""
    done = Statement.objects.count()
    for number, statements in enumerate(files, start=done):
        name = f"file {number}"
        source = StatementSource(write_file(content=name.encode()), statements, name)
        refused = [Rejection(file=name, line=place, column="", value="?", code="BAD_DATE") for place in range(rejected)]
        import_statement(actor=SYSTEM, now=NOW, key=name, bank_account_id=account, source=source, rejected=refused)


def broken() -> list[tuple[str, str]]:
    return [(row.invariant, row.object) for row in summary(findings=check_all())[1]]


MORNING, NOON, AFTERNOON = (part(1, 2),), (part(2, 4),), (part(3, 5),)
TWO_IN_ONE = (part(1, 3), part(4, 5))
OVERLAPS = {
    "inside a day": (MORNING, NOON, AFTERNOON),
    "morning, afternoon, morning again": (MORNING, AFTERNOON, MORNING),
    "two statements in a file, twice": (TWO_IN_ONE, TWO_IN_ONE),
    "a statement twice in one file": ((part(1, 3), part(1, 3)),),
    "the whole before its part": ((part(1, 5),), NOON),
    "two days, the second again": ((part(1, 5),), (part(1, 2, day=3),), (part(1, 2, day=3),)),
    "a later file first": (AFTERNOON, (part(1, 5),)),
    "a gap": (MORNING, (part(5, 5),)),
    "no line at all": ((part(1, 0),),),
    "no balances": ((part(1, 2, opening_minor=None),), (part(2, 4, closing_minor=None),)),
}


@pytest.mark.parametrize("files", OVERLAPS.values(), ids=list(OVERLAPS))
def test_statements_of_sound_books_break_nothing(account: int, files: tuple[tuple[StatementDraft, ...], ...]) -> None:
    arrive(account, *files)
    assert broken() == []


def test_what_is_known_already_and_what_is_left_are_kept_with_the_statement(account: int) -> None:
    arrive(account, MORNING, NOON)
    arrive(account, (part(5, 5, closing_minor=109_007),), rejected=1)
    arrive(account, (part(1, 1, closing_minor=None),))
    rows = Statement.objects.order_by("pk").values_list("known_minor", "unread_minor")
    assert list(rows) == [(0, 0), (2_000, 0), (0, 7), (1_000, None)]
    assert broken() == []


def test_a_rest_without_a_refused_row_is_named(account: int) -> None:
    arrive(account, (part(1, 2, closing_minor=103_001),))
    (statement,) = Statement.objects.all()
    assert broken() == [("I3", f"statement {statement.pk} rest")]


def test_a_line_kept_twice_is_named(account: int) -> None:
    arrive(account, MORNING)
    with altering() as editor:
        remove(editor, StatementLine, "receipts_line_once")
    forge("UPDATE receipts_statementline SET line_key = 'one'")
    assert ("I2", f"line one of bank account {account}") in broken()


def test_balances_that_a_person_let_pass_are_allowed(account: int) -> None:
    ignored = StatementDraft("", "CNY", "cn.generic", "ignored", 5, 6, MORNING[0].lines)
    arrive(account, (ignored,))
    assert broken() == []


FORGERIES = {
    "amount of a line": "UPDATE receipts_statementline SET amount_minor = amount_minor - 1 WHERE amount_minor = {line}",
    "a line gone": "DELETE FROM receipts_statementline WHERE amount_minor = {line}",
    "opening": "UPDATE receipts_statement SET opening_minor = opening_minor + 1 WHERE id = {id}",
    "closing": "UPDATE receipts_statement SET closing_minor = closing_minor + 1 WHERE id = {id}",
    "lines known before": "UPDATE receipts_statement SET known_minor = known_minor + 1 WHERE id = {id}",
    "rest": "UPDATE receipts_statement SET unread_minor = unread_minor + 1 WHERE id = {id}",
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=list(FORGERIES))
@pytest.mark.parametrize(("number", "line"), [(0, -3_000), (1, 4_000)])
def test_a_changed_statement_is_named(account: int, forgery: str, number: int, line: int) -> None:
    """The first file is whole, the second overlaps it inside the day; both are named each by what is its own."""
    arrive(account, (part(1, 3),), NOON)
    statement = Statement.objects.order_by("pk")[number]
    forge("UPDATE receipts_receipt SET statement_line_id = NULL", forgery.format(id=statement.pk, line=line))
    assert ("I3", f"statement {statement.pk} closes") in broken()


TOGETHER = {
    "closing and rest": ("closing_minor = closing_minor + 1, unread_minor = unread_minor + 1", "I3"),
    "closing and lines known": ("closing_minor = closing_minor + 1, known_minor = known_minor + 1", "I4"),
    "a balance taken away": ("closing_minor = NULL", "I3"),
    "a rest taken away": ("unread_minor = NULL", "I3"),
}


@pytest.mark.parametrize(("change", "invariant"), TOGETHER.values(), ids=list(TOGETHER))
def test_fields_changed_together_are_found(account: int, change: str, invariant: str) -> None:
    arrive(account, MORNING, NOON)
    forge(f"UPDATE receipts_statement SET {change} WHERE id = {Statement.objects.latest('pk').pk}")
    assert invariant in {name for name, _ in broken()}


DAMAGED = [
    "{}",
    "[]",
    "null",
    '"x"',
    '{"read": 2}',
    '{"read": "2", "accepted": 2, "duplicate": 0, "totals": {"CNY": 3000}, "duplicate_totals": {"CNY": 0}}',
    '{"read": 2, "accepted": 2, "duplicate": 0, "totals": [3000], "duplicate_totals": {"CNY": 0}}',
    '{"read": 3, "accepted": 2, "duplicate": 0, "totals": {"CNY": 3000}, "duplicate_totals": {"CNY": 0}}',
    '{"read": 2, "accepted": 2, "duplicate": 0, "totals": {"CNY": 3001}, "duplicate_totals": {"CNY": 0}}',
    '{"read": 2, "accepted": 2, "duplicate": 0, "totals": {"CNY": 3000}, "duplicate_totals": {"CNY": 1}}',
]


@pytest.mark.parametrize("result", DAMAGED)
def test_a_damaged_answer_is_named_and_stops_nothing(account: int, result: str) -> None:
    arrive(account, MORNING)
    act = Statement.objects.get().act_id
    forge(f"UPDATE audit_actresult SET result = '{result}' WHERE act_id = {act}")
    assert ("I4", f"statement import of act {act}") in broken()


def test_a_statement_of_no_import_is_named(account: int) -> None:
    arrive(account, MORNING)
    act = Statement.objects.get().act_id
    forge("DELETE FROM audit_actresult")
    assert ("I4", f"statement import of act {act}") in broken()
