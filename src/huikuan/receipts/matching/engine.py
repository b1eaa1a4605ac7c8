"""The matcher: bank lines against open items, explained; a pure function of its input, whatever the order of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from huikuan.receipts.matching.combining import Combiner
from huikuan.receipts.matching.evidence import Evidence
from huikuan.receipts.matching.explaining import Explainer, plainly_named
from huikuan.receipts.matching.hypotheses import Hypothesis
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.pools import Pools
from huikuan.receipts.matching.reasons import ReasonCode
from huikuan.receipts.matching.records import Candidate, Decision, Line, Outcome, Reason, id_order
from huikuan.receipts.matching.references import parsed_reference
from huikuan.receipts.matching.settling import Board, Ranked, ranked

_OLDEST_FIRST_ODDS = 5.0


def match_lines(*, index: MatchIndex, lines: Iterable[Line], policy: MatchPolicy | None = None) -> list[Outcome]:
    """Decide on every line, in the order given: applied, proposed with reasons, or none.

    An item is paid by at most one applied line. Lines are weighed together, not one after the other, so their order
    changes nothing. Raises ValueError if a line id comes twice.
    """
    policy = policy or MatchPolicy()
    given = list(lines)
    ordered = sorted(given, key=lambda line: id_order(line.id))
    if len({line.id for line in ordered}) < len(ordered):
        raise ValueError("a line comes twice")
    evidence = _evidence(index, ordered, policy)
    board = Board(policy)
    incoming = [place for place, line in enumerate(ordered) if line.amount_minor > 0]
    explainer = Explainer(index, policy, board.used)
    board.settle(lines=incoming, explain=lambda place: explainer.directly(evidence=evidence[place]))
    _settle_sums(board, index, evidence, incoming)
    outcomes = {line.id: _outcome(index, board, evidence, place) for place, line in enumerate(ordered)}
    return [outcomes[line.id] for line in given]


def _evidence(index: MatchIndex, lines: Sequence[Line], policy: MatchPolicy) -> list[Evidence]:
    payers = index.payers.find_certain(payers=[(line.payer_name, line.payer_account) for line in lines])
    found: list[Evidence] = []
    for line in lines:
        text = parsed_reference(
            text=line.reference, not_trade_words=policy.not_trade_words, not_trade_latin=policy.not_trade_latin
        )
        mentions = index.numbers.mentions(runs=text.runs)
        found.append(Evidence(line, payers[line.payer_name, line.payer_account], text, mentions))
    # Comparing names is the dearest step: only where account, name and numbers leave a question.
    unsure = {
        evidence.line.payer_name
        for evidence in found
        if not evidence.payer.certain and not plainly_named(index=index, evidence=evidence)
    }
    close = index.payers.find_close(names=unsure, half_errors_per_ten=policy.name_half_errors_per_ten)
    return [
        evidence
        if evidence.payer.certain or not close.get(evidence.line.payer_name)
        else replace(evidence, payer=replace(evidence.payer, close=close[evidence.line.payer_name]))
        for evidence in found
    ]


def _settle_sums(board: Board, index: MatchIndex, evidence: Sequence[Evidence], incoming: Sequence[int]) -> None:
    """Try sums of items for the lines that no single item explains, after the sure lines have taken theirs."""
    direct = {place: [one.hypothesis for one in board.standing[place]] for place in incoming}
    open_lines = [
        place
        for place in incoming
        if place not in board.applied
        and place not in board.contested
        and not any(hypothesis.exact for hypothesis in direct[place])
    ]
    combiner = Combiner(index, board.policy, Pools(index, board.used))

    def explain(place: int) -> list[Hypothesis]:
        free = [h for h in direct[place] if not board.used.intersection(h.items)]
        return [*free, *combiner.sums(evidence=evidence[place])]

    board.settle(lines=open_lines, explain=explain)


def _outcome(index: MatchIndex, board: Board, evidence: Sequence[Evidence], place: int) -> Outcome:
    policy, line = board.policy, evidence[place].line
    if applied := board.applied.get(place):
        return Outcome(line.id, Decision.APPLIED, (_candidate(index, applied, ()),), policy.version)
    standing = board.standing.get(place, ())
    if not standing:
        standing = ranked(hypotheses=_oldest_first(index, board, evidence[place]))
    twice = tuple(
        Reason(ReasonCode.CLAIMED_TWICE, (("line", str(evidence[other].line.id)),))
        for other in board.contested.get(place, ())
    )
    shown = [one for one in standing if one.permille >= policy.propose_permille][: policy.candidates_shown]
    decision = Decision.PROPOSED if shown else Decision.NONE
    return Outcome(line.id, decision, tuple(_candidate(index, one, twice) for one in shown), policy.version)


def _candidate(index: MatchIndex, one: Ranked, against: tuple[Reason, ...]) -> Candidate:
    hypothesis = one.hypothesis
    customer = index.customers[index.customer_of[hypothesis.debtor]].customer_id
    shares = tuple(
        (index.items[item].id, minor) for item, minor in zip(hypothesis.items, hypothesis.shares, strict=True)
    )
    return Candidate(customer, shares, one.permille, hypothesis.reasons, (*hypothesis.against, *against))


def _oldest_first(index: MatchIndex, board: Board, evidence: Evidence) -> list[Hypothesis]:
    """Offer the named and then the oldest items of a known payer when nothing else explains the amount.

    The order is the law's for a payer who does not say what is paid (Civil Code art. 560: due first).
    """
    line = evidence.line
    named = [
        mention.items[0]
        for mention in evidence.mentions.found
        if len(mention.items) == 1 and index.items[mention.items[0]].currency == line.currency
    ]
    debtors = {index.debtor_of[item] for item in named} or {
        index.debtor(customer=match.customer, currency=line.currency) for match in evidence.payer.certain
    }
    debtor = next(iter(debtors)) if len(debtors) == 1 else None
    if debtor is None or line.amount_minor <= 0 or evidence.text.not_trade:
        return []
    left, shares = line.amount_minor, dict[int, int]()
    for item in (*named, *index.members[debtor]):
        if left and item not in board.used and item not in shares:
            shares[item] = min(left, index.items[item].open_minor)
            left -= shares[item]
    if not shares:
        return []
    reasons = (Reason(ReasonCode.OLDEST_FIRST, (("items", len(shares)),)),)
    return [
        Hypothesis(debtor, tuple(shares), tuple(shares.values()), _OLDEST_FIRST_ODDS, 0, False, True, reasons)
    ]
