"""What the pages of limitation periods show: the list of what ends soonest, one debt with its chain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huikuan.accounts.queries import person_names
from huikuan.clocks.debts import Debt
from huikuan.clocks.policies import policy_in_force
from huikuan.clocks.queries import ClockRow, DebtView, EventRow, LateDebt, debt_view, late_debts
from huikuan.clocks.rules.deadlines import step_of
from huikuan.clocks.rules.interrupting import BY_STEP
from huikuan.clocks.rules.limitation import LONGEST_MONTHS, Judged
from huikuan.clocks.rules.warning import Level, WarningPolicy
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.calendar import add_months
from huikuan.kernel.money import Money
from huikuan.receivables.queries.invoices import document_numbers
from huikuan.web.components.amounts import exact
from huikuan.web.tables.columns import Chip, Column, Due, Kind, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import clocks as words
from huikuan.wording.calculators import article_words

LEVELS = (Level.FIRST, Level.SECOND, Level.LAST)
SOURCES: dict[str, tuple[Text, str]] = {
    "receipt": (_("Receipt"), "receipts"),
    "statement": (_("Statement of account"), "statements"),
    "promise": (_("Promise to pay"), "promises"),
    "contact": (_("Contact"), ""),
    "extension": (_("Request for more time"), "extensions"),
    "plan": (_("Plan to pay"), "plans"),
    "message": (_("Message"), "messages"),
    "sanction": (_("Letter of the ladder"), "sanctions"),
}
"""Where an event was found: its word, and the list it stands in."""


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A clock in the list, on a day."""

    row: ClockRow
    today: date
    policy: WarningPolicy
    person: str = ""

    @property
    def end(self) -> Due:
        """The day people are warned by, and how it lies to today."""
        return Due(self.row.safe, (self.today - self.row.safe).days)

    @property
    def state(self) -> Chip:
        """Where it stands, in a word."""
        if self.row.is_accepted:
            return Chip(_("Loss accepted"), "plain")
        return chip_of(day=self.row.safe, today=self.today, policy=self.policy)

    @property
    def last(self) -> str:
        """What set it last."""
        kind = self.row.last_kind
        return f"{words.KINDS[kind.value]} {self.row.last_on}" if kind else _now("Due date")


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event of the chain in words; `mine` where the reader may withdraw it."""

    judged: Judged
    kind: Text
    why: str
    strength: Text
    source: Text
    address: str
    recorded: EventRow | None
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class DebtShown:
    """One debt with its clock, in words."""

    view: DebtView
    today: date
    state: Chip
    amount: Money
    written_off: Money | None
    action: Text
    action_article: str
    longest: date
    beside: tuple[tuple[int, str], ...]
    """Other invoices that are instalments of the same contract."""
    lines: tuple[EventLine, ...]
    may_record: bool
    may_handle: bool
    may_accept: bool

    @property
    def debt(self) -> Debt:
        """The debt itself."""
        return self.view.debt


@dataclass(frozen=True, slots=True)
class DebtChoice:
    """A debt that an event may be about, and its items."""

    code: str
    name: str
    receivable_ids: tuple[int, ...]


def which_titles(*, policy: WarningPolicy) -> dict[str, Text]:
    """The tabs of the list, by the warning days in force."""
    near = {str(int(level)): _within(policy.long.days(level=level)) for level in LEVELS}
    return {**near, "OVER": words.LEVELS[Level.OVER], "ALL": _("All")}


def chip_of(*, day: date, today: date, policy: WarningPolicy) -> Chip:
    """How near the end is, in a word."""
    level = step_of(day=day, today=today, policy=policy)
    if level is None:
        return Chip(_("Runs"), "done")
    if level is Level.OVER:
        return Chip(words.LEVELS[Level.OVER], "risk")
    return Chip(_within(policy.long.days(level=level)), "risk" if level is Level.LAST else "soon")


def clock_lines(*, rows: Iterable[ClockRow], today: date, policy: WarningPolicy) -> tuple[ClockLine, ...]:
    """Clocks with who looks after each; one query."""
    found = list(rows)
    ids = frozenset(row.person_id for row in found if row.person_id is not None)
    names = person_names(ids=ids) if ids else {}
    return tuple(ClockLine(row, today, policy, names.get(row.person_id or 0, "")) for row in found)


def debt_shown(*, actor: Actor, invoice_id: int, today: date) -> DebtShown:
    """One debt with its chain of events. Raises NotPermitted INVOICE_NOT_VISIBLE."""
    view = debt_view(actor=actor, invoice_id=invoice_id, as_of=today)
    debt = view.debt
    policy = policy_in_force()
    step = None if debt.safe is None else step_of(day=debt.safe, today=today, policy=policy)
    action = "SET_DAY" if debt.safe is None else BY_STEP[Level.FIRST if step is None else step].value
    numbers = document_numbers(ids=debt.beside) if debt.beside else {}
    may_handle = actor.may(Verb.HANDLE_CASE)
    is_owed = debt.open_minor + debt.written_off_minor > 0
    is_accepted = any(debt.safe is not None and loss.safe >= debt.safe for loss in view.losses)
    return DebtShown(
        view=view,
        today=today,
        state=_state(debt, today, policy) if is_owed else Chip(_("Nothing open"), "done"),
        amount=Money(debt.open_minor, debt.currency),
        written_off=Money(debt.written_off_minor, debt.currency) if debt.written_off_minor else None,
        action=words.ACTIONS[action] if is_owed else "",
        action_article=article_words(article=words.ACTION_ARTICLES[action]),
        longest=debt.clock.longest or add_months(day=view.issue_date, months=LONGEST_MONTHS),
        beside=tuple((pk, numbers[pk][0]) for pk in debt.beside if pk in numbers),
        lines=tuple(_line(actor, one, view.events) for one in reversed(debt.clock.events)),
        may_record=is_owed and actor.may(Verb.RECORD_ACTIVITY),
        may_handle=may_handle,
        may_accept=is_owed and may_handle and step is not None and not is_accepted,
    )


def debt_choices(*, actor: Actor, shown: DebtShown, today: date) -> tuple[DebtChoice, ...]:
    """Every late debt of that customer with that own company, the one shown first."""
    debt = shown.debt
    owed = debt.open_minor + debt.written_off_minor
    first = LateDebt(debt.invoice_id, shown.view.invoice_number, debt.currency, owed, debt.receivable_ids)
    others = late_debts(actor=actor, customer_id=debt.customer_id, company_id=debt.company_id, today=today)
    return tuple(
        DebtChoice(
            str(one.invoice_id),
            f"{one.invoice_number} · {exact(minor=one.owed_minor, currency=one.currency)}",
            one.receivable_ids,
        )
        for one in (first, *(one for one in others if one.invoice_id != first.invoice_id))
    )


def _state(debt: Debt, today: date, policy: WarningPolicy) -> Chip:
    if debt.safe is None:
        return Chip(_("No due day"), "soon")
    return chip_of(day=debt.safe, today=today, policy=policy)


def _within(days: int) -> Text:
    return format_lazy(_("Within {days} days"), days=days)


def _line(actor: Actor, judged: Judged, events: dict[int, EventRow]) -> EventLine:
    event = judged.event
    place, _colon, number = event.source.partition(":")
    recorded = events.get(int(number)) if place == "event" else None
    word, listed = SOURCES.get(place, (_("Recorded"), ""))
    address = reverse("receipt", args=[int(number)]) if place == "receipt" else reverse(listed) if listed else ""
    mine = recorded is not None and actor.may(Verb.RECORD_ACTIVITY) and recorded.recorded_by_id == actor.user_id
    return EventLine(
        judged=judged,
        kind=words.KINDS[event.kind.value],
        why=words.why_words(judged=judged),
        strength=words.STRENGTHS[event.stands.value] if event.evidence else _("None"),
        source=word,
        address=address,
        recorded=recorded,
        may_withdraw=mine or (recorded is not None and actor.may(Verb.HANDLE_CASE)),
    )


LIST: ListKind[ClockLine] = ListKind(
    title=_("Limitation periods"),
    columns=(
        Column(
            "customer",
            _("Customer"),
            lambda one: Titled(one.row.customer_name, one.row.invoice_number, due_on_phone=one.end),
        ),
        Column("amount", _("Open"), lambda one: Money(one.row.open_minor, one.row.currency), Kind.MONEY),
        Column(
            "written_off",
            _("Written off"),
            lambda one: Money(one.row.written_off_minor, one.row.currency) if one.row.written_off_minor else None,
            Kind.MONEY,
            on_phone=False,
            beside_panel=False,
        ),
        Column("safe", _("Ends on"), lambda one: one.end, Kind.DAY, "safe", on_phone=False),
        Column("state", _("State"), lambda one: one.state, Kind.CHIP, on_phone=False),
        Column("person", _("Looked after by"), lambda one: one.person, on_phone=False, beside_panel=False),
        Column("last", _("Last set by"), lambda one: one.last, on_phone=False, beside_panel=False),
        Column(
            "expires",
            _("With weak evidence"),
            lambda one: one.row.expires,
            Kind.DAY,
            on_phone=False,
            beside_panel=False,
        ),
        Column("company", _("Own company"), lambda one: one.row.company_name, is_shown=False, on_phone=False),
    ),
    filters=("which", "q", "customer"),
    sorts=("safe",),
    default_sort="safe",
    id_of=lambda one: one.row.invoice_id,
    total_title=_("Open"),
)
