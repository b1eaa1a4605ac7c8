"""Merge duplicates: one customer is found to be the same company as another, and that can be undone.

Nothing that names the merged customer is rewritten: his invoices, receipts and letters keep him, for the ledger only grows.
He points to the other one, is closed for new business, and every read that shows the other one's group shows his too
(`groups.members_of`). Until it is undone he has the other one's salesperson and class, so that the same people see both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.access import customer_for, customers_for
from huikuan.customers.field_rules import FOLLOWED
from huikuan.customers.fields import note_change, set_fields
from huikuan.customers.groups import merged_below, refuse_cycle
from huikuan.customers.models import Customer, CustomerFile, CustomerMerge
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused

_FOLLOWED = sorted(FOLLOWED)


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A merge, standing or undone."""

    id: int
    customer_id: int
    into_id: int
    reason: str
    at: datetime
    who_name: str
    undone_at: datetime | None
    undone_by: str


def merge_customers(
    *, actor: Actor, now: datetime, key: str, customer_id: int, into_id: int, reason: str
) -> dict[str, Json]:
    """Declare a customer to be the same as another, who stays; `{"merge_id"}`.

    Raises NotPermitted (both must be visible), Refused MERGE_WITH_HIMSELF, REASON_MISSING, CUSTOMER_MERGED (one of them is
    merged already), and what `groups.refuse_cycle` raises where the other one stands below him.
    """
    for pk in (customer_id, into_id):
        customer_for(actor=actor, customer_id=pk, need=Verb.EDIT_CUSTOMER)
    if customer_id == into_id:
        raise Refused("MERGE_WITH_HIMSELF")
    if not reason.strip():
        raise Refused("REASON_MISSING")
    detail = {"customer_id": customer_id, "into_id": into_id, "reason": reason[:300]}

    def work(act: OpenAct) -> dict[str, Json]:
        refuse_cycle(customer_id=customer_id, above_id=into_id)
        refuse_merged(customer_ids=[customer_id, into_id])
        return {"merge_id": _merge(act, customer_id, into_id, reason.strip())}

    return perform(intent=Intent("merge_customers", actor, now, key, None, detail), work=work)


def undo_merge(*, actor: Actor, now: datetime, key: str, merge_id: int) -> dict[str, Json]:
    """Take a merge back: the customer stands alone again with the salesperson and class he had; `{"customer_id"}`.

    Raises NotPermitted, Changed MERGE_UNDONE if somebody did it first.
    """
    merge = CustomerMerge.objects.filter(pk=merge_id).first()
    if merge is None:
        raise NotPermitted("MERGE_NOT_VISIBLE", merge=merge_id)
    customer_for(actor=actor, customer_id=merge.into_id, need=Verb.EDIT_CUSTOMER)

    def work(act: OpenAct) -> dict[str, Json]:
        undone = {"undone_at": act.now, "undone_act_id": act.id, "undone_by": act.actor.name[:100]}
        if not CustomerMerge.objects.filter(pk=merge_id, undone_at=None).update(**undone):
            raise Changed("MERGE_UNDONE")
        _part(act, merge)
        return {"customer_id": merge.customer_id}

    return perform(intent=Intent("undo_merge", actor, now, key, None, {"merge_id": merge_id}), work=work)


def merges_of(*, actor: Actor, customer_id: int) -> tuple[MergeRow, ...]:
    """Merges a customer took part in, standing ones first, then the latest. Raises NotPermitted."""
    customer_for(actor=actor, customer_id=customer_id)
    rows = CustomerMerge.objects.filter(Q(customer_id=customer_id) | Q(into_id=customer_id)).order_by("-pk")
    return tuple(sorted((_row(row) for row in rows), key=lambda row: row.undone_at is not None))


def standing_merges(*, actor: Actor) -> tuple[MergeRow, ...]:
    """Every merge that stands, of visible customers, the latest first."""
    rows = CustomerMerge.objects.filter(undone_at=None, customer__in=customers_for(actor=actor)).order_by("-pk")
    return tuple(_row(row) for row in rows)


def merged_into(*, customer_ids: Iterable[int]) -> dict[int, int]:
    """The customer each merged one was merged into; those who stand alone are left out."""
    rows = CustomerFile.objects.filter(pk__in=list(customer_ids), merged_into__isnull=False)
    return {row.pk: row.merged_into_id for row in rows if row.merged_into_id is not None}


def refuse_merged(*, customer_ids: Iterable[int]) -> None:
    """Refuse new business with a customer who was merged into another. Raises Refused CUSTOMER_MERGED."""
    rows = CustomerFile.objects.filter(pk__in=list(customer_ids), merged_into__isnull=False)
    row = rows.select_related("customer").order_by("pk").first()
    if row is not None:
        raise Refused("CUSTOMER_MERGED", name=row.customer.name)


def _merge(act: OpenAct, customer_id: int, into_id: int, reason: str) -> int:
    had_file = CustomerFile.objects.filter(pk=customer_id).exists()
    below = merged_below(customer_ids=[customer_id])
    before = {str(row.pop("pk")): row for row in _rows([customer_id, *below])}
    before["had_file"] = {"value": had_file}
    values = _rows([into_id])[0]
    values.pop("pk")
    for pk in (customer_id, *sorted(below)):
        own_stop = before[str(pk)]["do_not_contact_reason"]
        stop = values["do_not_contact_reason"] or own_stop
        set_fields(act=act, customer_id=pk, values=values | {"do_not_contact_reason": stop}, reason=reason)
    CustomerFile.objects.update_or_create(customer_id=customer_id, defaults={"merged_into_id": into_id})
    merge = CustomerMerge.objects.create(
        customer_id=customer_id,
        into_id=into_id,
        reason=reason[:300],
        before=before,
        act_id=act.id,
        at=act.now,
        who_name=act.actor.name[:100],
    )
    note_change(act=act, customer_id=customer_id, field="merged_into", before=None, after=into_id, reason=reason)
    note_change(act=act, customer_id=into_id, field="merged", before=None, after=customer_id, reason=reason)
    return merge.pk


def _part(act: OpenAct, merge: CustomerMerge) -> None:
    pk = merge.customer_id
    still_below = merged_below(customer_ids=[pk])
    for number in (pk, *sorted(still_below)):
        known = merge.before.get(str(number))
        if known is not None:
            set_fields(act=act, customer_id=number, values=known, reason=merge.reason)
    CustomerFile.objects.filter(pk=pk).update(merged_into=None)
    if not merge.before["had_file"]["value"]:
        CustomerFile.objects.filter(pk=pk).delete()
    note_change(act=act, customer_id=pk, field="merged_into", before=merge.into_id, after=None, reason="")
    note_change(act=act, customer_id=merge.into_id, field="merged", before=pk, after=None, reason="")


def _rows(ids: list[int]) -> list[dict[str, Any]]:
    return [dict(row) for row in Customer.objects.filter(pk__in=ids).order_by("pk").values("pk", *_FOLLOWED)]


def _row(row: CustomerMerge) -> MergeRow:
    return MergeRow(
        row.pk, row.customer_id, row.into_id, row.reason, row.at, row.who_name, row.undone_at, row.undone_by
    )
