"""The state of a list, kept in the address: filters, sort, page, columns, the row that is open beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from huikuan.web.numbers import number_in
from huikuan.web.tables.columns import Column

LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class ListState:
    """What the address says, reduced to what the list knows; everything else is dropped (TRUST S10)."""

    path: str
    filters: Mapping[str, str]
    sort: str
    default_sort: str
    page: int = 1
    columns: tuple[str, ...] = ()
    row: int | None = None

    def with_filter(self, **filters: str) -> str:
        """The address with other filters, from the first page."""
        merged = {name: value for name, value in {**self.filters, **filters}.items() if value}
        return replace(self, filters=merged, page=1, row=None)._address()

    def with_sort(self, key: str) -> str:
        """The address sorted by `key`, from the first page."""
        return replace(self, sort=key, page=1, row=None)._address()

    def with_row(self, row: int | None) -> str:
        """The address with a row open beside the list."""
        return replace(self, row=row)._address()

    @property
    def address(self) -> str:
        """The address of the list as it stands."""
        return self._address()

    @property
    def closed(self) -> str:
        """The address without a row beside the list."""
        return self.with_row(None)

    def with_page(self, page: int) -> str:
        """The address of another page."""
        return replace(self, page=page, row=None)._address()

    def with_format(self, name: str) -> str:
        """The address that answers with a file of exactly these rows and columns."""
        address = replace(self, page=1, row=None)._address()
        return f"{address}{'&' if '?' in address else '?'}format={name}"

    def hidden(self) -> tuple[tuple[str, str], ...]:
        """Fields a filter form must carry along: the sort and the columns."""
        fields = [("columns", name) for name in self.columns]
        return (*fields, ("sort", self.sort)) if self.sort != self.default_sort else tuple(fields)

    def kept_filters(self) -> tuple[tuple[str, str], ...]:
        """Filters a form of the columns must carry along."""
        return tuple(sorted(self.filters.items()))

    def _values(self) -> dict[str, object]:
        values: dict[str, object] = dict(self.filters)
        if self.sort != self.default_sort:
            values["sort"] = self.sort
        if self.columns:
            values["columns"] = self.columns
        if self.page > 1:
            values["page"] = self.page
        if self.row is not None:
            values["row"] = self.row
        return values

    def _address(self) -> str:
        query = urlencode(self._values(), doseq=True)
        return f"{self.path}?{query}" if query else self.path


def list_state(
    *,
    request: HttpRequest,
    filters: Sequence[str],
    sorts: Sequence[str],
    default_sort: str,
    columns: Sequence[Column[Any]],
) -> ListState:
    """Read the state from the address; unknown names and values fall away."""
    known = {column.name for column in columns}
    sort = request.GET.get("sort", default_sort)
    chosen = tuple(name for name in dict.fromkeys(request.GET.getlist("columns")) if name in known)
    found = {name: request.GET.get(name, "").strip()[:LONGEST_VALUE] for name in filters}
    return ListState(
        path=request.path,
        filters={name: value for name, value in found.items() if value},
        sort=sort if sort in sorts else default_sort,
        default_sort=default_sort,
        page=number_in(text=request.GET.get("page")) or 1,
        columns=chosen,
        row=number_in(text=request.GET.get("row")),
    )
