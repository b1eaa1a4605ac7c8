"""Today's tasks as a list that is taken as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page
from huikuan.kernel.text_amounts import format_amount
from huikuan.web.pages.today import TaskLine, narrowed_by, task_line
from huikuan.web.tables.columns import Column, Kind
from huikuan.web.tables.state import ListState
from huikuan.web.tables.table import ListKind
from huikuan.worklist.queries import worklist


def task_reader(*, actor: Actor, today: date, state: ListState) -> Callable[[int, int], Page[TaskLine]]:
    """Pages of the tasks in words, for a file."""

    def read(number: int, size: int) -> Page[TaskLine]:
        work = worklist(actor=actor, today=today, number=number, size=size, narrowed=narrowed_by(state=state))
        return Page(
            tuple(task_line(row=row, may_pause=False) for row in work.rows), number, size, work.count, work.totals
        )

    return read


TASKS: ListKind[TaskLine] = ListKind(
    title=_("Today"),
    columns=(
        Column("rank", "#", lambda one: one.rank, Kind.NUMBER),
        Column("customer", _("Customer"), lambda one: one.name),
        Column("kind", _("About"), lambda one: str(one.kind)),
        Column("why", _("Why"), lambda one: one.reason),
        Column("step", _("Next step"), lambda one: one.next_step),
        Column("strategy", _("Strategy"), lambda one: one.strategy),
        Column("amount", _("Amount"), lambda one: one.amount, Kind.MONEY),
        Column("others", _("In other currencies"), lambda one: _in_words(one.others)),
    ),
    filters=("q", "kind"),
    sorts=("rank",),
    default_sort="rank",
    id_of=lambda one: one.rank,
)


def _in_words(amounts: Iterable[Money]) -> str:
    return " + ".join(f"{one.currency} {format_amount(minor=one.minor, currency=one.currency)}" for one in amounts)
