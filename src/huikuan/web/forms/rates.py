"""Forms of exchange rates: one entered by hand, many from a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huikuan.accounts.operations.rates import LONGEST_NOTE, LONGEST_SOURCE, RateDraft
from huikuan.kernel.currencies import parse_currency
from huikuan.kernel.micros import parse_micros
from huikuan.kernel.text_dates import parse_date
from huikuan.kernel.text_faults import TextFault
from huikuan.kernel.text_normal import narrow
from huikuan.web.forms.fields import CurrencyField, DayField
from huikuan.web.forms.imports import small_enough
from huikuan.wording.sentences import sentence

MOST_RATES = 5_000
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "day": ("日期", "day", "date"),
    "currency": ("币种", "货币", "currency", "from"),
    "to_currency": ("兑", "本位币", "对币种", "to_currency", "to"),
    "rate": ("汇率", "中间价", "rate"),
    "source": ("来源", "source"),
    "note": ("备注", "说明", "note"),
}


class MicrosField(forms.CharField):
    """A number with up to six decimals, as millionths; never rounded."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=40, **options)

    def clean(self, value: Any) -> int:
        """Millionths. Raises ValidationError in the user's words."""
        micros = parse_micros(text=str(super().clean(value)))
        if isinstance(micros, TextFault):
            raise ValidationError(sentence(code=f"TYPED_{micros.code.value}", parameters={"value": micros.value}))
        return micros


class RateForm(forms.Form):
    """One rate, and where it was published."""

    day = DayField(label=_("Day"))
    currency = CurrencyField(label=_("1 unit of"))
    rate = MicrosField(label=_("is worth"))
    to_currency = CurrencyField(label=_("of"))
    source = forms.CharField(label=_("Where that is written"), max_length=LONGEST_SOURCE)
    note = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("Needed where another rate for this day is corrected."),
    )

    def drafts(self) -> list[RateDraft]:
        """The rate as typed."""
        typed = self.cleaned_data
        pair = (typed["currency"], typed["to_currency"])
        return [RateDraft(typed["day"], *pair, typed["rate"], typed["source"], typed["note"])]


class RateFileForm(forms.Form):
    """Rates from a file with a header line."""

    file = forms.FileField(label=_("File with rates (CSV, Excel)"), validators=[small_enough])
    read: list[RateDraft]

    def take(self, *, header: tuple[str, ...], rows: list[tuple[str, ...]], to_currency: str) -> None:
        """Read the rows; every faulty line is said at the file, none is taken then."""
        places = _places(header)
        missing = {"day", "currency", "rate"} - set(places)
        if missing or len(rows) > MOST_RATES:
            self.add_error("file", _now("The file needs the columns 日期, 币种 and 汇率, and at most 5,000 rows."))
            return
        self.read = []
        for line, row in enumerate(rows, 2):
            draft = _draft({name: row[place] or "" for name, place in places.items()}, to_currency)
            if draft is None:
                self.add_error(
                    "file", _now("Line %(line)s has no day, currency or rate that can be read.") % {"line": line}
                )
            else:
                self.read.append(draft)

    def drafts(self) -> list[RateDraft]:
        """The rates of the file."""
        return self.read


def _places(header: tuple[str, ...]) -> dict[str, int]:
    words = [narrow(text=cell).casefold().strip() for cell in header]
    found = {}
    for name, known in _HEADERS.items():
        place = next((words.index(word) for word in known if word in words), None)
        if place is not None:
            found[name] = place
    return found


def _draft(row: Mapping[str, str], to_currency: str) -> RateDraft | None:
    day, code = parse_date(text=row["day"]), parse_currency(text=row["currency"])
    other = parse_currency(text=row.get("to_currency", "") or to_currency)
    micros = parse_micros(text=row["rate"])
    if isinstance(day, TextFault) or isinstance(code, TextFault):
        return None
    if isinstance(other, TextFault) or isinstance(micros, TextFault):
        return None
    return RateDraft(day, code, other, micros, row.get("source", "").strip(), row.get("note", "").strip())
