"""A desk: lines that are read, explained and told together, whoever else works on the other lines of the run."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from huikuan.receipts.matching.combining import Combiner
from huikuan.receipts.matching.explaining import Explainer
from huikuan.receipts.matching.hypotheses import Hypothesis
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.pools import Pools
from huikuan.receipts.matching.proposing import oldest_first
from huikuan.receipts.matching.reading import evidence_of
from huikuan.receipts.matching.reasons import ReasonCode
from huikuan.receipts.matching.records import Decision, Id, Line, Outcome, Reason
from huikuan.receipts.matching.settling import Claim, Ranked, claim_of, ranked
from huikuan.receipts.matching.telling import candidate_of


class Desk:
    """Explains lines, called by their places among these, against the items that are free in the run.

    `used` only ever grows; what is told belongs to the last explanation of a line.
    """

    def __init__(self, *, index: MatchIndex, policy: MatchPolicy, lines: Sequence[Line]) -> None:
        self._index, self._policy = index, policy
        self._evidence = evidence_of(index=index, lines=lines, policy=policy)
        self._used: set[int] = set()
        self._explainer = Explainer(index, policy, self._used)
        self._combiner = Combiner(index, policy, Pools(index, self._used))
        self.standing: dict[int, tuple[Ranked, ...]] = {}
        self._summed: set[int] = set()

    def explain(self, lines: Sequence[int], used: Collection[int], with_sums: bool) -> list[Claim]:
        """Explain by numbers, payers and amounts of one item, or by sums of several too; what each line claims by it."""
        self._used.update(used)
        explain = self._with_sums if with_sums else self._directly
        for place in lines:
            self.standing[place] = ranked(hypotheses=explain(place))
        return [claim_of(standing=self.standing[place], policy=self._policy) for place in lines]

    def outcomes(
        self, applied: Collection[int], contested: Mapping[int, Sequence[Id]], used: Collection[int]
    ) -> list[Outcome]:
        """Tell of every line what was decided: applied, or contested with other lines, or left to a person."""
        self._used.update(used)
        return [
            self._applied(place) if place in applied else self._proposed(place, contested.get(place, ()))
            for place in range(len(self._evidence))
        ]

    def _directly(self, place: int) -> list[Hypothesis]:
        return self._explainer.explanations(evidence=self._evidence[place])

    def _with_sums(self, place: int) -> list[Hypothesis]:
        known = () if place in self._summed else self.standing[place]
        self._summed.add(place)
        direct = [one.hypothesis for one in known] or self._directly(place)
        if any(hypothesis.exact for hypothesis in direct):
            return direct
        sums = {hypothesis.items: hypothesis for hypothesis in self._combiner.sums(evidence=self._evidence[place])}
        return [*(hypothesis for hypothesis in direct if hypothesis.items not in sums), *sums.values()]

    def _applied(self, place: int) -> Outcome:
        best = candidate_of(index=self._index, one=self.standing[place][0])
        return Outcome(self._evidence[place].line.id, Decision.APPLIED, (best,), self._policy.version)

    def _proposed(self, place: int, contested: Sequence[Id]) -> Outcome:
        policy, evidence, standing = self._policy, self._evidence[place], self.standing.get(place, ())
        if all(one.hypothesis.of_another for one in standing):
            oldest = oldest_first(index=self._index, used=self._used, evidence=evidence)
            standing = ranked(hypotheses=(*oldest, *(one.hypothesis for one in standing)))
        twice = tuple(Reason(ReasonCode.CLAIMED_TWICE, (("line", str(other)),)) for other in contested)
        shown = [one for one in standing if one.permille >= policy.propose_permille][: policy.candidates_shown]
        shown = [replace(one, permille=min(one.permille, policy.apply_permille - 1)) for one in shown]
        told = tuple(candidate_of(index=self._index, one=one, against=twice) for one in shown)
        return Outcome(evidence.line.id, Decision.PROPOSED if told else Decision.NONE, told, policy.version)
