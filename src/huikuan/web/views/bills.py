"""Bills and vouchers: the register, one part, taking one in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.bills.operations.presenting import undo_last
from huikuan.bills.operations.receiving import PaperDraft, receive_paper
from huikuan.bills.queries.register import PartRow
from huikuan.customers.access import customer_for
from huikuan.customers.queries import customer_rows, found_customers, row_of
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.kernel.refusal import Refused
from huikuan.receipts.rules import PAPER_METHODS, ReceiptMethod
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.bills import PaperForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import bills as pages
from huikuan.web.pages import lists
from huikuan.web.pages.lists import Listed
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState
from huikuan.wording import names
from huikuan.wording.bill_cautions import in_a_line

FIELDS = {
    "BILL_NUMBER_SHAPE": "number",
    "BILL_NUMBER_TYPE": "number",
    "BILL_NUMBER_DAY": "number",
    "BILL_KIND_DIFFERS": "kind",
    "BILL_AMOUNT": "range",
    "BILL_RANGE_HELD": "range",
    "BILL_NOT_DIVISIBLE": "range",
    "BILL_DAYS": "matures_on",
    "BILL_PAST_DUE": "matures_on",
    "BILL_NOT_CONTINUOUS": "is_continuous",
    "BILL_ACCEPTOR_LISTED": "accepted_although",
    "BILL_FACE_DIFFERS": "number",
    "DATED_AHEAD": "received_on",
}


@page()
def bill_list(request: PageRequest) -> HttpResponse:
    """Every part of a bill the person sees, those that mature first at the head; one opens beside the list."""
    state = lists.state_of(request=request, kind=pages.LIST)

    def read(number: int, size: int) -> Page[PartRow]:
        return pages.part_lines(
            actor=request.actor,
            today=request.today,
            filters=state.filters,
            company_id=request.company_id,
            sort=state.sort,
            place=(number, size),
        )

    listed = Listed(pages.LIST, state, read)

    def rest() -> dict[str, Any]:
        return {
            "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default="IN_HAND"),
            "kinds": tuple((code, title) for code, title in names.METHODS.items() if code in PAPER_METHODS),
            "may_enter": request.actor.may(Verb.POST_RECEIPT),
        }

    return lists.answer(
        request=request, listed=listed, folder="bills", beside={"shown": _opened(request, state)}, rest=rest
    )


@page()
def bill(request: PageRequest, part_id: int) -> HttpResponse:
    """One part of a bill: its face, what happened, what runs, what may be done."""
    return _page(request, part_id, Form())


@page(need=Verb.POST_RECEIPT, methods=("POST",))
def undo_bill(request: PageRequest, part_id: int) -> HttpResponse:
    """Undo the last event of a part that was recorded by mistake."""
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        return undo_last(
            actor=request.actor, now=request.now, key=key_of(request=request), part_id=part_id, on=request.today
        )

    done = Done(_("Undone."), reverse("bill", args=[part_id]))
    return act(request=request, form=form, call=call, done=lambda _: done, again=lambda: _page(request, part_id, form))


@page(need=Verb.POST_RECEIPT, methods=("GET", "POST"))
def add_bill(request: PageRequest) -> HttpResponse:
    """Take a bill or voucher in from a customer."""
    company = request.company
    if company is None:
        raise Refused("COMPANY_UNKNOWN")
    wanted = number_in(text=request.POST.get("customer") or request.GET.get("customer"))
    if wanted is None:
        return choose_customer(request=request, name="add_bill", title=_("Bill or voucher"))
    customer_id = int(customer_for(actor=request.actor, customer_id=wanted, need=Verb.POST_RECEIPT).pk)
    form = PaperForm(request.POST or None, initial={"received_on": request.today})

    def call() -> Mapping[str, Any]:
        who: dict[str, Any] = {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
        return receive_paper(**who, company_id=company.id, draft=_draft(form.cleaned_data, customer_id))

    def done(result: Mapping[str, Any]) -> Done:
        text = f"{_('Bill taken in. Allocate it like any receipt.')} {in_a_line(cautions=result['cautions'])}".strip()
        return Done(text, reverse("receipt", args=[result["receipt_id"]]))

    def again() -> HttpResponse:
        (customer,) = customer_rows(actor=request.actor, ids=[customer_id])
        return render(request, "web/bills/add.html", {"form": form, "customer": customer})

    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=done, again=again, fields=FIELDS)


def choose_customer(*, request: PageRequest, name: str, title: str) -> HttpResponse:
    """Ask for the customer first: a search and what it finds."""
    who = request.GET.get("who", "").strip()[:100]
    found = found_customers(actor=request.actor, search=who).order_by("name_sort", "pk")[:20] if who else ()
    shown = {"who": who, "found": [row_of(customer=one) for one in found], "go": reverse(name), "title": title}
    return render(request, "web/bills/choose.html", shown)


def _opened(request: PageRequest, state: ListState) -> pages.PartPage | None:
    if state.row is None:
        return None
    return pages.part_page(actor=request.actor, part_id=state.row, today=request.today)


def _page(request: PageRequest, part_id: int, form: Form) -> HttpResponse:
    shown = pages.part_page(actor=request.actor, part_id=part_id, today=request.today)
    return render(request, "web/bills/page.html", {"shown": shown, "form": form})


def _draft(typed: Mapping[str, Any], customer_id: int) -> PaperDraft:
    same = (
        "number",
        "acceptor",
        "issued_on",
        "received_on",
        "matures_on",
        "drawer",
        "acceptor_bank",
        "payee",
        "endorser",
        "range",
        "is_paper",
        "is_continuous",
        "accepted_although",
    )
    return PaperDraft(
        kind=ReceiptMethod(typed["kind"]),
        customer_id=customer_id,
        amount_minor=typed["amount"] or 0,
        is_transferable=not typed["not_transferable"],
        has_recourse=not typed["without_recourse"],
        **{name: typed[name] for name in same},
    )
