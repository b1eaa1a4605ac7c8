"""PURE: which customer a row of a file means: by number, then tax code, then name; else a new one.

Two different numbers stay two customers even under one name (branches, several accounts of a group); a number of our own
making (`AUTO-…`, given to a customer whom a file named without one) does not count against him.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from huikuan.customers.rules import PartyRow, normal_name
from huikuan.receivables.invoice_fields import CustomerKey

AUTOMATIC = "AUTO-"
"""How the number of a customer begins whom a file named without one."""


@dataclass(slots=True)
class NewParty:
    """A customer to be taken in; `code` is empty while no row has given one."""

    code: str
    name: str
    tax_code: str
    terms_days: int | None = None
    salesperson: str = ""
    customer_class: str = ""
    credit_limit_minor: int | None = None


@dataclass(frozen=True, slots=True)
class RowHints:
    """What rows say of their customer beside his name: term, salesperson and class, where all rows agree."""

    terms_days: int | None = None
    salesperson: str = ""
    customer_class: str = ""


@dataclass(slots=True)
class Directory:
    """Known customers by what they may be named by, and the new ones found so far; a new one has reference −1, −2, …"""

    new: list[NewParty] = field(default_factory=list)
    known: dict[int, PartyRow] = field(default_factory=dict)
    _by_code: dict[str, int] = field(default_factory=dict)
    _by_tax_code: dict[str, list[int]] = field(default_factory=dict)
    _by_name: dict[str, list[int]] = field(default_factory=dict)

    def add_known(self, *, parties: Iterable[PartyRow]) -> None:
        """Take in customers of the database; those already there are passed over."""
        for party in parties:
            if party.id not in self.known:
                self.known[party.id] = party
                self._index(party.id, party.code, party.name, party.tax_code)

    def has_code(self, *, code: str) -> bool:
        """Whether a customer, known or new, has this number."""
        return code in self._by_code

    def reference_of(self, *, key: CustomerKey, hints: RowHints) -> int | None:
        """The id of the customer or the reference of a new one; None where several fit equally."""
        if key.code and key.code in self._by_code:
            return self._by_code[key.code]
        found = [reference for reference in self._named(key) if self._may_be(reference, key)]
        if len(found) > 1:
            return None
        if found:
            self._learn(found[0], key)
            return found[0]
        self.new.append(NewParty(key.code, key.name or key.code or key.tax_code, key.tax_code, *_values(hints)))
        reference = -len(self.new)
        self._index(reference, key.code, self.new[-1].name, key.tax_code)
        return reference

    def _named(self, key: CustomerKey) -> Sequence[int]:
        if key.tax_code and key.tax_code in self._by_tax_code:
            return self._by_tax_code[key.tax_code]
        return self._by_name.get(normal_name(name=key.name), ()) if key.name else ()

    def _may_be(self, reference: int, key: CustomerKey) -> bool:
        """A customer with another number of his own, or another tax code, is somebody else."""
        code, tax_code = self._particulars(reference)
        if key.tax_code and tax_code and key.tax_code != tax_code:
            return False
        same_paper = bool(key.tax_code) and key.tax_code == tax_code
        return same_paper or not key.code or not code or code.startswith(AUTOMATIC)

    def _particulars(self, reference: int) -> tuple[str, str]:
        if reference > 0:
            return self.known[reference].code, self.known[reference].tax_code
        party = self.new[-reference - 1]
        return party.code, party.tax_code

    def _learn(self, reference: int, key: CustomerKey) -> None:
        """A number that now leads to a customer leads there again; a new customer without one keeps it."""
        if key.code:
            self._by_code[key.code] = reference
            if reference < 0 and not self.new[-reference - 1].code:
                self.new[-reference - 1].code = key.code

    def _index(self, reference: int, code: str, name: str, tax_code: str) -> None:
        if code:
            self._by_code[code] = reference
        if tax_code:
            self._by_tax_code.setdefault(tax_code, []).append(reference)
        self._by_name.setdefault(normal_name(name=name), []).append(reference)


def references_of(
    *, directory: Directory, keys: Sequence[CustomerKey], hints: Mapping[CustomerKey, RowHints]
) -> dict[CustomerKey, int | None]:
    """References of all keys: those with a number first, so that rows without one find the customer they named."""
    ordered = sorted(keys, key=lambda key: (not key.code, not key.tax_code))
    return {key: directory.reference_of(key=key, hints=hints.get(key, RowHints())) for key in ordered}


def _values(hints: RowHints) -> tuple[int | None, str, str]:
    return hints.terms_days, hints.salesperson, hints.customer_class
