"""Reads of the loss matrix and of customers judged by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.kernel.actor import Actor
from huikuan.provisions.access import assessments_for
from huikuan.provisions.models import Assessment, MatrixVersion
from huikuan.provisions.rules.matrix import Matrix, kept_figures
from huikuan.provisions.rules.rates import Method


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """What of a customer's debt is expected to come, minor units, who says so and why."""

    id: int
    customer_id: int
    customer_name: str
    company_id: int
    currency: str
    expected_minor: int
    on: date
    reason: str
    who: str


def matrix_in_force() -> tuple[int | None, Matrix | None]:
    """The newest version with its id; (None, None) until somebody saves one."""
    row = MatrixVersion.objects.order_by("-number").first()
    return (None, None) if row is None else (row.pk, matrix_of(row=row))


def matrix_of(*, row: MatrixVersion) -> Matrix:
    """The record of a stored version."""
    method = Method(row.method)
    return Matrix(
        method=method,
        edges=tuple(row.edges),
        figures=kept_figures(method=method, kept=row.figures),
        source=row.source,
        basis=row.basis,
        segment_by=row.segment_by,
        forward_ppm=row.forward_ppm,
        forward_source=row.forward_source,
        accounts=dict(row.accounts),
        number=row.number,
    )


def assessments_on(*, company_id: int, currency: str, as_of: date) -> dict[int, tuple[int, str]]:
    """Customers judged by themselves on a day: what is expected to come, minor units, and why; one query."""
    rows = Assessment.objects.filter(company_id=company_id, currency=currency, on__lte=as_of).order_by("on", "pk")
    newest = {row.customer_id: row for row in rows}
    return {pk: (row.expected_minor, row.reason) for pk, row in newest.items() if not row.is_over}


def assessments(*, actor: Actor, company_id: int) -> tuple[AssessmentRow, ...]:
    """Customers judged by themselves now, whom `actor` may see; one query."""
    rows = assessments_for(actor=actor).filter(company_id=company_id).select_related("customer").order_by("on", "pk")
    newest = {(row.customer_id, row.currency): row for row in rows}
    return tuple(
        AssessmentRow(
            row.pk,
            row.customer_id,
            row.customer.name,
            row.company_id,
            row.currency,
            row.expected_minor,
            row.on,
            row.reason,
            row.who_name,
        )
        for row in newest.values()
        if not row.is_over
    )
