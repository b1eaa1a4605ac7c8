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


CODE_TEMPLATES = ("PORTAL_CODE-zh-hans", "PORTAL_CODE-en")
"""Our names of the text messages with a code, under which the settings give the provider's approved templates."""


def code_text(*, company_name: str, code: str, language: str) -> str:
    """The text message that brings a one-time code; the provider's template says the same with `code` and `company_name`."""
    if language == "en":
        return (
            f"{code} is your code to confirm your account with {company_name}. It is valid for 24 hours. If you did not ask "
            "for it, ignore this message; nobody of ours will ask you for it."
        )
    return f"验证码{code}，用于确认贵司与{company_name}的往来余额，24小时内有效。非本人操作请忽略，请勿告知他人。"


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
