"""PURE: value × credit: customers by their share of sales (ABC) and their grade, each cell with its strategy (HANDBOOK A12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from huikuan.ratings.rules.reading import Node, root_of
from huikuan.ratings.rules.scorecards import WHOLE, Fault, Grade, Title

NO_GRADE = "NONE"
"""The column of customers without enough history."""

COLUMNS = (*(grade.value for grade in Grade), NO_GRADE)


class ValueClass(StrEnum):
    """How much of our sales a customer brings; A the few that bring most."""

    A = "A"
    B = "B"
    C = "C"


Cell = tuple[ValueClass, str]
"""A value class and a grade or NONE."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Where the classes end, as cumulative shares of sales (per mille), and the strategy of every cell."""

    title: Title
    source: str
    a_through: int
    b_through: int
    strategies: Mapping[Cell, Title]


def parse_matrix(*, document: object) -> Matrix | tuple[Fault, ...]:
    """The matrix a document says, or everything that is wrong with it: every cell has a strategy, once."""
    root = root_of(document=document)
    root.only(names=("title", "source", "a_through", "b_through", "cells"))
    most = len(ValueClass) * len(COLUMNS)
    cells: dict[Cell, Title] = {}
    for node in root.objects(name="cells", most=most):
        key, strategy = _cell(node)
        if key in cells:
            root.faults.add(code="CODE_TWICE", where=node.where, value=" × ".join(key))
        cells[key] = strategy
    title, source = root.title(), root.text(name="source")
    a_through = root.number(name="a_through", least=1, most=WHOLE)
    b_through = root.number(name="b_through", least=1, most=WHOLE)
    if a_through > b_through:
        root.faults.add(code="CLASSES_WRONG", where="a_through")
    for key in ((value, column) for value in ValueClass for column in COLUMNS):
        if key not in cells:
            root.faults.add(code="CELL_MISSING", where="cells", value=" × ".join(key))
    return tuple(root.faults.found) or Matrix(title, source, a_through, b_through, cells)


def value_classes(*, matrix: Matrix, sold: Mapping[int, int]) -> dict[int, ValueClass]:
    """The class of every customer by sales: A while those who bought more bring less than `a_through` of all sales.

    Customers with equal sales are in one class, whatever their order; who bought nothing is C.
    """
    total = sum(minor for minor in sold.values() if minor > 0)
    found = {pk: ValueClass.C for pk, minor in sold.items() if minor <= 0}
    above = 0
    ranked = sorted(((minor, pk) for pk, minor in sold.items() if minor > 0), reverse=True)
    for minor, equals in groupby(ranked, key=lambda one: one[0]):
        ids = [pk for _, pk in equals]
        share = above * WHOLE
        value = (
            ValueClass.A
            if share < matrix.a_through * total
            else ValueClass.B
            if share < matrix.b_through * total
            else ValueClass.C
        )
        found |= dict.fromkeys(ids, value)
        above += minor * len(ids)
    return found


def _cell(node: Node) -> tuple[Cell, Title]:
    node.only(names=("value", "grade", "strategy"))
    column = node.values.get("grade")
    if column not in COLUMNS:
        node.faults.add(code="CHOICE_WRONG", where=node.at(name="grade"), value=str(column)[:60])
    return (node.one_of(name="value", codes=ValueClass), str(column)), node.title(name="strategy")
