"""How a guest answers a statement: confirms it, or objects to single lines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.disputes.rules import Reason
from huikuan.portal.forms import AmountField, FileField
from huikuan.portal.telling import Files
from huikuan.statements.queries.for_guest import GuestItem
from huikuan.statements.rules.replying import ObjectionDraft, Seal
from huikuan.wording import disputes as dispute_words

SEALS = (
    (Seal.COMPANY.value, _("Company seal")),
    (Seal.FINANCIAL.value, _("Financial seal")),
    (Seal.CONTRACT.value, _("Contract seal")),
    (Seal.SIGNATURE.value, _("Signature only")),
)


class AnswerForm(forms.Form):
    """Who answers."""

    name = forms.CharField(label=_("Your name"), max_length=100)
    role = forms.CharField(label=_("Your position"), max_length=100, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)


class ConfirmForm(AnswerForm):
    """The balance is right: proved by the code that was typed before, or by the stamped copy."""

    file = FileField(label=_("Stamped copy"), required=False, help_text=_("Not needed once the code was typed."))
    seal = forms.ChoiceField(label=_("Which seal it bears"), choices=[("NONE", _("None")), *SEALS], required=False)


class ObjectForm(AnswerForm):
    """What is wrong with which line."""

    def __init__(self, *values: Any, items: tuple[GuestItem, ...], currency: str, **options: Any) -> None:
        super().__init__(*values, **options)
        self.items = items
        for item in items:
            pk = item.receivable_id
            self.fields[f"amount_{pk}"] = AmountField(currency=currency, label=item.number, required=False)
            self.fields[f"reason_{pk}"] = forms.ChoiceField(
                label=_("What is not right"), choices=list(dispute_words.REASONS.items()), required=False
            )
            self.fields[f"text_{pk}"] = forms.CharField(label=_("What exactly"), max_length=500, required=False)
            self.fields[f"file_{pk}"] = FileField(label=_("A file that shows it"), required=False)

    @property
    def lines(self) -> list[tuple[GuestItem, tuple[forms.BoundField, ...]]]:
        """Each line with its fields."""
        names = ("amount", "reason", "text", "file")
        return [(item, tuple(self[f"{name}_{item.receivable_id}"] for name in names)) for item in self.items]

    def objections(self, *, files: Files) -> tuple[ObjectionDraft, ...]:
        """The lines that were objected to, each with its file."""
        sent = {field: (name, content) for field, name, content in files}
        found = []
        for item in self.items:
            pk = item.receivable_id
            minor = self.cleaned_data.get(f"amount_{pk}")
            if minor:
                name, content = sent.get(f"file_{pk}", ("", b""))
                reason = Reason(self.cleaned_data.get(f"reason_{pk}") or Reason.OTHER.value)
                text = self.cleaned_data.get(f"text_{pk}", "")
                found.append(ObjectionDraft(pk, reason, minor, text, name, content))
        return tuple(found)
