"""What the pages of plans to pay show: the list, one with its curve and instalments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.kernel.refusal import NotPermitted
from huikuan.settlements.gates import PlanGate, gate_of
from huikuan.settlements.queries import (
    ItemRow,
    PlanRow,
    StepRow,
    came_of,
    discount_booked,
    items_of,
    plan_row,
    policy_numbered,
    standings_of,
    steps_of,
)
from huikuan.settlements.rules.judging import NOT_KEPT, InstalmentStanding
from huikuan.settlements.rules.offers import GivenUp
from huikuan.settlements.rules.plans import LIVE, State
from huikuan.settlements.rules.policy import needs_approval
from huikuan.web.pages.charts import Chart, Point
from huikuan.web.tables.columns import Chip, Column, Due, Kind, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import settlements as words
from huikuan.wording.sentences import sentence

WHICH: dict[str, Text] = {
    "LIVE": _("In force"),
    **{code: words.STATES[code] for code in ("DRAFT", "WAITING", "PROPOSED", "BROKEN", "DONE")},
    "ALL": _("All"),
}


SAID: dict[str, Text] = {
    "propose": _("Put forward."),
    "cancel": _("Given up. Its items are asked for again."),
    "accelerate": _("Called in: from tomorrow on all of it is late. Write to the customer."),
    "uncall": _("Taken back. It is due by its contract again."),
}
"""What is said after an act."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the list, on a day."""

    row: PlanRow
    today: date

    @property
    def due(self) -> Due:
        """The last day of grace of the next instalment, and how it lies to today."""
        return Due(self.row.held_through, (self.today - self.row.held_through).days, self.row.state in LIVE)


@dataclass(frozen=True, slots=True)
class Part:
    """An instalment with what came for it."""

    number: int
    standing: InstalmentStanding
    amount: Money
    paid: Money
    state: Chip


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened to a plan, in words."""

    step: StepRow
    word: Text
    amount: Money | None


@dataclass(frozen=True, slots=True)
class GateShown:
    """The gate before the whole rest is asked for: open, or which facts are missing."""

    found: PlanGate
    rest: Money
    missing: tuple[str, ...]
    word: Text = words.EVENTS["ACCELERATE"]


@dataclass(frozen=True, slots=True)
class PlanShown:
    """One plan with everything a person needs to act on it."""

    row: PlanRow
    settled: Money
    discount: Money
    booked: Money
    total: Money
    paid: Money
    time_loss: Money
    interest_loss: Money
    kind: Text
    interest: Text
    state: Chip
    parts: tuple[Part, ...]
    items: tuple[tuple[ItemRow, Money, Money], ...]
    chart: Chart
    history: tuple[Happened, ...]
    gate: GateShown | None
    needs_approval: bool
    acts: frozenset[str]

    @property
    def came_in_time(self) -> bool:
        """Whether, as is known now, no instalment was missed or paid late."""
        return not any(one.standing.state in NOT_KEPT for one in self.parts)


def plan_shown(*, actor: Actor, plan_id: int, today: date) -> PlanShown:
    """Everything about one plan. Raises NotPermitted SETTLEMENT_NOT_VISIBLE (also for an unknown id)."""
    row = plan_row(actor=actor, plan_id=plan_id)
    if row is None:
        raise NotPermitted("SETTLEMENT_NOT_VISIBLE", plan=plan_id)

    def money(minor: int) -> Money:
        return Money(minor, row.currency)

    standing = standings_of(plan_id=plan_id, today=today)
    paid = money(sum(one.paid_minor for one in standing))
    return PlanShown(
        row=row,
        settled=money(row.settled_minor),
        discount=money(row.discount_minor),
        booked=money(discount_booked(plan_id=plan_id)),
        total=money(row.total_minor),
        paid=paid,
        time_loss=money(row.time_loss_minor),
        interest_loss=money(row.interest_loss_minor),
        kind=words.KINDS[row.kind.value],
        interest=words.INTEREST_RULES[row.interest.value],
        state=chip_of(state=row.state),
        parts=_parts(standing, row.currency),
        items=tuple((one, money(one.amount_minor), money(one.open_minor)) for one in items_of(plan_id=plan_id)),
        chart=_curve(standing, row, today),
        history=tuple(
            Happened(step, words.EVENTS[step.event.value], money(step.minor) if step.minor else None)
            for step in steps_of(plan_id=plan_id)
        ),
        gate=_gate(actor, row, today),
        needs_approval=_needs(row),
        acts=_acts(row) if actor.may(Verb.SETTLE) else frozenset(),
    )


def chip_of(*, state: State) -> Chip:
    """A state in a word."""
    return Chip(words.STATES[state.value], words.STATE_TONES.get(state.value, "plain"))


def _needs(row: PlanRow) -> bool:
    loss = GivenUp(row.discount_minor, row.interest_loss_minor, row.time_loss_minor)
    policy = policy_numbered(number=row.policy_number)
    return needs_approval(
        settled_minor=row.settled_minor, currency=row.currency, interest=row.interest, loss=loss, policy=policy
    )


def _acts(row: PlanRow) -> frozenset[str]:
    found = {
        State.DRAFT: {"propose", "cancel"},
        State.PROPOSED: {"sign", "cancel"},
        State.AGREED: {"cancel"},
        State.RUNNING: {"cancel"},
        State.BROKEN: {"uncall"} if row.called_on else {"demand", "accelerate"},
    }
    return frozenset(found.get(row.state, set()))


def _parts(standing: tuple[InstalmentStanding, ...], currency: str) -> tuple[Part, ...]:
    return tuple(
        Part(
            number=place,
            standing=one,
            amount=Money(one.instalment.minor, currency),
            paid=Money(one.paid_minor, currency),
            state=Chip(words.INSTALMENT_STATES[one.state.value], words.INSTALMENT_TONES.get(one.state.value, "plain")),
        )
        for place, one in enumerate(standing, 1)
    )


def _curve(standing: tuple[InstalmentStanding, ...], row: PlanRow, today: date) -> Chart:
    """What is to have come by each day, and what had; the second line ends today."""
    whole, paid = sum(one.instalment.minor for one in standing), sum(one.paid_minor for one in standing)
    came = came_of(row=row, paid_minor=paid, today=today)
    days = sorted({row.made_on, *(one.instalment.day for one in standing), *(day for day, _ in came)})
    last = came[-1][0]

    def planned(day: date) -> Money:
        return Money(sum(one.instalment.minor for one in standing if one.instalment.day <= day), row.currency)

    def had_come(day: date) -> Money | None:
        return None if day > last else Money([minor for on, minor in came if on <= day][-1], row.currency)

    return Chart(
        name="curve",
        title=_now("%(share)s %% of the plan came") % {"share": 100 * paid // whole},
        unit=row.currency,
        as_of=today,
        label_title=_("Day"),
        series_titles=(_now("To be paid by then"), _now("Paid of it")),
        colours=("--muted", "--accent"),
        points=tuple(Point(day.isoformat(), "", (planned(day), had_come(day))) for day in days),
        kind="line",
    )


def _gate(actor: Actor, row: PlanRow, today: date) -> GateShown | None:
    found = gate_of(actor=actor, plan_id=row.id, today=today)
    if found is None:
        return None
    missing = tuple(sentence(code=one.value, parameters=found.said) for one in found.gate.missing)
    return GateShown(found, Money(found.rest_minor, row.currency), missing)


LIST: ListKind[PlanLine] = ListKind(
    title=_("Plans to pay"),
    columns=(
        Column(
            "customer", _("Customer"), lambda one: Titled(one.row.customer_name, str(words.KINDS[one.row.kind.value]))
        ),
        Column(
            "amount",
            _("Debt in the plan"),
            lambda one: Money(one.row.settled_minor, one.row.currency),
            Kind.MONEY,
            "amount",
        ),
        Column("paid", _("Came"), lambda one: Money(one.row.paid_minor, one.row.currency), Kind.MONEY, on_phone=False),
        Column("next", _("Next, with its grace"), lambda one: one.due, Kind.DAY, "next"),
        Column("state", _("State"), lambda one: chip_of(state=one.row.state), Kind.CHIP, on_phone=False),
        Column("made", _("Drawn up on"), lambda one: one.row.made_on, Kind.DAY, "made", on_phone=False),
        Column("company", _("Own company"), lambda one: one.row.company_name, is_shown=False, on_phone=False),
    ),
    filters=("which", "q", "customer"),
    sorts=("next", "-next", "made", "-made", "amount", "-amount"),
    default_sort="next",
    id_of=lambda one: one.row.id,
    total_title=_("Debt in the plan"),
)
