"""The form that chooses who gets the statements of a customer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huikuan.statements.rules.recipients import Choice, Person
from huikuan.wording import names


class RecipientForm(forms.Form):
    """A person, a part, or the usual rule, as one choice."""

    to = forms.ChoiceField(label=_("Statements go to"), widget=forms.RadioSelect)

    def __init__(self, *values: Any, people: Sequence[Person], chosen: Choice | None, **options: Any) -> None:
        super().__init__(*values, **options)
        persons = [(f"person-{one.contact_id}", _named(one)) for one in people]
        parts = [(f"role-{code}", _part(str(word))) for code, word in names.CONTACT_ROLES.items()]
        usual = ("usual", _("Whoever is in finance, else anybody with an e-mail address"))
        self.fields["to"].choices = [usual, *persons, *parts]  # type: ignore[attr-defined]
        self.fields["to"].initial = _code(chosen)

    def choice(self) -> Choice:
        """What was chosen."""
        kind, _dash, rest = str(self.cleaned_data["to"]).partition("-")
        if kind == "person":
            return Choice(contact_id=int(rest))
        return Choice(role=rest) if kind == "role" else Choice()


def _named(one: Person) -> str:
    parts = ", ".join(str(names.CONTACT_ROLES.get(role, role)) for role in one.roles)
    return " · ".join(text for text in (one.name, parts, one.email or str(_("no e-mail address"))) if text)


def _part(word: str) -> str:
    return str(pgettext_lazy("statement recipient", "The first person in this part: %(part)s") % {"part": word})


def _code(chosen: Choice | None) -> str:
    if chosen is None or (chosen.contact_id is None and not chosen.role):
        return "usual"
    return f"role-{chosen.role}" if chosen.role else f"person-{chosen.contact_id}"
