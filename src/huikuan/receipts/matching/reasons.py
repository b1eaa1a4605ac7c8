"""Codes of the evidence a match rests on; README.md of this folder lists the parameters of each."""

from enum import StrEnum


class ReasonCode(StrEnum):
    """Evidence for or against a candidate; the value is stable because it is kept in audit rows."""

    # the document number in the reference
    NUMBER_EXACT = "NUMBER_EXACT"
    NUMBER_DIGITS = "NUMBER_DIGITS"
    NUMBER_TAIL = "NUMBER_TAIL"
    NUMBER_NEAR = "NUMBER_NEAR"
    NUMBER_SHORT = "NUMBER_SHORT"
    COUNT_NAMED = "COUNT_NAMED"
    # the payer
    IDENTIFIED = "IDENTIFIED"
    PAYER_ACCOUNT = "PAYER_ACCOUNT"
    NAME_EXACT = "NAME_EXACT"
    NAME_ALIAS = "NAME_ALIAS"
    NAME_FORM = "NAME_FORM"
    NAME_CLOSE = "NAME_CLOSE"
    # the amount
    AMOUNT_EXACT = "AMOUNT_EXACT"
    AMOUNT_SUM = "AMOUNT_SUM"
    ONLY_COMBINATION = "ONLY_COMBINATION"
    ALL_OPEN = "ALL_OPEN"
    OLDEST_TOTAL = "OLDEST_TOTAL"
    MONTH_TOTAL = "MONTH_TOTAL"
    SHORT_BY = "SHORT_BY"
    DISCOUNT_AGREED = "DISCOUNT_AGREED"
    OLDEST_FIRST = "OLDEST_FIRST"
    # against
    IDENTIFIED_AS_ANOTHER = "IDENTIFIED_AS_ANOTHER"
    PAYER_OTHER = "PAYER_OTHER"
    PAYER_UNKNOWN = "PAYER_UNKNOWN"
    PAYER_SHARED = "PAYER_SHARED"
    SAME_AMOUNT = "SAME_AMOUNT"
    SEVERAL_COMBINATIONS = "SEVERAL_COMBINATIONS"
    ISSUED_LATER = "ISSUED_LATER"
    NOT_TRADE = "NOT_TRADE"
    NUMBER_NOT_OPEN = "NUMBER_NOT_OPEN"
    NUMBER_OF_ANOTHER = "NUMBER_OF_ANOTHER"
    OVER_BY = "OVER_BY"
    CLAIMED_TWICE = "CLAIMED_TWICE"
    # across own companies and currencies
    EXCHANGED = "EXCHANGED"
    OTHER_COMPANY = "OTHER_COMPANY"
    OTHER_CURRENCY = "OTHER_CURRENCY"
