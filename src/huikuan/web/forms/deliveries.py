"""Forms of orders and deliveries: rows of goods, signatures with a photo, quantities by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huikuan.deliveries.queries.notes import NoteLineRow
from huikuan.deliveries.queries.orders import OrderLineRow
from huikuan.deliveries.rules.drafts import AcceptanceDraft, Fault, Goods, Judged, Signature, Sold
from huikuan.deliveries.rules.states import PaperKind, Remedy
from huikuan.kernel.micros import format_micros, parse_micros
from huikuan.kernel.text_faults import TextFault
from huikuan.web.forms.fields import CurrencyField, DayField, named_choices
from huikuan.web.forms.imports import small_enough
from huikuan.web.refusal_words import worded
from huikuan.wording import deliveries as words

GOODS = ("item_code", "name", "specification", "unit", "quantity", "price")
SPARE_ROWS = 4
MOST_ROWS = 200
_LONGEST_CELL = 200
Rows = list[dict[str, str]]


class SignatureForm(forms.Form):
    """Who signed a paper, when, in which role, and its photo: a phone opens its camera."""

    signed_on = DayField(label=pgettext_lazy("paper", "Signed on"))
    signatory = forms.CharField(label=_("Signed by"), max_length=100)
    signatory_role = forms.CharField(label=_("In the role of"), max_length=100, required=False)
    file = forms.FileField(
        label=_("Photo or scan"),
        required=False,
        validators=[small_enough],
        widget=forms.ClearableFileInput(attrs={"accept": "image/*,.pdf", "capture": "environment"}),
    )

    def signature(self) -> Signature:
        """The signature as typed."""
        typed = self.cleaned_data
        file = typed.get("file")
        content = (file.name, file.read()) if file else ("", b"")
        return Signature(typed["signed_on"], typed["signatory"], typed["signatory_role"], *content)


class GoodsForm(forms.Form):
    """A paper with rows of goods; every fault of a row is said above the form with its line."""

    number = forms.CharField(label=_("Number"), max_length=60)
    currency = CurrencyField(label=_("Currency"))
    remark = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *values: Any, rows: Rows, **options: Any) -> None:
        super().__init__(*values, **options)
        self.rows = rows
        self.goods: tuple[Goods, ...] = ()

    @property
    def shown_rows(self) -> Rows:
        """The rows with some empty ones below."""
        return [*self.rows, *(dict.fromkeys(GOODS, "") for _ in range(SPARE_ROWS))]

    def clean(self) -> None:
        """Read the rows; the goods are there if nothing is wrong."""
        goods, faults = goods_of(rows=self.rows)
        for fault in faults:
            self.add_error(None, worded(code=fault.code, parameters={"line": fault.line, "value": fault.value}))
        self.goods = goods


class OrderForm(GoodsForm):
    """An order as typed."""

    placed_on = DayField(label=_("Placed on"))
    contract = forms.TypedChoiceField(label=_("Under the contract"), required=False, coerce=int, empty_value=None)
    needs_acceptance = forms.BooleanField(label=_("The customer accepts the goods before he pays"), required=False)
    inspection_days = forms.IntegerField(label=_("Days to inspect"), required=False, min_value=0, max_value=730)

    def __init__(self, *values: Any, contracts: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["contract"].choices = [("", "–"), *contracts]  # type: ignore[attr-defined]


class DeliveryForm(GoodsForm):
    """A delivery without an order as typed."""

    delivered_on = DayField(label=_("Delivered on"))
    contract = forms.TypedChoiceField(label=_("Under the contract"), required=False, coerce=int, empty_value=None)
    completes = forms.BooleanField(label=_("Nothing more comes under this contract"), required=False)
    is_consignment = forms.BooleanField(label=_("On consignment: he pays what he sells"), required=False)
    needs_acceptance = forms.BooleanField(label=_("The customer accepts the goods before he pays"), required=False)

    def __init__(self, *values: Any, contracts: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["contract"].choices = [("", "–"), *contracts]  # type: ignore[attr-defined]


class DeliverOrderForm(forms.Form):
    """What of an order goes out: a quantity for each of its lines."""

    number = forms.CharField(label=_("Number"), max_length=60)
    delivered_on = DayField(label=_("Delivered on"))
    completes = forms.BooleanField(label=_("Nothing more comes of this order"), required=False)
    is_consignment = forms.BooleanField(label=_("On consignment: he pays what he sells"), required=False)
    replaces = forms.TypedChoiceField(
        label=_("In place of rejected goods of"), required=False, coerce=int, empty_value=None
    )
    remark = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(
        self, *values: Any, lines: Sequence[OrderLineRow], rejected: Sequence[tuple[int, str]], **options: Any
    ) -> None:
        super().__init__(*values, **options)
        self.lines = lines
        self.fields["replaces"].choices = [("", "–"), *rejected]  # type: ignore[attr-defined]

    @property
    def boxes(self) -> list[tuple[OrderLineRow, str, str]]:
        """Each line with the name of its box and what stands in it."""
        return [(line, f"quantity_{line.number}", self._said(line)) for line in self.lines]

    def goods(self) -> tuple[Goods, ...]:
        """The goods that go out, of a form without faults."""
        found = []
        for line in self.lines:
            micros = parse_micros(text=str(self.data.get(f"quantity_{line.number}", "")) or "0")
            if isinstance(micros, int) and micros > 0:
                found.append(Goods(line.name, micros, order_line=line.number))
        return tuple(found)

    def clean(self) -> None:
        """Every quantity must be one."""
        for line in self.lines:
            text = str(self.data.get(f"quantity_{line.number}", ""))
            if text.strip() and isinstance(parse_micros(text=text), TextFault):
                told = {"line": line.number, "value": text[:40]}
                self.add_error(None, worded(code="DELIVERY_LINE_QUANTITY", parameters=told))

    def _said(self, line: OrderLineRow) -> str:
        if self.is_bound:
            return str(self.data.get(f"quantity_{line.number}", ""))
        return format_micros(micros=line.open_micros) if line.open_micros else ""


class AcceptForm(SignatureForm):
    """What was accepted and rejected of each line; empty boxes accept everything that is left."""

    number = forms.CharField(label=_("Number of the certificate"), max_length=60, required=False)
    reason = forms.CharField(label=_("Why goods were rejected"), max_length=200, required=False)
    remedy = forms.ChoiceField(label=_("What happens to rejected goods"), choices=named_choices(names=words.REMEDIES))

    def __init__(self, *values: Any, lines: Sequence[NoteLineRow], **options: Any) -> None:
        super().__init__(*values, **options)
        self.lines = [line for line in lines if line.open_micros]

    @property
    def boxes(self) -> list[tuple[NoteLineRow, str, str]]:
        """Each line that is not judged yet, with what was typed as accepted and rejected."""
        return [
            (line, str(self.data.get(f"accepted_{line.id}", "")), str(self.data.get(f"rejected_{line.id}", "")))
            for line in self.lines
        ]

    def draft(self, *, note_id: int) -> AcceptanceDraft:
        """The certificate as typed, of a form without faults."""
        typed = self.cleaned_data
        lines = tuple(one for line in self.lines if (one := self._judged(line)) is not None)
        return AcceptanceDraft(self.signature(), note_id, lines=lines, number=typed["number"])

    def clean(self) -> None:
        """Every quantity must be one."""
        for line in self.lines:
            for name in (f"accepted_{line.id}", f"rejected_{line.id}"):
                text = str(self.data.get(name, ""))
                if text.strip() and isinstance(parse_micros(text=text), TextFault):
                    told = {"line": line.number, "value": text[:40]}
                    self.add_error(None, worded(code="DELIVERY_LINE_QUANTITY", parameters=told))

    def _judged(self, line: NoteLineRow) -> Judged | None:
        """A rejected quantity alone accepts the rest of its line."""
        rejected = _micros(self.data.get(f"rejected_{line.id}"))
        text = str(self.data.get(f"accepted_{line.id}", "")).strip()
        if not text and not rejected and not self._says_something():
            return None
        accepted = _micros(text) if text else (line.open_micros - rejected if rejected else 0)
        if not accepted and not rejected:
            return None
        remedy = Remedy(self.cleaned_data["remedy"])
        return Judged(line.id, accepted, rejected, self.cleaned_data["reason"], remedy)

    def _says_something(self) -> bool:
        names = [f"{kind}_{line.id}" for line in self.lines for kind in ("accepted", "rejected")]
        return any(str(self.data.get(name, "")).strip() for name in names)


class SalesForm(SignatureForm):
    """What a consignee sold of each line."""

    number = forms.CharField(label=_("Number of the report"), max_length=60)

    def __init__(self, *values: Any, lines: Sequence[NoteLineRow], **options: Any) -> None:
        super().__init__(*values, **options)
        self.lines = [line for line in lines if line.unsold_micros]

    @property
    def boxes(self) -> list[tuple[NoteLineRow, str]]:
        """Each line of which something is left, with what was typed."""
        return [(line, str(self.data.get(f"sold_{line.id}", ""))) for line in self.lines]

    def sold(self) -> tuple[Sold, ...]:
        """What was sold, of a form without faults."""
        found = ((line.id, _micros(self.data.get(f"sold_{line.id}"))) for line in self.lines)
        return tuple(Sold(pk, micros) for pk, micros in found if micros)


class TakeBackForm(forms.Form):
    """Which paper is taken back, and why."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in PaperKind])
    paper = forms.IntegerField(min_value=1)
    reason = forms.CharField(label=_("Why"), max_length=300)


class ProgressForm(SignatureForm):
    """How much of a contract is done."""

    permille = forms.IntegerField(label=_("Done (‰ of the contract)"), min_value=1, max_value=1000)


class LinkForm(forms.Form):
    """Which invoice bills the chosen deliveries."""

    invoice_number = forms.CharField(label=_("Number of the invoice"), max_length=60)


class ToleranceForm(forms.Form):
    """By how much a delivery may differ from its order, and why."""

    over = forms.IntegerField(label=_("More than ordered (‰)"), min_value=0, max_value=200)
    short = forms.IntegerField(label=_("Less, and still complete (‰)"), min_value=0, max_value=200)
    reason = forms.CharField(label=_("Why"), max_length=300)


def rows_posted(*, sent: QueryDict) -> Rows:
    """The rows of the posted table, empty ones left out, as typed."""
    columns = {name: [text[:_LONGEST_CELL] for text in sent.getlist(f"line_{name}")] for name in GOODS}
    count = min(max(len(texts) for texts in columns.values()), MOST_ROWS)
    rows = [{name: (columns[name][place : place + 1] or [""])[0] for name in GOODS} for place in range(count)]
    return [row for row in rows if any(row[name].strip() for name in GOODS)]


def goods_of(*, rows: Iterable[dict[str, str]]) -> tuple[tuple[Goods, ...], list[Fault]]:
    """Goods from rows of texts, and what could not be read."""
    goods: list[Goods] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows, 1):
        quantity, price = parse_micros(text=row["quantity"]), parse_micros(text=row["price"])
        if not row["name"].strip():
            faults.append(Fault("DELIVERY_LINE_UNNAMED", number))
        if isinstance(quantity, TextFault) or quantity <= 0:
            faults.append(Fault("DELIVERY_LINE_QUANTITY", number, row["quantity"][:40]))
        elif isinstance(price, TextFault) or price < 0:
            faults.append(Fault("DELIVERY_LINE_PRICE", number, row["price"][:40]))
        else:
            told = (row["item_code"].strip()[:60], row["specification"].strip(), row["unit"].strip()[:20])
            goods.append(Goods(row["name"].strip(), quantity, price, *told))
    return tuple(goods), faults


def _micros(text: object) -> int:
    found = parse_micros(text=str(text or "").strip() or "0")
    return 0 if isinstance(found, TextFault) else max(0, found)
