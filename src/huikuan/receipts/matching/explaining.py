"""The explanations worth scoring for one line: by the numbers it names, and by its payer and amount."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice, product

from huikuan.receipts.matching.evidence import Evidence
from huikuan.receipts.matching.hypotheses import Chance, Hypothesis, several, single
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.numbers import Mention, NumberKind, slips_between
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.reasons import ReasonCode
from huikuan.receipts.matching.records import Reason

_MOST_READINGS = 64
_RIVALS = 12
_LIKELY_SLIP = 0.1
_CONTRADICTED = 0.5

_Named = Sequence[tuple[Mention, tuple[int, ...]]]  # a number read, and the free items it may mean, oldest due first


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains lines against an index under a policy, leaving out the items already `used` in this run."""

    index: MatchIndex
    policy: MatchPolicy
    used: Collection[int]

    def explanations(self, *, evidence: Evidence) -> list[Hypothesis]:
        """Return explanations by numbers, and by payer and amount of one item; each set of items once."""
        named = self._named(evidence)
        if plain := self._plain(evidence, named):
            return [plain]
        found: dict[tuple[int, ...], Hypothesis] = {}
        if len(named) == 1:
            _keep(found, self._one_number(evidence, *named[0]))
        elif named:
            _keep(found, self._all_numbers(evidence, named))
        _keep(found, self._payer_and_amount(evidence, found))
        if not found and not evidence.payer.named and not named and not evidence.text.not_trade:
            _keep(found, self._amount_alone(evidence))
        if any(reason.code is ReasonCode.NUMBER_OF_ANOTHER for one in found.values() for reason in one.against):
            return [_in_doubt(one) for one in found.values()]
        return list(found.values())

    def _named(self, evidence: Evidence) -> _Named:
        """Return the numbers read with the items they may mean: of the line's currency and free."""
        if not evidence.mentions.found:
            return ()
        currency, items = evidence.line.currency, self.index.items
        return [
            (mention, self.index.oldest_first(items=free))
            for mention in evidence.mentions.found
            if (free := [item for item in mention.items if items[item].currency == currency and item not in self.used])
        ]

    def _plain(self, evidence: Evidence, named: _Named) -> Hypothesis | None:
        """Return the one explanation if a single full number, its amount and a payer who is not another agree."""
        if len(named) != 1 or len(named[0][1]) != 1 or _counts_more(evidence):
            return None
        mention, (item,) = named[0]
        if self.index.items[item].open_minor != evidence.line.amount_minor or mention.kind is not NumberKind.EXACT:
            return None
        whole = self._single(evidence, item, mention)
        return None if whole.blocked else whole

    def _one_number(self, evidence: Evidence, mention: Mention, items: tuple[int, ...]) -> list[Hypothesis | None]:
        if _counts_more(evidence):
            return []
        if self.index.one_document(items=items):
            found = self._instalments(evidence, mention, items)
        else:
            fitting = [item for item in items if mention.kind is not NumberKind.NEAR or self._fits(evidence, item)]
            found = [self._single(evidence, item, mention) for item in fitting[:_RIVALS]]
        slips = self._slips(evidence, mention, items)
        if any(slip.odds < _LIKELY_SLIP and not slip.blocked for slip in slips):
            # A neighbouring number whose amount is the one paid: then the number written is in doubt.
            found = [one and _in_doubt(one) for one in found]
        return [*found, *slips]

    def _instalments(self, evidence: Evidence, mention: Mention, items: tuple[int, ...]) -> list[Hypothesis | None]:
        """Explain by the items of one document: the one of that amount, else the oldest as far as the money goes."""
        paid, opens = evidence.line.amount_minor, [self.index.items[item].open_minor for item in items]
        totals = list(accumulate(opens))
        if paid in opens:
            return [self._single(evidence, items[opens.index(paid)], mention)]
        if paid < opens[0] or len(items) == 1:
            return [self._single(evidence, items[0], mention)]
        reached = next((place for place, total in enumerate(totals) if total >= paid), len(items) - 1)
        covered = items[: reached + 1]
        return [self._several(evidence, covered, dict.fromkeys(covered, mention), Chance(bearer=covered[-1]))]

    def _slips(self, evidence: Evidence, mention: Mention, items: tuple[int, ...]) -> list[Hypothesis]:
        """A number in full may be a slip of the pen for a neighbour whose amount is the one paid."""
        opens = [self.index.items[item].open_minor for item in items]
        if mention.kind < NumberKind.DIGITS or evidence.line.amount_minor in opens:
            return []
        near = self.index.numbers.near(digits=mention.digits)
        slip = Mention(near, NumberKind.NEAR, mention.written, mention.digits)
        return [
            self._unless_named(self._single(evidence, item, slip), mention, items)
            for item in near
            if item not in items and item not in self.used and self._same_amount(evidence, item)
        ]

    def _unless_named(self, one: Hypothesis, mention: Mention, items: Collection[int]) -> Hypothesis:
        """Leave it to a person if the text names in full another open item of the same debtor."""
        if mention.kind < NumberKind.DIGITS or all(self.index.debtor_of[item] != one.debtor for item in items):
            return one
        against = Reason(ReasonCode.NUMBER_OF_ANOTHER, (("number", mention.written),))
        return replace(one, blocked=True, odds=max(one.odds, _CONTRADICTED), against=(*one.against, against))

    def _fits(self, evidence: Evidence, item: int) -> bool:
        customer = self.index.customer_of[self.index.debtor_of[item]]
        return self._same_amount(evidence, item) or evidence.payer.match(customer) is not None

    def _same_amount(self, evidence: Evidence, item: int) -> bool:
        known = self.index.items[item]
        return known.open_minor == evidence.line.amount_minor and known.currency == evidence.line.currency

    def _all_numbers(self, evidence: Evidence, named: _Named) -> Iterator[Hypothesis | None]:
        """Explain by all numbers together, of each debtor who has an item for every one of them."""
        own: dict[int, list[tuple[Mention, tuple[int, ...]]]] = {}
        for mention, items in named:
            by_debtor: dict[int, list[int]] = {}
            for item in items:
                by_debtor.setdefault(self.index.debtor_of[item], []).append(item)
            for debtor, theirs in by_debtor.items():
                own.setdefault(debtor, []).append((mention, tuple(theirs)))
        complete = [debtor for debtor, mentions in own.items() if len(mentions) == len(named)]
        for debtor in sorted(complete)[:_RIVALS]:
            yield from self._readings(evidence, own[debtor])

    def _readings(self, evidence: Evidence, own: _Named) -> Iterator[Hypothesis | None]:
        """Try what each number may mean; only readings that make the amount, or the one there is."""
        if (evidence.text.total or len(own) + evidence.text.more) != len(own):
            return
        readings: list[dict[int, Mention]] = []
        for choice in islice(product(*(self._meanings(items) for _, items in own)), _MOST_READINGS):
            reading = {item: mention for (mention, _), items in zip(own, choice, strict=True) for item in items}
            if len(reading) == sum(map(len, choice)):
                readings.append(reading)
        items, paid = self.index.items, evidence.line.amount_minor
        exact = [reading for reading in readings if sum(items[item].open_minor for item in reading) == paid]
        exact = self._unlike(exact)
        for reading in exact or readings[:1]:
            if exact or all(self.index.one_document(items=theirs) for _, theirs in own):
                yield self._several(evidence, tuple(reading), reading, Chance(solutions=max(len(exact), 1)))

    def _unlike(self, readings: Sequence[dict[int, Mention]]) -> list[dict[int, Mention]]:
        """Return readings without those that differ only in which equal instalment of a document is meant."""
        items = self.index.items
        found: dict[tuple[tuple[str, int], ...], dict[int, Mention]] = {}
        for reading in readings:
            found.setdefault(tuple(sorted((items[item].number, items[item].open_minor) for item in reading)), reading)
        return list(found.values())

    def _meanings(self, items: tuple[int, ...]) -> list[tuple[int, ...]]:
        """Return what a number may mean: all instalments of its document, the oldest ones, or one item."""
        if not self.index.one_document(items=items):
            return [(item,) for item in items]
        runs = [items[:count] for count in range(len(items), 0, -1)]
        return runs + [(item,) for item in items[1:]]

    def _payer_and_amount(self, evidence: Evidence, found: Collection[tuple[int, ...]]) -> Iterator[Hypothesis | None]:
        if _counts_more(evidence):
            return
        for equal in self._of_that_amount(evidence):
            free = [item for item in equal if item not in self.used]
            if len(free) > 1 and self.index.one_document(items=free):
                free = [self.index.oldest_first(items=free)[0]]
            for item in free:
                if (item,) in found and len(free) == 1:
                    continue
                one = self._single(evidence, item, self._loosely(evidence, item))
                for mention in evidence.mentions.found:
                    if item not in mention.items:
                        free_items = [other for other in mention.items if other not in self.used]
                        one = self._unless_named(one, mention, free_items)
                yield one if len(free) == 1 else replace(one, against=(*one.against, _several_same(len(free))))

    def _of_that_amount(self, evidence: Evidence) -> Iterator[list[int]]:
        """Yield for each customer the payer may be the items of just the amount paid, if there are any."""
        line, index = evidence.line, self.index
        by_debtor: dict[int, list[int]] = {}
        for item in index.by_any_amount.of((line.currency, line.amount_minor)):
            by_debtor.setdefault(index.debtor_of[item], []).append(item)
        for match in (*evidence.payer.certain, *evidence.payer.close) if by_debtor else ():
            debtor = index.debtors.get((match.customer, line.currency))
            if debtor in by_debtor:
                yield by_debtor[debtor]

    def _loosely(self, evidence: Evidence, item: int) -> Mention | None:
        """Return a number of the text that is up to two slips from the item's, when payer and amount point at it."""
        digits = self.index.numbers.digits[item]
        for mention in evidence.mentions.found:
            if item in mention.items:
                return mention
            if all(self.index.items[other].currency != evidence.line.currency for other in mention.items):
                continue  # the number is a document's in another currency, no slip
            if len(digits) >= self.policy.number_digits and slips_between(written=mention.digits, number=digits) <= 2:
                return Mention((item,), NumberKind.LOOSE, mention.written, mention.digits)
        for written in evidence.mentions.unknown:
            plain = "".join(filter(str.isdigit, written))
            if slips_between(written=plain, number=digits) <= 2:
                return Mention((item,), NumberKind.LOOSE, written, plain)
        return None

    def _amount_alone(self, evidence: Evidence) -> Iterator[Hypothesis | None]:
        items = self.index.by_any_amount.of((evidence.line.currency, evidence.line.amount_minor))
        free = [item for item in items if item not in self.used]
        if len(free) == 1:
            yield self._single(evidence, free[0], None)

    def _single(self, evidence: Evidence, item: int, mention: Mention | None) -> Hypothesis:
        return single(index=self.index, policy=self.policy, evidence=evidence, item=item, mention=mention)

    def _several(
        self, evidence: Evidence, items: Sequence[int], named: Mapping[int, Mention], chance: Chance
    ) -> Hypothesis | None:
        return several(index=self.index, policy=self.policy, evidence=evidence, named=named, items=items, chance=chance)


def plainly_named(*, index: MatchIndex, evidence: Evidence) -> int | None:
    """Return the customer if all items are named in full, each number meaning one, and their sum is the amount paid."""
    found, items = evidence.mentions.found, index.items
    if not found or any(mention.kind is not NumberKind.EXACT or len(mention.items) != 1 for mention in found):
        return None
    named = {mention.items[0] for mention in found}
    debtors = {index.debtor_of[item] for item in named}
    total = evidence.text.total or len(named) + evidence.text.more
    plain = (
        len(debtors) == 1
        and total == len(named)
        and sum(items[item].open_minor for item in named) == evidence.line.amount_minor
        and items[found[0].items[0]].currency == evidence.line.currency
    )
    return index.customer_of[debtors.pop()] if plain else None


def _in_doubt(one: Hypothesis) -> Hypothesis:
    return one if one.exact else replace(one, odds=max(one.odds, 1.0))


def _several_same(count: int) -> Reason:
    return Reason(ReasonCode.SAME_AMOUNT, (("items", count),))


def _counts_more(evidence: Evidence) -> bool:
    return evidence.text.total > 1 or evidence.text.more > 0


def _keep(found: dict[tuple[int, ...], Hypothesis], more: Iterable[Hypothesis | None]) -> None:
    """Keep the better of two explanations by the same items."""
    for hypothesis in more:
        if hypothesis and (hypothesis.items not in found or hypothesis.odds < found[hypothesis.items].odds):
            found[hypothesis.items] = hypothesis
