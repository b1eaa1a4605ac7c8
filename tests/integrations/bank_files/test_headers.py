"""Header rows and column names of banks and wallets."""

import pytest

from huikuan.integrations.bank_files.column_names import NAMES, Field
from huikuan.integrations.bank_files.headers import Header, plain_name, recognise, recognise_scattered
from huikuan.integrations.bank_files.layouts import GENERIC, LAYOUTS, has_both_sides, layout_of


def _header(cells: list[str]) -> Header:
    found = recognise(cells=cells)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "name", "sign", "unit"),
    [
        ("交易类型[ Transaction Type ]", "交易类型", "", ""),
        ("金额(元)", "金额", "", "元"),
        ("收入金额（+元）", "收入金额", "+", "元"),
        ("支出金额（-元）", "支出金额", "-", "元"),
        ("日 志 号", "日志号", "", ""),
        ("币　　种", "币种", "", ""),
        ("借方发生额（支取）", "借方发生额(支取)", "", ""),
        ("贷方金额(Credit)", "贷方金额", "", ""),
        ("交易日期 Transaction Date", "交易日期", "", ""),
        ("支出(借方)", "支出", "", ""),
        ("余额(本币)", "余额", "", ""),
        ("金额(贷方)", "贷方", "", ""),
        ("金额(借方)", "借方", "", ""),
        ("金额(外币)", "金额", "", ""),
        ("收入（万元）", "收入", "", "万元"),
        ("Transaction Amount", "transactionamount", "", ""),
        ("未知(列)", "未知(列)", "", ""),
        ("", "", "", ""),
    ],
)
def test_plain_name(text, name, sign, unit):
    assert plain_name(text=text) == (name, sign, unit)


def test_booked_amounts_win_over_traded_ones():
    header = _header(["交易日期", "交易金额(收入)", "记账金额(收入)", "记账金额(支出)", "余额"])
    assert header.cell(Field.MONEY_IN, ["2026-01-01", "1", "2", "3", "4"]) == "2"
    assert header.name_of(Field.MONEY_IN) == "记账金额(收入)"


def test_texts_may_have_several_columns():
    header = _header(["日期", "用途", "金额", "摘要", "附言", "备注"])
    cells = ["d", "p", "1", "s", "r1", "r2"]
    assert header.all_cells(Field.REMARK, cells) == ("r1", "r2")
    assert header.all_cells(Field.REMARK, cells[:5]) == ("r1",)
    assert header.all_cells(Field.VALUE_DAY, cells) == ()


@pytest.mark.parametrize(
    "cells",
    [
        ["交易日期", "金额"],
        ["交易日期", "摘要", "余额"],
        ["摘要", "金额", "余额"],
        ["a", "b", "c", "d"],
        ["2026-01-01", "货款", "5.00"],
        [],
    ],
)
def test_other_rows_are_no_header(cells):
    assert recognise(cells=cells) is None


def test_blank_cells_at_the_end_are_no_columns():
    assert _header(["日期", "金额", "余额", "", ""]).width == 3


@pytest.mark.parametrize("twin", ["余额", "余额(元)", "余 额"])
def test_the_same_name_twice_is_told(twin):
    assert _header(["日期", "金额", "余额", twin]).duplicate == twin


def test_unknown_names_may_stand_twice():
    assert _header(["日期", "金额", "余额", "预留", "预留"]).duplicate == ""


@pytest.mark.parametrize(
    "line", ["交易日期~摘要~借方~贷方~余额", "交易日期   摘要   借方   贷方   余额", "日期^金额^余额"]
)
def test_header_with_a_strange_separator_is_seen(line):
    assert recognise_scattered(line=line) is not None


def test_prose_is_no_scattered_header():
    assert recognise_scattered(line="您的账户余额不足，请于日期前存入") is None


def test_no_name_means_two_things():
    names = [name for one in NAMES.values() for name in one.split()]
    assert len(names) == len(set(names))


def test_names_are_written_as_they_are_compared():
    assert [name for one in NAMES.values() for name in one.split() if plain_name(text=name)[0] != name] == []


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: f"{layout.name}-{len(layout.names)}")
def test_every_layout_can_be_met(layout):
    header = _header(["交易日期", "金额", "余额", *sorted(layout.names - {"金额", "余额", "交易日期"})])
    found = layout_of(header=header)
    assert found.name == layout.name or layout.names <= found.names or found.names <= layout.names | {"金额", "余额"}


def test_unknown_tables_are_generic():
    assert layout_of(header=_header(["日期", "金额", "余额"])) is GENERIC
    assert layout_of(header=_header(["Date", "Amount", "Balance"])).name == "table.generic"


def test_payer_and_payee_are_two_sides():
    assert has_both_sides(header=_header(["日期", "金额", "付款人名称", "收款人账号"]))
    assert not has_both_sides(header=_header(["日期", "金额", "付款人名称"]))
