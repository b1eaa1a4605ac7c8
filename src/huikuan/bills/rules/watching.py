"""PURE: the list of acceptors that do not pay (承兑人逾期名单): rows of a table, names compared as payers' names are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.kernel.text_dates import parse_date
from huikuan.kernel.text_faults import TextFault
from huikuan.kernel.text_normal import narrow
from huikuan.receipts.matching.names import name_parts

LONGEST_LIST = 50_000
FileRow = tuple[int, Sequence[str]]
"""The line of a file, and its cells."""


class ListingKind(StrEnum):
    """Overdue: three bills or more in six months; persistently: three such months within six."""

    OVERDUE = "OVERDUE"
    PERSISTENT = "PERSISTENT"


_COLUMNS = {
    "name": ("名称", "承兑人", "承兑人名称", "企业名称", "name", "acceptor"),
    "tax_code": ("统一社会信用代码", "社会信用代码", "信用代码", "uscc", "taxcode"),
    "kind": ("类型", "类别", "逾期类型", "kind"),
    "from_day": ("起始日", "起始日期", "开始日期", "披露日期", "from"),
    "through_day": ("截止日", "截止日期", "结束日期", "to", "through"),
}
_KINDS = {
    "承兑人逾期": ListingKind.OVERDUE,
    "逾期": ListingKind.OVERDUE,
    "overdue": ListingKind.OVERDUE,
    "持续逾期": ListingKind.PERSISTENT,
    "persistent": ListingKind.PERSISTENT,
}


@dataclass(frozen=True, slots=True)
class Listing:
    """One acceptor on the list."""

    line: int
    name: str
    tax_code: str
    kind: ListingKind
    from_day: date
    through_day: date | None = None


@dataclass(frozen=True, slots=True)
class ListFault:
    """A row that is not taken: line, column, value and why."""

    line: int
    column: str
    value: str
    code: str


@dataclass(frozen=True, slots=True)
class ListRead:
    """Rows read = accepted + duplicate + rejected (TRUST I4)."""

    read: int
    accepted: tuple[Listing, ...]
    duplicate: int
    rejected: tuple[ListFault, ...]


def name_key(*, name: str) -> str:
    """What two spellings of a company's name share."""
    (found,) = name_parts(names=[name])
    return (found.full or name.strip())[:200]


def read_list(
    *, columns: Sequence[str], rows: Iterable[FileRow], shifted: Iterable[FileRow] = ()
) -> ListRead | ListFault:
    """The rows of a table; a fault where a column is missing or the table is too long.

    `shifted` are rows of another width than the header: nobody knows which cell is which, so they are rejected.
    """
    found = list(rows)
    places = _places([_plain(cell) for cell in columns])
    if missing := [name for name in ("name", "kind", "from_day") if name not in places]:
        return ListFault(1, missing[0], ", ".join(columns)[:200], "WATCH_LIST_COLUMN")
    if len(found) > LONGEST_LIST:
        return ListFault(1, "", str(len(found)), "WATCH_LIST_TOO_LONG")
    accepted: list[Listing] = []
    rejected = [ListFault(line, "", " | ".join(cells)[:200], "ROW_SHIFTED_ROW") for line, cells in shifted]
    seen: set[tuple[str, str, date]] = set()
    duplicate = 0
    for line, cells in found:
        one = _row(line, {name: (cells[at] or "").strip() if at < len(cells) else "" for name, at in places.items()})
        if isinstance(one, ListFault):
            rejected.append(one)
        elif (same := (one.tax_code or one.name, one.kind.value, one.from_day)) in seen:
            duplicate += 1
        else:
            seen.add(same)
            accepted.append(one)
    rejected.sort(key=lambda one: one.line)
    read = len(accepted) + duplicate + len(rejected)
    return ListRead(read, tuple(accepted), duplicate, tuple(rejected))


def _plain(cell: str) -> str:
    return narrow(text=cell).replace(" ", "").lower()


def _places(header: list[str]) -> dict[str, int]:
    return {name: header.index(word) for name, words in _COLUMNS.items() for word in words if word in header}


def _row(line: int, cells: dict[str, str]) -> Listing | ListFault:
    if not cells["name"] or len(cells["name"]) > 200:
        return ListFault(line, "name", cells["name"][:200], "WATCH_LIST_NAME")
    kind = _KINDS.get(cells["kind"].lower())
    if kind is None:
        return ListFault(line, "kind", cells["kind"][:100], "WATCH_LIST_KIND")
    days: list[date | None] = []
    for column in ("from_day", "through_day"):
        text = cells.get(column, "")
        day = parse_date(text=text) if text else None
        if isinstance(day, TextFault) or (day is None and column == "from_day"):
            return ListFault(line, column, text[:100], "WATCH_LIST_DAY")
        days.append(day)
    first, last = days
    if first is None or (last is not None and last < first):
        return ListFault(line, "through_day", cells.get("through_day", "")[:100], "WATCH_LIST_DAY")
    return Listing(line, cells["name"], cells.get("tax_code", "").upper()[:30], kind, first, last)
