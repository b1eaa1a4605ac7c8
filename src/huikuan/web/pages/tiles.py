"""Figures with their formula, for the top of a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.kernel.money import Money
from huikuan.web.tables.columns import Text


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
