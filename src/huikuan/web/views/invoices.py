"""The page of one invoice and what can be done to it: lower it, credit it, take a posting back; entering one by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.credit.rules.facts import Question
from huikuan.credit.rules.policy import CheckPoint
from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.kernel.actor import Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.ledger.queries import posting_row
from huikuan.provisions.operations.writing_off import request_write_off
from huikuan.provisions.rules.states import Category, WantedItem, WriteOffDraft
from huikuan.receivables.access import invoice_for
from huikuan.receivables.operations import (
    CreditNoteDraft,
    InvoiceDraft,
    Reduction,
    accept_short_payment,
    issue_credit_note,
    register_invoices,
    reverse_posting,
)
from huikuan.receivables.rules import InstalmentDraft
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.provisions import WriteOffAskForm
from huikuan.web.forms.receivables import CreditNoteForm, InvoiceForm, ShortPaymentForm, TakeBackForm
from huikuan.web.pages import receivables as pages
from huikuan.web.pages.credit import invoice_warning
from huikuan.web.pages.expecting import expected_parts
from huikuan.web.pages.prices import invoice_lines
from huikuan.web.requests import PageRequest, page
from huikuan.web.toasts import Undo

NEEDED = {
    "INVOICE": Verb.POST_INVOICE,
    "OPENING": Verb.POST_INVOICE,
    "CREDIT_NOTE": Verb.POST_INVOICE,
    "SHORT_PAYMENT": Verb.ALLOCATE,
}
"""Which verb takes a posting of a kind back: the one that makes it."""


@page()
def invoice(request: PageRequest, invoice_id: int) -> HttpResponse:
    """Everything about one invoice: instalments, what moved it, where it came from."""
    return _invoice(request, invoice_id, {})


@page(need=Verb.ALLOCATE, methods=("POST",))
def short_payment(request: PageRequest, invoice_id: int) -> HttpResponse:
    """Accept that the rest of an instalment will not be paid."""
    return _reduce(request, invoice_id, "short_payment", accept_short_payment, _("Difference accepted."))


@page(need=Verb.PROVISION, methods=("POST",))
def writing_off(request: PageRequest, invoice_id: int) -> HttpResponse:
    """Ask another person to write an instalment off."""
    shown = pages.invoice_shown(actor=request.actor, today=request.today, invoice_id=invoice_id)
    form = WriteOffAskForm(request.POST, currency=shown.invoice.currency, instalments=_instalments(shown))

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        item = WantedItem(typed["receivable_id"], typed["amount"])
        draft = WriteOffDraft(Category(typed["category"]), typed["reason"], (item,))
        who: dict[str, Any] = {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
        return request_write_off(**who, today=request.today, draft=draft)

    def done(result: Mapping[str, Any]) -> Done:
        told = _("Asked. Another person decides; attach what proves it.")
        return Done(told, reverse("write_off_request", args=[result["write_off_id"]]))

    return _act(request, invoice_id, {"write_off": form}, call, done)


@page(need=Verb.POST_INVOICE, methods=("POST",))
def credit(request: PageRequest, invoice_id: int) -> HttpResponse:
    """Issue a credit note against an invoice."""
    row = invoice_for(actor=request.actor, invoice_id=invoice_id, need=Verb.POST_INVOICE)
    form = CreditNoteForm(request.POST, currency=row.currency)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = CreditNoteDraft(row.pk, typed["number"], typed["issue_date"], typed["amount"], note=typed["note"])
        return issue_credit_note(actor=request.actor, now=request.now, key=key_of(request=request), credit_note=draft)

    return _act(request, invoice_id, {"credit": form}, call, _with_undo(request, invoice_id, _("Credit note issued.")))


@page(methods=("POST",))
def take_back(request: PageRequest, invoice_id: int) -> HttpResponse:
    """Take a posting of the invoice back by a reversing one."""
    form = TakeBackForm(request.POST)
    posting = posting_row(posting_id=form.cleaned_data["posting_id"]) if form.is_valid() else None
    shown = pages.invoice_shown(actor=request.actor, today=request.today, invoice_id=invoice_id)
    if posting is None or posting.id not in {move.posting.id for move in shown.movements}:
        raise NotPermitted("INVOICE_NOT_VISIBLE", invoice=invoice_id)
    need = NEEDED.get(posting.kind)
    if need is not None:
        refuse_without_verb(actor=request.actor, verb=need)

    def call() -> Mapping[str, Any]:
        return reverse_posting(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            posting_id=posting.id,
            effective_date=form.cleaned_data["effective_date"],
            reason="UNDONE",
        )

    done = Done(_("Taken back."), reverse("invoice", args=[invoice_id]))
    return _act(request, invoice_id, {"take_back": form}, call, lambda _: done)


@page(need=Verb.POST_INVOICE, methods=("GET", "POST"))
def add_invoice(request: PageRequest, customer_id: int) -> HttpResponse:
    """Enter an invoice of one instalment by hand."""
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.POST_INVOICE))
    company = request.company
    if company is None:
        raise Refused("COMPANY_UNKNOWN")
    form = InvoiceForm(request.POST or None, currency=company.currency, today=request.today)
    warned: list[str] = []

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = InvoiceDraft(
            customer_id=customer.id,
            number=typed["number"],
            issue_date=typed["issue_date"],
            currency=company.currency,
            instalments=(InstalmentDraft(typed["due_date"], typed["amount"]),),
            contract=typed["contract"],
            note=typed["note"],
        )
        key = key_of(request=request)
        question = Question(customer.id, company.id, typed["amount"], company.currency, CheckPoint.INVOICE)
        warned.append(invoice_warning(actor=request.actor, today=request.today, question=question))
        return register_invoices(actor=request.actor, now=request.now, key=key, company_id=company.id, invoices=[draft])

    def done(result: Mapping[str, Any]) -> Done:
        said = " ".join(filter(None, (_("Invoice entered."), *warned)))
        return Done(said, reverse("invoice", args=[result["invoice_ids"][0]]))

    def again() -> HttpResponse:
        return render(request, "web/receivables/add.html", {"form": form, "customer": customer})

    return again() if request.method == "GET" else act(request=request, form=form, call=call, done=done, again=again)


def _reduce(
    request: PageRequest, invoice_id: int, name: str, operation: Callable[..., dict[str, Any]], text: str
) -> HttpResponse:
    shown = pages.invoice_shown(actor=request.actor, today=request.today, invoice_id=invoice_id)
    form = ShortPaymentForm(request.POST, currency=shown.invoice.currency, instalments=_instalments(shown))

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        reduction = Reduction(
            typed["receivable_id"], typed["amount"], typed["effective_date"], typed["reason"], typed["note"]
        )
        return operation(actor=request.actor, now=request.now, key=key_of(request=request), reduction=reduction)

    return _act(request, invoice_id, {name: form}, call, _with_undo(request, invoice_id, text))


def _with_undo(request: PageRequest, invoice_id: int, text: str) -> Callable[[Mapping[str, Any]], Done]:
    def done(result: Mapping[str, Any]) -> Done:
        fields = {"posting_id": str(result["posting_id"]), "effective_date": request.today.isoformat()}
        undo = Undo(reverse("take_back_posting", args=[invoice_id]), fields)
        return Done(text, reverse("invoice", args=[invoice_id]), undo)

    return done


def _act(
    request: PageRequest,
    invoice_id: int,
    forms: Mapping[str, Form],
    call: Callable[[], Mapping[str, Any]],
    done: Callable[[Mapping[str, Any]], Done],
) -> HttpResponse:
    form = next(iter(forms.values()))
    return act(request=request, form=form, call=call, done=done, again=lambda: _invoice(request, invoice_id, forms))


def _invoice(request: PageRequest, invoice_id: int, forms: Mapping[str, Form]) -> HttpResponse:
    shown = pages.invoice_shown(actor=request.actor, today=request.today, invoice_id=invoice_id)
    context = {"shown": shown, "forms": _forms(request, shown) | dict(forms), "failed": next(iter(forms), "")}
    context["may_take_back"] = {kind for kind, need in NEEDED.items() if request.actor.may(need)}
    context["expected"] = expected_parts(items=shown.invoice.receivables, today=request.today)
    context["lines"] = invoice_lines(actor=request.actor, invoice_id=invoice_id, currency=shown.invoice.currency)
    return render(request, "web/receivables/invoice.html", context)


def _forms(request: PageRequest, shown: pages.InvoicePage) -> dict[str, Form]:
    currency, today = shown.invoice.currency, {"effective_date": request.today}
    options: dict[str, Any] = {"currency": currency, "instalments": _instalments(shown), "initial": today}
    if not options["instalments"]:
        return {}
    found: dict[str, Form] = {}
    if request.actor.may(Verb.ALLOCATE):
        found["short_payment"] = ShortPaymentForm(auto_id="short_%s", **options)
    if request.actor.may(Verb.POST_INVOICE):
        found["credit"] = CreditNoteForm(auto_id="credit_%s", currency=currency, initial={"issue_date": request.today})
    if request.actor.may(Verb.PROVISION):
        asked = {name: options[name] for name in ("currency", "instalments")}
        found["write_off"] = WriteOffAskForm(auto_id="write_%s", **asked)
    return found


def _instalments(shown: pages.InvoicePage) -> list[tuple[int, str]]:
    return [
        (part.id, f"{part.sequence} · {part.due_date.isoformat() if part.due_date else '–'}")
        for part in shown.invoice.receivables
        if part.parts.outstanding
    ]
