"""All desks of a run as one: every n-th line at each of n desks, all but the first in copies of this process."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

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
                {self._at(place) for place in self._of(desk, applied)},
                {self._at(place): rivals[place] for place in self._of(desk, rivals)},
                used,
            )
            for desk in range(self._count)
        ]
        return self._asked("outcomes", shares, range(len(self._lines)))

    def _explain(self, lines: Sequence[int], used: Collection[int], *, with_sums: bool) -> list[Claim]:
        shares = [
            ([self._at(place) for place in self._of(desk, lines)], used, with_sums) for desk in range(self._count)
        ]
        return self._asked("explain", shares, lines)

    def _asked(self, method: str, shares: Sequence[tuple[object, ...]], lines: Iterable[int]) -> list[Any]:
        """Ask every desk the same with its share of the lines; what they say, in the order of the lines."""
        for other, share in zip(self._others, shares[1:], strict=True):
            other.ask(method, *share)
        said = [getattr(self._first, method)(*shares[0]), *(other.answer() for other in self._others)]
        told = [iter(answers) for answers in said]
        return [next(told[place % self._count]) for place in lines]

    def _of(self, desk: int, lines: Iterable[int]) -> Iterator[int]:
        return (place for place in lines if place % self._count == desk)

    def _at(self, place: int) -> int:
        """The place that a line has at its desk."""
        return place // self._count


@contextmanager
def at_desks(*, index: MatchIndex, policy: MatchPolicy, lines: Sequence[Line], count: int) -> Iterator[Desks]:
    """Sit down to the lines at so many desks."""
    with ExitStack() as stack:
        share = [partial(Desk, index=index, policy=policy, lines=lines[desk::count]) for desk in range(count)]
        others = [stack.enter_context(Forked(make)) for make in share[1:]]
        yield Desks(lines, share[0](), others)
