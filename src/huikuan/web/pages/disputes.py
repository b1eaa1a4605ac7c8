"""What the pages of disputes show: the list, one with its items, files and history, a customer's part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huikuan.accounts.queries import PersonRow, people
from huikuan.disputes.queries import (
    DisputeFilter,
    DisputeRow,
    ItemRow,
    StepRow,
    dispute_page,
    dispute_row,
    items_of,
    proofs_of,
    steps_of,
)
from huikuan.disputes.rules import DECISIONS, Ending, Event, State, events_of, stopped_minor
from huikuan.documents.queries import DocumentRow, documents_of
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.kernel.refusal import NotPermitted
from huikuan.web.tables.columns import Chip, Column, Due, Kind, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import disputes as words

WHICH: dict[str, Text] = {"HOLDING": _("To decide or correct"), "ALL": _("All"), **words.STATES}


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """A dispute in the list, on a day."""

    row: DisputeRow
    today: date

    @property
    def due(self) -> Due:
        """When it is to be decided, and how that lies to today."""
        return Due(self.row.deadline, (self.today - self.row.deadline).days, self.row.ended_on is None)


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened to a dispute, in words."""

    step: StepRow
    word: Text


@dataclass(frozen=True, slots=True)
class DisputeShown:
    """One dispute with what this person may do to it."""

    line: DisputeLine
    amount: Money
    reason: Text
    state: Chip
    items: tuple[tuple[ItemRow, Money, Money], ...]
    """Each item, what of it is disputed, and what of it is asked for all the same."""
    files: tuple[DocumentRow, ...]
    history: tuple[Happened, ...]
    decisions: tuple[tuple[str, Text], ...]
    owners: tuple[PersonRow, ...]
    may_add_file: bool
    ending: Text = ""
    proofs: tuple[tuple[str, Money], ...] = ()
    """What the ending rests on, with what of a credit note went into it."""
    remainder: Money | None = None
    """What of the dispute no credit note covered; None where all is credited or it ended otherwise."""

    @property
    def row(self) -> DisputeRow:
        """The dispute itself."""
        return self.line.row


@dataclass(frozen=True, slots=True)
class DisputesPart:
    """A customer's disputes, for his page."""

    customer_id: int
    lines: tuple[tuple[DisputeLine, Money, Chip, Text], ...]
    may_raise: bool


def dispute_shown(*, actor: Actor, dispute_id: int, today: date) -> DisputeShown:
    """Everything about one dispute. Raises NotPermitted DISPUTE_NOT_VISIBLE (also for an unknown id)."""
    row = dispute_row(actor=actor, dispute_id=dispute_id)
    if row is None:
        raise NotPermitted("DISPUTE_NOT_VISIBLE", dispute=dispute_id)
    may_decide = actor.may(Verb.HANDLE_DISPUTE) and row.ended_on is None
    proofs = proofs_of(dispute_id=row.id) if row.ended_on else ()
    events = [event for event in events_of(state=row.state) if event in DECISIONS] if may_decide else []
    return DisputeShown(
        line=DisputeLine(row, today),
        amount=Money(row.amount_minor, row.currency),
        reason=words.REASONS[row.reason.value],
        state=chip_of(state=row.state),
        items=tuple(_item(one, row) for one in items_of(dispute_id=row.id)),
        files=documents_of(purpose=Purpose.DISPUTE, owner_ids=[row.id]),
        history=tuple(Happened(step, _event_word(step)) for step in steps_of(dispute_id=row.id)),
        decisions=tuple((event.value, words.ACTS[event.value]) for event in events),
        owners=tuple(sorted(people().values(), key=lambda one: one.name)) if may_decide else (),
        may_add_file=actor.may(Verb.RECORD_ACTIVITY) and row.ended_on is None,
        ending=words.ENDINGS[row.ending.value] if row.ending else "",
        proofs=tuple((one.name, Money(one.credited_minor, row.currency)) for one in proofs),
        remainder=_remainder(row, sum(one.credited_minor for one in proofs)),
    )


def disputes_part(*, actor: Actor, customer_id: int, today: date) -> DisputesPart:
    """The disputes of a customer that still stop something."""
    narrowed = DisputeFilter(holding=True, customer_id=customer_id)
    rows = dispute_page(actor=actor, narrowed=narrowed).rows
    lines = tuple(
        (
            DisputeLine(row, today),
            Money(row.amount_minor, row.currency),
            chip_of(state=row.state),
            words.REASONS[row.reason.value],
        )
        for row in rows
    )
    return DisputesPart(customer_id, lines, actor.may(Verb.RECORD_ACTIVITY))


def chip_of(*, state: State) -> Chip:
    """A state in a word."""
    return Chip(words.STATES[state.value], words.STATE_TONES.get(state.value, "plain"))


def _remainder(row: DisputeRow, credited_minor: int) -> Money | None:
    is_part = row.ending is Ending.CREDIT_NOTE and 0 < credited_minor < row.amount_minor
    return Money(row.amount_minor - credited_minor, row.currency) if is_part else None


def _item(one: ItemRow, row: DisputeRow) -> tuple[ItemRow, Money, Money]:
    stopped = stopped_minor(open_minor=one.open_minor, disputed_minor=one.amount_minor)
    asked = one.open_minor - (stopped if row.ended_on is None else 0)
    return one, Money(one.amount_minor, row.currency), Money(asked, row.currency)


def _event_word(step: StepRow) -> Text:
    return words.EVENTS[step.event.value] if step.event is not Event.RAISE else words.EVENTS["RAISE"]


LIST: ListKind[DisputeLine] = ListKind(
    title=_("Disputes"),
    columns=(
        Column("customer", _("Customer"), lambda one: Titled(one.row.customer_name, one.row.text[:60])),
        Column("reason", _("Reason"), lambda one: str(words.REASONS[one.row.reason.value]), on_phone=False),
        Column(
            "amount", _("In dispute"), lambda one: Money(one.row.amount_minor, one.row.currency), Kind.MONEY, "amount"
        ),
        Column("owner", _("Decides"), lambda one: one.row.owner or None, on_phone=False),
        Column("deadline", pgettext_lazy("dispute", "To decide by"), lambda one: one.due, Kind.DAY, "deadline"),
        Column("state", _("State"), lambda one: chip_of(state=one.row.state), Kind.CHIP, on_phone=False),
        Column(
            "opened", _("Raised on"), lambda one: one.row.opened_on, Kind.DAY, "opened", is_shown=False, on_phone=False
        ),
        Column("company", _("Own company"), lambda one: one.row.company_name, is_shown=False, on_phone=False),
    ),
    filters=("which", "q", "customer", "reason"),
    sorts=("deadline", "-deadline", "opened", "-opened", "amount", "-amount"),
    default_sort="deadline",
    id_of=lambda one: one.row.id,
    total_title=_("In dispute"),
)
