"""What the calculator of expected losses asks: figures as rows, balances as a row, a forward factor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huikuan.provisions.rules.figures import figures_fault
from huikuan.provisions.rules.matrix import WHOLE_SEGMENT, figures_in_rows
from huikuan.provisions.rules.rates import Method
from huikuan.web.forms.fields import named_choices
from huikuan.web.forms.provisions import rows_of, share_of
from huikuan.wording import provisions as words
from huikuan.wording.sentences import sentence


class ProvisionForm(forms.Form):
    """Rates and allowance out of typed figures."""

    method = forms.ChoiceField(label=_("How the rates are found"), choices=named_choices(names=words.METHODS))
    rows = forms.CharField(
        label=_("Figures behind the rates"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "With spaces between. Flow: sales, then what was open on entering each later bucket. Migration: one row for each"
            " year-end, the oldest first. By hand: per cent."
        ),
    )
    balances = forms.CharField(label=_("Open now, by bucket"), max_length=1_000)
    forward = forms.CharField(label=_("Forward factor, per cent"), max_length=12, required=False)

    def clean(self) -> dict[str, Any]:
        """The figures, balances and factor. Adds what is wrong to its field."""
        typed: dict[str, Any] = super().clean() or {}
        if self.errors:
            return typed
        method = Method(typed["method"])
        with self._told_at("forward"):
            typed["factor"] = share_of(text=typed["forward"] or "0")
        with self._told_at("rows"):
            rows = [("", row) for _name, row in rows_of(text=typed["rows"], is_percent=method is Method.SET)]
            typed["figures"] = figures_in_rows(method=method, rows=rows)[WHOLE_SEGMENT]
        with self._told_at("balances"):
            balances = rows_of(text=typed["balances"].replace("\n", " "), is_percent=False)
            typed["open"] = tuple(int(minor) for minor in balances[0][1])
        if not self.errors:
            self._refuse(typed)
        return typed

    @contextmanager
    def _told_at(self, name: str) -> Iterator[None]:
        """Word a figure that cannot be read at its own field."""
        try:
            yield
        except ValidationError as error:
            self.add_error(name, error)

    def _refuse(self, typed: dict[str, Any]) -> None:
        figures, factor = typed["figures"], typed["factor"]
        fault = figures_fault(figures=figures, forward=factor)
        if fault is not None:
            at = "forward" if fault.code == "FIGURES_FORWARD" else "rows"
            self.add_error(at, sentence(code=fault.code, parameters=fault.parameters))
        elif len(typed["open"]) != figures.buckets or min(typed["open"]) < 0:
            found = {"found": len(typed["open"]), "wanted": figures.buckets}
            self.add_error("balances", sentence(code="FIGURES_BUCKETS", parameters=found))

    @property
    def forward_share(self) -> Fraction:
        """The forward factor as a share of one."""
        return Fraction(self.cleaned_data["factor"])
