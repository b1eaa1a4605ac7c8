"""The lists of statements: which there are, runs, and what a run would state."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huikuan.kernel.money import Money
from huikuan.kernel.text_amounts import format_amount
from huikuan.statements.queries.answers import RunRow
from huikuan.statements.queries.previews import PreviewRow
from huikuan.statements.queries.statements import StatementRow
from huikuan.web.pages.customer_statements import money_of, state_chip
from huikuan.web.pages.statement_recipients import recipient_shown
from huikuan.web.tables.columns import Chip, Column, Due, Kind, Linked, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import statements as words

GROUPS: Mapping[str, tuple[str, ...]] = {
    "ALL": (),
    "TO_SEND": ("ISSUED",),
    "WAITING": ("SENT", "DELIVERED", "SECOND_REQUEST"),
    "CONFIRMED": ("CONFIRMED",),
    "DISPUTED": ("DISPUTED",),
    "SILENT": ("NO_REPLY", "ALTERNATIVE_DUE"),
    "PROVED": ("ALTERNATIVE_EVIDENCE", "DEEMED"),
    "GONE": ("WITHDRAWN", "REPLACED"),
}
WHICH: dict[str, Text] = {
    "ALL": _("All"),
    "TO_SEND": _("To send"),
    "WAITING": _("Waiting for an answer"),
    "CONFIRMED": _("Confirmed"),
    "DISPUTED": _("Differing"),
    "SILENT": _("No answer"),
    "PROVED": _("Proved another way"),
    "GONE": _("No longer in use"),
}


def _numbered(row: StatementRow) -> Titled:
    under = f"{row.currency} {format_amount(minor=row.sums.closing_minor, currency=row.currency)}"
    return Titled(row.number, on_phone=f"{row.customer_name} · {under}")


def _due(row: StatementRow) -> Due | None:
    return Due(row.reply_by, None) if row.state in GROUPS["WAITING"] else None


LIST: ListKind[StatementRow] = ListKind(
    title=_("Statements"),
    columns=(
        Column("number", _("Number"), _numbered, sort="number"),
        Column(
            "customer",
            _("Customer"),
            lambda row: Linked(row.customer_name, reverse("customer", args=[row.customer_id])),
            on_phone=False,
        ),
        Column("since", _("From"), lambda row: row.since, Kind.DAY, is_shown=False, on_phone=False),
        Column("through", _("Through"), lambda row: row.through, Kind.DAY, "through", on_phone=False),
        Column(
            "closing",
            _("Closing balance"),
            lambda row: money_of(row=row, minor=row.sums.closing_minor),
            Kind.MONEY,
            "closing",
            on_phone=False,
        ),
        Column(
            "overdue",
            _("Overdue"),
            lambda row: money_of(row=row, minor=row.overdue_minor),
            Kind.MONEY,
            "overdue",
            on_phone=False,
            beside_panel=False,
        ),
        Column("reply", _("Answer by"), _due, Kind.DAY, "reply", on_phone=False, beside_panel=False),
        Column("state", _("State"), lambda row: state_chip(row=row), Kind.CHIP),
        Column("kind", _("Kind"), lambda row: words.KINDS[row.kind], is_shown=False, on_phone=False),
        Column("version", _("Version"), lambda row: row.version, Kind.NUMBER, is_shown=False, on_phone=False),
        Column("hash", _("SHA-256 of the PDF"), lambda row: row.pdf_sha256 or None, is_shown=False, on_phone=False),
    ),
    filters=("which", "q", "customer", "run", "month", "salesperson"),
    sorts=("number", "-number", "closing", "-closing", "overdue", "-overdue", "through", "-through", "reply"),
    default_sort="-number",
    id_of=lambda row: row.id,
    total_title=_("Closing balances"),
)
RUNS: ListKind[RunRow] = ListKind(
    title=_("Runs of statements"),
    columns=(
        Column("through", _("Through"), lambda row: Titled(f"{row.through:%Y-%m}", row.company_name)),
        Column("customers", _("Customers"), lambda row: row.customers, Kind.NUMBER, on_phone=False),
        Column("issued", _("Statements"), lambda row: row.issued, Kind.NUMBER),
        Column("made", _("Made by"), lambda row: row.made_by, on_phone=False),
        Column(
            "state",
            _("State"),
            lambda row: Chip(words.RUN_STATES[row.state], words.RUN_TONES.get(row.state, "plain")),
            Kind.CHIP,
        ),
    ),
    filters=(),
    sorts=("through",),
    default_sort="through",
    id_of=lambda row: row.id,
)
PREVIEW: ListKind[PreviewRow] = ListKind(
    title=_("What would be stated"),
    columns=(
        Column(
            "customer",
            _("Customer"),
            lambda row: Titled(row.customer_name, recipient_shown(recipient=row.recipient).said),
        ),
        Column(
            "opening",
            _("Opening balance"),
            lambda row: Money(row.sums.opening_minor, row.currency),
            Kind.MONEY,
            on_phone=False,
        ),
        Column(
            "billed", _("Billed"), lambda row: Money(row.sums.billed_minor, row.currency), Kind.MONEY, on_phone=False
        ),
        Column(
            "received",
            pgettext_lazy("statement", "Received"),
            lambda row: Money(row.sums.received_minor, row.currency),
            Kind.MONEY,
            on_phone=False,
        ),
        Column("closing", _("Closing balance"), lambda row: Money(row.sums.closing_minor, row.currency), Kind.MONEY),
        Column("overdue", _("Overdue"), lambda row: Money(row.overdue_minor, row.currency), Kind.MONEY, on_phone=False),
        Column("lines", _("Lines"), lambda row: row.lines, Kind.NUMBER, on_phone=False),
    ),
    filters=("month",),
    sorts=("closing",),
    default_sort="closing",
    id_of=lambda row: row.customer_id,
)
