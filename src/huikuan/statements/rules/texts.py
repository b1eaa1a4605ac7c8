"""PURE: the paragraphs of a statement and its message, as versioned texts with `{{name}}` places from a fixed list.

A place is `{{`, a name of the list, `}}`; the text has no logic, and a value is never read as text with places again. A
statement names principal and reserves late-payment claims: one that states an amount of interest would give up the rest
(买卖合同解释 art. 18), so no text may carry a figure of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from huikuan.outbox.rules import header_fault

CHINESE, ENGLISH = "zh-hans", "en"
LANGUAGES = (CHINESE, ENGLISH)
LONGEST_TEXT = 2_000
_PLACE = re.compile(r"\{\{([a-z_]{1,40})\}\}")
_INTEREST = re.compile(
    r"(利息|违约金|滞纳金|罚息|interest|penalty|late fee)[^。.;；]{0,40}?\d[\d,.]*\s*(元|%|‰|万|CNY|RMB|USD|EUR)",
    re.IGNORECASE,
)


class TextKind(StrEnum):
    """Which text: a paragraph of the paper, or of the message that brings it."""

    INTRODUCTION = "INTRODUCTION"
    RESERVATION = "RESERVATION"
    REPLY = "REPLY"
    DEEMED = "DEEMED"
    WITNESS = "WITNESS"
    AUDIT_POSITIVE = "AUDIT_POSITIVE"
    AUDIT_NEGATIVE = "AUDIT_NEGATIVE"
    MAIL_SUBJECT = "MAIL_SUBJECT"
    MAIL = "MAIL"
    MAIL_AGAIN = "MAIL_AGAIN"


PLACES = frozenset(
    {
        "company_name",
        "company_phone",
        "contract",
        "closing",
        "customer_name",
        "number",
        "period_from",
        "period_to",
        "portal_link",
        "reply_by",
    }
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in use; `version` is 0 for the one shipped."""

    kind: TextKind
    language: str
    version: int
    body: str


SHIPPED: Mapping[tuple[TextKind, str], str] = {
    (
        TextKind.INTRODUCTION,
        CHINESE,
    ): "根据我方账簿记录，{{period_from}}至{{period_to}}期间，{{customer_name}}与我方的往来及期末余额"
    "列示如下，请贵司核对。",
    (
        TextKind.INTRODUCTION,
        ENGLISH,
    ): "According to our books, the account between {{customer_name}} and us from {{period_from}} "
    "through {{period_to}} and its closing balance are as follows. Please compare them with your own records.",
    (
        TextKind.RESERVATION,
        CHINESE,
    ): "本对账单所列金额仅为价款本金，不含逾期付款违约金或逾期利息。依据最高人民法院《关于审理买卖合同"
    "纠纷案件适用法律问题的解释》第十八条，我方保留就逾期付款主张违约金及赔偿损失的全部权利；本单未予列示、贵司确认本单或我方接受本金，"
    "均不构成对该等权利的放弃，也不变更原约定的付款期限。",
    (
        TextKind.RESERVATION,
        ENGLISH,
    ): "The amounts in this statement are principal only and include neither late-payment damages nor "
    "interest. Under Art. 18 of the Supreme People's Court's Interpretation on Sales Contracts we reserve every claim for late "
    "payment; that such claims are not listed, that you confirm this statement, or that we accept the principal is no waiver and "
    "changes no agreed due date.",
    (
        TextKind.REPLY,
        CHINESE,
    ): "请于{{reply_by}}前核对并回复：相符的，请在下方盖章确认后寄回或上传；不符的，请逐笔注明差异金额及原因。"
    "\n联系电话：{{company_phone}}",
    (
        TextKind.REPLY,
        ENGLISH,
    ): "Please check and answer by {{reply_by}}: if the balance agrees, sign and stamp below and return or "
    "upload this copy; if it does not, state amount and reason for each item.\nTelephone: {{company_phone}}",
    (
        TextKind.DEEMED,
        CHINESE,
    ): "依据合同{{contract}}的约定，贵司在上述期限内未提出书面异议的，视为对本对账单所列余额予以确认。",
    (
        TextKind.DEEMED,
        ENGLISH,
    ): "As agreed in contract {{contract}}, the balance is deemed confirmed unless you object in writing "
    "within this time.",
    (
        TextKind.WITNESS,
        CHINESE,
    ): "审计链校验值（出具本单时我方账务操作记录的 SHA-256 链首）。贵司留存或盖章的本单，即为该记录未被事后"
    "改动的外部见证：",
    (
        TextKind.WITNESS,
        ENGLISH,
    ): "Head of our audit chain (SHA-256 over every act in our books when this statement was made). The "
    "copy you keep or stamp is an outside witness that nothing was changed afterwards:",
    (
        TextKind.AUDIT_POSITIVE,
        CHINESE,
    ): "我方聘请的会计师事务所正在对我方财务报表进行审计，按照审计准则要求，应当函证我方与贵司的往来余额。"
    "请核对截至{{period_to}}的下列余额，无论是否相符，均请回函。本函仅为复核账目之用，并非催款结算。",
    (
        TextKind.AUDIT_POSITIVE,
        ENGLISH,
    ): "Our auditors are examining our financial statements and, as auditing standards require, ask "
    "you to confirm the balance between us as of {{period_to}}. Please answer whether or not it agrees. This is no request for "
    "payment.",
    (
        TextKind.AUDIT_NEGATIVE,
        CHINESE,
    ): "我方聘请的会计师事务所正在对我方财务报表进行审计，按照审计准则要求，应当函证我方与贵司的往来余额。"
    "请核对截至{{period_to}}的下列余额；仅在不符时请于{{reply_by}}前回函，相符的无需回函。本函仅为复核账目之用，并非催款结算。",
    (
        TextKind.AUDIT_NEGATIVE,
        ENGLISH,
    ): "Our auditors are examining our financial statements and, as auditing standards require, ask "
    "you to check the balance between us as of {{period_to}}. Please answer by {{reply_by}} only if it does not agree. This is "
    "no request for payment.",
    (TextKind.MAIL_SUBJECT, CHINESE): "{{company_name}} 对账单 {{number}}（{{period_from}}至{{period_to}}）",
    (TextKind.MAIL_SUBJECT, ENGLISH): "Statement {{number}} of {{company_name}}, {{period_from}} through {{period_to}}",
    (
        TextKind.MAIL,
        CHINESE,
    ): "您好！\n\n附件为{{customer_name}}与我方{{period_from}}至{{period_to}}的对账单{{number}}，期末余额{{closing}}。"
    "请于{{reply_by}}前核对并回复。\n\n在线核对（可确认、逐笔提出异议或上传盖章件）：{{portal_link}}\n\n"
    "也可将盖章件直接回复本邮件。\n如有疑问请致电{{company_phone}}。\n\n{{company_name}}",
    (
        TextKind.MAIL,
        ENGLISH,
    ): "Dear Sir or Madam,\n\nattached is statement {{number}} between {{customer_name}} and us for "
    "{{period_from}} through {{period_to}}; the closing balance is {{closing}}. Please check it and answer by {{reply_by}}.\n\n"
    "Confirm, object item by item or upload the stamped copy here: {{portal_link}}\n\nYou may also answer this message with the "
    "stamped copy.\nFor questions call {{company_phone}}.\n\n{{company_name}}",
    (
        TextKind.MAIL_AGAIN,
        CHINESE,
    ): "您好！\n\n我方此前发送的对账单{{number}}（{{period_from}}至{{period_to}}，期末余额{{closing}}）尚未收到"
    "贵司回复，现再次发送，请于{{reply_by}}前核对并回复。\n\n在线核对：{{portal_link}}\n\n如已回复，请忽略本邮件。\n\n{{company_name}}",
    (
        TextKind.MAIL_AGAIN,
        ENGLISH,
    ): "Dear Sir or Madam,\n\nwe have no answer yet to statement {{number}} ({{period_from}} through "
    "{{period_to}}, closing balance {{closing}}) and send it once more. Please check it and answer by {{reply_by}}.\n\n"
    "Answer here: {{portal_link}}\n\nIf you have answered meanwhile, please disregard this message.\n\n{{company_name}}",
}


def text_fault(*, kind: TextKind, body: str) -> str:
    """Why a text cannot be saved; empty if it can."""
    names = _PLACE.findall(body)
    rest = _PLACE.sub("", body)
    if not body.strip():
        return "STATEMENT_TEXT_MISSING"
    if len(body) > LONGEST_TEXT:
        return "STATEMENT_TEXT_TOO_LONG"
    if any(name not in PLACES for name in names) or "{{" in rest or "}}" in rest:
        return "STATEMENT_PLACE_UNKNOWN"
    if _INTEREST.search(body):
        return "STATEMENT_INTEREST_FIGURE"
    if kind is TextKind.MAIL_SUBJECT and header_fault(text=body):
        return "STATEMENT_SUBJECT_UNSAFE"
    return ""


def filled(*, body: str, values: Mapping[str, str]) -> str:
    """The text with its places filled once; a line whose places are all empty is left out. Raises KeyError on an unknown place."""
    lines = []
    for line in body.replace("\r\n", "\n").split("\n"):
        names = _PLACE.findall(line)
        if not names or any(values[name].strip() for name in names):
            lines.append(_PLACE.sub(lambda place: values[place[1]], line))
    return "\n".join(lines).strip()
