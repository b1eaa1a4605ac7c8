"""The description of the API is complete, for known callers, and the only one."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver

from huikuan.api.contents import LARGEST_BODY, LARGEST_CONTENT
from huikuan.api.faults import STATUSES
from huikuan.api.v1 import new_api, operations_of
from tests.api.test_callers import signed_in_client
from tests.api.world import BASE, World
from tests.integrations.e_invoices.samples import shudian


@pytest.fixture
def described(world: World) -> dict[str, Any]:
    return dict(world.caller("reader").get("/openapi.json").json())


def test_signed_in_people_read_it_too(world: World, described: dict[str, Any]) -> None:
    assert signed_in_client(world.people["colleague"]).get(f"{BASE}/openapi.json").json() == described
    assert world.caller("nobody").get("/openapi.json").status_code == 401


def test_every_route_is_described(described: dict[str, Any]) -> None:
    routes = {(BASE + path, method) for path, one in operations_of(api=new_api()) for method in one.methods}
    found = {(path, method.upper()) for path, methods in described["paths"].items() for method in methods}
    assert found == routes - {(f"{BASE}/openapi.json", "GET")}


def test_every_route_says_its_faults_and_that_it_wants_a_token(described: dict[str, Any]) -> None:
    for path, methods in described["paths"].items():
        for operation in methods.values():
            assert {str(status) for status in STATUSES} <= set(operation["responses"])
            assert (operation.get("security") == [{"Bearer": []}]) is (path != f"{BASE}/health")


def test_every_write_wants_a_key_and_refuses_unknown_fields(described: dict[str, Any]) -> None:
    writes = [one for methods in described["paths"].values() for method, one in methods.items() if method != "get"]
    assert len(writes) == 42
    for write in writes:
        keys = [one for one in write["parameters"] if one["name"] == "Idempotency-Key"]
        assert [key["required"] for key in keys] == [True]
    inputs = {name: one for name, one in described["components"]["schemas"].items() if name.endswith("In")}
    assert {name for name, one in inputs.items() if one.get("additionalProperties") is not False} == set()


def test_the_description_names_every_room_and_how_large_a_file_may_be(described: dict[str, Any]) -> None:
    about = described["info"]["description"].casefold()
    tags = {tag for methods in described["paths"].values() for one in methods.values() for tag in one["tags"]}
    assert {tag for tag in tags if tag not in about} == set()
    assert str(LARGEST_CONTENT) in about
    longest = described["components"]["schemas"]["TaxInvoiceIn"]["properties"]["content_base64"]["maxLength"]
    assert longest == len(base64.b64encode(b"x" * LARGEST_CONTENT)) < LARGEST_BODY


def test_the_largest_file_passes_and_a_larger_one_is_told_how_else(world: World) -> None:
    caller = world.caller("accountant")
    body = {"company_id": world.books.company_id, "file_name": "scan.pdf"}
    content = base64.b64encode(b"x" * LARGEST_CONTENT).decode()
    read = caller.post("/tax-invoices", {**body, "content_base64": content})
    assert (read.status_code, read.json()["code"]) == (422, "EINVOICE_NOT_XML")
    answer = caller.post("/tax-invoices", {**body, "content_base64": content + "AAAA" * 1_024})
    assert (answer.status_code, answer.json()["code"]) == (413, "BODY_TOO_LARGE")
    assert "huikuan import" in answer.json()["message"]


def test_an_invoice_that_the_books_hold_otherwise_is_a_conflict(world: World) -> None:
    """Negative control of 422: nothing is wrong with the file itself."""
    caller = world.caller("accountant")
    body = {"company_id": world.books.company_id, "file_name": "数电票.xml"}
    other = shudian(net="1000.01", gross="1130.01", words="壹仟壹佰叁拾圆零壹分")
    first, second = (base64.b64encode(one).decode() for one in (shudian(), other))
    assert caller.post("/tax-invoices", {**body, "content_base64": first}).status_code == 201
    again = caller.post("/tax-invoices", {**body, "content_base64": second})
    assert (again.status_code, again.json()["code"]) == (409, "EINVOICE_KNOWN_OTHERWISE")


def test_no_amount_is_anything_but_a_whole_number(described: dict[str, Any]) -> None:
    fields = [
        (f"{name}.{field}", one)
        for name, schema in described["components"]["schemas"].items()
        for field, one in schema.get("properties", {}).items()
        if field.endswith("_minor")
    ]
    assert len(fields) > 20
    kinds = {name: sorted({part.get("type") for part in one.get("anyOf", [one])}) for name, one in fields}
    kinds.pop("AgeingAmountsOut.buckets_minor")
    kinds.pop("WorklistOut.totals_minor")  # by currency
    nullable = {name for name, kind in kinds.items() if kind == ["integer", "null"]}
    assert ({name for name, kind in kinds.items() if kind != ["integer"]}, nullable) == (nullable, nullable)


def test_all_addresses_below_api_belong_to_version_1_or_to_nobody():
    below = [one for one in get_resolver().url_patterns if isinstance(one, URLResolver) and str(one.pattern) == "api/"]
    assert [[str(pattern.pattern) for pattern in one.url_patterns] for one in below] == [["v1/", ""]]
