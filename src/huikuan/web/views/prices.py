"""Price confirmations: the list, the page of one, what happens to it, its papers; where invoices differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page, page_bounds
from huikuan.kernel.refusal import NotPermitted
from huikuan.prices.operations.policies import set_tolerance
from huikuan.prices.operations.signing import sign_confirmation
from huikuan.prices.operations.writing import recall_confirmation, send_confirmation
from huikuan.prices.printing import confirmation_pdf
from huikuan.prices.queries.confirmations import (
    ConfirmationFilter,
    ConfirmationRow,
    confirmation_page,
    confirmation_row,
    tolerance_in_force,
)
from huikuan.prices.queries.differences import price_differences
from huikuan.prices.rules.comparing import Deviation
from huikuan.web import downloads
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.prices import SignedCopyForm, ToleranceForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import lists
from huikuan.web.pages import prices as pages
from huikuan.web.pages.lists import Listed
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState
from huikuan.wording import prices as words

USUAL_DAYS, MOST_DAYS = 90, 3_660
DEVIATIONS = {"ALL": pages.WHICH["ALL"], **words.DEVIATIONS}


@page()
def confirmation_list(request: PageRequest) -> HttpResponse:
    """The confirmations, those that began last first."""
    state = lists.state_of(request=request, kind=pages.LIST)
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default="ALL")
    narrowed = ConfirmationFilter(
        "" if which == "ALL" else which,
        state.filters.get("q", ""),
        lists.number_of(state=state, name="customer"),
    )

    def read(number: int, size: int) -> Page[ConfirmationRow]:
        return confirmation_page(actor=request.actor, narrowed=narrowed, sort=state.sort, number=number, size=size)

    listed = Listed(pages.LIST, state, read)

    def rest() -> dict[str, Any]:
        return {
            "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default="ALL"),
            "may_edit": request.actor.may(Verb.EDIT_CONTRACT),
        }

    return lists.answer(
        request=request, listed=listed, folder="prices", beside={"shown": _opened(request, state.row)}, rest=rest
    )


@page()
def confirmation(request: PageRequest, confirmation_id: int) -> HttpResponse:
    """One confirmation with its prices, its papers and what happened to it."""
    return _confirmation(request, confirmation_id, SignedCopyForm(initial={"signed_on": request.today}))


@page(need=Verb.EDIT_CONTRACT, methods=("POST",))
def send(request: PageRequest, confirmation_id: int) -> HttpResponse:
    """Say that it went to the customer."""
    return _simple(
        request, confirmation_id, send_confirmation, _("It is with the customer; it is not changed any more.")
    )


@page(need=Verb.EDIT_CONTRACT, methods=("POST",))
def recall(request: PageRequest, confirmation_id: int) -> HttpResponse:
    """Make it a draft again."""
    return _simple(request, confirmation_id, recall_confirmation, _("It is a draft again."))


@page(need=Verb.EDIT_CONTRACT, methods=("POST",), takes_file=True)
def sign(request: PageRequest, confirmation_id: int) -> HttpResponse:
    """Keep the signed copy."""
    form = SignedCopyForm(request.POST, request.FILES)

    def call() -> Mapping[str, Any]:
        return sign_confirmation(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            confirmation_id=confirmation_id,
            signature=form.signature(),
        )

    done = Done(
        _("Signed. Invoices are compared with these prices."), reverse("price_confirmation", args=[confirmation_id])
    )
    again = lambda: _confirmation(request, confirmation_id, form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page()
def sheet(request: PageRequest, confirmation_id: int) -> HttpResponse:
    """The paper to be signed, as PDF."""
    content = confirmation_pdf(actor=request.actor, confirmation_id=confirmation_id)
    return downloads.sheet(name=f"prices-{confirmation_id}.pdf", content=content)


@page()
def signed_copy(request: PageRequest, confirmation_id: int) -> HttpResponse:
    """The signed copy as it was uploaded; never shown inside our pages (TRUST S25)."""
    row = confirmation_row(actor=request.actor, confirmation_id=confirmation_id)
    if row is None or row.signed_document_id is None:
        raise NotPermitted("PRICES_NOT_VISIBLE", confirmation=confirmation_id)
    kept, content = open_document(document_id=row.signed_document_id, purpose=Purpose.PRICES, owner_id=row.id)
    return downloads.download(name=kept.name, kind=kept.content_type, content=content)


@page()
def difference_list(request: PageRequest) -> HttpResponse:
    """Invoice lines that deviate from what the customer confirmed, of the last days."""
    return _differences(request, ToleranceForm(initial=_tolerance()))


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def tolerance(request: PageRequest) -> HttpResponse:
    """Decide by how much a billed price may differ."""
    form = ToleranceForm(request.POST)

    def call() -> Mapping[str, Any]:
        return set_tolerance(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            tolerance_permille=form.cleaned_data["permille"],
            reason=form.cleaned_data["reason"],
            seen=number_in(text=request.POST.get("seen", "")) or 0,
        )

    done = Done(_("Saved. The list goes by it at once."), reverse("price_differences"))
    return act(request=request, form=form, call=call, done=lambda _: done, again=lambda: _differences(request, form))


def _opened(request: PageRequest, row_id: int | None) -> pages.ConfirmationShown | None:
    if row_id is None:
        return None
    return pages.confirmation_shown(actor=request.actor, confirmation_id=row_id, today=request.today)


def _confirmation(request: PageRequest, confirmation_id: int, form: Form) -> HttpResponse:
    shown = pages.confirmation_shown(actor=request.actor, confirmation_id=confirmation_id, today=request.today)
    may_edit = request.actor.may(Verb.EDIT_CONTRACT)
    copy = form if isinstance(form, SignedCopyForm) else SignedCopyForm(initial={"signed_on": request.today})
    return render(request, "web/prices/page.html", {"shown": shown, "form": form, "copy": copy, "may_edit": may_edit})


def _simple(
    request: PageRequest, confirmation_id: int, change: Callable[..., Mapping[str, Any]], said: str
) -> HttpResponse:
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        key = key_of(request=request)
        return change(actor=request.actor, now=request.now, key=key, confirmation_id=confirmation_id)

    done = Done(said, reverse("price_confirmation", args=[confirmation_id]))
    again = lambda: _confirmation(request, confirmation_id, form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _differences(request: PageRequest, form: ToleranceForm) -> HttpResponse:
    state = lists.state_of(request=request, kind=pages.DIFFERENCES)
    days = min(lists.number_of(state=state, name="days") or USUAL_DAYS, MOST_DAYS)
    read = _difference_reader(request, state, days)
    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=pages.DIFFERENCES, state=state, read=read)
    opened = (
        next((one for one in lists.all_rows(read=read) if one.row.line_id == state.row), None) if state.row else None
    )
    shown: dict[str, Any] = {"state": state, "shown": opened}
    if lists.only_panel(request=request):
        return render(request, "web/prices/difference.html", shown)
    shown |= {
        "days": days,
        "table": lists.table_page(kind=pages.DIFFERENCES, state=state, read=read),
        "tabs": lists.tabs(state=state, name="which", titles=DEVIATIONS, default="ALL"),
        "tolerance": tolerance_in_force(),
        "form": form if request.actor.may(Verb.EDIT_POLICY) else None,
    }
    return render(request, "web/prices/differences.html", shown)


def _difference_reader(request: PageRequest, state: ListState, days: int) -> lists.Reader[pages.DifferenceLine]:
    which = lists.chosen(state=state, name="which", codes=list(DEVIATIONS), default="ALL")
    found = price_differences(
        actor=request.actor,
        since=request.today - timedelta(days=days),
        through=request.today,
        customer_id=lists.number_of(state=state, name="customer"),
    )
    rows = tuple(row for row in found if which == "ALL" or row.deviation is Deviation(which))

    def read(number: int, size: int) -> Page[pages.DifferenceLine]:
        start, end = page_bounds(number=number, size=size)
        return Page(pages.difference_lines(rows=rows[start:end]), number, size, len(rows), {})

    return read


def _tolerance() -> dict[str, int]:
    return {"permille": tolerance_in_force().tolerance_permille}
