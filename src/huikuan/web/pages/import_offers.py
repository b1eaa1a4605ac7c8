"""What one press may settle for a whole file: rounding, the decimal mark, the order of days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from huikuan.imports.rules import Rejection
from huikuan.kernel.text_amounts import NumberFormat
from huikuan.kernel.text_dates import DateOrder
from huikuan.web.tables.columns import Text


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer, and the address at which the file is read that way."""

    title: Text
    address: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A question about the whole file with its answers."""

    text: str
    choices: tuple[Choice, ...]


ANSWERS: Mapping[str, tuple[tuple[Text, str, str], ...]] = {
    "rounding": ((_("Round the amounts of this file"), "round_amounts", "on"),),
    "mark": (
        (_("1,234 is one thousand two hundred and thirty-four"), "number_format", NumberFormat.POINT.value),
        (_("1,234 is one and a fraction"), "number_format", NumberFormat.COMMA.value),
    ),
    "order": (
        (_("Year first: 26/03/31"), "date_order", DateOrder.YMD.value),
        (_("Month first: 03/31/2026"), "date_order", DateOrder.MDY.value),
        (_("Day first: 31/03/2026"), "date_order", DateOrder.DMY.value),
    ),
}
CODES: Mapping[str, str] = {
    "NEEDS_ROUNDING": "rounding",
    "AMBIGUOUS_SEPARATOR": "mark",
    "AMBIGUOUS_ORDER": "order",
    "TWO_DIGIT_YEAR": "order",
}
QUESTIONS: Mapping[str, Any] = {
    "rounding": ngettext_lazy(
        "%(count)s row has an amount with more decimals than its currency.",
        "%(count)s rows have an amount with more decimals than their currency.",
        "count",
    ),
    "mark": ngettext_lazy(
        "In %(count)s row the decimal mark cannot be told from the thousands separator.",
        "In %(count)s rows the decimal mark cannot be told from the thousands separator.",
        "count",
    ),
    "order": ngettext_lazy(
        "In %(count)s row the order of the day cannot be told.",
        "In %(count)s rows the order of the day cannot be told.",
        "count",
    ),
}


def offers(*, rejected: Iterable[Rejection], path: str, said: Mapping[str, str]) -> tuple[Offer, ...]:
    """The questions that refused rows raise; `said` is the query of the page, which each answer adds to."""
    asked = Counter(CODES[row.code] for row in rejected if row.code in CODES)
    return tuple(
        Offer(str(QUESTIONS[name] % {"count": count}), _choices(name, path, said))
        for name, count in sorted(asked.items())
    )


def _choices(name: str, path: str, said: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(
        Choice(title, f"{path}?{urlencode({**said, 'said': '1', field: value})}")
        for title, field, value in ANSWERS[name]
    )
