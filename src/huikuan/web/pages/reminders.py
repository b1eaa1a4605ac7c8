"""What the reminder pages show: runs, the messages of one with who and why, the letter, the messages that left."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page
from huikuan.outbox.ports import MessageRow
from huikuan.outbox.rules import State
from huikuan.reminders.queries import RunRowView, RunView, messages, reason_counts, run_rows
from huikuan.reminders.rules.reasons import Reason
from huikuan.reminders.rules.runs import Decision
from huikuan.web.tables.columns import Chip, Column, Kind, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording.sentences import sentence

WHICH: dict[str, Text] = {Decision.SEND.value: _("To be sent"), Decision.SUPPRESS.value: _("Kept back")}
STEPS: dict[str, Text] = {"BEFORE_DUE": _("Before due"), "OVERDUE": _("Overdue")}
RUN_STATES: dict[str, tuple[Text, str]] = {
    "PLANNED": (_("Preview"), "soon"),
    "HELD": (_("Waits for a second person"), "risk"),
    "APPROVED": (_("Approved"), "soon"),
    "QUEUED": (_("Sent out"), "done"),
    "CANCELLED": (_("Cancelled"), "plain"),
    "SUPERSEDED": (_("Replaced by a later plan"), "plain"),
}
MESSAGE_STATES: dict[str, tuple[Text, str]] = {
    "PLANNED": (_("Waits"), "soon"),
    "CLAIMED": (_("Being sent"), "soon"),
    "SENDING": (_("Being sent"), "soon"),
    "SENT": (_("Sent"), "done"),
    "FAILED": (_("Not accepted"), "risk"),
    "UNCERTAIN": (_("Unknown whether it arrived"), "risk"),
    "SUPPRESSED": (_("Kept back"), "plain"),
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
    is_uncertain: bool


def _money(row: RunRowView) -> Money:
    return Money(row.asked_minor, row.currency)


def step_of(row: RunRowView) -> Chip:
    """The step of a message: before or after the due date, and the how manieth."""
    return Chip(f"{STEPS[row.kind]} {row.ordinal}", "risk" if row.kind == "OVERDUE" else "soon")


def why_not(row: RunRowView) -> str | None:
    """Everything that keeps a message back, in one line."""
    return " · ".join(words(reasons=row.reasons)) or None


ROWS: ListKind[RunRowView] = ListKind(
    title=_("Messages of the run"),
    columns=(
        Column("customer", _("Customer"), lambda row: Titled(row.customer_name, row.recipient), sort="customer"),
        Column("step", _("Step"), step_of, Kind.CHIP, "step", on_phone=False),
        Column("asked", _("Asked for"), _money, Kind.MONEY, "asked"),
        Column("items", _("Items"), lambda row: len(row.items), Kind.NUMBER, on_phone=False),
        Column("language", _("Language"), lambda row: row.language, is_shown=False, on_phone=False),
        Column("why", _("Why not"), why_not, on_phone=False),
    ),
    filters=("which",),
    sorts=("asked", "-asked", "customer", "-customer", "step", "-step"),
    default_sort="-asked",
    id_of=lambda row: row.id,
    total_title=_("Asked for"),
)


def run_line(*, run: RunView) -> RunLine:
    """A run with its state in words."""
    return RunLine(run, Chip(*RUN_STATES[run.state]))


def rows_page(*, actor: Actor, run_id: int, decision: Decision, sort: str, number: int, size: int) -> Page[RunRowView]:
    """A page of the messages of a run."""
    return run_rows(actor=actor, run_id=run_id, decision=decision, sort=sort, number=number, size=size)


def kept_back(*, actor: Actor, run_id: int) -> tuple[KeptBack, ...]:
    """Why messages of a run are kept back, most frequent first, the parameters left out."""
    return tuple(
        KeptBack(str(REASON_NAMES.get(code, code)), count)
        for code, count in reason_counts(actor=actor, run_id=run_id).items()
    )


def words(*, reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    """Reasons as sentences."""
    return tuple(sentence(code=reason.code, parameters=reason.parameters) for reason in reasons)


def message_lines(*, actor: Actor, states: tuple[State, ...], number: int) -> Page[MessageLine]:
    """A page of messages, newest first."""
    page = messages(actor=actor, states=states, number=number)
    customers = customers_by_id(ids={row.customer_id for row in page.rows if row.customer_id is not None})
    lines = tuple(
        MessageLine(
            row,
            customers.get(row.customer_id or 0),
            Chip(*MESSAGE_STATES[row.state.value]),
            tuple(sentence(code=code, parameters=parameters) for code, parameters in row.reasons),
            row.state is State.UNCERTAIN,
        )
        for row in page.rows
    )
    return Page(lines, page.number, page.size, page.count, page.totals)


REASON_NAMES: dict[str, Text] = {
    "BANK_NEVER_STATED": _("no bank statement was ever imported"),
    "BANK_STALE": _("bank statements are too old"),
    "BANK_UNKNOWN": _("no bank account in this currency"),
    "BELOW_MINIMUM": _("below the smallest amount"),
    "DAY_CAP": _("one message a day at most"),
    "DO_NOT_CONTACT": _("not to be contacted"),
    "EXCLUDED_BY_PERSON": _("taken out by a person"),
    "GAP": _("too soon after the step before"),
    "LATER_STEP_REACHED": _("a later step was reached"),
    "MAY_BE_PAID": _("unused money may pay for it"),
    "NOTHING_OPEN": _("nothing open"),
    "NOT_A_BUSINESS_DAY": _("no business day"),
    "NO_RECIPIENT": _("nobody to write to"),
    "PAUSED": _("paused"),
    "PAYMENT_PROPOSED": _("a payment is proposed"),
    "QUIET_HOURS": _("outside contact hours"),
    "STEP_BEFORE_UNSETTLED": _("the step before is not settled"),
    "STEP_TAKEN_ALREADY": _("another run took this step"),
    "WEEK_CAP": _("enough messages this week"),
}
