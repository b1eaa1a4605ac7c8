"""PURE: security for debts: kinds, how much of it counts, the guarantor's clock, what runs out when (HANDBOOK A9, RULES_CN §3.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from huikuan.kernel.calendar import add_months
from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.money import DOCUMENT_MAX_MINOR

GUARANTEE_MONTHS = 6
"""Months after the principal falls due within which a guarantor must be claimed where nothing else holds (CC 692)."""
WARN_DAYS = (180, 90, 30)
WHOLE = 1000
LONGEST_TEXT = 1_000
LONGEST_NAME = 200
MOST_INVOICES = 200


class SecurityKind(StrEnum):
    """What kind of security it is."""

    GUARANTEE_JOINT = "GUARANTEE_JOINT"
    GUARANTEE_ORDINARY = "GUARANTEE_ORDINARY"
    BANK_GUARANTEE = "BANK_GUARANTEE"
    PLEDGE = "PLEDGE"
    MORTGAGE = "MORTGAGE"
    TITLE_RETENTION = "TITLE_RETENTION"
    DEPOSIT = "DEPOSIT"
    PREPAYMENT = "PREPAYMENT"


class Scope(StrEnum):
    """What it covers."""

    CUSTOMER = "CUSTOMER"
    CONTRACT = "CONTRACT"
    INVOICES = "INVOICES"


class SecurityState(StrEnum):
    """Where a security stands; LAPSED is a matter of the day."""

    IN_FORCE = "IN_FORCE"
    LAPSED = "LAPSED"
    RELEASED = "RELEASED"
    REALISED = "REALISED"


class SecurityEvent(StrEnum):
    """What may happen to a security; CLAIM stops the guarantor's clock, EXTEND moves its last day, CONFIRM lets it count."""

    RECORD = "RECORD"
    CONFIRM = "CONFIRM"
    EXTEND = "EXTEND"
    CLAIM = "CLAIM"
    RELEASE = "RELEASE"
    REALISE = "REALISE"
    LAPSE = "LAPSE"


TRANSITIONS: dict[tuple[SecurityState, SecurityEvent], SecurityState] = {
    (SecurityState.IN_FORCE, SecurityEvent.CONFIRM): SecurityState.IN_FORCE,
    (SecurityState.IN_FORCE, SecurityEvent.EXTEND): SecurityState.IN_FORCE,
    (SecurityState.IN_FORCE, SecurityEvent.CLAIM): SecurityState.IN_FORCE,
    (SecurityState.IN_FORCE, SecurityEvent.RELEASE): SecurityState.RELEASED,
    (SecurityState.IN_FORCE, SecurityEvent.REALISE): SecurityState.REALISED,
    (SecurityState.IN_FORCE, SecurityEvent.LAPSE): SecurityState.LAPSED,
}
GUARANTORS = frozenset({SecurityKind.GUARANTEE_JOINT, SecurityKind.GUARANTEE_ORDINARY})
NEEDS_GIVER = frozenset({*GUARANTORS, SecurityKind.BANK_GUARANTEE})
NEEDS_REGISTRATION = frozenset({SecurityKind.TITLE_RETENTION})
"""Without registration it does not bind third parties in good faith (CC 641): the unregistered share applies."""


MADE_BY = frozenset({SecurityEvent.RECORD, SecurityEvent.EXTEND})
"""What another person has to confirm before it counts."""


class ClaimDuty(StrEnum):
    """What must be done in time for a security to survive."""

    DEMAND = "DEMAND"
    SUE = "SUE"
    RENEW = "RENEW"


@dataclass(frozen=True, slots=True)
class Haircuts:
    """A version of how many thousandths of its amount a security counts for in the exposure."""

    number: int
    shares: Mapping[SecurityKind, int]
    unregistered_title_share: int
    source: str


SHIPPED = Haircuts(
    number=0,
    shares={
        SecurityKind.DEPOSIT: 1000,
        SecurityKind.BANK_GUARANTEE: 1000,
        SecurityKind.PLEDGE: 700,
        SecurityKind.MORTGAGE: 600,
        SecurityKind.TITLE_RETENTION: 500,
        SecurityKind.GUARANTEE_JOINT: 500,
        SecurityKind.GUARANTEE_ORDINARY: 300,
        SecurityKind.PREPAYMENT: 0,
    },
    unregistered_title_share=0,
    source="Huikuan 2026-11",
)
"""What holds until somebody edits; a promise to pay in advance counts for nothing until the money is there."""


@dataclass(frozen=True, slots=True)
class SecurityDraft:
    """A security as it was given: amounts in minor units, days inclusive.

    `principal_due` is the last day of the debt a guarantor answers for; `guarantee_through` an agreed end of his liability,
    `until_paid` the wording "until paid in full". `share_permille` may only lower the share of the policy.
    """

    customer_id: int
    kind: SecurityKind
    amount_minor: int
    currency: str
    valid_from: date
    valid_through: date | None = None
    giver: str = ""
    document_number: str = ""
    scope: Scope = Scope.CUSTOMER
    contract_number: str = ""
    invoice_numbers: tuple[str, ...] = ()
    is_registered: bool = False
    principal_due: date | None = None
    guarantee_through: date | None = None
    until_paid: bool = False
    share_permille: int | None = None
    note: str = ""
    company_id: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """A security as far as its value and its clocks go; `is_confirmed` where another person confirmed it for the day asked."""

    kind: SecurityKind
    state: SecurityState
    amount_minor: int
    valid_from: date
    valid_through: date | None
    is_registered: bool
    share_permille: int | None
    principal_due: date | None
    guarantee_through: date | None
    until_paid: bool
    claimed_on: date | None
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """Until when a guarantor must be claimed, how, and by which article."""

    ends_on: date
    duty: ClaimDuty
    article: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that runs out: the warning step reached (180, 90, 30, 0 once it is over) and what must be done."""

    duty: ClaimDuty
    day: date
    days_left: int
    step: int
    article: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a draft: a code with parameters for its sentence."""

    code: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)


def guarantee_clock(*, facts: Facts) -> Clock | None:
    """The last day to claim a guarantor; None for other kinds and where the principal's due day is not known.

    Agreed, else six months from the principal's due day (CC 692); an agreed end on or before that day, and the words "until
    paid in full", count as not agreed (692, interpretation on security 32). A joint guarantor must be asked within it, an
    ordinary one needs a suit or arbitration against the debtor (693). It does not stop and is not moved by days off.
    """
    if facts.kind not in GUARANTORS or facts.principal_due is None:
        return None
    agreed = None if facts.until_paid else facts.guarantee_through
    if agreed is not None and agreed <= facts.principal_due:
        agreed = None
    duty = ClaimDuty.DEMAND if facts.kind is SecurityKind.GUARANTEE_JOINT else ClaimDuty.SUE
    article = "SECURITY 32" if facts.until_paid else "CC 692"
    return Clock(agreed or add_months(day=facts.principal_due, months=GUARANTEE_MONTHS), duty, article)


def state_on(*, facts: Facts, on: date) -> SecurityState:
    """The state as of a day: what nobody released lapses after its last day, a guarantor with his clock unless claimed."""
    if facts.state is not SecurityState.IN_FORCE:
        return facts.state
    if facts.claimed_on is not None:
        return facts.state
    clock = guarantee_clock(facts=facts)
    ends = [day for day in (facts.valid_through, clock.ends_on if clock else None) if day is not None]
    if ends and min(ends) < on:
        return TRANSITIONS[facts.state, SecurityEvent.LAPSE]
    return facts.state


def eligible_minor(*, facts: Facts, haircuts: Haircuts, on: date) -> int:
    """How much of a security counts on a day, minor units rounded down: nothing unconfirmed, before it begins or after it lapses."""
    if not facts.is_confirmed or on < facts.valid_from or state_on(facts=facts, on=on) is not SecurityState.IN_FORCE:
        return 0
    return facts.amount_minor * share_of(facts=facts, haircuts=haircuts) // WHOLE


def share_of(*, facts: Facts, haircuts: Haircuts) -> int:
    """The share of a security in thousandths: the policy's, lowered by its own."""
    policy = haircuts.shares.get(facts.kind, 0)
    if facts.kind in NEEDS_REGISTRATION and not facts.is_registered:
        policy = haircuts.unregistered_title_share
    return policy if facts.share_permille is None else min(policy, facts.share_permille)


def alarms(*, facts: Facts, today: date) -> tuple[Alarm, ...]:
    """What runs out within 180 days or is over, the most urgent first; nothing for what is released, realised or claimed."""
    if facts.state is not SecurityState.IN_FORCE or facts.claimed_on is not None:
        return ()
    clock = guarantee_clock(facts=facts)
    found = [] if clock is None else [_alarm(clock.duty, clock.ends_on, clock.article, today)]
    if facts.valid_through is not None:
        found.append(_alarm(ClaimDuty.RENEW, facts.valid_through, "", today))
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.day, one.duty)))


def draft_faults(*, draft: SecurityDraft) -> tuple[Fault, ...]:
    """Everything wrong with a draft."""
    found = []
    if not 1 <= draft.amount_minor <= DOCUMENT_MAX_MINOR:
        found.append(Fault("SECURITY_AMOUNT"))
    if exponent_of(currency=draft.currency) is None:
        found.append(Fault("SECURITY_CURRENCY", {"currency_given": draft.currency[:10]}))
    if draft.valid_through is not None and draft.valid_through < draft.valid_from:
        found.append(Fault("SECURITY_DAYS"))
    if draft.kind in NEEDS_GIVER and not draft.giver.strip():
        found.append(Fault("SECURITY_GIVER"))
    if draft.scope is Scope.CONTRACT and not draft.contract_number.strip():
        found.append(Fault("SECURITY_CONTRACT"))
    if (draft.scope is Scope.INVOICES) != bool(draft.invoice_numbers) or len(draft.invoice_numbers) > MOST_INVOICES:
        found.append(Fault("SECURITY_INVOICES", {"most": MOST_INVOICES}))
    if draft.share_permille is not None and not 0 <= draft.share_permille <= WHOLE:
        found.append(Fault("SECURITY_SHARE"))
    if draft.kind not in GUARANTORS and (draft.principal_due or draft.guarantee_through or draft.until_paid):
        found.append(Fault("SECURITY_CLOCK_OF_GUARANTOR"))
    return tuple(found)


def haircuts_fault(*, haircuts: Haircuts) -> str | None:
    """What is wrong with a version: SHARE_RANGE, SHARE_MISSING, SOURCE_MISSING."""
    shares: Sequence[int] = (*haircuts.shares.values(), haircuts.unregistered_title_share)
    if any(not 0 <= share <= WHOLE for share in shares):
        return "HAIRCUT_RANGE"
    if set(haircuts.shares) != set(SecurityKind):
        return "HAIRCUT_MISSING"
    return None if haircuts.source.strip() else "HAIRCUT_SOURCE"


def _alarm(duty: ClaimDuty, day: date, article: str, today: date) -> Alarm | None:
    left = (day - today).days
    if left > WARN_DAYS[0]:
        return None
    step = 0 if left < 0 else min(step for step in WARN_DAYS if left <= step)
    return Alarm(duty, day, left, step, article)
