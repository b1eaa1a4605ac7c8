"""One explanation of a line, scored: which items of one debtor it pays, how much of each, and the odds against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huikuan.receipts.matching.calibration import Basis
from huikuan.receipts.matching.evidence import (
    Evidence,
    Fit,
    NumberView,
    PayerView,
    chance_of_fit,
    fit_of,
    is_common,
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
# Beside it the oldest items of the customer named (proposing.py) still reach `propose_permille`.
_CONTRADICTED_BY_PERSON = 6.0
# A set whose numbers all stand in the text: chance that the amount fits its sum although it is another set.
_SET_AMOUNT = {Fit.EXACT: 0.000_1, Fit.FEE: 0.05, Fit.DISCOUNT: 0.1, Fit.PART: 0.5, Fit.OVER: 0.5}
_SET_PAYER = 0.01
_SET_OTHER_PURPOSE = 10.0
# The oldest, a month or a run with an item whose equal is left out: wrong some times as often as the odds say.
_EQUAL_LEFT = 5.0


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
    basis: Basis = Basis.NUMBER

    @property
    def of_another(self) -> bool:
        """Whether it is of another customer than a person said the money is of."""
        return any(reason.code is ReasonCode.IDENTIFIED_AS_ANOTHER for reason in self.against)


@dataclass(frozen=True, slots=True)
class Chance:
    """How a set of items was found besides its numbers: sets as likely, odds of all else against it, reasons.

    `bearer` is the item that bears what the payment falls short, None for the largest. `equal_left` are an item of the
    set and one of the same amount that is left out, though nothing told which of them is paid.
    """

    solutions: int = 1
    odds: float = 0.0
    reasons: tuple[Reason, ...] = ()
    bearer: int | None = None
    equal_left: tuple[int, int] | None = None


def single(
    *, index: MatchIndex, policy: MatchPolicy, evidence: Evidence, item: int, mention: Mention | None
) -> Hypothesis:
    """Score the explanation that a line pays one item, in full or in part."""
    line, debtor, open_minor = evidence.line, index.debtor_of[item], index.items[item].open_minor
    fit = fit_of(policy=policy, open_minor=open_minor, amount_minor=line.amount_minor)
    payer = payer_view(index=index, payer=evidence.payer, debtor=debtor)
    number = number_view(index=index, policy=policy, mention=mention, item=item)
    chance = chance_of_fit(index=index, fit=fit, currency=line.currency, amount_minor=line.amount_minor)
    odds = number.others * (payer.others / len(index.items)) * chance * policy.other_purpose_permille / 1000
    factor, against = _circumstances(index, evidence, (item,), named=mention is not None)
    off_topic = _off_topic(evidence, against, named=mention is not None)
    return Hypothesis(
        debtor=debtor,
        items=(item,),
        shares=(min(open_minor, line.amount_minor),),
        odds=_bounded(odds * factor, payer),
        strength=_strength(number, payer, fit),
        exact=fit is Fit.EXACT,
        blocked=off_topic
        or (mention is None and payer.faint and is_common(minor=line.amount_minor))
        or _needs_person(policy, payer, [number], fit, documents=1),
        basis=Basis.PAYER if mention is None else Basis.NUMBER,
        reasons=(*number.reasons, *payer.reasons, *_amount_reasons(fit, open_minor - line.amount_minor, 1)),
        against=(*payer.against, *_over(line.amount_minor - open_minor), *against),
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
    """Score the explanation that a line pays several items of one debtor; None if a share would not be positive."""
    line, ordered = evidence.line, tuple(sorted(items))
    shares = _shares(index, ordered, line.amount_minor, chance.bearer)
    if shares is None:
        return None
    total = sum(index.items[item].open_minor for item in ordered)
    short = total - line.amount_minor
    fit = fit_of(policy=policy, open_minor=total, amount_minor=line.amount_minor)
    payer = payer_view(index=index, payer=evidence.payer, debtor=index.debtor_of[ordered[0]])
    numbers = [number_view(index=index, policy=policy, mention=named.get(item), item=item) for item in ordered]
    factor, against = _circumstances(index, evidence, ordered, named=bool(named))
    factor *= _EQUAL_LEFT if chance.equal_left else 1.0
    documents = len({mention.written for mention in named.values()})
    needs_person = _set_needs_person(policy, payer, numbers, fit, documents=documents, found_once=chance.solutions == 1)
    number_reasons = tuple(dict.fromkeys(reason for number in numbers for reason in number.reasons))
    whole = all(number.whole for number in numbers)
    return Hypothesis(
        debtor=index.debtor_of[ordered[0]],
        items=ordered,
        shares=shares,
        odds=_bounded(_odds_of_set(index, policy, payer, numbers, chance, fit) * factor, payer),
        strength=(4 if fit is Fit.EXACT else 3) if whole else 1,
        exact=fit is Fit.EXACT,
        blocked=needs_person or _off_topic(evidence, against, named=bool(named)),
        basis=Basis.NUMBER if all(number.kind is not None for number in numbers) else Basis.SUM,
        reasons=(*number_reasons, *payer.reasons, *chance.reasons, *_amount_reasons(fit, short, len(ordered))),
        against=(*payer.against, *_rivals(chance), *_equal_left(index, chance), *_over(-short), *against),
    )


def _bounded(odds: float, payer: PayerView) -> float:
    """Nothing is quite sure; what a person's word contradicts is less likely than any proposal for that customer."""
    return max(odds, _CONTRADICTED_BY_PERSON if payer.contradicts_person else _FEWEST_ODDS)


def _shares(index: MatchIndex, items: Sequence[int], paid: int, bearer: int | None) -> tuple[int, ...] | None:
    """Split the payment: every item in full, what falls short taken from the bearer, else from the largest item."""
    opens = [index.items[item].open_minor for item in items]
    short = max(sum(opens) - paid, 0)
    bears = max(range(len(opens)), key=lambda place: (opens[place], -place))
    if bearer is not None:
        bears = list(items).index(bearer)
    if short >= opens[bears]:
        return None
    return tuple(minor - (short if place == bears else 0) for place, minor in enumerate(opens))


def _odds_of_set(
    index: MatchIndex,
    policy: MatchPolicy,
    payer: PayerView,
    numbers: Sequence[NumberView],
    chance: Chance,
    fit: Fit,
) -> float:
    known = [number for number in numbers if number.kind is not None]
    if len(known) == len(numbers):
        weakest = max(number.others for number in known) * _SET_AMOUNT[fit]
        fits_payer = max(payer.others / len(index.items), _SET_PAYER)
        return (chance.solutions - 1) + weakest * fits_payer * policy.other_purpose_permille / 1000 * _SET_OTHER_PURPOSE
    # The set rests on its sum: odds against it, times how many customers it could have been found at.
    customers = 1.0 if known or payer.agrees else max(payer.others / len(numbers), 2.0)
    return chance.odds * customers


def _circumstances(
    index: MatchIndex, evidence: Evidence, items: Sequence[int], *, named: bool
) -> tuple[float, tuple[Reason, ...]]:
    """Return what else speaks against a set of items, as a factor of the odds and as reasons."""
    factor, against = 1.0, list[Reason]()
    later = [item for item in items if (day := index.items[item].issue_date) and day > evidence.line.date]
    if later:
        against.append(Reason(ReasonCode.ISSUED_LATER, (("number", index.items[later[0]].number),)))
        factor *= _ISSUED_LATER
    if not named and (other := _other_number(evidence)):
        against.append(Reason(ReasonCode.NUMBER_NOT_OPEN, (("written", other),)))
        factor *= _OTHER_NUMBER_NAMED
    if evidence.text.not_trade:
        against.append(Reason(ReasonCode.NOT_TRADE, (("word", evidence.text.not_trade),)))
    return factor, tuple(against)


def _other_number(evidence: Evidence) -> str:
    sure = [mention.written for mention in evidence.mentions.found if mention.kind is not NumberKind.SHORT]
    return next(iter((*sure, *evidence.mentions.unknown)), "")


def _off_topic(evidence: Evidence, against: Sequence[Reason], *, named: bool) -> bool:
    """Other business, another number, or an item issued after the money came and not named in it."""
    return bool(evidence.text.not_trade) or (not named and bool(against))


def _needs_person(
    policy: MatchPolicy, payer: PayerView, numbers: Sequence[NumberView], fit: Fit, *, documents: int
) -> bool:
    """The rules no score overrides: each names a way of matching wrongly that has happened elsewhere (README)."""
    whole = all(number.whole for number in numbers)
    some = any(number.kind is not None and number.kind > NumberKind.LOOSE for number in numbers)
    if payer.other or fit is Fit.OVER:
        return True
    if payer.shared and not (whole or (some and fit is Fit.EXACT)):
        return True
    if not some and not payer.reasons:
        return True  # an amount, or a short number and an amount, is no identification
    if whole:
        sure = documents > 1 or all(number.others <= policy.wrong_number_permille / 1000 for number in numbers)
        return fit in {Fit.PART, Fit.DISCOUNT} and not payer.supports and not sure
    if some:
        return fit is not Fit.EXACT and not payer.agrees
    return fit is Fit.PART


def _set_needs_person(
    policy: MatchPolicy, payer: PayerView, numbers: Sequence[NumberView], fit: Fit, *, documents: int, found_once: bool
) -> bool:
    """The same of a set: numbers in full and a sum found only once fix the rest of it as well."""
    known = [number for number in numbers if number.kind is not None]
    if not known and not (payer.agrees or (payer.supports and not payer.shared and fit is Fit.EXACT and found_once)):
        return True  # a sum at a customer who is only guessed
    return _needs_person(policy, payer, known if known and found_once else numbers, fit, documents=documents)


def _strength(number: NumberView, payer: PayerView, fit: Fit) -> int:
    if number.whole and fit is Fit.EXACT:
        return 4
    if number.kind is not None and number.kind > NumberKind.LOOSE:
        return 3
    return 2 if payer.reasons and fit is Fit.EXACT else 1


def _amount_reasons(fit: Fit, short: int, items: int) -> tuple[Reason, ...]:
    if fit is Fit.EXACT:
        return (Reason(ReasonCode.AMOUNT_EXACT) if items == 1 else Reason(ReasonCode.AMOUNT_SUM, (("items", items),)),)
    return (Reason(ReasonCode.SHORT_BY, (("minor", short), ("kind", fit.name))),) if short > 0 else ()


def _over(minor: int) -> tuple[Reason, ...]:
    return (Reason(ReasonCode.OVER_BY, (("minor", minor),)),) if minor > 0 else ()


def _rivals(chance: Chance) -> tuple[Reason, ...]:
    return (Reason(ReasonCode.SEVERAL_COMBINATIONS, (("count", chance.solutions),)),) if chance.solutions > 1 else ()


def _equal_left(index: MatchIndex, chance: Chance) -> tuple[Reason, ...]:
    if chance.equal_left is None:
        return ()
    chosen, left = (index.items[item].number for item in chance.equal_left)
    return (Reason(ReasonCode.EQUAL_LEFT, (("number", chosen), ("other", left))),)
