"""What the pages of causes show: the list, debts without a cause, the report, one with its items, evidence and history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huikuan.causes.queries.causes import (
    CauseRow,
    EvidenceRow,
    ItemRow,
    StepRow,
    cause_row,
    causes_of,
    evidence_of,
    items_of,
    steps_of,
)
from huikuan.causes.queries.requiring import MissingRow, item_states
from huikuan.causes.rules.causes import State
from huikuan.causes.rules.reporting import By, ReportRow
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.kernel.refusal import NotPermitted
from huikuan.settlements.queries import planned_items
from huikuan.web.tables.columns import Chip, Column, Due, Kind, Linked, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import causes as words

WHY: dict[str, Text] = {"": _("All"), **words.WHY_REQUIRED}
WHICH: dict[str, Text] = {"IN_FORCE": words.STATES["IN_FORCE"], "TO_MEND": _("Ours to mend"), "ALL": _("All")}


@dataclass(frozen=True, slots=True)
class CauseLine:
    """A cause in the list, on a day."""

    row: CauseRow
    today: date

    @property
    def word(self) -> str:
        """The cause in words."""
        return str(words.CAUSES[self.row.cause.value])

    @property
    def amount(self) -> Money:
        """What was open of its items when it was recorded."""
        return Money(self.row.open_minor, self.row.currency)

    @property
    def still(self) -> Money:
        """What is still open of them."""
        return Money(self.row.still_minor, self.row.currency)

    @property
    def state(self) -> Chip:
        """Its state in a word; what is ours to mend stands out."""
        mend = self.row.mend
        if self.row.state is State.IN_FORCE and mend and mend.done_on is None:
            return Chip(_("Ours to mend"), "risk")
        return Chip(words.STATES[self.row.state.value], words.STATE_TONES.get(self.row.state.value, "plain"))

    @property
    def mend_by(self) -> Due | None:
        """Until when it is mended, where it is ours."""
        mend = self.row.mend
        return Due(mend.until, (self.today - mend.until).days, mend.done_on is None) if mend else None


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item of a cause with its state today."""

    item: ItemRow
    then: Money
    still: Money
    state: Chip


@dataclass(frozen=True, slots=True)
class CauseShown:
    """One cause with its items, evidence and history."""

    line: CauseLine
    items: tuple[ItemLine, ...]
    evidence: tuple[EvidenceRow, ...]
    history: tuple[tuple[StepRow, Text], ...]
    may_act: bool

    @property
    def row(self) -> CauseRow:
        """The cause itself."""
        return self.line.row


@dataclass(frozen=True, slots=True)
class CausesPart:
    """The causes in force of a customer, for his page."""

    customer_id: int
    lines: tuple[CauseLine, ...]
    may_record: bool


def cause_shown(*, actor: Actor, cause_id: int, today: date) -> CauseShown:
    """Everything about one cause. Raises NotPermitted CAUSE_NOT_VISIBLE (also for an unknown id)."""
    row = cause_row(actor=actor, cause_id=cause_id)
    if row is None:
        raise NotPermitted("CAUSE_NOT_VISIBLE", cause=cause_id)
    items = items_of(cause_id=cause_id)
    ids = [one.receivable_id for one in items]
    planned = planned_items(today=today, customer_id=row.customer_id)
    states = item_states(actor=actor, receivable_ids=ids, today=today, planned=planned)
    return CauseShown(
        line=CauseLine(row, today),
        items=tuple(
            ItemLine(
                one,
                Money(one.open_minor, row.currency),
                Money(one.still_minor, row.currency),
                _state_of(states[one.receivable_id].value),
            )
            for one in items
        ),
        evidence=evidence_of(cause_id=cause_id),
        history=tuple((one, words.EVENTS[one.event.value]) for one in steps_of(cause_id=cause_id)),
        may_act=actor.may(Verb.RECORD_ACTIVITY) and row.state is State.IN_FORCE,
    )


def causes_part(*, actor: Actor, customer_id: int, today: date) -> CausesPart:
    """The causes in force of a customer whose visibility the caller has checked; one query."""
    rows = causes_of(customer_id=customer_id)
    if actor.company_ids is not None:
        rows = tuple(row for row in rows if row.company_id in actor.company_ids)
    return CausesPart(customer_id, tuple(CauseLine(row, today) for row in rows), actor.may(Verb.RECORD_ACTIVITY))


def missing_shown(*, rows: Iterable[MissingRow], search: str, why: str, sort: str) -> tuple[MissingRow, ...]:
    """The debts without a cause of customers whose name holds the words, of one reason if it is named; amounts are sorted
    within a currency."""
    kept = [
        row
        for row in rows
        if search.casefold() in row.customer_name.casefold()
        and (not why or why in {one.value for one in row.missing.why})
    ]
    sign = -1 if sort.startswith("-") else 1
    if sort.endswith("days"):
        return tuple(sorted(kept, key=lambda row: sign * row.missing.oldest_days))
    return tuple(sorted(kept, key=lambda row: (row.currency, sign * row.missing.overdue_minor)))


def report_kind(*, by: By) -> ListKind[ReportRow]:
    """The list of a report: what it is broken down by besides the cause has a column of that name, or none."""
    title = words.REPORT_GROUPS.get(by.value, "")
    shown = (replace(one, title=title) if one.name == "group" else one for one in REPORT.columns)
    return replace(REPORT, columns=tuple(one for one in shown if one.title))


def _state_of(code: str) -> Chip:
    return Chip(words.OVERDUE_STATES[code], words.OVERDUE_TONES.get(code, "plain"))


def _of_cause(one: ReportRow) -> Linked:
    address = f"{reverse('causes')}?which=ALL&cause={one.cause.value}"
    return Linked(str(words.CAUSES[one.cause.value]), address, one.group)


def _record(one: MissingRow) -> str:
    return f"{reverse('add_cause', args=[one.customer_id])}?group={one.company_id}-{one.currency}"


LIST: ListKind[CauseLine] = ListKind(
    title=_("Causes of late debts"),
    columns=(
        Column("customer", _("Customer"), lambda one: Titled(one.row.customer_name, "", one.word)),
        Column("cause", _("Cause"), lambda one: one.word, on_phone=False),
        Column("amount", _("Open then"), lambda one: one.amount, Kind.MONEY, "amount"),
        Column("still", _("Open now"), lambda one: one.still, Kind.MONEY, on_phone=False, beside_panel=False),
        Column("owner", _("Follows it up"), lambda one: one.row.owner, on_phone=False, beside_panel=False),
        Column("mend", _("Mended by"), lambda one: one.mend_by, Kind.DAY, on_phone=False),
        Column("since", _("Since"), lambda one: one.row.since, Kind.DAY, "since", on_phone=False, beside_panel=False),
        Column("state", _("State"), lambda one: one.state, Kind.CHIP),
        Column("company", _("Own company"), lambda one: one.row.company_name, is_shown=False, on_phone=False),
    ),
    filters=("which", "q", "customer", "cause"),
    sorts=("since", "-since", "amount", "-amount"),
    default_sort="-since",
    id_of=lambda one: one.row.id,
    total_title=_("Open then"),
)
MISSING: ListKind[MissingRow] = ListKind(
    title=_("Debts without a cause"),
    columns=(
        Column("customer", _("Customer"), lambda one: Linked(one.customer_name, _record(one))),
        Column(
            "amount", _("Overdue"), lambda one: Money(one.missing.overdue_minor, one.currency), Kind.MONEY, "amount"
        ),
        Column("days", _("Days late"), lambda one: one.missing.oldest_days, Kind.NUMBER, "days"),
        Column("items", _("Items"), lambda one: one.missing.items, Kind.NUMBER, on_phone=False),
        Column(
            "why",
            _("Required because"),
            lambda one: " · ".join(str(words.WHY_REQUIRED[why.value]) for why in one.missing.why),
            on_phone=False,
        ),
    ),
    filters=("q", "why"),
    sorts=("amount", "-amount", "days", "-days"),
    default_sort="-amount",
    id_of=lambda one: one.customer_id,
    total_title=_("Overdue"),
)
REPORT: ListKind[ReportRow] = ListKind(
    title=_("Report of causes"),
    columns=(
        Column("cause", _("Cause"), _of_cause),
        Column("group", "", lambda one: one.group or "–", on_phone=False),
        Column("items", _("Items"), lambda one: one.items, Kind.NUMBER, on_phone=False),
        Column("customers", _("Customers"), lambda one: one.customers, Kind.NUMBER, on_phone=False),
        Column("amount", _("Open then"), lambda one: Money(one.open_minor, one.currency), Kind.MONEY),
        Column("still", _("Open now"), lambda one: Money(one.still_minor, one.currency), Kind.MONEY),
    ),
    filters=("by", "from", "to"),
    sorts=("amount",),
    default_sort="amount",
    id_of=lambda _one: 0,
    total_title=_("Open then"),
)
