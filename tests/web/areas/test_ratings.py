"""Ratings on pages: run, approve many, explain a score, answer, write the next scorecard with its faults and effect."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from huikuan.kernel.actor import SYSTEM
from huikuan.ratings.models import Answer, CreditTerms, Proposal, RuleVersion, VersionStanding
from huikuan.ratings.queries.versions import in_force
from huikuan.ratings.shipped import shipped_documents
from huikuan.web.forms.grade_policies import GradePolicyForm, MatrixForm
from huikuan.web.forms.scorecards import ScorecardForm
from tests.web.office import KEY, Office

pytestmark = pytest.mark.django_db


def rated(office: Office) -> Any:
    """The office's customer with a history, rated by the director."""
    for month in (7, 8, 9, 10):
        issued, due = date(2025, month, 1), date(2025, month, 28)
        (item,) = office.books.invoice(office.customer, f"R{month}", 20_000_000, due, issued=issued)
        office.books.allocate(office.books.receipt(20_000_000, office.customer, on=due), (item, 20_000_000))
    browser = office.browser("director")
    browser.post(reverse("rate_now"), {"key": KEY})
    return browser


def page(browser: Any, name: str, *args: Any, query: str = "") -> str:
    response = browser.get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_run_lists_grades_and_proposals(office):
    browser = rated(office)
    assert "R10" not in page(browser, "ratings")
    shown = page(browser, "ratings")
    assert office.books.key() and reverse("rating_proposals") in shown
    proposals = page(browser, "rating_proposals")
    assert "→" in proposals
    assert "Approve the chosen" in proposals
    assert "Approve the chosen" not in page(office.browser("colleague"), "rating_proposals")


def test_many_are_approved_at_once(office):
    browser = rated(office)
    ids = list(Proposal.objects.values_list("pk", flat=True))
    done = browser.post(reverse("approve_ratings"), {"key": KEY + "x", "ids": ids})
    assert done.status_code == 303
    assert CreditTerms.objects.count() == len(ids)
    assert "2027" in page(browser, "rating", office.customer)
    nothing = browser.post(reverse("approve_ratings"), {"key": KEY + "y"})
    assert nothing.status_code == 422


def test_a_score_is_explained_factor_by_factor(office):
    shown = page(rated(office), "rating", office.customer)
    for said in ("Weighted days late", "What would raise the score", "Longest overdue now", "left out, its weight"):
        assert said in shown


def test_an_answer_needs_its_evidence(office):
    browser = office.browser("owner")
    address = reverse("answer_rating", args=[office.customer, "CREDIT"])
    missing = browser.post(address, {"key": KEY, "credit-management": "GOOD"})
    assert (missing.status_code, Answer.objects.count()) == (422, 0)
    assert "Say what the answer rests on" in missing.content.decode()
    typed = {"key": KEY, "credit-management": "GOOD", "credit-management_evidence": "2025 年报"}
    assert browser.post(address, typed).status_code == 303
    assert "2025 年报" in page(browser, "rating", office.customer)


def test_a_cell_of_the_matrix_leads_to_its_customers(office):
    browser = rated(office)
    shown = page(browser, "matrix")
    grade = Proposal.objects.earliest("pk").grade
    assert f"grade={grade}&amp;value=A" in shown
    assert "乙" in page(browser, "ratings", query=f"?grade={grade}&value=A")
    assert "No customer fits" in page(browser, "ratings", query=f"?grade={grade}&value=C")


def typed_of(form: Any) -> dict[str, Any]:
    """A form as the browser would send it."""
    found = {"key": KEY, "seen": "0", "reason": "试"}
    for name, field in form.fields.items():
        value = form.initial.get(name)
        if value is not None:
            found[name] = field.prepare_value(value)
    return found


def card() -> dict[str, Any]:
    document = next(one for kind, one in shipped_documents().items() if kind.value == "CREDIT")
    return typed_of(ScorecardForm(document=document, currency="CNY"))


def test_the_form_as_it_is_says_the_same_document():
    for kind, document in shipped_documents().items():
        known: dict[str, Any] = {"POLICY": GradePolicyForm, "MATRIX": MatrixForm}
        form = known.get(kind.value, ScorecardForm)
        sent = form(typed_of(form(document=document, currency="CNY")), document=document, currency="CNY")
        assert sent.is_valid(), sent.errors
        assert sent.document() == document


def test_faults_are_said_while_typing_and_when_saving(office):
    browser = office.browser("director")
    wrong = {**card(), "f0_weight": "61"}
    live = browser.post(reverse("check_rules", args=["CREDIT"]), wrong, headers={"HX-Request": "true"})
    assert "must sum to 1000" in live.content.decode()
    assert "<html" not in live.content.decode()
    right = browser.post(reverse("check_rules", args=["CREDIT"]), card(), headers={"HX-Request": "true"})
    assert "Nothing is wrong" in right.content.decode()
    saved = browser.post(reverse("save_rules", args=["CREDIT"]), wrong)
    assert (saved.status_code, RuleVersion.objects.count()) == (422, 0)


def test_what_a_version_would_change_is_shown_before_it_is_saved(office):
    browser = rated(office)
    lenient = {**card(), "grade_A": "2", "grade_B": "1", "grade_C": "1", "grade_D": "1"}
    assert browser.post(reverse("check_rules", args=["CREDIT"]), lenient).status_code == 422
    lenient = {**card(), "grade_A": "400", "grade_B": "300", "grade_C": "200", "grade_D": "100"}
    shown = browser.post(reverse("check_rules", args=["CREDIT"]), lenient)
    assert shown.status_code == 200
    assert "Who moves" in shown.content.decode()


def test_a_draft_waits_for_somebody_else(office):
    browser = office.browser("director")
    more = {**card(), "f0_weight": "50", "new_measure": "AVERAGE_DAYS_LATE", "new_weight": "10"}
    more |= {"new_b0_points": "100", "new_b1_from": "10", "new_b1_points": "0"}
    done = browser.post(reverse("save_rules", args=["CREDIT"]), more)
    assert done.status_code == 303
    version_id = RuleVersion.objects.latest("pk").pk
    assert "Ask to put it in force" in page(browser, "scorecard_version", version_id)
    browser.post(reverse("ask_for_rules", args=[version_id]), {"key": KEY + "a"})
    assert VersionStanding.objects.get(pk=version_id).state == "WAITING"
    assert "waits in the approvals" in page(browser, "scorecard_version", version_id)
    assert in_force().credit.number == 1


def test_policies_differ_by_class(office):
    browser = office.browser("director")
    document = next(one for kind, one in shipped_documents().items() if kind.value == "POLICY")
    typed = {**typed_of(GradePolicyForm(document=document, currency="CNY")), "class": "KEY", "A_days": "90"}
    assert browser.post(reverse("save_rules", args=["POLICY"]), typed).status_code == 303
    row = RuleVersion.objects.latest("pk")
    assert (row.customer_class, row.document["grades"][0]["terms_days"]) == ("KEY", 90)
    assert SYSTEM.user_id is None
    assert browser.get(reverse("edit_rules", args=["NOTHING"])).status_code == 404
