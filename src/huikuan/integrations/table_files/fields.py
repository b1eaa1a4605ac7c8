"""The names files give to our fields, in Chinese and English: exports of Kingdee and Yonyou, tax platforms, SAP, sheets made by hand.

`names` mean the field and nothing else; `also` mean it when nothing better is there, the likelier first.
"""

from dataclasses import dataclass
from enum import StrEnum

SEPARATOR = "|"


class ValueKind(StrEnum):
    """What a field's cells hold; used to doubt a header whose cells hold something else."""

    TEXT = "TEXT"
    AMOUNT = "AMOUNT"
    DATE = "DATE"


@dataclass(frozen=True, slots=True)
class Field:
    """A canonical field and the headers that mean it."""

    name: str
    value: ValueKind
    names: tuple[str, ...]
    also: tuple[str, ...]


def named_field(name: str, value: ValueKind, names: str, also: str = "") -> Field:
    """Return a field from its names and its looser names, each a text of headers between bars."""
    return Field(name=name, value=value, names=_split(names), also=_split(also))


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(SEPARATOR) if part.strip())


TEXT, AMOUNTS, DATES = ValueKind.TEXT, ValueKind.AMOUNT, ValueKind.DATE

CUSTOMER_NAME = named_field(
    "customer_name",
    TEXT,
    "客户名称|客户全称|客户单位|客户单位名称|购买方名称|购方名称|购方企业名称|购货单位名称|往来单位名称|往来户名称|客商名称"
    "|customer name|name customer|client name|buyer name|debtor name|bill to name|sold to name|customer full name",
    "客户|购货单位|往来单位|购方|购买方|买方|购方单位|客商|债务人|欠款单位|核算项目名称|核算项目|单位名称|公司名称|收货方"
    "|customer|client|bill to|bill to customer|sold to|sold to party|buyer|debtor|account name|company name",
)
CUSTOMER_NUMBER = named_field(
    "customer_number",
    TEXT,
    "客户编号|客户编码|客户代码|客户号|客户编号代码|往来单位编码|往来单位编号|客商编码|客商编号|购方编号"
    "|customer id|customer no|customer number|customer code|cust number|cust no|cust id|client id|client no|client number"
    "|debtor no|debtor id|customer account|kunnr|sold to number",
    "核算项目编码|核算项目代码|account number|account no|account id|partner id|bp number",
)
TAX_CODE = named_field(
    "customer_tax_code",
    TEXT,
    "统一社会信用代码|社会信用代码|信用代码|纳税人识别号|购方税号|购方识别号|购买方识别号|购方纳税人识别号|客户税号"
    "|购买方纳税人识别号|统一社会信用代码纳税人识别号|纳税人识别号统一社会信用代码"
    "|customer tax id|customer tax code|buyer tax id|uscc|unified social credit code",
    "税号|tax id|tax code|tax no|tax number|vat number|vat id|vat no|tin",
)
INVOICE_NUMBER = named_field(
    "invoice_number",
    TEXT,
    "发票号码|发票号|发票编号|数电票号码|数电发票号码|全电发票号码|数电票号"
    "|invoice number|invoice no|invoice id|invoice num|inv no|inv number|invoice",
    "单据编号|单据号|单据号码|应收单号|应收单编号|销售单号|票号|单号|销售出库单号|凭证号|凭证字号"
    "|doc id|document number|document no|doc no|doc number|document id|document|bill no|bill number|billing document"
    "|voucher no|number|reference|assignment",
)
INVOICE_CODE = named_field("invoice_code", TEXT, "发票代码|invoice code", "")
ISSUE_DATE = named_field(
    "issue_date",
    DATES,
    "开票日期|发票日期|开票时间|invoice date|issue date|issued date|date of issue|billing date|bill date|date issued",
    "单据日期|业务日期|应收日期|立账日期|销售日期|发货日期|记账日期|制单日期|日期|时间"
    "|document date|doc date|posting date|document create date|issued|baseline create date|baseline date|date|created date",
)
DUE_DATE = named_field(
    "due_date",
    DATES,
    "到期日|到期日期|应收到期日|付款到期日|收款到期日|账期到期日|约定付款日|约定付款日期|应付款日|最迟付款日|应收款日期"
    "|due date|due in date|payment due date|net due date|maturity date|date due|pay by|due on",
    "预计收款日|预计收款日期|计划收款日|计划收款日期|due|maturity",
)
AMOUNT = named_field(
    "amount",
    AMOUNTS,
    "价税合计|价税合计金额|发票金额|开票金额|应收金额|含税金额|金额含税|应收款金额|应收账款金额"
    "|invoice amount|invoice total|gross amount|amount incl tax|amount including tax",
    "金额|总金额|合计金额|原币金额|本币金额|应收账款|应收款|销售金额|货款|借方金额|合计|原币"
    "|amount|total amount|total open amount|total|converted|original amount|document amount|amount in doc curr|value",
)
NET_AMOUNT = named_field(
    "net_amount",
    AMOUNTS,
    "不含税金额|金额不含税|未税金额|税前金额|net amount|amount excluding tax|amount excl tax",
    "净额|net",
)
TAX_AMOUNT = named_field("tax_amount", AMOUNTS, "税额|增值税额|tax amount|vat amount", "增值税|tax|vat")
OPEN_AMOUNT = named_field(
    "open_amount",
    AMOUNTS,
    "未收|未收金额|未收款|未收款金额|未收余额|未清|未清金额|未清余额|未清款|应收余额|应收账款余额|未核销|未核销金额|未核销余额|未结金额"
    "|未结清金额|未结余额|未付|未付金额|未付款|未回款|未回款金额|未到账金额|待收金额|待收款|欠款|欠款余额|欠款金额|尚欠|尚欠金额|尚欠款"
    "|尚未收款|剩余金额|剩余未收|剩余应收|剩余欠款"
    "|open amount|open amt|outstanding amount|outstanding amt|amount outstanding|balance due|balance outstanding|open balance"
    "|unpaid amount|unpaid balance|amount unpaid|remaining amount|amount remaining|remaining balance|amount due|amount open"
    "|amount owed|amount owing|outstanding balance|residual amount|amount residual",
    "余额|期末余额|本币余额|原币余额|剩余|outstanding|balance|open|unpaid|remaining|owing|owed|residual",
)
PAID_AMOUNT = named_field(
    "paid_amount",
    AMOUNTS,
    "已收金额|已收款|已收款金额|已回款金额|已核销金额|已付金额|累计收款|累计回款|amount paid|paid amount|received amount"
    "|settled amount",
    "收款金额|回款金额|paid|received",
)
CURRENCY = named_field(
    "currency",
    TEXT,
    "币别|币种|货币|结算币种|结算币别|原币币种|币种名称|currency|currency code|invoice currency|document currency",
    "curr|ccy|cur",
)
TERMS = named_field(
    "terms",
    TEXT,
    "付款条件|收款条件|付款条款|账期|账期天|账期天数|信用期|信用期限|信用天数|付款期限|收款期限|结算账期"
    "|payment terms|payment term|cust payment terms|customer payment terms|terms|terms days|credit days|net days|credit period",
    "条件|条款|payterms",
)
SETTLED_DATE = named_field(
    "settled_date",
    DATES,
    "结清日期|结清日|实际收款日期|实际收款日|实际回款日期|settled date|clear date|clearing date|date paid|paid date|cleared date",
    "收款日期|回款日期|核销日期|到账日期|payment date|settlement date|date settled",
)
DISPUTED = named_field(
    "disputed", TEXT, "是否争议|争议|有争议|争议标志|争议状态|disputed|in dispute|is disputed|dispute flag", "dispute"
)
SALESPERSON = named_field(
    "salesperson",
    TEXT,
    "业务员|销售员|销售人员|业务经理|客户经理|销售代表|业务人员|业务员名称|销售员名称"
    "|salesperson|sales person|sales rep|sales representative|account manager|salesman",
    "销售|责任人|负责人|经办人|跟进人|职员|owner|rep|sales|responsible",
)
CUSTOMER_CLASS = named_field(
    "customer_class",
    TEXT,
    "客户分类|客户等级|客户级别|客户类别|customer class|customer category|customer group|customer grade",
)
DEPARTMENT = named_field(
    "department",
    TEXT,
    "部门|部门名称|销售部门|业务部门|事业部|所属部门|department|sales department|sales team|business division",
    "大区|区域|片区|分公司|team|region|branch|area|sales org|sales office",
)
CONTRACT_NUMBER = named_field(
    "contract_number",
    TEXT,
    "合同号|合同编号|合同编码|合同号码|contract number|contract no|contract id|agreement no",
    "合同|合同名称|contract|agreement",
)
ORDER_NUMBER = named_field(
    "order_number",
    TEXT,
    "订单号|订单编号|销售订单号|销售订单编号|采购订单号|客户订单号|order number|order no|order id|po number|po no|sales order"
    "|purchase order",
    "订单|order|po",
)
PROJECT = named_field(
    "project", TEXT, "项目名称|项目编号|项目号|工程名称|project name|project no|project id", "项目|project"
)
NOTE = named_field(
    "note", TEXT, "备注|备注说明|附注|note|notes|remark|remarks|comment|comments", "摘要|说明|description|memo|text"
)
COMPANY_CODE = named_field(
    "company_code",
    TEXT,
    "公司代码|我方公司|销售方名称|销方名称|开票方|开票单位|结算组织|核算组织|销售组织|组织机构|账套|法人公司"
    "|company code|business code|business unit|entity|legal entity|seller name|bukrs|subsidiary",
    "公司|组织|销售方|销方|company|company id|seller",
)
INVOICE_TYPE = named_field(
    "invoice_type",
    TEXT,
    "发票类型|票种|发票种类|单据类型|应收类型|invoice type|document type|doc type|transaction type",
    "类型|业务类型|type",
)
STATUS = named_field(
    "status", TEXT, "发票状态|单据状态|结算状态|收款状态|invoice status|payment status", "状态|status|is open"
)
OVERDUE_DAYS = named_field(
    "overdue_days", TEXT, "逾期天数|超期天数|days late|days overdue|overdue days|days past due", "逾期|超期"
)
AGE_DAYS = named_field("age_days", TEXT, "账龄天数|账龄|应收账龄|age days|ageing days|aging days", "age")
SOURCE_ID = named_field("source_id", TEXT, "source id|record id|内码|单据内码", "id")
RECEIPT_NUMBER = named_field(
    "receipt_number",
    TEXT,
    "收款单号|收款单编号|收款编号|回款单号|交易流水号|流水号|银行流水号|收款单"
    "|receipt number|receipt no|receipt id|payment id|payment number|payment no|transaction id|transaction number",
    "单据编号|单据号|单号|凭证号|doc id|document number|number|id|reference no",
)
PAYER_NAME = named_field(
    "payer_name",
    TEXT,
    "付款人|付款人名称|付款方|付款方名称|付款单位|付款单位名称|付款户名|对方户名|对方名称|对方单位|交款单位"
    "|payer|payer name|remitter|paid by|counterparty|counterparty name",
    "对方|from",
)
