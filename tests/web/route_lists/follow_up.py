"""Who may call the pages of disputes, promises, portal links; the colleague comes after the owner."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.books import NOW
from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, customer, get, post

TODAY = date(2026, 3, 2)


def dispute(office: Office) -> dict[str, Any]:
    """A small dispute about the owner's customer's item."""
    from huikuan.disputes.operations import open_dispute
    from huikuan.disputes.rules import DisputedItem, DisputeDraft, Reason
    from huikuan.kernel.actor import SYSTEM

    draft = DisputeDraft(
        office.customer, office.books.company_id, "CNY", Reason.PRICE, "单价", (DisputedItem(office.item, 100),)
    )
    return open_dispute(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), draft=draft)


def evidence(office: Office) -> dict[str, Any]:
    """A dispute with a file."""
    from huikuan.disputes.operations import add_evidence
    from huikuan.kernel.actor import SYSTEM

    found = dispute(office)
    return found | add_evidence(
        actor=SYSTEM, now=NOW, key=office.books.key(), **found, name="单据.pdf", content=b"%PDF-1.7"
    )


def promise(office: Office) -> dict[str, Any]:
    """A running promise of the owner's customer."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.promises.operations.promising import make_promise
    from huikuan.promises.rules import Channel, PromiseDraft

    draft = PromiseDraft(
        office.customer, office.books.company_id, "CNY", 1_000, date(2026, 3, 20), "高伟", Channel.CALL
    )
    return make_promise(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), draft=draft)


def extension(office: Office) -> dict[str, Any]:
    """A request for more time."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.promises.operations.extending import ask_extension
    from huikuan.promises.rules import ExtensionDraft

    draft = ExtensionDraft(
        office.customer, office.books.company_id, "CNY", (office.item,), date(2026, 4, 1), "资金紧张", "高伟"
    )
    return ask_extension(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), draft=draft)


def link(office: Office) -> dict[str, Any]:
    """A link of the owner's customer, for his accountant."""
    from huikuan.customers.queries import contacts_of
    from tests.portal.office import link_of

    person = contacts_of(customer_ids=[office.customer])[office.customer][0]
    return {"link_id": link_of(office, contact_id=person.id)}


def asked(office: Office) -> dict[str, Any]:
    """A question of the owner's customer."""
    from huikuan.guests.access import guest_of
    from huikuan.guests.operations.asking import Asked, ask
    from huikuan.guests.rules.links import RequestKind

    guest = guest_of(link_id=link(office)["link_id"], now=NOW)
    assert guest is not None
    return ask(guest=guest, now=NOW, key=office.books.key(), asked=Asked(RequestKind.QUESTION, "发票呢？"))


ROUTES: tuple[Route, ...] = (
    get("disputes", (200, 200, 200)),
    get("disputes", (200, 200, 200), query="?which=ALL&q=F001"),
    get("dispute", (200, 200, 404), dispute),
    post("decide_dispute", (403, 303, 403), dispute, lambda _: {"event": "ACCEPT", "note": "核实"}),
    post("assign_dispute", (403, 303, 403), dispute, lambda o: {"owner": o.people["colleague"]}),
    post("add_dispute_file", (422, 422, 404), dispute, NOTHING),
    get("dispute_file", (200, 200, 404), evidence),
    get("dispute_deadlines", (403, 403, 403)),
    post("dispute_deadlines", (403, 403, 403), NOTHING, NOTHING),
    get("add_dispute", (200, 200, 404), customer),
    post(
        "add_dispute",
        (303, 303, 404),
        customer,
        lambda o: {"reason": "PRICE", "said_by": "高伟", "text": "单价不符", f"amount_{o.item}": "1.00"},
    ),
    get("promises", (200, 200, 200)),
    get("promises", (200, 200, 200), query="?which=ALL"),
    get("dispute_board", (200, 200, 200), queries=9),
    get("promise_calendar", (200, 200, 200), query="?month=2026-03", queries=8),
    post("cancel_promise", (303, 422, 404), promise, lambda _: {"note": "听错了"}),
    get("promise_policy", (403, 403, 403)),
    post("promise_policy", (403, 403, 403), NOTHING, NOTHING),
    get("extensions", (200, 200, 200)),
    get("extensions", (200, 200, 200), query="?q=x&which=ASKED"),
    post("decide_extension", (403, 303, 403), extension, lambda _: {"event": "ACCEPT", "note": "同意"}),
    get("add_promise", (200, 200, 404), customer),
    post(
        "add_promise",
        (303, 303, 404),
        customer,
        lambda _: {"amount": "10.00", "day": "2026-03-20", "said_by": "高伟", "channel": "CALL"},
    ),
    get("portal_links", (200, 200, 404), customer),
    post("make_portal_link", (303, 303, 404), customer, lambda _: {"language": "en", "days": "30"}),
    post("show_portal_address", (200, 200, 404), link, NOTHING),
    post("mail_portal_link", (303, 303, 404), link, NOTHING),
    post("portal_link_code", (200, 200, 404), link, NOTHING),
    post("revoke_portal_link", (303, 422, 404), link, NOTHING),
    get("portal_requests", (200, 200, 200)),
    post("decide_portal_request", (303, 422, 404), asked, lambda _: {"event": "ACCEPT", "note": "已寄出"}),
)
