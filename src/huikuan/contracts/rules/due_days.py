"""PURE: when a milestone is due once its trigger came: by its own rule, and not later than the law allows (decree 802)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from huikuan.contracts.due_rules import Anchor, Step, due_by_rule
from huikuan.contracts.rules.judging import is_protected
from huikuan.contracts.rules.late_fees import yearly_bp
from huikuan.contracts.rules.plan import trigger_day
from huikuan.contracts.rules.terms import MilestoneKind, MilestoneTerm, Terms, Trigger
from huikuan.contracts.statutory import Buyer, Case, Notice, Seller, Term, statutory_term
from huikuan.kernel.calendar import BusinessCalendar, HolidayRoll

_ANCHORS_OF = {
    Trigger.DELIVERY: (Anchor.DELIVERY,),
    Trigger.ACCEPTANCE: (Anchor.ACCEPTANCE,),
    Trigger.STATEMENT_CONFIRMED: (Anchor.STATEMENT_CONFIRMED, Anchor.SETTLEMENT_CONFIRMED),
}
_AFTER_DELIVERY = (Trigger.DELIVERY, Trigger.ACCEPTANCE, Trigger.PROGRESS, Trigger.STATEMENT_CONFIRMED)


@dataclass(frozen=True, slots=True)
class DueDay:
    """The day a milestone is due and how it was reached; `statutory` is None where the law sets no cap for it."""

    due: date
    contract_due: date
    steps: tuple[Step, ...]
    statutory: Term | None = None

    @property
    def is_capped(self) -> bool:
        """Whether the law brings the day forward."""
        return self.due < self.contract_due

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the law says against the agreed term."""
        return () if self.statutory is None else self.statutory.warnings


def anchor_days(*, trigger: Trigger, day: date, known: Mapping[Trigger, date]) -> dict[Anchor, date]:
    """The days that a due rule may run from when `trigger` came on `day`; `known` are the latest events before it.

    The document is made on the day of the event, so the invoice's day is that of the milestone.
    """
    found = {Anchor.INVOICE: day, Anchor.MILESTONE: day}
    for one, happened in {**known, trigger: day}.items():
        found |= dict.fromkeys(_ANCHORS_OF.get(one, ()), happened)
    return found


def due_day(
    *, terms: Terms, term: MilestoneTerm, days: Mapping[Anchor, date], signed_on: date, calendar: BusinessCalendar
) -> DueDay | None:
    """When `term` is due; the earlier of contract and law (decree 802 arts. 9, 10). None if its rule runs from an unknown day."""
    anchor_day = days.get(term.rule.anchor)
    if anchor_day is None:
        return None
    agreed = due_by_rule(rule=term.rule, anchor_day=anchor_day, calendar=calendar)
    if not is_protected(terms=terms) or term.kind is MilestoneKind.RETENTION or term.trigger not in _AFTER_DELIVERY:
        return DueDay(agreed.due, agreed.due, agreed.steps)
    unrolled = due_by_rule(
        rule=replace(term.rule, holiday_roll=HolidayRoll.NONE), anchor_day=anchor_day, calendar=calendar
    )
    case = _case(terms, term, days, signed_on)
    start = statutory_term(case=case, calendar=calendar).clock_start
    lawful = statutory_term(case=replace(case, contract_days=max(0, (unrolled.due - start).days)), calendar=calendar)
    cap = None if case.is_reasonable and case.buyer is Buyer.LARGE else lawful.statutory_due
    return DueDay(min(agreed.due, cap or agreed.due), agreed.due, agreed.steps, lawful)


def foreseen_due(
    *, terms: Terms, term: MilestoneTerm, signed_on: date, calendar: BusinessCalendar
) -> tuple[date, DueDay] | None:
    """The day the trigger of a milestone is expected and when it will then be due; None where no day is expected."""
    day = trigger_day(term=term, signed_on=signed_on)
    if day is None:
        return None
    known = {other.trigger: other.expected_on for other in terms.milestones if other.expected_on is not None}
    days = anchor_days(trigger=term.trigger, day=day, known=known)
    days.setdefault(term.rule.anchor, day)
    found = due_day(terms=terms, term=term, days=days, signed_on=signed_on, calendar=calendar)
    return None if found is None else (day, found)


def _case(terms: Terms, term: MilestoneTerm, days: Mapping[Anchor, date], signed_on: date) -> Case:
    """The sale as decree 802 sees it: progress and periodic settlement run from the day both sides confirm (art. 9(4))."""
    clauses, day = terms.clauses, days[Anchor.MILESTONE]
    waits = term.trigger is Trigger.ACCEPTANCE
    delivered = min(days.get(Anchor.DELIVERY, day), day) if waits else day
    within = terms.settlement.inspection_days if waits and Anchor.DELIVERY in days else None
    return Case(
        buyer=Buyer(terms.sizes.buyer),
        seller=Seller(terms.sizes.seller),
        delivered=delivered,
        accept_within=within,
        accepted=day if waits else None,
        pay_when_paid=clauses.pays_when_paid,
        agreed_rate_bp=yearly_bp(clauses=clauses),
        signed=min(signed_on, delivered),
        is_reasonable=clauses.long_term_reasonable,
    )
