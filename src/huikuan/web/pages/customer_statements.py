"""What the pages of statements show: the list, one with its answers and acts, runs, previews, coverage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huikuan.accounts.queries import company, person_names
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.statements.queries.answers import (
    HappeningRow,
    ObjectionRow,
    ReplyRow,
    happenings_of,
    replies_of,
    waybills_of,
)
from huikuan.statements.queries.coverage import coverage
from huikuan.statements.queries.statements import (
    LineRow,
    StatementFilter,
    StatementRow,
    items_of_statement,
    lines_of_statement,
    statement_page,
    statement_row,
)
from huikuan.statements.rules.account import OpenItem
from huikuan.statements.rules.coverage import Coverage
from huikuan.statements.rules.sheet import summary_names
from huikuan.statements.rules.states import TRANSITIONS, Event, State
from huikuan.web.pages.statement_recipients import RecipientShown, recipient_of_customer
from huikuan.web.tables.columns import Chip, Text
from huikuan.wording import statements as words

_SUMMARY: dict[str, Text] = {
    "opening": _("Opening balance"),
    "earlier": _("Adjustment of earlier periods"),
    "billed": _("Billed"),
    "credited": _("Credit notes"),
    "received": pgettext_lazy("statement", "Received"),
    "allowed": _("Allowances"),
    "other": _("Other"),
    "closing": _("Closing balance"),
}
_MOST_LINES = 12
_LEAVES = {Event.SEND.value, Event.REQUEST_AGAIN.value}


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line with its amounts."""

    row: LineRow
    kind: Text
    minor: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class ObjectionShown:
    """An objection in words; `number` names its item."""

    row: ObjectionRow
    number: str
    amount: Money
    reason: Text


@dataclass(frozen=True, slots=True)
class ReplyShown:
    """An answer in words."""

    row: ReplyRow
    channel: Text
    result: Text
    seal: Text
    acknowledged: Money
    theirs: Money | None
    objections: tuple[ObjectionShown, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened, in words."""

    row: HappeningRow
    word: Text


@dataclass(frozen=True, slots=True)
class StatementShown:
    """Everything the page of one statement shows; `may` holds the events that can happen to it now."""

    row: StatementRow
    company_name: str
    state: Chip
    kind: Text
    summary: tuple[tuple[Text, Money], ...]
    open: Money
    on_account: Money
    overdue: Money
    lines: tuple[LineShown, ...]
    more_lines: int
    items: tuple[OpenItem, ...]
    replies: tuple[ReplyShown, ...]
    history: tuple[Happened, ...]
    waybills: tuple[str, ...]
    may: frozenset[str]
    to: RecipientShown | None


@dataclass(frozen=True, slots=True)
class CoverageShown:
    """Confirmation coverage of a group in figures: what is confirmed of what is stated."""

    name: str
    address: str
    per_cent: str
    confirmed: Money
    stated: Money
    statements: Coverage


def statement_shown(*, actor: Actor, statement_id: int, whole: bool = False) -> StatementShown:
    """Everything about one statement. Raises NotPermitted STATEMENT_NOT_VISIBLE (also for an unknown id)."""
    row = statement_row(actor=actor, statement_id=statement_id)
    lines = lines_of_statement(statement_id=row.id)
    items = items_of_statement(statement_id=row.id)
    numbers = {item.receivable_id: item.number for item in items}
    shown = lines if whole else lines[:_MOST_LINES]
    may = {event.value for state, event in TRANSITIONS if state is State(row.state)}
    return StatementShown(
        row=row,
        company_name=company(company_id=row.company_id).name,
        state=state_chip(row=row),
        kind=words.KINDS[row.kind],
        summary=tuple((_SUMMARY[name], money_of(row=row, minor=minor)) for name, minor in summary_names(sums=row.sums)),
        open=money_of(row=row, minor=row.open_minor),
        on_account=money_of(row=row, minor=-row.on_account_minor),
        overdue=money_of(row=row, minor=row.overdue_minor),
        lines=tuple(_line(row, line) for line in shown),
        more_lines=len(lines) - len(shown),
        items=items,
        replies=tuple(_reply(row, one, numbers) for one in replies_of(statement_id=row.id)),
        history=tuple(Happened(one, words.EVENTS[one.event]) for one in happenings_of(statement_id=row.id)),
        waybills=waybills_of(statement_id=row.id),
        may=frozenset(may if actor.may(Verb.SEND_STATEMENT) else ()),
        to=recipient_of_customer(customer_id=row.customer_id) if whole and may & _LEAVES else None,
    )


def coverage_shown(*, actor: Actor, by: str, through: date | None = None) -> tuple[CoverageShown, ...]:
    """Coverage by month, own company, salesperson or in all, each with the statements behind it."""
    found = coverage(actor=actor, by=by, through=through)
    people = person_names(ids=frozenset(int(str(one.key[0])) for one in found if by == "salesperson" and one.key[0]))
    return tuple(_coverage(one, by, people) for one in found)


def customer_statements(*, actor: Actor, customer_id: int) -> dict[str, object]:
    """The newest statements of a customer that the actor may see, for the customer's page."""
    page = statement_page(
        actor=actor, narrowed=StatementFilter(customer_id=customer_id), sort="-through", number=1, size=6
    )
    return {
        "customer_id": customer_id,
        "to": recipient_of_customer(customer_id=customer_id) if actor.may(Verb.SEND_STATEMENT) else None,
        "lines": [(row, state_chip(row=row), money_of(row=row, minor=row.sums.closing_minor)) for row in page.rows],
    }


def state_chip(*, row: StatementRow) -> Chip:
    """Where a statement stands, in a word."""
    return Chip(words.STATES[row.state], words.STATE_TONES.get(row.state, "plain"))


def per_cent(*, one: Coverage) -> str:
    """The share with one decimal; a dash where nothing is stated."""
    share = one.hundredths
    return "–" if share is None else f"{share // 100}.{share % 100 // 10}%"


def money_of(*, row: StatementRow, minor: int) -> Money:
    """An amount of a statement."""
    return Money(minor, row.currency)


def _coverage(one: Coverage, by: str, people: Mapping[int, str]) -> CoverageShown:
    key = one.key[0]
    list_address = reverse("statements")
    name, query = "", ""
    if by == "month" and isinstance(key, date):
        name, query = f"{key:%Y-%m}", f"?month={key:%Y-%m}"
    elif by == "company" and isinstance(key, int):
        name, query = company(company_id=key).name, f"?company={key}"
    elif by == "salesperson":
        name = people.get(int(str(key)), "–") if key else "–"
        query = f"?salesperson={key}" if key else ""
    amounts = Money(one.confirmed_minor, one.currency), Money(one.stated_minor, one.currency)
    return CoverageShown(name, f"{list_address}{query}", per_cent(one=one), *amounts, one)


def _line(row: StatementRow, line: LineRow) -> LineShown:
    minor = line.debit_minor - line.credit_minor
    return LineShown(
        line, words.LINE_KINDS[line.kind], money_of(row=row, minor=minor), money_of(row=row, minor=line.balance_minor)
    )


def _reply(row: StatementRow, one: ReplyRow, numbers: Mapping[int, str]) -> ReplyShown:
    theirs = None if one.their_closing_minor is None else money_of(row=row, minor=one.their_closing_minor)
    objections = tuple(
        ObjectionShown(
            told,
            numbers.get(told.receivable_id or 0, ""),
            money_of(row=row, minor=told.amount_minor),
            words.REASONS[told.reason],
        )
        for told in one.objections
    )
    acknowledged = money_of(row=row, minor=one.acknowledged_minor)
    return ReplyShown(
        one,
        words.CHANNELS[one.channel],
        words.RESULTS[one.result],
        words.SEALS[one.seal],
        acknowledged,
        theirs,
        objections,
    )
