"""Reads: whom the statements of customers go to, by what was chosen and by what people said; the statements of a run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from huikuan.customers.permissions import ReachRow, reach_of
from huikuan.customers.queries import customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import portions
from huikuan.statements.access import statements_for
from huikuan.statements.models import RecipientChoice
from huikuan.statements.rules.recipients import Choice, Person, Recipient, recipient_of
from huikuan.statements.rules.states import State, number_text


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """What was chosen for a customer, by whom and when."""

    choice: Choice
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ToSend:
    """A statement that is still to be sent, and whom it would go to."""

    id: int
    number: str
    customer_id: int
    customer_name: str
    recipient: Recipient


def choice_of(*, customer_id: int) -> ChoiceRow | None:
    """What was chosen last for a customer who was looked up for the reader; None where nothing was."""
    row = RecipientChoice.objects.filter(customer_id=customer_id).order_by("-number").first()
    return None if row is None else ChoiceRow(Choice(row.contact_id, row.role), row.who_name, row.at)


def people_of(*, customer_ids: Iterable[int]) -> dict[int, tuple[Person, ...]]:
    """The people of customers as the rule of recipients looks at them."""
    found = reach_of(customer_ids=customer_ids)
    return {customer_id: tuple(map(_person, people)) for customer_id, people in found.items()}


def recipients_of(*, customer_ids: Iterable[int]) -> dict[int, Recipient]:
    """Whom a statement of each customer would go to now, or why it could not; a constant number of queries a portion."""
    found: dict[int, Recipient] = {}
    for some in portions(values=sorted(set(customer_ids))):
        rows = RecipientChoice.objects.filter(customer_id__in=some).order_by("number")
        choices = {pk: Choice(contact_id, role) for pk, contact_id, role in rows.values_list(*_COLUMNS)}
        people = people_of(customer_ids=some)
        for pk, customer in customers_by_id(ids=some).items():
            if customer.do_not_contact_reason:
                found[pk] = Recipient(fault="STATEMENT_DO_NOT_CONTACT", reason=customer.do_not_contact_reason)
            else:
                found[pk] = recipient_of(people=people.get(pk, ()), choice=choices.get(pk, Choice()))
    return found


def to_send_of(*, actor: Actor, run_id: int) -> tuple[ToSend, ...]:
    """The statements of a run that are still to be sent, those that cannot go by e-mail first."""
    rows = statements_for(actor=actor).filter(run_id=run_id, state=State.ISSUED.value).order_by("number")
    named = list(rows.values_list("pk", "number", "customer_id", "customer__name"))
    recipients = recipients_of(customer_ids={row[2] for row in named})
    found = [
        ToSend(pk, number_text(number=number), customer_id, name, recipients[customer_id])
        for pk, number, customer_id, name in named
    ]
    return tuple(sorted(found, key=lambda one: not one.recipient.fault))


_COLUMNS = ("customer_id", "contact_id", "role")


def _person(row: ReachRow) -> Person:
    return Person(row.contact_id, row.name, row.email, row.roles, row.legal_basis, row.stands)
