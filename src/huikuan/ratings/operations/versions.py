"""Save versions as drafts, ask for one to be put in force, decide that as another person than its author (TRUST S29)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Unpack

from huikuan.approvals.operations import ask, decide
from huikuan.approvals.rules import RequestDraft, RequestKind
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import digest
from huikuan.customers.rules import CUSTOMER_CLASSES
from huikuan.kernel.actor import Actor, Role, Verb, refuse_without_verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.ratings.access import version_for
from huikuan.ratings.models import RuleVersion, VersionStanding
from huikuan.ratings.rules.rerating import VERSION_TRANSITIONS, VersionState, VersionStep
from huikuan.ratings.rules.versions import VersionKind, parse_rules
from huikuan.ratings.rulings import Ruling
from huikuan.ratings.shipped import shipped_documents

DECIDERS = frozenset({Role.CREDIT_MANAGER, Role.FINANCE_DIRECTOR})


@dataclass(frozen=True, slots=True)
class VersionDraft:
    """The next version of a kind; `replaces` is the number the editor saw (0: none yet), `customer_class` for policies alone."""

    kind: VersionKind
    document: Mapping[str, Any]
    reason: str
    replaces: int
    customer_class: str = ""


def save_version(*, actor: Actor, now: datetime, key: str, draft: VersionDraft) -> dict[str, Json]:
    """Keep a document as a draft; `{"version_id", "number"}`. It holds only once it is asked for and approved.

    Raises NotPermitted, Refused VERSION_FAULTY (with the first fault), VERSION_REASON_MISSING, CUSTOMER_CLASS_UNKNOWN, Changed
    VERSION_CHANGED if somebody saved another meanwhile.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    faults = parse_rules(kind=draft.kind, document=draft.document)
    if isinstance(faults, tuple):
        raise Refused("VERSION_FAULTY", fault=faults[0].code, where=faults[0].where, count=len(faults))
    if not draft.reason.strip():
        raise Refused("VERSION_REASON_MISSING")
    if draft.customer_class and (draft.kind is not VersionKind.POLICY or draft.customer_class not in CUSTOMER_CLASSES):
        raise Refused("CUSTOMER_CLASS_UNKNOWN", customer_class=draft.customer_class[:20])
    detail: dict[str, Json] = {
        "kind": draft.kind.value,
        "customer_class": draft.customer_class,
        "document": digest(value=draft.document),
        "reason": draft.reason,
        "replaces": draft.replaces,
    }
    intent = Intent("save_rating_rules", actor, now, key, None, detail)
    return perform(intent=intent, work=lambda act: _save(act, draft))


def ask_activation(*, actor: Actor, now: datetime, today: date, key: str, version_id: int) -> dict[str, Json]:
    """Ask for a draft to be put in force; `{"request_id"}`. Raises NotPermitted, Changed VERSION_MOVED."""
    version_for(actor=actor, version_id=version_id, need=Verb.EDIT_POLICY)
    intent = Intent("ask_for_rating_rules", actor, now, key, None, {"version_id": version_id})

    def work(act: OpenAct) -> dict[str, Json]:
        row = _locked(version_id)
        draft = RequestDraft(
            kind=RequestKind.SCORECARD,
            subject_id=version_id,
            customer_id=None,
            company_id=None,
            amount_minor=None,
            currency="",
            title_code=f"PUT_IN_FORCE_{row.kind}",
            parameters={"number": row.number, "version": version_id},
            reason=row.reason,
            roles=DECIDERS,
        )
        request_id = ask(act=act, draft=draft, today=today)
        _move(version_id, VersionState.DRAFT, VersionStep.ASK, request_id=request_id)
        return {"request_id": request_id}

    return perform(intent=intent, work=work)


def decide_scorecard(
    *, actor: Actor, now: datetime, today: date, key: str, **ruling: Unpack[Ruling]
) -> dict[str, Json]:
    """Put a version in force, or send it back; the one in force before is retired. `{"version_id", "state"}`.

    The author may not decide, whoever asked. Raises NotPermitted APPROVER_IS_REQUESTER and as `approvals.decide` does.
    """
    request_id, approve, note = ruling["request_id"], ruling["approve"], ruling["note"]
    detail: dict[str, Json] = dict(ruling)
    intent = Intent("decide_rating_rules", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        standing = VersionStanding.objects.filter(request_id=request_id).first()
        if standing is None:
            raise NotPermitted("REQUEST_NOT_VISIBLE", request=request_id)
        if standing.author_id is not None and standing.author_id == actor.user_id:
            raise NotPermitted("APPROVER_IS_REQUESTER")
        decide(act=act, request_id=request_id, approve=approve, note=note, today=today)
        who = {"decided_by_id": actor.user_id, "decided_by_name": actor.name, "decided_at": now}
        if not approve:
            _move(standing.pk, VersionState.WAITING, VersionStep.REJECT, **who)
            return {"version_id": standing.pk, "state": VersionState.REJECTED.value}
        same = VersionStanding.objects.filter(kind=standing.kind, customer_class=standing.customer_class)
        same.filter(state=VersionState.ACTIVE.value).update(
            state=VERSION_TRANSITIONS[VersionState.ACTIVE, VersionStep.REPLACE].value
        )
        _move(standing.pk, VersionState.WAITING, VersionStep.APPROVE, **who)
        return {"version_id": standing.pk, "state": VersionState.ACTIVE.value}

    return perform(intent=intent, work=work)


def ensure_versions(*, act: OpenAct) -> None:
    """Keep what comes with the product as version 1 in force, inside an open act, where a kind has none in force yet."""
    known = set(VersionStanding.objects.filter(customer_class="").values_list("kind", flat=True))
    for kind, document in shipped_documents().items():
        if kind.value not in known:
            _add(act, VersionDraft(kind, document, str(document["source"]), 0), 1, VersionState.ACTIVE)


def _save(act: OpenAct, draft: VersionDraft) -> dict[str, Json]:
    rows = RuleVersion.objects.filter(kind=draft.kind.value, customer_class=draft.customer_class)
    last = rows.order_by("-number").values_list("number", flat=True).first() or 0
    if last != draft.replaces:
        raise Changed("VERSION_CHANGED", number=last)
    ensure_versions(act=act)
    last = rows.order_by("-number").values_list("number", flat=True).first() or 0
    row = _add(act, draft, last + 1, VersionState.DRAFT)
    return {"version_id": row.pk, "number": row.number}


def _add(act: OpenAct, draft: VersionDraft, number: int, state: VersionState) -> RuleVersion:
    """A version with its standing; what comes with the product has no author."""
    is_ours = state is VersionState.ACTIVE
    row = RuleVersion.objects.create(
        kind=draft.kind.value,
        customer_class=draft.customer_class,
        number=number,
        document=dict(draft.document),
        reason=draft.reason.strip()[:400],
        author_id=None if is_ours else act.actor.user_id,
        author_name="" if is_ours else act.actor.name,
        created_at=act.now,
        act_id=act.id,
    )
    VersionStanding.objects.create(
        version=row, kind=row.kind, customer_class=row.customer_class, state=state.value, author_id=row.author_id
    )
    return row


def _locked(version_id: int) -> RuleVersion:
    VersionStanding.objects.select_for_update().get(pk=version_id)
    return RuleVersion.objects.get(pk=version_id)


def _move(version_id: int, state: VersionState, step: VersionStep, **values: Any) -> None:
    moved = VersionStanding.objects.filter(pk=version_id, state=state.value).update(
        state=VERSION_TRANSITIONS[state, step].value, **values
    )
    if not moved:
        raise Changed("VERSION_MOVED", version=version_id)
