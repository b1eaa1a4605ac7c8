"""The ledger as a small dict: what an accountant would do on paper, to compare the real one with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Item:
    """A receivable on paper, minor units."""

    customer: int
    currency: str
    original: int
    issued: date
    parts: dict[str, int] = field(default_factory=dict)

    @property
    def open(self) -> int:
        """What is still to pay."""
        return self.original - sum(self.parts.values())


@dataclass
class Money:
    """A receipt on paper, minor units; `applied` maps a live allocation to (item, amount, day), `named_by` is the one that
    said whose money it is."""

    customer: int | None
    currency: str
    amount: int
    came: date
    refunded: int = 0
    gone: bool = False
    applied: dict[int, tuple[int, int, date]] = field(default_factory=dict)
    named_by: int | None = None

    @property
    def rest(self) -> int:
        """What is unapplied."""
        if self.gone:
            return 0
        return self.amount - self.refunded - sum(minor for _, minor, _ in self.applied.values())


@dataclass
class Paper:
    """All items, money and reductions, by their ids in the database."""

    items: dict[int, Item] = field(default_factory=dict)
    money: dict[int, Money] = field(default_factory=dict)
    reductions: dict[int, tuple[int, str, int, date]] = field(default_factory=dict)

    def may_allocate(self, money_id: int, item_id: int, minor: int) -> bool:
        """Whether an accountant would accept it."""
        money, item = self.money[money_id], self.items[item_id]
        return (
            money.currency == item.currency
            and money.customer in (None, item.customer)
            and 0 < minor <= min(money.rest, item.open)
        )

    def allocate(self, money_id: int, item_id: int, minor: int, posting: int) -> None:
        """Write the allocation down."""
        money, item = self.money[money_id], self.items[item_id]
        if money.customer is None:
            money.customer, money.named_by = item.customer, posting
        money.applied[posting] = (item_id, minor, max(money.came, item.issued))
        item.parts["allocated"] = item.parts.get("allocated", 0) + minor

    def undo(self, money_id: int, posting: int) -> None:
        """Strike an allocation out; if it had said whose money it is and nothing is used, it is nobody's again."""
        money = self.money[money_id]
        item_id, minor, _ = money.applied.pop(posting)
        self.items[item_id].parts["allocated"] -= minor
        if money.named_by == posting and money.rest == money.amount:
            money.customer = money.named_by = None

    def reduce(self, item_id: int, part: str, minor: int, done: tuple[int, date]) -> None:
        """Write a short payment or a write-off down."""
        parts = self.items[item_id].parts
        parts[part] = parts.get(part, 0) + minor
        posting, day = done
        self.reductions[posting] = (item_id, part, minor, day)

    def take_back(self, posting: int) -> None:
        """Strike a reduction out."""
        item_id, part, minor, _ = self.reductions.pop(posting)
        self.items[item_id].parts[part] -= minor

    def bounce(self, money_id: int) -> None:
        """The money went back: strike out everything it paid."""
        for posting in list(self.money[money_id].applied):
            self.undo(money_id, posting)
        self.money[money_id].gone = True
