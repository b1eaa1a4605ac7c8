"""What docs/how-to/api.md shows is what the API takes."""

from __future__ import annotations

import re

import pytest

from huikuan.api import (
    account_shapes,
    delivery_shapes,
    dispute_shapes,
    inputs,
    mandate_shapes,
    passing_shapes,
    tax_invoice_shapes,
)
from huikuan.api.v1 import new_api, operations_of
from tests.source_rules import ROOT

TEXT = (ROOT / "docs" / "how-to" / "api.md").read_text(encoding="utf-8")
BODIES = re.findall(r"^```json (\w+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
SHAPES = (inputs, account_shapes, delivery_shapes, dispute_shapes, mandate_shapes, passing_shapes, tax_invoice_shapes)


@pytest.mark.parametrize(("name", "body"), BODIES)
def test_bodies_are_taken(name: str, body: str) -> None:
    [model] = {vars(shapes)[name] for shapes in SHAPES if name in vars(shapes)}
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
    ]


def test_every_address_is_named():
    named = set(re.findall(r"`(GET|POST) (/[a-z_/{}-]+)`", TEXT.replace("{id}", "{}")))
    routes = {
        (
            method,
            re.sub(r"{(customer|invoice|receipt|order|delivery|statement|tax_invoice|passed|dispute)_id}", "{}", path),
        )
        for path, operation in operations_of(api=new_api())
        for method in operation.methods
    }
    assert routes - {("GET", "/openapi.json")} == named
