"""The matcher: bank lines against open items, explained; a pure function of its input, whatever the order of it."""

from collections.abc import Iterable, Sequence

from huikuan.receipts.matching.desks import at_desks
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.records import Line, Outcome, id_order
from huikuan.receipts.matching.settling import Board, Explain

WORTH_A_DESK = 1_000
"""Lines for which another process pays."""


def match_lines(
    *, index: MatchIndex, lines: Iterable[Line], policy: MatchPolicy | None = None, spare_cores: int = 0
) -> list[Outcome]:
    """Decide on every line, in the order given: applied, proposed with reasons, or none.

    An item is paid by at most one applied line. Lines are weighed together, not one after the other, so their order
    changes nothing. On `spare_cores` copies of this process help, where there are lines enough; the outcome is the same.
    Raises ValueError if a line id comes twice.
    """
    policy = policy or MatchPolicy()
    given = list(lines)
    ordered = sorted(given, key=lambda line: id_order(value=line.id))
    if len({line.id for line in ordered}) < len(ordered):
        raise ValueError("a line comes twice")
    count = 1 + min(spare_cores, len(ordered) // WORTH_A_DESK)
    with at_desks(index=index, policy=policy, lines=ordered, count=count) as desks:
        board = settled(lines=ordered, policy=policy, directly=desks.directly, with_sums=desks.with_sums)
        told = desks.outcomes(applied=board.applied, contested=board.contested, used=board.used)
    outcomes = {one.line_id: one for one in told}
    return [outcomes[line.id] for line in given]


def settled(*, lines: Sequence[Line], policy: MatchPolicy, directly: Explain, with_sums: Explain) -> Board:
    """Settle what numbers, payers and amounts of one item explain of incoming money, before sums of several are tried."""
    board = Board(policy.rounds)
    incoming = [place for place, line in enumerate(lines) if line.amount_minor > 0]
    board.settle(lines=incoming, explain=directly)
    board.settle(lines=board.waiting(lines=incoming), explain=with_sums)
    return board
