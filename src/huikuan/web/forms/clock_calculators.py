"""What the calculators of legal clocks ask; every line that is no day, and every row that is no event, is named."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from huikuan.clocks.rules.kinds import EventKind
from huikuan.clocks.rules.limitation import ClockEvent
from huikuan.clocks.rules.typed import typed_day
from huikuan.web.forms.fields import DayField, named_choices
from huikuan.wording.clocks import KINDS

MOST_LINES = 100
LEAST_ROWS = 4
_BOXES = ("on", "kind", "evidence", "since")
_KINDS = [("", "–"), *named_choices(names=KINDS)]


class LinesField(forms.CharField):
    """Several texts, one a line."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        super().__init__(max_length=20_000, widget=forms.Textarea(attrs={"rows": rows}), **options)

    def lines(self, value: Any) -> list[str]:
        """The lines that hold something. Raises ValidationError for too many."""
        found = [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]
        if len(found) > MOST_LINES:
            raise ValidationError(_("More than %(most)s lines are not computed.") % {"most": MOST_LINES})
        return found


class DaysField(LinesField):
    """Due days, one a line."""

    def clean(self, value: Any) -> tuple[date, ...]:
        """The days. Raises ValidationError."""
        found = [(line, typed_day(text=line)) for line in self.lines(value)]
        wrong = [line for line, day in found if day is None]
        if wrong:
            raise ValidationError(_("“%(value)s” is no day. Write 2026-03-31.") % {"value": wrong[0][:40]})
        return tuple(day for _line, day in found if day is not None)


class LimitationForm(forms.Form):
    """Due days of one debt and what happened, an event a row; a row that is filled makes room for another."""

    due = DaysField(rows=2, label=_("Due on"), help_text=_("Instalments of one debt: one day a line."))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        used = [place for place in range(MOST_LINES) if data and _is_filled(data, place)]
        self.places = range(min(max([LEAST_ROWS, *(place + 2 for place in used)]), MOST_LINES))
        for place in self.places:
            self.fields[f"on_{place}"] = DayField(label=_("Day"), required=False)
            self.fields[f"kind_{place}"] = forms.ChoiceField(label=_("Event"), choices=_KINDS, required=False)
            self.fields[f"evidence_{place}"] = forms.CharField(label=_("Evidence"), max_length=80, required=False)
            self.fields[f"since_{place}"] = DayField(label=_("Obstacle since"), required=False)

    @property
    def rows(self) -> list[list[BoundField]]:
        """The boxes of each event; the first day is asked of an obstacle only."""
        return [[self[f"{name}_{place}"] for name in self._boxes(place)] for place in self.places]

    def clean(self) -> dict[str, Any]:
        """What happened under `events`. Adds what is wrong to one box of the row, unless a box of it says so already."""
        typed: dict[str, Any] = super().clean() or {}
        return typed | {"events": tuple(filter(None, (self._event(typed, place) for place in self.places)))}

    def _boxes(self, place: int) -> tuple[str, ...]:
        is_obstacle = self.data.get(f"kind_{place}") == EventKind.SUSPENSION or self.data.get(f"since_{place}")
        return _BOXES if is_obstacle else _BOXES[:3]

    def _event(self, typed: dict[str, Any], place: int) -> ClockEvent | None:
        if any(f"{name}_{place}" in self.errors for name in _BOXES):
            return None
        on, kind, evidence, since = (typed.get(f"{name}_{place}") for name in _BOXES)
        if not on or not kind:
            if on or kind or evidence or since:
                self.add_error(f"kind_{place}" if on else f"on_{place}", _("An event has a day and a kind."))
            return None
        if (kind == EventKind.SUSPENSION) != bool(since) or (since and since > on):
            self.add_error(f"since_{place}", _("An obstacle that ended has a first day, no other event has one."))
            return None
        return ClockEvent(on, EventKind(kind), (evidence or "").strip(), since)


def _is_filled(data: Any, place: int) -> bool:
    return any((data.get(f"{name}_{place}") or "").strip() for name in _BOXES)


class GuaranteeForm(forms.Form):
    """The principal's due day and what was agreed."""

    principal_due = DayField(label=_("The debt falls due on"))
    until = DayField(label=_("Liability agreed through"), required=False)
    until_paid = forms.BooleanField(label=_("The document says: until paid in full"), required=False)
