"""Bills on paper: of each act what speaks against it, and what it changes if nothing does; nothing of it is the product's code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

MATURES = date(2026, 3, 20)
AFTER = {
    ("HELD", "endorse"): "ENDORSED",
    ("HELD", "discount"): "DISCOUNTED",
    ("HELD", "pledge"): "PLEDGED",
    ("PLEDGED", "release"): "HELD",
    ("HELD", "present"): "PRESENTED",
    ("PRESENTED", "settle"): "SETTLED",
    ("PRESENTED", "dishonour"): "DISHONOURED",
    ("ENDORSED", "dishonour"): "DISHONOURED",
    ("DISCOUNTED", "dishonour"): "DISHONOURED",
    ("DISHONOURED", "recourse"): "IN_RECOURSE",
    ("DISHONOURED", "recover"): "RECOVERED",
    ("IN_RECOURSE", "recover"): "RECOVERED",
    ("DISHONOURED", "turn_back"): "TURNED_BACK",
    ("IN_RECOURSE", "turn_back"): "TURNED_BACK",
    ("HELD", "take_back"): "CANCELLED",
}
PASSES = {"endorse", "discount", "pledge"}
RANGED = PASSES | {"settle", "dishonour"}
UNDONE = {
    "endorse": "HELD",
    "discount": "HELD",
    "pledge": "HELD",
    "release": "PLEDGED",
    "present": "HELD",
    "settle": "PRESENTED",
    "recourse": "DISHONOURED",
}
WAITS = {
    "RECEIVED": set[str](),
    "CASH": {"HELD", "PLEDGED", "PRESENTED", "ENDORSED"},
    "MATURED": {"HELD", "PLEDGED", "PRESENTED", "ENDORSED", "DISCOUNTED"},
}
"""In which states paper is in the books and not collected yet, by the event that counts."""
Codes = set[str]


@dataclass
class Part:
    """Units `start` to `end` of a bill in one state; `posted` is what its last act moved on which account."""

    bill: int
    start: int
    end: int
    state: str = "HELD"
    last: str = "receive"
    posted: Counter[str] = field(default_factory=Counter)

    @property
    def minor(self) -> int:
        """A unit is a fen."""
        return self.end - self.start + 1


@dataclass
class Money:
    """A receipt that a bill is: what of it pays something, what does not, what was lost."""

    allocated: int = 0
    unapplied: int = 0
    lost: int = 0


@dataclass
class BillPaper:
    """All parts by their ids, the receipt of each bill, the balances of accounts, what is open on all items."""

    parts: dict[int, Part] = field(default_factory=dict)
    money: dict[int, Money] = field(default_factory=dict)
    accounts: Counter[str] = field(default_factory=Counter)
    open_minor: int = 0

    def objections(self, part_id: int, act: str, on: date, wanted: tuple[int, int] | None) -> Codes:
        """An act needs its state, its day and units that are there."""
        part = self.parts[part_id]
        found: Codes = set()
        if (part.state, act) not in AFTER:
            found.add("BILL_CHANGED")
            if act == "dishonour":
                found.add("BILL_NOT_PRESENTED")
            if act == "take_back":
                found.add("PAPER_MOVED_ON")
        if act == "take_back" and part.minor != self.received(part.bill):
            found.add("PAPER_MOVED_ON")
        if act in PASSES and on > MATURES:
            found.add("BILL_PAST_DUE")
        if act == "present" and on < MATURES:
            found.add("BILL_EARLY")
        if wanted is not None and act in RANGED and not part.start <= wanted[0] <= wanted[1] <= part.end:
            found.add("BILL_RANGE_OUTSIDE")
        return found

    def received(self, bill: int) -> int:
        """All that a receipt brought."""
        money = self.money[bill]
        return money.allocated + money.unapplied + money.lost

    def narrow(self, part_id: int, wanted: tuple[int, int] | None) -> tuple[Part, list[Part]]:
        """Take the units wanted out of a part; what is left before and after lives on."""
        part = self.parts[part_id]
        if wanted is None or wanted == (part.start, part.end):
            return part, []
        del self.parts[part_id]
        edges = ((part.start, wanted[0] - 1), (wanted[1] + 1, part.end))
        rest = [Part(part.bill, a, b, part.state, "split") for a, b in edges if a <= b]
        return Part(part.bill, *wanted, part.state), rest

    def move(self, part: Part, act: str, interest: int) -> None:
        """Write down what an act does to a part and to the accounts."""
        part.posted = self.posting(part, act, interest)
        self.accounts.update(part.posted)
        if act == "dishonour":
            self._lose(part)
        if act == "take_back":
            money = self.money[part.bill]
            self.open_minor += money.allocated
            self.money[part.bill] = Money(lost=self.received(part.bill))
        part.state, part.last = AFTER[part.state, act], act

    def posting(self, part: Part, act: str, interest: int) -> Counter[str]:
        """What stands on which account after an act, debit above nothing."""
        minor, held = part.minor, "BILLS_HELD"
        gone = {"PRESENTED": held, "ENDORSED": "SET_OFF", "DISCOUNTED": "BANK_CLEARING"}
        moves: dict[str, dict[str, int]] = {
            "endorse": {held: -minor, "SET_OFF": minor},
            "discount": {held: -minor, "BANK_CLEARING": minor - interest, "FINANCE_COST": interest},
            "settle": {held: -minor, "BANK_CLEARING": minor},
            "dishonour": {gone.get(part.state, held): -minor},
            "take_back": {held: -minor},
        }
        return Counter(moves.get(act, {}))

    def undo_objections(self, part_id: int) -> Codes:
        """Only the last act, if nothing was lost or split by it."""
        return set() if self.parts[part_id].last in UNDONE else {"BILL_NOT_UNDOABLE"}

    def undo(self, part_id: int) -> None:
        """Strike the last act out."""
        part = self.parts[part_id]
        self.accounts.subtract(part.posted)
        part.state, part.last, part.posted = UNDONE[part.last], "undo", Counter()

    def waiting(self, counted: str) -> dict[int, int]:
        """By bill, what is on paper and does not count as collected."""
        sums: Counter[int] = Counter()
        for part in self.parts.values():
            if part.state in WAITS[counted]:
                sums[part.bill] += part.minor
        return {bill: minor for bill, minor in sums.items() if minor}

    def _lose(self, part: Part) -> None:
        """What the part had paid is open again; unapplied money goes first."""
        money, minor = self.money[part.bill], part.minor
        reopened = max(0, minor - money.unapplied)
        self.open_minor += reopened
        money.allocated -= reopened
        money.unapplied -= minor - reopened
        money.lost += minor
