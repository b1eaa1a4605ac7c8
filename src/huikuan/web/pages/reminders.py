"""What the reminder pages show: runs, the messages of one with who and why, the letter, the messages that left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page
from huikuan.outbox.ports import MessageRow
from huikuan.outbox.rules import TASKS, TO_CUSTOMERS, ChannelName, State
from huikuan.reminders.access import runs_beyond
from huikuan.reminders.queries import RunRowView, RunView, messages, reason_counts, run_rows
from huikuan.reminders.rules.reasons import Reason
from huikuan.reminders.rules.runs import Decision
from huikuan.reminders.upcoming import unpublished_years
from huikuan.web.forms.reminders import CancelForm, ResolveForm
from huikuan.web.pages.lists import Reader
from huikuan.web.pages.our_side import BlockerShown, our_side_shown
from huikuan.web.tables.columns import Chip, Column, Kind, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording.names import CHANNELS, MESSAGE_STATE_NAMES, RUN_STATE_NAMES, name_of
from huikuan.wording.reminders import KEPT_BACK
from huikuan.wording.sentences import sentence

WHICH: dict[str, Text] = {Decision.SEND.value: _("To be sent"), Decision.SUPPRESS.value: _("Kept back")}
STEPS: dict[str, Text] = {
    "BEFORE_DUE": _("before due, message %(ordinal)s"),
    "OVERDUE": _("overdue, message %(ordinal)s"),
}
LANGUAGES = {"en": "English", "zh": "中文"}
RUN_STATES: dict[str, tuple[Text, str]] = {
    code: (RUN_STATE_NAMES[code], tone)
    for code, tone in {
        "PLANNED": "soon",
        "HELD": "risk",
        "APPROVED": "soon",
        "QUEUED": "done",
        "CANCELLED": "plain",
        "SUPERSEDED": "plain",
    }.items()
}
FILTERS: dict[str, tuple[Text, tuple[State, ...]]] = {
    "": (_("All"), ()),
    "PLANNED": (_("Waits"), (State.PLANNED,)),
    "SENDING": (_("Being sent"), (State.CLAIMED, State.SENDING)),
    "SENT": (_("Sent"), (State.SENT,)),
    "UNCERTAIN": (_("Unknown whether it arrived"), (State.UNCERTAIN,)),
    "FAILED": (_("Not accepted"), (State.FAILED,)),
    "SUPPRESSED": (_("Kept back"), (State.SUPPRESSED,)),
}
"""The tabs over the messages and the states each of them shows."""
MESSAGE_STATES: dict[str, tuple[Text, str]] = {
    code: (MESSAGE_STATE_NAMES[code], tone)
    for code, tone in {
        "PLANNED": "soon",
        "CLAIMED": "soon",
        "SENDING": "soon",
        "SENT": "done",
        "FAILED": "risk",
        "UNCERTAIN": "risk",
        "SUPPRESSED": "plain",
    }.items()
}


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run with its state in words."""

    run: RunView
    state: Chip


@dataclass(frozen=True, slots=True)
class KeptBack:
    """A reason and how many messages it keeps back."""

    words: str
    count: int


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message that left, waits or failed, with its customer."""

    message: MessageRow
    customer: CustomerRow | None
    state: Chip
    reasons: tuple[str, ...]
    decide: ResolveForm | None
    """For an uncertain message: what to say about it."""
    cancel: CancelForm | None
    """For one that has not gone: why it is not to go."""
    is_failed: bool
    """Whether it can be sent again."""
    channel: Text
    is_task: bool
    """Whether a person has still to do it."""
    may_answer: bool
    """Whether a customer can have answered it."""


Typed = tuple[int, Form]
"""The form of one message that could not be taken."""


def _money(row: RunRowView) -> Money:
    return Money(row.asked_minor, row.currency)


def _step_of(row: RunRowView) -> Chip:
    """The step of a message: before or after the due date, and the how manieth."""
    return Chip(str(STEPS[row.kind]) % {"ordinal": row.ordinal}, "risk" if row.kind == "OVERDUE" else "soon")


def _channel_of(row: RunRowView) -> str:
    """The channel of a message, and why the first one of its step was not taken."""
    because = " · ".join(name_of(names=KEPT_BACK, code=reason.code) for reason in row.passed_over)
    return f"{CHANNELS[row.channel]} ({because})" if because else str(CHANNELS[row.channel])


def _why_not(row: RunRowView) -> str | None:
    """Everything that keeps a message back, in one line."""
    return " · ".join(words(reasons=row.reasons)) or None


ROWS: ListKind[RunRowView] = ListKind(
    title=_("Messages of the run"),
    columns=(
        Column("customer", _("Customer"), lambda row: Titled(row.customer_name, row.recipient), sort="customer"),
        Column("step", _("Step"), _step_of, Kind.CHIP, "step", on_phone=False),
        Column("channel", _("Channel"), _channel_of, on_phone=False),
        Column("asked", _("Asked for"), _money, Kind.MONEY, "asked"),
        Column("items", _("Items"), lambda row: len(row.items), Kind.NUMBER, on_phone=False),
        Column("expected", _("Money expected"), lambda row: expected_day(row=row), Kind.DAY, on_phone=False),
        Column("language", _("Language"), lambda row: language_of(row=row), is_shown=False, on_phone=False),
    ),
    filters=("which",),
    sorts=("asked", "-asked", "customer", "-customer", "step", "-step"),
    default_sort="-asked",
    id_of=lambda row: row.id,
    total_title=_("Asked for"),
)


WHY_NOT: Column[RunRowView] = Column("why", _("Why not"), _why_not, on_phone=False, beside_panel=False)
KINDS: dict[Decision, ListKind[RunRowView]] = {
    Decision.SEND: ROWS,
    Decision.SUPPRESS: replace(ROWS, columns=(*ROWS.columns, WHY_NOT)),
}
"""What is to be sent needs no reason; what is kept back does."""


def language_of(*, row: RunRowView) -> str:
    """The language of the letter by its own name."""
    return LANGUAGES.get(row.language[:2], row.language)


def run_line(*, run: RunView) -> RunLine:
    """A run with its state in words."""
    return RunLine(run, Chip(*RUN_STATES[run.state]))


@dataclass(frozen=True, slots=True)
class OpenRow:
    """The message that is open beside the list: to whom, which step, what it asks for, and why it is kept back."""

    row: RunRowView
    step: Chip
    asked: Money
    language: str
    reasons: tuple[str, ...]
    is_to_be_sent: bool
    expected: date | None
    """When the first of its money may be expected, as it was known when the run was planned."""
    pays_soon: bool


def expected_day(*, row: RunRowView) -> date | None:
    """The first day on which money for an item of a message may be expected; None where no such day is known."""
    return min((date.fromisoformat(day) for item in row.items if (day := item.get("expected_on"))), default=None)


def open_row(*, row: RunRowView) -> OpenRow:
    """A message of a run with its reasons in words."""
    return OpenRow(
        row=row,
        step=_step_of(row),
        asked=_money(row),
        language=language_of(row=row),
        reasons=words(reasons=row.reasons),
        is_to_be_sent=row.decision == "SEND",
        expected=expected_day(row=row),
        pays_soon=any(item.get("pays_soon") for item in row.items),
    )


def rows_page(*, actor: Actor, run_id: int, decision: Decision, sort: str, number: int, size: int) -> Page[RunRowView]:
    """A page of the messages of a run."""
    return run_rows(actor=actor, run_id=run_id, decision=decision, sort=sort, number=number, size=size)


def with_our_side(
    *, kind: ListKind[RunRowView], read: Reader[RunRowView], today: date
) -> tuple[ListKind[RunRowView], Reader[RunRowView]]:
    """The list with what on our side keeps each customer from paying, read once for a page of it."""
    known: dict[int, tuple[BlockerShown, ...]] = {}

    def reading(number: int, size: int) -> Page[RunRowView]:
        page = read(number, size)
        known.update(our_side_shown(customer_ids={row.customer_id for row in page.rows}, today=today))
        return page

    def said(row: RunRowView) -> Chip | None:
        first = next(iter(known.get(row.customer_id, ())), None)
        return Chip(first.word, first.tone) if first else None

    column: Column[RunRowView] = Column(
        "our_side", _("On our side"), said, Kind.CHIP, on_phone=False, beside_panel=False
    )
    return replace(kind, columns=(*kind.columns, column)), reading


def kept_back(*, actor: Actor, run_id: int) -> tuple[KeptBack, ...]:
    """Why messages of a run are kept back, most frequent first, the parameters left out."""
    return tuple(
        KeptBack(name_of(names=KEPT_BACK, code=code), count)
        for code, count in reason_counts(actor=actor, run_id=run_id).items()
    )


def words(*, reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    """Reasons as sentences."""
    return tuple(sentence(code=reason.code, parameters=reason.parameters) for reason in reasons)


def unpublished(*, today: date) -> tuple[str, ...]:
    """What is said of every year whose holidays a run of today would have to know."""
    years = unpublished_years(today=today)
    return tuple(sentence(code="CALENDAR_UNPUBLISHED", parameters={"year": year}) for year in years)


def beyond(*, actor: Actor, run_id: int) -> str:
    """Why `actor` cannot move a run; empty if he sees all its letters."""
    is_beyond = bool(runs_beyond(actor=actor, run_ids=[run_id]))
    return sentence(code="RUN_BEYOND", parameters={"run": run_id}) if is_beyond else ""


def message_lines(
    *, actor: Actor, wanted: str, search: str = "", number: int = 1, typed: Typed | None = None, channel: str = ""
) -> Page[MessageLine]:
    """A page of messages, newest first; `typed` is the form of one message that could not be taken."""
    states = FILTERS[wanted][1]
    channels = (ChannelName(channel),) if channel in CHANNELS else ()
    page = messages(actor=actor, states=states, search=search, number=number, channels=channels)
    customers = customers_by_id(ids={row.customer_id for row in page.rows if row.customer_id is not None})
    lines = tuple(
        MessageLine(
            row,
            customers.get(row.customer_id or 0),
            Chip(*MESSAGE_STATES[row.state.value]),
            tuple(sentence(code=code, parameters=parameters) for code, parameters in row.reasons),
            *_forms(row, typed),
            row.state is State.FAILED,
            CHANNELS[row.channel.value],
            row.channel in TASKS and row.state is State.PLANNED,
            row.channel in TO_CUSTOMERS and row.state is State.SENT and row.customer_id is not None,
        )
        for row in page.rows
    )
    return Page(lines, page.number, page.size, page.count, page.totals)


def _forms(row: MessageRow, typed: Typed | None) -> tuple[ResolveForm | None, CancelForm | None]:
    """What may be decided of a message; the form that could not be taken comes back as it was typed."""
    decide = ResolveForm(auto_id=f"message_{row.id}_%s") if row.state is State.UNCERTAIN else None
    cancel = CancelForm(auto_id=f"cancel_{row.id}_%s") if row.state in (State.PLANNED, State.FAILED) else None
    back = typed[1] if typed is not None and typed[0] == row.id else None
    return back if isinstance(back, ResolveForm) else decide, back if isinstance(back, CancelForm) else cancel
