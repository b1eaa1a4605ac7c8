"""The demo company's bank statement of the last month, as the online bank would export it (GB18030 CSV)."""

from __future__ import annotations

import csv
import io
import random
from datetime import date, timedelta

from huikuan.demo.business import SEED, STATEMENT_DAYS, Business
from huikuan.kernel.text_amounts import format_amount

ACCOUNT = "1102021409000123456"
OPENING_MINOR = 386_421_907
HEADER = ("交易日期", "摘要", "对方户名", "对方账号", "借方发生额", "贷方发生额", "余额")
Row = tuple[date, str, str, str, int]


def statement_file(*, business: Business) -> bytes:
    """Lines with running balance: customers' money, and what else happens on an account: interest, fees, wages, suppliers."""
    chance = random.Random(SEED + 1)
    rows = [_received(payment.day, payment.text, payment.payer, payment.minor) for payment in business.recent]
    rows += _other_lines(chance, business.today)
    rows.sort(key=lambda row: (row[0], row[4], row[2]))
    return _csv(rows).encode("gb18030")


def _received(day: date, text: str, payer: str, minor: int) -> Row:
    account = str(6_222_000_000_000_000_000 + sum(map(ord, payer)) * 1_000_003 % 10**15)
    return day, text, payer, account, minor


def _other_lines(chance: random.Random, today: date) -> list[Row]:
    start = today - timedelta(days=STATEMENT_DAYS - 1)
    rows: list[Row] = [
        (start + timedelta(days=20), "结息", "", "", 412_306),
        (start + timedelta(days=3), "网银手续费", "", "", -2_500),
        (start + timedelta(days=9), "代发工资", "代发工资专户", "", -48_216_000),
        (start + timedelta(days=15), "同名账户互转", "苏州恒泰精密机电有限公司", "32250198836000001234", 20_000_000),
    ]
    for _ in range(14):
        day = start + timedelta(days=chance.randrange(STATEMENT_DAYS - 1))
        supplier = chance.choice(("昆山力丰轴承有限公司", "常熟亿达铸件厂", "太仓鑫源钢材贸易有限公司"))
        rows.append((day, "采购款", supplier, "", -chance.randrange(300_000, 9_000_000)))
    return rows


def _csv(rows: list[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("账户明细",))
    writer.writerow((f"账号：{ACCOUNT}", "", "户名：苏州恒泰精密机电有限公司"))
    writer.writerow(HEADER)
    balance = OPENING_MINOR
    for day, summary, name, account, minor in rows:
        balance += minor
        out, into = ("", _yuan(minor)) if minor > 0 else (_yuan(-minor), "")
        writer.writerow((day.isoformat(), summary, name, account, out, into, _yuan(balance)))
    return text.getvalue()


def _yuan(minor: int) -> str:
    return format_amount(minor=minor)
