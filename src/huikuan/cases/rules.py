"""PURE: a debt before lawyers and courts: kinds of case, stages, deadlines that run from them, what may be claimed.

Sources: Civil Procedure Law (民事诉讼法 2023) cited as `CPL`, Civil Code as `CC`, Enterprise Bankruptcy Law (企业破产法) as `EBL`; see
RULES_CN §3.3–3.5 and HANDBOOK C12.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.clocks.rules.deadlines import DeadlineKind
from huikuan.clocks.rules.kinds import EventKind

LONGEST_TEXT = 2_000
MOST_ITEMS = 2_000


class Kind(StrEnum):
    """Which way the claim goes."""

    LAWYERS_LETTER = "LAWYERS_LETTER"
    MEDIATION = "MEDIATION"
    COMPLAINT = "COMPLAINT"
    PAYMENT_ORDER = "PAYMENT_ORDER"
    ARBITRATION = "ARBITRATION"
    SUIT = "SUIT"
    ENFORCEMENT = "ENFORCEMENT"
    BANKRUPTCY = "BANKRUPTCY"


class State(StrEnum):
    """How far it is."""

    PREPARING = "PREPARING"
    FILED = "FILED"
    ACCEPTED = "ACCEPTED"
    DECIDED = "DECIDED"
    APPEALED = "APPEALED"
    IN_FORCE = "IN_FORCE"
    ENFORCING = "ENFORCING"
    STAYED = "STAYED"
    SETTLED = "SETTLED"
    WITHDRAWN = "WITHDRAWN"
    CLOSED = "CLOSED"


class Event(StrEnum):
    """What moves it."""

    OPEN = "OPEN"
    FILE = "FILE"
    REJECT = "REJECT"
    ACCEPT = "ACCEPT"
    DECIDE = "DECIDE"
    APPEAL = "APPEAL"
    REMAND = "REMAND"
    TAKE_EFFECT = "TAKE_EFFECT"
    ENFORCE = "ENFORCE"
    STAY = "STAY"
    SETTLE = "SETTLE"
    WITHDRAW = "WITHDRAW"
    CLOSE = "CLOSE"


_BEFORE_JUDGMENT = (State.PREPARING, State.FILED, State.ACCEPTED)
_UNDER_WAY = (*_BEFORE_JUDGMENT, State.DECIDED, State.APPEALED)
TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.PREPARING, Event.FILE): State.FILED,
    (State.FILED, Event.REJECT): State.PREPARING,
    (State.FILED, Event.ACCEPT): State.ACCEPTED,
    (State.ACCEPTED, Event.DECIDE): State.DECIDED,
    (State.DECIDED, Event.APPEAL): State.APPEALED,
    # The second instance is the last (CPL 182): its judgment has the force of law, or sends the case back.
    (State.APPEALED, Event.DECIDE): State.IN_FORCE,
    (State.APPEALED, Event.REMAND): State.ACCEPTED,
    (State.DECIDED, Event.TAKE_EFFECT): State.IN_FORCE,
    (State.IN_FORCE, Event.ENFORCE): State.ENFORCING,
    # 终结本次执行程序: nothing to be found today; it goes on when something is.
    (State.ENFORCING, Event.STAY): State.STAYED,
    (State.STAYED, Event.ENFORCE): State.ENFORCING,
    # A settlement before a court or mediator is enforced like a judgment.
    (State.SETTLED, Event.ENFORCE): State.ENFORCING,
    **{(state, Event.SETTLE): State.SETTLED for state in _UNDER_WAY},
    **{(state, Event.WITHDRAW): State.WITHDRAWN for state in _UNDER_WAY},
    **{
        (state, Event.CLOSE): State.CLOSED
        for state in (*_UNDER_WAY, State.IN_FORCE, State.ENFORCING, State.STAYED, State.SETTLED)
    },
}
ENDED = frozenset({State.WITHDRAWN, State.CLOSED})
"""States from which nothing leads on."""

DAY_OF: Mapping[Event, str] = {
    Event.FILE: "filed_on",
    Event.DECIDE: "decided_on",
    Event.TAKE_EFFECT: "in_force_on",
    Event.ENFORCE: "enforced_on",
}
"""Which day of the case an event gives."""


class Cost(StrEnum):
    """What a case costs."""

    COURT_FEE = "COURT_FEE"
    LAWYER = "LAWYER"
    PRESERVATION = "PRESERVATION"
    APPRAISAL = "APPRAISAL"
    NOTARY = "NOTARY"
    TRAVEL = "TRAVEL"
    OTHER = "OTHER"


class DateKind(StrEnum):
    """A day that somebody must not miss, as a court named it."""

    HEARING = "HEARING"
    EVIDENCE = "EVIDENCE"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Claim:
    """What an item may be claimed for, minor units: what is open, and what was only written off in our books (账销案存)."""

    receivable_id: int
    customer_id: int
    company_id: int
    currency: str
    open_minor: int
    written_off_minor: int

    @property
    def most_minor(self) -> int:
        """A write-off ends nothing between the sides."""
        return self.open_minor + self.written_off_minor


_ENFORCED = (Kind.SUIT, Kind.ARBITRATION, Kind.PAYMENT_ORDER, Kind.MEDIATION)
STAGE_DEADLINES: Mapping[tuple[Kind, State], DeadlineKind] = {
    (Kind.PAYMENT_ORDER, State.ACCEPTED): DeadlineKind.ORDER_BY_COURT,
    (Kind.PAYMENT_ORDER, State.DECIDED): DeadlineKind.PAYMENT_ORDER,
    (Kind.SUIT, State.DECIDED): DeadlineKind.APPEAL,
    (Kind.BANKRUPTCY, State.ACCEPTED): DeadlineKind.BANKRUPTCY_CLAIM,
    **{(kind, state): DeadlineKind.ENFORCEMENT for kind in _ENFORCED for state in (State.IN_FORCE, State.SETTLED)},
}
"""What runs from a stage: a payment order's fifteen days twice (CPL 227), appeal in fifteen days (CPL 171), two years to apply
for enforcement (CPL 250), of what was settled before a court or mediator too; in a bankruptcy the shortest time to file the claim,
until the court's own day is known (EBL 45). The law counts from delivery: whoever notes a stage notes the day on which its paper was
delivered; of a petition in bankruptcy the day of its acceptance."""

FILED_AS: Mapping[Kind, EventKind] = {
    Kind.SUIT: EventKind.SUIT,
    Kind.ARBITRATION: EventKind.ARBITRATION,
    Kind.PAYMENT_ORDER: EventKind.PAYMENT_ORDER,
    Kind.MEDIATION: EventKind.MEDIATION,
    Kind.ENFORCEMENT: EventKind.ENFORCEMENT,
    Kind.BANKRUPTCY: EventKind.BANKRUPTCY_CLAIM,
}
"""What filing is for the limitation period; a lawyer's letter counts by its delivery, a complaint not for certain: by hand."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day of a case that somebody looks after: its kind, the last day, the article that sets it, who, until it is finished."""

    id: int
    code: str
    on: date
    article: str
    subject: str
    person_id: int | None
    finished_on: date | None
    finished_note: str
    finished_by: str


def interrupts(*, kind: Kind, event: Event, after: State, was_filed: bool) -> EventKind | None:
    """What a step is for the limitation period of its items, once its paper is there; None for nothing.

    Filing interrupts on its day (limitation rules 10, 11); the period runs anew from the end of the procedure (CC 195). A claim
    that was withdrawn proves no end: whether it counts is not settled.
    """
    if event is Event.FILE:
        return FILED_AS.get(kind)
    if event is Event.ENFORCE:
        return EventKind.ENFORCEMENT
    ends = event in (Event.TAKE_EFFECT, Event.SETTLE, Event.CLOSE) or after is State.IN_FORCE
    return EventKind.PROCEDURE_ENDED if ends and was_filed and kind in FILED_AS else None


def is_stopped_by(*, kind: Kind, event: Event) -> bool:
    """Whether a step is the acceptance of a petition in bankruptcy: interest stops on its day (EBL 46)."""
    return kind is Kind.BANKRUPTCY and event is Event.ACCEPT


def due_in_claim(*, due_date: date | None, bankrupt_on: date | None) -> date | None:
    """When an item counts as due: on the day a petition in bankruptcy was accepted at the latest (EBL 46)."""
    if bankrupt_on is None or (due_date is not None and due_date <= bankrupt_on):
        return due_date
    return bankrupt_on


def claim_fault(*, claims: tuple[Claim, ...], wanted: Mapping[int, int]) -> str:
    """The code of what is wrong with the items of a case; empty if nothing is."""
    if not wanted or len(wanted) > MOST_ITEMS or {one.receivable_id for one in claims} != set(wanted):
        return "CASE_ITEMS"
    if len({(one.customer_id, one.company_id, one.currency) for one in claims}) != 1:
        return "CASE_ITEMS"
    if any(not 0 < wanted[one.receivable_id] <= one.most_minor for one in claims):
        return "CASE_CLAIM_TOO_MUCH"
    return ""


def move_fault(*, state: State, event: Event, on: date, last_on: date, today: date) -> str:
    """The code of what is wrong with a step; empty if nothing is. Steps stand in the order of their days."""
    if (state, event) not in TRANSITIONS:
        return "CASE_STEP"
    if on > today:
        return "CASE_FUTURE"
    return "CASE_BEFORE_LAST" if on < last_on else ""


class Draft(StrEnum):
    """A text for a lawyer to finish."""

    LAWYERS_LETTER = "LAWYERS_LETTER"
    COMPLAINT = "COMPLAINT"
    PAYMENT_ORDER = "PAYMENT_ORDER"
    CLAIM = "CLAIM"


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What decides whether a draft may go out; sizes and types by decree 802, empty where nobody declared them."""

    seller_size: str
    buyer_type: str
    debtor_address: str
    disputed_minor: int
    due_dates: tuple[date | None, ...]


def draft_gaps(*, draft: Draft, facts: DraftFacts, today: date) -> tuple[str, ...]:
    """What is missing for a draft, or stands against it, as codes.

    A payment order needs money that is due, no other dispute about debts, and a debtor it can be served on (CPL 225); a
    complaint needs a small or medium seller and a public or large buyer (D802 3, 24).
    """
    found = []
    if draft is Draft.PAYMENT_ORDER:
        if facts.disputed_minor > 0:
            found.append("DRAFT_DISPUTED")
        if any(day is None or day >= today for day in facts.due_dates):
            found.append("DRAFT_NOT_DUE")
    if draft in (Draft.PAYMENT_ORDER, Draft.CLAIM) and not facts.debtor_address.strip():
        found.append("DRAFT_ADDRESS")
    if draft is Draft.COMPLAINT:
        if not facts.seller_size:
            found.append("DRAFT_SELLER_UNKNOWN")
        elif facts.seller_size == "LARGE":
            found.append("DRAFT_SELLER_LARGE")
        if facts.buyer_type not in ("PUBLIC", "LARGE"):
            found.append("DRAFT_BUYER")
    return tuple(found)
