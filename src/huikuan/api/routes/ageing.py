"""What customers owe by age, as of any day."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from huikuan.accounts.access import company_for
from huikuan.api.answers import AgeingAmountsOut, AgeingOut, AgeingRowOut, DifferenceOut, Fault
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.faults import STATUSES
from huikuan.api.inputs import AgeingIn
from huikuan.kernel.actor import Verb
from huikuan.portfolio.queries import ageing
from huikuan.portfolio.rules import AgeingAmounts, AgeingReport

router = Router(tags=["ageing"])


@router.get("/ageing", response={200: AgeingOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_ageing(request: HttpRequest, asked: Query[AgeingIn]) -> AgeingOut:
    """Open items by age, largest debt first; if the figures do not tie to the ledger, the differences in their place."""
    caller = caller_of(request=request)
    if asked.company_id is not None:
        company_for(actor=caller.actor, company_id=asked.company_id)
    report = ageing(
        actor=caller.actor,
        as_of=asked.as_of or caller.today,
        basis=asked.basis,
        by=asked.by.split(","),
        company_ids=None if asked.company_id is None else [asked.company_id],
        currency=asked.currency,
    )
    return _answer(report, asked)


def _answer(report: AgeingReport, asked: AgeingIn) -> AgeingOut:
    names = [dimension.value for dimension in report.request.by]
    end = asked.after + asked.limit
    return AgeingOut(
        as_of=report.request.as_of,
        basis=report.request.basis,
        by=names,
        buckets=[list(bounds) for bounds in report.request.buckets.bounds],
        items=[
            AgeingRowOut(
                key=dict(zip(names, row.key, strict=True)), currency=row.currency, amounts=_amounts(row.amounts)
            )
            for row in report.rows[asked.after : end]
        ],
        next=end if len(report.rows) > end else None,
        totals={currency: _amounts(amounts) for currency, amounts in report.totals.items()},
        ties=report.ties,
        differences=[DifferenceOut.model_validate(one) for one in report.differences],
    )


def _amounts(amounts: AgeingAmounts) -> AgeingAmountsOut:
    return AgeingAmountsOut(
        buckets_minor=list(amounts.buckets),
        no_due_date_minor=amounts.no_due_date_minor,
        total_minor=amounts.total_minor,
        unapplied_minor=amounts.unapplied_minor,
    )
