"""What the pages of promises show: the list, one with its items and history, a customer's part, requests for more time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.kernel.refusal import NotPermitted
from huikuan.promises.queries import (
    ExtensionRow,
    ItemRow,
    PromiseFilter,
    PromiseRow,
    StepRow,
    extensions,
    items_of,
    promise_page,
    promise_row,
    steps_of,
)
from huikuan.promises.rules import ExtensionState, State
from huikuan.web.tables.columns import Chip, Column, Due, Kind, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import promises as words

WHICH: dict[str, Text] = {**words.STATES, "ALL": _("All")}
ASKED: dict[str, Text] = {"": _("All"), **words.EXTENSION_STATES}


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise in the list, on a day."""

    row: PromiseRow
    today: date

    @property
    def due(self) -> Due:
        """The promised day, and how it lies to today."""
        return Due(self.row.day, (self.today - self.row.day).days, self.row.state is State.RUNNING)


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened to a promise, in words."""

    step: StepRow
    word: Text
    paid: Money | None


@dataclass(frozen=True, slots=True)
class PromiseShown:
    """One promise with its items and history."""

    line: PromiseLine
    amount: Money
    paid: Money
    state: Chip
    channel: Text
    items: tuple[tuple[ItemRow, Money, Money], ...]
    history: tuple[Happened, ...]
    may_cancel: bool

    @property
    def row(self) -> PromiseRow:
        """The promise itself."""
        return self.line.row


@dataclass(frozen=True, slots=True)
class ExtensionLine:
    """A request for more time in words."""

    row: ExtensionRow
    amount: Money
    state: Chip
    may_decide: bool


@dataclass(frozen=True, slots=True)
class PromisesPart:
    """A customer's promises and requests, for his page."""

    customer_id: int
    lines: tuple[tuple[PromiseLine, Money, Chip], ...]
    asked: tuple[ExtensionLine, ...]
    may_record: bool


def promise_shown(*, actor: Actor, promise_id: int, today: date) -> PromiseShown:
    """Everything about one promise. Raises NotPermitted PROMISE_NOT_VISIBLE (also for an unknown id)."""
    row = promise_row(actor=actor, promise_id=promise_id)
    if row is None:
        raise NotPermitted("PROMISE_NOT_VISIBLE", promise=promise_id)
    return PromiseShown(
        line=PromiseLine(row, today),
        amount=Money(row.amount_minor, row.currency),
        paid=Money(row.paid_minor, row.currency),
        state=chip_of(state=row.state),
        channel=words.CHANNELS[row.channel.value],
        items=tuple(
            (one, Money(one.amount_minor, row.currency), Money(one.open_minor, row.currency))
            for one in items_of(promise_id=row.id)
        ),
        history=tuple(
            Happened(
                step,
                words.EVENTS[step.event.value],
                Money(step.paid_minor, row.currency) if step.paid_minor else None,
            )
            for step in steps_of(promise_id=row.id)
        ),
        may_cancel=actor.may(Verb.RECORD_ACTIVITY) and row.state is State.RUNNING and today <= row.day,
    )


def promises_part(*, actor: Actor, customer_id: int, today: date) -> PromisesPart:
    """The last promises of a customer, and what he asked that waits for an answer."""
    rows = promise_page(actor=actor, narrowed=PromiseFilter(customer_id=customer_id), sort="-made", size=5).rows
    lines = tuple(
        (PromiseLine(row, today), Money(row.amount_minor, row.currency), chip_of(state=row.state)) for row in rows
    )
    asked = extension_lines(actor=actor, state=ExtensionState.ASKED, customer_id=customer_id)
    return PromisesPart(customer_id, lines, asked, actor.may(Verb.RECORD_ACTIVITY))


def extension_lines(
    *, actor: Actor, state: ExtensionState | None = None, customer_id: int | None = None
) -> tuple[ExtensionLine, ...]:
    """Requests for more time in words, newest first."""
    may_decide = actor.may(Verb.HANDLE_DISPUTE)
    return tuple(
        ExtensionLine(
            row,
            Money(row.amount_minor, row.currency),
            Chip(words.EXTENSION_STATES[row.state.value], words.EXTENSION_TONES[row.state.value]),
            may_decide and row.state is ExtensionState.ASKED,
        )
        for row in extensions(actor=actor, state=state, customer_id=customer_id)
    )


def extensions_shown(*, actor: Actor, which: str, search: str) -> tuple[ExtensionLine, ...]:
    """The requests in a state, if one is named, of customers whose name, or with words, that hold what is searched for."""
    lines = extension_lines(actor=actor, state=ExtensionState(which) if which else None)
    wanted = search.casefold()
    return tuple(
        line
        for line in lines
        if any(wanted in text.casefold() for text in (line.row.customer_name, line.row.text, line.row.said_by))
    )


def chip_of(*, state: State) -> Chip:
    """A state in a word."""
    return Chip(words.STATES[state.value], words.STATE_TONES.get(state.value, "plain"))


LIST: ListKind[PromiseLine] = ListKind(
    title=_("Promises to pay"),
    columns=(
        Column("customer", _("Customer"), lambda one: Titled(one.row.customer_name, one.row.said_by)),
        Column(
            "amount", _("Promised"), lambda one: Money(one.row.amount_minor, one.row.currency), Kind.MONEY, "amount"
        ),
        Column(
            "paid",
            _("Came"),
            lambda one: Money(one.row.paid_minor, one.row.currency),
            Kind.MONEY,
            on_phone=False,
            beside_panel=False,
        ),
        Column("day", _("Pays by"), lambda one: one.due, Kind.DAY, "day"),
        Column("state", _("State"), lambda one: chip_of(state=one.row.state), Kind.CHIP, on_phone=False),
        Column(
            "channel",
            _("Heard by"),
            lambda one: str(words.CHANNELS[one.row.channel.value]),
            on_phone=False,
            beside_panel=False,
        ),
        Column(
            "made", _("Given on"), lambda one: one.row.made_on, Kind.DAY, "made", on_phone=False, beside_panel=False
        ),
        Column("company", _("Own company"), lambda one: one.row.company_name, is_shown=False, on_phone=False),
    ),
    filters=("which", "q", "customer"),
    sorts=("day", "-day", "made", "-made", "amount", "-amount"),
    default_sort="day",
    id_of=lambda one: one.row.id,
    total_title=_("Promised"),
)
EXTENSIONS: ListKind[ExtensionLine] = ListKind(
    title=_("Requests for more time"),
    columns=(
        Column("customer", _("Customer"), lambda one: one.row.customer_name),
        Column("amount", _("Amount"), lambda one: one.amount, Kind.MONEY),
        Column("until", _("Until"), lambda one: one.row.day, Kind.DAY),
        Column("text", _("In their words"), lambda one: one.row.text),
        Column("asked", _("Asked on"), lambda one: one.row.asked_on, Kind.DAY),
        Column("who", _("Asked by"), lambda one: one.row.said_by),
        Column("state", _("State"), lambda one: one.state, Kind.CHIP),
        Column("answer", _("Our answer"), lambda one: one.row.note),
    ),
    filters=("which", "q"),
    sorts=("-asked",),
    default_sort="-asked",
    id_of=lambda one: one.row.id,
)
