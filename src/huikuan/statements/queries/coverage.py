"""Reads: confirmation coverage by month, own company or salesperson, of what the actor may see."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from huikuan.kernel.actor import Actor
from huikuan.statements.access import statements_for
from huikuan.statements.rules.coverage import Coverage, Stated, coverage_by
from huikuan.statements.rules.states import GONE, State, StatementKind

_LEFT_OUT = [State.DRAFT.value, *(state.value for state in GONE)]


def coverage(
    *, actor: Actor, by: str = "", through: date | None = None, company_id: int | None = None
) -> tuple[Coverage, ...]:
    """Confirmed over stated closing balances by `month`, `company`, `salesperson` or all together; one query.

    `through` narrows to statements that end on that day. What was confirmed of a disputed statement is its acknowledged part.
    """
    rows = statements_for(actor=actor).filter(kind=StatementKind.STATEMENT.value).exclude(state__in=_LEFT_OUT)
    if company_id is not None:
        rows = rows.filter(company_id=company_id)
    if through is not None:
        rows = rows.filter(through=through)
    columns = ("through", "company_id", "customer__salesperson_id", "currency", "closing_minor", "state", "taken")
    found = rows.annotate(taken=Max("replies__acknowledged_minor")).order_by("pk").values_list(*columns)
    stated = [
        Stated(day.replace(day=1), company, seller, currency, closing, _confirmed(state, closing, taken))
        for day, company, seller, currency, closing, state, taken in found
    ]
    return coverage_by(rows=stated, by=by)


def last_month_stated(*, actor: Actor, company_id: int | None = None) -> date | None:
    """The closing day of the newest statement that `actor` may see; None without one."""
    rows = statements_for(actor=actor).filter(kind=StatementKind.STATEMENT.value).exclude(state__in=_LEFT_OUT)
    if company_id is not None:
        rows = rows.filter(company_id=company_id)
    return rows.order_by("-through").values_list("through", flat=True).first()


def _confirmed(state: str, closing: int, taken: int | None) -> int:
    return closing if state == State.CONFIRMED.value else min(taken or 0, abs(closing))
