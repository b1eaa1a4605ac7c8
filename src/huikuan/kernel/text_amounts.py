"""Amounts as people and programs write them, read into exact minor units; nothing is rounded silently (TRUST M1, I4).

Whether "1.234" is one or a thousand is a property of the whole column: `detect_number_format` decides it with evidence,
and a single text that could mean both is a fault, not a guess.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from huikuan.kernel.amount_words import is_capital_amount, parse_capitals
from huikuan.kernel.currencies import currencies_of_mark, exponent_of, marks
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.kernel.text_faults import TextFault, TextFaultCode, text_fault
from huikuan.kernel.text_normal import narrow

__all__ = [
    "NumberFormat",
    "NumberFormatEvidence",
    "TextFault",
    "TextFaultCode",
    "detect_number_format",
    "format_amount",
    "number_format_evidence",
    "parse_amount",
    "round_amount",
]

LONGEST_TEXT = 100
EVIDENCE_SHOWN = 5


class NumberFormat(StrEnum):
    """Which character is the decimal mark of a column."""

    POINT = "POINT"  # 1,234.56
    COMMA = "COMMA"  # 1.234,56
    AMBIGUOUS = "AMBIGUOUS"  # the samples do not say, or contradict each other


@dataclass(frozen=True, slots=True)
class NumberFormatEvidence:
    """The first samples that read with a decimal point only, with a decimal comma only, or differently with each."""

    point_only: tuple[str, ...]
    comma_only: tuple[str, ...]
    either: tuple[str, ...]

    @property
    def verdict(self) -> NumberFormat:
        """Return the format all samples agree on; a column without any separator reads the same either way: POINT."""
        if self.point_only and self.comma_only:
            return NumberFormat.AMBIGUOUS
        if self.comma_only:
            return NumberFormat.COMMA
        return NumberFormat.POINT if self.point_only or not self.either else NumberFormat.AMBIGUOUS


@dataclass(frozen=True, slots=True)
class _Number:
    """An exact decimal: digits × 10^-decimals, with a sign."""

    digits: int
    decimals: int
    negative: bool


@dataclass(frozen=True, slots=True)
class _Column:
    """What is known of a text before it is read: its currency and decimals, and what its column says."""

    currency: str
    exponent: int
    number_format: NumberFormat | None
    unit_power: int


_UNITS = {"万亿": 12, "亿": 8, "千万": 7, "百万": 6, "万": 4, "千": 3}
_UNITS |= {"萬億": 12, "億": 8, "千萬": 7, "百萬": 6, "萬": 4, "仟": 3}
_WORDS = """
nan inf -inf +inf infinity -infinity +infinity null none nil n/a true false 1.#inf 1.#qnan 无 空
#n/a #value! #ref! #div/0! #name? #null! #num!
"""
_NOT_NUMBERS = frozenset(_WORDS.split())
_WHOLE_UNITS = frozenset("元圆円")
_BLANKS = frozenset({"", "-", "--", "---", "/", "\\"})
_SIMPLE = re.compile(r"(-?)([0-9]{1,13})(?:\.([0-9]{1,2}))?")
_SCIENTIFIC = re.compile(r"[^0-9]*[0-9.,]+[eE][+-]?[0-9]+[^0-9]*")
_MARK = "|".join(re.escape(mark) for mark in marks())
_WRITTEN = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[+-])?\s*(?P<before>{_MARK})?\s*(?P<second>[+-])?\s*"
    rf"(?P<body>[.,]?[0-9][0-9.,' ]*)(?P<unit>{'|'.join(_UNITS)})?\s*(?P<after>{_MARK})?[整正]?\s*"
    rf"(?P<last>[+-])?\s*(?P<close>\))?",
    re.IGNORECASE,
)
_PLAIN_DIGITS = re.compile(r"([0-9]+)\.?([0-9]*)|\.([0-9]+)")
_GROUPED_DIGITS = re.compile(r"([1-9][0-9]{0,2}([,' ])[0-9]{3}(?:\2[0-9]{3})*)(?:\.([0-9]*))?")
_OTHER_MARKS = str.maketrans(",.", ".,")


def parse_amount(
    *, text: str, currency: str = "CNY", number_format: NumberFormat | None = None, unit_power: int = 0
) -> int | TextFault:
    """Return the exact minor units a text means in a currency, negative for a minus, brackets or a trailing minus.

    `unit_power` is the unit the column's header names: 4 for 万元, minus the currency's decimals for minor units.
    Faults: BLANK, TOO_LONG, NOT_A_NUMBER, SCIENTIFIC_NOTATION, UNREADABLE, BAD_GROUPING, AMBIGUOUS_SEPARATOR,
    NEEDS_ROUNDING, CURRENCY_DIFFERS, UNKNOWN_CURRENCY, UNIT_DIFFERS (12元 in a column of 万元), OUT_OF_RANGE (beyond
    10¹³ minor units).
    """
    exponent = exponent_of(currency=currency)
    if exponent is None:
        return text_fault(code=TextFaultCode.UNKNOWN_CURRENCY, value=currency)
    if exponent == 2 and unit_power == 0 and number_format is not NumberFormat.COMMA:
        simple = _SIMPLE.fullmatch(text)
        if simple is not None:
            minor = int(simple[2]) * 100 + int((simple[3] or "").ljust(2, "0"))
            return _bounded(-minor if simple[1] else minor, text)
    number = _read(text, _Column(currency, exponent, number_format, unit_power))
    if isinstance(number, TextFault):
        return number
    minor_digits, remainder = _scaled(number, exponent)
    if remainder:
        return text_fault(code=TextFaultCode.NEEDS_ROUNDING, value=text)
    return _bounded(-minor_digits if number.negative else minor_digits, text)


def round_amount(
    *, text: str, currency: str = "CNY", number_format: NumberFormat | None = None, unit_power: int = 0
) -> int | TextFault:
    """Return the minor units nearest to a text that has too many decimals, halves away from zero.

    Only for a caller whose user chose rounding for a named file and sees every rounded row; faults as `parse_amount`.
    """
    exponent = exponent_of(currency=currency)
    if exponent is None:
        return text_fault(code=TextFaultCode.UNKNOWN_CURRENCY, value=currency)
    number = _read(text, _Column(currency, exponent, number_format, unit_power))
    if isinstance(number, TextFault):
        return number
    minor_digits, remainder = _scaled(number, exponent)
    if remainder and 2 * remainder >= 10 ** (number.decimals - exponent):
        minor_digits += 1
    return _bounded(-minor_digits if number.negative else minor_digits, text)


def format_amount(
    *, minor: int, currency: str = "CNY", number_format: NumberFormat = NumberFormat.POINT, grouped: bool = True
) -> str:
    """Return minor units as text with the currency's decimals, 123450 CNY → 1,234.50; ValueError if unknown."""
    exponent = exponent_of(currency=currency)
    if exponent is None:
        raise ValueError(f"{currency} is not an ISO 4217 currency in use")
    whole, fraction = divmod(abs(minor), 10**exponent)
    text = f"{whole:,}" if grouped else str(whole)
    text += f".{fraction:0{exponent}d}" if exponent else ""
    if number_format is NumberFormat.COMMA:
        text = text.translate(_OTHER_MARKS)
    return f"-{text}" if minor < 0 else text


def number_format_evidence(*, samples: Iterable[str]) -> NumberFormatEvidence:
    """Return which samples of a column speak for a decimal point, which for a decimal comma, and which for neither."""
    found: dict[str, list[str]] = {"point": [], "comma": [], "either": []}
    for sample in samples:
        written = None if len(sample) > LONGEST_TEXT else _WRITTEN.fullmatch(narrow(text=sample))
        if written is None:
            continue
        point, comma = _readings(written["body"])
        kind = "point" if comma is None else "comma" if point is None else "either" if point != comma else ""
        if kind and (point or comma) and len(found[kind]) < EVIDENCE_SHOWN:
            found[kind].append(sample)
    return NumberFormatEvidence(
        point_only=tuple(found["point"]), comma_only=tuple(found["comma"]), either=tuple(found["either"])
    )


def detect_number_format(*, samples: Iterable[str]) -> NumberFormat:
    """Return the decimal mark of a column: POINT, COMMA, or AMBIGUOUS (see `number_format_evidence` for why)."""
    return number_format_evidence(samples=samples).verdict


def _read(text: str, column: _Column) -> _Number | TextFault:
    if len(text) > LONGEST_TEXT:
        return text_fault(code=TextFaultCode.TOO_LONG, value=text)
    plain = narrow(text=text)
    if plain in _BLANKS:
        return text_fault(code=TextFaultCode.BLANK, value=text)
    if plain.lower() in _NOT_NUMBERS:
        return text_fault(code=TextFaultCode.NOT_A_NUMBER, value=text)
    if is_capital_amount(text=plain) and not any(character.isascii() and character.isdigit() for character in plain):
        return _read_capitals(plain, text, column)
    written = _WRITTEN.fullmatch(plain)
    if written is None:
        scientific = _SCIENTIFIC.fullmatch(plain)
        code = TextFaultCode.SCIENTIFIC_NOTATION if scientific else TextFaultCode.UNREADABLE
        return text_fault(code=code, value=text)
    negative = _sign(written)
    if negative is None:
        return text_fault(code=TextFaultCode.UNREADABLE, value=text)
    if any(mark and column.currency not in currencies_of_mark(mark=mark) for mark in written.group("before", "after")):
        return text_fault(code=TextFaultCode.CURRENCY_DIFFERS, value=text)
    if column.unit_power and written["after"] in _WHOLE_UNITS and not written["unit"]:
        return text_fault(code=TextFaultCode.UNIT_DIFFERS, value=text)
    return _number(written, column, text, negative=negative)


def _read_capitals(plain: str, text: str, column: _Column) -> _Number | TextFault:
    if column.currency != "CNY":
        return text_fault(code=TextFaultCode.CURRENCY_DIFFERS, value=text)
    if column.unit_power:
        return text_fault(code=TextFaultCode.UNIT_DIFFERS, value=text)
    fen = parse_capitals(text=plain, is_strict=False)
    if isinstance(fen, TextFault):
        return text_fault(code=fen.code, value=text)
    return _Number(digits=abs(fen), decimals=2, negative=fen < 0)


def _sign(written: re.Match[str]) -> bool | None:
    """Return whether the amount is negative, None when brackets or signs contradict each other."""
    signs = [sign for sign in (written["sign"], written["second"], written["last"]) if sign]
    brackets = (written["open"] is not None, written["close"] is not None)
    if len(signs) > 1 or brackets[0] != brackets[1] or (signs and brackets[0]):
        return None
    return brackets[0] or signs == ["-"]


def _number(written: re.Match[str], column: _Column, text: str, *, negative: bool) -> _Number | TextFault:
    power = _UNITS[written["unit"]] if written["unit"] else column.unit_power
    point, comma = _readings(written["body"])
    if column.number_format is NumberFormat.POINT:
        chosen = point
    elif column.number_format is NumberFormat.COMMA:
        chosen = comma
    elif point is None or comma is None or point == comma:
        chosen = point or comma
    elif power > 0 or _usual_form(written["body"], column.exponent):
        chosen = point
    else:
        return text_fault(code=TextFaultCode.AMBIGUOUS_SEPARATOR, value=text)
    if chosen is None:
        return text_fault(code=TextFaultCode.BAD_GROUPING, value=text)
    digits, decimals = chosen
    return _Number(digits=digits * 10 ** max(power, 0), decimals=decimals - min(power, 0), negative=negative)


def _usual_form(body: str, exponent: int) -> bool:
    """Return whether a text with one separator and three digits behind it has the everyday form of its currency.

    "1,234" is a thousand unless the currency has three decimals; "1.234" is a fraction only if it has.
    """
    return ("," in body) != (exponent >= 3)


def _readings(body: str) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Return (digits, decimals) as read with a decimal point and with a decimal comma, None where it cannot be."""
    stripped = body.strip()
    return _reading(stripped), _reading(stripped.translate(_OTHER_MARKS))


def _reading(body: str) -> tuple[int, int] | None:
    plain = _PLAIN_DIGITS.fullmatch(body)
    if plain is not None:
        whole, fraction = plain[1] or "", plain[2] or plain[3] or ""
    else:
        grouped = _GROUPED_DIGITS.fullmatch(body)
        if grouped is None:
            return None
        whole, fraction = grouped[1].replace(grouped[2], ""), grouped[3] or ""
    fraction = fraction.rstrip("0")
    return int(whole + fraction or "0"), len(fraction)


def _scaled(number: _Number, exponent: int) -> tuple[int, int]:
    """Return whole minor units and what is left over, in units of 10^-(decimals - exponent)."""
    power: int = 10 ** abs(exponent - number.decimals)
    if exponent >= number.decimals:
        return number.digits * power, 0
    return divmod(number.digits, power)


def _bounded(minor: int, text: str) -> int | TextFault:
    if abs(minor) > DOCUMENT_MAX_MINOR:
        return text_fault(code=TextFaultCode.OUT_OF_RANGE, value=text)
    return minor
