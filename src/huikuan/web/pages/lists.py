"""What every list page shows besides its table: tabs, the filters in force, its main figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from django.http import HttpResponse
from django.shortcuts import render

from huikuan.kernel.paging import FILE_PAGE, PAGE_SIZE, Page
from huikuan.web.numbers import number_in
from huikuan.web.requests import PageRequest
from huikuan.web.tables.columns import Text
from huikuan.web.tables.export import FORMATS, export, refuse_too_long
from huikuan.web.tables.state import ListState, list_state
from huikuan.web.tables.table import BulkAct, ListKind, Table, shown_columns, table_of

Row = TypeVar("Row")
Reader = Callable[[int, int], Page[Row]]
"""Gives a page of rows by its number and size."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One way to look at a list."""

    title: Text
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class FilterChip:
    """A filter that is in force and the address without it."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Listed(Generic[Row]):
    """A list as asked for: what it is made of, what the address says, where its rows come from."""

    kind: ListKind[Row]
    state: ListState
    read: Reader[Row]


def answer(
    *,
    request: PageRequest,
    listed: Listed[Row],
    folder: str,
    beside: Mapping[str, Any],
    rest: Callable[[], Mapping[str, Any]],
) -> HttpResponse:
    """What the browser asked for: the list as a file, only the panel beside it, or the whole page.

    `beside` is what the panel shows, `rest` reads what only the whole page shows besides the table.
    """
    if asked_file(request=request):
        return file_of(request=request, kind=listed.kind, state=listed.state, read=listed.read)
    shown = {"state": listed.state, **beside}
    if only_panel(request=request):
        return render(request, f"web/{folder}/panel.html", shown)
    table = table_page(kind=listed.kind, state=listed.state, read=listed.read)
    return render(request, f"web/{folder}/list.html", {**shown, "table": table, **rest()})


def state_of(*, request: PageRequest, kind: ListKind[Row]) -> ListState:
    """The state of the list from the address; the own company stays in it when there are several."""
    state = list_state(
        request=request,
        filters=("company", *kind.filters),
        sorts=kind.sorts,
        default_sort=kind.default_sort,
        columns=kind.columns,
    )
    own = {"company": str(request.company_id)} if len(request.companies) > 1 else {}
    filters = {name: value for name, value in state.filters.items() if name != "company"}
    return replace(state, filters={**filters, **own})


def tabs(*, state: ListState, name: str, titles: Mapping[str, Text], default: str) -> tuple[Tab, ...]:
    """The tabs of a list; the first one is what the bare address shows."""
    here = state.filters.get(name, default)
    return tuple(
        Tab(title, state.with_filter(**{name: "" if code == default else code}), code == here)
        for code, title in titles.items()
    )


def chosen(*, state: ListState, name: str, codes: Sequence[str], default: str) -> str:
    """The value of a closed filter; the default where the address says something unknown."""
    value = state.filters.get(name, default)
    return value if value in codes else default


def number_of(*, state: ListState, name: str) -> int | None:
    """The value of a filter that is an id; None where there is none or it is no number."""
    return number_in(text=state.filters.get(name))


def table_page(*, kind: ListKind[Row], state: ListState, read: Reader[Row], bulk: tuple[BulkAct, ...] = ()) -> Table:
    """The table of the page that the address asks for; the last page where it asks for one beyond."""
    page = read(state.page, PAGE_SIZE)
    if not page.rows and page.count:
        page = read(page.pages, page.size)
    return table_of(kind=kind, page=page, state=state, bulk=bulk)


def asked_file(*, request: PageRequest) -> str:
    """csv or xlsx if the address asks for a file, else empty."""
    name = request.GET.get("format", "")
    return name if name in FORMATS else ""


def file_of(*, request: PageRequest, kind: ListKind[Row], state: ListState, read: Reader[Row]) -> HttpResponse:
    """The list as a file: every row of the filter in the order shown. Raises Refused as `refuse_too_long`."""
    return export(
        name=asked_file(request=request),
        title=str(kind.title),
        day=request.today,
        columns=shown_columns(kind=kind, state=state),
        rows=all_rows(read=read),
    )


def only_panel(*, request: PageRequest) -> bool:
    """Whether the browser already has the list and asks for the panel beside it."""
    return request.htmx.target == "panel"


def all_rows(*, read: Reader[Row]) -> Iterator[Row]:
    """Every row of a list, page by page. Raises Refused as `refuse_too_long`."""
    first = read(1, FILE_PAGE)
    refuse_too_long(count=first.count)
    yield from first.rows
    for number in range(2, first.pages + 1):
        yield from read(number, FILE_PAGE).rows
