"""Forms of price confirmations: the head with its rows of items, the signed copy, the tolerance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huikuan.contracts.due_rules import Anchor, DueRule, Roll
from huikuan.kernel.micros import format_micros
from huikuan.prices.operations.signing import Signature
from huikuan.prices.queries.confirmations import ConfirmationRow
from huikuan.prices.rules.confirming import LONGEST_TERM, MOST_LINES, ConfirmationDraft, PriceLine, faults_of
from huikuan.prices.rules.line_rows import FIELDS, lines_of_rows, permille_text
from huikuan.web.forms.fields import CurrencyField, DayField, named_choices
from huikuan.web.forms.imports import small_enough
from huikuan.web.refusal_words import worded
from huikuan.wording import prices as words

Rows = list[dict[str, str]]
SPARE_ROWS = 5
_LONGEST_CELL = 200


class ConfirmationForm(forms.Form):
    """A confirmation as typed; every fault of a row is said above the form with its line."""

    number = forms.CharField(label=_("Number"), max_length=60)
    currency = CurrencyField(label=_("Currency"))
    valid_from = DayField(label=_("Valid from"))
    valid_through = DayField(label=_("Valid through"))
    anchor = forms.ChoiceField(label=_("Payment term runs from"), choices=named_choices(names=words.ANCHORS))
    roll = forms.ChoiceField(label=_("Counted"), choices=named_choices(names=words.ROLLS))
    days = forms.IntegerField(label=_("Days of credit"), min_value=0, max_value=720)
    term_text = forms.CharField(
        label=_("Payment term in words"),
        max_length=LONGEST_TERM,
        required=False,
        help_text=_("Printed instead of the computed words, where something else was agreed."),
    )
    language = forms.ChoiceField(label=_("Language of the paper"), choices=(("zh-hans", "中文"), ("en", "English")))
    note = forms.CharField(label=_("Further terms"), max_length=300, required=False)

    def __init__(self, *values: Any, rows: Rows, customer_id: int, **options: Any) -> None:
        super().__init__(*values, **options)
        self.rows = rows
        self.customer_id = customer_id
        self._wanted: ConfirmationDraft | None = None

    @property
    def shown_rows(self) -> Rows:
        """The rows with some empty ones below."""
        return [*self.rows, *(dict.fromkeys(FIELDS, "") for _ in range(SPARE_ROWS))]

    def clean(self) -> None:
        """Read the rows; the draft is there if nothing is wrong."""
        read = lines_of_rows(rows=list(enumerate(self.rows, 1)))
        for fault in read.faults:
            self.add_error(None, worded(code=fault.code, parameters={"line": fault.line, "value": fault.value}))
        if self.errors:
            return
        draft = self._draft(self.cleaned_data, read.lines)
        for fault in faults_of(draft=draft):
            self.add_error(None, worded(code=fault.code, parameters={"line": fault.line, "value": fault.value}))
        self._wanted = draft

    def draft(self) -> ConfirmationDraft:
        """The confirmation as typed, of a form without faults."""
        if self._wanted is None:
            raise ValueError("the form has faults")
        return self._wanted

    def _draft(self, typed: Mapping[str, Any], lines: tuple[PriceLine, ...]) -> ConfirmationDraft:
        return ConfirmationDraft(
            customer_id=self.customer_id,
            number=typed["number"],
            currency=typed["currency"],
            valid_from=typed["valid_from"],
            valid_through=typed["valid_through"],
            lines=lines,
            due_rule=DueRule(Anchor(typed["anchor"]), Roll(typed["roll"]), days=typed["days"]),
            term_text=typed["term_text"],
            language=typed["language"],
            note=typed["note"],
        )


class SignedCopyForm(forms.Form):
    """The signed copy that came back."""

    signed_on = DayField(label=_("Signed on"))
    signed_by = forms.CharField(label=_("Signed by"), max_length=100)
    file = forms.FileField(label=_("Signed copy"), validators=[small_enough])

    def signature(self) -> Signature:
        """The signature as typed."""
        typed = self.cleaned_data
        return Signature(typed["signed_on"], typed["signed_by"], typed["file"].name, typed["file"].read())


class ToleranceForm(forms.Form):
    """By how much a billed price may differ, and why."""

    permille = forms.IntegerField(label=_("Tolerance (‰ of the confirmed price)"), min_value=0, max_value=500)
    reason = forms.CharField(label=_("Why"), max_length=300)


def rows_posted(*, sent: QueryDict) -> Rows:
    """The rows of the posted table, empty ones left out, as typed."""
    columns = {name: [text[:_LONGEST_CELL] for text in sent.getlist(f"line_{name}")] for name in FIELDS}
    count = min(max(len(texts) for texts in columns.values()), MOST_LINES + 1)
    rows = [{name: (columns[name][place : place + 1] or [""])[0] for name in FIELDS} for place in range(count)]
    return [row for row in rows if any(row[name].strip() for name in FIELDS if name != "tax")]


def rows_of(*, lines: Sequence[PriceLine]) -> Rows:
    """Kept lines as rows to type in."""
    return [
        {
            "item_code": line.item_code,
            "name": line.name,
            "specification": line.specification,
            "unit": line.unit,
            "price": format_micros(micros=line.price_micros, least_decimals=2),
            "tax": permille_text(permille=line.tax_permille),
        }
        for line in lines
    ]


def head_of(*, row: ConfirmationRow) -> dict[str, Any]:
    """A kept confirmation as the first values of its form."""
    rule = row.due_rule
    kept = ("number", "currency", "valid_from", "valid_through", "term_text", "language", "note")
    head = {name: getattr(row, name) for name in kept}
    return {**head, "anchor": rule.anchor.value, "roll": rule.roll.value, "days": rule.days}
