"""What the pages of late-payment interest show: late items with what they cost, one with its table, rates and policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from huikuan.customers.queries import customers_by_id
from huikuan.interest.gathering import policy_in_force, prime_rates
from huikuan.interest.queries import (
    Accrued,
    ChargeRow,
    LateItem,
    PauseRow,
    SegmentRow,
    accrued,
    charges_of,
    pauses_of,
    segment_rows,
)
from huikuan.interest.rules.accruing import PAUSE_ARTICLES, Range
from huikuan.interest.rules.bases import Terms
from huikuan.interest.rules.cautions import Caution
from huikuan.interest.rules.charging import InterestPolicy, State
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.receivables.access import receivable_for
from huikuan.receivables.queries.items import receivable_rows
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.web.pages.calculators import Said
from huikuan.web.tables.columns import Chip, Column, Due, Kind, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import interest as words
from huikuan.wording.calculators import article_words
from huikuan.wording.sentences import sentence

WHICH: dict[str, Text] = {
    "ALL": _("All"),
    **{code: words.STATES[code] for code in ("PROPOSED", "CHARGED", "WAIVED")},
}


@dataclass(frozen=True, slots=True)
class LateLine:
    """A late item in the list, on a day."""

    row: LateItem
    today: date

    @property
    def due(self) -> Due:
        """The due day, and how it lies to today."""
        return Due(self.row.due_date, (self.today - self.row.due_date).days, self.row.open_minor > 0)

    @property
    def cost(self) -> Accrued | None:
        """What it cost."""
        return self.row.accrued

    def money(self, *, minor: int) -> Money:
        """An amount in the currency of the item."""
        return Money(minor, self.row.currency)


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """A segment in words."""

    row: SegmentRow
    principal: Money
    rate: str
    interest: Money
    article: str


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """A claim in words, with what may be done about it."""

    row: ChargeRow
    amount: Money
    state: Chip
    basis: Text
    article: str
    segments: tuple[SegmentLine, ...]
    cautions: tuple[Said, ...]
    history: tuple[tuple[Text, object], ...]
    may_decide: bool
    may_reverse: bool


@dataclass(frozen=True, slots=True)
class PauseLine:
    """A pause in words."""

    row: PauseRow
    reason: Text
    article: str


@dataclass(frozen=True, slots=True)
class InterestShown:
    """One item: what it cost by a basis, what was claimed, what stopped it."""

    item: ReceivableRow
    customer: str
    open: Money
    until: date
    bears: bool
    fault: str
    basis: Text
    article: str
    ranges: tuple[Range, ...]
    segments: tuple[SegmentLine, ...]
    total: Money
    days: int
    cautions: tuple[Said, ...]
    charges: tuple[ChargeLine, ...]
    pauses: tuple[PauseLine, ...]
    may_charge: bool
    terms: Terms | None


@dataclass(frozen=True, slots=True)
class RateLine:
    """A prime rate in force since a day."""

    since: date
    percent: str


@dataclass(frozen=True, slots=True)
class RatesShown:
    """The list of prime rates, newest first, and the policy."""

    lines: tuple[RateLine, ...]
    as_of: date
    number: int
    policy: InterestPolicy
    policy_words: Text
    may_edit: bool


def item_shown(*, actor: Actor, receivable_id: int, until: date, terms: Terms | None, today: date) -> InterestShown:
    """Everything about the interest of one item. Raises NotPermitted RECEIVABLE_NOT_VISIBLE (also for an unknown id)."""
    receivable_for(actor=actor, receivable_id=receivable_id)
    (item,) = receivable_rows(actor=actor, ids=[receivable_id], as_of=today)
    cost = accrued(receivable_ids=[receivable_id], until=until, terms=terms).get(receivable_id)
    may_charge = actor.may(Verb.CHARGE_INTEREST)
    fault = cost.fault if cost is not None else None
    return InterestShown(
        item=item,
        customer=customers_by_id(ids=[item.customer_id])[item.customer_id].name,
        open=Money(item.parts.outstanding, item.currency),
        until=until,
        bears=cost is not None,
        fault="" if fault is None else sentence(code=fault.code, parameters=fault.parameters),
        basis="" if cost is None else words.BASES[cost.terms.basis.value],
        article="" if cost is None else article_words(article=cost.article),
        ranges=() if cost is None else cost.ranges,
        segments=() if cost is None else _segments(segment_rows(interest=cost.interest), item.currency),
        total=Money(0 if cost is None else cost.accrued_minor, item.currency),
        days=0 if cost is None else cost.interest.days,
        cautions=() if cost is None else _said(cost.cautions),
        charges=tuple(
            _charge(row, may_charge=may_charge) for row in charges_of(actor=actor, receivable_id=receivable_id)
        ),
        pauses=_pauses(actor, item),
        may_charge=may_charge,
        terms=None if cost is None else cost.terms,
    )


def rates_shown(*, actor: Actor) -> RatesShown:
    """Every prime rate known, and the policy in force."""
    prime, policy = prime_rates(), policy_in_force()
    return RatesShown(
        lines=tuple(RateLine(since, f"{bp // 100}.{bp % 100:02d}") for since, bp in reversed(prime.rates)),
        as_of=prime.as_of,
        number=prime.number,
        policy=policy,
        policy_words=words.BASES[policy.basis.value],
        may_edit=actor.may(Verb.EDIT_POLICY),
    )


def _segments(rows: tuple[SegmentRow, ...], currency: str) -> tuple[SegmentLine, ...]:
    return tuple(
        SegmentLine(
            row,
            Money(row.principal_minor, currency),
            str(words.PAUSES[row.pause])
            if row.pause
            else sentence(
                code="INTEREST_RATE_A_DAY" if row.is_daily else "INTEREST_RATE_A_YEAR", parameters={"rate": row.rate}
            ),
            Money(row.interest_minor, currency),
            article_words(article=PAUSE_ARTICLES[row.pause]) if row.pause else "",  # type: ignore[index]
        )
        for row in rows
    )


def _said(cautions: tuple[Caution, ...]) -> tuple[Said, ...]:
    return tuple(
        Said(
            sentence(code=f"INTEREST_{one.code}", parameters=one.parameters),
            article_words(article=one.article),
            is_warning=True,
        )
        for one in cautions
    )


def _charge(row: ChargeRow, *, may_charge: bool) -> ChargeLine:
    return ChargeLine(
        row=row,
        amount=Money(row.interest_minor, row.currency),
        state=Chip(words.STATES[row.state.value], words.STATE_TONES.get(row.state.value, "plain")),
        basis=words.BASES[row.basis.value],
        article=article_words(article=row.article),
        segments=_segments(row.segments, row.currency),
        cautions=_said(row.cautions),
        history=tuple((words.EVENTS[step.event.value], step) for step in row.steps),
        may_decide=may_charge and row.state is State.PROPOSED and not row.waits,
        may_reverse=may_charge and row.state is State.CHARGED,
    )


def _pauses(actor: Actor, item: ReceivableRow) -> tuple[PauseLine, ...]:
    rows = pauses_of(actor=actor, customer_id=item.customer_id, company_id=item.company_id)
    return tuple(
        PauseLine(row, words.PAUSES[row.reason.value], article_words(article=PAUSE_ARTICLES[row.reason]))
        for row in rows
        if row.receivable_id in (None, item.id)
    )


def _claimed(line: LateLine, state: str) -> Money | None:
    minor = 0 if line.cost is None else line.cost.claimed.get(state, 0)
    return line.money(minor=minor) if minor else None


def _basis(line: LateLine) -> Titled:
    if line.cost is None:
        return Titled("–")
    return Titled(str(words.BASES[line.cost.terms.basis.value]))


LIST: ListKind[LateLine] = ListKind(
    title=_("Late-payment interest"),
    columns=(
        Column("customer", _("Customer"), lambda one: Titled(one.row.customer_name, one.row.number)),
        Column("due", _("Due"), lambda one: one.due, Kind.DAY, on_phone=False),
        Column(
            "open",
            _("Open"),
            lambda one: one.money(minor=one.row.open_minor),
            Kind.MONEY,
            on_phone=False,
            beside_panel=False,
        ),
        Column("basis", _("Basis"), _basis, on_phone=False, beside_panel=False),
        Column(
            "accrued",
            _("Accrued, not claimed"),
            lambda one: None if one.cost is None else one.money(minor=one.cost.accrued_minor),
            Kind.MONEY,
        ),
        Column("proposed", words.STATES["PROPOSED"], lambda one: _claimed(one, "PROPOSED"), Kind.MONEY, on_phone=False),
        Column("charged", words.STATES["CHARGED"], lambda one: _claimed(one, "CHARGED"), Kind.MONEY, on_phone=False),
        Column(
            "waived",
            words.STATES["WAIVED"],
            lambda one: _claimed(one, "WAIVED"),
            Kind.MONEY,
            on_phone=False,
            beside_panel=False,
        ),
        Column("company", _("Own company"), lambda one: one.row.company_name, is_shown=False, on_phone=False),
    ),
    filters=("which", "q", "customer"),
    sorts=("due",),
    default_sort="due",
    id_of=lambda one: one.row.receivable_id,
)
