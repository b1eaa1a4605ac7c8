"""What the import pages show: how a file is read, what would be taken, what is refused and why; imports done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huikuan.imports.queries import BatchRow
from huikuan.imports.rules import CREDIT, Counts, Reading, Rejection
from huikuan.imports.tables import SourceTable, column
from huikuan.integrations.bank_files.records import RowFault, Statement, StatementLine
from huikuan.jobs.import_statement import StatementGap, StatementPreview
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page
from huikuan.kernel.refusal import Refused
from huikuan.web.forms.imports import FIELD, FIELD_NAMES
from huikuan.web.refusal_words import worded
from huikuan.web.tables.columns import Text
from huikuan.wording.imports import ROW, mixed_format_said, unused_amounts_said, warning_said
from huikuan.wording.sentences import sentence

MOST_SHOWN = 50
STATEMENT = "STATEMENT_"
"""What stands before the code of a refused row of a bank statement."""
SAMPLES, SAMPLE_LENGTH = 20, 24
FIRST_LINES = 10
_PLACES: dict[str, tuple[str, str]] = {
    "OVER_LIMIT": ("limits", "?which=USED_UP"),
    "NO_LIMIT": ("limits", "?which=NONE"),
    "LIMIT_EXPIRED": ("limits", "?which=OVER"),
    "CASH_ONLY": ("limits", "?which=CASH_ONLY"),
    "OLDEST_ITEM": ("ageing", ""),
    "DAYS_OVERDUE": ("ageing", ""),
    "OLD_DEBT": ("ageing", ""),
    "OPENING": ("openings", ""),
    "BOUNCED": ("receipts", ""),
}
"""Where the customers stand that a rule of credit control warns of."""
KINDS: dict[str, Text] = {
    "INVOICES": _("Invoices"),
    "RECEIVABLES": _("Open items"),
    "LEDGER": _("Ledger"),
    "STATEMENT": _("Bank statement"),
    "CUSTOMERS": _("Customers"),
    "PEOPLE": _("People of customers"),
    "ORDERS": _("Orders"),
    "DELIVERIES": _("Deliveries"),
    "ACCEPTANCES": _("Acceptances"),
}


@dataclass(frozen=True, slots=True)
class Class:
    """Rows of one class and what they sum to."""

    title: Text
    rows: int
    amounts: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is not taken: where it stands, and what to do."""

    file: str
    line: int
    column: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class CountsShown:
    """Rows read, each in exactly one class, and the refused ones."""

    read: int
    classes: tuple[Class, ...]
    refusals: tuple[Refusal, ...]
    more: int


def counts_of_preview(*, counts: Counts) -> CountsShown:
    """The classes of a list that was looked at."""
    classes = (
        Class(_("Would be taken"), counts.accepted, amounts(sums=counts.accepted_minor)),
        Class(_("Known already"), counts.duplicate, amounts(sums=counts.duplicate_minor)),
        Class(_("Refused"), len(counts.rejected), amounts(sums=counts.rejected_minor)),
    )
    return CountsShown(counts.read, classes, refusals(rows=counts.rejected), max(0, len(counts.rejected) - MOST_SHOWN))


def counts_of_batch(*, batch: BatchRow, rejected: Iterable[Rejection]) -> CountsShown:
    """The classes of an import that was carried out."""
    totals = batch.totals
    classes = (
        Class(_("Taken"), batch.accepted, amounts(sums=totals.get("accepted", {}))),
        Class(_("Known already"), batch.duplicate, amounts(sums=totals.get("duplicate", {}))),
        Class(_("Refused"), batch.rejected, amounts(sums=totals.get("rejected", {}))),
    )
    shown = refusals(rows=rejected, kind=batch.kind)
    return CountsShown(batch.read, classes, shown, max(0, batch.rejected - MOST_SHOWN))


def gaps_of_batch(*, batch: BatchRow) -> tuple[str, ...]:
    """The statements missing before those of an import, in words with both balances and days."""
    return tuple(
        sentence(code="STATEMENT_GAP", parameters=StatementGap(**gap).parameters)
        for gap in batch.reading.get("gaps", ())
    )


@dataclass(frozen=True, slots=True)
class CreditWarning:
    """What credit control says of how many customers of an import, and the page where they stand, empty without one."""

    text: str
    address: str


def credit_of_batch(*, batch: BatchRow) -> tuple[CreditWarning, ...]:
    """What credit control said when an import was written."""
    found = sorted((code, count) for code, count in batch.warnings.items() if code.startswith(CREDIT))
    return tuple(CreditWarning(warning_said(code=code, count=count), _where(code)) for code, count in found)


def _where(code: str) -> str:
    route, query = _PLACES.get(code.removeprefix(CREDIT), ("", ""))
    return f"{reverse(route)}{query}" if route else ""


@dataclass(frozen=True, slots=True)
class BatchLine:
    """An import with its kind in words; `has_gap` says that a statement before it is missing."""

    batch: BatchRow
    kind: Text
    has_gap: bool


def named(*, found: Page[BatchRow]) -> Page[BatchLine]:
    """A page of imports with their kinds in words."""
    lines = tuple(BatchLine(row, KINDS[row.kind], bool(row.reading.get("gaps"))) for row in found.rows)
    return Page(lines, found.number, found.size, found.count, found.totals)


def amounts(*, sums: Mapping[str, int]) -> tuple[Money, ...]:
    """Sums per currency as money."""
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))


def refusals(*, rows: Iterable[Rejection], kind: str = "") -> tuple[Refusal, ...]:
    """The first refused rows in words."""
    mark = STATEMENT if kind == "STATEMENT" else ROW
    shown: list[Refusal] = []
    for row in rows:
        if len(shown) == MOST_SHOWN:
            break
        shown.append(Refusal(row.file, row.line, row.column, row.value, _reason(row, mark)))
    return tuple(shown)


def _reason(row: Rejection, mark: str) -> str:
    known = {"column": row.column, "value": row.value, **row.parameters}
    return worded(code=f"{mark}{row.code}", parameters=known)


def refusal_text(*, refusal: Refused) -> str:
    """Why a file is not read, with its fields in words."""
    parameters = dict(refusal.parameters)
    if "fields" in parameters:
        groups = str(parameters["fields"]).split(", ")
        parameters["fields"] = ", ".join(" / ".join(_field_name(one) for one in group.split("|")) for group in groups)
    return worded(code=refusal.code, parameters=parameters)


def header_with_samples(*, table: SourceTable) -> dict[str, str]:
    """Each column with the first value in it, shortened."""
    found: dict[str, str] = {}
    for place, name in enumerate(table.header):
        values = table.frame.get_column(column(index=place)).head(SAMPLES).to_list()
        found.setdefault(name, next((str(value)[:SAMPLE_LENGTH] for value in values if value), ""))
    return found


def reading_values(*, reading: Reading, header: tuple[str, ...]) -> dict[str, Any]:
    """How a list was read, as the fields of the form that changes it."""
    return {FIELD + field.value: header[place] for field, place in reading.columns.items()} | {
        "currency": reading.currency,
        "date_order": reading.date_order.value if reading.date_order else "",
        "number_format": reading.number_format.value if reading.number_format else "",
        "round_amounts": reading.round_amounts,
    }


def how_read(*, table: SourceTable, counts: Counts) -> tuple[str, ...]:
    """What held for the whole file: where the header stands, the encoding, what was left out, which rules were used."""
    said = [gettext("header in line %(line)s") % {"line": table.header_line}]
    said += [table.encoding] if table.encoding else []
    if table.footers:
        lines = ", ".join(str(line) for line in table.footers[:5])
        said.append(gettext("totals and footers left out (line %(lines)s)") % {"lines": lines})
    said += [unused_amounts_said(columns=counts.unused_amounts)] if counts.unused_amounts else []
    said += [mixed_format_said(mixed=one) for one in counts.mixed_formats]
    return (*said, *(warning_said(code=code, count=count) for code, count in sorted(counts.warnings.items())))


def left_out_said(*, preview: StatementPreview) -> tuple[str, ...]:
    """The accounts of a statement file that are not taken, in words with how many lines each has."""
    return tuple(sentence(code="STATEMENT_LEFT_OUT", parameters=one.parameters) for one in preview.left_out)


def faults(*, name: str, rows: Iterable[RowFault]) -> tuple[Refusal, ...]:
    """Rows of a bank statement that are not taken, in words."""
    return tuple(
        Refusal(
            name,
            row.line,
            row.column,
            row.value,
            sentence(code=f"STATEMENT_{row.code}", parameters={"value": row.value, **dict(row.params)}),
        )
        for row in list(rows)[:MOST_SHOWN]
    )


@dataclass(frozen=True, slots=True)
class LineShown:
    """One movement of a statement."""

    day: date
    name: str
    text: str
    amount: Money


@dataclass(frozen=True, slots=True)
class StatementShown:
    """One statement of a file: its account, lines, sums and balances."""

    account: str
    lines: int
    money_in: Money
    money_out: Money
    opening: Money | None
    closing: Money | None
    proof: Text
    is_proved: bool
    first: tuple[LineShown, ...]
    more: int


PROOFS: dict[str, Text] = {
    "balance": _("proved by the running balance"),
    "partial": _("proved by the balance but for some lines"),
    "none": _("from words and signs; the file states no balance"),
    "ignored": _("balances contradict the lines; read all the same"),
}


def statement_shown(*, statement: Statement) -> StatementShown:
    """A statement with its sums and first lines."""
    currency = statement.currency
    minors = [line.amount_minor for line in statement.lines]
    return StatementShown(
        account=statement.account,
        lines=len(minors),
        money_in=Money(sum(minor for minor in minors if minor > 0), currency),
        money_out=Money(sum(minor for minor in minors if minor < 0), currency),
        opening=None if statement.opening_minor is None else Money(statement.opening_minor, currency),
        closing=None if statement.closing_minor is None else Money(statement.closing_minor, currency),
        proof=PROOFS.get(statement.direction_proof, statement.direction_proof),
        is_proved=statement.direction_proof == "balance",
        first=tuple(_line(line) for line in statement.lines[:FIRST_LINES]),
        more=max(0, len(minors) - FIRST_LINES),
    )


def _field_name(field: str) -> str:
    return str(FIELD_NAMES.get(field, field))


def _line(line: StatementLine) -> LineShown:
    words = " ".join(dict.fromkeys(text for text in (line.purpose, line.reference) if text))
    return LineShown(line.booked_on, line.counterparty_name, words, Money(line.amount_minor, line.currency))
