"""Every statement file of the shared data through the real door.

The figures were taken from the files by hand and by separate counting (sums of the amount columns, the banks' own totals), not
from the reader. Many public samples are excerpts or were changed by hand, so their balances do not follow: those are refused at
the named line, and read with the check switched off.
"""

from dataclasses import dataclass

import mt940
import pytest

from huikuan.integrations.bank_files.limited import read_statement_limited
from huikuan.integrations.bank_files.reader import read_statement
from huikuan.integrations.bank_files.records import FileFault, StatementFile
from tests.real.shared_data import DATA, sample

pytestmark = pytest.mark.real


@dataclass(frozen=True)
class Read:
    """A file that is read: per statement (account, currency, opening, closing, lines, sum), and rejected codes."""

    format: str
    statements: list[tuple[str, str, int | None, int | None, int, int]]
    rejected: tuple[str, ...] = ()
    skipped: int = 0
    pending: int = 0
    proof: str = "none"


@dataclass(frozen=True)
class Refused:
    """A file that is refused: code, line, and what it gives without the check of balances."""

    code: str
    line: int | None = None
    without_check: Read | None = None


CH, NL = "CH2801234000123456789", "NL26VAYB8060476890"
SEK_200_000_OUT = (CH, "SEK", None, None, 1, -20_000_000)
EUR_8_85_IN = (NL, "EUR", 1_815, None, 1, 885)
EXAMPLE_PDNG = (CH, "SEK", None, None, 0, 0)

CAMT: dict[str, Read | Refused] = {
    "camt052.v1.xml": Read("camt.052.001.01", [SEK_200_000_OUT]),
    "camt052.v2.with-account-name.xml": Read("camt.052.001.02", [SEK_200_000_OUT]),
    "camt052.v4.xml": Read("camt.052.001.04", [EXAMPLE_PDNG], pending=1),
    "camt052.v6.xml": Read("camt.052.001.06", [EXAMPLE_PDNG], pending=1),
    "camt053.v2.all-balance-types.xml": Refused(
        "BALANCE_BREAK", 68, Read("camt.053.001.02", [(CH, "EUR", 101, 404, 1, 885)], proof="ignored")
    ),
    "camt053.v2.minimal.ultimate.xml": Read("camt.053.001.02", [EUR_8_85_IN]),
    "camt053.v2.multi.statement.xml": Read(
        "camt.053.001.02", [(NL, "EUR", 1_815, 2_700, 1, 885), (NL, "EUR", 2_700, 2_000, 1, -700)], proof="balance"
    ),
    "camt053.v2.with-party-ids.xml": Read("camt.053.001.02", [EUR_8_85_IN]),
    "camt053.v3.xml": Read("camt.053.001.03", [EUR_8_85_IN]),
    "camt053.v8.xml": Read("camt.053.001.08", [EUR_8_85_IN]),
    "camt054.v2.xml": Read("camt.054.001.02", [SEK_200_000_OUT]),
    "camt054.v8-with-UETR.xml": Read("camt.054.001.08", [SEK_200_000_OUT]),
    "camt054.v8.xml": Read("camt.054.001.08", [SEK_200_000_OUT]),
}

GERMAN = "12345678/1020304050"
MT: dict[str, Read | Refused] = {
    "betterplace_amount_formats.sta": Refused("TAG_REPEATED", 2),
    "betterplace_empty_86.sta": Refused("MT_INCOMPLETE", 1),
    "betterplace_empty_line.sta": Refused("MT_INCOMPLETE", 2),
    "betterplace_sepa_snippet_broken.sta": Refused("TAG_REPEATED", 6),
    "citi_mt940.txt": Read(
        "mt940",
        [("123456789", "USD", 1_737_667, 1_623_392, 3, -114_275)],
        ("ZERO_AMOUNT", "ZERO_AMOUNT"),
        proof="balance",
    ),
    "cmxl_account_balance_debit.sta": Refused("MT_INCOMPLETE", 1),
    "cmxl_account_identification_legacy.sta": Refused("MT_INCOMPLETE", 1),
    "cmxl_closing_balance.sta": Refused("MT_INCOMPLETE", 1),
    "cmxl_reference.sta": Refused("MT_INCOMPLETE", 1),
    "cmxl_statement_line.sta": Refused("MT_INCOMPLETE", 1),
    "jejik_abnamro.sta": Refused("BALANCE_BREAK", 27),
    "jejik_ing.sta": Refused(
        "BALANCE_BREAK", 26, Read("mt940", [("0001234567", "EUR", 0, 347, 7, -4_559)], proof="ignored")
    ),
    "jejik_postfinance.sta": Refused("BALANCE_BREAK", 27),
    "jejik_rabobank.sta": Refused("BALANCE_BREAK", 11),
    "jejik_triodos.sta": Refused(
        "BALANCE_BREAK",
        12,
        Read("mt940", [("TRIODOSBANK/0390123456", "EUR", 497_509, 437_079, 2, -71_570)], proof="ignored"),
    ),
    "mBank_mt942.sta": Read("mt942", [("PL29114010810000267002001002", "PLN", None, None, 3, 3)]),
    "self-provided_account_identification.sta": Refused("MT_INCOMPLETE", 1),
    "self-provided_empty_non_swift.sta": Refused("MT_INCOMPLETE", 1),
    "self-provided_gv_codes.sta": Read("mt940", [(GERMAN, "EUR", 1_234_512, None, 2, -25_745)]),
    "self-provided_long_statement_number.sta": Read("mt940", [("0067-00763/93984487", "TRY", 0, 0, 0, 0)]),
    "self-provided_mt942.sta": Read("mt942", [("GJB0291077111", "EUR", None, None, 1, -42)]),
    "self-provided_overly_long_details.sta": Refused("BALANCE_BREAK", 15),
    "self-provided_raphaelm.sta": Refused("UNKNOWN_CURRENCY", 13),
    "self-provided_transaction_details_wrapped.sta": Read(
        "mt940", [(GERMAN, "EUR", 120_000, 119_400, 1, -600)], proof="balance"
    ),
    "self-provided_wrapped_timestamp.sta": Read("mt940", [(GERMAN, "EUR", 120_000, 119_400, 1, -600)], proof="balance"),
}
MT_OF_MANY = ("ASNB_mt940.txt", "betterplace_sepa_mt9401.sta")

OFX: dict[str, Read | Refused] = {
    "account_listing_aggregation.ofx": Refused("NO_STATEMENT"),
    "bank_medium.ofx": Read("ofx.102", [("12300 000012345678", "CAD", None, 38_234, 3, -34_527)]),
    "checking.ofx": Read("ofx.102", [("1452687~7", "USD", None, 10_099, 3, -5_950)]),
    "date_missing.ofx": Read(
        "ofx", [("192639749", "USD", None, 0, 0, 0)], ("DATE_MISSING", "DATE_MISSING", "NO_SUCH_DAY")
    ),
    "empty_balance.ofx": Read("ofx", [("192639749", "CAD", None, None, 1, 12_000)]),
    "fidelity.ofx": Read("ofx.102", [("01234567890", "USD", None, None, 3, -57)], skipped=14),
    "investment_medium.ofx": Read(
        "ofx.102", [("ABC123", "CAD", None, None, 0, 0), ("ABC123", "USD", None, None, 3, -395)]
    ),
    "multiple_accounts2.ofx": Read(
        "ofx.211", [("9100", "USD", None, 11_100, 0, 0), ("9200", "USD", None, 22_200, 0, 0)]
    ),
    "signon_fail.ofx": Refused("SIGNON_FAILED", 11),
    "signon_success_no_message.ofx": Refused("NO_STATEMENT"),
    "td_ameritrade.ofx": Read("ofx.102", [("121212121", "USD", None, None, 0, 0)]),
    "vanguard.ofx": Read("ofx.102", [("01234567890", "USD", None, None, 0, 0)], skipped=1),
}

BOC = Read("cn.boc.hisqry", [("200000000001", "USD", 43_242_832, 6_477_434, 29, -36_765_398)], proof="balance")
ICBC = Read("cn.icbc.personal", [("1234****9876", "CNY", None, None, 11, 284_174 - 424_108)], skipped=1)
# 收入 28.49, 支出 2904.53; of the 11 neutral rows 2 stay inside the wallet, 2 came in (3300.00), 7 went out (20164.88)
WECHAT_SUM = 2_849 - 290_453 + 330_000 - 2_016_488
WECHAT = ("", "CNY", None, None, 25, WECHAT_SUM)
CHINA: dict[str, Read | Refused] = {
    "alipay_merchant_account_bill_2012.csv": Refused(
        "BALANCE_BREAK",
        7,
        Read(
            "cn.alipay.account", [("20880000000000000156", "CNY", None, None, 3, 377_800)], skipped=4, proof="ignored"
        ),
    ),
    "boc_hisqry_usd_201711_pseudonymised.gb18030.txt": BOC,
    "boc_hisqry_usd_201711_pseudonymised.txt": BOC,
    "ccb.xls": Refused(
        "BALANCE_BREAK",
        10,
        Read("cn.ccb.personal", [("xxxxx*********xxxx", "CNY", None, None, 6, -70_326)], skipped=1, proof="ignored"),
    ),
    "example-abc_debit-records.csv": Refused(
        "BALANCE_BREAK",
        3,
        Read("cn.abc.personal", [("", "CNY", None, None, 4, -235_588)], ("ZERO_AMOUNT",), proof="ignored"),
    ),
    # 收入 222228.50, 支出 211.64; of 不计收支 one order was closed (82.00), the others came in (165.37)
    "example-alipay-records.csv": Read(
        "cn.alipay.personal", [("xx@gmail.com", "CNY", None, None, 9, 22_222_850 - 21_164 + 16_537)], skipped=1
    ),
    "example-boc-records.csv": Read("cn.boc.personal", [("", "CNY", 281_358, 324_028, 17, 42_670)], proof="balance"),
    "example-cmb-records.csv": Refused(
        "BALANCE_BREAK", 5, Read("cn.cmb.personal", [("", "CNY", None, None, 5, -77_914)], proof="ignored")
    ),
    "example-icbc-debit-v1-records.csv": ICBC,
    "example-icbc-debit-v2-records.csv": ICBC,
    "example-wechat-records.csv": Read("cn.wechat.personal", [WECHAT], skipped=2),
    # the second sheet repeats the first one
    "example-wechat-records.xlsx": Read("cn.wechat.personal", [WECHAT], skipped=2 + 27),
    "wechat_merchant_trade_bill_2016.csv": Read(
        "cn.wechat.merchant", [("10014843", "CNY", None, None, 2, -2)], skipped=2
    ),
    "wechat_merchant_trade_bill_refunds.csv": Read("cn.wechat.merchant", [("MCHID", "CNY", None, None, 3, 300)]),
}

ALL = {("camt", name): one for name, one in CAMT.items()}
ALL |= {("mt940", name): one for name, one in MT.items()}
ALL |= {("ofx", name): one for name, one in OFX.items()}
ALL |= {("china", name): one for name, one in CHINA.items()}


def _read(folder, name, **options):
    return read_statement(content=sample("statements", folder, name).read_bytes(), filename=name, **options)


def _compare(found, expected):
    assert isinstance(found, StatementFile), found.message
    assert found.format == expected.format
    assert [
        (
            one.account,
            one.currency,
            one.opening_minor,
            one.closing_minor,
            len(one.lines),
            sum(line.amount_minor for line in one.lines),
        )
        for one in found.statements
    ] == expected.statements
    assert tuple(fault.code for one in found.statements for fault in one.rejected) == expected.rejected
    assert (len(found.skipped), sum(len(one.pending) for one in found.statements)) == (
        expected.skipped,
        expected.pending,
    )
    assert {one.direction_proof for one in found.statements if one.lines} <= {expected.proof}
    assert found.rows_read == found.rows_accounted
    for one in found.statements:
        assert list(one.lines) == sorted(one.lines, key=lambda line: line.booked_on)
        if one.direction_proof == "balance":
            assert one.opening_minor is not None
            assert one.opening_minor + sum(line.amount_minor for line in one.lines) == one.closing_minor


@pytest.mark.parametrize(("folder", "name"), ALL, ids=lambda value: value)
def test_statement_file(folder, name):
    expected = ALL[folder, name]
    found = _read(folder, name)
    if isinstance(expected, Read):
        _compare(found, expected)
        return
    assert isinstance(found, FileFault)
    assert (found.code, found.line) == (expected.code, expected.line)
    if expected.without_check is not None:
        _compare(_read(folder, name, check_balances=False), expected.without_check)


def test_every_file_is_named_here():
    sample("statements")
    found = {(path.parent.name, path.name) for path in DATA.glob("statements/*/*") if path.suffix != ".md"}
    assert found == {*ALL, *(("mt940", name) for name in MT_OF_MANY)}


def test_asn_month_of_31_statements():
    found = _read("mt940", "ASNB_mt940.txt")
    assert isinstance(found, StatementFile)
    assert (len(found.statements), found.rows_read) == (31, 8)
    assert (found.statements[0].opening_minor, found.statements[-1].closing_minor) == (44_429, 50_123)
    lines = [line for one in found.statements for line in one.lines]
    assert sum(line.amount_minor for line in lines) == 5_694
    assert (lines[0].position, lines[0].amount_minor, lines[0].counterparty_name) == (6, -6_500, "hr gjlm paulissen")
    assert lines[0].counterparty_account == "NL47INGB9999999999"
    assert (lines[-1].booked_on.isoformat(), lines[-1].amount_minor) == ("2020-01-31", -90_376)


def test_sepa_file_of_26_statements():
    found = _read("mt940", "betterplace_sepa_mt9401.sta")
    assert isinstance(found, StatementFile)
    lines = [line for one in found.statements for line in one.lines]
    assert (len(found.statements), len(lines)) == (26, 97)
    assert sum(line.amount_minor for line in lines) == -926_913_590
    assert {one.direction_proof for one in found.statements if one.lines} == {"balance"}
    first, last = lines[0], lines[-1]
    assert (first.position, first.amount_minor, first.bank_txn_id) == (5, 30_000, "0724710345313905")
    assert (last.amount_minor, last.counterparty_account) == (5_005, "DE51508800500190038900")
    assert last.purpose.startswith("TO 25 TFNr 50005 Eingangskanal Mint Unstrukturierter Verwendungszweck")
    assert [line.amount_minor for line in lines if line.is_reversal] == [-20_488, -20_488]


@pytest.mark.parametrize(
    "name", ["betterplace_sepa_mt9401.sta", "ASNB_mt940.txt", "mBank_mt942.sta", "jejik_abnamro.sta"]
)
def test_the_library_reads_the_same_amounts(name):
    text = sample("statements", "mt940", name).read_text(encoding="utf-8")
    tags: dict[int | str, mt940.tags.Tag] | None = {61: mt940.tags.StatementASNB()} if name.startswith("ASNB") else None
    theirs = mt940.parse(text, tags=tags, options=mt940.Options.all())
    ours = _read("mt940", name, check_balances=False)
    assert isinstance(ours, StatementFile)
    found = [line.amount_minor for one in ours.statements for line in one.lines]
    assert sorted(found) == sorted(int(one.data["amount"].amount * 100) for one in theirs)


def test_bank_of_china_agrees_with_the_banks_own_totals():
    found = _read("china", "boc_hisqry_usd_201711_pseudonymised.gb18030.txt")
    assert isinstance(found, StatementFile)
    (statement,) = found.statements
    received = [line.amount_minor for line in statement.lines if line.amount_minor > 0]
    paid = [line.amount_minor for line in statement.lines if line.amount_minor < 0]
    assert (len(received), sum(received)) == (18, 71_352_455)
    assert (len(paid), sum(paid)) == (11, -108_117_853)
    assert found.notes == ()
    second = statement.lines[1]
    assert (str(second.booked_at), second.balance_minor) == ("2017-11-08 10:18:11", 16_207_470)
    assert (second.counterparty_name, second.counterparty_account) == (
        "NORTHWIND MIDDLE EAST LIMITED",
        "AE000000000000000000001",
    )
    assert second.bank_txn_id == "75783669085"
    assert "TI17092800040854" in second.reference
    assert _read("china", "boc_hisqry_usd_201711_pseudonymised.txt") == found


def test_wallets_are_read_right():
    wechat = _read("china", "example-wechat-records.csv").statements[0].lines
    line = next(one for one in wechat if one.position == 22)
    assert (line.booked_at.isoformat(), line.amount_minor) == ("2020-11-27T19:29:00", 2_300)
    assert (line.counterparty_name, line.bank_txn_id, line.purpose) == ("用户A", "3985734", "收款方备注:二维码收款")
    alipay = _read("china", "example-alipay-records.csv").statements[0].lines
    line = next(one for one in alipay if one.amount_minor == 22_222_850)
    assert (line.counterparty_account, line.bank_txn_id) == ("xxx***@163.com", "2xxxxxxxxxxxxxxxxxxxxxxxxx9")
    merchant = _read("china", "wechat_merchant_trade_bill_refunds.csv").statements[0].lines
    assert [(one.bank_txn_id, one.amount_minor) for one in merchant] == [
        ("TX_TEST_001", 700),
        ("REFUND_PROVIDER_001", -300),
        ("REFUND_PROVIDER_002", -100),
    ]


SMALL = {
    '"cmb" layout': ([(2, 5_000_000, "客户A"), (3, -3_000_000, "供应商B")], "balance", []),
    '"icbc" layout': ([(2, 8_000_000, ""), (3, -2_000_000, "")], "balance", []),
    "generic": ([(2, -5_000_000, ""), (3, 3_000_000, "")], "balance", []),
    "ICBC with two lines": (
        [(4, 5_000_000, "张三"), (5, -300_000, "杭州某某办公用品有限公司"), (6, 9_040_000, "杭州某某科技有限公司")],
        "balance",
        ["FOOTER_ROW"],
    ),
    "treasury-platform": (
        [(4, -255_000, "微笑办公用品商行"), (5, 3_120_000, "农业科技（上海）有限公司")],
        "balance",
        [],
    ),
}


@pytest.mark.parametrize("title", SMALL)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_small_corporate_samples(title, encoding):
    text = sample("statements", "china", "cn_corporate_small_samples.md").read_text(encoding="utf-8")
    section = next(part for part in text.split("\n## ") if title in part.split("\n")[0])
    rows = [row for row in section.split("\n")[1:] if row and not row.startswith(("expected", "- ", "HISQRY:", "CCB:"))]
    found = read_statement(content="\n".join(rows).encode(encoding), filename="small.csv")
    assert isinstance(found, StatementFile), found.message
    (statement,) = found.statements
    lines, proof, skipped = SMALL[title]
    assert [(line.position, line.amount_minor, line.counterparty_name) for line in statement.lines] == lines
    assert (statement.direction_proof, [fault.code for fault in found.skipped]) == (proof, skipped)


@pytest.mark.parametrize(
    "name", ["ccb.xls", "example-wechat-records.xlsx", "boc_hisqry_usd_201711_pseudonymised.gb18030.txt"]
)
def test_the_sandbox_reads_the_same(name):
    content = sample("statements", "china", name).read_bytes()
    assert read_statement_limited(content=content, filename=name) == read_statement(content=content, filename=name)
