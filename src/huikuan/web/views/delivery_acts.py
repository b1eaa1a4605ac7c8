"""What can be done to deliveries: goods go out, are signed for, accepted, rejected, sold; a paper is taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.contracts.access import contract_for
from huikuan.contracts.queries.lists import contracts_of
from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.deliveries.access import note_for, order_for, paper_for
from huikuan.deliveries.operations.accepting import accept_goods, confirm_progress
from huikuan.deliveries.operations.delivering import record_delivery, sign_delivery
from huikuan.deliveries.operations.selling import report_sales
from huikuan.deliveries.operations.undoing import TakenBack, take_paper_back
from huikuan.deliveries.queries.details import note_details
from huikuan.deliveries.queries.notes import NoteFilter, note_page
from huikuan.deliveries.queries.orders import order_details
from huikuan.deliveries.rules.drafts import AcceptanceDraft, NoteDraft, ProgressDraft, SaleReportDraft, Signature
from huikuan.deliveries.rules.states import PaperKind
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.deliveries import (
    AcceptForm,
    DeliverOrderForm,
    DeliveryForm,
    ProgressForm,
    SalesForm,
    SignatureForm,
    TakeBackForm,
    rows_posted,
)
from huikuan.web.requests import PageRequest, page
from huikuan.web.views.contracts import contract_page
from huikuan.web.views.deliveries import delivery_page

NUMBERED = {"NOTE_EXISTS": "number", "SALE_REPORT_EXISTS": "number", "DELIVERY_NUMBER": "number"}


@page(need=Verb.EDIT_CONTRACT, methods=("GET", "POST"))
def deliver_order(request: PageRequest, order_id: int) -> HttpResponse:
    """Say what of an order goes out."""
    row = order_for(actor=request.actor, order_id=order_id, need=Verb.EDIT_CONTRACT)
    details = order_details(actor=request.actor, order_id=order_id)
    notes = note_page(actor=request.actor, narrowed=NoteFilter("REJECTED", order_id=order_id), size=50).rows
    form = DeliverOrderForm(
        request.POST or None,
        lines=details.lines,
        rejected=[(note.id, note.number) for note in notes],
        initial={"delivered_on": request.today},
    )

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = NoteDraft(
            company_id=row.company_id,
            customer_id=row.customer_id,
            number=typed["number"],
            delivered_on=typed["delivered_on"],
            currency=row.currency,
            lines=form.goods(),
            order_id=order_id,
            is_consignment=typed["is_consignment"],
            completes=typed["completes"],
            replaces_id=typed["replaces"],
            remark=typed["remark"],
        )
        return _recorded(request, draft)

    context = {"form": form, "order": details.row}
    return _typed(request, form, call, "web/deliveries/deliver.html", context)


@page(need=Verb.EDIT_CONTRACT, methods=("GET", "POST"))
def add_delivery(request: PageRequest, customer_id: int) -> HttpResponse:
    """Enter a delivery that no order knows."""
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.EDIT_CONTRACT))
    company = request.company
    if company is None:
        raise Refused("COMPANY_UNKNOWN")
    signed = [row for row in contracts_of(actor=request.actor, customer_id=customer_id) if row.state == "SIGNED"]
    form = DeliveryForm(
        request.POST or None,
        rows=rows_posted(sent=request.POST),
        contracts=[(row.id, f"{row.number} {row.title}") for row in signed if row.company_id == company.id],
        initial={"delivered_on": request.today, "currency": company.currency},
    )

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        names = ("number", "delivered_on", "currency", "remark", "is_consignment", "completes", "needs_acceptance")
        values = {name: typed[name] for name in names}
        draft = NoteDraft(company.id, customer.id, lines=form.goods, contract_id=typed["contract"], **values)
        return _recorded(request, draft)

    return _typed(request, form, call, "web/deliveries/add.html", {"form": form, "customer": customer})


@page(need=Verb.EDIT_CONTRACT, methods=("POST",), takes_file=True)
def sign(request: PageRequest, note_id: int) -> HttpResponse:
    """The recipient signed the note."""
    form = SignatureForm(request.POST, request.FILES, auto_id="sign_%s")

    def call() -> Mapping[str, Any]:
        key, signature = key_of(request=request), form.signature()
        common: dict[str, Any] = {"actor": request.actor, "now": request.now, "today": request.today}
        return sign_delivery(key=key, note_id=note_id, signature=signature, **common)

    return _act(request, note_id, "sign", form, call, _fired(_("Signed for.")))


@page(need=Verb.EDIT_CONTRACT, methods=("POST",), takes_file=True)
def accept(request: PageRequest, note_id: int) -> HttpResponse:
    """The customer accepted or rejected goods."""
    details = note_details(actor=request.actor, note_id=note_id)
    form = AcceptForm(request.POST, request.FILES, auto_id="accept_%s", lines=details.lines)

    def call() -> Mapping[str, Any]:
        return _accepted(request, form.draft(note_id=note_id))

    return _act(request, note_id, "accept", form, call, _fired(_("Acceptance recorded.")))


@page(need=Verb.EDIT_CONTRACT, methods=("POST",))
def accept_by_silence(request: PageRequest, note_id: int) -> HttpResponse:
    """The agreed time to inspect ended and nobody said anything (Civil Code art. 621)."""
    note_for(actor=request.actor, note_id=note_id, need=Verb.EDIT_CONTRACT)
    form = Form(request.POST)
    draft = AcceptanceDraft(Signature(request.today, ""), note_id, is_deemed=True)
    said = _fired(_("Recorded: the goods count as accepted."))
    return _act(request, note_id, "silence", form, lambda: _accepted(request, draft), said)


@page(need=Verb.EDIT_CONTRACT, methods=("POST",), takes_file=True)
def sales(request: PageRequest, note_id: int) -> HttpResponse:
    """The consignee reported what he sold."""
    details = note_details(actor=request.actor, note_id=note_id)
    form = SalesForm(request.POST, request.FILES, auto_id="sales_%s", lines=details.lines)

    def call() -> Mapping[str, Any]:
        draft = SaleReportDraft(note_id, form.cleaned_data["number"], form.signature(), form.sold())
        key = key_of(request=request)
        return report_sales(actor=request.actor, now=request.now, today=request.today, key=key, draft=draft)

    said = lambda _done: _("Sales recorded; they can be invoiced now.")  # noqa: E731
    return _act(request, note_id, "sales", form, call, said)


@page(need=Verb.EDIT_CONTRACT, methods=("POST",))
def take_back(request: PageRequest, note_id: int) -> HttpResponse:
    """Take the delivery or one of its papers back."""
    form = TakeBackForm(request.POST)
    note_for(actor=request.actor, note_id=note_id, need=Verb.EDIT_CONTRACT)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        paper = TakenBack(PaperKind(typed["kind"]), typed["paper"], typed["reason"])
        row = paper_for(actor=request.actor, kind=paper.kind, paper_id=paper.paper_id)
        if note_id not in (getattr(row, "note_id", None), row.pk if paper.kind is PaperKind.NOTE else None):
            raise NotPermitted("DELIVERY_NOT_VISIBLE", paper=paper.paper_id)
        key = key_of(request=request)
        return take_paper_back(actor=request.actor, now=request.now, today=request.today, key=key, paper=paper)

    said = lambda _done: _("Taken back; everything it moved is as it was before.")  # noqa: E731
    return _act(request, note_id, "back", form, call, said)


@page(need=Verb.EDIT_CONTRACT, methods=("POST",), takes_file=True)
def progress(request: PageRequest, contract_id: int) -> HttpResponse:
    """Both sides confirmed how much of a contract is done."""
    contract_for(actor=request.actor, contract_id=contract_id, need=Verb.EDIT_CONTRACT)
    form = ProgressForm(request.POST, request.FILES, auto_id="progress_%s")

    def call() -> Mapping[str, Any]:
        draft = ProgressDraft(contract_id, form.cleaned_data["permille"], form.signature())
        return confirm_progress(actor=request.actor, now=request.now, key=key_of(request=request), draft=draft)

    to, said = reverse("contract", args=[contract_id]), _fired(_("Progress confirmed."))
    again = lambda: contract_page(request=request, contract_id=contract_id, forms={"progress": form})  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda done: Done(said(done), to), again=again)


def _recorded(request: PageRequest, draft: NoteDraft) -> Mapping[str, Any]:
    key = key_of(request=request)
    return record_delivery(actor=request.actor, now=request.now, today=request.today, key=key, draft=draft)


def _accepted(request: PageRequest, draft: AcceptanceDraft) -> Mapping[str, Any]:
    key = key_of(request=request)
    return accept_goods(actor=request.actor, now=request.now, today=request.today, key=key, draft=draft)


def _typed(
    request: PageRequest, form: Any, call: Callable[[], Mapping[str, Any]], template: str, context: dict[str, Any]
) -> HttpResponse:
    def again() -> HttpResponse:
        return render(request, template, context)

    if request.method == "GET" or "more" in request.POST:
        return again()

    def done(result: Mapping[str, Any]) -> Done:
        check = result.get("check") or {}
        held = check.get("decision") in ("hold", "cash_first")
        said = (
            _("Delivery recorded; credit says stop: it stands on the hold list.") if held else _("Delivery recorded.")
        )
        return Done(said, reverse("delivery", args=[result["note_id"]]))

    return act(request=request, form=form, call=call, done=done, again=again, fields=NUMBERED)


def _act(
    request: PageRequest,
    note_id: int,
    name: str,
    form: Any,
    call: Callable[[], Mapping[str, Any]],
    said: Callable[[Mapping[str, Any]], str],
) -> HttpResponse:
    return act(
        request=request,
        form=form,
        call=call,
        done=lambda result: Done(said(result), reverse("delivery", args=[note_id])),
        again=lambda: delivery_page(request=request, note_id=note_id, forms={name: form}),
        fields=NUMBERED,
    )


def _fired(text: str) -> Callable[[Mapping[str, Any]], str]:
    """The toast: what was done, and that a payment of the contract fell due by it."""
    more = _("A payment of the contract fired by it.")
    return lambda done: f"{text} {more}" if done.get("invoice_ids") else text
