"""Whom statements go to, in words: for the page of a statement, of a run, of a customer."""

from __future__ import annotations

from dataclasses import dataclass

from huikuan.kernel.actor import Actor
from huikuan.statements.queries.recipients import recipients_of, to_send_of
from huikuan.statements.rules.recipients import Recipient
from huikuan.wording.sentences import sentence

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class RecipientShown:
    """Whom it goes to, or in words why it cannot go by e-mail."""

    name: str
    email: str
    fault: str

    @property
    def said(self) -> str:
        """Name and address on one line, or the fault."""
        return self.fault or f"{self.name} <{self.email}>"


@dataclass(frozen=True, slots=True)
class RunRecipients:
    """The statements of a run still to be sent with their recipients, those that cannot go first; how many cannot."""

    rows: tuple[tuple[int, str, str, RecipientShown], ...]
    by_mail: int
    cannot: int
    more: int


def recipient_shown(*, recipient: Recipient) -> RecipientShown:
    """A recipient in words."""
    if not recipient.fault:
        return RecipientShown(recipient.name, recipient.email, "")
    said = sentence(code=recipient.fault, parameters={"name": recipient.name, "reason": recipient.reason})
    return RecipientShown(recipient.name, recipient.email, str(said))


def recipient_of_customer(*, customer_id: int) -> RecipientShown:
    """Whom the statements of a customer who was looked up for the reader go to."""
    return recipient_shown(recipient=recipients_of(customer_ids=[customer_id])[customer_id])


def run_recipients(*, actor: Actor, run_id: int) -> RunRecipients:
    """Whom the statements of a run go to that are not sent yet."""
    found = to_send_of(actor=actor, run_id=run_id)
    shown = tuple(
        (one.id, one.number, one.customer_name, recipient_shown(recipient=one.recipient)) for one in found[:MOST_SHOWN]
    )
    cannot = sum(bool(one.recipient.fault) for one in found)
    return RunRecipients(shown, len(found) - cannot, cannot, max(len(found) - MOST_SHOWN, 0))
