"""Every channel in the demo company: an SMS, a call, letters to print, a robot's message, visits, a complaint. Nothing leaves.

The provider and the robot are switched off, so that what is written for them waits, also where somebody runs the worker.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from huikuan.accounts.queries import actor_of, person_id_named
from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind, NextStep, Outcome
from huikuan.activities.visit_rules import VisitDraft, week_of
from huikuan.activities.visiting import plan_visit
from huikuan.customers.operations import classify_customers
from huikuan.customers.permission_rules import PermissionDraft, Stand, ToldBy
from huikuan.customers.permissions import reach_of, record_permission
from huikuan.customers.queries import CustomerFilter, customer_page
from huikuan.demo.building import Built
from huikuan.jobs.kept_channels import save_channel
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.outbox.operations.keeping import ChannelDraft, switch_channel
from huikuan.outbox.rules import ChannelName
from huikuan.receivables.queries.debtors import DebtorFilter, Owing, debtor_page
from huikuan.reminders.operations.group_forewarning import GroupWay
from huikuan.reminders.operations.planning import Exclusion, approve_run, exclude_rows, plan_run
from huikuan.reminders.operations.policies import save_policy
from huikuan.reminders.operations.sending import send_run
from huikuan.reminders.queries import policies_in_force, policy_history, run_rows
from huikuan.reminders.rules.policy import OverdueStep, Tone
from huikuan.reminders.rules.runs import Decision
from huikuan.worklist.operations import tell_day

SELLER = "zhao.min"
WATCHED = "WATCH"
_STEPS = (
    OverdueStep(1, 1, 1, Tone.CLEAR, with_pdf=False, channel=ChannelName.SMS, else_channel=ChannelName.EMAIL),
    OverdueStep(2, 15, 5, Tone.FIRM, with_pdf=False, channel=ChannelName.CALL, else_channel=ChannelName.EMAIL),
    OverdueStep(3, 45, 10, Tone.FINAL, with_pdf=True, channel=ChannelName.LETTER, else_channel=ChannelName.EMAIL),
)
_ASKED = (ChannelName.SMS.value, ChannelName.CALL.value, ChannelName.LETTER.value)
_EACH = 2


def fill_channels(*, built: Built, now: datetime, today: date) -> None:
    """Set up the channels, send the few letters of the watched class, tell one seller his day, plan his week."""
    administrator, seller = _named("admin"), _named(SELLER)
    _set_up(administrator, now)
    _remind(now, today)
    ways = {seller.user_id or 0: GroupWay(ChannelName.FEISHU, "sales-east")}
    tell_day(actor=SYSTEM, now=now, key="demo:day", today=today, ways=ways, address="http://127.0.0.1:8000/")
    _visit(seller, now, today)


def _named(name: str) -> Actor:
    actor = actor_of(user_id=person_id_named(name=name) or 0)
    if actor is None:
        raise LookupError(name)
    return actor


def _set_up(actor: Actor, now: datetime) -> None:
    """A provider and a robot by made-up keys, both switched off."""
    templates = {"OVERDUE-zh-hans": {"code": "100001", "parameters": ["customer_name", "total", "days_overdue"]}}
    account = {"key_id": "demo", "application_id": "1400000000", "sign_name": "演示公司", "templates": templates}
    drafts = (
        ChannelDraft("sms-tencent", ChannelName.SMS, "tencent", account, {"key_secret": "demo"}),
        ChannelDraft(
            "sales-east",
            ChannelName.FEISHU,
            "feishu",
            {"people": [SELLER]},
            {"url": "https://open.feishu.cn/open-apis/bot/v2/hook/demo", "secret": "demo"},
        ),
    )
    for draft in drafts:
        save_channel(actor=actor, now=now, key=f"demo:channel:{draft.name}", draft=draft)
        key = f"demo:channel-off:{draft.name}"
        switch_channel(actor=actor, now=now, key=key, name=draft.name, is_on=False, replaces=1)


def _remind(now: datetime, today: date) -> None:
    """To late customers who are watched the ladder writes an SMS, asks for a call, or sends a letter by courier."""
    late = {"actor": SYSTEM, "now": now, "key": "demo:watched"}
    classify_customers(**late, customer_ids=_just_late(today), customer_class=WATCHED)  # type: ignore[arg-type]
    for reach in _people_of_watched():
        word = PermissionDraft(ChannelName.SMS, Stand.CONSENT, today, ToldBy.CONTRACT, "合同约定的联系方式")
        who = {"actor": SYSTEM, "now": now, "today": today, "key": f"demo:consent:{reach}"}
        record_permission(**who, contact_id=reach, permission=word)  # type: ignore[arg-type]
    policy = replace(policies_in_force(today=today)[WATCHED], overdue=_STEPS)
    newest = max((one.policy.number for one in policy_history(customer_class=WATCHED)), default=0)
    save_policy(actor=SYSTEM, now=now, key="demo:watched-policy", policy=policy, replaces_number=newest)
    _send(now, today)


def _just_late(today: date) -> list[int]:
    """A few customers who are late since days, those who owe most first: the first step of the ladder is theirs."""
    narrowed = DebtorFilter(owing=Owing.OVERDUE, currency="CNY")
    rows = debtor_page(actor=SYSTEM, as_of=today, narrowed=narrowed, size=200).rows
    since = today - timedelta(days=_STEPS[1].days_overdue)
    return sorted([row.customer_id for row in rows if row.oldest_due and row.oldest_due > since][: 2 * _EACH])


def _people_of_watched() -> list[int]:
    watched = customer_page(actor=SYSTEM, narrowed=CustomerFilter(customer_class=WATCHED), sort="name", size=200).rows
    people = reach_of(customer_ids=[row.id for row in watched])
    return sorted({one.contact_id for some in people.values() for one in some})


def _send(now: datetime, today: date) -> None:
    """Plan a run, leave in it a few letters of each channel but mail, have it approved, and queue it."""
    accountant, director = _named("wu.jing"), _named("wang.hong")
    planned = plan_run(actor=accountant, now=now, key="demo:channels:plan", today=today)
    run_id = int(planned["run_id"])
    rows = run_rows(actor=accountant, run_id=run_id, decision=Decision.SEND, size=200).rows
    going = {row.id for channel in _ASKED for row in [one for one in rows if one.channel == channel][:_EACH]}
    others = tuple(row.id for row in rows if row.id not in going)
    if others:
        exclusion = Exclusion(run_id, others, "先试短信、电话和函件")
        exclude_rows(actor=accountant, now=now, key="demo:channels:others", exclusion=exclusion)
    if planned["state"] == "HELD":
        approve_run(actor=director, now=now, key="demo:channels:approve", run_id=run_id)
    send_run(actor=accountant, now=now, key="demo:channels:send", run_id=run_id, today=today)


def _visit(seller: Actor, now: datetime, today: date) -> None:
    """Three visits of the week, and a complaint that is not settled."""
    mine = customer_page(
        actor=seller, narrowed=CustomerFilter(salesperson_id=seller.user_id), sort="name", size=20
    ).rows
    days = [day for day in week_of(day=today) if day >= today] or [today]
    for place, row in enumerate(mine[:3]):
        draft = VisitDraft(row.id, seller.user_id or 0, days[place % len(days)], "送对账单，了解库存和销售")
        plan_visit(actor=seller, now=now, today=today, key=f"demo:visit:{row.id}", draft=draft)
    for row in mine[:1]:
        step = NextStep("换货并当面说明", today + timedelta(days=3))
        told = ActivityDraft(row.id, ActivityKind.COMPLAINT, now, "一箱外壳破损，要求换货", Outcome.REACHED, step)
        record_activity(actor=seller, now=now, today=today, key="demo:complaint", activity=told)
