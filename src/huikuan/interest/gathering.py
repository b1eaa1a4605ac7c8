"""Facts for a reckoning, read in bulk: what is open of each item by day, which days are taken, pauses, contracts, rates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from huikuan.contracts.queries.late_terms import LateTerms, late_terms
from huikuan.interest.models import Charge, Pause, PolicyVersion, PrimeRate
from huikuan.interest.ports import Judgments
from huikuan.interest.rules.accruing import Pause as PauseDays
from huikuan.interest.rules.accruing import PauseReason, Range, bearing_of, free_ranges
from huikuan.interest.rules.bases import Basis, Fault, PrimeRates, Terms, agreed_rate, terms_on_judgment
from huikuan.interest.rules.cautions import Setting
from huikuan.interest.rules.charging import Agreement, InterestPolicy, terms_of
from huikuan.interest.rules.reckoning import Debt
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.paging import portions
from huikuan.ledger.queries import later_changes
from huikuan.ledger.rules import Account
from huikuan.receivables.access import receivables_for
from huikuan.receivables.rules import InvoiceKind


@dataclass(frozen=True, slots=True)
class Held:
    """A claim that has taken its days, minor units."""

    days: Range
    state: str
    interest_minor: int


@dataclass(frozen=True, slots=True)
class Facts:
    """One late item: the debt by day, what is taken already, the terms that hold, and what cautions need."""

    receivable_id: int
    customer_id: int
    company_id: int
    currency: str
    number: str
    debt: Debt
    held: tuple[Held, ...]
    terms: Terms
    setting: Setting
    policy: InterestPolicy

    def free(self, *, until: date) -> tuple[Range, ...]:
        """Days after the due date through `until` that no claim has taken."""
        if until < self.debt.default_on:
            return ()
        return free_ranges(days=(self.debt.default_on, until), taken=[one.days for one in self.held])


def facts_of(*, receivable_ids: Iterable[int]) -> dict[int, Facts]:
    """Facts of the items that can bear interest: due on a day, not taken back, no interest themselves. Nine queries for 5,000."""
    prime, policy = prime_rates(), policy_in_force()
    found: dict[int, Facts] = {}
    for some in portions(values=sorted(set(receivable_ids))):
        found |= _facts(some, prime, policy)
    return found


def terms_picked(*, facts: Mapping[int, Facts], picked: Terms | None) -> dict[int, Terms | Fault]:
    """The terms of each item: those that hold, or those a person picked, on a judgment with its day; one query for that."""
    if picked is None:
        return {pk: one.terms for pk, one in facts.items()}
    is_judged = picked.basis is Basis.JUDGMENT
    days = judgments().in_force(receivable_ids=facts) if is_judged else {}
    return {pk: terms_on_judgment(terms=picked, in_force_on=days.get(pk)) for pk in facts}


@cache
def judgments() -> Judgments:
    """Who knows of judgments: the settings name it, because cases stand above interest."""
    found: Judgments = import_string(settings.INTEREST_JUDGMENTS)()
    return found


def prime_rates() -> PrimeRates:
    """The shipped list with everything entered since; a later entry for the same day replaces the earlier one."""
    shipped = PrimeRates()
    rates, as_of, number = dict(shipped.rates), shipped.as_of, 0
    for row in PrimeRate.objects.order_by("number"):
        rates[row.since] = row.rate_bp
        as_of, number = max(as_of, row.as_of), row.number
    return PrimeRates(tuple(sorted(rates.items())), as_of, number)


def policy_in_force() -> InterestPolicy:
    """The newest version of the policy; the shipped one, number 0, until somebody decides."""
    row = PolicyVersion.objects.order_by("-number").first()
    if row is None:
        return InterestPolicy()
    return InterestPolicy(
        row.number,
        Basis(row.basis),
        row.factor_permille,
        row.year_days,
        row.minimum_minor,
        row.loss_permille,
        row.payable_days,
    )


def _facts(ids: Sequence[int], prime: PrimeRates, policy: InterestPolicy) -> dict[int, Facts]:
    rows = list(
        receivables_for(actor=SYSTEM)
        .filter(pk__in=ids, due_date__isnull=False, cancelled_minor=0)
        .exclude(invoice__kind=InvoiceKind.INTEREST.value)
        .select_related("invoice")
        .order_by("pk")
    )
    moves = _moves([row.pk for row in rows])
    held, pauses = _held([row.pk for row in rows]), _pauses({row.customer_id for row in rows})
    contracts = late_terms(numbers=[(row.company_id, row.invoice.contract) for row in rows])
    found = {}
    for row in rows:
        said = contracts.get((row.company_id, row.invoice.contract))
        agreement = None if said is None else _agreement(said)
        stopped = [
            one
            for receivable_id, company_id, one in pauses.get(row.customer_id, [])
            if company_id == row.company_id and receivable_id in (None, row.pk)
        ]
        debt = Debt(row.due_date or date.max, bearing_of(moves=moves.get(row.pk, {}).items()), tuple(stopped))
        signed_on = agreement.signed_on if agreement is not None and agreement.is_covered else None
        found[row.pk] = Facts(
            receivable_id=row.pk,
            customer_id=row.customer_id,
            company_id=row.company_id,
            currency=row.currency,
            number=row.invoice.number if row.sequence == 1 else f"{row.invoice.number} / {row.sequence}",
            debt=debt,
            held=tuple(held.get(row.pk, ())),
            terms=terms_of(agreement=agreement, default_on=debt.default_on, policy=policy),
            setting=Setting(debt.default_on, prime, policy.loss_permille, signed_on, row.currency),
            policy=policy,
        )
    return found


def _agreement(said: LateTerms) -> Agreement:
    rate = agreed_rate(yearly_bp=said.rate_bp, daily_ppm=said.daily_ppm)
    return Agreement(rate, said.is_decree, said.is_excluded, said.is_covered, said.signed_on)


def _moves(ids: list[int]) -> dict[int, dict[date, int]]:
    """What changed each debt by day: what was written off is claimed on (账销案存) and bears interest on."""
    found: dict[int, dict[date, int]] = {}
    since = dict.fromkeys(ids, date.min)
    for account in (Account.RECEIVABLE, Account.BAD_DEBT) if ids else ():
        for pk, days in later_changes(account=account, column="receivable_id", since=since).items():
            own = found.setdefault(pk, {})
            for day, minor in days.items():
                own[day] = own.get(day, 0) + minor
    return found


def _held(ids: list[int]) -> dict[int, list[Held]]:
    found: dict[int, list[Held]] = {}
    rows = Charge.objects.filter(receivable_id__in=ids, freed_by=0).order_by("from_day", "pk")
    for pk, first, last, state, minor in rows.values_list(
        "receivable_id", "from_day", "through_day", "state", "interest_minor"
    ):
        found.setdefault(pk, []).append(Held((first, last), state, minor))
    return found


def _pauses(customer_ids: set[int]) -> dict[int, list[tuple[int | None, int, PauseDays]]]:
    found: dict[int, list[tuple[int | None, int, PauseDays]]] = {}
    rows = Pause.objects.filter(customer_id__in=customer_ids, voided_by=0).order_by("pk")
    for row in rows:
        days = PauseDays(row.from_day, row.through_day, PauseReason(row.reason))
        found.setdefault(row.customer_id, []).append((row.receivable_id, row.company_id, days))
    return found
