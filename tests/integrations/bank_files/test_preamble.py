"""What the rows around a table say."""

import pytest

from huikuan.integrations.bank_files.delimited import Row
from huikuan.integrations.bank_files.preamble import account_text, preamble_of, stated_minor, summary_of


def _facts(*rows):
    found = preamble_of(rows=[Row(line=number, cells=cells) for number, cells in enumerate(rows, start=1)])
    return {kind: fact.text for kind, fact in found.items()}


@pytest.mark.parametrize(
    ("cells", "facts"),
    [
        (("账号：1202 0000 0000 0000",), {"account": "1202 0000 0000 0000"}),
        (("#账号：[20880000000000000156]",), {"account": "20880000000000000156"}),
        (("查询账号[ Inquirer account number ]", "200000000001"), {"account": "200000000001"}),
        (("账户明细", "账号：", "73110122000157061"), {"account": "73110122000157061"}),
        (("", "户名：", "测试食品有限公司"), {"owner": "测试食品有限公司"}),
        (("卡号: 1234****9876", "卡别名: 这是卡别名"), {"account": "1234****9876"}),
        (("子账户序号: 00000", "子账户类别: 活期"), {}),
        (("币　　种：", "人民币"), {"currency": "人民币"}),
        (("账号", "600100200300"), {"account": "600100200300"}),
        (("账号", "户名", "币种"), {}),
        (("期初余额：100.00", "期末余额：130.00"), {"opening": "100.00", "closing": "130.00"}),
        (("总笔数[ Total number ]", "29"), {"count": "29"}),
        (("借方发生总额[ Total Debit Amount of Payments ]", "1,081,178.53"), {"out_total": "1,081,178.53"}),
        (("收入：1笔 28.50元",), {"in_count": "1", "in_total": "28.50"}),
        (("#支出合计：2笔，共1,000.00元",), {"out_count": "2", "out_total": "1,000.00"}),
        (("汇总收入金额", "5,000.00"), {"in_total": "5,000.00"}),
        (("账号：", "--"), {}),
        (("注：",), {}),
    ],
)
def test_labelled_cells(cells, facts):
    assert _facts(cells) == facts


def test_the_first_statement_of_a_fact_wins():
    assert _facts(("账号：1",), ("账号：2",)) == {"account": "1"}


def test_summary_of_two_rows():
    labels = Row(line=8, cells=("总交易单数", "应结订单总金额", "退款总金额", "手续费总金额"))
    found = summary_of(labels=labels, values=Row(line=9, cells=("3", "10.79", "5.93", "0.3")))
    assert {kind: (fact.text, fact.line) for kind, fact in found.items()} == {
        "count": ("3", 9),
        "in_total": ("10.79", 9),
        "out_total": ("5.93", 9),
        "fee_total": ("0.3", 9),
    }
    assert summary_of(labels=Row(line=1, cells=("a", "总笔数")), values=Row(line=2, cells=("1", "2"))) == {}


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("1202 0000 0000 0000", "1202000000000000"),
        ("10-101001040012345", "10-101001040012345"),
        ("[2088]", "2088"),
        ("6222\t", "6222"),
        ("NL91 ABNA 0417", "NL91 ABNA 0417"),
    ],
)
def test_account_text(text, account):
    assert account_text(text=text) == account


def test_stated_minor():
    facts = preamble_of(rows=[Row(line=1, cells=("期初余额：1,100.00", "期末余额：约 5"))])
    assert stated_minor(facts=facts, kind="opening", currency="CNY") == 110_000
    assert stated_minor(facts=facts, kind="closing", currency="CNY") is None
    assert stated_minor(facts=facts, kind="count", currency="CNY") is None
