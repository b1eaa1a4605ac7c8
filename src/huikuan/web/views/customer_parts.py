"""Parts of the customer file that are lists: other names, payers, declared sizes, reports; and our own size as a seller."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.customers.access import customer_for
from huikuan.customers.file_queries import file_of
from huikuan.customers.other_names import NameDraft, add_alias, add_name, remove_alias, remove_name
from huikuan.customers.queries import CustomerRow, row_of
from huikuan.customers.reports import ReportDraft, attach_report, open_report
from huikuan.customers.sizes import declare_own_size, declare_size, own_size_history
from huikuan.kernel.actor import Verb
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.customer_file import AliasForm, NameForm, ReportForm, SizeForm
from huikuan.web.pages.customer_file import size_in_words
from huikuan.web.requests import PageRequest, page
from huikuan.web.toasts import say
from huikuan.web.views.customer_file import submitted


@page(need=Verb.EDIT_FILE, methods=("GET", "POST"))
def new_name(request: PageRequest, customer_id: int) -> HttpResponse:
    """Keep another name of a customer."""
    row, form = _row(request, customer_id, Verb.EDIT_FILE), NameForm(request.POST or None)

    def call() -> Mapping[str, Any]:
        return add_name(**_who(request), customer_id=row.id, name=NameDraft(**form.cleaned_data))

    return submitted(request=request, customer=row, title=_("Another name"), form=form, call=call)


@page(need=Verb.EDIT_FILE, methods=("POST",))
def drop_name(request: PageRequest, name_id: int) -> HttpResponse:
    """Take another name away."""
    done = remove_name(**_who(request), name_id=name_id)
    return _back(request, _("Name taken away; the history keeps it."), done["customer_id"])


@page(need=Verb.EDIT_CUSTOMER, methods=("GET", "POST"))
def new_alias(request: PageRequest, customer_id: int) -> HttpResponse:
    """Enter a name or account a customer pays from."""
    row, form = _row(request, customer_id, Verb.EDIT_CUSTOMER), AliasForm(request.POST or None)

    def call() -> Mapping[str, Any]:
        return add_alias(**_who(request), customer_id=row.id, **form.cleaned_data)

    return submitted(request=request, customer=row, title=_("Pays from"), form=form, call=call)


@page(need=Verb.EDIT_CUSTOMER, methods=("POST",))
def drop_alias(request: PageRequest, alias_id: int) -> HttpResponse:
    """Forget a name or account a customer paid from."""
    done = remove_alias(**_who(request), alias_id=alias_id)
    return _back(request, _("Payer forgotten; the history keeps it."), done["customer_id"])


@page(need=Verb.EDIT_FILE, methods=("GET", "POST"))
def new_size(request: PageRequest, customer_id: int) -> HttpResponse:
    """Keep what a customer declared about his size."""
    row = _row(request, customer_id, Verb.EDIT_FILE)
    industry = file_of(customer_id=row.id).industry
    form = SizeForm(request.POST or None, initial={"industry": industry, "declared_on": request.today})

    def call() -> Mapping[str, Any]:
        return declare_size(**_who(request), customer_id=row.id, size=form.draft())

    return submitted(request=request, customer=row, title=_("Size class"), form=form, call=call, note=_note())


@page(need=Verb.EDIT_FILE, methods=("GET", "POST"), takes_file=True)
def new_report(request: PageRequest, customer_id: int) -> HttpResponse:
    """Attach a third party's report."""
    row = _row(request, customer_id, Verb.EDIT_FILE)
    form = ReportForm(request.POST or None, request.FILES or None, initial={"reported_on": request.today})

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        file = typed["file"]
        report = ReportDraft(file.name, file.read(), typed["issuer"], typed["reported_on"], typed["note"])
        return attach_report(**_who(request), customer_id=row.id, report=report)

    return submitted(request=request, customer=row, title=_("Attach a report"), form=form, call=call)


@page()
def report_file(request: PageRequest, customer_id: int, document_id: int) -> HttpResponse:
    """Hand out a report."""
    document, content = open_report(actor=request.actor, customer_id=customer_id, document_id=document_id)
    return download(name=document.name, kind=document.content_type, content=content)


@page(need=Verb.ADMINISTER, methods=("GET", "POST"))
def own_size(request: PageRequest, company_id: int) -> HttpResponse:
    """The size of an own company as a seller, declared again whenever it changes."""
    company = next((one for one in request.companies if one.id == company_id), None)
    if company is None:
        raise Http404
    form = SizeForm(request.POST or None, initial={"declared_on": request.today})

    def call() -> Mapping[str, Any]:
        return declare_own_size(**_who(request), company_id=company_id, size=form.draft())

    def again() -> HttpResponse:
        rows = [size_in_words(row=row) for row in own_size_history(actor=request.actor, company_id=company_id)]
        shown = {"company": company, "form": form, "sizes": rows, "note": _note()}
        return render(request, "web/customers/file/own_size.html", shown)

    if request.method == "GET":
        return again()
    done = Done(_("Saved."), reverse("own_company_size", args=[company_id]))
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _row(request: PageRequest, customer_id: int, need: Verb) -> CustomerRow:
    return row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=need))


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}


def _back(request: PageRequest, text: str, customer_id: int) -> HttpResponse:
    say(request=request, text=text)
    return HttpResponseRedirect(reverse("customer_file", args=[customer_id]), status=303)


def _note() -> str:
    return _(
        "The class is computed from industry, staff, revenue and assets (工信部联企业〔2011〕300号). "
        "It counts on the day a contract is signed; a small seller must tell the buyer (decree 802, Art. 3)."
    )
