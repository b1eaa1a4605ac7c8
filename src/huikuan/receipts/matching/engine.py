"""The matcher: bank lines against open items, explained; a pure function of its input, whatever the order of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from huikuan.receipts.matching.combining import Combiner
from huikuan.receipts.matching.evidence import Evidence
from huikuan.receipts.matching.explaining import Explainer, plainly_named
from huikuan.receipts.matching.hypotheses import Hypothesis
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.payers import Finding
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.pools import Pools
from huikuan.receipts.matching.proposing import oldest_first
from huikuan.receipts.matching.reasons import ReasonCode
from huikuan.receipts.matching.records import Candidate, Decision, Difference, Line, Outcome, Reason, id_order
from huikuan.receipts.matching.references import reference_reader
from huikuan.receipts.matching.settling import Board, Ranked, ranked
from huikuan.receipts.matching.tolerances import difference

_NO_PAYER = -1
"""Place of a customer who owes nothing and is not among the payers."""


def match_lines(*, index: MatchIndex, lines: Iterable[Line], policy: MatchPolicy | None = None) -> list[Outcome]:
    """Decide on every line, in the order given: applied, proposed with reasons, or none.

    An item is paid by at most one applied line. Lines are weighed together, not one after the other, so their order
    changes nothing. Raises ValueError if a line id comes twice.
    """
    policy = policy or MatchPolicy()
    given = list(lines)
    ordered = sorted(given, key=lambda line: id_order(value=line.id))
    if len({line.id for line in ordered}) < len(ordered):
        raise ValueError("a line comes twice")
    evidence = _evidence(index, ordered, policy)
    board = Board(policy)
    _settle(board, index, evidence)
    outcomes = {line.id: _outcome(index, board, evidence, place) for place, line in enumerate(ordered)}
    return [outcomes[line.id] for line in given]


def _evidence(index: MatchIndex, lines: Sequence[Line], policy: MatchPolicy) -> list[Evidence]:
    payers = index.payers.find_certain(payers=[(line.payer_name, line.payer_account) for line in lines])
    reader = reference_reader(not_trade_words=policy.not_trade_words, not_trade_latin=policy.not_trade_latin)
    texts = reader.read_all(texts={line.reference for line in lines})
    found = [
        Evidence(
            line,
            _payer(index, line, payers[line.payer_name, line.payer_account]),
            texts[line.reference],
            index.numbers.mentions(runs=texts[line.reference].runs),
        )
        for line in lines
    ]
    return _with_close_names(index, found, policy)


def _payer(index: MatchIndex, line: Line, recognised: Finding) -> Finding:
    """Take a person's word for whose money it is."""
    if line.customer_id is None:
        return recognised
    customer = index.place_of.get(line.customer_id, _NO_PAYER)
    name = index.customers[customer].name if customer != _NO_PAYER else ""
    return recognised.identified_as(customer=customer, name=name or str(line.customer_id))


def _with_close_names(index: MatchIndex, found: Sequence[Evidence], policy: MatchPolicy) -> list[Evidence]:
    """Compare unrecognised names with all customers' names, or where numbers leave no question with that customer's."""
    allowed = policy.name_half_errors_per_ten
    unknown = {
        place: plainly_named(index=index, evidence=evidence)
        for place, evidence in enumerate(found)
        if evidence.line.payer_name.strip() and not evidence.payer.certain
    }
    close = index.payers.find_close(
        names={found[place].line.payer_name for place, customer in unknown.items() if customer is None},
        half_errors_per_ten=allowed,
    )
    result = list(found)
    for place, customer in unknown.items():
        name, payer = found[place].line.payer_name, found[place].payer
        matches = close.get(name)
        if customer is not None:
            matches = index.payers.compare(name=name, customer=customer, half_errors_per_ten=allowed)
        if matches:
            result[place] = replace(found[place], payer=replace(payer, close=matches))
    return result


def _settle(board: Board, index: MatchIndex, evidence: Sequence[Evidence]) -> None:
    """Settle what numbers, payers and amounts of one item explain; then try sums of several items for the rest."""
    explainer = Explainer(index, board.policy, board.used)
    combiner = Combiner(index, board.policy, Pools(index, board.used))

    def directly(place: int) -> list[Hypothesis]:
        return explainer.explanations(evidence=evidence[place])

    def with_sums(place: int) -> list[Hypothesis]:
        direct = known.pop(place, None) or directly(place)
        if any(hypothesis.exact for hypothesis in direct):
            return direct
        sums = {hypothesis.items: hypothesis for hypothesis in combiner.sums(evidence=evidence[place])}
        return [*(hypothesis for hypothesis in direct if hypothesis.items not in sums), *sums.values()]

    incoming = [place for place, one in enumerate(evidence) if one.line.amount_minor > 0]
    board.settle(lines=incoming, explain=directly)
    waiting = board.waiting(lines=incoming)
    known = {place: [one.hypothesis for one in board.standing[place]] for place in waiting}
    board.settle(lines=waiting, explain=with_sums)


def _outcome(index: MatchIndex, board: Board, evidence: Sequence[Evidence], place: int) -> Outcome:
    policy, line = board.policy, evidence[place].line
    if applied := board.applied.get(place):
        return Outcome(line.id, Decision.APPLIED, (_candidate(index, applied, ()),), policy.version)
    standing = board.standing.get(place, ())
    if all(one.hypothesis.of_another for one in standing):
        oldest = oldest_first(index=index, used=board.used, evidence=evidence[place])
        standing = ranked(hypotheses=(*oldest, *(one.hypothesis for one in standing)))
    twice = tuple(
        Reason(ReasonCode.CLAIMED_TWICE, (("line", str(evidence[other].line.id)),))
        for other in board.contested.get(place, ())
    )
    shown = [one for one in standing if one.permille >= policy.propose_permille][: policy.candidates_shown]
    shown = [replace(one, permille=min(one.permille, policy.apply_permille - 1)) for one in shown]
    decision = Decision.PROPOSED if shown else Decision.NONE
    return Outcome(line.id, decision, tuple(_candidate(index, one, twice) for one in shown), policy.version)


def _candidate(index: MatchIndex, one: Ranked, against: tuple[Reason, ...]) -> Candidate:
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
