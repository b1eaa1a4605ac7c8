"""Plan a run: look at every open item and say who would get which message, and why the others do not. Nothing is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Sum

from huikuan.accounts.queries import business_calendar
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.reminders.access import locked_run, reason_alone, run_rows_for, run_to_move, runs_beyond
from huikuan.reminders.facts import Scope, facts_of
from huikuan.reminders.models import Run, RunRow
from huikuan.reminders.operations.policies import ensure_policies
from huikuan.reminders.orders import kept_items
from huikuan.reminders.policies import current_policies
from huikuan.reminders.rules.deciding import PlannedMessage, decided_messages
from huikuan.reminders.rules.reasons import Reason
from huikuan.reminders.rules.runs import TRANSITIONS, WAITING, Decision, RunEvent, RunState, bound_of, hold_reasons

BOUND_DAYS = timedelta(days=30)
"""How far back the largest run is looked for that bounds the next one (D8)."""


def plan_run(*, actor: Actor, now: datetime, key: str, today: date) -> dict[str, Json]:
    """Store the preview of the reminders due on `today`; `{"run_id", "state", "send", "suppressed", "items"}`.

    Earlier runs that wait are superseded, but for those with letters that `actor` may not see. A constant number of
    queries per 5,000 customers and 500 rows.
    Raises NotPermitted.
    """
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    intent = Intent("plan_reminders", actor, now, key, None, {"today": today.isoformat()})
    return perform(intent=intent, work=lambda act: _plan(act, today))


def approve_run(*, actor: Actor, now: datetime, key: str, run_id: int, reason: str = "") -> dict[str, Json]:
    """Let a held run go on; by a person other than the one who planned it (S29); `{"state"}`.

    Where nobody else can approve, the planner himself may, with a `reason` that stays in the act and with the run.
    Raises NotPermitted, Refused PERSON_NEEDED, SAME_PERSON, REASON_NEEDED, RUN_UNKNOWN, RUN_BEYOND, Changed RUN_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    detail = {"run_id": run_id} | ({"reason": reason.strip()} if reason.strip() else {})
    intent = Intent("approve_reminders", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        run = run_to_move(actor=actor, run_id=run_id)
        alone = reason_alone(actor=actor, verb=Verb.REMIND, maker_id=run.planner_id, reason=reason)
        state = move_run(run=run, event=RunEvent.APPROVE, approver=Approver(actor, alone))
        return {"state": state.value}

    return perform(intent=intent, work=work)


def cancel_run(*, actor: Actor, now: datetime, key: str, run_id: int) -> dict[str, Json]:
    """Give up a run that waits; `{"state"}`. Raises NotPermitted, Refused RUN_UNKNOWN, RUN_BEYOND, Changed RUN_CHANGED."""
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    intent = Intent("cancel_reminders", actor, now, key, None, {"run_id": run_id})

    def work(act: OpenAct) -> dict[str, Json]:
        run = run_to_move(actor=actor, run_id=run_id)
        return {"state": move_run(run=run, event=RunEvent.CANCEL).value}

    return perform(intent=intent, work=work)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Rows of a run that a person takes out, and why."""

    run_id: int
    row_ids: tuple[int, ...]
    reason: str


def exclude_rows(*, actor: Actor, now: datetime, key: str, exclusion: Exclusion) -> dict[str, Json]:
    """Take messages out of a run that waits; the steps stay due for the next run; `{"excluded"}`.

    Raises NotPermitted, Refused REASON_NEEDED, RUN_UNKNOWN, ROW_UNKNOWN (not in the run, or kept back already), Changed
    RUN_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    if not exclusion.reason.strip():
        raise Refused("REASON_NEEDED")
    detail = {"run_id": exclusion.run_id, "row_ids": sorted(exclusion.row_ids), "reason": exclusion.reason}
    intent = Intent("exclude_reminders", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        run = locked_run(run_id=exclusion.run_id)
        if RunState(run.state) not in WAITING:
            raise Changed("RUN_CHANGED", run=run.pk, state=run.state)
        rows = run_rows_for(actor=actor).filter(run=run, pk__in=exclusion.row_ids, decision=Decision.SEND.value)
        reason = Reason("EXCLUDED_BY_PERSON", {"person": actor.name, "reason": exclusion.reason})
        count = rows.update(decision=Decision.SUPPRESS.value, reasons=[list(reason.pair)])
        if not count:
            raise Refused("ROW_UNKNOWN", row=exclusion.row_ids[0] if exclusion.row_ids else 0)
        Run.objects.filter(pk=run.pk).update(messages=run.messages - count)
        return {"excluded": count}

    return perform(intent=intent, work=work)


@dataclass(frozen=True, slots=True)
class Approver:
    """Who lets a run go on, and why he does so alone if he made it."""

    actor: Actor
    alone_because: str

    def columns(self) -> dict[str, Any]:
        """What the run keeps of it."""
        return {
            "approver_id": self.actor.user_id,
            "approver_name": self.actor.name,
            "alone_because": self.alone_because,
        }


def move_run(*, run: Run, event: RunEvent, approver: Approver | None = None) -> RunState:
    """Apply an event to a run by conditional UPDATE inside an open act. Raises Changed RUN_CHANGED."""
    changes = approver.columns() if approver else {}
    for (before, possible), after in TRANSITIONS.items():
        rows = Run.objects.filter(pk=run.pk, state=before.value)
        if possible is event and rows.update(state=after.value, **changes):
            return after
    raise Changed("RUN_CHANGED", run=run.pk, state=run.state)


def _supersede(actor: Actor) -> None:
    waiting = Run.objects.filter(state__in=[state.value for state in WAITING])
    beyond = runs_beyond(actor=actor, run_ids=list(waiting.values_list("pk", flat=True)))
    waiting.exclude(pk__in=beyond).update(state=RunState.SUPERSEDED.value)


def _plan(act: OpenAct, today: date) -> dict[str, Json]:
    ensure_policies(act=act)
    policies = current_policies(today=today)
    facts = facts_of(scope=Scope(actor=act.actor), today=today, policies=policies.values())
    planned = decided_messages(facts=facts, policies=policies, today=today, calendar=business_calendar())
    to_send = [one for one in planned if not one.reasons]
    held = hold_reasons(
        messages=len(to_send),
        sent_today=_sent_on(today),
        bound=bound_of(policies=policies.values(), largest_before=_largest_run(today)),
        per_customer=Counter(one.customer_id for one in to_send).values(),
    )
    _supersede(act.actor)
    run = Run.objects.create(
        day=today,
        state=(RunState.HELD if held else RunState.PLANNED).value,
        planned_at=act.now,
        planner_id=act.actor.user_id,
        planner_name=act.actor.name,
        items_seen=len(facts.items),
        messages=len(to_send),
        hold_reasons=[list(reason.pair) for reason in held],
        act_id=act.id,
    )
    _save_rows(run, planned)
    return {
        "run_id": run.pk,
        "state": run.state,
        "send": len(to_send),
        "suppressed": len(planned) - len(to_send),
        "items": len(facts.items),
    }


def _save_rows(run: Run, planned: Sequence[PlannedMessage]) -> None:
    rows = [
        RunRow(
            run=run,
            customer_id=one.customer_id,
            company_id=one.company_id,
            currency=one.currency,
            policy_id=one.policy.id,
            kind=one.kind.value,
            tone=one.tone,
            ordinal=one.ordinal,
            with_pdf=one.with_pdf,
            channel=one.channel.value,
            passed_over=[list(reason.pair) for reason in one.passed_over],
            recipient=one.recipient,
            recipient_name=one.recipient_name,
            language=one.language,
            asked_minor=one.asked_minor,
            items=kept_items(planned=one, today=run.day),
            decision=(Decision.SUPPRESS if one.reasons else Decision.SEND).value,
            reasons=[list(reason.pair) for reason in one.reasons],
        )
        for one in planned
    ]
    RunRow.objects.bulk_create(rows, batch_size=500)


def _largest_run(today: date) -> int:
    sent = Run.objects.filter(state=RunState.QUEUED.value, day__gte=today - BOUND_DAYS, day__lt=today)
    return sent.aggregate(most=Max("messages"))["most"] or 0


def _sent_on(today: date) -> int:
    sent = Run.objects.filter(state=RunState.QUEUED.value, day=today)
    return sent.aggregate(sum=Sum("messages"))["sum"] or 0
