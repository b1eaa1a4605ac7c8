"""The unified social credit code of a Chinese organisation (统一社会信用代码, GB 32100-2015), RULES_CN §4.2.

Only a wrong main check character refuses a code; the organisation's own check character, the registering authority and
the region are warnings, because new authorities and types are added and letters are legal in the first two places.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from huikuan.kernel.text_faults import TextFault, TextFaultCode, text_fault
from huikuan.kernel.text_normal import narrow

CODE_LENGTH = 18
LONGEST_TEXT = 60
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
# Registering authority (first character) and the organisation types it registers (second character).
_TYPES = {
    "1": "12349",
    "2": "19",
    "3": "123459",
    "4": "19",
    "5": "12349",
    "6": "129",
    "7": "129",
    "8": "19",
    "9": "1239",
    "A": "19",
    "N": "1239",
    "Y": "1",
}
_PROVINCES = frozenset(
    str(number)
    for first, last in ((10, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 82))
    for number in range(first, last + 1)
)


class CreditCodeWarning(StrEnum):
    """What is unusual about a code whose main check character is right."""

    ORGANISATION_CHECK = "ORGANISATION_CHECK"
    AUTHORITY = "AUTHORITY"
    REGION = "REGION"


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A code in its one spelling (18 upper-case characters), and what is unusual about it."""

    code: str
    warnings: tuple[CreditCodeWarning, ...]

    @property
    def organisation_code(self) -> str:
        """Return the nine characters of the organisation code (GB 11714) inside it."""
        return self.code[8:17]

    @property
    def region(self) -> str:
        """Return the six characters of the registering region."""
        return self.code[2:8]


def parse_credit_code(*, text: str) -> CreditCode | TextFault:
    """Return the code a text holds, full-width and lower-case characters, spaces and hyphens normalised.

    Faults: BLANK, TOO_LONG, WRONG_LENGTH, ILLEGAL_CHARACTER (I, O, S, V, Z and signs), WRONG_CHECK_CHARACTER.
    """
    if len(text) > LONGEST_TEXT:
        return text_fault(code=TextFaultCode.TOO_LONG, value=text)
    code = re.sub(r"[\s-]", "", narrow(text=text)).upper()
    if not code:
        return text_fault(code=TextFaultCode.BLANK, value=text)
    if len(code) != CODE_LENGTH:
        return text_fault(code=TextFaultCode.WRONG_LENGTH, value=text)
    if any(character not in _VALUES for character in code):
        return text_fault(code=TextFaultCode.ILLEGAL_CHARACTER, value=text)
    if credit_code_check(first_seventeen=code[:17]) != code[17]:
        return text_fault(code=TextFaultCode.WRONG_CHECK_CHARACTER, value=text)
    return CreditCode(code=code, warnings=_warnings(code))


def credit_code_check(*, first_seventeen: str) -> str:
    """Return the 18th character: (31 − Σ value·weight mod 31) mod 31 in the code's own alphabet."""
    total = sum(_VALUES[character] * weight for character, weight in zip(first_seventeen, _WEIGHTS, strict=True))
    return _ALPHABET[-total % 31]


def organisation_code_check(*, first_eight: str) -> str:
    """Return the ninth character of an organisation code: 11 − Σ value·weight mod 11, with 10 → X and 11 → 0."""
    total = sum(
        int(character, 36) * weight for character, weight in zip(first_eight, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0X987654321"[total % 11]


def _warnings(code: str) -> tuple[CreditCodeWarning, ...]:
    found = []
    if code[1] not in _TYPES.get(code[0], ""):
        found.append(CreditCodeWarning.AUTHORITY)
    if code[2:4] not in _PROVINCES or not code[2:8].isdigit():
        found.append(CreditCodeWarning.REGION)
    if organisation_code_check(first_eight=code[8:16]) != code[16]:
        found.append(CreditCodeWarning.ORGANISATION_CHECK)
    return tuple(found)
