"""How well a payer, a document number and an amount fit an open item: each as the number of other items that would fit.

The three are independent looks at one question, so their chances multiply: of N open items, `number` fit the text as
well by chance, `payer` belong to customers who fit the payer as well, and a share `amount` has an amount that fits.
"""

from dataclasses import dataclass
from enum import IntEnum

from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.numbers import Mention, Mentions, NumberKind
from huikuan.receipts.matching.payers import SHORTEST_CORE, Finding, PayerKind, PayerMatch
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.reasons import ReasonCode
from huikuan.receipts.matching.records import Line, Reason
from huikuan.receipts.matching.references import ParsedReference

_PAYER_CODES = {
    PayerKind.IDENTIFIED: ReasonCode.IDENTIFIED,
    PayerKind.ACCOUNT: ReasonCode.PAYER_ACCOUNT,
    PayerKind.NAME: ReasonCode.NAME_EXACT,
    PayerKind.ALIAS: ReasonCode.NAME_ALIAS,
    PayerKind.FORM: ReasonCode.NAME_FORM,
    PayerKind.CLOSE: ReasonCode.NAME_CLOSE,
}
_NUMBER_CODES = {
    NumberKind.EXACT: ReasonCode.NUMBER_EXACT,
    NumberKind.DIGITS: ReasonCode.NUMBER_DIGITS,
    NumberKind.TAIL: ReasonCode.NUMBER_TAIL,
    NumberKind.NEAR: ReasonCode.NUMBER_NEAR,
    NumberKind.LOOSE: ReasonCode.NUMBER_NEAR,
    NumberKind.SHORT: ReasonCode.NUMBER_SHORT,
}
_UNKNOWN_PAYER = 1.5
_OTHER_PAYER = 100_000.0
_SHORT_NUMBER_SHARE = 0.1
_LOOSE_NUMBER_SHARE = 0.05
_MIDDLING_NUMBER = 0.05
# Chance that some other item of the ledger would also be short by a bank fee, by a discount, by any part.
_CHANCE_OF_FEE = 0.002
_CHANCE_OF_DISCOUNT = 0.03
_CHANCE_OF_PART = 0.5
# How a name with many slips loses weight: slips per hundred characters, factor. Up to CLOSE_ENOUGH it is agreement.
CLOSE_ENOUGH = 30
COMMON_DIGITS = 3
_FAINT_NAME = 10.0  # two or three characters in common: half the companies of a trade share them
_LOOSE_NAMES = ((20, 1.0), (30, 2.0), (40, 5.0), (49, 15.0), (1_000, 60.0))


class Fit(IntEnum):
    """How an amount fits what is open, worst first."""

    OVER = 0
    PART = 1
    DISCOUNT = 2
    FEE = 3
    EXACT = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line with what was read from it."""

    line: Line
    payer: Finding
    text: ParsedReference
    mentions: Mentions


@dataclass(frozen=True, slots=True)
class PayerView:
    """A payer looked at as one customer: items that fit it as well, and what it means for a decision.

    It `agrees` if it is this customer and nobody else, `supports` if others are no closer; `shared` is a name, learned
    name or account of several customers, `faint` a name with two or three characters in common.
    """

    others: float
    agrees: bool = False
    supports: bool = False
    shared: bool = False
    other: bool = False
    contradicts_person: bool = False
    faint: bool = False
    reasons: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberView:
    """A document number looked at as one item's: items that fit the text as well."""

    others: float
    kind: NumberKind | None
    reasons: tuple[Reason, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the number stands there in full (a prefix may be missing)."""
        return self.kind in {NumberKind.EXACT, NumberKind.DIGITS}


def payer_view(*, index: MatchIndex, payer: Finding, debtor: int) -> PayerView:
    """Look at a payer as the customer of a debtor."""
    size, currency = float(len(index.items)), index.items[index.members[debtor][0]].currency
    match = payer.match(index.customer_of[debtor])
    if match is None:
        if payer.certain:
            code = ReasonCode.IDENTIFIED_AS_ANOTHER if payer.identified else ReasonCode.PAYER_OTHER
            known = Reason(code, (("name", payer.certain[0].known_as),))
            return PayerView(size * _OTHER_PAYER, other=True, contradicts_person=payer.identified, against=(known,))
        against = (Reason(ReasonCode.PAYER_UNKNOWN),) if payer.named else ()
        return PayerView(size * (_UNKNOWN_PAYER if payer.named else 1.0), against=against)
    if match.kind is not PayerKind.CLOSE:
        others = sum(_items(index, found.customer, currency) for found in payer.certain)
        reason = Reason(_PAYER_CODES[match.kind], (("known_as", match.known_as),))
        if payer.shared:
            shared = Reason(ReasonCode.PAYER_SHARED, (("customers", len(payer.certain)),))
            # Names that differ by their legal form only are close names; the same name or account is no evidence at all.
            formless = all(found.kind is PayerKind.FORM for found in payer.certain)
            return PayerView(
                float(others), supports=formless, shared=not formless, reasons=(reason,), against=(shared,)
            )
        return PayerView(float(others), agrees=True, supports=True, reasons=(reason,))
    return _close_view(index, payer, match, currency)


def _close_view(index: MatchIndex, payer: Finding, match: PayerMatch, currency: str) -> PayerView:
    rivals = [found for found in payer.close if found.half_errors <= match.half_errors]
    factor = next(factor for limit, factor in _LOOSE_NAMES if match.looseness <= limit)
    faint = match.length < SHORTEST_CORE
    if faint:
        factor *= _FAINT_NAME
    others = sum(_items(index, found.customer, currency) for found in rivals) * factor
    reason = Reason(ReasonCode.NAME_CLOSE, (("known_as", match.known_as), ("half_errors", match.half_errors)))
    supports = match.looseness <= CLOSE_ENOUGH
    return PayerView(others, agrees=len(rivals) == 1 and supports, supports=supports, faint=faint, reasons=(reason,))


def _items(index: MatchIndex, customer: int, currency: str) -> int:
    debtor = index.debtor(customer=customer, currency=currency)
    return 0 if debtor is None else len(index.members[debtor])


def number_view(*, index: MatchIndex, policy: MatchPolicy, mention: Mention | None, item: int) -> NumberView:
    """Look at a number found in the text as the number of an item."""
    size = float(len(index.items))
    if mention is None:
        return NumberView(size, None)
    wrong, length = policy.wrong_number_permille / 1000, len(mention.digits)
    params: tuple[tuple[str, str | int], ...] = (("number", index.items[item].number), ("written", mention.written))
    match mention.kind:
        case NumberKind.EXACT | NumberKind.DIGITS:
            others = wrong + (0.0 if length >= policy.number_digits_sure else _MIDDLING_NUMBER)
            params = params[:1] if mention.kind is NumberKind.EXACT else params
        case NumberKind.TAIL:
            others = wrong + size / 10 ** len(mention.digits.lstrip("0"))
        case NumberKind.NEAR:
            others = 1.0
        case NumberKind.LOOSE:
            others, params = size * _LOOSE_NUMBER_SHARE, (*params, ("slips", 2))
        case _:
            others, params = size * _SHORT_NUMBER_SHARE, params[:1]
    return NumberView(others * max(len(mention.items), 1), mention.kind, (Reason(_NUMBER_CODES[mention.kind], params),))


def is_common(*, minor: int) -> bool:
    """Say whether an amount in minor units is one that people agree on: few significant digits."""
    return len(str(minor).rstrip("0")) <= COMMON_DIGITS


def fit_of(*, policy: MatchPolicy, open_minor: int, amount_minor: int) -> Fit:
    """Say how an amount fits what is open, both in minor units of one currency."""
    short = open_minor - amount_minor
    if short <= 0:
        return Fit.EXACT if short == 0 else Fit.OVER
    if short <= policy.bank_fee_limit_minor and short * 1000 <= open_minor * policy.bank_fee_permille:
        return Fit.FEE
    return Fit.DISCOUNT if short * 1000 <= open_minor * policy.discount_permille else Fit.PART


def chance_of_fit(*, index: MatchIndex, fit: Fit, currency: str, amount_minor: int) -> float:
    """Return the share of other items whose open amount would fit the paid amount as well."""
    match fit:
        case Fit.EXACT:
            return index.chance_of_amount(currency=currency, minor=amount_minor)
        case Fit.FEE:
            return _CHANCE_OF_FEE
        case Fit.DISCOUNT:
            return _CHANCE_OF_DISCOUNT
        case Fit.PART:
            return _CHANCE_OF_PART
        case _:
            return 1.0
