"""The demo company's WeChat Pay merchant account: small orders, a refund that waits, days paid out and days that are not."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from huikuan.demo.building import Built
from huikuan.demo.business import SEED
from huikuan.jobs.import_statement import StatementOrder, import_statement_file
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.text_amounts import format_amount
from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account
from huikuan.receipts.queries.bank_accounts import bank_accounts
from huikuan.receipts.wallet_rules import AccountKind

MERCHANT = "1900000109"
PROVIDER = "财付通支付科技有限公司"
DAYS, PAID_OUT = 6, 3
_GOODS = ("轴承样品", "备件：密封圈", "刀片一套", "联轴器", "展会样机押金", "维修配件")
_BILL_HEAD = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,"
    "代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,"
    "申请退款金额,费率备注"
)
_RATE_PER_100000 = 600


def fill_wallets(*, built: Built, now: datetime, today: date) -> None:
    """Open the merchant account and the account it is paid out to, take in the bill of six days and the bank's statement."""
    company_id = built.companies["CNY"]
    wallet = BankAccountDraft("微信支付商户", "CNY", MERCHANT, "微信支付", AccountKind.WECHAT_MERCHANT)
    bank = BankAccountDraft("恒泰 招商银行", "CNY", "512900000010808", "招商银行")
    days = [today - timedelta(days=DAYS - at) for at in range(DAYS)]
    rows, nets = _bill(days)
    for draft, content, name in (
        (wallet, rows, "微信支付账单.csv"),
        (bank, _statement(days, nets), "招商银行流水.csv"),
    ):
        key = f"demo:wallets:{name}"
        made = open_bank_account(actor=SYSTEM, now=now, key=f"{key}:open", company_id=company_id, account=draft)
        account = next(row for row in bank_accounts(actor=SYSTEM) if row.id == made["bank_account_id"])
        import_statement_file(actor=SYSTEM, now=now, key=key, order=StatementOrder(account, content.encode(), name))


def _bill(days: list[date]) -> tuple[str, list[int]]:
    """The bill of the days, and the net of each in minor units: gross less refunds less the fees, rounded once a day."""
    chance = random.Random(SEED + 41)
    lines, nets = [_BILL_HEAD], []
    for at, day in enumerate(days):
        gross = [chance.randrange(2_000, 180_000) for _ in range(chance.randrange(3, 7))]
        lines += [_payment(day, at, number, minor, chance.choice(_GOODS)) for number, minor in enumerate(gross)]
        back = gross[0] // 4 if at == 1 else 0
        if back:
            lines.append(_refund(day, f"W{at}0", back))
        nets.append(sum(gross) - back - _rounded(sum(map(_fee, gross)) - _fee(back)))
    lines.append(_refund(days[-1], "W2026-OLD", 8_800))
    nets[-1] -= 8_800 - _rounded(_fee(8_800))
    return "\n".join(lines), nets


def _fee(minor: int) -> int:
    """0.6 % in thousandths of a fen."""
    return minor * _RATE_PER_100000 // 100


def _rounded(parts: int) -> int:
    return (parts + 500) // 1000


def _payment(day: date, at: int, number: int, minor: int, goods: str) -> str:
    order, fee = f"W{at}{number}", _fee(minor)
    cells = [f"{day} {9 + number}:15:00", "wx0", MERCHANT, "", "", order, f"DD{day:%m%d}{number:02}", f"oU{at}{number}"]
    cells += [
        "JSAPI",
        "SUCCESS",
        "OTHERS",
        "CNY",
        format_amount(minor=minor, grouped=False),
        "0.00",
        "0",
        "0",
        "0.00",
        "0.00",
    ]
    cells += ["", "", goods, "", _five(fee), "0.60%", format_amount(minor=minor, grouped=False), "0.00", ""]
    return ",".join(f"`{cell}" for cell in cells)


def _refund(day: date, order: str, minor: int) -> str:
    amount = format_amount(minor=minor, grouped=False)
    cells = [f"{day} 17:40:00", "wx0", MERCHANT, "", "", order, f"DD-{order}", "oU", "JSAPI", "REFUND", "OTHERS", "CNY"]
    cells += ["0.00", "0.00", f"TK{order}", f"TKD{order}", amount, "0.00", "ORIGINAL", "SUCCESS", "退货", ""]
    cells += [f"-{_five(_fee(minor))}", "0.60%", "0.00", amount, ""]
    return ",".join(f"`{cell}" for cell in cells)


def _five(parts: int) -> str:
    return f"{parts // 100_000}.{parts % 100_000:05}"


def _statement(days: list[date], nets: list[int]) -> str:
    """The bank's view: the first days paid out together, the next one by a line that does not name the provider."""
    rows = [
        (days[PAID_OUT], sum(nets[:PAID_OUT]), PROVIDER, "微信支付结算"),
        (days[PAID_OUT + 1], nets[PAID_OUT], "", "代付"),
    ]
    lines, balance = ["交易时间,收入金额,支出金额,账户余额,对方户名,交易用途"], 1_280_000
    for day, minor, payer, text in rows:
        balance += minor
        amounts = f"{format_amount(minor=minor, grouped=False)},,{format_amount(minor=balance, grouped=False)}"
        lines.append(f"{day} 10:00:00,{amounts},{payer},{text}")
    return "\n".join(lines)
