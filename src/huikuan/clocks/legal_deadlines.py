"""Reads of legal deadlines other than limitation as frozen rows: those of a case, of a customer, what ends soonest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from huikuan.clocks.access import deadlines_for
from huikuan.clocks.models import Deadline
from huikuan.clocks.policies import policy_in_force
from huikuan.clocks.rules.deadlines import SPANS, DeadlineKind, spans_of
from huikuan.clocks.rules.warning import Level, WarningPolicy
from huikuan.kernel.actor import Actor

MOST = 500


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """Another legal deadline; `step` is the warning it has reached, None while it is far or once it is finished.

    `person_id` is who looks after it, `reference` the record it belongs to (`case:12`), empty for one entered by hand.
    `restarts`: it may be interrupted; `has_paper`: it runs anew since `basis`, and the paper of that is kept.
    """

    id: int
    customer_id: int
    customer_name: str
    company_id: int
    company_name: str
    kind: DeadlineKind
    basis: date
    last_day: date
    article: str
    subject: str
    recorded_by: str
    finished_on: date | None
    finished_note: str
    finished_by: str
    person_id: int | None
    reference: str
    step: Level | None
    restarts: bool
    has_paper: bool


def deadlines(
    *, actor: Actor, today: date, customer_id: int | None = None, is_open: bool = True
) -> tuple[DeadlineRow, ...]:
    """Other legal deadlines, the nearest first, at most 500; two queries."""
    rows = deadlines_for(actor=actor)
    if is_open:
        rows = rows.filter(finished_on=None)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    found = rows.select_related("customer", "company").order_by("last_day", "pk")[:MOST]
    policy = policy_in_force()
    return tuple(_deadline(row, today, policy) for row in found)


def deadlines_about(*, references: Collection[str], today: date) -> dict[str, tuple[DeadlineRow, ...]]:
    """The deadlines of records of a room above, finished or not, by reference, the nearest first; two queries.

    That room has checked who asks.
    """
    if not references:
        return {}
    rows = Deadline.objects.filter(reference__in=references).exclude(reference="")
    policy = policy_in_force()
    found: dict[str, tuple[DeadlineRow, ...]] = {}
    for row in rows.select_related("customer", "company").order_by("last_day", "pk"):
        found[row.reference] = (*found.get(row.reference, ()), _deadline(row, today, policy))
    return found


def _deadline(row: Deadline, today: date, policy: WarningPolicy) -> DeadlineRow:
    kind = DeadlineKind(row.kind)
    level = spans_of(kind=kind, policy=policy).level(day=row.last_day, today=today)
    return DeadlineRow(
        id=row.pk,
        customer_id=row.customer_id,
        customer_name=row.customer.name,
        company_id=row.company_id,
        company_name=row.company.short_name,
        kind=kind,
        basis=row.basis,
        last_day=row.last_day,
        article=row.article,
        subject=row.subject,
        recorded_by=row.recorded_by_name,
        finished_on=row.finished_on,
        finished_note=row.finished_note,
        finished_by=row.finished_by_name,
        person_id=row.person_id,
        reference=row.reference,
        step=None if row.finished_on else level,
        restarts=SPANS[kind].restarts,
        has_paper=row.document_id is not None,
    )
