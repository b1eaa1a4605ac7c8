"""Other legal deadlines: what ends soonest, finished with a note, or run anew from what interrupted them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.clocks.access import deadline_for
from huikuan.clocks.operations.ending import finish_deadline
from huikuan.clocks.operations.recording import Paper
from huikuan.clocks.operations.renewing import Renewal, renew_deadline
from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.clocks import FinishForm, RenewalForm
from huikuan.web.pages import legal_deadlines as legal
from huikuan.web.requests import PageRequest, page

RENEWAL_FIELDS = {"DEADLINE_RENEWED_DAY": "on", "CLOCK_EVENT_EVIDENCE": "file", "REASON_NEEDED": "note"}


@page()
def legal_deadlines(request: PageRequest) -> HttpResponse:
    """Guarantors, bills and other legal deadlines, the nearest end in front."""
    return _deadlines(request)


@page(need=Verb.HANDLE_CASE, methods=("POST",))
def finish(request: PageRequest, deadline_id: int) -> HttpResponse:
    """Say what was done about a deadline."""
    row = deadline_for(actor=request.actor, deadline_id=deadline_id, need=Verb.HANDLE_CASE)
    form = FinishForm(request.POST)
    back = legal.address_of(reference=row.reference) or reverse("legal_deadlines")

    def call() -> Mapping[str, Any]:
        note = form.cleaned_data["note"]
        return finish_deadline(**_who(request), today=request.today, deadline_id=deadline_id, note=note)

    done = Done(_("Finished. Nobody is warned of it again."), back)
    return act(
        request=request,
        form=form,
        call=call,
        done=lambda _: done,
        again=lambda: _deadlines(request, finish=form, about=deadline_id),
    )


@page(need=Verb.HANDLE_CASE, methods=("POST",), takes_file=True)
def renew(request: PageRequest, deadline_id: int) -> HttpResponse:
    """Let a period run anew from what interrupted it."""
    deadline_for(actor=request.actor, deadline_id=deadline_id, need=Verb.HANDLE_CASE)
    form = RenewalForm(request.POST, request.FILES)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        renewal = Renewal(typed["on"], typed["note"], Paper(typed["file"].name, typed["file"].read()))
        return renew_deadline(**_who(request), today=request.today, deadline_id=deadline_id, renewal=renewal)

    done = Done(_("Recorded with its evidence. The period runs anew."), reverse("legal_deadlines"))
    again = lambda: _deadlines(request, renewal=form, about=deadline_id)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again, fields=RENEWAL_FIELDS)


@page()
def deadline_file(request: PageRequest, deadline_id: int) -> HttpResponse:
    """Hand out the paper of what interrupted a period."""
    row = deadline_for(actor=request.actor, deadline_id=deadline_id)
    if row.document_id is None:
        raise NotPermitted("DEADLINE_NOT_VISIBLE", deadline=deadline_id)
    kept, content = open_document(document_id=row.document_id, purpose=Purpose.CLOCK, owner_id=row.customer_id)
    return download(name=kept.name, kind=kept.content_type, content=content)


def _deadlines(
    request: PageRequest, *, finish: Form | None = None, renewal: Form | None = None, about: int | None = None
) -> HttpResponse:
    fresh: dict[str, Form] = {"finish": FinishForm(auto_id=False), "renewal": RenewalForm(auto_id=False)}
    shown = {
        "lines": legal.other_lines(actor=request.actor, today=request.today),
        "undated": legal.undated_lines(actor=request.actor),
        "about": about,
        "typed": {"finish": finish or fresh["finish"], "renewal": renewal or fresh["renewal"]},
        **fresh,
    }
    return render(request, "web/clocks/deadlines.html", shown)


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
