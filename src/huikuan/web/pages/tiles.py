"""Figures with their formula, for the top of a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.kernel.money import Money
from huikuan.web.tables.columns import Text


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure that is no amount: days or a share, of one currency."""

    currency: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a ratio: what it is, and its amount in words."""

    name: Text
    amount: str


@dataclass(frozen=True, slots=True)
class Parts:
    """What a ratio is made of, over which items and days, by which version of the rule; `note` says why there is none."""

    lines: tuple[Part, ...]
    population: Text
    included: str
    left_out: str
    start: date
    end: date
    rule_version: str
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure (per currency), how it is made, as of when, and the rows behind it."""

    title: Text
    amounts: tuple[Money, ...]
    formula: Text
    as_of: date
    address: str = ""
    under: str = ""
    tone: str = ""
    shows_currency: bool = True
    readings: tuple[Reading, ...] = ()
    parts: tuple[Parts, ...] = ()
    empty: Text = ""
    """What the figure will tell, where there is nothing to count yet."""
