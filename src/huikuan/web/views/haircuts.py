"""How much of each kind of security counts in the exposure: the newest version as a form, and every version before it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.kernel.actor import Verb
from huikuan.securities.operations.recording import save_haircuts
from huikuan.securities.queries import haircut_rows, haircuts_now
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.securities import HaircutsForm
from huikuan.web.numbers import number_in
from huikuan.web.pages.securities import version_lines
from huikuan.web.requests import PageRequest, page


@page()
def haircuts(request: PageRequest) -> HttpResponse:
    """The shares in force as a form to edit, and their versions."""
    return _haircuts(request, HaircutsForm(before=haircuts_now()))


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def change_haircuts(request: PageRequest) -> HttpResponse:
    """Save the next version of the shares; it holds at once."""
    form = HaircutsForm(request.POST, before=haircuts_now())

    def call() -> Mapping[str, Any]:
        seen = number_in(text=request.POST.get("seen", "")) or 0
        return save_haircuts(
            actor=request.actor, now=request.now, key=key_of(request=request), haircuts=form.haircuts(number=seen)
        )

    def done(result: Mapping[str, Any]) -> Done:
        return Done(_("Version %(number)s is saved.") % result, reverse("haircuts"))

    fields = {"HAIRCUT_SOURCE": "source"}
    return act(request=request, form=form, call=call, done=done, again=lambda: _haircuts(request, form), fields=fields)


def _haircuts(request: PageRequest, form: HaircutsForm) -> HttpResponse:
    shown = {
        "form": form,
        "haircuts": haircuts_now(),
        "versions": version_lines(rows=haircut_rows()),
        "may_edit": request.actor.may(Verb.EDIT_POLICY),
    }
    return render(request, "web/securities/haircuts.html", shown)
