"""A list of customers, their people, orders, deliveries or acceptances: looked at, and only then taken in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from huikuan.documents.files import path_of
from huikuan.imports.customer_lists.fields import FIELDS as PARTY_FIELDS
from huikuan.imports.goods_lists.fields import FIELDS as GOODS_FIELDS
from huikuan.imports.operations.customer_lists import PartyOrder, PartyPreview, import_parties, preview_parties
from huikuan.imports.operations.goods_lists import import_goods, preview_goods
from huikuan.imports.rules import ImportKind
from huikuan.jobs.import_files import read_source
from huikuan.jobs.long_statements import without_statement_limit
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import Refused
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.customer_lists import ColumnsForm
from huikuan.web.forms.imports import FIELD
from huikuan.web.pages import imports as pages
from huikuan.web.pages.customer_lists import first_rows
from huikuan.web.requests import PageRequest, page
from huikuan.web.views.imports import uploaded_name


@page(need=Verb.IMPORT)
@without_statement_limit()
def look_at_customer_list(request: PageRequest) -> HttpResponse:
    """What a list holds and what it would do, before anything is written."""
    return _look(request, Form(), 200)


@page(need=Verb.IMPORT, methods=("POST",))
@without_statement_limit()
def take_customer_list(request: PageRequest) -> HttpResponse:
    """Take the list in as it was shown: entirely or not at all."""
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        order, key = _order(request), key_of(request=request)
        if order.kind in GOODS_FIELDS:
            outcome = import_goods(actor=request.actor, now=request.now, today=request.today, key=key, order=order)
        else:
            outcome = import_parties(actor=request.actor, now=request.now, key=key, order=order)
        return {"batch_id": outcome.batch_id, "accepted": outcome.counts.accepted}

    def done(result: Mapping[str, Any]) -> Done:
        rows = result["accepted"]
        said = ngettext("%(rows)s row taken into the books.", "%(rows)s rows taken into the books.", rows)
        return Done(said % {"rows": rows}, reverse("import_done", args=[result["batch_id"]]))

    return act(request=request, form=form, call=call, done=done, again=lambda: _look(request, form, 422))


def _look(request: PageRequest, failed: Form, status: int) -> HttpResponse:
    sha256, name = uploaded_name(request=request)
    shown: dict[str, Any] = {"sha256": sha256, "name": name, "kind": _kind(request), "failed": failed}
    try:
        order = _order(request)
        shown["form"] = _columns_form(request, order, {})
        preview = _preview(request, order)
    except Refused as refusal:
        shown["refused"] = pages.refusal_text(refusal=refusal)
        return render(request, "web/imports/customer_list.html", shown, status=422)
    shown |= {
        "form": _columns_form(request, order, preview.columns),
        "preview": preview,
        "counts": pages.counts_of_preview(counts=preview.counts),
        "read": pages.how_read(table=order.table, counts=preview.counts),
        "first": first_rows(preview=preview),
        "said": [*((FIELD + field, header) for field, header in order.mapping.items()), *_update(order)],
    }
    return render(request, "web/imports/customer_list.html", shown, status=status)


def _columns_form(request: PageRequest, order: PartyOrder, columns: Mapping[str, str]) -> ColumnsForm:
    values = {FIELD + field: header for field, header in (columns or order.mapping).items()}
    header = pages.header_with_samples(table=order.table)
    return ColumnsForm(kind=order.kind, header=header, initial={**values, "update": order.may_change})


def _order(request: PageRequest) -> PartyOrder:
    sha256, name = uploaded_name(request=request)
    if request.company is None:
        raise Refused("COMPANY_UNKNOWN")
    said = request.POST if request.method == "POST" else request.GET
    kind = _kind(request)
    return PartyOrder(
        kind=kind,
        company_id=request.company.id,
        currency=request.company.currency,
        table=read_source(path=path_of(sha256=sha256), name=name, encoding=None, keep=False).source,
        mapping={field.value: str(said[FIELD + field.value]) for field in _fields(kind) if FIELD + field.value in said},
        may_change=bool(said.get("update")),
    )


def _update(order: PartyOrder) -> list[tuple[str, str]]:
    return [("update", "on")] if order.may_change else []


def _preview(request: PageRequest, order: PartyOrder) -> PartyPreview:
    if order.kind in GOODS_FIELDS:
        return preview_goods(order=order, now=request.now, today=request.today)
    return preview_parties(order=order)


def _fields(kind: ImportKind) -> tuple[StrEnum, ...]:
    return GOODS_FIELDS[kind] if kind in GOODS_FIELDS else PARTY_FIELDS[kind]


def _kind(request: PageRequest) -> ImportKind:
    wanted = request.POST.get("kind") or request.GET.get("kind") or ""
    known = {kind.value: kind for kind in (*PARTY_FIELDS, *GOODS_FIELDS)}
    return known.get(wanted, ImportKind.CUSTOMERS)
