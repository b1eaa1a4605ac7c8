"""What can be done to a contract: enter and change it, sign, record an event, take one back, amend, close."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huikuan.contracts.access import contract_for
from huikuan.contracts.operations.amending import adopt_amendment, draft_amendment, withdraw_amendment
from huikuan.contracts.operations.drafting import (
    ContractDraft,
    cancel_contract,
    change_draft,
    close_contract,
    draft_contract,
    reopen_contract,
)
from huikuan.contracts.queries.details import contract_details
from huikuan.contracts.queries.lists import contract_of_amendment, contract_of_event
from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.receivables.plan_firing import EventToRecord, Signing, fire_milestones, sign_contract, take_event_back
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.contracts import ContractForm, EventForm, SignForm, TakeEventBackForm, blank_initial, initial_of
from huikuan.web.numbers import number_in
from huikuan.web.pages.contract_sizes import size_cautions, sizes_known, tell_sizes
from huikuan.web.pages.contract_terms import cautions_of, previews_of
from huikuan.web.requests import PageRequest, page, safe_next
from huikuan.web.toasts import say
from huikuan.web.views.contracts import contract_page

STEPS: dict[str, tuple[Callable[..., dict[str, Any]], str | Promise]] = {
    "close": (close_contract, gettext_lazy("Contract closed.")),
    "reopen": (reopen_contract, gettext_lazy("Contract open again.")),
    "cancel": (cancel_contract, gettext_lazy("Contract cancelled.")),
}
AMENDMENT_STEPS: dict[str, str | Promise] = {
    "adopt": gettext_lazy("Amendment adopted."),
    "withdraw": gettext_lazy("Amendment withdrawn; the contract stays as it was."),
}
_MORE_ROWS = 3


@page(need=Verb.EDIT_CONTRACT, methods=("GET", "POST"))
def add_contract(request: PageRequest, customer_id: int) -> HttpResponse:
    """Enter a contract as a draft; days and cautions are shown before it is saved."""
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.EDIT_CONTRACT))
    if request.company is None:
        raise Refused("COMPANY_UNKNOWN")
    company, parent = request.company, number_in(text=request.GET.get("parent"))
    if parent is not None:
        contract_for(actor=request.actor, contract_id=parent)
    sizes = sizes_known(customer_id=customer.id, company_id=company.id, on=request.today)
    initial = None if request.POST else blank_initial(today=request.today) | sizes.initial
    form = ContractForm(_data(request), currency=company.currency, initial=initial)

    def call() -> Mapping[str, Any]:
        return draft_contract(
            actor=request.actor,
            now=request.now,
            today=request.today,
            key=key_of(request=request),
            company_id=company.id,
            contract=ContractDraft(customer.id, form.cleaned_data["number"], _terms(form), parent),
        )

    return _form_page(request, form, call, {"customer": customer, "sizes": sizes}, _("Contract saved as a draft."))


@page(need=Verb.EDIT_CONTRACT, methods=("GET", "POST"))
def edit_contract(request: PageRequest, contract_id: int) -> HttpResponse:
    """Change a draft, or draft an amendment of a signed contract."""
    row = contract_for(actor=request.actor, contract_id=contract_id, need=Verb.EDIT_CONTRACT)
    details = contract_details(actor=request.actor, contract_id=row.pk)
    drafted = details.amendment
    terms = drafted.terms if drafted else details.terms
    initial = initial_of(terms=terms) | ({"reason": drafted.reason} if drafted else {})
    is_draft = row.state == "DRAFT"
    form = ContractForm(
        _data(request), currency=row.currency, shape="draft" if is_draft else "amendment", initial=initial
    )

    def call() -> Mapping[str, Any]:
        common: dict[str, Any] = {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
        common |= {"contract_id": row.pk}
        if is_draft:
            return change_draft(today=request.today, terms=_terms(form), **common)
        draft_amendment(terms=_terms(form), reason=form.cleaned_data["reason"], **common)
        return {"contract_id": row.pk}

    text = _("Contract changed.") if is_draft else _("Amendment drafted. Adopt it once it is signed.")
    sizes = sizes_known(customer_id=row.customer_id, company_id=row.company_id, on=row.signed_on or request.today)
    context = {"customer": row_of(customer=row.customer), "contract": row, "sizes": sizes}
    return _form_page(request, form, call, context, text)


@page(need=Verb.EDIT_CONTRACT, methods=("POST",), takes_file=True)
def sign(request: PageRequest, contract_id: int) -> HttpResponse:
    """Sign a draft: its plan begins."""
    row = contract_for(actor=request.actor, contract_id=contract_id, need=Verb.EDIT_CONTRACT)
    form = SignForm(request.POST, request.FILES, auto_id="sign_%s")

    def call() -> Mapping[str, Any]:
        file = form.cleaned_data["file"]
        signing = Signing(
            row.pk, form.cleaned_data["signed_on"], file.name if file else "", file.read() if file else b""
        )
        return sign_contract(
            actor=request.actor, now=request.now, today=request.today, key=key_of(request=request), signing=signing
        )

    return _act(request, row.pk, "sign", form, call, _("Contract signed."))


@page(need=Verb.EDIT_CONTRACT, methods=("POST",), takes_file=True)
def record_event(request: PageRequest, contract_id: int) -> HttpResponse:
    """Record what happened; the milestones that waited for it become receivables."""
    row = contract_for(actor=request.actor, contract_id=contract_id, need=Verb.EDIT_CONTRACT)
    form = EventForm(request.POST, request.FILES, auto_id="event_%s")

    def call() -> Mapping[str, Any]:
        numbers = _invoice_numbers(request, row.pk, form)
        what = EventToRecord(row.pk, form.draft(), numbers)
        return fire_milestones(actor=request.actor, now=request.now, key=key_of(request=request), record_of=what)

    return _act(request, row.pk, "event", form, call, _("Event recorded."))


@page(need=Verb.EDIT_CONTRACT, methods=("POST",))
def take_back(request: PageRequest, contract_id: int) -> HttpResponse:
    """Take an event back with everything it posted."""
    row = contract_for(actor=request.actor, contract_id=contract_id, need=Verb.EDIT_CONTRACT)
    form = TakeEventBackForm(request.POST, auto_id="back_%s")

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        if contract_of_event(event_id=typed["event_id"]) != row.pk:
            raise NotPermitted("CONTRACT_NOT_VISIBLE", contract=row.pk)
        return take_event_back(actor=request.actor, now=request.now, key=key_of(request=request), **typed)

    return _act(request, row.pk, "back", form, call, _("Event taken back; the plan is as it was before."))


@page(need=Verb.EDIT_CONTRACT, methods=("POST",))
def step_contract(request: PageRequest, contract_id: int, step: str) -> HttpResponse:
    """Close, reopen or cancel a contract."""
    row = contract_for(actor=request.actor, contract_id=contract_id, need=Verb.EDIT_CONTRACT)
    if step not in STEPS:
        raise Http404
    operation, text = STEPS[step]
    operation(actor=request.actor, now=request.now, key=key_of(request=request), contract_id=row.pk)
    return _gone_on(request, row.pk, str(text))


@page(need=Verb.EDIT_CONTRACT, methods=("POST",))
def step_amendment(request: PageRequest, contract_id: int, step: str) -> HttpResponse:
    """Adopt or withdraw the draft amendment that was shown, not one that took its place."""
    row = contract_for(actor=request.actor, contract_id=contract_id, need=Verb.EDIT_CONTRACT)
    shown = number_in(text=request.POST.get("amendment"))
    if step not in AMENDMENT_STEPS or shown is None or contract_of_amendment(amendment_id=shown) != row.pk:
        raise Http404
    common: dict[str, Any] = {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
    if step == "adopt":
        adopt_amendment(today=request.today, amendment_id=shown, **common)
    else:
        withdraw_amendment(amendment_id=shown, **common)
    return _gone_on(request, row.pk, str(AMENDMENT_STEPS[step]))


def _act(
    request: PageRequest, contract_id: int, name: str, form: Any, call: Callable[[], Mapping[str, Any]], text: str
) -> HttpResponse:
    done = Done(text, reverse("contract", args=[contract_id]))
    return act(
        request=request,
        form=form,
        call=call,
        done=lambda _result: done,
        again=lambda: contract_page(request=request, contract_id=contract_id, forms={name: form}),
    )


def _form_page(
    request: PageRequest, form: ContractForm, call: Callable[[], Mapping[str, Any]], context: dict[str, Any], text: str
) -> HttpResponse:
    """The form; with `show` typed instead of `save`, or cautions nobody has seen yet, it comes back computed."""
    context |= {"form": form}
    tell_sizes(form=form, known=context["sizes"])

    def again() -> HttpResponse:
        return render(request, "web/contracts/form.html", context)

    if request.method == "GET" or "more" in request.POST:
        return again()
    if form.is_valid() and form.terms is not None:
        context["previews"] = previews_of(terms=form.terms, amounts=form.amounts(), signed_on=request.today)
        context["cautions"] = (
            *size_cautions(terms=form.terms, known=context["sizes"]),
            *cautions_of(terms=form.terms, signed_on=request.today),
        )
        is_new = bool(context["cautions"]) and form.cleaned_data["seen"] != "yes"
        if "show" in request.POST or is_new:
            context["asks_again"] = bool(context["cautions"])
            return again()

    def done(result: Mapping[str, Any]) -> Done:
        return Done(text, reverse("contract", args=[result["contract_id"]]))

    return act(request=request, form=form, call=call, done=done, again=again, fields={"CONTRACT_EXISTS": "number"})


def _data(request: PageRequest) -> Any:
    """What was typed; with `more`, and empty rows added to it."""
    if request.method == "GET":
        return None
    data = request.POST.copy()
    for prefix in ("m", "i"):
        if request.POST.get("more") == prefix:
            count = number_in(text=data.get(f"{prefix}-TOTAL_FORMS")) or 0
            data[f"{prefix}-TOTAL_FORMS"] = str(count + _MORE_ROWS)
    return data


def _terms(form: ContractForm) -> Any:
    if form.terms is None:
        raise Refused("MILESTONES_MISSING")
    return form.terms


def _invoice_numbers(request: PageRequest, contract_id: int, form: EventForm) -> dict[int, str]:
    """The number typed belongs to the one milestone that waits for this event; with several each keeps its own."""
    number, kind = form.cleaned_data["invoice_number"].strip(), form.cleaned_data["kind"]
    if not number:
        return {}
    details = contract_details(actor=request.actor, contract_id=contract_id)
    waiting = [row.number for row in details.milestones if row.trigger == kind and row.state in ("PLANNED", "HELD")]
    return {waiting[0]: number} if waiting else {}


def _gone_on(request: PageRequest, contract_id: int, text: str) -> HttpResponse:
    say(request=request, text=text)
    return HttpResponseRedirect(
        safe_next(request=request, otherwise=reverse("contract", args=[contract_id])), status=303
    )
