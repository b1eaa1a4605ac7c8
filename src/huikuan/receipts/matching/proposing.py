"""What to offer a person when the customer is known but nothing explains the amount."""

from collections.abc import Collection, Sequence

from huikuan.receipts.matching.evidence import CLOSE_ENOUGH, Evidence
from huikuan.receipts.matching.hypotheses import Hypothesis
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.payers import PayerMatch
from huikuan.receipts.matching.reasons import ReasonCode
from huikuan.receipts.matching.records import Reason

_ODDS = 5.0


def oldest_first(*, index: MatchIndex, used: Collection[int], evidence: Evidence) -> list[Hypothesis]:
    """Return at most one proposal: the named and then the oldest free items of the customer, as far as the money goes.

    It is the law's order for a payer who does not say what is paid (Civil Code art. 560: what fell due first).
    """
    line = evidence.line
    named = [
        item
        for mention in evidence.mentions.found
        if index.one_document(items=mention.items)
        for item in index.oldest_first(items=mention.items)
        if index.items[item].currency == line.currency
        and not evidence.payer.excludes(index.customer_of[index.debtor_of[item]])
    ]
    debtors = {index.debtor_of[item] for item in named} or {
        debtor
        for match in _customers(evidence)
        if (debtor := index.debtor(customer=match.customer, currency=line.currency)) is not None
    }
    if len(debtors) != 1 or line.amount_minor <= 0 or evidence.text.not_trade:
        return []
    (debtor,) = debtors
    left, shares = line.amount_minor, dict[int, int]()
    for item in (*named, *index.members[debtor]):
        if left and item not in used and item not in shares:
            shares[item] = min(left, index.items[item].open_minor)
            left -= shares[item]
    return [_hypothesis(debtor, shares)] if shares else []


def _customers(evidence: Evidence) -> Sequence[PayerMatch]:
    """Return the customers recognised for certain, else the one whose name is closest by far."""
    payer = evidence.payer
    if payer.certain or not payer.close:
        return payer.certain
    best = [match for match in payer.close if match.half_errors == payer.close[0].half_errors]
    return best if len(best) == 1 and best[0].looseness <= CLOSE_ENOUGH else ()


def _hypothesis(debtor: int, shares: dict[int, int]) -> Hypothesis:
    return Hypothesis(
        debtor=debtor,
        items=tuple(shares),
        shares=tuple(shares.values()),
        odds=_ODDS,
        strength=0,
        exact=False,
        blocked=True,
        reasons=(Reason(ReasonCode.OLDEST_FIRST, (("items", len(shares)),)),),
    )
