"""PURE: credit notes that go round, credit notes by who entered the invoice, postings of long ago."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from huikuan.kernel.calendar import month_end
from huikuan.oversight.rules.facts import BackDating, Billed, Credited
from huikuan.oversight.rules.flags import Found, Kind, Policy, Row, RowKind


def round_trips(*, credited: Iterable[Credited], billed: Sequence[Billed], policy: Policy) -> Iterator[Found]:
    """A credited invoice and another one of the customer for about the same within `round_trip_days` after: the first."""
    for one in credited:
        again = [
            bill
            for bill in billed
            if (bill.customer_id, bill.company_id, bill.currency) == (one.customer_id, one.company_id, one.currency)
            and bill.invoice_id != one.invoice_id
            and 0 <= (bill.day - one.day).days <= policy.round_trip_days
            and 100 * abs(bill.amount_minor - one.amount_minor) <= policy.round_trip_percent * one.amount_minor
        ]
        if again:
            bill = min(again, key=lambda row: (row.day, row.invoice_id))
            yield Found(
                kind=Kind.ROUND_TRIP,
                key=f"{Kind.ROUND_TRIP}:{one.note_id}:{bill.invoice_id}",
                day=bill.day,
                people=(one.noted_by,) if one.noted_by.id is not None else (),
                rows=(*_both(one), Row(RowKind.INVOICE, bill.invoice_id, bill.number, bill.day)),
                parameters={
                    "number": one.invoice_number,
                    "again": bill.number,
                    "days": (bill.day - one.day).days,
                    "minor": one.amount_minor,
                    "currency": one.currency,
                },
                company_id=one.company_id,
                customer_id=one.customer_id,
                amount_minor=one.amount_minor,
                currency=one.currency,
            )


def credits_by_enterer(*, credited: Iterable[Credited], policy: Policy) -> Iterator[Found]:
    """A credit note in the last `period_end_days` of a month by the person who entered the invoice."""
    for one in credited:
        left = (month_end(day=one.day) - one.day).days
        if one.noted_by.id is not None and one.noted_by.id == one.entered_by.id and left < policy.period_end_days:
            yield Found(
                kind=Kind.CREDIT_BY_ENTERER,
                key=f"{Kind.CREDIT_BY_ENTERER}:{one.note_id}",
                day=one.day,
                people=(one.noted_by,),
                rows=_both(one),
                parameters={
                    "number": one.invoice_number,
                    "days": left,
                    "minor": one.amount_minor,
                    "currency": one.currency,
                },
                company_id=one.company_id,
                customer_id=one.customer_id,
                amount_minor=one.amount_minor,
                currency=one.currency,
            )


def back_dated(*, acts: Iterable[BackDating], policy: Policy) -> Iterator[Found]:
    """An act of a person that posted more than `back_dated_days` into the past: one flag an act, however many postings."""
    for one in acts:
        days = (one.day - one.earliest).days
        if one.person.id is not None and days > policy.back_dated_days:
            yield Found(
                kind=Kind.BACK_DATED,
                key=f"{Kind.BACK_DATED}:{one.act_id}",
                day=one.day,
                people=(one.person,),
                rows=(Row(RowKind.POSTING, one.posting_id, one.kind, one.earliest),),
                parameters={"days": days, "postings": one.postings, "earliest": one.earliest.isoformat()},
                company_id=one.company_id,
            )


def _both(one: Credited) -> tuple[Row, Row]:
    return (
        Row(RowKind.INVOICE, one.invoice_id, one.invoice_number, one.invoice_day),
        Row(RowKind.INVOICE, one.note_id, one.note_number, one.day),
    )
