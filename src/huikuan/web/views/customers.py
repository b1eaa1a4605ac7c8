"""Customers: the list of who owes, the page of one, contacts, taking one in, who looks after them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huikuan.accounts.queries import PersonRow
from huikuan.customers.access import customer_for, customers_for, sees_everything
from huikuan.customers.merging import merged_into
from huikuan.customers.operations import (
    ContactDraft,
    CustomerDraft,
    assign_salesperson,
    classify_customers,
    register_customers,
)
from huikuan.customers.queries import CustomerFilter, CustomerRow, row_of
from huikuan.customers.rules import CUSTOMER_CLASSES
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.once import reading_once
from huikuan.kernel.paging import Page
from huikuan.kernel.refusal import NotPermitted
from huikuan.receivables.queries.debtors import DebtorFilter, Owing
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.customers import ClassForm, CustomerForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import customers as pages
from huikuan.web.pages import lists
from huikuan.web.pages.customer_360 import all_sides
from huikuan.web.pages.customer_parts import parts_of
from huikuan.web.pages.people import sellers
from huikuan.web.requests import PageRequest, page, safe_next
from huikuan.web.tables.state import ListState
from huikuan.web.tables.table import BulkAct, ListKind
from huikuan.web.toasts import Undo, say
from huikuan.wording import names

_CLASSES = tuple((code, names.CUSTOMER_CLASSES[code]) for code in CUSTOMER_CLASSES)


@page()
def customer_list(request: PageRequest) -> HttpResponse:
    """Who owes, the most overdue first; or all customers by name."""
    kind, state, read = _list(request)
    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=kind, state=state, read=read)
    shown: dict[str, Any] = {"state": state, "shown": _opened(request, state.row)}
    if lists.only_panel(request=request):
        return render(request, "web/customers/panel.html", shown)
    known = sellers()
    shown |= {
        "table": lists.table_page(kind=kind, state=state, read=read, bulk=_bulk(request, known)),
        "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default=Owing.OPEN.value),
        "sellers": known,
        "classes": _CLASSES,
        "may_edit": request.actor.may(Verb.EDIT_CUSTOMER),
    }
    return render(request, "web/customers/list.html", shown)


@page()
@reading_once()
def customer(request: PageRequest, customer_id: int) -> HttpResponse:
    """Everything about one customer."""
    row = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id))
    kept = merged_into(customer_ids=[row.id]).get(row.id)
    if kept is not None:
        say(request=request, text=_("%(name)s was merged into this customer.") % {"name": row.name})
        return HttpResponseRedirect(reverse("customer", args=[kept]))
    return _customer(request, row)


@page(need=Verb.EDIT_CUSTOMER, methods=("GET", "POST"))
def add_customer(request: PageRequest) -> HttpResponse:
    """Take a customer in."""
    form = CustomerForm(request.POST or None, sellers=[(row.id, row.name) for row in sellers()])

    def call() -> Mapping[str, Any]:
        return register_customers(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            customers=[_draft(request.actor, form.cleaned_data)],
        )

    def done(result: Mapping[str, Any]) -> Done:
        return Done(_("Customer taken in."), reverse("customer", args=[result["customer_ids"][0]]))

    def again() -> HttpResponse:
        return render(request, "web/customers/add.html", {"form": form})

    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=done, again=again)


@page(need=Verb.EDIT_CUSTOMER, methods=("POST",))
def assign(request: PageRequest) -> HttpResponse:
    """Say who looks after the chosen customers."""
    ids = _chosen(request)
    seller = next((row for row in sellers() if str(row.id) == request.POST.get("salesperson")), None)
    if seller is None:
        raise NotPermitted("CUSTOMER_NOT_VISIBLE")
    before = set(customers_for(actor=request.actor).filter(pk__in=ids).values_list("salesperson_id", flat=True))
    assign_salesperson(
        actor=request.actor,
        now=request.now,
        key=key_of(request=request),
        customer_ids=ids,
        salesperson_id=seller.id,
    )
    text = ngettext("%(name)s looks after %(count)s customer.", "%(name)s looks after %(count)s customers.", len(ids))
    say(request=request, text=text % {"name": seller.name, "count": len(ids)}, undo=_undo_assign(ids, before))
    return HttpResponseRedirect(safe_next(request=request, otherwise=reverse("customers")), status=303)


@page(need=Verb.EDIT_CUSTOMER, methods=("POST",))
def classify(request: PageRequest) -> HttpResponse:
    """Put the chosen customers into a class."""
    ids, wanted = _chosen(request), request.POST.get("customer_class", "")
    classify_customers(
        actor=request.actor, now=request.now, key=key_of(request=request), customer_ids=ids, customer_class=wanted
    )
    text = ngettext("%(count)s customer: %(name)s.", "%(count)s customers: %(name)s.", len(ids))
    say(request=request, text=text % {"name": names.CUSTOMER_CLASSES[wanted], "count": len(ids)})
    return HttpResponseRedirect(safe_next(request=request, otherwise=reverse("customers")), status=303)


def _chosen(request: PageRequest) -> list[int]:
    """Ids of the chosen customers, all of whom the person sees. Raises NotPermitted."""
    numbers = (number_in(text=text) for text in request.POST.getlist("ids")[:200])
    ids = sorted({number for number in numbers if number is not None})
    if not ids or customers_for(actor=request.actor).filter(pk__in=ids).count() != len(ids):
        raise NotPermitted("CUSTOMER_NOT_VISIBLE")
    return ids


def _list(request: PageRequest) -> tuple[ListKind[pages.CustomerLine], ListState, lists.Reader[pages.CustomerLine]]:
    kind = pages.EVERYBODY if request.GET.get("which") == "ALL" else pages.DEBTORS
    state = lists.state_of(request=request, kind=kind)
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default=Owing.OPEN.value)
    own = request.company.currency if request.company else "CNY"
    narrowed = DebtorFilter(
        owing=Owing(which) if which in Owing.__members__ else Owing.OPEN,
        customers=CustomerFilter(
            search=state.filters.get("q", ""),
            salesperson_id=lists.number_of(state=state, name="salesperson"),
            customer_class=lists.chosen(state=state, name="class", codes=CUSTOMER_CLASSES, default=""),
        ),
        company_id=request.company_id,
        currency=own if which == "ALL" else state.filters.get("currency", ""),
    )
    source = pages.all_lines if which == "ALL" else pages.debtor_lines

    def read(number: int, size: int) -> Page[pages.CustomerLine]:
        return source(
            actor=request.actor, today=request.today, narrowed=narrowed, sort=state.sort, number=number, size=size
        )

    return kind, state, read


def _bulk(request: PageRequest, known: Sequence[PersonRow]) -> tuple[BulkAct, ...]:
    if not (known and request.actor.may(Verb.EDIT_CUSTOMER)):
        return ()
    choices = tuple((str(row.id), row.name) for row in known)
    return (
        BulkAct(_("Hand over to"), reverse("assign_customers"), "salesperson", choices),
        BulkAct(_("Put into class"), reverse("classify_customers"), "customer_class", _CLASSES),
    )


def _opened(request: PageRequest, row_id: int | None) -> pages.CustomerPage | None:
    if row_id is None:
        return None
    row = row_of(customer=customer_for(actor=request.actor, customer_id=row_id))
    return _shown(request, row)


def _shown(request: PageRequest, row: CustomerRow) -> pages.CustomerPage:
    own = request.company.currency if request.company else "CNY"
    return pages.customer_shown(actor=request.actor, today=request.today, customer=row, currency=own)


def _customer(request: PageRequest, row: CustomerRow) -> HttpResponse:
    may_record = request.actor.may(Verb.RECORD_ACTIVITY)
    one = _shown(request, row)
    shown: dict[str, Any] = parts_of(actor=request.actor, customer=row, today=request.today)
    shown |= {
        "shown": one,
        "sides": all_sides(
            customer_id=row.id,
            items=one.open_items,
            contacts=one.contacts,
            people_there=one.people,
            today=request.today,
        ),
        "may_edit_paying": request.actor.may(Verb.EDIT_FILE),
        "may_record": may_record,
        "class_form": _class_form(request, row),
    }
    return render(request, "web/customers/page.html", shown)


def _class_form(request: PageRequest, row: CustomerRow) -> ClassForm | None:
    if not request.actor.may(Verb.EDIT_CUSTOMER):
        return None
    return ClassForm(initial={"customer_class": row.customer_class})


def _draft(actor: Actor, typed: Mapping[str, Any]) -> CustomerDraft:
    # Whoever sees only some customers would not see the new one if nobody looked after him.
    own = None if sees_everything(actor=actor) else actor.user_id
    contact = ContactDraft(
        name=typed["contact_name"],
        phone=typed["contact_phone"],
        email=typed["contact_email"],
        gets_reminders=bool(typed["contact_email"]),
    )
    return CustomerDraft(
        code=typed["code"],
        name=typed["name"],
        tax_code=typed["tax_code"],
        country=typed["country"],
        terms_days=typed["terms_days"],
        customer_class=typed["customer_class"] or "STANDARD",
        salesperson_id=typed["salesperson"] or own,
        contacts=(contact,) if typed["contact_name"] else (),
    )


def _undo_assign(ids: list[int], before: Collection[int | None]) -> Undo | None:
    if len(before) != 1 or None in before:
        return None
    return Undo(reverse("assign_customers"), {"ids": [str(pk) for pk in ids], "salesperson": str(next(iter(before)))})
