"""The books on paper: of each act what speaks against it, and what it changes if nothing does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from tests.reliability.ledger_model import PART_OF_KIND, Item, Money, Posted, Wish

NOT_OF_ITEMS = {"ALLOCATE", "RECEIPT", "REFUND"}
RAISING = {"INVOICE", "OPENING"}
Codes = set[str]


@dataclass
class Paper:
    """All items, money and postings by their ids in the database; `…_objections` give the codes an act may be refused with."""

    latest: date
    items: dict[int, Item] = field(default_factory=dict)
    money: dict[int, Money] = field(default_factory=dict)
    postings: dict[int, Posted] = field(default_factory=dict)
    credit_notes: dict[int, tuple[int, str, int]] = field(default_factory=dict)
    note_numbers: dict[int, tuple[int, str]] = field(default_factory=dict)
    closed: date | None = None
    mandates: set[tuple[int, int]] = field(default_factory=set)
    """Who may pay for whom: payer and debtor."""
    acts: count[int] = field(default_factory=lambda: count(1))

    @property
    def first_open(self) -> date:
        """The day after the closed period."""
        return date.min if self.closed is None else self.closed + timedelta(days=1)

    def day_objections(self, on: date, first: date) -> Codes:
        """What is done to something of `first` lies not before it, not ahead, and not in a closed period."""
        found = self.closed_objections(on)
        if on < first:
            found.add("DATED_BEFORE_ORIGIN")
        if on > max(self.latest, first, self.first_open):
            found.add("DATED_AHEAD")
        return found

    def closed_objections(self, on: date) -> Codes:
        """Nothing new gets into a closed period."""
        return {"PERIOD_CLOSED"} if on < self.first_open else set()

    def close_objections(self, through: date) -> Codes:
        """A period closes once, and not ahead."""
        found = {"DATED_AHEAD"} if through > self.latest else set()
        return found | ({"PERIOD_CLOSED_ALREADY"} if through < self.first_open else set())

    def items_of(self, invoice: int) -> list[int]:
        """The instalments of an invoice in the order in which a credit note fills them."""
        ids = [pk for pk, item in self.items.items() if item.invoice == invoice]
        return sorted(ids, key=lambda pk: (self.items[pk].due, self.items[pk].sequence))

    def spread(self, invoice: int, minor: int) -> list[tuple[int, int]]:
        """How much of a credit note goes to which instalment."""
        shares = []
        for pk in self.items_of(invoice):
            shares.append((pk, min(minor, self.items[pk].left)))
            minor -= shares[-1][1]
        return [(pk, share) for pk, share in shares if share]

    def credit_objections(self, invoice: int, number: str, minor: int, on: date) -> Codes:
        """A credit note is of something, for an invoice, with a new number, at most of what is open, then and since."""
        ids = self.items_of(invoice)
        if not ids:
            return {"INVOICE_UNKNOWN"} | ({"AMOUNT_OUT_OF_BOUNDS"} if minor < 1 else set())
        first = self.items[ids[0]]
        found = self.day_objections(on, first.since)
        live = [named for pk, named in self.note_numbers.items() if self.postings[pk].is_live]
        if (first.customer, number) in live:
            found.add("INVOICE_EXISTS")
        if minor < 1:
            found.add("AMOUNT_OUT_OF_BOUNDS")
        elif minor > sum(self.items[pk].left for pk in ids):
            found.add("MORE_THAN_OPEN")
        else:
            found |= self._taken_then(self.spread(invoice, minor), on)
        return found

    def reduce_objections(self, item: int, minor: int, on: date, *, has_reason: bool) -> Codes:
        """A short payment or write-off is of something, at most of what is open, then and since."""
        found = self.day_objections(on, self.items[item].since) | (set() if has_reason else {"REASON_UNKNOWN"})
        if minor < 1:
            return found | {"AMOUNT_OUT_OF_BOUNDS"}
        if minor > self.items[item].left:
            return found | {"MORE_THAN_OPEN"}
        return found | self._taken_then([(item, minor)], on)

    def reverse_objections(self, posting: int, on: date) -> Codes:
        """What was done to items is taken back once; an invoice only if nothing else was done to it, then and since."""
        row = self.postings[posting]
        found = self.day_objections(on, row.day) | (set() if row.is_live else {"ALREADY_REVERSED"})
        if row.kind in NOT_OF_ITEMS:
            found.add("NOT_REVERSIBLE_HERE")
        if row.kind == "WRITE_OFF":
            found.add("WRITE_OFF_NEEDS_TWO")
        if row.kind in RAISING:
            if any(self.items[pk].left < -minor for pk, minor in row.items):
                found.add("MORE_THAN_OPEN")
            found |= self._taken_then([(pk, -minor) for pk, minor in row.items], on)
        return found

    def allocate_objections(self, money: int, wishes: Sequence[Wish]) -> Codes:
        """Money pays items of its currency and its customer (or another's, if it may), at most what is there."""
        found: Codes = set()
        paid, wanted = self.money[money], Counter[int]()
        payer = self.items[wishes[0].item].customer if paid.customer is None else paid.customer
        for wish in wishes:
            item = self.items[wish.item]
            wanted[wish.item] += wish.minor + wish.short
            found |= {"AMOUNT_OUT_OF_BOUNDS"} if wish.minor < 1 or wish.short < 0 else set()
            found |= {"CURRENCIES_DIFFER"} if item.currency != paid.currency else set()
            found |= {"REASON_UNKNOWN"} if wish.short and not wish.has_reason else set()
            found |= (
                set()
                if item.customer == payer or (payer, item.customer) in self.mandates
                else {"THIRD_PARTY_UNAUTHORISED"}
            )
        if any(self.items[pk].left < minor for pk, minor in wanted.items()):
            found.add("MORE_THAN_OPEN")
        if sum(wish.minor for wish in wishes) > paid.left:
            found.add("MORE_THAN_UNAPPLIED")
        return found

    def undo_objections(self, postings: Sequence[int], on: date) -> Codes:
        """Only allocations are undone, and once."""
        rows = [self.postings[pk] for pk in postings]
        found = {"NOT_AN_ALLOCATION"} if any(row.kind != "ALLOCATE" for row in rows) else set()
        found |= set() if all(row.is_live for row in rows) else {"ALREADY_REVERSED"}
        return found.union(*(self.day_objections(on, row.day) for row in rows))

    def identify_objections(self, money: int, customer: int | None) -> Codes:
        """Whose money it is stands as long as some of it is used, and once nothing is left."""
        row = self.money[money]
        found = {"ALLOCATED_ALREADY"} if row.parts["allocated"] else set()
        return found | ({"NOTHING_LEFT"} if not row.left and row.customer != customer else set())

    def refund_objections(self, money: int, minor: int, on: date) -> Codes:
        """What is paid back is of something, and unapplied, then and since."""
        row = self.money[money]
        if minor < 1:
            return {"AMOUNT_OUT_OF_BOUNDS"}
        found = self.day_objections(on, row.since)
        if minor > row.left:
            return found | {"MORE_THAN_UNAPPLIED"}
        return found | ({"DATED_BEFORE_ORIGIN"} if row.least_from(on) < minor else set())

    def back_objections(self, money: int, on: date | None) -> Codes:
        """Money goes back once, wholly, with all it pays; what of it was undone, not before that. None is the first day."""
        row = self.money[money]
        found = {"REFUNDED_ALREADY"} if row.parts["refunded"] else set()
        found |= {"ALREADY_REVERSED"} if row.parts["reversed"] else set()
        if on is None:
            return found
        goes = max(on, self.postings[self.standing(money)].day)
        early = self.back_day(money, goes) > goes
        return found | self.day_objections(on, row.since) | ({"DATED_BEFORE_ORIGIN"} if early else set())

    def refund_back_objections(self, posting: int, on: date) -> Codes:
        """A refund is taken back once."""
        row = self.postings[posting]
        if row.kind != "REFUND":
            return {"NOT_A_REFUND"}
        return self.day_objections(on, row.day) | (set() if row.is_live else {"ALREADY_REVERSED"})

    def restore_objections(self, money: int) -> Codes:
        """Only what went back is here again."""
        return set() if self.money[money].parts["reversed"] else {"NOT_TAKEN_BACK"}

    def standing(self, money: int) -> int:
        """The posting that last put the money in, or that took it back."""
        found = (pk for pk, row in self.postings.items() if row.kind == "RECEIPT" and row.money == money)
        return next(pk for pk in found if not self.postings[pk].is_reversed)

    def back_day(self, money: int, not_before: date) -> date:
        """The first day since which all of it has been there, if it had never paid what it pays now."""
        unused = deepcopy(self.money[money])
        for row in self.live_allocations(money).values():
            unused.moves.remove((row.day, "allocated", row.used))
        return unused.first_day(unused.amount, not_before)

    def live_allocations(self, money: int, kind: str = "ALLOCATE") -> dict[int, Posted]:
        """What it pays now, or what was given up as short payments with that."""
        return {pk: row for pk, row in self.postings.items() if row.kind == kind and row.money == money and row.is_live}

    def take(
        self, kind: str, shares: Sequence[tuple[int, int]], on: date, posting: int, *, of: Posted | None = None
    ) -> None:
        """Write down that a posting took from items, perhaps together with an allocation."""
        act, money = (next(self.acts), None) if of is None else (of.act, of.money)
        self.postings[posting] = Posted(kind, on, act, list(shares), money)
        for pk, minor in shares:
            self.items[pk].take(on, PART_OF_KIND[kind], minor)

    def allocate(self, money: int, wishes: Sequence[Wish], postings: Sequence[int]) -> None:
        """Write an allocation down, each share on the first day on which both were there; its short payments with it."""
        row, act = self.money[money], next(self.acts)
        if row.customer is None:
            row.named_by = act
            self.identify(money, self.items[wishes[0].item].customer)
        ids, short_ids = postings[: len(wishes)], iter(postings[len(wishes) :])
        for posting, wish in zip(ids, wishes, strict=True):
            item, given_up = self.items[wish.item], wish.minor + wish.short
            on = max(row.since, item.since, self.first_open)
            on = row.first_day(wish.minor, item.first_day(given_up, on))
            self.postings[posting] = Posted(
                "ALLOCATE", on, act, [(wish.item, wish.minor)], money, wish.minor, row.customer
            )
            self._move(self.postings[posting], on, 1)
            if wish.short:
                short = [(wish.item, wish.short)]
                self.take("SHORT_PAYMENT", short, on, next(short_ids), of=self.postings[posting])
        assert list(short_ids) == []

    def identify(self, money: int, customer: int | None) -> None:
        """Write down whose money it is."""
        row = self.money[money]
        row.customer, row.held = customer, Counter({customer: row.left})

    def undo(self, postings: Sequence[int], on: date, backs: dict[int, int]) -> None:
        """Strike allocations out, with the short payments that came with them.

        Money of which nothing is used any more is nobody's again if one of them had named it.
        """
        rows = [self.postings[pk] for pk in postings]
        undone = {(row.act, row.money, row.items[0][0]) for row in rows}
        short = [
            pk
            for pk, row in self.postings.items()
            if row.kind == "SHORT_PAYMENT" and row.is_live and (row.act, row.money, row.items[0][0]) in undone
        ]
        assert backs.keys() >= set(short), "short payments stand although their allocation is undone"
        for posting in (*postings, *short):
            self.reverse(posting, on, backs[posting])
        for money in {row.money for row in rows if row.money is not None}:
            paid = self.money[money]
            if paid.left == paid.amount and paid.named_by in {row.act for row in rows if row.money == money}:
                paid.named_by = None
                self.identify(money, None)

    def reverse(self, posting: int, on: date, back: int) -> None:
        """Write down the mirror image of a posting."""
        row = self.postings[posting]
        row.is_reversed = True
        mirror = [(pk, -minor) for pk, minor in row.items]
        self.postings[back] = Posted(
            row.kind, on, next(self.acts), mirror, row.money, -row.used, row.payer, is_reversal=True
        )
        self._move(row, on, -1)

    def refund(self, money: int, minor: int, on: date, posting: int) -> None:
        """Write down that unapplied money was paid back."""
        row = self.money[money]
        row.take(on, "refunded", minor)
        row.held[row.customer] -= minor
        self.postings[posting] = Posted("REFUND", on, next(self.acts), money=money, used=minor)

    def refund_back(self, posting: int, on: date, back: int) -> None:
        """Write down that what was paid back is unapplied again, and whose the money is by now."""
        row = self.postings[posting]
        assert row.money is not None
        money = self.money[row.money]
        money.take(on, "refunded", -row.used)
        money.held[money.customer] += row.used
        row.is_reversed = True
        self.postings[back] = Posted("REFUND", on, next(self.acts), money=row.money, is_reversal=True)

    def restore(self, money: int, posting: int) -> None:
        """Write down that money that went back is here again, on the day it went."""
        row, gone = self.money[money], self.postings[self.standing(money)]
        on = max(gone.day, self.first_open)
        row.take(on, "reversed", -row.amount)
        row.held[row.customer] += row.amount
        gone.is_reversed = True
        self.postings[posting] = Posted("RECEIPT", on, next(self.acts), money=money, is_reversal=True)

    def back(self, money: int, on: date, reversals: dict[int, int]) -> None:
        """Write down that the money went back; what it paid is struck out on that day, or on its own if that is later."""
        row = self.money[money]
        for posting in (*self.live_allocations(money), *self.live_allocations(money, "SHORT_PAYMENT")):
            self.reverse(posting, max(on, self.postings[posting].day), reversals[posting])
        came = self.standing(money)
        on = max(on, self.postings[came].day)
        row.take(on, "reversed", row.amount)
        row.held.clear()
        self.postings[came].is_reversed = True
        self.postings[reversals[came]] = Posted("RECEIPT", on, next(self.acts), money=money, is_reversal=True)

    def _move(self, row: Posted, on: date, sign: int) -> None:
        for pk, minor in row.items:
            self.items[pk].take(on, PART_OF_KIND[row.kind], sign * minor)
        if row.kind == "ALLOCATE" and row.money is not None:
            self.money[row.money].take(on, "allocated", sign * row.used)
            self.money[row.money].held[row.payer] -= sign * row.used

    def _taken_then(self, shares: Sequence[tuple[int, int]], on: date) -> Codes:
        """What was not open at some time since cannot be taken then."""
        return {"DATED_BEFORE_ORIGIN"} if any(self.items[pk].least_from(on) < minor for pk, minor in shares) else set()
