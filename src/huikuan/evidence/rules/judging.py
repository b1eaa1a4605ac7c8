"""PURE: what of the evidence for an item is there, missing, or not needed (HANDBOOK C14, RULES_CN §3.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from huikuan.evidence.rules.kinds import (
    GETTERS,
    Completeness,
    ItemFacts,
    Kind,
    Paper,
    Standing,
    State,
    Strength,
)

_ORDER = (Strength.STRONG, Strength.FAIR, Strength.WEAK)


def completeness(*, facts: ItemFacts) -> Completeness:
    """How each kind of evidence stands for an item; needs nothing but the facts, so that the same facts answer the same."""
    return Completeness(facts.receivable_id, tuple(_standing(facts, kind) for kind in Kind))


def _standing(facts: ItemFacts, kind: Kind) -> Standing:
    papers = tuple(sorted((one for one in facts.papers if one.kind is kind), key=_place))
    if papers:
        return Standing(kind, State.PRESENT, papers, papers[0].worth.strength, why=_weak_point(facts, kind, papers))
    needless = _NEEDLESS[kind](facts) if kind in _NEEDLESS else ""
    if needless:
        return Standing(kind, State.NOT_NEEDED, why=needless)
    ask, names = _ASKED[kind](facts)
    return Standing(kind, State.MISSING, getter=GETTERS[kind], ask=ask, names=names)


def _place(paper: Paper) -> tuple[int, int, str]:
    return _ORDER.index(paper.worth.strength), -paper.on.toordinal(), paper.sha256


def _weak_point(facts: ItemFacts, kind: Kind, papers: tuple[Paper, ...]) -> str:
    """What the other side will say against it, as a code: the invoice alone proves no delivery (SALES 5)."""
    if kind is Kind.INVOICE and not _has(facts, Kind.DELIVERY) and not facts.is_advance:
        return "INVOICE_PROVES_NO_DELIVERY"
    if kind is Kind.DELIVERY and (facts.unsigned_notes or facts.notes_without_copy):
        return "DELIVERY_IN_PART"
    if kind is Kind.STATEMENT and all(one.worth.strength is Strength.WEAK for one in papers):
        return "STATEMENT_UNANSWERED"
    return ""


def _has(facts: ItemFacts, kind: Kind) -> bool:
    return any(one.kind is kind for one in facts.papers)


def _no_contract_needed(facts: ItemFacts) -> str:
    """Delivery notes and acknowledged statements prove a contract without a written one (SALES 1)."""
    proved = _has(facts, Kind.DELIVERY) or _has(facts, Kind.ACKNOWLEDGEMENT)
    return "CONTRACT_BY_DELIVERY" if proved and not facts.contract_number else ""


def _no_prices_needed(facts: ItemFacts) -> str:
    if facts.is_plan or facts.is_advance:
        return "PRICE_BY_PLAN"
    return "PRICE_BY_CONTRACT" if _has(facts, Kind.CONTRACT) and not facts.unsigned_prices else ""


def _no_delivery_needed(facts: ItemFacts) -> str:
    return "PAID_AHEAD" if facts.is_advance else ""


def _no_acceptance_needed(facts: ItemFacts) -> str:
    if facts.is_advance:
        return "PAID_AHEAD"
    return "" if facts.needs_acceptance else "NO_ACCEPTANCE_AGREED"


_NEEDLESS: Mapping[Kind, Callable[[ItemFacts], str]] = {
    Kind.CONTRACT: _no_contract_needed,
    Kind.PRICE_CONFIRMATION: _no_prices_needed,
    Kind.DELIVERY: _no_delivery_needed,
    Kind.ACCEPTANCE: _no_acceptance_needed,
}
Asked = tuple[str, tuple[str, ...]]


def _asked_contract(facts: ItemFacts) -> Asked:
    return ("CONTRACT_COPY", (facts.contract_number,)) if facts.contract_number else ("CONTRACT_ANY", ())


def _asked_prices(facts: ItemFacts) -> Asked:
    return ("PRICES_SIGN", facts.unsigned_prices) if facts.unsigned_prices else ("PRICES_ANY", ())


def _asked_delivery(facts: ItemFacts) -> Asked:
    if facts.notes_without_copy:
        return "DELIVERY_COPY", facts.notes_without_copy
    return ("DELIVERY_SIGN", facts.unsigned_notes) if facts.unsigned_notes else ("DELIVERY_ANY", ())


def _asked_acceptance(facts: ItemFacts) -> Asked:
    if facts.accepted_without_copy:
        return "ACCEPTANCE_COPY", facts.accepted_without_copy
    return "ACCEPTANCE_SIGN", ()


def _asked_invoice(facts: ItemFacts) -> Asked:
    return ("INVOICE_FILE", facts.invoices_without_file) if facts.invoices_without_file else ("INVOICE_ANY", ())


def _asked_reminders(facts: ItemFacts) -> Asked:
    return ("REMINDERS_PROVE", facts.notices_unproved) if facts.notices_unproved else ("REMINDERS_SEND", ())


def _asked_acknowledgement(facts: ItemFacts) -> Asked:
    if facts.statements_unanswered:
        return "ACKNOWLEDGEMENT_ANSWER", facts.statements_unanswered
    return "ACKNOWLEDGEMENT_ANY", ()


_ASKED: Mapping[Kind, Callable[[ItemFacts], Asked]] = {
    Kind.CONTRACT: _asked_contract,
    Kind.PRICE_CONFIRMATION: _asked_prices,
    Kind.DELIVERY: _asked_delivery,
    Kind.ACCEPTANCE: _asked_acceptance,
    Kind.INVOICE: _asked_invoice,
    Kind.STATEMENT: lambda _: ("STATEMENT_SEND", ()),
    Kind.REMINDERS: _asked_reminders,
    Kind.ACKNOWLEDGEMENT: _asked_acknowledgement,
}
