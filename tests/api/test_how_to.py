"""What docs/how-to/api.md shows is what the API takes."""

from __future__ import annotations

import re

import pytest

from huikuan.api import (
    account_shapes,
    bad_debt_shapes,
    case_shapes,
    cause_shapes,
    clock_shapes,
    delivery_shapes,
    dispute_shapes,
    inputs,
    interest_shapes,
    mandate_shapes,
    passing_shapes,
    promise_shapes,
    sanction_shapes,
    settlement_shapes,
    tax_invoice_shapes,
)
from huikuan.api.v1 import new_api, operations_of
from tests.source_rules import ROOT

TEXT = (ROOT / "docs" / "how-to" / "api.md").read_text(encoding="utf-8")
BODIES = re.findall(r"^```json (\w+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
SHAPES = (inputs, account_shapes, delivery_shapes, dispute_shapes, mandate_shapes, passing_shapes, tax_invoice_shapes)
LATE = (promise_shapes, cause_shapes, settlement_shapes, sanction_shapes, interest_shapes, clock_shapes, case_shapes)


@pytest.mark.parametrize(("name", "body"), BODIES)
def test_bodies_are_taken(name: str, body: str) -> None:
    shapes = (*SHAPES, *LATE, bad_debt_shapes)
    [model] = {vars(one)[name] for one in shapes if name in vars(one)}
    assert model.model_validate_json(body).model_dump(exclude_unset=True)


def test_every_write_has_its_body():
    assert [name for name, _ in BODIES] == [
        "AccountIn",
        "CustomerIn",
        "InvoiceIn",
        "ReceiptIn",
        "AllocationIn",
        "MandateIn",
        "ReversalIn",
        "PassingIn",
        "CreditCheckIn",
        "OrderProgressIn",
        "OrderIn",
        "DeliveryIn",
        "SignatureIn",
        "AcceptanceIn",
        "StatementIn",
        "DisputeIn",
        "DisputeDecisionIn",
        "TaxInvoiceIn",
        "ContactIn",
        "CauseIn",
        "MendedIn",
        "NoteIn",
        "JudgementIn",
        "PlanIn",
        "PlanReasonIn",
        "PlanSignatureIn",
        "PlanDemandIn",
        "SanctionIn",
        "InterestClaimIn",
        "InterestReasonIn",
        "ClockEventIn",
        "CaseStepIn",
        "CaseDateIn",
        "BundleIn",
        "ProvisionIn",
        "WriteOffIn",
        "CreditorIn",
    ]


def test_every_address_is_named():
    """An id is called `{id}` there, or by its name where the address alone does not say of what it is."""
    named = {(method, without_names(path)) for method, path in re.findall(r"`(GET|POST) (/[a-z_/{}-]+)`", TEXT)}
    routes = {
        (method, without_names(path))
        for path, operation in operations_of(api=new_api())
        for method in operation.methods
    }
    assert routes - {("GET", "/openapi.json")} == named


def without_names(path: str) -> str:
    return re.sub(r"{[a-z_]+}", "{}", path)
