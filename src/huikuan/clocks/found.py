"""Reads what happened to items from where it was recorded first: receipts, statements, promises, plans, reminders, notices, contacts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from huikuan.activities.queries import filed_about
from huikuan.activities.rules import ANSWERED, ActivityKind, Outcome
from huikuan.clocks.models import EventItem
from huikuan.clocks.rules.kinds import EventKind, Strength
from huikuan.clocks.rules.limitation import ClockEvent
from huikuan.kernel.actor import SYSTEM
from huikuan.ledger.settled import settled_by_receipts
from huikuan.outbox.queries import accepted_replies
from huikuan.outbox.rules import ChannelName
from huikuan.promises.written import Words, said_about
from huikuan.receipts.access import receipts_for
from huikuan.receipts.rules import BILL_METHODS, PASSED_METHODS, ReceiptMethod
from huikuan.reminders.demanded import demanded
from huikuan.sanctions.notices import Notice, notices_about
from huikuan.sanctions.operations.writing import Way
from huikuan.settlements.queries import agreements_about
from huikuan.statements.queries.answers import acknowledgements_of
from huikuan.statements.rules.replying import Strength as Acknowledged

Found = tuple[int, ClockEvent]
"""A receivable and what happened to it."""
_BACKED = frozenset({*BILL_METHODS, *PASSED_METHODS, ReceiptMethod.VOUCHER, ReceiptMethod.SET_OFF})
"""Received with a paper, or out of a receipt that has its own line."""
_STRENGTHS = {
    Acknowledged.STRONG.value: Strength.STRONG,
    Acknowledged.MEDIUM.value: Strength.FAIR,
    Acknowledged.WEAK.value: Strength.WEAK,
}
_SENT = {
    ChannelName.EMAIL: EventKind.EMAIL,
    ChannelName.SMS: EventKind.MESSAGE,
    ChannelName.LETTER: EventKind.LETTER,
}

_WRITTEN = {
    ActivityKind.CHAT: EventKind.MESSAGE,
    ActivityKind.SMS: EventKind.MESSAGE,
    ActivityKind.EMAIL: EventKind.EMAIL,
    ActivityKind.LETTER: EventKind.LETTER,
}
_CONTACTS = {
    **_WRITTEN,
    ActivityKind.CALL: EventKind.CALL,
    ActivityKind.VISIT: EventKind.VISIT,
    ActivityKind.MEETING: EventKind.VISIT,
}


def events_of(*, receivable_ids: Collection[int], customer_ids: Collection[int]) -> dict[int, list[ClockEvent]]:
    """What happened to these receivables of these customers, by receivable; sixteen queries for a portion of 5,000."""
    found: dict[int, list[ClockEvent]] = {}
    for events in (
        _paid(receivable_ids),
        _acknowledged(frozenset(receivable_ids), customer_ids),
        _said(receivable_ids, customer_ids),
        _planned(receivable_ids),
        _demanded(receivable_ids),
        _noticed(frozenset(receivable_ids)),
        _contacted(receivable_ids),
        _recorded(receivable_ids),
    ):
        for receivable_id, event in events:
            found.setdefault(receivable_id, []).append(event)
    return found


def _paid(receivable_ids: Collection[int]) -> Iterator[Found]:
    """Part payments, by what proves them: a line of a bank or wallet, a paper, or our own entry alone."""
    pairs = settled_by_receipts(receivable_ids=receivable_ids)
    rows = receipts_for(actor=SYSTEM).filter(pk__in={receipt_id for _, receipt_id in pairs})
    known = {
        pk: (received_on, _of_money(method, has_line=bool(line_id or source_ref)))
        for pk, received_on, method, line_id, source_ref in rows.values_list(
            "pk", "received_on", "method", "statement_line_id", "source_ref"
        )
    }
    for receivable_id, receipt_id in pairs:
        received_on, strength = known[receipt_id]
        source = f"receipt:{receipt_id}"
        yield receivable_id, ClockEvent(received_on, EventKind.PART_PAYMENT, source, None, strength, source)


def _of_money(method: str, *, has_line: bool) -> Strength:
    if has_line:
        return Strength.STRONG
    return Strength.FAIR if ReceiptMethod(method) in _BACKED else Strength.WEAK


def _acknowledged(receivable_ids: frozenset[int], customer_ids: Collection[int]) -> Iterator[Found]:
    for row in acknowledgements_of(customer_ids=customer_ids):
        source = f"statement:{row.statement_id}"
        strength = _STRENGTHS[row.strength]
        for receivable_id, _minor in row.items:
            if receivable_id in receivable_ids:
                kind = EventKind.STATEMENT_CONFIRMED
                yield receivable_id, ClockEvent(row.on, kind, source, None, strength, source)


def _said(receivable_ids: Collection[int], customer_ids: Collection[int]) -> Iterator[Found]:
    """Promises and requests for more time; only what the portal kept word by word proves itself."""
    for said in said_about(receivable_ids=receivable_ids, customer_ids=customer_ids):
        is_promise = said.words is Words.PROMISE
        kind = EventKind.PROMISE if is_promise else EventKind.EXTENSION
        source = f"{'promise' if is_promise else 'extension'}:{said.id}"
        yield said.receivable_id, ClockEvent(said.on, kind, source if said.is_kept else "", source=source)


def _planned(receivable_ids: Collection[int]) -> Iterator[Found]:
    """Plans to pay that were signed: whoever agrees to perform interrupts the period, by the paper that is kept."""
    for one in agreements_about(receivable_ids=receivable_ids):
        source = f"plan:{one.plan_id}"
        yield one.receivable_id, ClockEvent(one.signed_on, EventKind.PLAN, source, source=source)


def _demanded(receivable_ids: Collection[int]) -> Iterator[Found]:
    """Reminders that asked for overdue items, with the server's reply or the waybill of a delivered letter."""
    for one in demanded(receivable_ids=receivable_ids):
        source = f"message:{one.message_id}"
        strength = Strength.STRONG if one.has_stub else None
        yield (
            one.receivable_id,
            ClockEvent(one.on, _SENT[one.channel], source if one.proof else "", None, strength, source),
        )


def _noticed(receivable_ids: frozenset[int]) -> Iterator[Found]:
    """Notices of the ladder ask for what is late too: by the paper of their arrival, or by the server that took the mail."""
    notices = notices_about(actor=SYSTEM, receivable_ids=receivable_ids)
    mails = [one.message_id for one in notices if one.message_id is not None]
    replies = accepted_replies(message_ids=mails) if mails else {}
    for one in notices:
        for event in _notice(one, is_taken=one.message_id in replies):
            for receivable_id in receivable_ids.intersection(one.receivable_ids):
                yield receivable_id, event


def _notice(one: Notice, *, is_taken: bool) -> Iterator[ClockEvent]:
    """The letter as it went, proved or not, and the paper of its arrival: what proves less may be the later of the two."""
    source = f"sanction:{one.sanction_id}"
    if is_taken or one.arrival is None:
        kind = EventKind.EMAIL if one.way == Way.EMAIL else EventKind.LETTER
        yield ClockEvent(one.on, kind, source if is_taken else "", source=source)
    if one.arrival is not None:
        kind = EventKind.LETTER if one.way == Way.POST else EventKind.DEMAND
        yield ClockEvent(one.arrival.on, kind, source, None, Strength.STRONG, source)


def _contacted(receivable_ids: Collection[int]) -> Iterator[Found]:
    """Contacts about an item, only with a photograph or recording attached; it proves the contact, weakly."""
    for one in filed_about(receivable_ids=receivable_ids):
        is_asked = one.outcome in ANSWERED or (one.outcome is Outcome.SENT and one.kind in _WRITTEN)
        kind = _CONTACTS.get(one.kind) if is_asked else None
        if one.kind is ActivityKind.CALL and one.outcome is Outcome.NOT_REACHED:
            kind = EventKind.CALL_UNANSWERED
        if kind is not None:
            source = f"contact:{one.activity_id}"
            yield one.receivable_id, ClockEvent(one.on, kind, source, None, Strength.WEAK, source)


def _recorded(receivable_ids: Collection[int]) -> Iterable[Found]:
    """What people recorded with a document and did not withdraw."""
    rows = EventItem.objects.filter(receivable_id__in=receivable_ids, event__withdrawal=None).select_related("event")
    for row in rows.order_by("pk"):
        event = row.event
        source = f"event:{event.pk}"
        yield row.receivable_id, ClockEvent(event.on, EventKind(event.kind), source, event.since, source=source)
