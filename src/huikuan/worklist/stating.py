"""Statements nobody answered, as tasks of whoever may send them: one query, however many there are."""

from __future__ import annotations

from datetime import date

from huikuan.kernel.actor import Actor, Verb
from huikuan.statements.queries.silent import silent_statements
from huikuan.statements.rules.states import State
from huikuan.worklist.rules.stating import Silent, statement_tasks
from huikuan.worklist.rules.tasks import Task, WorklistPolicy


def silent_tasks(*, actor: Actor, today: date, policy: WorklistPolicy) -> list[Task]:
    """The newest statement of each customer, own company and currency, where it waits for a second request or other evidence."""
    if not actor.may(Verb.SEND_STATEMENT):
        return []
    silent = (
        Silent(
            statement_id=row.id,
            number=row.number,
            customer_id=row.customer_id,
            currency=row.currency,
            closing_minor=row.closing_minor,
            reply_by=row.reply_by,
            twice=row.state is State.ALTERNATIVE_DUE,
        )
        for row in silent_statements(actor=actor)
    )
    return statement_tasks(silent=silent, today=today, policy=policy)
