"""What people type when they decide a request, or say who decides which amounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.approvals.rules import LONGEST_NOTE, TIER_CURRENCY, RequestKind, Tier, Tiers
from huikuan.kernel.actor import Role
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.wording import names

TIER_ROWS = 5
DECIDING_ROLES = (
    Role.SALES_MANAGER.value,
    Role.CREDIT_MANAGER.value,
    Role.FINANCE_DIRECTOR.value,
    Role.LEGAL.value,
)


class DecisionForm(forms.Form):
    """Approve or reject, with a note."""

    note = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("A rejection says why."),
    )


class TiersForm(forms.Form):
    """From which amount on who decides: rows of an amount and the roles; an empty row counts for nothing."""

    valid_from = DayField(label=_("In force from"))
    source = forms.CharField(label=_("Why it is changed"), max_length=400)

    def __init__(self, *values: Any, kind: RequestKind, tiers: Tiers | None, today: date, **options: Any) -> None:
        self.kind = kind
        known = tiers.tiers if tiers else ()
        options["initial"] = {"valid_from": today} | _initial(known)
        super().__init__(*values, **options)
        for row in range(TIER_ROWS):
            self.fields[f"from_{row}"] = MoneyField(
                currency=TIER_CURRENCY, least_minor=0, required=False, label=_("From this amount on")
            )
            self.fields[f"roles_{row}"] = forms.MultipleChoiceField(
                label=_("Decided by"),
                required=False,
                choices=named_choices(names=names.ROLES, codes=DECIDING_ROLES),
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """The rows: amount and roles."""
        return ((self[f"from_{row}"], self[f"roles_{row}"]) for row in range(TIER_ROWS))

    def draft(self, *, seen: int) -> Tiers:
        """The tiers as typed; `seen` is the version they replace."""
        typed = self.cleaned_data
        tiers = tuple(
            Tier(typed[f"from_{row}"], frozenset(Role(role) for role in typed[f"roles_{row}"]))
            for row in range(TIER_ROWS)
            if typed.get(f"from_{row}") is not None
        )
        return Tiers(self.kind, seen, typed["valid_from"], typed["source"], tuple(sorted(tiers, key=_amount)))


def _amount(tier: Tier) -> int:
    return tier.from_minor


def _initial(tiers: tuple[Tier, ...]) -> dict[str, Any]:
    first: dict[str, Any] = {}
    for row, tier in enumerate(tiers[:TIER_ROWS]):
        first[f"from_{row}"] = tier.from_minor
        first[f"roles_{row}"] = sorted(role.value for role in tier.roles)
    return first
