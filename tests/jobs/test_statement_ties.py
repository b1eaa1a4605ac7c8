"""Whether the lines of a statement lead from its opening to its closing balance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huikuan.integrations.bank_files.reader import read_statement
from huikuan.integrations.bank_files.records import IGNORED, Statement, StatementFile
from huikuan.jobs.statement_ties import Balances, balances_of

TEXT = "交易日期,借方,贷方,余额\n2026-02-19,,500.00,1500.00\n2026-02-20,200.00,,1300.00\n"


def read(text: str = TEXT, **options: bool) -> Statement:
    found = read_statement(content=text.encode(), filename="x.csv", **options)  # type: ignore[arg-type]
    assert isinstance(found, StatementFile)
    return found.statements[0]


ONE = read()


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([], Balances(None, None, None)),
        ([ONE], Balances(100_000, 130_000, True)),
        ([replace(ONE, opening_minor=None)], Balances(None, 130_000, None)),
        ([replace(ONE, lines=ONE.lines[:1])], Balances(100_000, 130_000, False)),
        ([replace(ONE, direction_proof=IGNORED)], Balances(100_000, 130_000, False)),
        ([ONE, replace(ONE, opening_minor=130_000, closing_minor=160_000)], Balances(100_000, 160_000, True)),
        ([ONE, ONE], Balances(100_000, 130_000, False)),
    ],
)
def test_balances(statements: list[Statement], expected: Balances) -> None:
    assert balances_of(statements=statements) == expected


def test_balances_that_contradict_the_lines_do_not_tie() -> None:
    found = balances_of(statements=[read(TEXT.replace("1300", "1299"), check_balances=False)])
    assert found == Balances(None, None, False)
