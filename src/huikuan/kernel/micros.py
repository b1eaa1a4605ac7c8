"""Numbers with up to six decimals as integer millionths: exchange rates, quantities, unit prices; never a float."""

from __future__ import annotations

import re

from huikuan.kernel.text_faults import TextFault, TextFaultCode, text_fault
from huikuan.kernel.text_normal import narrow

MICRO = 10**6
"""Millionths in one."""
MICROS_MAX = 10**15
"""Largest number held: one thousand million."""
_LONGEST = 40
_NUMBER = re.compile(r"(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?")


def parse_micros(*, text: str) -> int | TextFault:
    """The millionths a text means (7.0971 is 7097100), commas between thousands allowed, nothing rounded.

    Faults: BLANK, TOO_LONG, UNREADABLE, NEEDS_ROUNDING (more than six decimals), OUT_OF_RANGE (beyond 10⁹).
    """
    if len(text) > _LONGEST:
        return text_fault(code=TextFaultCode.TOO_LONG, value=text)
    plain = narrow(text=text).strip()
    if not plain:
        return text_fault(code=TextFaultCode.BLANK, value=text)
    written = _NUMBER.fullmatch(plain)
    if written is None:
        return text_fault(code=TextFaultCode.UNREADABLE, value=text)
    decimals = (written[3] or "").rstrip("0")
    if len(decimals) > 6:
        return text_fault(code=TextFaultCode.NEEDS_ROUNDING, value=text)
    micros = int(written[2].replace(",", "")) * MICRO + int(decimals.ljust(6, "0"))
    if micros > MICROS_MAX:
        return text_fault(code=TextFaultCode.OUT_OF_RANGE, value=text)
    return -micros if written[1] else micros


def format_micros(*, micros: int, least_decimals: int = 0) -> str:
    """Millionths as text without idle zeros, 7097100 → 7.0971; at least so many decimals."""
    whole, fraction = divmod(abs(micros), MICRO)
    decimals = f"{fraction:06d}".rstrip("0").ljust(least_decimals, "0")
    text = f"{whole:,}.{decimals}" if decimals else f"{whole:,}"
    return f"-{text}" if micros < 0 else text


def rounded_half_up(*, numerator: int, denominator: int) -> int:
    """The whole number nearest to a fraction, halves away from zero; `denominator` is positive."""
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))
