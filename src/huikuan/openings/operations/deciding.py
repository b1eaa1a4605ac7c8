"""Check a customer on site, decide his application, edit what is required."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huikuan.approvals.operations import ask, decide
from huikuan.approvals.queries import RequestRow, request_row
from huikuan.approvals.rules import RequestDraft, RequestKind, RequestState
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.versions import next_version
from huikuan.customers.access import locked_customer
from huikuan.kernel.actor import Actor, Role, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.openings.access import opening_for
from huikuan.openings.models import FieldCheck, Opening, RequirementVersion
from huikuan.openings.operations.writing import Paper, keep_paper, move_opening
from huikuan.openings.queries import requirements_now
from huikuan.openings.rules import (
    LONGEST_TEXT,
    MOST_FILES,
    DocumentCode,
    OpeningEvent,
    OpeningState,
    Requirements,
    Verdict,
    checker_fault,
    last_valid_day,
    requirements_fault,
)

DECIDING_ROLES = frozenset({Role.CREDIT_MANAGER, Role.FINANCE_DIRECTOR})
LONGEST_PLACE = 300


@dataclass(frozen=True, slots=True)
class CheckDraft:
    """What a field check found; photos are kept with the application."""

    checked_on: date
    place: str
    findings: str
    verdict: Verdict
    photos: tuple[Paper, ...] = ()


def record_field_check(
    *, actor: Actor, now: datetime, today: date, key: str, opening_id: int, draft: CheckDraft
) -> dict[str, Json]:
    """Write down a visit on site and ask for the decision; `{"opening_id", "request_id"}`.

    The one who checks is neither the customer's salesperson nor the applicant. Raises NotPermitted CHECKER_IS_SALESPERSON,
    CHECKER_IS_APPLICANT, CHECKER_NOBODY, Refused CHECK_TEXT_MISSING, CHECK_TEXT_LONG, CHECK_IN_FUTURE, OPENING_FILES,
    DOCUMENT_TOO_LARGE, Changed OPENING_CHANGED.
    """
    row = opening_for(actor=actor, opening_id=opening_id, need=Verb.FIELD_CHECK)
    _refuse_check(draft, today)
    detail = {
        "opening_id": opening_id,
        "checked_on": draft.checked_on.isoformat(),
        "place": draft.place,
        "findings": draft.findings,
        "verdict": draft.verdict.value,
        "photos": [photo.detail for photo in draft.photos],
    }
    intent = Intent("record_field_check", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        move_opening(
            act=act,
            opening_id=opening_id,
            state=OpeningState.SUBMITTED,
            event=OpeningEvent.CHECK,
            note=draft.verdict.value,
        )
        _keep_check(act, row, draft)
        request_id = ask(act=act, draft=_request(row), today=today)
        Opening.objects.filter(pk=opening_id).update(request_id=request_id)
        return {"opening_id": opening_id, "request_id": request_id}

    return perform(intent=intent, work=work)


def _keep_check(act: OpenAct, row: Opening, draft: CheckDraft) -> None:
    checker_id = act.actor.user_id
    sells = locked_customer(customer_id=row.customer_id).salesperson_id
    fault = checker_fault(checker_id=checker_id, salesperson_id=sells, applicant_id=row.applicant_id)
    if fault is not None or checker_id is None:
        raise NotPermitted(fault or "CHECKER_NOBODY")
    FieldCheck.objects.create(
        opening=row,
        checked_on=draft.checked_on,
        place=draft.place.strip(),
        findings=draft.findings.strip(),
        verdict=draft.verdict.value,
        checker_id=checker_id,
        checker_name=act.actor.name,
        applicant_id=row.applicant_id,
        salesperson_id=sells,
        at=act.now,
        act_id=act.id,
    )
    for photo in draft.photos:
        keep_paper(act=act, opening_id=row.pk, code=DocumentCode.SITE_PHOTOS, paper=photo, is_of_check=True)


def decide_opening(  # noqa: PLR0913  (what the inbox hands to every owner of a request)
    *, actor: Actor, now: datetime, today: date, key: str, request_id: int, approve: bool, note: str
) -> dict[str, Json]:
    """Approve a checked application for the months it asked for, or reject it; `{"opening_id", "state"}`.

    The applicant, the one who checked and the customer's salesperson do not decide (D7). Raises what `approvals` raises.
    """
    asked = request_row(request_id=request_id)
    row = opening_for(actor=actor, opening_id=asked.subject_id)
    if asked.kind is not RequestKind.OPENING:
        raise NotPermitted("REQUEST_NOT_VISIBLE", request=request_id)
    detail = {"request_id": request_id, "approve": approve, "note": note}
    intent = Intent("decide_opening", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        sells = locked_customer(customer_id=row.customer_id).salesperson_id
        if actor.user_id is not None and actor.user_id in (row.applicant_id, sells):
            raise NotPermitted("APPROVER_IS_REQUESTER")
        decided = decide(act=act, request_id=request_id, approve=approve, note=note, today=today)
        return {"opening_id": row.pk, "state": _decided(act, row, decided, today)}

    return perform(intent=intent, work=work)


def save_requirements(*, actor: Actor, now: datetime, key: str, requirements: Requirements) -> dict[str, Json]:
    """Put the next version of the requirements into force; `{"number"}`. `requirements.number` is the version the editor saw.

    Needs EDIT_POLICY. Raises NotPermitted, Refused OPENING_VALIDITY_MONTHS, OPENING_SOURCE_MISSING, OPENING_DOCUMENT_TWICE,
    Changed OPENING_REQUIREMENTS_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    fault = requirements_fault(requirements=requirements)
    if fault is not None:
        raise Refused(fault)
    values = _values(requirements)
    detail = {**values, "required_from": requirements.required_from and requirements.required_from.isoformat()}
    intent = Intent("save_opening_requirements", actor, now, key, None, {**detail, "replaces": requirements.number})

    def work(act: OpenAct) -> dict[str, Json]:
        with next_version(
            seen=requirements.number, newest=lambda: requirements_now().number, code="OPENING_REQUIREMENTS_CHANGED"
        ) as number:
            RequirementVersion.objects.create(number=number, created_at=act.now, act_id=act.id, **values)
        return {"number": number}

    return perform(intent=intent, work=work)


def _refuse_check(draft: CheckDraft, today: date) -> None:
    if not draft.findings.strip() or not draft.place.strip():
        raise Refused("CHECK_TEXT_MISSING")
    if len(draft.findings) > LONGEST_TEXT or len(draft.place) > LONGEST_PLACE:
        raise Refused("CHECK_TEXT_LONG", most=LONGEST_TEXT)
    if draft.checked_on > today:
        raise Refused("CHECK_IN_FUTURE")
    if len(draft.photos) > MOST_FILES:
        raise Refused("OPENING_FILES", most=MOST_FILES)


def _request(row: Opening) -> RequestDraft:
    return RequestDraft(
        kind=RequestKind.OPENING,
        subject_id=row.pk,
        customer_id=row.customer_id,
        company_id=None,
        amount_minor=None,
        currency="",
        title_code="OPENING_ASKED",
        parameters={"customer": row.customer.name, "applicant": row.applicant_name},
        reason=row.reason,
        roles=DECIDING_ROLES,
    )


def _decided(act: OpenAct, row: Opening, decided: RequestRow, today: date) -> str:
    approved = decided.state is RequestState.APPROVED
    last = last_valid_day(first=today, months=row.valid_months)
    validity = {"valid_from": today, "valid_through": last} if approved else {}
    event = OpeningEvent.APPROVE if approved else OpeningEvent.REJECT
    state = move_opening(
        act=act, opening_id=row.pk, state=OpeningState.CHECKED, event=event, note=decided.note, **validity
    )
    return state.value


def _values(requirements: Requirements) -> dict[str, Json]:
    listed = {kind.value: [code.value for code in codes] for kind, codes in requirements.documents.items()}
    return {
        "required_from": requirements.required_from,
        "valid_months": requirements.valid_months,
        "documents": listed,
        "source": requirements.source.strip()[:400],
    }
