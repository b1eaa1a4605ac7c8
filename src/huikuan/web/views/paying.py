"""How a customer pays: the line of his steps, the form with its rows, marks on a step, the versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.customers.access import customer_for
from huikuan.customers.queries import CustomerRow, row_of
from huikuan.kernel.actor import Verb
from huikuan.paying.mandates import mandate_rows
from huikuan.paying.operations import Place, block_step, mend_step, restore_paying, save_paying
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.paying import BlockForm, Choices, PayingForm, arranged, initial_of
from huikuan.web.numbers import number_in
from huikuan.web.pages.paying import PayingPage, choices_for, menders, paying_page
from huikuan.web.requests import PageRequest, page
from huikuan.web.toasts import Undo

EMPTY_ROWS = 3
"""So many rows stand ready where nothing is written down yet."""


@page()
def paying(request: PageRequest, customer_id: int) -> HttpResponse:
    """How one customer pays now, or paid by an earlier version."""
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id))
    return _page(request, customer)


@page(need=Verb.EDIT_FILE, methods=("POST",))
def arrange_paying(request: PageRequest, customer_id: int) -> HttpResponse:
    """The form as typed with a row more, a row fewer, or two rows exchanged; nothing is saved."""
    customer = _editable(request, customer_id)
    typed, rows = arranged(typed=request.POST.dict(), rows=_rows(request), order=request.POST.get("order", ""))
    form = PayingForm(choices=choices_for(customer_id=customer.id), rows=rows, initial=typed)
    return _page(request, customer, form=form)


@page(need=Verb.EDIT_FILE, methods=("POST",))
def save_how(request: PageRequest, customer_id: int) -> HttpResponse:
    """Save how the customer pays as the next version."""
    customer = _editable(request, customer_id)
    form = PayingForm(request.POST, choices=choices_for(customer_id=customer.id), rows=_rows(request))

    def call() -> Mapping[str, Any]:
        draft = form.draft(customer_id=customer.id, seen=_seen(request))
        return save_paying(actor=request.actor, now=request.now, key=key_of(request=request), draft=draft)

    return act(
        request=request,
        form=form,
        call=call,
        done=lambda result: _done(customer, result, _("Saved as version %(number)s.")),
        again=lambda: _page(request, customer, form=form),
    )


@page(need=Verb.EDIT_FILE, methods=("POST",))
def block(request: PageRequest, customer_id: int) -> HttpResponse:
    """Mark a step as standing still."""
    customer = _editable(request, customer_id)
    form = BlockForm(request.POST, menders=menders(), today=request.today)

    def call() -> Mapping[str, Any]:
        return block_step(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            place=_place(request, customer),
            block=form.block(),
        )

    return act(
        request=request,
        form=form,
        call=call,
        done=lambda result: _done(customer, result, _("Marked. No day is expected until the step goes on.")),
        again=lambda: _page(request, customer, blocking=form),
    )


@page(need=Verb.EDIT_FILE, methods=("POST",))
def mend(request: PageRequest, customer_id: int) -> HttpResponse:
    """Take the mark off a step that goes on again."""
    customer = _editable(request, customer_id)

    def call() -> Mapping[str, Any]:
        place = _place(request, customer)
        return mend_step(actor=request.actor, now=request.now, key=key_of(request=request), place=place)

    return _plain(request, customer, call, _("The step goes on again."))


@page(need=Verb.EDIT_FILE, methods=("POST",))
def restore(request: PageRequest, customer_id: int, number: int) -> HttpResponse:
    """Bring an earlier version back as the next one."""
    customer = _editable(request, customer_id)

    def call() -> Mapping[str, Any]:
        return restore_paying(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            customer_id=customer.id,
            number=number,
            replaces_number=_seen(request),
        )

    said = _("Version %(old)s holds again, as version %(number)s.") % {"old": number, "number": "%(number)s"}
    return _plain(request, customer, call, said)


def _plain(
    request: PageRequest, customer: CustomerRow, call: Callable[[], Mapping[str, Any]], said: str
) -> HttpResponse:
    form = Form(request.POST)
    return act(
        request=request,
        form=form,
        call=call,
        done=lambda result: _done(customer, result, said),
        again=lambda: _page(request, customer, refused=form),
    )


def _done(customer: CustomerRow, result: Mapping[str, Any], said: str) -> Done:
    """What was done, with the version before to go back to."""
    number = int(result["number"])
    undo = None
    if number > 1:
        undo = Undo(reverse("restore_paying", args=[customer.id, number - 1]), {"seen": str(number)})
    return Done(said % {"number": number}, reverse("paying", args=[customer.id]), undo)


def _page(
    request: PageRequest,
    customer: CustomerRow,
    *,
    form: PayingForm | None = None,
    blocking: BlockForm | None = None,
    refused: Form | None = None,
) -> HttpResponse:
    number = number_in(text=request.GET.get("version"), digits=6)
    shown = paying_page(actor=request.actor, customer=customer, today=request.today, number=number)
    may_edit = request.actor.may(Verb.EDIT_FILE)
    values: dict[str, Any] = {"shown": shown, "may_edit": may_edit, "refused": refused, "opens": form is not None}
    values |= {
        "mandates": mandate_rows(actor=request.actor, debtor_id=customer.id),
        "may_end": request.actor.may(Verb.ALLOCATE),
    }
    values["blocked_place"] = number_in(text=request.POST.get("step"), digits=2)
    if may_edit:
        choices = choices_for(customer_id=customer.id)
        values["form"] = form or _form(shown, choices)
        values["blocking"] = blocking or BlockForm(menders=choices.menders, today=request.today)
    return render(request, "web/paying/page.html", values)


def _form(shown: PayingPage, choices: Choices) -> PayingForm:
    row = shown.row
    initial = initial_of(habits=row.habits, process=row.process) if row else {}
    rows = len(row.process) if row else EMPTY_ROWS
    return PayingForm(choices=choices, rows=rows, initial=initial)


def _editable(request: PageRequest, customer_id: int) -> CustomerRow:
    return row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.EDIT_FILE))


def _rows(request: PageRequest) -> int:
    return min(number_in(text=request.POST.get("rows"), digits=2) or 1, 20)


def _seen(request: PageRequest) -> int:
    return number_in(text=request.POST.get("seen"), digits=8) or 0


def _place(request: PageRequest, customer: CustomerRow) -> Place:
    return Place(customer.id, _seen(request), number_in(text=request.POST.get("step"), digits=2) or 0)
