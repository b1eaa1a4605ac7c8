"""What the page of value × credit shows: customers and open money of each cell, with its strategy."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.ratings.queries.matrix import Picture, picture
from huikuan.ratings.rules.matrix import COLUMNS, ValueClass
from huikuan.wording import ratings as words


@dataclass(frozen=True, slots=True)
class CellShown:
    """One cell of the matrix with the list behind it."""

    value: str
    grade: str
    strategy: str
    customers: int
    open: Money | None
    sold: Money | None
    address: str
    depth: int


def matrix_shown(*, actor: Actor) -> tuple[Picture, tuple[tuple[str, tuple[CellShown, ...]], ...]]:
    """The matrix by rows of value classes; a cell's depth (0 to 4) is its share of all open money."""
    found = picture(actor=actor)
    most = max((cell.open_minor or 0 for cell in found.cells.values()), default=0)
    rows = tuple((value.value, tuple(_cell(found, value, grade, most) for grade in COLUMNS)) for value in ValueClass)
    return found, rows


def _cell(found: Picture, value: ValueClass, grade: str, most: int) -> CellShown:
    cell = found.cells[value, grade]
    owed = cell.open_minor or 0
    return CellShown(
        value=value.value,
        grade=grade,
        strategy=words.titled(title=cell.strategy),
        customers=len(cell.customer_ids),
        open=None if cell.open_minor is None else Money(cell.open_minor, found.currency),
        sold=None if cell.sold_minor is None else Money(cell.sold_minor, found.currency),
        address=f"{reverse('ratings')}?grade={grade}&value={value.value}",
        depth=min(4, 5 * owed // most) if most > 0 and owed > 0 else 0,
    )
