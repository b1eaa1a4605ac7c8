"""PURE: which column of a list of customers or of their people is which field, by its usual names in Chinese and English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

from huikuan.imports.rules import ImportKind
from huikuan.kernel.refusal import Refused
from huikuan.kernel.text_normal import narrow


class PartyField(StrEnum):
    """What a column of such a list may mean."""

    NUMBER = "customer_number"
    NAME = "customer_name"
    SHORT_NAME = "short_name"
    TAX_CODE = "customer_tax_code"
    COUNTRY = "country"
    REGION = "region"
    ADDRESS = "address"
    LANGUAGE = "language"
    CUSTOMER_CLASS = "customer_class"
    LIMIT = "credit_limit"
    TERMS = "terms"
    SALESPERSON = "salesperson"
    GROUP = "group_number"
    NOTE = "note"
    PERSON = "person"
    ROLES = "roles"
    POSITION = "position"
    PHONE = "phone"
    MOBILE = "mobile"
    EMAIL = "email"
    WECHAT = "wechat"
    REMINDERS = "gets_reminders"
    BASIS = "legal_basis"


_USUAL_NAMES: Mapping[PartyField, str] = {
    PartyField.NUMBER: "客户编号|客户编码|客户代码|客户号|编号|编码|customer number|customer no|customer code|customer id|code|number",
    PartyField.NAME: "客户名称|客户|单位名称|公司名称|企业名称|名称|customer name|customer|company|company name|name",
    PartyField.SHORT_NAME: "简称|客户简称|short name",
    PartyField.TAX_CODE: "统一社会信用代码|信用代码|税号|纳税人识别号|tax code|tax id|vat id|vat number|uscc|tax number",
    PartyField.COUNTRY: "国家|国家地区|country",
    PartyField.REGION: "地区|区域|省份|region|area|province",
    PartyField.ADDRESS: "地址|注册地址|address",
    PartyField.LANGUAGE: "语言|language",
    PartyField.CUSTOMER_CLASS: "客户分类|客户类别|客户等级|分类|class|customer class|category",
    PartyField.LIMIT: "信用额度|授信额度|额度|credit limit|limit",
    PartyField.TERMS: "信用期限|账期|账期天数|付款天数|信用天数|terms|terms days|payment terms|days of credit",
    PartyField.SALESPERSON: "业务员|销售员|销售|负责人|销售负责人|salesperson|sales rep|owner|account manager",
    PartyField.GROUP: "上级客户编号|集团编号|母公司编号|上级编号|group number|parent number|parent code|parent",
    PartyField.NOTE: "备注|说明|note|notes|remark|remarks",
    PartyField.PERSON: "姓名|联系人|联系人姓名|contact|contact name|contact person|person",
    PartyField.ROLES: "角色|付款角色|关键人角色|role|roles",
    PartyField.POSITION: "职务|职位|position|title|job title",
    PartyField.PHONE: "电话|联系电话|固定电话|座机|phone|telephone|tel",
    PartyField.MOBILE: "手机|手机号|手机号码|移动电话|mobile|mobile phone|cell",
    PartyField.EMAIL: "邮箱|电子邮箱|邮件|e-mail|email|mail",
    PartyField.WECHAT: "微信|微信号|wechat|wechat id",
    PartyField.REMINDERS: "接收提醒|收提醒|提醒收件人|gets reminders|reminders",
    PartyField.BASIS: "个人信息依据|合法性基础|个人信息处理依据|legal basis|basis",
}
_OF_PEOPLE = "name|姓名|联系人|contact"
"""In a list of people these name the person, not the company."""
_NAMED = {
    kind: {word: field for field, words in _USUAL_NAMES.items() for word in words.split("|")}
    for kind in (ImportKind.CUSTOMERS, ImportKind.PEOPLE)
}
_NAMED[ImportKind.PEOPLE] |= dict.fromkeys(_OF_PEOPLE.split("|"), PartyField.PERSON)
_CUSTOMER = (PartyField.NUMBER, PartyField.NAME, PartyField.TAX_CODE)
_CHANNELS = (PartyField.PHONE, PartyField.MOBILE, PartyField.EMAIL)
FIELDS: Mapping[ImportKind, tuple[PartyField, ...]] = {
    ImportKind.CUSTOMERS: (
        *_CUSTOMER,
        PartyField.SHORT_NAME,
        PartyField.COUNTRY,
        PartyField.REGION,
        PartyField.ADDRESS,
        PartyField.LANGUAGE,
        PartyField.CUSTOMER_CLASS,
        PartyField.LIMIT,
        PartyField.TERMS,
        PartyField.SALESPERSON,
        PartyField.GROUP,
        PartyField.NOTE,
        PartyField.PERSON,
        *_CHANNELS,
    ),
    ImportKind.PEOPLE: (
        *_CUSTOMER,
        PartyField.PERSON,
        PartyField.ROLES,
        PartyField.POSITION,
        *_CHANNELS,
        PartyField.WECHAT,
        PartyField.LANGUAGE,
        PartyField.REMINDERS,
        PartyField.BASIS,
        PartyField.NOTE,
    ),
}
"""The fields a column may be, by kind of list."""
_NEEDED: Mapping[ImportKind, tuple[tuple[PartyField, ...], ...]] = {
    ImportKind.CUSTOMERS: ((PartyField.NUMBER,), (PartyField.NAME,)),
    ImportKind.PEOPLE: (_CUSTOMER, (PartyField.PERSON,)),
}


def party_columns(
    *, kind: ImportKind, header: Sequence[str], mapping: Mapping[str, str] | None = None
) -> dict[PartyField, int]:
    """The column of each field: as the user says (field → header, empty for none), else by its usual names.

    Raises Refused FIELD_UNKNOWN, COLUMN_UNKNOWN, COLUMN_REPEATED, COLUMNS_MISSING.
    """
    names = [_plain(text) for text in header]
    said = {} if mapping is None else _said(kind, header, names, mapping)
    found: dict[PartyField, int] = {}
    for place, name in enumerate(names):
        field = _NAMED[kind].get(name)
        if field is None or field not in FIELDS[kind] or field in said:
            continue
        if field in found:
            raise Refused("COLUMN_REPEATED", column=f"{header[found[field]]}, {header[place]}", field=field.value)
        found[field] = place
    found |= {field: place for field, place in said.items() if place is not None}
    missing = [
        "|".join(one.value for one in group) for group in _NEEDED[kind] if not any(one in found for one in group)
    ]
    if missing:
        raise Refused("COLUMNS_MISSING", fields=", ".join(missing), found=", ".join(header)[:300])
    return found


def _said(
    kind: ImportKind, header: Sequence[str], names: Sequence[str], mapping: Mapping[str, str]
) -> dict[PartyField, int | None]:
    known = {field.value: field for field in FIELDS[kind]}
    counted = Counter(names)
    said: dict[PartyField, int | None] = {}
    for field, text in mapping.items():
        name = _plain(text)
        if field not in known:
            raise Refused("FIELD_UNKNOWN", field=field[:40], known=", ".join(sorted(known)))
        if name and name not in counted:
            raise Refused("COLUMN_UNKNOWN", column=text[:80], found=", ".join(header)[:300])
        if counted[name] > 1:
            raise Refused("COLUMN_REPEATED", column=text[:80], field=field)
        said[known[field]] = names.index(name) if name else None
    return said


def _plain(text: str) -> str:
    return " ".join(narrow(text=text).lower().replace("_", " ").strip(" *:：").split())
