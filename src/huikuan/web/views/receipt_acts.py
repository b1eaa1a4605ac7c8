"""What can be done with money received: allocate, undo, name the payer, pay back, take back, no receipt at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.bills.queries.register import PartRow, parts_of_receipts
from huikuan.customers.access import customer_for
from huikuan.customers.queries import found_customers, row_of
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.receipts.access import receipt_for
from huikuan.receipts.operations.allocating import AllocationDraft, allocate_receipts, reverse_allocations
from huikuan.receipts.operations.money import bounce_receipt, identify_receipt, mark_not_a_receipt, refund_receipt
from huikuan.receipts.operations.restoring import restore_receipt, reverse_refund
from huikuan.receipts.rules import PAPER_METHODS, PASSED_METHODS, BounceReason, NotReceiptReason
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.receipts import AllocationForm, BounceForm, NoReceiptForm, RefundForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import mandates, passing_on
from huikuan.web.pages import receipts as pages
from huikuan.web.pages.spreading import Filling, explanation_of, filling_of
from huikuan.web.requests import PageRequest, page, safe_next
from huikuan.web.toasts import Undo

MOST_FOUND = 8


@page(need=Verb.ALLOCATE, methods=("POST",))
def allocate(request: PageRequest, receipt_id: int) -> HttpResponse:
    """Use the receipt for open items, as typed."""
    row = receipt_for(actor=request.actor, receipt_id=receipt_id, need=Verb.ALLOCATE)
    shown = _shown(request, receipt_id)
    form = _allocation_form(shown, request.POST)

    def call() -> Mapping[str, Any]:
        shares = form.shares()
        why = explanation_of(shown=shown, today=request.today, shares=shares, asked=request.POST.dict())
        draft = AllocationDraft(row.pk, shares, why)
        return allocate_receipts(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            company_id=row.company_id,
            allocations=[draft],
        )

    def done(result: Mapping[str, Any]) -> Done:
        fields = {"posting_ids": [str(pk) for pk in result["posting_ids"]]}
        undo = Undo(reverse("undo_allocations", args=[receipt_id]), fields)
        return Done(_("Allocated."), reverse("receipt", args=[receipt_id]), undo)

    return _act(request, receipt_id, "allocation", form, call, done)


@page(need=Verb.ALLOCATE, methods=("POST",))
def undo_allocations(request: PageRequest, receipt_id: int) -> HttpResponse:
    """Take allocations of the receipt back: the items are open again, the money is unallocated."""
    receipt_for(actor=request.actor, receipt_id=receipt_id, need=Verb.ALLOCATE)
    own = {use.posting.id for use in _shown(request, receipt_id).uses if use.posting.kind == "ALLOCATE"}
    numbers = (number_in(text=text) for text in request.POST.getlist("posting_ids")[:200])
    wanted = [number for number in numbers if number is not None]
    if not wanted or not set(wanted) <= own:
        raise NotPermitted("RECEIPT_NOT_VISIBLE", receipt=receipt_id)

    def call() -> Mapping[str, Any]:
        return reverse_allocations(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            posting_ids=wanted,
            effective_date=request.today,
        )

    return _act(request, receipt_id, "undo", Form({}), call, _said(_("Allocation undone."), receipt_id))


@page(need=Verb.ALLOCATE, methods=("POST",))
def identify(request: PageRequest, receipt_id: int) -> HttpResponse:
    """Say whose money it is, or that this is not known after all."""
    row = receipt_for(actor=request.actor, receipt_id=receipt_id, need=Verb.ALLOCATE)
    customer_id = number_in(text=request.POST.get("customer"))
    if customer_id is not None:
        customer_for(actor=request.actor, customer_id=customer_id, need=Verb.ALLOCATE)

    def call() -> Mapping[str, Any]:
        return identify_receipt(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            receipt_id=row.pk,
            customer_id=customer_id,
        )

    undo = Undo(reverse("identify_receipt", args=[receipt_id]), {"customer": str(row.customer_id or "")})
    done = Done(
        _("Payer named.") if customer_id else _("Payer open again."), reverse("receipt", args=[receipt_id]), undo
    )
    return _act(request, receipt_id, "identify", Form({}), call, lambda _: done)


@page(need=Verb.REFUND, methods=("POST",))
def refund(request: PageRequest, receipt_id: int) -> HttpResponse:
    """Pay unallocated money back."""
    row = receipt_for(actor=request.actor, receipt_id=receipt_id, need=Verb.REFUND)
    form = RefundForm(request.POST, currency=row.currency)

    def call() -> Mapping[str, Any]:
        return refund_receipt(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            receipt_id=row.pk,
            amount_minor=form.cleaned_data["amount"],
            effective_date=form.cleaned_data["effective_date"],
        )

    def done(result: Mapping[str, Any]) -> Done:
        undo = Undo(reverse("undo_refund", args=[receipt_id]), {"posting_id": str(result["posting_id"])})
        return Done(_("Paid back."), reverse("receipt", args=[receipt_id]), undo)

    return _act(request, receipt_id, "refund", form, call, done)


@page(need=Verb.REFUND, methods=("POST",))
def undo_refund(request: PageRequest, receipt_id: int) -> HttpResponse:
    """Take a refund back: the money is unallocated again."""
    receipt_for(actor=request.actor, receipt_id=receipt_id, need=Verb.REFUND)
    refunds = {str(use.posting.id): use.posting for use in _shown(request, receipt_id).uses if use.is_refund}
    posting = refunds.get(request.POST.get("posting_id", ""))
    if posting is None:
        raise NotPermitted("RECEIPT_NOT_VISIBLE", receipt=receipt_id)

    def call() -> Mapping[str, Any]:
        return reverse_refund(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            posting_id=posting.id,
            effective_date=max(request.today, posting.effective_date),
        )

    return _act(request, receipt_id, "undo", Form({}), call, _said(_("Refund taken back."), receipt_id))


@page(need=Verb.POST_RECEIPT, methods=("POST",))
def bounce(request: PageRequest, receipt_id: int) -> HttpResponse:
    """Take the whole receipt back; every item it paid is open again."""
    row = receipt_for(actor=request.actor, receipt_id=receipt_id, need=Verb.POST_RECEIPT)
    form = BounceForm(request.POST)

    def call() -> Mapping[str, Any]:
        return bounce_receipt(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            receipt_id=row.pk,
            effective_date=form.cleaned_data["effective_date"],
            reason=BounceReason(form.cleaned_data["reason"]),
        )

    return _act(request, receipt_id, "bounce", form, call, _restorable(_("Receipt taken back."), receipt_id))


@page(need=Verb.POST_RECEIPT, methods=("POST",))
def no_receipt(request: PageRequest, receipt_id: int) -> HttpResponse:
    """Take a bank line out of the receipts because it is no customer's money."""
    row = receipt_for(actor=request.actor, receipt_id=receipt_id, need=Verb.POST_RECEIPT)
    form = NoReceiptForm(request.POST)

    def call() -> Mapping[str, Any]:
        return mark_not_a_receipt(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            receipt_id=row.pk,
            reason=NotReceiptReason(form.cleaned_data["reason"]),
        )

    return _act(request, receipt_id, "no_receipt", form, call, _restorable(_("Taken out of the receipts."), receipt_id))


@page(need=Verb.POST_RECEIPT, methods=("POST",))
def restore(request: PageRequest, receipt_id: int) -> HttpResponse:
    """Undo that a receipt was taken back or called none; what it had paid stays open."""
    receipt_for(actor=request.actor, receipt_id=receipt_id, need=Verb.POST_RECEIPT)

    def call() -> Mapping[str, Any]:
        return restore_receipt(actor=request.actor, now=request.now, key=key_of(request=request), receipt_id=receipt_id)

    done = _said(_("The receipt is here again. Allocate it anew."), receipt_id)
    return _act(request, receipt_id, "undo", Form({}), call, done)


def receipt_context(*, request: PageRequest, receipt_id: int, forms: Mapping[str, Form]) -> dict[str, Any]:
    """What the page and the panel of a receipt show, with a form for each act that this person may do."""
    shown = _shown(request, receipt_id)
    who = request.GET.get("who", "").strip()[:100]
    found = found_customers(actor=request.actor, search=who).order_by("name_sort", "pk")[:MOST_FOUND] if who else ()
    return {
        "shown": shown,
        "state_chip": pages.state_of(row=shown.receipt),
        "forms": _forms(request, shown) | dict(forms),
        "failed": next(iter(forms), ""),
        "who": who,
        "back": safe_next(request=request, otherwise=""),
        "found": [row_of(customer=customer) for customer in found],
        "may_allocate": request.actor.may(Verb.ALLOCATE),
        "may_refund": request.actor.may(Verb.REFUND),
        "may_keep": bool(shown.receipt.parts.unapplied and shown.receipt.customer_id)
        and not shown.receipt.parts.deposit
        and request.actor.may(Verb.ALLOCATE),
        "parts": _paper(request, shown),
        "passed": passing_on.passed_shown(actor=request.actor, receipt_id=receipt_id),
        "may_restore": shown.is_restorable and request.actor.may(Verb.POST_RECEIPT),
        **mandates.of_page(actor=request.actor, shown=shown),
    }


def _paper(request: PageRequest, shown: pages.ReceiptPage) -> tuple[PartRow, ...]:
    """The parts of the bill or voucher that the receipt is."""
    if shown.receipt.method not in PAPER_METHODS:
        return ()
    return parts_of_receipts(actor=request.actor, receipt_ids=[shown.receipt.id], today=request.today)


def _act(
    request: PageRequest,
    receipt_id: int,
    name: str,
    form: Form,
    call: Callable[[], Mapping[str, Any]],
    done: Callable[[Mapping[str, Any]], Done],
) -> HttpResponse:
    def again() -> HttpResponse:
        context = receipt_context(request=request, receipt_id=receipt_id, forms={name: form})
        return render(request, "web/receipts/page.html", context)

    return act(request=request, form=form, call=call, done=done, again=again)


def _said(text: str, receipt_id: int) -> Callable[[Mapping[str, Any]], Done]:
    return lambda _: Done(text, reverse("receipt", args=[receipt_id]))


def _restorable(text: str, receipt_id: int) -> Callable[[Mapping[str, Any]], Done]:
    undo = Undo(reverse("restore_receipt", args=[receipt_id]), {})
    return lambda _: Done(text, reverse("receipt", args=[receipt_id]), undo)


def _shown(request: PageRequest, receipt_id: int) -> pages.ReceiptPage:
    debtor_id = number_in(text=request.POST.get("for") or request.GET.get("for"))
    if debtor_id is not None:
        customer_for(actor=request.actor, customer_id=debtor_id)
    return pages.receipt_shown(
        actor=request.actor, today=request.today, receipt_id=receipt_id, for_customer_id=debtor_id
    )


def _forms(request: PageRequest, shown: pages.ReceiptPage) -> dict[str, Form]:
    if shown.is_back:
        return {}
    found: dict[str, Form] = {}
    today = {"effective_date": request.today}
    if mandates.is_others(shown=shown) and not mandates.lets_pay(shown=shown):
        found["mandate"] = mandates.form_of(actor=request.actor, today=request.today)
    elif shown.open_items and request.actor.may(Verb.ALLOCATE):
        found["allocation"] = _allocation_form(shown, None, _filling(request, shown))
    if request.actor.may(Verb.REFUND) and shown.receipt.parts.unapplied:
        left = {**today, "amount": shown.receipt.parts.unapplied}
        found["refund"] = RefundForm(auto_id="refund_%s", currency=shown.receipt.currency, initial=left)
    found |= passing_on.form_of(request=request, receipt=shown.receipt)
    if request.actor.may(Verb.POST_RECEIPT) and shown.receipt.method not in PAPER_METHODS | PASSED_METHODS:
        found["bounce"] = BounceForm(auto_id="bounce_%s", initial=today)
        if not shown.receipt.parts.allocated:
            found["no_receipt"] = NoReceiptForm(auto_id="no_receipt_%s")
    return found


def _allocation_form(
    shown: pages.ReceiptPage, data: Mapping[str, Any] | None, filling: Filling | None = None
) -> AllocationForm:
    return AllocationForm(data, items=shown.open_items, currency=shown.receipt.currency, filling=filling)


def _filling(request: PageRequest, shown: pages.ReceiptPage) -> Filling:
    return filling_of(shown=shown, today=request.today, asked=request.GET.dict())
