"""Limitation periods of late debts with what interrupted them, and other legal deadlines."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from huikuan.api.answers import Created, Fault, Listed, Numbered
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.clock_shapes import (
    ClockEventIn,
    ClockEventOut,
    ClockOut,
    ClockPageIn,
    DeadlineOut,
    DeadlinesIn,
    DebtClockOut,
)
from huikuan.api.contents import bytes_of
from huikuan.api.faults import STATUSES
from huikuan.api.fields import AddressId, Key
from huikuan.api.pages import numbered
from huikuan.clocks.legal_deadlines import deadlines
from huikuan.clocks.operations.recording import Paper, record_event
from huikuan.clocks.queries import ClockFilter, DebtView, clock_page, debt_view
from huikuan.clocks.rules.interrupting import EventDraft
from huikuan.clocks.rules.limitation import Judged
from huikuan.kernel.actor import Verb
from huikuan.wording.clocks import why_words

router = Router(tags=["clocks"])


@router.get("/clocks", response={200: Numbered[ClockOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_clocks(request: HttpRequest, page: Query[ClockPageIn]) -> Numbered[ClockOut]:
    """The clocks of what is still owed, the nearest end first."""
    caller = caller_of(request=request)
    narrowed = ClockFilter(within=page.within, customer_id=page.customer_id)
    found = clock_page(actor=caller.actor, today=caller.today, narrowed=narrowed, number=page.page, size=page.limit)
    return numbered(page=found, items=[ClockOut.model_validate(row) for row in found.rows])


@router.get("/clocks/{invoice_id}", response={200: DebtClockOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_clock(request: HttpRequest, invoice_id: Path[AddressId]) -> DebtClockOut:
    """One debt's clock with every event: whether it counts, and why not."""
    caller = caller_of(request=request)
    return _debt(debt_view(actor=caller.actor, invoice_id=invoice_id, as_of=caller.today))


@router.post("/clock-events", response={201: Created, STATUSES: Fault}, auth=Bearer(Verb.RECORD_ACTIVITY))
def create_event(request: HttpRequest, key: Key, body: ClockEventIn) -> Status[Created]:
    """Record what interrupts the period, with its paper: nothing counts without."""
    caller = caller_of(request=request)
    draft = EventDraft(
        body.company_id, body.customer_id, body.kind, body.on, tuple(body.receivable_ids), body.note, body.since
    )
    done = record_event(
        **caller.acting(key),
        draft=draft,
        paper=Paper(body.file_name, bytes_of(content_base64=body.content_base64)),
    )
    return Status(201, Created(id=done["event_id"]))


@router.get("/deadlines", response={200: Listed[DeadlineOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_deadlines(request: HttpRequest, asked: Query[DeadlinesIn]) -> Listed[DeadlineOut]:
    """Other legal deadlines that run, the nearest first: enforcement, bankruptcy, payment orders, inspection."""
    caller = caller_of(request=request)
    rows = deadlines(actor=caller.actor, today=caller.today, customer_id=asked.customer_id)
    return Listed[DeadlineOut](items=[DeadlineOut.model_validate(row) for row in rows])


def _debt(view: DebtView) -> DebtClockOut:
    debt = view.debt
    return DebtClockOut(
        invoice_id=debt.invoice_id,
        invoice_number=view.invoice_number,
        customer_id=debt.customer_id,
        company_id=debt.company_id,
        currency=debt.currency,
        open_minor=debt.open_minor,
        written_off_minor=debt.written_off_minor,
        counted_from=debt.clock.counted_from,
        expires=debt.clock.expires,
        longest=debt.clock.longest,
        safe=debt.safe,
        events=[_event(one) for one in debt.clock.events],
    )


def _event(judged: Judged) -> ClockEventOut:
    event = judged.event
    return ClockEventOut(
        on=event.on,
        kind=event.kind,
        counted=judged.counted,
        why=judged.why,
        message=why_words(judged=judged),
        article=judged.article,
        strength=event.stands,
        has_evidence=bool(event.evidence),
        source=event.source,
    )
