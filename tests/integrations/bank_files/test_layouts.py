"""Each layout of RULES_CN §7.1–7.2 as a file of our own making, and every row it must give; all values are invented.

A line is (day, minor units, balance, bank number, counterparty, its account).
"""

from __future__ import annotations

import gzip
import io
import zipfile
from dataclasses import dataclass, field

import pytest
from openpyxl import Workbook

from huikuan.integrations.bank_files.reader import read_statement
from huikuan.integrations.bank_files.records import FileFault, StatementFile
from tests.merchant_bills import alipay_account_bill, wechat_bill

Line = tuple[str, int, int | None, str, str, str]


@dataclass(frozen=True)
class Made:
    """A file in a layout and what it must give."""

    text: str
    format: str
    lines: list[Line]
    proof: str = "balance"
    skipped: list[str] = field(default_factory=list)


BOC_HEAD = (
    "交易类型[ Transaction Type ],业务类型[ Business type ],付款人开户行号[ Account holding bank number of payer ],"
    "付款人账号[ Debit Account No. ],付款人名称[ Payer's Name ],收款人账号[ Payee's Account Number ],收款人名称[ Payee's Name ],"
    "交易日期[ Transaction Date ],交易时间[ Transaction time ],交易货币[ Trade Currency ],交易金额[ Trade Amount ],"
    "交易后余额[ After-transaction balance ],起息日期[ Value Date ],交易流水号[ Transaction reference number ],用途[ Purpose ]"
)
BOC_ROWS = (
    "来账,转账,1,800100,乙方公司,456700000001,甲方公司,20260601,10:00:01,CNY,+1000.00,1500.00,20260601,9001,货款 A-1",
    "往账,手续费,1,456700000001,甲方公司,,,20260601,10:05:00,CNY,-20.00,1480.00,20260601,9002,手续费",
)
BOC_TOP = (
    "查询账号[ Inquirer account number ],456700000001",
    "总笔数[ Total number ],2",
    "查询时间范围[ Time range ],20260601-20260630",
    "贷方发生总额[ Total credit amount ],1000.00",
    "借方发生总额[ Total debit amount ],20.00",
)

MADE = {
    "icbc": Made(
        "[HISTORYDETAIL]\n凭证号,交易时间,对方单位,对方账号,转入金额,转出金额,余额,用途,摘要,附言\n"
        '00000001,2026-03-02 09:00:00,乙方公司,1102020309000123456,"50,000.00",,"150,000.00",货款,转账,\n'
        '00000002,2026-03-02 10:00:00,电力公司,1102020309000999888,,"1,204.35","148,795.65",电费,转账,\n',
        "cn.icbc",
        [
            ("2026-03-02", 5_000_000, 15_000_000, "", "乙方公司", "1102020309000123456"),
            ("2026-03-02", -120_435, 14_879_565, "", "电力公司", "1102020309000999888"),
        ],
    ),
    "ccb": Made(
        "账号,账户名称,交易时间,借方发生额（支取）,贷方发生额（收入）,余额,币种,对方户名,对方账号,对方开户机构,记账日期,摘要,备注,"
        "账户明细编号-交易流水号,企业流水号,凭证种类,凭证号\n"
        "32050188000000000001,甲方公司,20260410 17:07:09,0.00,12000.00,112000.00,人民币元,乙方公司,32050199000000000002,"
        "建设银行,20260410,转账,HT-77,1001-A1,,,\n"
        "32050188000000000001,甲方公司,20260411 09:00:00,2000.50,0.00,109999.50,人民币元,水务公司,32050199000000000003,"
        "建设银行,20260411,水费,,1002-A2,,,\n",
        "cn.ccb",
        [
            ("2026-04-10", 1_200_000, 11_200_000, "1001-A1", "乙方公司", "32050199000000000002"),
            ("2026-04-11", -200_050, 10_999_950, "1002-A2", "水务公司", "32050199000000000003"),
        ],
    ),
    "cdb": Made(
        "账号,账户名称,交易时间,借方发生额（支取）,贷方发生额（收入）,余额,币种,对方户名,对方账号,对方开户机构,记账日期,摘要,备注,"
        "账户明细编号-交易流水号,企业流水号,凭证种类,凭证号,个性化信息名称1\n"
        "1190188000000001,甲方公司,20260410 17:07:09,,12000.00,112000.00,人民币元,乙方公司,1190199000000002,国开行,20260410,"
        "转账,,D1,,,,\n",
        "cn.cdb",
        [("2026-04-10", 1_200_000, 11_200_000, "D1", "乙方公司", "1190199000000002")],
        proof="none",
    ),
    "abc short, newest first, with its footer": Made(
        "账户明细查询\n账号：10-101001040012345\n交易时间,收入金额,支出金额,账户余额,交易行名,对方省市,对方账号,对方户名,交易用途\n"
        "2026-01-31 10:00:00,,300.00,9700.00,浦东支行,上海,6228480000000000001,王小明,报销\n"
        "2026-01-15 12:00:00,2000.00,,10000.00,浦东支行,上海,6228480000000000002,乙方公司,货款\n"
        "汇总收入金额,汇总支出金额\n2000.00,300.00\n",
        "cn.abc",
        [
            ("2026-01-15", 200_000, 1_000_000, "", "乙方公司", "6228480000000000002"),
            ("2026-01-31", -30_000, 970_000, "", "王小明", "6228480000000000001"),
        ],
        skipped=["FOOTER_ROW", "FOOTER_ROW"],
    ),
    "abc long": Made(
        "交易时间,时间戳,收入金额,支出金额,账户余额,手续费总额,交易方式,交易行名,交易类别,对方省市,对方账号,对方户名,交易说明,交易摘要,"
        "交易附言,交易用途\n"
        "2026-01-15 12:00:00,2026-01-15-12.00.00.123456,2000.00,0.00,10000.00,0.00,网银,浦东支行,转账,上海,"
        "6228480000000000002,乙方公司,,转存,A-14,货款\n"
        "2026-01-16 12:00:00,2026-01-16-12.00.00.123456,0.00,300.00,9700.00,0.00,网银,浦东支行,转账,上海,"
        "6228480000000000001,王小明,,转支,,报销\n",
        "cn.abc",
        [
            ("2026-01-15", 200_000, 1_000_000, "", "乙方公司", "6228480000000000002"),
            ("2026-01-16", -30_000, 970_000, "", "王小明", "6228480000000000001"),
        ],
    ),
    "boc with bilingual names": Made(
        "\n".join((*BOC_TOP, BOC_HEAD, *BOC_ROWS)),
        "cn.boc.hisqry",
        [
            ("2026-06-01", 100_000, 150_000, "9001", "乙方公司", "800100"),
            ("2026-06-01", -2_000, 148_000, "9002", "", ""),
        ],
    ),
    "boc with bars and trailing tabs": Made(
        "\n".join((*BOC_TOP, BOC_HEAD, *(row.replace(",", "\t,") + "\t" for row in BOC_ROWS))).replace(",", "|"),
        "cn.boc.hisqry",
        [
            ("2026-06-01", 100_000, 150_000, "9001", "乙方公司", "800100"),
            ("2026-06-01", -2_000, 148_000, "9002", "", ""),
        ],
    ),
    "cmb": Made(
        "交易日,交易时间,起息日,交易类型,借方金额,贷方金额,余额,摘要,流水号,流程实例号,业务名称,用途,业务参考号,业务摘要,其它摘要,"
        "收/付方分行名,收/付方名称,收/付方帐号,收/付方开户行行号,冲帐标志,扩展摘要,交易分析码,票据号,商务支付订单号,内部编号\n"
        "20260112,080024,20260112,转账,,8000.00,28000.00,货款,C1,,,,,,,杭州分行,乙方公司,571900000000001,308,,,,,,\n"
        "20260112,080124,20260112,转账,8000.00,,20000.00,冲正,C2,,,,,,,杭州分行,乙方公司,571900000000001,308,*,,,,,\n",
        "cn.cmb",
        [
            ("2026-01-12", 800_000, 2_800_000, "C1", "乙方公司", "571900000000001"),
            ("2026-01-12", -800_000, 2_000_000, "C2", "乙方公司", "571900000000001"),
        ],
    ),
    "cmbc": Made(
        "账号：600100200300\n币种：人民币\n交易时间,交易流水号,借方发生额,贷方发生额,账户余额,凭证号,客户附言,对方账号,对方账号名称,对方开户行\n"
        "2026-02-03 09:00:00,M1,,600.00,1600.00,,服装款,622600000000001,乙方公司,民生银行\n"
        "2026-02-09 09:00:00,M2,100.00,,1500.00,,房租,622600000000002,物业公司,民生银行\n",
        "cn.cmbc",
        [
            ("2026-02-03", 60_000, 160_000, "M1", "乙方公司", "622600000000001"),
            ("2026-02-09", -10_000, 150_000, "M2", "物业公司", "622600000000002"),
        ],
    ),
    "ping an": Made(
        "交易日期,账号,借,贷,账户余额,对方账号,对方户名,交易流水号,核心唯一流水号,摘要,交易用途\n"
        "20260506,15000000000001,,700.00,700.00,15000000000088,乙方公司,P1,X1,转账,设备款\n"
        "20260507,15000000000001,50.00,,650.00,15000000000099,快递公司,P2,X2,转账,运费\n",
        "cn.pingan",
        [
            ("2026-05-06", 70_000, 70_000, "P1", "乙方公司", "15000000000088"),
            ("2026-05-07", -5_000, 65_000, "P2", "快递公司", "15000000000099"),
        ],
    ),
    "wechat merchant": Made(
        wechat_bill(
            ("2026-02-20 09:10:11", "W1", "O1", "pay", "1000.00", "6.00000", '样品,大号 "A"'),
            ("2026-02-20 11:00:00", "W1", "O1", "refund", "50.00", "-0.30100", "样品"),
        ),
        "cn.wechat.merchant",
        [
            ("2026-02-20", 100_000, None, "W1", "openid-O1", ""),
            ("2026-02-20", -5_000, None, "R-W1", "openid-O1", ""),
        ],
        proof="none",
        skipped=["FOOTER_ROW", "FOOTER_ROW"],
    ),
    "wechat merchant before November 2018": Made(
        "交易时间,公众账号ID,商户号,子商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,总金额,"
        "企业红包金额,微信退款单号,商户退款单号,退款金额,企业红包退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率\n"
        "`2018-10-01 09:00:00,`wx0,`1900000109,`0,`,`W1,`O1,`u1,`JSAPI,`SUCCESS,`CFT,`CNY,`12.34,`0.00,`0,`0,`0.00,`0.00,`,`,"
        "`配件,`,`0.07000,`0.60%\n"
        "总交易单数,总交易额,总退款金额,总企业红包退款金额,手续费总金额\n`1,`12.34,`0.00,`0.00,`0.07000\n",
        "cn.wechat.merchant",
        [("2018-10-01", 1_234, None, "W1", "u1", "")],
        proof="none",
        skipped=["FOOTER_ROW", "FOOTER_ROW"],
    ),
    "wechat personal": Made(
        "微信支付账单明细\n微信昵称：[某人]\n起始时间：[2026-04-01 00:00:00]\n共3笔记录\n"
        "----------------------微信支付账单明细列表--------------------\n"
        "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n"
        '2026-04-04 10:00:00,商户消费,面馆,"牛肉面, 大份",支出,¥25.00,零钱,支付成功,100001\t,M1\t,/\n'
        "2026-04-03 10:00:00,转账,顾客,/,收入,¥9.90,/,已存入零钱,100002\t,/,样品\n",
        "cn.wechat.personal",
        [
            ("2026-04-03", 990, None, "100002", "顾客", ""),
            ("2026-04-04", -2_500, None, "100001", "面馆", ""),
        ],
        proof="none",
    ),
    "alipay merchant, 25 columns": Made(
        "#支付宝业务明细查询\n#账号：[20881234567890120156]\n"
        "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,"
        "支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,"
        "退款批次号/请求号,服务费（元）,分润（元）,备注\n"
        "2026030122001\t,A-1\t,交易\t,阀门,2026-03-01 09:00:00,2026-03-01 09:00:09,,,,,*某(138****0000),120.00,118.00,0.00,0.00,0.00,"
        "2.00,0.00,,0.00,0.00,,-0.71,0.00,\n"
        "2026030122001\t,A-1\t,退款\t,阀门,2026-03-02 10:00:00,2026-03-02 10:00:00,,,,,*某(138****0000),-20.00,-20.00,0.00,0.00,0.00,"
        "0.00,0.00,,0.00,0.00,RF-1\t,0.12,0.00,\n"
        "#业务明细列表结束\n#交易合计：1笔，商家实收共118.00元\n#退款合计：1笔，商家实收退款共-20.00元\n",
        "cn.alipay.merchant",
        [
            ("2026-03-01", 11_800, None, "2026030122001", "", "*某(138****0000)"),
            ("2026-03-02", -2_000, None, "RF-1", "", "*某(138****0000)"),
        ],
        proof="none",
        skipped=["FOOTER_ROW", "FOOTER_ROW", "FOOTER_ROW"],
    ),
    "alipay merchant, 27 columns": Made(
        "#支付宝业务明细查询\n支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
        "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,"
        "商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,实收净额（元）,商户识别号,交易方式,备注\n"
        "2026030122009\t,A-9\t,交易\t,阀门,2026-03-01 09:00:00,2026-03-01 09:00:09,,,,,*某(138****0000),120.00,118.00,0.00,0.00,0.00,"
        "2.00,0.00,,0.00,0.00,,-0.71,117.29,M1,扫码,\n",
        "cn.alipay.merchant",
        [("2026-03-01", 11_800, None, "2026030122009", "", "*某(138****0000)")],
        proof="none",
    ),
    "alipay account (signcustomer)": Made(
        alipay_account_bill(),
        "cn.alipay.account",
        [
            ("2026-02-20", 10_000, 110_000, "70001", "", "甲 (a***@example.com)"),
            ("2026-02-20", -60, 109_940, "70002", "", "支付宝"),
            ("2026-02-20", -2_000, 107_940, "70003", "", "甲 (a***@example.com)"),
            ("2026-02-21", -100_000, 7_940, "70004", "", "工商银行(3456)"),
        ],
        skipped=["FOOTER_ROW"],
    ),
    "alipay personal": Made(
        "支付宝交易记录明细查询\n导出信息：\n姓名：某人\n支付宝账户：someone@example.com\n"
        "------------------------支付宝支付科技有限公司  电子客户回单------------------------\n"
        "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,\n"
        "2026-02-12 10:00:00,转账,李某,li***@example.com,服装款,收入,88.80,账户余额,交易成功,A1\t,\t,,\n"
        "2026-02-11 10:00:00,日用,超市,sho***@example.com,毛巾,支出,30.00,余额宝,交易成功,A2\t,M2\t,,\n",
        "cn.alipay.personal",
        [
            ("2026-02-11", -3_000, None, "A2", "超市", "sho***@example.com"),
            ("2026-02-12", 8_880, None, "A1", "李某", "li***@example.com"),
        ],
        proof="none",
    ),
}  # fmt: skip


def read(content: bytes, name: str = "x.csv", **options: object) -> StatementFile:
    found = read_statement(content=content, filename=name, **options)  # type: ignore[arg-type]
    assert isinstance(found, StatementFile), found.message
    assert found.rows_read == found.rows_accounted
    return found


def shown(found: StatementFile) -> list[Line]:
    return [
        (
            line.booked_on.isoformat(),
            line.amount_minor,
            line.balance_minor,
            line.bank_txn_id,
            line.counterparty_name,
            line.counterparty_account,
        )
        for one in found.statements
        for line in one.lines
    ]


def compare(found: StatementFile, made: Made) -> None:
    assert found.format == made.format
    assert shown(found) == made.lines
    assert [one.rejected for one in found.statements] == [()]
    assert [one.direction_proof for one in found.statements] == [made.proof]
    assert [fault.code for fault in found.skipped] == made.skipped
    assert found.notes == ()


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_layout_gives_its_rows_in_every_encoding(name: str, encoding: str) -> None:
    made = MADE[name]
    text = made.text.replace("¥", "￥") if encoding == "gb18030" else made.text
    compare(read(text.encode(encoding)), made)


@pytest.mark.parametrize("name", MADE)
def test_a_layout_gives_its_rows_packed(name: str) -> None:
    made = MADE[name]
    content = made.text.encode()
    compare(read(gzip.compress(content)), made)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("业务明细.csv", content)
    compare(read(packed.getvalue()), made)


@pytest.mark.parametrize("name", ["icbc", "ccb", "cmb", "wechat personal"])
def test_a_layout_gives_its_rows_as_a_page_called_xls(name: str) -> None:
    """Only what a web page keeps: cells without quotes and tabs."""
    made = MADE[name]
    rows = [
        line.split(",")
        for line in made.text.replace('"', "").replace("牛肉面, ", "").replace("0,000", "0000").splitlines()
    ]
    plain = [[cell.strip() for cell in row] for row in rows]
    if name == "icbc":
        plain = [
            [*row[:4], "50000.00", "", "150000.00", "货款", "", ""] if "乙方公司" in row else row for row in plain[:3]
        ]
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in plain)
    found = read(f"<html><body><table>{body}</table></body></html>".encode(), "x.xls")
    assert found.format == made.format
    assert set(shown(found)) <= set(made.lines)
    assert shown(found)


def test_wechat_personal_as_a_workbook() -> None:
    made = MADE["wechat personal"]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in made.text.replace('"牛肉面, 大份"', "牛肉面").splitlines():
        sheet.append([cell.strip() for cell in line.split(",")])
    kept = io.BytesIO()
    book.save(kept)
    assert shown(read(kept.getvalue())) == made.lines


def test_thousands_and_full_width_brackets_change_nothing() -> None:
    text = (
        MADE["ccb"]
        .text.replace(",12000.00,112000.00,", ',"12,000.00","112,000.00",')
        .replace("（", "(")
        .replace("）", ")")
    )
    assert shown(read(text.encode())) == MADE["ccb"].lines


SIDES = "交易日期,借方,贷方,余额,对方户名\n2026-05-01,{a},{b},1500.00,甲\n2026-05-02,{c},{d},1300.00,乙\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # from the bank's side 贷 is money in; from the company's side 借 is: only the balance says which
        (SIDES.format(a="", b="500.00", c="200.00", d=""), [50_000, -20_000]),
        (SIDES.format(a="500.00", b="", c="", d="200.00"), [50_000, -20_000]),
    ],
)
@pytest.mark.parametrize("is_newest_first", [False, True])
def test_debit_and_credit_are_proved_from_either_side_and_in_either_order(
    text: str, expected: list[int], is_newest_first: bool
) -> None:
    head, *rows = text.splitlines()
    if is_newest_first:
        rows.reverse()
    found = read("\n".join((head, *rows)).encode())
    assert [line.amount_minor for line in found.statements[0].lines] == expected


def test_a_balance_that_follows_in_no_reading_refuses_the_file_at_its_line() -> None:
    text = SIDES.format(a="", b="500.00", c="200.00", d="") + "2026-05-03,,10.00,1999.00,丙\n"
    found = read_statement(content=text.encode(), filename="x.csv")
    assert isinstance(found, FileFault)
    assert (found.code, found.line) == ("BALANCE_BREAK", 4)


def test_a_fee_is_read_to_five_decimals_and_the_day_ties_to_the_fen() -> None:
    rows = [(f"2026-02-20 09:00:0{i}", f"W{i}", f"O{i}", "pay", "1.00", "0.00333", "件") for i in range(3)]
    found = read(wechat_bill(*rows).encode())
    parts = [line.wallet for line in found.statements[0].lines]
    assert [part.fee_minor for part in parts if part is not None] == [1, 0, 0]
    assert found.notes == ()


def test_fees_of_different_days_are_rounded_apart() -> None:
    first = ("2026-02-20 23:59:59", "W1", "O1", "pay", "1.00", "0.00600", "件")
    second = ("2026-02-21 00:00:01", "W2", "O2", "pay", "1.00", "0.00600", "件")
    parts = [line.wallet for line in read(wechat_bill(first, second).encode()).statements[0].lines]
    assert [part.fee_minor for part in parts if part is not None] == [1, 1]


@pytest.mark.parametrize(
    ("summary", "column"),
    [
        ("`2,`1000.00,`0.00,`0.00,`6.00000,`1000.00,`0.00", "count"),
        ("`1,`1001.00,`0.00,`0.00,`6.00000,`1001.00,`0.00", "in_total"),
        ("`1,`1000.00,`1.00,`0.00,`6.00000,`1000.00,`1.00", "out_total"),
        ("`1,`1000.00,`0.00,`0.00,`6.01000,`1000.00,`0.00", "fee_total"),
    ],
)
def test_a_summary_that_its_lines_do_not_give_is_told(summary: str, column: str) -> None:
    row = ("2026-02-20 09:10:11", "W1", "O1", "pay", "1000.00", "6.00000", "件")
    found = read(wechat_bill(row, summary=summary).encode())
    assert [(note.column, note.code) for note in found.notes] == [(column, "TOTALS_DIFFER")]


def test_a_net_that_is_not_gross_less_fee_rejects_the_row() -> None:
    text = MADE["alipay merchant, 27 columns"].text.replace("117.29", "117.30")
    (statement,) = read(text.encode()).statements
    assert [(fault.column, fault.code) for fault in statement.rejected] == [("实收净额（元）", "NET_DIFFERS")]


@pytest.mark.parametrize(
    ("fee", "code"), [("1000.00", "OUT_OF_RANGE"), ("0.000001", "NEEDS_ROUNDING"), ("x", "UNREADABLE")]
)
def test_a_fee_that_cannot_be_rejects_the_row(fee: str, code: str) -> None:
    row = ("2026-02-20 09:10:11", "W1", "O1", "pay", "1000.00", fee, "件")
    text = wechat_bill(row, summary="`1,`1000.00,`0.00,`0.00,`0.00,`1000.00,`0.00")
    (statement,) = read(text.encode()).statements
    assert [(fault.column, fault.code) for fault in statement.rejected] == [("手续费", code)]


def test_the_events_of_an_alipay_account_bill_are_told_apart() -> None:
    lines = read(alipay_account_bill().encode()).statements[0].lines
    assert [line.wallet.event.value for line in lines if line.wallet is not None] == [
        "PAYMENT",
        "OTHER",
        "REFUND",
        "WITHDRAWAL",
    ]


def test_the_order_number_stands_in_the_reference_for_the_matcher() -> None:
    line = read(MADE["wechat merchant"].text.encode()).statements[0].lines[0]
    assert line.reference.endswith("O1")
