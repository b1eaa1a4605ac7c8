"""What the pages of contracts show: the list, the plan as a time line and a table, cautions with their article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huikuan.contracts.queries.details import ContractDetails, contract_details
from huikuan.contracts.queries.lists import ContractFilter, ContractRow, contract_page, contracts_of
from huikuan.contracts.rules.plan import PlanState, may_accelerate
from huikuan.documents.queries import DocumentRow, documents_of
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page
from huikuan.receivables.queries.plans import PlanRow, plans_of, received_by_contract
from huikuan.web.pages.contract_sizes import size_cautions, sizes_known
from huikuan.web.pages.contract_terms import Caution, cautions_of
from huikuan.web.pages.contract_words import (
    ChangeLine,
    ItemLine,
    VersionLine,
    change_lines,
    item_lines,
    late_rate_words,
    version_lines,
)
from huikuan.web.tables.columns import Chip, Column, Kind, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import contracts as words
from huikuan.wording.calculators import article_words
from huikuan.wording.sentences import sentence

WHICH: dict[str, Text] = {
    "": _("All"),
    "DRAFT": _("Drafts"),
    "SIGNED": _("Signed"),
    "LATE": _("Trigger is late"),
    "CLOSED": _("Closed"),
    "CANCELLED": _("Cancelled"),
}
STATE_TONES = {"SIGNED": "done", "DRAFT": "soon"}
PLAN_TONES: Mapping[PlanState, str] = {
    PlanState.WAITING: "soon",
    PlanState.OVERDUE: "risk",
    PlanState.PAID: "done",
    PlanState.PARTIAL: "soon",
}


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A contract in the list with what was received of it."""

    row: ContractRow
    amount: Money
    received: Money
    held: Money


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A payment of the plan in words; `due_words` tells whether the day is computed from an event or foreseen."""

    plan: PlanRow
    amount: Money
    received: Money
    open: Money
    state: str
    tone: str
    trigger: str
    kind: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A payment on the time line: places in a drawing of 1000 by 170."""

    x: int
    text_y: int
    stem_y: int
    anchor: str
    title: str
    day: date
    tone: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The plan drawn on one line; `today_x` is -1 where today lies outside."""

    marks: tuple[Mark, ...]
    today_x: int
    words: str


@dataclass(frozen=True, slots=True)
class ContractShown:
    """Everything the page of one contract shows."""

    details: ContractDetails
    amount: Money
    received: Money
    held: Money
    state: Chip
    lines: tuple[PlanLine, ...]
    drawing: Drawing | None
    cautions: tuple[Caution, ...]
    documents: tuple[DocumentRow, ...]
    items: tuple[ItemLine, ...]
    late_rate: str
    versions: tuple[VersionLine, ...]
    amended: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class CustomerContracts:
    """The part on a customer's page."""

    customer_id: int
    lines: tuple[ContractLine, ...]


_COLUMNS: tuple[Column[ContractLine], ...] = (
    Column("number", _("Contract"), lambda line: Titled(line.row.number, line.row.title), sort="number"),
    Column("customer", _("Customer"), lambda line: line.row.customer_name, on_phone=False),
    Column(
        "state",
        _("State"),
        lambda line: Chip(words.CONTRACT_STATES[line.row.state], STATE_TONES.get(line.row.state, "plain")),
        Kind.CHIP,
    ),
    Column("amount", _("Amount"), lambda line: line.amount, Kind.MONEY, "amount"),
    Column("received", _("Received so far"), lambda line: line.received, Kind.MONEY, on_phone=False),
    Column("held", _("Retention held"), lambda line: line.held, Kind.MONEY, on_phone=False, beside_panel=False),
    Column("signed", _("Signed on"), lambda line: line.row.signed_on, Kind.DAY, "signed", on_phone=False),
    Column("next", _("Next milestone"), lambda line: line.row.next_on, Kind.DAY, "next", on_phone=False),
)
CONTRACTS: ListKind[ContractLine] = ListKind(
    title=_("Contracts"),
    columns=_COLUMNS,
    filters=("which", "q", "customer"),
    sorts=("number", "-number", "amount", "-amount", "signed", "-signed", "next", "-next"),
    default_sort="-signed",
    id_of=lambda line: line.row.id,
    total_title=_("Amount"),
)


def contract_lines(*, actor: Actor, narrowed: ContractFilter, sort: str, number: int, size: int) -> Page[ContractLine]:
    """A page of contracts with what was received."""
    page = contract_page(actor=actor, narrowed=narrowed, sort=sort, number=number, size=size)
    return Page(_lines(page.rows), page.number, page.size, page.count, page.totals)


def customer_contracts(*, actor: Actor, customer_id: int) -> CustomerContracts:
    """The contracts of one customer, for his page."""
    return CustomerContracts(customer_id, _lines(contracts_of(actor=actor, customer_id=customer_id)))


def contract_shown(*, actor: Actor, today: date, contract_id: int) -> ContractShown:
    """The page of one contract. Raises NotPermitted."""
    details = contract_details(actor=actor, contract_id=contract_id)
    currency = details.row.currency
    as_of = date.min if details.row.state == "DRAFT" else today  # a draft waits for nothing yet
    plan = plans_of(contract_ids=[contract_id], today=as_of).get(contract_id, ())
    lines = tuple(_plan_line(row, currency) for row in plan if row.state is not PlanState.DROPPED)
    return ContractShown(
        details=details,
        amount=Money(details.row.amount_minor, currency),
        received=Money(sum(row.received_minor for row in plan), currency),
        held=Money(details.row.held_minor, currency),
        state=Chip(words.CONTRACT_STATES[details.row.state], STATE_TONES.get(details.row.state, "plain")),
        lines=lines,
        drawing=_drawing(lines, today),
        cautions=(*_arrears(details, plan), *_cautions(details, details.row.signed_on or today)),
        documents=documents_of(purpose=Purpose.CONTRACT, owner_ids=[contract_id]),
        items=item_lines(items=details.terms.items, currency=currency),
        late_rate=late_rate_words(clauses=details.terms.clauses),
        versions=version_lines(versions=details.versions, currency=currency),
        amended=change_lines(changes=details.amendment.changes, currency=currency) if details.amendment else (),
    )


def _arrears(details: ContractDetails, plan: tuple[PlanRow, ...]) -> tuple[Caution, ...]:
    """That so much is overdue that the whole price may be called due, whether a clause says so or not (Civil Code art. 634)."""
    row, living = details.row, [one for one in plan if one.state is not PlanState.DROPPED]
    overdue = sum(one.open_minor for one in living if one.state is PlanState.OVERDUE)
    if not may_accelerate(instalments=len(living), price_minor=row.amount_minor, overdue_minor=overdue):
        return ()
    amounts = {"minor": overdue, "over": row.amount_minor, "currency": row.currency}
    text = sentence(code="CAUTION_ACCELERATION_POSSIBLE", parameters=amounts)
    return (Caution(text, article_words(article="CC 634")),)


def _cautions(details: ContractDetails, signed_on: date) -> tuple[Caution, ...]:
    row = details.row
    known = sizes_known(customer_id=row.customer_id, company_id=row.company_id, on=signed_on)
    return (
        *size_cautions(terms=details.terms, known=known),
        *cautions_of(terms=details.terms, signed_on=signed_on),
    )


def _lines(rows: tuple[ContractRow, ...]) -> tuple[ContractLine, ...]:
    received = received_by_contract(contract_ids=[row.id for row in rows])
    return tuple(
        ContractLine(
            row,
            Money(row.amount_minor, row.currency),
            Money(received.get(row.id, 0), row.currency),
            Money(row.held_minor, row.currency),
        )
        for row in rows
    )


def _plan_line(row: PlanRow, currency: str) -> PlanLine:
    return PlanLine(
        plan=row,
        amount=Money(row.milestone.amount_minor, currency),
        received=Money(row.received_minor, currency),
        open=Money(row.open_minor, currency),
        state=str(words.PLAN_STATES[row.state.value]),
        tone=PLAN_TONES.get(row.state, "plain"),
        trigger=str(words.TRIGGERS[row.milestone.trigger]),
        kind=str(words.MILESTONE_KINDS[row.milestone.kind]),
    )


def _drawing(lines: tuple[PlanLine, ...], today: date) -> Drawing | None:
    """Marks from left to right by the day each payment is or will be due; those without a day are in the table only."""
    dated = sorted(
        ((line.plan.due_on, line) for line in lines if line.plan.due_on is not None), key=lambda pair: pair[0]
    )
    if not dated:
        return None
    first, last = min(dated[0][0], today), max(dated[-1][0], today)
    span = max(1, (last - first).days)
    places = [50 + 900 * (day - first).days // span for day, _line in dated]
    marks = tuple(
        Mark(
            x=x,
            text_y=_LEVELS[order % 4][0],
            stem_y=_LEVELS[order % 4][1],
            anchor="start" if x < 120 else "end" if x > 880 else "middle",
            title=line.plan.milestone.title,
            day=day,
            tone=line.tone,
        )
        for order, (x, (day, line)) in enumerate(zip(places, dated, strict=True))
    )
    told = _now("The plan as a time line: %(count)s payments.") % {"count": len(marks)}
    return Drawing(marks, 50 + 900 * (today - first).days // span, told)


_LEVELS = ((40, 52), (140, 122), (12, 24), (168, 150))
"""Where the words of a mark stand and its stem ends: above and below the line by turns, near and far."""
