"""Reads for whoever came by a portal link: the statements sent to his company, or the one his link is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.guests.access import Guest
from huikuan.kernel.refusal import NotPermitted
from huikuan.statements.access import statement_of_guest, statements_of_guest
from huikuan.statements.models import Statement, StatementItem
from huikuan.statements.rules.states import ANSWERABLE, State, number_text

MOST = 60


@dataclass(frozen=True, slots=True)
class GuestStatement:
    """A statement as its addressee sees it, minor units."""

    id: int
    number: str
    company_name: str
    currency: str
    since: date
    through: date
    opening_minor: int
    billed_minor: int
    received_minor: int
    closing_minor: int
    overdue_minor: int
    reply_by: date
    state: State
    is_answerable: bool
    has_pdf: bool
    has_xlsx: bool


@dataclass(frozen=True, slots=True)
class GuestItem:
    """An item that was open on the closing day, minor units."""

    receivable_id: int
    number: str
    issue_date: date
    due_on: date | None
    open_minor: int


def statements_shown(*, guest: Guest) -> tuple[GuestStatement, ...]:
    """The statements the guest may see, newest first, at most 60; one query."""
    return _rows(statements_of_guest(guest=guest).select_related("company").order_by("-through", "-pk")[:MOST])


def statement_shown(*, guest: Guest, statement_id: int) -> tuple[GuestStatement, tuple[GuestItem, ...]]:
    """One statement with its open items. Raises NotPermitted STATEMENT_NOT_VISIBLE (also for an unknown id)."""
    row = statement_of_guest(guest=guest, statement_id=statement_id)
    items = StatementItem.objects.filter(statement_id=row.pk).order_by("due_on", "pk")
    shown = tuple(GuestItem(one.receivable_id, one.number, one.issue_date, one.due_on, one.open_minor) for one in items)
    return _rows([row])[0], shown


def statement_file(*, guest: Guest, statement_id: int, kind: str) -> tuple[str, str, bytes]:
    """Name, type and bytes of a statement as pdf or xlsx. Raises NotPermitted STATEMENT_NOT_VISIBLE."""
    row = statement_of_guest(guest=guest, statement_id=statement_id)
    document_id = {"pdf": row.pdf_id, "xlsx": row.xlsx_id}.get(kind)
    if document_id is None:
        raise NotPermitted("STATEMENT_NOT_VISIBLE", statement=statement_id)
    kept, content = open_document(document_id=document_id, purpose=Purpose.STATEMENT, owner_id=row.pk)
    return kept.name, kept.content_type, content


def _rows(rows: Iterable[Statement]) -> tuple[GuestStatement, ...]:
    return tuple(
        GuestStatement(
            id=row.pk,
            number=number_text(number=row.number),
            company_name=row.company.name,
            currency=row.currency,
            since=row.since,
            through=row.through,
            opening_minor=row.opening_minor,
            billed_minor=row.billed_minor,
            received_minor=row.received_minor,
            closing_minor=row.closing_minor,
            overdue_minor=row.overdue_minor,
            reply_by=row.reply_by,
            state=State(row.state),
            is_answerable=State(row.state) in ANSWERABLE,
            has_pdf=row.pdf_id is not None,
            has_xlsx=row.xlsx_id is not None,
        )
        for row in rows
    )
