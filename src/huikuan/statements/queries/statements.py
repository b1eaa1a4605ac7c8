"""Reads: statements with their lines, open items, answers and history, of what the actor may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum

from huikuan.documents.queries import open_document, open_documents
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.statements.access import statement_for, statements_for
from huikuan.statements.composing import sums_of_row
from huikuan.statements.models import Statement, StatementItem, StatementLine
from huikuan.statements.rules.account import OpenItem, Sums
from huikuan.statements.rules.states import State, number_text

SORTS = {
    "number": ("company_id", "number"),
    "-number": ("-number", "-id"),
    "closing": ("closing_minor", "id"),
    "-closing": ("-closing_minor", "-id"),
    "overdue": ("overdue_minor", "id"),
    "-overdue": ("-overdue_minor", "-id"),
    "through": ("through", "id"),
    "-through": ("-through", "-id"),
    "reply": ("reply_by", "id"),
}


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement without its lines, minor units."""

    id: int
    run_id: int | None
    company_id: int
    customer_id: int
    customer_name: str
    number: str
    version: int
    kind: str
    currency: str
    since: date
    through: date
    dated_on: date
    sums: Sums
    open_minor: int
    on_account_minor: int
    overdue_minor: int
    retained_minor: int
    papers_minor: int
    written_off_minor: int
    language: str
    chain_head: str
    state: str
    reply_by: date
    seen_at: datetime | None
    written_by: str
    written_at: datetime
    pdf_sha256: str
    replaces_id: int | None


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """Which statements: of a state, customer, run or closing day, with a text in number or customer's name."""

    states: tuple[str, ...] = ()
    search: str = ""
    customer_id: int | None = None
    company_id: int | None = None
    run_id: int | None = None
    salesperson_id: int | None = None
    through: date | None = None


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line as it was printed, minor units."""

    kind: str
    is_reversal: bool
    is_earlier: bool
    on: date
    number: str
    contract: str
    delivery: str
    due_on: date | None
    debit_minor: int
    credit_minor: int
    balance_minor: int
    receivable_id: int | None


def statement_page(
    *,
    actor: Actor,
    narrowed: StatementFilter,
    sort: str = "-number",
    number: int = 1,
    size: int = PAGE_SIZE,
) -> Page[StatementRow]:
    """Visible statements, narrowed, with the closing balances summed by currency; three queries."""
    rows = narrowed_statements(actor=actor, narrowed=narrowed)
    totals = dict(rows.order_by().values_list("currency").annotate(total=Sum("closing_minor")))
    start, end = page_bounds(number=number, size=size)
    found = rows.select_related("customer").order_by(*SORTS.get(sort, SORTS["-number"]))[start:end]
    return Page(tuple(row_of(row=row) for row in found), max(number, 1), end - start, rows.count(), totals)


def narrowed_statements(*, actor: Actor, narrowed: StatementFilter) -> QuerySet[Statement]:
    """Visible statements that fit the filter."""
    rows = statements_for(actor=actor)
    exact = {
        "customer_id": narrowed.customer_id,
        "company_id": narrowed.company_id,
        "run_id": narrowed.run_id,
        "customer__salesperson_id": narrowed.salesperson_id,
        "through": narrowed.through,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if narrowed.states:
        rows = rows.filter(state__in=narrowed.states)
    if narrowed.search:
        digits = narrowed.search.upper().removeprefix("DZ").lstrip("0")
        named = Q(customer__name__icontains=narrowed.search)
        rows = rows.filter(named | Q(number=int(digits)) if digits.isascii() and digits.isdigit() else named)
    return rows


def statement_row(*, actor: Actor, statement_id: int) -> StatementRow:
    """One statement. Raises NotPermitted STATEMENT_NOT_VISIBLE (also for an unknown id)."""
    return row_of(row=statement_for(actor=actor, statement_id=statement_id))


def statements_after(*, actor: Actor, after_id: int, limit: int, state: str = "") -> tuple[StatementRow, ...]:
    """Up to `limit` visible statements with ids above `after_id`, by id; one query."""
    rows = statements_for(actor=actor).filter(pk__gt=after_id)
    rows = rows.filter(state=state) if state else rows
    return tuple(row_of(row=row) for row in rows.select_related("customer").order_by("pk")[:limit])


def lines_of_statement(*, statement_id: int) -> tuple[LineRow, ...]:
    """The lines of a statement that was looked up for its reader."""
    return tuple(
        LineRow(
            row.kind,
            row.is_reversal,
            row.is_earlier,
            row.on,
            row.number,
            row.contract,
            row.delivery,
            row.due_on,
            row.debit_minor,
            row.credit_minor,
            row.balance_minor,
            row.receivable_id,
        )
        for row in StatementLine.objects.filter(statement_id=statement_id).order_by("position")
    )


def items_of_statement(*, statement_id: int) -> tuple[OpenItem, ...]:
    """What was open of each item at the closing day, of a statement that was looked up for its reader."""
    return tuple(
        OpenItem(
            row.receivable_id, row.number, row.contract, row.issue_date, row.due_on, row.open_minor, row.overdue_days
        )
        for row in StatementItem.objects.filter(statement_id=statement_id).order_by("pk")
    )


def file_of_statement(*, actor: Actor, statement_id: int, wants_workbook: bool) -> tuple[str, str, bytes]:
    """Name, type and bytes of an issued statement. Raises NotPermitted (also where nothing is issued), FileDamaged."""
    return _file(statement_for(actor=actor, statement_id=statement_id), wants_workbook)


def pdfs_of(*, actor: Actor, statement_ids: list[int]) -> tuple[bytes, ...]:
    """The PDFs of visible issued statements in their order, to print them in one go."""
    rows = statements_for(actor=actor).filter(pk__in=statement_ids, pdf__isnull=False).order_by("pk")
    return open_documents(wanted=rows.values_list("pdf_id", "pk"), purpose=Purpose.STATEMENT)


def counts_by_state(*, actor: Actor, run_id: int | None = None) -> dict[str, int]:
    """How many visible statements stand in each state; one query."""
    rows = statements_for(actor=actor)
    rows = rows if run_id is None else rows.filter(run_id=run_id)
    found: dict[str, int] = {}
    for state in rows.order_by().values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def row_of(*, row: Statement) -> StatementRow:
    """The frozen row of a statement whose customer is loaded."""
    return StatementRow(
        id=row.pk,
        run_id=row.run_id,
        company_id=row.company_id,
        customer_id=row.customer_id,
        customer_name=row.customer.name,
        number=number_text(number=row.number),
        version=row.version,
        kind=row.kind,
        currency=row.currency,
        since=row.since,
        through=row.through,
        dated_on=row.dated_on,
        sums=sums_of_row(row=row),
        open_minor=row.open_minor,
        on_account_minor=row.on_account_minor,
        overdue_minor=row.overdue_minor,
        retained_minor=row.retained_minor,
        papers_minor=row.papers_minor,
        written_off_minor=row.written_off_minor,
        language=row.language,
        chain_head=row.chain_head,
        state=State(row.state).value,
        reply_by=row.reply_by,
        seen_at=row.seen_at,
        written_by=row.written_by,
        written_at=row.written_at,
        pdf_sha256=row.pdf_sha256,
        replaces_id=row.replaces_id,
    )


def _file(row: Statement, wants_workbook: bool) -> tuple[str, str, bytes]:
    document_id = row.xlsx_id if wants_workbook else row.pdf_id
    kept, content = open_document(document_id=document_id or 0, purpose=Purpose.STATEMENT, owner_id=row.pk)
    return kept.name, kept.content_type, content
