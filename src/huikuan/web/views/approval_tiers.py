"""Who approves what: the tiers of amounts of each kind of request, their versions, the next one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.approvals.operations import save_tiers
from huikuan.approvals.rules import RequestKind
from huikuan.kernel.actor import Verb
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.approvals import TiersForm
from huikuan.web.numbers import number_in
from huikuan.web.pages.approval_tiers import TiersShown, tier_kinds, tiers_shown
from huikuan.web.requests import PageRequest, page


@page(need=Verb.EDIT_POLICY)
def tiers_list(request: PageRequest) -> HttpResponse:
    """The tiers in force for each kind of request."""
    return render(request, "web/approvals/tiers.html", {"lines": tier_kinds(today=request.today)})


@page(need=Verb.EDIT_POLICY, methods=("GET", "POST"))
def edit_tiers(request: PageRequest, kind: str) -> HttpResponse:
    """The tiers of one kind as a form, and their versions; saving makes the next version."""
    shown = _shown(request, kind)
    form = TiersForm(request.POST or None, kind=shown.kind, tiers=shown.newest, today=request.today)

    def call() -> Mapping[str, Any]:
        seen = number_in(text=request.POST.get("seen", "")) or 0
        return save_tiers(
            actor=request.actor,
            now=request.now,
            today=request.today,
            key=key_of(request=request),
            tiers=form.draft(seen=seen),
        )

    def done(result: Mapping[str, Any]) -> Done:
        text = _("Saved as version %(number)s.") % {"number": result["number"]}
        return Done(text, reverse("edit_approval_tiers", args=[kind]))

    def again() -> HttpResponse:
        return render(request, "web/approvals/edit_tiers.html", {"shown": shown, "form": form})

    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=done, again=again)


def _shown(request: PageRequest, kind: str) -> TiersShown:
    if kind not in set(RequestKind):
        raise Http404
    return tiers_shown(kind=RequestKind(kind), today=request.today)
