"""What is done with a tax invoice: sent, handed over, received, returned; red letters; the customer's wishes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.invoicing.operations.reds import apply_for_red, move_application
from huikuan.invoicing.operations.sending import hand_over, record_receipt, record_return, send_by_mail
from huikuan.invoicing.operations.wishes import set_wishes
from huikuan.invoicing.queries.lists import tax_invoice_row, wish_row
from huikuan.invoicing.rules.states import WayEvent
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.tax_invoices import MailForm, MoveForm, RedForm, RedStepForm, WishForm
from huikuan.web.numbers import number_in
from huikuan.web.requests import PageRequest, page
from huikuan.web.views.tax_invoices import invoice_page

MOVES: dict[WayEvent, Callable[..., Mapping[str, Any]]] = {
    WayEvent.HAND_OVER: hand_over,
    WayEvent.RECEIVE: record_receipt,
    WayEvent.RETURN: record_return,
}


@page(need=Verb.POST_INVOICE, methods=("POST",))
def send_tax_invoice(request: PageRequest, tax_invoice_id: int) -> HttpResponse:
    """Mail an invoice with its files to the customer."""
    form = MailForm(request.POST)

    def call() -> Mapping[str, Any]:
        return send_by_mail(**_who(request), tax_invoice_id=tax_invoice_id, mailing=form.mailing())

    return _done(request, tax_invoice_id, {"mail": form}, call, _("The e-mail goes out with the next delivery."))


@page(methods=("POST",))
def move_tax_invoice(request: PageRequest, tax_invoice_id: int) -> HttpResponse:
    """Record that an invoice was handed over, received or sent back."""
    form = MoveForm(request.POST)

    def call() -> Mapping[str, Any]:
        change = MOVES[form.event_meant()]
        return change(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            tax_invoice_id=tax_invoice_id,
            move=form.move(),
        )

    return _done(request, tax_invoice_id, {"move": form}, call, _("Recorded."))


@page(need=Verb.POST_INVOICE, methods=("POST",))
def apply_red(request: PageRequest, tax_invoice_id: int) -> HttpResponse:
    """Apply for a red-letter invoice."""
    row = tax_invoice_row(actor=request.actor, tax_invoice_id=tax_invoice_id)
    if row is None:
        raise NotPermitted("TAX_INVOICE_NOT_VISIBLE", tax_invoice=tax_invoice_id)
    form = RedForm(request.POST, currency=row.currency)

    def call() -> Mapping[str, Any]:
        return apply_for_red(**_who(request), tax_invoice_id=tax_invoice_id, draft=form.draft())

    return _done(
        request, tax_invoice_id, {"red": form}, call, _("Applied for. Say here once the other side confirmed it.")
    )


@page(need=Verb.POST_INVOICE, methods=("POST",))
def move_red(request: PageRequest, tax_invoice_id: int, application_id: int) -> HttpResponse:
    """Say how far a red-letter application is."""
    form = RedStepForm(request.POST)

    def call() -> Mapping[str, Any]:
        return move_application(**_who(request), application_id=application_id, step=form.step())

    return _done(request, tax_invoice_id, {"step": form}, call, _("Recorded."))


@page(need=Verb.EDIT_FILE, methods=("GET", "POST"))
def invoice_wishes(request: PageRequest, customer_id: int) -> HttpResponse:
    """What a customer wants of his invoices."""
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.EDIT_FILE))
    known = wish_row(customer_id=customer.id)
    first = {"email": known.email, "remark": known.remark, "most": known.most_minor}
    form = WishForm(request.POST or None, initial=first)

    def call() -> Mapping[str, Any]:
        return set_wishes(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            customer_id=customer.id,
            wish=form.wish(),
            seen=number_in(text=request.POST.get("seen", "")) or 0,
        )

    def again() -> HttpResponse:
        return render(request, "web/tax_invoices/wishes.html", {"form": form, "customer": customer, "known": known})

    done = Done(
        _("Saved. Invoices are checked against it before they go out."), reverse("customer", args=[customer.id])
    )
    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "today": request.today, "key": key_of(request=request)}


def _done(
    request: PageRequest,
    tax_invoice_id: int,
    forms: Mapping[str, Form],
    call: Callable[[], Mapping[str, Any]],
    text: str,
) -> HttpResponse:
    done = Done(text, reverse("tax_invoice", args=[tax_invoice_id]))
    again = lambda: invoice_page(request=request, tax_invoice_id=tax_invoice_id, forms=forms)  # noqa: E731
    return act(request=request, form=next(iter(forms.values())), call=call, done=lambda _: done, again=again)
