"""Who may call the pages of replies, tasks, letters on paper, consent and the channels."""

from __future__ import annotations

from datetime import date
from typing import Any

from huikuan.audit.models import Act
from huikuan.audit.operations import Intent, perform
from huikuan.customers.people import add_person
from huikuan.customers.people_rules import PersonDraft
from huikuan.documents.operations import DocumentDraft, keep_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import SYSTEM
from huikuan.outbox.models import Message
from huikuan.outbox.operations.queueing import queue_messages
from huikuan.outbox.ports import Content, MessageDraft
from huikuan.outbox.rules import ChannelName
from huikuan.reminders.models import LetterBatch, PostedLetter
from tests.books import NOW
from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, get, post

TODAY = date(2026, 3, 2)


def message(office: Office, channel: ChannelName, recipient: str, **changes: Any) -> int:
    """A message to the owner's customer on a channel."""
    content = Content(recipient, "王经理", "", "", "zh-hans", "催款", "请付款", "", {"items": [], "steps": []})
    key = office.books.key()
    draft = MessageDraft(key, "NOTE", False, TODAY, NOW, content, office.books.company_id, office.customer, channel)
    intent = Intent("queue", SYSTEM, NOW, key, None, {})
    ids = perform(intent=intent, work=lambda act: {"ids": queue_messages(act=act, drafts=[draft])})["ids"]
    Message.objects.filter(pk=ids[0]).update(**changes)
    return int(ids[0])


def sent(office: Office) -> dict[str, Any]:
    return {"message_id": message(office, ChannelName.SMS, "13800000000", state="SENT", sent_at=NOW)}


def task(office: Office) -> dict[str, Any]:
    return {"message_id": message(office, ChannelName.CALL, "021-5555 0000")}


def letter(office: Office) -> dict[str, Any]:
    """A printed letter to the owner's customer."""
    pk = message(office, ChannelName.LETTER, "上海市浦东新区世纪大道 1 号", state="SENT", sent_at=NOW)
    draft = DocumentDraft("letters.pdf", b"%PDF-1.7 pile", Purpose.REPORT, office.books.company_id)
    kept = keep_document(actor=SYSTEM, now=NOW, key=office.books.key(), document=draft)
    act_id = Act.objects.order_by("-pk").values_list("pk", flat=True)[0]
    batch = LetterBatch.objects.create(
        day=TODAY, letters=1, document_id=kept["document_id"], printed_by="x", printed_at=NOW, act_id=act_id
    )
    row = PostedLetter.objects.create(
        batch=batch,
        message_id=pk,
        customer_id=office.customer,
        company_id=office.books.company_id,
        place=1,
        waybill_text="催款函",
        state="PRINTED",
    )
    return {"letter_id": row.pk}


def posted(office: Office) -> dict[str, Any]:
    """A letter with the courier."""
    made = letter(office)
    courier = {"courier": "顺丰", "waybill_number": "SF7654321", "handed_on": TODAY}
    PostedLetter.objects.filter(pk=made["letter_id"]).update(state="HANDED_OVER", **courier)
    return made


def pile(office: Office) -> dict[str, Any]:
    letter(office)
    return {"batch_id": LetterBatch.objects.order_by("-pk")[0].pk}


def contact(office: Office) -> dict[str, Any]:
    made = {"actor": SYSTEM, "now": NOW, "key": office.books.key(), "customer_id": office.customer}
    return {"contact_id": add_person(**made, person=PersonDraft("王经理"))["contact_id"]}  # type: ignore[arg-type]


def listed(_: Office) -> dict[str, Any]:
    return {"listed": "letter,courier,number,day"}


ROUTES: tuple[Route, ...] = (
    get("message_reply", (200, 200, 404), sent),
    post("message_reply", (303, 303, 404), sent, lambda _: {"text": "TD"}),
    post("message_reply", (422, 422, 404), sent, lambda _: {"text": "周五付"}),
    get("message_task", (200, 200, 404), task),
    post(
        "message_task",
        (303, 303, 404),
        task,
        lambda _: {"outcome": "NOT_REACHED", "text": "没人接", "next_action": "查账", "next_date": "2026-03-06"},
    ),
    get("letter_post", (200, 200, 200)),
    post("print_pile", (403, 303, 403), NOTHING, lambda _: {}),
    get("letter_pile", (403, 200, 403), pile),
    post(
        "hand_over_letter",
        (403, 303, 403),
        letter,
        lambda _: {"courier": "顺丰", "number": "SF1234567", "handed_on": "2026-03-02"},
    ),
    post("hand_over_list", (403, 303, 403), NOTHING, listed),
    post("end_letter", (403, 303, 403), letter, lambda _: {"event": "WITHDRAW", "on": "2026-03-02"}),
    post("take_back_letter", (403, 303, 403), posted, lambda _: {"reason": "单号录错"}),
    get("contact_permissions", (200, 200, 404), contact),
    post(
        "contact_permissions",
        (303, 303, 404),
        contact,
        lambda _: {"channel": "SMS", "stand": "CONSENT", "said_on": "2026-03-02", "told_by": "CALL"},
    ),
    get("channel_settings", (403, 403, 403)),
    get("add_channel", (403, 403, 403), lambda _: {"kind": "feishu"}),
    post("add_channel", (403, 403, 403), lambda _: {"kind": "feishu"}, lambda _: {"people": "*"}),
    get("edit_channel", (403, 403, 403), lambda _: {"name": "sales-east"}),
    post("edit_channel", (403, 403, 403), lambda _: {"name": "sales-east"}, lambda _: {"people": "*"}),
    post("switch_channel", (403, 403, 403), lambda _: {"name": "sales-east"}, lambda _: {}),
    post("try_channel", (403, 403, 403), lambda _: {"name": "sales-east"}, lambda _: {}),
)
