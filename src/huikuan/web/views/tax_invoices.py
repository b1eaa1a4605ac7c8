"""Tax invoices: the list, files taken in, the page of one, VAT paid ahead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.invoicing.operations.taking import look_again, put_aside
from huikuan.invoicing.queries.advanced import tax_advanced
from huikuan.invoicing.queries.lists import TaxInvoiceFilter, tax_invoice_page, tax_invoice_row
from huikuan.invoicing.rules.advanced import Advanced
from huikuan.jobs.import_einvoices import Intake, InvoiceFile, take_files
from huikuan.kernel.actor import Verb
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page, page_bounds
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.tax_invoices import (
    MOST_FILES,
    AsideForm,
    ChosenForm,
    FilesForm,
    MailForm,
    MoveForm,
    RedForm,
    RedStepForm,
)
from huikuan.web.pages import lists
from huikuan.web.pages import tax_invoices as pages
from huikuan.web.pages.lists import Listed
from huikuan.web.requests import PageRequest, page
from huikuan.wording.imports import row_reason


@page()
def tax_invoice_list(request: PageRequest) -> HttpResponse:
    """The tax invoices, issued last first."""
    state = lists.state_of(request=request, kind=pages.LIST)
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default="ALL")
    narrowed = TaxInvoiceFilter(
        which, state.filters.get("q", ""), lists.number_of(state=state, name="customer"), request.company_id
    )

    def read(number: int, size: int) -> Page[pages.ListedRow]:
        found = tax_invoice_page(actor=request.actor, narrowed=narrowed, sort=state.sort, number=number, size=size)
        rows = tuple(pages.ListedRow(row, request.today) for row in found.rows)
        return Page(rows, found.number, found.size, found.count, found.totals)

    opened = None if state.row is None else pages.invoice_shown(actor=request.actor, tax_invoice_id=state.row)
    listed = Listed(pages.LIST, state, read)

    def rest() -> dict[str, Any]:
        return {
            "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default="ALL"),
            "may_take": request.actor.may(Verb.POST_INVOICE),
            "advanced": _sums(
                tax_advanced(
                    actor=request.actor, as_of=request.today, today=request.today, company_id=request.company_id
                )
            ),
        }

    return lists.answer(request=request, listed=listed, folder="tax_invoices", beside={"shown": opened}, rest=rest)


@page(need=Verb.POST_INVOICE, methods=("GET", "POST"), takes_file=True)
def take_tax_invoices(request: PageRequest) -> HttpResponse:
    """Take files of invoices in and say of each what came of it."""
    form = FilesForm(request.POST or None, request.FILES or None)
    if request.method == "GET":
        return render(request, "web/tax_invoices/take.html", {"form": form})
    company = request.company
    if company is None:
        raise Refused("COMPANY_UNKNOWN")
    sent = request.FILES.getlist("file")
    if not 1 <= len(sent) <= MOST_FILES:
        form.errors.pop("file", None)
        form.add_error("file", _("Choose 1 to %(most)s files.") % {"most": MOST_FILES})
        return render(request, "web/tax_invoices/take.html", {"form": form}, status=422)
    files = tuple(InvoiceFile((one.name or "")[:200], one.read()) for one in sent)
    intake = Intake(company.id, files, key_of(request=request))
    done = take_files(actor=request.actor, now=request.now, today=request.today, intake=intake)
    shown = {
        "form": FilesForm(),
        "done": done,
        "rows": [(one, _checks(request, one.tax_invoice_id)) for one in done.taken],
        "refused": [(one, row_reason(rejection=one)) for one in done.rejected],
    }
    return render(request, "web/tax_invoices/take.html", shown)


@page()
def tax_invoice(request: PageRequest, tax_invoice_id: int) -> HttpResponse:
    """One tax invoice with its lines, its checks, its way to the customer."""
    return invoice_page(request=request, tax_invoice_id=tax_invoice_id, forms={})


@page(need=Verb.POST_INVOICE, methods=("POST",))
def check_tax_invoice(request: PageRequest, tax_invoice_id: int) -> HttpResponse:
    """Check a waiting invoice anew, with the customer or the payment that was chosen."""
    row = tax_invoice_row(actor=request.actor, tax_invoice_id=tax_invoice_id)
    debts = pages.debts_to_choose(row=row) if row else []
    form = ChosenForm(request.POST, actor=request.actor, debts=debts)

    def call() -> Mapping[str, Any]:
        return look_again(
            actor=request.actor,
            now=request.now,
            today=request.today,
            key=key_of(request=request),
            tax_invoice_id=tax_invoice_id,
            chosen=form.chosen(),
        )

    def done(result: Mapping[str, Any]) -> Done:
        is_booked = result["state"] == "BOOKED"
        text = _("Booked.") if is_booked else _("Checked again: something is still wrong, see the checks.")
        return Done(text, reverse("tax_invoice", args=[tax_invoice_id]))

    def again() -> HttpResponse:
        return invoice_page(request=request, tax_invoice_id=tax_invoice_id, forms={"chosen": form})

    return act(request=request, form=form, call=call, done=done, again=again)


@page(need=Verb.POST_INVOICE, methods=("POST",))
def put_tax_invoice_aside(request: PageRequest, tax_invoice_id: int) -> HttpResponse:
    """Put a waiting invoice aside for good."""
    form = AsideForm(request.POST)

    def call() -> Mapping[str, Any]:
        return put_aside(
            actor=request.actor,
            now=request.now,
            today=request.today,
            key=key_of(request=request),
            tax_invoice_id=tax_invoice_id,
            reason=form.cleaned_data["reason"],
        )

    done = Done(_("Put aside."), reverse("tax_invoice", args=[tax_invoice_id]))
    again = lambda: invoice_page(request=request, tax_invoice_id=tax_invoice_id, forms={"aside": form})  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page()
def tax_invoice_file(request: PageRequest, tax_invoice_id: int, document_id: int) -> HttpResponse:
    """A file of an invoice as it came; never shown inside our pages (TRUST S25)."""
    if tax_invoice_row(actor=request.actor, tax_invoice_id=tax_invoice_id) is None:
        raise NotPermitted("TAX_INVOICE_NOT_VISIBLE", tax_invoice=tax_invoice_id)
    kept, content = open_document(document_id=document_id, purpose=Purpose.INVOICE, owner_id=tax_invoice_id)
    return download(name=kept.name, kind=kept.content_type, content=content)


@page()
def tax_paid_ahead(request: PageRequest) -> HttpResponse:
    """The VAT in what customers have not paid, by customer, as of a day."""
    state = lists.state_of(request=request, kind=pages.ADVANCED)
    as_of = _day(state.filters.get("as_of", ""), request.today)
    rows = tax_advanced(
        actor=request.actor,
        as_of=as_of,
        today=request.today,
        company_id=request.company_id,
        customer_id=lists.number_of(state=state, name="customer"),
    )

    def read(number: int, size: int) -> Page[Advanced]:
        start, end = page_bounds(number=number, size=size)
        return Page(rows[start:end], number, size, len(rows), {one.currency: one.minor for one in _sums(rows)})

    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=pages.ADVANCED, state=state, read=read)
    table = lists.table_page(kind=pages.ADVANCED, state=state, read=read)
    return render(
        request, "web/tax_invoices/advanced.html", {"state": state, "table": table, "as_of": as_of, "sums": _sums(rows)}
    )


def invoice_page(*, request: PageRequest, tax_invoice_id: int, forms: Mapping[str, Form]) -> HttpResponse:
    """The page of one invoice, with the forms that failed as they were typed."""
    shown = pages.invoice_shown(actor=request.actor, tax_invoice_id=tax_invoice_id)
    fresh: dict[str, Form] = {}
    if request.actor.may(Verb.POST_INVOICE):
        fresh |= {
            "chosen": ChosenForm(actor=request.actor, debts=pages.debts_to_choose(row=shown.row)),
            "aside": AsideForm(auto_id="aside_%s"),
            "mail": MailForm(initial={"address": shown.email}),
            "red": RedForm(currency=shown.row.currency, auto_id="red_%s"),
            "step": RedStepForm(auto_id="step_%s"),
        }
    if request.actor.may(Verb.RECORD_ACTIVITY) or request.actor.may(Verb.POST_INVOICE):
        fresh["move"] = MoveForm(initial={"on": request.today, "how": "BY_HAND"}, auto_id="move_%s")
    context = {"shown": shown, "forms": fresh | dict(forms), "failed": next(iter(forms), "")}
    return render(request, "web/tax_invoices/page.html", context)


def _checks(request: PageRequest, tax_invoice_id: int) -> tuple[pages.Said, ...]:
    row = tax_invoice_row(actor=request.actor, tax_invoice_id=tax_invoice_id)
    return pages.said(found=row.findings if row else ())


def _sums(rows: tuple[Advanced, ...]) -> tuple[Money, ...]:
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.currency] = sums.get(row.currency, 0) + row.tax_minor
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))


def _day(text: str, today: date) -> date:
    try:
        return min(date.fromisoformat(text), today)
    except ValueError:
        return today
