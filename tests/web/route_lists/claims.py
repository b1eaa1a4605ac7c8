"""Who may call the pages of money to claim; the colleague comes after the owner, to whom the act is done already."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.books import NOW
from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, get, post


def announced(office: Office) -> dict[str, Any]:
    """Money nobody knows, announced to the owner, as only his customer owes that amount; other money each time."""
    from huikuan.claims.models import Announcement
    from tests.claims.desk import announce

    before = Announcement.objects.count()
    office.books.invoice(office.customer, f"{office.number[0]}{880 + before}", 8_800)
    money = office.books.receipt(8_800).pk if before else office.unknown_receipt
    return {"announcement_id": announce(office.books, money)}


def claimed(office: Office) -> dict[str, Any]:
    """A claim that the owner made of it."""
    from huikuan.accounts.queries import actor_of
    from huikuan.claims.operations.claiming import claim_money
    from huikuan.claims.rules import ClaimDraft

    owner = actor_of(user_id=office.people["owner"])
    assert owner is not None
    draft = ClaimDraft(
        announced(office)["announcement_id"], office.customer, "客户发来回单", (), "回单.png", b"\x89PNG\r\n\x1a\n"
    )
    done = claim_money(actor=owner, now=NOW, key=office.books.key(), draft=draft)
    return {"claim_id": done["claim_id"]}


def paper(office: Office) -> dict[str, Any]:
    from huikuan.documents.queries import documents_of
    from huikuan.documents.rules import Purpose

    found = claimed(office)
    (document,) = documents_of(purpose=Purpose.CLAIM, owner_ids=[found["claim_id"]])
    return {**found, "document_id": document.id}


def accepted(office: Office) -> dict[str, Any]:
    from huikuan.claims.operations.deciding import Decision, decide_claim
    from huikuan.kernel.actor import SYSTEM

    found = claimed(office)
    decide_claim(actor=SYSTEM, now=NOW, key=office.books.key(), decision=Decision(found["claim_id"], accepts=True))
    return found


def sent(office: Office) -> dict[str, Any]:
    file = SimpleUploadedFile("回单.png", b"\x89PNG\r\n\x1a\n")
    return {"customer": office.customer, "ground": "客户来电说明", "file": file}


ROUTES: tuple[Route, ...] = (
    get("claims", (200, 200, 200)),
    post("claim_money", (303, 422, 404), announced, sent),
    post("withdraw_claim", (303, 404, 404), claimed, NOTHING),
    post("accept_claim", (403, 303, 403), claimed, NOTHING),
    post("refuse_claim", (403, 303, 403), claimed, lambda _: {"reason": "回单不是这笔"}),
    post("reopen_claim", (403, 303, 403), accepted, NOTHING),
    get("claim_paper", (200, 200, 404), paper),
    post("announce_receipt", (403, 303, 403), lambda o: {"receipt_id": o.unknown_receipt}, NOTHING),
)
