"""PURE: the words of the customer file: kinds of buyers, names, parts people play, legal bases of personal data."""

from __future__ import annotations

from enum import StrEnum


class BuyerType(StrEnum):
    """Who the buyer is for the statutory terms of payment (国务院令 802 Art. 9, RULES_CN §3.2)."""

    PUBLIC = "PUBLIC"
    LARGE = "LARGE"
    OTHER = "OTHER"


class NameKind(StrEnum):
    """Why a customer has another name."""

    FORMER = "FORMER"
    ENGLISH = "ENGLISH"
    SHORT = "SHORT"
    BRAND = "BRAND"


class PersonRole(StrEnum):
    """What a person does until we are paid (HANDBOOK A2)."""

    DECISION_MAKER = "DECISION_MAKER"
    ACCEPTANCE = "ACCEPTANCE"
    PAYER = "PAYER"
    USER = "USER"
    BUYER = "BUYER"
    FINANCE = "FINANCE"
    OWNER = "OWNER"


class LegalBasis(StrEnum):
    """On which basis a person's data is kept (个人信息保护法 Art. 13, RULES_CN §8)."""

    CONSENT = "CONSENT"
    PUBLISHED = "PUBLISHED"
    OWN_PERFORMANCE = "OWN_PERFORMANCE"
    OWN_CONTRACT = "OWN_CONTRACT"
    LEGAL_DUTY = "LEGAL_DUTY"


ARTICLES = {
    LegalBasis.CONSENT: "个人信息保护法 13(1)(1)",
    LegalBasis.PUBLISHED: "个人信息保护法 13(1)(6), 27",
    LegalBasis.OWN_PERFORMANCE: "个人信息保护法 13(1), 6",
    LegalBasis.OWN_CONTRACT: "个人信息保护法 13(1)(2)",
    LegalBasis.LEGAL_DUTY: "个人信息保护法 13(1)(3)",
}
"""The article of each basis. A contract covers only the individual who is himself the party, never a company's contact."""
