"""PURE: the fixed words of a printed statement in Chinese, English, or both; the paragraphs are texts (`rules.texts`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from huikuan.statements.rules.texts import CHINESE, ENGLISH

BOTH = "both"
_WORDS: Mapping[str, tuple[str, str]] = {
    "STATEMENT": ("对账单", "Statement of Account"),
    "AUDIT_POSITIVE": ("往来款项询证函", "Audit Confirmation Request"),
    "AUDIT_NEGATIVE": ("往来款项询证函", "Audit Confirmation Request"),
    "number": ("编号", "No."),
    "dated": ("出具日期", "Date"),
    "period": ("对账期间", "Period"),
    "currency": ("币种", "Currency"),
    "creditor": ("债权人", "Creditor"),
    "debtor": ("债务人", "Debtor"),
    "tax_code": ("统一社会信用代码", "Tax code"),
    "on": ("日期", "Date"),
    "document": ("单据", "Document"),
    "contract": ("合同", "Contract"),
    "delivery": ("送货单", "Delivery note"),
    "due": ("到期日", "Due"),
    "debit": ("应收增加", "Billed"),
    "credit": ("应收减少", "Credited"),
    "balance": ("余额", "Balance"),
    "opening": ("期初余额", "Opening balance"),
    "earlier": ("以前期间调整", "Adjustment of earlier periods"),
    "closing": ("期末余额", "Closing balance"),
    "in_words": ("大写", "In words"),
    "to_our_favour": ("贵司应付我方", "owed to us"),
    "to_your_favour": ("我方应付贵司", "in your favour"),
    "settled": ("双方互不相欠", "nothing owed"),
    "billed": ("本期应收", "Billed"),
    "credited": ("贷项与红字", "Credit notes"),
    "received": ("本期回款", "Received"),
    "allowed": ("折让", "Allowances"),
    "other": ("其他", "Other"),
    "made_of": ("期末余额构成", "The closing balance is made of"),
    "open": ("未清款项", "Open items"),
    "on_account": ("减：未核销来款", "Less money on account"),
    "beside": ("另列（不含于上列余额）", "Stated apart, not part of the balance"),
    "retained": ("未到期质保金", "Retention not yet due"),
    "papers": ("在手未到期票据", "Bills in hand, not matured"),
    "deposit": ("已收定金/保证金", "Deposits held"),
    "overdue": ("其中已逾期", "Of which overdue"),
    "overdue_items": ("逾期款项明细", "Overdue items"),
    "issued": ("开票日", "Issued"),
    "days": ("逾期天数", "Days overdue"),
    "open_minor": ("未付金额", "Open"),
    "b0": ("未到期", "Not due"),
    "b1": ("逾期1–30天", "1–30 days"),
    "b2": ("31–60天", "31–60"),
    "b3": ("61–90天", "61–90"),
    "b4": ("91–180天", "91–180"),
    "b5": ("180天以上", "over 180"),
    "pay_to": ("付款账户", "Please pay to"),
    "reference": ("汇款附言请注明", "Quote as reference"),
    "answer": ("回函（请勾选并盖章）", "Answer"),
    "agrees": ("核对相符，确认上列期末余额。", "The closing balance agrees with our books."),
    "differs": ("核对不符，我方账面余额：", "It does not agree; the balance in our books is:"),
    "reasons": ("差异单据、金额及原因：", "Items, amounts and reasons:"),
    "signature": ("经办人签字", "Signature"),
    "name": ("姓名/职务", "Name, role"),
    "phone": ("电话", "Telephone"),
    "date": ("日期", "Date"),
    "seal": ("盖章（公章、财务专用章或合同专用章）", "Company seal"),
    "our_seal": ("我方盖章", "For the creditor"),
    "nothing": ("本期无发生额", "Nothing was posted in this period"),
    "pages": ("第 {0} 页，共 {1} 页", "Page {0} of {1}"),
    "instalment": ("第{0}期", "part {0}"),
    "reversed": ("冲回", "taken back"),
    "INVOICE": ("发票", "Invoice"),
    "OPENING_ITEM": ("期初应收", "Item taken over"),
    "CREDIT_NOTE": ("贷项", "Credit note"),
    "RECEIPT": ("收款", "Receipt"),
    "PAPER": ("票据收款", "Paid by bill"),
    "DISHONOUR": ("票据拒付退回", "Bill dishonoured"),
    "REFUND": ("退款", "Refund"),
    "ALLOWANCE": ("折让", "Allowance"),
    "PAID_FOR_ANOTHER": ("代付", "Paid for another"),
    "LATE_INTEREST": ("逾期利息", "Late-payment interest"),
    "OTHER": ("其他", "Other"),
}


def word(*, name: str, language: str, between: str = " ") -> str:
    """A word in Chinese, English, or both with `between` in the middle."""
    chinese, english = _WORDS[name]
    return {CHINESE: chinese, ENGLISH: english}.get(language) or f"{chinese}{between}{english}"


def first_language(*, language: str) -> str:
    """The language amounts and days are written in: Chinese where both are."""
    return ENGLISH if language == ENGLISH else CHINESE


def day_text(*, day: date, language: str) -> str:
    """A day as the paper writes it: 2026年10月31日, 2026-10-31."""
    return f"{day.year}年{day.month}月{day.day}日" if language == CHINESE else day.isoformat()
