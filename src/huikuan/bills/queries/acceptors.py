"""Reads: acceptors that do not pay, by the newest list, and what we decided of acceptors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from huikuan.bills.models import Acceptor, ListedAcceptor, RejectedListing, WatchList
from huikuan.bills.rules.watching import ListingKind, name_key


@dataclass(frozen=True, slots=True)
class ListingRow:
    """An acceptor on the newest list."""

    name: str
    tax_code: str
    kind: ListingKind
    from_day: date
    through_day: date | None
    list_number: int


@dataclass(frozen=True, slots=True)
class WatchListRow:
    """A list as it was taken in."""

    number: int
    source: str
    read: int
    accepted: int
    duplicate: int
    rejected: int
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RejectionRow:
    """A row of a list's file that was not taken, and why."""

    file_name: str
    line: int
    column: str
    value: str
    code: str


def listing_of(*, name: str, on: date) -> ListingRow | None:
    """Where the newest list names this acceptor on that day, its worst entry; names are compared as payers' names are."""
    newest = WatchList.objects.order_by("-number").first()
    if newest is None:
        return None
    rows = ListedAcceptor.objects.filter(watch_list=newest, name_key=name_key(name=name), from_day__lte=on)
    rows = rows.filter(Q(through_day=None) | Q(through_day__gte=on))
    row = rows.order_by("-kind", "-from_day", "pk").first()
    return None if row is None else _listing(row, newest.number)


def listings_of(*, names: Iterable[str], on: date) -> dict[str, ListingRow]:
    """Those of the acceptors that the newest list names on that day, each with its worst entry; two queries."""
    wanted = {name: name_key(name=name) for name in names}
    newest = WatchList.objects.order_by("-number").first() if wanted else None
    if newest is None:
        return {}
    rows = ListedAcceptor.objects.filter(watch_list=newest, name_key__in=set(wanted.values()), from_day__lte=on)
    rows = rows.filter(Q(through_day=None) | Q(through_day__gte=on))
    worst: dict[str, ListedAcceptor] = {}
    for row in rows.order_by("-kind", "-from_day", "pk"):
        worst.setdefault(row.name_key, row)
    return {name: _listing(worst[key], newest.number) for name, key in wanted.items() if key in worst}


def listed_acceptors(*, search: str = "", most: int = 100) -> tuple[ListingRow, ...]:
    """Acceptors on the newest list whose name or code holds `search`; two queries."""
    newest = WatchList.objects.order_by("-number").first()
    if newest is None:
        return ()
    rows = newest.listed.order_by("name", "pk")
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(tax_code__icontains=search))
    return tuple(_listing(row, newest.number) for row in rows[:most])


def watch_lists(*, most: int = 20) -> tuple[WatchListRow, ...]:
    """The lists taken in, the newest first; one query."""
    return tuple(
        WatchListRow(
            row.number,
            row.source,
            row.rows_read,
            row.rows_accepted,
            row.rows_duplicate,
            row.rows_rejected,
            row.who_name,
            row.at,
        )
        for row in WatchList.objects.order_by("-number")[:most]
    )


def newest_list() -> int:
    """The number of the newest list, 0 before the first; one query."""
    return WatchList.objects.order_by("-number").values_list("number", flat=True).first() or 0


def rejections(*, number: int, most: int = 200) -> tuple[RejectionRow, ...]:
    """The rows of a list's file that were not taken, by line; one query."""
    rows = RejectedListing.objects.filter(watch_list__number=number).order_by("line")[:most]
    return tuple(RejectionRow(row.file_name, row.line, row.column, row.value, row.code) for row in rows)


def derecognised(*, keys: Iterable[str]) -> dict[str, bool]:
    """By acceptor, whether its bills leave our books when they are passed on; who is not named keeps them on; one query."""
    rows = Acceptor.objects.filter(name_key__in=list(keys))
    return dict(rows.values_list("name_key", "is_derecognised"))


def _listing(row: ListedAcceptor, number: int) -> ListingRow:
    return ListingRow(row.name, row.tax_code, ListingKind(row.kind), row.from_day, row.through_day, number)
