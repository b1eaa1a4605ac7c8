"""What people type about how a customer pays: his days and wishes, and his steps as rows that can be moved without scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.kernel.calendar import HolidayRoll
from huikuan.paying.operations import PayingDraft
from huikuan.paying.rules.records import (
    MOST_STEP_DAYS,
    MOST_STEPS,
    MOST_TRANSFER_DAYS,
    Block,
    Habits,
    InvoiceDelivery,
    InvoiceForm,
    InvoiceWishes,
    PaymentDayKind,
    PaymentDays,
    Step,
    StepKind,
)
from huikuan.web.forms.fields import DayField, Label, named_choices
from huikuan.web.numbers import number_in
from huikuan.wording import paying as names
from huikuan.wording.names import WEEKDAYS

PARTS = ("name", "kind", "owner", "owner_text", "days", "evidence", "since", "why", "mender")
_NOBODY: tuple[str, Label] = ("", "–")
_HUNDREDTHS = 2


@dataclass(frozen=True, slots=True)
class Choices:
    """Who may own a step at the customer, and who of us may mend it: ids with names."""

    owners: tuple[tuple[int, str], ...]
    menders: tuple[tuple[int, str], ...]


class HabitsForm(forms.Form):
    """The customer's days and wishes."""

    closing_day = forms.IntegerField(
        label=_("Closing day of the month"),
        min_value=1,
        max_value=31,
        required=False,
        help_text=_("Papers must be in by this day; 31 is the month's end."),
    )
    day_kind = forms.ChoiceField(label=_("Pays on"), choices=named_choices(names=names.PAYMENT_DAY_KINDS))
    month_days = forms.CharField(
        label=_("These days of the month"),
        max_length=30,
        required=False,
        help_text=_("As in 10, 25; 31 is the month's end."),
    )
    weekday = forms.TypedChoiceField(
        label=_("This weekday"), coerce=int, empty_value=None, required=False, choices=[_NOBODY, *enumerate(WEEKDAYS)]
    )
    roll = forms.ChoiceField(label=_("If that day is free"), choices=named_choices(names=names.HOLIDAY_ROLLS))
    needs_budget = forms.BooleanField(label=_("Needs a budget"), required=False)
    budget_through = DayField(label=_("Budget approved through"), required=False)
    invoice_form = forms.ChoiceField(label=_("Wants"), choices=named_choices(names=names.INVOICE_FORMS))
    invoice_title = forms.CharField(label=_("Title on the invoice"), max_length=200, required=False)
    tax_rate = forms.DecimalField(
        label=_("Tax rate, %"), min_value=0, max_value=100, decimal_places=_HUNDREDTHS, required=False
    )
    invoice_delivery = forms.ChoiceField(label=_("Delivered"), choices=named_choices(names=names.INVOICE_DELIVERIES))
    invoice_deadline = forms.IntegerField(
        label=_("Invoices by day of the month"), min_value=1, max_value=31, required=False
    )
    bank = forms.CharField(label=_("Bank"), max_length=100, required=False)
    cut_off = forms.TimeField(
        label=_("Bank's cut-off"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    pays_at = forms.TimeField(
        label=_("Usually orders payments at"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    transfer_days = forms.IntegerField(
        label=_("Transfer, business days"), min_value=0, max_value=MOST_TRANSFER_DAYS, required=False
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_month_days(self) -> tuple[int, ...]:
        """Days parted by commas or spaces. Raises ValidationError for what is no day."""
        text = str(self.cleaned_data["month_days"]).replace("\uff0c", ",").replace("\u3001", ",")
        days = [number_in(text=part, digits=2) for part in text.replace(",", " ").split()]
        if any(day is None or not 1 <= day <= 31 for day in days):
            raise forms.ValidationError(_("Days are numbers from 1 to 31, as in 10, 25."))
        return tuple(sorted({day for day in days if day is not None}))

    def habits(self) -> Habits:
        """The days and wishes as typed; what belongs to another kind of payment day is left out."""
        typed = self.cleaned_data
        kind = PaymentDayKind(typed["day_kind"])
        days = PaymentDays(
            kind=kind,
            month_days=typed["month_days"] if kind is PaymentDayKind.MONTH_DAYS else (),
            weekday=typed["weekday"] if kind is PaymentDayKind.WEEKDAY else None,
            roll=HolidayRoll(typed["roll"]),
        )
        rate = typed["tax_rate"]
        wishes = InvoiceWishes(
            form=InvoiceForm(typed["invoice_form"]),
            title=typed["invoice_title"],
            tax_rate=None if rate is None else int(rate.scaleb(_HUNDREDTHS)),
            delivery=InvoiceDelivery(typed["invoice_delivery"]),
            deadline_day=typed["invoice_deadline"],
        )
        same = ("closing_day", "needs_budget", "budget_through", "bank", "cut_off", "pays_at", "note")
        return Habits(
            payment_days=days,
            invoice=wishes,
            transfer_days=typed["transfer_days"] or 0,
            **{name: typed[name] for name in same},
        )


class PayingForm(HabitsForm):
    """How a customer pays: days, wishes, and `rows` steps; a row without a name is no step."""

    reason = forms.CharField(label=_("How we know"), max_length=200, required=False)

    def __init__(self, *values: Any, choices: Choices, rows: int, **options: Any) -> None:
        self.count = min(max(rows, 1), MOST_STEPS)
        super().__init__(*values, **options)
        for row in range(1, self.count + 1):
            self._add_row(row, choices)

    @property
    def rows(self) -> Iterator[tuple[int, dict[str, forms.BoundField], bool]]:
        """The rows: number, boxes by part, and whether the step stands still or is about to."""
        for row in range(1, self.count + 1):
            boxes = {part: self[f"step_{row}_{part}"] for part in PARTS}
            yield row, boxes, any(boxes[part].value() or boxes[part].errors for part in ("since", "why", "mender"))

    def clean(self) -> dict[str, Any]:
        """A step that stands still has both a day and a reason; one with anything typed has a name."""
        typed = super().clean() or {}
        for row in range(1, self.count + 1):
            since, why = typed.get(f"step_{row}_since"), typed.get(f"step_{row}_why")
            if why and not since:
                self.add_error(f"step_{row}_since", _("Since when does it stand still?"))
            if since and not why:
                self.add_error(f"step_{row}_why", _("Say why it stands still."))
            others = ("owner_text", "days", "evidence", "why")
            if not typed.get(f"step_{row}_name") and any(typed.get(f"step_{row}_{part}") for part in others):
                self.add_error(f"step_{row}_name", _("What is this step called?"))
        return typed

    def draft(self, *, customer_id: int, seen: int) -> PayingDraft:
        """Everything as typed, to replace the version that was seen."""
        steps = tuple(self._step(row) for row in range(1, self.count + 1) if self.cleaned_data[f"step_{row}_name"])
        return PayingDraft(customer_id, self.habits(), steps, seen, self.cleaned_data["reason"])

    def _step(self, row: int) -> Step:
        typed = {part: self.cleaned_data[f"step_{row}_{part}"] for part in PARTS}
        return Step(
            name=typed["name"],
            kind=StepKind(typed["kind"] or StepKind.OTHER),
            owner_id=typed["owner"],
            owner_text="" if typed["owner"] else typed["owner_text"],
            usual_days=typed["days"] or 0,
            evidence=typed["evidence"],
            block=Block(typed["since"], typed["why"], typed["mender"]) if typed["since"] else None,
        )

    def _add_row(self, row: int, choices: Choices) -> None:
        fields: dict[str, forms.Field] = {
            "name": forms.CharField(label=_("Step"), max_length=100, required=False),
            "kind": forms.ChoiceField(label=_("Kind"), choices=named_choices(names=names.STEP_KINDS), required=False),
            "owner": _person(_("Whose step"), choices.owners),
            "owner_text": forms.CharField(label=_("or somebody else"), max_length=100, required=False),
            "days": forms.IntegerField(label=_("Business days"), min_value=0, max_value=MOST_STEP_DAYS, required=False),
            "evidence": forms.CharField(label=_("What we must hand over"), max_length=300, required=False),
            "since": DayField(label=_("Stands still since"), required=False),
            "why": forms.CharField(label=_("Why it stands still"), max_length=300, required=False),
            "mender": _person(_("Who of us mends it"), choices.menders),
        }
        for part, field in fields.items():
            self.fields[f"step_{row}_{part}"] = field


class BlockForm(forms.Form):
    """Why a step stands still, since when, and who of us mends it."""

    why = forms.CharField(label=_("Why it stands still"), max_length=300)
    since = DayField(label=_("Since"))
    mender = forms.TypedChoiceField(label=_("Who of us mends it"), coerce=int, empty_value=None, required=False)

    def __init__(self, *values: Any, menders: Sequence[tuple[int, str]], today: date, **options: Any) -> None:
        options["initial"] = {"since": today}
        super().__init__(*values, **options)
        self.fields["mender"].choices = [_NOBODY, *menders]  # type: ignore[attr-defined]

    def block(self) -> Block:
        """The mark as typed."""
        typed = self.cleaned_data
        return Block(typed["since"], typed["why"], typed["mender"])


def initial_of(*, habits: Habits, process: Sequence[Step]) -> dict[str, Any]:
    """What the form of a stored version shows."""
    days, wishes = habits.payment_days, habits.invoice
    found: dict[str, Any] = {
        "closing_day": habits.closing_day,
        "day_kind": days.kind.value,
        "month_days": ", ".join(str(day) for day in days.month_days),
        "weekday": days.weekday,
        "roll": days.roll.value,
        "needs_budget": habits.needs_budget,
        "budget_through": habits.budget_through,
        "invoice_form": wishes.form.value,
        "invoice_title": wishes.title,
        "tax_rate": "" if wishes.tax_rate is None else rate_text(rate=wishes.tax_rate),
        "invoice_delivery": wishes.delivery.value,
        "invoice_deadline": wishes.deadline_day,
        "bank": habits.bank,
        "cut_off": habits.cut_off,
        "pays_at": habits.pays_at,
        "transfer_days": habits.transfer_days,
        "note": habits.note,
    }
    for row, step in enumerate(process, 1):
        found |= {f"step_{row}_{part}": value for part, value in _parts(step).items()}
    return found


def rate_text(*, rate: int) -> str:
    """Hundredths of a per cent as people write them: 1300 is 13, 650 is 6.5."""
    whole, part = divmod(rate, 100)
    return f"{whole}.{part:02}".rstrip("0").rstrip(".") if part else str(whole)


def arranged(*, typed: Mapping[str, Any], rows: int, order: str) -> tuple[dict[str, Any], int]:
    """What was typed with its rows in another order, and their new number: `add`, `up_2`, `down_2`, `remove_2`."""
    steps = [{part: typed.get(f"step_{row}_{part}", "") for part in PARTS} for row in range(1, rows + 1)]
    verb, _dash, text = order.partition("_")
    place = (number_in(text=text, digits=2) or 0) - 1
    if verb == "add" and len(steps) < MOST_STEPS:
        steps.append(dict.fromkeys(PARTS, ""))
    elif verb == "remove" and 0 <= place < len(steps):
        steps.pop(place)
    elif verb in ("up", "down") and 0 <= place < len(steps):
        step = steps.pop(place)
        steps.insert(max(0, place + (-1 if verb == "up" else 1)), step)
    others = {name: value for name, value in typed.items() if not name.startswith("step_")}
    for row, step in enumerate(steps, 1):
        others |= {f"step_{row}_{part}": value for part, value in step.items()}
    return others, max(1, len(steps))


def _person(label: Any, people: Sequence[tuple[int, str]]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, required=False, choices=[_NOBODY, *people])


def _parts(step: Step) -> dict[str, Any]:
    block = step.block
    return {
        "name": step.name,
        "kind": step.kind.value,
        "owner": step.owner_id,
        "owner_text": step.owner_text,
        "days": step.usual_days,
        "evidence": step.evidence,
        "since": block.since if block else None,
        "why": block.why if block else "",
        "mender": block.mender_id if block else None,
    }
