"""Apply for a customer's opening: begin, supply or waive documents, hand in, take back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.access import customer_for
from huikuan.customers.merging import refuse_merged
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Refused
from huikuan.openings.access import opening_for
from huikuan.openings.models import Opening
from huikuan.openings.operations.writing import (
    Paper,
    keep_paper,
    move_opening,
    running_opening,
    waive_paper,
    write_step,
)
from huikuan.openings.queries import missing_of, requirements_now
from huikuan.openings.rules import (
    LONGEST_REASON,
    MOST_FILES,
    RUNNING,
    CustomerKind,
    DocumentCode,
    OpeningEvent,
    OpeningState,
)


@dataclass(frozen=True, slots=True)
class OpeningDraft:
    """Whom to open, as what kind of customer, and why."""

    customer_id: int
    kind: CustomerKind
    reason: str


def start_opening(*, actor: Actor, now: datetime, key: str, draft: OpeningDraft) -> dict[str, Json]:
    """Begin an application by the requirements in force; `{"opening_id"}`.

    Raises NotPermitted, Refused OPENING_REASON (none, too long), OPENING_RUNNING (one runs already), CUSTOMER_MERGED.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.EDIT_FILE)
    reason = draft.reason.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise Refused("OPENING_REASON", most=LONGEST_REASON)
    detail = {"customer_id": draft.customer_id, "kind": draft.kind.value, "reason": reason}
    intent = Intent("start_opening", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        refuse_merged(customer_ids=[draft.customer_id])
        row = _create(act, draft, reason)
        write_step(act=act, opening_id=row.pk, event="START", state=OpeningState.DRAFT)
        return {"opening_id": row.pk}

    return perform(intent=intent, work=work)


def supply_document(
    *, actor: Actor, now: datetime, key: str, opening_id: int, code: DocumentCode, paper: Paper
) -> dict[str, Json]:
    """Add a file to an application that is not decided; `{"opening_id", "document_id"}`.

    Raises NotPermitted, Refused DOCUMENT_TOO_LARGE, OPENING_FILES, Changed OPENING_DECIDED.
    """
    opening_for(actor=actor, opening_id=opening_id, need=Verb.EDIT_FILE)
    detail = {"opening_id": opening_id, "code": code.value, **paper.detail}
    intent = Intent("supply_opening_document", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        row = running_opening(opening_id=opening_id)
        if row.documents.filter(code=code.value, document_id__isnull=False).count() >= MOST_FILES:
            raise Refused("OPENING_FILES", most=MOST_FILES)
        return {
            "opening_id": opening_id,
            "document_id": keep_paper(act=act, opening_id=opening_id, code=code, paper=paper),
        }

    return perform(intent=intent, work=work)


def waive_document(
    *, actor: Actor, now: datetime, key: str, opening_id: int, code: DocumentCode, because: str
) -> dict[str, Json]:
    """Do without a document, with a reason the approver reads; `{"opening_id"}`.

    Raises NotPermitted, Refused OPENING_WAIVER_REASON, OPENING_NOT_LISTED, Changed OPENING_DECIDED.
    """
    opening_for(actor=actor, opening_id=opening_id, need=Verb.EDIT_FILE)
    reason = because.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise Refused("OPENING_WAIVER_REASON", most=LONGEST_REASON)
    detail = {"opening_id": opening_id, "code": code.value, "because": reason}
    intent = Intent("waive_opening_document", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        row = running_opening(opening_id=opening_id)
        if code.value not in row.required:
            raise Refused("OPENING_NOT_LISTED", document=code.value)
        waive_paper(act=act, opening_id=opening_id, code=code, because=reason)
        return {"opening_id": opening_id}

    return perform(intent=intent, work=work)


def submit_opening(*, actor: Actor, now: datetime, key: str, opening_id: int) -> dict[str, Json]:
    """Hand an application in for its field check; `{"opening_id"}`.

    Raises NotPermitted, Refused OPENING_INCOMPLETE (documents neither there nor waived), Changed OPENING_CHANGED.
    """
    row = opening_for(actor=actor, opening_id=opening_id, need=Verb.EDIT_FILE)
    intent = Intent("submit_opening", actor, now, key, None, {"opening_id": opening_id})

    def work(act: OpenAct) -> dict[str, Json]:
        missing = missing_of(opening=row)
        if missing:
            raise Refused("OPENING_INCOMPLETE", count=len(missing), codes=", ".join(missing))
        move_opening(act=act, opening_id=opening_id, state=OpeningState.DRAFT, event=OpeningEvent.SUBMIT)
        return {"opening_id": opening_id}

    return perform(intent=intent, work=work)


def withdraw_opening(*, actor: Actor, now: datetime, key: str, opening_id: int) -> dict[str, Json]:
    """Take an application back before its field check; `{"opening_id"}`. Raises NotPermitted, Changed OPENING_CHANGED."""
    row = opening_for(actor=actor, opening_id=opening_id, need=Verb.EDIT_FILE)
    intent = Intent("withdraw_opening", actor, now, key, None, {"opening_id": opening_id})

    def work(act: OpenAct) -> dict[str, Json]:
        move_opening(act=act, opening_id=opening_id, state=OpeningState(row.state), event=OpeningEvent.WITHDRAW)
        return {"opening_id": opening_id}

    return perform(intent=intent, work=work)


def _create(act: OpenAct, draft: OpeningDraft, reason: str) -> Opening:
    requirements = requirements_now()
    running = Opening.objects.filter(customer_id=draft.customer_id, state__in=[state.value for state in RUNNING])
    try:
        with transaction.atomic():
            return Opening.objects.create(
                customer_id=draft.customer_id,
                kind=draft.kind.value,
                state=OpeningState.DRAFT.value,
                reason=reason,
                requirements_number=requirements.number,
                required=[code.value for code in requirements.documents.get(draft.kind, ())],
                valid_months=requirements.valid_months,
                applicant_id=act.actor.user_id,
                applicant_name=act.actor.name,
                applied_at=act.now,
                act_id=act.id,
            )
    except IntegrityError as error:
        if not running.exists():
            raise
        raise Refused("OPENING_RUNNING") from error
