"""An explanation as it is told: ids instead of places, shares, reasons, and what the payment falls short of."""

from huikuan.receipts.matching.hypotheses import Hypothesis
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.records import Candidate, Difference, Reason
from huikuan.receipts.matching.settling import Ranked
from huikuan.receipts.matching.tolerances import difference


def candidate_of(*, index: MatchIndex, one: Ranked, against: tuple[Reason, ...] = ()) -> Candidate:
    """The explanation of a line with its confidence; `against` is what only the other lines tell."""
    hypothesis = one.hypothesis
    customer = index.customers[index.customer_of[hypothesis.debtor]].customer_id
    shares = tuple(
        (index.items[item].id, minor) for item, minor in zip(hypothesis.items, hypothesis.shares, strict=True)
    )
    return Candidate(
        customer,
        shares,
        one.permille,
        hypothesis.reasons,
        (*hypothesis.against, *against),
        _differences(index, hypothesis),
    )


def _differences(index: MatchIndex, hypothesis: Hypothesis) -> tuple[Difference, ...]:
    """Return what the payment falls short of the items it pays, with the policy line that allows it."""
    if hypothesis.exact:
        return ()
    pairs = [(index.items[item], minor) for item, minor in zip(hypothesis.items, hypothesis.shares, strict=True)]
    together = sum(item.open_minor for item, _ in pairs)
    return tuple(
        difference(
            item_id=item.id,
            open_minor=together,  # bounds and rates are those of the whole payment
            short_minor=item.open_minor - minor,
            currency=item.currency,
            discount_rates_permille=MatchPolicy().discount_rates_permille,
        )
        for item, minor in pairs
        if item.open_minor > minor
    )
