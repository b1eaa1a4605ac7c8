"""PURE: a gate asked by itself, before somebody acts outside the product: which facts each kind asks for, and the answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from huikuan.sanctions.rules.gates import (
    Gate,
    SupplyFacts,
    Turn,
    Unrest,
    accelerate,
    deposit,
    publish,
    retake_goods,
    set_off,
    stop_supply,
)
from huikuan.sanctions.rules.given import REASONABLE_DAYS, CourtFacts, DepositFacts, PriceFacts, SetOffFacts

CURRENCY = "CNY"


class GateKind(StrEnum):
    """Which gate is asked."""

    SUPPLY = "supply"
    ACCELERATE = "accelerate"
    RETAKE = "retake"
    DEPOSIT = "deposit"
    SET_OFF = "set-off"
    PUBLISH = "publish"


def gate_asked(*, kind: GateKind, given: Mapping[str, Any], today: date) -> Gate:
    """The answer of the law to what is given, by name: amounts in minor units of CNY, days, yes or no; what is not given is
    not the case. Raises KeyError for a fact that its kind asks for and nobody gave.
    """
    match kind:
        case GateKind.SUPPLY:
            return stop_supply(facts=_supply(given, today))
        case GateKind.ACCELERATE:
            return accelerate(facts=_price(given, today))
        case GateKind.RETAKE:
            return retake_goods(facts=_price(given, today))
        case GateKind.DEPOSIT:
            return deposit(facts=_deposit(given))
        case GateKind.SET_OFF:
            return set_off(facts=_set_off(given, today))
        case GateKind.PUBLISH:
            found = CourtFacts(given.get("case_number") or "", given.get("checked"), today, bool(given.get("stands")))
            return publish(facts=found)


def _supply(given: Mapping[str, Any], today: date) -> SupplyFacts:
    breached = str(given.get("breached") or "").replace(",", " ").split()
    return SupplyFacts(
        order=str(given.get("order") or "").strip(),
        breached=frozenset(breached),
        overdue_minor=given.get("overdue") or 0,
        currency=CURRENCY,
        turn=Turn(given.get("turn") or ""),
        today=today,
        unrest=frozenset(Unrest(one) for one in given.get("unrest") or ()),
        papers=given.get("papers") or 0,
        noticed_on=given.get("noticed"),
        security_given=bool(given.get("security_given")),
        is_effective=True,
        is_known=bool(given.get("order_stands")),
    )


def _price(given: Mapping[str, Any], today: date) -> PriceFacts:
    return PriceFacts(
        price_minor=given["price"],
        arrears_minor=given.get("arrears") or 0,
        currency=CURRENCY,
        demanded_on=given.get("demanded"),
        today=today,
        paid_minor=given.get("paid") or 0,
        payments=given.get("payments") or 0,
        reasonable_days=given.get("reasonable_days") or REASONABLE_DAYS,
        retention_agreed=bool(given.get("retention_agreed")),
        registered=bool(given.get("registered")),
        held_by_third_party=bool(given.get("third_party")),
    )


def _deposit(given: Mapping[str, Any]) -> DepositFacts:
    paid = given.get("paid") or 0
    return DepositFacts(
        contract_minor=given.get("contract") or 0,
        agreed_minor=paid,
        paid_minor=paid,
        currency=CURRENCY,
        is_called_deposit=bool(given.get("called_deposit")),
        penalty_claimed=bool(given.get("penalty")),
        claimed_minor=given.get("claimed") or 0,
    )


def _set_off(given: Mapping[str, Any], today: date) -> SetOffFacts:
    return SetOffFacts(
        theirs_due_on=given.get("theirs_due"),
        today=today,
        same_kind=bool(given.get("same_kind")),
        is_excluded=bool(given.get("excluded")),
        noticed_on=given.get("noticed"),
        is_conditional=bool(given.get("conditional")),
        is_agreed=bool(given.get("agreed")),
    )
