"""Claim a guarantor, extend, release or realise a security; each step stays in its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from huikuan.accounts.queries import business_calendar
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.documents.queries import documents_of
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.calendar import HolidayRoll
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.securities.access import security_for
from huikuan.securities.models import Security
from huikuan.securities.operations.recording import write_step
from huikuan.securities.queries import facts_of
from huikuan.securities.rules import (
    GUARANTORS,
    LONGEST_TEXT,
    TRANSITIONS,
    SecurityEvent,
    SecurityKind,
    SecurityState,
    guarantee_clock,
    state_on,
)


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened to a security: on which day, why, and how much came in where it was realised (minor units)."""

    on: date
    note: str
    amount_minor: int | None = None
    valid_through: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What an act does to a security: the event, its circumstances, the days it sets, the day it must not have lapsed by."""

    event: SecurityEvent
    happened: Happened
    days: Mapping[str, date] = field(default_factory=dict)
    alive_on: date | None = None


def claim_guarantee(
    *, actor: Actor, now: datetime, today: date, key: str, security_id: int, happened: Happened
) -> dict[str, Json]:
    """Write down that a joint guarantor was asked, or the debtor of an ordinary one sued, within the clock (CC 693).

    It counts only with evidence: a document must be attached (RULES_CN §3.4). `{"security_id"}`. Raises NotPermitted, Refused
    SECURITY_NOT_GUARANTEE, SECURITY_CLAIM_EARLY (the debt was not yet overdue), SECURITY_CLAIM_LATE, SECURITY_EVIDENCE,
    SECURITY_NOTE, SECURITY_FUTURE, SECURITY_NOT_BEGUN, Changed SECURITY_CHANGED.
    """
    row = security_for(actor=actor, security_id=security_id, need=Verb.EDIT_CONTRACT)
    _refuse_words(row, happened, today)
    if SecurityKind(row.kind) not in GUARANTORS:
        raise Refused("SECURITY_NOT_GUARANTEE")
    if row.principal_due is not None and happened.on <= row.principal_due:
        raise Refused("SECURITY_CLAIM_EARLY", day=row.principal_due.isoformat())
    clock = guarantee_clock(facts=facts_of(security=row))
    if clock is not None and happened.on > _last_day(clock.ends_on, row.guarantee_through):
        raise Refused("SECURITY_CLAIM_LATE", day=clock.ends_on.isoformat())
    if not documents_of(purpose=Purpose.SECURITY, owner_ids=[security_id]):
        raise Refused("SECURITY_EVIDENCE")
    return _carry_out(actor, now, key, row, Change(SecurityEvent.CLAIM, happened, {"claimed_on": happened.on}))


def extend_security(
    *, actor: Actor, now: datetime, today: date, key: str, security_id: int, happened: Happened
) -> dict[str, Json]:
    """Move the last day of a security that has not lapsed by today to `happened.valid_through`; `{"security_id"}`.

    Whatever day is given for it: one that has lapsed is recorded anew. Raises NotPermitted, Refused SECURITY_EXTEND_DAY,
    SECURITY_LAPSED, SECURITY_NOTE, SECURITY_FUTURE, SECURITY_NOT_BEGUN, Changed SECURITY_CHANGED.
    """
    row = security_for(actor=actor, security_id=security_id, need=Verb.EDIT_CONTRACT)
    _refuse_words(row, happened, today)
    last = happened.valid_through
    if last is None:
        raise Refused("SECURITY_EXTEND_DAY")
    return _carry_out(actor, now, key, row, Change(SecurityEvent.EXTEND, happened, {"valid_through": last}, today))


def release_security(
    *, actor: Actor, now: datetime, today: date, key: str, security_id: int, happened: Happened
) -> dict[str, Json]:
    """Give a security back; needs APPROVE_CREDIT and another person than the one who recorded it. `{"security_id"}`.

    Raises NotPermitted SECURITY_FOUR_EYES, Refused SECURITY_NOTE, SECURITY_FUTURE, SECURITY_NOT_BEGUN, Changed SECURITY_CHANGED.
    """
    row = _row_to_end(actor, security_id)
    _refuse_words(row, happened, today)
    return _carry_out(actor, now, key, row, Change(SecurityEvent.RELEASE, happened))


def realise_security(
    *, actor: Actor, now: datetime, today: date, key: str, security_id: int, happened: Happened
) -> dict[str, Json]:
    """Turn a security into money: what came in, at most its amount; needs APPROVE_CREDIT and another person. `{"security_id"}`.

    It must have been in force on the day it was realised; the money itself is booked as a receipt. Raises NotPermitted
    SECURITY_FOUR_EYES, Refused SECURITY_REALISED_AMOUNT, SECURITY_LAPSED, SECURITY_NOTE, SECURITY_FUTURE, SECURITY_NOT_BEGUN,
    Changed SECURITY_CHANGED.
    """
    row = _row_to_end(actor, security_id)
    _refuse_words(row, happened, today)
    if happened.amount_minor is None or not 0 <= happened.amount_minor <= row.amount_minor:
        raise Refused("SECURITY_REALISED_AMOUNT", minor=row.amount_minor, currency=row.currency)
    return _carry_out(actor, now, key, row, Change(SecurityEvent.REALISE, happened, alive_on=happened.on))


def _row_to_end(actor: Actor, security_id: int) -> Security:
    row = security_for(actor=actor, security_id=security_id, need=Verb.APPROVE_CREDIT)
    if actor.user_id is not None and actor.user_id == row.recorded_by_id:
        raise NotPermitted("SECURITY_FOUR_EYES")
    return row


def _last_day(ends_on: date, agreed: date | None) -> date:
    """Six months that end on a day off end with the next working day (CC 203), an agreed day as agreed; warned by the earlier."""
    return ends_on if ends_on == agreed else business_calendar().roll(day=ends_on, roll=HolidayRoll.NEXT)


def _refuse_words(row: Security, happened: Happened, today: date) -> None:
    if not happened.note.strip() or len(happened.note) > LONGEST_TEXT:
        raise Refused("SECURITY_NOTE", most=LONGEST_TEXT)
    if happened.on > today:
        raise Refused("SECURITY_FUTURE")
    if happened.on < row.valid_from:
        raise Refused("SECURITY_NOT_BEGUN", day=row.valid_from.isoformat())


def _carry_out(actor: Actor, now: datetime, key: str, row: Security, change: Change) -> dict[str, Json]:
    happened = change.happened
    days = {name: day.isoformat() for name, day in change.days.items()}
    detail: dict[str, Json] = {"security_id": row.pk, "on": happened.on.isoformat(), "note": happened.note, **days}
    if happened.amount_minor is not None:
        detail["amount_minor"] = happened.amount_minor
    intent = Intent(f"{change.event.value.lower()}_security", actor, now, key, row.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        _refuse_change(row, change)
        after = TRANSITIONS.get((SecurityState(row.state), change.event))
        same = Security.objects.filter(
            pk=row.pk, state=row.state, claimed_on=row.claimed_on, valid_through=row.valid_through
        )
        if change.event is SecurityEvent.CLAIM:
            same = same.filter(claimed_on=None)
        if after is None or not same.update(state=after.value, **change.days):
            raise Changed("SECURITY_CHANGED")
        amount_minor = happened.amount_minor if change.event is SecurityEvent.REALISE else None
        write_step(
            act=act,
            security_id=row.pk,
            event=change.event,
            on=happened.on,
            note=happened.note.strip(),
            amount_minor=amount_minor,
            changes=days,
        )
        return {"security_id": row.pk}

    return perform(intent=intent, work=work)


def _refuse_change(row: Security, change: Change) -> None:
    if change.alive_on and state_on(facts=facts_of(security=row), on=change.alive_on) is SecurityState.LAPSED:
        raise Refused("SECURITY_LAPSED")
    last = change.days.get("valid_through")
    if last is not None and (row.valid_through is None or last <= row.valid_through):
        raise Refused("SECURITY_EXTEND_DAY")
