"""Late-payment interest of a plan's items inside its acts: it stands still while the plan is kept, and nothing is lost when it is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from huikuan.audit.operations import OpenAct
from huikuan.interest.access import pauses_for
from huikuan.interest.operations.pausing import PauseDraft, end_pause, pause_interest, void_pause
from huikuan.interest.queries import accrued
from huikuan.interest.rules.accruing import PauseReason
from huikuan.kernel.actor import SYSTEM
from huikuan.settlements.models import Hold, Plan
from huikuan.settlements.rules.plans import Event, InterestRule

KEPT_SO_FAR = frozenset({Event.FINISH, Event.SUPERSEDE})
"""Steps after which the time without interest stays so; after any other it accrues as if there had been no plan."""


def interest_loss(*, receivable_ids: tuple[int, ...], rule: InterestRule, today: date, last_day: date) -> int:
    """What a plan gives up of interest, minor units: at most, as if nothing were paid before its last day.

    For its own time where interest stands still, from the due dates on where all of it is waived; 0 where the rate of an item
    is not known.
    """
    if rule is InterestRule.CONTINUES:
        return 0
    whole = sum(one.accrued_minor for one in accrued(receivable_ids=receivable_ids, until=last_day).values())
    if rule is InterestRule.WAIVED_IF_KEPT:
        return whole
    return max(
        0, whole - sum(one.accrued_minor for one in accrued(receivable_ids=receivable_ids, until=today).values())
    )


def pauses_of(*, act: OpenAct, plan: Plan, due: Mapping[int, date | None]) -> dict[int, int]:
    """Let no interest run on the items of a plan that was signed; the pause of each item by its id, none where it goes on."""
    rule = InterestRule(plan.interest)
    if rule is InterestRule.CONTINUES:
        return {}
    begins: dict[date, list[int]] = {}
    for pk, day in due.items():
        since = min(day, plan.begins_on) if day and rule is InterestRule.WAIVED_IF_KEPT else plan.begins_on
        begins.setdefault(since, []).append(pk)
    found: dict[int, int] = {}
    for since, ids in sorted(begins.items()):
        draft = PauseDraft(
            company_id=plan.company_id,
            customer_id=plan.customer_id,
            from_day=since,
            reason=PauseReason.SETTLEMENT,
            note=f"#{plan.pk}",
            receivable_ids=tuple(sorted(ids)),
        )
        found |= dict(zip(sorted(ids), pause_interest(act=act, draft=draft), strict=True))
    return found


def let_interest_run(*, act: OpenAct, plan_id: int, event: Event, on: date) -> None:
    """End the pauses of a plan that is over, or take them back where it was not kept: then it accrues for the whole time.

    A plan that another one replaces was kept only so far: interest it would have waived at its end is not waived.
    """
    ids = Hold.objects.filter(plan_id=plan_id, pause_id__isnull=False).values_list("pause_id", flat=True)
    live = pauses_for(actor=SYSTEM).filter(pk__in=list(ids), voided_by=0)
    waives = Plan.objects.filter(pk=plan_id, interest=InterestRule.WAIVED_IF_KEPT.value).exists()
    if event not in KEPT_SO_FAR or (event is Event.SUPERSEDE and waives):
        void_pause(act=act, pause_ids=list(live.values_list("pk", flat=True)))
        return
    last = on if event is Event.FINISH else on - timedelta(days=1)
    began = live.filter(from_day__lte=last).values_list("pk", flat=True)
    ahead = live.filter(from_day__gt=last).values_list("pk", flat=True)
    stays, goes = list(began), list(ahead)
    end_pause(act=act, pause_ids=stays, last_day=last)
    void_pause(act=act, pause_ids=goes)
