"""The lists of deliveries, orders, what is not invoiced and goods on consignment: columns, filters, sorts."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huikuan.deliveries.queries.not_invoiced import ConsignedRow, OpenRow
from huikuan.deliveries.queries.notes import NoteRow
from huikuan.deliveries.queries.orders import OrderRow
from huikuan.kernel.micros import format_micros
from huikuan.kernel.money import Money
from huikuan.web.pages.deliveries import stage_of
from huikuan.web.tables.columns import Chip, Column, Kind, Linked, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import deliveries as words
from huikuan.wording.contracts import TRIGGERS

WHICH: dict[str, Text] = {
    "ALL": _("All"),
    "UNSIGNED": words.STAGES["UNSIGNED"],
    "TO_ACCEPT": words.STAGES["TO_ACCEPT"],
    "ACCEPTED": words.STAGES["ACCEPTED"],
    "REJECTED": words.STAGES["REJECTED"],
    "CONSIGNED": words.STAGES["CONSIGNED"],
    "TAKEN_BACK": words.STAGES["TAKEN_BACK"],
}
ORDERS_WHICH: dict[str, Text] = {"OPEN": words.ORDER_STATES["OPEN"], "ALL": _("All"), **words.ORDER_STATES}
OPEN_WHICH: dict[str, Text] = {
    "DELIVERED": pgettext_lazy("goods", "Delivered"),
    "ACCEPTED": words.STAGES["ACCEPTED"],
}


def _customer(row: NoteRow | OrderRow) -> Linked:
    return Linked(row.customer_name, reverse("customer", args=[row.customer_id]))


def _order(row: NoteRow) -> Linked | None:
    return Linked(row.order_number, reverse("order", args=[row.order_id])) if row.order_id else None


def _contract(row: NoteRow | OrderRow) -> Linked | None:
    return Linked(row.contract_number, reverse("contract", args=[row.contract_id])) if row.contract_id else None


def _waits_for(row: OpenRow) -> str | None:
    return f"{row.milestone} · {TRIGGERS[row.trigger]}" if row.milestone else None


def _state_of_order(row: OrderRow) -> Chip:
    return Chip(words.ORDER_STATES[row.state], words.ORDER_TONES.get(row.state, "plain"))


def _of(row: NoteRow) -> Titled:
    return Titled(row.number, on_phone=row.customer_name)


NOTES: ListKind[NoteRow] = ListKind(
    title=_("Deliveries"),
    columns=(
        Column("number", _("Delivery note"), _of, sort="number"),
        Column("customer", _("Customer"), _customer, on_phone=False),
        Column("day", _("Delivered on"), lambda row: row.delivered_on, Kind.DAY, "day", on_phone=False),
        Column("amount", _("Amount"), lambda row: Money(row.amount_minor, row.currency), Kind.MONEY, "amount"),
        Column("state", _("State"), lambda row: stage_of(row=row), Kind.CHIP),
        Column(
            "signed",
            pgettext_lazy("delivery", "Signed for on"),
            lambda row: row.signed_on,
            Kind.DAY,
            on_phone=False,
            beside_panel=False,
        ),
        Column(
            "signatory",
            pgettext_lazy("delivery", "Signed for by"),
            lambda row: row.signatory or None,
            on_phone=False,
            beside_panel=False,
        ),
        Column("order", pgettext_lazy("order", "Order"), _order, on_phone=False, is_shown=False),
        Column("contract", _("Contract"), _contract, on_phone=False, beside_panel=False),
    ),
    filters=("which", "q", "customer"),
    sorts=("day", "-day", "number", "-number", "amount", "-amount"),
    default_sort="-day",
    id_of=lambda row: row.id,
    total_title=_("Amount"),
)
ORDERS: ListKind[OrderRow] = ListKind(
    title=_("Orders"),
    columns=(
        Column(
            "number",
            pgettext_lazy("order", "Order"),
            lambda row: Titled(row.number, on_phone=row.customer_name),
            sort="number",
        ),
        Column("customer", _("Customer"), _customer, on_phone=False),
        Column("placed", _("Placed on"), lambda row: row.placed_on, Kind.DAY, "placed", on_phone=False),
        Column("amount", _("Amount"), lambda row: Money(row.amount_minor, row.currency), Kind.MONEY, "amount"),
        Column(
            "delivered",
            pgettext_lazy("goods", "Delivered"),
            lambda row: Money(row.delivered_minor, row.currency),
            Kind.MONEY,
            on_phone=False,
        ),
        Column("state", _("State"), _state_of_order, Kind.CHIP),
        Column("contract", _("Contract"), _contract, on_phone=False, beside_panel=False),
    ),
    filters=("which", "q", "customer"),
    sorts=("placed", "-placed", "number", "-number", "amount", "-amount"),
    default_sort="-placed",
    id_of=lambda row: row.id,
    total_title=_("Amount"),
)
OPEN: ListKind[OpenRow] = ListKind(
    title=_("Not invoiced"),
    columns=(
        Column("number", _("Delivery note"), lambda row: _of(row.note)),
        Column("customer", _("Customer"), lambda row: _customer(row.note), on_phone=False),
        Column("since", pgettext_lazy("column", "Since"), lambda row: row.since, Kind.DAY, on_phone=False),
        Column("days", pgettext_lazy("count", "Days"), lambda row: row.days, Kind.NUMBER),
        Column("amount", _("Not invoiced"), lambda row: Money(row.amount_minor, row.note.currency), Kind.MONEY),
        Column(
            "invoiced",
            _("Invoiced"),
            lambda row: Money(row.invoiced_minor, row.note.currency),
            Kind.MONEY,
            on_phone=False,
            beside_panel=False,
        ),
        Column("state", _("State"), lambda row: stage_of(row=row.note), Kind.CHIP, on_phone=False),
        Column("contract", _("Contract"), lambda row: _contract(row.note), on_phone=False, beside_panel=False),
        Column("milestone", _("Waits for"), _waits_for, on_phone=False, beside_panel=False),
    ),
    filters=("which", "q", "customer", "salesperson", "days"),
    sorts=("since",),
    default_sort="since",
    id_of=lambda row: row.note.id,
    total_title=_("Not invoiced"),
)
CONSIGNED: ListKind[ConsignedRow] = ListKind(
    title=_("Goods on consignment"),
    columns=(
        Column("number", _("Delivery note"), lambda row: _of(row.note)),
        Column("customer", _("Customer"), lambda row: _customer(row.note), on_phone=False),
        Column("goods", _("Goods"), lambda row: Titled(row.line.name, row.line.specification), on_phone=False),
        Column(
            "left", _("Left there"), lambda row: f"{format_micros(micros=row.left_micros)} {row.line.unit}", Kind.NUMBER
        ),
        Column("worth", _("Worth"), lambda row: Money(row.left_minor, row.note.currency), Kind.MONEY),
        Column("since", pgettext_lazy("column", "Since"), lambda row: row.note.delivered_on, Kind.DAY, on_phone=False),
        Column("days", pgettext_lazy("count", "Days"), lambda row: row.days, Kind.NUMBER, on_phone=False),
    ),
    filters=("q", "customer", "days"),
    sorts=("since",),
    default_sort="since",
    id_of=lambda row: row.line.id,
    total_title=_("Worth"),
)
