"""Contracts: the list, the page of one with its plan, its printed form, its papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from huikuan.contracts.access import contract_for
from huikuan.contracts.queries.lists import ContractFilter, waiting_milestones
from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.web.downloads import download
from huikuan.web.forms.contracts import EventForm, SignForm, TakeEventBackForm
from huikuan.web.forms.deliveries import ProgressForm
from huikuan.web.pages import contracts as pages
from huikuan.web.pages import lists
from huikuan.web.pages.deliveries import contract_side
from huikuan.web.pages.lists import Listed
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState

Forms = dict[str, Any]


@page()
def contract_list(request: PageRequest) -> HttpResponse:
    """Contracts with what was received and what comes next."""
    state, read = _list(request)
    shown = pages.contract_shown(actor=request.actor, today=request.today, contract_id=state.row) if state.row else None
    listed = Listed(pages.CONTRACTS, state, read)

    def rest() -> dict[str, Any]:
        return {
            "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default=""),
            "waiting": waiting_milestones(actor=request.actor, today=request.today)[:5],
        }

    return lists.answer(request=request, listed=listed, folder="contracts", beside={"shown": shown}, rest=rest)


@page()
def contract(request: PageRequest, contract_id: int) -> HttpResponse:
    """One contract: its plan, what happened, what it says, how it was amended."""
    return contract_page(request=request, contract_id=contract_id)


@page()
def print_contract(request: PageRequest, contract_id: int) -> HttpResponse:
    """The contract and its plan on paper."""
    shown = pages.contract_shown(actor=request.actor, today=request.today, contract_id=contract_id)
    return render(request, "web/contracts/print.html", {"shown": shown, "company": request.company})


@page()
def contract_file(request: PageRequest, contract_id: int, document_id: int) -> HttpResponse:
    """A paper of the contract, as a download."""
    row = contract_for(actor=request.actor, contract_id=contract_id)
    document, content = open_document(document_id=document_id, purpose=Purpose.CONTRACT, owner_id=row.pk)
    return download(name=document.name, kind=document.content_type, content=content)


def contract_page(*, request: PageRequest, contract_id: int, forms: Forms | None = None) -> HttpResponse:
    """The page of a contract; `forms` are those that were sent and failed, by name."""
    shown = pages.contract_shown(actor=request.actor, today=request.today, contract_id=contract_id)
    may_edit, given = request.actor.may(Verb.EDIT_CONTRACT), forms or {}
    today = {"signed_on": request.today, "happened_on": request.today, "effective_date": request.today}
    context = {
        "shown": shown,
        "may_edit": may_edit,
        "sign_form": given.get("sign", SignForm(auto_id="sign_%s", initial=today)),
        "event_form": given.get("event", EventForm(auto_id="event_%s", initial=today)),
        "back_form": given.get("back", TakeEventBackForm(auto_id="back_%s", initial=today)),
        "progress_form": given.get("progress", ProgressForm(auto_id="progress_%s", initial=today)),
        "our_side": contract_side(
            actor=request.actor,
            contract_id=contract_id,
            number=shown.details.row.number,
            customer_id=shown.details.row.customer_id,
            today=request.today,
        ),
        "failed": next(iter(given.values()), None),
        "failed_name": next(iter(given), ""),
    }
    return render(request, "web/contracts/page.html", context)


def _list(request: PageRequest) -> tuple[ListState, Callable[[int, int], Page[pages.ContractLine]]]:
    state = lists.state_of(request=request, kind=pages.CONTRACTS)
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default="")
    narrowed = ContractFilter(
        search=state.filters.get("q", ""),
        state="" if which == "LATE" else which,
        customer_id=lists.number_of(state=state, name="customer"),
        company_id=request.company_id,
        late_on=request.today if which == "LATE" else None,
    )

    def read(number: int, size: int) -> Page[pages.ContractLine]:
        return pages.contract_lines(actor=request.actor, narrowed=narrowed, sort=state.sort, number=number, size=size)

    return state, read
