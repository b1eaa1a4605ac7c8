"""What people type about ratings: answers to qualitative factors with their evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.ratings.operations.answers import AnswerDraft
from huikuan.ratings.rules.scorecards import Scorecard, Source
from huikuan.wording.ratings import titled


class AnswersForm(forms.Form):
    """The qualitative factors of one scorecard: what is chosen anew is kept, what is left empty stays as it was."""

    def __init__(self, *values: Any, card: Scorecard, latest: Mapping[str, str], **options: Any) -> None:
        super().__init__(*values, **options)
        self.card = card
        self.codes = [factor.code for factor in card.factors if factor.source is Source.QUALITATIVE]
        for factor in card.factors:
            if factor.source is not Source.QUALITATIVE:
                continue
            now = latest.get(factor.code)
            first = _("– not answered –") if now is None else _("– as before: %(answer)s –") % {"answer": now}
            choices = [("", first), *((choice.code, titled(title=choice.title)) for choice in factor.choices)]
            self.fields[factor.code] = forms.ChoiceField(
                label=titled(title=factor.title), choices=choices, required=False
            )
            self.fields[f"{factor.code}_evidence"] = forms.CharField(
                label=_("What it rests on"), max_length=1_000, required=False
            )

    @property
    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Each question with its evidence."""
        for code in self.codes:
            yield self[code], self[f"{code}_evidence"]

    def clean(self) -> dict[str, Any]:
        """An answer needs its evidence."""
        typed: dict[str, Any] = super().clean() or {}
        for code in self.codes:
            if typed.get(code) and not typed.get(f"{code}_evidence"):
                self.add_error(
                    f"{code}_evidence", _("Say what the answer rests on: a report, a visit, a talk and its day.")
                )
        return typed

    def drafts(self) -> list[AnswerDraft]:
        """The answers given."""
        typed = self.cleaned_data
        return [AnswerDraft(code, typed[code], typed[f"{code}_evidence"]) for code in self.codes if typed.get(code)]
