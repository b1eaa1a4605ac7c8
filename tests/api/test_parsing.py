"""What a body or an address may not do: every literal ends as 422 with the field named, and nothing is written."""

from __future__ import annotations

import pytest

from tests.api.world import World, rows_of_everything

RECEIPT = '{{"company_id": {company}, "received_on": "2026-02-01", "currency": "CNY", "amount_minor": {amount}{more}}}'


def faults_of(response) -> list[tuple[str, str]]:
    assert response.json()["code"] == "INPUT_INVALID"
    return [(fault["field"], fault["code"]) for fault in response.json()["parameters"]["faults"]]


@pytest.mark.parametrize(
    ("amount", "field", "code"),
    [
        ("1.0", "body.amount_minor", "FIELD_NOT_INTEGER"),
        ("1e2", "body.amount_minor", "FIELD_NOT_INTEGER"),
        ('"12"', "body.amount_minor", "FIELD_NOT_INTEGER"),
        ("true", "body.amount_minor", "FIELD_NOT_INTEGER"),
        ("null", "body.amount_minor", "FIELD_NOT_INTEGER"),
        (str(2**63), "body.amount_minor", "FIELD_TOO_LARGE"),
        ("9" * 4_301, "body." + "9" * 40, "FIELD_TOO_LARGE"),
        ("0", "body.amount_minor", "FIELD_TOO_SMALL"),
        ("-5", "body.amount_minor", "FIELD_TOO_SMALL"),
        ("1e400", "body.amount_minor", "FIELD_NOT_INTEGER"),
        ("NaN", "body.NaN", "FIELD_NOT_A_NUMBER"),
        ("Infinity", "body.Infinity", "FIELD_NOT_A_NUMBER"),
        ("-Infinity", "body.-Infinity", "FIELD_NOT_A_NUMBER"),
        ('1, "amount_minor": 2', "body.amount_minor", "FIELD_TWICE"),
        ('1, "unknown": 2', "body.unknown", "FIELD_UNEXPECTED"),
        ('1, "source_ref": "x"', "body.source_ref", "FIELD_UNEXPECTED"),  # a field of the draft that no caller sets
        ('1, "payer_name": "a\\u0000"', "body.payer_name", "FIELD_NOT_ALLOWED_TEXT"),
        ('1, "payer_name": "a\\ud800"', "body.payer_name", "FIELD_NOT_TEXT"),
        ('1, "method": "BARTER"', "body.method", "FIELD_NOT_ON_LIST"),
        ('1, "received_on2": 0', "body.received_on2", "FIELD_UNEXPECTED"),
    ],
)
def test_the_lenient_literals(world: World, amount: str, field: str, code: str) -> None:
    body = RECEIPT.format(company=world.books.company_id, amount=amount, more="")
    before = rows_of_everything()
    response = world.caller("accountant").post("/receipts", body.encode())
    assert (response.status_code, faults_of(response)) == (422, [(field, code)])
    assert rows_of_everything() == before


def test_the_strict_form_is_taken(world: World) -> None:
    body = RECEIPT.format(company=world.books.company_id, amount="1", more="")
    assert world.caller("accountant").post("/receipts", body.encode()).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[" * 200_000,
        b'{"a":' * 100_000,
        "{}".encode("utf-16"),
        b'\xff{"a": 1}',
        b"\xef\xbb\xbf{}",
        b"{'a': 1}",
        b"{} {}",
    ],
)
def test_what_is_no_json(world: World, body: bytes) -> None:
    response = world.caller("accountant").post("/receipts", body)
    assert (response.status_code, faults_of(response)) == (422, [("body", "BODY_NOT_JSON")])


@pytest.mark.parametrize("body", [b"[]", b"5", b'"text"', b"null", b"true", b"[[1]]"])
def test_json_that_is_no_object(world: World, body: bytes) -> None:
    response = world.caller("accountant").post("/receipts", body)
    assert (response.status_code, faults_of(response)) == (422, [("body", "FIELD_NOT_AN_OBJECT")])


def test_no_body_at_all(world: World) -> None:
    response = world.caller("accountant").post("/receipts", b"")
    assert (response.status_code, faults_of(response)) == (422, [("body", "FIELD_MISSING")])


def test_every_fault_is_named_at_once(world: World) -> None:
    parts = [{"due_date": "2026-02-30", "amount_minor": 1}, {"due_date": None, "amount_minor": 1.5}]
    body = {"company_id": "1", "number": " F", "issue_date": 5, "currency": "RMB", "instalments": parts, "x": 1}
    response = world.caller("accountant").post("/invoices", body, key="")
    assert sorted(faults_of(response)) == [
        ("body.company_id", "FIELD_NOT_INTEGER"),
        ("body.currency", "FIELD_NOT_A_CURRENCY"),
        ("body.customer_id", "FIELD_MISSING"),
        ("body.instalments.0.due_date", "FIELD_NOT_A_DAY"),
        ("body.instalments.1.amount_minor", "FIELD_NOT_INTEGER"),
        ("body.issue_date", "FIELD_NOT_A_DAY"),
        ("body.number", "FIELD_NOT_ALLOWED_TEXT"),
        ("body.x", "FIELD_UNEXPECTED"),
        ("header.Idempotency-Key", "FIELD_MISSING"),
    ]


def test_the_number_of_faults_and_the_length_of_their_fields_are_bounded(world: World) -> None:
    body = {f"{number}{'x' * 300}": 1 for number in range(200)}
    found = faults_of(world.caller("accountant").post("/receipts", body))
    assert (len(found), max(len(field) for field, _ in found)) == (50, 100)


@pytest.mark.parametrize(
    ("address", "field", "code"),
    [
        ("/invoices?limit=201", "query.limit", "FIELD_TOO_LARGE"),
        ("/invoices?limit=0", "query.limit", "FIELD_TOO_SMALL"),
        ("/invoices?limit=1.0", "query.limit", "FIELD_NOT_INTEGER"),
        ("/invoices?limit=", "query.limit", "FIELD_NOT_INTEGER"),
        ("/invoices?after=-1", "query.after", "FIELD_NOT_INTEGER"),
        (f"/invoices?after={2**63}", "query.after", "FIELD_TOO_LARGE"),
        ("/invoices?customer_id=a", "query.customer_id", "FIELD_NOT_INTEGER"),
        ("/invoices?customer__name=a", "query.customer__name", "FIELD_UNEXPECTED"),
        ("/invoices?limit=5&limit=6", "query.limit", "FIELD_TWICE"),
        ("/companies?limit=5", "query.limit", "FIELD_UNEXPECTED"),
        (f"/customers/{2**63}", "path.customer_id", "FIELD_TOO_LARGE"),
        ("/customers/1.0", "path.customer_id", "FIELD_NOT_INTEGER"),
        ("/customers/%EF%BC%91", "path.customer_id", "FIELD_NOT_INTEGER"),
        ("/customers/1?format=xml", "query.format", "FIELD_UNEXPECTED"),
        ("/customers?code=%00", "query.code", "FIELD_NOT_ALLOWED_TEXT"),
        ("/ageing?as_of=2026-02-30", "query.as_of", "FIELD_NOT_A_DAY"),
        ("/ageing?basis=paid", "query.basis", "FIELD_NOT_ON_LIST"),
        ("/ageing?by=", "query.by", "FIELD_NOT_ALLOWED_TEXT"),
        ("/ageing?currency=XXX", "query.currency", "FIELD_NOT_A_CURRENCY"),
    ],
)
def test_addresses(world: World, address: str, field: str, code: str) -> None:
    response = world.caller("accountant").get(address)
    assert (response.status_code, faults_of(response)) == (422, [(field, code)])
