"""Acts on limits: ask, decide, set in bulk, extend, revoke. The journal only grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta

from huikuan.approvals.operations import ask, decide, withdraw
from huikuan.approvals.queries import RequestRow
from huikuan.approvals.rules import RequestDraft, RequestKind, RequestState
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.customers.access import customer_for
from huikuan.customers.merging import refuse_merged
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.paging import portions
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.limits.models import LimitEntry, LimitLine, LimitProposal
from huikuan.limits.queries import base_currency, entries_of
from huikuan.limits.rules import (
    LONGEST_REASON,
    REQUEST_DAYS,
    Entry,
    Extension,
    Fault,
    LimitDraft,
    LimitKind,
    LimitSource,
    LineName,
    limit_fault,
)

TITLE = "LIMIT_REQUESTED"
"""The code of a request's title in wording."""


def request_limit(*, actor: Actor, now: datetime, today: date, key: str, limit: LimitDraft) -> dict[str, Json]:
    """Ask for a limit; `{"request_id"}`. Another person decides, by the tiers of its amount.

    Raises NotPermitted VERB_MISSING, CUSTOMER_NOT_VISIBLE, Refused LIMIT_… (what is wrong with it), LIMIT_STARTS_EARLIER,
    REQUEST_WAITING (one for the same kind waits already), CUSTOMER_MERGED.
    """
    customer_for(actor=actor, customer_id=limit.customer_id, need=Verb.REQUEST_CREDIT)
    wanted = replace(limit, order_number=limit.order_number.strip(), source=LimitSource.REQUEST, request_id=None)
    intent = Intent("request_limit", actor, now, key, None, _plain(wanted))
    return perform(intent=intent, work=lambda act: {"request_id": _ask(act, wanted, today)})


def extend_limit(*, actor: Actor, now: datetime, today: date, key: str, extension: Extension) -> dict[str, Json]:
    """Ask for the same limit through a later day; `{"request_id"}`. Decided like any other limit.

    Raises as `request_limit`, and Refused LIMIT_NOT_SET, LIMIT_WITHOUT_END, LIMIT_EXTENSION_EARLIER.
    """
    customer_for(actor=actor, customer_id=extension.line.customer_id, need=Verb.REQUEST_CREDIT)
    intent = Intent("extend_limit", actor, now, key, None, _plain(extension))
    return perform(intent=intent, work=lambda act: {"request_id": _ask(act, _longer(extension, today), today)})


def decide_limit(  # noqa: PLR0913  (every decider of the inbox has this form)
    *, actor: Actor, now: datetime, today: date, key: str, request_id: int, approve: bool, note: str
) -> dict[str, Json]:
    """Approve or reject a limit somebody else asked for; `{"request_id", "state", "entry_id"}` (None where rejected).

    What was asked is checked again on the day of the decision (FEATURES D25); a start that has passed becomes today.
    Raises what `approvals.operations.decide` raises, and Refused LIMIT_PERIOD_OVER, LIMIT_CURRENCY, CUSTOMER_MERGED.
    """
    detail = {"request_id": request_id, "approve": approve, "note": note}
    intent = Intent("decide_limit", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        row = decide(act=act, request_id=request_id, approve=approve, note=note, today=today)
        if row.kind is not RequestKind.LIMIT:
            raise NotPermitted("REQUEST_NOT_VISIBLE", request=request_id)
        entry_id = _enter(act, row, today) if row.state is RequestState.APPROVED else None
        return {"request_id": request_id, "state": row.state.value, "entry_id": entry_id}

    return perform(intent=intent, work=work)


def withdraw_limit(*, actor: Actor, now: datetime, key: str, request_id: int) -> dict[str, Json]:
    """Take one's own waiting request back; `{"request_id", "state"}`. Raises NotPermitted, Changed REQUEST_DECIDED."""
    intent = Intent("withdraw_limit", actor, now, key, None, {"request_id": request_id})

    def work(act: OpenAct) -> dict[str, Json]:
        row = withdraw(act=act, request_id=request_id)
        if row.kind is not RequestKind.LIMIT:
            raise NotPermitted("REQUEST_NOT_VISIBLE", request=request_id)
        return {"request_id": row.id, "state": row.state.value}

    return perform(intent=intent, work=work)


def revoke_limit(*, actor: Actor, now: datetime, today: date, key: str, line: LineName, reason: str) -> dict[str, Json]:
    """Take a limit away from today on; `{"entry_id"}`. What it replaced does not come back: a new one is asked for.

    It only ever lowers what a customer may owe, so one person does it (APPROVE_CREDIT). Raises NotPermitted, Refused
    LIMIT_NOT_SET, LIMIT_REASON_MISSING, LIMIT_REASON_LONG.
    """
    customer_for(actor=actor, customer_id=line.customer_id, need=Verb.APPROVE_CREDIT)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Refused("LIMIT_REASON_LONG" if reason.strip() else "LIMIT_REASON_MISSING", most=LONGEST_REASON)
    intent = Intent("revoke_limit", actor, now, key, None, _plain(line) | {"reason": reason})
    return perform(intent=intent, work=lambda act: {"entry_id": _revoke(act, line, reason.strip(), today)})


def set_limits(*, act: OpenAct, drafts: Sequence[LimitDraft]) -> list[int]:
    """Enter limits inside an open act, for approved requests and ratings and for imports; ids in the order given.

    Whoever calls it has had them approved. Four queries for any number. Raises Refused LIMIT_… with the first fault,
    LIMIT_SOURCE_WITHOUT_REQUEST (an entry by request names it; a revocation is not set), CUSTOMER_UNKNOWN by the database.
    """
    base = base_currency()
    for draft in drafts:
        _refuse(limit_fault(draft=draft, today=draft.valid_from, currency=base))
        needs_request = draft.source is LimitSource.REQUEST and draft.request_id is None
        if needs_request or draft.source is LimitSource.REVOCATION:
            raise Refused("LIMIT_SOURCE_WITHOUT_REQUEST")
    lines = _lines(drafts)
    rows = LimitEntry.objects.bulk_create(
        [
            LimitEntry(
                line_id=lines[draft.customer_id, draft.kind.value, draft.order_number.strip()],
                amount_minor=draft.amount_minor,
                currency=draft.currency,
                valid_from=draft.valid_from,
                valid_through=draft.valid_through,
                reason=draft.reason.strip(),
                source=draft.source.value,
                request_id=draft.request_id,
                act_id=act.id,
                at=act.now,
            )
            for draft in drafts
        ],
        batch_size=500,
    )
    return [row.pk for row in rows]


def _ask(act: OpenAct, limit: LimitDraft, today: date) -> int:
    _refuse(_fault(limit, today))
    refuse_merged(customer_ids=[limit.customer_id])
    line_id = _lines([limit])[limit.customer_id, limit.kind.value, limit.order_number]
    last_day = today + timedelta(days=REQUEST_DAYS)
    request = RequestDraft(
        kind=RequestKind.LIMIT,
        subject_id=line_id,
        customer_id=limit.customer_id,
        company_id=None,
        amount_minor=limit.amount_minor,
        currency=limit.currency,
        title_code=f"{TITLE}_{limit.kind.value}{'_THROUGH' if limit.valid_through else ''}",
        parameters={
            "start": limit.valid_from.isoformat(),
            "end": limit.valid_through.isoformat() if limit.valid_through else "",
            "order": limit.order_number,
        },
        reason=limit.reason,
        expires_on=last_day if limit.valid_through is None else min(last_day, limit.valid_through),
    )
    request_id = ask(act=act, draft=request, today=today)
    LimitProposal.objects.create(
        request_id=request_id,
        line_id=line_id,
        amount_minor=limit.amount_minor or 0,
        currency=limit.currency,
        valid_from=limit.valid_from,
        valid_through=limit.valid_through,
    )
    return request_id


def _longer(extension: Extension, today: date) -> LimitDraft:
    line, last = extension.line, _last_entry(extension.line)
    if last is None or last.amount_minor is None:
        raise Refused("LIMIT_NOT_SET")
    if last.valid_through is None:
        raise Refused("LIMIT_WITHOUT_END")
    if extension.valid_through <= last.valid_through:
        raise Refused("LIMIT_EXTENSION_EARLIER", day=last.valid_through.isoformat())
    return LimitDraft(
        customer_id=line.customer_id,
        kind=line.kind,
        amount_minor=last.amount_minor,
        currency=last.currency,
        valid_from=max(today, last.valid_from),
        valid_through=extension.valid_through,
        order_number=line.order_number.strip(),
        reason=extension.reason,
    )


def _enter(act: OpenAct, request: RequestRow, today: date) -> int:
    asked = LimitProposal.objects.select_related("line").get(request_id=request.id)
    limit = LimitDraft(
        customer_id=asked.line.customer_id,
        kind=LimitKind(asked.line.kind),
        amount_minor=asked.amount_minor,
        currency=asked.currency,
        valid_from=max(asked.valid_from, today),
        valid_through=asked.valid_through,
        order_number=asked.line.order_number,
        reason=request.reason,
        source=LimitSource.REQUEST,
        request_id=request.id,
    )
    _refuse(_fault(limit, today))
    refuse_merged(customer_ids=[limit.customer_id])
    return set_limits(act=act, drafts=[limit])[0]


def _revoke(act: OpenAct, line: LineName, reason: str, today: date) -> int:
    lines = LimitLine.objects.filter(customer_id=line.customer_id, kind=line.kind.value, order_number=line.order_number)
    row = lines.select_for_update().first()
    last = None if row is None else _last_entry(line)
    if row is None or last is None or last.amount_minor is None:
        raise Refused("LIMIT_NOT_SET")
    entry = LimitEntry.objects.create(
        line=row,
        amount_minor=None,
        currency=last.currency,
        valid_from=today,
        reason=reason,
        source=LimitSource.REVOCATION.value,
        act_id=act.id,
        at=act.now,
    )
    return int(entry.pk)


def _lines(drafts: Sequence[LimitDraft]) -> dict[tuple[int, str, str], int]:
    wanted = {(draft.customer_id, draft.kind.value, draft.order_number.strip()) for draft in drafts}
    LimitLine.objects.bulk_create(
        [LimitLine(customer_id=pk, kind=kind, order_number=order) for pk, kind, order in sorted(wanted)],
        ignore_conflicts=True,
        batch_size=500,
    )
    return {
        (customer_id, kind, order): pk
        for some in portions(values=sorted({pk for pk, _, _ in wanted}))
        for customer_id, kind, order, pk in LimitLine.objects.filter(customer_id__in=some).values_list(
            "customer_id", "kind", "order_number", "pk"
        )
    }


def _last_entry(line: LineName) -> Entry | None:
    own = entries_of(customer_ids=[line.customer_id]).get(line.customer_id, [])
    same = [entry for entry in own if (entry.kind, entry.order_number) == (line.kind, line.order_number)]
    return max(same, key=lambda entry: (entry.at, entry.id), default=None)


def _fault(limit: LimitDraft, today: date) -> Fault | None:
    if limit.valid_from < today:
        return Fault("LIMIT_STARTS_EARLIER", {"day": today.isoformat()})
    return limit_fault(draft=limit, today=today, currency=base_currency())


def _refuse(fault: Fault | None) -> None:
    if fault is not None:
        raise Refused(fault.code, **fault.parameters)


def _plain(detail: LimitDraft | LineName | Extension) -> dict[str, Json]:
    return dict(plain(value=asdict(detail)))
