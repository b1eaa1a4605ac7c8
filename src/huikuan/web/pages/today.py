"""What the page Today shows: four figures and the tasks, each with its reason and next step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.receipts.queries import ReceiptFilter, receipt_page
from huikuan.receipts.queries import Which as WhichReceipts
from huikuan.receivables.debtors import DebtSums, debt_sums
from huikuan.receivables.queries import DUE_SOON_DAYS
from huikuan.web.pages.tiles import Tile
from huikuan.web.tables.columns import Text
from huikuan.wording.sentences import sentence
from huikuan.worklist.queries import TaskRow, Worklist, worklist

TONES = {"OVERDUE": "risk", "DUE_SOON": "soon", "FOLLOW_UP": "soon", "MONEY_PROPOSED": "done", "MONEY_UNKNOWN": "soon"}
KINDS: dict[str, Text] = {
    "FOLLOW_UP": _("Agreed"),
    "OVERDUE": _("Overdue"),
    "DUE_SOON": _("Due soon"),
    "MONEY_PROPOSED": _("Money in"),
    "MONEY_UNKNOWN": _("Money in"),
    "MESSAGE_UNCERTAIN": _("Message"),
    "RUN_WAITING": _("Reminders"),
}


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task in words."""

    rank: int
    kind: Text
    tone: str
    name: str
    address: str
    amount: Money
    reason: str
    next_step: str


@dataclass(frozen=True, slots=True)
class TodayPage:
    """Everything the page shows."""

    day: date
    tiles: tuple[Tile, ...]
    tasks: tuple[TaskLine, ...]
    count: int
    number: int
    pages: int


def today_shown(*, actor: Actor, today: date, company_id: int | None, number: int) -> TodayPage:
    """Today's work of one person, ranked, under the figures it is about."""
    work = worklist(actor=actor, today=today, number=number)
    return TodayPage(
        day=today,
        tiles=_tiles(actor, today, company_id),
        tasks=tuple(_line(row) for row in work.rows),
        count=work.count,
        number=work.number,
        pages=_pages(work),
    )


def _tiles(actor: Actor, today: date, company_id: int | None) -> tuple[Tile, ...]:
    sums = debt_sums(actor=actor, as_of=today, company_id=company_id)
    waiting = receipt_page(
        actor=actor, narrowed=ReceiptFilter(which=WhichReceipts.UNAPPLIED, company_id=company_id), size=1
    )
    late = sum(row.overdue_customers for row in sums)
    items = reverse("receivables")
    several = len(sums) > 1 or len(waiting.totals) > 1
    return (
        Tile(
            title=_("Open"),
            amounts=_amounts(sums, lambda row: row.open_minor),
            formula=_("Sum of what is open on all receivables, before money that is not allocated yet."),
            as_of=today,
            address=items,
            shows_currency=several,
        ),
        Tile(
            title=_("Overdue"),
            amounts=_amounts(sums, lambda row: row.overdue_minor),
            formula=_("Sum of what is open on receivables whose due date lies before today."),
            as_of=today,
            address=f"{items}?which=OVERDUE",
            under=ngettext("%(count)s customer", "%(count)s customers", late) % {"count": late} if late else "",
            tone="risk",
            shows_currency=several,
        ),
        Tile(
            title=_("Due within 7 days"),
            amounts=_amounts(sums, lambda row: row.soon_minor),
            formula=_("Sum of what is open on receivables due today or within the next %(days)s days.")
            % {"days": DUE_SOON_DAYS},
            as_of=today,
            address=f"{items}?which=DUE_SOON",
            shows_currency=several,
        ),
        Tile(
            title=_("Money to allocate"),
            amounts=tuple(Money(minor, code) for code, minor in waiting.totals.items() if minor),
            formula=_("Sum of what is left on receipts that are not wholly allocated, paid back or taken back."),
            as_of=today,
            address=f"{reverse('receipts')}?which=UNAPPLIED",
            under=ngettext("%(count)s receipt", "%(count)s receipts", waiting.count) % {"count": waiting.count}
            if waiting.count
            else "",
            shows_currency=several,
        ),
    )


def _amounts(sums: tuple[DebtSums, ...], part: Callable[[DebtSums], int]) -> tuple[Money, ...]:
    return tuple(Money(part(row), row.currency) for row in sums if part(row))


def _line(row: TaskRow) -> TaskLine:
    task = row.task
    address = reverse("customer", args=[row.customer.id]) if row.customer else _money_address(task.kind.value)
    return TaskLine(
        rank=row.rank,
        kind=KINDS.get(task.kind.value, task.kind.value),
        tone=TONES.get(task.kind.value, "plain"),
        name=row.customer.name if row.customer else "",
        address=address,
        amount=Money(task.amount_minor, task.currency),
        reason=sentence(code=task.reason, parameters=task.parameters),
        next_step=sentence(code=task.next_step.value, parameters={}),
    )


def _money_address(kind: str) -> str:
    which = "PROPOSED" if kind == "MONEY_PROPOSED" else "UNIDENTIFIED"
    return f"{reverse('receipts')}?which={which}"


def _pages(work: Worklist) -> int:
    return max(1, -(-work.count // work.size))
