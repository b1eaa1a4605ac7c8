"""Which bank or wallet a table comes from, told by its column names. The name is for people; reading goes by columns.

Banks publish no descriptions: each layout says where its column names were seen and when they were written down here, so that a
doubt can be traced.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.integrations.bank_files.column_names import Field
from huikuan.integrations.bank_files.headers import Header, plain_name


class Source(StrEnum):
    """Where the column names of a layout were seen."""

    NOWHERE = "of no bank: any table whose columns have known names"
    PARSERS = "open parsers of company statements, and their tests"
    SAMPLES = "anonymised samples of the open converter double-entry-generator"
    RECONCILING = "an open parser that reconciles company statements of 2026, the header rows its comments quote"
    COLUMN_LIST = "an open reader of company statements, its list of columns"
    WECHAT = "WeChat Pay's description of its merchant bill, and open parsers"


@dataclass(frozen=True, slots=True)
class Layout:
    """A known table: its format name, the plain column names that all stand in its header, where and when they were seen.

    `spends`: the bill of a card, on which what was spent has no minus.
    """

    name: str
    names: frozenset[str]
    source: Source = Source.NOWHERE
    seen_on: date | None = None
    is_wallet: bool = False
    is_wechat_merchant: bool = False
    spends: bool = False


@dataclass(frozen=True, slots=True)
class _Seen:
    """Makes layouts that were seen in one place on one day; the marks are Layout's."""

    source: Source
    day: date

    def layout(self, name: str, names: str, **marks: bool) -> Layout:
        return Layout(name, frozenset(names.split()), self.source, self.day, **marks)


_PARSERS = _Seen(Source.PARSERS, date(2026, 11, 22)).layout
_SAMPLES = _Seen(Source.SAMPLES, date(2026, 11, 22)).layout
_WECHAT = _Seen(Source.WECHAT, date(2026, 11, 22)).layout
_LATER_SAMPLES = _Seen(Source.SAMPLES, date(2026, 11, 23)).layout
_RECONCILING = _Seen(Source.RECONCILING, date(2026, 11, 23)).layout
_COLUMN_LIST = _Seen(Source.COLUMN_LIST, date(2026, 11, 23)).layout

GENERIC = Layout("cn.generic", frozenset())

LAYOUTS = (
    # companies
    _PARSERS("cn.boc.hisqry", "付款人账号 收款人账号 交易后余额 交易类型"),
    _PARSERS("cn.icbc", "凭证号 交易时间 对方单位 转入金额 转出金额"),
    _PARSERS("cn.icbc", "借/贷 借方发生额 贷方发生额 对方单位名称"),
    _RECONCILING("cn.icbc", "交易时间 对方单位 回单个性化信息 转入金额 转出金额"),
    _RECONCILING("cn.icbc", "交易时间 借贷标志 对方单位 对方行号 发生额"),
    _PARSERS("cn.cdb", "账户明细编号-交易流水号 借方发生额(支取) 个性化信息名称1"),
    _PARSERS("cn.ccb", "借方发生额(支取) 贷方发生额(收入)"),
    _PARSERS("cn.abc", "收入金额 支出金额 账户余额 交易行名"),
    _PARSERS("cn.cmb", "起息日 借方金额 贷方金额 流程实例号"),
    _PARSERS("cn.cmbc", "交易流水号 借方发生额 贷方发生额 客户附言 对方账号名称"),
    _PARSERS("cn.pingan", "摘要 交易用途 核心唯一流水号"),
    _PARSERS("cn.pingan", "摘要 交易用途 交易流水号 借 贷"),
    _RECONCILING("cn.spdb", "申请日期 借方金额 贷方金额 对方行名 交易流水号"),
    _RECONCILING("cn.citic", "交易日期 对方账户名称 借方发生额 贷方发生额 账户余额 附言"),
    _COLUMN_LIST("cn.psbc", "交易流水号 全局路由号 收入金额 支出金额 余额"),
    _COLUMN_LIST("cn.cgb", "流水号 收入 支出 余额 交易行所 对方开户行联行号"),
    # persons
    _SAMPLES("cn.icbc.personal", "记账金额(收入) 记账金额(支出) 钞/汇"),
    _SAMPLES("cn.icbc.card", "记账金额(收入) 记账金额(支出)"),
    _SAMPLES("cn.ccb.personal", "记账日 交易地点 支出 收入"),
    _SAMPLES("cn.abc.personal", "交易摘要 本次余额 对手信息 日志号"),
    _SAMPLES("cn.cmb.personal", "联机余额 对手信息 客户摘要"),
    _SAMPLES("cn.bocom.personal", "交易地点 借贷 交易金额 交易类型"),
    _SAMPLES("cn.boc.personal", "记账时间 币别 交易名称 网点名称"),
    _LATER_SAMPLES("cn.boc.card", "银行记账日 卡号后四位 存入 支出"),
    _LATER_SAMPLES("cn.spdb.personal", "交易摘要 交易金额 本次余额 对方户名 交易渠道 附言"),
    _LATER_SAMPLES("cn.cib.personal", "记账日 支出 收入 账户余额 对方银行 交易渠道"),
    _LATER_SAMPLES("cn.cgb.card", "交易日期 入账日期 交易货币 入账金额 入账货币", spends=True),
    _LATER_SAMPLES("cn.citic.card", "交易描述 卡末四位 记账币种 记账金额", spends=True),
    _LATER_SAMPLES("hk.hsbc", "date description billingamount billingcurrency balance balancecurrency"),
    _LATER_SAMPLES("hk.hsbc.card", "postdate billingamount billingcurrency transactionstatus credit/debit"),
    # wallets
    _WECHAT("cn.wechat.merchant", "微信订单号 商户号 退款金额", is_wechat_merchant=True),
    _SAMPLES("cn.wechat.personal", "收/支 当前状态 交易单号 商户单号", is_wallet=True),
    _SAMPLES("cn.alipay.personal", "收/支 交易状态 交易订单号 收/付款方式", is_wallet=True),
    _SAMPLES("cn.alipay.personal", "交易号 商家订单号 收/支 交易状态", is_wallet=True),
    _PARSERS("cn.alipay.merchant", "支付宝交易号 商家实收"),
    _PARSERS("cn.alipay.account", "账务流水号 收入金额 支出金额"),
    _PARSERS("cn.wallet", "收/支 交易单号 支付方式", is_wallet=True),
    _PARSERS("cn.wallet", "收/支 交易状态", is_wallet=True),
)


def layout_of(*, header: Header) -> Layout:
    """Return the first layout whose names all stand in the header, `cn.generic` or `table.generic` else."""
    if header.saved is not None:
        return Layout(header.saved.name, frozenset())
    names = frozenset(plain_name(text=text)[0] for text in header.texts)
    for layout in LAYOUTS:
        if layout.names <= names:
            return layout
    is_chinese = any("\u4e00" <= character <= "\u9fff" for text in header.texts for character in text)
    return GENERIC if is_chinese else Layout("table.generic", frozenset())


def has_both_sides(*, header: Header) -> bool:
    """Return whether the table names payer and payee apart, so that our own side must be told from the other."""
    payer = Field.PAYER_ACCOUNT in header.columns or Field.PAYER_NAME in header.columns
    return payer and (Field.PAYEE_ACCOUNT in header.columns or Field.PAYEE_NAME in header.columns)
