"""What the pages of credit control show: the hold list, one hold in words, the exposure of a customer, an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from huikuan.credit.operations.checking import quote
from huikuan.credit.queries.exposure import ExposureRow, exposure_row
from huikuan.credit.queries.holds import (
    DecisionRow,
    HoldFilter,
    HoldRow,
    LiftRow,
    OrderRow,
    decision_of_hold,
    hold_page,
    lifts_of,
    live_orders,
    release_refused,
)
from huikuan.credit.rules.facts import Question
from huikuan.credit.rules.orders import HoldState
from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page
from huikuan.web.clock import day_of
from huikuan.web.tables.columns import Chip, Column, Kind, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import credit as words
from huikuan.wording.credit import credit_said
from huikuan.wording.sentences import sentence

WHICH: dict[str, Text] = {state.value: words.HOLD_STATES[state.value] for state in HoldState}
TONES = {"HELD": "risk", "RELEASED": "soon", "REJECTED": "plain", "CLEARED": "done"}
DECISION_TONES = {"ALLOW": "done", "WARN": "soon", "CASH_FIRST": "risk", "HOLD": "risk"}


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A held order in the list: whose, how much, why first."""

    row: HoldRow
    customer: CustomerRow | None
    amount: Money
    point: Text
    why: str
    state: Chip


@dataclass(frozen=True, slots=True)
class Said:
    """A reason or a way out in words; `note` says who lifted it."""

    text: str
    blocks: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A component of exposure with its amount; the share is of all that raises exposure, per mille."""

    title: Text
    amount: Money
    counts: bool
    lowers: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision in words with the figures it rests on."""

    decision: Chip
    reasons: tuple[Said, ...]
    ways: tuple[Said, ...]
    exposure: Money
    after: Money
    limit: Money | None
    parts: tuple[Part, ...]
    kept_as: int | None = None
    hold_id: int | None = None
    reserved: bool = False

    @property
    def more_ways(self) -> int:
        """How many ways stand beyond the first five."""
        return max(0, len(self.ways) - 5)


@dataclass(frozen=True, slots=True)
class HoldShown:
    """One hold beside the list."""

    line: HoldLine
    decision: DecisionRow
    answer: Answer
    may_release: bool
    may_reject: bool
    may_recheck: bool
    may_ask: bool
    refused: str


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An order that was let through, with its amounts."""

    number: str
    placed_on: date
    ordered: Money
    delivered: Money
    invoiced: Money


@dataclass(frozen=True, slots=True)
class CreditShown:
    """The credit of a customer on his pages: exposure beside the limit, orders, what sets rules aside."""

    customer_id: int
    row: ExposureRow | None
    exposure: Money
    limit: Money | None
    left: Money | None
    parts: tuple[Part, ...]
    warnings: tuple[str, ...]
    orders: tuple[OrderLine, ...]
    lifts: tuple[LiftRow, ...]


def _what(line: HoldLine) -> Titled:
    return Titled(line.customer.name if line.customer else "–", f"{line.row.order_number} · {line.why}")


LIST: ListKind[HoldLine] = ListKind(
    title=_("Credit holds"),
    columns=(
        Column("what", _("Customer"), _what),
        Column("order", _("Order"), lambda line: line.row.order_number, sort="order", on_phone=False),
        Column("point", _("Check point"), lambda line: Chip(line.point), Kind.CHIP, on_phone=False, beside_panel=False),
        Column("amount", _("Amount"), lambda line: line.amount, Kind.MONEY, sort="amount"),
        Column("placed", _("Placed by"), lambda line: line.row.placed_by, on_phone=False, beside_panel=False),
        Column(
            "held", _("Held on"), lambda line: day_of(moment=line.row.held_at), Kind.DAY, sort="held", on_phone=False
        ),
        Column("state", _("State"), lambda line: line.state, Kind.CHIP, on_phone=False, beside_panel=False),
    ),
    filters=("which", "q"),
    sorts=("held", "-held", "amount", "-amount", "order", "-order"),
    default_sort="-held",
    id_of=lambda line: line.row.id,
    total_title=_("Held in all"),
)


def hold_lines(*, actor: Actor, narrowed: HoldFilter, sort: str, number: int, size: int) -> Page[HoldLine]:
    """One page of the hold list."""
    page = hold_page(actor=actor, narrowed=narrowed, sort=sort, number=number, size=size)
    customers = customers_by_id(ids={row.customer_id for row in page.rows})
    lines = tuple(_line(row, customers) for row in page.rows)
    return Page(lines, page.number, page.size, page.count, page.totals)


def hold_shown(*, actor: Actor, hold_id: int, today: date) -> HoldShown:
    """One hold in words; `refused` says why who may release others may not release this one. Raises NotPermitted HOLD_NOT_VISIBLE."""
    row, decision = decision_of_hold(actor=actor, hold_id=hold_id)
    waits = row.state == HoldState.HELD.value
    releases = waits and actor.may(Verb.RELEASE_HOLD)
    fault = release_refused(actor=actor, hold_id=hold_id, today=today) if releases else None
    return HoldShown(
        line=_line(row, customers_by_id(ids=[row.customer_id])),
        decision=decision,
        answer=_of_decision(decision),
        may_release=releases and fault is None,
        may_reject=releases,
        may_recheck=waits and (actor.may(Verb.RELEASE_HOLD) or actor.may(Verb.PLACE_ORDER)),
        may_ask=waits and (actor.may(Verb.PLACE_ORDER) or actor.may(Verb.REQUEST_CREDIT)),
        refused="" if fault is None else sentence(code=fault.code, parameters=fault.parameters),
    )


def credit_shown(*, actor: Actor, customer_id: int, today: date) -> CreditShown:
    """The credit of a visible customer. Raises NotPermitted."""
    row = exposure_row(actor=actor, customer_id=customer_id, today=today)
    code = row.currency if row else "CNY"
    limit = None if row is None or row.limit_minor is None else Money(row.limit_minor, code)
    left = None if row is None or row.left_minor is None else Money(row.left_minor, code)
    parts = () if row is None else tuple(
        Part(words.COMPONENTS[one.component.value], Money(one.minor, code), one.counts, one.lowers)
        for one in row.components
    )  # fmt: skip
    warnings = () if row is None else tuple(credit_said(code=rule, parameters=values) for rule, values in row.warnings)
    return CreditShown(
        customer_id=customer_id,
        row=row,
        exposure=Money(row.exposure_minor if row else 0, code),
        limit=limit,
        left=left,
        parts=parts,
        warnings=warnings,
        orders=tuple(_order(one) for one in live_orders(actor=actor, customer_id=customer_id)),
        lifts=lifts_of(actor=actor, customer_id=customer_id, today=today),
    )


def answer_shown(*, answer: Mapping[str, Any]) -> Answer:
    """The answer to a question in words."""
    code = answer["currency"]
    return Answer(
        decision=_decision_chip(answer["decision"].upper()),
        reasons=_reasons(answer["reasons"]),
        ways=_ways(answer["release_by"]),
        exposure=Money(answer["exposure"], code),
        after=Money(answer["exposure"] + answer["increase"], code),
        limit=None if answer["limit"] is None else Money(answer["limit"], code),
        parts=_parts(answer["components"], code),
        kept_as=answer.get("decision_id"),
        hold_id=answer.get("hold_id"),
        reserved=bool(answer.get("reserved")),
    )


def invoice_warning(*, actor: Actor, today: date, question: Question) -> str:
    """What credit control says of an invoice about to be entered: the first reason; empty where nothing is said.

    It only warns: the invoice is entered in any case.
    """
    answer = quote(actor=actor, today=today, question=question)
    return next((one.text for one in _reasons(answer["reasons"])), "")


def _of_decision(row: DecisionRow) -> Answer:
    return Answer(
        decision=_decision_chip(row.decision),
        reasons=_reasons(row.reasons),
        ways=_ways(row.release_by),
        exposure=Money(row.exposure_minor, row.base),
        after=Money(row.exposure_minor + row.increase_minor, row.base),
        limit=None if row.limit_minor is None else Money(row.limit_minor, row.base),
        parts=_parts(row.components, row.base),
    )


def _order(row: OrderRow) -> OrderLine:
    amounts = (row.amounts.ordered, row.amounts.delivered, row.amounts.invoiced)
    return OrderLine(row.number, row.placed_on, *(Money(minor, row.currency) for minor in amounts))


def _line(row: HoldRow, customers: Mapping[int, CustomerRow]) -> HoldLine:
    blocking = [reason for reason in row.reasons if reason["blocks"]] or list(row.reasons)
    return HoldLine(
        row=row,
        customer=customers.get(row.customer_id),
        amount=Money(row.amount_minor, row.currency),
        point=words.POINTS[row.check_point],
        why=str(words.RULES[blocking[0]["code"]]) if blocking else "",
        state=Chip(words.HOLD_STATES[row.state], TONES[row.state]),
    )


def _decision_chip(code: str) -> Chip:
    return Chip(words.DECISIONS[code], DECISION_TONES[code])


def _reasons(rows: Sequence[Mapping[str, Any]]) -> tuple[Said, ...]:
    return tuple(
        Said(credit_said(code=row["code"], parameters=row["parameters"]), bool(row["blocks"]), row["lifted_by"])
        for row in rows
    )


def _ways(rows: Sequence[Mapping[str, Any]]) -> tuple[Said, ...]:
    """What is no invoice comes first: of invoices there may be many."""
    ordered = sorted(rows, key=lambda row: row["code"].startswith("PAY_ITEM"))
    return tuple(Said(credit_said(code=row["code"], parameters=row["parameters"])) for row in ordered)


def _parts(components: Mapping[str, int], currency: str) -> tuple[Part, ...]:
    lowering = {"SECURITY", "ADVANCES"}
    return tuple(
        Part(title, Money(components[code], currency), counts=True, lowers=code in lowering)
        for code, title in words.COMPONENTS.items()
        if code in components
    )
