"""Who may call the pages of legal clocks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.books import NOW
from tests.web.office import Office
from tests.web.route_shapes import Route, get, invoice, post

TODAY = date(2026, 3, 2)


def event(office: Office) -> dict[str, Any]:
    """A demand about the owner's customer's invoice, recorded by the owner."""
    from huikuan.accounts.queries import actor_of
    from huikuan.clocks.operations.recording import Paper, record_event
    from huikuan.clocks.rules.interrupting import EventDraft
    from huikuan.clocks.rules.kinds import EventKind

    owner = actor_of(user_id=office.people["owner"])
    assert owner is not None
    items = (office.item,)
    draft = EventDraft(office.books.company_id, office.customer, EventKind.DEMAND, TODAY, items)
    paper = Paper("a.pdf", b"%PDF-1.4")
    done = record_event(actor=owner, now=NOW, today=TODAY, key=office.books.key(), draft=draft, paper=paper)
    return {"event_id": done["event_id"]}


def deadline(office: Office) -> dict[str, Any]:
    """Two years to apply for enforcement against the owner's customer."""
    from huikuan.clocks.operations.ending import record_deadline
    from huikuan.clocks.rules.deadlines import DeadlineDraft, DeadlineKind
    from huikuan.kernel.actor import SYSTEM

    draft = DeadlineDraft(
        office.books.company_id,
        office.customer,
        DeadlineKind.ENFORCEMENT,
        date(2024, 3, 29),
        subject="(2024)沪01民初7号",
    )
    done = record_deadline(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), draft=draft)
    return {"deadline_id": done["deadline_id"]}


def renewed(office: Office) -> dict[str, Any]:
    """The same two years, run anew from a demand."""
    from huikuan.clocks.operations.recording import Paper
    from huikuan.clocks.operations.renewing import Renewal, renew_deadline
    from huikuan.kernel.actor import SYSTEM

    renewal = Renewal(date(2025, 3, 3), "催告", Paper("a.pdf", b"%PDF-1.4"))
    about = deadline(office)
    return {**renew_deadline(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), **about, renewal=renewal)}


def _renewal(_: Office) -> dict[str, Any]:
    return {"on": "2025-03-03", "note": "x", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4")}


def _of_event(office: Office) -> dict[str, Any]:
    return {**event(office), "invoice_id": office.invoice}


def _demand(office: Office) -> dict[str, Any]:
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
    return {"kind": "demand", "on": "2026-03-02", "file": file, "debts": [str(office.invoice)]}


def _deadline(_: Office) -> dict[str, Any]:
    return {"kind": "PAYMENT_ORDER", "basis": "2026-03-02", "subject": "(2026)沪01民督7号"}


ROUTES: tuple[Route, ...] = (
    get("clocks", (200, 200, 200), queries=10),
    get("clocks", (200, 200, 200), query="?which=ALL&format=csv"),
    get("legal_deadlines", (200, 200, 200)),
    get("clock_policy", (403, 403, 403)),
    get("debt_clock", (200, 200, 404), invoice, queries=23),
    post("record_clock_event", (303, 303, 404), invoice, _demand),
    post("withdraw_clock_event", (303, 422, 404), _of_event, lambda _: {"reason": "x"}),
    get("clock_event_file", (200, 200, 404), event),
    post("accept_lapse", (403, 403, 403), invoice, lambda _: {"reason": "x"}),
    post("add_deadline", (403, 403, 403), invoice, _deadline),
    get("deadline_file", (200, 200, 404), renewed),
    post("renew_deadline", (403, 403, 403), deadline, _renewal),
    post("finish_deadline", (403, 403, 403), deadline, lambda _: {"note": "x"}),
)
