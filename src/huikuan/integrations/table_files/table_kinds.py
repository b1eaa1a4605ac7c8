"""The kinds of table there are, each with its fields in the order in which they win a column, and what it cannot do without."""

from dataclasses import dataclass

from huikuan.integrations.table_files.fields import (
    AGE_DAYS,
    AMOUNT,
    AMOUNTS,
    COMPANY_CODE,
    CONTRACT_NUMBER,
    CURRENCY,
    CUSTOMER_CLASS,
    CUSTOMER_NAME,
    CUSTOMER_NUMBER,
    DATES,
    DEPARTMENT,
    DISPUTED,
    DUE_DATE,
    INVOICE_CODE,
    INVOICE_NUMBER,
    INVOICE_TYPE,
    ISSUE_DATE,
    NET_AMOUNT,
    NOTE,
    OPEN_AMOUNT,
    ORDER_NUMBER,
    OVERDUE_DAYS,
    PAID_AMOUNT,
    PAYER_NAME,
    PROJECT,
    RECEIPT_NUMBER,
    SALESPERSON,
    SEPARATOR,
    SETTLED_DATE,
    SOURCE_ID,
    STATUS,
    TAX_AMOUNT,
    TAX_CODE,
    TERMS,
    TEXT,
    Field,
    named_field,
)


@dataclass(frozen=True, slots=True)
class TableKind:
    """The fields of one kind of table; of each required group at least one field must be there."""

    name: str
    fields: tuple[Field, ...]
    required: tuple[tuple[str, ...], ...]


_PARTY = (CUSTOMER_NAME, CUSTOMER_NUMBER, TAX_CODE)
_PARTY_REQUIRED = ("customer_name", "customer_number")
_DOCUMENT = (INVOICE_NUMBER, INVOICE_CODE, ISSUE_DATE, DUE_DATE)
_CONTEXT = (
    CURRENCY,
    TERMS,
    SETTLED_DATE,
    DISPUTED,
    SALESPERSON,
    CUSTOMER_CLASS,
    DEPARTMENT,
    CONTRACT_NUMBER,
    ORDER_NUMBER,
    PROJECT,
    NOTE,
    COMPANY_CODE,
    INVOICE_TYPE,
    STATUS,
    OVERDUE_DAYS,
    AGE_DAYS,
    SOURCE_ID,
)

INVOICES = TableKind(
    name="invoices",
    fields=(*_PARTY, *_DOCUMENT, AMOUNT, NET_AMOUNT, TAX_AMOUNT, OPEN_AMOUNT, PAID_AMOUNT, *_CONTEXT),
    required=(_PARTY_REQUIRED, ("invoice_number",), ("amount",), ("issue_date", "due_date")),
)
RECEIVABLES = TableKind(
    name="receivables",
    # In a list of open items the total of what is open is the open amount, in a list of invoices it is the invoice's.
    fields=(
        *_PARTY,
        *_DOCUMENT,
        named_field(
            "open_amount",
            AMOUNTS,
            SEPARATOR.join((*OPEN_AMOUNT.names, "total open amount")),
            "|".join(OPEN_AMOUNT.also),
        ),
        AMOUNT,
        PAID_AMOUNT,
        *_CONTEXT,
    ),
    required=(_PARTY_REQUIRED, ("open_amount", "amount"), ("due_date", "issue_date")),
)
RECEIPTS = TableKind(
    name="receipts",
    fields=(
        RECEIPT_NUMBER,
        named_field(
            "received_date",
            DATES,
            "收款日期|到账日期|到账日|回款日期|入账日期|交易日期|实收日期|receipt date|received date|date received|payment date"
            "|value date|transaction date",
            "单据日期|业务日期|日期|记账日期|date|posting date|交易时间",
        ),
        named_field(
            "amount",
            AMOUNTS,
            "收款金额|到账金额|回款金额|实收金额|交易金额|入账金额|本次收款|amount received|receipt amount|payment amount"
            "|paid amount",
            "金额|贷方金额|贷方发生额|收入金额|收入|原币金额|本币金额|amount|credit|total",
        ),
        PAYER_NAME,
        *_PARTY,
        CURRENCY,
        named_field(
            "payer_account", TEXT, "付款账号|付款人账号|对方账号|付款方账号|payer account|counterparty account", ""
        ),
        named_field(
            "bank_account",
            TEXT,
            "收款账户|收款账号|本方账号|收款银行账号|入账账户|bank account|our account",
            "账号|account",
        ),
        named_field(
            "payment_method", TEXT, "收款方式|结算方式|支付方式|付款方式|payment method|method|settlement method", ""
        ),
        named_field(
            "reference",
            TEXT,
            "摘要|附言|用途|交易摘要|汇款用途|汇款附言|reference|remittance|remittance information|narrative|payment reference",
            "备注|说明|note|memo|description|text",
        ),
        named_field(
            "invoice_number", TEXT, "发票号码|发票号|对应发票|对应发票号|invoice number|invoice no|invoice id", ""
        ),
        SALESPERSON,
        COMPANY_CODE,
    ),
    required=(("received_date",), ("amount",), (*_PARTY_REQUIRED, "payer_name")),
)
CUSTOMERS = TableKind(
    name="customers",
    fields=(
        named_field(
            "customer_name",
            TEXT,
            SEPARATOR.join((*CUSTOMER_NAME.names, "name", "名称", "全称")),
            "客户|customer|单位|公司",
        ),
        named_field(
            "customer_number",
            TEXT,
            SEPARATOR.join((*CUSTOMER_NUMBER.names, "编号", "编码", "代码", "code")),
            "number|id|no|account number",
        ),
        TAX_CODE,
        named_field("short_name", TEXT, "简称|客户简称|short name|alias", ""),
        named_field("contact_name", TEXT, "联系人|联系人姓名|对接人|contact|contact name|contact person", ""),
        named_field("phone", TEXT, "电话|联系电话|手机|手机号|联系方式|phone|telephone|mobile|phone number", "tel"),
        named_field("email", TEXT, "邮箱|电子邮箱|电子邮件|email|e-mail|mail", ""),
        named_field("address", TEXT, "地址|通讯地址|联系地址|注册地址|公司地址|address|street address", ""),
        named_field("country", TEXT, "国家|国家地区|country|country code", ""),
        named_field("region", TEXT, "省份|地区|所在地区|城市|区域|province|region|city|state", ""),
        named_field("industry", TEXT, "行业|所属行业|industry|sector", ""),
        named_field(
            "customer_class",
            TEXT,
            SEPARATOR.join((*CUSTOMER_CLASS.names, "信用等级", "grade")),
            "等级",
        ),
        named_field("credit_limit", AMOUNTS, "信用额度|授信额度|信用限额|赊销额度|credit limit", "额度"),
        named_field("bank_name", TEXT, "开户行|开户银行|bank|bank name", ""),
        named_field("bank_account", TEXT, "银行账号|银行账户|账号|bank account|account no|iban", ""),
        TERMS,
        CURRENCY,
        SALESPERSON,
        DEPARTMENT,
        COMPANY_CODE,
        NOTE,
    ),
    required=(_PARTY_REQUIRED,),
)
ALLOCATIONS = TableKind(
    name="allocations",
    fields=(
        named_field(
            "receipt_number",
            TEXT,
            SEPARATOR.join(RECEIPT_NUMBER.names),
            "receipt|payment|收款",
        ),
        named_field(
            "invoice_number",
            TEXT,
            "发票号码|发票号|发票编号|应收单号|应收单编号|核销发票|invoice number|invoice no|document number|doc id",
            "invoice|单据编号|单号|发票",
        ),
        named_field("invoice_source_id", TEXT, "invoice id|invoice source id", ""),
        named_field(
            "amount",
            AMOUNTS,
            "核销金额|本次核销|本次核销金额|分摊金额|认领金额|allocated amount|applied amount|amount applied",
            "金额|amount",
        ),
        named_field(
            "allocated_date",
            DATES,
            "核销日期|认领日期|分摊日期|allocation date|applied date|allocated date",
            "日期|date",
        ),
        *_PARTY,
        CURRENCY,
        NOTE,
    ),
    required=(("receipt_number",), ("invoice_number", "invoice_source_id"), ("amount",)),
)

TABLE_KINDS = {kind.name: kind for kind in (INVOICES, RECEIVABLES, RECEIPTS, CUSTOMERS, ALLOCATIONS)}
