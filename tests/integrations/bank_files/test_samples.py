"""One sample of every format, made for these tests, and the rows it must give.

A line is (position, day, minor units, balance, bank number, counterparty, its account, purpose).
"""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from huikuan.integrations.bank_files.reader import read_statement
from huikuan.integrations.bank_files.records import Statement, StatementFile

SAMPLES = Path(__file__).parent / "samples"

Line = tuple[int, str, int, int | None, str, str, str, str]


@dataclass(frozen=True)
class Expected:
    format: str
    account: str
    currency: str
    opening: int | None
    closing: int | None
    proof: str
    lines: list[Line]
    skipped: list[tuple[int, str]] = field(default_factory=list)
    rejected: list[tuple[int, str, str]] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)


TABLES = {
    "cn_icbc_history.csv": Expected(
        "cn.icbc", "", "CNY", 10_000_000, 19_879_565, "balance",
        [
            (3, "2026-03-02", 5_000_000, 15_000_000, "", "苏州平江贸易有限公司", "1102020309000123456", "货款"),
            (4, "2026-03-02", -120_435, 14_879_565, "", "国网苏州供电公司", "1102020309000999888", "电费"),
            (5, "2026-03-05", 5_000_000, 19_879_565, "", "苏州平江贸易有限公司", "1102020309000123456", "货款"),
        ],
    ),
    "cn_ccb.csv": Expected(
        "cn.ccb", "32050188000000000001", "CNY", 10_000_000, 10_999_950, "balance",
        [
            (2, "2026-04-10", 1_200_000, 11_200_000, "1001-20260410A1", "南京江宁设备有限公司", "32050199000000000002",
             "合同HT-77尾款"),
            (3, "2026-04-13", -200_050, 10_999_950, "1002-20260411A2", "南京水务集团", "32050199000000000003", "水费"),
        ],
    ),
    "cn_abc.csv": Expected(
        "cn.abc", "10-101001040012345", "CNY", 500_000, 970_000, "balance",
        [
            (6, "2026-01-15", 300_000, 800_000, "", "上海浦江商贸有限公司", "6228480000000000002", "货款 订单 A-14"),
            (5, "2026-01-15", 200_000, 1_000_000, "", "上海浦江商贸有限公司", "6228480000000000002", "货款 订单 A-15"),
            (4, "2026-01-31", -30_000, 970_000, "", "王小明", "6228480000000000001", "报销"),
        ],
        skipped=[(7, "FOOTER_ROW"), (8, "FOOTER_ROW")],
    ),
    "cn_boc_hisqry.txt": Expected(
        "cn.boc.hisqry", "456700000001", "USD", 80_000, 228_000, "balance",
        [
            (8, "2026-06-01", 100_000, 180_000, "9001", "HARBOUR TRADING LTD", "800100200300", "PAYMENT INV 88"),
            (9, "2026-06-01", -2_000, 178_000, "9002", "", "", "电汇手续费"),
            (10, "2026-06-03", 50_000, 228_000, "9003", "HARBOUR TRADING LTD", "800100200300", "PAYMENT INV 89"),
        ],
    ),
    "cn_cmb.csv": Expected(
        "cn.cmb", "", "CNY", 2_000_000, 2_800_000, "balance",
        [
            (2, "2026-01-12", 800_000, 2_800_000, "C0001", "杭州西溪软件有限公司", "571900000000001", "货款"),
            (3, "2026-01-12", 800_000, 3_600_000, "C0002", "杭州西溪软件有限公司", "571900000000001", "货款"),
            (4, "2026-01-12", -800_000, 2_800_000, "C0003", "杭州西溪软件有限公司", "571900000000001", "货款"),
        ],
    ),
    "cn_cmbc.csv": Expected(
        "cn.cmbc", "600100200300", "CNY", 100_000, 150_000, "balance",
        [
            (6, "2026-02-03", 60_000, 160_000, "M20260203001", "宁波海曙服饰有限公司", "622600000000001", "服装款"),
            (7, "2026-02-09", -10_000, 150_000, "M20260209001", "宁波物业有限公司", "622600000000002", "房租"),
        ],
    ),
    "cn_pingan.csv": Expected(
        "cn.pingan", "15000000000001", "CNY", 0, 65_000, "balance",
        [
            (2, "2026-05-06", 70_000, 70_000, "P1", "深圳前海仪器有限公司", "15000000000088", "设备款"),
            (3, "2026-05-07", -5_000, 65_000, "P2", "深圳快递有限公司", "15000000000099", "运费"),
        ],
    ),
    "cn_generic_signed.csv": Expected(
        "cn.generic", "", "CNY", 100_000, 150_000, "balance",
        [
            (2, "2026-05-11", 80_000, 180_000, "", "客户一", "6226000000000001", "工程款收入"),
            (3, "2026-05-12", -30_000, 150_000, "", "供应商一", "6226000000000002", "供应商付款"),
        ],
    ),
    # 借方 is money in here: only the running balance says so
    "cn_company_side.tsv": Expected(
        "cn.generic", "", "CNY", 100_000, 131_050, "balance",
        [
            (2, "2026-05-01", 50_000, 150_000, "", "", "", "收客户一货款"),
            (3, "2026-05-03", -20_000, 130_000, "", "", "", "付供应商一"),
            (4, "2026-05-04", 1_050, 131_050, "", "", "", "收客户二货款"),
        ],
    ),
    "alipay_personal.csv": Expected(
        "cn.alipay.personal", "zhang@example.com", "CNY", None, None, "none",
        [
            (13, "2026-02-10", 1_500, None, "20260210A3", "某超市", "", "退款-毛巾"),
            (12, "2026-02-11", -3_000, None, "20260211A2", "某超市", "sho***@example.com", "毛巾"),
            (11, "2026-02-12", 8_880, None, "20260212A1", "李示例", "li***@example.com", "服装款"),
        ],
        skipped=[(14, "NOT_SETTLED")],
    ),
    "alipay_merchant.csv": Expected(
        "cn.alipay.merchant", "20881234567890120156", "CNY", None, None, "none",
        [
            (5, "2026-03-01", 11_800, None, "2026030122001", "", "*示例(138****0000)", "阀门"),
            (6, "2026-03-02", -2_000, None, "RF-1", "", "*示例(138****0000)", "阀门"),
        ],
        skipped=[(7, "FOOTER_ROW"), (8, "FOOTER_ROW")],
    ),
    "alipay_account.csv": Expected(
        "cn.alipay.account", "20881234567890120156", "CNY", 100_000, 109_940, "balance",
        [
            (5, "2026-02-20", 10_000, 110_000, "70001", "", "甲 (a***@example.com)", "轴承"),
            (6, "2026-02-20", -60, 109_940, "70002", "", "支付宝", "轴承"),
        ],
        skipped=[(7, "FOOTER_ROW"), (8, "FOOTER_ROW"), (9, "FOOTER_ROW")],
    ),
    "wechat_personal.csv": Expected(
        "cn.wechat.personal", "", "CNY", None, None, "none",
        [
            (10, "2026-04-02", -10_010, None, "100003", "招商银行", "", "服务费¥0.10"),
            (9, "2026-04-03", 990, None, "100002", "顾客甲", "", "收款方备注:样品"),
            (8, "2026-04-04", -2_500, None, "100001", '面馆("老店")', "", "牛肉面, 大份"),
        ],
        skipped=[(11, "INSIDE_WALLET")],
    ),
    "wechat_merchant.csv": Expected(
        "cn.wechat.merchant", "10010001", "CNY", None, None, "none",
        [
            (2, "2026-05-04", 7_000, None, "W1", "openid-1", "", '扳手,大号 "A"'),
            (3, "2026-05-04", -2_000, None, "R1", "openid-1", "", "扳手"),
        ],
        skipped=[(4, "NOT_SETTLED"), (5, "FOOTER_ROW"), (6, "FOOTER_ROW")],
    ),
}  # fmt: skip

OTHERS = {
    "cn_page.xls.html": Expected(
        "cn.generic", "6217000000000001", "CNY", 0, 70_000, "balance",
        [
            (4, "2026-07-01", 100_000, 100_000, "", "无锡太湖阀门有限公司", "", "货款 &运费"),
            (5, "2026-07-02", -30_000, 70_000, "", "无锡太湖阀门有限公司", "", "退票"),
        ],
        skipped=[(6, "FOOTER_ROW")],
    ),
    "cn_spreadsheet.xml": Expected(
        "cn.generic", "6217000000000002", "CNY", 0, 1_050, "balance",
        [
            (3, "2026-07-01", 1_250, 1_250, "", "", "", "货款"),
            (4, "2026-07-02", -200, 1_050, "", "", "", ""),
        ],
    ),
    "camt053.xml": Expected(
        "camt.053.001.08", "DE02120300000000202051", "EUR", 10_000, 11_550, "balance",
        [
            (1, "2026-01-05", 1_000, None, "BATCH-1", "Muster GmbH", "DE89370400440532013000", "INV-2026-0007"),
            (2, "2026-01-05", 2_000, None, "BATCH-1", "Beispiel AG", "", "RF18539007547034"),
            (3, "2026-01-05", -1_450, None, "REV-1", "Ruecklauf KG", "", ""),
        ],
        skipped=[(32, "INFORMATION_ENTRY")],
    ),
    "camt052_v2.xml": Expected(
        "camt.052.001.02", "1234567", "CHF", None, None, "none",
        [(1, "2026-02-02", 500, None, "", "Endkunde", "", "")],
        notes=[(5, "DATE_OF_REPORT")],
    ),
    "camt054_v2.xml": Expected(
        "camt.054.001.02", "CH9300762011623852957", "JPY", None, None, "none",
        [(1, "2026-02-02", 7_000, None, "", "A", "", "")],
        notes=[(5, "BATCH_NOT_SPLIT")],
    ),
    "mt940_slashes.sta": Expected(
        "mt940", "NL02ABNA0123456789", "EUR", -1_000, 1_500, "balance",
        [
            (6, "2026-01-02", 3_000, None, "", "VOORBEELD BV", "NL91ABNA0417164300", "FACTUUR 2026-15"),
            (9, "2026-01-02", -500, None, "", "", "", "BEA NR:XXX 02.01.26/10.00 WINKEL"),
        ],
    ),
    "mt942.sta": Expected(
        "mt942", "PL61109010140000071219812874", "PLN", None, None, "none",
        [(6, "2026-01-19", 12_001, None, "MB1", "", "", "TRANSFER FROM JAN EXAMPLE")],
    ),
    "ofx_sgml.ofx": Expected(
        "ofx.102", "000987654", "USD", None, 247_950, "none",
        [
            (2, "2026-01-10", -2_050, None, "F2", "RENT", "", ""),
            (1, "2026-01-15", 150_000, None, "F1", "ACME & SONS", "", "INVOICE 2026-3"),
        ],
    ),
}  # fmt: skip


def _read(name: str, content: bytes | None = None) -> StatementFile:
    data = (SAMPLES / name).read_bytes() if content is None else content
    found = read_statement(content=data, filename=name)
    assert isinstance(found, StatementFile), found.message
    assert found.rows_read == found.rows_accounted
    return found


def _shown(statement: Statement) -> list[Line]:
    return [
        (
            line.position,
            line.booked_on.isoformat(),
            line.amount_minor,
            line.balance_minor,
            line.bank_txn_id,
            line.counterparty_name,
            line.counterparty_account,
            line.purpose,
        )
        for line in statement.lines
    ]


def _compare(found: StatementFile, expected: Expected) -> None:
    (statement,) = found.statements
    assert found.format == expected.format
    assert (statement.account, statement.currency) == (expected.account, expected.currency)
    assert (statement.opening_minor, statement.closing_minor) == (expected.opening, expected.closing)
    assert statement.direction_proof == expected.proof
    assert _shown(statement) == expected.lines
    assert [(fault.line, fault.code) for fault in found.skipped] == expected.skipped
    assert [(fault.line, fault.column, fault.code) for fault in statement.rejected] == expected.rejected
    assert [(note.line, note.code) for note in found.notes] == expected.notes


@pytest.mark.parametrize("name", [*TABLES, *OTHERS])
def test_sample_gives_its_rows(name):
    _compare(_read(name), (TABLES | OTHERS)[name])


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_encoding_changes_nothing(name, encoding):
    text = (SAMPLES / name).read_text(encoding="utf-8")
    _compare(_read(name, text.encode(encoding)), TABLES[name])


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_change_nothing(name, line_end):
    text = (SAMPLES / name).read_text(encoding="utf-8").replace("\n", line_end)
    _compare(_read(name, text.encode()), TABLES[name])


def test_every_sample_has_its_rows():
    in_their_own_tests = {"mt940_german.sta", "ofx_xml.ofx"}
    assert {path.name for path in SAMPLES.iterdir()} == {*TABLES, *OTHERS, *in_their_own_tests}


def test_german_mt940_gives_two_statements():
    found = _read("mt940_german.sta")
    first, second = found.statements
    assert (first.account, first.currency) == ("10020030/1234567890", "EUR")
    assert (first.opening_minor, first.closing_minor, first.direction_proof) == (100_000, 119_950, "balance")
    assert (second.opening_minor, second.closing_minor, second.lines) == (119_950, 119_950, ())
    assert _shown(first) == [
        (
            5,
            "2026-01-06",
            25_000,
            None,
            "2601061234567",
            "Muster GmbH Co KG",
            "DE89370400440532013000",
            "INV-2026-0009 und INV-2026-0010",
        ),
        (9, "2026-01-06", -50, None, "", "", "", "Kontofuehrung: was?kostet das"),
        (11, "2026-03-01", -5_000, None, "2603011111111", "Rueckgeber AG", "", "EREF+E2E-12"),
    ]
    assert [line.is_reversal for line in first.lines] == [False, False, True]
    assert [(note.line, note.code, note.value) for note in found.notes] == [(11, "DAY_AFTER_MONTH_END", "260230")]


def test_ofx_2_keeps_currencies_apart_and_rejects_the_line_without_a_day():
    found = _read("ofx_xml.ofx")
    own, foreign = found.statements
    assert (found.format, own.account, own.currency, own.closing_minor) == ("ofx.211", "4111", "CAD", -725)
    assert _shown(own) == [(1, "2026-02-03", -725, None, "X1", "Café Exemple", "", "")]
    assert [(fault.line, fault.column, fault.code) for fault in own.rejected] == [(11, "DTPOSTED", "DATE_MISSING")]
    assert (foreign.currency, foreign.closing_minor) == ("USD", None)
    assert _shown(foreign) == [(3, "2026-02-04", 400, None, "X3", "", "", "")]


def test_pending_entries_are_no_lines():
    camt, mt = _read("camt053.xml").statements[0], _read("mt942.sta").statements[0]
    assert [(line.position, line.amount_minor) for line in camt.pending] == [(4, 9_900)]
    assert [(line.position, line.amount_minor, line.bank_txn_id) for line in mt.pending] == [(8, 500, "MB2")]


def test_identity_numbers_of_people_are_not_kept():
    raw = _read("camt053.xml").statements[0].lines[0].raw
    assert ("NtryDtls/TxDtls/RltdPties/Dbtr/Pty/Nm", "Muster GmbH") in raw
    assert "SECRET-ID" not in str(raw)


def test_moments_are_the_banks_wall_clock():
    boc = _read("cn_boc_hisqry.txt").statements[0].lines[0]
    ccb = _read("cn_ccb.csv").statements[0].lines[1]
    assert (str(boc.booked_at), str(boc.value_date)) == ("2026-06-01 10:00:01", "2026-06-01")
    assert (str(ccb.booked_on), str(ccb.booked_at)) == ("2026-04-13", "2026-04-11 09:30:00")
    ofx = _read("ofx_sgml.ofx").statements[0].lines[1]
    assert str(ofx.booked_at) == "2026-01-15 12:00:00"


def test_raw_keeps_the_files_own_words():
    line = _read("wechat_merchant.csv").statements[0].lines[0]
    assert ("手续费", "0.42000") in line.raw
    assert ("付款银行", "CMB_DEBIT") in line.raw


def test_reversal_mark_is_kept():
    assert [line.is_reversal for line in _read("cn_cmb.csv").statements[0].lines] == [False, False, True]
