"""Reads: how the evidence for items stands, the pieces people added, the bundles they ordered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from huikuan.evidence.access import all_ordered_for, pieces_for
from huikuan.evidence.gathering import gathered
from huikuan.evidence.models import OrderedBundle
from huikuan.evidence.rules.judging import completeness as judged
from huikuan.evidence.rules.kinds import Completeness, Kind
from huikuan.evidence.rules.ordering import OrderState, Stage
from huikuan.kernel.actor import Actor, Verb


@dataclass(frozen=True, slots=True)
class OrderedRow:
    """A bundle that somebody ordered: how far it is, what came of it, its list of files by hash once it is made."""

    id: int
    customer_id: int
    customer_name: str
    language: str
    items: int
    as_of: date
    state: OrderState
    stage: Stage | None
    fault: str
    fault_parameters: Mapping[str, str | int]
    manifest_sha256: str
    files: int
    archive_sha256: str
    archive_bytes: int
    ordered_at: datetime
    ordered_by: str
    fetched_at: datetime | None


@dataclass(frozen=True, slots=True)
class PieceRow:
    """A piece that somebody added, with the items it is about."""

    id: int
    customer_id: int
    company_id: int
    kind: Kind
    document_id: int
    dated_on: date
    is_signed: bool
    signatory: str
    note: str
    added_at: datetime
    added_by: str


def completeness(*, actor: Actor, receivable_ids: Collection[int], zone: tzinfo = UTC) -> dict[int, Completeness]:
    """What proves each item and what is missing, by receivable; items that `actor` may not see are missing.

    A constant number of queries for any number of items. `zone` is the company's, for files without a day of their own.
    """
    facts = gathered(actor=actor, receivable_ids=receivable_ids, zone=zone)
    return {pk: judged(facts=one) for pk, one in facts.items()}


def pieces_of(*, actor: Actor, customer_id: int) -> tuple[PieceRow, ...]:
    """The pieces people added about a customer, newest first; those withdrawn are left out."""
    rows = pieces_for(actor=actor).filter(customer_id=customer_id).order_by("-pk")
    return tuple(
        PieceRow(
            id=row.pk,
            customer_id=row.customer_id,
            company_id=row.company_id,
            kind=Kind(row.kind),
            document_id=row.document_id,
            dated_on=row.dated_on,
            is_signed=row.is_signed,
            signatory=row.signatory,
            note=row.note,
            added_at=row.added_at,
            added_by=row.added_by,
        )
        for row in rows
    )


def ordered_bundles_of(*, actor: Actor, customer_id: int) -> tuple[OrderedRow, ...]:
    """The newest 20 bundles ordered about a customer, newest first; one query. Empty for who handles no cases."""
    rows = all_ordered_for(actor=actor).filter(customer_id=customer_id).order_by("-pk")[:20]
    return tuple(_ordered(row) for row in rows.select_related("bundle", "customer"))


def unfetched_bundles(*, actor: Actor) -> tuple[OrderedRow, ...]:
    """What the actor ordered and is ready or failed, until he fetched it; one query, none for who handles no cases."""
    if not actor.may(Verb.HANDLE_CASE) or actor.user_id is None:
        return ()
    ended = [OrderState.READY.value, OrderState.FAILED.value]
    rows = all_ordered_for(actor=actor).filter(ordered_by_id=actor.user_id, fetched_at=None, state__in=ended)
    return tuple(_ordered(row) for row in rows.order_by("pk").select_related("bundle", "customer"))


def _ordered(row: OrderedBundle) -> OrderedRow:
    return OrderedRow(
        id=row.pk,
        customer_id=row.customer_id,
        customer_name=row.customer.name,
        language=row.language,
        items=len(row.receivable_ids),
        as_of=row.as_of,
        state=OrderState(row.state),
        stage=Stage(row.stage) if row.stage else None,
        fault=row.fault,
        fault_parameters=row.fault_parameters,
        manifest_sha256=row.bundle.manifest_sha256 if row.bundle else "",
        files=row.bundle.files if row.bundle else 0,
        archive_sha256=row.archive_sha256,
        archive_bytes=row.archive_bytes,
        ordered_at=row.ordered_at,
        ordered_by=row.ordered_by_name,
        fetched_at=row.fetched_at,
    )
