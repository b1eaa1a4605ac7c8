"""All desks of a run as one: every n-th line at each of n desks, all but the first in copies of this process."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial

from huikuan.kernel.forked import Forked
from huikuan.receipts.matching.desk import Desk
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.records import Line, Outcome
from huikuan.receipts.matching.settling import Claim


class Desks:
    """Explains and tells lines by their places among all; who does it changes nothing, for each is explained by itself."""

    def __init__(self, lines: Sequence[Line], first: Desk, others: Sequence[Forked]) -> None:
        self._lines, self._first, self._others = lines, first, others
        self._count = 1 + len(others)

    def directly(self, lines: Sequence[int], used: Collection[int], /) -> list[Claim]:
        """Explain by numbers, payers and amounts of one item."""
        return self._explain(lines, used, with_sums=False)

    def with_sums(self, lines: Sequence[int], used: Collection[int], /) -> list[Claim]:
        """Explain by sums of several items too."""
        return self._explain(lines, used, with_sums=True)

    def outcomes(
        self, *, applied: Collection[int], contested: Mapping[int, Sequence[int]], used: Collection[int]
    ) -> list[Outcome]:
        """Return what was decided of every line, in their order."""
        rivals = {place: tuple(self._lines[other].id for other in others) for place, others in contested.items()}
        shares = [
            (
                {place // self._count for place in applied if place % self._count == desk},
                {place // self._count: ids for place, ids in rivals.items() if place % self._count == desk},
            )
            for desk in range(self._count)
        ]
        for other, share in zip(self._others, shares[1:], strict=True):
            other.ask("outcomes", *share, used)
        told = [self._first.outcomes(*shares[0], used), *(other.answer() for other in self._others)]
        found: list[Outcome | None] = [None] * len(self._lines)
        for desk, outcomes in enumerate(told):
            found[desk :: self._count] = outcomes
        return [one for one in found if one is not None]

    def _explain(self, lines: Sequence[int], used: Collection[int], *, with_sums: bool) -> list[Claim]:
        shares = [
            [place // self._count for place in lines if place % self._count == desk] for desk in range(self._count)
        ]
        for other, share in zip(self._others, shares[1:], strict=True):
            other.ask("explain", share, used, with_sums)
        claims = [iter(self._first.explain(shares[0], used, with_sums))]
        claims += [iter(other.answer()) for other in self._others]
        return [next(claims[place % self._count]) for place in lines]


@contextmanager
def at_desks(*, index: MatchIndex, policy: MatchPolicy, lines: Sequence[Line], count: int) -> Iterator[Desks]:
    """Sit down to the lines at so many desks."""
    with ExitStack() as stack:
        share = [partial(Desk, index=index, policy=policy, lines=lines[desk::count]) for desk in range(count)]
        others = [stack.enter_context(Forked(make)) for make in share[1:]]
        yield Desks(lines, share[0](), others)
