"""The list that stands beside a posted form: which address it has, and which row comes next there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict

from huikuan.web.tables.state import ListState, list_state
from huikuan.web.tables.table import ListKind

Row = TypeVar("Row")


def state_at(*, address: str, path: str, kind: ListKind[Any]) -> ListState:
    """The state of the list at `path` that a local address speaks of; unknown names fall away."""
    request = HttpRequest()
    request.path = path
    request.GET = QueryDict(urlsplit(address).query)
    state = list_state(
        request=request,
        filters=("company", *kind.filters),
        sorts=kind.sorts,
        default_sort=kind.default_sort,
        columns=kind.columns,
    )
    return replace(state, path=path)


def next_row(*, rows: Iterable[Row], id_of: Callable[[Row], int], after: int) -> int | None:
    """The row below `after`, the one above where it is the last, the first where it is not there; None when alone."""
    ids = [id_of(row) for row in rows]
    if after not in ids:
        return ids[0] if ids else None
    place = ids.index(after)
    rest = [*ids[place + 1 :], *reversed(ids[:place])]
    return rest[0] if rest else None
