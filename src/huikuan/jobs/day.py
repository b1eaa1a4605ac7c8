"""The day's work in order: match, ask whose the rest is, judge promises and plans, let days of contracts come, plan reminders,
tell what comes due, send, deliver, seal.

Every act has a key made of the day, so that a second run of the same day, here or on another machine, adds nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings

from huikuan.accounts.queries import companies
from huikuan.approvals.operations import lapse_requests
from huikuan.audit.sealing import seal_acts
from huikuan.bills.operations.presenting import clear_matured
from huikuan.bills.queries.policies import policy_in_force
from huikuan.cases.operations.keeping import keep_paused
from huikuan.causes.operations.settling import settle_causes
from huikuan.claims.operations.announcing import announce_unknown
from huikuan.clocks.operations.refreshing import refresh_clocks
from huikuan.disputes.escalating import escalate_disputes
from huikuan.integrations.email.server_url import mail_server
from huikuan.integrations.email.smtp import SmtpChannel
from huikuan.jobs.channels import configured_channels, working_channels
from huikuan.jobs.delivery import Clock, DeliveryReport, Post, deliver
from huikuan.jobs.telling import tell_own_people
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.refusal import Changed, Refused
from huikuan.outbox.queries import waiting
from huikuan.oversight.operations.watching import watch
from huikuan.playbook.operations.using import judge_uses
from huikuan.portfolio.operations import refresh_mirror
from huikuan.prices.operations.signing import expire_confirmations
from huikuan.promises.operations.judging import judge_promises
from huikuan.ratings.operations.running import rate_if_due
from huikuan.receipts.operations.matching import MatchingDone, run_matching
from huikuan.receipts.operations.wallets import settle_sure_days
from huikuan.receivables.plan_firing import fire_dates
from huikuan.reminders.operations.planning import plan_run
from huikuan.reminders.operations.sending import send_run
from huikuan.reminders.operations.withdrawing import withdraw_outdated
from huikuan.reminders.queries import reason_counts, run
from huikuan.reminders.rules.reasons import Reason
from huikuan.reminders.upcoming import unpublished_years
from huikuan.sanctions.operations.climbing import propose_by_policy
from huikuan.sanctions.operations.ending import release_paid
from huikuan.settlements.operations.judging import judge_plans
from huikuan.statements.operations.following import are_runs_due, follow_up, make_due_runs


@dataclass(frozen=True, slots=True)
class DayReport:
    """What a day's run did; `kept_back` counts the reasons why messages were not sent, by code."""

    today: date
    run_id: int
    run_state: str
    items_seen: int
    messages: int
    suppressed: int
    kept_back: dict[str, int]
    hold_reasons: tuple[Reason, ...]
    queued: int
    forewarned: int
    matched: int = 0
    proposed: int = 0
    delivery: DeliveryReport = field(default_factory=DeliveryReport)
    sealed: int = 0
    unpublished_years: tuple[int, ...] = ()
    """Years the run looked at whose holidays are not known, or not entered whole yet."""
    flagged: int = 0
    """New flags of oversight."""


def run_day(*, today: date, clock: Clock, post: Post, send: bool, actor: Actor = SYSTEM) -> DayReport:
    """Do the work of the business day `today`; without `send` reminders stay a preview and nothing leaves the house.

    Raises NotPermitted if the actor may not remind.
    """
    matchings = _match(clock, actor)
    _judge(clock, today, actor)
    key = f"run-day:{today.isoformat()}"
    withdraw_outdated(now=clock(), local_now=clock().astimezone(post.zone), today=today)
    planned = plan_run(actor=actor, now=clock(), key=f"{key}:plan", today=today)
    told = tell_own_people(actor=actor, now=clock(), key=key, today=today)
    sealed = _state_accounts(clock, today)
    run_id = int(planned["run_id"])
    queued = _send(actor, clock, today, run_id) if send else 0
    delivery = (
        deliver(clock=clock, post=post, today=today) if send else DeliveryReport(waiting=waiting(now=clock()).count)
    )
    flagged = _look_at_the_books(clock, today, actor)
    view = run(actor=actor, run_id=run_id)
    return DayReport(
        today=today,
        run_id=run_id,
        run_state=view.state if view else "",
        items_seen=int(planned["items"]),
        messages=int(planned["send"]),
        suppressed=int(planned["suppressed"]),
        kept_back=reason_counts(actor=actor, run_id=run_id),
        hold_reasons=view.hold_reasons if view else (),
        queued=queued,
        forewarned=told,
        matched=sum(one.applied for one in matchings),
        proposed=sum(one.proposed for one in matchings),
        delivery=delivery,
        sealed=sealed + seal_acts(now=clock()),
        unpublished_years=unpublished_years(today=today),
        flagged=flagged,
    )


def configured_post() -> Post:
    """How this installation sends messages, from its settings. Raises BadServerUrl, ChannelsFaulty."""
    url = str(settings.SMTP_URL)
    return Post(
        channel=SmtpChannel(server=mail_server(url=url)) if url else None,
        sender=str(settings.EMAIL_FROM),
        zone=ZoneInfo(settings.TIME_ZONE),
        others=configured_channels().adapters,
        look_up=working_channels,
    )


def _state_accounts(clock: Clock, today: date) -> int:
    """Make and follow up statements; how many acts were sealed before, so that the head printed on them covers the month."""
    key = f"run-day:{today.isoformat()}:statements"
    follow_up(actor=SYSTEM, now=clock(), today=today, key=key)
    if not are_runs_due(today=today):
        return 0
    sealed = seal_acts(now=clock())
    make_due_runs(actor=SYSTEM, clock=clock, today=today, key=key)
    return sealed


def _send(actor: Actor, clock: Clock, today: date, run_id: int) -> int:
    """Queue the run unless it is held, was sent, cancelled or superseded; how many messages."""
    try:
        done = send_run(
            actor=actor, now=clock(), key=f"run-day:{today.isoformat()}:send:{run_id}", run_id=run_id, today=today
        )
    except (Changed, Refused) as reason:
        if reason.code in ("RUN_CHANGED", "RUN_OUTDATED"):
            return 0
        raise
    return int(done["queued"])


def _match(clock: Clock, actor: Actor) -> list[MatchingDone]:
    """Payouts of merchant accounts first: they are nobody's payment."""
    for company in companies(actor=actor):
        settle_sure_days(actor=SYSTEM, now=clock(), company_id=company.id)
    return [run_matching(actor=actor, now=clock(), company_id=company.id) for company in companies(actor=actor)]


def _judge(clock: Clock, today: date, actor: Actor) -> None:
    """What the new day and the money that came decide, before anybody is reminded."""
    key = f"run-day:{today.isoformat()}"
    # Whoever runs the day: asking whose money it is, is nobody's to leave out.
    announce_unknown(actor=SYSTEM, now=clock(), today=today, key=f"{key}:announce")
    fire_dates(actor=actor, now=clock(), today=today, key=f"{key}:contract-dates")
    lapse_requests(actor=actor, now=clock(), today=today, key=f"{key}:lapse-requests")
    judge_promises(actor=actor, now=clock(), key=f"{key}:judge-promises", today=today)
    escalate_disputes(actor=actor, now=clock(), key=f"{key}:escalate-disputes", today=today)
    settle_causes(actor=actor, now=clock(), key=f"{key}:settle-causes", today=today)
    keep_paused(actor=SYSTEM, now=clock(), today=today, key=f"{key}:keep-cases-paused")
    judge_plans(actor=actor, now=clock(), key=f"{key}:judge-plans", today=today)
    # Nor is what was paid, or who is next on the ladder.
    release_paid(actor=SYSTEM, now=clock(), today=today, key=f"{key}:release-sanctions")
    propose_by_policy(actor=SYSTEM, now=clock(), today=today, key=f"{key}:propose-sanctions")


def _look_at_the_books(clock: Clock, today: date, actor: Actor) -> int:
    """Figures, ratings, what ran out, and oversight; how many new flags it raised."""
    key = f"run-day:{today.isoformat()}"
    refresh_mirror()
    rate_if_due(actor=actor, now=clock(), today=today)
    # Prices run out and the books are watched whoever runs the day: neither is his to leave out.
    expire_confirmations(actor=SYSTEM, now=clock(), key=f"{key}:expire-prices", today=today)
    judge_uses(actor=SYSTEM, now=clock(), key=f"{key}:judge-strategies", today=today)
    waits = policy_in_force().presentation_days
    clear_matured(actor=SYSTEM, now=clock(), key=f"{key}:clear-bills", today=today, waits_days=waits)
    found = watch(actor=SYSTEM, now=clock(), key=f"{key}:watch", today=today)
    # Last, so that until somebody acts the check of the books finds each clock as its events give it.
    refresh_clocks(today=today)
    return int(found["new"])
