"""`huikuan worklist`: today's tasks, best first, each with its reason and next step."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from huikuan.cli.language import gettext as _
from huikuan.cli.option_types import DAY
from huikuan.cli.output import amounts, print_json, print_table
from huikuan.cli.starting import today

if TYPE_CHECKING:
    from huikuan.kernel.actor import Actor
    from huikuan.worklist.queries import TaskRow


@click.command("worklist", help=_("Today's tasks: whom to call first and why."))
@click.option("--user", help=_("Sign-in name: the tasks this person sees; all of them if left out."))
@click.option("--date", "day", type=DAY, help=_("The day; today if left out."))
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 200), help=_("Rows at most."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def worklist_command(user: str | None, day: date | None, limit: int, as_json: bool) -> int:
    """Print the worklist; exit code 0."""
    from huikuan.worklist.queries import worklist
    from huikuan.worklist.rules.tasks import amounts_of

    found = worklist(actor=_actor(user), today=day or today(), size=limit)
    tasks = [_task(row) for row in found.rows]
    if as_json:
        print_json(
            document={
                "date": found.day.isoformat(),
                "policy_version": found.policy.version,
                "count": found.count,
                "totals": dict(found.totals),
                "tasks": tasks,
            }
        )
        return 0
    rows = [
        (
            task["rank"],
            task["customer"] or "",
            amounts(sums=amounts_of(task=row.task)),
            task["reason"],
            task["step"],
        )
        for row, task in zip(found.rows, tasks, strict=True)
    ]
    headings = ("", _("customer"), _("amount"), _("reason"), _("next step"))
    print_table(title=_("Worklist of %(day)s") % {"day": found.day.isoformat()}, headings=headings, rows=rows)
    if found.count > len(tasks):
        click.echo(_("%(count)s tasks in all.") % {"count": found.count})
    return 0


def _actor(user: str | None) -> Actor:
    from huikuan.accounts.queries import actor_of, person_id_named
    from huikuan.kernel.actor import SYSTEM
    from huikuan.kernel.refusal import Refused

    if user is None:
        return SYSTEM
    user_id = person_id_named(name=user)
    found = None if user_id is None else actor_of(user_id=user_id)
    if found is None:
        raise Refused("PERSON_UNKNOWN")
    return found


def _task(row: TaskRow) -> dict[str, Any]:
    from huikuan.wording.sentences import sentence
    from huikuan.wording.worklist import reason_words

    task = row.task
    return {
        "rank": row.rank,
        "kind": task.kind.value,
        "customer_id": task.customer_id,
        "customer": row.customer.name if row.customer else None,
        "currency": task.currency,
        "minor": task.amount_minor,
        "others": [{"currency": one.currency, "minor": one.amount_minor} for one in task.others],
        "score": task.score,
        "reason_code": task.reason,
        "reason": reason_words(code=task.reason, parameters=task.parameters),
        "step_code": task.next_step.value,
        "step": sentence(code=task.next_step.value, parameters={}),
    }
