"""PURE: what cannot be a contract at all, and what the law says about what it agrees; each caution with its article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huikuan.contracts.due_rules import Anchor
from huikuan.contracts.rules.late_fees import late_fee_fault, yearly_bp
from huikuan.contracts.rules.plan import INSPECTION_MOST_YEARS, WHOLE_PPM, NotTheAmount, amounts_of
from huikuan.contracts.rules.terms import LateBasis, MilestoneKind, MilestoneTerm, Terms, Trigger
from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.micros import MICRO, rounded_half_up
from huikuan.kernel.money import DOCUMENT_MAX_MINOR

DEPOSIT_CAP_PPM = 200_000
"""Of the contract: what a deposit is beyond has no effect as one (Civil Code art. 586)."""
CONSTRUCTION_RETENTION_CAP_PPM = 30_000
"""Of the settlement price (建质〔2017〕138号 art. 7)."""
INSTALMENT_SALE_LEAST = 3
"""Payments that make an instalment sale (interpretation of sales contracts art. 27)."""
MILESTONES_MOST = 60
ITEMS_MOST = 200
LATE_RATE_HIGH_BP = 10_000
"""100 % a year: late interest beyond is the price once more within a year, and likely cut (Civil Code art. 585)."""
BOUND_BUYERS = ("PUBLIC", "LARGE")
PROTECTED_SELLERS = ("MICRO", "SMALL", "MEDIUM")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why terms cannot be kept: a code with what fills its sentence; `milestone` is the number it is about, 0 for the whole."""

    code: str
    milestone: int = 0
    title: str = ""
    missing_minor: int = 0
    missing_ppm: int = 0


@dataclass(frozen=True, slots=True)
class Caution:
    """What the law or the figures say against a clause: code, article, and two amounts (minor units), days or rates of its sentence."""

    code: str
    article: str
    milestone: int = 0
    title: str = ""
    first: int = 0
    second: int = 0


def faults_of(*, terms: Terms) -> tuple[Fault, ...]:
    """Everything that keeps the terms from being a contract, all at once; nothing is rounded away (B3)."""
    found = [*_whole_faults(terms)]
    for term in terms.milestones:
        found += _milestone_faults(term)
    if found:
        return tuple(found)
    amounts = amounts_of(amount_minor=terms.amount_minor, milestones=terms.milestones)
    if isinstance(amounts, NotTheAmount):
        return (Fault("MILESTONES_SUM", missing_minor=amounts.missing_minor, missing_ppm=amounts.missing_ppm),)
    empty = [term for term, minor in zip(terms.milestones, amounts, strict=True) if minor < 1]
    return tuple(Fault("MILESTONE_EMPTY", term.number, term.title) for term in empty)


def is_protected(*, terms: Terms) -> bool:
    """Whether decree 802 holds: a public body or large company buys from a micro, small or medium one (art. 3)."""
    return terms.sizes.buyer in BOUND_BUYERS and terms.sizes.seller in PROTECTED_SELLERS


def warnings_of(*, terms: Terms) -> tuple[Caution, ...]:
    """What should be looked at before signing, for terms without faults; terms of payment are judged with their days."""
    amounts = amounts_of(amount_minor=terms.amount_minor, milestones=terms.milestones)
    if isinstance(amounts, NotTheAmount):
        return ()
    return (
        *_items(terms),
        *_deposit(terms, amounts),
        *_retention(terms, amounts),
        *_small_seller(terms),
        *_late_fee(terms),
        *_acceptance(terms),
        *_acceleration(terms),
    )


def deposit_cap(*, amount_minor: int) -> int:
    """The most that is a deposit in law, minor units, rounded down (Civil Code art. 586)."""
    return amount_minor * DEPOSIT_CAP_PPM // WHOLE_PPM


def _whole_faults(terms: Terms) -> Iterator[Fault]:
    if not terms.title.strip():
        yield Fault("TITLE_MISSING")
    if not 1 <= terms.amount_minor <= DOCUMENT_MAX_MINOR:
        yield Fault("CONTRACT_AMOUNT")
    if not 1 <= len(terms.milestones) <= MILESTONES_MOST:
        yield Fault("MILESTONES_MISSING" if not terms.milestones else "MILESTONES_TOO_MANY")
    given = [term.number for term in terms.milestones if term.number]  # a new one has none yet
    if len(set(given)) != len(given):
        yield Fault("MILESTONE_TWICE")
    if len(terms.items) > ITEMS_MOST:
        yield Fault("ITEMS_TOO_MANY")
    if code := late_fee_fault(clauses=terms.clauses):
        yield Fault(code)


def _milestone_faults(term: MilestoneTerm) -> Iterator[Fault]:
    is_retention = term.kind is MilestoneKind.RETENTION
    wrong = {
        "MILESTONE_TITLE": not term.title.strip(),
        "SHARE_OR_AMOUNT": (term.share_ppm is None) == (term.amount_minor is None),
        "MILESTONE_EMPTY": (term.share_ppm is not None and term.share_ppm < 1)
        or (term.amount_minor is not None and not 1 <= term.amount_minor <= DOCUMENT_MAX_MINOR),
        "PROGRESS_SHARE": term.trigger is Trigger.PROGRESS and not 1 <= term.progress_permille <= 1000,
        "RETENTION_TRIGGER": is_retention != (term.trigger is Trigger.RETENTION_RELEASE),
        "RETENTION_CONDITION": is_retention and not term.release_condition.strip(),
        "ANCHOR_NEVER_COMES": term.trigger is Trigger.DATE
        and term.rule.anchor not in (Anchor.INVOICE, Anchor.MILESTONE),
        "DUE_RULE": bool(term.rule.faults),
        "HELD_FROM": is_retention and term.held_from not in (Trigger.DELIVERY, Trigger.ACCEPTANCE),
    }
    for code, is_wrong in wrong.items():
        if is_wrong:
            yield Fault(code, term.number, term.title)


def _items(terms: Terms) -> Iterator[Caution]:
    total = sum(item.amount_minor for item in terms.items)
    if terms.items and total != terms.amount_minor:
        yield Caution("ITEMS_SUM", "", first=total, second=terms.amount_minor)
    decimals = exponent_of(currency=terms.currency)
    minor_units = 10 ** (2 if decimals is None else decimals)
    for item in terms.items:
        product = rounded_half_up(
            numerator=item.quantity_micros * item.unit_price_micros * minor_units, denominator=MICRO**2
        )
        if product != item.amount_minor:
            yield Caution("ITEM_AMOUNT", "", title=item.name, first=product, second=item.amount_minor)


def _deposit(terms: Terms, amounts: tuple[int, ...]) -> Iterator[Caution]:
    deposit = _sum_of(terms, amounts, MilestoneKind.DEPOSIT)
    cap = deposit_cap(amount_minor=terms.amount_minor)
    if deposit > cap:
        yield Caution("DEPOSIT_OVER_CAP", "CC 586", first=cap, second=deposit - cap)
    if deposit:
        yield Caution("DEPOSIT_ON_PAYMENT", "CC 586", first=deposit)


def _retention(terms: Terms, amounts: tuple[int, ...]) -> Iterator[Caution]:
    retained = _sum_of(terms, amounts, MilestoneKind.RETENTION)
    cap = terms.amount_minor * CONSTRUCTION_RETENTION_CAP_PPM // WHOLE_PPM
    if terms.clauses.is_construction and retained > cap:
        yield Caution("RETENTION_OVER_CAP", "JZ2017-138 7", first=cap, second=retained - cap)


def _small_seller(terms: Terms) -> Iterator[Caution]:
    if not is_protected(terms=terms):
        return
    if terms.sizes.declared_on is None:
        yield Caution("SIZE_NOT_DECLARED", "D802 3")
    if terms.clauses.late_basis is LateBasis.NONE:
        yield Caution("LATE_RATE_NONE", "D802 17")


def _late_fee(terms: Terms) -> Iterator[Caution]:
    agreed = yearly_bp(clauses=terms.clauses) or 0
    if agreed > LATE_RATE_HIGH_BP:
        yield Caution("LATE_RATE_HIGH", "CC 585", first=agreed // 100)


def _acceptance(terms: Terms) -> Iterator[Caution]:
    days = terms.settlement.inspection_days
    if days is None and any(term.trigger is Trigger.ACCEPTANCE for term in terms.milestones):
        yield Caution("INSPECTION_OPEN", "CC 621")
    if days is not None and days > 365 * INSPECTION_MOST_YEARS:
        yield Caution("INSPECTION_LONG", "CC 621", first=days)


def _acceleration(terms: Terms) -> Iterator[Caution]:
    if terms.clauses.acceleration and len(terms.milestones) < INSTALMENT_SALE_LEAST:
        yield Caution("ACCELERATION_FEW", "CC 634", first=len(terms.milestones))


def _sum_of(terms: Terms, amounts: tuple[int, ...], kind: MilestoneKind) -> int:
    return sum(minor for term, minor in zip(terms.milestones, amounts, strict=True) if term.kind is kind)
