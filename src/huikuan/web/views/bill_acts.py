"""What happens to a part of a bill: each act with its form, and what it would post before it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.bills.access import part_for
from huikuan.bills.operations.dishonouring import (
    Dishonour,
    Recovery,
    dishonour_part,
    recover_part,
    seek_recourse,
    turn_back,
)
from huikuan.bills.operations.passing import Passing, Terms, discount_part, endorse_part, pledge_part, release_part
from huikuan.bills.operations.presenting import Paid, link_line, present_part, settle_part
from huikuan.bills.operations.receiving import take_paper_back
from huikuan.bills.preview import Asked, would_post
from huikuan.bills.queries.register import PartRow
from huikuan.bills.rules.numbers import BillRange
from huikuan.kernel.actor import Verb
from huikuan.receipts.queries.lines import BankMoney, bank_money
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms import bills as forms
from huikuan.web.numbers import number_in
from huikuan.web.pages import bill_choices as choices
from huikuan.web.pages import bills as pages
from huikuan.web.requests import PageRequest, page
from huikuan.wording.bill_cautions import in_a_line

Typed = Mapping[str, Any]
Call = Callable[[dict[str, Any], Typed], Mapping[str, Any]]
LINED = {"discount": forms.DiscountForm, "settle": forms.SettleForm, "link": forms.LinkForm}
PLAIN: dict[str, type[Form]] = {
    "endorse": forms.PassForm,
    "pledge": forms.PassForm,
    "release": forms.StepForm,
    "present": forms.StepForm,
    "recourse": forms.RecourseForm,
    "turn-back": forms.StepForm,
    "take-back": forms.StepForm,
}
CALLS: dict[str, Call] = {
    "endorse": lambda who, typed: endorse_part(**who, passing=_passing(typed)),
    "discount": lambda who, typed: discount_part(**who, passing=_passing(typed), terms=_terms(typed)),
    "pledge": lambda who, typed: pledge_part(**who, passing=_passing(typed)),
    "release": lambda who, typed: release_part(**who, on=typed["on"]),
    "present": lambda who, typed: present_part(**who, on=typed["on"], note=typed["note"]),
    "settle": lambda who, typed: settle_part(**who, paid=Paid(typed["on"], typed["line"], typed["range"])),
    "dishonour": lambda who, typed: dishonour_part(**who, what=_dishonour(typed)),
    "recourse": lambda who, typed: seek_recourse(**who, passing=_passing(typed)),
    "recover": lambda who, typed: recover_part(
        **who,
        recovery=Recovery(typed["on"], typed["payer"], typed.get("receipt"), typed["amount"] or 0, typed["note"]),
    ),
    "turn-back": lambda who, typed: turn_back(**who, on=typed["on"], note=typed["note"]),
    "take-back": lambda who, typed: take_paper_back(**who, on=typed["on"]),
}
FIELDS = {
    "BILL_RANGE_OUTSIDE": "range",
    "BILL_NOT_DIVISIBLE": "range",
    "BILL_PARTY_MISSING": "to",
    "BILL_RATE": "rate",
    "BILL_EARLY": "on",
    "BILL_PAST_DUE": "on",
    "BILL_BEFORE_LAST": "on",
    "DATED_AHEAD": "on",
    "BANK_LINE_UNFIT": "line",
    "MORE_THAN_UNAPPLIED": "line",
    "BILL_RECOVERY_OF_ANOTHER": "receipt",
    "AMOUNT_OUT_OF_BOUNDS": "amount",
}


@page(need=Verb.POST_RECEIPT, methods=("GET", "POST"))
def bill_act(request: PageRequest, part_id: int, what: str) -> HttpResponse:
    """Do something to a part of a bill; `look` only shows what would be posted."""
    if what not in CALLS:
        raise Http404
    part_for(actor=request.actor, part_id=part_id, need=Verb.POST_RECEIPT)
    shown = pages.part_page(actor=request.actor, part_id=part_id, today=request.today)
    form = _form(request, shown, what)
    preview: list[pages.EntryLine] = []

    def again() -> HttpResponse:
        context = {"shown": shown, "form": form, "what": what, "title": pages.ACTS[what][1], "preview": preview}
        if preview and what == "discount":
            typed = form.cleaned_data
            context["rate_cautions"] = choices.rate_lines(rate_ppm=typed["rate"], on=typed["on"])
        return render(request, "web/bills/act.html", context)

    if request.method == "GET":
        return again()
    if "look" in request.POST:
        if form.is_valid():
            preview += _preview(request, part_id, what, _ranged(form.cleaned_data, shown.row))
        return again()
    done = Done(_("Kept with the bill."), reverse("bills") + f"?which=ALL&row={part_id}")
    who = {"actor": request.actor, "now": request.now, "part_id": part_id}
    return act(
        request=request,
        form=form,
        call=lambda: CALLS[what]({**who, "key": key_of(request=request)}, _ranged(form.cleaned_data, shown.row)),
        done=lambda result: _done(done, result, part_id),
        again=again,
        fields=FIELDS,
    )


@page(need=Verb.POST_RECEIPT, methods=("GET", "POST"))
def link_bill(request: PageRequest, part_id: int, event_id: int) -> HttpResponse:
    """Say which bank line shows what was discounted or paid before."""
    part_for(actor=request.actor, part_id=part_id, need=Verb.POST_RECEIPT)
    shown = pages.part_page(actor=request.actor, part_id=part_id, today=request.today)
    if event_id not in {one.id for one in shown.unlinked}:
        raise Http404
    form = _form(request, shown, "link")

    def call() -> Mapping[str, Any]:
        return link_line(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            event_id=event_id,
            line_receipt_id=form.cleaned_data["line"],
            on=form.cleaned_data["on"],
        )

    def again() -> HttpResponse:
        title = _("Find it on the bank statement")
        return render(request, "web/bills/act.html", {"shown": shown, "form": form, "what": "link", "title": title})

    if request.method == "GET":
        return again()
    done = Done(_("Linked. The bank line is no second receipt."), reverse("bill", args=[part_id]))
    return act(request=request, form=form, call=call, done=lambda _: done, again=again, fields=FIELDS)


def _form(request: PageRequest, shown: pages.PartPage, what: str) -> Form:
    first = {"on": request.today, "amount": shown.row.amount_minor}
    if what in LINED:
        return LINED[what](request.POST or None, lines=_lines(request, shown), initial=first)
    if what == "dishonour":
        paid = choices.paid_choices(actor=request.actor, row=shown.row, today=request.today)
        return forms.DishonourForm(request.POST or None, paid=paid, initial=first)
    if what == "recover":
        known = choices.money_since_dishonour(actor=request.actor, row=shown.row)
        return forms.RecoverForm(request.POST or None, known=known, initial={"on": request.today})
    return PLAIN[what](request.POST or None, initial=first)


def _lines(request: PageRequest, shown: pages.PartPage) -> tuple[BankMoney, ...]:
    row = shown.row
    return bank_money(
        actor=request.actor, company_id=row.company_id, currency=row.currency, minor=row.amount_minor, since=row.since
    )


def _preview(request: PageRequest, part_id: int, what: str, typed: Typed) -> tuple[pages.EntryLine, ...]:
    asked = Asked(
        what=pages.ACTS[what][0],
        on=typed["on"],
        range=typed.get("range"),
        terms=_terms(typed) if what == "discount" else None,
    )
    draft = would_post(actor=request.actor, part_id=part_id, asked=asked)
    return () if draft is None else pages.entry_lines(draft=draft)


def _done(done: Done, result: Mapping[str, Any], part_id: int) -> Done:
    """The list with the part that moved; what was split off has a number of its own."""
    moved = number_in(text=str(result.get("part_id", part_id)))
    text = f"{done.text} {in_a_line(cautions=result.get('cautions', ()))}".strip()
    return Done(text, reverse("bills") + f"?which=ALL&row={moved or part_id}")


def _ranged(typed: Typed, row: PartRow) -> Typed:
    """What was typed; an amount instead of a range is the first units of the part."""
    minor = typed.get("part_amount")
    if not minor or typed.get("range") is not None:
        return typed
    return {**typed, "range": BillRange(row.start, row.start + minor - 1)}


def _passing(typed: Typed) -> Passing:
    return Passing(typed["to"], typed["on"], typed.get("range"), typed["note"])


def _dishonour(typed: Typed) -> Dishonour:
    return Dishonour(typed["on"], typed["range"], typed["note"], tuple(typed.get("allocations", ())))


def _terms(typed: Typed) -> Terms:
    return Terms(typed["rate"], typed["is_other_city"], typed["line"], typed["interest"])
