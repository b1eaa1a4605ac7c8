"""Who may call the pages of securities."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.books import NOW
from tests.web.office import Office
from tests.web.route_shapes import Route, customer, get, post

TODAY = date(2026, 3, 2)


def deposit(office: Office) -> dict[str, Any]:
    """A deposit of the owner's customer that ends soon, recorded by the system."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.securities.operations.recording import record_security
    from huikuan.securities.rules import SecurityDraft, SecurityKind

    last = date(2026, 3, 31)
    draft = SecurityDraft(office.customer, SecurityKind.DEPOSIT, 50_000, "CNY", date(2026, 1, 1), last)
    done = record_security(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), draft=draft)
    return {"security_id": done["security_id"]}


def with_file(office: Office) -> dict[str, Any]:
    """A deposit with a document."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.securities.operations.recording import attach_document

    found = deposit(office)
    done = attach_document(actor=SYSTEM, now=NOW, key=office.books.key(), name="a.pdf", content=b"%PDF-1.4", **found)
    return {**found, "document_id": done["document_id"]}


def confirmed_deposit(office: Office) -> dict[str, Any]:
    """A deposit that counts: another person confirmed it by its document."""
    from huikuan.accounts.queries import actor_of
    from tests.securities.office import confirmed

    found = with_file(office)
    director = actor_of(user_id=office.people["director"])
    assert director is not None
    confirmed(security_id=found["security_id"], by=director, key=office.books.key())
    return {"security_id": found["security_id"]}


def _filed(office: Office) -> dict[str, Any]:
    return {"security_id": with_file(office)["security_id"]}


def _what(name: str) -> Any:
    return lambda office: {**deposit(office), "what": name}


def _new(_: Office) -> dict[str, Any]:
    return {"kind": "PLEDGE", "amount": "500.00", "currency": "CNY", "valid_from": "2026-03-01", "scope": "CUSTOMER"}


def _later(_: Office) -> dict[str, Any]:
    return {"on": "2026-03-02", "note": "x", "valid_through": "2026-12-31"}


ROUTES: tuple[Route, ...] = (
    get("securities", (200, 200, 200)),
    get("securities", (200, 200, 200), query="?format=csv"),
    get("haircuts", (200, 200, 200)),
    post("change_haircuts", (403, 403, 403), lambda _: {}, lambda _: {"seen": "0"}),
    get("new_security", (200, 200, 404), customer),
    post("new_security", (303, 303, 404), customer, _new),
    get("security", (200, 200, 404), deposit),
    post(
        "attach_security_document",
        (303, 303, 404),
        deposit,
        lambda _: {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4")},
    ),
    get("security_file", (200, 200, 404), with_file),
    post("confirm_security", (403, 403, 403), _filed, lambda _: {"seen": "1"}),
    get("security_act", (200, 200, 404), _what("extend")),
    post("security_act", (303, 422, 404), _what("extend"), _later),
    post("security_act", (403, 403, 404), _what("release"), lambda _: {"on": "2026-03-02", "note": "x"}),
)
