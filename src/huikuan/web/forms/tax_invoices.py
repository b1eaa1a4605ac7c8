"""Forms of tax invoices: files to take in, whose an invoice is, its way to the customer, red letters, the customer's wishes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.customers.queries import customer_rows
from huikuan.invoicing.operations.reds import RedDraft, RedStep
from huikuan.invoicing.operations.sending import Mailing, Move
from huikuan.invoicing.operations.taking import Chosen
from huikuan.invoicing.operations.wishes import WishDraft
from huikuan.invoicing.rules.states import Handing, RedEvent, WayEvent
from huikuan.kernel.actor import Actor
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.wording import invoicing as words

MOST_FILES = 50
_DESPITE = _("Goes although it is not as the customer wants it")


class ManyFiles(forms.ClearableFileInput):
    """A field that takes several files at once."""

    allow_multiple_selected = True


class FilesForm(forms.Form):
    """Files of invoices; the view reads them from the request, at most `MOST_FILES`."""

    file = forms.FileField(label=_("Files"), widget=ManyFiles(attrs={"multiple": True, "accept": ".xml,.ofd,.pdf"}))


class ChosenForm(forms.Form):
    """Whose a waiting invoice is, and which payment of his contracts it is for."""

    customer = forms.CharField(label=_("Customer (number, name or tax code)"), max_length=200, required=False)
    debt = forms.TypedChoiceField(label=_("For which payment"), coerce=int, empty_value=None, required=False)

    def __init__(self, *values: Any, actor: Actor, debts: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*values, **options)
        self.actor = actor
        self.fields["debt"].choices = [("", "–"), *debts]  # type: ignore[attr-defined]

    def clean_customer(self) -> int | None:
        """The id of the one customer that is meant; None where nothing was typed."""
        text = self.cleaned_data["customer"].strip()
        if not text:
            return None
        rows = customer_rows(actor=self.actor, search=text)
        exact = [row for row in rows if text in (row.code, row.name, row.tax_code)] or list(rows)
        if len(exact) != 1:
            raise forms.ValidationError(_("Not one customer fits. Type his number, or more of his name."))
        return exact[0].id

    def chosen(self) -> Chosen:
        """What was said, of a form without faults."""
        return Chosen(self.cleaned_data["customer"], self.cleaned_data["debt"])


class AsideForm(forms.Form):
    """Why an invoice is put aside."""

    reason = forms.CharField(label=_("Why"), max_length=300)


class MailForm(forms.Form):
    """The address an invoice is mailed to."""

    address = forms.EmailField(label=_("E-mail"))
    despite = forms.BooleanField(label=_DESPITE, required=False)

    def mailing(self) -> Mailing:
        """Where to, of a form without faults."""
        return Mailing(self.cleaned_data["address"], self.cleaned_data["despite"])


class MoveForm(forms.Form):
    """What happened on the way to the customer."""

    event = forms.ChoiceField(
        label=_("What happened"),
        choices=named_choices(names=words.EVENTS, codes=("HAND_OVER", "RECEIVE", "RETURN")),
    )
    on = DayField(label=_("On"))
    how = forms.ChoiceField(label=_("How"), choices=named_choices(names=words.HANDINGS))
    who_there = forms.CharField(label=_("Who at the customer"), max_length=100, required=False)
    reference = forms.CharField(label=_("Waybill number"), max_length=100, required=False)
    note = forms.CharField(label=_("Reason or note"), max_length=300, required=False)
    despite = forms.BooleanField(label=_DESPITE, required=False)

    def event_meant(self) -> WayEvent:
        """What happened."""
        return WayEvent(self.cleaned_data["event"])

    def move(self) -> Move:
        """The same as a record, of a form without faults."""
        typed = self.cleaned_data
        texts = (typed["who_there"], typed["reference"], typed["note"])
        return Move(typed["on"], Handing(typed["how"]), *texts, typed["despite"])


class RedForm(forms.Form):
    """A red-letter invoice to apply for."""

    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *values: Any, currency: str, **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["amount"] = MoneyField(label=_("Amount, tax included"), currency=currency)
        self.order_fields(["amount", "reason"])

    def draft(self) -> RedDraft:
        """The application, of a form without faults."""
        return RedDraft(self.cleaned_data["amount"], self.cleaned_data["reason"])


class RedStepForm(forms.Form):
    """How far an application is."""

    event = forms.ChoiceField(
        label=_("How far it is"),
        choices=[
            (RedEvent.SUBMIT.value, words.EVENTS["RED_SUBMIT"]),
            (RedEvent.CONFIRM.value, words.EVENTS["RED_CONFIRM"]),
            (RedEvent.GIVE_UP.value, words.EVENTS["RED_GIVE_UP"]),
        ],
    )
    number = forms.CharField(label=_("Number of the confirmation"), max_length=60, required=False)

    def step(self) -> RedStep:
        """The step, of a form without faults."""
        return RedStep(RedEvent(self.cleaned_data["event"]), self.cleaned_data["number"])


class WishForm(forms.Form):
    """What a customer wants of his invoices beyond his way of paying."""

    email = forms.EmailField(label=_("E-mail for invoices"), required=False)
    remark = forms.CharField(label=_("Text his remark must hold"), max_length=200, required=False)
    most = MoneyField(label=_("Largest invoice he takes (CNY)"), required=False)

    def wish(self) -> WishDraft:
        """The wishes, of a form without faults."""
        typed = self.cleaned_data
        return WishDraft(typed["email"], typed["remark"].strip(), typed["most"])
