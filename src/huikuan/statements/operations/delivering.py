"""What the outbox asks the room of a statement: may it still go, its PDF, and what follows from its delivery."""

from __future__ import annotations

from datetime import date

from huikuan.activities.operations import ActivityDraft, add_activities
from huikuan.activities.rules import ActivityKind, Outcome, Subject, SubjectKind
from huikuan.audit.operations import OpenAct
from huikuan.customers.queries import customers_by_id
from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.outbox.ports import Attachment, MessageRow, Ready, Suppress, Verdict
from huikuan.outbox.rules import State as MessageState
from huikuan.statements.models import Dispatch, Statement
from huikuan.statements.operations.moving import moved
from huikuan.statements.queries.recipients import people_of
from huikuan.statements.rules.recipients import may_still_get
from huikuan.statements.rules.states import TRANSITIONS, WAITING, Event, State, number_text


def prepare_statement(*, message: MessageRow, today: date) -> Verdict:
    """A statement that was answered, withdrawn or replaced since does not go any more, nor to who opted out since."""
    row = _statement(message)
    if row is None or State(row.state) not in WAITING:
        return Suppress((("STATEMENT_NOT_WAITING", {}),))
    customer = customers_by_id(ids=[row.customer_id])[row.customer_id]
    if customer.do_not_contact_reason:
        return Suppress((("STATEMENT_DO_NOT_CONTACT", {"reason": customer.do_not_contact_reason}),))
    people = people_of(customer_ids=[row.customer_id]).get(row.customer_id, ())
    if not may_still_get(people=people, email=message.content.recipient):
        return Suppress((("STATEMENT_OPTED_OUT", {"name": message.content.recipient_name}),))
    return Ready(message.content, today)


def attach_statement(*, message: MessageRow) -> tuple[tuple[int, Attachment], ...]:
    """The PDF as it was issued, by its hash."""
    row = _statement(message)
    if row is None or row.pdf_id is None:
        return ()
    kept, content = open_document(document_id=row.pdf_id, purpose=Purpose.STATEMENT, owner_id=row.pk)
    return ((kept.id, Attachment(f"{number_text(number=row.number)}.pdf", kept.content_type, content)),)


def settle_statement(*, act: OpenAct, message: MessageRow, state: MessageState) -> None:
    """Let the statement follow its message, inside the act that moves it: delivered, or back to be sent again."""
    row = _statement(message)
    if row is None:
        return
    if state is MessageState.SENT:
        _follow(act, row, Event.ARRIVE)
        _put_on_time_line(act, row, message)
    elif state in (MessageState.FAILED, MessageState.SUPPRESSED):
        _follow(act, row, Event.RETURN)


def _follow(act: OpenAct, row: Statement, event: Event) -> None:
    """What happens to the message of a statement that was answered meanwhile changes nothing of it."""
    if (State(row.state), event) in TRANSITIONS:
        moved(act=act, row=row, event=event)


def _statement(message: MessageRow) -> Statement | None:
    found = Dispatch.objects.filter(message_id=message.id).select_related("statement").first()
    return None if found is None else found.statement


def _put_on_time_line(act: OpenAct, row: Statement, message: MessageRow) -> None:
    subjects = [Subject(SubjectKind.MESSAGE, message.id)]
    subjects += [Subject(SubjectKind.DOCUMENT, row.pdf_id)] if row.pdf_id else []
    draft = ActivityDraft(
        customer_id=row.customer_id,
        company_id=row.company_id,
        kind=ActivityKind.EMAIL,
        at=act.now,
        text=message.content.subject,
        outcome=Outcome.SENT,
        subjects=tuple(subjects),
    )
    add_activities(act=act, drafts=[draft])
