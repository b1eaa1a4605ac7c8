"""What promises are judged by: their records, what happened to the items, the money that came; for the day's act."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Q

from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.paging import portions
from huikuan.ledger.queries import PostingRow, postings_about
from huikuan.ledger.rules import Account, PostingKind
from huikuan.promises.judged_rules import Change, Group, Running, Unused, Used, owed_minor
from huikuan.promises.models import Promise, PromiseItem
from huikuan.promises.rules import State
from huikuan.receipts.access import receipts_for
from huikuan.receivables.access import receivables_for

Shares = dict[int, list[tuple[int, int]]]
"""By promise its items with what was promised of each, minor units."""


def judged_records(*, promise_ids: Collection[int]) -> tuple[list[Running], list[Change]]:
    """Promises, locked in id order, with what was left to pay of each, and what happened to the items that money may be for."""
    rows: list[Promise] = []
    shares: Shares = {}
    for some in portions(values=sorted(promise_ids)):
        rows += Promise.objects.filter(pk__in=some).select_for_update().order_by("pk")
        items = PromiseItem.objects.filter(promise_id__in=some).order_by("pk")
        for promise_id, *share in items.values_list("promise_id", "receivable_id", "amount_minor"):
            shares.setdefault(promise_id, []).append((share[0], share[1]))
    promises = [_record(row, [pk for pk, _ in shares.get(row.pk, ())]) for row in rows]
    changes = _changes(promises)
    about = _by_what(changes)
    return [replace(one, owed_minor=_owed(one, shares.get(one.id, ()), about)) for one in promises], changes


def used_money(*, changes: Iterable[Change]) -> list[Used]:
    """The money used for items."""
    return [
        Used(one.receivable_id, one.money[0], -one.minor, one.group, one.money[1])
        for one in changes
        if one.money is not None
    ]


def unused_money(*, promises: Sequence[Running]) -> list[Unused]:
    """Money of those who promised that is here and not used yet."""
    if not promises:
        return []
    rows = receipts_for(actor=SYSTEM).filter(
        unapplied_minor__gt=0,
        customer_id__in={one.group[0] for one in promises},
        received_on__gte=min(one.made_on for one in promises),
    )
    columns = ("pk", "customer_id", "company_id", "currency", "received_on", "unapplied_minor")
    found = list(rows.order_by("received_on", "pk").values_list(*columns))
    recorded = _recorded({pk for pk, *_ in found})
    return [
        Unused((customer_id or 0, company_id, currency), day, minor, recorded[pk])
        for pk, customer_id, company_id, currency, day, minor in found
    ]


def _record(row: Promise, receivable_ids: Sequence[int]) -> Running:
    return Running(
        id=row.pk,
        group=(row.customer_id, row.company_id, row.currency),
        amount_minor=row.amount_minor,
        kept_permille=row.kept_permille,
        held_through=row.held_through,
        made_on=row.made_on,
        receivable_ids=tuple(receivable_ids),
        state=State(row.state),
        names_items=bool(row.names_items),
        act_id=row.act_id,
    )


def _by_what(changes: Iterable[Change]) -> Mapping[int | Group, list[Change]]:
    found: dict[int | Group, list[Change]] = {}
    for change in changes:
        found.setdefault(change.receivable_id, []).append(change)
        found.setdefault(change.group, []).append(change)
    return found


def _owed(promise: Running, shares: Iterable[tuple[int, int]], about: Mapping[int | Group, list[Change]]) -> int:
    keys: Iterable[int | Group] = promise.receivable_ids if promise.names_items else [promise.group]
    changes = [change for key in keys for change in about.get(key, ())]
    return owed_minor(promise=promise, shares=shares, changes=changes)


def _changes(promises: Sequence[Running]) -> list[Change]:
    """What happened to the items of promises; of those that name none, to every item that was or may be open since."""
    still, moved = _others([one for one in promises if not one.names_items])
    wanted = {pk for one in promises for pk in one.receivable_ids} | moved
    postings = [posting for some in portions(values=sorted(wanted)) for posting in postings_about(receivable_ids=some)]
    entries = {
        (posting.id, place): (posting, entry)
        for posting in postings
        for place, entry in enumerate(posting.entries)
        if entry.account == Account.RECEIVABLE.value and entry.receivable_id in wanted
    }
    receipts = {entry.receipt_id for _, entry in entries.values() if entry.receipt_id}
    recorded, days = _recorded(receipts), dict[int, date]()
    for some in portions(values=sorted(receipts)):
        days |= dict(receipts_for(actor=SYSTEM).filter(pk__in=some).values_list("pk", "received_on"))
    found = [one for one in still if one.receivable_id not in wanted]
    for posting, entry in entries.values():
        money = (days[entry.receipt_id], recorded[entry.receipt_id]) if entry.receipt_id else None
        group = (entry.customer_id or 0, posting.company_id, entry.currency)
        is_written_off = posting.kind == PostingKind.WRITE_OFF.value
        receivable_id = entry.receivable_id or 0
        found.append(
            Change(receivable_id, group, posting.act_id, posting.effective_date, entry.minor, money, is_written_off)
        )
    return found


def _others(promises: Sequence[Running]) -> tuple[list[Change], set[int]]:
    """Of customers who named no items: what is open of items that did not move since, and the ids of those that did."""
    if not promises:
        return [], set()
    since, until = min(one.made_on for one in promises), max(one.made_on for one in promises)
    rows = receivables_for(actor=SYSTEM).filter(
        Q(outstanding_minor__gt=0) | Q(last_moved_on__gte=since),
        customer_id__in={one.group[0] for one in promises},
        issue_date__lte=until,
    )
    columns = ("pk", "customer_id", "company_id", "currency", "issue_date", "last_moved_on", "outstanding_minor")
    still, moved = list[Change](), set[int]()
    for pk, customer_id, company_id, currency, issued, last, minor in rows.order_by("pk").values_list(*columns):
        if last >= since:
            moved.add(pk)
        else:
            still.append(Change(pk, (customer_id, company_id, currency), 0, issued, minor))
    return still, moved


def _recorded(receipt_ids: Collection[int]) -> Mapping[int, int]:
    """The act that recorded each receipt: that of its first posting."""
    found: dict[int, int] = {}
    for some in portions(values=sorted(receipt_ids)):
        for posting in postings_about(receipt_ids=some):
            for receipt_id in _receipts_of(posting):
                found[receipt_id] = min(posting.act_id, found.get(receipt_id, posting.act_id))
    return found


def _receipts_of(posting: PostingRow) -> set[int]:
    return {entry.receipt_id for entry in posting.entries if entry.receipt_id is not None}
