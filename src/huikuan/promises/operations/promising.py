"""Acts on promises: made by our people's word or by a guest, superseded, cancelled; the policy they are judged by."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from huikuan.accounts.queries import business_calendar
from huikuan.activities.operations import ActivityDraft, add_activities
from huikuan.activities.rules import ActivityKind, Outcome, Subject, SubjectKind
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.audit.versions import next_version
from huikuan.customers.access import customer_for, locked_customer
from huikuan.guests.access import Guest
from huikuan.guests.operations.asking import keep_statement
from huikuan.kernel.actor import SYSTEM, Actor, Verb, refuse_other_company, refuse_without_verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.promises.access import promise_for
from huikuan.promises.models import PolicyVersion, Promise, PromiseItem, PromiseStep
from huikuan.promises.ports import LivePlans
from huikuan.promises.queries import policy_in_force
from huikuan.promises.rules import (
    TRANSITIONS,
    Channel,
    Event,
    OpenItem,
    PromiseDraft,
    State,
    draft_fault,
    held_through,
    policy_fault,
    shares_of,
)
from huikuan.receivables.access import receivables_for

_KINDS: dict[Channel, ActivityKind] = {
    channel: ActivityKind(channel.value) for channel in Channel if channel is not Channel.PORTAL
}


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """The next version of the policy (`PromisePolicy`), and why."""

    grace_days: int
    kept_permille: int
    guest_days: int
    reason: str
    seen: int
    """The version the editor saw."""


def make_promise(*, actor: Actor, now: datetime, today: date, key: str, draft: PromiseDraft) -> dict[str, Json]:
    """Record a promise that the customer gave one of our people; `{"promise_id"}`. Raises NotPermitted, Refused as `add_promise`."""
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.RECORD_ACTIVITY)
    refuse_other_company(actor=actor, company_id=draft.company_id)
    intent = Intent("make_promise", actor, now, key, draft.company_id, plain(value=asdict(draft)))
    return perform(intent=intent, work=lambda act: {"promise_id": add_promise(act=act, today=today, draft=draft)})


def make_promise_as_guest(
    *, guest: Guest, now: datetime, today: date, key: str, draft: PromiseDraft
) -> dict[str, Json]:
    """Record what a guest promises of his own account, his words kept by their hash; `{"promise_id", "document_id"}`.

    Raises NotPermitted PORTAL_LINK_CLOSED for another customer or own company than his link's, Refused PROMISE_DAY_GUEST (for a
    later day he asks for more time) and as `add_promise`.
    """
    if draft.customer_id != guest.customer_id or guest.company_id not in (None, draft.company_id):
        raise NotPermitted("PORTAL_LINK_CLOSED")
    days = policy_in_force().guest_days
    if draft.day > today + timedelta(days=days):
        raise Refused("PROMISE_DAY_GUEST", days=days)
    whole = replace(draft, link_id=guest.link_id, channel=Channel.PORTAL)
    said: dict[str, Json] = plain(value=asdict(whole))

    def work(act: OpenAct) -> dict[str, Json]:
        promise_id = add_promise(act=act, today=today, draft=whole)
        kept = keep_statement(act=act, guest=guest, said={**said, "promise": promise_id})
        return {"promise_id": promise_id, "document_id": kept}

    return perform(intent=Intent("make_promise_by_portal", guest.actor, now, key, draft.company_id, said), work=work)


def add_promise(*, act: OpenAct, today: date, draft: PromiseDraft, is_told: bool = False) -> int:
    """Record a promise inside an open act, the customer's items locked; its id. The caller has checked who asks.

    Running promises about one of its items are superseded. `is_told`: the caller puts the contact on the time line himself.
    Raises Refused PROMISE_AMOUNT, PROMISE_DAY_PAST, PROMISE_DAY_FAR, PROMISE_BY_WHOM, PROMISE_TEXT_TOO_LONG,
    PROMISE_ITEMS_NOT_THEIRS, PROMISE_MORE_THAN_OPEN, PROMISE_IN_PLAN (a plan to pay settles one of the items named, or so much
    that the rest is less than what is promised).
    """
    if fault := draft_fault(draft=draft, today=today):
        raise Refused(fault)
    locked_customer(customer_id=draft.customer_id)
    group = (draft.customer_id, draft.company_id, draft.currency)
    items = _unplanned(draft, today, open_items(group=group, wanted=draft.receivable_ids))
    open_minor = sum(item.open_minor for item in items)
    if draft.amount_minor > open_minor:
        raise Refused("PROMISE_MORE_THAN_OPEN", open=open_minor, wanted=draft.amount_minor, currency=draft.currency)
    shares = shares_of(amount_minor=draft.amount_minor, items=items)
    _supersede(act, today, [receivable_id for receivable_id, _ in shares])
    row = _written(act, today, draft)
    PromiseItem.objects.bulk_create(
        PromiseItem(promise=row, receivable_id=receivable_id, amount_minor=minor) for receivable_id, minor in shares
    )
    told(act=act, promise_id=row.pk, event=Event.MAKE, state=State.RUNNING, note=draft.text.strip()[:500])
    if not is_told:
        _on_time_line(act, row, [receivable_id for receivable_id, _ in shares])
    return row.pk


def cancel_promise(
    *, actor: Actor, now: datetime, today: date, key: str, promise_id: int, note: str
) -> dict[str, Json]:
    """Take a promise back that was recorded by mistake or withdrawn; `{"promise_id"}`.

    Raises NotPermitted, Refused REASON_NEEDED, PROMISE_CANCEL_LATE (once its day is over, the money says what became of it),
    Changed PROMISE_CHANGED.
    """
    row = promise_for(actor=actor, promise_id=promise_id, need=Verb.RECORD_ACTIVITY)
    if not note.strip():
        raise Refused("REASON_NEEDED")
    if today > row.day:
        raise Refused("PROMISE_CANCEL_LATE")
    detail = {"promise_id": promise_id, "note": note.strip()[:500]}

    def work(act: OpenAct) -> dict[str, Json]:
        if not moved(
            act=act, promise_id=promise_id, step=(State.RUNNING, Event.CANCEL), on=max(today, row.made_on), note=note
        ):
            raise Changed("PROMISE_CHANGED", promise=promise_id)
        return {"promise_id": promise_id}

    return perform(intent=Intent("cancel_promise", actor, now, key, row.company_id, detail), work=work)


def save_policy(*, actor: Actor, now: datetime, key: str, policy: PolicyDraft) -> dict[str, Json]:
    """Put the next version of grace and threshold into force, for promises made from now on; `{"number"}`.

    Raises NotPermitted, Refused PROMISE_POLICY_GRACE, PROMISE_POLICY_KEPT, PROMISE_POLICY_GUEST, REASON_NEEDED, Changed
    PROMISE_POLICY_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    values = {
        "grace_days": policy.grace_days,
        "kept_permille": policy.kept_permille,
        "guest_days": policy.guest_days,
    }
    if fault := policy_fault(**values):
        raise Refused(fault)
    if not policy.reason.strip():
        raise Refused("REASON_NEEDED")
    detail = {**values, "reason": policy.reason, "replaces": policy.seen}

    def work(act: OpenAct) -> dict[str, Json]:
        newest = lambda: policy_in_force().number  # noqa: E731
        with next_version(seen=policy.seen, newest=newest, code="PROMISE_POLICY_CHANGED") as number:
            more = {"who_name": actor.name, "at": now, "act_id": act.id}
            PolicyVersion.objects.create(number=number, reason=policy.reason.strip()[:300], **values, **more)
        return {"number": number}

    return perform(intent=Intent("save_promise_policy", actor, now, key, None, detail), work=work)


def open_items(*, group: tuple[int, int, str], wanted: tuple[int, ...] = ()) -> list[OpenItem]:
    """What a customer owes an own company in one currency (`group`), locked in id order; the items wanted, if some are named.

    Raises Refused PROMISE_ITEMS_NOT_THEIRS if one of those wanted is not open, or another's.
    """
    customer_id, company_id, currency = group
    rows = receivables_for(actor=SYSTEM).filter(
        customer_id=customer_id, company_id=company_id, currency=currency, outstanding_minor__gt=0
    )
    if wanted:
        rows = rows.filter(pk__in=wanted)
    columns = ("pk", "due_date", "outstanding_minor")
    found = [OpenItem(*row) for row in rows.select_for_update().order_by("pk").values_list(*columns)]
    if wanted and len(found) != len(set(wanted)):
        raise Refused("PROMISE_ITEMS_NOT_THEIRS")
    return found


def moved(
    *,
    act: OpenAct,
    promise_id: int,
    step: tuple[State, Event],
    on: date,
    note: str = "",
    paid_minor: int | None = None,
) -> bool:
    """Let a step of `TRANSITIONS` happen to a promise inside an open act, by one conditional update; False if it lost the race."""
    before, event = step
    after = TRANSITIONS[step]
    values = {} if paid_minor is None else {"paid_minor": paid_minor}
    ended_on = None if after is State.RUNNING else on
    if not Promise.objects.filter(pk=promise_id, state=before.value).update(
        state=after.value, ended_on=ended_on, **values
    ):
        return False
    told(act=act, promise_id=promise_id, event=event, state=after, note=note.strip()[:500], paid_minor=paid_minor or 0)
    return True


def told(*, act: OpenAct, promise_id: int, event: Event, state: State, note: str = "", paid_minor: int = 0) -> None:
    """Put what happened on record."""
    PromiseStep.objects.create(
        promise_id=promise_id,
        event=event.value,
        state=state.value,
        paid_minor=paid_minor,
        at=act.now,
        who_name=act.actor.name,
        note=note,
        act_id=act.id,
    )


@cache
def live_plans() -> LivePlans:
    """Who knows of plans to pay: the settings name it, because settlements stand above promises."""
    found: LivePlans = import_string(settings.PROMISES_LIVE_PLANS)()
    return found


def _unplanned(draft: PromiseDraft, today: date, items: list[OpenItem]) -> list[OpenItem]:
    """The items that no live plan settles. Raises Refused PROMISE_IN_PLAN."""
    planned = live_plans().planned(customer_id=draft.customer_id, today=today)
    free = [item for item in items if item.receivable_id not in planned]
    held = [planned[item.receivable_id] for item in items if item.receivable_id in planned]
    if held and (draft.receivable_ids or draft.amount_minor > sum(item.open_minor for item in free)):
        plan, through = min(held)
        raise Refused("PROMISE_IN_PLAN", plan=plan, day=through.isoformat())
    return free


def _supersede(act: OpenAct, today: date, receivable_ids: list[int]) -> None:
    same = PromiseItem.objects.filter(receivable_id__in=receivable_ids, promise__state=State.RUNNING.value)
    for promise_id in sorted(set(same.values_list("promise_id", flat=True))):
        moved(act=act, promise_id=promise_id, step=(State.RUNNING, Event.SUPERSEDE), on=today)


def _written(act: OpenAct, today: date, draft: PromiseDraft) -> Promise:
    policy = policy_in_force()
    return Promise.objects.create(
        company_id=draft.company_id,
        customer_id=draft.customer_id,
        currency=draft.currency,
        amount_minor=draft.amount_minor,
        day=draft.day,
        held_through=held_through(day=draft.day, policy=policy, calendar=business_calendar()),
        kept_permille=policy.kept_permille,
        policy_number=policy.number,
        said_by=draft.said_by.strip()[:150],
        role=draft.role.strip()[:40],
        channel=draft.channel.value,
        text=draft.text.strip(),
        link_id=draft.link_id,
        names_items=bool(draft.receivable_ids),
        made_on=today,
        made_at=act.now,
        recorded_by_id=act.actor.user_id,
        recorded_by_name=act.actor.name,
        state=State.RUNNING.value,
        act_id=act.id,
    )


def _on_time_line(act: OpenAct, row: Promise, receivable_ids: list[int]) -> None:
    draft = ActivityDraft(
        customer_id=row.customer_id,
        company_id=row.company_id,
        kind=_KINDS.get(Channel(row.channel), ActivityKind.NOTE),
        at=act.now,
        text=row.text or row.said_by,
        outcome=Outcome.PROMISED,
        subjects=tuple(Subject(SubjectKind.RECEIVABLE, pk) for pk in receivable_ids),
    )
    add_activities(act=act, drafts=[draft])
