"""What the pages of conduct show: proposals and judgements of late debtors, one debtor with reasons, history and appeals."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huikuan.conduct.queries.grounds import proposals_of
from huikuan.conduct.queries.judgements import (
    AppealRow,
    JudgementRow,
    SignRow,
    StepRow,
    appeals_of,
    judgements_in_force,
    judgements_of,
    open_appeals,
    policy_in_force,
    signs_of,
    steps_of,
)
from huikuan.conduct.rules.judging import AppealState, State
from huikuan.conduct.rules.weighing import Nature, Proposal, Trace, Weighed
from huikuan.customers.queries import customers_by_id
from huikuan.kernel.actor import Actor, Verb
from huikuan.receivables.queries.balances import balances_by_customer
from huikuan.receivables.rules import balances_by_debtor
from huikuan.settlements.queries import planned_customers
from huikuan.web.tables.columns import Chip, Column, Due, Kind, Linked, Text
from huikuan.web.tables.table import ListKind
from huikuan.wording import conduct as words

WHICH: dict[str, Text] = {"ASKED": _("To be judged"), "JUDGED": _("Judged malicious"), "ALL": _("All late debtors")}
_ADDRESSES = {"promise": "promises", "dispute": "dispute", "receipt": "receipt", "cause": "causes"}


@dataclass(frozen=True, slots=True)
class ConductLine:
    """A late debtor with what the rules propose and what a person judged, on a day."""

    customer_id: int
    name: str
    proposal: Proposal
    judgement: JudgementRow | None
    has_appeal: bool
    today: date

    @property
    def review(self) -> Due | None:
        """When the judgement is looked at again."""
        day = self.judgement.review_on if self.judgement else None
        return Due(day, (self.today - day).days) if day else None

    @property
    def waits(self) -> bool:
        """Whether a person has something to decide: a proposal nobody judged, a review that is due, an appeal."""
        if self.has_appeal:
            return True
        if self.judgement is None:
            return self.proposal.nature is Nature.MALICIOUS
        return self.judgement.review_on <= self.today


@dataclass(frozen=True, slots=True)
class TraceShown:
    """A row behind a ground, with where it stands."""

    trace: Trace
    address: str


@dataclass(frozen=True, slots=True)
class GroundShown:
    """A ground in words with its points and rows."""

    word: Text
    weighed: Weighed
    traces: tuple[TraceShown, ...]


@dataclass(frozen=True, slots=True)
class JudgementShown:
    """A judgement in words with its history and appeals."""

    row: JudgementRow
    nature: Chip
    proposed: Text
    state: Chip
    grounds: tuple[tuple[Text, int, int], ...]


@dataclass(frozen=True, slots=True)
class AppealShown:
    """An appeal in words; who judged does not decide it."""

    row: AppealRow
    state: Text
    may_decide: bool


@dataclass(frozen=True, slots=True)
class ConductShown:
    """Everything about one debtor's conduct."""

    line: ConductLine
    nature: Chip
    reasons: tuple[GroundShown, ...]
    counters: tuple[GroundShown, ...]
    threshold: int
    signs: tuple[tuple[SignRow, Text], ...]
    judgements: tuple[JudgementShown, ...]
    appeals: tuple[AppealShown, ...]
    history: tuple[tuple[StepRow, Text], ...]
    may_judge: bool
    may_record: bool

    @property
    def in_force(self) -> JudgementShown | None:
        """The judgement that holds."""
        return next((one for one in self.judgements if one.row.state is State.IN_FORCE), None)

    @property
    def may_appeal(self) -> bool:
        """Whether an appeal can be recorded: a judgement holds, and none waits."""
        waits = any(one.row.state is AppealState.OPEN for one in self.appeals)
        return self.may_record and self.in_force is not None and not waits


def conduct_lines(*, actor: Actor, today: date) -> tuple[ConductLine, ...]:
    """Late debtors and those judged, most points first; a constant number of queries."""
    balances = balances_by_debtor(balances=balances_by_customer(actor=actor, as_of=today))
    judged = {row.customer_id: row for row in judgements_in_force(actor=actor)}
    ids = {customer_id for (customer_id, _currency), one in balances.items() if one.overdue_minor} | set(judged)
    return _lines(actor, today, ids, judged)


def conduct_shown(*, actor: Actor, customer_id: int, today: date) -> ConductShown:
    """Everything about the conduct of a debtor whose visibility the caller has checked."""
    rows = judgements_of(actor=actor, customer_id=customer_id)
    judged = {row.customer_id: row for row in rows if row.state is State.IN_FORCE}
    (line,) = _lines(actor, today, [customer_id], judged)
    may_judge = actor.may(Verb.JUDGE_CONDUCT)
    return ConductShown(
        line=line,
        nature=_nature(line.proposal.nature),
        reasons=tuple(_ground(one, customer_id) for one in line.proposal.reasons),
        counters=tuple(_ground(one, customer_id) for one in line.proposal.counters),
        threshold=policy_in_force().threshold,
        signs=tuple((one, words.GROUNDS[one.ground.value]) for one in signs_of(actor=actor, customer_id=customer_id)),
        judgements=tuple(_judgement(row) for row in rows),
        appeals=tuple(
            AppealShown(
                one,
                words.APPEAL_STATES[one.state.value],
                may_judge and one.state is AppealState.OPEN and one.judge_id != actor.user_id,
            )
            for one in appeals_of(actor=actor, customer_id=customer_id)
        ),
        history=tuple((one, words.EVENTS[one.event.value]) for one in steps_of(judgement_ids=[row.id for row in rows])),
        may_judge=may_judge,
        may_record=actor.may(Verb.RECORD_ACTIVITY),
    )


def _lines(actor: Actor, today: date, ids: Collection[int], judged: dict[int, JudgementRow]) -> tuple[ConductLine, ...]:
    planned = planned_customers(today=today)
    policy = policy_in_force()
    proposals = proposals_of(actor=actor, customer_ids=ids, today=today, policy=policy, with_plan=planned)
    appealed = {one.customer_id for one in open_appeals(actor=actor)}
    customers = customers_by_id(ids=set(ids))
    lines = [
        ConductLine(pk, customers[pk].name, proposal, judged.get(pk), pk in appealed, today)
        for pk, proposal in proposals.items()
        if pk in customers
    ]
    return tuple(sorted(lines, key=lambda one: (not one.waits, -one.proposal.points, one.name)))


def _judgement(row: JudgementRow) -> JudgementShown:
    return JudgementShown(
        row,
        _nature(row.nature),
        words.NATURES[row.proposed.value],
        Chip(words.STATES[row.state.value], words.STATE_TONES.get(row.state.value, "plain")),
        tuple((words.GROUNDS[ground.value], times, points) for ground, times, points in row.grounds),
    )


def _nature(nature: Nature) -> Chip:
    return Chip(words.NATURES[nature.value], words.NATURE_TONES[nature.value])


def _ground(one: Weighed, customer_id: int) -> GroundShown:
    traces = tuple(TraceShown(trace, _address(trace, customer_id)) for trace in one.traces)
    return GroundShown(words.GROUNDS[one.ground.value], one, traces)


def _address(trace: Trace, customer_id: int) -> str:
    if trace.kind == "plan":
        return f"{reverse('plans')}?customer={customer_id}"
    if trace.kind in ("promise", "cause"):
        return f"{reverse(_ADDRESSES[trace.kind])}?which=ALL&customer={customer_id}&row={trace.id}"
    if trace.kind in _ADDRESSES:
        return reverse(_ADDRESSES[trace.kind], args=[trace.id])
    return ""


def _proposed(one: ConductLine) -> Chip | None:
    """Nothing where no sign was found: nobody is labelled for being late."""
    return _nature(one.proposal.nature) if one.proposal.reasons else None


def _of_customer(one: ConductLine) -> Linked:
    heaviest = [str(words.GROUNDS[ground.ground.value]) for ground in one.proposal.reasons[:2]]
    return Linked(one.name, reverse("conduct_of", args=[one.customer_id]), " · ".join(heaviest))


LIST: ListKind[ConductLine] = ListKind(
    title=_("Malicious debtors"),
    columns=(
        Column("customer", _("Customer"), _of_customer),
        Column("proposed", _("The rules propose"), _proposed, Kind.CHIP),
        Column("points", _("Points"), lambda one: one.proposal.points, Kind.NUMBER, on_phone=False),
        Column(
            "judged",
            _("Judged"),
            lambda one: _nature(one.judgement.nature) if one.judgement else None,
            Kind.CHIP,
        ),
        Column("judge", _("By"), lambda one: one.judgement.judge if one.judgement else "", on_phone=False),
        Column("review", _("Review on"), lambda one: one.review, Kind.DAY, on_phone=False),
        Column(
            "appeal",
            _("Appeal"),
            lambda one: Chip(words.APPEAL_STATES["OPEN"], "risk") if one.has_appeal else None,
            Kind.CHIP,
            on_phone=False,
        ),
    ),
    filters=("which", "q"),
    sorts=("points",),
    default_sort="points",
    id_of=lambda one: one.customer_id,
)
