"""PURE: the few lines that go with an invoice by e-mail, in the customer's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape

from huikuan.kernel.money import Money
from huikuan.kernel.text_amounts import format_amount

CHINESE = "zh-hans"


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject and body, as text and as HTML with everything escaped."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Announced:
    """The invoice that a letter brings."""

    customer: str
    sender: str
    number: str
    issued: date | None
    gross: Money


def invoice_letter(*, language: str, about: Announced) -> Letter:
    """The message that brings an invoice and asks to say that it arrived."""
    customer, sender, number, currency = about.customer, about.sender, about.number, about.gross.currency
    amount = f"{currency} {format_amount(minor=about.gross.minor, currency=currency)}"
    day = about.issued.isoformat() if about.issued else ""
    if language == CHINESE:
        subject = f"{sender}：发票 {number}"
        lines = (
            f"{customer}：",
            f"您好！随信附上我公司开具的发票，号码 {number}，开票日期 {day}，价税合计 {amount}。",
            "请核对抬头、税号与金额；如有不符，请于收到后告知，以便我们及时红冲重开。收到后烦请回复确认。",
            sender,
        )
    else:
        subject = f"{sender}: invoice {number}"
        lines = (
            f"{customer},",
            f"Attached is our invoice {number} of {day} for {amount}.",
            "Please check title, tax code and amount, and tell us if anything is wrong. Kindly confirm that it has arrived.",
            sender,
        )
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return Letter(subject[:300], "\n\n".join(lines), body)
