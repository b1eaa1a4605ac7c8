"""A file of several accounts: the statements of the account that is meant are taken, every other row is refused by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huikuan.integrations.bank_files.reader import read_statement
from huikuan.integrations.bank_files.records import FileFault, RowFault, StatementFile
from huikuan.jobs.statement_choice import LeftOut, statements_of_account
from huikuan.kernel.refusal import Refused
from huikuan.receipts.queries.bank_accounts import BankAccountRow

OURS = BankAccountRow(1, 1, "工行", "", "9100", "USD", date(2026, 1, 1))
HEAD = ":20:A\n:25:{account}\n:60F:C260101{currency}0,00\n"
TAIL = ":62F:C260105{currency}{closing}\n-\n"


def statement(account: str, currency: str, *amounts: int) -> str:
    lines = "".join(f":61:2601050105C{amount},00NTRFREF\n:86:from {account}\n" for amount in amounts)
    frame = HEAD + lines + TAIL
    return frame.format(account=account, currency=currency, closing=f"{sum(amounts)},00")


def read(*statements: str) -> StatementFile:
    found = read_statement(content="".join(statements).encode(), filename="x.sta")
    assert not isinstance(found, FileFault)
    return found


TWO = read(statement("9100", "USD", 5, 7), statement("9200", "USD", 9), statement("9200", "EUR", 3))


def test_one_account_is_taken_and_each_other_row_is_refused_with_its_account() -> None:
    found = statements_of_account(file=TWO, account=OURS, name="x.sta")
    assert [(one.account, len(one.lines)) for one in found.statements] == [("9100", 2)]
    assert found.rejected == (RowFault(13, "", "9200", "OTHER_ACCOUNT"), RowFault(20, "", "9200", "OTHER_ACCOUNT"))
    assert found.left_out == (LeftOut("9200", "USD", 1), LeftOut("9200", "EUR", 1))
    assert sum(len(one.lines) for one in found.statements) + len(found.rejected) == TWO.rows_read


def test_the_other_currency_of_the_same_account_is_refused_by_its_name() -> None:
    file = read(statement("9100", "USD", 5), statement("9100", "EUR", 9))
    found = statements_of_account(file=file, account=OURS, name="x.sta")
    assert found.rejected == (RowFault(11, "", "EUR", "OTHER_CURRENCY"),)
    assert found.left_out == (LeftOut("9100", "EUR", 1),)


def test_a_file_of_one_account_is_taken_whole() -> None:
    file = read(statement("9100", "USD"), statement("9100", "USD", 5))
    found = statements_of_account(file=file, account=OURS, name="x.sta")
    assert (found.statements, found.left_out, found.rejected) == (file.statements, (), ())


@pytest.mark.parametrize(
    ("ours", "code", "details"),
    [
        (replace(OURS, number="9300"), "STATEMENT_ACCOUNT_DIFFERS", {"ours": "9300", "found": "9100, 9200", "line": 1}),
        (replace(OURS, number=""), "STATEMENT_ACCOUNT_UNCLEAR", {"found": "9100, 9200", "line": 1}),
        (replace(OURS, currency="CNY"), "STATEMENT_CURRENCY_NOT_OURS", {"expected": "CNY", "found": "USD", "line": 1}),
    ],
)
def test_what_cannot_be_told_apart_is_refused_with_place_and_remedy(
    ours: BankAccountRow, code: str, details: dict[str, str | int]
) -> None:
    with pytest.raises(Refused) as refused:
        statements_of_account(file=TWO, account=ours, name="x.sta")
    assert refused.value.code == code
    assert refused.value.parameters == {"file": "x.sta", "account": "工行", **details}
