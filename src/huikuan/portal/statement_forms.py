"""How a guest answers a statement: confirms it, or objects to single lines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.disputes.rules import Reason
from huikuan.kernel.text_amounts import format_amount
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
    role = forms.CharField(label=_("Your position"), max_length=60, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)


class ConfirmForm(AnswerForm):
    """The balance is right: proved by the code that was typed before, or by the stamped copy."""

    file = FileField(label=_("Stamped copy"), required=False, help_text=_("Not needed once the code was typed."))
    seal = forms.ChoiceField(label=_("Which seal it bears"), choices=[("NONE", _("None")), *SEALS], required=False)


WHOLE = "whole"
"""How the balance as a whole is called in the names of fields."""


class ObjectForm(AnswerForm):
    """What is wrong with which line, or with the balance as a whole."""

    def __init__(self, *values: Any, items: tuple[GuestItem, ...], currency: str, **options: Any) -> None:
        super().__init__(*values, **options)
        self.items, self.currency = items, currency
        for item in items:
            self._ask(str(item.receivable_id), item.number, currency)
        self._ask(WHOLE, _("The balance as a whole"), currency)

    @property
    def lines(self) -> list[tuple[GuestItem, tuple[forms.BoundField, ...]]]:
        """Each line with its fields."""
        return [(item, self._fields_of(str(item.receivable_id))) for item in self.items]

    @property
    def whole(self) -> tuple[forms.BoundField, ...]:
        """The fields about the balance as a whole."""
        return self._fields_of(WHOLE)

    def reviewed(self) -> list[tuple[str, str]]:
        """What the page that asks once more says: each objection as one line, and who answers."""
        reasons = {str(code): str(word) for code, word in dispute_words.REASONS.items()}
        names = {item.receivable_id: item.number for item in self.items}
        found = [
            (
                names.get(one.receivable_id or 0, "") or str(_("The balance as a whole")),
                " · ".join(
                    part
                    for part in (
                        f"{self.currency} {format_amount(minor=one.amount_minor, currency=self.currency)}",
                        reasons[one.reason.value],
                        one.text.strip(),
                    )
                    if part
                ),
            )
            for one in self.objections(files=())
        ]
        who = ((str(self[name].label), str(self.cleaned_data.get(name, ""))) for name in ("name", "role", "phone"))
        return [*found, *(pair for pair in who if pair[1])]

    def objections(self, *, files: Files) -> tuple[ObjectionDraft, ...]:
        """What was objected to, each with its file."""
        sent = {field: (name, content) for field, name, content in files}
        places = [*((str(item.receivable_id), item.receivable_id) for item in self.items), (WHOLE, None)]
        found = []
        for place, receivable_id in places:
            minor = self.cleaned_data.get(f"amount_{place}")
            if minor:
                name, content = sent.get(f"file_{place}", ("", b""))
                reason = Reason(self.cleaned_data.get(f"reason_{place}") or Reason.OTHER.value)
                text = self.cleaned_data.get(f"text_{place}", "")
                found.append(ObjectionDraft(receivable_id, reason, minor, text, name, content))
        return tuple(found)

    def _ask(self, place: str, label: object, currency: str) -> None:
        self.fields[f"amount_{place}"] = AmountField(currency=currency, label=label, required=False)
        self.fields[f"reason_{place}"] = forms.ChoiceField(
            label=_("What is not right"), choices=list(dispute_words.REASONS.items()), required=False
        )
        self.fields[f"text_{place}"] = forms.CharField(label=_("What exactly"), max_length=500, required=False)
        self.fields[f"file_{place}"] = FileField(label=_("A file that shows it"), required=False)

    def _fields_of(self, place: str) -> tuple[forms.BoundField, ...]:
        return tuple(self[f"{name}_{place}"] for name in ("amount", "reason", "text", "file"))
