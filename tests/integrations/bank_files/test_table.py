"""Statement tables: what is a movement, which way it went, what is rejected, what is refused."""

import pytest

from huikuan.integrations.bank_files.reader import read_statement
from huikuan.integrations.bank_files.records import FileFault, StatementFile


def _read(text, **options):
    return read_statement(content=text.encode(), filename="statement.csv", **options)


def _one(text, **options):
    found = _read(text, **options)
    assert isinstance(found, StatementFile), found.message
    assert found.rows_read == found.rows_accounted
    (statement,) = found.statements
    return statement


def _lines(statement):
    return [(line.position, line.amount_minor) for line in statement.lines]


def _rejected(statement):
    return [(fault.line, fault.column, fault.code) for fault in statement.rejected]


PAIR = "日期,摘要,收入,支出,余额\n"
BOOK = "日期,摘要,借方,贷方,余额\n"


def test_bank_side_and_our_side_are_told_by_the_balance():
    bank = _one(BOOK + "2026-05-01,a,,100,100\n2026-05-02,b,30,,70\n")
    ours = _one(BOOK + "2026-05-01,a,100,,100\n2026-05-02,b,,30,70\n")
    assert _lines(bank) == _lines(ours) == [(2, 10_000), (3, -3_000)]
    assert bank.direction_proof == ours.direction_proof == "balance"


def test_plain_words_are_never_turned_round():
    fault = _read(PAIR + "2026-05-01,a,100,,100\n2026-05-02,b,30,,70\n")
    assert isinstance(fault, FileFault)
    assert (fault.code, fault.line) == ("BALANCE_BREAK", 3)


def test_newest_first_comes_out_oldest_first():
    statement = _one(PAIR + "2026-05-03,c,,30,120\n2026-05-02,b,50,,150\n2026-05-01,a,100,,100\n")
    assert _lines(statement) == [(4, 10_000), (3, 5_000), (2, -3_000)]
    assert (statement.opening_minor, statement.closing_minor) == (0, 12_000)


def test_off_by_a_fen_refuses_the_file_at_the_line():
    text = PAIR + "2026-05-01,a,100,,100.00\n2026-05-02,b,50,,150.01\n2026-05-03,c,,30,120.01\n"
    fault = _read(text)
    assert isinstance(fault, FileFault)
    assert (fault.code, fault.line) == ("BALANCE_BREAK", 3)
    assert dict(fault.params) == {
        "expected": "150.00",
        "found": "150.01",
        "currency": "CNY",
        "account": "",
        "expected_minor": 15_000,
        "found_minor": 15_001,
    }
    assert fault.message == "line 3: the balance should be 150.00 CNY, the file says 150.01"


def test_control_without_the_check_the_same_file_is_read_with_a_remark():
    text = PAIR + "2026-05-01,a,100,,100.00\n2026-05-02,b,50,,150.01\n2026-05-03,c,,30,120.01\n"
    found = _read(text, check_balances=False)
    assert isinstance(found, StatementFile)
    assert found.statements[0].direction_proof == "ignored"
    assert _lines(found.statements[0]) == [(2, 10_000), (3, 5_000), (4, -3_000)]
    assert [(note.line, note.code) for note in found.notes] == [(3, "BALANCE_IGNORED")]


def test_a_missing_line_breaks_the_chain():
    fault = _read(PAIR + "2026-05-01,a,100,,100\n2026-05-03,c,,30,120\n")
    assert isinstance(fault, FileFault)
    assert fault.code == "BALANCE_BREAK"


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("NaN", "NOT_A_NUMBER"),
        ("1e400", "SCIENTIFIC_NOTATION"),
        ("0", "ZERO_AMOUNT"),
        ("0.00", "ZERO_AMOUNT"),
        ("", "NO_AMOUNT"),
        ("-", "NO_AMOUNT"),
        ("0.005", "NEEDS_ROUNDING"),
        ("12345678901234567", "OUT_OF_RANGE"),
        ("货款", "UNREADABLE"),
        ("US$5", "CURRENCY_DIFFERS"),
    ],
)
def test_an_amount_that_is_none_is_rejected_by_name(amount, code):
    statement = _one(f"日期,摘要,收入,支出\n2026-05-01,a,{amount},\n2026-05-02,b,1,\n")
    assert _rejected(statement) == [(2, "收入", code)]
    assert _lines(statement) == [(3, 100)]


@pytest.mark.parametrize(
    ("amount", "minor"),
    [
        ("1,234.50", 123_450),
        ("¥5", 500),
        ("￥1,234.56", 123_456),
        ("１２３．４５", 12_345),
        ("壹佰元整", 10_000),
        ("+5.5", 550),
    ],
)
def test_amounts_as_banks_write_them(amount, minor):
    assert _lines(_one(f'日期,摘要,收入,支出\n2026-05-01,a,"{amount}",\n')) == [(2, minor)]


@pytest.mark.parametrize(
    ("day", "code"),
    [("", "DATE_MISSING"), ("abc", "UNREADABLE"), ("2025-13-01", "NO_SUCH_DAY"), ("2025-02-30", "NO_SUCH_DAY")],
)
def test_a_day_that_is_none_is_rejected_by_name(day, code):
    statement = _one(f"日期,摘要,收入,支出\n2025-09-01,x,2,\n{day},a,1,\n2025-09-03,b,1,\n")
    assert _rejected(statement) == [(3, "日期", code)]
    assert len(statement.lines) == 2


def test_one_bad_row_among_three_is_two_lines_and_one_fault():
    statement = _one(PAIR + "2026-05-01,a,100,,100\n2026-05-02,b,五十,x,150\n2026-05-03,c,,30,120\n")
    assert _lines(statement) == [(2, 10_000), (4, -3_000)]
    assert _rejected(statement)[0][0] == 3
    assert statement.direction_proof == "partial"  # line 4 follows from the balance of line 3, line 2 from nothing


def test_both_sides_filled_is_no_movement():
    assert _rejected(_one("日期,摘要,收入,支出\n2026-05-01,a,5,5\n")) == [(2, "支出", "BOTH_SIDES")]


def test_negative_debit_is_money_back():
    statement = _one(BOOK + "2026-05-01,a,100,,900\n2026-05-02,冲正,-100,,1000\n2026-05-03,b,,5,1005\n")
    assert _lines(statement) == [(2, -10_000), (3, 10_000), (4, 500)]
    assert [line.is_reversal for line in statement.lines] == [False, True, False]


@pytest.mark.parametrize(
    ("word", "amount", "minor"),
    [("收入", "5", 500), ("支出", "5", -500), ("支出", "-5", -500), ("贷", "5", 500), ("D", "5", -500)],
)
def test_words_give_the_direction(word, amount, minor):
    assert _lines(_one(f"日期,收支,金额\n2026-05-01,{word},{amount}\n")) == [(2, minor)]


def test_a_minus_beside_in_needs_a_balance():
    unproved = _one("日期,收支,金额\n2026-05-01,收入,-5\n2026-05-02,收入,6\n")
    assert _rejected(unproved) == [(2, "金额", "DIRECTION_CONFLICT")]
    proved = _one("日期,收支,金额,余额\n2026-05-01,收入,6,6\n2026-05-02,收入,-5,1\n")
    assert _lines(proved) == [(2, 600), (3, -500)]


def test_booking_words_are_turned_round_by_the_balance():
    statement = _one("日期,借贷,金额,余额\n2026-05-01,借,100,100\n2026-05-02,借,50,150\n2026-05-03,贷,30,120\n")
    assert _lines(statement) == [(2, 10_000), (3, 5_000), (4, -3_000)]


@pytest.mark.parametrize("word", ["退", "?", ""])
def test_a_direction_nobody_knows_is_rejected(word):
    assert _rejected(_one(f"日期,收支,金额\n2026-05-01,{word},5\n2026-05-01,收,5\n")) == [(2, "收支", "NO_DIRECTION")]


def test_amounts_without_direction_are_read_by_the_balance():
    statement = _one("日期,摘要,金额,余额\n2026-05-01,a,10,100\n2026-05-02,b,50,150\n2026-05-03,c,30,120\n")
    assert _lines(statement) == [(3, 5_000), (4, -3_000)]
    assert _rejected(statement) == [(2, "金额", "NO_DIRECTION")]


def test_our_own_side_gives_the_direction_and_the_other_one_the_counterparty():
    text = (
        "账号：111\n日期,金额,付款人账号,付款人名称,收款人账号,收款人名称,用途\n"
        "2026-05-01,5,222,甲公司,111,我公司,货款\n2026-05-02,3,111,我公司,333,乙公司,采购\n"
    )
    statement = _one(text)
    assert [(line.amount_minor, line.counterparty_name, line.counterparty_account) for line in statement.lines] == [
        (500, "甲公司", "222"),
        (-300, "乙公司", "333"),
    ]


def test_our_own_side_is_the_account_on_every_row():
    text = (
        "日期,金额,付款人账号,付款人名称,收款人账号,收款人名称\n"
        "2026-05-01,5,222,甲公司,111,我公司\n2026-05-02,3,111,我公司,333,乙公司\n"
    )
    statement = _one(text)
    assert statement.account == "111"
    assert [line.amount_minor for line in statement.lines] == [500, -300]


def test_accounts_and_currencies_are_statements_of_their_own():
    found = _read(
        "账号,日期,摘要,收入,支出,余额,对方账号,币种\n"
        "1,2026-05-02,b,50,,150,9,人民币\n2,2026-05-03,c,,30,120,9,人民币\n"
        "1,2026-05-03,b,50,,200,9,人民币\n2,2026-05-04,b,50,,170,9,人民币\n1,2026-05-04,b,7,,7,9,美元\n"
    )
    assert isinstance(found, StatementFile)
    assert [(one.account, one.currency, one.opening_minor, one.closing_minor) for one in found.statements] == [
        ("1", "CNY", 10_000, 20_000),
        ("2", "CNY", 15_000, 17_000),
        ("1", "USD", 0, 700),
    ]


def test_sections_of_several_accounts_in_one_file():
    found = _read(
        "账号：111\n日期,摘要,收入,支出,余额\n2026-05-02,b,50,,150\n合计,,50,,\n"
        "账号：222\n日期,摘要,收入,支出,余额\n2026-05-03,c,,30,120\n"
    )
    assert isinstance(found, StatementFile)
    assert [(one.account, _lines(one)) for one in found.statements] == [("111", [(3, 5_000)]), ("222", [(7, -3_000)])]
    assert [(fault.line, fault.code) for fault in found.skipped] == [
        (4, "FOOTER_ROW"),
        (5, "PREAMBLE_ROW"),
        (6, "REPEATED_HEADER"),
    ]


def test_unknown_currency_rejects_the_row_and_of_the_heading_the_file():
    statement = _one("日期,摘要,金额,币种\n2026-05-01,a,10,人民币\n2026-05-01,a,10,XXQ\n")
    assert _rejected(statement) == [(3, "币种", "UNKNOWN_CURRENCY")]
    fault = _read("币种：金币\n日期,摘要,金额\n2026-05-01,a,10\n")
    assert isinstance(fault, FileFault)
    assert (fault.code, fault.line) == ("UNKNOWN_CURRENCY", 1)


def test_shifted_rows_are_rejected_each_with_its_place():
    statement = _one(
        "交易日期,摘要,借方,贷方,余额,对方户名\n2026-05-01,工资,1,,99,甲\n2026-05-02,x,货款,,2,101,乙\n"
        "2026-05-03,货款,,2,103,乙,多\n货款,2026-05-03,,2,103,乙\n"
    )
    assert _lines(statement) == [(2, -100)]
    assert _rejected(statement) == [
        (3, "", "EXTRA_CELLS"),
        (4, "", "EXTRA_CELLS"),
        (5, "交易日期", "UNREADABLE"),
    ]


def test_unpaired_quote_is_reported_and_the_rows_behind_it_are_read():
    statement = _one(
        '交易日期,摘要,收入,支出,对方户名\n2026-05-01,"工资,1,,甲\n2026-05-02,货款,2,,"乙"\n2026-05-03,货款,3,,乙\n'
    )
    assert _rejected(statement) == [(2, "", "UNPAIRED_QUOTE")]
    assert _lines(statement) == [(3, 200), (4, 300)]


def test_duplicate_header_refuses_the_file():
    fault = _read("日期,摘要,借方,贷方,余额,余额\n2026-05-01,a,1,,2,2\n")
    assert fault == FileFault(code="DUPLICATE_HEADER", params=(("column", "余额"),), line=1)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("交易日期~摘要~借方~贷方~余额\n2026-05-01~a~1~~2\n", "UNKNOWN_DELIMITER", 1),
        ("x\n交易日期  摘要  借方  贷方  余额\n", "UNKNOWN_DELIMITER", 2),
        ("a,b,c\n1,2,3\n", "NO_HEADER", None),
    ],
)
def test_wrong_delimiter_and_no_header(text, code, line):
    fault = _read(text)
    assert isinstance(fault, FileFault)
    assert (fault.code, fault.line) == (code, line)


@pytest.mark.parametrize("delimiter", [",", "\t", "|", ";"])
def test_delimiters(delimiter):
    text = PAIR.replace(",", delimiter) + delimiter.join(["2026-05-01", "a", "5.50", "", "5.50"]) + "\n"
    assert _lines(_one(text)) == [(2, 550)]


def test_balances_brought_and_carried_forward_are_tied():
    text = (
        PAIR
        + ",期初余额,,,100\n2026-05-02,b,50,,150\n2026-05-03,c,,30,120\n,本月合计,50,30,\n2026-05-31,本月合计,50,30,120\n,期末余额,,,{}\n"
    )
    statement = _one(text.format("120"))
    assert (statement.opening_minor, statement.closing_minor, statement.direction_proof) == (10_000, 12_000, "balance")
    fault = _read(text.format("121"))
    assert isinstance(fault, FileFault)
    assert (fault.code, fault.line) == ("BALANCE_BREAK", 7)
    ignored = _read(text.format("121"), check_balances=False)
    assert isinstance(ignored, StatementFile)
    assert ignored.statements[0].direction_proof == "ignored"


def test_a_wrong_opening_breaks_at_the_first_line():
    fault = _read("期初余额：90.00\n" + PAIR + "2026-05-02,b,50,,150\n2026-05-03,c,,30,120\n")
    assert isinstance(fault, FileFault)
    assert (fault.code, fault.line) == ("BALANCE_BREAK", 3)


def test_stated_balances_are_tied_without_a_balance_column():
    text = "期初余额：100.00,期末余额：{}\n日期,摘要,收入,支出\n2026-05-02,b,50,\n2026-05-03,c,,30\n"
    statement = _one(text.format("120.00"))
    assert (statement.opening_minor, statement.closing_minor, statement.direction_proof) == (10_000, 12_000, "balance")
    fault = _read(text.format("120.01"))
    assert isinstance(fault, FileFault)
    assert (fault.code, fault.line, dict(fault.params)["found"]) == ("BALANCE_BREAK", 1, "120.01")


def test_a_masked_balance_column_proves_nothing_and_is_told():
    found = _read(PAIR + "2026-05-02,b,50,,xx.yy\n2026-05-03,c,,30,**\n")
    assert isinstance(found, StatementFile)
    assert found.statements[0].direction_proof == "none"
    assert [(note.line, note.column, note.code) for note in found.notes] == [(2, "余额", "BALANCE_UNREADABLE")]


def test_a_single_balance_that_cannot_be_read_rejects_its_row():
    statement = _one(PAIR + "2026-05-02,b,50,,150\n2026-05-03,c,,30,x\n2026-05-04,c,,20,100\n")
    assert _rejected(statement) == [(3, "余额", "UNREADABLE")]


def test_totals_that_differ_are_remarked():
    found = _read("总笔数：3,收入总额：60\n" + PAIR + "2026-05-02,b,50,,150\n2026-05-03,c,,30,120\n合计,,51,30,\n")
    assert isinstance(found, StatementFile)
    assert [(note.line, note.column, dict(note.params)) for note in found.notes] == [
        (1, "count", {"expected": 3, "found": 2}),
        (1, "in_total", {"expected": "60.00", "found": "50.00"}),
        (5, "收入", {"expected": "51.00", "found": "50.00"}),
    ]


def test_total_of_one_amount_column_may_count_both_ways():
    text = "日期,摘要,借贷标志,金额\n2026-05-02,a,收入,50\n2026-05-03,b,支出,30\n合计,,,{}\n"
    for total in ("80", "20", "50"):
        found = _read(text.format(total))
        assert isinstance(found, StatementFile)
        assert found.notes == ()
    assert len(_read(text.format("81")).notes) == 1


def test_rows_behind_a_subtotal_are_movements_again():
    statement = _one("日期,摘要,收入,支出\n2026-05-02,b,50,\n小计,,50,\n2026-05-03,c,,30\n2026-02-30,d,,30\n说明：完\n")
    assert _lines(statement) == [(2, 5_000), (4, -3_000)]
    assert _rejected(statement) == [(5, "日期", "NO_SUCH_DAY")]


def test_header_alone_is_a_statement_without_movements():
    statement = _one("账号：12\n币种：美元\n期初余额：5\n日期,摘要,收入,支出,余额\n")
    assert (statement.account, statement.currency, statement.lines, statement.opening_minor) == ("12", "USD", (), 500)


def test_the_callers_account_and_currency_serve_a_table_that_names_none():
    statement = _one("日期,摘要,金额\n2026-05-02,b,50\n", account="777", currency="JPY")
    assert (statement.account, statement.currency, _lines(statement)) == ("777", "JPY", [(2, 50)])
    named = _one("账号：12\n日期,摘要,金额\n2026-05-02,b,50\n", account="777")
    assert named.account == "12"


def test_an_account_column_of_the_other_side_is_not_ours():
    statement = _one("账号：12\n日期,账号,户名,金额\n2026-05-02,981,甲,50\n2026-05-03,982,乙,50\n")
    assert statement.account == "12"
    assert len(statement.lines) == 2


def test_ten_thousands():
    assert _lines(_one("日期,摘要,收入（万元）,支出（万元）\n2026-05-02,b,5.5,\n")) == [(2, 5_500_000)]


def test_month_and_day_are_decided_by_the_column():
    statement = _one("Date,Description,Amount,Balance\n24/03/2025,x,-1.00,9.00\n05/03/2025,y,10.00,10.00\n")
    assert [line.booked_on.isoformat() for line in statement.lines] == ["2025-03-05", "2025-03-24"]
    assert _rejected(_one("Date,Description,Amount\n04/03/2025,x,-1.00\n")) == [(2, "Date", "AMBIGUOUS_ORDER")]


def test_identical_lines_are_counted():
    statement = _one("日期,摘要,收入,支出\n" + "2026-05-02,b,1865786.33,\n" * 2)
    assert [(line.amount_minor, line.occurrence) for line in statement.lines] == [(186_578_633, 1), (186_578_633, 2)]


def test_name_and_account_in_one_column():
    statement = _one("日期,金额,余额,对手信息\n2026-05-02,5,5,张三 66666666666666\n2026-05-03,5,10,哈哈\n")
    assert [(line.counterparty_name, line.counterparty_account) for line in statement.lines] == [
        ("张三", "66666666666666"),
        ("哈哈", ""),
    ]


def test_a_number_a_spreadsheet_has_damaged_is_no_bank_number():
    statement = _one("日期,金额,交易流水号,商户订单号\n2026-05-02,5,4.00123E+27,A1\n2026-05-02,5,0000,\n")
    assert [line.bank_txn_id for line in statement.lines] == ["A1", ""]


def test_a_time_that_is_none_is_rejected():
    assert _rejected(_one("交易日期,交易时间,金额\n2026-05-02,99:00,5\n")) == [(2, "交易时间", "TIME_UNREADABLE")]


def test_wallet_rows_of_unknown_status_are_rejected():
    header = "交易时间,商户号,微信订单号,交易状态,应结订单金额,退款金额,退款状态\n"
    statement = _one(
        header + "`2026-05-04 02:18:18,`1,`W1,`WHAT,`7.00,`0,`\n`2026-05-04 02:18:18,`1,`W2,`SUCCESS,`0.00,`0,`\n"
    )
    assert _rejected(statement) == [(2, "交易状态", "STATUS_UNKNOWN"), (3, "应结订单金额", "ZERO_AMOUNT")]
