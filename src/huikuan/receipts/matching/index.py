"""Everything the matcher looks up, built once from open items and payers and read by any number of runs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from huikuan.receipts.matching.numbers import NumberIndex, number_index
from huikuan.receipts.matching.payers import PayerIndex, payer_index
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.positions import Positions, positions
from huikuan.receipts.matching.records import Id, OpenItem, Payer, id_order

# Chance that an amount chosen freely equals a given one, by the number of its significant digits: people agree on
# round sums. Used as long as the items themselves are too few to tell.
_ROUNDNESS = {1: 0.02, 2: 0.005, 3: 0.001, 4: 0.000_2, 5: 0.000_05}
_UNEVEN = 0.000_01
_WEIGHT_OF_ROUNDNESS = 1_000
_LAST_DAY = date.max.toordinal() + 1


@dataclass(frozen=True, slots=True)
class MatchIndex:
    """Open items and payers prepared for matching. A debtor is one customer in one currency: currencies never mix."""

    items: tuple[OpenItem, ...]
    customers: tuple[Payer, ...]
    place_of: dict[Id, int]  # customer by its id
    debtor_of: list[int]  # by item
    customer_of: list[int]  # by debtor
    members: list[list[int]]  # items by debtor, oldest due first
    debtors: dict[tuple[int, str], int]
    by_any_amount: Positions[tuple[str, int]]  # (currency, open minor units)
    in_currency: Counter[str]
    numbers: NumberIndex
    payers: PayerIndex
    opens: npt.NDArray[np.int64]  # open minor units by item
    issued: npt.NDArray[np.int64]  # day of issue by item as an ordinal, 0 if unknown

    @classmethod
    def build(
        cls, *, items: Iterable[OpenItem], payers: Iterable[Payer], policy: MatchPolicy | None = None
    ) -> "MatchIndex":
        """Prepare items and payers; their order does not matter. Raises ValueError if an id comes twice.

        Items with nothing open are left out. A customer without a payer record is known by its items' numbers only.
        """
        policy = policy or MatchPolicy()
        chosen = _in_order(items)
        known = _customers(chosen, payers)
        place = {payer.customer_id: customer for customer, payer in enumerate(known)}
        debtors: dict[tuple[int, str], int] = {}
        debtor_of = [debtors.setdefault((place[item.customer_id], item.currency), len(debtors)) for item in chosen]
        members: list[list[int]] = [[] for _ in debtors]
        issued, due = _days(chosen)
        for position in np.argsort(due * _LAST_DAY + issued, kind="stable").tolist():
            members[debtor_of[position]].append(position)
        return cls(
            items=chosen,
            customers=known,
            place_of=place,
            debtor_of=debtor_of,
            customer_of=[customer for customer, _ in debtors],
            members=members,
            debtors=debtors,
            by_any_amount=positions(keys=[(item.currency, item.open_minor) for item in chosen]),
            in_currency=Counter(item.currency for item in chosen),
            numbers=number_index(
                numbers=[item.number for item in chosen], shortest=policy.number_digits, tail=policy.tail_digits
            ),
            payers=payer_index(payers=known),
            opens=np.fromiter((item.open_minor for item in chosen), np.int64, len(chosen)),
            issued=issued,
        )

    def chance_of_amount(self, *, currency: str, minor: int) -> float:
        """Return how likely a random other open item of this currency has this amount (a ratio, not money)."""
        others = max(len(self.by_any_amount.of((currency, minor))) - 1, 0)
        size = max(self.in_currency[currency] - 1, 0)
        return (others + _WEIGHT_OF_ROUNDNESS * _roundness(minor)) / (size + _WEIGHT_OF_ROUNDNESS)

    def oldest_first(self, *, items: Sequence[int]) -> tuple[int, ...]:
        """Return items in order of their due date."""
        return tuple(items) if len(items) < 2 else tuple(sorted(items, key=lambda item: (_age(self.items[item]), item)))

    def one_document(self, *, items: Sequence[int]) -> bool:
        """Say whether items are instalments of one document: one debtor, one number."""
        first = items[0]
        return len(items) == 1 or all(
            self.debtor_of[item] == self.debtor_of[first] and self.items[item].number == self.items[first].number != ""
            for item in items[1:]
        )

    def debtor(self, *, customer: int, currency: str) -> int | None:
        """Return the debtor of a customer in a currency, None if it owes nothing in it."""
        return self.debtors.get((customer, currency))


def _in_order(items: Iterable[OpenItem]) -> tuple[OpenItem, ...]:
    chosen = [item for item in items if item.open_minor > 0]
    if len({type(item.id) for item in chosen}) == 1:
        chosen.sort(key=attrgetter("id"))  # of one type: the same order without a key for each
    else:
        chosen.sort(key=lambda item: id_order(value=item.id))
    if len({item.id for item in chosen}) < len(chosen):
        raise ValueError("an open item comes twice")
    return tuple(chosen)


def _customers(items: Iterable[OpenItem], payers: Iterable[Payer]) -> tuple[Payer, ...]:
    known: dict[Id, Payer] = {}
    for payer in payers:
        if payer.customer_id in known:
            raise ValueError("a payer comes twice")
        known[payer.customer_id] = payer
    for item in items:
        if item.customer_id not in known:
            known[item.customer_id] = Payer(item.customer_id, "")
    return tuple(known[customer_id] for customer_id in sorted(known, key=lambda one: id_order(value=one)))


def _days(items: Sequence[OpenItem]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the days of issue and the days due as ordinals; an item without a due date is due when issued."""
    known: dict[date | None, int] = {None: 0}
    for item in items:
        for day in (item.issue_date, item.due_date):
            if day is not None and day not in known:
                known[day] = day.toordinal()
    issued = np.fromiter((known[item.issue_date] for item in items), np.int64, len(items))
    due = np.fromiter((known[item.due_date] for item in items), np.int64, len(items))
    return issued, np.where(due == 0, issued, due)


def _age(item: OpenItem) -> tuple[int, int]:
    due = item.due_date or item.issue_date
    return (due.toordinal() if due else 0, item.issue_date.toordinal() if item.issue_date else 0)


def _roundness(minor: int) -> float:
    digits = len(str(minor).rstrip("0"))
    return _ROUNDNESS.get(digits, _UNEVEN)
