"""What may be wrong with a piece of text that should have been an amount, a day or an identity code.

Faults are values, not exceptions: a file with ten thousand rows reports all its bad cells at once.
"""

from dataclasses import dataclass
from enum import StrEnum

SHOWN_CHARACTERS = 80


class TextFaultCode(StrEnum):
    """The closed list of reasons; the top floor holds one sentence for each."""

    BLANK = "BLANK"
    TOO_LONG = "TOO_LONG"
    UNREADABLE = "UNREADABLE"
    OUT_OF_RANGE = "OUT_OF_RANGE"
    # amounts
    NOT_A_NUMBER = "NOT_A_NUMBER"
    SCIENTIFIC_NOTATION = "SCIENTIFIC_NOTATION"
    BAD_GROUPING = "BAD_GROUPING"
    AMBIGUOUS_SEPARATOR = "AMBIGUOUS_SEPARATOR"
    NEEDS_ROUNDING = "NEEDS_ROUNDING"
    CURRENCY_DIFFERS = "CURRENCY_DIFFERS"
    UNKNOWN_CURRENCY = "UNKNOWN_CURRENCY"
    UNIT_DIFFERS = "UNIT_DIFFERS"
    # days
    NO_SUCH_DAY = "NO_SUCH_DAY"
    AMBIGUOUS_ORDER = "AMBIGUOUS_ORDER"
    EXCEL_SERIAL = "EXCEL_SERIAL"
    TWO_DIGIT_YEAR = "TWO_DIGIT_YEAR"
    # identity codes
    WRONG_LENGTH = "WRONG_LENGTH"
    ILLEGAL_CHARACTER = "ILLEGAL_CHARACTER"
    WRONG_CHECK_CHARACTER = "WRONG_CHECK_CHARACTER"


@dataclass(frozen=True, slots=True)
class TextFault:
    """Why a text was refused, and the text as it was given (shortened to what a screen can show)."""

    code: TextFaultCode
    value: str


def text_fault(*, code: TextFaultCode, value: str) -> TextFault:
    """Return a fault whose value is short enough to show and to store."""
    shown = value if len(value) <= SHOWN_CHARACTERS else value[: SHOWN_CHARACTERS - 1] + "…"
    return TextFault(code=code, value=shown)
