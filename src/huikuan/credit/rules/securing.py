"""PURE: what a security that covers a part of the debts counts for: never more than that part owes (HANDBOOK A9, A10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cover:
    """A security of a customer that covers a part only: invoices, a contract, the debts to one own company, or several of it.

    `minor` is what it would count for in the base currency; empty and None mean no narrowing.
    """

    id: int
    customer_id: int
    minor: int
    invoices: frozenset[str] = frozenset()
    contract: str = ""
    company_id: int | None = None

    def covers(self, part: OpenPart) -> bool:
        """Whether these open items are among what it stands for."""
        return (
            part.customer_id == self.customer_id
            and (not self.invoices or part.invoice in self.invoices)
            and self.contract in ("", part.contract)
            and self.company_id in (None, part.company_id)
        )

    @property
    def narrowness(self) -> tuple[bool, bool, int]:
        """The narrowest first: it can lie on nothing else."""
        return (not self.invoices, not self.contract, self.id)


@dataclass(frozen=True, slots=True)
class OpenPart:
    """What is open of one invoice, minor units of the base currency."""

    customer_id: int
    company_id: int
    invoice: str
    contract: str
    minor: int


def counted_for(*, covers: Iterable[Cover], parts: Iterable[OpenPart]) -> dict[int, int]:
    """What each security counts for, minor units by its id: at most its amount, and no open item is covered twice."""
    places = tuple(parts)
    left = [part.minor for part in places]
    found: dict[int, int] = {}
    for cover in sorted(covers, key=lambda one: one.narrowness):
        wanted = cover.minor
        for place, part in enumerate(places):
            if wanted and left[place] and cover.covers(part):
                taken = min(wanted, left[place])
                left[place] -= taken
                wanted -= taken
        found[cover.id] = cover.minor - wanted
    return found
