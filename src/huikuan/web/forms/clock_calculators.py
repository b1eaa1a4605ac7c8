"""What the calculators of legal clocks ask; every line that is no day or event is named."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huikuan.clocks.rules.kinds import EventKind
from huikuan.clocks.rules.limitation import ClockEvent
from huikuan.clocks.rules.typed import TypedFault, typed_day, typed_event
from huikuan.web.forms.fields import DayField
from huikuan.wording.sentences import sentence

MOST_LINES = 100
_KINDS = ", ".join(kind.value for kind in EventKind)


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


class EventsField(LinesField):
    """Events, one a line."""

    def clean(self, value: Any) -> tuple[ClockEvent, ...]:
        """The events. Raises ValidationError."""
        found = [typed_event(text=line) for line in self.lines(value)]
        wrong = [one for one in found if isinstance(one, TypedFault)]
        if wrong:
            raise ValidationError([sentence(code=one.code, parameters=one.parameters) for one in wrong])
        return tuple(one.event for one in found if not isinstance(one, TypedFault))


class LimitationForm(forms.Form):
    """Due days of one debt and what happened."""

    due = DaysField(rows=2, label=_("Due on"), help_text=_("Instalments of one debt: one day a line."))
    events = EventsField(
        rows=4,
        label=_("Events with their evidence"),
        required=False,
        help_text=_("One a line, as 2026-03-01:letter:SF1234. Without evidence it does not count."),
    )
    kinds = _KINDS


class GuaranteeForm(forms.Form):
    """The principal's due day and what was agreed."""

    principal_due = DayField(label=_("The debt falls due on"))
    until = DayField(label=_("Liability agreed through"), required=False)
    until_paid = forms.BooleanField(label=_("The document says: until paid in full"), required=False)
