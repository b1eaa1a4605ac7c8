"""Explanations by sums: several open items of one debtor that together make the amount, whole or short of a fee."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huikuan.receipts.matching.evidence import Evidence
from huikuan.receipts.matching.hypotheses import Chance, Hypothesis, several
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.numbers import Mention
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.pools import Pool, Pools
from huikuan.receipts.matching.reasons import ReasonCode
from huikuan.receipts.matching.records import Reason
from huikuan.receipts.matching.subsets import Combinations, sums_to_list

_MOST_DEBTORS = 3
_SHOWN = 3
_HOPELESS = 3.0  # so many sums hit by accident that finding some says nothing
# A run or a month that sums to the amount by accident; how far another sum of the same amount speaks against it.
_STRUCTURED = 0.000_1
_RIVAL_SUM = 0.1

_Found = Iterator[tuple[tuple[int, ...], Chance]]


@dataclass(frozen=True, slots=True)
class _Search:
    """One debtor's items to choose from, the ones the payer named, and how many are to be chosen (None: any)."""

    named: dict[int, Mention]
    pool: Pool
    size: int | None
    target: int
    paid: int


@dataclass(frozen=True, slots=True)
class Combiner:
    """Explains lines by sums of items that are still free in this run."""

    index: MatchIndex
    policy: MatchPolicy
    pools: Pools

    def sums(self, *, evidence: Evidence) -> list[Hypothesis]:
        """Return explanations of a line by several items of the debtor its payer or its numbers point at."""
        found: dict[tuple[int, ...], Hypothesis] = {}
        for search in self._searches(evidence):
            combined = list(self._combined(search))
            rivals = max((chance.solutions for _, chance in combined), default=1)
            for items, chance in (*self._structured(search, rivals), *combined):
                if items in found:
                    continue
                hypothesis = several(
                    index=self.index,
                    policy=self.policy,
                    evidence=evidence,
                    named=search.named,
                    items=items,
                    chance=chance,
                )
                if hypothesis:
                    found[items] = hypothesis
        return list(found.values())

    def _searches(self, evidence: Evidence) -> Iterator[_Search]:
        named = self._named(evidence)
        if named is None:
            return
        debtors = {self.index.debtor_of[item] for item in named} or self._debtors_of_payer(evidence)
        if len(debtors) > (1 if named else _MOST_DEBTORS):
            return
        for debtor in sorted(debtors):
            if search := self._search(evidence, debtor, named):
                yield search

    def _search(self, evidence: Evidence, debtor: int, named: dict[int, Mention]) -> _Search | None:
        line, text = evidence.line, evidence.text
        documents = len({mention.written for mention in named.values()})
        size = (text.more or text.total - documents) if text.total or text.more else None
        free = self.pools.of(debtor).issued_by(line.date)
        if (named or size is not None) and self._too_many(len(free.items) - len(named), size):
            return None
        pool = free.without(named)
        target = line.amount_minor - sum(self.index.items[item].open_minor for item in named)
        possible = target > 0 and pool.items and (size is None or 0 < size <= len(pool.items))
        return _Search(named, pool, size, target, line.amount_minor) if possible else None

    def _too_many(self, items: int, size: int | None) -> bool:
        return sums_to_list(items=max(items, 0), size=size) > self.policy.combination_sums

    def _named(self, evidence: Evidence) -> dict[int, Mention] | None:
        """Return the items named, all of a document; None if a number may mean several documents or is gone."""
        named: dict[int, Mention] = {}
        for mention in evidence.mentions.found:
            items = [
                item
                for item in mention.items
                if item not in self.pools.used and self.index.items[item].currency == evidence.line.currency
            ]
            if not items or not self.index.one_document(items=items):
                return None
            named |= dict.fromkeys(items, mention)
        return named

    def _debtors_of_payer(self, evidence: Evidence) -> set[int]:
        matches = evidence.payer.certain or evidence.payer.close
        best = min((match.half_errors for match in matches), default=0)
        debtors = {
            self.index.debtor(customer=match.customer, currency=evidence.line.currency)
            for match in matches
            if match.half_errors == best
        }
        return {debtor for debtor in debtors if debtor is not None}

    def _combined(self, search: _Search) -> _Found:
        """Look for sums that are exact, else short of a usual bank fee, else short of a discount if the count is known."""
        if self._too_many(len(search.pool.items), search.size):
            return
        opens = tuple(self.index.items[item].open_minor for item in search.pool.items)
        combinations, target = Combinations(opens, search.size), search.target
        if combinations.possible > _HOPELESS * max(sum(opens), target):
            return
        windows = [[(target, target)], [(target + fee, target + fee) for fee in self.policy.bank_fees_minor]]
        if search.size is not None:
            most = search.paid * 1000 // (1000 - self.policy.discount_permille) - search.paid
            windows.append([(target + 1, target + most)])
        for ranges in windows:
            if found := list(self._in_ranges(combinations, search, ranges)):
                yield from found
                return

    def _in_ranges(self, combinations: Combinations, search: _Search, ranges: Sequence[tuple[int, int]]) -> _Found:
        counts = combinations.counts(ranges=ranges)
        if not (count := sum(counts)):
            return
        accident = sum(combinations.by_accident(low=low, high=high) for low, high in ranges)
        reasons: tuple[Reason, ...] = ()
        if search.size is not None:
            reasons = (Reason(ReasonCode.COUNT_NAMED, (("count", search.size + len(search.named)),)),)
        if count == 1:
            of_items = len(search.pool.items) + len(search.named)
            reasons += (Reason(ReasonCode.ONLY_COMBINATION, (("of_items", of_items),)),)
        for (low, high), here in zip(ranges, counts, strict=True):
            for chosen in combinations.solutions(low=low, high=high, most=_SHOWN) if here else ():
                items = (*search.named, *(search.pool.items[place] for place in chosen))
                yield tuple(sorted(items)), Chance(count, accident, reasons if len(items) > 1 else ())

    def _structured(self, search: _Search, rivals: int) -> _Found:
        """Sums a payer has a reason to pay: all that is open, all of one month, the oldest; few, so a hit means much."""
        pool = search.pool
        if search.named or search.size is not None or len(pool.items) < 2:
            return
        months = [(month, items) for month, items, total in pool.months if total == search.target]
        oldest, tried = self._oldest(pool, search.target)
        accident = (len(pool.months) + tried) * _STRUCTURED + (rivals - 1) * _RIVAL_SUM
        if oldest:
            code = ReasonCode.ALL_OPEN if oldest == len(pool.items) else ReasonCode.OLDEST_TOTAL
            reason = Reason(code, (("items", oldest),))
            yield tuple(sorted(pool.items[:oldest])), Chance(1, accident, (reason,), rivals=rivals)
        for month, items in months:
            reason = Reason(ReasonCode.MONTH_TOTAL, (("month", month), ("items", len(items))))
            yield tuple(sorted(items)), Chance(1, accident, (reason,), rivals=rivals)

    def _oldest(self, pool: Pool, target: int) -> tuple[int, int]:
        """Return how many of the oldest items sum to the target (0 if none do), and how many sums were looked at."""
        total = 0
        for count, item in enumerate(pool.items, start=1):
            total += self.index.items[item].open_minor
            if total >= target:
                return (count if total == target and count > 1 else 0), count
        return 0, len(pool.items)
