"""The portfolio in the matrix of value × credit: customers and what they owe in each cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.limits.queries import base_currency
from huikuan.ratings.access import current_for, sees_figures
from huikuan.ratings.queries.versions import VersionRow, in_force, matrix_of
from huikuan.ratings.rules.matrix import COLUMNS, NO_GRADE, Cell, Matrix, ValueClass, value_classes
from huikuan.ratings.rules.scorecards import CardKind, Title


@dataclass(frozen=True, slots=True)
class CellRow:
    """One cell: its strategy, who is in it, and their open money and sales as of their ratings, minor units of the base currency.

    Amounts are None for whoever may see only some own companies.
    """

    value: ValueClass
    grade: str
    strategy: Title
    customer_ids: tuple[int, ...]
    open_minor: int | None
    sold_minor: int | None


@dataclass(frozen=True, slots=True)
class Picture:
    """All cells with the version of the matrix; value classes are cut over all rated customers, rows show visible ones."""

    version: VersionRow
    matrix: Matrix
    currency: str
    cells: Mapping[Cell, CellRow]


def picture(*, actor: Actor) -> Picture:
    """The visible portfolio in the matrix, by the last credit ratings; three queries."""
    row = in_force().matrix
    matrix = matrix_of(row=row)
    rated = _rated()
    classes = value_classes(matrix=matrix, sold={pk: sold for pk, (_, sold, _) in rated.items()})
    visible = set(current_for(actor=actor).values_list("customer_id", flat=True))
    members: dict[Cell, list[int]] = {(value, grade): [] for value in ValueClass for grade in COLUMNS}
    for pk, (grade, _, _) in sorted(rated.items()):
        if pk in visible:
            members[classes[pk], grade or NO_GRADE].append(pk)
    cells = {cell: _cell(cell, matrix, ids, rated) for cell, ids in members.items()}
    if not sees_figures(actor=actor):
        cells = {cell: replace(one, open_minor=None, sold_minor=None) for cell, one in cells.items()}
    return Picture(row, matrix, base_currency(), cells)


def _rated() -> dict[int, tuple[str, int, int]]:
    """Grade, sales and open money of everybody rated; the class of a customer hangs on all of them."""
    rows = current_for(actor=SYSTEM).filter(kind=CardKind.CREDIT.value)
    return {
        pk: (grade, int(facts["sold_minor"]), int(facts["open_minor"]))
        for pk, grade, facts in rows.values_list("customer_id", "grade", "rating__facts").iterator()
    }


def _cell(cell: Cell, matrix: Matrix, ids: list[int], rated: Mapping[int, tuple[str, int, int]]) -> CellRow:
    value, grade = cell
    return CellRow(
        value=value,
        grade=grade,
        strategy=matrix.strategies[cell],
        customer_ids=tuple(ids),
        open_minor=sum(rated[pk][2] for pk in ids),
        sold_minor=sum(rated[pk][1] for pk in ids),
    )


def members_of(*, actor: Actor, value: str) -> frozenset[int]:
    """Visible customers of a value class, for the list behind a cell; three queries."""
    cells = picture(actor=actor).cells
    return frozenset(pk for cell, row in cells.items() if cell[0].value == value for pk in row.customer_ids)
