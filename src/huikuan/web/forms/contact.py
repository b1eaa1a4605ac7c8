"""The form of a contact: a few taps and one sentence on a telephone, the whole conversation where there is time (HANDBOOK C6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.activities.rules import LONGEST_PART, LONGEST_TEXT, Conversation, NextStep, Outcome
from huikuan.customers.file_rules import PersonRole
from huikuan.customers.queries import ContactRow
from huikuan.kernel.calendar import BusinessCalendar
from huikuan.promises.rules import contact_fault
from huikuan.web.clock import moment_of
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.web.forms.imports import small_enough
from huikuan.wording import names
from huikuan.wording.sentences import sentence

KINDS = ("CALL", "VISIT", "CHAT", "MEETING", "SMS", "EMAIL", "LETTER", "SALES_HELP", "OPINION", "COMPLAINT", "NOTE")
OUTCOMES = ("REACHED", "NOT_REACHED", "PROMISED", "PAID_ALREADY", "DISPUTED", "REFUSED", "SETTLED", "NONE")
STEPS = {
    "CALL": _("Call again"),
    "VISIT": _("Visit"),
    "CHECK_MONEY": _("See whether the money is here"),
    "SEND_PAPERS": _("Send the papers he asked for"),
    "OTHER": _("Something else"),
}
WHEN = {
    "TOMORROW": _("Next business day"),
    "THREE": _("In 3 business days"),
    "WEEK": _("In 5 business days"),
    "PROMISED": _("On the day he promised"),
    "DAY": _("On another day"),
}
AHEAD = {"TOMORROW": 1, "THREE": 3, "WEEK": 5}
MOST_PEOPLE = 8
PARTS = ("opening", "bargaining", "action", "consequence")


def _part(label: Any, hint: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, help_text=hint, max_length=LONGEST_PART, required=False, widget=area)


class ContactForm(forms.Form):
    """How, with whom, what came of it, what was said, what we do next and when; the rest is for who has the time."""

    kind = forms.ChoiceField(
        label=_("How"),
        choices=named_choices(names=names.ACTIVITY_KINDS, codes=KINDS),
        widget=forms.RadioSelect,
        initial="CALL",
    )
    who = forms.ChoiceField(label=_("Who was reached"), widget=forms.RadioSelect, required=False)
    outcome = forms.ChoiceField(
        label=_("Result"), choices=named_choices(names=names.OUTCOMES, codes=OUTCOMES), widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What was said"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "enterkeyhint": "done"}),
    )
    promised_day = DayField(label=_("Pays by"), required=False)
    next_what = forms.ChoiceField(
        label=_("Next step"), choices=list(STEPS.items()), widget=forms.RadioSelect, required=False
    )
    next_action = forms.CharField(label=_("What else"), max_length=200, required=False)
    next_when = forms.ChoiceField(label=_("When"), choices=list(WHEN.items()), widget=forms.RadioSelect, required=False)
    next_date = DayField(label=_("Which day"), required=False)
    on = DayField(label=_("Day of the contact"), required=False)
    at = forms.TimeField(
        label=_("Time of the contact"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("Empty: now."),
    )
    role = forms.ChoiceField(label=_("Which part does he play"), required=False)
    strategy = forms.ChoiceField(
        label=_("Strategy used"), required=False, help_text=_("What comes of it is measured by the money.")
    )
    opening = _part(_("How it began"), _("What opened the door: a thank you, a question, a common matter."))
    bargaining = _part(_("What was bargained about"), _("What he asked for, what we answered, where we stand."))
    action = _part(_("What he will do"), _("The concrete act, by whom, until when."))
    consequence = _part(_("What follows if he does not"), _("As it was told him; nothing that we would not do."))
    file = forms.FileField(
        label=_("Photograph or file"),
        required=False,
        validators=[small_enough],
        help_text=_("A signed paper, a chat: kept as evidence."),
    )

    def __init__(
        self,
        *values: Any,
        people: Sequence[ContactRow],
        currency: str,
        calendar: BusinessCalendar,
        today: date,
        strategies: Sequence[tuple[str, str]] = (),
        **options: Any,
    ) -> None:
        super().__init__(*values, **options)
        self.calendar, self.today = calendar, today
        told = [(str(one.id), _told(one)) for one in people[:MOST_PEOPLE]]
        self.fields["who"].choices = [*told, ("", _("Somebody else, or nobody"))]  # type: ignore[attr-defined]
        roles = named_choices(names=names.CONTACT_ROLES, codes=[role.value for role in PersonRole])
        self.fields["role"].choices = [("", "–"), *roles]  # type: ignore[attr-defined]
        self.fields["strategy"].choices = [("", "–"), *strategies]  # type: ignore[attr-defined]
        self.fields["promised"] = MoneyField(currency=currency, label=_("Amount promised"), required=False)

    def clean(self) -> dict[str, Any]:
        """The next step as one text and one day. Raises ValidationError at the field that says too little."""
        typed: dict[str, Any] = super().clean() or {}
        terms = [name for name in ("promised", "promised_day") if name not in self.errors and not typed.get(name)]
        is_promise = (
            typed.get("outcome") == Outcome.PROMISED.value or typed.get("promised") or typed.get("promised_day")
        )
        if is_promise and (fault := contact_fault(kind=typed.get("kind", ""), has_terms=not terms)):
            for name in terms or ["kind"]:
                self.add_error(name, sentence(code=fault, parameters={}))
        if typed.get("on") not in (None, self.today) and typed.get("at") is None:
            self.add_error("at", _("Say at what time it was."))
        typed["step"] = NextStep(self._action(typed), self._day(typed))
        return typed

    def moment(self, *, now: datetime) -> datetime:
        """When the contact took place: now, unless a time was typed; a time without a day is one of today."""
        typed = self.cleaned_data
        return now if typed["at"] is None else moment_of(day=typed["on"] or self.today, at=typed["at"])

    def conversation(self) -> Conversation | None:
        """How it went; None where nothing of it was said."""
        typed = self.cleaned_data
        who = int(typed["who"]) if typed["who"] else None
        found = Conversation(who, typed["role"], *(typed[name].strip() for name in PARTS))
        return None if found == Conversation() else found

    def _action(self, typed: dict[str, Any]) -> str:
        written = str(typed.get("next_action") or "").strip()
        chosen = str(typed.get("next_what") or "")
        return written or (str(STEPS[chosen]) if chosen and chosen != "OTHER" else "")

    def _day(self, typed: dict[str, Any]) -> date | None:
        when = str(typed.get("next_when") or "")
        if when == "PROMISED":
            return typed.get("promised_day")
        if when in AHEAD:
            return self.calendar.add_business_days(day=self.today, days=AHEAD[when])
        return typed.get("next_date")


def _told(row: ContactRow) -> str:
    role = names.CONTACT_ROLES.get(row.role, "")
    return f"{row.name} · {role}" if role else row.name
