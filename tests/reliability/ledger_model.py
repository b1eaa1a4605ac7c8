"""What an accountant would write down on paper of an item, of money and of a posting; nothing of it is the product's code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

PART_OF_KIND = {
    "ALLOCATE": "allocated",
    "CREDIT_NOTE": "credited",
    "SHORT_PAYMENT": "discounted",
    "WRITE_OFF": "written_off",
    "INVOICE": "cancelled",
    "OPENING": "cancelled",
}
"""Where a posting writes what it takes from an item."""


@dataclass
class Account:
    """An amount that came on a day, and what has been taken from it since, by part and day; minor units."""

    currency: str
    amount: int
    since: date
    moves: list[tuple[date, str, int]] = field(default_factory=list)

    @property
    def left(self) -> int:
        """What nothing has been done with."""
        return self.amount - sum(self.parts.values())

    @property
    def parts(self) -> Counter[str]:
        """What has been taken, by part."""
        taken: Counter[str] = Counter()
        for _, part, minor in self.moves:
            taken[part] += minor
        return taken

    def take(self, on: date, part: str, minor: int) -> None:
        """Write down that `minor` went; below nothing it came back."""
        self.moves.append((on, part, minor))

    def least_from(self, on: date, *, without: str = "") -> int:
        """The least that was left at the end of `on` or of any later day, as if nothing had gone to the part `without`."""
        days = {on, *(day for day, _, _ in self.moves if day > on)}
        moves = [(day, minor) for day, part, minor in self.moves if part != without]
        return min(self.amount - sum(minor for day, minor in moves if day <= end) for end in days)

    def first_day(self, minor: int, not_before: date, *, without: str = "") -> date:
        """The first day from `not_before` on since which `minor` has always been left."""
        days = sorted({not_before, *(day for day, _, _ in self.moves if day > not_before)})
        return next((day for day in days if self.least_from(day, without=without) >= minor), not_before)

    def by_day(self) -> dict[date, int]:
        """How each day changed what is left, without the days that changed nothing in sum."""
        sums = Counter({self.since: self.amount})
        for day, _, minor in self.moves:
            sums[day] -= minor
        return {day: minor for day, minor in sums.items() if minor}


@dataclass
class Item(Account):
    """A receivable: one instalment of an invoice."""

    customer: int = 0
    invoice: int = 0
    due: date = date.min
    sequence: int = 0


@dataclass
class Money(Account):
    """A receipt; `held` is what is unapplied by whose it is, `named_by` the act of allocation that said whose money it is."""

    customer: int | None = None
    named_by: int | None = None
    held: Counter[int | None] = field(default_factory=Counter)


@dataclass
class Posted:
    """A posting: what it took from which items, and how much of which money of which payer it used."""

    kind: str
    day: date
    act: int
    items: list[tuple[int, int]] = field(default_factory=list)
    money: int | None = None
    used: int = 0
    payer: int | None = None
    is_reversal: bool = False
    is_reversed: bool = False

    @property
    def is_live(self) -> bool:
        """Neither a reversal nor reversed."""
        return not self.is_reversal and not self.is_reversed


@dataclass(frozen=True)
class Wish:
    """So much of some money for an item, and so much more of the item given up, with or without a reason of the list."""

    item: int
    minor: int
    short: int = 0
    has_reason: bool = True
