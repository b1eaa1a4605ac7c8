"""Merchant accounts (WeChat Pay, Alipay): what each day brought net of refunds and fees, and which bank line paid it out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.kernel.refusal import NotPermitted
from huikuan.receipts.access import receipt_for
from huikuan.receipts.operations.wallet_bills import book_refund
from huikuan.receipts.operations.wallets import PayoutDraft, settle_days, undo_settlement
from huikuan.receipts.queries.receipts import receipt_by_number
from huikuan.receipts.queries.wallet_refunds import open_refunds
from huikuan.receipts.queries.wallets import WalletSummary, possible_payouts, settlements, wallet_days, wallets
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.wallets import PayoutForm, RefundOfBillForm
from huikuan.web.pages import lists
from huikuan.web.pages import wallets as pages
from huikuan.web.requests import PageRequest, page
from huikuan.web.toasts import Undo


@page(need=Verb.VIEW_MATCHING)
def wallet_list(request: PageRequest) -> HttpResponse:
    """The merchant accounts of the chosen own company."""
    return render(request, "web/wallets/list.html", {"wallets": [pages.wallet_shown(row=row) for row in _own(request)]})


@page(need=Verb.VIEW_MATCHING)
def wallet(request: PageRequest, bank_account_id: int) -> HttpResponse:
    """One merchant account: its days, possible payouts, refunds that wait."""
    return _wallet(request, bank_account_id, Form(), 200)


@page(need=Verb.POST_RECEIPT, methods=("POST",))
def settle(request: PageRequest, bank_account_id: int) -> HttpResponse:
    """Take a bank line as the payout of days."""
    row = _one(request, bank_account_id)
    form = PayoutForm(request.POST)

    def call() -> Mapping[str, Any]:
        said = form.cleaned_data
        payout = PayoutDraft(row.account.id, said["line_id"], said["first_day"], said["last_day"])
        return settle_days(actor=request.actor, now=request.now, key=key_of(request=request), payout=payout)

    def done(result: Mapping[str, Any]) -> Done:
        undo_at = Undo(reverse("undo_settlement", args=[row.account.id, result["settlement_id"]]), {})
        return Done(_("Taken as paid out."), reverse("wallet", args=[row.account.id]), undo_at)

    return act(
        request=request, form=form, call=call, done=done, again=lambda: _wallet(request, bank_account_id, form, 422)
    )


@page(need=Verb.POST_RECEIPT, methods=("POST",))
def undo(request: PageRequest, bank_account_id: int, settlement_id: int) -> HttpResponse:
    """Undo a payout: its days are open, its bank line is money received again."""
    row = _one(request, bank_account_id)
    known = settlements(actor=request.actor, bank_account_id=row.account.id, company_id=row.account.company_id)
    if settlement_id not in known:
        raise NotPermitted("SETTLEMENT_UNKNOWN", settlement=settlement_id)
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        key = key_of(request=request)
        return undo_settlement(actor=request.actor, now=request.now, key=key, settlement_id=settlement_id)

    said = Done(_("Payout undone; the days are open again."), reverse("wallet", args=[row.account.id]))
    return act(
        request=request,
        form=form,
        call=call,
        done=lambda _: said,
        again=lambda: _wallet(request, bank_account_id, form, 422),
    )


@page(need=Verb.POST_RECEIPT, methods=("POST",))
def refund(request: PageRequest, bank_account_id: int) -> HttpResponse:
    """Book a refund of a bill on the receipt that is named."""
    row = _one(request, bank_account_id)
    form = RefundOfBillForm(request.POST)

    def call() -> Mapping[str, Any]:
        said = form.cleaned_data
        line_id = _waiting_line(request, row, said["line_id"])
        receipt_id = receipt_by_number(company_id=row.account.company_id, number=said["receipt_number"])
        receipt = receipt_for(actor=request.actor, receipt_id=receipt_id, need=Verb.POST_RECEIPT)
        key = key_of(request=request)
        return book_refund(actor=request.actor, now=request.now, key=key, line_id=line_id, receipt_id=receipt.pk)

    said = Done(_("Refund booked."), reverse("wallet", args=[row.account.id]))
    return act(
        request=request,
        form=form,
        call=call,
        done=lambda _: said,
        again=lambda: _wallet(request, bank_account_id, form, 422),
    )


def _wallet(request: PageRequest, bank_account_id: int, failed: Form, status: int) -> HttpResponse:
    row = _one(request, bank_account_id)
    whose: dict[str, Any] = {
        "actor": request.actor,
        "bank_account_id": row.account.id,
        "company_id": row.account.company_id,
    }
    paid = settlements(**whose)
    days = [pages.DayShown(one, row.account.currency, paid.get(one.settlement_id or 0)) for one in wallet_days(**whose)]
    state = lists.state_of(request=request, kind=pages.DAYS)
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default="ALL")

    def read(number: int, size: int) -> Page[pages.DayShown]:
        return pages.days_page(days=days, which=which, sort=state.sort, number=number, size=size)

    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=pages.DAYS, state=state, read=read)
    shown: dict[str, Any] = {"shown": pages.wallet_shown(row=row), "state": state, "failed": failed}
    shown["table"] = lists.table_page(kind=pages.DAYS, state=state, read=read)
    shown["tabs"] = lists.tabs(state=state, name="which", titles=pages.WHICH, default="ALL")
    shown["payouts"] = pages.payouts_shown(payouts=possible_payouts(**whose), currency=row.account.currency)
    shown["refunds"] = pages.refunds_shown(refunds=open_refunds(**whose))
    shown["settlements"] = sorted(paid.values(), key=lambda one: one.last_day, reverse=True)[:10]
    shown["may_settle"] = request.actor.may(Verb.POST_RECEIPT)
    shown["may_refund"] = request.actor.may(Verb.POST_RECEIPT)
    return render(request, "web/wallets/wallet.html", shown, status=status)


def _own(request: PageRequest) -> list[WalletSummary]:
    return [row for row in wallets(actor=request.actor) if row.account.company_id == request.company_id]


def _one(request: PageRequest, bank_account_id: int) -> WalletSummary:
    """A merchant account of the chosen own company. Raises NotPermitted (also for an unknown id)."""
    row = next((one for one in _own(request) if one.account.id == bank_account_id), None)
    if row is None:
        raise NotPermitted("BANK_ACCOUNT_NOT_VISIBLE", bank_account=bank_account_id)
    return row


def _waiting_line(request: PageRequest, row: WalletSummary, line_id: int) -> int:
    waiting = open_refunds(actor=request.actor, bank_account_id=row.account.id, company_id=row.account.company_id)
    if line_id not in {one.line_id for one in waiting}:
        raise NotPermitted("REFUND_UNKNOWN", line=line_id)
    return line_id
