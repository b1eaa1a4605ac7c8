"""Calls, visits and letters of the ladder as tasks: the first two of whoever may record them, letters of whoever reminds."""

from __future__ import annotations

from datetime import date

from huikuan.kernel.actor import Actor, Verb
from huikuan.reminders.posted import letters_out
from huikuan.reminders.rules.posting import PostState
from huikuan.reminders.waiting import waiting_tasks
from huikuan.worklist.rules.contacting import LetterOut, contact_tasks, letter_post_tasks
from huikuan.worklist.rules.tasks import Task, WorklistPolicy


def contacts_waiting(*, actor: Actor, today: date, policy: WorklistPolicy) -> tuple[list[Task], list[Task]]:
    """Tasks about debts (calls, visits) and about letters as a whole; two queries where nothing waits."""
    waiting = waiting_tasks(actor=actor, today=today)
    contacts = contact_tasks(waiting=waiting, policy=policy) if actor.may(Verb.RECORD_ACTIVITY) else []
    if not actor.may(Verb.REMIND):
        return contacts, []
    out = [LetterOut(PostState(state), since) for state, since in letters_out(actor=actor)]
    return contacts, letter_post_tasks(waiting=waiting, out=out, today=today)
