"""Key figures in the user's words: titles, formulas, what they are made of, where a click leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from huikuan.insight.rules import Leads, Unit
from huikuan.portfolio.allocated import Counted
from huikuan.portfolio.engines.key_figures import Kpi
from huikuan.web.components import amounts
from huikuan.web.pages.allocations import allocations_address
from huikuan.web.pages.tiles import Part, Parts
from huikuan.web.tables.columns import Text


@dataclass(frozen=True, slots=True)
class Made:
    """What stands above and below the line of a figure, and when there is no figure."""

    numerator: Text
    denominator: Text
    none_yet: Text
    in_days: bool = False
    """Whether the numerator is amounts times days."""


FIGURES: dict[str, tuple[Text, Text]] = {
    "RECEIVABLES": (_("Receivables"), _("Sum of what is open on all receivables, before money not yet allocated.")),
    "OVERDUE": (_("Overdue"), _("Overdue rate: open and past the due date ÷ all that is open.")),
    "COLLECTION_RATE": (
        _("Collection rate"),
        _("Money allocated this month to items due by today ÷ (due this month + overdue when it began)."),
    ),
    "DSO": (_("DSO (countback)"), _("Days of billings, newest months first, that today's receivables amount to.")),
    "WEIGHTED_DAYS_LATE": (
        _("Days late, paid"),
        _("Σ amount × days after the due date ÷ Σ amount, of what was paid this month."),
    ),
    "UNAPPLIED": (
        _("To allocate"),
        _("Sum of what is left on receipts that are not wholly used, paid back or taken back."),
    ),
    "STATEMENT_CONFIRMATION": (
        _("Statements confirmed"),
        _("Confirmed closing balance ÷ total closing balance, of customers whose balance is not zero."),
    ),
    "VAT_AHEAD": (
        _("VAT paid ahead"),
        _(
            "Tax in what is open of issued invoices: tax × open ÷ gross of each, summed. It is owed once they are issued."
        ),
    ),
}
EMPTY: dict[str, Text] = {
    "RECEIVABLES": _("Nothing is open. Each invoice taken in adds to it."),
    "UNAPPLIED": _("No money waits. What a bank statement brings and nobody has set off shows here."),
}
MADE: dict[tuple[str, str], Made] = {
    ("OVERDUE_RATE", "STANDARD"): Made(
        _("Open and past the due date"),
        _("All that is open"),
        _("Nothing is open. With the first open item it says what part of all open money is late."),
    ),
    ("COLLECTION_RATE", "C"): Made(
        _("Allocated this month to what was due"),
        _("Due this month + overdue when it began"),
        _("Nothing was due this month or late when it began. With the first due item it says what part of it came in."),
    ),
    ("DSO", "COUNTBACK"): Made(
        _("All that is open"),
        _("All billings on record"),
        _("Nothing was billed yet. With the first invoice it says how many days of billings are still to come in."),
    ),
    ("WEIGHTED_DAYS_LATE", "PAID"): Made(
        _("Σ amount × days late"),
        _("Paid this month"),
        _("Nothing was paid this month. With the first payment it says how late the average yuan came."),
        in_days=True,
    ),
    ("STATEMENT_CONFIRMATION", "STANDARD"): Made(
        _("Closing balances confirmed"),
        _("Closing balances stated"),
        _("Every balance that was stated is zero. With the first that is not it says what part of all is confirmed."),
    ),
    ("VAT_PAID_AHEAD", "STANDARD"): Made(
        _("VAT in what is open"),
        _("Open on issued invoices, VAT included"),
        _("No issued invoice is open. With the first it says how much VAT we paid before the customer did."),
    ),
}
POPULATIONS: dict[str, Text] = {
    "ALL_RECEIVABLES": _("all receivables"),
    "CURRENT_RECEIVABLES": _("receivables not yet due"),
    "DUE_BY_END": _("items due by the last day of the period"),
    "DUE_IN_PERIOD": _("items due in the period"),
    "PAID_IN_PERIOD": _("items paid in the period"),
    "OPEN_WITH_DUE_DATE": _("open items with a due date"),
    "ISSUED_UNPAID": _("issued invoices in the books that are not wholly paid"),
    "STATED_BALANCES": _("statements in force that end on the last day of the period"),
}
INCLUSIONS: dict[str, Text] = {
    "VAT_IN": _("VAT"),
    "DISPUTED_IN": _("disputed items"),
    "RETENTION_IN": _("retention money"),
    "RELATED_PARTIES_IN": _("related parties"),
    "OPENING_BALANCES_IN": _("opening balances"),
    "WRITTEN_OFF_OUT": _("what was written off"),
    "WRITTEN_OFF_IN": _("what was written off and is still claimed"),
    "RED_LETTERS_OUT": _("what red-letter invoices took back"),
    "SILENCE_OUT": _("balances agreed by silence"),
    "BILLS_RECEIVED_IN": _("bills when they are received"),
}
BILLS: dict[str, Text] = {
    "BILLS_CASHED_IN": _("bills once cash came for them"),
    "BILLS_MATURED_IN": _("bills once they matured"),
}


COUNTED = {Leads.APPLIED_ON_DUE: Counted.ON_DUE, Leads.PAID: Counted.PAID}
"""Figures of what was allocated in the month, and which allocations each of them counts."""


def parts_of(*, kpi: Kpi) -> Parts:
    """What a figure is made of: both sides of its line, over which items and days, by which rule."""
    made = MADE[kpi.name, kpi.variant]
    return Parts(
        lines=(
            Part(made.numerator, _sum(kpi.numerator_minor, kpi.currency, in_days=made.in_days)),
            Part(made.denominator, _below(kpi)),
        ),
        population=POPULATIONS[kpi.population],
        included=_listed(kpi, "_IN"),
        left_out=_listed(kpi, "_OUT"),
        start=kpi.start,
        end=kpi.as_of,
        rule_version=kpi.rule_version,
        note=_note(kpi, made),
    )


def reading_of(*, hundredths: int | None, unit: Unit, at_least: bool = False) -> str:
    """A share or days to one decimal, rounded half away from zero: 37.1 %, 82.4 days; "> " where history is short."""
    if hundredths is None:
        return amounts.UNKNOWN
    whole, tenth = divmod((abs(hundredths) + 5) // 10, 10)
    number = f"{'> ' if at_least else ''}{'-' if hundredths < 0 else ''}{whole}.{tenth}"
    return f"{number} %" if unit is Unit.SHARE else gettext("%(days)s days") % {"days": number}


def address_of(*, leads: Leads, today: date, as_of: date | None = None) -> str:
    """The rows behind a figure; `as_of` where it is of another day than today."""
    if leads is Leads.STATEMENTS:
        return f"{reverse('statements')}?month={as_of or today:%Y-%m}"
    if leads is Leads.VAT_AHEAD:
        return reverse("tax_paid_ahead")
    if leads is Leads.AGEING:
        return reverse("ageing")
    if leads is Leads.MONEY_IN:
        return f"{reverse('receipts')}?which=UNAPPLIED"
    if leads in COUNTED:
        return allocations_address(counted=COUNTED[leads], start=today.replace(day=1), end=today)
    return f"{reverse('receivables')}?which=OVERDUE" if leads is Leads.OVERDUE else reverse("receivables")


def _note(kpi: Kpi, made: Made) -> Text:
    if not kpi.ties:
        return _(
            "The sums differ from the control account, so there is no figure. The ageing report names the difference."
        )
    if kpi.value is None or not kpi.denominator_minor:
        return made.none_yet
    return _("The billings on record reach no further back: it is at least this much.") if kpi.at_least else ""


def _below(kpi: Kpi) -> str:
    """The amount below the line; a countback also says over how many days it looks."""
    text = _sum(kpi.denominator_minor, kpi.currency)
    if kpi.variant != "COUNTBACK":
        return text
    days = ngettext("%(days)s day", "%(days)s days", kpi.factor) % {"days": kpi.factor}
    return f"{text} ({days})"


def _sum(minor: int, currency: str, *, in_days: bool = False) -> str:
    text = f"{currency} {amounts.exact(minor=minor, currency=currency)}"
    return gettext("%(amount)s × days") % {"amount": text} if in_days else text


def _listed(kpi: Kpi, end: str) -> str:
    known: Mapping[str, Text] = {**INCLUSIONS, **BILLS}
    return gettext(", ").join(str(known[code]) for code in kpi.inclusions if code.endswith(end))
