"""Ask, decide, withdraw, inside the act of the room that owns the subject; lapse what is over; edit tiers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from huikuan.accounts.rules import VERBS_OF_ROLE
from huikuan.approvals.access import own_requests, request_to_decide, tiers_on
from huikuan.approvals.models import ApprovalTier, Request, TierVersion
from huikuan.approvals.queries import RequestRow, request_row
from huikuan.approvals.rules import (
    LONGEST_NOTE,
    SHIPPED_TIERS,
    TRANSITIONS,
    RequestDraft,
    RequestEvent,
    RequestKind,
    RequestState,
    Tiers,
    draft_fault,
    held_roles,
    roles_that_decide,
    state_on,
    tiers_fault,
    widened_for,
)
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.versions import next_version
from huikuan.kernel.actor import Actor, ActorKind, Verb
from huikuan.kernel.paging import portions
from huikuan.kernel.refusal import Changed, NotPermitted, Refused

WAITING = RequestState.WAITING.value
ASKED_AT_ONCE = 500


def ask(*, act: OpenAct, draft: RequestDraft, today: date) -> int:
    """Write down a request inside an open act; its id. One waits per kind and subject.

    Raises Refused REQUEST_WAITING (one waits already), REQUEST_AMOUNT, REQUEST_CURRENCY, REQUEST_REASON_MISSING,
    REQUEST_REASON_LONG, REQUEST_OVER, REQUEST_WITHOUT_APPROVER (neither tiers nor roles say who decides).
    """
    return ask_many(act=act, drafts=[draft], today=today)[0]


def ask_many(*, act: OpenAct, drafts: Sequence[RequestDraft], today: date) -> list[int]:
    """Write down many requests inside an open act, all or none; ids in the order given. The same queries for 1 and for 500.

    Raises what `ask` raises for the first one that is at fault, REQUEST_WAITING also for two about one subject.
    """
    tiers = tiers_on(on=today) if drafts else {}
    for draft in drafts:
        _refuse_draft(draft, tiers.get(draft.kind), today)
    if len({(draft.kind, draft.subject_id) for draft in drafts}) < len(drafts):
        raise Refused("REQUEST_WAITING")
    found: list[int] = []
    for start in range(0, len(drafts), ASKED_AT_ONCE):
        found += _asked(act, drafts[start : start + ASKED_AT_ONCE], today)
    return found


def decide(*, act: OpenAct, request_id: int, approve: bool, note: str, today: date) -> RequestRow:
    """Approve or reject a waiting request inside an open act, as another person than the one who asked (TRUST S29).

    Who may decide is looked up again here, by the tiers in force today (FEATURES D25). Raises NotPermitted
    REQUEST_NOT_VISIBLE, APPROVER_IS_REQUESTER, APPROVER_ROLE, Refused REQUEST_EXPIRED, REQUEST_NOTE_MISSING (a rejection
    says why), REQUEST_NOTE_LONG, Changed REQUEST_DECIDED.
    """
    row, tiers = request_to_decide(actor=act.actor, request_id=request_id, today=today)
    state = RequestState(row.state)
    if state_on(state=state, expires_on=row.expires_on, today=today) is RequestState.EXPIRED:
        raise Refused("REQUEST_EXPIRED", day=row.expires_on.isoformat() if row.expires_on else "")
    written = note.strip()
    if not approve and not written:
        raise Refused("REQUEST_NOTE_MISSING")
    if len(written) > LONGEST_NOTE:
        raise Refused("REQUEST_NOTE_LONG", most=LONGEST_NOTE)
    decided = Request.objects.filter(pk=request_id, state=WAITING).update(
        state=_after(RequestEvent.APPROVE if approve else RequestEvent.REJECT),
        decided_by_id=act.actor.user_id,
        decided_by_name=act.actor.name,
        decided_at=act.now,
        decided_act_id=act.id,
        note=written,
        tiers_number=None if tiers is None else tiers.number,
    )
    if not decided:
        raise Changed("REQUEST_DECIDED")
    return request_row(request_id=request_id)


def withdraw(*, act: OpenAct, request_id: int) -> RequestRow:
    """Take one's own waiting request back inside an open act.

    Raises NotPermitted REQUEST_NOT_VISIBLE (somebody else's, unknown), Changed REQUEST_DECIDED.
    """
    withdraw_many(act=act, request_ids=[request_id])
    return request_row(request_id=request_id)


def withdraw_many(*, act: OpenAct, request_ids: Collection[int]) -> None:
    """Take many of one's own waiting requests back inside an open act, all or none; two queries for 5,000.

    Raises what `withdraw` raises.
    """
    for some in portions(values=sorted(set(request_ids))):
        own = _own(act.actor).filter(pk__in=some)
        if own.count() < len(some):
            raise NotPermitted("REQUEST_NOT_VISIBLE", request=some[0])
        if own.filter(state=WAITING).update(state=_after(RequestEvent.WITHDRAW)) < len(some):
            raise Changed("REQUEST_DECIDED")


def lapse_requests(*, actor: Actor, now: datetime, today: date, key: str) -> dict[str, Json]:
    """Write down that requests are over whose last day has passed; `{"lapsed": n}`. The day's run calls it."""
    intent = Intent("lapse_requests", actor, now, key, None, {"today": today.isoformat()})

    def work(_act: OpenAct) -> dict[str, Json]:
        over = Request.objects.filter(state=WAITING, expires_on__lt=today)
        return {"lapsed": over.update(state=_after(RequestEvent.EXPIRE))}

    return perform(intent=intent, work=work)


def save_tiers(*, actor: Actor, now: datetime, today: date, key: str, tiers: Tiers) -> dict[str, Json]:
    """Put the next version of the tiers of a kind into force; `{"number"}`. `tiers.number` is the version the editor saw.

    Needs ADMINISTER or EDIT_POLICY. Nobody widens what he decides himself. Raises NotPermitted, Refused TIERS_FROM_ZERO,
    TIER_AMOUNT, TIER_TWICE, TIER_WITHOUT_ROLE, TIERS_SOURCE_MISSING, TIERS_BEGIN_EARLIER, TIER_FOR_ONESELF, Changed
    TIERS_CHANGED.
    """
    if not (actor.may(Verb.ADMINISTER) or actor.may(Verb.EDIT_POLICY)):
        raise NotPermitted("VERB_MISSING", verb=Verb.EDIT_POLICY.value)
    fault = tiers_fault(tiers=tiers)
    if fault is not None:
        raise Refused(fault.code, **fault.parameters)
    intent = Intent("save_approval_tiers", actor, now, key, None, _plain(tiers))
    return perform(intent=intent, work=lambda act: {"number": _save(act, tiers, today)})


def _save(act: OpenAct, tiers: Tiers, today: date) -> int:
    if tiers.valid_from is None or tiers.valid_from < today:
        raise Refused("TIERS_BEGIN_EARLIER", day=today.isoformat())
    with next_version(seen=tiers.number, newest=lambda: _newest(tiers.kind), code="TIERS_CHANGED") as number:
        _refuse_widening(act, tiers, tiers.valid_from)
        if number == 1 and tiers.kind in SHIPPED_TIERS:
            return _add_version(act, tiers, 1 + _add_version(act, SHIPPED_TIERS[tiers.kind], 1))
        return _add_version(act, tiers, number)


def _newest(kind: RequestKind) -> int:
    return TierVersion.objects.filter(kind=kind.value).order_by("-number").values_list("number", flat=True).first() or 0


def _refuse_widening(act: OpenAct, tiers: Tiers, first: date) -> None:
    """Nobody lets himself decide more, neither from the first day on nor beside a version that begins later."""
    held = held_roles(actor=act.actor, verbs_of=VERBS_OF_ROLE)
    later = TierVersion.objects.filter(kind=tiers.kind.value, valid_from__gt=first).values_list("valid_from", flat=True)
    for day in sorted({first, *(begins for begins in later if begins is not None)}):
        gained = widened_for(before=tiers_on(on=day).get(tiers.kind), after=tiers, roles=held)
        if gained is not None:
            raise Refused("TIER_FOR_ONESELF", minor=gained)


def _add_version(act: OpenAct, tiers: Tiers, number: int) -> int:
    row = TierVersion.objects.create(
        kind=tiers.kind.value,
        number=number,
        valid_from=tiers.valid_from,
        source=tiers.source.strip()[:400],
        created_at=act.now,
        act_id=act.id,
    )
    ApprovalTier.objects.bulk_create(
        ApprovalTier(version=row, from_minor=tier.from_minor, roles=sorted(role.value for role in tier.roles))
        for tier in tiers.tiers
    )
    return number


def _plain(tiers: Tiers) -> dict[str, Json]:
    return {
        "kind": tiers.kind.value,
        "replaces": tiers.number,
        "valid_from": tiers.valid_from.isoformat() if tiers.valid_from else None,
        "source": tiers.source,
        "tiers": [[tier.from_minor, sorted(role.value for role in tier.roles)] for tier in sorted(tiers.tiers)],
    }


def _refuse_draft(draft: RequestDraft, tiers: Tiers | None, today: date) -> None:
    fault = draft_fault(draft=draft, today=today)
    if fault is not None:
        raise Refused(fault.code, **fault.parameters)
    if not roles_that_decide(tiers=tiers, amount_minor=draft.amount_minor, currency=draft.currency, named=draft.roles):
        raise Refused("REQUEST_WITHOUT_APPROVER", kind=draft.kind.value)


def _asked(act: OpenAct, drafts: Sequence[RequestDraft], today: date) -> list[int]:
    """Requests of at most 500 drafts; what lapsed about the same subjects makes room."""
    same = _waiting_about(drafts)
    same.filter(expires_on__lt=today).update(state=_after(RequestEvent.EXPIRE))
    if same.exists():
        raise Refused("REQUEST_WAITING")
    try:
        with transaction.atomic():
            return [row.pk for row in Request.objects.bulk_create(_request(act, draft) for draft in drafts)]
    except IntegrityError as error:
        if not same.exists():
            raise
        raise Refused("REQUEST_WAITING") from error


def _waiting_about(drafts: Sequence[RequestDraft]) -> QuerySet[Request]:
    subjects: dict[str, list[int]] = {}
    for draft in drafts:
        subjects.setdefault(draft.kind.value, []).append(draft.subject_id)
    about = Q(pk__in=())
    for kind, ids in subjects.items():
        about |= Q(kind=kind, subject_id__in=ids)
    return Request.objects.filter(about, state=WAITING)


def _own(actor: Actor) -> QuerySet[Request]:
    """What the actor asked for; the machine what machines asked for."""
    return Request.objects.filter(requested_by=None) if actor.kind is ActorKind.SYSTEM else own_requests(actor=actor)


def _request(act: OpenAct, draft: RequestDraft) -> Request:
    return Request(
        kind=draft.kind.value,
        subject_id=draft.subject_id,
        customer_id=draft.customer_id,
        company_id=draft.company_id,
        amount_minor=draft.amount_minor,
        currency=draft.currency,
        title_code=draft.title_code,
        parameters=dict(draft.parameters),
        reason=draft.reason.strip(),
        roles=None if draft.roles is None else sorted(role.value for role in draft.roles),
        requested_by_id=act.actor.user_id,
        requested_by_name=act.actor.name,
        requested_at=act.now,
        state=WAITING,
        expires_on=draft.expires_on,
        act_id=act.id,
    )


def _after(event: RequestEvent) -> str:
    return TRANSITIONS[RequestState.WAITING, event].value
