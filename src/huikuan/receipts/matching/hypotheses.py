"""One explanation of a line, scored: which items of one debtor it pays, how much of each, and the odds against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huikuan.receipts.matching.evidence import (
    Evidence,
    Fit,
    NumberView,
    PayerView,
    chance_of_fit,
    fit_of,
    number_view,
    payer_view,
)
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.numbers import Mention, NumberKind
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.reasons import ReasonCode
from huikuan.receipts.matching.records import Reason

_ISSUED_LATER = 20.0
_OTHER_NUMBER_NAMED = 30.0
_FEWEST_ODDS = 1e-6


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """An explanation of a line; `odds` against it (0.01 = one in a hundred is wrong), `blocked` if it needs a person.

    `strength` ranks claims of several lines on one item: 4 number and amount, 3 number, 2 payer and amount, 1 the rest.
    """

    debtor: int
    items: tuple[int, ...]
    shares: tuple[int, ...]
    odds: float
    strength: int
    exact: bool
    blocked: bool
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Chance:
    """How a set of items was found besides its numbers: solutions found, solutions expected by accident, reasons."""

    solutions: int = 1
    by_accident: float = 0.0
    reasons: tuple[Reason, ...] = ()


def single(
    *, index: MatchIndex, policy: MatchPolicy, evidence: Evidence, item: int, mention: Mention | None
) -> Hypothesis:
    """Score the explanation that a line pays one item, in full or in part."""
    line, debtor = evidence.line, index.debtor_of[item]
    open_minor = index.items[item].open_minor
    fit = fit_of(policy=policy, open_minor=open_minor, amount_minor=line.amount_minor)
    payer = payer_view(index=index, payer=evidence.payer, debtor=debtor)
    number = number_view(index=index, policy=policy, mention=mention, item=item)
    chance = chance_of_fit(index=index, fit=fit, currency=line.currency, amount_minor=line.amount_minor)
    size = float(len(index.items))
    odds = number.others * (payer.others / size) * chance * policy.other_purpose_permille / 1000
    reasons = (*number.reasons, *payer.reasons, *_amount_reasons(fit, open_minor - line.amount_minor, 1))
    against = list(payer.against)
    if fit is Fit.OVER:
        against.append(Reason(ReasonCode.OVER_BY, (("minor", line.amount_minor - open_minor),)))
    odds *= _circumstances(index, evidence, (item,), mention is not None, against)
    blocked = _needs_person(policy, payer, [number], fit) or _names_other(evidence, mention is not None)
    strength = _strength(number, payer, fit)
    return Hypothesis(
        debtor,
        (item,),
        (min(open_minor, line.amount_minor),),
        max(odds, _FEWEST_ODDS),
        strength,
        fit is Fit.EXACT,
        blocked or bool(evidence.text.not_trade),
        reasons,
        tuple(against),
    )


def several(
    *,
    index: MatchIndex,
    policy: MatchPolicy,
    evidence: Evidence,
    named: Mapping[int, Mention],
    items: Sequence[int],
    chance: Chance,
) -> Hypothesis | None:
    """Score the explanation that a line pays several items of one debtor; None if the shares would not be positive.

    What the line falls short is taken from the largest item, the one that can bear it.
    """
    line, ordered = evidence.line, tuple(sorted(items))
    opens = [index.items[item].open_minor for item in ordered]
    short = sum(opens) - line.amount_minor
    largest = max(range(len(opens)), key=lambda place: (opens[place], -place))
    if short >= opens[largest]:
        return None
    fit = fit_of(policy=policy, open_minor=sum(opens), amount_minor=line.amount_minor)
    payer = payer_view(index=index, payer=evidence.payer, debtor=index.debtor_of[ordered[0]])
    numbers = [number_view(index=index, policy=policy, mention=named.get(item), item=item) for item in ordered]
    against = list(payer.against)
    odds = _odds_of_set(index, policy, payer, numbers, chance, fit)
    odds *= _circumstances(index, evidence, ordered, bool(named), against)
    if chance.solutions > 1:
        against.append(Reason(ReasonCode.SEVERAL_COMBINATIONS, (("count", chance.solutions),)))
    if fit is Fit.OVER:
        against.append(Reason(ReasonCode.OVER_BY, (("minor", -short),)))
    shares = [open_minor - (short if place == largest and short > 0 else 0) for place, open_minor in enumerate(opens)]
    # A number in full and a sum found only once fix the rest of the set as well.
    looked_at = [number for number in numbers if number.kind is not None] or numbers
    if chance.solutions > 1:
        looked_at = numbers
    blocked = _needs_person(policy, payer, looked_at, fit) or _names_other(evidence, bool(named))
    reasons = [reason for number in numbers for reason in number.reasons]
    reasons += [*payer.reasons, *chance.reasons, *_amount_reasons(fit, short, len(ordered))]
    whole = all(number.whole for number in numbers)
    return Hypothesis(
        index.debtor_of[ordered[0]],
        ordered,
        tuple(shares),
        max(odds, _FEWEST_ODDS),
        (4 if fit is Fit.EXACT else 3) if whole else 1,
        fit is Fit.EXACT,
        blocked or bool(evidence.text.not_trade),
        tuple(reasons),
        tuple(against),
    )


def _odds_of_set(
    index: MatchIndex,
    policy: MatchPolicy,
    payer: PayerView,
    numbers: Sequence[NumberView],
    chance: Chance,
    fit: Fit,
) -> float:
    size = float(len(index.items))
    other_purpose = policy.other_purpose_permille / 1000
    known = [number for number in numbers if number.kind is not None]
    if len(known) == len(numbers):
        amount = {Fit.EXACT: 0.000_1, Fit.FEE: 0.05, Fit.DISCOUNT: 0.1}.get(fit, 0.5)
        weakest = max(number.others for number in known)
        return weakest * amount * max(payer.others / size, 0.01) * other_purpose * 10
    # The set rests on its sum: chance of a lucky sum, times how many customers it could have been found at.
    customers = 1.0 if known or payer.agrees else max(payer.others / max(len(numbers), 1), 1.0)
    if not known and not payer.agrees:
        customers = max(customers, 2.0)
    return (chance.solutions - 1) + chance.by_accident * customers * 0.5 + (0.001 if known or payer.agrees else 0.005)


def _circumstances(
    index: MatchIndex, evidence: Evidence, items: Sequence[int], named: bool, against: list[Reason]
) -> float:
    factor = 1.0
    later = [item for item in items if (day := index.items[item].issue_date) and day > evidence.line.date]
    if later:
        against.append(Reason(ReasonCode.ISSUED_LATER, (("number", index.items[later[0]].number),)))
        factor *= _ISSUED_LATER
    if not named and (other := _other_number(evidence)):
        against.append(Reason(ReasonCode.NUMBER_NOT_OPEN, (("written", other),)))
        factor *= _OTHER_NUMBER_NAMED
    if evidence.text.not_trade:
        against.append(Reason(ReasonCode.NOT_TRADE, (("word", evidence.text.not_trade),)))
    return factor


def _other_number(evidence: Evidence) -> str:
    sure = [mention.written for mention in evidence.mentions.found if mention.kind is not NumberKind.SHORT]
    return next(iter((*sure, *evidence.mentions.unknown)), "")


def _names_other(evidence: Evidence, named: bool) -> bool:
    return not named and bool(_other_number(evidence))


def _needs_person(policy: MatchPolicy, payer: PayerView, numbers: Sequence[NumberView], fit: Fit) -> bool:
    """The rules no score overrides: each names a way of matching wrongly that has happened elsewhere (README)."""
    whole = all(number.whole for number in numbers)
    some = any(number.kind not in {None, NumberKind.SHORT} for number in numbers)
    if payer.other or fit is Fit.OVER:
        return True
    if payer.shared and not (whole or (some and fit is Fit.EXACT)):
        return True
    if not some and not payer.reasons:
        return True  # an amount, or a short number and an amount, is no identification
    if whole:
        sure = all(number.others <= policy.wrong_number_permille / 1000 for number in numbers)
        return fit in {Fit.PART, Fit.DISCOUNT} and not payer.agrees and not sure
    if some:
        return fit is not Fit.EXACT and not payer.agrees
    return fit is Fit.PART


def _strength(number: NumberView, payer: PayerView, fit: Fit) -> int:
    if number.whole and fit is Fit.EXACT:
        return 4
    if number.kind is not None and number.kind is not NumberKind.SHORT:
        return 3
    return 2 if payer.reasons and fit is Fit.EXACT else 1


def _amount_reasons(fit: Fit, short: int, items: int) -> tuple[Reason, ...]:
    if fit is Fit.EXACT:
        return (Reason(ReasonCode.AMOUNT_EXACT) if items == 1 else Reason(ReasonCode.AMOUNT_SUM, (("items", items),)),)
    if short > 0:
        return (Reason(ReasonCode.SHORT_BY, (("minor", short), ("kind", fit.name))),)
    return ()
