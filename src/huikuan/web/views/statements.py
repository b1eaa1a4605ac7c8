"""Bank statements: uploaded and kept, looked at, then taken in and matched; our own bank accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huikuan.documents.files import read_file, write_file
from huikuan.imports.layouts import layout_name
from huikuan.jobs.import_statement import StatementOrder, import_statement_file, preview_statement
from huikuan.jobs.long_statements import without_statement_limit
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.receipts.operations.matching import run_matching
from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account
from huikuan.receipts.queries.bank_accounts import BankAccountRow, bank_accounts
from huikuan.receipts.wallet_rules import AccountKind
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.imports import AccountForm, StatementForm
from huikuan.web.pages import imports as pages
from huikuan.web.refusal_words import worded
from huikuan.web.requests import PageRequest, page
from huikuan.web.views.imports import remember_upload, uploaded_name


@page(need=Verb.IMPORT, methods=("GET", "POST"), takes_file=True)
def import_statement(request: PageRequest) -> HttpResponse:
    """Choose a statement and its account; it is kept and looked at, nothing is booked."""
    accounts = _accounts(request)
    form = StatementForm(request.POST or None, request.FILES or None, accounts=accounts)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        sha256 = write_file(content=file.read())
        remember_upload(request=request, sha256=sha256, name=file.name)
        query = urlencode({"file": sha256, "account": form.cleaned_data["account"]})
        return HttpResponseRedirect(f"{reverse('statement_preview')}?{query}", status=303)
    shown = {"form": form, "accounts": accounts, "account_form": _account_form(request)}
    return render(request, "web/imports/statement.html", shown, status=422 if request.method == "POST" else 200)


@page(need=Verb.IMPORT)
@without_statement_limit()
def statement_preview(request: PageRequest) -> HttpResponse:
    """What a statement holds, before anything is booked."""
    return _preview(request, Form(), 200)


@page(need=Verb.IMPORT, methods=("POST",))
@without_statement_limit()
def carry_out_statement(request: PageRequest) -> HttpResponse:
    """Book the statement's money and let the matcher look at it."""
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        order = order_asked(request=request)
        taken = import_statement_file(actor=request.actor, now=request.now, key=key_of(request=request), order=order)
        matched = run_matching(actor=request.actor, now=request.now, company_id=order.bank_account.company_id)
        counts = {"accepted": taken.accepted, "applied": matched.applied, "proposed": matched.proposed}
        return {**counts, "missing": taken.batch_id if taken.gaps else None}

    def done(result: Mapping[str, Any]) -> Done:
        said = ngettext(
            "%(accepted)s line taken, %(applied)s allocated by themselves, %(proposed)s proposed.",
            "%(accepted)s lines taken, %(applied)s allocated by themselves, %(proposed)s proposed.",
            result["accepted"],
        ) % dict(result)
        # A statement that is missing is said at once, with both balances, before the money that came is looked at.
        following = reverse("import_done", args=[result["missing"]]) if result["missing"] else reverse("matching")
        return Done(said, following)

    return act(request=request, form=form, call=call, done=done, again=lambda: _preview(request, form, 422))


@page(need=Verb.IMPORT, methods=("POST",))
def add_account(request: PageRequest) -> HttpResponse:
    """Add an account of the chosen own company."""
    form = AccountForm(request.POST)
    company = request.company
    if company is None:
        raise Refused("COMPANY_UNKNOWN")

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        kind = AccountKind(typed["kind"])
        account = BankAccountDraft(typed["name"], typed["currency"], typed["number"], typed["bank"], kind)
        key = key_of(request=request)
        return open_bank_account(actor=request.actor, now=request.now, key=key, company_id=company.id, account=account)

    def again() -> HttpResponse:
        accounts = _accounts(request)
        shown = {"form": StatementForm(accounts=accounts), "accounts": accounts, "account_form": form}
        return render(request, "web/imports/statement.html", shown)

    done = Done(_("Account added."), reverse("import_statement"))
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _preview(request: PageRequest, failed: Form, status: int) -> HttpResponse:
    order = order_asked(request=request)
    shown: dict[str, Any] = {"order": order, "failed": failed, "sha256": uploaded_name(request=request)[0]}
    try:
        preview = preview_statement(actor=request.actor, order=order)
    except Refused as refusal:
        shown["refused"] = worded(code=refusal.code, parameters=refusal.parameters)
        return render(request, "web/imports/statement_preview.html", shown, status=422)
    shown |= {"preview": preview, "refusals": pages.faults(name=preview.name, rows=preview.rejected)}
    shown["statements"] = [pages.statement_shown(statement=one) for one in preview.statements]
    shown["left_out"] = pages.left_out_said(preview=preview)
    shown["layout_name"] = layout_name(file_format=preview.file.format)
    return render(request, "web/imports/statement_preview.html", shown, status=status)


def order_asked(*, request: PageRequest) -> StatementOrder:
    """The upload and the bank account that the address or form names. Raises NotPermitted for any other."""
    sha256, name = uploaded_name(request=request)
    wanted = request.POST.get("account") or request.GET.get("account") or ""
    for account in _accounts(request):
        if str(account.id) == wanted:
            return StatementOrder(account, read_file(sha256=sha256), name)
    raise NotPermitted("ACCOUNT_UNKNOWN", account=wanted[:20])


def _accounts(request: PageRequest) -> tuple[BankAccountRow, ...]:
    return tuple(row for row in bank_accounts(actor=request.actor) if row.company_id == request.company_id)


def _account_form(request: PageRequest) -> AccountForm:
    return AccountForm(initial={"currency": request.company.currency if request.company else ""})
