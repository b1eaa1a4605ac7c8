"""Who sent the money: learned accounts, registered names and aliases exactly, then names one or two slips away.

A name or account that belongs to two customers is `shared`: it narrows the choice and never decides it (D15).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from huikuan.kernel.account_numbers import bare_account
from huikuan.receipts.matching.close_names import NearRow, near_pair, near_rows, spellings
from huikuan.receipts.matching.names import NameParts, name_parts
from huikuan.receipts.matching.records import Payer

# Shorter names are known exactly or not at all.
SHORTEST_CLOSE_NAME = 3
# A mark and a trade word: from this length on a name without a legal form stands for the company, and does not for a
# person of that name; with another legal form a mark is enough.
SHORTEST_CORE = 4
SHORTEST_CORE_OF_COMPANY = 2
_CHUNK_CELLS = 4_000_000
_CLOSEST = 12
Key = TypeVar("Key", str, int)


class PayerKind(StrEnum):
    """How a payer was recognised; IDENTIFIED by a person who said whose money it is."""

    IDENTIFIED = "IDENTIFIED"
    ACCOUNT = "ACCOUNT"
    NAME = "NAME"
    ALIAS = "ALIAS"
    FORM = "FORM"
    CLOSE = "CLOSE"


@dataclass(frozen=True, slots=True)
class PayerMatch:
    """One customer a payer may be; `half_errors` counts two per slip, one per lost place, trade word or branch."""

    customer: int
    kind: PayerKind
    known_as: str
    half_errors: int = 0
    length: int = 1

    @property
    def looseness(self) -> int:
        """Return the slips per hundred characters compared."""
        return self.half_errors * 50 // self.length


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known about one payer: customers recognised for certain, else customers with a close name, best first.

    `identified` says that a person named the one customer it is.
    """

    certain: tuple[PayerMatch, ...] = ()
    close: tuple[PayerMatch, ...] = ()
    named: bool = False
    identified: bool = False

    @property
    def shared(self) -> bool:
        """Whether name and account fit several customers and so none for certain."""
        return len(self.certain) > 1

    def match(self, customer: int) -> PayerMatch | None:
        """Return how this payer was recognised as that customer, or None."""
        return next((match for match in (*self.certain, *self.close) if match.customer == customer), None)

    def excludes(self, customer: int) -> bool:
        """Return whether a person said that it is another customer."""
        return self.identified and self.match(customer) is None

    def identified_as(self, *, customer: int, name: str) -> "Finding":
        """Return the finding once a person said which customer it is: how it was recognised as that one stays."""
        match = next((match for match in self.certain if match.customer == customer), None)
        said = match or PayerMatch(customer, PayerKind.IDENTIFIED, name)
        return Finding(certain=(said,), named=True, identified=True)


@dataclass(frozen=True, slots=True)
class PayerIndex:
    """Names and accounts of all customers, by position of the customer."""

    rows: tuple[tuple[int, str, bool], ...]  # customer, name as given, is an alias
    parts: tuple[NameParts, ...]
    full: dict[str, tuple[int, ...]]
    core: dict[str, tuple[int, ...]]
    accounts: dict[str, tuple[int, ...]]
    by_text: dict[str, NameParts]
    rows_of: dict[int, tuple[int, ...]]

    def find_certain(self, *, payers: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Finding]:
        """Recognise payers given as (name, account) by account, name, alias or name without its legal form."""
        wanted = sorted(set(payers))
        parts = self._parts({name for name, _ in wanted})
        return {
            (name, account): Finding(
                certain=self._certain(parts.get(name), account), named=bool(name.strip() or account.strip())
            )
            for name, account in wanted
        }

    def find_close(self, *, names: Iterable[str], half_errors_per_ten: int) -> dict[str, tuple[PayerMatch, ...]]:
        """Return the customers whose name is within the half errors allowed per ten characters of each name."""
        wanted = sorted({name for name in names if name.strip()})
        parts = self._parts(set(wanted))
        return dict(zip(wanted, _close_names(self, [parts[name] for name in wanted], half_errors_per_ten), strict=True))

    def compare(self, *, name: str, customer: int, half_errors_per_ten: int) -> tuple[PayerMatch, ...]:
        """Return how close a name is to one customer's names, as one match or none."""
        (payer,) = self._parts({name}).values()
        best: PayerMatch | None = None
        for row in self.rows_of.get(customer, ()) if _may_be_close(payer) else ():
            near = near_pair(payer=payer, known=self.parts[row], half_errors_per_ten=half_errors_per_ten)
            if near and (best is None or near[0] < best.half_errors):
                best = PayerMatch(customer, PayerKind.CLOSE, self.rows[row][1], *near)
        return (best,) if best else ()

    def _parts(self, names: Collection[str]) -> dict[str, NameParts]:
        new = sorted(name for name in names if name.strip() and name not in self.by_text)
        parts = dict(zip(new, name_parts(names=new, repair=True), strict=True))
        return parts | {name: self.by_text[name] for name in names if name in self.by_text}

    def _certain(self, parts: NameParts | None, account: str) -> tuple[PayerMatch, ...]:
        by_account = self.accounts.get(bare_account(number=account), ()) if account else ()
        rows, kind = self._rows_named(parts)
        by_name = {self.rows[row][0]: row for row in reversed(rows)}
        both = [customer for customer in by_account if customer in by_name]
        if both or not by_name:
            return tuple(PayerMatch(customer, PayerKind.ACCOUNT, account) for customer in both or by_account)
        matches = {customer: PayerMatch(customer, PayerKind.ACCOUNT, account) for customer in by_account}
        for customer, row in by_name.items():
            how = PayerKind.ALIAS if self.rows[row][2] and kind is PayerKind.NAME else kind
            matches[customer] = PayerMatch(customer, how, self.rows[row][1])
        return tuple(matches[customer] for customer in sorted(matches))

    def _rows_named(self, parts: NameParts | None) -> tuple[tuple[int, ...], PayerKind]:
        if parts is None or not parts.full:
            return (), PayerKind.NAME
        if rows := self.full.get(parts.full):
            return rows, PayerKind.NAME
        shortest = SHORTEST_CORE if parts.core == parts.full else SHORTEST_CORE_OF_COMPANY
        if parts.damaged or parts.branch or len(parts.core) < shortest:
            return (), PayerKind.FORM
        return self.core.get(parts.core, ()), PayerKind.FORM


def payer_index(*, payers: Sequence[Payer]) -> PayerIndex:
    """Index names, aliases and accounts of customers; a customer's position is its place in the sequence."""
    rows: list[tuple[int, str, bool]] = []
    accounts: dict[str, set[int]] = {}
    for customer, payer in enumerate(payers):
        rows.extend((customer, name, alias) for name, alias in _names_of(payer))
        for account in payer.accounts:
            if key := bare_account(number=account):
                accounts.setdefault(key, set()).add(customer)
    parts = name_parts(names=[name for _, name, _ in rows])
    return PayerIndex(
        tuple(rows),
        tuple(parts),
        _by_spelling([part.full for part in parts]),
        _by_spelling([part.core if len(part.core) >= SHORTEST_CORE_OF_COMPANY else "" for part in parts]),
        {key: tuple(sorted(found)) for key, found in accounts.items()},
        {name: part for (_, name, _), part in zip(rows, parts, strict=True)},
        _grouped([customer for customer, _, _ in rows]),
    )


def _names_of(payer: Payer) -> list[tuple[str, bool]]:
    aliases = sorted({alias for alias in payer.aliases if alias.strip() and alias != payer.name})
    return ([(payer.name, False)] if payer.name.strip() else []) + [(alias, True) for alias in aliases]


def _by_spelling(spellings: Sequence[str]) -> dict[str, tuple[int, ...]]:
    found = _grouped(spellings)
    found.pop("", None)
    return found


def _grouped(keys: Sequence[Key]) -> dict[Key, tuple[int, ...]]:
    found: dict[Key, list[int]] = {}
    for row, key in enumerate(keys):
        found.setdefault(key, []).append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def _close_names(index: PayerIndex, wanted: Sequence[NameParts], per_ten: int) -> list[tuple[PayerMatch, ...]]:
    found: list[tuple[PayerMatch, ...]] = [() for _ in wanted]
    asked = [place for place, part in enumerate(wanted) if _may_be_close(part)]
    if not index.parts or not asked:
        return found
    table = spellings(parts=index.parts)
    step = max(1, _CHUNK_CELLS // len(index.parts))
    for start in range(0, len(asked), step):
        chunk = asked[start : start + step]
        near = near_rows(wanted=[wanted[place] for place in chunk], table=table, half_errors_per_ten=per_ten)
        for place, rows in zip(chunk, near, strict=True):
            found[place] = _closest(index, rows)
    return found


def _may_be_close(payer: NameParts) -> bool:
    """Three characters without a legal form are a person's name."""
    return len(payer.core) >= SHORTEST_CORE or (len(payer.core) >= SHORTEST_CLOSE_NAME and payer.core != payer.full)


def _closest(index: PayerIndex, rows: Sequence[NearRow]) -> tuple[PayerMatch, ...]:
    best: dict[int, PayerMatch] = {}
    for near in rows:
        customer, known_as, _ = index.rows[near.row]
        if customer not in best:
            best[customer] = PayerMatch(customer, PayerKind.CLOSE, known_as, near.half_errors, near.length)
    ranked = sorted(best.values(), key=lambda match: (match.half_errors, match.customer))
    # Names as close as the last one kept stay too: how many there are is evidence against each of them.
    worst = ranked[min(_CLOSEST, len(ranked)) - 1].half_errors if ranked else 0
    return tuple(match for match in ranked if match.half_errors <= worst)
