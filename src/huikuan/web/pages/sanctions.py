"""What the pages of sanctions show: the list, the ladder of a customer with its gates, the ladders in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huikuan.approvals.queries import OpenRequest, open_request
from huikuan.customers.access import customer_for
from huikuan.documents.queries import DocumentRow, documents_of
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.kernel.refusal import NotPermitted
from huikuan.sanctions.notices import ArrivalRow, arrivals_of
from huikuan.sanctions.queries.ladders import (
    CourtRow,
    Ladder,
    RungRow,
    SanctionFilter,
    SanctionRow,
    StepRow,
    court_rows,
    ladder_of,
    sanction_page,
    sanction_row,
    steps_of,
    told_before,
)
from huikuan.sanctions.queries.tasks import OpenTask, open_tasks
from huikuan.sanctions.rules.gates import Gate, Missing
from huikuan.sanctions.rules.ladder import Why
from huikuan.sanctions.rules.rungs import BY_HAND, LETTERS, LIVE, TAKEN, Event, Rung, State
from huikuan.web.forms.sanctions import ArrivalForm, FactsForm, entered
from huikuan.web.tables.columns import Chip, Column, Kind, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import sanctions as words
from huikuan.wording.names import name_of
from huikuan.wording.sentences import sentence

WHICH: dict[str, Text] = {"LIVE": pgettext_lazy("sanction", "Running"), **words.STATES, "ALL": _("All")}


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a gate misses, in words, with its article and what that says."""

    text: str
    article: str
    quote: str


@dataclass(frozen=True, slots=True)
class GateShown:
    """What the law says to a rung: open on which article, or what is missing for each ground."""

    is_open: bool
    stands_on: str
    ways: tuple[tuple[str, str, tuple[Fact, ...]], ...]
    warnings: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class RungShown:
    """A rung in words, with what may be done now."""

    row: RungRow
    title: Text
    least: Money
    state: Chip | None
    gate: GateShown | None
    refusal: str
    may_propose: bool


@dataclass(frozen=True, slots=True)
class LadderShown:
    """A customer's ladder with one own company."""

    ladder: Ladder
    owed: Money
    next_title: Text
    reasons: tuple[str, ...]
    rungs: tuple[RungShown, ...]


@dataclass(frozen=True, slots=True)
class SanctionShown:
    """One sanction with its gate, papers, history and what may be done now."""

    row: SanctionRow
    title: Text
    amount: Money
    state: Chip
    gate: GateShown | None
    papers: tuple[DocumentRow, ...]
    steps: tuple[tuple[StepRow, Text, Text], ...]
    request: OpenRequest | None
    facts: FactsForm | None
    arrival: ArrivalRow | None
    proof: ArrivalForm | None
    may_notify: bool
    may_apply: bool
    may_lift: bool
    says_what: bool


@dataclass(frozen=True, slots=True)
class CustomerShown:
    """The page of a customer's sanctions."""

    customer_id: int
    customer_name: str
    ladders: tuple[LadderShown, ...]
    running: tuple[SanctionShown, ...]
    ended: tuple[SanctionShown, ...]
    """Released, but the customer was told: that the letter arrived may be proved still."""
    tasks: tuple[tuple[OpenTask, Text], ...]
    court: tuple[CourtRow, ...]
    may_sanction: bool


def customer_shown(*, actor: Actor, customer_id: int, today: date) -> CustomerShown:
    """Everything about the sanctions of a customer. Raises NotPermitted."""
    customer = customer_for(actor=actor, customer_id=customer_id)
    ladders = ladder_of(actor=actor, customer_id=customer_id, today=today)
    running = sanction_page(actor=actor, narrowed=SanctionFilter("LIVE", customer_id=customer_id)).rows
    may = actor.may(Verb.SANCTION)
    return CustomerShown(
        customer_id,
        customer.name,
        tuple(_ladder(ladder, may=may) for ladder in ladders),
        _sanctions(actor, running, today),
        _sanctions(actor, told_before(actor=actor, customer_id=customer_id), today),
        tuple((one, _duty(one)) for one in open_tasks(actor=actor, customer_id=customer_id)),
        court_rows(actor=actor, customer_id=customer_id),
        may,
    )


def sanction_shown(*, actor: Actor, sanction_id: int, today: date) -> SanctionShown:
    """Everything about one sanction. Raises NotPermitted SANCTION_NOT_VISIBLE (also for an unknown id)."""
    row = sanction_row(actor=actor, sanction_id=sanction_id)
    if row is None:
        raise NotPermitted("SANCTION_NOT_VISIBLE", sanction=sanction_id)
    (shown,) = _sanctions(actor, [row], today)
    return shown


def chip_of(*, state: State) -> Chip:
    """A state in a word."""
    return Chip(words.STATES[state.value], words.STATE_TONES.get(state.value, "plain"))


def gate_shown(*, gate: Gate) -> GateShown:
    """A gate in words."""
    return GateShown(
        gate.is_open,
        name_of(names=words.ARTICLES, code=gate.stands_on) if gate.is_open else "",
        tuple(
            (
                name_of(names=words.ARTICLES, code=way.article),
                str(words.QUOTES.get(way.article, "")),
                tuple(_fact(one) for one in way.missing),
            )
            for way in gate.ways
        ),
        tuple(_fact(one) for one in gate.warnings),
    )


def _ladder(ladder: Ladder, *, may: bool) -> LadderShown:
    return LadderShown(
        ladder,
        Money(ladder.minor, ladder.currency),
        words.RUNGS[ladder.climb.rung.value] if ladder.climb.rung else "",
        tuple(_said(why) for why in ladder.climb.reasons),
        tuple(_rung(row, ladder, may=may) for row in ladder.rungs),
    )


def _rung(row: RungRow, ladder: Ladder, *, may: bool) -> RungShown:
    return RungShown(
        row,
        words.RUNGS[row.rung.value],
        Money(row.from_minor, "CNY"),
        chip_of(state=row.sanction.state) if row.sanction else None,
        gate_shown(gate=row.gate) if row.gate else None,
        _said(row.refusal) if row.refusal and row.sanction is None else "",
        may and row.sanction is None and row.refusal is None and ladder.minor > 0,
    )


def _sanctions(actor: Actor, rows: Sequence[SanctionRow], today: date) -> tuple[SanctionShown, ...]:
    """Sanctions with their papers, history and proofs; three queries for any number, and the requests that wait."""
    ids = [row.id for row in rows]
    if not ids:
        return ()
    papers: dict[int, tuple[DocumentRow, ...]] = {}
    for paper in documents_of(purpose=Purpose.SANCTION, owner_ids=ids):
        papers[paper.owner_id] = (*papers.get(paper.owner_id, ()), paper)
    steps, arrived = steps_of(sanction_ids=ids), arrivals_of(sanction_ids=ids)
    return tuple(
        _sanction(actor, row, today, _Beside(papers.get(row.id, ()), steps.get(row.id, ()), arrived.get(row.id)))
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is read of several sanctions at once."""

    papers: tuple[DocumentRow, ...]
    steps: tuple[StepRow, ...]
    arrival: ArrivalRow | None


def _sanction(actor: Actor, row: SanctionRow, today: date, beside: _Beside) -> SanctionShown:
    may = actor.may(Verb.SANCTION)
    is_live = row.state in LIVE
    return SanctionShown(
        row=row,
        title=words.RUNGS[row.rung.value],
        amount=Money(row.asked_minor, row.currency),
        state=chip_of(state=row.state),
        gate=gate_shown(gate=row.gate) if row.gate else None,
        papers=beside.papers,
        steps=tuple((step, words.EVENTS[step.event.value], _noted(step)) for step in beside.steps),
        request=_request(actor, row, today),
        facts=FactsForm(initial=entered(order_number=row.order_number, stated=row.stated))
        if may and is_live and row.rung is Rung.STOP_SUPPLY
        else None,
        arrival=beside.arrival,
        proof=ArrivalForm(auto_id=f"arrival-{row.id}-%s") if may and row.noticed_on else None,
        may_notify=may and row.state is State.APPROVED,
        may_apply=may and row.state is State.NOTIFIED and row.rung not in LETTERS,
        may_lift=actor.may(Verb.RELEASE_HOLD) and row.state in TAKEN and row.rung not in LETTERS,
        says_what=row.rung in BY_HAND,
    )


def _duty(task: OpenTask) -> Text:
    """What is to be done by hand, in words."""
    return words.DUTIES[task.rung.value, task.duty.value]


def _request(actor: Actor, row: SanctionRow, today: date) -> OpenRequest | None:
    """The request where this actor may decide it; None else."""
    if row.request_id is None or row.state is not State.PROPOSED:
        return None
    try:
        found = open_request(actor=actor, request_id=row.request_id, today=today)
    except NotPermitted:
        return None
    return found if found.may_decide else None


def _noted(step: StepRow) -> Text:
    """What was noted of a step: of a notice how it went, in words."""
    return words.WAYS.get(step.note, step.note) if step.event is Event.NOTIFY else step.note


def _said(why: Why) -> str:
    return sentence(code=why.code, parameters=why.parameters)


def _fact(one: Missing) -> Fact:
    text = sentence(code=one.code, parameters=one.parameters)
    return Fact(text, name_of(names=words.ARTICLES, code=one.article), str(words.QUOTES.get(one.article, "")))


LIST: ListKind[SanctionRow] = ListKind(
    title=_("Sanctions"),
    columns=(
        Column("customer", _("Customer"), lambda one: Titled(one.customer_name, one.company_name)),
        Column("rung", _("Rung"), lambda one: Titled(str(words.RUNGS[one.rung.value]), one.order_number)),
        Column("amount", _("Asked for"), lambda one: Money(one.asked_minor, one.currency), Kind.MONEY, "amount"),
        Column("state", _("State"), lambda one: chip_of(state=one.state), Kind.CHIP),
        Column("proposed", _("Proposed on"), lambda one: one.proposed_on, Kind.DAY, "proposed", on_phone=False),
        Column("noticed", _("Customer told on"), lambda one: one.noticed_on, Kind.DAY, on_phone=False),
        Column("by", _("Proposed by"), lambda one: one.proposed_by, is_shown=False, on_phone=False),
    ),
    filters=("which", "q", "customer"),
    sorts=("proposed", "-proposed", "amount", "-amount"),
    default_sort="-proposed",
    id_of=lambda one: one.id,
)
