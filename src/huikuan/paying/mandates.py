"""Reads: who else may pay for a customer, by which paper or decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from huikuan.customers.access import customers_for
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.paying.models import Mandate


@dataclass(frozen=True, slots=True)
class MandateRow:
    """A payer that may pay for a debtor; `document_id` is the signed paper, without one `reason` says who decided why."""

    id: int
    company_id: int
    debtor_id: int
    debtor_name: str
    payer_id: int
    payer_name: str
    document_id: int | None
    document_name: str
    reason: str
    signed_on: date
    valid_through: date | None
    who: str
    at: datetime
    is_ended: bool

    @property
    def ground(self) -> str:
        """The name of the paper, or why it was decided without one."""
        return self.document_name or self.reason

    def covers(self, *, on: date) -> bool:
        """Whether money of that day may be used; a letter is often signed after the payment."""
        return not self.is_ended and (self.valid_through is None or on <= self.valid_through)


def mandates_for(*, actor: Actor) -> QuerySet[Mandate]:
    """The mandates of own companies and debtors that `actor` may see."""
    rows = Mandate.objects.filter(debtor__in=customers_for(actor=actor).values("pk"))
    return rows if actor.company_ids is None else rows.filter(company_id__in=actor.company_ids)


def mandate_for(*, actor: Actor, mandate_id: int, need: Verb = Verb.VIEW) -> Mandate:
    """One mandate, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = mandates_for(actor=actor).filter(pk=mandate_id).first()
    if row is None:
        raise NotPermitted("MANDATE_NOT_VISIBLE", mandate=mandate_id)
    return row


def mandate_rows(*, actor: Actor, debtor_id: int) -> tuple[MandateRow, ...]:
    """Who else may pay, or might once, for a customer that the actor may see, the latest first; one query."""
    return _rows(mandates_for(actor=actor).filter(debtor_id=debtor_id))


def mandates_between(*, company_id: int, payer_id: int, debtor_ids: Iterable[int]) -> tuple[MandateRow, ...]:
    """What lets a payer pay the debts of others to an own company; the caller has looked at who asks. One query."""
    wanted = Q(company_id=company_id, payer_id=payer_id, debtor_id__in=list(debtor_ids), ended_at=None)
    return _rows(Mandate.objects.filter(wanted))


def _rows(rows: QuerySet[Mandate]) -> tuple[MandateRow, ...]:
    return tuple(
        MandateRow(
            id=row.pk,
            company_id=row.company_id,
            debtor_id=row.debtor_id,
            debtor_name=row.debtor.name,
            payer_id=row.payer_id,
            payer_name=row.payer.name,
            document_id=row.document_id,
            document_name=row.document.name if row.document else "",
            reason=row.reason,
            signed_on=row.signed_on,
            valid_through=row.valid_through,
            who=row.who_name,
            at=row.at,
            is_ended=row.ended_at is not None,
        )
        for row in rows.select_related("debtor", "payer", "document").order_by("-pk")
    )
