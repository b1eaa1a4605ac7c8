"""Reads: how the evidence for items stands, and the pieces people added."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from huikuan.evidence.access import bundles_for, pieces_for
from huikuan.evidence.gathering import gathered
from huikuan.evidence.rules.judging import completeness as judged
from huikuan.evidence.rules.kinds import Completeness, Kind
from huikuan.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class BundleRow:
    """A bundle that was made."""

    id: int
    language: str
    manifest_sha256: str
    items: int
    files: int
    made_at: datetime
    made_by: str


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


def completeness(*, actor: Actor, receivable_ids: Collection[int]) -> dict[int, Completeness]:
    """What proves each item and what is missing, by receivable; items that `actor` may not see are missing.

    A constant number of queries for any number of items.
    """
    facts = gathered(actor=actor, receivable_ids=receivable_ids)
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


def bundles_of(*, actor: Actor, customer_id: int) -> tuple[BundleRow, ...]:
    """The bundles made about a customer, newest first."""
    rows = bundles_for(actor=actor).filter(customer_id=customer_id).order_by("-pk")
    return tuple(
        BundleRow(row.pk, row.language, row.manifest_sha256, row.items, row.files, row.made_at, row.made_by)
        for row in rows
    )
