"""Money to claim (认款): the list with one announcement beside it, claiming, deciding, and taking either back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.claims.access import claim_for
from huikuan.claims.operations.announcing import announce_receipt
from huikuan.claims.operations.claiming import claim_money, withdraw_claim
from huikuan.claims.operations.deciding import Decision, decide_claim, reopen_claim
from huikuan.claims.queries.claims import TO_CLAIM, AnnouncedRow, announced_page
from huikuan.customers.queries import CustomerRow, found_customers, row_of
from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.kernel.refusal import NotPermitted
from huikuan.receipts.access import receipt_for, receipts_for
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.claims import ClaimForm, RefusalForm
from huikuan.web.pages import claims as pages
from huikuan.web.pages import lists
from huikuan.web.requests import PageRequest, page
from huikuan.web.toasts import Undo

MOST_CUSTOMERS = 300
"""So many customers are offered to choose from; the search narrows them."""

Call = Callable[[], Mapping[str, Any]]


@page()
def claim_list(request: PageRequest) -> HttpResponse:
    """Money whose payer nobody knows, what concerns the reader, the last that came first."""
    return _list(request, {})


@page(need=Verb.CLAIM_RECEIPT, methods=("POST",), takes_file=True)
def claim(request: PageRequest, announcement_id: int) -> HttpResponse:
    """Say whose money it is, with the paper that shows it."""
    form = ClaimForm(request.POST, request.FILES, customers=_customers(request))

    def call() -> Mapping[str, Any]:
        draft = form.draft(announcement_id=announcement_id)
        return claim_money(actor=request.actor, now=request.now, key=key_of(request=request), draft=draft)

    done = Done(_("Claimed. Finance decides, and you see it here."), _beside(announcement_id))
    fields = {"CLAIM_GROUND_MISSING": "ground", "CLAIM_EVIDENCE_MISSING": "file", "CLAIMED_ALREADY": "customer"}
    again = lambda: _list(request, {"form": form}, announcement_id)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again, fields=fields)


@page(need=Verb.CLAIM_RECEIPT, methods=("POST",))
def withdraw(request: PageRequest, claim_id: int) -> HttpResponse:
    """Take one's own claim back."""
    row = claim_for(actor=request.actor, claim_id=claim_id, need=Verb.CLAIM_RECEIPT)

    def call() -> Mapping[str, Any]:
        return withdraw_claim(actor=request.actor, now=request.now, key=key_of(request=request), claim_id=claim_id)

    return _plain(request, row.announcement_id, call, Done(_("Claim withdrawn."), _beside(row.announcement_id)))


@page(need=Verb.ALLOCATE, methods=("POST",))
def accept(request: PageRequest, claim_id: int) -> HttpResponse:
    """The money is this customer's."""
    row = claim_for(actor=request.actor, claim_id=claim_id, need=Verb.ALLOCATE)

    def call() -> Mapping[str, Any]:
        return _decided(request, Decision(claim_id, accepts=True))

    undo = Undo(reverse("reopen_claim", args=[claim_id]), {})
    to = reverse("receipt", args=[row.announcement.receipt_id])
    done = Done(
        _("Accepted: the money is %(customer)s's. Allocate it here.") % {"customer": row.customer.name}, to, undo
    )
    return _plain(request, row.announcement_id, call, done)


@page(need=Verb.ALLOCATE, methods=("POST",))
def refuse(request: PageRequest, claim_id: int) -> HttpResponse:
    """The money is not this customer's; the claimant reads why."""
    row = claim_for(actor=request.actor, claim_id=claim_id, need=Verb.ALLOCATE)
    form = RefusalForm(request.POST)

    def call() -> Mapping[str, Any]:
        return _decided(request, Decision(claim_id, accepts=False, reason=form.cleaned_data["reason"]))

    done = Done(_("Refused. The money stays announced."), _beside(row.announcement_id))
    again = lambda: _list(request, {"refusal": form, "refused": claim_id}, row.announcement_id)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.ALLOCATE, methods=("POST",))
def reopen(request: PageRequest, claim_id: int) -> HttpResponse:
    """Take an acceptance back: nobody knows again whose money it is."""
    row = claim_for(actor=request.actor, claim_id=claim_id, need=Verb.ALLOCATE)

    def call() -> Mapping[str, Any]:
        return reopen_claim(actor=request.actor, now=request.now, key=key_of(request=request), claim_id=claim_id)

    done = Done(_("Taken back: the claim waits for a decision again."), _beside(row.announcement_id))
    return _plain(request, row.announcement_id, call, done)


@page(need=Verb.ALLOCATE, methods=("POST",))
def announce(request: PageRequest, receipt_id: int) -> HttpResponse:
    """Ask the salespeople concerned at once whose money it is."""
    row = receipt_for(actor=request.actor, receipt_id=receipt_id, need=Verb.ALLOCATE)

    def call() -> Mapping[str, Any]:
        return announce_receipt(
            actor=request.actor,
            now=request.now,
            today=request.today,
            key=key_of(request=request),
            receipt_id=row.pk,
            note=request.POST.get("note", "")[:300],
        )

    def done(result: Mapping[str, Any]) -> Done:
        return Done(_("Announced to the salespeople concerned."), _beside(int(result["announcement_id"])))

    form = Form(request.POST)
    return act(request=request, form=form, call=call, done=done, again=lambda: _list(request, {"form": form}))


@page()
def paper(request: PageRequest, claim_id: int, document_id: int) -> HttpResponse:
    """The paper of a claim as it was uploaded; never shown inside our pages (TRUST S25)."""
    claim_for(actor=request.actor, claim_id=claim_id)
    kept, content = open_document(document_id=document_id, purpose=Purpose.CLAIM, owner_id=claim_id)
    return download(name=kept.name, kind=kept.content_type, content=content)


def _list(request: PageRequest, forms: dict[str, Any], announcement_id: int | None = None) -> HttpResponse:
    state = lists.state_of(request=request, kind=pages.LIST)
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default=TO_CLAIM)

    def read(number: int, size: int) -> Page[AnnouncedRow]:
        search = state.filters.get("q", "")
        return announced_page(
            actor=request.actor, which=which, search=search, sort=state.sort, number=number, size=size
        )

    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=pages.LIST, state=state, read=read)
    shown = {"state": state, **_opened(request, announcement_id or state.row), **forms}
    if lists.only_panel(request=request):
        return render(request, "web/claims/panel.html", shown)
    shown |= {
        "table": lists.table_page(kind=pages.LIST, state=state, read=read),
        "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default=TO_CLAIM),
    }
    return render(request, "web/claims/list.html", shown)


def _opened(request: PageRequest, announcement_id: int | None) -> dict[str, Any]:
    if announcement_id is None:
        return {"shown": None}
    sees = request.actor.may(Verb.ALLOCATE)
    shown = pages.announced_shown(actor=request.actor, announcement_id=announcement_id, sees_receipt=sees)
    if shown is None:
        raise NotPermitted("ANNOUNCEMENT_NOT_VISIBLE", announcement=announcement_id)
    shown_receipt = sees and receipts_for(actor=request.actor).filter(pk=shown.row.receipt_id).exists()
    form = ClaimForm(auto_id="claim_%s", customers=_customers(request)) if shown.may_claim else None
    return {"shown": shown, "sees_receipt": shown_receipt, "form": form, "find": request.GET.get("find", "")}


def _customers(request: PageRequest) -> tuple[CustomerRow, ...]:
    """The reader's own customers, or those that fit his search."""
    rows = found_customers(actor=request.actor, search=(request.POST or request.GET).get("find", "").strip())
    return tuple(row_of(customer=row) for row in rows.order_by("name_sort", "pk")[:MOST_CUSTOMERS])


def _decided(request: PageRequest, decision: Decision) -> Mapping[str, Any]:
    return decide_claim(actor=request.actor, now=request.now, key=key_of(request=request), decision=decision)


def _plain(request: PageRequest, announcement_id: int, call: Call, done: Done) -> HttpResponse:
    form = Form(request.POST)
    again = lambda: _list(request, {"problem": form}, announcement_id)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _beside(announcement_id: int) -> str:
    return f"{reverse('claims')}?which=ALL&row={announcement_id}"
