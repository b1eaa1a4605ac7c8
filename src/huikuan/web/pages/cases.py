"""What the pages of case files show: the list, one case with stages, days, costs, items and evidence, a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.cases.drafting import gaps_of
from huikuan.cases.queries import CaseFile, CaseRow, CostRow, DateRow, ItemRow, StepRow, case_file, case_rows
from huikuan.evidence.queries import completeness
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.web.pages.evidence import articles_text
from huikuan.web.tables.columns import Chip, Text
from huikuan.wording import cases as words


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """A day that runs, in words; `days` are left."""

    text: Text
    on: date
    days: int
    article: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the list."""

    row: CaseRow
    kind: Text
    state: Chip
    claimed: Money
    costs: Money
    awarded: Money | None
    deadlines: tuple[DeadlineLine, ...]


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A whole case."""

    line: CaseLine
    principal: Money
    interest: Money
    items: tuple[tuple[ItemRow, Money, Money, Money | None, int], ...]
    """Item, claimed, open, written off, kinds of evidence missing."""
    steps: tuple[tuple[StepRow, Text], ...]
    costs: tuple[tuple[CostRow, Text, Money], ...]
    dates: tuple[tuple[DateRow, Text, bool], ...]
    """Day, what, whether it lies ahead."""
    events: tuple[str, ...]
    drafts: tuple[tuple[str, Text, tuple[Text, ...]], ...]
    """Code, name, what stands against it."""
    may_handle: bool

    @property
    def row(self) -> CaseRow:
        """The case itself."""
        return self.line.row


def case_lines(*, actor: Actor, today: date, which: str, customer_id: int | None = None) -> tuple[CaseLine, ...]:
    """The cases that run, or those that ended (`which` is ENDED), the nearest day first."""
    rows = case_rows(actor=actor, today=today, customer_id=customer_id, running=which != "ENDED")
    return tuple(_line(row, today) for row in rows)


def case_shown(*, actor: Actor, case_id: int, today: date) -> CaseShown:
    """One case with everything in it. Raises NotPermitted CASE_NOT_VISIBLE."""
    found: CaseFile = case_file(actor=actor, case_id=case_id, today=today)
    currency = found.row.currency
    proved = completeness(actor=actor, receivable_ids=[one.receivable_id for one in found.items])
    return CaseShown(
        line=_line(found.row, today),
        principal=Money(found.row.principal_minor, currency),
        interest=Money(found.row.interest_minor, currency),
        items=tuple(
            (
                one,
                Money(one.claimed_minor, currency),
                Money(one.open_minor, currency),
                Money(one.written_off_minor, currency) if one.written_off_minor else None,
                len(proved[one.receivable_id].missing),
            )
            for one in found.items
        ),
        steps=tuple((one, words.EVENTS[one.event.value]) for one in found.steps),
        costs=tuple((one, words.COSTS[one.kind.value], Money(one.amount_minor, currency)) for one in found.costs),
        dates=tuple((one, words.DATES[one.kind.value], one.on >= today) for one in found.dates),
        events=tuple(event.value for event in found.events),
        drafts=tuple(
            (draft.value, words.DRAFTS[draft.value], tuple(words.GAPS[code] for code in codes))
            for draft, codes in gaps_of(actor=actor, case_id=case_id, today=today).items()
        ),
        may_handle=actor.may(Verb.HANDLE_CASE) and found.row.is_running,
    )


def _line(row: CaseRow, today: date) -> CaseLine:
    return CaseLine(
        row=row,
        kind=words.KINDS[row.kind.value],
        state=Chip(words.STATES[row.state.value], words.STATE_TONES.get(row.state.value, "soon")),
        claimed=Money(row.principal_minor + row.interest_minor, row.currency),
        costs=Money(row.costs_minor, row.currency),
        awarded=None if row.awarded_minor is None else Money(row.awarded_minor, row.currency),
        deadlines=tuple(
            DeadlineLine(
                words.DEADLINES[one.code], one.on, (one.on - today).days, articles_text(articles=(one.article,))
            )
            for one in row.deadlines
        ),
    )
