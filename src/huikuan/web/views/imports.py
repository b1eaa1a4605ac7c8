"""Imports: a file is uploaded and kept, looked at, and only then taken into the books."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from huikuan.documents.files import path_of, write_file
from huikuan.imports.operations.lists import ImportOrder, import_file, preview_import
from huikuan.imports.queries import batch_row, batches, rejected_rows
from huikuan.imports.rules import ImportKind, Options
from huikuan.jobs.import_files import FileOrder, order_of
from huikuan.jobs.long_statements import without_statement_limit
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.imports import FIELD, ReadingForm, TableForm
from huikuan.web.numbers import page_asked
from huikuan.web.pages import imports as pages
from huikuan.web.pages.import_offers import offers
from huikuan.web.pages.import_refusals import refused_file
from huikuan.web.pages.import_rows import first_rows
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.export import FORMATS

UPLOADS = "uploads"
PARTY_KINDS = ("CUSTOMERS", "PEOPLE", "ORDERS", "DELIVERIES", "ACCEPTANCES")
"""Lists that bring no documents: views.customer_lists looks at them."""
MOST_UPLOADS = 20


@page(need=Verb.VIEW_IMPORTS)
def imports_done(request: PageRequest) -> HttpResponse:
    """Every import, newest first."""
    found = batches(actor=request.actor, number=page_asked(request=request))
    return render(request, "web/imports/done.html", {"found": pages.named(found=found)})


@page(need=Verb.VIEW_IMPORTS)
def import_done(request: PageRequest, batch_id: int) -> HttpResponse:
    """One import with its counts and the rows it refused, these as a file too."""
    batch = batch_row(actor=request.actor, batch_id=batch_id)
    if batch is None:
        raise NotPermitted("IMPORT_NOT_VISIBLE", batch=batch_id)
    name = request.GET.get("format", "")
    if name in FORMATS:
        return refused_file(batch=batch, name=name, today=request.today)
    rejected = rejected_rows(batch_id=batch_id, most=pages.MOST_SHOWN)
    shown = {"batch": batch, "counts": pages.counts_of_batch(batch=batch, rejected=rejected)}
    shown |= {"gaps": pages.gaps_of_batch(batch=batch), "credit": pages.credit_of_batch(batch=batch)}
    return render(request, "web/imports/batch.html", shown)


@page(need=Verb.IMPORT, methods=("GET", "POST"), takes_file=True)
def import_table(request: PageRequest) -> HttpResponse:
    """Choose a list; it is kept and looked at, nothing is written into the books."""
    form = TableForm(request.POST or None, request.FILES or None, initial={"kind": ImportKind.RECEIVABLES.value})
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        sha256 = write_file(content=file.read())
        remember_upload(request=request, sha256=sha256, name=file.name)
        kind = form.cleaned_data["kind"]
        look = "look_at_customer_list" if kind in PARTY_KINDS else "import_preview"
        return HttpResponseRedirect(f"{reverse(look)}?{urlencode({'file': sha256, 'kind': kind})}", status=303)
    status = 422 if request.method == "POST" else 200
    return render(request, "web/imports/table.html", {"form": form}, status=status)


@page(need=Verb.IMPORT)
@without_statement_limit()
def import_preview(request: PageRequest) -> HttpResponse:
    """What a list holds and how it is read, before anything is written."""
    return _preview(request, Form(), 200)


@page(need=Verb.IMPORT, methods=("POST",))
@without_statement_limit()
def carry_out_import(request: PageRequest) -> HttpResponse:
    """Take the list into the books as it was shown: entirely or not at all."""
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        order = order_of(file=_order(request, _options(request)))
        outcome = import_file(
            actor=request.actor, now=request.now, today=request.today, key=key_of(request=request), order=order
        )
        return {"batch_id": outcome.batch_id, "accepted": outcome.counts.accepted}

    def done(result: Mapping[str, Any]) -> Done:
        rows = result["accepted"]
        said = ngettext("%(rows)s row taken into the books.", "%(rows)s rows taken into the books.", rows) % {
            "rows": rows
        }
        return Done(said, reverse("import_done", args=[result["batch_id"]]))

    return act(request=request, form=form, call=call, done=done, again=lambda: _preview(request, form, 422))


def remember_upload(*, request: PageRequest, sha256: str, name: str) -> None:
    """Only the person who uploaded a file may look at it before it is imported."""
    kept = [[known, title] for known, title in request.session.get(UPLOADS, []) if known != sha256]
    request.session[UPLOADS] = [*kept, [sha256, name]][-MOST_UPLOADS:]


def uploaded_name(*, request: PageRequest) -> tuple[str, str]:
    """Hash and name of the upload the address speaks of. Raises NotPermitted for any other file."""
    wanted = request.POST.get("file") or request.GET.get("file") or ""
    for sha256, name in request.session.get(UPLOADS, []):
        if sha256 == wanted:
            return sha256, name
    raise NotPermitted("UPLOAD_UNKNOWN")


def _preview(request: PageRequest, failed: Form, status: int) -> HttpResponse:
    sha256, name = uploaded_name(request=request)
    shown: dict[str, Any] = {"sha256": sha256, "name": name, "kind": _kind(request), "failed": failed}
    try:
        order = order_of(file=_order(request, _options(request)))
    except Refused as refusal:
        shown["refused"] = pages.refusal_text(refusal=refusal)
        return render(request, "web/imports/preview.html", shown, status=422)
    form = _reading_form(request, order)
    shown |= {"form": form, "said": _said(request)}
    try:
        preview = preview_import(order=order, today=request.today)
    except Refused as refusal:
        shown["unclear"] = pages.refusal_text(refusal=refusal)
        return render(request, "web/imports/preview.html", shown, status=422)
    read_as = pages.reading_values(reading=preview.reading, header=order.table.header)
    if not form.is_bound:
        form.initial.update(read_as)
    shown["first"] = first_rows(kind=order.kind, table=order.table, columns=preview.reading.columns)
    asked = {"file": sha256, "kind": order.kind.value, **{name: value for name, value in read_as.items() if value}}
    shown["offers"] = offers(rejected=preview.counts.rejected, path=reverse("import_preview"), said=asked)
    shown |= {"preview": preview, "counts": pages.counts_of_preview(counts=preview.counts)}
    counts = preview.counts
    shown["read"] = pages.how_read(table=order.table, counts=counts)
    return render(request, "web/imports/preview.html", shown, status=422 if form.errors else status)


def _reading_form(request: PageRequest, order: ImportOrder) -> ReadingForm:
    """The form as the file was read; with its faults where what was said about it cannot be taken."""
    header = pages.header_with_samples(table=order.table)
    if "said" in request.GET:
        said = ReadingForm(request.GET, kind=order.kind, header=header)
        if not said.is_valid():
            return said
    values = {FIELD + field.value: order.table.header[place] for field, place in order.guess.columns.items()}
    return ReadingForm(kind=order.kind, header=header, initial=values)


def _options(request: PageRequest) -> Options:
    """What the person said in the address or the form; nothing if he has not said anything yet."""
    said = request.POST if request.method == "POST" else request.GET
    if "said" not in said:
        return Options()
    names = {str(value): "" for name, value in said.items() if name.startswith(FIELD) and value}
    form = ReadingForm(said, kind=_kind(request), header=names)
    return form.options() if form.is_valid() else Options()


def _said(request: PageRequest) -> list[tuple[str, str]]:
    """The fields of the reading form, to be carried along by the form that imports."""
    said = request.POST if request.method == "POST" else request.GET
    if "said" not in said:
        return []
    known = ("said", "date_order", "number_format", "currency", "round_amounts")
    return [(name, str(value)) for name, value in said.items() if name in known or name.startswith(FIELD)]


def _order(request: PageRequest, options: Options) -> FileOrder:
    sha256, name = uploaded_name(request=request)
    company_id = request.company_id
    if company_id is None:
        raise Refused("COMPANY_UNKNOWN")
    return FileOrder(_kind(request), company_id, path_of(sha256=sha256), name, options)


def _kind(request: PageRequest) -> ImportKind:
    wanted = request.POST.get("kind") or request.GET.get("kind") or ""
    return ImportKind.INVOICES if wanted == ImportKind.INVOICES.value else ImportKind.RECEIVABLES
