"""Names of states, kinds, methods, reasons and roles in the user's words (docs/glossary.md)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huikuan.kernel.actor import SYSTEM

Names = Mapping[str, str | Promise]

RECEIVABLE_STATES: Names = {
    "OPEN": _("Open"),
    "PARTIAL": _("Partly paid"),
    "OVERDUE": _("Overdue"),
    "SETTLED": _("Settled"),
    "WRITTEN_OFF": _("Written off"),
    "CANCELLED": _("Cancelled"),
}
INVOICE_KINDS: Names = {
    "INVOICE": _("Invoice"),
    "OPENING": _("Opening balance"),
    "CREDIT_NOTE": _("Credit note"),
    "INTEREST": _("Late-payment interest"),
}
POSTING_KINDS: Names = {
    "INVOICE": _("Invoice"),
    "OPENING": _("Opening balance"),
    "CREDIT_NOTE": _("Credit note"),
    "RECEIPT": _("Money received"),
    "IDENTIFY": _("Payer named"),
    "ALLOCATE": _("Allocation"),
    "SHORT_PAYMENT": _("Short payment accepted"),
    "REFUND": _("Refund"),
    "WRITE_OFF": _("Write-off"),
    "RETENTION": _("Retention earned"),
    "PAPER": _("Bill or voucher moved"),
    "DISHONOUR": _("Bill dishonoured"),
    "CASH_BANKED": _("Cash brought to the bank"),
    "DEPOSIT": _("Deposit"),
    "INTERCOMPANY": _("Between own companies"),
    "EXCHANGE": _("Paid in another currency"),
    "INTEREST": _("Late-payment interest"),
}
ACCOUNTS: Names = {
    "RECEIVABLE": _("Receivables"),
    "UNAPPLIED": _("Unallocated money"),
    "CONTRACT_ASSET": _("Contract assets"),
    "REVENUE_CLEARING": _("Revenue clearing"),
    "OPENING_BALANCE": _("Opening balances"),
    "BANK_CLEARING": _("Bank clearing"),
    "BANK_FEE": _("Bank fees"),
    "DISCOUNT": _("Discounts granted"),
    "BAD_DEBT": _("Bad debts"),
    "BILLS_HELD": _("Bills held"),
    "VOUCHERS_HELD": _("Vouchers held"),
    "CASH_HELD": _("Cash with colleagues"),
    "DEPOSIT": _("Deposits received"),
    "SET_OFF": _("Set-off with what we owed"),
    "FINANCE_COST": _("Discounting cost"),
    "INTERCOMPANY": _("Between own companies"),
    "EXCHANGE": _("Exchange differences"),
    "LATE_INTEREST": _("Late-payment interest"),
}
METHODS: Names = {
    "BANK": _("Bank transfer"),
    "CASH": _("Cash"),
    "CHEQUE": _("Cheque"),
    "ALIPAY": _("Alipay"),
    "WECHAT_PAY": _("WeChat Pay"),
    "BANK_BILL": _("Bank acceptance bill"),
    "FINANCE_BILL": _("Finance company acceptance bill"),
    "COMMERCIAL_BILL": _("Commercial acceptance bill"),
    "VOUCHER": _("Electronic receivable voucher"),
    "SET_OFF": _("Set-off"),
    "CONSIGNMENT": _("Consignment settlement"),
    "INTERCOMPANY": _("From another own company"),
    "EXCHANGE": _("Out of another currency"),
    "OTHER": _("Other"),
}
SHORT_PAYMENT_REASONS: Names = {
    "EARLY_PAYMENT_DISCOUNT": _("Early-payment discount"),
    "BANK_FEE": _("Bank fee"),
    "PRICE_DIFFERENCE": _("Price difference"),
    "QUALITY": _("Quality complaint"),
    "ROUNDING": _("Rounding"),
    "OTHER": _("Other"),
}
NOT_RECEIPT_REASONS: Names = {
    "BANK_INTEREST": _("Interest from the bank"),
    "OWN_TRANSFER": _("Transfer between own accounts"),
    "SUPPLIER_REFUND": _("Refund from a supplier"),
    "OTHER": _("Other"),
    "PAPER_PAID": _("Money of a bill booked before"),
    "CASH_BROUGHT": _("Cash booked before, brought to the bank"),
    "PASSED_ON": _("Passed on"),
}
TAKE_BACK_REASONS: Names = {
    "BOUNCED": _("Returned by the bank"),
    "ENTERED_WRONGLY": _("Entered wrongly"),
    "UNDONE": _("Undone"),
    "THIRD_PARTY": _("Paid by a third party"),
    "MISTAKE": _("Entered wrongly"),
    "DISHONOURED": _("Bill dishonoured"),
    "FORFEIT": _("Deposit kept for good"),
}
ROLES: Names = {
    "SALESPERSON": _("Salesperson"),
    "SALES_MANAGER": _("Sales manager"),
    "AR_ACCOUNTANT": _("AR accountant"),
    "COLLECTOR": _("Collector"),
    "CREDIT_MANAGER": _("Credit manager"),
    "FINANCE_DIRECTOR": _("Finance director"),
    "LEGAL": _("Legal"),
    "AUDITOR": _("Auditor"),
    "ADMINISTRATOR": _("Administrator"),
}
VERBS: Names = {
    "VIEW": _("look at customers and money"),
    "IMPORT": _("import files"),
    "POST_INVOICE": _("enter invoices"),
    "POST_RECEIPT": _("enter receipts"),
    "ALLOCATE": _("allocate receipts"),
    "VIEW_IMPORTS": _("look at imports"),
    "VIEW_MATCHING": _("look at matching"),
    "WRITE_OFF": _("write off"),
    "REFUND": _("pay money back"),
    "REMIND": _("send reminders"),
    "EDIT_POLICY": _("change policies"),
    "EDIT_CUSTOMER": _("change customers"),
    "EDIT_FILE": _("keep customer files"),
    "EDIT_CONTRACT": _("keep contracts"),
    "PLACE_ORDER": _("place orders"),
    "REQUEST_CREDIT": _("ask for credit"),
    "FIELD_CHECK": _("check customers on site"),
    "APPROVE_CREDIT": _("approve credit"),
    "RELEASE_HOLD": _("release held orders"),
    "VIEW_OVERSIGHT": _("see what we watch in ourselves"),
    "RECORD_ACTIVITY": _("record contacts"),
    "CLAIM_RECEIPT": _("claim unknown money for a customer"),
    "HANDLE_DISPUTE": _("handle disputes"),
    "CHARGE_INTEREST": _("charge late-payment interest"),
    "SETTLE": _("agree plans to pay"),
    "SANCTION": _("propose sanctions"),
    "JUDGE_CONDUCT": _("judge a debtor’s conduct"),
    "HANDLE_CASE": _("handle legal cases"),
    "PROVISION": _("propose provisions"),
    "SEND_STATEMENT": _("send statements"),
    "ADMINISTER": _("administer people and companies"),
}
ACTIVITY_KINDS: Names = {
    "CALL": _("Call"),
    "VISIT": _("Visit"),
    "MEETING": _("Meeting"),
    "CHAT": _("Chat"),
    "SMS": _("SMS"),
    "EMAIL": _("E-mail"),
    "LETTER": _("Letter"),
    "NOTE": _("Note"),
    "SALES_HELP": _("Help to sell on"),
    "OPINION": _("Opinion about us"),
    "COMPLAINT": _("Complaint"),
}
CHANNELS: Names = {
    "EMAIL": _("E-mail"),
    "SMS": _("SMS"),
    "CALL": _("Telephone"),
    "VISIT": _("Visit"),
    "LETTER": _("Letter by courier"),
    "WECOM": _("WeCom robot"),
    "DINGTALK": _("DingTalk robot"),
    "FEISHU": _("Feishu robot"),
}
STANDS: Names = {"CONSENT": _("agreed to it"), "OPT_OUT": _("wants no more")}
TOLD_BY: Names = {
    "REPLY": _("by a reply"),
    "CALL": _("on the telephone"),
    "IN_WRITING": _("in writing"),
    "CONTRACT": _("in the contract"),
    "IN_PERSON": _("in person"),
}
POST_STATES: Names = {
    "PRINTED": _("Printed"),
    "HANDED_OVER": _("With the courier"),
    "DELIVERED": pgettext_lazy("letter", "Delivered"),
    "RETURNED": _("Came back"),
    "WITHDRAWN": _("Not posted"),
}
OUTCOMES: Names = {
    "NONE": _("No result to record"),
    "SENT": pgettext_lazy("result of a contact", "Sent"),
    "NOT_REACHED": _("Not reached"),
    "REACHED": _("Reached"),
    "PROMISED": _("Promised to pay"),
    "PAID_ALREADY": _("Says it is paid"),
    "DISPUTED": _("Disputes the debt"),
    "REFUSED": _("Refuses to pay"),
    "SETTLED": _("Settled"),
}
CONTACT_ROLES: Names = {
    "FINANCE": _("Finance"),
    "BUYER": _("Buyer"),
    "DECISION_MAKER": _("Decision maker"),
    "PAYER": _("Pays the invoices"),
    "OWNER": _("Owner"),
    "USER": _("User of the goods"),
    "ACCEPTANCE": _("Signs the acceptance"),
}
RUN_STATE_NAMES: Names = {
    "PLANNED": _("Preview"),
    "HELD": _("Waits for a second person"),
    "APPROVED": _("Approved"),
    "QUEUED": _("Sent out"),
    "CANCELLED": _("Cancelled"),
    "SUPERSEDED": _("Replaced by a later plan"),
}
MESSAGE_STATE_NAMES: Names = {
    "PLANNED": _("Waits"),
    "CLAIMED": _("Being sent"),
    "SENDING": _("Being sent"),
    "SENT": _("Sent"),
    "FAILED": _("Not accepted"),
    "UNCERTAIN": _("Unknown whether it arrived"),
    "SUPPRESSED": _("Kept back"),
}
CUSTOMER_CLASSES: Names = {
    "STANDARD": _("Standard customers"),
    "KEY": _("Key customers"),
    "WATCH": _("Customers to watch"),
}
TONES: Names = {
    "FRIENDLY": pgettext_lazy("tone", "friendly"),
    "CLEAR": pgettext_lazy("tone", "clear"),
    "FIRM": pgettext_lazy("tone", "firm"),
    "FINAL": pgettext_lazy("tone", "final"),
}
ENTRY_RULES: Names = {
    "MATCHING": _("Take the step the days have reached"),
    "FIRST": _("Begin with the first step, one after the other"),
    "HIGHEST": _("Begin with the last step"),
}
LETTER_KINDS: Names = {
    "BEFORE_DUE": _("Before the due date"),
    "OVERDUE": _("After the due date"),
    "FOREWARNING": _("To our salesperson"),
}
WEEKDAYS: tuple[str | Promise, ...] = (
    _("Mon"),
    _("Tue"),
    _("Wed"),
    _("Thu"),
    _("Fri"),
    _("Sat"),
    _("Sun"),
)


def who_said(*, name: str) -> str:
    """Who did something: a person's name, or the system's own."""
    return str(_("The system")) if name == SYSTEM.name else name


def name_of(*, names: Names, code: str) -> str:
    """The name of a code in the active language; the code itself where nobody named it."""
    return str(names.get(code, code))
