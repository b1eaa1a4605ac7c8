"""Deliveries: the list, the page of one, its papers, the tolerance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.deliveries.access import note_for
from huikuan.deliveries.operations.policies import set_delivery_policy
from huikuan.deliveries.policies import policy_in_force
from huikuan.deliveries.queries.notes import NoteFilter, NoteRow, note_page
from huikuan.deliveries.rules.policy import DeliveryPolicy
from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.deliveries import AcceptForm, SalesForm, SignatureForm, ToleranceForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import deliveries as pages
from huikuan.web.pages import delivery_lists, lists
from huikuan.web.pages.lists import Listed
from huikuan.web.requests import PageRequest, page

Forms = dict[str, Any]


@page()
def delivery_list(request: PageRequest) -> HttpResponse:
    """The deliveries, the latest first."""
    return _list(request, ToleranceForm(initial=_tolerance()))


@page()
def delivery(request: PageRequest, note_id: int) -> HttpResponse:
    """One delivery with its goods, its papers and what is left to do."""
    return delivery_page(request=request, note_id=note_id)


@page()
def delivery_file(request: PageRequest, note_id: int, document_id: int) -> HttpResponse:
    """A signed paper as it was uploaded; never shown inside our pages (TRUST S25)."""
    row = note_for(actor=request.actor, note_id=note_id)
    kept, content = open_document(document_id=document_id, purpose=Purpose.DELIVERY, owner_id=row.pk)
    return download(name=kept.name, kind=kept.content_type, content=content)


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def tolerance(request: PageRequest) -> HttpResponse:
    """Decide by how much a delivery may differ from its order."""
    form = ToleranceForm(request.POST)

    def call() -> Mapping[str, Any]:
        seen = number_in(text=request.POST.get("seen", "")) or 0
        wanted = DeliveryPolicy(seen, form.cleaned_data["over"], form.cleaned_data["short"])
        key, reason = key_of(request=request), form.cleaned_data["reason"]
        return set_delivery_policy(actor=request.actor, now=request.now, key=key, wanted=wanted, reason=reason)

    done = Done(_("Saved. Orders placed from now on go by it."), reverse("deliveries"))
    return act(request=request, form=form, call=call, done=lambda _: done, again=lambda: _list(request, form))


def delivery_page(*, request: PageRequest, note_id: int, forms: Forms | None = None) -> HttpResponse:
    """The page of a delivery; `forms` are those that were sent and failed, by name."""
    shown = pages.delivery_shown(actor=request.actor, note_id=note_id, today=request.today)
    given, today = forms or {}, {"signed_on": request.today}
    lines = shown.details.lines
    context = {
        "shown": shown,
        "may_edit": request.actor.may(Verb.EDIT_CONTRACT) and shown.details.row.state != "TAKEN_BACK",
        "sign_form": given.get("sign", SignatureForm(auto_id="sign_%s", initial=today)),
        "accept_form": given.get("accept", AcceptForm(auto_id="accept_%s", initial=today, lines=lines)),
        "sales_form": given.get("sales", SalesForm(auto_id="sales_%s", initial=today, lines=lines)),
        "failed": next(iter(given.values()), None),
        "failed_name": next(iter(given), ""),
        "today": request.today,
    }
    return render(request, "web/deliveries/page.html", context)


def _list(request: PageRequest, form: ToleranceForm) -> HttpResponse:
    kind = delivery_lists.NOTES
    state = lists.state_of(request=request, kind=kind)
    which = lists.chosen(state=state, name="which", codes=list(delivery_lists.WHICH), default="ALL")
    customer_id = lists.number_of(state=state, name="customer")
    narrowed = NoteFilter(which, state.filters.get("q", ""), customer_id, request.company_id)

    def read(number: int, size: int) -> Page[NoteRow]:
        return note_page(actor=request.actor, narrowed=narrowed, sort=state.sort, number=number, size=size)

    opened = state.row
    shown = pages.delivery_shown(actor=request.actor, note_id=opened, today=request.today) if opened else None
    listed = Listed(kind, state, read)

    def rest() -> dict[str, Any]:
        return {
            "tabs": lists.tabs(state=state, name="which", titles=delivery_lists.WHICH, default="ALL"),
            "may_edit": request.actor.may(Verb.EDIT_CONTRACT),
            "policy": policy_in_force(),
            "form": form if request.actor.may(Verb.EDIT_POLICY) else None,
        }

    return lists.answer(request=request, listed=listed, folder="deliveries", beside={"shown": shown}, rest=rest)


def _tolerance() -> dict[str, int]:
    policy = policy_in_force()
    return {"over": policy.over_permille, "short": policy.short_permille}
