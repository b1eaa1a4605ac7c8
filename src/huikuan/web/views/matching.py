"""The matching inbox: confirm a proposal with one key, look again, or go on to split by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.kernel.refusal import Changed
from huikuan.receipts.access import receipt_for
from huikuan.receipts.operations.allocating import AllocationDraft, Explanation, Share, allocate_receipts
from huikuan.receipts.operations.matching import run_matching
from huikuan.receipts.queries import ReceiptFilter, Which, match_of, row_of
from huikuan.web.acts import Done, act, key_of
from huikuan.web.pages import lists
from huikuan.web.pages import matching as pages
from huikuan.web.requests import PageRequest, page, safe_next
from huikuan.web.tables.state import ListState
from huikuan.web.toasts import Undo


@page(need=Verb.ALLOCATE)
def matching_list(request: PageRequest) -> HttpResponse:
    """Money that waits for a person, the largest first, with the proposals beside it."""
    state = lists.state_of(request=request, kind=pages.LIST)
    narrowed = _narrowed(request, state)

    def read(number: int, size: int) -> Page[pages.MatchLine]:
        return pages.match_lines(actor=request.actor, narrowed=narrowed, sort=state.sort, number=number, size=size)

    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=pages.LIST, state=state, read=read)
    shown: dict[str, Any] = {"state": state, "here": request.get_full_path()}
    if state.row is not None:
        shown |= _panel(request, state.row)
    if lists.only_panel(request=request):
        return render(request, "web/matching/panel.html", shown)
    shown |= {
        "table": lists.table_page(kind=pages.LIST, state=state, read=read),
        "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default=Which.PROPOSED.value),
    }
    return render(request, "web/matching/list.html", shown)


@page(need=Verb.ALLOCATE, methods=("POST",))
def confirm_match(request: PageRequest, receipt_id: int, place: int) -> HttpResponse:
    """Allocate the receipt as proposal `place` says; what the person confirms also teaches."""
    row = receipt_for(actor=request.actor, receipt_id=receipt_id, need=Verb.ALLOCATE)
    match = match_of(actor=request.actor, receipt_ids=[receipt_id]).get(receipt_id)
    if match is None or place >= len(match.candidates):
        raise Changed("CHANGED", receipt=row.number)
    draft = _draft(receipt_id, match.policy_version, match.candidates[place])

    def call() -> Mapping[str, Any]:
        return allocate_receipts(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            company_id=row.company_id,
            allocations=[draft],
        )

    def done(result: Mapping[str, Any]) -> Done:
        fields: dict[str, str | list[str]] = {
            "posting_ids": [str(pk) for pk in result["posting_ids"]],
            "next": _back(request),
        }
        return Done(_("Allocated."), _back(request), Undo(reverse("undo_allocations", args=[receipt_id]), fields))

    def again() -> HttpResponse:
        return render(request, "web/matching/refused.html", {"form": form} | _panel(request, receipt_id))

    form = Form(request.POST)
    return act(request=request, form=form, call=call, done=done, again=again)


@page(need=Verb.ALLOCATE, methods=("POST",))
def run_again(request: PageRequest) -> HttpResponse:
    """Let the matcher look at all that waits once more."""
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        company_id = request.company_id or 0
        found = run_matching(actor=request.actor, now=request.now, company_id=company_id)
        return {"looked": found.looked, "applied": found.applied, "proposed": found.proposed}

    def done(result: Mapping[str, Any]) -> Done:
        said = _("%(looked)s looked at, %(applied)s allocated, %(proposed)s proposed.") % result
        return Done(said, reverse("matching"))

    return act(request=request, form=form, call=call, done=done, again=lambda: matching_list(request))


def _draft(receipt_id: int, policy_version: str, candidate: Mapping[str, Any]) -> AllocationDraft:
    why = Explanation(
        policy_version=policy_version,
        confidence_permille=candidate["confidence_permille"],
        reasons=tuple(candidate["reasons"]),
    )
    shares = tuple(Share(int(pk), int(minor)) for pk, minor in candidate["shares"])
    return AllocationDraft(receipt_id, shares, explanation=why)


def _panel(request: PageRequest, receipt_id: int) -> dict[str, Any]:
    row = row_of(row=receipt_for(actor=request.actor, receipt_id=receipt_id, need=Verb.ALLOCATE))
    return {
        "receipt": row,
        "proposals": pages.proposals(actor=request.actor, receipt=row, today=request.today),
        "here": _back(request),
    }


def _back(request: PageRequest) -> str:
    return safe_next(request=request, otherwise=reverse("matching"))


def _narrowed(request: PageRequest, state: ListState) -> ReceiptFilter:
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default=Which.PROPOSED.value)
    return ReceiptFilter(which=Which(which), search=state.filters.get("q", ""), company_id=request.company_id)
