"""The figures an actor sees first, each of them explained and leading to its rows."""

from __future__ import annotations

from datetime import date

from huikuan.insight.rules import Figure, confirmation_figure, home_figures, vat_figure
from huikuan.invoicing.queries.advanced import tax_advanced
from huikuan.kernel.actor import Actor, Verb
from huikuan.portfolio.figures import kpis
from huikuan.receipts.queries.receipts import unapplied_sums
from huikuan.statements.queries.coverage import coverage, last_month_stated


def figures_today(*, actor: Actor, today: date, company_id: int | None = None) -> tuple[Figure, ...]:
    """Six figures per currency for the month up to `today`, of one own company or all, over the actor's customers.

    And how much of the last statements is confirmed, once there are any; for who books invoices the VAT paid ahead on them.
    """
    companies = None if company_id is None else [company_id]
    period = kpis(actor=actor, start=today.replace(day=1), end=today, company_ids=companies)
    figures = home_figures(kpis=period, unapplied=unapplied_sums(actor=actor, company_ids=companies))
    return (*figures, *_confirmed(actor, company_id), *_vat_ahead(actor, today, company_id))


def _confirmed(actor: Actor, company_id: int | None) -> tuple[Figure, ...]:
    """The confirmation rate of the newest month that was stated, the yuan first; nothing before the first statement."""
    through = last_month_stated(actor=actor, company_id=company_id)
    if through is None:
        return ()
    found = coverage(actor=actor, through=through, company_id=company_id)
    return tuple(
        confirmation_figure(
            currency=one.currency,
            confirmed_minor=one.confirmed_minor,
            stated_minor=one.stated_minor,
            since=through.replace(day=1),
            through=through,
        )
        for one in sorted(found, key=lambda one: (one.currency != "CNY", one.currency))
    )


def _vat_ahead(actor: Actor, today: date, company_id: int | None) -> tuple[Figure, ...]:
    """The VAT paid ahead by currency, the yuan first; nothing where no issued invoice is open."""
    if not actor.may(Verb.POST_INVOICE):
        return ()
    sums: dict[str, list[int]] = {}
    for row in tax_advanced(actor=actor, as_of=today, today=today, company_id=company_id):
        counted = sums.setdefault(row.currency, [0, 0])
        counted[0] += row.tax_minor
        counted[1] += row.open_minor
    return tuple(
        vat_figure(currency=currency, tax_minor=sums[currency][0], open_minor=sums[currency][1], today=today)
        for currency in sorted(sums, key=lambda code: (code != "CNY", code))
    )
