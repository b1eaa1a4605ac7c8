"""What the keys of a report are called: one query for each dimension, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huikuan.accounts.administration import departments, staff
from huikuan.accounts.queries import companies
from huikuan.customers.access import customers_for
from huikuan.kernel.actor import SYSTEM
from huikuan.portfolio.rules import AgeingRow, Dimension, Key


@dataclass(frozen=True, slots=True)
class Label:
    """What a key is called, and our number for it where there is one (customers)."""

    name: str
    code: str = ""


def labels_of(*, by: Sequence[Dimension], rows: Sequence[AgeingRow]) -> list[dict[Key, Label]]:
    """Labels by key for each dimension of rows that access has filtered: "#7" where the name is gone, "" for nobody."""
    return [_labels(dimension, {row.key[place] for row in rows}) for place, dimension in enumerate(by)]


def _labels(dimension: Dimension, keys: set[Key]) -> dict[Key, Label]:
    known = _known(dimension, keys)
    return {key: known.get(key, Label(f"#{key}")) if key is not None else Label("") for key in keys}


def _known(dimension: Dimension, keys: set[Key]) -> dict[Key, Label]:
    match dimension:
        case Dimension.CUSTOMER:
            ids = [key for key in keys if isinstance(key, int)]
            rows = customers_for(actor=SYSTEM).filter(pk__in=ids).values_list("pk", "name", "code")
            return {pk: Label(name, code) for pk, name, code in rows}
        case Dimension.SALESPERSON:
            return {row.id: Label(row.name) for row in staff()}
        case Dimension.DEPARTMENT:
            return {row.id: Label(row.name) for row in departments()}
        case Dimension.COMPANY:
            return {row.id: Label(row.name) for row in companies(actor=SYSTEM)}
        case Dimension.REGION | Dimension.CURRENCY:
            return {key: Label(str(key)) for key in keys}
