"""Statements whose columns nobody knows: a person says what they mean, the balances prove it, and it is kept as a layout."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.imports.layouts import LayoutRow, layout_row, layouts_with_uses
from huikuan.imports.operations.layouts import LayoutDraft, end_layout, save_layout
from huikuan.jobs.statement_columns import explained_statement
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.statement_layouts import ColumnsForm, columns_said
from huikuan.web.numbers import number_in
from huikuan.web.pages import statement_layouts as pages
from huikuan.web.refusal_words import worded
from huikuan.web.requests import PageRequest, page
from huikuan.web.views.imports import uploaded_name
from huikuan.web.views.statements import order_asked


@page(need=Verb.IMPORT)
def explain(request: PageRequest) -> HttpResponse:
    """The columns of an uploaded statement with samples, what they are taken for, and what the balances prove."""
    return _explain(request, Form(), 200)


@page(need=Verb.IMPORT, methods=("POST",))
def save(request: PageRequest) -> HttpResponse:
    """Keep what the columns mean, and look at the statement as it is read by that."""
    order = order_asked(request=request)
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        found = _found(request)
        draft = LayoutDraft(
            name=request.POST.get("name", "").strip(),
            headings=tuple(found["plain"]),
            columns=found["columns"],
            minus_is_in=bool(request.POST.get("minus")),
        )
        return save_layout(actor=request.actor, now=request.now, key=key_of(request=request), layout=draft)

    query = urlencode({"file": uploaded_name(request=request)[0], "account": order.bank_account.id})
    said = Done(
        _("Saved. Files with these column names are read this way now."), f"{reverse('statement_preview')}?{query}"
    )
    return act(request=request, form=form, call=call, done=lambda _: said, again=lambda: _explain(request, form, 422))


@page(need=Verb.IMPORT)
def layout_list(request: PageRequest) -> HttpResponse:
    """The layouts that people saved, and where they were used."""
    return render(request, "web/imports/layouts.html", {"layouts": layouts_with_uses()})


@page(need=Verb.IMPORT, methods=("GET", "POST"))
def edit(request: PageRequest, number: int) -> HttpResponse:
    """Change what the columns of a layout mean: its next version."""
    row = _layout(number)
    given = request.POST if request.method == "POST" else None
    form = ColumnsForm(given, row=row)
    if given is None:
        return render(request, "web/imports/layout.html", {"row": row, "form": form})

    def call() -> Mapping[str, Any]:
        said = form.cleaned_data
        seen = number_in(text=request.POST.get("seen")) or 0
        draft = LayoutDraft(said["name"], row.headings, form.columns(), minus_is_in=said["minus"], seen=seen)
        return save_layout(actor=request.actor, now=request.now, key=key_of(request=request), layout=draft)

    done = Done(_("Saved as the next version."), reverse("statement_layouts"))

    def again() -> HttpResponse:
        return render(request, "web/imports/layout.html", {"row": row, "form": form})

    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.IMPORT, methods=("POST",))
def end(request: PageRequest, number: int) -> HttpResponse:
    """Read no more statements by a layout."""
    row = _layout(number)
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        return end_layout(actor=request.actor, now=request.now, key=key_of(request=request), number=row.number)

    done = Done(_("Layout ended."), reverse("statement_layouts"))

    def again() -> HttpResponse:
        return render(request, "web/imports/layouts.html", {"layouts": layouts_with_uses(), "failed": form})

    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _explain(request: PageRequest, failed: Form, status: int) -> HttpResponse:
    order = order_asked(request=request)
    shown: dict[str, Any] = {"order": order, "failed": failed, "sha256": uploaded_name(request=request)[0]}
    try:
        found = _found(request)
    except Refused as refusal:
        shown["refused"] = worded(code=refusal.code, parameters=refusal.parameters)
        return render(request, "web/imports/columns.html", shown, status=422)
    given = request.POST if request.method == "POST" else request.GET
    shown |= {"shown": pages.explained_shown(found=found, currency=order.bank_account.currency, file=order.name)}
    shown |= {
        "minus": bool(given.get("minus")),
        "name": given.get("name", order.bank_account.bank or order.bank_account.name)[:60],
    }
    return render(request, "web/imports/columns.html", shown, status=status)


def _found(request: PageRequest) -> dict[str, Any]:
    """What the file is by what was said of its columns; as guessed where nothing was said."""
    given = request.POST if request.method == "POST" else request.GET
    return explained_statement(
        order=order_asked(request=request),
        header_line=number_in(text=given.get("header")) or 0,
        columns=columns_said(given=given),
        minus_is_in=bool(given.get("minus")),
    )


def _layout(number: int) -> LayoutRow:
    row = layout_row(number=number)
    if row is None:
        raise NotPermitted("LAYOUT_NOT_THERE", number=number)
    return row
