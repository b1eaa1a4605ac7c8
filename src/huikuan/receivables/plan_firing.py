"""Acts that turn what happens to a contract into money owed: sign, record an event, take it back, let days come.

One transaction each: event, moves of milestones, documents, postings, audit row. A milestone fires into a document of kind
INVOICE numbered from contract and milestone (or as told), so that its tax invoice cannot be entered a second time under
that number. Retention that is earned debits CONTRACT_ASSET (CAS 14) and is no debt yet; released it is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import partial

from django.db import IntegrityError

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import digest, plain
from huikuan.contracts.operations.happening import (
    EventDraft,
    Happened,
    Moved,
    date_milestones_due,
    record,
    sign,
    take_back,
)
from huikuan.contracts.queries.lists import company_of, contract_of_event
from huikuan.contracts.rules.states import MilestoneStep
from huikuan.contracts.rules.terms import Trigger
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Refused
from huikuan.ledger.operations import first_open_day, post, reversal_of
from huikuan.ledger.queries import postings_about
from huikuan.ledger.rules import Account, EntryDraft, PostingDraft, PostingKind
from huikuan.receivables.models import Invoice, PlanFiring, Receivable
from huikuan.receivables.parts import locked_receivables, move_parts, taken_number
from huikuan.receivables.rules import InvoiceKind


@dataclass(frozen=True, slots=True)
class Signing:
    """A contract to sign: which, on which day, and the scanned paper if there is one."""

    contract_id: int
    signed_on: date
    file_name: str = ""
    file_content: bytes = b""


@dataclass(frozen=True, slots=True)
class EventToRecord:
    """An event of a contract, and invoice numbers for milestones (by number) whose tax invoice is known already."""

    contract_id: int
    event: EventDraft
    invoice_numbers: Mapping[int, str] = field(default_factory=dict)


def sign_contract(*, actor: Actor, now: datetime, today: date, key: str, signing: Signing) -> dict[str, Json]:
    """Sign a contract; date milestones whose day has come fire at once; `{"contract_id", "invoice_ids"}`.

    Raises Changed CONTRACT_STATE, Refused DATED_AHEAD, WHOLE_NOT_SIGNED, INVOICE_EXISTS, PERIOD_CLOSED.
    """
    detail = {"contract": signing.contract_id, "signed_on": signing.signed_on.isoformat(), "file": signing.file_name}
    detail["bytes"] = digest(value=signing.file_content.hex())
    intent = Intent("sign_contract", actor, now, key, company_of(contract_id=signing.contract_id), detail)

    def work(act: OpenAct) -> Mapping[str, Json]:
        file = (signing.file_name, signing.file_content) if signing.file_content else None
        sign(act=act, contract_id=signing.contract_id, signed_on=signing.signed_on, file=file)
        return {"contract_id": signing.contract_id, **_let_days_come(act, today, signing.contract_id)}

    return perform(intent=intent, work=work)


def fire_milestones(*, actor: Actor, now: datetime, key: str, record_of: EventToRecord) -> dict[str, Json]:
    """Record an event and post what it fires; `{"event_id", "invoice_ids", "held", "milestones"}`.

    The same event again is recorded and fires nothing. Raises Refused as `contracts.operations.happening.record`,
    INVOICE_EXISTS with the number that is taken, PERIOD_CLOSED.
    """
    detail = plain(value=asdict(record_of.event) | {"file_content": digest(value=record_of.event.file_content.hex())})
    detail = {"contract": record_of.contract_id, "event": detail, "numbers": plain(value=record_of.invoice_numbers)}
    intent = Intent("fire_milestones", actor, now, key, company_of(contract_id=record_of.contract_id), detail)

    return perform(intent=intent, work=lambda act: fire_event(act=act, record_of=record_of))


def take_event_back(
    *, actor: Actor, now: datetime, key: str, event_id: int, effective_date: date, reason: str
) -> dict[str, Json]:
    """Take an event back: what it posted is reversed exactly, its milestones go back; `{"contract_id", "posting_ids"}`.

    Raises Refused MORE_THAN_OPEN (paid already: take the allocation back first), DATED_BEFORE_ORIGIN, DATED_AHEAD,
    Changed EVENT_TAKEN_BACK, MOVED_SINCE.
    """
    detail = {"event": event_id, "effective_date": effective_date.isoformat(), "reason": reason}
    company_id = company_of(contract_id=contract_of_event(event_id=event_id))
    intent = Intent("take_event_back", actor, now, key, company_id, detail)

    def work(act: OpenAct) -> Mapping[str, Json]:
        return reverse_event(act=act, event_id=event_id, effective_date=effective_date, reason=reason)

    return perform(intent=intent, work=work)


def fire_event(*, act: OpenAct, record_of: EventToRecord) -> dict[str, Json]:
    """As `fire_milestones`, inside an open act: what was delivered or accepted fires in the transaction that records it."""
    happened = record(act=act, contract_id=record_of.contract_id, event=record_of.event)
    return {"event_id": happened.event_id, **_post_moves(act, happened, record_of.invoice_numbers)}


def reverse_event(*, act: OpenAct, event_id: int, effective_date: date, reason: str) -> dict[str, Json]:
    """As `take_event_back`, inside an open act."""
    happened = take_back(act=act, event_id=event_id, reason=reason)
    return {"contract_id": happened.contract_id, "posting_ids": _reverse(act, happened, effective_date)}


def fire_dates(*, actor: Actor, now: datetime, today: date, key: str) -> dict[str, Json]:
    """Fire every date milestone of signed contracts whose day has come, an act for each contract. Run once a day.

    `{"invoice_ids", "refused"}`: a contract that cannot fire is named with its reason and holds up no other.
    """
    invoice_ids: list[Json] = []
    refused: list[Json] = []
    for contract_id in sorted({contract for contract, _, _ in date_milestones_due(today=today)}):
        detail = {"contract": contract_id, "today": today.isoformat()}
        company_id = company_of(contract_id=contract_id)
        intent = Intent("fire_dates", actor, now, f"{key}-{contract_id}", company_id, detail)
        try:
            invoice_ids += perform(intent=intent, work=partial(_let_days_come, today=today, contract_id=contract_id))[
                "invoice_ids"
            ]
        except Refused as reason:
            refused.append({"contract": contract_id, "code": reason.code})
    return {"invoice_ids": invoice_ids, "refused": refused}


def _let_days_come(act: OpenAct, today: date, contract_id: int) -> dict[str, Json]:
    invoice_ids: list[Json] = []
    for contract, number, day in date_milestones_due(today=today, contract_id=contract_id):
        event = EventDraft(Trigger.DATE, day, numbers=(number,))
        invoice_ids += _post_moves(act, record(act=act, contract_id=contract, event=event), {})["invoice_ids"]
    return {"invoice_ids": invoice_ids}


def _post_moves(act: OpenAct, happened: Happened, numbers: Mapping[int, str]) -> dict[str, Json]:
    invoice_ids = [
        _bill(act, happened, moved, numbers.get(moved.number, ""))
        for moved in happened.moved
        if moved.step is not MilestoneStep.HOLD
    ]
    held = [_hold(act, happened, moved) for moved in happened.moved if moved.step is MilestoneStep.HOLD]
    return {"invoice_ids": invoice_ids, "held": held, "milestones": [moved.number for moved in happened.moved]}


def _bill(act: OpenAct, happened: Happened, moved: Moved, number: str) -> int:
    """One document of one receivable: against revenue, or against the contract asset for retention released."""
    invoice = _document(happened, moved, number or f"{happened.contract_number}-{moved.number}", _book_day(happened))
    receivable = Receivable.objects.create(
        invoice=invoice,
        sequence=1,
        company_id=happened.company_id,
        customer_id=happened.customer_id,
        currency=happened.currency,
        issue_date=invoice.issue_date,
        due_date=moved.due_on,
        original_minor=moved.amount_minor,
        outstanding_minor=moved.amount_minor,
        last_moved_on=invoice.issue_date,
    )
    is_retention = moved.step is MilestoneStep.RELEASE
    counter = Account.CONTRACT_ASSET if is_retention else Account.REVENUE_CLEARING
    whose = (happened.currency, happened.customer_id)
    entries = (
        EntryDraft(Account.RECEIVABLE, moved.amount_minor, *whose, receivable.pk),
        EntryDraft(counter, -moved.amount_minor, *whose),
    )
    draft = PostingDraft(PostingKind.INVOICE, invoice.issue_date, entries, document_id=invoice.pk)
    _post_firing(act, happened, moved, draft, invoice)
    return invoice.pk


def _hold(act: OpenAct, happened: Happened, moved: Moved) -> int:
    """Retention earned: a contract asset, no receivable (CAS 14); nobody is asked for it until it is released."""
    whose = (happened.currency, happened.customer_id)
    entries = (
        EntryDraft(Account.CONTRACT_ASSET, moved.amount_minor, *whose),
        EntryDraft(Account.REVENUE_CLEARING, -moved.amount_minor, *whose),
    )
    note = f"{happened.contract_number} {moved.title}"[:300]
    draft = PostingDraft(PostingKind.RETENTION, _book_day(happened), entries, note=note)
    return _post_firing(act, happened, moved, draft, None)


def _post_firing(act: OpenAct, happened: Happened, moved: Moved, draft: PostingDraft, invoice: Invoice | None) -> int:
    (posting_id,) = post(act=act, company_id=happened.company_id, drafts=[draft])
    PlanFiring.objects.create(
        milestone_id=moved.milestone_id,
        contract_id=happened.contract_id,
        event_id=happened.event_id,
        company_id=happened.company_id,
        customer_id=happened.customer_id,
        currency=happened.currency,
        amount_minor=moved.amount_minor,
        invoice=invoice,
        posting_id=posting_id,
    )
    return posting_id


def _document(happened: Happened, moved: Moved, number: str, day: date) -> Invoice:
    wanted = [(happened.customer_id, InvoiceKind.INVOICE, number)]
    if taken_number(company_id=happened.company_id, wanted=wanted) is not None:
        raise Refused("INVOICE_EXISTS", number=number)
    try:
        return Invoice.objects.create(
            company_id=happened.company_id,
            customer_id=happened.customer_id,
            kind=InvoiceKind.INVOICE.value,
            number=number,
            issue_date=day,
            currency=happened.currency,
            amount_minor=moved.amount_minor,
            face_minor=moved.amount_minor,
            contract=happened.contract_number,
            note=moved.title,
        )
    except IntegrityError as error:  # somebody took the number meanwhile
        raise Refused("INVOICE_EXISTS", number=number) from error


def _book_day(happened: Happened) -> date:
    """The day of the event, or the first open one where its period is closed: the due day stays that of the event."""
    return max(happened.happened_on, first_open_day(company_id=happened.company_id))


def _reverse(act: OpenAct, happened: Happened, on: date) -> list[Json]:
    firings = list(PlanFiring.objects.filter(event_id=happened.event_id, undone_by=0).order_by("pk"))
    postings = {row.id: row for row in postings_about(posting_ids=[firing.posting_id for firing in firings])}
    rows = locked_receivables(ids=Receivable.objects.filter(invoice__firing__in=firings).values_list("pk", flat=True))
    drafts = [
        reversal_of(act=act, posting=postings[firing.posting_id], effective_date=on, reason="EVENT_TAKEN_BACK")
        for firing in firings
    ]
    move_parts(receivables=rows, drafts=drafts)
    posted = post(act=act, company_id=happened.company_id, drafts=drafts)
    for firing, posting_id in zip(firings, posted, strict=True):
        PlanFiring.objects.filter(pk=firing.pk).update(undone_by=posting_id)
        if firing.invoice_id is not None:
            Invoice.objects.filter(pk=firing.invoice_id).update(cancelled_by=posting_id)
    return list(posted)
