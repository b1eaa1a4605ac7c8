"""The names banks and wallets give their columns, and what each column means.

Earlier names of a field win over later ones: where a file has 交易金额(收入) and 记账金额(收入), the booked amount counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from huikuan.kernel.text_normal import narrow


class Field(StrEnum):
    """What a column holds."""

    BOOKED_DAY = "BOOKED_DAY"
    TRADED_DAY = "TRADED_DAY"
    CLOCK = "CLOCK"
    VALUE_DAY = "VALUE_DAY"
    MONEY_OUT = "MONEY_OUT"
    MONEY_IN = "MONEY_IN"
    AMOUNT = "AMOUNT"
    SETTLED = "SETTLED"
    REFUND = "REFUND"
    DIRECTION = "DIRECTION"
    BALANCE = "BALANCE"
    CURRENCY = "CURRENCY"
    OWN_ACCOUNT = "OWN_ACCOUNT"
    OWN_NAME = "OWN_NAME"
    OTHER_NAME = "OTHER_NAME"
    OTHER_ACCOUNT = "OTHER_ACCOUNT"
    OTHER_BANK = "OTHER_BANK"
    OTHER_MIXED = "OTHER_MIXED"
    PAYER_NAME = "PAYER_NAME"
    PAYER_ACCOUNT = "PAYER_ACCOUNT"
    PAYER_BANK = "PAYER_BANK"
    PAYEE_NAME = "PAYEE_NAME"
    PAYEE_ACCOUNT = "PAYEE_ACCOUNT"
    PAYEE_BANK = "PAYEE_BANK"
    ID = "ID"
    REFUND_ID = "REFUND_ID"
    PURPOSE = "PURPOSE"
    SUMMARY = "SUMMARY"
    REMARK = "REMARK"
    REVERSAL = "REVERSAL"
    KIND = "KIND"
    STATUS = "STATUS"
    REFUND_STATUS = "REFUND_STATUS"


SEVERAL = frozenset({Field.ID, Field.REFUND_ID, Field.PURPOSE, Field.SUMMARY, Field.REMARK, Field.KIND})
"""Fields that may have several columns; all of them are read, in the order of their names."""

_NAMES: dict[Field, str] = {
    Field.BOOKED_DAY: "记账日期 记帐日期 记账日 记帐日 入账日期 入帐日期 入账日 银行记账日 会计日期 bookingdate postingdate dateposted",
    Field.TRADED_DAY: (
        "交易日期 交易日 日期 发生日期 业务日期 交易日期时间 日期时间 付款日期 收款日期 到账日期 date transactiondate trandate"
    ),
    Field.CLOCK: (
        "交易时间 记账时间 入账时间 完成时间 交易完成时间 交易成功时间 发生时间 付款时间 交易时刻 时间 创建时间 交易创建时间 time "
        "transactiontime"
    ),
    Field.VALUE_DAY: "起息日 起息日期 valuedate",
    Field.MONEY_OUT: (
        "借方发生额(支取) 借方发生额(支出) 记账金额(支出) 交易金额(支出) 借方发生额 借方金额 借方发生金额 支出金额 支出发生额 转出金额 "
        "付款金额 付方金额 付出金额 支取金额 取出金额 支出 借方 支取 付出 转出 付方发生额 借方交易金额 支出额 支出交易金额 "
        "debit debitamount withdrawal withdrawals moneyout paidout"
    ),
    Field.MONEY_IN: (
        "贷方发生额(收入) 贷方发生额(存入) 记账金额(收入) 交易金额(收入) 贷方发生额 贷方金额 贷方发生金额 收入金额 收入发生额 转入金额 "
        "收款金额 收方金额 存入金额 收入 贷方 存入 转入 收方发生额 贷方交易金额 收入额 收入交易金额 "
        "credit creditamount deposit deposits moneyin paidin"
    ),
    Field.AMOUNT: (
        "商家实收 实付金额 入账金额 交易金额 发生额 发生金额 交易额 金额 交易金额(原币) 本次发生额 人民币金额 收付金额 总金额 "
        "amount transactionamount billingamount tradeamount"
    ),
    Field.SETTLED: "应结订单金额",
    Field.REFUND: "退款金额",
    Field.DIRECTION: (
        "借贷标志 借贷标识 借贷方向 收/支 收支 收支类型 收支方向 收支标志 收付标志 收付方向 收付类型 借/贷 借贷 借贷类型 收/付 "
        "方向 往来账标志 资金流向 dc drcr debit/credit creditdebit"
    ),
    Field.BALANCE: "交易后余额 账户余额 帐户余额 余额 联机余额 本次余额 当前余额 账面余额 结余 balance runningbalance",
    Field.CURRENCY: (
        "记账币种 币种 币别 货币 交易货币 交易币种 货币种类 入账货币 账户币种 币种名称 currency billingcurrency ccy"
    ),
    Field.OWN_ACCOUNT: "本方账号 本方帐号 本方账户 我方账号 账号 帐号 商户号 银行账号 卡号 account accountnumber accountno",
    Field.OWN_NAME: "本方户名 本方名称 账户名称 账户名 本方账户名称 户名",
    Field.OTHER_NAME: (
        "对方户名 对方名称 对方单位名称 对方单位 对方账户名 对方账户名称 对方帐户名称 对方账号名称 交易对方 收/付方名称 收付方名称 "
        "收(付)方名称 对方 交易对手 对手户名 对手名称 交易对手名称 对方姓名 往来单位 商户名称 用户标识 counterparty payee "
        "counterpartyname payer/payee"
    ),
    Field.OTHER_ACCOUNT: (
        "对方账号 对方帐号 对方账户 对方帐户 对方卡号/账号 对方账号/卡号 收/付方帐号 收/付方账号 收付方账号 收(付)方账号 收(付)方帐号 "
        "对方卡号 对手账号 交易对手账号 counterpartyaccount"
    ),
    Field.OTHER_BANK: (
        "对方开户行 对方开户行名称 对方开户行名 对方开户机构 对方行名 对方银行 对方开户银行 收/付方开户行名 收付方开户行名 "
        "收(付)方开户行名 "
        "收/付方分行名 对方账户开户行 对手开户行 付款银行"
    ),
    Field.OTHER_MIXED: "对手信息 对方信息 交易对手信息",
    Field.PAYER_NAME: "付款人名称 付款人户名 付款方名称 付款方户名 付款户名 付款人 付款方 付方户名 付方名称 付款单位 付款单位名称",
    Field.PAYER_ACCOUNT: "付款人账号 付款人帐号 付款账号 付款方账号 付款帐号 付方账号 付方帐号 付款方帐号",
    Field.PAYER_BANK: "付款人开户行名 付款人开户行 付款行名称 付款方开户行 付款行 付方开户行 付款人开户行名称",
    Field.PAYEE_NAME: "收款人名称 收款人户名 收款方名称 收款方户名 收款户名 收款人 收款方 收方户名 收方名称 收款单位 收款单位名称",
    Field.PAYEE_ACCOUNT: "收款人账号 收款人帐号 收款账号 收款方账号 收款帐号 收方账号 收方帐号 收款方帐号",
    Field.PAYEE_BANK: "收款人开户行名 收款人开户行 收款行名称 收款方开户行 收款行 收方开户行 收款人开户行名称",
    Field.ID: (
        "账户明细编号-交易流水号 账务流水号 交易流水号 银行流水号 核心流水号 主机流水号 全局流水号 流水号 交易流水 日志号 交易单号 "
        "交易订单号 支付宝交易号 微信订单号 交易号 交易参考号 交易序号 记录标识号 柜员流水号 银行交易流水号 transactionid "
        "transactionreference bankreference 商户订单号 商家订单号"
    ),
    Field.REFUND_ID: "微信退款单号 退款批次号/请求号 商户退款单号",
    Field.PURPOSE: "用途 交易用途 资金用途 付款用途 款项用途 商品 商品说明 商品名称 交易说明 订单标题 purpose description details",
    Field.SUMMARY: (
        "摘要 交易摘要 摘要说明 业务摘要 其它摘要 其他摘要 扩展摘要 交易名称 业务名称 交易描述 交易类别 摘要描述 summary narrative "
        "transactiondescription"
    ),
    Field.REMARK: (
        "附言 备注 交易附言 交易备注 客户附言 客户摘要 对方附言 附言/个性化信息 个性化信息 个性化信息名称1 留言 补充说明 备注信息 交易详情 "
        "交易场所 交易地点 企业流水号 业务参考号 票据号 remark remarks reference memo notes"
    ),
    Field.REVERSAL: "冲帐标志 冲账标志 冲正标志 红字标志 是否冲正 抹账标志 冲销标志",
    Field.KIND: "交易类型 业务类型 交易分类 交易种类 类型 transactiontype",
    Field.STATUS: "当前状态 交易状态 状态 订单状态",
    Field.REFUND_STATUS: "退款状态",
}

_FIELD_OF: dict[str, tuple[Field, int]] = {
    name: (field, rank) for field, names in _NAMES.items() for rank, name in enumerate(names.split())
}
_BILINGUAL = re.compile(r"\[[^\]]*\]")
_CODE = re.compile(r"\((?:单位[:]?)?([+-]?)(元|人民币|人民币元|rmb|cny|yuan|万元)\)")
_LATIN_TAIL = re.compile(r"(?<=[\u4e00-\u9fff)])[/|(\[]?[a-z][a-z .,'&/-]*[)\]]?$")
_NOT_IN_NAMES = re.compile(r"[^\w()（）/]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_DAYS = (Field.BOOKED_DAY, Field.TRADED_DAY, Field.CLOCK)
_AMOUNTS = (Field.AMOUNT, Field.MONEY_IN, Field.MONEY_OUT, Field.SETTLED)
MIN_RECOGNISED = 3


@dataclass(frozen=True, slots=True)
class Header:
    """A header row understood: its texts, the columns of each field by rank, and what units the amounts are in."""

    texts: tuple[str, ...]
    columns: dict[Field, tuple[int, ...]]
    magnitudes: frozenset[Field]
    in_ten_thousands: bool
    duplicate: str

    @property
    def recognised(self) -> int:
        """How many columns have a known name."""
        return sum(len(columns) for columns in self.columns.values())

    @property
    def width(self) -> int:
        """How many columns the header names (blank ones at its end are none)."""
        return len(self.texts)

    def cell(self, field: Field, cells: Sequence[str]) -> str:
        """Return a row's text for a field, "" when it has none."""
        columns = self.columns.get(field, ())
        return cells[columns[0]] if columns and columns[0] < len(cells) else ""

    def all_cells(self, field: Field, cells: Sequence[str]) -> tuple[str, ...]:
        """Return a row's texts for a field that may have several columns."""
        return tuple(cells[column] for column in self.columns.get(field, ()) if column < len(cells))

    def name_of(self, field: Field) -> str:
        """Return the file's own name of a field's first column."""
        columns = self.columns.get(field, ())
        return self.texts[columns[0]] if columns else ""


def recognise(*, cells: Sequence[str]) -> Header | None:
    """Return a row understood as a header, None when it names no day or no amount or fewer than three columns."""
    texts = list(cells)
    while texts and not texts[-1]:
        texts.pop()
    if len(texts) < MIN_RECOGNISED:
        return None
    found: dict[Field, list[tuple[int, int]]] = {}
    seen: dict[str, str] = {}
    magnitudes: set[Field] = set()
    duplicate, ten_thousands = "", False
    for column, text in enumerate(texts):
        name, sign, unit = plain_name(text=text)
        entry = _FIELD_OF.get(name)
        if entry is None:
            continue
        field, rank = entry
        if name in seen and not duplicate:
            duplicate = text
        seen[name] = text
        found.setdefault(field, []).append((rank, column))
        ten_thousands = ten_thousands or unit == "万元"
        if sign:
            magnitudes.add(field)
    columns = {field: _columns(field, ranked) for field, ranked in found.items()}
    header = Header(tuple(texts), columns, frozenset(magnitudes), ten_thousands, duplicate)
    has_day = any(field in columns for field in _DAYS)
    has_amount = any(field in columns for field in _AMOUNTS)
    return header if has_day and has_amount and header.recognised >= MIN_RECOGNISED else None


def plain_name(*, text: str) -> tuple[str, str, str]:
    """Return a column name without blanks, units and its English twin, the sign in its unit (+元, -元), and the unit."""
    name = "".join(narrow(text=text).split()).lower().strip("*:#")
    if _HAN.search(name):
        name = _BILINGUAL.sub("", name) or name
    unit = _CODE.search(name)
    if unit is not None:
        name = name[: unit.start()] + name[unit.end() :]
    if name not in _FIELD_OF and _HAN.search(name):
        name = _LATIN_TAIL.sub("", name)
    if not _HAN.search(name):
        name = re.sub(r"[ _.()]", "", name)
    return name, unit[1] if unit else "", unit[2] if unit else ""


def recognise_scattered(*, line: str) -> Header | None:
    """Return a header whose names are separated by something that is no known delimiter."""
    return recognise(cells=[part for part in _NOT_IN_NAMES.split(line) if part])


def _columns(field: Field, ranked: list[tuple[int, int]]) -> tuple[int, ...]:
    ordered = tuple(column for _, column in sorted(ranked))
    return ordered if field in SEVERAL else ordered[:1]
