"""What the page Today shows: six figures and the tasks, each with its reason and next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from huikuan.insight.queries import figures_today
from huikuan.insight.rules import Figure, Leads, Unit
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.web.pages.expecting import in_one_line
from huikuan.web.pages.figures import EMPTY, FIGURES, address_of, parts_of, reading_of
from huikuan.web.pages.our_side import BlockerShown, blockers_shown
from huikuan.web.pages.task_addresses import address_of_task
from huikuan.web.pages.tiles import Reading, Tile
from huikuan.web.tables.columns import Chip, Text
from huikuan.web.tables.state import ListState
from huikuan.wording.playbook import SET_FREE, WAIT_TONES, WAITS
from huikuan.wording.sentences import sentence
from huikuan.wording.worklist import reason_words
from huikuan.worklist.queries import TaskRow, WaitingRow, Worklist, WorklistFilter, worklist
from huikuan.worklist.rules.tasks import ASKS_FOR_MONEY, TaskKind

MOST_BLOCKERS = 2
TONES = {
    "OVERDUE": "risk",
    "DUE_SOON": "soon",
    "FOLLOW_UP": "soon",
    "MONEY_PROPOSED": "done",
    "MONEY_UNKNOWN": "soon",
    "MONEY_TO_CLAIM": "soon",
    "CLAIM_TO_DECIDE": "soon",
    "LETTER_AHEAD": "risk",
    "FORETOLD": "plain",
    "SECURITY_ENDING": "soon",
    "CLOCK_ENDING": "risk",
    "DEADLINE_ENDING": "risk",
    "CAUSE_MISSING": "soon",
    "OURS_TO_MEND": "risk",
    "CONDUCT_TO_DECIDE": "soon",
    "DISPUTE_OPEN": "soon",
    "PROMISE_BROKEN": "risk",
    "CUSTOMER_ASKED": "soon",
    "STATEMENT_SILENT": "soon",
    "BILL_DUTY": "soon",
    "BILL_LISTED": "risk",
    "CALL_PLANNED": "risk",
    "VISIT_PLANNED": "risk",
    "LETTERS_POST": "soon",
    "SANCTION_TASK": "soon",
    "SANCTION_WAITS": "soon",
    "JOINT_STEP": "soon",
    "BUNDLE_READY": "done",
}
KINDS: dict[str, Text] = {
    "FOLLOW_UP": _("Agreed"),
    "OVERDUE": _("Overdue"),
    "DUE_SOON": _("Due soon"),
    "MONEY_PROPOSED": _("Money in"),
    "MONEY_UNKNOWN": _("Money in"),
    "MONEY_TO_CLAIM": _("Money to claim"),
    "CLAIM_TO_DECIDE": _("Claim of money"),
    "MESSAGE_UNCERTAIN": _("Message"),
    "RUN_WAITING": _("Reminders"),
    "LETTER_AHEAD": _("Letter ahead"),
    "FORETOLD": _("Comes due"),
    "SECURITY_ENDING": _("Security ends"),
    "CLOCK_ENDING": _("Limitation"),
    "DEADLINE_ENDING": _("Legal deadline"),
    "CAUSE_MISSING": _("Cause missing"),
    "OURS_TO_MEND": _("Ours to mend first"),
    "CONDUCT_TO_DECIDE": _("Malicious or not"),
    "DISPUTE_OPEN": _("Dispute"),
    "PROMISE_BROKEN": _("Promise broken"),
    "CUSTOMER_ASKED": _("Asked by the customer"),
    "STATEMENT_SILENT": _("Statement not answered"),
    "BILL_DUTY": pgettext_lazy("task", "Bill"),
    "BILL_LISTED": _("Bill at risk"),
    "CALL_PLANNED": _("Planned call"),
    "VISIT_PLANNED": _("Planned visit"),
    "LETTERS_POST": _("Letters to post"),
    "SANCTION_TASK": _("Sanction by hand"),
    "SANCTION_WAITS": _("Ladder of sanctions"),
    "JOINT_STEP": _("Joint step"),
    "BUNDLE_READY": _("Evidence bundle"),
}


@dataclass(frozen=True, slots=True)
class Worth:
    """Why a task stands where it stands: amount × chance × urgency, against the minutes its step usually takes."""

    gain: Money
    percent: int
    """What of the amount counts, rounded down."""
    minutes: int


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task in words."""

    rank: int
    kind: Text
    tone: str
    name: str
    address: str
    amount: Money | None
    others: tuple[Money, ...]
    """What the same step is about in further currencies."""
    reason: str
    next_step: str
    blocked: tuple[BlockerShown, ...]
    """What on our side keeps the customer from paying."""
    strategy: str
    """The strategy that fits; empty where nobody is asked for money, or none fits."""
    worth: Worth | None
    """What acting today is taken to be worth; None where nobody is asked for money."""
    prepare: str
    """Where the call is prepared; empty where nobody is asked for money."""
    pause: str
    """Where the letter that is ahead can be kept back; empty where none is, or the reader may not."""


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A debt that waits, in words: what for, until when, what sets it free."""

    name: str
    address: str
    chip: Chip
    amount: Money
    items: int
    until: date | None
    set_free: Text


@dataclass(frozen=True, slots=True)
class TodayPage:
    """Everything the page shows."""

    day: date
    tiles: tuple[Tile, ...]
    tasks: tuple[TaskLine, ...]
    waiting: tuple[WaitingLine, ...]
    waiting_count: int
    count: int
    number: int
    pages: int
    unrated: str
    """Currencies whose tasks stand behind the others, as no rate of them is known."""
    kinds: tuple[tuple[str, Text], ...]
    """What the tasks can be narrowed to."""


def today_shown(*, actor: Actor, today: date, company_id: int | None, state: ListState) -> TodayPage:
    """Today's work of one person, ranked, under the figures it is about; `state` is what the address says of the list."""
    work = worklist(actor=actor, today=today, number=state.page, narrowed=narrowed_by(state=state))
    return TodayPage(
        day=today,
        tiles=_tiles(actor, today, company_id),
        tasks=tuple(task_line(row=row, may_pause=actor.may(Verb.RECORD_ACTIVITY)) for row in work.rows),
        waiting=tuple(_waiting(row) for row in work.waiting) if work.number == 1 else (),
        waiting_count=work.waiting_count,
        count=work.count,
        number=work.number,
        pages=_pages(work),
        unrated=", ".join(work.unrated),
        kinds=tuple((code, title) for code, title in KINDS.items() if code in work.kinds),
    )


def narrowed_by(*, state: ListState) -> WorklistFilter:
    """What the address narrows the tasks to; a kind that nobody knows narrows nothing."""
    kind = state.filters.get("kind", "")
    return WorklistFilter(state.filters.get("q", ""), TaskKind(kind) if kind in KINDS else None)


def _tiles(actor: Actor, today: date, company_id: int | None) -> tuple[Tile, ...]:
    """One tile for each figure, with the currencies below each other; the yuan first."""
    found: dict[str, list[Figure]] = {}
    for figure in figures_today(actor=actor, today=today, company_id=company_id):
        found.setdefault(figure.code, []).append(figure)
    return tuple(_tile(figures, today) for figures in found.values())


def _tile(figures: list[Figure], today: date) -> Tile:
    first = figures[0]
    title, formula = FIGURES[first.code]
    known = [figure for figure in figures if figure.value]
    shown = known or figures[:1]
    is_money = first.unit is Unit.MONEY
    return Tile(
        title=title,
        amounts=tuple(Money(figure.value or 0, figure.currency) for figure in known) if is_money else (),
        readings=() if is_money else tuple(_reading(figure) for figure in shown),
        formula=formula,
        parts=tuple(parts_of(kpi=figure.kpi) for figure in shown if figure.kpi is not None),
        as_of=first.kpi.as_of if first.leads is Leads.STATEMENTS and first.kpi else today,
        address=address_of(leads=first.leads, today=today, as_of=first.kpi.as_of if first.kpi else None),
        under=" · ".join(
            reading_of(hundredths=figure.second, unit=Unit.SHARE) for figure in known if figure.second is not None
        ),
        tone="risk" if first.code == "OVERDUE" else "",
        shows_currency=len({figure.currency for figure in known}) > 1,
        empty="" if known else EMPTY.get(first.code, ""),
    )


def _reading(figure: Figure) -> Reading:
    at_least = figure.kpi is not None and figure.kpi.at_least
    return Reading(figure.currency, reading_of(hundredths=figure.value, unit=figure.unit, at_least=at_least))


def task_line(*, row: TaskRow, may_pause: bool) -> TaskLine:
    """A task in words."""
    task = row.task
    return TaskLine(
        rank=row.rank,
        kind=KINDS.get(task.kind.value, task.kind.value),
        tone=TONES.get(task.kind.value, "plain"),
        name=row.customer.name if row.customer else "",
        address=address_of_task(row=row),
        amount=Money(task.amount_minor, task.currency) if task.currency else None,
        others=tuple(Money(one.amount_minor, one.currency) for one in task.others),
        reason=" · ".join(filter(None, (reason_words(code=task.reason, parameters=task.parameters), _expected(row)))),
        next_step=sentence(code=task.next_step.value, parameters={}),
        blocked=blockers_shown(rows=row.blockers[:MOST_BLOCKERS]),
        strategy=row.suggestion.strategy.title.said(language=get_language() or "zh") if row.suggestion else "",
        worth=_worth(row),
        prepare=_prepare(row),
        pause=_pause(row) if may_pause else "",
    )


def _worth(row: TaskRow) -> Worth | None:
    task = row.task
    if task.kind not in ASKS_FOR_MONEY or task.amount_minor <= 0:
        return None
    return Worth(Money(task.score, task.currency), task.score * 100 // task.amount_minor, row.minutes)


def _prepare(row: TaskRow) -> str:
    if row.suggestion is None or row.customer is None:
        return ""
    return f"{reverse('preparation', args=[row.customer.id])}?{urlencode({'strategy': row.suggestion.strategy.code})}"


def _waiting(row: WaitingRow) -> WaitingLine:
    one, code = row.waiting, row.waiting.waits_for.value
    return WaitingLine(
        name=row.customer.name if row.customer else "",
        address=reverse("customer", args=[one.customer_id]),
        chip=Chip(WAITS[code], WAIT_TONES[code]),
        amount=Money(one.amount_minor, one.currency),
        items=one.items,
        until=one.until,
        set_free=SET_FREE[code],
    )


def _expected(row: TaskRow) -> str:
    return "" if row.expected is None else in_one_line(expected=row.expected)


def _pause(row: TaskRow) -> str:
    if row.task.kind is not TaskKind.LETTER_AHEAD or row.customer is None:
        return ""
    return f"{reverse('pause_customer', args=[row.customer.id])}?{urlencode({'next': reverse('today')})}"


def _pages(work: Worklist) -> int:
    return max(1, -(-work.count // work.size))
