"""Writing a price confirmation: the head, the rows of items typed or read from a file; works without scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.customers.access import customer_for
from huikuan.customers.queries import CustomerRow, row_of
from huikuan.integrations.table_files.fast import LINE, read_columns_fast
from huikuan.integrations.table_files.faults import FileFault
from huikuan.jobs.import_files import refusal_of
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import Refused
from huikuan.prices.access import confirmation_for
from huikuan.prices.operations.writing import change_confirmation, write_confirmation
from huikuan.prices.queries.confirmations import confirmation_row, price_lines
from huikuan.prices.rules.confirming import MOST_LINES
from huikuan.prices.rules.line_rows import FIELDS, columns_of
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.imports import LARGEST_FILE
from huikuan.web.forms.prices import ConfirmationForm, Rows, head_of, rows_of, rows_posted
from huikuan.web.refusal_words import worded
from huikuan.web.requests import PageRequest, page

FIELD_OF = {"PRICES_NUMBER_TAKEN": "number"}


@page(need=Verb.EDIT_CONTRACT, methods=("GET", "POST"), takes_file=True)
def add_confirmation(request: PageRequest, customer_id: int) -> HttpResponse:
    """Write a confirmation for a customer."""
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.EDIT_CONTRACT))
    company = request.company
    if company is None:
        raise Refused("COMPANY_UNKNOWN")
    first = {
        "currency": company.currency,
        "valid_from": request.today,
        "valid_through": request.today.replace(month=12, day=31),
        "days": customer.terms_days or 30,
        "language": customer.language if customer.language in ("zh-hans", "en") else "zh-hans",
    }

    def save(form: ConfirmationForm) -> Mapping[str, Any]:
        key = key_of(request=request)
        return write_confirmation(
            actor=request.actor, now=request.now, key=key, company_id=company.id, draft=form.draft()
        )

    return _write(request, customer, first, [], save)


@page(need=Verb.EDIT_CONTRACT, methods=("GET", "POST"), takes_file=True)
def edit_confirmation(request: PageRequest, confirmation_id: int) -> HttpResponse:
    """Write a draft anew."""
    confirmation_for(actor=request.actor, confirmation_id=confirmation_id, need=Verb.EDIT_CONTRACT)
    row = confirmation_row(actor=request.actor, confirmation_id=confirmation_id)
    if row is None or row.state != "DRAFT":
        raise Refused("PRICES_CHANGED", number=row.number if row else "")
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=row.customer_id))

    def save(form: ConfirmationForm) -> Mapping[str, Any]:
        key = key_of(request=request)
        return change_confirmation(
            actor=request.actor, now=request.now, key=key, confirmation_id=confirmation_id, draft=form.draft()
        )

    rows = rows_of(lines=price_lines(confirmation_id=confirmation_id))
    return _write(request, customer, head_of(row=row), rows, save)


def _write(
    request: PageRequest,
    customer: CustomerRow,
    first: Mapping[str, Any],
    rows: Rows,
    save: Callable[[ConfirmationForm], Mapping[str, Any]],
) -> HttpResponse:
    if request.method == "GET":
        return _form(request, customer, ConfirmationForm(initial=dict(first), rows=rows, customer_id=customer.id))
    typed = rows_posted(sent=request.POST)
    if "file" in request.FILES or "more" in request.POST:
        return _more_rows(request, customer, typed)
    form = ConfirmationForm(request.POST, rows=typed, customer_id=customer.id)

    def done(result: Mapping[str, Any]) -> Done:
        return Done(
            _("Written. Print it, have it signed, upload the copy."),
            reverse("price_confirmation", args=[result["confirmation_id"]]),
        )

    again = lambda: _form(request, customer, form)  # noqa: E731
    return act(request=request, form=form, call=lambda: save(form), done=done, again=again, fields=FIELD_OF)


def _more_rows(request: PageRequest, customer: CustomerRow, typed: Rows) -> HttpResponse:
    """The form as typed, with the rows of a chosen file below; nothing is written yet."""
    head = {name: text for name, text in request.POST.items() if not name.startswith("line_")}
    form = ConfirmationForm(initial=head, rows=typed, customer_id=customer.id)
    try:
        form.rows = [*typed, *_rows_of_file(request)][: MOST_LINES + 1]
    except Refused as refusal:
        return _form(request, customer, form, worded(code=refusal.code, parameters=refusal.parameters))
    return _form(request, customer, form)


def _rows_of_file(request: PageRequest) -> Rows:
    """Rows of the uploaded price list. Raises Refused FILE_…, PRICES_FILE_COLUMNS."""
    file = request.FILES.get("file")
    if file is None or not file.size:
        return []
    if file.size > LARGEST_FILE:
        raise Refused("DOCUMENT_TOO_LARGE", name=file.name or "", bytes=file.size)
    table = read_columns_fast(source=file.read(), filename=file.name or "", encoding=None)
    if isinstance(table, FileFault):
        raise refusal_of(fault=table, file=file.name or "")
    places = columns_of(header=table.columns)
    if not {"name", "price"} <= set(places):
        raise Refused("PRICES_FILE_COLUMNS", found=", ".join(table.columns)[:200])
    cells = table.frame.head(MOST_LINES + 1).drop(LINE).iter_rows()
    return [{name: row[places[name]] or "" if name in places else "" for name in FIELDS} for row in cells]


def _form(request: PageRequest, customer: CustomerRow, form: ConfirmationForm, problem: str = "") -> HttpResponse:
    shown = {"customer": customer, "form": form, "problem": problem}
    return render(request, "web/prices/write.html", shown, status=422 if problem else 200)
