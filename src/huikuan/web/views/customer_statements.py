"""Statements of account: the list with its coverage, one with its answers, its files, those to print in one go."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render

from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.kernel.refusal import Refused
from huikuan.statements.queries.answers import copy_of_reply
from huikuan.statements.queries.coverage import last_month_stated
from huikuan.statements.queries.statements import (
    StatementFilter,
    StatementRow,
    file_of_statement,
    pdfs_of,
    statement_page,
)
from huikuan.statements.rules.policy import month_of
from huikuan.web.downloads import download, sheet
from huikuan.web.forms.customer_statements import PostForm, ProofForm, ReasonForm, ReplyForm
from huikuan.web.pages import customer_statements as pages
from huikuan.web.pages import lists
from huikuan.web.pages.lists import Listed
from huikuan.web.pages.statement_lists import GROUPS, LIST, WHICH
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState
from huikuan.wording import statements as words

MOST_PRINTED = 500
BY = {"month": "month", "company": "company", "salesperson": "salesperson"}


@page()
def statement_list(request: PageRequest) -> HttpResponse:
    """The statements, newest first, and how much of the last month is confirmed."""
    state = lists.state_of(request=request, kind=LIST)
    narrowed = _narrowed(request, state)

    def read(number: int, size: int) -> Page[StatementRow]:
        return statement_page(actor=request.actor, narrowed=narrowed, sort=state.sort, number=number, size=size)

    opened = pages.statement_shown(actor=request.actor, statement_id=state.row) if state.row is not None else None
    listed = Listed(LIST, state, read)

    def rest() -> dict[str, Any]:
        last = last_month_stated(actor=request.actor)
        return {
            "tabs": lists.tabs(state=state, name="which", titles=WHICH, default="ALL"),
            "may_send": request.actor.may(Verb.SEND_STATEMENT),
            "last": last,
            "covered": pages.coverage_shown(actor=request.actor, by="", through=last) if last else (),
        }

    return lists.answer(request=request, listed=listed, folder="statements", beside={"shown": opened}, rest=rest)


@page()
def statement(request: PageRequest, statement_id: int) -> HttpResponse:
    """One statement with its lines, answers and what can be done."""
    return statement_with(request=request, statement_id=statement_id)


@page()
def coverage(request: PageRequest) -> HttpResponse:
    """Confirmation coverage by month, own company or salesperson, each figure with its statements."""
    by = BY.get(request.GET.get("by", ""), "month")
    shown = {"rows": pages.coverage_shown(actor=request.actor, by=by), "by": by}
    return render(request, "web/statements/coverage.html", shown)


@page()
def statement_pdf(request: PageRequest, statement_id: int) -> HttpResponse:
    """The statement as it was issued."""
    name, _kind, content = file_of_statement(actor=request.actor, statement_id=statement_id, wants_workbook=False)
    return sheet(name=name, content=content)


@page()
def statement_workbook(request: PageRequest, statement_id: int) -> HttpResponse:
    """The statement as a workbook."""
    name, kind, content = file_of_statement(actor=request.actor, statement_id=statement_id, wants_workbook=True)
    return download(name=name, kind=kind, content=content)


@page()
def answer_file(request: PageRequest, statement_id: int, document_id: int) -> HttpResponse:
    """A file that came with an answer, as it was uploaded; never shown inside our pages (TRUST S25)."""
    name, kind, content = copy_of_reply(actor=request.actor, statement_id=statement_id, document_id=document_id)
    return download(name=name, kind=kind, content=content)


@page(need=Verb.SEND_STATEMENT)
def print_batch(request: PageRequest) -> HttpResponse:
    """Every statement of the filter that was issued, as one PDF to print and post."""
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    state = lists.state_of(request=request, kind=LIST)
    found = statement_page(actor=request.actor, narrowed=_narrowed(request, state), size=MOST_PRINTED + 1)
    if found.count > MOST_PRINTED:
        raise Refused("STATEMENT_PRINT_TOO_MANY", most=MOST_PRINTED)
    writer, target = PdfWriter(), BytesIO()
    for content in pdfs_of(actor=request.actor, statement_ids=[row.id for row in found.rows]):
        writer.append(PdfReader(BytesIO(content)))
    writer.write(target)
    name = f"statements-{request.today.isoformat()}.pdf"
    return sheet(name=name, content=target.getvalue())


def statement_with(*, request: PageRequest, statement_id: int, **forms: Form) -> HttpResponse:
    """The page of a statement with the form that came back, if one did."""
    shown = pages.statement_shown(actor=request.actor, statement_id=statement_id, whole=True)
    fresh: dict[str, Form] = {
        "answer": ReplyForm(items=shown.items, currency=shown.row.currency, initial={"replied_on": request.today}),
        "post": PostForm(),
        "withdraw": ReasonForm(auto_id="withdraw_%s"),
        "proof": ProofForm(auto_id="proof_%s"),
    }
    return render(
        request, "web/statements/page.html", {"shown": shown, "reasons": words.REASONS.items(), **fresh, **forms}
    )


def _narrowed(request: PageRequest, state: ListState) -> StatementFilter:
    which = lists.chosen(state=state, name="which", codes=list(WHICH), default="ALL")
    return StatementFilter(
        states=GROUPS[which],
        search=state.filters.get("q", ""),
        customer_id=lists.number_of(state=state, name="customer"),
        company_id=request.company_id,
        run_id=lists.number_of(state=state, name="run"),
        salesperson_id=lists.number_of(state=state, name="salesperson"),
        through=_last_day(state.filters.get("month", "")),
    )


def _last_day(text: str) -> date | None:
    """The last day of a month written as 2026-10; None where it says no month."""
    try:
        return month_of(day=date.fromisoformat(f"{text}-01")).through if text else None
    except ValueError:
        return None
