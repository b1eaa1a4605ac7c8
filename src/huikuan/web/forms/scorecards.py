"""The next version of a scorecard as a form: weights, bands and what a missing value means; the result is a document."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.ratings.rules.scorecards import UNITS, Measure, Title, Unit
from huikuan.web.forms.fields import MoneyField, named_choices
from huikuan.wording import ratings as words

SPARE = 2
NEW_BANDS = 4
_LOWER = (
    Measure.AVERAGE_DAYS_LATE,
    Measure.WEIGHTED_DAYS_LATE,
    Measure.OVERDUE_SHARE,
    Measure.LONGEST_OVERDUE,
    Measure.DISPUTES,
    Measure.LIMIT_USE,
    Measure.BOUNCED,
)


@dataclass(frozen=True, slots=True)
class FactorBoxes:
    """The boxes of one factor."""

    title: str
    unit: str
    weight: forms.BoundField
    missing: forms.BoundField
    neutral: forms.BoundField
    bands: tuple[tuple[forms.BoundField, forms.BoundField], ...]
    choices: tuple[tuple[str, forms.BoundField], ...]


class ScorecardForm(forms.Form):
    """A scorecard to edit; a factor without weight is left out, a band without points is none."""

    least_days = forms.IntegerField(label=_("Least days since the first invoice"), min_value=0, max_value=3_650)
    least_invoices = forms.IntegerField(label=_("Least number of invoices"), min_value=0, max_value=10_000)
    new_measure = forms.ChoiceField(label=_("Figure"), required=False)
    new_weight = forms.IntegerField(label=_("Weight ‰"), min_value=1, max_value=1_000, required=False)
    reason = forms.CharField(label=_("Why it is changed"), max_length=400)

    def __init__(self, *values: Any, document: Mapping[str, Any], currency: str, **options: Any) -> None:
        self.base, self.currency = document, currency
        options["initial"] = _initial(document)
        super().__init__(*values, **options)
        self.fields["new_measure"].choices = [("", "–"), *named_choices(names=words.MEASURES)]  # type: ignore[attr-defined]
        for step in document["grades"][:-1]:
            self.fields[f"grade_{step['grade']}"] = forms.IntegerField(
                label=step["grade"], min_value=1, max_value=1_000
            )
        for place, factor in enumerate(document["factors"]):
            self._add_factor(place, factor)
        for row in range(NEW_BANDS):
            self.fields[f"new_b{row}_from"] = _signed(_("From"))
            self.fields[f"new_b{row}_points"] = _number(_("Points"), 100)

    @property
    def grades(self) -> list[forms.BoundField]:
        """Where each grade but the last begins."""
        return [self[f"grade_{step['grade']}"] for step in self.base["grades"][:-1]]

    @property
    def factors(self) -> Iterator[FactorBoxes]:
        """Every factor with its boxes."""
        for place, factor in enumerate(self.base["factors"]):
            name = f"f{place}"
            count = len(factor["bands"]) + SPARE if "bands" in factor else 0
            title = factor["title"]
            yield FactorBoxes(
                title=words.titled(title=Title(title["zh"], title["en"])),
                unit=_unit(factor),
                weight=self[f"{name}_weight"],
                missing=self[f"{name}_missing"],
                neutral=self[f"{name}_neutral"],
                bands=tuple((self[f"{name}_b{row}_from"], self[f"{name}_b{row}_points"]) for row in range(count)),
                choices=tuple(
                    (
                        words.titled(title=Title(choice["title"]["zh"], choice["title"]["en"])),
                        self[f"{name}_c{row}_points"],
                    )
                    for row, choice in enumerate(factor.get("choices", ()))
                ),
            )

    @property
    def new_bands(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The bands of a factor to add."""
        return [(self[f"new_b{row}_from"], self[f"new_b{row}_points"]) for row in range(NEW_BANDS)]

    def document(self) -> dict[str, Any]:
        """The scorecard as typed; whether it holds is for the grammar to say."""
        typed = self.cleaned_data
        found = copy.deepcopy(dict(self.base))
        found["least_history"] = {"days": typed["least_days"], "invoices": typed["least_invoices"]}
        for step in found["grades"][:-1]:
            step["from"] = typed[f"grade_{step['grade']}"]
        kept = []
        for place, factor in enumerate(found["factors"]):
            if typed[f"f{place}_weight"]:
                kept.append(self._typed_factor(place, factor))
        found["factors"] = [*kept, *self._added({factor["code"] for factor in kept})]
        return found

    def _add_factor(self, place: int, factor: Mapping[str, Any]) -> None:
        name = f"f{place}"
        self.fields[f"{name}_weight"] = _number(_("Weight ‰"), 1_000)
        self.fields[f"{name}_missing"] = forms.ChoiceField(
            label=_("Not known"), choices=named_choices(names=words.MISSING_RULES)
        )
        self.fields[f"{name}_neutral"] = _number(_("Fixed points"), 100)
        is_money = factor.get("measure") == Measure.SOLD.value
        for row in range(len(factor["bands"]) + SPARE if "bands" in factor else 0):
            money = MoneyField(currency=self.currency, least_minor=None, required=False, label=_("From"))
            self.fields[f"{name}_b{row}_from"] = money if is_money else _signed(_("From"))
            self.fields[f"{name}_b{row}_points"] = _number(_("Points"), 100)
        for row, _choice in enumerate(factor.get("choices", ())):
            self.fields[f"{name}_c{row}_points"] = _number(_("Points"), 100)

    def _typed_factor(self, place: int, factor: dict[str, Any]) -> dict[str, Any]:
        typed, name = self.cleaned_data, f"f{place}"
        rule = typed[f"{name}_missing"]
        points = {"points": typed[f"{name}_neutral"]} if rule == "NEUTRAL" else {}
        changed = {**factor, "weight": typed[f"{name}_weight"], "missing": {"rule": rule, **points}}
        if "choices" in factor:
            changed["choices"] = [
                {**choice, "points": typed[f"{name}_c{row}_points"]} for row, choice in enumerate(factor["choices"])
            ]
            return changed
        rows = len(factor["bands"]) + SPARE
        return {**changed, "bands": self._bands(name, rows)}

    def _bands(self, name: str, rows: int) -> list[dict[str, Any]]:
        """Rows of "from" and points as bands; each ends where the next begins, the first is open below."""
        typed = self.cleaned_data
        given = [(typed[f"{name}_b{row}_from"], typed[f"{name}_b{row}_points"]) for row in range(rows)]
        kept = [(None if not place else low, points) for place, (low, points) in enumerate(given) if points is not None]
        ends = [low for low, _ in kept[1:]] + [None]
        return [{"from": low, "to": end, "points": points} for (low, points), end in zip(kept, ends, strict=True)]

    def _added(self, known: set[str]) -> list[dict[str, Any]]:
        typed = self.cleaned_data
        measure, weight = typed.get("new_measure"), typed.get("new_weight")
        if not measure or not weight:
            return []
        code = measure.lower()
        title = words.both(names=words.MEASURES, code=measure)
        return [
            {
                "code": code if code not in known else f"{code}_2",
                "title": title,
                "source": "COMPUTED",
                "measure": measure,
                "weight": weight,
                "direction": "LOWER_IS_BETTER" if Measure(measure) in _LOWER else "HIGHER_IS_BETTER",
                "bands": self._bands("new", NEW_BANDS),
                "missing": {"rule": "EXCLUDE"},
            }
        ]


def _unit(factor: Mapping[str, Any]) -> str:
    if "measure" not in factor:
        return ""
    unit = UNITS[Measure(factor["measure"])]
    return "" if unit is Unit.COUNT else words.kind_said(names=words.UNIT_NAMES, code=unit.value)


def _number(label: Any, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=False)


def _signed(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=-(10**15), max_value=10**15, required=False)


def _initial(document: Mapping[str, Any]) -> dict[str, Any]:
    history = document["least_history"]
    found: dict[str, Any] = {"least_days": history["days"], "least_invoices": history["invoices"]}
    found |= {f"grade_{step['grade']}": step["from"] for step in document["grades"]}
    for place, factor in enumerate(document["factors"]):
        name = f"f{place}"
        found |= {f"{name}_weight": factor["weight"], f"{name}_missing": factor["missing"]["rule"]}
        found[f"{name}_neutral"] = factor["missing"].get("points", 0)
        for row, band in enumerate(factor.get("bands", ())):
            found |= {f"{name}_b{row}_from": band["from"], f"{name}_b{row}_points": band["points"]}
        for row, choice in enumerate(factor.get("choices", ())):
            found[f"{name}_c{row}_points"] = choice["points"]
    return found
