"""Reads: money whose payer nobody knows, with the customers the matcher thought of, and whose money receipts are by now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import portions
from huikuan.receipts.access import receipts_for
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.references import reference_reader
from huikuan.receipts.models import Receipt


@dataclass(frozen=True, slots=True)
class UnidentifiedRow:
    """Money that is nobody's yet, minor units; `proposed` are customers, the likeliest first.

    `not_trade` is the word of its reference that says it is no customer's payment (interest, refund), empty without one.
    """

    receipt_id: int
    company_id: int
    currency: str
    unapplied_minor: int
    proposed: tuple[int, ...]
    not_trade: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose money a receipt is; None where nobody knows."""

    customer_id: int | None
    unapplied_minor: int

    @property
    def is_unknown(self) -> bool:
        """Whether somebody is still to be found for it."""
        return self.customer_id is None and self.unapplied_minor > 0


def unidentified(*, actor: Actor, receipt_id: int | None = None) -> tuple[UnidentifiedRow, ...]:
    """The money the actor may see whose payer is unknown, the oldest first, or one receipt of it; one query."""
    rows = _unknown(receipts_for(actor=actor))
    if receipt_id is not None:
        rows = rows.filter(pk=receipt_id)
    columns = ("pk", "company_id", "currency", "unapplied_minor", "match__candidates", "reference")
    found = list(rows.order_by("received_on", "pk").values_list(*columns))
    policy = MatchPolicy()
    reader = reference_reader(not_trade_words=policy.not_trade_words, not_trade_latin=policy.not_trade_latin)
    read = reader.read_all(texts={row[-1] for row in found})
    return tuple(
        UnidentifiedRow(pk, company_id, currency, minor, _customers(candidates or ()), read[reference].not_trade)
        for pk, company_id, currency, minor, candidates, reference in found
    )


def owners_of(*, receipt_ids: Iterable[int]) -> dict[int, Owner]:
    """Whose money each receipt is, for callers that filtered by access; one query per 5,000."""
    return {
        pk: Owner(customer_id, minor)
        for some in portions(values=sorted(receipt_ids))
        for pk, customer_id, minor in Receipt.objects.filter(pk__in=some).values_list(
            "pk", "customer_id", "unapplied_minor"
        )
    }


def _unknown(rows: QuerySet[Receipt]) -> QuerySet[Receipt]:
    return rows.filter(customer=None, unapplied_minor__gt=0)


def _customers(candidates: Iterable[dict[str, object]]) -> tuple[int, ...]:
    found = (one.get("customer_id") for one in candidates)
    return tuple(dict.fromkeys(pk for pk in found if isinstance(pk, int)))
