"""Legal clocks of the demo company: debts that nearly lapse, demands with their papers, deadlines that a court set."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from huikuan.accounts.queries import actor_of, people
from huikuan.clocks.debts import debts_of
from huikuan.clocks.operations.ending import record_deadline
from huikuan.clocks.operations.recording import Paper, record_event
from huikuan.clocks.operations.refreshing import refresh_clocks
from huikuan.clocks.queries import ClockFilter, clock_page
from huikuan.clocks.rules.deadlines import DeadlineDraft, DeadlineKind
from huikuan.clocks.rules.interrupting import EventDraft
from huikuan.clocks.rules.kinds import EventKind
from huikuan.clocks.rules.limitation import PERIOD_MONTHS
from huikuan.demo.building import Built
from huikuan.demo.papers import BLANK_PDF
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.calendar import add_months
from huikuan.receivables.operations import InvoiceDraft, register_invoices
from huikuan.receivables.rules import InstalmentDraft

_EVENTS = (
    (EventKind.DEMAND, 9, "催款函.pdf", "前台签收，签收单附后"),
    (EventKind.CALL, 4, "通话录音说明.pdf", "承认欠款，称月底付款"),
)
_DEADLINES = (
    (DeadlineKind.ENFORCEMENT, 700, "（2024）沪0115民初2231号判决"),
    (DeadlineKind.PAYMENT_ORDER, 6, "（2026）沪0115民督18号"),
    (DeadlineKind.BANKRUPTCY_CLAIM, 12, "（2026）沪03破41号债权申报公告"),
)

_OLD = ((26, 25, 3_860_000), (47, 80, 7_200_000), (33, 170, 12_650_000))
"""Customer, days until the limitation period of an old invoice of his ends, fen."""


def fill_clocks(*, built: Built, now: datetime, today: date) -> None:
    """The clocks of what is late, and what a salesperson and counsel recorded about the oldest debts."""
    _old_debts(built, now, today)
    refresh_clocks(today=today)
    named = {row.username: row.id for row in people().values()}
    clerk, director = _actor(named["wu.jing"]), _actor(named["wang.hong"])
    rows = clock_page(actor=SYSTEM, today=today, narrowed=ClockFilter(), size=20).rows
    mine = [row for row in rows if row.company_id == built.companies["CNY"]][len(_OLD) :]
    for row, (kind, ago, name, note) in zip(mine, _EVENTS, strict=False):
        (debt,) = debts_of(invoice_ids=[row.invoice_id])
        on = today - timedelta(days=ago)
        draft = EventDraft(row.company_id, row.customer_id, kind, on, debt.receivable_ids, note)
        paper = Paper(name, BLANK_PDF)
        record_event(actor=clerk, now=now, today=today, key=f"demo:clock:{kind}", draft=draft, paper=paper)
    for row, (what, ago, subject) in zip(mine, _DEADLINES, strict=False):
        due = DeadlineDraft(row.company_id, row.customer_id, what, today - timedelta(days=ago), subject=subject)
        record_deadline(actor=director, now=now, today=today, key=f"demo:deadline:{what}", draft=due)


def _old_debts(built: Built, now: datetime, today: date) -> None:
    """Invoices that fell due nearly three years ago, and nothing interrupted their period since."""
    drafts = []
    for index, left, minor in _OLD:
        due = add_months(day=today + timedelta(days=left), months=-PERIOD_MONTHS)
        parts = (InstalmentDraft(due, minor),)
        if index in built.customers:
            number = f"24{today.year - 2000 - 3}2000{index:04d}"
            drafts.append(InvoiceDraft(built.customers[index], number, due - timedelta(days=60), "CNY", parts))
    if drafts:
        key, company_id = "demo:old-invoices", built.companies["CNY"]
        register_invoices(actor=SYSTEM, now=now, key=key, company_id=company_id, invoices=drafts)


def _actor(user_id: int) -> Actor:
    actor = actor_of(user_id=user_id)
    if actor is None:
        raise ValueError(user_id)
    return actor
