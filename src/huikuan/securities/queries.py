"""Reads of security as frozen rows: the register, what counts in the exposure, what runs out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from huikuan.documents.queries import DocumentRow, documents_of
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import portions
from huikuan.securities.access import securities_for, security_for
from huikuan.securities.models import HaircutVersion, Security, SecurityConfirmation, SecurityStep
from huikuan.securities.rules import (
    MADE_BY,
    SHIPPED,
    Alarm,
    Clock,
    Facts,
    Haircuts,
    Scope,
    SecurityKind,
    SecurityState,
    alarms,
    eligible_minor,
    guarantee_clock,
    share_of,
    state_on,
)


@dataclass(frozen=True, slots=True)
class SecurityRow:
    """A security as of a day; amounts in minor units, `eligible_minor` what of it counts.

    `is_confirmed`: another person confirmed it through its present last day. One extended since counts through the day that
    was confirmed.
    """

    id: int
    customer_id: int
    customer_code: str
    customer_name: str
    company_id: int | None
    kind: SecurityKind
    state: SecurityState
    is_confirmed: bool
    amount_minor: int
    eligible_minor: int
    share_permille: int
    currency: str
    valid_from: date
    valid_through: date | None
    giver: str
    document_number: str
    scope: Scope
    contract_number: str
    invoice_numbers: tuple[str, ...]
    is_registered: bool
    principal_due: date | None
    claimed_on: date | None
    note: str
    clock: Clock | None
    alarms: tuple[Alarm, ...]

    @property
    def ends_on(self) -> date | None:
        """The first of its last days: validity, or the guarantor's clock."""
        ends = [day for day in (self.valid_through, self.clock.ends_on if self.clock else None) if day is not None]
        return min(ends, default=None)


@dataclass(frozen=True, slots=True)
class HaircutRow:
    """A version of the shares with who made it and when."""

    haircuts: Haircuts
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the history."""

    event: str
    on: date
    amount_minor: int | None
    changes: dict[str, str]
    note: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SecurityView:
    """One security with its documents and history; `made_by` are those who recorded or extended it."""

    row: SecurityRow
    recorded_by_id: int | None
    made_by: frozenset[int]
    documents: tuple[DocumentRow, ...]
    steps: tuple[StepRow, ...]


def haircuts_now() -> Haircuts:
    """The newest version of the shares, what is shipped before the first edit; one query."""
    row = HaircutVersion.objects.order_by("-number").first()
    return SHIPPED if row is None else _haircuts(row)


def haircut_rows() -> tuple[HaircutRow, ...]:
    """Every version of the shares that was saved, the newest first; one query."""
    rows = HaircutVersion.objects.select_related("act").order_by("-number")
    return tuple(HaircutRow(_haircuts(row), row.act.actor_name, row.created_at) for row in rows)


def securities_in_force(*, customer_ids: Iterable[int], on: date) -> dict[int, tuple[SecurityRow, ...]]:
    """What holds on a day for each customer that gave any, for callers that filtered by access.

    One small query where nobody gave any, as with most customers; two more where somebody did (a portion of 5,000).
    """
    standing = Security.objects.filter(state=SecurityState.IN_FORCE.value, valid_from__lte=on)
    givers = {
        pk
        for some in portions(values=sorted(set(customer_ids)))
        for pk in standing.filter(customer_id__in=some).values_list("customer_id", flat=True)
    }
    if not givers:
        return {}
    haircuts = haircuts_now()
    found: dict[int, list[SecurityRow]] = {}
    for some in portions(values=sorted(givers)):
        rows = standing.filter(customer_id__in=some)
        for row in _rows(rows.order_by("pk"), haircuts, on):
            if row.state is SecurityState.IN_FORCE:
                found.setdefault(row.customer_id, []).append(row)
    return {customer_id: tuple(rows) for customer_id, rows in found.items()}


def security_register(
    *, actor: Actor, today: date, kind: SecurityKind | None = None, ends_within: int | None = None, text: str = ""
) -> tuple[SecurityRow, ...]:
    """Every security the actor may see, the newest first; of one kind, ending within so many days, by a text; two queries.

    `ends_within` leaves what is in force and runs out by then, and what ran out without being released.
    """
    rows = securities_for(actor=actor)
    if kind is not None:
        rows = rows.filter(kind=kind.value)
    if text.strip():
        names = {f"{name}__icontains": text.strip() for name in ("customer__name", "giver", "document_number")}
        wanted = rows.none()
        for name, value in names.items():
            wanted = wanted | rows.filter(**{name: value})
        rows = wanted
    shown = _rows(rows.order_by("-pk"), haircuts_now(), today)
    if ends_within is None:
        return tuple(shown)
    last = today + timedelta(days=ends_within)
    return tuple(row for row in shown if row.alarms and row.alarms[0].day <= last)


def securities_of_customer(*, actor: Actor, customer_id: int, today: date) -> tuple[SecurityRow, ...]:
    """The security one customer gave, the newest first; two queries."""
    rows = securities_for(actor=actor).filter(customer_id=customer_id).order_by("-pk")
    return tuple(_rows(rows, haircuts_now(), today))


def security_alarms(*, actor: Actor, today: date) -> tuple[SecurityRow, ...]:
    """The security that runs out within 180 days or ran out unreleased, the most urgent first; two queries."""
    rows = securities_for(actor=actor).filter(state=SecurityState.IN_FORCE.value)
    shown = [row for row in _rows(rows, haircuts_now(), today) if row.alarms]
    return tuple(sorted(shown, key=lambda row: (row.alarms[0].day, row.id)))


def security_view(*, actor: Actor, security_id: int, today: date) -> SecurityView:
    """One security with its documents and history. Raises NotPermitted SECURITY_NOT_VISIBLE."""
    security = security_for(actor=actor, security_id=security_id)
    (row,) = _rows(Security.objects.filter(pk=security.pk), haircuts_now(), today)
    steps = tuple(
        StepRow(step.event, step.on, step.amount_minor, dict(step.changes), step.note, step.who_name, step.at)
        for step in security.steps.order_by("number")
    )
    documents = documents_of(purpose=Purpose.SECURITY, owner_ids=[security_id])
    return SecurityView(row, security.recorded_by_id, makers_of(security_id=security_id), documents, steps)


def makers_of(*, security_id: int) -> frozenset[int]:
    """The people who recorded or extended a security: none of them confirms it; one query."""
    made = SecurityStep.objects.filter(security_id=security_id, event__in=[event.value for event in MADE_BY])
    return frozenset(who_id for who_id in made.values_list("who_id", flat=True) if who_id is not None)


def facts_of(*, security: Security, is_confirmed: bool = False) -> Facts:
    """What the rules need of a stored security; whether it counts only where the caller says it is confirmed."""
    return Facts(
        kind=SecurityKind(security.kind),
        state=SecurityState(security.state),
        amount_minor=security.amount_minor,
        valid_from=security.valid_from,
        valid_through=security.valid_through,
        is_registered=security.is_registered,
        share_permille=security.share_permille,
        principal_due=security.principal_due,
        guarantee_through=security.guarantee_through,
        until_paid=security.until_paid,
        claimed_on=security.claimed_on,
        is_confirmed=is_confirmed,
    )


def _haircuts(row: HaircutVersion) -> Haircuts:
    shares = {SecurityKind(kind): share for kind, share in row.shares.items()}
    return Haircuts(row.number, shares, row.unregistered_title_share, row.source)


def _rows(rows: QuerySet[Security], haircuts: Haircuts, on: date) -> Sequence[SecurityRow]:
    confirmed = SecurityConfirmation.objects.filter(security=OuterRef("pk"))
    as_it_stands = Q(valid_through=None) | Q(valid_through=OuterRef("valid_through"))
    marked = rows.select_related("customer").annotate(
        is_confirmed=Exists(confirmed.filter(as_it_stands)),
        counts=Exists(confirmed.filter(as_it_stands | Q(valid_through__gte=on))),
    )
    return [_row(row, facts_of(security=row, is_confirmed=row.counts), haircuts, on) for row in marked]


def _row(row: Any, facts: Facts, haircuts: Haircuts, on: date) -> SecurityRow:
    return SecurityRow(
        id=row.pk,
        customer_id=row.customer_id,
        customer_code=row.customer.code,
        customer_name=row.customer.name,
        company_id=row.company_id,
        kind=facts.kind,
        state=state_on(facts=facts, on=on),
        is_confirmed=row.is_confirmed,
        amount_minor=row.amount_minor,
        eligible_minor=eligible_minor(facts=facts, haircuts=haircuts, on=on),
        share_permille=share_of(facts=facts, haircuts=haircuts),
        currency=row.currency,
        valid_from=row.valid_from,
        valid_through=row.valid_through,
        giver=row.giver,
        document_number=row.document_number,
        scope=Scope(row.scope),
        contract_number=row.contract_number,
        invoice_numbers=tuple(row.invoice_numbers),
        is_registered=row.is_registered,
        principal_due=row.principal_due,
        claimed_on=row.claimed_on,
        note=row.note,
        clock=guarantee_clock(facts=facts),
        alarms=alarms(facts=facts, today=on),
    )
