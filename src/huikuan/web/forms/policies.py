"""What people type about reminder policies and letter texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from huikuan.outbox.rules import TO_CUSTOMERS, ChannelName
from huikuan.reminders.operations.letters import LetterDraft
from huikuan.reminders.rules.letters import LONGEST_BODY, LONGEST_SUBJECT, LetterKind
from huikuan.reminders.rules.policy import LONGEST_WAIT, MOST_SMALL, BeforeDueStep, EntryRule, OverdueStep, Policy, Tone
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.wording import names

BEFORE_ROWS, LATE_ROWS = 4, 8
"""So many rows a form has for steps; empty ones count for nothing."""

_WAITS = ("payment_day_within", "waits_for_payment_day", "waits_for_our_side")
_PARTS = ("days", "gap", "tone", "channel", "other", "pdf")
USUAL_CURRENCIES = ("CNY", "EUR", "HKD", "USD")


class PolicyForm(forms.Form):
    """The next version of the policy of one class of customers: its steps as rows, its limits, from which day, and why."""

    entry_rule = forms.ChoiceField(label=_("Where several steps are due at once"))
    forewarn_days = forms.IntegerField(label=_("Tell the salesperson so many days before"), min_value=0, max_value=365)
    most_per_day = forms.IntegerField(label=_("Messages a day at most"), min_value=1, max_value=9)
    most_per_week = forms.IntegerField(label=_("Messages in seven days at most"), min_value=1, max_value=30)
    window_start = forms.TimeField(label=_("Send from"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    window_end = forms.TimeField(label=_("Send until"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    bank_fresh_days = forms.IntegerField(
        label=_("Bank statements no older than business days"),
        min_value=0,
        max_value=60,
        required=False,
        help_text=_("Empty: send without looking at the age of statements."),
    )
    bound_factor = forms.IntegerField(
        label=_("Hold a run that is so many times the largest of 30 days"), min_value=1, max_value=100
    )
    small_run = forms.IntegerField(
        label=_("Messages a day that are never held for their number"), min_value=0, max_value=MOST_SMALL
    )
    payment_day_within = forms.IntegerField(
        label=_("The customer's own payment day is near within days after due"), min_value=0, max_value=LONGEST_WAIT
    )
    waits_for_payment_day = forms.BooleanField(
        label=_("Wait for that payment day before an overdue letter"),
        required=False,
        help_text=_("Off: the letter goes, and says nothing of it. On: once, and never beyond those days."),
    )
    waits_for_our_side = forms.BooleanField(
        label=_("Wait until our side is done"),
        required=False,
        help_text=_(
            "Off: the run only shows it. On: an item is not asked for while its delivery or invoice keeps the customer from "
            "paying (not signed, rejected, not sent, sent back)."
        ),
    )
    effective_from = DayField(label=_("In force from"))
    source = forms.CharField(label=_("Why it is changed"), max_length=400)

    def __init__(self, *values: Any, policy: Policy, today: date, **options: Any) -> None:
        self.policy, self.today = policy, today
        options["initial"] = {**_initial(policy), "effective_from": today}
        super().__init__(*values, **options)
        self.fields["entry_rule"].choices = named_choices(names=names.ENTRY_RULES)  # type: ignore[attr-defined]
        for row in range(1, BEFORE_ROWS + 1):
            self._add_step("before", row)
        for row in range(1, LATE_ROWS + 1):
            self._add_step("late", row)
            self.fields[f"late_{row}_gap"] = _number(_("Gap"), row, least=1)
        self.currencies = sorted({*USUAL_CURRENCIES, *policy.minimum_minor})
        for currency in self.currencies:
            self.fields[f"minimum_{currency}"] = MoneyField(
                currency=currency, least_minor=None, required=False, label=currency
            )

    @property
    def before(self) -> Iterator[list[forms.BoundField]]:
        """The rows of steps before the due date."""
        return self._rows("before", BEFORE_ROWS, ("days", "tone", "channel", "other", "pdf"))

    @property
    def late(self) -> Iterator[list[forms.BoundField]]:
        """The rows of steps after the due date."""
        return self._rows("late", LATE_ROWS, ("days", "gap", "tone", "channel", "other", "pdf"))

    @property
    def minimums(self) -> list[forms.BoundField]:
        """The smallest amounts, one a currency."""
        return [self[name] for name in self.fields if name.startswith("minimum_")]

    def clean_effective_from(self) -> date:
        """Not before today: what was decided stays decided."""
        day: date = self.cleaned_data["effective_from"]
        if day < self.today:
            raise forms.ValidationError(_("A policy cannot begin in the past."))
        return day

    def draft(self) -> Policy:
        """The policy as typed, its steps in the order of their days."""
        typed = self.cleaned_data
        before = sorted(self._typed("before", BEFORE_ROWS), key=lambda step: -int(step["days"]))
        late = sorted(self._typed("late", LATE_ROWS), key=lambda step: int(step["days"]))
        same = ("forewarn_days", "most_per_day", "most_per_week", "window_start", "window_end")
        more = ("bank_fresh_days", "bound_factor", "small_run", "effective_from", "source", *_WAITS)
        minimum = {c: typed[f"minimum_{c}"] for c in self.currencies if typed[f"minimum_{c}"] is not None}
        return replace(
            self.policy,
            id=0,
            number=0,
            entry_rule=EntryRule(typed["entry_rule"]),
            minimum_minor=minimum,
            before_due=tuple(
                BeforeDueStep(place, step["days"], Tone(step["tone"]), step["pdf"], *_channels(step))
                for place, step in enumerate(before, 1)
            ),
            overdue=tuple(
                OverdueStep(place, step["days"], step["gap"] or 1, Tone(step["tone"]), step["pdf"], *_channels(step))
                for place, step in enumerate(late, 1)
            ),
            **{name: typed[name] for name in (*same, *more)},
        )

    def _add_step(self, phase: str, row: int) -> None:
        title = _("Days before due") if phase == "before" else _("Days overdue")
        self.fields[f"{phase}_{row}_days"] = _number(title, row, least=0 if phase == "before" else 1)
        self.fields[f"{phase}_{row}_tone"] = forms.ChoiceField(
            choices=named_choices(names=names.TONES),
            required=False,
            widget=forms.Select(attrs=_said(_("Tone"), row)),
        )
        codes = [channel.value for channel in TO_CUSTOMERS]
        self.fields[f"{phase}_{row}_channel"] = forms.ChoiceField(
            choices=named_choices(names=names.CHANNELS, codes=codes),
            required=False,
            widget=forms.Select(attrs=_said(_("Channel"), row)),
        )
        self.fields[f"{phase}_{row}_other"] = forms.ChoiceField(
            choices=[("", "–"), *named_choices(names=names.CHANNELS, codes=codes)],
            required=False,
            widget=forms.Select(attrs=_said(_("Else by"), row)),
        )
        self.fields[f"{phase}_{row}_pdf"] = forms.BooleanField(
            required=False, widget=forms.CheckboxInput(attrs=_said("PDF", row))
        )

    def _rows(self, phase: str, number: int, parts: tuple[str, ...]) -> Iterator[list[forms.BoundField]]:
        for row in range(1, number + 1):
            yield [self[f"{phase}_{row}_{part}"] for part in parts]

    def _typed(self, phase: str, number: int) -> Iterator[dict[str, Any]]:
        for row in range(1, number + 1):
            step = {part: self.cleaned_data.get(f"{phase}_{row}_{part}") for part in _PARTS}
            if step["days"] is not None:
                yield {**step, "tone": step["tone"] or Tone.FRIENDLY.value}


class LetterForm(forms.Form):
    """A text of our own: subject and body with places to fill in."""

    subject = forms.CharField(label=_("Subject"), max_length=LONGEST_SUBJECT)
    body = forms.CharField(
        label=_("Text"), max_length=LONGEST_BODY, strip=False, widget=forms.Textarea(attrs={"rows": 22})
    )

    def draft(self, *, kind: LetterKind, tone: Tone, language: str) -> LetterDraft:
        """The text as typed."""
        return LetterDraft(kind, tone, language, self.cleaned_data["subject"], self.cleaned_data["body"])


def _channels(step: Mapping[str, Any]) -> tuple[ChannelName, ChannelName | None]:
    other = step.get("other") or ""
    return ChannelName(step.get("channel") or ChannelName.EMAIL.value), ChannelName(other) if other else None


def _number(title: Any, row: int, *, least: int) -> forms.IntegerField:
    box = forms.NumberInput(attrs=_said(title, row))
    return forms.IntegerField(min_value=least, max_value=999, required=False, widget=box)


def _said(title: Any, row: int) -> dict[str, Any]:
    """A box in a table has no label beside it: its name for who cannot see the column."""
    return {"aria-label": format_lazy("{} {}", title, row)}


def _initial(policy: Policy) -> dict[str, Any]:
    found: dict[str, Any] = {
        "entry_rule": policy.entry_rule.value,
        "forewarn_days": policy.forewarn_days,
        "most_per_day": policy.most_per_day,
        "most_per_week": policy.most_per_week,
        "window_start": policy.window_start,
        "window_end": policy.window_end,
        "bank_fresh_days": policy.bank_fresh_days,
        "bound_factor": policy.bound_factor,
        "small_run": policy.small_run,
        "payment_day_within": policy.payment_day_within,
        "waits_for_payment_day": policy.waits_for_payment_day,
        "waits_for_our_side": policy.waits_for_our_side,
    }
    for row, before in enumerate(policy.before_due, 1):
        found |= _step(f"before_{row}", before.days_before, before)
    for row, late in enumerate(policy.overdue, 1):
        found |= {**_step(f"late_{row}", late.days_overdue, late), f"late_{row}_gap": late.gap_days}
    return found | {f"minimum_{currency}": minor for currency, minor in policy.minimum_minor.items()}


def _step(row: str, days: int, step: BeforeDueStep | OverdueStep) -> dict[str, Any]:
    other = step.else_channel.value if step.else_channel else ""
    channels = {f"{row}_channel": step.channel.value, f"{row}_other": other}
    return {f"{row}_days": days, f"{row}_tone": step.tone.value, f"{row}_pdf": step.with_pdf, **channels}
