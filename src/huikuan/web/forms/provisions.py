"""Forms of provisions and write-offs: a loss matrix typed as rows of figures, a proposal, customers judged by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huikuan.kernel.text_amounts import parse_amount
from huikuan.kernel.text_faults import TextFault
from huikuan.provisions.queries.history import HistoryAsked
from huikuan.provisions.rules.drawing import MOST_SPANS
from huikuan.provisions.rules.figures import Figures
from huikuan.provisions.rules.matrix import MILLION, SHIPPED_ACCOUNTS, Matrix, figures_in_rows
from huikuan.provisions.rules.rates import Average, Method
from huikuan.web.forms.fields import CurrencyField, DayField, MoneyField, named_choices
from huikuan.web.forms.imports import small_enough
from huikuan.wording import provisions as words
from huikuan.wording.sentences import sentence

Rows = list[tuple[str, list[Fraction]]]
_MOST_ROWS = 200
USUAL_SPANS = 12
_ROWS_HELP = _(
    "One row: a name, a colon, then the figures from the youngest bucket on, with spaces between. Without a name the row holds"
    " for everybody. Flow: sales, then what was open on entering each later bucket. Migration: one row for each year-end, the"
    " oldest first. By hand: per cent. Left empty, flow and migration are drawn from the books."
)


class MatrixForm(forms.Form):
    """The next version of the loss matrix."""

    method = forms.ChoiceField(label=_("How the rates are found"), choices=named_choices(names=words.METHODS))
    basis = forms.ChoiceField(label=_("Age"), choices=named_choices(names=words.BASES))
    edges = forms.CharField(
        label=_("Days between the buckets"), max_length=200, initial="0 30 60 90 180", help_text=_("As 0 30 60 90 180.")
    )
    segment_by = forms.ChoiceField(label=_("Segments"), choices=named_choices(names=words.SEGMENTS), required=False)
    rows = forms.CharField(
        label=_("Figures behind the rates"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_ROWS_HELP,
    )
    until = DayField(label=_("Out of the books until"), required=False)
    spans = forms.IntegerField(label=_("So many spans back"), min_value=1, max_value=MOST_SPANS, required=False)
    average = forms.ChoiceField(
        label=_("Average of the years"), choices=named_choices(names=words.AVERAGES), required=False
    )
    final_loss = forms.CharField(label=_("Loss of the last bucket, per cent"), max_length=12, initial="100")
    forward = forms.CharField(label=_("Forward factor, per cent"), max_length=12, initial="0")
    forward_source = forms.CharField(label=_("Source of the forward factor"), max_length=400, required=False)
    source = forms.CharField(label=_("Source of the figures"), max_length=400)
    impairment = forms.CharField(label=_("Account of impairment losses"), max_length=20, initial="6702")
    allowance = forms.CharField(label=_("Account of the allowance"), max_length=20, initial="1231")
    receivable = forms.CharField(label=_("Account of receivables"), max_length=20, initial="1122")

    def clean_edges(self) -> tuple[int, ...]:
        """Whole days. Raises ValidationError."""
        parts = self.cleaned_data["edges"].replace(",", " ").replace("，", " ").split()
        if not parts or not all(part.isascii() and part.isdigit() and len(part) <= 5 for part in parts):
            raise ValidationError(sentence(code="MATRIX_EDGES", parameters={}))
        return tuple(int(part) for part in parts)

    def clean_final_loss(self) -> Fraction:
        """A share of one. Raises ValidationError."""
        return share_of(text=self.cleaned_data["final_loss"])

    def clean_forward(self) -> int:
        """Millionths. Raises ValidationError."""
        ppm = share_of(text=self.cleaned_data["forward"]) * MILLION
        if ppm.denominator != 1 or not -MILLION <= ppm <= 10 * MILLION:
            raise ValidationError(sentence(code="FIGURES_FORWARD", parameters={}))
        return int(ppm)

    def clean(self) -> dict[str, Any]:
        """The figures of every segment under `figures`. Adds what is wrong to the rows."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("method") == Method.SET.value and not typed.get("rows"):
            self.add_error("rows", _("Type the rates, or choose flow or migration to draw them from the books."))
        if not self.errors and typed["rows"]:
            try:
                typed["figures"] = self._figures(typed)
            except ValidationError as error:
                self.add_error("rows", error)
        return typed

    def asked(self, *, company_id: int, currency: str, today: date) -> HistoryAsked:
        """Which past the figures are drawn from, where none are typed."""
        typed = self.cleaned_data
        return HistoryAsked(
            company_id,
            currency,
            typed["until"] or today,
            Method(typed["method"]),
            typed["edges"],
            typed["basis"],
            typed["segment_by"],
            typed["spans"] or USUAL_SPANS,
            typed["final_loss"],
        )

    def matrix(self, *, seen: int, figures: dict[str, Figures] | None = None) -> Matrix:
        """What was typed, or drawn from the books, as a matrix that replaces version `seen`."""
        typed = self.cleaned_data | ({} if figures is None else {"figures": figures})
        names = ("edges", "figures", "source", "basis", "segment_by", "forward_source")
        accounts = {name: typed[name].strip() for name in SHIPPED_ACCOUNTS}
        values = {name: typed[name] for name in names}
        return Matrix(Method(typed["method"]), **values, forward_ppm=typed["forward"], accounts=accounts, number=seen)

    def _figures(self, typed: dict[str, Any]) -> dict[str, Figures]:
        method = Method(typed["method"])
        found = figures_in_rows(method=method, rows=rows_of(text=typed["rows"], is_percent=method is Method.SET))
        if method is not Method.MIGRATION:
            return found
        average = Average(typed["average"] or Average.SIMPLE)
        more = {"average": average, "final_loss": typed["final_loss"]}
        return {name: Figures(method, years=one.years, **more) for name, one in found.items()}


class AmountForm(forms.Form):
    """An amount in the currency that is typed beside it."""

    AMOUNT = ""
    currency = CurrencyField(label=_("Currency"), initial="CNY")

    def clean(self) -> dict[str, Any]:
        """The amount as minor units of the currency. Adds what is wrong to its field."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("currency") and typed.get(self.AMOUNT):
            minor = parse_amount(text=typed[self.AMOUNT], currency=typed["currency"])
            if isinstance(minor, TextFault):
                self.add_error(
                    self.AMOUNT, sentence(code=f"TYPED_{minor.code.value}", parameters={"value": minor.value})
                )
            else:
                typed[self.AMOUNT] = minor
        return typed


class ProposalForm(AmountForm):
    """A provision to be proposed."""

    AMOUNT = "opening"
    as_of = DayField(label=_("As of"))
    opening = forms.CharField(
        label=_("Allowance in your books so far"),
        max_length=60,
        required=False,
        help_text=_("Asked only before the first provision made here."),
    )
    reason = forms.CharField(label=_("Note for who decides"), max_length=1_000)


class AssessmentForm(AmountForm):
    """A customer judged by himself."""

    AMOUNT = "expected"
    customer = forms.CharField(label=_("Customer, name or code"), max_length=200)
    expected = forms.CharField(label=_("Expected to come"), max_length=60)
    reason = forms.CharField(label=_("Why"), max_length=1_000)
    is_over = forms.BooleanField(label=_("Back into the matrix"), required=False)


class WriteOffAskForm(forms.Form):
    """A debt to be given up in the books by somebody else's decision; the claim stays."""

    receivable_id = forms.TypedChoiceField(label=_("Instalment"), coerce=int)
    category = forms.ChoiceField(label=_("Why it will not be paid"), choices=named_choices(names=words.CATEGORIES))
    reason = forms.CharField(label=_("What proves it"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *values: Any, currency: str, instalments: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["receivable_id"].choices = instalments  # type: ignore[attr-defined]
        self.fields["amount"] = MoneyField(label=_("Amount"), currency=currency)


class WriteOffItemsForm(forms.Form):
    """Several items of a customer, each with all that is open of it."""

    items = forms.MultipleChoiceField(label=_("Items"), widget=forms.SelectMultiple(attrs={"size": 8}))
    category = forms.ChoiceField(label=_("Why it will not be paid"), choices=named_choices(names=words.CATEGORIES))
    reason = forms.CharField(label=_("What proves it"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *values: Any, items: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["items"].choices = items  # type: ignore[attr-defined]


class EvidenceForm(forms.Form):
    """A paper that proves the loss."""

    file = forms.FileField(label=_("Paper"), validators=[small_enough])


class RecoveryForm(forms.Form):
    """Money that came for a written-off item."""

    receipt_id = forms.TypedChoiceField(label=_("Receipt"), coerce=int)

    def __init__(self, *values: Any, currency: str, receipts: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["receipt_id"].choices = receipts  # type: ignore[attr-defined]
        self.fields["amount"] = MoneyField(label=_("Amount"), currency=currency)


def rows_of(*, text: str, is_percent: bool) -> Rows:
    """Rows of a name and figures: minor units, or shares of one where per cent was typed. Raises ValidationError."""
    lines = [line.strip() for line in text.replace("：", ":").splitlines() if line.strip()]
    if len(lines) > _MOST_ROWS:
        raise ValidationError(_("At most %(most)s rows."), params={"most": _MOST_ROWS})
    found: Rows = []
    for line in lines:
        name, colon, figures = line.rpartition(":")
        parts = (figures if colon else line).split()
        found.append((name.strip()[:60], [share_of(text=part) if is_percent else _minor(part) for part in parts]))
    return found


def _minor(text: str) -> Fraction:
    minor = parse_amount(text=text)
    if isinstance(minor, TextFault):
        raise ValidationError(sentence(code=f"TYPED_{minor.code.value}", parameters={"value": minor.value}))
    return Fraction(minor)


def share_of(*, text: str) -> Fraction:
    """The share of one that a per cent means. Raises ValidationError."""
    try:
        number = Decimal(text.strip().rstrip("%％"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > MILLION:
        raise ValidationError(_now("%(value)s is no per cent.") % {"value": text[:40]})
    return Fraction(number) / 100
