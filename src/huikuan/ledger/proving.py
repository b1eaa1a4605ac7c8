"""What the checks of the rooms share: rows of a statement by name, parts beside entries, numbers without gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from huikuan.audit.checks import acts_with
from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.ledger.models import Posting, Series


def rows_of(*, sql: str) -> Iterator[tuple[Any, ...]]:
    """Rows of a constant statement that works on both databases."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        yield from cursor.fetchall()


def named_rows(*, name: str, sql: str) -> Iterator[Triple]:
    """What a statement found: `name` words its first columns, the last two are what was expected and what was found."""
    for *which, expected, found in rows_of(sql=sql):
        yield name.format(*which), expected, found


def wrong_parts(*, document: str, names: Sequence[str], differing: Sequence[tuple[Any, ...]]) -> Iterator[Triple]:
    """Cached parts that are not the sums of their entries; `differing` are rows of id and (cached, summed) by name."""
    for pk, *pairs in differing:
        for name, cached, summed in zip(names, pairs[::2], pairs[1::2], strict=True):
            if cached != summed:
                yield f"{document} {pk} {name}", summed, cached


def allocated_beyond(
    *, document: str, names: Sequence[str], differing: Sequence[tuple[Any, ...]], whole: str
) -> Iterator[Triple]:
    """Of documents whose parts differ from their entries, those whose entries allocate more than their `whole`, or less than nothing."""
    for pk, *pairs in differing:
        summed = dict(zip(names, pairs[1::2], strict=True))
        if not 0 <= summed["allocated"] <= summed[whole]:
            yield f"{document} {pk}", f"0 … {summed[whole]} allocated by its entries", summed["allocated"]


def acts_that_post(*, verbs: tuple[str, ...]) -> Finding:
    """T3 over the acts of verbs that always post: of each, a posting is there."""
    acts = acts_with(verbs=verbs)
    silent = acts.exclude(pk__in=Posting.objects.filter(act__verb__in=verbs).values("act_id"))
    return finding(
        invariant="T3",
        checked=acts.count(),
        broken=((f"act {pk} {verb}", "a posting", "none") for pk, verb in silent.values_list("pk", "verb")),
    )


def series_gaps(*, code: str, table: str) -> Iterator[Triple]:
    """Companies whose count or highest number in `table` differs from the series; numbers are unique by constraint."""
    sql = f"SELECT company_id, COUNT(*), MAX(number) FROM {table} GROUP BY company_id"  # noqa: S608 - a constant
    numbered = {company_id: (count, highest) for company_id, count, highest in rows_of(sql=sql)}
    last = dict(Series.objects.filter(code=code).values_list("company_id", "last_number"))
    for company_id in sorted(set(last) | set(numbered)):
        count, highest = numbered.get(company_id, (0, 0))
        if not count == highest == last.get(company_id, 0):
            yield (
                f"series {code} of company {company_id}",
                f"{last.get(company_id, 0)} numbers",
                f"{count} rows, highest {highest}",
            )
