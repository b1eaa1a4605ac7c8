"""PURE: what a decision rests on, as of one day and in one currency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from huikuan.credit.rules.policy import LOWERING, CheckPoint, Component, Rule


class Opening(StrEnum):
    """How the account opening of a customer stands, as the room of openings says it."""

    NOT_NEEDED = "NOT_NEEDED"
    MISSING = "MISSING"
    WAITING = "WAITING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    EXPIRED = "EXPIRED"


OPEN = frozenset({Opening.NOT_NEEDED, Opening.APPROVED})


@dataclass(frozen=True, slots=True)
class Question:
    """May this go ahead? `amount_minor` of `currency` at a check point; with an order number the answer is kept.

    `reserve` lets an answer that allows it count at once: the order is placed, released, delivered or invoiced with it.
    """

    customer_id: int
    company_id: int
    amount_minor: int
    currency: str
    point: CheckPoint
    order_number: str = ""
    reserve: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A limit with the exposure that is held against it: the group's, or the customer's own within his group.

    `limit_minor` is None (none set), 0 (cash only) or an amount.
    """

    is_group: bool
    limit_minor: int | None
    components: Mapping[Component, int]
    has_expired: bool = False
    valid_through: date | None = None

    def exposure(self, counted: frozenset[Component]) -> int:
        """What is at risk now, minor units; below nothing where money of the customer outweighs it."""
        return exposure_of(components=self.components, counted=counted)


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An open item that is overdue or old: minor units in the base currency, and as they stand in the invoice."""

    customer_id: int
    number: str
    base_minor: int
    minor: int
    currency: str
    days_overdue: int
    age_days: int


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A rule (or each, if None) that is not asked for a while, by whom and why; at one check point, or at each."""

    id: int
    rule: Rule | None
    point: CheckPoint | None
    until: date
    approver: str
    reason: str
    approver_id: int | None = None


@dataclass(frozen=True, slots=True)
class Pass:
    """A person's word for one order: a release, or a single-use waiver. It covers the rules that he saw, and no more."""

    id: int
    rules: frozenset[str]
    most_minor: int
    currency: str
    until: date
    approver: str
    approver_id: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a decision reads; amounts in minor units of `base`.

    `increase_minor` is by how much exposure grows if the answer is yes; what the order holds already is not counted twice.
    `askers` are the people whose question it is: who asks, and who placed the order. `owed_minor` is what the customer
    himself owes, orders and security left out; `asked_minor` the amount of the question.
    """

    today: date
    base: str
    question: Question
    increase_minor: int
    frames: tuple[Frame, ...]
    unknown_currencies: tuple[str, ...] = ()
    opening: Opening = Opening.NOT_NEEDED
    overdue_minor: int = 0
    days_overdue: int = 0
    oldest_item_days: int = 0
    items: tuple[OpenItem, ...] = ()
    stops: tuple[str, ...] = ()
    bounces: tuple[date, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    passes: tuple[Pass, ...] = ()
    askers: tuple[int, ...] = ()
    owed_minor: int = 0
    asked_minor: int = 0

    @property
    def group(self) -> Frame:
        """The frame of the whole group."""
        return self.frames[0]

    def binding(self, counted: frozenset[Component]) -> Frame:
        """The frame with a limit that has the least left; the group's where none is set."""
        limited = [frame for frame in self.frames if frame.limit_minor is not None]
        return min(limited, key=lambda one: (one.limit_minor or 0) - one.exposure(counted), default=self.group)


def exposure_of(*, components: Mapping[Component, int], counted: frozenset[Component]) -> int:
    """The components that count, added up; security and advances are taken off. Minor units."""
    return sum(
        -minor if component in LOWERING else minor for component, minor in components.items() if component in counted
    )


def owed_of(*, components: Mapping[Component, int]) -> int:
    """What a customer owes for what he has got: receivables, deliveries and bills less his money; minor units."""
    owed = frozenset(Component) - {Component.ORDERS, Component.SECURITY}
    return exposure_of(components=components, counted=owed)


def summed(*, parts: Iterable[Mapping[Component, int]]) -> dict[Component, int]:
    """Components of several customers added up, every component named."""
    total = dict.fromkeys(Component, 0)
    for part in parts:
        for component, minor in part.items():
            total[component] += minor
    return total


def plain_facts(*, facts: Facts) -> dict[str, Any]:
    """The facts as JSON keeps them beside a decision."""
    return {name: _plain(value) for name, value in asdict(facts).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(str(item) for item in value)
    return value
