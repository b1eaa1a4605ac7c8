"""A column's header: its words in one spelling, and the unit or currency it carries, as in 金额(万元) or converted_usd."""

import re
from dataclasses import dataclass

from huikuan.integrations.traditional import simplified_name
from huikuan.kernel.currencies import currencies_of_mark, exponent_of
from huikuan.kernel.text_normal import narrow

LONGEST_HEADER = 120
_POWERS = {"千": 3, "仟": 3, "万": 4, "萬": 4, "百万": 6, "千万": 7, "亿": 8, "億": 8, "十亿": 9}
_ENGLISH_POWERS = {
    "k": 3,
    "thousand": 3,
    "thousands": 3,
    "'000": 3,
    "000s": 3,
    "m": 6,
    "mn": 6,
    "million": 6,
    "millions": 6,
}
_MINOR = frozenset({"分", "minor", "minor units", "cents", "cent", "fen"})
_CHINESE_UNIT = re.compile(r"(人民币|rmb|cny)?\s*(十亿|百万|千万|千|仟|万|萬|亿|億)?\s*(\S{0,8}?)")
_BRACKETS = re.compile(r"[(\[【{]([^()\[\]【】{}]*)[)\]】}]")
_SUFFIX = re.compile(r"(.+?)[\s_/:-]+(?:in[\s_]+)?([^\s_/:-]+(?: units)?)")
_THOUSANDS = re.compile(r"(.{0,12}?)(?:\s*\bin\b)?\s*('000s?|000s|k|thousands?|mn?|millions?)")
_REMARK = re.compile(r"必填|选填|可空|格式|yyyy|required|optional|例|如", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[\W_]+")
_PREAMBLE_UNIT = re.compile(r"(?:金额)?单位\s*[:：]?\s*([^\s,，;；)）]{1,12})")
_PREAMBLE_CURRENCY = re.compile(r"(?:币种|币别|货币|currency)\s*[:：]\s*([^\s,，;；)）]{1,12})", re.IGNORECASE)
_PREAMBLE_ENGLISH = re.compile(
    r"(?:amounts?|figures|values|all)\s+(?:are\s+)?in\s+([A-Z]{3}\s+)?(thousands?|millions?|[A-Z]{3})\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Unit:
    """What an amount column counts in: 10^power of the currency, or minor units; None where the header does not say."""

    power: int | None = None
    is_minor: bool = False
    currency: str | None = None

    def power_in(self, *, currency: str) -> int:
        """Return the power of ten `parse_amount` needs: 0 without a unit, minus the currency's decimals for minor units."""
        if self.is_minor:
            return -(exponent_of(currency=currency) or 0)
        return self.power or 0


NO_UNIT = Unit()


@dataclass(frozen=True, slots=True)
class Header:
    """A header's words without case, blanks and signs, and its unit."""

    words: str
    unit: Unit


def parse_header(*, text: str) -> tuple[Header, ...]:
    """Return the possible readings of a header, the most literal first: converted_usd is a name, or "converted" in USD."""
    plain = simplified_name(text=narrow(text=text[:LONGEST_HEADER])).lower().strip("*★※ :")
    unit = NO_UNIT
    for bracket in _BRACKETS.finditer(plain):
        found = parse_unit(text=bracket[1])
        if found is not None:
            unit = found
            plain = plain.replace(bracket[0], " ", 1)
        elif _REMARK.search(bracket[1]):
            plain = plain.replace(bracket[0], " ", 1)
    readings = [Header(words=_words(plain), unit=unit)]
    suffix = _SUFFIX.fullmatch(plain.strip())
    if suffix is not None and unit == NO_UNIT:
        found = parse_unit(text=suffix[2])
        if found is not None:
            readings.append(Header(words=_words(suffix[1]), unit=found))
    return tuple(reading for reading in readings if reading.words)


def parse_unit(*, text: str) -> Unit | None:
    """Return the unit a short text names (元, 万元, 人民币万元, USD, thousand, minor); None when it names none."""
    plain = narrow(text=text[:LONGEST_HEADER]).lower().removeprefix("单位").strip(" :")
    if plain in _MINOR:
        return Unit(is_minor=True)
    thousands = _THOUSANDS.fullmatch(plain)
    if thousands is not None and (not thousands[1] or currencies_of_mark(mark=thousands[1])):
        return Unit(
            power=6 if thousands[2].startswith("m") else 3, currency=_only(currencies_of_mark(mark=thousands[1]))
        )
    match = _CHINESE_UNIT.fullmatch(plain)
    if match is None or not plain:
        return None
    prefix, multiplier, rest = match.groups()
    currencies = currencies_of_mark(mark=rest) if rest else frozenset()
    if rest and not currencies:
        return None
    power = _POWERS[multiplier] if multiplier else 0
    if prefix:
        return Unit(power=power, currency="CNY") if not rest or "CNY" in currencies else None
    return Unit(power=power, currency=_only(currencies))


def unit_of_preamble(*, lines: tuple[str, ...]) -> Unit:
    """Return the unit named above the table (单位：万元, Amounts in USD thousands); it holds for columns without their own."""
    power, is_minor, currency = None, False, None
    for line in lines:
        for pattern in (_PREAMBLE_UNIT, _PREAMBLE_CURRENCY):
            match = pattern.search(line)
            found = parse_unit(text=match[1]) if match else None
            if found is not None:
                power = found.power if pattern is _PREAMBLE_UNIT else power
                is_minor = is_minor or found.is_minor
                currency = found.currency or currency
        english = _PREAMBLE_ENGLISH.search(line)
        for word in english.groups() if english else ():
            found = parse_unit(text=word) if word else None
            if found is not None:
                power = found.power or power
                currency = found.currency or currency
    return Unit(power=power, is_minor=is_minor, currency=currency)


def _only(currencies: frozenset[str]) -> str | None:
    """Return the currency a mark means when it can mean one only."""
    return next(iter(currencies)) if len(currencies) == 1 else None


def _words(text: str) -> str:
    return _NOT_LETTERS.sub("", text)
