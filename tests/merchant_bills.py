"""Bills of payment providers, written by the tests in the layout of the real ones; every value is invented."""

from __future__ import annotations

from decimal import Decimal

Row = tuple[str, str, str, str, str, str, str]
"""Moment, provider's number of the payment, merchant's order number, "pay" or "refund", gross, fee, product."""
MERCHANT = "1900000109"
WECHAT_HEAD = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,"
    "代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
)
WECHAT_SUMMARY = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"


def wechat_bill(*rows: Row, summary: str | None = None) -> str:
    """A tradebill of WeChat Pay: every value behind a backtick, then the summary (or another one) in two rows."""
    lines = [WECHAT_HEAD, *(_wechat_row(row) for row in rows), WECHAT_SUMMARY]
    lines.append(summary if summary is not None else wechat_summary(*rows))
    return "\r\n".join(lines) + "\r\n"


def wechat_summary(*rows: Row) -> str:
    """The two sums and the fees of the rows, as the bill's last line states them."""
    paid = sum(Decimal(row[4]) for row in rows if row[3] == "pay")
    back = sum(Decimal(row[4]) for row in rows if row[3] == "refund")
    fees = sum(Decimal(row[5]) for row in rows)
    return f"`{len(rows)},`{paid:.2f},`{back:.2f},`0.00,`{fees:.5f},`{paid:.2f},`{back:.2f}"


def _wechat_row(row: Row) -> str:
    moment, transaction, order, event, gross, fee, product = row
    is_refund = event == "refund"
    cells = [moment, "wx0000000000000000", MERCHANT, "", "", transaction, order, f"openid-{order}", "JSAPI"]
    cells += ["REFUND" if is_refund else "SUCCESS", "OTHERS", "CNY", "0.00" if is_refund else gross, "0.00"]
    cells += [f"R-{transaction}", f"RO-{order}", gross, "0.00", "ORIGINAL", "SUCCESS"] if is_refund else [
        "0", "0", "0.00", "0.00", "", "",
    ]  # fmt: skip
    cells += [product, "", fee, "0.60%", "0.00" if is_refund else gross, gross if is_refund else "0.00", ""]
    return ",".join(f"`{cell}" for cell in cells)


def alipay_account_bill(account: str = "20881234567890120156") -> str:
    """The account bill (账务) of an Alipay merchant: payment, refund, fee and withdrawal each a line, with balances."""
    rows = (
        "70001\t,2026022001\t,B-1\t,轴承,2026-02-20 08:00:00,甲 (a***@example.com)\t,100.00,0.00,1100.00,支付宝,在线支付,",
        "70002\t,2026022002\t,B-1\t,轴承,2026-02-20 08:00:01,支付宝\t,0.00,-0.60,1099.40,支付宝,收费,",
        "70003\t,2026022003\t,B-1\t,轴承,2026-02-20 09:00:00,甲 (a***@example.com)\t,0.00,-20.00,1079.40,支付宝,交易退款,",
        "70004\t,2026022004\t,\t,,2026-02-21 09:00:00,工商银行(3456)\t,0.00,-1000.00,79.40,支付宝,提现,",
    )
    head = "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,"
    head += "收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注"
    return "\r\n".join(("#支付宝账务明细查询", f"#账号：[{account}]", head, *rows, "#账务明细列表结束"))
