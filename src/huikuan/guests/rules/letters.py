"""PURE: the short letter that brings a portal link to a person of the customer, in his language."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import date

from huikuan.guests.rules.tokens import mark_of


@dataclass(frozen=True, slots=True)
class LinkLetter:
    """Subject and text of the message; the address is put in when it leaves."""

    subject: str
    text: str
    html: str


def link_letter(*, link_id: int, company_name: str, person: str, language: str, valid_through: date) -> LinkLetter:
    """The letter with the mark of the link in the place of its address."""
    mark = mark_of(link_id=link_id)
    if language == "en":
        subject = f"Your account with {company_name}"
        lines = [
            f"Dear {person},",
            f"what is open with {company_name}, how to pay it, and statements to download are here: {mark}",
            "There you can also promise a date, object to a part, ask for more time, or name another person. "
            "No password is needed, so please do not pass the link on.",
            f"The link is valid through {valid_through.isoformat()}.",
            company_name,
        ]
    else:
        subject = f"贵司在{company_name}的往来账目"
        lines = [
            f"{person}，您好：",
            f"贵司在{company_name}的未付款项、付款账户和对账单可在此查看：{mark}",
            "您也可以在页面上约定付款日期、对部分款项提出异议、申请延期，或指定其他联系人。无需密码，请勿转发此链接。",
            f"链接有效期至 {valid_through.isoformat()}。",
            company_name,
        ]
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    head = f'<!DOCTYPE html><html lang="{html.escape(language)}"><head><meta charset="utf-8"></head>'
    return LinkLetter(subject, "\n\n".join(lines) + "\n", f"{head}<body>{paragraphs}</body></html>")
