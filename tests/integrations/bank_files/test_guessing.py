"""What the columns of an unknown table are taken for: columns of figures by what the balances prove."""

from __future__ import annotations

import pytest

from huikuan.integrations.bank_files.guessing import guessed_columns

HEADS = ["顺号", "登账日", "往来户", "往来户号", "去款", "来款", "结存数", "说明字"]
ROWS = [
    ["3", "20261105", "某某电力公司", "6222000000000003", "300.00", "", "11700.00", "电费"],
    ["2", "20261104", "乙方电气有限公司", "6222000000000002", "", "2000.00", "12000.00", "货款"],
    ["1", "20261103", "某某物业公司", "6222000000000001", "500.00", "", "10000.00", "物业"],
]
WHO = {"TRADED_DAY": 1, "OTHER_NAME": 2, "OTHER_ACCOUNT": 3}


@pytest.mark.parametrize("is_oldest_first", [False, True])
def test_money_out_in_and_balance_are_told_by_the_balance(is_oldest_first: bool) -> None:
    """Given names nobody knows and a serial number among the figures; then the arithmetic says which is which."""
    rows = ROWS[::-1] if is_oldest_first else ROWS
    totals = ["", "合计", "", "", "800.00", "2000.00", "", ""]
    assert guessed_columns(heads=HEADS, rows=[*rows, totals]) == {**WHO, "MONEY_OUT": 4, "MONEY_IN": 5, "BALANCE": 6}


def test_one_column_with_signs_and_its_balance_are_told_wherever_they_stand() -> None:
    rows = [[row[6], row[1], row[0], f"{'-' if row[4] else ''}{row[4] or row[5]}"] for row in ROWS]
    found = guessed_columns(heads=["甲", "乙", "丙", "丁"], rows=rows)
    assert found == {"TRADED_DAY": 1, "AMOUNT": 3, "BALANCE": 0}


def test_without_the_proof_only_the_order_of_the_columns_is_left() -> None:
    """The negative control: one balance is a fen off, and the serial number is taken for the amount as it stands first."""
    rows = [[*ROWS[0]], [*ROWS[1]], [*ROWS[2]]]
    rows[1][6] = "12000.01"
    found = guessed_columns(heads=HEADS, rows=rows)
    assert (found["AMOUNT"], "MONEY_IN" in found) == (0, False)


def test_one_step_proves_nothing() -> None:
    assert "MONEY_IN" not in guessed_columns(heads=HEADS, rows=ROWS[:2])


def test_known_names_go_before_the_figures() -> None:
    heads = ["顺号", "交易日期", "对方户名", "对方账号", "支出", "收入", "余额", "摘要"]
    found = guessed_columns(heads=heads, rows=ROWS)
    assert (found["MONEY_OUT"], found["MONEY_IN"], found["BALANCE"], found["SUMMARY"]) == (4, 5, 6, 7)
