"""From ratings to proposals: what falls is tightened at once where the policy says so, the rest waits for a person."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from huikuan.approvals.operations import ask_many, withdraw_many
from huikuan.approvals.rules import RequestDraft, RequestKind
from huikuan.audit.operations import OpenAct
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.kernel.paging import portions
from huikuan.kernel.text_amounts import format_amount
from huikuan.ratings.applying import apply_proposals, plain_offer
from huikuan.ratings.computing import against_best
from huikuan.ratings.models import Proposal, Rating
from huikuan.ratings.rules.policies import GradePolicy, Part
from huikuan.ratings.rules.proposing import (
    Direction,
    Offer,
    Terms,
    direction_of,
    has_fallen,
    is_small,
    offer_of,
    only_tighter,
)
from huikuan.ratings.rules.reasons import proposal_reasons
from huikuan.ratings.rules.rerating import (
    ONLY_TIGHTER,
    PROPOSAL_TRANSITIONS,
    Event,
    ProposalState,
    ProposalStep,
    RunKind,
)
from huikuan.ratings.rules.scorecards import Grade
from huikuan.ratings.rules.scoring import Score

WAITING, APPLIED = ProposalState.WAITING.value, ProposalState.APPLIED.value
DECIDERS = frozenset({Role.CREDIT_MANAGER, Role.FINANCE_DIRECTOR})


@dataclass(frozen=True, slots=True)
class Before:
    """The rating before this one: its grade and what each factor took from full points."""

    grade: Grade | None
    against_best: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Rated:
    """A saved rating with what a proposal needs; `before` is None at the first rating.

    `approved_minor` is what a limit must be below to be a tighter one (None: none was ever set).
    """

    rating: Rating
    scored: Score
    events: tuple[Event, ...]
    before: Before | None
    terms: Terms
    approved_minor: int | None
    policy: GradePolicy
    sold_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many proposals wait for a person, and how many customers were tightened without one."""

    proposed: int
    tightened: int


def make_proposals(*, act: OpenAct, today: date, kind: RunKind, rated: Sequence[Rated]) -> Counts:
    """Save what the ratings of a run propose, apply what may be tightened at once, ask for the rest.

    The machine asks, so that whoever started the run may decide. A proposal that waits already and says the same stays; one
    that a person rejected is not made again while nothing changed.
    """
    drafts = [draft for one in rated if (draft := _draft(one, kind)) is not None]
    drafts = _without_known(drafts)
    _supersede(act, [draft.customer_id for draft in drafts])
    saved = Proposal.objects.bulk_create(drafts, batch_size=1_000)
    automatic = [one for one in saved if one.is_automatic]
    apply_proposals(act=act, today=today, proposals=automatic)
    waiting = [one for one in saved if not one.is_automatic]
    by_machine = replace(act, actor=SYSTEM)
    asked = ask_many(act=by_machine, drafts=[_request(one) for one in waiting], today=today)
    for one, request_id in zip(waiting, asked, strict=True):
        one.request_id = request_id
    Proposal.objects.bulk_update(waiting, ["request_id"], batch_size=500)
    return Counts(len(waiting), len(automatic))


def _draft(one: Rated, kind: RunKind) -> Proposal | None:
    offer = offer_of(policy=one.policy, scored=one.scored, sold_minor=one.sold_minor, now=one.terms)
    before, after = (one.before.grade if one.before else None), one.scored.grade
    if has_fallen(before=before, after=after) and one.policy.automatic:
        tight = _tightened(one, offer.terms, one.policy.automatic)
        if tight != one.terms:
            return _proposal(one, replace(offer, terms=tight), is_automatic=True)
    if kind in ONLY_TIGHTER and one.before is not None:
        offer = replace(offer, terms=_tightened(one, offer.terms, frozenset(Part)))
    if offer.terms == one.terms or (kind is not RunKind.YEARLY and is_small(now=one.terms, then=offer.terms)):
        return None
    return _proposal(one, offer, is_automatic=False)


def _proposal(one: Rated, offer: Offer, *, is_automatic: bool) -> Proposal:
    before = one.before or Before(None, {})
    return Proposal(
        rating=one.rating,
        customer_id=one.rating.customer_id,
        state=APPLIED if is_automatic else WAITING,
        direction=(Direction.TIGHTER if is_automatic else _direction(one, offer.terms)).value,
        is_automatic=is_automatic,
        grade_before=before.grade.value if before.grade else "",
        grade=one.scored.grade.value if one.scored.grade else "",
        before=asdict(one.terms),
        after=plain_offer(offer=offer, currency=one.currency, valid_months=one.policy.valid_months),
        reasons=proposal_reasons(
            events=one.events,
            before=before.grade,
            after=one.scored.grade,
            old=before.against_best,
            new=against_best(lines=one.rating.lines),
        ),
    )


def _tightened(one: Rated, then: Terms, parts: Collection[Part]) -> Terms:
    """The terms as they are, with what is tighter: a limit only below the approved one, so that a rating never gives any."""
    approved = replace(one.terms, limit_minor=one.approved_minor)
    tight = only_tighter(now=approved, then=then, parts=parts)
    is_lower = tight.limit_minor != approved.limit_minor
    return tight if is_lower else replace(tight, limit_minor=one.terms.limit_minor)


def _direction(one: Rated, then: Terms) -> Direction:
    approved = replace(one.terms, limit_minor=one.approved_minor)
    is_kept = then.limit_minor == one.terms.limit_minor
    return direction_of(now=approved, then=replace(then, limit_minor=one.approved_minor) if is_kept else then)


def _without_known(drafts: Sequence[Proposal]) -> list[Proposal]:
    """Drafts that say something else than what waits for the customer, or than what was last rejected; one query per 5,000."""
    ids = [draft.customer_id for draft in drafts]
    known: dict[int, Proposal] = {}
    for some in portions(values=ids):
        rows = Proposal.objects.filter(customer_id__in=some, state__in=(WAITING, ProposalState.REJECTED.value, APPLIED))
        known |= {row.customer_id: row for row in rows.order_by("pk")}
    return [draft for draft in drafts if draft.is_automatic or not _is_same(known.get(draft.customer_id), draft)]


def _is_same(known: Proposal | None, draft: Proposal) -> bool:
    if known is None or known.state == APPLIED:
        return False
    return _said(known) == _said(draft)


def _said(one: Proposal) -> tuple[str, dict[str, Any], dict[str, Any]]:
    return one.grade, one.before, one.after


def _supersede(act: OpenAct, customer_ids: Collection[int]) -> None:
    """Take back what waits for customers that get a new proposal."""
    by_machine = replace(act, actor=SYSTEM)
    for some in portions(values=sorted(customer_ids)):
        rows = Proposal.objects.filter(customer_id__in=some, state=WAITING)
        asked = rows.filter(request_id__isnull=False).values_list("request_id", flat=True)
        withdraw_many(act=by_machine, request_ids=[pk for pk in asked if pk is not None])
        after = PROPOSAL_TRANSITIONS[ProposalState.WAITING, ProposalStep.SUPERSEDE]
        rows.update(state=after.value, decided_at=act.now, decided_by_name=act.actor.name)


def _request(one: Proposal) -> RequestDraft:
    after = one.after
    return RequestDraft(
        kind=RequestKind.RATING,
        subject_id=one.pk,
        customer_id=one.customer_id,
        company_id=None,
        amount_minor=after["limit_minor"],
        currency=after["currency"],
        title_code="NEW_TERMS_BY_RATING",
        parameters={"before": one.grade_before or "–", "grade": one.grade or "–"},
        reason=_in_figures(one),
        roles=DECIDERS,
    )


def _in_figures(one: Proposal) -> str:
    """What would change, readable in every language; the reasons in words stand on the customer's rating page."""
    before, after = one.before, one.after
    parts = [f"{one.grade_before or '–'} → {one.grade or '–'}"]
    if before["limit_minor"] != after["limit_minor"]:
        limits = (_amount(terms["limit_minor"], after["currency"]) for terms in (before, after))
        parts.append(f"{after['currency']} {' → '.join(limits)}")
    if before["terms_days"] != after["terms_days"]:
        days = ("–" if terms["terms_days"] is None else str(terms["terms_days"]) for terms in (before, after))
        parts.append(" → ".join(days))
    return "; ".join(parts)


def _amount(minor: int | None, currency: str) -> str:
    return "–" if minor is None else format_amount(minor=minor, currency=currency)
