"""The ledger as a small dict: what an accountant would do on paper, to compare the real one with."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Item:
    """A receivable on paper, minor units."""

    customer: int
    currency: str
    original: int
    parts: dict[str, int] = field(default_factory=dict)

    @property
    def open(self) -> int:
        """What is still to pay."""
        return self.original - sum(self.parts.values())


@dataclass
class Money:
    """A receipt on paper, minor units; `applied` maps a live allocation to (item, amount)."""

    customer: int | None
    currency: str
    amount: int
    refunded: int = 0
    gone: bool = False
    applied: dict[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def rest(self) -> int:
        """What is unapplied."""
        if self.gone:
            return 0
        return self.amount - self.refunded - sum(minor for _, minor in self.applied.values())


@dataclass
class Paper:
    """All items, money and reductions, by their ids in the database."""

    items: dict[int, Item] = field(default_factory=dict)
    money: dict[int, Money] = field(default_factory=dict)
    reductions: dict[int, tuple[int, str, int]] = field(default_factory=dict)

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
        money.customer = item.customer
        money.applied[posting] = (item_id, minor)
        item.parts["allocated"] = item.parts.get("allocated", 0) + minor

    def undo(self, money_id: int, posting: int) -> None:
        """Strike an allocation out."""
        item_id, minor = self.money[money_id].applied.pop(posting)
        self.items[item_id].parts["allocated"] -= minor

    def reduce(self, item_id: int, part: str, minor: int, posting: int) -> None:
        """Write a short payment or a write-off down."""
        parts = self.items[item_id].parts
        parts[part] = parts.get(part, 0) + minor
        self.reductions[posting] = (item_id, part, minor)

    def take_back(self, posting: int) -> None:
        """Strike a reduction out."""
        item_id, part, minor = self.reductions.pop(posting)
        self.items[item_id].parts[part] -= minor

    def bounce(self, money_id: int) -> None:
        """The money went back: strike out everything it paid."""
        for posting in list(self.money[money_id].applied):
            self.undo(money_id, posting)
        self.money[money_id].gone = True
