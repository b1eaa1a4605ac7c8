"""PURE: what the law asks before a sanction may be used: each gate says which fact is missing, with figures and article.

Civil Code (民法典) 525–528, 568, 569, 586–588, 634, 641–642, 1024 and the interpretation on sales contracts (买卖合同解释) 26, 27;
articles are named by code, `CC-525` and `SALES-27`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from huikuan.bills.rules.other_forms import set_off_faults
from huikuan.sanctions.rules.given import CourtFacts, DepositFacts, PriceFacts, SetOffFacts
from huikuan.settlements.rules.acceleration import LEAST_PAYMENTS, InstalmentSale, Lacking, acceleration_gate


class Action(StrEnum):
    """What somebody wants to do to a debtor."""

    STOP_SUPPLY = "STOP_SUPPLY"
    ACCELERATE = "ACCELERATE"
    RETAKE_GOODS = "RETAKE_GOODS"
    DEPOSIT = "DEPOSIT"
    SET_OFF = "SET_OFF"
    PUBLISH = "PUBLISH"


class Turn(StrEnum):
    """Who performs first under the order: paid as delivered, the buyer pays first, we deliver first."""

    UNKNOWN = ""
    TOGETHER = "TOGETHER"
    THEIRS_FIRST = "THEIRS_FIRST"
    OURS_FIRST = "OURS_FIRST"


class Unrest(StrEnum):
    """What definite evidence may show of the other side (CC 527)."""

    DETERIORATION = "DETERIORATION"
    ASSET_FLIGHT = "ASSET_FLIGHT"
    LOST_CREDIT = "LOST_CREDIT"
    INABILITY = "INABILITY"


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that is missing or stands against the action: a code with its figures, and the article that asks for it."""

    code: str
    article: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Way:
    """One ground the action may stand on, and what is missing for it."""

    article: str
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """The answer: open if one way lacks nothing; warnings hold also where it is open."""

    action: Action
    ways: tuple[Way, ...]
    warnings: tuple[Missing, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the action may be used on these facts."""
        return any(not way.missing for way in self.ways)

    @property
    def stands_on(self) -> str:
        """The article of the first way that lacks nothing; empty where the gate is closed."""
        return next((way.article for way in self.ways if not way.missing), "")

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What is missing, way by way; nothing where the gate is open."""
        return () if self.is_open else tuple(one for way in self.ways for one in way.missing)


@dataclass(frozen=True, slots=True)
class SupplyFacts:
    """What a stop of supply rests on; `overdue_minor` is undisputed, due and unpaid under the orders in breach.

    `is_known`: the order is a contract or order of this customer in the books, or a person confirmed that it stands.
    `is_effective` asks for what must be there when goods stop; before, the notice is still to come.
    """

    order: str
    breached: frozenset[str]
    overdue_minor: int
    currency: str
    turn: Turn
    today: date
    unrest: frozenset[Unrest] = frozenset()
    papers: int = 0
    noticed_on: date | None = None
    security_given: bool = False
    is_effective: bool = False
    is_known: bool = False


def stop_supply(*, facts: SupplyFacts) -> Gate:
    """May goods of this order be kept back? For a breach of the same order (525, 526), or by unrest defence (527, 528)."""
    same = (*_same_order(facts), *_turn(facts, {Turn.TOGETHER, Turn.THEIRS_FIRST}, "SUPPLY_OURS_FIRST"))
    article = "CC-525" if facts.turn is Turn.TOGETHER else "CC-526"
    return Gate(Action.STOP_SUPPLY, (Way(article, same), Way("CC-527", tuple(_unrest(facts)))))


def accelerate(*, facts: PriceFacts) -> Gate:
    """May the whole price be called in? Three payments or more, arrears of a fifth, demand and reasonable time (634, 27)."""
    sale = InstalmentSale(
        facts.payments, facts.price_minor, facts.arrears_minor, facts.demanded_on, facts.reasonable_days
    )
    gate = acceleration_gate(sale=sale, today=facts.today)
    missing = tuple(_of_sale(lacking, facts, gate.threshold_minor) for lacking in gate.missing)
    return Gate(Action.ACCELERATE, (Way("CC-634", missing),))


def retake_goods(*, facts: PriceFacts) -> Gate:
    """May goods under retention of title be taken back? Not from 75 % paid on (641, 642, interpretation 26)."""
    found: list[Missing] = []
    if not facts.retention_agreed:
        found.append(Missing("RETENTION_NOT_AGREED", "CC-641"))
    if facts.arrears_minor <= 0:
        found.append(Missing("NO_ARREARS", "CC-642"))
    if 4 * facts.paid_minor >= 3 * facts.price_minor:
        figures: dict[str, str | int] = {
            "found": facts.paid_minor, "expected": facts.price_minor, "currency": facts.currency,
        }  # fmt: skip
        found.append(Missing("THREE_QUARTERS_PAID", "SALES-26", figures))
    if facts.held_by_third_party and not facts.registered:
        found.append(Missing("THIRD_PARTY_IN_GOOD_FAITH", "CC-641"))
    warnings = () if facts.registered else (Missing("RETENTION_UNREGISTERED", "CC-641"),)
    return Gate(Action.RETAKE_GOODS, (Way("CC-642", (*found, *_demand(facts, "CC-642"))),), warnings)


def deposit(*, facts: DepositFacts) -> Gate:
    """May the deposit be kept or claimed as such? Called 定金, really paid, at most a fifth, no penalty beside it (586–588)."""
    found: list[Missing] = []
    if not facts.is_called_deposit:
        found.append(Missing("NOT_A_DEPOSIT", "CC-586"))
    if facts.paid_minor <= 0:
        found.append(Missing("DEPOSIT_NOT_PAID", "CC-586"))
    if facts.penalty_claimed:
        found.append(Missing("DEPOSIT_OR_PENALTY", "CC-588"))
    amount, most = facts.paid_minor or facts.agreed_minor, facts.contract_minor // 5
    figures: dict[str, str | int] = {"expected": most, "over": amount - most, "currency": facts.currency}
    is_over = 5 * amount > facts.contract_minor > 0
    if facts.contract_minor <= 0:
        found.append(Missing("DEPOSIT_CONTRACT_UNKNOWN", "CC-586"))
    elif facts.claimed_minor > most:
        figures = {"found": facts.claimed_minor, "expected": most, "currency": facts.currency}
        found.append(Missing("DEPOSIT_CLAIMED_OVER_FIFTH", "CC-586", figures))
        is_over = False
    warnings = (Missing("DEPOSIT_OVER_FIFTH", "CC-586", figures),) if is_over else ()
    return Gate(Action.DEPOSIT, (Way("CC-587", tuple(found)),), warnings)


def effective_deposit_minor(*, facts: DepositFacts) -> int:
    """So much of what was paid has the effect of a deposit, minor units: never above a fifth of the contract (586)."""
    return min(facts.paid_minor, facts.contract_minor // 5) if facts.is_called_deposit else 0


def set_off(*, facts: SetOffFacts) -> Gate:
    """May their debt be set off against ours? By notice: theirs due, same kind, not excluded, unconditional (568); else only as
    both sides agree (569).
    """
    due = facts.theirs_due_on
    faults = set_off_faults(
        is_due=due is not None and due <= facts.today,
        is_same_kind=facts.same_kind,
        is_excluded=facts.is_excluded,
        is_conditional=facts.is_conditional,
    )
    missing = tuple(Missing(_SET_OFF[code], "CC-568") for code in faults)
    missing += tuple(_notice(facts.noticed_on, facts.today, "SETTING_OFF_NOTICE", "CC-568"))
    agreed = () if facts.is_agreed else (Missing("SETTING_OFF_NOT_AGREED", "CC-569"),)
    return Gate(Action.SET_OFF, (Way("CC-568", missing), Way("CC-569", agreed)))


_SET_OFF = {
    "SET_OFF_NOT_DUE": "SETTING_OFF_NOT_DUE",
    "SET_OFF_OTHER_KIND": "SETTING_OFF_OTHER_KIND",
    "SET_OFF_EXCLUDED": "SETTING_OFF_EXCLUDED",
    "SET_OFF_CONDITIONAL": "SETTING_OFF_CONDITION",
}


def publish(*, facts: CourtFacts) -> Gate:
    """May it be said of a debtor that a court lists him? Only as the court says it, looked up (1024). Nothing else may be."""
    return Gate(Action.PUBLISH, (Way("CC-1024", tuple(_listed(facts))),))


def articles_of(*, gate: Gate) -> tuple[str, ...]:
    """Every article a gate speaks of, once, in the order they are met."""
    named = (*(way.article for way in gate.ways), *(one.article for one in (*gate.missing, *gate.warnings)))
    return tuple(dict.fromkeys(named))


def _of_sale(lacking: Lacking, facts: PriceFacts, least: int) -> Missing:
    if lacking is Lacking.PAYMENTS:
        return Missing("PAYMENTS_FEW", "SALES-27", {"found": facts.payments, "least": LEAST_PAYMENTS})
    if lacking is Lacking.ARREARS:
        figures: dict[str, str | int] = {"minor": facts.arrears_minor, "minimum": least, "currency": facts.currency}
        return Missing("ARREARS_BELOW_FIFTH", "CC-634", figures)
    return next(iter(_demand(facts, "CC-634")))


def _same_order(facts: SupplyFacts) -> Iterable[Missing]:
    if not facts.order:
        yield Missing("SUPPLY_ORDER_UNNAMED", "CC-526")
    elif facts.order not in facts.breached:
        named = ", ".join(sorted(facts.breached)) or "–"
        yield Missing("SUPPLY_OTHER_ORDER", "CC-526", {"order": facts.order, "breached": named})
    if facts.overdue_minor <= 0:
        yield Missing("SUPPLY_NOTHING_DUE", "CC-526", {"minor": facts.overdue_minor, "currency": facts.currency})


def _unrest(facts: SupplyFacts) -> Iterable[Missing]:
    if not facts.order:
        yield Missing("SUPPLY_ORDER_UNNAMED", "CC-527")
    elif not facts.is_known and facts.turn is Turn.OURS_FIRST:
        yield Missing("SUPPLY_ORDER_UNKNOWN", "CC-527", {"order": facts.order})
    yield from _turn(facts, {Turn.OURS_FIRST}, "SUPPLY_NOT_OURS_FIRST")
    if not facts.unrest:
        yield Missing("UNREST_UNNAMED", "CC-527")
    if facts.papers < 1:
        yield Missing("UNREST_EVIDENCE", "CC-527")
    if facts.is_effective or facts.noticed_on is not None:
        yield from _notice(facts.noticed_on, facts.today, "UNREST_NOTICE", "CC-528")
    if facts.security_given:
        yield Missing("UNREST_SECURITY_GIVEN", "CC-528")


def _notice(noticed_on: date | None, today: date, code: str, article: str) -> Iterable[Missing]:
    if noticed_on is None:
        yield Missing(code, article)
    elif noticed_on > today:
        yield Missing("NOTICE_AHEAD", article, {"date": noticed_on.isoformat()})


def _listed(facts: CourtFacts) -> Iterable[Missing]:
    if not facts.case_number.strip():
        yield Missing("COURT_CASE", "CC-1024")
    if facts.checked_on is None:
        yield Missing("COURT_LOOKED_UP", "CC-1024")
    elif facts.checked_on > facts.today:
        yield Missing("COURT_DAY", "CC-1024", {"date": facts.checked_on.isoformat()})
    elif facts.checked_on + timedelta(days=facts.valid_days) < facts.today:
        figures: dict[str, str | int] = {"date": facts.checked_on.isoformat(), "days": facts.valid_days}
        yield Missing("COURT_LOOKED_UP_LONG_AGO", "CC-1024", figures)
    if not facts.stands:
        yield Missing("COURT_ENTRY_GONE", "CC-1024")


def _turn(facts: SupplyFacts, wanted: set[Turn], otherwise: str) -> Iterable[Missing]:
    article = "CC-527" if Turn.OURS_FIRST in wanted else "CC-526"
    if facts.turn is Turn.UNKNOWN:
        yield Missing("SUPPLY_TURN_UNKNOWN", article)
    elif facts.turn not in wanted:
        yield Missing(otherwise, article)


def _demand(facts: PriceFacts, article: str) -> Iterable[Missing]:
    if facts.demanded_on is None:
        yield Missing("DEMAND_MISSING", article)
    elif facts.demanded_on + timedelta(days=facts.reasonable_days) >= facts.today:
        last = facts.demanded_on + timedelta(days=facts.reasonable_days)
        yield Missing("DEMAND_TIME_RUNS", article, {"date": last.isoformat()})
