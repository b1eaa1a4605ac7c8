"""Explanations by sums: several open items of one debtor that together make the amount, whole or short of a usual sum."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from huikuan.receipts.matching.evidence import Evidence
from huikuan.receipts.matching.hypotheses import Chance, Hypothesis, several
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.numbers import Mention
from huikuan.receipts.matching.plausible import Plausible, set_sizes
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.pools import Pool, Pools
from huikuan.receipts.matching.reasons import ReasonCode
from huikuan.receipts.matching.records import Reason
from huikuan.receipts.matching.runs import usual_runs
from huikuan.receipts.matching.subsets import FEW, MOST_FOUND, Found

_MOST_DEBTORS = 3
_SHOWN = 3
_LEAST_DOUBT = 0.001
_RIVALS = 0.05  # a twentieth for all other sets together is not worth a word

_Set = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Search:
    """One debtor's items to choose from, the ones the payer named, and how many are to be chosen (None: any)."""

    named: dict[int, Mention]
    pool: Pool
    plausible: Plausible
    size: int | None


@dataclass(slots=True)
class _Weighed:
    """Sets found with their weights, reasons of their own, and the weight of all that was not looked for."""

    unseen: float
    weights: dict[_Set, float] = field(default_factory=dict)
    reasons: dict[_Set, tuple[Reason, ...]] = field(default_factory=dict)
    expected: float = 0.0  # so many sets that were not looked for, or not told apart, make the amount as well

    def add(self, items: _Set, weight: float, *reasons: Reason) -> None:
        self.weights[items] = self.weights.get(items, 0.0) + weight
        self.reasons[items] = (*self.reasons.get(items, ()), *reasons)

    def chances(self, common: Sequence[Reason]) -> Iterator[tuple[_Set, Chance]]:
        """Yield the likeliest sets, the odds of each against what was not found and those not shown."""
        ranked = sorted(self.weights, key=lambda items: (-self.weights[items], items))
        total = sum(self.weights.values())
        rest = self.unseen + sum(self.weights[items] for items in ranked[_SHOWN:])
        rest += _LEAST_DOUBT * total
        alone = bool(ranked) and self.weights[ranked[0]] > total * (1 - _RIVALS)
        rivals = 1 if alone else len(ranked)
        if self.unseen > total * _RIVALS:
            rivals += int(min(self.expected, MOST_FOUND))
        for items in ranked[:_SHOWN]:
            reasons = (*common, *self.reasons[items]) if len(items) > 1 else ()
            yield items, Chance(rivals, rest / self.weights[items], reasons)


@dataclass(frozen=True, slots=True)
class Combiner:
    """Explains lines by sums of items that are still free in this run."""

    index: MatchIndex
    policy: MatchPolicy
    pools: Pools

    def sums(self, *, evidence: Evidence) -> list[Hypothesis]:
        """Return explanations of a line by several items of the debtor its payer or its numbers point at."""
        found: dict[_Set, Hypothesis] = {}
        for search in self._searches(evidence):
            for items, chance in self._weighed(search):
                if items not in found:
                    one = several(
                        index=self.index,
                        policy=self.policy,
                        evidence=evidence,
                        named=search.named,
                        items=items,
                        chance=replace(chance, equal_left=_equal_left(search, items)),
                    )
                    if one:
                        found[items] = one
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
        pool = self.pools.of(debtor).issued_by(line.date).without(named)
        target = line.amount_minor - sum(self.index.items[item].open_minor for item in named)
        count = len(pool.items)
        sizes = set_sizes(count=count, named=size, smallest=1)
        if target <= 0 or not 0 < sizes.start <= count:
            return None
        plausible = Plausible.of(
            policy=self.policy,
            amounts=self.pools.amounts_of(debtor),
            count=count,
            target=target,
            paid=line.amount_minor,
            sizes=sizes,
        )
        return _Search(named, pool, plausible, size)

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

    def _weighed(self, search: _Search) -> Iterator[tuple[_Set, Chance]]:
        """Weigh the sets that make the amount: whole, short of a usual sum, short of any discount allowed."""
        plausible, against = search.plausible, search.plausible.against
        weighed = _Weighed(plausible.on_account)
        usual, anything = (0, *sorted(plausible.usual)), range(1, plausible.most_short + 1)
        half = (1 - plausible.whole) / 2
        all_seen = len(search.pool.items) <= FEW and self._look_at_all(search, usual, weighed)
        for size, (one, unseen) in plausible.sizes.items():
            left = 1.0
            likely = plausible.usual[usual[1]] if len(usual) > 1 else 0.0
            if all_seen or self._look(search, size, usual, likely, against, weighed):
                left -= plausible.whole + half * 3 / 2
            elif self._look(search, size, usual[:1], plausible.whole, against, weighed):
                left -= plausible.whole
            if self._look(search, size, anything, plausible.other, against, weighed):
                left -= half / 2
            weighed.unseen += unseen * max(left, 0.0)
            weighed.expected += unseen / one if left > plausible.whole else 0.0
        self._structured(search, weighed)
        yield from weighed.chances(self._common(search, weighed))

    def _look_at_all(self, search: _Search, shortfalls: Sequence[int], weighed: _Weighed) -> bool:
        target, sizes = search.plausible.target, search.plausible.sizes
        found = search.pool.choices.of_any_size(low=target, high=target + shortfalls[-1], steps=shortfalls)
        self._add(
            search, weighed, {chosen: minor for chosen, minor in (found or {}).items() if len(chosen) in sizes}, ()
        )
        return found is not None

    def _look(
        self,
        search: _Search,
        size: int,
        shortfalls: Sequence[int],
        likely: float,
        against: float,
        weighed: _Weighed,
    ) -> bool:
        """Look for sets of one size that exceed the amount by one of the shortfalls, if they could stand out."""
        plausible = search.plausible
        if not plausible.worth_looking(size=size, likely=likely, against=against):
            return False
        choices, every = search.pool.choices, isinstance(shortfalls, range)
        if choices.listed(size=size) > self.policy.combination_sums:
            return False
        low, high = plausible.target + shortfalls[0], plausible.target + shortfalls[-1]
        steps = None if every else [short - shortfalls[0] for short in shortfalls]
        found = choices.of_size(size=size, low=low, high=high, steps=steps)
        self._add(search, weighed, found or {}, plausible.usual if every else ())
        return found is not None

    def _add(self, search: _Search, weighed: _Weighed, found: Found, known: Collection[int]) -> None:
        plausible = search.plausible
        for chosen, minor in found.items():
            short = minor - plausible.target
            if short not in known:
                items = (*search.named, *(search.pool.items[place] for place in chosen))
                weighed.add(tuple(sorted(items)), plausible.weight(size=len(chosen), short=short))

    def _common(self, search: _Search, weighed: _Weighed) -> tuple[Reason, ...]:
        reasons: tuple[Reason, ...] = ()
        if search.size is not None:
            reasons = (Reason(ReasonCode.COUNT_NAMED, (("count", search.size + len(search.named)),)),)
        if len(weighed.weights) == 1 and weighed.expected < 1:
            of_items = len(search.pool.items) + len(search.named)
            reasons += (Reason(ReasonCode.ONLY_COMBINATION, (("of_items", of_items),)),)
        return reasons

    def _structured(self, search: _Search, weighed: _Weighed) -> None:
        """Sets a payer has a reason to pay: all that is open, all of one month, the oldest, a run of due dates or of
        numbers; they are few, so a hit means much."""
        plausible, pool = search.plausible, search.pool
        runs = usual_runs(
            pool=pool, target=plausible.target, sizes=plausible.sizes, shortfalls=(0, *sorted(plausible.usual))
        )
        share = self.policy.usual_set_permille / 1000
        months = {} if search.named or search.size is not None else pool.months
        for month in (month for month, total in months.items() if total == plausible.target):
            items = tuple(sorted(pool.issued_in(month)))
            name = f"{month // 12}-{month % 12 + 1:02}"
            reason = Reason(ReasonCode.MONTH_TOTAL, (("month", name), ("items", len(items))))
            weighed.add(items, share / len(months) * plausible.whole, reason)
        for found in runs:
            likely = plausible.usual.get(found.short, 0.0) if found.short else plausible.whole
            items = tuple(sorted((*search.named, *found.items)))
            weighed.add(items, share * found.share * likely, *found.reasons)


def _equal_left(search: _Search, items: _Set) -> tuple[int, int] | None:
    """Return an item chosen for its amount alone and one of another document left out that has the same, if there are any."""
    index, equals = search.pool.index, search.pool.by_amount
    chosen = (item for item in items if item not in search.named)
    pairs = ((item, other) for item in chosen for other in equals[index.items[item].open_minor] if other not in items)
    return next((pair for pair in pairs if not index.one_document(items=pair)), None)
