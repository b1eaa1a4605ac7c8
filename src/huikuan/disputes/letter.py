"""The letters that answer a dispute: it is rejected, or what is credited and what stays owed; why, and what the customer may still do."""

from __future__ import annotations

from datetime import date
from typing import Any

from huikuan.accounts.queries import company
from huikuan.customers.queries import customers_by_id
from huikuan.disputes.models import Dispute
from huikuan.disputes.queries import ItemRow, items_of
from huikuan.documents.pdf import render_pdf
from huikuan.kernel.text_amounts import format_amount

ZH = {
    "subject": "异议答复函：关于贵公司提出的付款异议",
    "salutation": "{customer}：",
    "opening": "贵公司于{opened}就下列款项提出异议，争议金额合计 {currency} {amount}。我方已核查，现答复如下：",
    "heading": "争议款项",
    "columns": ("单据", "到期日", "争议金额"),
    "why": "核查结果：{why}",
    "owed": "据此，上述款项仍应按约定支付，未争议部分的付款期限不受影响（《保障中小企业款项支付条例》第十五条）。",
    "credited": "就上述争议，我方已开具红字发票，冲减 {currency} {credited}。"
    "其余 {currency} {remainder} 经核查仍应按约定支付，未争议部分的付款期限不受影响（《保障中小企业款项支付条例》第十五条）。",
    "reserve": "我方保留就逾期付款主张违约责任的权利。如贵公司有新的事实或证据，请书面告知，我方将重新核查。",
    "closing": "特此函复。",
    "reference_title": "编号",
    "pages": "第 {0} 页，共 {1} 页",
}
EN = {
    "subject": "Your objection to our claim: our answer",
    "salutation": "Dear Sir or Madam,",
    "opening": "On {opened} you objected to the items below, {currency} {amount} in all. We have looked into it and answer as follows.",
    "heading": "Items in dispute",
    "columns": ("Document", "Due date", "Disputed"),
    "why": "What we found: {why}",
    "owed": "These items therefore remain payable as agreed. The part that was never in dispute is due as before"
    " (Regulation on Payments to Small and Medium Enterprises, art. 15).",
    "credited": "We have credited {currency} {credited} of it by credit note. The remaining {currency} {remainder} is payable as agreed."
    " The part that was never in dispute is due as before (Regulation on Payments to Small and Medium Enterprises, art. 15).",
    "reserve": "We reserve our claims for late payment. If you have new facts or evidence, write to us and we will look again.",
    "closing": "Yours faithfully",
    "reference_title": "Reference",
    "pages": "Page {0} of {1}",
}


def rejection_letter(*, dispute_id: int, why: str, today: date) -> bytes:
    """The letter of a rejection as PDF in the customer's language; the same facts give the same bytes. Raises FontMissing."""
    return _letter(Dispute.objects.get(pk=dispute_id), why, 0, today)


def remainder_letter(*, dispute_id: int, why: str, remainder_minor: int, today: date) -> bytes:
    """The letter that says what of a dispute was credited and what stays owed, minor units; as `rejection_letter`."""
    return _letter(Dispute.objects.get(pk=dispute_id), why, remainder_minor, today)


def _letter(row: Dispute, why: str, remainder_minor: int, today: date) -> bytes:
    """`remainder_minor` is what stays owed beside the credit notes; 0 where nothing was credited."""
    customer = customers_by_id(ids=[row.customer_id])[row.customer_id]
    own = company(company_id=row.company_id)
    is_english = customer.language.startswith("en")
    words: dict[str, Any] = EN if is_english else ZH
    facts = {
        "customer": customer.name,
        "opened": row.opened_on.isoformat(),
        "currency": row.currency,
        "amount": format_amount(minor=row.amount_minor, currency=row.currency),
        "credited": format_amount(minor=row.amount_minor - remainder_minor, currency=row.currency),
        "remainder": format_amount(minor=remainder_minor, currency=row.currency),
    }
    said = {name: text.format(**facts) for name, text in words.items() if name not in ("columns", "pages", "why")}
    owed = said["credited"] if remainder_minor else said["owed"]
    data = {
        "lang": "en" if is_english else "zh",
        "region": "gb" if is_english else "cn",
        "subject": said["subject"],
        "reference": f"D{row.pk}",
        "reference_title": said["reference_title"],
        "sender": {"name": own.name, "lines": [line for line in (own.tax_code, own.address, own.phone) if line]},
        "addressee": [line for line in (customer.name, customer.address) if line],
        "date": today.isoformat(),
        "pages": words["pages"],
        "blocks": [
            {"kind": "salutation", "lines": [said["salutation"]]},
            {"kind": "paragraph", "lines": [said["opening"]]},
            {"kind": "items", "table": _table(words, row.currency, items_of(dispute_id=row.pk))},
            {"kind": "paragraph", "lines": [words["why"].replace("{why}", why), owed, said["reserve"]]},
            {"kind": "paragraph", "lines": [said["closing"]]},
            {"kind": "closing", "lines": [own.name, today.isoformat()]},
        ],
    }
    return render_pdf(template="letter", data=data, on=today)


def _table(words: dict[str, Any], currency: str, items: tuple[ItemRow, ...]) -> dict[str, Any]:
    columns = [
        {"title": title, "number": place == 2, "wide": place == 0} for place, title in enumerate(words["columns"])
    ]
    rows = [
        [
            one.invoice_number,
            one.due_date.isoformat() if one.due_date else "–",
            format_amount(minor=one.amount_minor, currency=currency),
        ]
        for one in items
    ]
    return {"heading": words["heading"], "columns": columns, "rows": rows, "totals": []}
