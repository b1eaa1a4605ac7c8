"""What the inbox of requests shows: what waits for me, what I asked for, what was decided; one request in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huikuan.approvals.queries import OpenRequest, RequestRow, asked_by, decided_page, open_request, waiting_for
from huikuan.approvals.rules import RequestKind, RequestState
from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page, page_bounds
from huikuan.web.clock import day_of
from huikuan.web.tables.columns import Chip, Column, Due, Kind, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording.approvals import REQUEST_KINDS, REQUEST_STATES
from huikuan.wording.names import who_said
from huikuan.wording.sentences import sentence

WAITING, ASKED, DECIDED = "waiting", "asked", "decided"
WHICH: dict[str, Text] = {WAITING: _("Waits for me"), ASKED: _("Asked by me"), DECIDED: _("Decided")}
TONES = {
    RequestState.WAITING: "soon",
    RequestState.APPROVED: "done",
    RequestState.REJECTED: "risk",
    RequestState.WITHDRAWN: "plain",
    RequestState.EXPIRED: "plain",
}
Looker = Callable[[RequestRow], str]
"""Gives the address where the subject of a request is looked at."""


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request in the list: what is asked for, about whom, how long it waits yet."""

    row: RequestRow
    title: str
    customer: CustomerRow | None
    amount: Money | None
    state: Chip
    due: Due | None


@dataclass(frozen=True, slots=True)
class RequestShown:
    """One request beside the list, with where its subject is looked at and what may be done."""

    line: RequestLine
    kind: Text
    look_at: str
    may_decide: bool
    may_withdraw: bool


def _what(line: RequestLine) -> Titled:
    name = line.customer.name if line.customer else str(REQUEST_KINDS[line.row.kind.value])
    return Titled(name, line.title, due_on_phone=line.due)


LIST: ListKind[RequestLine] = ListKind(
    title=_("Approvals"),
    columns=(
        Column("what", _("What"), _what),
        Column("kind", _("Kind"), lambda line: Chip(REQUEST_KINDS[line.row.kind.value]), Kind.CHIP, on_phone=False),
        Column("amount", _("Amount"), lambda line: line.amount, Kind.MONEY),
        Column(
            "asker",
            _("Asked by"),
            lambda line: who_said(name=line.row.requested_by),
            on_phone=False,
            beside_panel=False,
        ),
        Column(
            "asked",
            _("Asked on"),
            lambda line: day_of(moment=line.row.requested_at),
            Kind.DAY,
            on_phone=False,
        ),
        Column("due", _("To decide by"), lambda line: line.due, on_phone=False, beside_panel=False),
        Column("state", _("State"), lambda line: line.state, Kind.CHIP),
    ),
    filters=("which",),
    sorts=("asked",),
    default_sort="asked",
    id_of=lambda line: line.row.id,
)


def request_lines(*, actor: Actor, today: date, which: str, number: int, size: int) -> Page[RequestLine]:
    """A page of the inbox: what waits is the oldest first, the rest the newest first."""
    page = _page(actor, today, which, number, size)
    customers = customers_by_id(ids={row.customer_id for row in page.rows if row.customer_id is not None})
    lines = tuple(_line(row, customers, today) for row in page.rows)
    return Page(lines, page.number, page.size, page.count, {})


def request_shown(*, actor: Actor, today: date, request_id: int, lookers: Mapping[RequestKind, Looker]) -> RequestShown:
    """One request in words. Raises NotPermitted REQUEST_NOT_VISIBLE."""
    found: OpenRequest = open_request(actor=actor, request_id=request_id, today=today)
    row = found.row
    customers = customers_by_id(ids=[row.customer_id] if row.customer_id is not None else [])
    looker = lookers.get(row.kind)
    home = reverse("customer", args=[row.customer_id]) if row.customer_id is not None else ""
    return RequestShown(
        line=_line(row, customers, today),
        kind=REQUEST_KINDS[row.kind.value],
        look_at=looker(row) if looker else home,
        may_decide=found.may_decide,
        may_withdraw=found.may_withdraw,
    )


def titles(*, rows: Iterable[RequestRow]) -> dict[int, str]:
    """What each request is about in one line, with the customer's name, for reports."""
    known = list(rows)
    customers = customers_by_id(ids={row.customer_id for row in known if row.customer_id is not None})
    return {
        row.id: " · ".join(
            part
            for part in (customers[row.customer_id].name if row.customer_id in customers else "", _title(row))
            if part
        )
        for row in known
    }


def _page(actor: Actor, today: date, which: str, number: int, size: int) -> Page[RequestRow]:
    if which == ASKED:
        return asked_by(actor=actor, today=today, number=number, size=size)
    if which == DECIDED:
        return decided_page(actor=actor, today=today, number=number, size=size)
    rows = waiting_for(actor=actor, today=today)
    start, end = page_bounds(number=number, size=size)
    return Page(rows[start:end], max(number, 1), end - start, len(rows), {})


def _title(row: RequestRow) -> str:
    return sentence(code=row.title_code, parameters=row.parameters)


def _line(row: RequestRow, customers: Mapping[int, CustomerRow], today: date) -> RequestLine:
    waits = row.state is RequestState.WAITING
    due = None if row.expires_on is None else Due(row.expires_on, (today - row.expires_on).days, waits)
    return RequestLine(
        row=row,
        title=_title(row),
        customer=customers.get(row.customer_id or 0),
        amount=None if row.amount_minor is None else Money(row.amount_minor, row.currency),
        state=Chip(REQUEST_STATES[row.state.value], TONES[row.state]),
        due=due if waits else None,
    )
