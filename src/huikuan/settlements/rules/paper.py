"""PURE: a plan as data of its printed agreement (欠款确认及还款协议), in the language of the customer; the template adds no word.

The debt is acknowledged whole (which interrupts limitation, Civil Code Art. 195, 诉讼时效规定 Art. 14), the discount is given up
only once all came in time, and no claim for late payment is given up by agreeing to later days (买卖合同解释 Art. 18).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huikuan.kernel.amount_words import capitals
from huikuan.kernel.text_amounts import format_amount
from huikuan.settlements.rules.plans import Instalment, InterestRule

CHINESE, ENGLISH = "zh-hans", "en"
KEPT_AS = frozenset({"application/pdf", "image/png", "image/jpeg"})
"""In which form papers of a plan are kept: signed, or proving a demand."""
_WORDS: Mapping[str, Mapping[str, Any]] = {
    CHINESE: {
        "title": "欠款确认及还款协议",
        "number": "编号",
        "parties": ["债权人（甲方）", "债务人（乙方）"],
        "tax_code": "统一社会信用代码 {0}",
        "opening": "截至 {day}，乙方确认因下列单据尚欠甲方货款共计 {currency} {settled}{capitals}，对欠款金额及事实均无异议。"
        "双方就还款达成如下协议：",
        "items": ["序号", "单据编号", "到期日", "尚欠金额"],
        "parts": ["期次", "付款日（含当日）", "付款金额"],
        "pays": "乙方按下表付款至甲方指定账户，以款项实际到账为准：",
        "discount": "乙方按期足额付清上表全部款项的，甲方免除余款 {currency} {discount}。乙方未按期足额付款的，本免除自始不生效，"
        "乙方仍应清偿全部欠款。",
        "CONTINUES": "本协议履行期间，逾期付款违约金（利息）按原合同约定或法律规定继续计算。",
        "PAUSED": "乙方按期履行本协议期间，不计逾期付款违约金（利息）；乙方违反本协议的，自原到期日起连续计算，暂停期间不予扣除。",
        "WAIVED_IF_KEPT": "乙方按期足额付清全部款项的，甲方免除上列款项的逾期付款违约金（利息），已另行开具账单的除外；"
        "乙方违反本协议的，自原到期日起照常计算。",
        "broken": "付款日适逢休息日或节假日的，顺延至其后首个工作日（《民法典》第二百零三条），宽限自该日起计。"
        "任何一期款项逾期超过 {grace} 个工作日未足额到账的，本协议约定的宽限即告终止，甲方有权就届时已到期的全部未付款项"
        "要求立即清偿；未到期款项能否一并主张，依《民法典》第六百三十四条等法律规定。",
        "reserved": "除本协议明确约定外，本协议不构成甲方对逾期付款违约金、利息及其他权利的放弃，亦不变更原合同约定的付款期限"
        "及担保责任；保证人、出质人等担保人的责任以其书面同意为准。",
        "limitation": "乙方确认本协议构成对全部欠款的承认及同意履行，诉讼时效自本协议签署之日起中断，分期履行的，时效期间依法重新计算。",
        "closing": "本协议自双方签字盖章之日起生效，一式两份，双方各执一份，具有同等效力。",
        "signatures": ["甲方（盖章）", "乙方（盖章）"],
        "signer": "授权代表签字",
        "signed_on": "日期",
        "total": "合计",
        "date": "{y} 年 {m} 月 {d} 日",
        "pages": "第 {0} 页，共 {1} 页",
    },
    ENGLISH: {
        "title": "Acknowledgement of Debt and Payment Plan",
        "number": "Number",
        "parties": ["Creditor", "Debtor"],
        "tax_code": "Tax code {0}",
        "opening": "As of {day} the debtor acknowledges to owe the creditor {currency} {settled} under the documents below and "
        "raises no objection to amount or ground. The parties agree on payment as follows:",
        "items": ["No.", "Document", "Due", "Owed"],
        "parts": ["No.", "Pay by", "Amount"],
        "pays": "The debtor pays into the creditor's account, the day on which the money arrives being decisive:",
        "discount": "Once everything in the table came in full and in time, the creditor gives up the rest of {currency} "
        "{discount}. If it did not, nothing is given up, and the whole debt remains owed.",
        "CONTINUES": "While this plan is carried out, interest and damages for late payment go on as agreed in the contract or "
        "by law.",
        "PAUSED": "For the time in which the debtor keeps this plan, no interest or damages for late payment run. If he breaks it, they "
        "accrue without interruption from the original due dates, the time of the pause included.",
        "WAIVED_IF_KEPT": "If the debtor pays everything in full and in time, the creditor gives up interest and damages for "
        "late payment on the items above, those already billed apart. If he breaks it, they accrue from the original due dates.",
        "broken": "A day that is no business day moves to the next one (Civil Code Art. 203), and its grace is counted from there. If "
        "an instalment is not there in full {grace} business days after its day, the time granted here ends, and "
        "the creditor may ask at once for everything that is due by then. Whether what is not yet due may be asked for too "
        "follows Art. 634 of the Civil Code and other law.",
        "reserved": "Nothing in this plan gives up interest, damages for late payment or any other right except as said above, "
        "or changes the due dates of the contract or security given; guarantors are bound further only as they agree in writing.",
        "limitation": "The debtor's acknowledgement and agreement to perform interrupt the limitation period of the whole debt "
        "on the day of signature.",
        "closing": "This plan takes effect once both parties have signed it. Each keeps one of two equal copies.",
        "signatures": ["For the creditor (seal)", "For the debtor (seal)"],
        "signer": "Authorised representative",
        "signed_on": "Date",
        "total": "Total",
        "date": "{y}-{m:02}-{d:02}",
        "pages": "Page {0} of {1}",
    },
}


@dataclass(frozen=True, slots=True)
class Party:
    """A side as it is printed."""

    name: str
    tax_code: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What is printed, minor units; `items` are document numbers with due day and what is owed."""

    number: str
    language: str
    currency: str
    made_on: date
    settled_minor: int
    discount_minor: int
    interest: InterestRule
    grace_days: int
    note: str
    items: tuple[tuple[str, date | None, int], ...]
    parts: tuple[Instalment, ...]
    creditor: Party
    debtor: Party


def agreement_data(*, agreement: Agreement) -> dict[str, Any]:
    """The data of the template: every word and number as text, nothing in it is read as markup."""
    words = _WORDS.get(agreement.language, _WORDS[CHINESE])
    is_chinese = words is _WORDS[CHINESE]
    sides = (agreement.creditor, agreement.debtor)
    return {
        "lang": "zh" if is_chinese else "en",
        "region": "cn" if is_chinese else "gb",
        **{name: words[name] for name in ("title", "signatures", "signer", "signed_on", "pages")},
        "number_title": words["number"],
        "number": agreement.number,
        "supplier": agreement.creditor.name,
        "parties": [_party(title, side, words) for title, side in zip(words["parties"], sides, strict=True)],
        "opening": words["opening"].format(**_said(agreement, words)),
        "items": [words["items"], _items(agreement, words)],
        "pays": words["pays"],
        "parts": [words["parts"], _parts(agreement, words)],
        "terms": _terms(agreement, words),
    }


def _terms(agreement: Agreement, words: Mapping[str, Any]) -> list[str]:
    said = _said(agreement, words)
    return [
        *([words["discount"].format(**said)] if agreement.discount_minor else []),
        words[agreement.interest.value],
        words["broken"].format(**said),
        words["reserved"],
        words["limitation"],
        *([agreement.note] if agreement.note else []),
        words["closing"],
    ]


def _said(agreement: Agreement, words: Mapping[str, Any]) -> dict[str, str]:
    in_words = words is _WORDS[CHINESE] and agreement.currency == "CNY"
    return {
        "day": _day(agreement.made_on, words),
        "currency": agreement.currency,
        "settled": format_amount(minor=agreement.settled_minor, currency=agreement.currency),
        "capitals": f"（大写：人民币{capitals(minor=agreement.settled_minor)}）" if in_words else "",
        "discount": format_amount(minor=agreement.discount_minor, currency=agreement.currency),
        "grace": str(agreement.grace_days),
    }


def _items(agreement: Agreement, words: Mapping[str, Any]) -> list[list[str]]:
    rows = [
        [str(place), number, _day(due, words) if due else "", format_amount(minor=minor, currency=agreement.currency)]
        for place, (number, due, minor) in enumerate(agreement.items, 1)
    ]
    total = format_amount(minor=agreement.settled_minor, currency=agreement.currency)
    return [*rows, [words["total"], "", "", total]]


def _parts(agreement: Agreement, words: Mapping[str, Any]) -> list[list[str]]:
    rows = [
        [str(place), _day(one.day, words), format_amount(minor=one.minor, currency=agreement.currency)]
        for place, one in enumerate(agreement.parts, 1)
    ]
    paid: Sequence[int] = [one.minor for one in agreement.parts]
    return [*rows, [words["total"], "", format_amount(minor=sum(paid), currency=agreement.currency)]]


def _party(title: str, party: Party, words: Mapping[str, Any]) -> dict[str, Any]:
    lines = [party.address, words["tax_code"].format(party.tax_code) if party.tax_code else ""]
    return {"title": title, "name": party.name, "lines": [line for line in lines if line]}


def _day(day: date, words: Mapping[str, Any]) -> str:
    return str(words["date"]).format(y=day.year, m=day.month, d=day.day)
