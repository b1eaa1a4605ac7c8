"""Forged rows of legal clocks."""

from datetime import date

from django.db.models import F

from huikuan.clocks.operations.ending import accept_loss, record_deadline
from huikuan.clocks.operations.policies import PolicyDraft, save_policy
from huikuan.clocks.operations.recording import withdraw_event
from huikuan.clocks.operations.refreshing import refresh_clocks
from huikuan.clocks.rules.deadlines import DeadlineDraft, DeadlineKind
from huikuan.clocks.rules.kinds import EventKind
from huikuan.clocks.rules.warning import Spans, WarningPolicy
from huikuan.kernel.actor import SYSTEM
from tests.books import NOW
from tests.clocks.office import TODAY, new_office
from tests.guards.tables import Guard, changed, copied

GUARDS: tuple[Guard, ...] = (
    ("clocks.RecordedEvent", "clocks_event_with_evidence", copied(document_id=None)),
    ("clocks.RecordedEvent", "clocks_obstacle_days", copied({"kind": "demand"}, since=date(2026, 1, 1))),
    ("clocks.EventItem", "clocks_event_item_once", copied()),
    ("clocks.Withdrawal", "event", copied()),
    ("clocks.Withdrawal", "clocks_withdrawn_why", copied(event_id=2, reason="")),
    ("clocks.DebtClock", "invoice", copied()),
    ("clocks.DebtClock", "clocks_safe_first", changed(safe=date(2050, 1, 1))),
    ("clocks.DebtClock", "clocks_last_event_whole", changed(last_kind="demand", last_on=None)),
    ("clocks.AcceptedLoss", "clocks_accepted_why", copied(safe=date(2030, 1, 1), reason="")),
    ("clocks.AcceptedLoss", "clocks_accepted_once", copied()),
    ("clocks.Deadline", "clocks_deadline_whole", changed(subject="")),
    ("clocks.Deadline", "clocks_deadline_finished_whole", changed(finished_on=TODAY)),
    ("clocks.Deadline", "clocks_renewed_with_evidence", changed(renews_id=F("id"))),
    ("clocks.Reckoning", "day", copied()),
    ("clocks.PolicyVersion", "number", copied()),
    ("clocks.PolicyVersion", "clocks_policy_in_order", copied(number=9, second_days=300)),
    ("clocks.PolicyVersion", "clocks_policy_says_why", copied(number=9, reason="")),
)


def ground() -> None:
    """A demand that was withdrawn and an obstacle, a loss accepted, a deadline, a day's work, a policy."""
    office = new_office()
    event_id = office.happened(EventKind.DEMAND, date(2026, 2, 20))
    key = office.books.key
    withdraw_event(actor=office.legal, now=NOW, today=TODAY, key=key(), event_id=event_id, reason="录错")
    office.happened(EventKind.SUSPENSION, date(2025, 12, 20), since=date(2025, 12, 1))
    debt = {"invoice_id": office.item.invoice_id}
    accept_loss(actor=office.legal, now=NOW, today=TODAY, key=key(), reason="诉讼费高于欠款", **debt)
    draft = DeadlineDraft(office.books.company_id, office.customer, DeadlineKind.ENFORCEMENT, TODAY, None, "案号")
    record_deadline(actor=office.legal, now=NOW, today=TODAY, key=key(), draft=draft)
    refresh_clocks(today=TODAY)
    policy = WarningPolicy(long=Spans(200, 100, 40))
    save_policy(actor=SYSTEM, now=NOW, key=key(), draft=PolicyDraft(policy, "早一些提醒", 0))
