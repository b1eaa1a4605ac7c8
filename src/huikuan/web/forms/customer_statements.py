"""Forms of statements: a run, one on demand, the answer of a customer, how it left, the rules and texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huikuan.accounts.queries import CompanyRow
from huikuan.disputes.rules import Reason
from huikuan.kernel.text_amounts import format_amount, parse_amount
from huikuan.kernel.text_faults import TextFault
from huikuan.statements.operations.running import OnDemand
from huikuan.statements.operations.sending import Posted
from huikuan.statements.rules.account import OpenItem
from huikuan.statements.rules.policy import MOST_DAYS, Language, Period, Policy, month_of
from huikuan.statements.rules.replying import Channel, Factor, ObjectionDraft, ReplyDraft, Result, Seal
from huikuan.statements.rules.states import StatementKind
from huikuan.web.forms.fields import CurrencyField, DayField, MoneyField, named_choices
from huikuan.web.forms.imports import small_enough
from huikuan.wording import statements as words
from huikuan.wording.sentences import sentence


class RunForm(forms.Form):
    """For which own company and month."""

    company = forms.TypedChoiceField(label=_("Own company"), coerce=int)
    month = DayField(label=_("A day of the month"))

    def __init__(self, *values: Any, companies: Sequence[CompanyRow], **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["company"].choices = [(one.id, one.name) for one in companies]  # type: ignore[attr-defined]

    def period(self) -> Period:
        """The month of the day chosen."""
        return month_of(day=self.cleaned_data["month"])


class OneForm(forms.Form):
    """One statement on demand."""

    company = forms.TypedChoiceField(label=_("Own company"), coerce=int)
    currency = CurrencyField(label=_("Currency"))
    since = DayField(label=_("From"))
    through = DayField(label=_("Through"))
    kind = forms.ChoiceField(label=_("Kind"), choices=named_choices(names=words.KINDS))
    language = forms.ChoiceField(
        label=_("Language of the paper"), choices=named_choices(names=words.LANGUAGES), required=False
    )
    deemed_contract = forms.CharField(
        label=_("Contract by which silence is consent"),
        max_length=100,
        required=False,
        help_text=_("Only where the contract says so; the clause is printed with its number."),
    )

    def __init__(self, *values: Any, companies: Sequence[CompanyRow], **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["company"].choices = [(one.id, one.name) for one in companies]  # type: ignore[attr-defined]

    def order(self, *, customer_id: int) -> OnDemand:
        """The statement as asked."""
        typed = self.cleaned_data
        return OnDemand(
            company_id=typed["company"],
            customer_id=customer_id,
            currency=typed["currency"],
            period=Period(typed["since"], typed["through"]),
            kind=StatementKind(typed["kind"]),
            language=typed["language"],
            deemed_contract=typed["deemed_contract"],
        )


WHOLE = "whole"
"""How the balance as a whole is called in the names of fields."""


class ReplyForm(forms.Form):
    """An answer that came on paper or by e-mail, with the amounts objected to by open item."""

    result = forms.ChoiceField(
        label=_("Answer"), choices=named_choices(names=words.RESULTS), widget=forms.RadioSelect, initial="CONFIRMED"
    )
    channel = forms.ChoiceField(
        label=_("Came by"), choices=named_choices(names=words.CHANNELS, codes=("PAPER", "EMAIL"))
    )
    replied_on = DayField(label=_("Answered on"))
    name = forms.CharField(label=_("Who answered"), max_length=100)
    role = forms.CharField(label=_("Role"), max_length=60, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    seal = forms.ChoiceField(label=_("Seal on it"), choices=named_choices(names=words.SEALS))
    their_closing = MoneyField(label=_("Balance in their books, if named"), least_minor=None, required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    file = forms.FileField(label=_("Scan, photo or message"), validators=[small_enough])

    def __init__(
        self, *values: Any, items: Sequence[OpenItem], currency: str, sent: QueryDict | None = None, **options: Any
    ) -> None:
        super().__init__(*values, **options)
        self.fields["their_closing"].currency = currency  # type: ignore[attr-defined]
        self.items, self.currency = items, currency
        self.typed = {place: _typed(sent, place) for place in (*(str(item.receivable_id) for item in items), WHOLE)}
        self._objections: tuple[ObjectionDraft, ...] = ()

    @property
    def shown_items(self) -> list[tuple[str, str, str, str, str, str]]:
        """Each open item by its name in the fields, its number and figure, and what was typed about it; the whole last."""
        shown = [
            (str(one.receivable_id), one.number, format_amount(minor=one.open_minor, currency=self.currency))
            for one in self.items
        ]
        return [(*one, *self.typed[one[0]]) for one in (*shown, (WHOLE, str(_("The balance as a whole")), ""))]

    def clean(self) -> None:
        """Read the amounts objected to."""
        found = []
        for place, (amount, reason, text) in self.typed.items():
            if not amount:
                continue
            minor = parse_amount(text=amount, currency=self.currency)
            if isinstance(minor, TextFault):
                said = sentence(code=f"TYPED_{minor.code.value}", parameters={"value": minor.value})
                self.add_error(None, said)
                continue
            code = Reason(reason) if reason in Reason.__members__ else Reason.OTHER
            found.append(ObjectionDraft(None if place == WHOLE else int(place), code, minor, text))
        self._objections = tuple(found)

    def reply(self) -> ReplyDraft:
        """The answer as typed."""
        typed = self.cleaned_data
        seal = Seal(typed["seal"])
        return ReplyDraft(
            channel=Channel(typed["channel"]),
            result=Result(typed["result"]),
            replied_on=typed["replied_on"],
            name=typed["name"],
            role=typed["role"],
            phone=typed["phone"],
            factor=Factor.NONE if seal is Seal.NONE else Factor.STAMP,
            seal=seal,
            their_closing_minor=typed["their_closing"],
            note=typed["note"],
            file_name=typed["file"].name,
            file_content=typed["file"].read(),
            objections=self._objections,
        )


class PostForm(forms.Form):
    """How the paper left."""

    way = forms.ChoiceField(label=_("How"), choices=(("POST", _("By post or courier")), ("HAND", _("Handed over"))))
    waybill = forms.CharField(
        label=_("Waybill number"),
        max_length=100,
        required=False,
        help_text=_("Let the content line of the waybill name the statement: it proves what arrived."),
    )

    def posted(self) -> Posted:
        """How it left, as typed."""
        return Posted(self.cleaned_data["way"], self.cleaned_data["waybill"])


class ReasonForm(forms.Form):
    """Why, in a sentence."""

    reason = forms.CharField(label=_("Why"), max_length=300)


class ProofForm(forms.Form):
    """What proves a balance that nobody answered."""

    text = forms.CharField(label=_("What proves it: delivery notes, money that came later"), max_length=300)
    file = forms.FileField(label=_("File"), validators=[small_enough], required=False)


class PolicyForm(forms.Form):
    """How statements are made and followed up."""

    reply_days = forms.IntegerField(label=_("Business days to answer"), min_value=1, max_value=MOST_DAYS)
    second_days = forms.IntegerField(
        label=_("Business days to answer the second request"), min_value=1, max_value=MOST_DAYS
    )
    language = forms.ChoiceField(label=_("Language of the paper"), choices=named_choices(names=words.POLICY_LANGUAGES))
    makes_runs = forms.BooleanField(
        label=_("Make last month's statements by itself on the first business day"), required=False
    )
    requests_again = forms.BooleanField(label=_("Send the second request by itself"), required=False)
    prints_seal = forms.BooleanField(label=_("Print our seal on statements"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=300)

    def policy(self, *, seen: int) -> Policy:
        """The version as typed, made from the version that was seen."""
        typed = self.cleaned_data
        return Policy(
            number=seen,
            reply_days=typed["reply_days"],
            second_days=typed["second_days"],
            makes_runs=typed["makes_runs"],
            requests_again=typed["requests_again"],
            prints_seal=typed["prints_seal"],
            language=Language(typed["language"]),
        )


class TextForm(forms.Form):
    """A text of statements."""

    body = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 8}), max_length=2_000)


class SealForm(forms.Form):
    """The image of a seal."""

    file = forms.FileField(label=_("Image of the seal (PNG or JPEG)"), validators=[small_enough])


def _typed(sent: QueryDict | None, place: str) -> tuple[str, str, str]:
    """What was typed about an item: amount, reason, words."""
    if not sent:
        return "", "", ""
    amount, reason = sent.get(f"amount_{place}", ""), sent.get(f"reason_{place}", "")
    return amount[:60].strip(), reason[:20], sent.get(f"text_{place}", "")[:500]
