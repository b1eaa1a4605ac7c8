"""Who may call the pages of evidence and of case files; the colleague is an AR accountant, who adds but handles no case."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, customer, get, post

TODAY = date(2026, 3, 2)


def case(office: Office) -> dict[str, Any]:
    """A case about the late item of the owner's customer; the one there is, if there is one."""
    from huikuan.cases.models import Case
    from tests.cases.acting import opened

    if there := Case.objects.first():
        return {"case_id": there.pk}
    return {"case_id": opened(office.books, office.customer, {office.item: 1})}


def case_paper(office: Office) -> dict[str, Any]:
    """A cost with its receipt."""
    from huikuan.cases.queries import case_file
    from huikuan.kernel.actor import SYSTEM
    from tests.cases.acting import cost

    found = case(office)
    cost(office.books, found["case_id"])
    paid = case_file(actor=SYSTEM, case_id=found["case_id"], today=TODAY).costs[-1]
    return {**found, "document_id": paid.document_id}


def piece(office: Office) -> dict[str, Any]:
    """A piece about the late item."""
    from huikuan.evidence.operations.adding import PieceDraft, add_piece
    from huikuan.evidence.rules.kinds import Kind
    from huikuan.kernel.actor import SYSTEM
    from tests.books import NOW

    draft = PieceDraft(office.customer, (office.item,), Kind.CONTRACT, TODAY, "a.pdf", b"%PDF-1.4 a")
    done = add_piece(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), draft=draft)
    return {"piece_id": done["piece_id"]}


def ordered(office: Office) -> dict[str, Any]:
    """A bundle of the late item that waits for the worker."""
    from huikuan.evidence.operations.bundling import BundleOrder
    from huikuan.evidence.operations.ordering import order_bundle
    from huikuan.kernel.actor import SYSTEM
    from tests.books import NOW

    order = BundleOrder(office.customer, office.books.company_id, (office.item,), "en")
    return order_bundle(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), order=order)


def _piece_sent(office: Office) -> dict[str, Any]:
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
    return {"file": file, "kind": "CONTRACT", "dated_on": "2026-03-02", "items": [str(office.item)]}


ROUTES: tuple[Route, ...] = (
    get("evidence", (200, 200, 404), customer),
    post("add_evidence", (303, 303, 404), customer, _piece_sent),
    get("evidence_file", (200, 200, 404), piece),
    post("withdraw_evidence", (303, 404, 404), piece, lambda _: {"note": "x"}),
    post("evidence_bundle", (403, 403, 403), customer, lambda office: {"language": "en", "items": [str(office.item)]}),
    post("make_evidence_bundle", (403, 403, 403), ordered, NOTHING),
    post("fetch_evidence_bundle", (403, 403, 403), ordered, NOTHING),
    get("evidence_bundle_file", (403, 403, 403), ordered),
    get("cases", (200, 200, 200)),
    get("case", (200, 200, 404), case),
    get("open_case", (403, 403, 403), customer),
    post("open_case", (403, 403, 403), customer, lambda office: {"kind": "SUIT", "items": [str(office.item)]}),
    post("move_case", (403, 403, 403), case, lambda _: {"event": "FILE", "on": "2026-03-02"}),
    post("add_case_cost", (403, 403, 403), case, lambda _: {"kind": "TRAVEL", "amount": "1", "on": "2026-03-02"}),
    post("set_case_date", (403, 403, 403), case, lambda _: {"kind": "HEARING", "on": "2026-03-12"}),
    post("name_case_parties", (403, 403, 403), case, lambda _: {"number": "1"}),
    post("claim_case_interest", (403, 403, 403), case, lambda _: {"interest": "1"}),
    get("case_draft", (403, 403, 403), lambda office: {**case(office), "draft": "claim", "language": "en"}),
    get("case_paper", (200, 200, 404), case_paper),
)
