"""PURE: a price confirmation (供货价格确认书), its states, and what is wrong with one (HANDBOOK A7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from huikuan.contracts.due_rules import DueRule
from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.micros import MICROS_MAX
from huikuan.kernel.text_normal import narrow

MOST_LINES = 500
MOST_TAX_PERMILLE = 1_000
LONGEST_TEXT = 200
LONGEST_TERM = 500


class State(StrEnum):
    """Where a confirmation stands."""

    DRAFT = "DRAFT"
    SENT = "SENT"
    SIGNED = "SIGNED"
    REPLACED = "REPLACED"
    EXPIRED = "EXPIRED"


class Event(StrEnum):
    """What happens to a confirmation."""

    WRITE = "WRITE"
    CHANGE = "CHANGE"
    SEND = "SEND"
    RECALL = "RECALL"
    SIGN = "SIGN"
    REPLACE = "REPLACE"
    EXPIRE = "EXPIRE"


TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.DRAFT, Event.CHANGE): State.DRAFT,
    (State.DRAFT, Event.SEND): State.SENT,
    (State.SENT, Event.RECALL): State.DRAFT,
    (State.SENT, Event.SIGN): State.SIGNED,
    (State.SENT, Event.EXPIRE): State.EXPIRED,
    (State.SIGNED, Event.REPLACE): State.REPLACED,
    (State.SIGNED, Event.EXPIRE): State.EXPIRED,
}


@dataclass(frozen=True, slots=True)
class PriceLine:
    """An item and what one unit of it costs, in millionths of the currency, tax included; `tax_permille` is 130 for 13 %."""

    name: str
    price_micros: int
    item_code: str = ""
    specification: str = ""
    unit: str = ""
    tax_permille: int = 130


@dataclass(frozen=True, slots=True)
class ConfirmationDraft:
    """A confirmation to write: whose, which days it holds for (both included), when payment falls due, the prices."""

    customer_id: int
    number: str
    currency: str
    valid_from: date
    valid_through: date
    lines: tuple[PriceLine, ...]
    due_rule: DueRule = field(default_factory=DueRule)
    term_text: str = ""
    language: str = "zh-hans"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: a code, and the line (from 1) it stands in, 0 for the whole."""

    code: str
    line: int = 0
    value: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A signed confirmation as days it is in force, both included."""

    id: int
    valid_from: date
    ends_on: date


def sources_of(*, event: Event) -> tuple[State, ...]:
    """The states from which an event may happen."""
    return tuple(state for state, known in TRANSITIONS if known is event)


def item_key(*, item_code: str, name: str, specification: str) -> str:
    """What makes an item the same on two papers: its code, or without one name and specification, widths and case aside."""
    if item_code.strip():
        return f"#{_plain(item_code)}"
    return f"{_plain(name)}|{_plain(specification)}"


def faults_of(*, draft: ConfirmationDraft) -> tuple[Fault, ...]:
    """Everything that is wrong with a draft, the whole first, then line by line."""
    found = []
    if not draft.number.strip():
        found.append(Fault("PRICES_NUMBER_MISSING"))
    if exponent_of(currency=draft.currency) is None:
        found.append(Fault("CURRENCY_UNKNOWN"))
    if draft.valid_through < draft.valid_from:
        found.append(Fault("PRICES_DAYS_REVERSED"))
    if draft.due_rule.faults:
        found.append(Fault("PRICES_TERM_FAULTY"))
    if len(draft.term_text) > LONGEST_TERM:
        found.append(Fault("PRICES_TEXT_TOO_LONG"))
    if not 1 <= len(draft.lines) <= MOST_LINES:
        found.append(Fault("PRICES_LINES_COUNT"))
    return (*found, *_line_faults(draft.lines))


def shortened(*, earlier: Sequence[Span], valid_from: date, valid_through: date, day_before: date) -> tuple[Span, ...]:
    """Which confirmations in force a newly signed one replaces, each with its new last day (`day_before` it begins).

    One that ends before the new one begins, or begins after it ends, stays as it is.
    """
    return tuple(
        Span(span.id, span.valid_from, day_before)
        for span in earlier
        if span.valid_from <= valid_through and span.ends_on >= valid_from
    )


def _line_faults(lines: Sequence[PriceLine]) -> tuple[Fault, ...]:
    found, seen = [], set()
    for number, line in enumerate(lines, 1):
        key = item_key(item_code=line.item_code, name=line.name, specification=line.specification)
        if not line.name.strip():
            found.append(Fault("PRICES_LINE_UNNAMED", number))
        if max(len(text) for text in (line.name, line.specification)) > LONGEST_TEXT:
            found.append(Fault("PRICES_TEXT_TOO_LONG", number))
        if not 1 <= line.price_micros <= MICROS_MAX:
            found.append(Fault("PRICES_PRICE_OUT_OF_BOUNDS", number))
        if not 0 <= line.tax_permille <= MOST_TAX_PERMILLE:
            found.append(Fault("PRICES_TAX_OUT_OF_BOUNDS", number))
        if key in seen:
            found.append(Fault("PRICES_ITEM_TWICE", number, line.name[:60]))
        seen.add(key)
    return tuple(found)


def _plain(text: str) -> str:
    return "".join(narrow(text=text).casefold().split())
