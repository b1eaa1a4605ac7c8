"""What the calculators answer: a sentence, figures, steps with their articles, warnings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huikuan.contracts.due_rules import Computed, Step
from huikuan.contracts.statutory import Rate, RateCode, Term
from huikuan.kernel.amount_words import capitals
from huikuan.kernel.bill_dates import format_bill_date
from huikuan.kernel.identity import CreditCode
from huikuan.kernel.text_amounts import format_amount
from huikuan.kernel.text_faults import TextFault
from huikuan.web.tables.columns import Text
from huikuan.wording.calculators import article_words, percent_of_basis_points, percent_of_millionths
from huikuan.wording.sentences import sentence

TOOLS: dict[str, Text] = {
    "due": gettext_lazy("Due date"),
    "term": gettext_lazy("Statutory payment term"),
    "code": gettext_lazy("Credit code"),
    "capitals": gettext_lazy("Amounts and days in capitals"),
    "range": gettext_lazy("Bill sub-range"),
    "discount": gettext_lazy("Discount of a bill"),
    "allocate": gettext_lazy("Which debts a payment settles"),
    "interest": gettext_lazy("Late-payment interest"),
    "provision": gettext_lazy("Allowance for bad debts"),
    "limitation": gettext_lazy("Limitation period"),
    "guarantee": gettext_lazy("Guarantee period"),
    "gate": gettext_lazy("Legal gates"),
}


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a derivation."""

    day: date
    text: str
    article: str


@dataclass(frozen=True, slots=True)
class Derivation:
    """A day and how it was reached."""

    title: str
    day: date | None
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A warning or a note, with its article where there is one."""

    text: str
    article: str
    is_warning: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Figures by row; the first column is text, the others are amounts."""

    columns: tuple[Text, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a calculator answers; `tone` is that of its sentence (done, soon, risk)."""

    sentence: str
    tone: str
    derivations: tuple[Derivation, ...] = ()
    said: tuple[Said, ...] = ()
    table: Table | None = None


def due_answer(*, found: Computed) -> Answer:
    """A due day with its steps."""
    text = _("Due on %(day)s") % {"day": found.due.isoformat()}
    tone = "done" if found.is_certain else "soon"
    return Answer(text, tone, (Derivation(_("How it was counted"), None, _lines(found.steps)),))


def term_answer(*, found: Term) -> Answer:
    """Contract day, statutory day, first day of interest, with warnings and rates."""
    if found.interest_from is None:
        text = _("No term ends here")
    else:
        text = _("Late interest runs from %(day)s") % {"day": found.interest_from.isoformat()}
    derivations = (
        Derivation(_("Due by contract"), found.contract_due, _lines(found.contract_steps)),
        Derivation(_("Due by law at the latest"), found.statutory_due, _lines(found.statutory_steps)),
    )
    warned = tuple(_warning(f"TERM_{one.code}", one.article, one.parameters) for one in found.warnings)
    noted = tuple(_note(f"TERM_{one.code}", one.article, one.parameters) for one in found.notes)
    return Answer(text, "soon" if warned else "done", derivations, (*warned, *noted, *map(_rate, found.rates)))


def code_answer(*, found: CreditCode | TextFault) -> Answer:
    """Whether a credit code is right, what is wrong and what is unusual."""
    article = article_words(article="GB 32100-2015")
    if isinstance(found, TextFault):
        said = _warning(f"USCC_{found.code}", "GB 32100-2015", {})
        return Answer(_("The code is not valid."), "risk", (), (said,))
    warned = tuple(_warning(f"USCC_{one}", "GB 32100-2015", {}) for one in found.warnings)
    parts = _("Region %(region)s, organisation code %(code)s") % {
        "region": found.region,
        "code": found.organisation_code,
    }
    return Answer(
        _("%(code)s is valid.") % {"code": found.code},
        "soon" if warned else "done",
        (),
        (*warned, Said(parts, article, is_warning=False)),
    )


def capitals_answer(*, found: int | date) -> Answer:
    """An amount or a day in figures and in capitals, and what holds where words and figures differ."""
    if isinstance(found, date):
        rule = Said(
            _("A bill whose day is not written so may be refused."),
            _("Payment and Settlement Rules, annex 1"),
            is_warning=False,
        )
        return Answer(format_bill_date(day=found), "done", (), (Said(found.isoformat(), "", is_warning=False), rule))
    rule = Said(
        _("On a bill, words and figures that differ make it void."),
        _("Negotiable Instruments Law art. 8"),
        is_warning=False,
    )
    figures = Said(f"CNY {format_amount(minor=found, currency='CNY')}", "", is_warning=False)
    return Answer(capitals(minor=found), "done", (), (figures, rule))


def _lines(steps: Iterable[Step]) -> tuple[StepLine, ...]:
    return tuple(
        StepLine(
            step.day,
            sentence(code=f"DUE_{step.code}", parameters=step.parameters),
            article_words(article=step.article),
        )
        for step in steps
    )


def _warning(code: str, article: str, parameters: Mapping[str, str | int]) -> Said:
    return Said(sentence(code=code, parameters=parameters), article_words(article=article), is_warning=True)


def _note(code: str, article: str, parameters: Mapping[str, str | int]) -> Said:
    return Said(sentence(code=code, parameters=parameters), article_words(article=article), is_warning=False)


def _rate(rate: Rate) -> Said:
    if rate.code is RateCode.DAILY:
        shown = {"rate": percent_of_millionths(millionths=rate.daily_ppm or 0)}
    else:
        shown = {
            "rate": percent_of_basis_points(basis_points=rate.yearly_bp or 0),
            "most": percent_of_basis_points(basis_points=rate.yearly_most_bp or 0),
        }
    return _note(f"RATE_{rate.code}", rate.article, shown)
