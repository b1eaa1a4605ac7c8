"""Types of single fields: an amount is a whole number, a day is ISO text, a text is one line (TRUST S23)."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from ninja import Header
from pydantic import AfterValidator, BeforeValidator, Field, StrictInt, StrictStr, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from huikuan.kernel.currencies import currency_codes
from huikuan.kernel.micros import MICROS_MAX
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.kernel.paging import LARGEST_PAGE
from huikuan.kernel.text_dates import FIRST_YEAR, LAST_YEAR

LARGEST_ID = 2**63 - 1
_NO_TEXT = r"\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
"""Control characters, line ends, and marks that turn the reading direction."""
ONE_LINE = rf"^[^{_NO_TEXT}]*$"
NAMED = rf"^[^\s{_NO_TEXT}]([^{_NO_TEXT}]*[^\s{_NO_TEXT}])?$"
"""One line, not empty, no blanks at the edges."""
KEY = r"^[A-Za-z0-9._:-]{8,128}$"

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS = re.compile(r"0|[1-9][0-9]{0,18}")
_CURRENCIES = sorted(currency_codes())


def _iso_day(value: Any) -> date:
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        raise PydanticCustomError("FIELD_NOT_A_DAY", "a day is written as YYYY-MM-DD")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("FIELD_NOT_A_DAY", "there is no such day") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise PydanticCustomError("FIELD_DAY_OUT_OF_RANGE", "the year lies outside what the books hold")
    return day


def _digits(value: Any) -> int:
    """Text of an address: plain digits only, where Python's int() would take "1_0", " 1" and "１"."""
    if not isinstance(value, str) or not _DIGITS.fullmatch(value):
        raise PydanticCustomError("FIELD_NOT_INTEGER", "a whole number is wanted")
    return int(value)


def _currency(value: str) -> str:
    if value not in _CURRENCIES:
        raise PydanticCustomError("FIELD_NOT_A_CURRENCY", "not an ISO 4217 currency in use")
    return value


class Word:
    """Marks a field as one of a room's own words, written in small letters; the description of the API lists them."""

    def __init__(self, kind: type[StrEnum]) -> None:
        self.kind = kind
        self.words = {one.value.lower(): one for one in kind if one.value}

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        said = core_schema.plain_serializer_function_ser_schema(lambda one: one.value.lower())
        return core_schema.no_info_plain_validator_function(self._read, serialization=said)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "string", "enum": sorted(self.words)}

    def _read(self, value: Any) -> StrEnum:
        found = value if isinstance(value, self.kind) else self.words.get(value) if isinstance(value, str) else None
        if found is None:
            raise PydanticCustomError(
                "FIELD_NOT_ON_LIST", "none of the words", {"limit": ", ".join(sorted(self.words))}
            )
        return found


Minor = Annotated[StrictInt, Field(ge=1, le=DOCUMENT_MAX_MINOR, description="minor units of the currency, e.g. fen")]
MinorOrNone = Annotated[StrictInt, Field(ge=0, le=DOCUMENT_MAX_MINOR, description="minor units, 0 for none")]
SignedMinor = Annotated[
    StrictInt, Field(ge=-DOCUMENT_MAX_MINOR, le=DOCUMENT_MAX_MINOR, description="minor units, negative for a discount")
]
Micros = Annotated[StrictInt, Field(ge=0, le=MICROS_MAX, description="millionths: 1.5 is 1500000")]
SignedMicros = Annotated[StrictInt, Field(ge=-MICROS_MAX, le=MICROS_MAX, description="millionths, not 0")]
Id = Annotated[StrictInt, Field(ge=1, le=LARGEST_ID)]
Day = Annotated[
    date,
    BeforeValidator(_iso_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^(199[0-9]|20[0-9]{2}|2100)-[0-9]{2}-[0-9]{2}$"}),
]
Currency = Annotated[
    StrictStr, AfterValidator(_currency), WithJsonSchema({"type": "string", "enum": _CURRENCIES, "title": "ISO 4217"})
]
Number = Annotated[StrictStr, Field(min_length=1, max_length=60, pattern=NAMED)]
Name = Annotated[StrictStr, Field(min_length=1, max_length=200, pattern=NAMED)]
Text20 = Annotated[StrictStr, Field(max_length=20, pattern=ONE_LINE)]
Text30 = Annotated[StrictStr, Field(max_length=30, pattern=ONE_LINE)]
Text60 = Annotated[StrictStr, Field(max_length=60, pattern=ONE_LINE)]
Text100 = Annotated[StrictStr, Field(max_length=100, pattern=ONE_LINE)]
Text200 = Annotated[StrictStr, Field(max_length=200, pattern=ONE_LINE)]
Text300 = Annotated[StrictStr, Field(max_length=300, pattern=ONE_LINE)]
Text500 = Annotated[StrictStr, Field(max_length=500, pattern=ONE_LINE)]
Text2000 = Annotated[StrictStr, Field(max_length=2000, pattern=ONE_LINE)]
Reason = Annotated[StrictStr, Field(min_length=1, max_length=500, pattern=ONE_LINE)]
"""Why something is done; an act without one is refused."""

# Bounds stand before the validator: behind it they would hold as well, but the description of the API would lack them.
AddressId = Annotated[int, Field(ge=1, le=LARGEST_ID), BeforeValidator(_digits)]
"""An id in a path or a query."""
PageNumber = Annotated[int, Field(ge=1, le=1_000_000), BeforeValidator(_digits)]
AddressDays = Annotated[int, Field(ge=0, le=3650), BeforeValidator(_digits)]
AddressNumber = Annotated[int, Field(ge=0, le=LARGEST_ID), BeforeValidator(_digits)]
PageSize = Annotated[int, Field(ge=1, le=LARGEST_PAGE), BeforeValidator(_digits)]
Key = Annotated[
    str,
    Header(
        ...,
        alias="Idempotency-Key",
        pattern=KEY,
        description="Made by you, new for each write you mean, the same for each repetition of it: 8 to 128 characters.",
    ),
]
