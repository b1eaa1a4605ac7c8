"""Reads of notices of sanctions as demands for payment, with what proves that they arrived: for clocks and evidence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from huikuan.kernel.actor import Actor
from huikuan.sanctions.access import sanctions_for
from huikuan.sanctions.models import NoticeArrival, Sanction, SanctionItem


@dataclass(frozen=True, slots=True)
class ArrivalRow:
    """When a notice arrived, by which paper; `note` names the courier and his number."""

    on: date
    document_id: int
    note: str
    who: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice with the items its letter named, the way it went, the message that took it, and whether it is proved."""

    sanction_id: int
    receivable_ids: tuple[int, ...]
    on: date
    way: str
    letter_id: int
    message_id: int | None
    arrival: ArrivalRow | None

    @property
    def is_on_paper(self) -> bool:
        """It went by post or by hand: a stub may prove it."""
        return self.message_id is None


def notices_about(*, actor: Actor, receivable_ids: Collection[int]) -> tuple[Notice, ...]:
    """The notices that asked for these items and that `actor` may see, the oldest first; three queries at most."""
    items = SanctionItem.objects.filter(receivable_id__in=receivable_ids, sanction__letter__isnull=False)
    named: dict[int, tuple[int, ...]] = {}
    for sanction_id, receivable_id in items.order_by("pk").values_list("sanction_id", "receivable_id"):
        named[sanction_id] = (*named.get(sanction_id, ()), receivable_id)
    if not named:
        return ()
    arrived = arrivals_of(sanction_ids=named)
    rows = sanctions_for(actor=actor).filter(pk__in=list(named), noticed_on__isnull=False).order_by("noticed_on", "pk")
    return tuple(
        Notice(row.pk, its, row.noticed_on, row.notice_way, row.letter_id, row.message_id, arrived.get(row.pk))
        for row in rows
        if row.noticed_on is not None and row.letter_id is not None and (its := _named(row, named[row.pk]))
    )


def arrival_of(*, sanction_id: int) -> ArrivalRow | None:
    """What proves that the notice of a sanction arrived; None while nothing does. The caller has checked who asks."""
    return arrivals_of(sanction_ids=[sanction_id]).get(sanction_id)


def arrivals_of(*, sanction_ids: Collection[int]) -> dict[int, ArrivalRow]:
    """What proves that the notices of these sanctions arrived, as far as something does; one query."""
    rows = NoticeArrival.objects.filter(sanction_id__in=list(sanction_ids)).order_by("pk")
    newest = {row.sanction_id: row for row in rows}
    return {
        pk: ArrivalRow(row.on, row.document_id, row.note, row.who_name)
        for pk, row in newest.items()
        if row.on is not None and row.document_id is not None
    }


def _named(row: Sanction, asked: tuple[int, ...]) -> tuple[int, ...]:
    """Those of the items asked for that stand in the letter; a letter written before that was kept names them all."""
    if row.named is None:
        return asked
    stands = {receivable_id for receivable_id, _ in row.named}
    return tuple(pk for pk in asked if pk in stands)
