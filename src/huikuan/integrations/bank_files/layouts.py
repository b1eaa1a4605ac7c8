"""Which bank or wallet a table comes from, told by its column names. The name is for people; reading goes by columns."""

from __future__ import annotations

from dataclasses import dataclass

from huikuan.integrations.bank_files.column_names import Field
from huikuan.integrations.bank_files.headers import Header, plain_name


@dataclass(frozen=True, slots=True)
class Layout:
    """A known table: its format name and the plain column names that all stand in its header."""

    name: str
    names: frozenset[str]
    is_wallet: bool = False
    is_wechat_merchant: bool = False


def _layout(name: str, names: str, *, is_wallet: bool = False, is_wechat_merchant: bool = False) -> Layout:
    return Layout(name, frozenset(names.split()), is_wallet=is_wallet, is_wechat_merchant=is_wechat_merchant)


GENERIC = Layout("cn.generic", frozenset())

LAYOUTS = (
    _layout("cn.boc.hisqry", "付款人账号 收款人账号 交易后余额 交易类型"),
    _layout("cn.icbc", "凭证号 交易时间 对方单位 转入金额 转出金额"),
    _layout("cn.icbc", "借/贷 借方发生额 贷方发生额 对方单位名称"),
    _layout("cn.icbc.personal", "记账金额(收入) 记账金额(支出) 钞/汇"),
    _layout("cn.icbc.card", "记账金额(收入) 记账金额(支出)"),
    _layout("cn.cdb", "账户明细编号-交易流水号 借方发生额(支取) 个性化信息名称1"),
    _layout("cn.ccb", "借方发生额(支取) 贷方发生额(收入)"),
    _layout("cn.ccb.personal", "记账日 交易地点 支出 收入"),
    _layout("cn.abc", "收入金额 支出金额 账户余额 交易行名"),
    _layout("cn.abc.personal", "交易摘要 本次余额 对手信息 日志号"),
    _layout("cn.cmb", "起息日 借方金额 贷方金额 流程实例号"),
    _layout("cn.cmb.personal", "联机余额 对手信息 客户摘要"),
    _layout("cn.cmbc", "交易流水号 借方发生额 贷方发生额 客户附言 对方账号名称"),
    _layout("cn.pingan", "摘要 交易用途 核心唯一流水号"),
    _layout("cn.pingan", "摘要 交易用途 交易流水号 借 贷"),
    _layout("cn.bocom.personal", "交易地点 借贷 交易金额 交易类型"),
    _layout("cn.boc.personal", "记账时间 币别 交易名称 网点名称"),
    _layout("cn.wechat.merchant", "微信订单号 商户号 退款金额", is_wechat_merchant=True),
    _layout("cn.wechat.personal", "收/支 当前状态 交易单号 商户单号", is_wallet=True),
    _layout("cn.alipay.personal", "收/支 交易状态 交易订单号 收/付款方式", is_wallet=True),
    _layout("cn.alipay.personal", "交易号 商家订单号 收/支 交易状态", is_wallet=True),
    _layout("cn.alipay.merchant", "支付宝交易号 商家实收"),
    _layout("cn.alipay.account", "账务流水号 收入金额 支出金额"),
    _layout("cn.wallet", "收/支 交易单号 支付方式", is_wallet=True),
    _layout("cn.wallet", "收/支 交易状态", is_wallet=True),
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
