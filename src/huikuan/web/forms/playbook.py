"""Forms of the playbook: a strategy with conditions, steps and scripts; how success is measured; our plan for a negotiation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.playbook.rules.scripts import LONGEST_SCRIPT
from huikuan.playbook.rules.strategies import LONGEST_CAUTION, LONGEST_TITLE, MOST_MINUTES, Strategy, When, Words
from huikuan.ratings.rules.scorecards import Grade
from huikuan.web.forms.fields import named_choices
from huikuan.wording import playbook as words
from huikuan.wording.conduct import NATURES
from huikuan.wording.names import ACTIVITY_KINDS

_SEVERAL = ("causes", "signs", "without", "natures", "grades", "channels")
_CHANNELS = ("CALL", "VISIT", "MEETING", "CHAT", "SMS", "EMAIL", "LETTER")


def _several(label: Any, names: Any, codes: Any = None) -> forms.MultipleChoiceField:
    choices = named_choices(names=names, codes=codes)
    return forms.MultipleChoiceField(
        label=label,
        choices=[one for one in choices if one[0]],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _text(label: Any, most: int, rows: int, *, required: bool = True, hint: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=area, help_text=hint)


NEW_STRATEGY = Strategy(
    code="", place=200, title=Words(), summary=Words(), when=When(), steps_zh=(), steps_en=(), caution=Words(), articles=(),
    is_manual=False, effort_minutes=15, script=Words(),
)  # fmt: skip


class StrategyForm(forms.Form):
    """A strategy as it will be the next version: a step a line, scripts with places."""

    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=LONGEST_TITLE)
    title_en = forms.CharField(label=_("Title in English"), max_length=LONGEST_TITLE)
    summary_zh = _text(_("In a sentence, Chinese"), LONGEST_CAUTION, 2)
    summary_en = _text(_("In a sentence, English"), LONGEST_CAUTION, 2)
    place = forms.IntegerField(label=_("Place in the library"), min_value=1, max_value=9_999)
    causes = _several(_("Causes"), words.CAUSES)
    signs = _several(_("One of these is there"), words.SIGNS)
    without = _several(_("None of these is there"), words.SIGNS)
    natures = _several(_("Judged as"), NATURES)
    grades = _several(_("Grades"), {grade.value: grade.value for grade in Grade})
    channels = _several(_("By"), ACTIVITY_KINDS, _CHANNELS)
    days_from = forms.IntegerField(label=_("Days overdue from"), min_value=0, max_value=9_999, required=False)
    days_to = forms.IntegerField(label=_("Days overdue to"), min_value=0, max_value=9_999, required=False)
    broken_from = forms.IntegerField(label=_("Broken promises from"), min_value=0, max_value=99, required=False)
    steps_zh = _text(_("Steps in Chinese"), 4_000, 5, hint=_("A step a line."))
    steps_en = _text(_("Steps in English"), 4_000, 5, hint=_("A step a line."))
    script_zh = _text(_("Script in Chinese"), LONGEST_SCRIPT, 9)
    script_en = _text(_("Script in English"), LONGEST_SCRIPT, 9)
    caution_zh = _text(_("Caution in Chinese"), LONGEST_CAUTION, 3, required=False)
    caution_en = _text(_("Caution in English"), LONGEST_CAUTION, 3, required=False)
    articles = _text(
        _("Articles that the tactic touches"),
        1_000,
        2,
        required=False,
        hint=_("An article a line, as the law writes it; then a caution too."),
    )
    effort_minutes = forms.IntegerField(label=_("Effort in minutes"), min_value=1, max_value=MOST_MINUTES)
    is_manual = forms.BooleanField(label=_("For people to decide and do only"), required=False)
    is_offered = forms.BooleanField(label=_("In use"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=300)

    def changed(self, *, seen: Strategy, number: int) -> Strategy:
        """The strategy as typed, from the version the editor saw; what the form does not show stays."""
        typed = self.cleaned_data
        several: dict[str, Any] = {name: tuple(typed[name]) for name in _SEVERAL}
        when: When = replace(
            seen.when,
            **several,
            days_from=typed["days_from"],
            days_to=typed["days_to"],
            broken_from=typed["broken_from"] or 0,
        )
        return replace(
            seen,
            number=number,
            place=typed["place"],
            when=when,
            title=self._both("title"),
            summary=self._both("summary"),
            caution=self._both("caution"),
            script=self._both("script"),
            steps_zh=_lines(typed["steps_zh"]),
            steps_en=_lines(typed["steps_en"]),
            articles=_lines(typed["articles"]),
            effort_minutes=typed["effort_minutes"],
            is_manual=typed["is_manual"],
            is_offered=typed["is_offered"],
        )

    def _both(self, name: str) -> Words:
        return Words(*(self.cleaned_data[f"{name}_{code}"].replace("\r\n", "\n").strip() for code in ("zh", "en")))


class NewStrategyForm(StrategyForm):
    """A strategy that is not there yet, with the short name it keeps."""

    code = forms.CharField(
        label=_("Short name"),
        max_length=40,
        help_text=_("Capital letters and _, such as CALL_THE_BOARD; it stays as it is."),
    )
    field_order = ("code",)

    def written(self) -> Strategy:
        """The strategy as typed."""
        return self.changed(seen=replace(NEW_STRATEGY, code=self.cleaned_data["code"].strip()), number=0)


def first_values(*, strategy: Strategy) -> dict[str, Any]:
    """A strategy as the form shows it first."""
    both = {
        f"{name}_{code}": getattr(getattr(strategy, name), code)
        for name in ("title", "summary", "caution", "script")
        for code in ("zh", "en")
    }
    when = strategy.when
    return {
        **both,
        "steps_zh": "\n".join(strategy.steps_zh),
        "steps_en": "\n".join(strategy.steps_en),
        **{name: list(getattr(when, name)) for name in _SEVERAL},
        "place": strategy.place,
        "articles": "\n".join(strategy.articles),
        "days_from": when.days_from,
        "days_to": when.days_to,
        "broken_from": when.broken_from or None,
        "effort_minutes": strategy.effort_minutes,
        "is_manual": strategy.is_manual,
        "is_offered": strategy.is_offered,
    }


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class MeasureForm(forms.Form):
    """How success is measured, and why it changes."""

    within_days = forms.IntegerField(label=_("Money counts within days"), min_value=1, max_value=180)
    success_permille = forms.IntegerField(label=_("Success from a paid share of (‰)"), min_value=1, max_value=1_000)
    enough_cases = forms.IntegerField(label=_("Cases from which strategies are ranked"), min_value=2, max_value=1_000)
    reason = forms.CharField(label=_("Why"), max_length=300)


class PlanForm(forms.Form):
    """Our aim, our bottom line and the alternatives."""

    aim = _text(_("Our aim"), 1_000, 2)
    bottom_line = _text(
        _("Our bottom line"), 1_000, 2, hint=_("Seen by whoever may see this customer; never by the customer.")
    )
    alternatives = _text(_("If it is not met"), 2_000, 2, required=False)
