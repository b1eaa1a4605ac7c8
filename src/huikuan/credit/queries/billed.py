"""Reads: what the decision service says of customers whose invoices stand in the books; imports and programs are warned with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from huikuan.credit.facts import bounces_since
from huikuan.credit.gathered import (
    Components,
    Debts,
    Doubts,
    components_of,
    debts_of,
    exclusions_of,
    frames_of,
    stops_of,
)
from huikuan.credit.neighbours import (
    NO_LIMIT,
    Rates,
    base_currency,
    limits_of,
    members_of_each,
    openings_of,
    roots_of,
)
from huikuan.credit.policies import current_policy
from huikuan.credit.rules.deciding import Reason, decide
from huikuan.credit.rules.facts import Exclusion, Facts, Question, summed
from huikuan.credit.rules.orders import ExclusionScope
from huikuan.credit.rules.policy import CheckPoint, Component, CreditPolicy, Severity
from huikuan.kernel.paging import portions
from huikuan.receipts.queries.exposure import bounces_of
from huikuan.receivables.queries.exposure import OpenSum, open_sums

EVERY_COMPANY = 0
"""Limits and debts are shared by all own companies: the question names none."""


def billed_warnings(*, customer_ids: Iterable[int], today: date) -> dict[int, tuple[Reason, ...]]:
    """What the rules say at the check point of the invoice of customers as the books now stand; without one, nobody is named.

    What was billed is in the books already, so the question is about an amount of nothing: the reasons are those of `quote`
    for 0, less what an exclusion in force has lifted. It only warns (HANDBOOK A10): no lock, no trace. For callers that
    filtered by access; at most 25 queries for 5,000 customers with their groups, and one more a level of groups; two more where a
    security covers a part only.
    """
    asked = sorted(set(customer_ids))
    if not asked:
        return {}
    policy = current_policy(today=today)
    known = _Known(asked, policy, today)
    facts = {pk: known.facts(pk) for pk in asked}
    said = {pk: reasons for pk in asked if (reasons := decide(facts=facts[pk], policy=policy).reasons)}
    for pk, lifts in _exclusions(list(said), known.roots, today).items():
        said[pk] = decide(facts=replace(facts[pk], exclusions=lifts), policy=policy).reasons
    warned = {pk: tuple(one for one in found if one.severity is not Severity.ALLOW) for pk, found in said.items()}
    return {pk: found for pk, found in warned.items() if found}


class _Known:
    """What the books say of customers and of everybody in their groups; what a group has in common is added up once."""

    def __init__(self, asked: Sequence[int], policy: CreditPolicy, today: date) -> None:
        self.today, self.rates = today, Rates(on=today, base=base_currency())
        self.roots = roots_of(customer_ids=asked)
        groups = members_of_each(root_ids=self.roots.values())
        self.pieces = _Pieces(since=bounces_since(policy=policy, today=today))
        for some in portions(values=sorted(pk for members in groups.values() for pk in members)):
            self.pieces.read(some, self.rates, today)
        self.groups = {root_id: self.pieces.group(members) for root_id, members in groups.items()}
        debtors = {pk: groups[self.roots[pk]] if policy.debts_of_group else (pk,) for pk in asked}
        shared = {members: self.pieces.owed_by(members, self.rates, today) for members in set(debtors.values())}
        self.owed = {pk: shared[members] for pk, members in debtors.items()}
        self.limits = limits_of(customer_ids={*asked, *groups}, on=today, base=self.rates.base, order_number="")
        self.openings = openings_of(customer_ids=asked, on=today)

    def facts(self, customer_id: int) -> Facts:
        """What a question about nothing at the check point of the invoice rests on; exclusions are read where a rule is true."""
        root_id = self.roots[customer_id]
        group, owed = self.groups[root_id], self.owed[customer_id]
        frames = frames_of(
            customer_id=customer_id,
            root_id=root_id,
            whole=group.components,
            own=self.pieces.components[customer_id],
            limits=self.limits,
            rates=self.rates,
        )
        return Facts(
            today=self.today,
            base=self.rates.base,
            question=Question(customer_id, EVERY_COMPANY, 0, self.rates.base, CheckPoint.INVOICE),
            increase_minor=0,
            frames=frames,
            opening=self.openings[customer_id],
            overdue_minor=owed.debts.overdue_minor,
            days_overdue=owed.debts.days_overdue,
            oldest_item_days=owed.debts.oldest_item_days,
            stops=self.pieces.stops_for({customer_id, root_id}),
            bounces=owed.bounces,
            unknown_currencies=tuple(sorted(group.unknown | self._without_rate({customer_id, root_id}))),
        )

    def _without_rate(self, customer_ids: set[int]) -> set[str]:
        limits = [self.limits.get(pk, NO_LIMIT) for pk in customer_ids]
        return {limit.currency for limit in limits if limit.minor and limit.currency in self.rates.unknown}


@dataclass(frozen=True, slots=True)
class _Group:
    """What all members of a group owe, and the currencies among it that have no rate."""

    components: Mapping[Component, int]
    unknown: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Owed:
    """What the rules about old debts look at: a customer's, or his whole group's."""

    debts: Debts
    bounces: tuple[date, ...]


class _Pieces:
    """What was read so far, by customer."""

    def __init__(self, *, since: date) -> None:
        self.since = since
        self.components: Components = {}
        self.doubtful: Doubts = {}
        self.owed: dict[int, list[OpenSum]] = {}
        self.bounces: dict[int, tuple[date, ...]] = {}
        self.stops: dict[int, list[tuple[int, str]]] = {}

    def read(self, some: Sequence[int], rates: Rates, today: date) -> None:
        """Read a portion of customers; a constant number of queries."""
        open_now = open_sums(customer_ids=some, as_of=today)
        self.components |= components_of(
            customer_ids=some, open_now=open_now, rates=rates, today=today, doubtful=self.doubtful
        )
        for row in open_now:
            self.owed.setdefault(row.customer_id, []).append(row)
        self.bounces |= bounces_of(customer_ids=some, since=self.since)
        for number, customer_id, reason in stops_of(customer_ids=some, today=today):
            self.stops.setdefault(customer_id, []).append((number, reason))

    def group(self, members: Sequence[int]) -> _Group:
        """The members together."""
        unknown = frozenset(code for pk in members for code in self.doubtful.get(pk, ()))
        return _Group(summed(parts=[self.components[pk] for pk in members]), unknown)

    def owed_by(self, members: Sequence[int], rates: Rates, today: date) -> _Owed:
        """Old debts and bounces of these customers together."""
        rows = [row for pk in members for row in self.owed.get(pk, ())]
        bounces = sorted(day for pk in members for day in self.bounces.get(pk, ()))
        return _Owed(debts_of(owed=rows, rates=rates, today=today), tuple(bounces))

    def stops_for(self, customer_ids: set[int]) -> tuple[str, ...]:
        """The stops of a customer and of the top of his group, in the order they were set."""
        return tuple(reason for _, reason in sorted(stop for pk in customer_ids for stop in self.stops.get(pk, ())))


def _exclusions(customer_ids: Sequence[int], roots: Mapping[int, int], today: date) -> dict[int, tuple[Exclusion, ...]]:
    """The exclusions of each customer and of his group, where there are any, not those of single orders."""
    by_scope: dict[tuple[str, int], list[Exclusion]] = {}
    for some in portions(values=sorted({*customer_ids, *(roots[pk] for pk in customer_ids)})):
        about = Q(customer_id__in=some, scope__in=[ExclusionScope.CUSTOMER.value, ExclusionScope.GROUP.value])
        for scope, customer_id, found in exclusions_of(about=about, today=today):
            by_scope.setdefault((scope, customer_id), []).append(found)
    lifts = {
        pk: (
            *by_scope.get((ExclusionScope.CUSTOMER.value, pk), ()),
            *by_scope.get((ExclusionScope.GROUP.value, roots[pk]), ()),
        )
        for pk in customer_ids
    }
    return {pk: own for pk, own in lifts.items() if own}
