"""The figures an actor sees first, each of them explained and leading to its rows."""

from __future__ import annotations

from datetime import date

from huikuan.insight.rules import Figure, home_figures
from huikuan.kernel.actor import Actor
from huikuan.portfolio.figures import kpis
from huikuan.receipts.queries.receipts import unapplied_sums


def figures_today(*, actor: Actor, today: date, company_id: int | None = None) -> tuple[Figure, ...]:
    """Six figures per currency for the month up to `today`, of one own company or all, over the actor's customers."""
    companies = None if company_id is None else [company_id]
    period = kpis(actor=actor, start=today.replace(day=1), end=today, company_ids=companies)
    return home_figures(kpis=period, unapplied=unapplied_sums(actor=actor, company_ids=companies))
