"""Money that belongs to another own company or another currency: pass it on as typed or as proposed, take it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import Changed, NotPermitted
from huikuan.receipts.access import receipt_for
from huikuan.receipts.operations.passing_on import Passing, PassingDraft, pass_on, take_back_passed
from huikuan.receipts.queries.matches import match_of
from huikuan.receipts.queries.passed import passed_of
from huikuan.receipts.queries.receipts import row_of
from huikuan.web.acts import Done, act, key_of
from huikuan.web.pages import passing_on as pages
from huikuan.web.requests import PageRequest, page
from huikuan.web.toasts import Undo
from huikuan.web.views.matching import matching_again, posted_state
from huikuan.web.views.receipt_acts import receipt_context


@page(need=Verb.ALLOCATE, methods=("POST",))
def pass_on_typed(request: PageRequest, receipt_id: int) -> HttpResponse:
    """Pass a part of the receipt on, as typed."""
    row = row_of(row=receipt_for(actor=request.actor, receipt_id=receipt_id, need=Verb.ALLOCATE))
    form = pages.form_of(request=request, receipt=row, data=request.POST).get("pass_on", Form({}))

    def call() -> Mapping[str, Any]:
        if not form.fields:
            raise Changed("CHANGED", receipt=row.number)
        said = form.cleaned_data
        passing = Passing(
            said["company"], said["currency"], said["amount"], said["worth"], said["rate"], note=said["note"]
        )
        return _carried_out(request, PassingDraft(row.id, (passing,)))

    again = lambda: _receipt(request, receipt_id, "pass_on", form)  # noqa: E731
    fields = {"RATE_MISSING": "rate", "RATE_DIFFERS": "rate", "MORE_THAN_UNAPPLIED": "amount"}
    done = _done(receipt_id, reverse("receipt", args=[receipt_id]))
    return act(request=request, form=form, call=call, done=done, again=again, fields=fields)


@page(need=Verb.ALLOCATE, methods=("POST",))
def pass_on_proposed(request: PageRequest, receipt_id: int, place: int) -> HttpResponse:
    """Carry out proposal `place` of the inbox: what belongs elsewhere is passed on and pays there at once."""
    row = row_of(row=receipt_for(actor=request.actor, receipt_id=receipt_id, need=Verb.ALLOCATE))
    state = replace(posted_state(request=request), row=receipt_id)
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        match = match_of(actor=request.actor, receipt_ids=[row.id]).get(row.id)
        if match is None or place >= len(match.splits):
            raise Changed("CHANGED", receipt=row.number)
        return _carried_out(request, pages.draft_of(receipt=row, split=match.splits[place]))

    again = lambda: matching_again(request=request, state=state, form=form)  # noqa: E731
    return act(request=request, form=form, call=call, done=_done(receipt_id, state.address), again=again)


@page(need=Verb.ALLOCATE, methods=("POST",))
def take_passed_back(request: PageRequest, receipt_id: int, passed_id: int) -> HttpResponse:
    """Undo a passing on both sides: what it paid there is open again, the money is here again."""
    receipt_for(actor=request.actor, receipt_id=receipt_id, need=Verb.ALLOCATE)
    if passed_id not in {row.id for row in passed_of(actor=request.actor, receipt_id=receipt_id)}:
        raise NotPermitted("PASSED_MONEY_NOT_VISIBLE", passed=passed_id)
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        return take_back_passed(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            passed_id=passed_id,
            effective_date=request.today,
        )

    again = lambda: _receipt(request, receipt_id, "undo", form)  # noqa: E731
    done = Done(_("Passing on undone; the money is here again."), reverse("receipt", args=[receipt_id]))
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _carried_out(request: PageRequest, draft: PassingDraft) -> Mapping[str, Any]:
    return pass_on(actor=request.actor, now=request.now, key=key_of(request=request), draft=draft)


def _done(receipt_id: int, to: str) -> Callable[[Mapping[str, Any]], Done]:
    def done(result: Mapping[str, Any]) -> Done:
        passed = result["passed_ids"]
        undo = Undo(reverse("take_passed_back", args=[receipt_id, passed[0]]), {}) if len(passed) == 1 else None
        return Done(_("Passed on."), to, undo)

    return done


def _receipt(request: PageRequest, receipt_id: int, name: str, form: Form) -> HttpResponse:
    context = receipt_context(request=request, receipt_id=receipt_id, forms={name: form})
    return render(request, "web/receipts/page.html", context)
