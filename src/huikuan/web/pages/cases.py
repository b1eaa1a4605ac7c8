"""What the pages of case files show: the list, one case with stages, days, costs, items and evidence, a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _now

from huikuan.accounts.queries import person_names
from huikuan.cases.drafting import gaps_of
from huikuan.cases.interest import interest_of_claim
from huikuan.cases.queries import CaseFile, CaseRow, ClaimableRow, CostRow, ItemRow, StepRow, case_file, case_rows
from huikuan.cases.rules import Deadline
from huikuan.evidence.queries import completeness
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.web.components.amounts import exact
from huikuan.web.pages.evidence import articles_text
from huikuan.web.tables.columns import Chip, Due, Text
from huikuan.wording import cases as words
from huikuan.wording.clocks import DEADLINES


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """A day of the case, in words; open until somebody says what was done."""

    day: Deadline
    text: Text
    end: Due
    article: str
    person: str
    done: Text


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the list; `claimed` is costs, interest and principal together, in the order they are paid (CC 561)."""

    row: CaseRow
    kind: Text
    state: Chip
    claimed: Money
    costs: Money
    claimed_costs: Money
    awarded: Money | None
    next: Due | None
    person: str


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A whole case."""

    line: CaseLine
    principal: Money
    interest: Money
    accrued: Money | None
    """What its items owe of interest through today, where that is not what is claimed."""
    items: tuple[tuple[ItemRow, Money, Money, Money | None, int], ...]
    """Item, claimed, open, written off, kinds of evidence missing."""
    steps: tuple[tuple[StepRow, Text], ...]
    costs: tuple[tuple[CostRow, Text, Money], ...]
    deadlines: tuple[DeadlineLine, ...]
    """Those that run in front, the nearest first."""
    events: tuple[str, ...]
    drafts: tuple[tuple[str, Text, tuple[Text, ...]], ...]
    """Code, name, what stands against it."""
    left_out: tuple[tuple[ClaimableRow, Money], ...]
    """What a debtor in bankruptcy owes besides, with all that is owed of it."""
    may_handle: bool

    @property
    def row(self) -> CaseRow:
        """The case itself."""
        return self.line.row


def case_lines(*, actor: Actor, today: date, which: str, customer_id: int | None = None) -> tuple[CaseLine, ...]:
    """The cases that run, or those that ended (`which` is ENDED), the nearest day first."""
    rows = case_rows(actor=actor, today=today, customer_id=customer_id, running=which != "ENDED")
    names = _names(row.handler_id for row in rows)
    return tuple(_line(row, today, names) for row in rows)


def case_shown(*, actor: Actor, case_id: int, today: date) -> CaseShown:
    """One case with everything in it. Raises NotPermitted CASE_NOT_VISIBLE."""
    found: CaseFile = case_file(actor=actor, case_id=case_id, today=today)
    currency = found.row.currency
    proved = completeness(actor=actor, receivable_ids=[one.receivable_id for one in found.items])
    names = _names([found.row.handler_id, *(one.person_id for one in found.deadlines)])
    may_handle = actor.may(Verb.HANDLE_CASE) and found.row.is_running
    return CaseShown(
        line=_line(found.row, today, names),
        principal=Money(found.row.principal_minor, currency),
        interest=Money(found.row.interest_minor, currency),
        accrued=_accrued(found, today) if may_handle else None,
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
        deadlines=tuple(
            _deadline(one, today, names) for one in sorted(found.deadlines, key=lambda one: one.finished_on is not None)
        ),
        events=tuple(event.value for event in found.events),
        drafts=tuple(
            (draft.value, words.DRAFTS[draft.value], tuple(words.GAPS[code] for code in codes))
            for draft, codes in gaps_of(actor=actor, case_id=case_id, today=today).items()
        ),
        left_out=tuple((one, Money(one.most_minor, currency)) for one in found.left_out),
        may_handle=may_handle,
    )


def accrued_text(*, items: Iterable[ClaimableRow], today: date) -> str:
    """What the late items owe of interest through today, as it is printed, a currency each."""
    late = [one for one in items if one.due_date is not None and one.due_date < today]
    said = []
    for currency in sorted({one.currency for one in late}):
        ids = [one.receivable_id for one in late if one.currency == currency]
        said.append(exact(minor=interest_of_claim(receivable_ids=ids, until=today), currency=currency))
    return ", ".join(said) or "–"


def claim_choices(*, items: Iterable[ClaimableRow]) -> list[tuple[str, str]]:
    """Items to claim, each with all that is owed of it; what was written off is owed still."""
    return [(str(one.receivable_id), _named(one)) for one in items]


def _accrued(found: CaseFile, today: date) -> Money | None:
    minor = interest_of_claim(receivable_ids=[one.receivable_id for one in found.items], until=today)
    return None if minor == found.row.interest_minor else Money(minor, found.row.currency)


def _named(one: ClaimableRow) -> str:
    owed = exact(minor=one.most_minor, currency=one.currency)
    text = f"{one.invoice_number} · {one.due_date or '–'} · {owed}"
    return f"{text} · {_now('written off, still owed')}" if one.written_off_minor else text


def _line(row: CaseRow, today: date, names: Mapping[int, str]) -> CaseLine:
    asked = row.principal_minor + row.interest_minor + row.claimed_costs_minor
    return CaseLine(
        row=row,
        kind=words.KINDS[row.kind.value],
        state=Chip(words.STATES[row.state.value], words.STATE_TONES.get(row.state.value, "soon")),
        claimed=Money(asked, row.currency),
        costs=Money(row.costs_minor, row.currency),
        claimed_costs=Money(row.claimed_costs_minor, row.currency),
        awarded=None if row.awarded_minor is None else Money(row.awarded_minor, row.currency),
        next=Due(row.next_on, (today - row.next_on).days) if row.next_on else None,
        person=names.get(row.handler_id or 0, ""),
    )


def _deadline(one: Deadline, today: date, names: Mapping[int, str]) -> DeadlineLine:
    return DeadlineLine(
        day=one,
        text=DEADLINES[one.code],
        end=Due(one.on, (today - one.on).days),
        article=articles_text(articles=(one.article,)) if one.article else "",
        person=names.get(one.person_id or 0, ""),
        done=words.EVENTS.get(one.finished_note, one.finished_note),
    )


def _names(ids: Iterable[int | None]) -> dict[int, str]:
    return person_names(ids=frozenset(pk for pk in ids if pk is not None))
