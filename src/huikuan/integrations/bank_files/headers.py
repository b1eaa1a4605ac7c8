"""A header row told from other rows, and its columns by meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huikuan.integrations.bank_files.column_names import NAMES, SEVERAL, Field
from huikuan.integrations.bank_files.saved_layouts import SavedLayout, saved_for
from huikuan.integrations.traditional import simplified_name
from huikuan.kernel.text_normal import narrow

_FIELD_OF: dict[str, tuple[Field, int]] = {
    name: (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names.split())
}
_BILINGUAL = re.compile(r"\[[^\]]*\]")
_CODE = re.compile(r"\((?:单位[:]?)?([+-]?)(元|人民币|人民币元|rmb|cny|yuan|万元)\)")
_LATIN_TAIL = re.compile(r"(?<=[\u4e00-\u9fff)])[/|(\[]?[a-z][a-z .,'&/-]*[)\]]?$")
_NOT_IN_NAMES = re.compile(r"[^\w()（）/]+")
_BRACKETS = re.compile(r"([^()]+)\(([^()]*)\)")
_IN_SIDE = re.compile("收入|存入|转入|贷")
_OUT_SIDE = re.compile("支出|支取|转出|付|借")
_HAN = re.compile("[\u4e00-\u9fff]")
_DAYS = (Field.BOOKED_DAY, Field.TRADED_DAY, Field.CLOCK)
_AMOUNTS = (Field.AMOUNT, Field.MONEY_IN, Field.MONEY_OUT, Field.SETTLED)
MIN_RECOGNISED = 3


@dataclass(frozen=True, slots=True)
class Header:
    """A header row understood: its texts, the columns of each field by rank, and what units the amounts are in."""

    texts: tuple[str, ...]
    columns: dict[Field, tuple[int, ...]]
    magnitudes: frozenset[Field]
    in_ten_thousands: bool
    duplicate: str
    saved: SavedLayout | None = None
    """The layout by which a person has explained the columns."""

    @property
    def recognised(self) -> int:
        """How many columns have a known name."""
        return sum(len(columns) for columns in self.columns.values())

    @property
    def width(self) -> int:
        """How many columns the header names (blank ones at its end are none)."""
        return len(self.texts)

    def cell(self, field: Field, cells: Sequence[str]) -> str:
        """Return a row's text for a field, "" when it has none."""
        columns = self.columns.get(field, ())
        return cells[columns[0]] if columns and columns[0] < len(cells) else ""

    def all_cells(self, field: Field, cells: Sequence[str]) -> tuple[str, ...]:
        """Return a row's texts for a field that may have several columns."""
        return tuple(cells[column] for column in self.columns.get(field, ()) if column < len(cells))

    def name_of(self, field: Field) -> str:
        """Return the file's own name of a field's first column."""
        columns = self.columns.get(field, ())
        return self.texts[columns[0]] if columns else ""


def recognise(*, cells: Sequence[str], layouts: Sequence[SavedLayout] = ()) -> Header | None:
    """Return a row understood as a header, None when it names no day or no amount or fewer than three columns.

    What a person said of a row with these names goes before the names themselves.
    """
    saved = saved_for(cells=cells, layouts=layouts)
    if saved is not None:
        return Header(
            texts=tuple(cells[: len(saved.headings)]),
            columns=saved.by_field,
            magnitudes=frozenset(),
            in_ten_thousands=False,
            duplicate="",
            saved=saved,
        )
    texts = list(cells)
    while texts and not texts[-1]:
        texts.pop()
    if len(texts) < MIN_RECOGNISED:
        return None
    header = _named(texts)
    has_day = any(field in header.columns for field in _DAYS)
    has_amount = any(field in header.columns for field in _AMOUNTS)
    return header if has_day and has_amount and header.recognised >= MIN_RECOGNISED else None


def _named(texts: Sequence[str]) -> Header:
    """What the names of the columns say, few or many."""
    found: dict[Field, list[tuple[int, int]]] = {}
    seen: dict[str, str] = {}
    magnitudes: set[Field] = set()
    duplicate, ten_thousands = "", False
    for column, text in enumerate(texts):
        name, sign, unit = plain_name(text=text)
        entry = _FIELD_OF.get(name)
        if entry is None:
            continue
        field, rank = entry
        if name in seen and not duplicate:
            duplicate = text
        seen[name] = text
        found.setdefault(field, []).append((rank, column))
        ten_thousands = ten_thousands or unit == "万元"
        if sign:
            magnitudes.add(field)
    columns = {field: _columns(field, ranked) for field, ranked in found.items()}
    return Header(tuple(texts), columns, frozenset(magnitudes), ten_thousands, duplicate)


def plain_name(*, text: str) -> tuple[str, str, str]:
    """Return a column name without blanks, units and its English twin, the sign in its unit (+元, -元), and the unit."""
    name = simplified_name(text="".join(narrow(text=text).split())).lower().strip("*:#")
    if _HAN.search(name):
        name = _BILINGUAL.sub("", name) or name
    unit = _CODE.search(name)
    if unit is not None:
        name = name[: unit.start()] + name[unit.end() :]
    if name not in _FIELD_OF and _HAN.search(name):
        name = _LATIN_TAIL.sub("", name)
    if not _HAN.search(name):
        name = re.sub(r"[ _.()]", "", name)
    elif name not in _FIELD_OF:
        name = _without_brackets(name)
    return name, unit[1] if unit else "", unit[2] if unit else ""


def _without_brackets(name: str) -> str:
    """支出(借方) is 支出, 余额(本币) is 余额, 金额(贷方) is 贷方: the brackets of an amount name its side."""
    found = _BRACKETS.fullmatch(name)
    if found is None or found[1] not in _FIELD_OF:
        return name
    if _FIELD_OF[found[1]][0] is Field.AMOUNT:
        return "贷方" if _IN_SIDE.search(found[2]) else "借方" if _OUT_SIDE.search(found[2]) else found[1]
    return found[1]


def field_of(*, text: str) -> Field | None:
    """Return what a column of this name holds, None when the name is not known."""
    entry = _FIELD_OF.get(plain_name(text=text)[0])
    return None if entry is None else entry[0]


def recognise_scattered(*, line: str) -> Header | None:
    """Return a header whose names are separated by something that is no known delimiter."""
    return recognise(cells=[part for part in _NOT_IN_NAMES.split(line) if part])


def _columns(field: Field, ranked: list[tuple[int, int]]) -> tuple[int, ...]:
    ordered = tuple(column for _, column in sorted(ranked))
    return ordered if field in SEVERAL else ordered[:1]
