"""PURE: what an SMS says, and what a caller or visitor says: a few sentences with places, in the letter's language.

An SMS in China is a text approved by the carrier beforehand: the provider's template is found by `template_name`, and our own
words here are what the template should say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from huikuan.outbox.rules import ChannelName
from huikuan.reminders.rules.letter_words import CHINESE, ENGLISH
from huikuan.reminders.rules.letters import LetterKind, visible

SMS_PARAMETERS = (
    "company_name",
    "customer_name",
    "days_overdue",
    "due_date",
    "item_count",
    "salesperson_phone",
    "total",
)
"""What an approved template may name."""

_PLACE = re.compile(r"\{\{([a-z_]{1,40})\}\}")

_TEXTS: Mapping[tuple[str, LetterKind, str], str] = {
    ("SMS", LetterKind.BEFORE_DUE, CHINESE): (
        "【{{company_name}}】{{customer_name}}：贵司有{{item_count}}笔款项共{{total}}，最早{{due_date}}到期，烦请按期安排。"
        "如已付款请忽略。联系电话{{salesperson_phone}}，拒收请回复TD"
    ),
    ("SMS", LetterKind.OVERDUE, CHINESE): (
        "【{{company_name}}】{{customer_name}}：贵司有{{item_count}}笔款项本金共{{total}}已逾期，最长{{days_overdue}}天，烦请尽快安排。"
        "逾期责任依合同及法律另计。如已付款请忽略。联系电话{{salesperson_phone}}，拒收请回复TD"
    ),
    ("SMS", LetterKind.BEFORE_DUE, ENGLISH): (
        "{{company_name}} to {{customer_name}}: {{item_count}} item(s), {{total}} in all, the first due on {{due_date}}. Please pay "
        "by then; if you have paid, thank you. Tel. {{salesperson_phone}}. Reply STOP for no more."
    ),
    ("SMS", LetterKind.OVERDUE, ENGLISH): (
        "{{company_name}} to {{customer_name}}: {{item_count}} item(s), principal {{total}}, up to {{days_overdue}} days overdue. "
        "Please pay soon; our rights on account of the delay stay reserved. Tel. {{salesperson_phone}}. Reply STOP for no more."
    ),
    ("TASK", LetterKind.BEFORE_DUE, CHINESE): (
        "您好，我是{{company_name}}的{{salesperson_name}}。贵司有{{item_count}}笔款项共{{total}}，最早{{due_date}}到期。"
        "想确认：对账和发票有没有问题？付款走到哪一步了？大约哪天能付？"
    ),
    ("TASK", LetterKind.OVERDUE, CHINESE): (
        "您好，我是{{company_name}}的{{salesperson_name}}。贵司有{{item_count}}笔款项共{{total}}已过到期日，最长{{days_overdue}}天。"
        "想了解：是对货物、发票或金额有异议，还是付款手续在走？请给一个具体的付款日期和金额，我记下来。"
    ),
    ("TASK", LetterKind.BEFORE_DUE, ENGLISH): (
        "Good day, this is {{salesperson_name}} of {{company_name}}. {{item_count}} item(s), {{total}} in all, are due from "
        "{{due_date}}. Is anything open about goods or invoices? How far is the payment, and when will it leave?"
    ),
    ("TASK", LetterKind.OVERDUE, ENGLISH): (
        "Good day, this is {{salesperson_name}} of {{company_name}}. {{item_count}} item(s), {{total}} in all, are past due, up to "
        "{{days_overdue}} days. Is anything disputed, or is the payment on its way? Please give me a day and an amount to note."
    ),
}


def template_name(*, kind: LetterKind, language: str) -> str:
    """Our name of an SMS text, under which the settings give the provider's approved template: OVERDUE-zh-hans."""
    return f"{kind.value}-{language}"


def template_names() -> tuple[str, ...]:
    """Every SMS text there is."""
    return tuple(template_name(kind=kind, language=language) for use, kind, language in _TEXTS if use == "SMS")


def short_text(*, channel: ChannelName, kind: LetterKind, language: str, values: Mapping[str, str]) -> str:
    """The short text of an SMS, or the words of a caller or visitor; what is not known is left out."""
    use = "SMS" if channel is ChannelName.SMS else "TASK"
    text = _TEXTS[use, kind, language]
    return _PLACE.sub(lambda place: visible(text=values.get(place[1], "")).replace("\n", " "), text)
