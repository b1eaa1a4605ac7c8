"""Duplicates: customers who may be the same company; look at both, merge them, undo it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.customers.access import customer_for
from huikuan.customers.merging import merge_customers, undo_merge
from huikuan.customers.queries import row_of
from huikuan.kernel.actor import Verb
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.customer_file import ReasonForm
from huikuan.web.pages import customer_file as files
from huikuan.web.pages import customers as pages
from huikuan.web.requests import PageRequest, page, safe_next
from huikuan.web.toasts import Undo, say


@page(need=Verb.EDIT_CUSTOMER)
def duplicates(request: PageRequest) -> HttpResponse:
    """Pairs of customers who may be the same, the surest first, and the merges that stand."""
    pairs, count = files.duplicate_page(actor=request.actor)
    merges = files.merge_lines(actor=request.actor)
    return render(request, "web/customers/file/duplicates.html", {"pairs": pairs, "count": count, "merges": merges})


@page(need=Verb.EDIT_CUSTOMER, methods=("GET", "POST"))
def merge(request: PageRequest, customer_id: int, into_id: int) -> HttpResponse:
    """Both customers side by side, and the button that declares them the same."""
    form = ReasonForm(request.POST or None)
    sides = [_side(request, pk) for pk in (customer_id, into_id)]

    def call() -> Mapping[str, Any]:
        return merge_customers(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            customer_id=customer_id,
            into_id=into_id,
            reason=form.cleaned_data["reason"],
        )

    def done(result: Mapping[str, Any]) -> Done:
        undo = Undo(reverse("undo_merge", args=[result["merge_id"]]), {})
        return Done(_("Merged."), reverse("customer_file", args=[into_id]), undo)

    def again() -> HttpResponse:
        return render(request, "web/customers/file/merge.html", {"same": sides[0], "kept": sides[1], "form": form})

    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=done, again=again)


@page(need=Verb.EDIT_CUSTOMER, methods=("POST",))
def part(request: PageRequest, merge_id: int) -> HttpResponse:
    """Undo a merge."""
    done = undo_merge(actor=request.actor, now=request.now, key=key_of(request=request), merge_id=merge_id)
    say(request=request, text=_("The merge is undone; both customers stand as before."))
    back = reverse("customer_file", args=[done["customer_id"]])
    return HttpResponseRedirect(safe_next(request=request, otherwise=back), status=303)


def _side(request: PageRequest, customer_id: int) -> pages.CustomerPage:
    row = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.EDIT_CUSTOMER))
    own = request.company.currency if request.company else "CNY"
    return pages.customer_shown(actor=request.actor, today=request.today, customer=row, currency=own)
