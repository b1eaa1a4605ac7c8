"""Money that is no bank line: cash with colleagues, deposits, set-off, IOUs; the list of acceptors and the numbers for bills."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from huikuan.bills.access import deposit_for
from huikuan.bills.operations.agreements import IouDraft, Paper, SetOffDraft, record_iou, set_off
from huikuan.bills.operations.cash import bank_cash, undo_banking
from huikuan.bills.operations.deposits import DepositDraft, DepositUse, keep_as_deposit, use_deposit
from huikuan.bills.queries import other_forms
from huikuan.bills.queries.papers import paper_of_iou, paper_of_set_off
from huikuan.bills.rules.other_forms import DepositEvent, DepositKind, NoteKind, SetOffKind
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Verb
from huikuan.kernel.money import Money
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.receipts.access import receipt_for
from huikuan.receipts.queries.lines import bank_money
from huikuan.receivables.queries.items import open_items_of
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.money_forms import BankCashForm, DepositForm, IouForm, SetOffForm, UseDepositForm
from huikuan.web.numbers import number_in
from huikuan.web.requests import PageRequest, page
from huikuan.web.views.bills import choose_customer
from huikuan.wording.bill_cautions import in_a_line


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page that is one form: its title, where it came from, what else it says."""

    title: str | Promise
    back: str
    back_title: str | Promise
    verb: str | Promise
    note: str | Promise = ""
    takes_file: bool = False


@page()
def cash_list(request: PageRequest) -> HttpResponse:
    """Cash that colleagues took and the bank has not seen, by person and by receipt."""
    rows = other_forms.cash_in_hands(actor=request.actor, today=request.today, company_id=request.company_id)
    people = [(name, Money(minor, currency)) for name, currency, minor in other_forms.cash_by_person(rows=rows)]
    may = request.actor.may(Verb.POST_RECEIPT)
    return render(request, "web/bills/cash.html", {"rows": rows, "people": people, "may_bank": may})


@page(need=Verb.POST_RECEIPT, methods=("GET", "POST"))
def bank_cash_page(request: PageRequest, receipt_id: int) -> HttpResponse:
    """Say which bank line shows cash that a colleague took."""
    row = receipt_for(actor=request.actor, receipt_id=receipt_id, need=Verb.POST_RECEIPT)
    held = other_forms.cash_in_hands(actor=request.actor, today=request.today, company_id=row.company_id)
    left = next((one.left_minor for one in held if one.receipt_id == receipt_id), row.amount_minor)
    lines = bank_money(
        actor=request.actor, company_id=row.company_id, currency=row.currency, minor=left, since=row.received_on
    )
    form = BankCashForm(request.POST or None, lines=lines, currency=row.currency, initial={"amount": left})

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        more = {"line_receipt_id": typed["line"], "amount_minor": typed["amount"]}
        return bank_cash(**_who(request), receipt_id=receipt_id, **more)

    shown = FormPage(
        _("Cash brought to the bank"),
        reverse("cash"),
        _("Cash with colleagues"),
        _("This is the cash"),
        _("The bank line is used up by it and is no second receipt."),
    )
    steps = other_forms.steps_of_cash(actor=request.actor, receipt_id=receipt_id)
    return _form_page(request, form, shown, call, _("The cash is at the bank."), {"steps": steps, "row": row})


@page(need=Verb.POST_RECEIPT, methods=("POST",))
def undo_cash(request: PageRequest, receipt_id: int, step_id: int) -> HttpResponse:
    """The bank line was other money: the cash is with the colleague again."""
    receipt_for(actor=request.actor, receipt_id=receipt_id, need=Verb.POST_RECEIPT)
    known = {one.id for one in other_forms.steps_of_cash(actor=request.actor, receipt_id=receipt_id)}
    if step_id not in known:
        raise NotPermitted("RECEIPT_NOT_VISIBLE", receipt=receipt_id)
    shown = FormPage(_("Cash brought to the bank"), reverse("cash"), _("Cash with colleagues"), "")

    def call() -> Mapping[str, Any]:
        return undo_banking(**_who(request), step_id=step_id, on=request.today)

    return _form_page(request, Form(request.POST), shown, call, _("Undone."))


@page()
def deposit_list(request: PageRequest) -> HttpResponse:
    """Deposits that are held, and what of each has the effect of earnest money."""
    everything = request.GET.get("which") == "ALL"
    rows = other_forms.deposit_rows(actor=request.actor, is_held=not everything, company_id=request.company_id)
    may = request.actor.may(Verb.ALLOCATE) or request.actor.may(Verb.REFUND)
    return render(request, "web/bills/deposits.html", {"rows": rows, "everything": everything, "may_use": may})


@page(need=Verb.ALLOCATE, methods=("GET", "POST"))
def keep_deposit(request: PageRequest, receipt_id: int) -> HttpResponse:
    """Keep unallocated money of a receipt as a deposit."""
    row = receipt_for(actor=request.actor, receipt_id=receipt_id, need=Verb.ALLOCATE)
    first = {"amount": row.unapplied_minor, "on": max(request.today, row.received_on)}
    form = DepositForm(request.POST or None, currency=row.currency, initial=first)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = DepositDraft(
            receipt_id=receipt_id,
            kind=DepositKind(typed["kind"]),
            amount_minor=typed["amount"],
            on=typed["on"],
            contract_number=typed["contract_number"],
            contract_minor=typed["contract_amount"],
        )
        return keep_as_deposit(**_who(request), draft=draft)

    shown = FormPage(
        _("Keep as a deposit"),
        reverse("receipt", args=[receipt_id]),
        _("Receipt"),
        _("Keep as a deposit"),
        _("It pays no debt and counts as collected nowhere until it is used for one."),
    )
    return _form_page(request, form, shown, call, _("Kept as a deposit."))


@page(methods=("GET", "POST"))
def use_deposit_page(request: PageRequest, deposit_id: int) -> HttpResponse:
    """Use a deposit for a debt, pay it back, or keep it for good."""
    row = deposit_for(actor=request.actor, deposit_id=deposit_id)
    first = {"amount": row.held_minor, "on": request.today}
    form = UseDepositForm(request.POST or None, currency=row.receipt.currency, initial=first)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        use = DepositUse(
            DepositEvent(typed["event"]),
            typed["amount"],
            typed["on"],
            typed["note"],
            contract_minor=typed["contract_amount"],
            penalty_claimed=typed["penalty_claimed"],
        )
        return use_deposit(**_who(request), deposit_id=deposit_id, use=use)

    shown = FormPage(_("Deposit"), reverse("deposits"), _("Deposits"), _("Do it"))
    done = Done(
        _("Done. What is used for a debt is allocated on its receipt."), reverse("receipt", args=[row.receipt_id])
    )
    return _form_page(request, form, shown, call, done)


@page()
def agreement_list(request: PageRequest) -> HttpResponse:
    """Set-offs and IOUs with their papers."""
    of = {"actor": request.actor, "company_id": request.company_id}
    shown = {
        "set_offs": other_forms.set_off_rows(**of),  # type: ignore[arg-type]
        "ious": other_forms.iou_rows(**of),  # type: ignore[arg-type]
        "may_enter": request.actor.may(Verb.POST_RECEIPT),
        "may_record": request.actor.may(Verb.RECORD_ACTIVITY),
    }
    return render(request, "web/bills/agreements.html", shown)


@page()
def set_off_paper(request: PageRequest, set_off_id: int) -> HttpResponse:
    """The notice or agreement of a set-off, as it was uploaded."""
    kept, content = paper_of_set_off(actor=request.actor, set_off_id=set_off_id)
    return download(name=kept.name, kind=kept.content_type, content=content)


@page()
def iou_paper(request: PageRequest, iou_id: int) -> HttpResponse:
    """The note of an IOU, as it was uploaded."""
    kept, content = paper_of_iou(actor=request.actor, iou_id=iou_id)
    return download(name=kept.name, kind=kept.content_type, content=content)


@page(need=Verb.POST_RECEIPT, methods=("GET", "POST"), takes_file=True)
def add_set_off(request: PageRequest) -> HttpResponse:
    """Let what we owe pay what a customer owes."""
    company, customer_id = _whose(request, Verb.POST_RECEIPT)
    if customer_id is None:
        return choose_customer(request=request, name="add_set_off", title=_("Set-off"))
    first = {"on": request.today, "signed_on": request.today}
    form = SetOffForm(request.POST or None, request.FILES or None, currency=company.currency, initial=first)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        same = ("on", "signed_on", "parties", "our_debt", "is_due", "is_same_kind")
        draft = SetOffDraft(
            customer_id=customer_id,
            kind=SetOffKind(typed["kind"]),
            amount_minor=typed["amount"],
            currency=company.currency,
            **{name: typed[name] for name in same},
        )
        return set_off(**_who(request), company_id=company.id, draft=draft, paper=_paper(typed))

    shown = FormPage(_("Set-off"), reverse("agreements"), _("Set-off and IOUs"), _("Enter"), takes_file=True)
    done = _("Set off. Allocate it like any receipt.")
    return _form_page(request, form, shown, call, done, {"customer_id": customer_id})


@page(need=Verb.RECORD_ACTIVITY, methods=("GET", "POST"), takes_file=True)
def add_iou(request: PageRequest) -> HttpResponse:
    """Keep an IOU about items of a customer."""
    company, customer_id = _whose(request, Verb.RECORD_ACTIVITY)
    if customer_id is None:
        return choose_customer(request=request, name="add_iou", title=_("IOU"))
    open_items = open_items_of(actor=request.actor, customer_id=customer_id, as_of=request.today)
    items = [item for item in open_items if (item.company_id, item.currency) == (company.id, company.currency)]
    given, initial = (request.POST or None, request.FILES or None), {"signed_on": request.today}
    form = IouForm(*given, currency=company.currency, items=items, initial=initial)

    def call() -> Mapping[str, Any]:
        draft = _iou(customer_id, company.currency, form.cleaned_data)
        return record_iou(**_who(request), company_id=company.id, draft=draft, paper=_paper(form.cleaned_data))

    shown = FormPage(
        _("IOU"),
        reverse("agreements"),
        _("Set-off and IOUs"),
        _("Keep"),
        _(
            "Nothing is posted: it is evidence. A note of debt keeps the limitation of the sale; a note of a loan does not."
        ),
        takes_file=True,
    )
    return _form_page(request, form, shown, call, _("IOU kept."), {"customer_id": customer_id})


def _iou(customer_id: int, currency: str, typed: Mapping[str, Any]) -> IouDraft:
    return IouDraft(
        customer_id=customer_id,
        kind=NoteKind(typed["kind"]),
        amount_minor=typed["amount"],
        currency=currency,
        receivable_ids=tuple(typed["items"]),
        rate_ppm=typed["rate"] or 0,
        **{name: typed[name] for name in ("signed_on", "due_on", "signed_by", "note")},
    )


def _form_page(
    request: PageRequest,
    form: Form,
    shown: FormPage,
    call: Callable[[], Mapping[str, Any]],
    said: str | Done,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    def again() -> HttpResponse:
        return render(request, "web/bills/form.html", {"form": form, "shown": shown, **(more or {})})

    if request.method == "GET":
        return again()
    done = said if isinstance(said, Done) else Done(said, shown.back)

    def outcome(result: Mapping[str, Any]) -> Done:
        if "receipt_id" in result:
            return Done(done.text, reverse("receipt", args=[result["receipt_id"]]))
        return Done(f"{done.text} {in_a_line(cautions=result.get('cautions', ()))}".strip(), done.to)

    return act(request=request, form=form, call=call, done=outcome, again=again)


def _whose(request: PageRequest, need: Verb) -> tuple[Any, int | None]:
    if request.company is None:
        raise Refused("COMPANY_UNKNOWN")
    wanted = number_in(text=request.POST.get("customer") or request.GET.get("customer"))
    if wanted is None:
        return request.company, None
    return request.company, int(customer_for(actor=request.actor, customer_id=wanted, need=need).pk)


def _paper(typed: Mapping[str, Any]) -> Paper:
    return Paper(typed["file"].name, typed["file"].read())


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
