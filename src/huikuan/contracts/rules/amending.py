"""PURE: numbers of new milestones, and what an amendment may not touch: what has fired stays as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from huikuan.contracts.rules.plan import NotTheAmount, amounts_of
from huikuan.contracts.rules.terms import Terms

NEW = 0
"""The number of a milestone that has none yet."""


def numbered(*, terms: Terms, highest: int) -> Terms:
    """The terms with a number after `highest` for every milestone that has none."""
    given = max([highest, *(term.number for term in terms.milestones)], default=highest)
    found = []
    for term in terms.milestones:
        given += term.number == NEW
        found.append(replace(term, number=given) if term.number == NEW else term)
    return replace(terms, milestones=tuple(found))


def first_fired_touched(*, before: Terms, after: Terms, fired: Mapping[int, int]) -> int | None:
    """The first milestone among `fired` (number to amount) that `after` leaves out or words differently; None if none."""
    for number in sorted(fired):
        old, new = before.milestone(number=number), after.milestone(number=number)
        if (
            old is None
            or new is None
            or replace(new, share_ppm=None, amount_minor=None) != replace(old, share_ppm=None, amount_minor=None)
        ):
            return number
        is_as_before = (new.share_ppm, new.amount_minor) == (old.share_ppm, old.amount_minor)
        if not is_as_before and (new.share_ppm, new.amount_minor) != (None, fired[number]):
            return number
    return None


def with_fired_amounts(*, terms: Terms, fired: Mapping[int, int]) -> Terms:
    """The terms in which every fired milestone (number to amount, minor units) has the amount it fired with.

    Where the contract's amount changed, a share of it would move what is owed already; then the share becomes an amount.
    """
    amounts = amounts_of(amount_minor=terms.amount_minor, milestones=terms.milestones)
    if not isinstance(amounts, NotTheAmount):
        by_number = {term.number: minor for term, minor in zip(terms.milestones, amounts, strict=True)}
        if all(by_number.get(number) == minor for number, minor in fired.items()):
            return terms
    pinned = (
        replace(term, share_ppm=None, amount_minor=fired[term.number]) if term.number in fired else term
        for term in terms.milestones
    )
    return replace(terms, milestones=tuple(pinned))
