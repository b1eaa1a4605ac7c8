"""The names banks and wallets give their columns, and what each column means.

Earlier names of a field win over later ones: where a file has 交易金额(收入) and 记账金额(收入), the booked amount counts.
"""

from __future__ import annotations

from enum import StrEnum


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
    ORDER = "ORDER"
    FEE = "FEE"
    NET = "NET"


SEVERAL = frozenset({Field.ID, Field.REFUND_ID, Field.PURPOSE, Field.SUMMARY, Field.REMARK, Field.KIND})
"""Fields that may have several columns; all of them are read, in the order of their names."""

NAMES: dict[Field, str] = {
    Field.BOOKED_DAY: """
        记账日期 记帐日期 记账日 记帐日 银行记账日 入账日期 入帐日期 入账日 会计日期 bookingdate postingdate
        dateposted postdate
    """,
    Field.TRADED_DAY: """
        交易日期 交易日 日期 发生日期 业务日期 交易日期时间 日期时间 付款日期 收款日期 到账日期 date
        transactiondate trandate
    """,
    Field.CLOCK: """
        交易时间 记账时间 入账时间 完成时间 交易完成时间 交易成功时间 发生时间 付款时间 交易时刻 时间 创建时间
        交易创建时间 time transactiontime
    """,
    Field.VALUE_DAY: "起息日 起息日期 valuedate",
    Field.MONEY_OUT: """
        借方发生额(支取) 借方发生额(支出) 记账金额(支出) 交易金额(支出) 借方发生额 借方金额 借方发生金额
        支出金额 支出发生额 转出金额 付款金额 付方金额 付出金额 支取金额 取出金额 支出 借方 支取 付出 转出
        付方发生额 借方交易金额 支出额 支出交易金额 借 debit debitamount withdrawal withdrawals moneyout paidout
    """,
    Field.MONEY_IN: """
        贷方发生额(收入) 贷方发生额(存入) 记账金额(收入) 交易金额(收入) 贷方发生额 贷方金额 贷方发生金额
        收入金额 收入发生额 转入金额 收款金额 收方金额 存入金额 收入 贷方 存入 转入 收方发生额 贷方交易金额
        收入额 收入交易金额 贷 credit creditamount deposit deposits moneyin paidin
    """,
    Field.AMOUNT: """
        商家实收 实付金额 记账金额 入账金额 交易金额 发生额 发生金额 交易额 金额 交易金额(原币) 本次发生额 人民币金额
        收付金额 总金额 amount transactionamount billingamount tradeamount
    """,
    Field.SETTLED: "应结订单金额",
    Field.REFUND: "退款金额",
    Field.DIRECTION: """
        借贷标志 借贷标识 借贷方向 收/支 收支 收支类型 收支方向 收支标志 收付标志 收付方向 收付类型 借贷标记
        借贷标示 收支标记 收支标识 借/贷 借贷 借贷类型 收/付 方向 往来账标志 资金流向 dc drcr debit/credit
        creditdebit
    """,
    Field.BALANCE: "交易后余额 账户余额 帐户余额 余额 联机余额 本次余额 当前余额 账面余额 结余 balance runningbalance",
    Field.CURRENCY: """
        记账币种 入账货币 入账币种 币种 币别 货币 交易货币 交易币种 货币种类 账户币种 币种名称 currency
        billingcurrency ccy
    """,
    Field.OWN_ACCOUNT: "本方账号 本方帐号 本方账户 我方账号 账号 帐号 商户号 银行账号 卡号 account accountnumber accountno",
    Field.OWN_NAME: "本方户名 本方名称 账户名称 账户名 本方账户名称 户名",
    Field.OTHER_NAME: """
        对方户名 对方名称 对方单位名称 对方单位 对方账户名 对方账户名称 对方帐户名称 对方账号名称 交易对方
        收/付方名称 收付方名称 收(付)方名称 对方 交易对手 对手户名 对手名称 交易对手名称 对方姓名 对手账户名称
        对方客户名称 交易对方名称 交易对手方 对方公司名称 收/付款方名称 收付款方名称 往来单位 商户名称 用户标识
        counterparty payee counterpartyname payer/payee
    """,
    Field.OTHER_ACCOUNT: """
        对方账号 对方帐号 对方账户 对方帐户 对方卡号/账号 对方账号/卡号 收/付方帐号 收/付方账号 收付方账号
        收(付)方账号 收(付)方帐号 对方卡号 对手账号 交易对手账号 counterpartyaccount
    """,
    Field.OTHER_BANK: """
        对方开户行 对方开户行名称 对方开户行名 对方开户机构 对方行名 对方银行 对方开户银行 收/付方开户行名
        收付方开户行名 收(付)方开户行名 收/付方分行名 对方账户开户行 对手开户行 付款银行
    """,
    Field.OTHER_MIXED: "对手信息 对方信息 交易对手信息",
    Field.PAYER_NAME: """
        付款人名称 付款人户名 付款方名称 付款方户名 付款户名 付款人 付款方 付方户名 付方名称 付款单位
        付款单位名称
    """,
    Field.PAYER_ACCOUNT: "付款人账号 付款人帐号 付款账号 付款方账号 付款帐号 付方账号 付方帐号 付款方帐号",
    Field.PAYER_BANK: "付款人开户行名 付款人开户行 付款行名称 付款方开户行 付款行 付方开户行 付款人开户行名称",
    Field.PAYEE_NAME: """
        收款人名称 收款人户名 收款方名称 收款方户名 收款户名 收款人 收款方 收方户名 收方名称 收款单位
        收款单位名称
    """,
    Field.PAYEE_ACCOUNT: "收款人账号 收款人帐号 收款账号 收款方账号 收款帐号 收方账号 收方帐号 收款方帐号",
    Field.PAYEE_BANK: "收款人开户行名 收款人开户行 收款行名称 收款方开户行 收款行 收方开户行 收款人开户行名称",
    Field.ID: """
        账户明细编号-交易流水号 账务流水号 交易流水号 银行流水号 核心流水号 主机流水号 全局流水号 流水号
        交易流水 日志号 交易单号 交易订单号 支付宝交易号 微信订单号 交易号 交易参考号 交易序号 记录标识号
        柜员流水号 柜员交易号 核心唯一流水号 银行交易流水号 transactionid transactionreference bankreference
    """,
    Field.ORDER: "商户订单号 商家订单号",
    Field.REFUND_ID: "微信退款单号 退款批次号/请求号 商户退款单号",
    Field.FEE: "手续费 服务费",
    Field.NET: "实收净额",
    Field.PURPOSE: """
        用途 交易用途 资金用途 付款用途 款项用途 商品 商品说明 商品名称 交易说明 订单标题 purpose description
        details
    """,
    Field.SUMMARY: """
        摘要 交易摘要 摘要说明 业务摘要 其它摘要 其他摘要 扩展摘要 交易名称 业务名称 交易描述 交易类别 摘要描述
        summary narrative transactiondescription
    """,
    Field.REMARK: """
        附言 备注 交易附言 交易备注 客户附言 客户摘要 对方附言 附言/个性化信息 个性化信息 个性化信息名称1 留言
        补充说明 备注信息 交易详情 交易场所 交易地点 企业流水号 业务参考号 票据号 remark remarks reference memo
        notes
    """,
    Field.REVERSAL: "冲帐标志 冲账标志 冲正标志 红字标志 是否冲正 抹账标志 冲销标志",
    Field.KIND: "交易类型 业务类型 交易分类 交易种类 类型 transactiontype",
    Field.STATUS: "当前状态 交易状态 状态 订单状态",
    Field.REFUND_STATUS: "退款状态",
}
"""Names separated by blanks, without units, blanks and brackets of English twins, Latin letters small."""
