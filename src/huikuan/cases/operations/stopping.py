"""What a case stops while it runs: reminders of its items; of a debtor in bankruptcy all reminders, and all interest."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from huikuan.accounts.queries import companies
from huikuan.audit.operations import OpenAct
from huikuan.cases.models import Case, CaseItem, CaseStep
from huikuan.cases.rules import Event, Kind, State
from huikuan.interest.operations.pausing import PauseDraft, pause_interest, release_pauses_made_in
from huikuan.interest.rules.accruing import PauseReason
from huikuan.kernel.actor import SYSTEM
from huikuan.reminders.operations.pausing import end_pauses_made_in, pause_items

_STOPPING = (Event.OPEN.value, Event.ACCEPT.value)


def stop_reminders(*, act: OpenAct, today: date, row: Case) -> None:
    """Let nobody be reminded of the items of a case that is opened in this act."""
    items = CaseItem.objects.filter(case=row).values_list("receivable_id", flat=True)
    pause_items(act=act, today=today, customer_id=row.customer_id, receivable_ids=list(items), reason=f"Case {row.pk}")


def stop_for_bankruptcy(*, act: OpenAct, row: Case, on: date) -> None:
    """Let nothing the debtor owes bear interest from the day the petition was accepted (EBL 46), nor be asked of him.

    His bankruptcy is one: it holds for every own company.
    """
    pause_items(
        act=act, today=on, customer_id=row.customer_id, receivable_ids=[None], reason=f"Case {row.pk}: bankruptcy"
    )
    for company in companies(actor=SYSTEM):
        draft = PauseDraft(company.id, row.customer_id, on, PauseReason.BANKRUPTCY, f"Case {row.pk}")
        pause_interest(act=act, draft=draft)


def release_stopped(*, act: OpenAct, row: Case, on: date, after: State) -> None:
    """Give back what the case stopped, and nothing else, with its end: reminders at once, interest from the day after `on`.

    A withdrawn bankruptcy stopped no interest, as if it had never been accepted.
    """
    CaseItem.objects.filter(case=row).update(is_running=False)
    acts = stopping_acts(case_ids=[row.pk])
    end_pauses_made_in(act=act, act_ids=acts)
    if Kind(row.kind) is Kind.BANKRUPTCY:
        release_pauses_made_in(act=act, act_ids=acts, last_day=None if after is State.WITHDRAWN else on)


def stopping_acts(*, case_ids: Collection[int]) -> list[int]:
    """The acts in which cases stopped anything: their opening and their acceptance."""
    steps = CaseStep.objects.filter(case_id__in=case_ids, event__in=_STOPPING)
    return sorted(set(steps.values_list("act_id", flat=True)))
