"""Proof of the ledger's own invariants (TRUST J1–J5, R3, R6, T3) by reading every row; nothing is repaired."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.db import connection
from django.db.models import F, Q

from huikuan.accounts.queries import closed_through
from huikuan.audit.checks import acts_of
from huikuan.audit.operations import Json
from huikuan.audit.triggers import declared_triggers
from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.ledger.models import DayTotal, Entry, Posting
from huikuan.ledger.proving import named_rows, rows_of, series_gaps
from huikuan.ledger.rules import POSTING_SERIES

_UNBALANCED = """
SELECT posting_id, currency, SUM(minor), COUNT(*) FROM ledger_entry GROUP BY posting_id, currency
HAVING SUM(minor) <> 0 OR COUNT(*) < 2
"""
_EMPTY = """
SELECT p.id FROM ledger_posting p WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.posting_id = p.id)
"""
_ENTRY_DIFFERS_FROM_POSTING = """
SELECT e.id, p.effective_date, e.effective_date FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id
WHERE e.effective_date <> p.effective_date OR e.company_id <> p.company_id
"""
_DAY_TOTALS = """
SELECT company_id, account, kind, currency, effective_date, SUM(minor), SUM(total) FROM (
  SELECT e.company_id, e.account, p.kind, e.currency, e.effective_date, 0 AS total, SUM(e.minor) AS minor
  FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id
  GROUP BY e.company_id, e.account, p.kind, e.currency, e.effective_date
  UNION ALL
  SELECT company_id, account, kind, currency, effective_date, minor, 0 FROM ledger_daytotal
) both_sides GROUP BY company_id, account, kind, currency, effective_date HAVING SUM(total) <> SUM(minor)
"""
_REVERSALS = """
SELECT back.id, SUM(e.minor), COUNT(DISTINCT e.posting_id) FROM ledger_posting back
JOIN ledger_posting first ON first.id = back.reverses_id
JOIN ledger_entry e ON e.posting_id IN (back.id, first.id)
GROUP BY back.id, back.kind, first.kind, back.company_id, first.company_id, e.account, e.currency,
  e.customer_id, e.receivable_id, e.receipt_id
HAVING SUM(e.minor) <> 0 OR back.kind <> first.kind OR back.company_id <> first.company_id
"""
_MIXED_CURRENCIES = """
SELECT posting_id, MIN(currency), MAX(currency) FROM ledger_entry GROUP BY posting_id
HAVING MIN(currency) <> MAX(currency)
"""
_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
}


def check_ledger() -> list[Finding]:
    """Check J1, J2, J3, J4, J5, R3, R6 and T3 over the whole ledger."""
    postings, triggers = Posting.objects.count(), declared_triggers(vendor=connection.vendor)
    return [
        finding(invariant="J1", checked=postings, broken=_unbalanced()),
        finding(
            invariant="J2",
            checked=DayTotal.objects.count(),
            broken=named_rows(name="day total {}/{}/{}/{}/{}", sql=_DAY_TOTALS),
        ),
        finding(invariant="J3", checked=len(triggers), broken=_missing_triggers(triggers)),
        finding(invariant="J4", checked=postings, broken=series_gaps(code=POSTING_SERIES, table="ledger_posting")),
        finding(invariant="J5", checked=postings, broken=_posted_after_closing()),
        finding(
            invariant="R3",
            checked=Posting.objects.exclude(reverses=None).count(),
            broken=((f"posting {pk}", "the mirror image", f"{rest} left") for pk, rest, _ in rows_of(sql=_REVERSALS)),
        ),
        finding(
            invariant="R6",
            checked=Entry.objects.count(),
            broken=named_rows(name="posting {}", sql=_MIXED_CURRENCIES),
        ),
        finding(invariant="T3", checked=postings, broken=_not_of_their_act()),
    ]


def _unbalanced() -> Iterator[Triple]:
    for posting_id, currency, total, count in rows_of(sql=_UNBALANCED):
        yield f"posting {posting_id}", f"0 {currency} in two or more entries", f"{total} in {count}"
    for (posting_id,) in rows_of(sql=_EMPTY):
        yield f"posting {posting_id}", "two or more entries", "none"
    yield from named_rows(name="entry {}", sql=_ENTRY_DIFFERS_FROM_POSTING)


def _missing_triggers(triggers: Mapping[str, Sequence[str]]) -> Iterator[Triple]:
    """Tables of which a trigger that refuses a change or checks a reference is gone or switched off."""
    standing = {name for (name,) in rows_of(sql=_TRIGGERS[connection.vendor])}
    for table, names in triggers.items():
        if missing := [name for name in names if name not in standing]:
            yield f"table {table}", f"{len(names)} triggers", f"without {', '.join(missing)}"


def _posted_after_closing() -> Iterator[Triple]:
    """Postings dated in a period by an act that began after the act that closed it; a period opened again behind its act."""
    closings: dict[int, list[tuple[int, date]]] = {}
    for act_id, company_id, detail, _result in acts_of(verb="close_period"):
        through = _day_closed(detail)
        if through is None:
            yield f"closing of act {act_id}", "the day it closed", detail
        elif company_id is not None:
            closings.setdefault(company_id, []).append((act_id, through))
    for company_id, acts in closings.items():
        through = acts[-1][1]
        if closed_through(company_id=company_id) != through:
            yield f"closed period of company {company_id}", through, closed_through(company_id=company_id)
        # Each closing reaches further than the one before: its range of acts ends where the next one begins.
        for (act_id, last_day), following in zip(acts, [*acts[1:], None], strict=True):
            later = Posting.objects.filter(company_id=company_id, act_id__gt=act_id, effective_date__lte=last_day)
            if following is not None:
                later = later.filter(act_id__lt=following[0])
            for pk, day in later.values_list("pk", "effective_date"):
                yield f"posting {pk}", f"a day after {last_day}", day


def _day_closed(detail: Json) -> date | None:
    """The last day of the period that a closing closed; None where its act was damaged and says none."""
    match detail:
        case {"through": str(day)}:
            try:
                return date.fromisoformat(day)
            except ValueError:
                return None
    return None


def _not_of_their_act() -> Iterator[Triple]:
    """Postings that say another moment or another company than the act that made them."""
    strangers = Posting.objects.filter(~Q(posted_at=F("act__at")) | ~Q(company_id=F("act__company_id")))
    for pk, act_id, moment in strangers.values_list("pk", "act_id", "posted_at"):
        yield f"posting {pk}", f"company and moment of act {act_id}", moment
