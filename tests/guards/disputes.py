"""Forged rows of disputes, promises, conversations and portal links."""

from datetime import date

from huikuan.activities.models import Activity
from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind, Conversation, NextStep
from huikuan.disputes.operations import decide_dispute, open_dispute, save_policy
from huikuan.disputes.rules import SHIPPED_DAYS, Decision, DisputedItem, DisputeDraft, Ending, Event, Reason
from huikuan.guests.access import guest_of
from huikuan.guests.operations.asking import Asked, ask
from huikuan.guests.operations.codes import make_code
from huikuan.guests.operations.links import LinkDraft, make_link, opened
from huikuan.guests.rules.links import RequestKind
from huikuan.kernel.actor import SYSTEM
from huikuan.promises.operations import promising
from huikuan.promises.operations.extending import Answer, ask_extension, decide_extension
from huikuan.promises.rules import Channel, ExtensionDraft, ExtensionEvent, PromiseDraft
from huikuan.receivables.drafts import CreditNoteDraft
from huikuan.receivables.models import Receivable
from huikuan.receivables.operations import issue_credit_note
from tests.books import NOW, new_books
from tests.guards.tables import Guard, changed, copied

TODAY = date(2026, 3, 2)


def _other_item() -> int:
    return Receivable.objects.get(invoice__number="F002").pk


def _other_activity() -> int:
    return Activity.objects.filter(conversation=None).values_list("pk", flat=True)[0]


GUARDS: tuple[Guard, ...] = (
    ("disputes.Dispute", "disputes_says_why", changed(text="")),
    ("disputes.Dispute", "disputes_about_something", changed(amount_minor=0)),
    ("disputes.Dispute", "disputes_ended_when_decided", changed(state="REJECTED", ending="")),
    ("disputes.Dispute", "disputes_days_in_order", changed(deadline=date(2026, 3, 1))),
    ("disputes.Dispute", "disputes_settled_by", changed(ending="PAID")),
    ("disputes.Dispute", "disputes_escalated_after_the_deadline", changed(escalated_to_id=1)),
    ("activities.Conversation", "activities_consequence_of_an_action", copied(activity_id=_other_activity, action="")),
    (
        "activities.Conversation",
        "activities_conversation_says_something",
        copied(activity_id=_other_activity, role="", action="", consequence=""),
    ),
    ("disputes.DisputeItem", "disputes_item_once", copied()),
    ("disputes.DisputeItem", "disputes_item_within_open", copied(receivable_id=_other_item, amount_minor=50_001)),
    ("disputes.DisputeProof", "disputes_proof_once", copied({"document": None})),
    ("disputes.DisputeProof", "disputes_proof_of_one_thing", copied({"document": None}, invoice=None)),
    ("disputes.PolicyVersion", "number", copied()),
    ("disputes.PolicyVersion", "disputes_policy_says_why", copied(number=9, reason="")),
    ("promises.Promise", "promises_amount", changed(amount_minor=0)),
    ("promises.Promise", "promises_days_in_order", changed(day=date(2026, 3, 1))),
    ("promises.Promise", "promises_ended_when_judged", changed(state="KEPT")),
    ("promises.Promise", "promises_by_somebody", changed(said_by="")),
    ("promises.PromiseItem", "promises_item_once", copied()),
    ("promises.PromiseItem", "promises_item_amount", copied(receivable_id=_other_item, amount_minor=0)),
    ("promises.Extension", "promises_extension_says_why", changed(text="")),
    ("promises.Extension", "promises_extension_amount", changed(amount_minor=0)),
    ("promises.Extension", "promises_extension_decided_whole", changed(state="ACCEPTED")),
    ("promises.Extension", "promise", copied({"state": "ACCEPTED"})),
    ("promises.PolicyVersion", "number", copied()),
    ("promises.PolicyVersion", "promises_policy_bounded", copied(number=9, grace_days=31)),
    ("promises.PolicyVersion", "promises_policy_says_why", copied(number=9, reason="")),
    ("guests.PortalLink", "token_hash", copied()),
    ("guests.PortalLink", "guests_link_expires_later", changed(expires_at=NOW)),
    ("guests.PortalLink", "guests_link_of_one_object", changed(object_id=7)),
    ("guests.PortalLink", "guests_link_use_has_moment", changed(last_used_at=None)),
    ("guests.PortalLink", "guests_link_has_nonce", changed(nonce="")),
    ("guests.PortalLink", "guests_link_revoked_by_somebody", changed(revoked_at=NOW)),
    ("guests.LinkCode", "guests_code_one_at_a_time", copied()),
    ("guests.LinkCode", "guests_code_tries", changed(tries=6)),
    ("guests.LinkCode", "guests_code_passes_once", changed(passed_at=NOW)),
    ("guests.GuestCounter", "bucket", copied()),
    ("guests.GuestRequest", "guests_request_says_something", changed(text="")),
    ("guests.GuestRequest", "guests_request_decided_by_somebody", changed(state="ACCEPTED")),
)


def ground() -> None:
    """A dispute, a promise, a request for more time, a link that was opened with its code and a question, both policies."""
    books = new_books()
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 50_000)
    (other,) = books.invoice(buyer, "F002", 70_000)
    disputed = DisputeDraft(
        buyer, books.company_id, "CNY", Reason.PRICE, "单价不符", (DisputedItem(item.pk, 10_000),), said_by="高伟"
    )
    open_dispute(actor=SYSTEM, now=NOW, today=TODAY, key="d", draft=disputed)
    _settle_half(other)
    save_policy(actor=SYSTEM, now=NOW, key="dp", days=SHIPPED_DAYS, reason="照旧", seen=0)
    promised = PromiseDraft(
        buyer, books.company_id, "CNY", 40_000, date(2026, 3, 9), "高伟", Channel.CALL, receivable_ids=(item.pk,)
    )
    promising.make_promise(actor=SYSTEM, now=NOW, today=TODAY, key="p", draft=promised)
    step = NextStep("再打电话", TODAY)
    talk = Conversation(role="FINANCE", action="周五付款", consequence="先款后货")
    spoken = ActivityDraft(buyer, ActivityKind.CALL, NOW, "答应付款", next_step=step, conversation=talk)
    record_activity(actor=SYSTEM, now=NOW, today=TODAY, key="talk", activity=spoken)
    policy = promising.PolicyDraft(3, 1_000, 31, "照旧", 0)
    promising.save_policy(actor=SYSTEM, now=NOW, key="pp", policy=policy)
    later = ExtensionDraft(buyer, books.company_id, "CNY", (item.pk,), date(2026, 4, 1), "资金紧张")
    ask_extension(actor=SYSTEM, now=NOW, today=TODAY, key="e", draft=later)
    later = ExtensionDraft(buyer, books.company_id, "CNY", (other.pk,), date(2026, 4, 1), "缓一缓", "高伟")
    asked = ask_extension(actor=SYSTEM, now=NOW, today=TODAY, key="f", draft=later)["extension_id"]
    yes = Answer(ExtensionEvent.ACCEPT, "可以")
    decide_extension(actor=SYSTEM, now=NOW, today=TODAY, key="g", extension_id=asked, answer=yes)
    link_id = int(make_link(actor=SYSTEM, now=NOW, key="l", draft=LinkDraft(buyer, "en"))["link_id"])
    make_code(actor=SYSTEM, now=NOW, key="c", link_id=link_id)
    guest = guest_of(link_id=link_id, now=NOW)
    assert guest is not None
    opened(token=_token(link_id), address="192.0.2.1", now=NOW)
    ask(guest=guest, now=NOW, key="q", asked=Asked(RequestKind.QUESTION, "发票呢？"))


def _settle_half(item: Receivable) -> None:
    """A dispute that a credit note and a paper ended."""
    draft = DisputeDraft(item.customer_id, item.company_id, "CNY", Reason.PRICE, "返利", (DisputedItem(item.pk, 200),))
    pk = int(open_dispute(actor=SYSTEM, now=NOW, today=TODAY, key="half", draft=draft)["dispute_id"])
    note = CreditNoteDraft(invoice_id=item.invoice_id, number="R002", issue_date=TODAY, amount_minor=100)
    issue_credit_note(actor=SYSTEM, now=NOW, key="half:note", credit_note=note)
    ending = Decision(Event.SETTLE, "冲一半", Ending.CREDIT_NOTE, remainder_owed=True, paper=("a.txt", b"a"))
    decide_dispute(actor=SYSTEM, now=NOW, today=TODAY, key="half:end", dispute_id=pk, decision=ending)


def _token(link_id: int) -> str:
    from tests.portal.office import token_of

    return token_of(link_id)
