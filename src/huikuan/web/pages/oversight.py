"""What the page of oversight shows: flags in words, the rows behind them with their addresses, the thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page
from huikuan.oversight.queries import FlagEventRow, FlagFilter, FlagRow, flag_events, flag_page, flag_row
from huikuan.oversight.rules.flags import Row, RowKind
from huikuan.web.tables.columns import Chip, Column, Kind, Linked, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import names
from huikuan.wording import oversight as words

WHICH: dict[str, Text] = {
    "OPEN": words.STATES["OPEN"],
    "CONFIRMED": words.STATES["CONFIRMED"],
    "EXPLAINED": words.STATES["EXPLAINED"],
    "DISMISSED": words.STATES["DISMISSED"],
    "ALL": _("All"),
}
ROW_NAMES: dict[RowKind, Text] = {
    RowKind.INVOICE: _("Invoice"),
    RowKind.RECEIPT: _("Receipt"),
    RowKind.CUSTOMER: _("Customer"),
    RowKind.ORDER: _("Order"),
    RowKind.LIMIT: _("Credit limit"),
    RowKind.PRICES: _("Price confirmation"),
    RowKind.REQUEST: _("Request"),
    RowKind.POSTING: _("Posting"),
    RowKind.CONTRACT: _("Contract"),
}
_PLACES = {
    RowKind.INVOICE: "invoice",
    RowKind.RECEIPT: "receipt",
    RowKind.CUSTOMER: "customer",
    RowKind.ORDER: "customer",
    RowKind.LIMIT: "customer_limits",
    RowKind.PRICES: "price_confirmation",
    RowKind.CONTRACT: "contract",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row behind a flag and where it is looked at."""

    kind: Text
    label: str
    day: date | None
    address: str


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of a flag."""

    event: FlagEventRow
    word: Text


@dataclass(frozen=True, slots=True)
class FlagShown:
    """Everything the panel beside the list shows."""

    flag: FlagRow
    title: Text
    text: str
    why: Text
    innocent: Text
    state: Chip
    rows: tuple[Evidence, ...]
    history: tuple[Said, ...]

    @property
    def amount(self) -> Money | None:
        """What it is about, where it is about money."""
        return _amount(self.flag)

    @property
    def is_open(self) -> bool:
        """Whether somebody should look at it."""
        return self.flag.state.value == "OPEN"


def flag_lines(*, actor: Actor, narrowed: FlagFilter, sort: str, number: int, size: int) -> Page[FlagRow]:
    """A page of flags."""
    return flag_page(actor=actor, narrowed=narrowed, sort=sort, number=number, size=size)


def flag_shown(*, actor: Actor, flag_id: int) -> FlagShown | None:
    """One flag with its rows, reasons and history; None if there is none that the actor may see."""
    flag = flag_row(actor=actor, flag_id=flag_id)
    if flag is None:
        return None
    code = flag.kind.value
    return FlagShown(
        flag=flag,
        title=words.KINDS[code],
        text=_text(flag),
        why=words.WHY[code],
        innocent=words.INNOCENT[code],
        state=_state(flag),
        rows=tuple(_evidence(row) for row in flag.rows),
        history=tuple(Said(one, words.EVENTS[one.event]) for one in flag_events(flag_id=flag.id)),
    )


def _evidence(row: Row) -> Evidence:
    label = row.label
    if row.kind is RowKind.POSTING:
        label = names.name_of(names=names.POSTING_KINDS, code=row.label)
    return Evidence(ROW_NAMES[row.kind], label, row.day, _address(row))


def _address(row: Row) -> str:
    if row.kind is RowKind.REQUEST:
        return reverse("approvals")
    try:
        return reverse(_PLACES[row.kind], args=[row.id]) if row.kind in _PLACES else ""
    except NoReverseMatch:
        return ""


def _text(flag: FlagRow) -> str:
    return words.flag_said(kind=flag.kind.value, parameters=flag.parameters)


def _amount(flag: FlagRow) -> Money | None:
    return None if flag.amount_minor is None else Money(flag.amount_minor, flag.currency)


def _state(flag: FlagRow) -> Chip:
    return Chip(words.STATES[flag.state.value], words.STATE_TONES.get(flag.state.value, "plain"))


def _customer(flag: FlagRow) -> Linked | None:
    if flag.customer_id is None:
        return None
    return Linked(flag.customer_name, reverse("customer", args=[flag.customer_id]))


LIST: ListKind[FlagRow] = ListKind(
    title=_("Watching ourselves"),
    columns=(
        Column(
            "what",
            _("What"),
            lambda flag: Titled(str(words.KINDS[flag.kind.value]), on_phone=flag.customer_name),
            sort="kind",
        ),
        Column("customer", _("Customer"), _customer, on_phone=False),
        Column("detail", _("In detail"), _text, on_phone=False, beside_panel=False),
        Column("who", _("Who"), lambda flag: ", ".join(flag.people) or None, on_phone=False),
        Column("amount", _("Amount"), _amount, Kind.MONEY, on_phone=False, beside_panel=False),
        Column("day", _("Day"), lambda flag: flag.day, Kind.DAY, "day"),
        Column("state", _("State"), _state, Kind.CHIP, on_phone=False, beside_panel=False),
        Column("judged", _("Judged by"), lambda flag: flag.judged_by or None, is_shown=False, on_phone=False),
        Column("note", _("Note"), lambda flag: flag.note or None, is_shown=False, on_phone=False),
    ),
    filters=("which", "kind", "q", "customer"),
    sorts=("day", "-day", "kind", "-kind"),
    default_sort="-day",
    id_of=lambda flag: flag.id,
)
