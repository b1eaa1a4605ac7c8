"""The matching inbox: confirm a proposal with one key, look again, or go on to split by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import PAGE_SIZE, Page
from huikuan.kernel.refusal import Changed
from huikuan.receipts.access import receipt_for
from huikuan.receipts.operations.allocating import AllocationDraft, Explanation, Share, allocate_receipts
from huikuan.receipts.operations.matching import run_matching
from huikuan.receipts.queries.allocations import allocations_after, reasons_of
from huikuan.receipts.queries.matches import match_of
from huikuan.receipts.queries.receipts import ReceiptFilter, ReceiptRow, Which, receipt_page, row_of
from huikuan.web.acts import Done, act, asks_for_toast, key_of
from huikuan.web.pages import lists
from huikuan.web.pages import matching as pages
from huikuan.web.pages.beside import next_row, state_at
from huikuan.web.pages.passing_on import splits_shown
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState
from huikuan.web.toasts import Undo

LIST = "list"
"""The field in which a form beside the list carries the list's address."""
MOST_SHARES = 200


@page(need=Verb.VIEW_MATCHING)
def matching_list(request: PageRequest) -> HttpResponse:
    """Money that waits for a person, the largest first, with the proposals beside it."""
    state = lists.state_of(request=request, kind=pages.LIST)
    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=pages.LIST, state=state, read=_reader(request, state))
    if lists.only_panel(request=request):
        return render(request, "web/matching/panel.html", _panel(request, state, Form()))
    return _list(request, state, Form())


@page(need=Verb.ALLOCATE, methods=("POST",))
def confirm_match(request: PageRequest, receipt_id: int, place: int) -> HttpResponse:
    """Allocate the receipt as proposal `place` says and open the next; what the person confirms also teaches."""
    row = row_of(row=receipt_for(actor=request.actor, receipt_id=receipt_id, need=Verb.ALLOCATE))
    state = replace(posted_state(request=request), row=receipt_id)
    goes_on = not asks_for_toast(request=request)
    following = state.with_row(_following(request, state, receipt_id)) if goes_on else state.closed

    def call() -> Mapping[str, Any]:
        draft = _draft(request, row, place)
        result = allocate_receipts(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            company_id=row.company_id,
            allocations=[draft],
        )
        return {**result, "minor": sum(share.amount_minor for share in draft.shares)}

    def done(result: Mapping[str, Any]) -> Done:
        postings = [str(pk) for pk in result["posting_ids"]]
        fields: dict[str, str | list[str]] = {"posting_ids": postings, "next": state.address}
        said = pages.allocated(receipt=row, minor=result["minor"])
        return Done(said, following, Undo(reverse("undo_allocations", args=[receipt_id]), fields))

    form = Form(request.POST)
    return act(request=request, form=form, call=call, done=done, again=lambda: _list(request, state, form))


@page(need=Verb.ALLOCATE, methods=("POST",))
def run_again(request: PageRequest) -> HttpResponse:
    """Let the matcher look at all that waits once more."""
    form = Form(request.POST)
    state = posted_state(request=request)

    def call() -> Mapping[str, Any]:
        found = run_matching(actor=request.actor, now=request.now, company_id=_company_id(request, state) or 0)
        return {"looked": found.looked, "applied": found.applied, "proposed": found.proposed}

    def done(result: Mapping[str, Any]) -> Done:
        said = _("%(looked)s looked at, %(applied)s allocated, %(proposed)s proposed.") % result
        return Done(said, state.address)

    return act(request=request, form=form, call=call, done=done, again=lambda: _list(request, state, form))


def matching_again(*, request: PageRequest, state: ListState, form: Form) -> HttpResponse:
    """The inbox with the form that was refused, for acts of other views on its rows."""
    return _list(request, state, form)


def posted_state(*, request: PageRequest) -> ListState:
    """Where in the inbox an act was asked for, by the address the form carries."""
    return state_at(address=request.POST.get(LIST, ""), path=reverse("matching"), kind=pages.LIST)


def _list(request: PageRequest, state: ListState, form: Form) -> HttpResponse:
    shown = _panel(request, state, form) | {
        "table": lists.table_page(kind=pages.LIST, state=state, read=_reader(request, state)),
        "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default=Which.PROPOSED.value),
        "which": _narrowed(request, state).which.value,
    }
    return render(request, "web/matching/list.html", shown)


def _panel(request: PageRequest, state: ListState, form: Form) -> dict[str, Any]:
    shown: dict[str, Any] = {"state": state, "form": form}
    if state.row is None:
        return shown
    row = row_of(row=receipt_for(actor=request.actor, receipt_id=state.row, need=Verb.VIEW_MATCHING))
    match = match_of(actor=request.actor, receipt_ids=[row.id]).get(row.id)
    found = pages.proposals(actor=request.actor, receipt=row, match=match, today=request.today)
    splits = splits_shown(request=request, receipt=row, match=match)
    nobodys = pages.nobodys(receipt=row) if request.actor.may(Verb.POST_RECEIPT) else ()
    return shown | {"receipt": row, "proposals": found, "splits": splits, "nobodys": nobodys}


def _draft(request: PageRequest, row: ReceiptRow, place: int) -> AllocationDraft:
    """What the proposal says. Once all the money is used it is what was posted, so that a second press asks the same."""
    match = match_of(actor=request.actor, receipt_ids=[row.id]).get(row.id)
    if match is not None and place < len(match.candidates):
        candidate = match.candidates[place]
        if request.POST.get("seen") != pages.seen_of(candidate=candidate):
            raise Changed("CHANGED", receipt=row.number)
        shares = tuple(Share(int(pk), int(minor)) for pk, minor in candidate["shares"])
        reasons = tuple(candidate["reasons"])
        why = Explanation(
            policy_version=match.policy_version,
            confidence_permille=candidate["confidence_permille"],
            reasons=reasons,
        )
        return AllocationDraft(row.id, shares, explanation=why)
    used = allocations_after(actor=request.actor, after_id=0, limit=MOST_SHARES, receipt_id=row.id)
    live = [one for one in used if one.is_live]
    if row.parts.unapplied or not live:
        raise Changed("CHANGED", receipt=row.number)
    known = reasons_of(posting_ids=[live[0].posting_id])[live[0].posting_id]
    why = Explanation(known.is_automatic, known.policy_version, known.confidence_permille, known.reasons)
    return AllocationDraft(row.id, tuple(Share(one.receivable_id, one.amount_minor) for one in live), explanation=why)


def _following(request: PageRequest, state: ListState, receipt_id: int) -> int | None:
    shown = receipt_page(
        actor=request.actor, narrowed=_narrowed(request, state), sort=state.sort, number=state.page, size=PAGE_SIZE
    )
    return next_row(rows=shown.rows, id_of=lambda row: row.id, after=receipt_id)


def _reader(request: PageRequest, state: ListState) -> lists.Reader[pages.MatchLine]:
    narrowed = _narrowed(request, state)

    def read(number: int, size: int) -> Page[pages.MatchLine]:
        return pages.match_lines(actor=request.actor, narrowed=narrowed, sort=state.sort, number=number, size=size)

    return read


def _narrowed(request: PageRequest, state: ListState) -> ReceiptFilter:
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default=Which.PROPOSED.value)
    return ReceiptFilter(which=Which(which), search=state.filters.get("q", ""), company_id=_company_id(request, state))


def _company_id(request: PageRequest, state: ListState) -> int | None:
    """The own company the list's address names, if the person may see it; else the one chosen."""
    wanted = lists.number_of(state=state, name="company")
    return wanted if wanted in {company.id for company in request.companies} else request.company_id
