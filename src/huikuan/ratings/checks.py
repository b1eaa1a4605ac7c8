"""Invariants of ratings, each proved from the rows (`huikuan check`)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Max

from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.ratings.models import CreditTerms, CurrentRating, Proposal, Rating
from huikuan.ratings.rules.rerating import ProposalState
from huikuan.ratings.rules.scorecards import WHOLE


def check_ratings() -> list[Finding]:
    """RA1: a score is the sum of its lines, whose weights are whole. RA2: the current rating is the last one. RA3: what was
    applied is in the customer's terms, and nothing else is."""
    return [
        finding(invariant="RA1", checked=Rating.objects.count(), broken=_wrong_sums()),
        finding(invariant="RA2", checked=CurrentRating.objects.count(), broken=_not_last()),
        finding(invariant="RA3", checked=Proposal.objects.count(), broken=_not_applied()),
    ]


def _wrong_sums() -> Iterator[Triple]:
    rows = Rating.objects.filter(result="SCORED").order_by("pk").values_list("pk", "permille", "lines")
    for pk, permille, lines in rows.iterator(chunk_size=2_000):
        total = sum(line["points"] * line["weight"] for line in lines)
        if (found := (2 * total + 100) // 200) != permille:
            yield f"rating {pk}", permille, found
        if (weight := sum(line["weight"] for line in lines)) != WHOLE:
            yield f"weights of rating {pk}", WHOLE, weight


def _not_last() -> Iterator[Triple]:
    last = Rating.objects.values_list("customer_id", "kind").annotate(last=Max("pk")).order_by()
    expected = {(customer_id, kind): pk for customer_id, kind, pk in last}
    rows = CurrentRating.objects.select_related("rating").order_by("customer_id", "kind")
    found = {(row.customer_id, row.kind): row for row in rows}
    for key in sorted({*expected, *found}):
        row = found.get(key)
        name = f"current {key[1]} rating of customer {key[0]}"
        if row is None or row.rating_id != expected.get(key):
            yield name, expected.get(key), row and row.rating_id
        elif (row.grade, row.permille) != (row.rating.grade, row.rating.permille):
            yield name, (row.rating.grade, row.rating.permille), (row.grade, row.permille)


def _not_applied() -> Iterator[Triple]:
    applied = set(Proposal.objects.filter(state=ProposalState.APPLIED.value).values_list("pk", flat=True))
    in_force = set(CreditTerms.objects.values_list("proposal_id", flat=True))
    for pk in sorted(applied ^ in_force):
        yield f"proposal {pk}", "applied" if pk in in_force else "terms", "other" if pk in in_force else "none"
