"""The explanations worth scoring for one line: by its numbers, by its payer and amount, by sums of several items."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, product

from huikuan.receipts.matching.evidence import Evidence
from huikuan.receipts.matching.hypotheses import Chance, Hypothesis, several, single
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.numbers import Mention, NumberKind, slips_between
from huikuan.receipts.matching.policy import MatchPolicy

_MOST_READINGS = 64
_RIVALS = 12
_LIKELY_SLIP = 0.1


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains lines against an index under a policy, leaving out the items already `used` in this run."""

    index: MatchIndex
    policy: MatchPolicy
    used: Collection[int]

    def directly(self, *, evidence: Evidence) -> list[Hypothesis]:
        """Return explanations by numbers and by payer and amount of one item; the cheap and the strong ones."""
        named = self._open_mentions(evidence)
        if plain := self._plain(evidence, named):
            return [plain]
        found: dict[tuple[int, ...], Hypothesis] = {}
        if len(named) == 1:
            _keep(found, self._one_number(evidence, *named[0]))
        elif named:
            _keep(found, self._all_numbers(evidence, named))
        _keep(found, self._payer_and_amount(evidence, named))
        if not found and not evidence.payer.named and not named and not evidence.text.not_trade:
            _keep(found, self._amount_alone(evidence))
        return list(found.values())

    def _open_mentions(self, evidence: Evidence) -> list[tuple[Mention, tuple[int, ...]]]:
        """Return the numbers read with the items they may mean: of the line's currency and not used."""
        currency, items = evidence.line.currency, self.index.items
        return [
            (mention, chosen)
            for mention in evidence.mentions.found
            if (chosen := tuple(i for i in mention.items if items[i].currency == currency and i not in self.used))
        ]

    def _plain(self, evidence: Evidence, named: list[tuple[Mention, tuple[int, ...]]]) -> Hypothesis | None:
        """Return the one explanation if a single full number, its amount and a payer who is not another agree."""
        if len(named) != 1 or len(named[0][1]) != 1 or evidence.text.total > 1 or evidence.text.more:
            return None
        mention, (item,) = named[0]
        if self.index.items[item].open_minor != evidence.line.amount_minor or mention.kind is not NumberKind.EXACT:
            return None
        whole = self._single(evidence, item, mention)
        return None if whole.blocked else whole

    def _one_number(self, evidence: Evidence, mention: Mention, items: tuple[int, ...]) -> list[Hypothesis | None]:
        if evidence.text.total > 1 or evidence.text.more:
            return []
        wanted = items
        if mention.kind is NumberKind.NEAR and len(items) > 1:
            wanted = tuple(item for item in items if self._fits(evidence, item))
        found = [self._single(evidence, item, mention) for item in wanted[:_RIVALS]]
        slips = self._slips(evidence, mention, items)
        if any(slip.odds < _LIKELY_SLIP for slip in slips):
            # A neighbouring number whose amount is the one paid: then the number written is in doubt.
            found = [one if one.exact else replace(one, odds=max(one.odds, 1.0)) for one in found]
        return [*found, *slips]

    def _slips(self, evidence: Evidence, mention: Mention, items: tuple[int, ...]) -> list[Hypothesis]:
        """A number in full may be a slip of the pen for a neighbour whose amount is the one paid."""
        opens = [self.index.items[item].open_minor for item in items]
        if mention.kind < NumberKind.DIGITS or evidence.line.amount_minor in opens:
            return []
        near = self.index.numbers.near(digits=mention.digits)
        slip = Mention(near, NumberKind.NEAR, mention.written, mention.digits)
        return [
            self._single(evidence, item, slip)
            for item in near
            if item not in items and item not in self.used and self._same_amount(evidence, item)
        ]

    def _fits(self, evidence: Evidence, item: int) -> bool:
        customer = self.index.customer_of[self.index.debtor_of[item]]
        return self._same_amount(evidence, item) or evidence.payer.match(customer) is not None

    def _same_amount(self, evidence: Evidence, item: int) -> bool:
        known = self.index.items[item]
        return known.open_minor == evidence.line.amount_minor and known.currency == evidence.line.currency

    def _all_numbers(
        self, evidence: Evidence, named: list[tuple[Mention, tuple[int, ...]]]
    ) -> Iterator[Hypothesis | None]:
        debtors = {self.index.debtor_of[item] for _, items in named for item in items}
        for debtor in sorted(debtors, key=lambda d: -sum(self._has(d, items) for _, items in named))[:_RIVALS]:
            own = [
                (mention, tuple(item for item in items if self.index.debtor_of[item] == debtor))
                for mention, items in named
                if self._has(debtor, items)
            ]
            if len(own) == len(named):
                yield from self._readings(evidence, own)

    def _has(self, debtor: int, items: tuple[int, ...]) -> bool:
        return any(self.index.debtor_of[item] == debtor for item in items)

    def _readings(
        self, evidence: Evidence, own: list[tuple[Mention, tuple[int, ...]]]
    ) -> Iterator[Hypothesis | None]:
        opens, paid = self.index.items, evidence.line.amount_minor
        readings = [
            reading
            for reading in islice(product(*(items for _, items in own)), _MOST_READINGS)
            if len(set(reading)) == len(reading)
        ]
        exact = [reading for reading in readings if sum(opens[item].open_minor for item in reading) == paid]
        wanted = len(readings) and (exact or (readings if len(readings) == 1 else []))
        total = evidence.text.total or len(own) + evidence.text.more
        for reading in wanted or []:
            if total == len(own):
                named = dict(zip(reading, (mention for mention, _ in own), strict=True))
                yield self._several(evidence, reading, named, Chance(solutions=len(wanted or [])))

    def _payer_and_amount(
        self, evidence: Evidence, named: list[tuple[Mention, tuple[int, ...]]]
    ) -> Iterator[Hypothesis | None]:
        if evidence.text.total > 1 or evidence.text.more:
            return
        for match in (*evidence.payer.certain, *evidence.payer.close):
            debtor = self.index.debtor(customer=match.customer, currency=evidence.line.currency)
            if debtor is None:
                continue
            for item in self.index.by_amount.of((debtor, evidence.line.amount_minor)):
                if item not in self.used:
                    yield self._single(evidence, item, self._loosely(evidence, item))

    def _loosely(self, evidence: Evidence, item: int) -> Mention | None:
        """Return a number of the text that is up to two slips from the item's, when payer and amount point at it."""
        digits = self.index.numbers.digits[item]
        for mention in evidence.mentions.found:
            if item in mention.items:
                return mention
            if slips_between(written=mention.digits, number=digits) <= 2 and len(digits) >= self.policy.number_digits:
                return Mention((item,), NumberKind.NEAR, mention.written, mention.digits)
        for written in evidence.mentions.unknown:
            plain = "".join(filter(str.isdigit, written))
            if slips_between(written=plain, number=digits) <= 2:
                return Mention((item,), NumberKind.NEAR, written, plain)
        return None

    def _amount_alone(self, evidence: Evidence) -> Iterator[Hypothesis | None]:
        items = self.index.by_any_amount.of((evidence.line.currency, evidence.line.amount_minor))
        free = [item for item in items if item not in self.used]
        if len(free) == 1:
            yield self._single(evidence, free[0], None)

    def _single(self, evidence: Evidence, item: int, mention: Mention | None) -> Hypothesis:
        return single(index=self.index, policy=self.policy, evidence=evidence, item=item, mention=mention)

    def _several(
        self, evidence: Evidence, items: tuple[int, ...], named: dict[int, Mention], chance: Chance
    ) -> Hypothesis | None:
        return several(
            index=self.index, policy=self.policy, evidence=evidence, named=named, items=items, chance=chance
        )


def plainly_named(*, index: MatchIndex, evidence: Evidence) -> bool:
    """Say whether a line names its items in full, each number meaning one item, and their sum is the amount paid."""
    found, items = evidence.mentions.found, index.items
    if not found or any(mention.kind is not NumberKind.EXACT or len(mention.items) != 1 for mention in found):
        return False
    named = {mention.items[0] for mention in found}
    total = evidence.text.total or len(named) + evidence.text.more
    return (
        total == len(named)
        and {items[item].currency for item in named} == {evidence.line.currency}
        and sum(items[item].open_minor for item in named) == evidence.line.amount_minor
    )


def _keep(found: dict[tuple[int, ...], Hypothesis], more: Iterable[Hypothesis | None]) -> None:
    """Keep the better of two explanations by the same items."""
    for hypothesis in more:
        if hypothesis and (hypothesis.items not in found or hypothesis.odds < found[hypothesis.items].odds):
            found[hypothesis.items] = hypothesis
