"""The rows around a table: whose account it is, in what currency, what balances and totals the bank states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huikuan.integrations.bank_files.cells import amount_minor, is_blank
from huikuan.integrations.bank_files.delimited import Row, clean
from huikuan.integrations.bank_files.headers import plain_name
from huikuan.kernel.text_amounts import NumberFormat

_ACCOUNT = frozenset(
    (
        "账号 帐号 查询账号 查询帐号 卡号 账户账号 本方账号 本方帐号 银行账号 账户号 账户号码 账号/卡号 卡号/账号 支付宝账户 支付宝账号 "
        "京东账号名 商户号 accountnumber accountno account inquireraccountnumber"
    ).split()
)
_CURRENCY = frozenset("币种 币别 货币 账户币种 currency".split())
_OWNER = frozenset("户名 账户名称 账户名 公司名称 本方户名 单位名称 客户名称 姓名 accountname".split())
_OPENING = frozenset("期初余额 上期余额 承前余额 起始余额 上日余额 期初账户余额 openingbalance".split())
_CLOSING = frozenset("期末余额 截止余额 期末账户余额 closingbalance".split())
_COUNT = frozenset("总笔数 总交易单数 totalnumber".split())
_OUT_COUNT = frozenset("借方发生总笔数 借方笔数 支出总笔数 借方总笔数 支出笔数".split())
_IN_COUNT = frozenset("贷方发生总笔数 贷方笔数 收入总笔数 贷方总笔数 收入笔数".split())
_OUT_TOTAL = frozenset(
    "借方发生总额 借方总额 借方合计 支出总额 支出总金额 借方总金额 汇总支出金额 支出金额合计 借方发生额合计 退款总金额".split()
)
_IN_TOTAL = frozenset(
    "贷方发生总额 贷方总额 贷方合计 收入总额 收入总金额 贷方总金额 汇总收入金额 收入金额合计 贷方发生额合计 应结订单总金额".split()
)
_FEE_TOTAL = frozenset("手续费总金额 服务费合计".split())
_LABELS = {
    "account": _ACCOUNT,
    "currency": _CURRENCY,
    "owner": _OWNER,
    "opening": _OPENING,
    "closing": _CLOSING,
    "count": _COUNT,
    "out_count": _OUT_COUNT,
    "in_count": _IN_COUNT,
    "out_total": _OUT_TOTAL,
    "in_total": _IN_TOTAL,
    "fee_total": _FEE_TOTAL,
}
_WORDS = frozenset({"account", "currency", "owner"})
_KIND_OF = {label: kind for kind, labels in _LABELS.items() for label in labels}
_SENTENCE = re.compile(
    r"(支出|收入)(?:合计)?\s*[：:]\s*([0-9]+)\s*笔[，,]?\s*(?:共)?\s*([0-9][0-9,]*(?:\.[0-9]{1,2})?)\s*元"
)
_MERCHANT_SENTENCE = re.compile(
    r"(交易|退款)合计\s*[：:]\s*([0-9]+)\s*笔[，,]?\s*商家实收(?:退款)?共\s*-?([0-9][0-9,]*(?:\.[0-9]{1,2})?)\s*元"
)
_DIGITS_AND_BLANKS = re.compile(r"[0-9][0-9 \u3000-]*[0-9]")

MIN_SUMMARY_LABELS = 2


@dataclass(frozen=True, slots=True)
class Fact:
    """One value the bank states beside the table, with its line."""

    text: str
    line: int


Preamble = dict[str, Fact]


def preamble_of(*, rows: Iterable[Row]) -> Preamble:
    """Return what labelled cells say: account, currency, owner, opening, closing, counts and totals; first one wins."""
    facts: Preamble = {}
    for row in rows:
        for kind, text in _labelled(row.cells):
            facts.setdefault(kind, Fact(text=text, line=row.line))
        text = " ".join(row.cells)
        for word, count, total in (*_SENTENCE.findall(text), *_MERCHANT_SENTENCE.findall(text)):
            side = "out" if word in ("支出", "退款") else "in"
            facts.setdefault(f"{side}_count", Fact(text=count, line=row.line))
            facts.setdefault(f"{side}_total", Fact(text=total, line=row.line))
    return facts


def summary_of(*, labels: Row, values: Row) -> Preamble:
    """Return what a summary of two rows says, names above figures; nothing when the first row is no row of names."""
    kinds = [_KIND_OF.get(plain_name(text=cell)[0]) for cell in labels.cells]
    if sum(kind is not None for kind in kinds) < MIN_SUMMARY_LABELS:
        return {}
    pairs = zip(kinds, values.cells, strict=False)
    return {kind: Fact(text=cell, line=values.line) for kind, cell in pairs if kind is not None and cell}


def account_text(*, text: str) -> str:
    """Return an account number without the blanks that group its digits; anything else as it is."""
    plain = clean(text=text).strip("[]【】")
    return "".join(plain.split()) if _DIGITS_AND_BLANKS.fullmatch(plain) else plain


def stated_minor(*, facts: Preamble, kind: str, currency: str) -> int | None:
    """Return an amount the bank states, None when it states none that can be read."""
    fact = facts.get(kind)
    if fact is None:
        return None
    minor = amount_minor(text=fact.text, currency=currency, number_format=NumberFormat.POINT)
    return minor if isinstance(minor, int) else None


def _labelled(cells: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Yield label kinds and values: "账号：123", or a label cell and the next filled cell."""
    for index, cell in enumerate(cells):
        label, mark, value = _split(cell)
        kind = _KIND_OF.get(plain_name(text=label)[0])
        if kind is None:
            continue
        text = value
        if not text:
            text = next((one for one in cells[index + 1 :] if one), "")
            if not mark and _KIND_OF.get(plain_name(text=_split(text)[0])[0]):
                continue
        text = text.strip("[]【】 ")
        if not is_blank(text=text) and (kind in _WORDS or any(character.isdigit() for character in text)):
            yield kind, text


def _split(cell: str) -> tuple[str, str, str]:
    """Split "#账号：[2088…]" into label, colon and value; the English twin in brackets stays with the label."""
    found = re.match(r"[#\s]*([^：:]{1,60}?)\s*([：:])\s*(.*)", cell, re.DOTALL)
    if found is None:
        return cell.lstrip("# "), "", ""
    return found[1], found[2], clean(text=found[3])
