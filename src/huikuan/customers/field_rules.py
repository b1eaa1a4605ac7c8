"""PURE: the fields of a customer and of his file: what each may hold and which verb changes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from huikuan.customers.file_rules import BuyerType
from huikuan.customers.rules import CUSTOMER_CLASSES
from huikuan.customers.size_rules import Industry
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import Refused

LONGEST_TEXT = 4_000
LONGEST_TERM_DAYS = 720
TERMS_ROLLS = ("NONE", "MONTH_END", "NEXT_MONTH_FIRST")
"""The codes of `receivables.rules.TermsRoll`."""
LANGUAGES = ("zh-hans", "en")


class Place(StrEnum):
    """Which table holds a field."""

    CUSTOMER = "CUSTOMER"
    FILE = "FILE"


@dataclass(frozen=True, slots=True)
class FieldRule:
    """What a field may hold: text up to `most` characters, or with `is_whole` a whole number from 0 to `most`."""

    place: Place = Place.CUSTOMER
    most: int = 200
    verb: Verb = Verb.EDIT_CUSTOMER
    is_whole: bool = False
    is_needed: bool = False
    is_own: bool = False
    """Differs from customer to customer, so that many cannot get the same."""
    choices: tuple[str, ...] = ()


def _file(most: int = LONGEST_TEXT, **more: Any) -> FieldRule:
    return FieldRule(Place.FILE, most, Verb.EDIT_FILE, **more)


_BIGGEST_ID = 2**63 - 1
FIELDS: dict[str, FieldRule] = {
    "code": FieldRule(most=60, is_needed=True, is_own=True),
    "name": FieldRule(most=200, is_needed=True, is_own=True),
    "short_name": FieldRule(most=60, verb=Verb.EDIT_FILE),
    "tax_code": FieldRule(most=30, is_own=True),
    "region": FieldRule(most=60, verb=Verb.EDIT_FILE),
    "country": FieldRule(most=2, is_needed=True, is_own=True),
    "address": FieldRule(most=300, verb=Verb.EDIT_FILE),
    "language": FieldRule(most=10, verb=Verb.EDIT_FILE, choices=LANGUAGES),
    "customer_class": FieldRule(most=20, choices=CUSTOMER_CLASSES),
    "terms_days": FieldRule(most=LONGEST_TERM_DAYS, is_whole=True),
    "terms_roll": FieldRule(most=20, choices=TERMS_ROLLS),
    "salesperson_id": FieldRule(most=_BIGGEST_ID, is_whole=True),
    "do_not_contact_reason": FieldRule(most=200),
    "note": FieldRule(most=LONGEST_TEXT, verb=Verb.EDIT_FILE),
    "parent_id": FieldRule(Place.FILE, _BIGGEST_ID, Verb.EDIT_CUSTOMER, is_whole=True, is_own=True),
    "industry": _file(20, choices=("", *(one.value for one in Industry))),
    "buyer_type": _file(10, choices=tuple(one.value for one in BuyerType)),
    "distance_km": _file(40_000, is_whole=True),
    "market_position": _file(300),
    "business_condition": _file(),
    "financial_condition": _file(),
    "sales_network": _file(),
    "organisation": _file(),
}
FOLLOWED = frozenset({"salesperson_id", "customer_class", "do_not_contact_reason"})
"""What a merged customer takes over from the one he was merged into, so that both are seen and treated alike."""


def clean_value(*, name: str, value: Any) -> Any:
    """The value as it is kept: text without outer spaces, a whole number or None.

    Raises Refused CUSTOMER_FIELD_UNKNOWN, CUSTOMER_FIELD_WRONG.
    """
    rule = FIELDS.get(name)
    if rule is None:
        raise Refused("CUSTOMER_FIELD_UNKNOWN", field=name[:40])
    if rule.is_whole:
        whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= rule.most
        return value if value is None or whole else _wrong(name, value)
    text = value.strip() if isinstance(value, str) else _wrong(name, value)
    unfit = len(text) > rule.most or (rule.is_needed and not text) or (rule.choices and text not in rule.choices)
    return _wrong(name, text) if unfit or "\0" in text else text


def verbs_for(*, names: Iterable[str]) -> frozenset[Verb]:
    """The verbs that changing these fields takes. Raises Refused CUSTOMER_FIELD_UNKNOWN."""
    wanted = sorted(set(names))
    unknown = next((name for name in wanted if name not in FIELDS), None)
    if unknown is not None:
        raise Refused("CUSTOMER_FIELD_UNKNOWN", field=unknown[:40])
    return frozenset(FIELDS[name].verb for name in wanted)


def _wrong(name: str, value: object) -> str:
    raise Refused("CUSTOMER_FIELD_WRONG", field=name, value=str(value)[:60])
