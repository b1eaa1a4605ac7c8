"""Provisions: the loss matrix, customers judged by themselves, a provision proposed, looked at, its vouchers fetched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.customers.access import customers_for
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.provisions.access import run_for
from huikuan.provisions.operations.matrices import AssessmentDraft, assess_customer, save_matrix
from huikuan.provisions.operations.proposing import export_vouchers, propose_provision
from huikuan.provisions.queries.history import figures_from_books
from huikuan.provisions.queries.matrices import matrix_in_force
from huikuan.provisions.queries.runs import run_shown, vouchers_of
from huikuan.provisions.rules.states import RunDraft, RunState
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.provisions import USUAL_SPANS, AssessmentForm, MatrixForm, ProposalForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import provisions as pages
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.export import FORMATS, export

PROPOSAL_FIELDS = {"PROVISION_AHEAD": "as_of", "PROVISION_EARLIER": "as_of", "PROVISION_TWICE": "as_of"}
ASSESSMENT_FIELDS = {"ASSESSMENT_CUSTOMER": "customer"}


@page(need=Verb.PROVISION)
def provision_list(request: PageRequest) -> HttpResponse:
    """Rates by bucket, customers judged by themselves, provisions of the own company."""
    return _list(request, {})


@page(need=Verb.PROVISION, methods=("POST",))
def propose(request: PageRequest) -> HttpResponse:
    """Compute a provision and ask another person to approve it."""
    form = ProposalForm(request.POST)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = RunDraft(_company(request), typed["currency"], typed["as_of"], typed["reason"], typed["opening"] or 0)
        return propose_provision(**_who(request), today=request.today, draft=draft)

    def done(result: Mapping[str, Any]) -> Done:
        return Done(_("Proposed. Another person decides."), reverse("provision", args=[result["run_id"]]))

    def again() -> HttpResponse:
        return _list(request, {"proposal": form})

    return act(request=request, form=form, call=call, done=done, again=again, fields=PROPOSAL_FIELDS)


@page(need=Verb.PROVISION, methods=("POST",))
def assess(request: PageRequest) -> HttpResponse:
    """Judge a customer by himself."""
    form = AssessmentForm(request.POST)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = AssessmentDraft(
            _company(request),
            _customer_id(request, typed["customer"]),
            typed["currency"],
            typed["expected"],
            typed["reason"],
            is_over=typed["is_over"],
        )
        return assess_customer(**_who(request), today=request.today, assessment=draft)

    done = Done(_("Saved. It counts from the next provision on."), reverse("provisions"))
    again = lambda: _list(request, {"assessment": form})  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again, fields=ASSESSMENT_FIELDS)


@page(need=Verb.PROVISION, methods=("GET", "POST"))
def matrix(request: PageRequest) -> HttpResponse:
    """The next version of the loss matrix."""
    _id, now = matrix_in_force()
    form = MatrixForm(request.POST or None, initial={"until": request.today, "spans": USUAL_SPANS})

    def call() -> Mapping[str, Any]:
        seen = number_in(text=request.POST.get("seen", "")) or 0
        drawn = None
        if not form.cleaned_data["rows"]:
            currency = request.company.currency if request.company else "CNY"
            asked = form.asked(company_id=_company(request), currency=currency, today=request.today)
            drawn = figures_from_books(actor=request.actor, asked=asked)
        return save_matrix(**_who(request), matrix=form.matrix(seen=seen, figures=drawn))

    def again() -> HttpResponse:
        shown = {"form": form, "seen": 0 if now is None else now.number}
        return render(request, "web/provisions/matrix.html", shown)

    done = Done(_("Saved. Provisions proposed from now on go by it."), reverse("provisions"))
    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page()
def provision(request: PageRequest, run_id: int) -> HttpResponse:
    """One provision: movement, rows, vouchers."""
    return _run(request, run_id, Form())


@page(need=Verb.PROVISION, methods=("POST",))
def vouchers(request: PageRequest, run_id: int) -> HttpResponse:
    """Note that the vouchers of an approved provision are fetched, and hand them out."""
    run_for(actor=request.actor, run_id=run_id, need=Verb.PROVISION)
    wanted = request.POST.get("format", "")
    wanted = wanted if wanted in FORMATS else "csv"
    form = Form(request.POST)
    call = lambda: export_vouchers(**_who(request), run_id=run_id)  # noqa: E731
    done = Done(_("The vouchers are a file now; book them."), reverse("voucher_file", args=[run_id, wanted]))
    return act(request=request, form=form, call=call, done=lambda _: done, again=lambda: _run(request, run_id, form))


@page(need=Verb.PROVISION)
def voucher_file(request: PageRequest, run_id: int, name: str) -> HttpResponse:
    """The vouchers of a provision as a file, once somebody asked for them."""
    shown = run_shown(actor=request.actor, run_id=run_id)
    if shown.row.state is not RunState.EXPORTED or name not in FORMATS:
        raise NotPermitted("PROVISION_NOT_VISIBLE", run=run_id)
    columns = pages.voucher_columns(company=shown.row.company_name, currency=shown.row.currency)
    title = _("Vouchers of provision")
    return export(name=name, title=title, day=shown.row.as_of, columns=columns, rows=vouchers_of(shown=shown))


def _run(request: PageRequest, run_id: int, form: Form) -> HttpResponse:
    shown = pages.run_page(actor=request.actor, run_id=run_id)
    return render(request, "web/provisions/page.html", {"shown": shown, "row": shown.shown.row, "form": form})


def _list(request: PageRequest, forms: Mapping[str, Form]) -> HttpResponse:
    first = {"as_of": request.today}
    shown = {
        "shown": pages.provisions_shown(actor=request.actor, company_id=_company(request)),
        "proposal": ProposalForm(initial=first, auto_id="proposal_%s"),
        "assessment": AssessmentForm(auto_id="assessment_%s"),
        "failed": next(iter(forms), ""),
    }
    return render(request, "web/provisions/list.html", shown | dict(forms))


def _company(request: PageRequest) -> int:
    if request.company_id is None:
        raise Refused("COMPANY_UNKNOWN")
    return request.company_id


def _customer_id(request: PageRequest, text: str) -> int:
    named = customers_for(actor=request.actor).filter(Q(name=text.strip()) | Q(code=text.strip()))
    found = list(named.values_list("pk", flat=True)[:2])
    if len(found) != 1:
        raise Refused("ASSESSMENT_CUSTOMER")
    return int(found[0])


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
