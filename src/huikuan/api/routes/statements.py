"""Statements of account: list, look at, make one."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from huikuan.api.answers import Created, Fault, Page
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.faults import STATUSES
from huikuan.api.fields import AddressId, Key
from huikuan.api.inputs import StatementIn, StatementPageIn
from huikuan.api.pages import next_after
from huikuan.api.statement_answers import StatementOut
from huikuan.kernel.actor import Verb
from huikuan.statements.operations.running import OnDemand, make_statement
from huikuan.statements.queries.statements import StatementRow, statement_row, statements_after
from huikuan.statements.rules.policy import Period

router = Router(tags=["statements"])


@router.get("/statements", response={200: Page[StatementOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_statements(request: HttpRequest, page: Query[StatementPageIn]) -> Page[StatementOut]:
    """Statements in the order of their ids."""
    caller = caller_of(request=request)
    state = page.state.value.upper() if page.state else ""
    rows = statements_after(actor=caller.actor, after_id=page.after, limit=page.limit + 1, state=state)
    items = [_out(row) for row in rows[: page.limit]]
    return Page[StatementOut](items=items, next=next_after(ids=[row.id for row in rows], limit=page.limit))


@router.get("/statements/{statement_id}", response={200: StatementOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_statement(request: HttpRequest, statement_id: Path[AddressId]) -> StatementOut:
    """One statement."""
    caller = caller_of(request=request)
    return _out(statement_row(actor=caller.actor, statement_id=statement_id))


@router.post("/statements", response={201: Created, STATUSES: Fault}, auth=Bearer(Verb.SEND_STATEMENT))
def create_statement(request: HttpRequest, key: Key, body: StatementIn) -> Status[Created]:
    """Make the statement of one customer from the books as they are; it is not sent."""
    caller = caller_of(request=request)
    order = OnDemand(body.company_id, body.customer_id, body.currency, Period(body.since, body.through))
    done = make_statement(**caller.acting(key), order=order)
    return Status(201, Created(id=done["statement_id"]))


def _out(row: StatementRow) -> StatementOut:
    return StatementOut(
        id=row.id,
        number=row.number,
        company_id=row.company_id,
        customer_id=row.customer_id,
        currency=row.currency,
        since=row.since,
        through=row.through,
        opening_minor=row.sums.opening_minor,
        closing_minor=row.sums.closing_minor,
        open_minor=row.open_minor,
        overdue_minor=row.overdue_minor,
        state=row.state.lower(),
        reply_by=row.reply_by,
        pdf_sha256=row.pdf_sha256,
    )
