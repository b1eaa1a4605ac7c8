"""PURE: single cells of a list of customers or of people: texts, yes and no, days of a term, limits, languages, parts in paying.

An empty cell says nothing: it reads as an empty text or None, whatever a new customer then begins with.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from huikuan.customers.file_rules import LegalBasis, PersonRole
from huikuan.customers.rules import class_named
from huikuan.imports.customer_lists.fields import PartyField
from huikuan.kernel.text_amounts import parse_amount
from huikuan.kernel.text_faults import TextFault, TextFaultCode, text_fault
from huikuan.kernel.text_normal import narrow
from huikuan.receivables.invoice_cells import LONGEST_TERMS_DAYS, text_of

Value = str | int | bool | tuple[str, ...] | None
Read = Callable[[str], "Value | TextFault"]
LONGEST = {
    PartyField.NUMBER: 60,
    PartyField.NAME: 200,
    PartyField.SHORT_NAME: 60,
    PartyField.TAX_CODE: 30,
    PartyField.REGION: 60,
    PartyField.ADDRESS: 300,
    PartyField.SALESPERSON: 100,
    PartyField.GROUP: 60,
    PartyField.NOTE: 300,
    PartyField.PERSON: 100,
    PartyField.POSITION: 100,
    PartyField.PHONE: 40,
    PartyField.MOBILE: 40,
    PartyField.EMAIL: 254,
    PartyField.WECHAT: 60,
}
"""Most characters of each text field."""
_EMAIL = re.compile(r"[^\s@<>(),;:\"\[\]\\]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_TERMS = re.compile(r"(?:net|n)?\s*([0-9]{1,4})(?:\.0)?\s*(?:days?|天|日)?", re.IGNORECASE)
_COUNTRY = re.compile(r"[A-Z]{2}")
_YES = frozenset({"是", "Y", "YES", "TRUE", "1", "√", "✓"})
_NO = frozenset({"否", "N", "NO", "FALSE", "0"})
_CHINA = frozenset({"CN", "中国", "CHINA", "中华人民共和国"})
_CHINESE = frozenset({"ZH", "ZH-HANS", "ZH-CN", "中文", "简体中文", "CHINESE"})
_ENGLISH = frozenset({"EN", "ENGLISH", "英文", "英语"})
_BETWEEN = re.compile(r"[,，、;；/|]+")
_ROLES = {
    word: role.value
    for role, words in {
        PersonRole.DECISION_MAKER: "DECISION_MAKER|DECIDES|决策人|决策者|拍板人",
        PersonRole.ACCEPTANCE: "ACCEPTANCE|ACCEPTS|验收人|验收",
        PersonRole.PAYER: "PAYER|PAYS|付款人|付款",
        PersonRole.USER: "USER|USES|使用人|使用者|用户",
        PersonRole.BUYER: "BUYER|BUYS|采购|采购人|采购员",
        PersonRole.FINANCE: "FINANCE|财务|财务人员|会计",
        PersonRole.OWNER: "OWNER|老板|负责人|股东|法定代表人",
    }.items()
    for word in words.split("|")
}
_BASES = {
    word: basis.value
    for basis, words in {
        LegalBasis.CONSENT: "CONSENT|同意|本人同意",
        LegalBasis.PUBLISHED: "PUBLISHED|公开|已公开|公开信息",
        LegalBasis.OWN_PERFORMANCE: "OWN_PERFORMANCE|履职|履行职务|职务行为",
        LegalBasis.OWN_CONTRACT: "OWN_CONTRACT|合同|本人合同",
        LegalBasis.LEGAL_DUTY: "LEGAL_DUTY|法定义务|法定职责",
    }.items()
    for word in words.split("|")
}


def reader_of(*, field: PartyField, currency: str) -> Read:
    """How a cell of the field is read; a limit counts in `currency`."""
    if field is PartyField.LIMIT:
        return lambda text: _limit(text, currency)
    return _OWN.get(field) or (lambda text: _text(text, LONGEST[field]))


def _text(text: str, most: int) -> str | TextFault:
    found = text_of(text=text)
    return text_fault(code=TextFaultCode.TOO_LONG, value=text) if len(found) > most else found


def _needed(field: PartyField) -> Read:
    def read(text: str) -> str | TextFault:
        found = _text(text, LONGEST[field])
        return found or text_fault(code=TextFaultCode.BLANK, value=text)

    return read


def _limit(text: str, currency: str) -> int | TextFault | None:
    """Empty: none set; 0: cash only (FEATURES D12)."""
    if not text.strip():
        return None
    minor = parse_amount(text=text, currency=currency)
    if isinstance(minor, TextFault) or minor >= 0:
        return minor
    return text_fault(code=TextFaultCode.OUT_OF_RANGE, value=text)


def _terms(text: str) -> int | TextFault | None:
    plain = narrow(text=text)
    if not plain:
        return None
    found = _TERMS.fullmatch(plain)
    if found is None:
        return text_fault(code=TextFaultCode.UNREADABLE, value=text)
    days = int(found[1])
    return days if days <= LONGEST_TERMS_DAYS else text_fault(code=TextFaultCode.OUT_OF_RANGE, value=text)


def _class(text: str) -> str | TextFault:
    if not text.strip():
        return ""
    return class_named(text=text) or text_fault(code=TextFaultCode.UNREADABLE, value=text)


def _country(text: str) -> str | TextFault:
    plain = narrow(text=text).upper()
    if plain in _CHINA:
        return "CN"
    return plain if not plain or _COUNTRY.fullmatch(plain) else text_fault(code=TextFaultCode.UNREADABLE, value=text)


def _language(text: str) -> str | TextFault:
    plain = narrow(text=text).upper()
    if not plain or plain in _CHINESE:
        return "zh-hans" if plain else ""
    return "en" if plain in _ENGLISH else text_fault(code=TextFaultCode.UNREADABLE, value=text)


def _yes(text: str) -> bool | TextFault | None:
    plain = narrow(text=text).upper()
    if not plain:
        return None
    return True if plain in _YES else False if plain in _NO else text_fault(code=TextFaultCode.UNREADABLE, value=text)


def _email(text: str) -> str | TextFault:
    plain = narrow(text=text)
    if not plain or (len(plain) <= LONGEST[PartyField.EMAIL] and _EMAIL.fullmatch(plain)):
        return plain
    return text_fault(code=TextFaultCode.UNREADABLE, value=text)


def _roles(text: str) -> tuple[str, ...] | TextFault:
    words = [word for part in _BETWEEN.split(narrow(text=text).upper()) if (word := part.strip())]
    if any(word not in _ROLES for word in words):
        return text_fault(code=TextFaultCode.UNREADABLE, value=text)
    return tuple(sorted({_ROLES[word] for word in words}))


def _basis(text: str) -> str | TextFault:
    plain = narrow(text=text).upper()
    return (
        _BASES.get(plain, "") if not plain or plain in _BASES else text_fault(code=TextFaultCode.UNREADABLE, value=text)
    )


_OWN: dict[PartyField, Read] = {
    PartyField.COUNTRY: _country,
    PartyField.LANGUAGE: _language,
    PartyField.CUSTOMER_CLASS: _class,
    PartyField.TERMS: _terms,
    PartyField.EMAIL: _email,
    PartyField.ROLES: _roles,
    PartyField.REMINDERS: _yes,
    PartyField.BASIS: _basis,
}
"""Fields whose cells are more than text."""
NEEDED: dict[PartyField, Read] = {
    PartyField.NUMBER: _needed(PartyField.NUMBER),
    PartyField.NAME: _needed(PartyField.NAME),
    PartyField.PERSON: _needed(PartyField.PERSON),
}
"""Fields that may not be empty where the list cannot do without them."""
