"""PURE: a confirmation as data of its printed sheet, in the language of the customer; the template adds no word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huikuan.contracts.due_rules import Anchor, DueRule, Roll
from huikuan.kernel.micros import format_micros
from huikuan.prices.rules.confirming import PriceLine
from huikuan.prices.rules.line_rows import permille_text

_CHINESE, _ENGLISH = "zh-hans", "en"
_WORDS: dict[str, dict[str, Any]] = {
    _CHINESE: {
        "title": "供货价格确认书",
        "titles": ["序号", "编码", "名称", "规格型号", "单位", "含税单价", "税率"],
        "number": "编号",
        "supplier": "供方",
        "buyer": "需方",
        "tax_code": "税号 {0}",
        "phone": "电话 {0}",
        "opening": "经供需双方协商，需方确认在有效期内向供方采购下列货物，单价如下（币种：{0}，单价含税）：",
        "validity": "有效期：{0} 至 {1}（含首尾两日）。",
        "term": "付款期限：{0}。",
        "closing": "有效期内的订单、送货和开票均按本确认书所列单价执行；双方另行书面约定的除外。"
        "本确认书自双方签字盖章之日起生效，一式两份，双方各执一份。",
        "signatures": ["供方（盖章）", "需方（盖章）"],
        "signer": "经办人签字",
        "signed_on": "日期",
        "date": "{y} 年 {m} 月 {d} 日",
        "pages": "第 {0} 页，共 {1} 页",
    },
    _ENGLISH: {
        "title": "Price Confirmation",
        "titles": ["No.", "Code", "Item", "Specification", "Unit", "Unit price", "Tax"],
        "number": "Number",
        "supplier": "Supplier",
        "buyer": "Buyer",
        "tax_code": "Tax code {0}",
        "phone": "Telephone {0}",
        "opening": "The buyer confirms that it buys the following goods from the supplier at these unit prices ({0}, tax "
        "included):",
        "validity": "Valid from {0} through {1}, both days included.",
        "term": "Payment: {0}.",
        "closing": "Orders, deliveries and invoices within this time follow these prices unless both sides agree otherwise in "
        "writing. This confirmation takes effect once both sides have signed it; each side keeps one copy.",
        "signatures": ["For the supplier", "For the buyer"],
        "signer": "Name",
        "signed_on": "Date",
        "date": "{y}-{m:02}-{d:02}",
        "pages": "Page {0} of {1}",
    },
}
_ANCHORS = {
    _CHINESE: {
        Anchor.INVOICE: "发票开具日",
        Anchor.DELIVERY: "交货日",
        Anchor.ACCEPTANCE: "验收合格日",
        Anchor.STATEMENT_CONFIRMED: "对账确认日",
        Anchor.SETTLEMENT_CONFIRMED: "结算确认日",
        Anchor.MILESTONE: "约定节点日",
    },
    _ENGLISH: {
        Anchor.INVOICE: "the invoice date",
        Anchor.DELIVERY: "delivery",
        Anchor.ACCEPTANCE: "acceptance",
        Anchor.STATEMENT_CONFIRMED: "the confirmed statement",
        Anchor.SETTLEMENT_CONFIRMED: "the confirmed settlement",
        Anchor.MILESTONE: "the milestone",
    },
}
_ROLLS = {
    _CHINESE: {Roll.EOM: "所在月月末", Roll.NEXT_MONTH_1ST: "次月 1 日", Roll.FIXED_DAY: "起的固定日"},
    _ENGLISH: {
        Roll.EOM: "the end of the month of ",
        Roll.NEXT_MONTH_1ST: "the first of the month after ",
        Roll.FIXED_DAY: "the fixed day after ",
    },
}


@dataclass(frozen=True, slots=True)
class Party:
    """A side of the confirmation as it is printed."""

    name: str
    tax_code: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed."""

    number: str
    language: str
    currency: str
    valid_from: date
    valid_through: date
    due_rule: DueRule
    term_text: str
    note: str
    lines: tuple[PriceLine, ...]
    supplier: Party
    buyer: Party


def sheet_data(*, sheet: Sheet) -> dict[str, Any]:
    """The data of the template: every word and number as text, nothing in it is read as markup."""
    words = _WORDS[sheet.language if sheet.language in _WORDS else _CHINESE]
    is_chinese = words is _WORDS[_CHINESE]
    term = sheet.term_text or term_words(rule=sheet.due_rule, language=sheet.language)
    first, last = (_day(day, words) for day in (sheet.valid_from, sheet.valid_through))
    return {
        "lang": "zh" if is_chinese else "en",
        "region": "cn" if is_chinese else "gb",
        "title": words["title"],
        "number_title": words["number"],
        "number": sheet.number,
        "parties": [
            _party(words["supplier"], sheet.supplier, words),
            _party(words["buyer"], sheet.buyer, words),
        ],
        "opening": words["opening"].format(sheet.currency),
        "titles": words["titles"],
        "rows": _rows(sheet.lines),
        "terms": [
            words["validity"].format(first, last),
            words["term"].format(term.rstrip("。.")),
            *([sheet.note] if sheet.note else []),
            words["closing"],
        ],
        "signatures": words["signatures"],
        "signer": words["signer"],
        "signed_on": words["signed_on"],
        "pages": words["pages"],
        "supplier": sheet.supplier.name,
    }


def term_words(*, rule: DueRule, language: str) -> str:
    """The collection term in words: 自发票开具日起 30 日内 / within 30 days of the invoice date."""
    if language == _ENGLISH:
        start = _ROLLS[_ENGLISH].get(rule.roll, "") + _ANCHORS[_ENGLISH][rule.anchor]
        counts = ((rule.months, "month"), (rule.days, "day"))
        spans = [f"{count} {unit}{'s' if count > 1 else ''}" for count, unit in counts if count]
        return f"within {' and '.join(spans)} of {start}" if spans else f"on {start}"
    start = _ANCHORS[_CHINESE][rule.anchor] + _ROLLS[_CHINESE].get(rule.roll, "")
    spans = [f"{rule.months} 个月"] * bool(rule.months) + [f"{rule.days} 日"] * bool(rule.days)
    return f"自{start}起 {'零 '.join(spans)}内" if spans else f"{start}当日"


def _party(title: str, party: Party, words: dict[str, Any]) -> dict[str, Any]:
    lines = [party.address]
    lines += [words["tax_code"].format(party.tax_code)] if party.tax_code else []
    lines += [words["phone"].format(party.phone)] if party.phone else []
    return {"title": title, "name": party.name, "lines": [line for line in lines if line]}


def _rows(lines: Sequence[PriceLine]) -> list[list[str]]:
    return [
        [
            str(number),
            line.item_code,
            line.name,
            line.specification,
            line.unit,
            format_micros(micros=line.price_micros, least_decimals=2),
            f"{permille_text(permille=line.tax_permille)}%",
        ]
        for number, line in enumerate(lines, 1)
    ]


def _day(day: date, words: dict[str, Any]) -> str:
    return str(words["date"]).format(y=day.year, m=day.month, d=day.day)
