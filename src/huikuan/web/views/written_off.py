"""Write-offs: the requests, one with its papers, what stays a claim, money that comes later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.kernel.text_amounts import format_amount
from huikuan.provisions.access import write_off_for
from huikuan.provisions.operations.recovering import RecoveryDraft, book_recovery
from huikuan.provisions.operations.reversing import request_reversal
from huikuan.provisions.operations.writing_off import attach_evidence, request_write_off
from huikuan.provisions.queries.written_off import WriteOffRow, WrittenOffItem, write_off_page, written_off_page
from huikuan.provisions.rules.states import Category, WantedItem, WriteOffDraft
from huikuan.receipts.access import receipts_for
from huikuan.receivables.access import receivable_for
from huikuan.receivables.queries.items import open_items_of
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.follow_up import DecisionForm
from huikuan.web.forms.provisions import EvidenceForm, RecoveryForm, WriteOffItemsForm
from huikuan.web.pages import lists
from huikuan.web.pages import written_off as pages
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState

MOST_RECEIPTS = 100


@page()
def write_off_list(request: PageRequest) -> HttpResponse:
    """What somebody asks to write off, and what was."""
    state = lists.state_of(request=request, kind=pages.LIST)
    read = _reader(request, state)
    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=pages.LIST, state=state, read=read)
    shown = {
        "state": state,
        "table": lists.table_page(kind=pages.LIST, state=state, read=read),
        "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default="WAITING"),
    }
    return render(request, "web/provisions/write_offs.html", shown)


@page()
def claim_list(request: PageRequest) -> HttpResponse:
    """What is off the books and still a claim, with what came of it."""
    state = lists.state_of(request=request, kind=pages.CLAIMS)
    search, customer_id = state.filters.get("q", ""), lists.number_of(state=state, name="customer")

    def read(number: int, size: int) -> Page[WrittenOffItem]:
        return written_off_page(actor=request.actor, search=search, customer_id=customer_id, number=number, size=size)

    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=pages.CLAIMS, state=state, read=read)
    table = lists.table_page(kind=pages.CLAIMS, state=state, read=read)
    return render(request, "web/provisions/claims.html", {"state": state, "table": table})


@page()
def write_off_request(request: PageRequest, write_off_id: int) -> HttpResponse:
    """One request: items, papers, what came later."""
    return _request(request, write_off_id, EvidenceForm())


@page(need=Verb.PROVISION, methods=("POST",), takes_file=True)
def attach(request: PageRequest, write_off_id: int) -> HttpResponse:
    """Keep a paper that proves the loss."""
    write_off_for(actor=request.actor, write_off_id=write_off_id, need=Verb.PROVISION)
    form = EvidenceForm(request.POST, request.FILES)

    def call() -> Mapping[str, Any]:
        file = form.cleaned_data["file"]
        return attach_evidence(**_who(request), write_off_id=write_off_id, name=file.name, content=file.read())

    done = Done(_("Kept."), reverse("write_off_request", args=[write_off_id]))
    again = lambda: _request(request, write_off_id, form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.PROVISION, methods=("POST",))
def reverse_write_off(request: PageRequest, write_off_id: int) -> HttpResponse:
    """Ask another person to take a write-off back."""
    write_off_for(actor=request.actor, write_off_id=write_off_id, need=Verb.PROVISION)
    form = DecisionForm(request.POST)

    def call() -> Mapping[str, Any]:
        asked = {"write_off_id": write_off_id, "reason": form.cleaned_data["note"]}
        return request_reversal(**_who(request), today=request.today, **asked)

    done = Done(_("Asked. Another person decides."), reverse("write_off_request", args=[write_off_id]))
    again = lambda: _request(request, write_off_id, EvidenceForm(), form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.PROVISION, methods=("GET", "POST"))
def write_off_items(request: PageRequest, customer_id: int) -> HttpResponse:
    """Ask another person to write off what is open of several items of a customer, in one request."""
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.PROVISION))
    items = {
        row.id: row
        for row in open_items_of(actor=request.actor, customer_id=customer_id, as_of=request.today)
        if row.company_id == request.company_id
    }
    form = WriteOffItemsForm(request.POST or None, items=pages.choices_of(items=items.values()))

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        wanted = tuple(WantedItem(int(pk), items[int(pk)].parts.outstanding) for pk in typed["items"])
        draft = WriteOffDraft(Category(typed["category"]), typed["reason"], wanted)
        return request_write_off(**_who(request), today=request.today, draft=draft)

    def done(result: Mapping[str, Any]) -> Done:
        told = _("Asked. Another person decides; attach what proves it.")
        return Done(told, reverse("write_off_request", args=[result["write_off_id"]]))

    def again() -> HttpResponse:
        return render(request, "web/provisions/items.html", {"form": form, "customer": customer, "items": items})

    return again() if request.method == "GET" else act(request=request, form=form, call=call, done=done, again=again)


@page()
def paper(request: PageRequest, write_off_id: int, document_id: int) -> HttpResponse:
    """Hand out a paper of a request."""
    write_off_for(actor=request.actor, write_off_id=write_off_id)
    document, content = open_document(document_id=document_id, purpose=Purpose.WRITE_OFF, owner_id=write_off_id)
    return download(name=document.name, kind=document.content_type, content=content)


@page(need=Verb.ALLOCATE, methods=("GET", "POST"))
def recover(request: PageRequest, receivable_id: int) -> HttpResponse:
    """Book money that came for a written-off item."""
    row = receivable_for(actor=request.actor, receivable_id=receivable_id, need=Verb.ALLOCATE)
    form = RecoveryForm(
        request.POST or None,
        currency=row.currency,
        receipts=_receipts(request, row),
        initial={"amount": row.written_off_minor},
    )

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = RecoveryDraft(typed["receipt_id"], receivable_id, typed["amount"])
        return book_recovery(**_who(request), draft=draft)

    def again() -> HttpResponse:
        return render(request, "web/provisions/recover.html", {"form": form, "row": row})

    done = Done(_("Booked. What is still written off stays a claim."), reverse("written_off"))
    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _receipts(request: PageRequest, row: Any) -> list[tuple[int, str]]:
    """Unused money of the customer in the item's currency."""
    rows = receipts_for(actor=request.actor).filter(
        customer_id=row.customer_id, company_id=row.company_id, currency=row.currency, unapplied_minor__gt=0
    )
    return [
        (
            one.pk,
            f"{one.received_on.isoformat()} · {format_amount(minor=one.unapplied_minor, currency=one.currency)} {one.currency}",
        )
        for one in rows.order_by("-received_on", "-pk")[:MOST_RECEIPTS]
    ]


def _request(
    request: PageRequest, write_off_id: int, form: EvidenceForm, reversal: DecisionForm | None = None
) -> HttpResponse:
    shown = pages.write_off_page_of(actor=request.actor, write_off_id=write_off_id)
    forms = {"form": form, "reversal": reversal or DecisionForm()}
    return render(request, "web/provisions/write_off.html", {"shown": shown, "row": shown.shown.row, **forms})


def _reader(request: PageRequest, state: ListState) -> lists.Reader[WriteOffRow]:
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default="WAITING")
    wanted, search = "" if which == "ALL" else which, state.filters.get("q", "")
    return lambda number, size: write_off_page(
        actor=request.actor, state=wanted, search=search, number=number, size=size
    )


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
