"""Who may call the pages of openings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.books import NOW
from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, customer, get, post

TODAY = date(2026, 3, 2)


def draft(office: Office) -> dict[str, Any]:
    """An application of the owner's for a customer of its own, just begun."""
    from huikuan.openings.operations.applying import OpeningDraft, start_opening
    from huikuan.openings.rules import CustomerKind

    actor = _actor(office, "owner")
    key = office.books.key()
    new = office.books.customer(f"开户客户 {key}", salesperson_id=office.people["owner"])
    draft = OpeningDraft(new, CustomerKind.PUBLIC_BODY, "new")
    done = start_opening(actor=actor, now=NOW, key=key, draft=draft)
    return {"opening_id": done["opening_id"]}


def complete(office: Office) -> dict[str, Any]:
    """An application with all its documents waived."""
    from huikuan.openings.operations.applying import waive_document
    from huikuan.openings.rules import DocumentCode

    found, actor = draft(office), _actor(office, "owner")
    for code in (DocumentCode.CONTRACT, DocumentCode.PRICE_CONFIRMATION):
        waive_document(actor=actor, now=NOW, key=office.books.key(), code=code, because="known", **found)
    return found


def handed_in(office: Office) -> dict[str, Any]:
    """An application that waits for its field check."""
    from huikuan.openings.operations.applying import submit_opening

    found = complete(office)
    submit_opening(actor=_actor(office, "owner"), now=NOW, key=office.books.key(), **found)
    return found


def with_file(office: Office) -> dict[str, Any]:
    """An application with one file."""
    from huikuan.openings.operations.applying import supply_document
    from huikuan.openings.operations.writing import Paper
    from huikuan.openings.rules import DocumentCode

    found, paper = draft(office), Paper("licence.pdf", b"%PDF-1.4")
    code, actor = DocumentCode.CONTRACT, _actor(office, "owner")
    done = supply_document(actor=actor, now=NOW, key=office.books.key(), code=code, paper=paper, **found)
    return {**found, "document_id": done["document_id"]}


def _actor(office: Office, who: str) -> Any:
    from huikuan.accounts.queries import actor_of

    return actor_of(user_id=office.people[who])


def _file(_: Office) -> dict[str, Any]:
    return {"code": "CONTRACT", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4")}


ROUTES: tuple[Route, ...] = (
    get("openings", (200, 200, 200)),
    get("openings", (200, 200, 200), query="?format=csv"),
    get("opening_requirements", (403, 403, 403)),
    post("opening_requirements", (403, 403, 403), NOTHING, lambda _: {"valid_months": "12", "source": "x"}),
    get("apply_for_opening", (200, 200, 404), customer),
    post("apply_for_opening", (303, 422, 404), customer, lambda _: {"kind": "COMPANY", "reason": "new"}),
    get("opening", (200, 200, 404), draft),
    post("supply_opening_document", (303, 303, 404), draft, _file),
    post("waive_opening_document", (303, 303, 404), draft, lambda _: {"code": "CONTRACT", "because": "known"}),
    post("submit_opening", (303, 422, 404), complete, lambda _: {}),
    post("withdraw_opening", (303, 422, 404), draft, lambda _: {}),
    get("field_check", (403, 403, 403), handed_in),
    post("field_check", (403, 403, 403), handed_in, lambda _: {"place": "x", "findings": "y", "verdict": "SOUND"}),
    get("opening_file", (200, 200, 404), with_file),
)
