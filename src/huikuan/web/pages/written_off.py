"""What the pages of write-offs show: the requests, one with its items and papers, what stays a claim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.kernel.text_amounts import format_amount
from huikuan.provisions.queries.written_off import (
    ReversalRow,
    WriteOffRow,
    WriteOffShown,
    WrittenOffItem,
    write_off_shown,
)
from huikuan.provisions.rules.states import ARTICLES, WriteOffState
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.web.tables.columns import Chip, Column, Kind, Linked, Text
from huikuan.web.tables.table import ListKind
from huikuan.wording import provisions as words

WHICH: dict[str, Text] = {
    "WAITING": words.WRITE_OFF_STATES["WAITING"],
    "POSTED": words.WRITE_OFF_STATES["POSTED"],
    "ALL": _("All"),
}


@dataclass(frozen=True, slots=True)
class WriteOffPage:
    """One request to write off."""

    shown: WriteOffShown
    state: Chip
    amount: Money
    category: Text
    article: str
    items: tuple[tuple[object, Money, Money], ...]
    recoveries: tuple[tuple[object, Money], ...]
    reversals: tuple[tuple[ReversalRow, Chip, Money | None], ...]
    may_attach: bool
    may_recover: bool
    may_reverse: bool


def write_off_page_of(*, actor: Actor, write_off_id: int) -> WriteOffPage:
    """One request with everything about it. Raises NotPermitted WRITE_OFF_NOT_VISIBLE."""
    shown = write_off_shown(actor=actor, write_off_id=write_off_id)
    row = shown.row
    return WriteOffPage(
        shown=shown,
        state=chip_of(state=row.state),
        amount=Money(row.amount_minor, row.currency),
        category=words.CATEGORIES[row.category.value],
        article=ARTICLES[row.category],
        items=tuple(
            (one, Money(one.amount_minor, row.currency), Money(one.still_minor, row.currency)) for one in shown.items
        ),
        recoveries=tuple((one, Money(one.amount_minor, row.currency)) for one in shown.recoveries),
        reversals=tuple(
            (
                one,
                _reversal_chip(one.state),
                None if one.amount_minor is None else Money(one.amount_minor, row.currency),
            )
            for one in shown.reversals
        ),
        may_reverse=actor.may(Verb.PROVISION)
        and row.state is WriteOffState.POSTED
        and any(one.still_minor for one in shown.items)
        and not any(one.state in (WriteOffState.WAITING, WriteOffState.POSTED) for one in shown.reversals),
        may_attach=actor.may(Verb.PROVISION),
        may_recover=actor.may(Verb.ALLOCATE) and row.state is WriteOffState.POSTED,
    )


def _reversal_chip(state: WriteOffState) -> Chip:
    """The state of a request to take a write-off back; booked, it is open again."""
    word = _("Open again") if state is WriteOffState.POSTED else words.WRITE_OFF_STATES[state.value]
    return Chip(word, words.WRITE_OFF_TONES.get(state.value, "plain"))


def chip_of(*, state: WriteOffState) -> Chip:
    """A state in a word."""
    return Chip(words.WRITE_OFF_STATES[state.value], words.WRITE_OFF_TONES.get(state.value, "plain"))


LIST: ListKind[WriteOffRow] = ListKind(
    title=_("Write-offs"),
    columns=(
        Column(
            "customer",
            _("Customer"),
            lambda one: Linked(one.customer_name, reverse("write_off_request", args=[one.id])),
        ),
        Column("amount", _("Amount"), lambda one: Money(one.amount_minor, one.currency), Kind.MONEY),
        Column("state", _("State"), lambda one: chip_of(state=one.state), Kind.CHIP),
        Column("category", _("Why"), lambda one: str(words.CATEGORIES[one.category.value]), on_phone=False),
        Column("asked_by", _("Asked by"), lambda one: one.asked_by, on_phone=False),
        Column("posted_on", _("Written off on"), lambda one: one.posted_on, Kind.DAY, on_phone=False),
        Column("company", _("Own company"), lambda one: one.company_name, is_shown=False, on_phone=False),
    ),
    filters=("which", "q"),
    sorts=("-asked",),
    default_sort="-asked",
    id_of=lambda one: one.id,
    total_title=_("Asked to write off"),
)
CLAIMS: ListKind[WrittenOffItem] = ListKind(
    title=_("Written off and still a claim"),
    columns=(
        Column(
            "customer",
            _("Customer"),
            lambda one: Linked(one.customer_name, reverse("customer", args=[one.customer_id])),
        ),
        Column(
            "invoice",
            _("Document"),
            lambda one: Linked(one.invoice_number, reverse("invoice", args=[one.invoice_id])),
            on_phone=False,
        ),
        Column("still", _("Still written off"), lambda one: Money(one.still_minor, one.currency), Kind.MONEY),
        Column(
            "came", _("Came later"), lambda one: Money(one.recovered_minor, one.currency), Kind.MONEY, on_phone=False
        ),
        Column("due", _("Due"), lambda one: one.due_date, Kind.DAY, on_phone=False),
        Column(
            "recover",
            _("Money came"),
            lambda one: (
                Linked(str(_("Book it")), reverse("recover", args=[one.receivable_id])) if one.still_minor else None
            ),
        ),
    ),
    filters=("q", "customer"),
    sorts=("due",),
    default_sort="due",
    id_of=lambda one: one.receivable_id,
    total_title=_("Still written off"),
)


def choices_of(*, items: Iterable[ReceivableRow]) -> list[tuple[str, str]]:
    """Open items to choose from: number, due day, what is open."""
    return [
        (
            str(item.id),
            f"{item.invoice_number} · {item.due_date.isoformat() if item.due_date else '–'} · "
            f"{item.currency} {format_amount(minor=item.parts.outstanding, currency=item.currency)}",
        )
        for item in items
    ]
