"""Key figures in the user's words: titles, formulas, what they are made of, where a click leads."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huikuan.insight.rules import Leads
from huikuan.kernel.money import Money
from huikuan.portfolio.engines.key_figures import Kpi
from huikuan.web.pages.tiles import Parts
from huikuan.web.tables.columns import Text

FIGURES: dict[str, tuple[Text, Text]] = {
    "RECEIVABLES": (_("Receivables"), _("Sum of what is open on all receivables, before money not yet allocated.")),
    "OVERDUE": (_("Overdue"), _("Overdue rate: open and past the due date ÷ all that is open.")),
    "COLLECTION_RATE": (
        _("Collection rate C"),
        _("Money applied this month to items due by today ÷ (due this month + overdue when it began)."),
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
}


def parts_of(*, kpi: Kpi) -> Parts:
    """Numerator, denominator, period and rule version of a figure."""
    return Parts(
        numerator=Money(kpi.numerator_minor, kpi.currency),
        denominator=Money(kpi.denominator_minor, kpi.currency),
        formula=kpi.formula,
        start=kpi.start,
        end=kpi.as_of,
        rule_version=kpi.rule_version,
    )


def address_of(*, leads: Leads, today: date) -> str:
    """The rows behind a figure."""
    if leads is Leads.AGEING:
        return reverse("ageing")
    if leads is Leads.MONEY_IN:
        return f"{reverse('receipts')}?which=UNAPPLIED"
    if leads is Leads.PAID:
        first = today.replace(day=1).isoformat()
        return f"{reverse('receipts')}?{urlencode({'which': 'ALL', 'from': first})}"
    return f"{reverse('receivables')}?which=OVERDUE" if leads is Leads.OVERDUE else reverse("receivables")
