"""The only door into the ledger: balanced postings, gapless numbers, day totals, in the caller's act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db import connection

from huikuan.accounts.operations.companies import hold_period
from huikuan.audit.operations import OpenAct
from huikuan.kernel.refusal import Changed, Refused
from huikuan.ledger.models import DayTotal, Entry, Posting, Series
from huikuan.ledger.queries import PostingRow
from huikuan.ledger.rules import (
    POSTING_SERIES,
    Account,
    EntryDraft,
    PostingDraft,
    PostingKind,
    assert_balanced,
    first_day_with,
    mirrored,
)

_DAY_TOTAL_KEY = ("company_id", "account", "kind", "currency", "effective_date")


def post(*, act: OpenAct, company_id: int, drafts: Sequence[PostingDraft]) -> list[int]:
    """Write the drafts as postings of one company in order, numbered without gaps; their ids; a constant number of queries.

    Callers lock receivables and receipts before. Raises Refused PERIOD_CLOSED, Unbalanced.
    """
    if not drafts:
        return []
    for draft in drafts:
        assert_balanced(draft=draft)
    refuse_closed_period(company_id=company_id, earliest=min(draft.effective_date for draft in drafts))
    first = take_numbers(company_id=company_id, code=POSTING_SERIES, count=len(drafts))
    postings = Posting.objects.bulk_create(
        [_posting(act, company_id, first + i, draft) for i, draft in enumerate(drafts)], batch_size=500
    )
    Entry.objects.bulk_create(
        [_entry(posting, entry) for posting, draft in zip(postings, drafts, strict=True) for entry in draft.entries],
        batch_size=500,
    )
    _add_to_day_totals(company_id, drafts)
    return [posting.pk for posting in postings]


def reversal_of(
    *,
    act: OpenAct,
    posting: PostingRow,
    effective_date: date,
    reason: str,
    also_of_reversal: bool = False,
    goes_with: date = date.min,
) -> PostingDraft:
    """The draft that reverses `posting` wholly, not before its own day. The unique key proves again that it is the first.

    `goes_with` is the day of what it is taken back with: where that is dated ahead, so may this be.
    Raises Changed ALREADY_REVERSED (also for a reversal unless `also_of_reversal`), Refused DATED_BEFORE_ORIGIN,
    DATED_AHEAD.
    """
    if posting.reverses_id is not None and not also_of_reversal:
        # A reversal stays: what it took back is done again by an act of its own, with its own reasons.
        reversed_number = Posting.objects.values_list("number", flat=True).get(pk=posting.reverses_id)
        raise Changed("ALREADY_REVERSED", posting=reversed_number)
    origin = max(posting.effective_date, goes_with)
    refuse_day(act=act, company_id=posting.company_id, day=effective_date, origin=origin)
    if Posting.objects.filter(reverses_id=posting.id).exists():
        raise Changed("ALREADY_REVERSED", posting=posting.number)
    entries = tuple(
        EntryDraft(Account(e.account), e.minor, e.currency, e.customer_id, e.receivable_id, e.receipt_id)
        for e in posting.entries
    )
    return PostingDraft(
        kind=PostingKind(posting.kind),
        effective_date=effective_date,
        entries=mirrored(entries=entries),
        document_id=posting.document_id,
        reverses_id=posting.id,
        reason=reason,
    )


def take_numbers(*, company_id: int, code: str, count: int) -> int:
    """Lock the series until the transaction ends and take `count` numbers; returns the first."""
    Series.objects.get_or_create(company_id=company_id, code=code)
    series = Series.objects.select_for_update().get(company_id=company_id, code=code)
    first = series.last_number + 1
    Series.objects.filter(pk=series.pk).update(last_number=series.last_number + count)
    return first


def refuse_closed_period(*, company_id: int, earliest: date) -> None:
    """Raise Refused PERIOD_CLOSED if `earliest` lies in a closed period; it cannot close before the act ends (TRUST J5)."""
    closed = hold_period(company_id=company_id)
    if closed is not None and earliest <= closed:
        raise Refused("PERIOD_CLOSED", date=earliest.isoformat(), closed_through=closed.isoformat())


def first_open_day(*, company_id: int) -> date:
    """The day after the closed period (`date.min` while nothing is closed); it stays so until the transaction ends."""
    closed = hold_period(company_id=company_id)
    return date.min if closed is None else closed + timedelta(days=1)


def refuse_day(*, act: OpenAct, company_id: int, day: date, origin: date) -> None:
    """Raise Refused unless `day` lies between that of what is acted on (DATED_BEFORE_ORIGIN) and now (DATED_AHEAD).

    What is dated ahead itself, or in books that are closed through now, takes its own day or the first open one.
    """
    if day < origin:
        raise Refused("DATED_BEFORE_ORIGIN", date=day.isoformat(), earliest=origin.isoformat())
    if day > max(act.latest_day, origin):
        latest = max(act.latest_day, origin, first_open_day(company_id=company_id))
        if day > latest:
            raise Refused("DATED_AHEAD", date=day.isoformat(), latest=latest.isoformat())


def refuse_taken_then(*, day: date, left: int, later: Mapping[date, int]) -> None:
    """Raise Refused DATED_BEFORE_ORIGIN if less than nothing would be left at the end of `day` or of one after it.

    `left` is what is left in the end, `later` what each day after `day` changes. What was used at the time, and came back
    only later, cannot be used on a day before that.
    """
    earliest = first_day_with(minor=0, left=left, later=later, not_before=day)
    if day < earliest:
        raise Refused("DATED_BEFORE_ORIGIN", date=day.isoformat(), earliest=earliest.isoformat())


def add_day_totals(*, rows: Sequence[tuple[int, str, str, str, date, int]]) -> None:
    """Add `(company, account, kind, currency, day, minor)` sums to the control totals, in sorted key order."""
    if not rows:
        return
    table = connection.ops.quote_name(DayTotal._meta.db_table)
    columns = ", ".join([*_DAY_TOTAL_KEY, "minor"])
    ordered = sorted(rows)
    for start in range(0, len(ordered), 500):
        chunk = ordered[start : start + 500]
        values = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(chunk))
        sql = (
            f"INSERT INTO {table} ({columns}) VALUES {values} "  # noqa: S608 - names are constants, values are bound
            f"ON CONFLICT ({', '.join(_DAY_TOTAL_KEY)}) DO UPDATE SET minor = {table}.minor + excluded.minor"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [value for row in chunk for value in row])


def _posting(act: OpenAct, company_id: int, number: int, draft: PostingDraft) -> Posting:
    return Posting(
        company_id=company_id,
        number=number,
        kind=draft.kind.value,
        effective_date=draft.effective_date,
        posted_at=act.now,
        act_id=act.id,
        document_id=draft.document_id,
        reverses_id=draft.reverses_id,
        reason=draft.reason,
        note=draft.note,
    )


def _entry(posting: Posting, draft: EntryDraft) -> Entry:
    return Entry(
        posting=posting,
        company_id=posting.company_id,
        account=draft.account.value,
        currency=draft.currency,
        minor=draft.minor,
        effective_date=posting.effective_date,
        customer_id=draft.customer_id,
        receivable_id=draft.receivable_id,
        receipt_id=draft.receipt_id,
    )


def _add_to_day_totals(company_id: int, drafts: Sequence[PostingDraft]) -> None:
    sums: Counter[tuple[str, str, str, date]] = Counter()
    for draft in drafts:
        for entry in draft.entries:
            sums[(entry.account.value, draft.kind.value, entry.currency, draft.effective_date)] += entry.minor
    add_day_totals(rows=[(company_id, *key, minor) for key, minor in sums.items()])
