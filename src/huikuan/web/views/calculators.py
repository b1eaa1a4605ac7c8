"""Calculators for everybody: due dates, statutory terms, credit codes, capitals, bills, payments, late interest; nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from huikuan.accounts.queries import business_calendar
from huikuan.bills.queries.policies import policy_in_force
from huikuan.bills.rules.dates import discount
from huikuan.bills.rules.policy import SHIPPED, BillPolicy
from huikuan.contracts.due_rules import due_by_rule
from huikuan.contracts.statutory import statutory_term
from huikuan.interest.gathering import prime_rates
from huikuan.interest.rules.bases import PrimeRates
from huikuan.interest.rules.reckoning import on_principal
from huikuan.kernel.calendar import BusinessCalendar
from huikuan.kernel.identity import parse_credit_code
from huikuan.receipts.debt_order import spread_payment
from huikuan.sanctions.rules.asked import GateKind, gate_asked
from huikuan.web.forms.bill_calculators import AllocateForm, DiscountForm, RangeForm
from huikuan.web.forms.calculators import CapitalsForm, CodeForm, DueForm, TermForm
from huikuan.web.forms.clock_calculators import GuaranteeForm, LimitationForm
from huikuan.web.forms.gate_calculator import GATE_FORMS, GateForm
from huikuan.web.forms.interest_calculator import InterestForm
from huikuan.web.forms.provision_calculator import ProvisionForm
from huikuan.web.pages import bill_calculators as bill_pages
from huikuan.web.pages import calculators as pages
from huikuan.web.pages.clock_calculators import guarantee_answer, limitation_answer
from huikuan.web.pages.gate_calculator import gate_answer
from huikuan.web.pages.interest_calculator import interest_answer
from huikuan.web.pages.lists import Tab
from huikuan.web.pages.provision_calculator import provision_answer
from huikuan.web.requests import OpenRequest, public
from huikuan.wording.sanctions import GATE_KINDS

FORMS: dict[str, type[Form]] = {
    "due": DueForm,
    "term": TermForm,
    "code": CodeForm,
    "capitals": CapitalsForm,
    "range": RangeForm,
    "discount": DiscountForm,
    "allocate": AllocateForm,
    "interest": InterestForm,
    "provision": ProvisionForm,
    "limitation": LimitationForm,
    "guarantee": GuaranteeForm,
    "gate": GateForm,
}


@public()
def calculators(request: OpenRequest) -> HttpResponse:
    """One calculator with its values in the address; the company's own days off count for its people only."""
    tool = request.GET.get("tool", "")
    tool = tool if tool in FORMS else "due"
    form = _form(request, tool)
    address = reverse("calculators")
    shown = {
        "layout": "web/outside.html" if request.person is None else "web/layout.html",
        "tool": tool,
        "title": pages.TOOLS[tool],
        "tabs": tuple(Tab(title, f"{address}?tool={name}", name == tool) for name, title in pages.TOOLS.items()),
        "form": form,
        "kind": _gate_kind(request),
        "kinds": _gate_tabs(request, address) if tool == "gate" else (),
        "answer": _answer(request, form) if form.is_bound and form.is_valid() else None,
    }
    return render(request, "web/calculators/page.html", shown, status=422 if form.errors else 200)


def _form(request: OpenRequest, tool: str) -> Form:
    kind = GATE_FORMS[_gate_kind(request)] if tool == "gate" else FORMS[tool]
    is_asked = any(name in request.GET for name in kind.base_fields)
    return kind(request.GET if is_asked else None)


def _gate_kind(request: OpenRequest) -> str:
    """Which gate is asked; a stop of supply where none is named."""
    named = request.GET.get("kind", "")
    return named if named in GATE_FORMS else GateKind.SUPPLY.value


def _gate_tabs(request: OpenRequest, address: str) -> tuple[Tab, ...]:
    chosen = _gate_kind(request)
    return tuple(Tab(title, f"{address}?tool=gate&kind={name}", name == chosen) for name, title in GATE_KINDS.items())


def _answer(request: OpenRequest, form: Form) -> pages.Answer:
    typed = form.cleaned_data
    calendar = BusinessCalendar() if request.person is None else business_calendar()
    if isinstance(form, DueForm):
        return pages.due_answer(found=due_by_rule(rule=form.rule, anchor_day=typed["start"], calendar=calendar))
    if isinstance(form, TermForm):
        return pages.term_answer(found=statutory_term(case=form.case, calendar=calendar))
    if isinstance(form, CodeForm):
        return pages.code_answer(found=parse_credit_code(text=typed["code"]))
    if isinstance(form, InterestForm):
        days = typed["due"], typed["until"]
        prime = PrimeRates() if request.person is None else prime_rates()
        found = on_principal(principal_minor=typed["principal"], days=days, terms=typed["terms"], prime=prime)
        return interest_answer(found=found)
    if isinstance(form, GateForm):
        return gate_answer(found=gate_asked(kind=form.asked, given=typed, today=typed["as_of"]))
    if isinstance(form, LimitationForm):
        return limitation_answer(typed=typed, calendar=calendar, today=request.today)
    if isinstance(form, GuaranteeForm):
        return guarantee_answer(typed=typed, calendar=calendar)
    if isinstance(form, RangeForm):
        return bill_pages.range_answer(found=form.found)
    if isinstance(form, DiscountForm):
        return _discount(typed, SHIPPED if request.person is None else policy_in_force(), calendar)
    if isinstance(form, AllocateForm):
        named = typed["named"].strip() or None
        spread = spread_payment(
            minor=typed["payment"], debts=typed["debts"], as_of=typed["as_of"], order=form.order_asked, named=named
        )
        return bill_pages.allocate_answer(found=spread)
    if isinstance(form, ProvisionForm):
        return provision_answer(figures=typed["figures"], forward=form.forward_share, balances=typed["open"])
    return pages.capitals_answer(found=typed["amount"])


def _discount(typed: Mapping[str, Any], policy: BillPolicy, calendar: BusinessCalendar) -> pages.Answer:
    days = (typed["on"], typed["matures"])
    found = discount(
        face_minor=typed["face"],
        rate_ppm=typed["rate"],
        days=days,
        policy=policy,
        calendar=calendar,
        is_other_city=typed["is_other_city"],
    )
    return bill_pages.discount_answer(found=found, rate_ppm=typed["rate"], days=days, policy=policy)
