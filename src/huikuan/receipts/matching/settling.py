"""From explanations to decisions: confidence of each, claims of several lines on one item, rounds of elimination."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from huikuan.receipts.matching.calibration import honest_permille
from huikuan.receipts.matching.hypotheses import Hypothesis
from huikuan.receipts.matching.policy import MatchPolicy


@dataclass(frozen=True, slots=True)
class Ranked:
    """An explanation with its confidence in thousandths, all explanations of the line weighed against each other.

    `alone` is what the odds say of the likeliest one if its rivals, a share of `others`, are left aside.
    """

    hypothesis: Hypothesis
    permille: int
    alone: int = 0
    others: float = 0.0


def ranked(*, hypotheses: Iterable[Hypothesis]) -> tuple[Ranked, ...]:
    """Weigh the explanations of one line against each other and against `something else`, most likely first.

    Those of another customer than a person named come last.
    """
    ordered = list(hypotheses)
    if len(ordered) > 1:
        ordered.sort(key=lambda h: (h.of_another, h.odds, h.debtor, h.items))
    if not ordered:
        return ()
    if len(ordered) == 1:
        alone = min(round(1000 / ordered[0].odds / (1.0 + 1 / ordered[0].odds)), 999)
        return (Ranked(ordered[0], honest_permille(basis=ordered[0].basis, permille=alone), alone),)
    weights = [1 / hypothesis.odds for hypothesis in ordered]
    total = 1.0 + sum(weights)
    best, others = ordered[0], sum(weights[1:]) / total
    alone = min(round(1000 * weights[0] / total / (1 - others)), 999)
    honest = int(honest_permille(basis=best.basis, permille=alone) * (1 - others))
    rest = [Ranked(one, int(1000 * weight / total)) for one, weight in zip(ordered[1:], weights[1:], strict=True)]
    return (Ranked(best, max(honest, rest[0].permille if rest else 0), alone, others), *rest)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a line lays claim to: the items of all its explanations, and of them those of the one that may be applied.

    No explanation may be applied if `sure` is empty; `strength` is that of the one that may.
    """

    items: frozenset[int]
    sure: tuple[int, ...] = ()
    strength: int = 0


def claim_of(*, standing: Sequence[Ranked], policy: MatchPolicy) -> Claim:
    """Return what the explanations of a line claim, the likeliest first; it may be applied if it needs no person."""
    items = frozenset(item for one in standing for item in one.hypothesis.items)
    best = next(iter(standing), None)
    if best is None or best.hypothesis.blocked or best.permille < policy.apply_permille:
        return Claim(items)
    return Claim(items, best.hypothesis.items, best.hypothesis.strength)


class Explain(Protocol):
    """Explains lines while these items are used; a claim for each line."""

    def __call__(self, lines: Sequence[int], used: Collection[int], /) -> Iterable[Claim]: ...


@dataclass(slots=True)
class Board:
    """Where the lines of one run stand: what each claims, items used, lines decided, lines that contest an item."""

    rounds: int
    claims: dict[int, Claim] = field(default_factory=dict)
    applied: set[int] = field(default_factory=set)
    contested: dict[int, tuple[int, ...]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    def settle(self, *, lines: Sequence[int], explain: Explain) -> None:
        """Explain the lines, apply what is sure, and explain again the lines that lost an item by it."""
        again, left = list(lines), self.rounds
        while again:
            self.claims.update(zip(again, explain(again, self.used), strict=True))
            taken = self._apply(self.waiting(lines=lines)) if left else set()  # the last pass only drops what is gone
            self.used |= taken
            left -= 1
            again = [line for line in self.waiting(lines=lines) if not taken.isdisjoint(self.claims[line].items)]

    def waiting(self, *, lines: Iterable[int]) -> list[int]:
        """Return the lines that are neither applied nor contesting an item."""
        return [line for line in lines if line not in self.applied and line not in self.contested]

    def _apply(self, lines: Sequence[int]) -> set[int]:
        """Apply what is sure and uncontested; an item two lines claim with equal strength goes to neither."""
        claims = {line: claim for line in lines if (claim := self.claims[line]).sure}
        claimants: dict[int, list[int]] = {}
        for line, claim in claims.items():
            for item in claim.sure:
                claimants.setdefault(item, []).append(line)
        lost, contested = _contests(claims, claimants)
        taken: set[int] = set()
        for line, claim in claims.items():
            if line in contested:
                self.contested[line] = contested[line]
            elif line not in lost:
                self.applied.add(line)
            else:
                continue
            taken.update(claim.sure)
        return taken


def _contests(
    claims: Mapping[int, Claim], claimants: Mapping[int, Sequence[int]]
) -> tuple[set[int], dict[int, tuple[int, ...]]]:
    """Return the lines that lose an item to a stronger claim, and those that contest one with an equal claim."""
    lost: set[int] = set()
    contested: dict[int, tuple[int, ...]] = {}
    for lines in claimants.values():
        if len(lines) < 2:
            continue
        strongest = max(claims[line].strength for line in lines)
        top = [line for line in lines if claims[line].strength == strongest]
        lost.update(line for line in lines if line not in top)
        if len(top) > 1:
            for line in top:
                others = {*contested.get(line, ()), *top} - {line}
                contested[line] = tuple(sorted(others))
    return lost - set(contested), contested
