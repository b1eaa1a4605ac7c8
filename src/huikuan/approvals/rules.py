"""PURE: requests and who may decide them: the states, the tiers of amounts, four eyes (HANDBOOK D7, TRUST S29)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from huikuan.kernel.actor import Actor, ActorKind, Role
from huikuan.kernel.money import DOCUMENT_MAX_MINOR

LONGEST_REASON = 1_000
LONGEST_NOTE = 1_000
TIER_CURRENCY = "CNY"
"""The amounts of tiers are in this currency; an amount in another one asks for the highest tier."""


class RequestKind(StrEnum):
    """What is asked for."""

    LIMIT = "LIMIT"
    RATING = "RATING"
    OPENING_CHECK = "OPENING_CHECK"
    OPENING = "OPENING"
    WAIVER = "WAIVER"
    SCORECARD = "SCORECARD"
    CONTRACT = "CONTRACT"
    PRICES = "PRICES"
    PROVISION = "PROVISION"
    WRITE_OFF = "WRITE_OFF"
    INTEREST_WAIVER = "INTEREST_WAIVER"
    SETTLEMENT = "SETTLEMENT"
    SANCTION = "SANCTION"


class RequestState(StrEnum):
    """Where a request stands."""

    WAITING = "WAITING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"


class RequestEvent(StrEnum):
    """What may happen to a request."""

    APPROVE = "APPROVE"
    REJECT = "REJECT"
    WITHDRAW = "WITHDRAW"
    EXPIRE = "EXPIRE"


TRANSITIONS: dict[tuple[RequestState, RequestEvent], RequestState] = {
    (RequestState.WAITING, RequestEvent.APPROVE): RequestState.APPROVED,
    (RequestState.WAITING, RequestEvent.REJECT): RequestState.REJECTED,
    (RequestState.WAITING, RequestEvent.WITHDRAW): RequestState.WITHDRAWN,
    (RequestState.WAITING, RequestEvent.EXPIRE): RequestState.EXPIRED,
}
"""A request is decided once: no state but WAITING has a way out."""


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """What is asked for; `roles` decide where no tier of the kind says who does."""

    kind: RequestKind
    subject_id: int
    customer_id: int | None
    company_id: int | None
    amount_minor: int | None
    currency: str
    title_code: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)
    reason: str = ""
    expires_on: date | None = None
    roles: frozenset[Role] | None = None


@dataclass(frozen=True, slots=True, order=True)
class Tier:
    """From this amount on (minor units, inclusive) people with one of these roles decide."""

    from_minor: int
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Tiers:
    """Who decides a kind of request by its amount; a version, as a decision names the one that let it pass."""

    kind: RequestKind
    number: int
    valid_from: date | None
    source: str
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a draft or with tiers: a code with parameters for its sentence."""

    code: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)


_MANAGER_AND_ABOVE = frozenset({Role.CREDIT_MANAGER, Role.FINANCE_DIRECTOR})
SHIPPED_SOURCE = "Default of the product: credit manager up to 500,000.00, finance director above"
SHIPPED_TIERS: Mapping[RequestKind, Tiers] = {
    kind: Tiers(
        kind,
        0,
        None,
        SHIPPED_SOURCE,
        (Tier(0, _MANAGER_AND_ABOVE), Tier(50_000_001, frozenset({Role.FINANCE_DIRECTOR}))),
    )
    for kind in (
        RequestKind.LIMIT,
        RequestKind.RATING,
        RequestKind.WAIVER,
        RequestKind.INTEREST_WAIVER,
        RequestKind.SANCTION,
        RequestKind.SETTLEMENT,
    )
}
"""What holds until somebody edits: as data that the first edit keeps as version 1."""


def state_on(*, state: RequestState, expires_on: date | None, today: date) -> RequestState:
    """The state as of a day: a waiting request is over the day after `expires_on`, whether a job has noticed or not."""
    if state is RequestState.WAITING and expires_on is not None and expires_on < today:
        return TRANSITIONS[state, RequestEvent.EXPIRE]
    return state


def roles_that_decide(
    *, tiers: Tiers | None, amount_minor: int | None, currency: str, named: frozenset[Role] | None
) -> frozenset[Role]:
    """Who may decide: the tier of the amount; the roles the request names where its kind has no tiers or it no amount.

    An amount in a currency that tiers do not speak of, or none at all, asks for the highest tier (FEATURES D11, D12).
    """
    if tiers is None or (amount_minor is None and named):
        return named or frozenset()
    ordered = sorted(tiers.tiers)
    if amount_minor is None or currency != TIER_CURRENCY:
        return ordered[-1].roles
    return [tier for tier in ordered if tier.from_minor <= amount_minor][-1].roles


def held_roles(*, actor: Actor, verbs_of: Mapping[Role, frozenset[str]]) -> frozenset[Role]:
    """The roles an actor really acts in: a token that only reads holds none, as it lacks the verbs that come with them."""
    return frozenset(role for role in actor.roles if verbs_of[role] <= actor.verbs)


def decision_fault(
    *, actor: Actor, held: frozenset[Role], allowed: frozenset[Role], requested_by_id: int | None
) -> Fault | None:
    """Why this actor may not decide: it is his own request (also through his token), or none of his roles is asked for."""
    if actor.kind is ActorKind.SYSTEM or actor.user_id is None:
        return Fault("APPROVER_ROLE", {"roles": names_of(roles=allowed)})
    if actor.user_id == requested_by_id:
        return Fault("APPROVER_IS_REQUESTER")
    if not held & allowed:
        return Fault("APPROVER_ROLE", {"roles": names_of(roles=allowed)})
    return None


def names_of(*, roles: Iterable[Role]) -> str:
    """The codes of roles in one order, for parameters of sentences."""
    return ", ".join(sorted(role.value for role in roles))


def draft_fault(*, draft: RequestDraft, today: date) -> Fault | None:
    """What is wrong with a request: an amount out of range, no reason, over before it began."""
    if draft.amount_minor is not None and not 0 <= draft.amount_minor <= DOCUMENT_MAX_MINOR:
        return Fault("REQUEST_AMOUNT", {"minor": draft.amount_minor})
    if draft.amount_minor is not None and len(draft.currency) != 3:
        return Fault("REQUEST_CURRENCY", {"currency": draft.currency[:10]})
    if not draft.reason.strip():
        return Fault("REQUEST_REASON_MISSING")
    if len(draft.reason) > LONGEST_REASON:
        return Fault("REQUEST_REASON_LONG", {"most": LONGEST_REASON})
    if draft.expires_on is not None and draft.expires_on < today:
        return Fault("REQUEST_OVER", {"day": draft.expires_on.isoformat()})
    return None


def tiers_fault(*, tiers: Tiers) -> Fault | None:
    """What is wrong with tiers: none at all, not from zero, two from one amount, an amount out of range, nobody to decide."""
    amounts = [tier.from_minor for tier in tiers.tiers]
    if not amounts or min(amounts) != 0:
        return Fault("TIERS_FROM_ZERO")
    if max(amounts) > DOCUMENT_MAX_MINOR:
        return Fault("TIER_AMOUNT", {"minor": max(amounts)})
    if len(set(amounts)) < len(amounts):
        return Fault("TIER_TWICE")
    if any(not tier.roles for tier in tiers.tiers):
        return Fault("TIER_WITHOUT_ROLE")
    if not tiers.source.strip():
        return Fault("TIERS_SOURCE_MISSING")
    return None


def widened_for(*, before: Tiers | None, after: Tiers, roles: frozenset[Role]) -> int | None:
    """The least amount that `roles` may decide by `after` and not by `before`; None where they gain nothing.

    Nobody widens what he decides himself (TRUST S29).
    """
    edges = sorted({tier.from_minor for known in (before, after) if known is not None for tier in known.tiers})
    for edge in edges:
        new = _roles_at(after, edge)
        if new & roles and not (_roles_at(before, edge) & roles):
            return edge
    return None


def in_force(*, versions: Sequence[Tiers], on: date) -> Tiers | None:
    """The newest version that has begun by a day; None before the first."""
    begun = [one for one in versions if one.valid_from is None or one.valid_from <= on]
    return max(begun, key=lambda one: one.number, default=None)


def _roles_at(tiers: Tiers | None, amount_minor: int) -> frozenset[Role]:
    if tiers is None:
        return frozenset()
    return roles_that_decide(tiers=tiers, amount_minor=amount_minor, currency=TIER_CURRENCY, named=None)
